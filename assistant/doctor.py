"""`doctor`: small checks, each with what is wrong and what to do."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from assistant.build import open_originals, open_rankers
from assistant.declining.calibration import FILE_NAME as CALIBRATION
from assistant.grounding.meaning import MODEL, is_measured
from assistant.llm.model import ChatModel
from assistant.settings import Settings
from documents.errors import FootnoteError, PluginFailed
from documents.library import Library
from documents.queue.tasks import Tasks
from documents.reading.notes import count
from documents.types import Record
from index.ingest import EMBEDDER_NOTE
from index.models.embeddings import Embedder, check_identity
from index.models.identity import known_as
from index.servers.addresses import is_address, without_password
from index.stores.dense import SearchIndex, cosines

AT_ONCE = 1_000  # sources whose vectors are looked at together
LOW_DISK = 1_000_000_000  # bytes
ELSEWHERE = (
    "They may be in the data folder of another process: set originals (FOOTNOTE_ORIGINALS) for all of them "
    "to one folder or bucket that they all reach. Add again what is in none."
)


@dataclass(frozen=True, slots=True)
class Check(Record):
    """One finding; `must_mend` only where a person has to act: all else mends itself or is merely off."""

    name: str
    ok: bool
    must_mend: bool
    message: str
    next_step: str = ""


# What a check finds, which gets its name later: all is well, something is off, a person has to act.
_well = partial(Check, "", True, False)
_off = partial(Check, "", False, False)
_wrong = partial(Check, "", False, True)


@dataclass(frozen=True, slots=True)
class Health:
    """What the checks look at."""

    settings: Settings
    library: Library
    embedder: Embedder
    index: SearchIndex
    model: Callable[[], ChatModel | None]
    queue: Tasks


def run_checks(health: Health) -> list[Check]:
    """One finding a check, in a fixed order."""
    return [_finding(name, check, health) for name, check in CHECKS.items()]


def healthy(checks: list[Check]) -> bool:
    """Whether nothing has to be mended by a person."""
    return not any(check.must_mend for check in checks)


def _finding(name: str, check: "Callable[[Health], Check]", health: Health) -> Check:
    """What a check found; where it could not be done, that."""
    try:
        finding = check(health)
    except FootnoteError as error:
        finding = _wrong(error.message, error.next_step)
    # Whatever a damaged folder makes of a check, the others are done.
    except Exception as error:
        message = " ".join(str(error).split()) or type(error).__name__
        finding = _wrong(f"This could not be checked ({message}).", "Run `footnote doctor -v`.")
    return replace(finding, name=name)


def check_library(health: Health) -> Check:
    """The library can be read: a file from beginning to end, of a server each table."""
    health.library.database.check()
    return _well(health.library.database.description)


def check_offsets(health: Health) -> Check:
    """Every passage is exactly the stored text at its offsets."""
    wrong = 0
    for source in health.library.sources():
        text = health.library.text(source.id)
        passages = health.library.passages_of(source.id)
        wrong += not passages or any(
            text[passage.start : passage.end] != passage.text for passage in passages
        )
    if wrong:
        return _wrong(
            f"{count(wrong, 'source')} {'does' if wrong == 1 else 'do'} not match the stored text.",
            "Run `footnote rebuild`.",
        )
    return _well("Every passage is the stored text at its place.")


def check_vectors(health: Health) -> Check:
    """Every passage has its vector, and all vectors one length."""
    passages, lengths, whole = 0, set[int](), True
    ids = sorted(health.library.source_ids())
    for start in range(0, len(ids), AT_ONCE):
        vectors = health.library.vectors_of(ids[start : start + AT_ONCE])[1]
        if len(vectors):
            passages += len(vectors)
            lengths.add(vectors.shape[1])
            whole = whole and bool(vectors.any(axis=1).all())
    if not whole or len(lengths) > 1:
        wrong = "Stored vectors differ in length." if whole else "Some stored vectors are empty."
        return _wrong(wrong, "Run `footnote rebuild`.")
    return _well(f"{count(passages, 'passage')} can be searched by meaning.")


def check_embedder(health: Health) -> Check:
    """The embedder now set works, and the library was made with it."""
    check_identity(health.library.note(EMBEDDER_NOTE), health.embedder)
    (vector,) = health.embedder.embed(["a sentence"])
    ids = health.library.passage_ids()[:1]
    if ids:
        cosines(health.library.vectors(ids)[1], vector)
    identity = health.embedder.identity
    name, setting = known_as(identity), health.settings.embedder
    if is_address(setting):
        name = f"{name} at {without_password(setting)}, which reads passages and questions"
    if is_measured(identity):
        return _well(identity)
    own = (health.settings.home / CALIBRATION).is_file()
    sure = "" if own else f" How sure an answer is was measured with {MODEL}."
    return _well(
        f"{name}: the checker compares words alone, not their meaning, which it does with {MODEL}.{sure}",
        "" if own else "Run `footnote calibrate` on questions of your own.",
    )


def check_reranker(health: Health) -> Check:
    """The models that read sentences and passages again work; without them a search goes on."""
    models = open_rankers(health.settings).loaded()
    if not models:
        return _well("None is set: passages are ranked by words and meaning.")
    try:
        for model in models:
            model.scores("a question", ["a sentence"])
    except FootnoteError as error:
        message = f"{error.message} Until then passages are ranked without it."
        return _off(message, error.next_step)
    names = dict.fromkeys(model.identity for model in models)
    return _well(", ".join(names))


def check_originals(health: Health) -> Check:
    """The original bytes of every source are there, and nothing else."""
    originals = open_originals(health.settings, health.library)
    names = set(originals.names())
    wanted = {source.sha256 for source in health.library.sources()}
    if wanted - names:
        lost = len(wanted - names)
        elsewhere = health.library.shared and not health.settings.originals
        return _off(
            f"{count(lost, 'original file')} {'is' if lost == 1 else 'are'} not in {originals.place}; "
            "text and quotes are not affected.",
            ELSEWHERE if elsewhere else "Add the files again if you want them kept here.",
        )
    original_files = count(len(wanted), "original file")
    return _well(f"{original_files} {'is' if len(wanted) == 1 else 'are'} kept.")


def check_queue(health: Health) -> Check:
    """What waits in the queue of a shared library is taken up by somebody; else its one writer does it."""
    waiting = health.queue.count("waiting")
    alone = health.library.shared and not health.queue.attended
    if alone:
        waiting += health.queue.count("working")  # whoever worked on them was killed
    waits = f"{count(waiting, 'task')} {'waits' if waiting == 1 else 'wait'} in the queue"
    if waiting and alone:
        return _wrong(f"{waits}, and nobody works on it.", "Run `footnote work`.")
    return _well(f"{waits}." if waiting else "Nothing waits to be added.")


def check_reading(health: Health) -> Check:
    """Every document was read whole."""
    old = [source for source in health.library.sources() if source.outdated]
    if old:
        return _off(
            f"An earlier Footnote read {len(old)} of the documents; they can be read better now.",
            "Run `footnote rebuild --reread`.",
        )
    parts = [source for source in health.library.sources() if source.notes]
    if parts:
        first = f"{parts[0].title}: {parts[0].notes[0]}"
        others = f" ({len(parts) - 1} more: `footnote list`)" if len(parts) > 1 else ""
        return _off(f"Not all was read whole. {first}{others}")
    return _well("Nothing is known to be missing from any document.")


def check_folders(health: Health) -> Check:
    """The data folder can be written to, and no file is where it needs a folder."""
    home = health.settings.home
    if not os.access(home, os.W_OK | os.X_OK):
        message = f"The data folder {home} cannot be written to: nothing can be added."
        return _wrong(message, "Make it writable, or set FOOTNOTE_HOME to another folder.")
    wrong = [path for name in ("files", "tmp") if (path := home / name).is_file()]
    if wrong:
        return _wrong(f"{wrong[0]} is a file, not a folder.", "Move it away.")
    return _well("Documents can be stored.")


def check_index(health: Health) -> Check:
    """What is searched has the library's present state; nothing is opened for it."""
    try:
        state = health.index.check()
    except PluginFailed as error:
        message = f"{error.message} Until then searching is exact."
        return _off(message, error.next_step)
    return (_well if state.ok else _off)(state.message, state.next_step)


def check_model(health: Health) -> Check:
    """The language model can answer."""
    try:
        model = health.model()
        if model is None:
            return _well("None is set: answers are quotes only.")
        model.check()
    except FootnoteError as error:
        return _off(f"{error.message} Until then answers are quotes only.", error.next_step)
    return _well(f"{model.name} answers.")


def check_disk(health: Health) -> Check:
    """There is room to write."""
    free = shutil.disk_usage(health.settings.home).free
    if free < LOW_DISK:
        return _wrong(f"Only {free // 1_000_000} MB are free.", "Free some space.")
    return _well(f"{free // 1_000_000_000} GB are free.")


CHECKS = {
    "library": check_library,
    "passages": check_offsets,
    "reading": check_reading,
    "vectors": check_vectors,
    "search model": check_embedder,
    "ranking model": check_reranker,
    "originals": check_originals,
    "queue": check_queue,
    "folders": check_folders,
    "index": check_index,
    "language model": check_model,
    "disk": check_disk,
}

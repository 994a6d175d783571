"""Libraries of sets that bring their own documents, kept in the data folder and used again."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant, ModelOpener
from assistant.declining.calibration import calibration_of
from assistant.evidence.rankers import Rankers
from assistant.settings import Settings
from documents.inputs import file_name
from documents.types import Source
from evals.cases import CaseSet, SetDocument
from evals.errors import EvalError
from evals.keeping.fingerprint import INGEST_CODE, code_hash, digest
from index.models.embeddings import Embedder

# Like Assistant.open: a data folder and settings.
OpenAssistant = Callable[..., Assistant]
MADE_BY = "made-by.json"


def library_folder(case_set: CaseSet, home: Path) -> Path:
    """Where the set's library is: its name and a hash of its documents, under the data folder."""
    contents = {document.name: _sha256(document) for document in case_set.documents}
    return home / "evals" / f"{case_set.name}-{digest(contents, length=10)}"


def open_library(case_set: CaseSet, settings: Settings, open_assistant: OpenAssistant) -> Assistant:
    """The set's own library with all of its documents, opened with the user's settings.

    A library that other code or other settings made is made anew. Raises EvalError for a document
    that cannot be added.
    """
    folder = library_folder(case_set, settings.home)
    _discard_outdated(folder, settings)
    others = {field.name: getattr(settings, field.name) for field in fields(settings) if field.name != "home"}
    # A set's documents are not for those who share the person's library.
    others |= {"library": "embedded", "originals": ""}
    if case_set.ranking_only:
        others["llm"] = "none"  # nothing is asked, so no model need start
    assistant = open_assistant(home=folder, **others)
    missing = _missing(assistant, case_set.documents)
    if not missing:
        return _calibrated(assistant, settings)
    try:
        _add(assistant, [_path(document, folder) for document in missing])
    finally:
        assistant.close()
    # Who writes searches in Chroma, who only reads searches exactly. Always the latter, for equal runs.
    return _calibrated(open_assistant(home=folder, **others), settings)


def open_with(
    case_set: CaseSet,
    settings: Settings,
    *,
    rankers: Rankers | None = None,
    embedder: Embedder | None = None,
    open_model: ModelOpener | None = None,
) -> Assistant:
    """As `open_library`, with these models instead of those that the settings name."""

    def opener(home: Path, **values: Any) -> Assistant:  # Any: the settings by name
        return Assistant.with_settings(
            replace(settings, home=home, **values), embedder=embedder, rankers=rankers, open_model=open_model
        )

    return open_library(case_set, settings, opener)


def _calibrated(assistant: Assistant, settings: Settings) -> Assistant:
    """The set's library goes by the person's own calibration, which lies in their data folder."""
    assistant.use_calibration(calibration_of(settings.home))
    return assistant


def _discard_outdated(folder: Path, settings: Settings) -> None:
    made_by = {
        "code": code_hash(INGEST_CODE),
        "embedder": settings.embedder,
        "passage_tokens": settings.passage_tokens,
    }
    note = folder / MADE_BY
    if note.is_file() and _read(note) != made_by:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    note.write_text(json.dumps(made_by), encoding="utf-8")


def _read(note: Path) -> Any:  # Any: JSON
    try:
        return json.loads(note.read_text(encoding="utf-8"))
    except ValueError:  # cut short by a kill: as good as outdated
        return None


def _missing(assistant: Assistant, documents: tuple[SetDocument, ...]) -> list[SetDocument]:
    present = {entry for source in assistant.sources() for entry in _entries(source)}
    return [document for document in documents if (document.name, _sha256(document)) not in present]


def _add(assistant: Assistant, paths: list[Path]) -> None:
    for entry in assistant.add(paths).entries:
        if entry.status in ("failed", "empty"):
            raise EvalError(
                f"The set's document {file_name(entry.uri)} cannot be added ({entry.message}).",
                "Mend or remove it, then run the eval again.",
            )


def _entries(source: Source) -> list[tuple[str, str]]:
    return [(file_name(uri), source.sha256) for uri in (source.uri, *source.uris)]


def _path(document: SetDocument, folder: Path) -> Path:
    """The document's file, or one made in the library's folder."""
    if document.path:
        return document.path
    path = folder / "docs" / document.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(document.content())
    return path


def _sha256(document: SetDocument) -> str:
    return hashlib.sha256(document.content()).hexdigest()

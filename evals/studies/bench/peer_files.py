"""How the usual stack takes in files: SimpleDirectoryReader, then an IngestionPipeline into Chroma.

As its documentation shows it, but for two things: HTML is read by its tag reader, since by default all marks
would be indexed as words, and passages carry no metadata, which would only slow it down.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from documents.errors import MissingExtra
from evals.studies.bench.peer import UsualStack, installed
from index.models.telemetry import disable_telemetry

# What it reads as a person would see it; all else it takes for text, an archive or a picture too.
SUFFIXES = (".csv", ".docx", ".eml", ".html", ".md", ".pdf", ".pptx", ".txt", ".xlsx")
READERS = ("bs4", "docx2txt", "llama_index.readers", "pandas", "pypdf")


def require_readers() -> None:
    """Raises MissingExtra when what the usual stack reads files with is not installed."""
    if not all(installed(name) for name in READERS):
        raise MissingExtra(
            "The readers of the usual stack, which the bench compares with, are not installed.",
            "Run: make bench",
        )


def reads(path: Path) -> bool:
    """Whether the usual stack finds words in a file."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    with _silent():
        try:
            return any(document.text.strip() for document in load([path]))
        except Exception:  # each of its readers fails in ways of its own
            return False


def load(paths: Sequence[Path]) -> list[Any]:  # Any: LlamaIndex has no types for us
    """The documents in files; raises whatever a reader does."""
    disable_telemetry()
    from llama_index.core import SimpleDirectoryReader

    reader = SimpleDirectoryReader(
        input_files=list(paths), file_extractor=_html_reader(paths), raise_on_error=True
    )
    documents: list[Any] = reader.load_data()
    for document in documents:
        document.metadata.clear()
    return documents


def ingest(stack: UsualStack, paths: Sequence[Path], splitter: Any) -> None:
    """Files into a new Chroma folder."""
    from llama_index.core.ingestion import IngestionPipeline

    with _silent():
        pipeline = IngestionPipeline(
            transformations=[splitter, stack.embedder], vector_store=stack.new_store()
        )
        pipeline.run(documents=load(paths))


def _html_reader(paths: Sequence[Path]) -> dict[str, Any]:
    if not any(path.suffix.lower() == ".html" for path in paths):
        return {}
    from llama_index.readers.file import HTMLTagReader

    return {".html": HTMLTagReader(tag="body")}


@contextmanager
def _silent() -> Iterator[None]:
    """Without the warnings of its readers, one for each fault in a file."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)

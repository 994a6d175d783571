"""From a file to a raw document: one reader a format, chosen by what the file is.

A new format is a module with `read(path) -> RawDocument` and one line in `READERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from documents.errors import EmptyDocument, ReaderFailed
from documents.headings import MOST, shortened
from documents.readers import html, markdown, pdf, text
from documents.readers.sniff import kind_of, refuse
from documents.types import RawDocument


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read. A higher `version` makes new versions of what was read before."""

    name: str
    version: int
    media_type: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], RawDocument]

    @property
    def label(self) -> str:
        """Name and version, by which a library knows what read a text."""
        return f"{self.name}-{self.version}"


READERS = (
    Reader("text", 1, "text/plain", (".txt", ".text", ".log", ".rst", ".csv", ".tsv"), text.read),
    Reader("markdown", 1, "text/markdown", (".md", ".markdown"), markdown.read),
    Reader("html", 2, "text/html", (".html", ".htm", ".xhtml"), html.read),
    Reader("pdf", 1, "application/pdf", (".pdf",), pdf.read),
)
SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)

_HEAD = 4_096  # bytes that tell what a file is


def reader_for(path: Path) -> Reader:
    """The reader for a file: by its content where that is unmistakable, else by its suffix.

    Raises UnsupportedFormat, ReaderFailed (missing, a folder, not what its name says), EmptyDocument.
    """
    head = _head(path)
    suffix = path.suffix.lower()
    kind = kind_of(head, suffix)
    if kind in ("pdf", "html"):
        return next(reader for reader in READERS if reader.name == kind)
    if kind != "text":
        refuse(kind, path, SUFFIXES)
    named = next((reader for reader in READERS if suffix in reader.suffixes), READERS[0])
    if named.name == "pdf":  # text under a PDF's name: most often a broken download
        raise ReaderFailed(
            f"{path.name} is not a PDF, whatever its name says.", "Get the file again and add the new copy."
        )
    return named


def read(path: Path) -> RawDocument:
    """The document in a file. Raises a DocumentError that says in one sentence why there is none."""
    return read_with(reader_for(path), path)


def read_with(reader: Reader, path: Path) -> RawDocument:
    """The document in a file, by this reader, its title and headings cut to a length that is one."""
    document = reader.read(path)
    if not document.text.strip():
        raise EmptyDocument(f"{path.name} has no text.", "Check that it is the right file.")
    headings = tuple(
        replace(heading, text=shortened(heading.text)) for heading in document.headings[:MOST] if heading.text
    )
    return replace(document, title=shortened(document.title or "") or None, headings=headings)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise ReaderFailed(f"{path.name} is a folder, not a file.", "Add the files in it.")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError as error:
        raise ReaderFailed(f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise ReaderFailed(
            f"{path.name} cannot be opened: {error.strerror}.", "Check its permissions."
        ) from error
    if not head:
        raise EmptyDocument(f"{path.name} is empty.", "Check that it was saved or copied whole.")
    return head

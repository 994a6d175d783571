"""From a file to a raw document: one reader a format, chosen by what the file is.

A new format is a module with `read(path) -> RawDocument` and one line in `READERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from documents.errors import EmptyDocument, ReaderFailed
from documents.headings import MOST, shortened
from documents.members import MembersOf
from documents.readers import (
    archive,
    delimited,
    ebook,
    html,
    mail,
    markdown,
    notebook,
    opendocument,
    outlook,
    pdf,
    rich_text,
    slides,
    subtitles,
    text,
    values,
    word,
    workbook,
)
from documents.readers.packages import packed_kind
from documents.readers.sniff import OFFICE, OLE, ZIP, kind_of, refuse
from documents.types import RawDocument


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read. A higher `version` makes new versions of what was read before.

    `members` gives the files in a file, which are sources of their own.
    """

    name: str
    version: int
    media_type: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], RawDocument]
    members: MembersOf | None = None

    @property
    def label(self) -> str:
        """Name and version, by which a library knows what read a text."""
        return f"{self.name}-{self.version}"

    @property
    def archive(self) -> bool:
        """Whether the format has no text of its own, only members."""
        return self.media_type == archive.MEDIA_TYPE


READERS = (
    Reader("text", 1, "text/plain", (".txt", ".text", ".log", ".rst"), text.read),
    Reader("markdown", 1, "text/markdown", (".md", ".markdown"), markdown.read),
    Reader("html", 2, "text/html", (".html", ".htm", ".xhtml"), html.read),
    Reader("pdf", 1, "application/pdf", (".pdf",), pdf.read),
    Reader("csv", 1, "text/csv", (".csv", ".tsv"), delimited.read),
    Reader("docx", 1, word.MEDIA_TYPE, (".docx", ".docm", ".dotx"), word.read),
    Reader("pptx", 1, slides.MEDIA_TYPE, (".pptx", ".pptm", ".ppsx"), slides.read),
    Reader("odt", 1, opendocument.TYPE + "text", (".odt", ".ott"), opendocument.read_text),
    Reader("ods", 1, opendocument.TYPE + "spreadsheet", (".ods", ".ots"), opendocument.read_sheets),
    Reader("odp", 1, opendocument.TYPE + "presentation", (".odp", ".otp"), opendocument.read_slides),
    Reader("xlsx", 1, workbook.MEDIA_TYPE, (".xlsx", ".xlsm", ".xltx"), workbook.read),
    Reader("email", 1, "message/rfc822", (".eml",), mail.read, mail.members),
    Reader("msg", 1, outlook.MEDIA_TYPE, (".msg",), outlook.read, outlook.members),
    Reader("mbox", 1, "application/mbox", (".mbox", ".mbx"), mail.read_box, mail.box_members),
    Reader("epub", 1, "application/epub+zip", (".epub",), ebook.read),
    Reader("notebook", 1, "application/x-ipynb+json", (".ipynb",), notebook.read),
    Reader("json", 1, "application/json", (".json",), values.read_json),
    Reader("jsonl", 1, "application/jsonl", (".jsonl", ".ndjson"), values.read_rows),
    Reader("xml", 1, "application/xml", (".xml",), values.read_xml),
    Reader("subtitles", 1, "application/x-subrip", (".srt", ".vtt"), subtitles.read),
    Reader("rtf", 1, "application/rtf", (".rtf",), rich_text.read),
    Reader("zip", 1, archive.MEDIA_TYPE, (".zip",), archive.read, archive.members),
)
SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)

NEVER_TEXT = {
    "pdf": "a PDF",
    "epub": "an e-book",
    "rtf": "a Rich Text document",
    "msg": "an Outlook message",
    "zip": ZIP,
    **OFFICE,
}

_HEAD = 4_096  # bytes that tell what a file is


def reader_for(path: Path) -> Reader:
    """The reader for a file: by its content where that is unmistakable, else by its suffix.

    Raises UnsupportedFormat, ReaderFailed (missing, a folder, not what its name says), EmptyDocument.
    """
    head = _head(path)
    suffix = path.suffix.lower()
    kind = kind_of(head, suffix)
    if kind == ZIP:
        kind = packed_kind(path) or kind
    if kind in (OLE, "an Outlook message") and outlook.is_message(path):
        kind = "msg"
    if kind != "text":
        return _known(kind) or refuse(kind, path, SUFFIXES)
    named = next((reader for reader in READERS if suffix in reader.suffixes), READERS[0])
    if named.name in NEVER_TEXT:  # text under such a name: most often a broken download
        raise ReaderFailed(
            f"{path.name} is not {NEVER_TEXT[named.name]}, whatever its name says.",
            "Get the file again and add the new copy.",
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


def _known(kind: str) -> Reader | None:
    return next((reader for reader in READERS if reader.name == kind), None)


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

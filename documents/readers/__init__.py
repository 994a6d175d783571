"""From a file to a raw document: one reader a format, chosen by what the file is.

In: a path. Out: a `RawDocument`, or a DocumentError that says why there is none. A reader is a function
`read(path) -> RawDocument` with one line in `READERS`, or a `Reader` that another package names in the entry
points' group `footnote.readers`; where files are in its files, `members(path)` yields them. Read `sniff`
(what a file is), then a format: a module here, or a package where it takes several. Most write their text
with `writing` and their rows with `tables`, so that lists and tables look alike.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from documents.errors import EmptyDocument, ReaderFailed
from documents.plugins import loaded
from documents.readers import archive, delimited, ebook, notebook, values
from documents.readers.html import reader as html_reader
from documents.readers.mail import outlook
from documents.readers.mail import reader as mail_reader
from documents.readers.ocr import picture, recognition
from documents.readers.office import old_workbook, opendocument, rich_text, slides, word, workbook
from documents.readers.office.compound import compound_kind
from documents.readers.office.packages import packed_kind
from documents.readers.pdf import reader as pdf_reader
from documents.readers.plain import markdown, subtitles, text
from documents.readers.sniff import IN_COMPOUND_FILES, OFFICE, ZIP, kind_of, refusal
from documents.reading.members import MembersOf
from documents.text.headings import MOST_HEADINGS, shortened
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
    Reader("text", 15, "text/plain", (".txt", ".text", ".log", ".rst"), text.read),
    Reader("markdown", 2, "text/markdown", (".md", ".markdown"), markdown.read),
    Reader("html", 10, "text/html", (".html", ".htm", ".xhtml"), html_reader.read),
    Reader("pdf", 11, "application/pdf", (".pdf",), pdf_reader.read),
    Reader("csv", 6, "text/csv", (".csv", ".tsv"), delimited.read),
    Reader("docx", 7, word.MEDIA_TYPE, (".docx", ".docm", ".dotx"), word.read),
    Reader("pptx", 6, slides.MEDIA_TYPE, (".pptx", ".pptm", ".ppsx"), slides.read),
    Reader("odt", 6, opendocument.TYPE + "text", (".odt", ".ott"), opendocument.read_text),
    Reader("ods", 6, opendocument.TYPE + "spreadsheet", (".ods", ".ots"), opendocument.read_sheets),
    Reader("odp", 6, opendocument.TYPE + "presentation", (".odp", ".otp"), opendocument.read_slides),
    Reader("xlsx", 6, workbook.MEDIA_TYPE, (".xlsx", ".xlsm", ".xltx"), workbook.read),
    Reader("xls", 5, old_workbook.MEDIA_TYPE, (".xls", ".xlt"), old_workbook.read),
    Reader("email", 9, "message/rfc822", (".eml",), mail_reader.read, mail_reader.members),
    Reader("msg", 9, outlook.MEDIA_TYPE, (".msg",), outlook.read, outlook.members),
    Reader("mbox", 9, "application/mbox", (".mbox", ".mbx"), mail_reader.read_box, mail_reader.box_members),
    Reader("epub", 6, "application/epub+zip", (".epub",), ebook.read),
    Reader("notebook", 2, "application/x-ipynb+json", (".ipynb",), notebook.read),
    Reader("json", 2, "application/json", (".json",), values.read_json),
    Reader("jsonl", 2, "application/jsonl", (".jsonl", ".ndjson"), values.read_rows),
    Reader("xml", 2, "application/xml", (".xml",), values.read_xml),
    Reader("subtitles", 2, "application/x-subrip", (".srt", ".vtt"), subtitles.read),
    Reader("rtf", 5, "application/rtf", (".rtf",), rich_text.read),
    Reader("png", 1, "image/png", (".png",), picture.read),
    Reader("jpeg", 1, "image/jpeg", (".jpg", ".jpeg"), picture.read),
    Reader("tiff", 1, "image/tiff", (".tif", ".tiff"), picture.read),
    Reader("webp", 1, "image/webp", (".webp",), picture.read),
    Reader("bmp", 1, "image/bmp", (".bmp",), picture.read),
    Reader("gif", 1, "image/gif", (".gif",), picture.read),
    Reader("zip", 1, archive.MEDIA_TYPE, (".zip",), archive.read, archive.members),
)
GROUP = "footnote.readers"

NEVER_TEXT = {
    "pdf": "a PDF",
    "epub": "an e-book",
    "rtf": "a Rich Text document",
    "msg": "an Outlook message",
    "zip": ZIP,
    **OFFICE,
    **{name.lower(): "a picture" for name in picture.MEDIA_TYPES},
}

_LONGEST_NAME = 100  # characters of a file's name
_HEAD = 4_096  # bytes that tell what a file is


def is_outdated(label: str) -> bool:
    """Whether a reader, by its label, has been made better since: what it read can be read better now.

    >>> is_outdated("html-1"), is_outdated("text-99"), is_outdated("of-a-plugin-1")
    (True, False, False)
    """
    name, _, version = label.rpartition("-")
    reader = _known(name)
    return reader is not None and version.isdigit() and int(version) < reader.version


def named_for(name: str, label: str) -> str:
    """A file's name with a suffix by which this reader (by its label) is found, where it has none such.

    >>> named_for("notes.md", "markdown-1"), named_for("a page?", "html-1")
    ('notes.md', 'a page_.html')
    """
    reader = _known(label.rpartition("-")[0])
    plain = re.sub(r"[^\w .()-]", "_", name)[-_LONGEST_NAME:].lstrip(".") or "file"
    if reader is None or Path(plain).suffix.lower() in reader.suffixes:
        return plain
    return plain + reader.suffixes[0]


def foreign_readers() -> tuple[Reader, ...]:
    """The readers of other packages; they are asked first, so that they may read our formats too.

    But for such as have a name of ours, by which a text's label says what read it.
    """
    return tuple(_foreign().values())


def plugin_of(reader: Reader) -> str | None:
    """The plugin that brings a reader; None for one of ours."""
    return next((plugin for plugin, foreign in _foreign().items() if foreign == reader), None)


def reader_for(path: Path) -> Reader:
    """The reader for a file: by its content where that is unmistakable, else by its suffix.

    Another package's reader has all files with its suffixes.

    Raises UnsupportedFormat, ReaderFailed (missing, a folder, not what its name says), EmptyDocument.
    """
    head = _head(path)
    suffix = path.suffix.lower()
    for foreign in foreign_readers():
        if suffix in foreign.suffixes:
            return foreign
    kind = kind_of(head, suffix)
    if kind == ZIP:
        kind = packed_kind(path) or kind
    if kind in IN_COMPOUND_FILES:
        kind = compound_kind(path) or kind
    if kind != "text":
        if known := _known(kind):
            return known
        raise refusal(kind, path, _readable())
    reader = next((reader for reader in READERS if suffix in reader.suffixes), READERS[0])
    if reader.name == "xls":  # under which name many programs write rows with tabs
        return _known("csv") or reader
    if reader.name in NEVER_TEXT:  # text under such a name: most often a broken download
        raise ReaderFailed(
            f"{path.name} is not {NEVER_TEXT[reader.name]}, whatever its name says.",
            "Get the file again and add the new copy.",
        )
    return reader


def read(path: Path) -> RawDocument:
    """The document in a file. Raises a DocumentError that says in one sentence why there is none."""
    return read_with(reader_for(path), path)


def read_with(reader: Reader, path: Path) -> RawDocument:
    """The document in a file, by this reader, its title and headings cut to a length that is one."""
    document = reader.read(path)
    if not isinstance(document, RawDocument):  # a plugin may return anything
        raise TypeError("read() must return a RawDocument")
    if not document.text.strip():
        raise EmptyDocument(f"{path.name} has no text.", "Check that it is the right file.")
    headings = tuple(
        replace(heading, text=shortened(heading.text))
        for heading in document.headings[:MOST_HEADINGS]
        if heading.text
    )
    return replace(document, title=shortened(document.title or "") or None, headings=headings)


def _readable() -> tuple[str, ...]:
    """The suffixes of what can be read here."""
    readers = [*foreign_readers(), *READERS]
    readers = [reader for reader in readers if reader.read != picture.read or recognition.is_installed()]
    return tuple(suffix for reader in readers for suffix in reader.suffixes)


def _known(kind: str) -> Reader | None:
    return next((reader for reader in (*READERS, *foreign_readers()) if reader.name == kind), None)


def _foreign() -> dict[str, Reader]:
    ours = {reader.name for reader in READERS}
    readers = loaded(GROUP, _is_reader, "a documents.readers.Reader").items()
    return {plugin: reader for plugin, reader in readers if reader.name not in ours}


def _is_reader(plugin: object) -> bool:  # one function, by which `loaded` knows what it has loaded
    return isinstance(plugin, Reader)


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

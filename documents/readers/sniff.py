"""What a file is, told from its first bytes; names lie."""

import re
from pathlib import Path
from typing import NoReturn

from documents.encodings import looks_binary
from documents.errors import ReaderFailed, UnsupportedFormat

ZIP, OLE = "a ZIP archive", "an old Office or Outlook file"
OFFICE = {  # by the name of its reader
    "docx": "a Word document", "xlsx": "an Excel workbook", "pptx": "a PowerPoint presentation",
    "odt": "an OpenDocument text", "ods": "an OpenDocument spreadsheet",
    "odp": "an OpenDocument presentation",
}  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0", OLE),
    (b"{\\rtf", "a Rich Text document"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"BM\x00", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"SQLite format 3\x00", "a database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
)
# Text inside, but only for a reader of its own.
_BY_SUFFIX = {
    ".epub": "an e-book", ".msg": "an Outlook message", ".doc": "an old Word document",
    ".xls": "an old Excel workbook", ".ppt": "an old PowerPoint presentation",
    ".eml": "an e-mail message", ".mbox": "a mailbox",
}  # fmt: skip
_NEWER = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
_ZIPPED = re.compile(
    r"\.(?:doc|dot|xls|xlt|ppt|pps|pot)[xm]"
)  # which an old file, or a locked one, may be named
_MAIL = frozenset({".eml", ".mbox"})
_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def kind_of(head: bytes, suffix: str) -> str:
    """One of pdf, html, text, or a phrase for what cannot be read ("a picture", "not text")."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _HTML.match(_past_comments(_narrow(head))):
        return "html"
    phrase = next((phrase for magic, phrase in _MAGIC if head.startswith(magic)), None)
    if phrase in (ZIP, OLE):
        return _BY_SUFFIX.get(suffix, phrase)
    if suffix in _MAIL:
        return _BY_SUFFIX[suffix]
    binary = looks_binary(head)
    if phrase and (binary or phrase in ("a Rich Text document", "a PostScript file")):
        return phrase
    return "not text" if binary else "text"


def refuse(kind: str, path: Path, suffixes: tuple[str, ...]) -> NoReturn:
    """Raise what tells a person that a file of this kind cannot be read, and what can."""
    known = ", ".join(suffixes)
    suffix = path.suffix.lower()
    if kind == OLE and _ZIPPED.fullmatch(suffix):
        raise ReaderFailed(
            f"{path.name} needs a password, or is an old Office file under a new name.",
            f"Open it in its own program, save it as {suffix} without a password and add that.",
        )
    if suffix in _NEWER and kind == _BY_SUFFIX[suffix]:
        raise UnsupportedFormat(
            f"{path.name} is {kind}, which Footnote cannot read.",
            f"Save it as {_NEWER[suffix]} and add that; Footnote reads {known}.",
        )
    if kind == "not text":
        if suffix in suffixes:
            raise ReaderFailed(
                f"{path.name} is not what its name says: its content is not text.",
                "Get the file again and add the new copy.",
            )
        raise UnsupportedFormat(
            f"{path.name} is not text or any other format Footnote reads.", f"It reads {known}."
        )
    raise UnsupportedFormat(
        f"{path.name} is {kind}, which Footnote cannot read yet.",
        f"Save it as PDF or text and add that; Footnote reads {known}.",
    )


def _past_comments(head: bytes) -> bytes:
    """What follows a byte-order mark, an XML declaration and comments; a pattern for them may never end."""
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if rest[:5].lower() == b"<?xml":
        rest = rest.partition(b">")[2].lstrip()
    while rest.startswith(b"<!--"):
        rest = rest[4:].partition(b"-->")[2].lstrip()
    return rest


def _narrow(head: bytes) -> bytes:
    """UTF-16 made one byte a character, enough to see a tag."""
    return head[2:].replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head

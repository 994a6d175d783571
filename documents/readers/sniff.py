"""What a file is, told from its first bytes; names lie."""

import re
from pathlib import Path

from documents.errors import DocumentError, ReaderFailed, UnsupportedFormat
from documents.readers.office.compound import LOCKED, OLD_SLIDES, OLD_WORD
from documents.reading.encodings import looks_binary

ZIP, OLE, TAR = "a ZIP archive", "an old Office or Outlook file", "a tar archive"
_TAR = slice(257, 262), b"ustar"
OFFICE = {  # by the name of its reader
    "docx": "a Word document", "xlsx": "an Excel workbook", "pptx": "a PowerPoint presentation",
    "odt": "an OpenDocument text", "ods": "an OpenDocument spreadsheet",
    "odp": "an OpenDocument presentation",
}  # fmt: skip
_ARCHIVES = (TAR, "a gzip file", "a bzip2 file", "a 7z archive", "an xz file", "a RAR archive")
_MAGIC = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0", OLE),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ", "an xz file"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
)
# What a compound file is by its name, where it is too broken to tell by what is in it.
_BY_SUFFIX = {
    ".msg": "an Outlook message", ".doc": OLD_WORD, ".dot": OLD_WORD, ".xls": "xls", ".xlt": "xls",
    ".ppt": OLD_SLIDES, ".pps": OLD_SLIDES, ".pot": OLD_SLIDES,
}  # fmt: skip
IN_COMPOUND_FILES = frozenset({OLE, *_BY_SUFFIX.values()})
_ADVICE = {
    ZIP: "Unpack it and add the folder",
    **dict.fromkeys(_ARCHIVES, "Unpack it and add what is in it"),
    "an Outlook message": "Save it from the mail program as .eml and add that",
    "a sound file": "Add what is said in it as text",
    "a database": "Export its tables as CSV and add those",
    "a program": "Add the documents that belong to it",
}
_AS_IT_IS = frozenset({".txt", ".text", ".log", ".rst", ".md", ".markdown", ".csv", ".tsv"})
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t\r\n]")
_MAIL_FIELD = re.compile(
    rb"^(from|return-path|received|message-id|mime-version|date|subject|to):", re.I | re.M
)
_BOX = re.compile(rb"From [^\n]{0,300}\d\d:\d\d[^\n]{0,40}\d{4}[^\n]{0,40}\n[A-Za-z][A-Za-z0-9-]{1,40}:")
_CUES = re.compile(rb"WEBVTT\b|\d{1,6}\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]{0,9}-->")
_JSON = re.compile(rb"[{\[]\s{0,99}(?:[\"{\[\d\]}-]|true|false|null)")
_NEWER = {OLD_WORD: ".docx", OLD_SLIDES: ".pptx"}
_ZIPPED = re.compile(r"\.(?:doc|dot|xls|xlt|ppt|pps|pot)[xm]")  # a name that old and locked files may have
_BITMAP = re.compile(rb"BM.{4}\0{4}", re.DOTALL)
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def kind_of(head: bytes, suffix: str) -> str:
    """The name of a reader, or a phrase for what cannot be read ("a picture", "not text").

    "text" is all text that no reader knows by its content: then the suffix chooses.
    """
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _HTML.match(_past_comments(_narrow(head))):
        return "html"
    if known := _known(head, suffix):
        return known
    phrase = _phrase(head)
    if phrase == OLE:
        return _BY_SUFFIX.get(suffix, phrase)
    if phrase == ZIP:
        return phrase
    if head[_TAR[0]] == _TAR[1]:
        return TAR
    binary = looks_binary(head)
    if phrase and (binary or phrase == "a PostScript file"):
        return phrase
    return "not text" if binary else "text"


def _phrase(head: bytes) -> str | None:
    """What a file's first bytes say that it is, where they are not those of a text."""
    if _BITMAP.match(head):
        return "bmp"
    if _WEBP.match(head):
        return "webp"
    return next((phrase for magic, phrase in _MAGIC if head.startswith(magic)), None)


def refusal(kind: str, path: Path, suffixes: tuple[str, ...]) -> DocumentError:
    """The error for a file of a kind that has no reader; what can be read are files with these suffixes."""
    suffix = path.suffix.lower()
    if kind == OLE and _ZIPPED.fullmatch(suffix):
        return ReaderFailed(
            f"{path.name} needs a password, or is an old Office file under a new name.",
            f"Open it in its own program, save it as {suffix} without a password and add that.",
        )
    if kind == LOCKED:
        return ReaderFailed(
            f"{path.name} needs a password.",
            "Open it in its own program, save it without one and add the new copy.",
        )
    if kind == "not text" and suffix in suffixes:
        return ReaderFailed(
            f"{path.name} is not what its name says: its content is not text.",
            "Get the file again and add the new copy.",
        )
    known = ", ".join(suffixes)
    if kind == "not text":
        what, advice = "not text or any other format Footnote reads", f"It reads {known}."
    elif kind in _NEWER:
        what = f"{kind}, which Footnote cannot read"
        advice = f"Save it as {_NEWER[kind]} and add that; Footnote reads {known}."
    else:
        what = f"{kind}, which Footnote cannot read yet"
        advice = f"{_ADVICE.get(kind, 'Save it as PDF or text and add that')}; Footnote reads {known}."
    return UnsupportedFormat(f"{path.name} is {what}.", advice)


def _known(head: bytes, suffix: str) -> str:
    """The reader of what is known by its first bytes; "" for anything else."""
    start = _narrow(head).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if _BOX.match(start):
        return "mbox"
    if _is_mail(start):
        return "email"
    if suffix in _AS_IT_IS:
        return ""
    if _CUES.match(start):
        return "subtitles"
    if start.startswith(b"<?xml"):
        return "xml"
    if suffix in (".jsonl", ".ndjson", ".ipynb"):
        return ""
    return "json" if _JSON.match(start) else ""


def _is_mail(start: bytes) -> bool:
    """Whether it begins as a mail does that was sent: with fields, some of which no letter has."""
    if not _FIELD.match(start):
        return False
    block = start.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    fields = {name.lower() for name in _MAIL_FIELD.findall(block)}
    return b"from" in fields and bool(fields & {b"received", b"message-id", b"mime-version", b"return-path"})


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

"""Outlook messages (.msg): read as other mails are, from the properties that Outlook keeps them in."""

import struct
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from documents.encodings import decode, scrub
from documents.errors import ReaderFailed
from documents.readers.compound import opened
from documents.readers.mail import written
from documents.readers.mail_parts import Parts, header, parsed, says_more
from documents.types import RawDocument

MEDIA_TYPE = "application/vnd.ms-outlook"
_PROPERTIES = "__properties_version1.0"
_SUBJECT, _TO, _CC, _HEADERS = "0037", "0E04", "0E03", "007D"
_NAMES, _ADDRESSES = ("0C1A", "0042"), ("5D01", "0C1F", "0065")  # of the sender
_TEXT, _PAGE, _RICH = "1000", "1013", "1009"
_FILE_NAMES = ("3707", "3704", "3001")  # of an attachment, the long one first
_SHOWN_IN_TEXT = "3712"  # the name by which a page shows an attached picture
_SENT = (0x00390040, 0x0E060040)  # when it was sent, when it came
_BEGIN = datetime(1601, 1, 1, tzinfo=UTC)  # of time, as these count it, in steps of 100 ns
_AS_EML = "Save it from the mail program as .eml and add that."


def read(path: Path) -> RawDocument:
    """The message. Raises ReaderFailed where the file is broken, EmptyDocument where nothing is in it."""
    with opened(path, f"Get it again. {_AS_EML}") as file:
        sent = parsed(_string(file, _HEADERS).encode("utf-8", "replace"))
        name = next(filter(None, (_line(file, number) for number in _NAMES)), "")
        address = next((one for number in _ADDRESSES if "@" in (one := _line(file, number))), "")
        head = {
            "From": header(sent, "From") or (f"{name} <{address}>" if name and address else name or address),
            "To": header(sent, "To") or _line(file, _TO),
            "Cc": header(sent, "Cc") or _line(file, _CC),
            "Date": header(sent, "Date") or _date(file),
            "Subject": _line(file, _SUBJECT) or header(sent, "Subject"),
        }
        return written(path, MEDIA_TYPE, head, _parts(file))


def _parts(file: Any) -> Parts:
    parts = Parts()
    text, page = _string(file, _TEXT), _string(file, _PAGE)
    if page and (not text.strip() or says_more(text, page)):
        parts.texts.append(("html", page, False))
    elif text.strip():
        parts.texts.append(("plain", text, False))
    elif file.exists(f"__substg1.0_{_RICH}0102"):
        parts.notes.append(f"The text of the message is in a form that cannot be read. {_AS_EML}")
    for folder in sorted(
        {entry[0] for entry in file.listdir() if entry[0].startswith("__attach_version1.0")}
    ):
        if page and _string(file, _SHOWN_IN_TEXT, folder):
            continue
        named = (_line(file, number, folder) for number in _FILE_NAMES)
        subject = _line(file, _SUBJECT, f"{folder}/__substg1.0_3701000D")  # of a message that is attached
        parts.attached.append(
            next(filter(None, named), "") or (f"{subject}.msg" if subject else "a file without a name")
        )
    return parts


def _line(file: Any, number: str, folder: str = "") -> str:
    return " ".join(scrub(_string(file, number, folder)).split())


def _string(file: Any, number: str, folder: str = "") -> str:
    """A property that is text, "" where there is none."""
    begin = f"{folder}/" if folder else ""
    for kind in ("001F", "001E", "0102"):
        place = f"{begin}__substg1.0_{number}{kind}"
        if not file.exists(place):
            continue
        data: bytes = file.openstream(place).read()
        text = data.decode("utf-16-le", "replace") if kind == "001F" else _decoded(data)
        return text.rstrip("\x00").replace("\r\n", "\n").replace("\r", "\n")
    return ""


def _decoded(data: bytes) -> str:
    try:
        return decode(data.rstrip(b"\x00"))
    except ReaderFailed:  # no text in any encoding
        return ""


def _date(file: Any) -> str:
    """When the message was sent, as mails write it."""
    data: bytes = file.openstream(_PROPERTIES).read()
    found = dict(struct.unpack_from("<I4xQ", data, place) for place in range(32, len(data) - 15, 16))
    steps = next((found[tag] for tag in _SENT if found.get(tag)), 0)
    try:
        return format_datetime(_BEGIN + timedelta(microseconds=steps // 10)) if steps else ""
    except OverflowError:
        return ""

"""Outlook messages (.msg): read as other mails are, from the properties that Outlook keeps them in."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

from documents.errors import ReaderFailed
from documents.readers.mail.parts import Attached, Parts, header, packed, parsed, says_more
from documents.readers.mail.reader import written
from documents.readers.office.compound import opened
from documents.reading.encodings import decode, on_one_line
from documents.reading.members import Packed
from documents.types import RawDocument

MEDIA_TYPE = "application/vnd.ms-outlook"
_PROPERTIES = "__properties_version1.0"
_HEAD, _HEAD_WITHIN = 32, 24  # bytes before the first property, of the message and of one attached to it
_CONTENT = "3701"
_NAMELESS = "a file without a name"
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
        return written(path, MEDIA_TYPE, _head(file), message_parts(file))


def members(path: Path) -> Iterator[Packed]:
    """What is attached to the message."""
    with opened(path, f"Get it again. {_AS_EML}") as file:
        yield from packed(message_parts(file).attached, _head(file))


def _head(file: Any, within: str = "") -> dict[str, str]:
    sent = parsed(_string(file, _HEADERS, within).encode("utf-8", "replace"))
    name = next(filter(None, (_line(file, number, within) for number in _NAMES)), "")
    address = next((line for number in _ADDRESSES if "@" in (line := _line(file, number, within))), "")
    return {
        "From": header(sent, "From") or (f"{name} <{address}>" if name and address else name or address),
        "To": header(sent, "To") or _line(file, _TO, within),
        "Cc": header(sent, "Cc") or _line(file, _CC, within),
        "Date": header(sent, "Date") or _date(file, within),
        "Subject": _line(file, _SUBJECT, within) or header(sent, "Subject"),
    }


def message_parts(file: Any) -> Parts:
    """The texts and attachments of an open message."""
    parts = _texts(file)
    parts.attached += _attached(file, _folders(file), page_shown=bool(_string(file, _PAGE)))
    return parts


def _texts(file: Any, within: str = "") -> Parts:
    parts = Parts()
    text, page = _string(file, _TEXT, within), _string(file, _PAGE, within)
    if page and (not text.strip() or says_more(text, page)):
        parts.texts.append(("html", page, False))
    elif text.strip():
        parts.texts.append(("plain", text, False))
    elif file.exists(f"{f'{within}/' if within else ''}__substg1.0_{_RICH}0102"):
        parts.notes.append(f"The text of the message is in a form that cannot be read. {_AS_EML}")
    return parts


_Folders = dict[str, list[str]]


def _folders(file: Any) -> _Folders:
    """The folders of what is attached, by the message that it is attached to; "" for the file's own."""
    folders: _Folders = {}
    for *within, name in sorted(file.listdir(streams=False, storages=True)):
        if name.startswith("__attach_version1.0"):
            folders.setdefault("/".join(within), []).append("/".join([*within, name]))
    return folders


def _attached(file: Any, folders: _Folders, *, page_shown: bool, within: str = "") -> Iterator[Attached]:
    """What is attached, but for what a page has within its text; `page_shown`: the mail has such a page."""
    for folder in folders.get(within, ()):
        if page_shown and _string(file, _SHOWN_IN_TEXT, folder):
            continue
        name = next(filter(None, (_line(file, number, folder) for number in _FILE_NAMES)), "")
        if file.exists(inner := f"{folder}/__substg1.0_{_CONTENT}000D"):  # a message
            name = name or _line(file, _SUBJECT, inner) or "a message"
            name = name if name.lower().endswith(".eml") else f"{name}.eml"
            yield Attached(name, partial(_as_mail, file, folders, inner))
        else:
            yield Attached(name or _NAMELESS, partial(_stream, file, f"{folder}/__substg1.0_{_CONTENT}0102"))


def _as_mail(file: Any, folders: _Folders, within: str) -> bytes:
    """An attached message as any mail program would save it: as part of this file it is none of its own."""
    mail = EmailMessage()
    for name, value in _head(file, within).items():
        if value:
            mail[name] = value.encode("ascii", "replace").decode() if name == "Date" else value
    mail["MIME-Version"] = "1.0"
    for subtype, text, _ in _texts(file, within).texts:
        mail.set_content(text, subtype=subtype)
    for attachment in _attached(file, folders, page_shown=True, within=within):
        mail.add_attachment(
            attachment.read(), maintype="application", subtype="octet-stream", filename=attachment.name
        )
    return mail.as_bytes()


def _stream(file: Any, place: str) -> bytes:
    data: bytes = file.openstream(place).read()
    return data


def _line(file: Any, number: str, folder: str = "") -> str:
    return on_one_line(_string(file, number, folder))


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


def _date(file: Any, within: str = "") -> str:
    """When the message was sent, as mails write it."""
    place = f"{within}/{_PROPERTIES}" if within else _PROPERTIES
    data = _stream(file, place) if file.exists(place) else b""
    begin = _HEAD_WITHIN if within else _HEAD
    properties = dict(struct.unpack_from("<I4xQ", data, at) for at in range(begin, len(data) - 15, 16))
    steps = next((properties[tag] for tag in _SENT if properties.get(tag)), 0)
    try:
        return format_datetime(_BEGIN + timedelta(microseconds=steps // 10)) if steps else ""
    except OverflowError:
        return ""

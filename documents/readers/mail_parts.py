"""A mail taken apart: its head, its text, the names of what is attached, and what is broken."""

import re
from dataclasses import dataclass, field
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import Any

from documents.encodings import decode, decoded, scrub
from documents.errors import ReaderFailed
from documents.readers import html
from documents.readers.writing import TextWriter

FIELDS = ("From", "To", "Cc", "Date", "Subject")
AGAIN = "Get it from the mail program again and add the new copy."
_LONG = 20_000  # characters of a field
_LEAST = 0.5  # share of the web part's words below which the plain part is only a pointer to it
_SURROGATE = re.compile("[\udc80-\udcff]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_BROKEN_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]{0,9}\r?\n|$)")


@dataclass(slots=True)
class Parts:
    """Texts of a mail as (subtype, text, flowed), names of what is attached, sentences on what is broken."""

    texts: list[tuple[str, str, bool]] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parsed(data: bytes) -> EmailMessage:
    """The mail in these bytes, whatever is broken in it."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)  # what this policy makes
    return message


def header(message: Message, name: str) -> str:
    """A field of the head in words, "" where there is none; several of one name are joined."""
    raw = [value for key, value in message.raw_items() if key.lower() == name.lower()]
    return ", ".join(filter(None, (_words(name, str(value)) for value in raw)))


def _words(name: str, raw: str) -> str:
    if _SURROGATE.search(raw):  # bytes that no header may have: most often plain UTF-8
        raw = decode(raw.encode("utf-8", "surrogateescape"))
    raw = " ".join(raw.split())
    if name == "Date":  # the parser would write it anew
        return scrub(raw)
    try:
        if len(raw) > _LONG:
            raise ValueError("the parser would take minutes")
        value = str(policy.default.header_factory(name, raw))
    except Exception:  # on some broken heads the parser fails, with whatever class
        try:
            value = str(make_header(decode_header(raw)))
        except (LookupError, ValueError):
            value = raw
    return " ".join(scrub(value).split())


def parts_of(message: Message) -> Parts:
    """What the mail holds, in its order."""
    parts = Parts()
    _collect(message, parts)
    return parts


def _collect(part: Message, parts: Parts) -> None:
    _note_defects(part, parts)
    kind = part.get_content_maintype()
    if part.get_content_type() in (
        "multipart/encrypted",
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
    ):
        parts.notes.append("The message is encrypted. Save it decrypted from the mail program and add that.")
    elif part.get_content_type() == "multipart/alternative" and part.is_multipart():
        _collect(_best(part.get_payload()), parts)  # type: ignore[arg-type]
    elif kind == "multipart" and part.is_multipart():
        for inner in part.get_payload():
            _collect(inner, parts)  # type: ignore[arg-type]
    elif name := _attached(part):
        parts.attached.append(name)
    elif kind in ("text", "multipart"):
        text = _text(part, parts)
        parts.texts.append((part.get_content_subtype(), text, part.get_param("format") == "flowed"))


def _attached(part: Message) -> str:
    """The name of a part that is attached rather than shown; "" for others and for pictures of the layout."""
    try:
        name = " ".join(scrub(part.get_filename() or "").split())
    except Exception:  # as with heads
        name = "a file without a name"
    if part.get_content_type() == "message/rfc822":
        inner: Any = part.get_payload()  # Any: a list with the message, or a text where it is broken
        subject = header(inner[0], "Subject") if isinstance(inner, list) and inner else ""
        return name or f"{subject or 'a message'}.eml"
    shown = part.get_content_maintype() == "image" and part.get("Content-ID")
    if name and not (shown and part.get_content_disposition() != "attachment"):
        return name
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() in (
        "application",
        "audio",
        "video",
    ):
        return f"a file without a name ({part.get_content_type()})"
    return ""


def _best(choices: list[Message]) -> Message:
    """Of one text in several forms the plain one, unless the page says more."""
    plain = next((part for part in choices if part.get_content_type() == "text/plain"), None)
    rich = next((part for part in reversed(choices) if _holds_page(part)), None)
    if plain is None:
        return rich or choices[-1]
    if rich is None or rich.is_multipart():
        page = (
            next((part for part in rich.walk() if part.get_content_type() == "text/html"), None)
            if rich
            else None
        )
    else:
        page = rich
    if page is None:
        return plain
    return rich if rich and says_more(_text(plain, Parts()), _text(page, Parts())) else plain


def says_more(plain: str, page: str) -> bool:
    """Whether a mail's page has headings or tables, or words of which its plain text has hardly any."""
    writer = TextWriter()
    html.write_page(writer, page, furniture=False)
    written = writer.document("text/html")
    if any(block.kind in ("heading", "cell") for block in written.blocks):
        return True
    return len(plain.split()) < _LEAST * len(written.text.split())


def _holds_page(part: Message) -> bool:
    return any(inner.get_content_type() == "text/html" for inner in part.walk())


def _text(part: Message, parts: Parts) -> str:
    data = _bytes(part, parts)
    named = part.get_content_charset() or ""
    try:
        if named and not (named == "us-ascii" and not data.isascii()):
            return data.decode(named).replace("\r\n", "\n").replace("\r", "\n")
    except (LookupError, UnicodeDecodeError):
        parts.notes.append(f"The message does not have the encoding that it names ({named[:40]}). {AGAIN}")
    try:
        return decoded(data).text
    except ReaderFailed:
        parts.notes.append(f"A part of the message is not text, though it says so, and was left out. {AGAIN}")
        return ""


def _bytes(part: Message, parts: Parts) -> bytes:
    """The part's content, unpacked; as much of it as can be."""
    payload: Any = part.get_payload(decode=True)  # Any: bytes, or None for a part of parts
    data = (
        payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    )
    packed = str(part.get("content-transfer-encoding", "")).strip().lower()
    damaged = any("Base64" in type(defect).__name__ for defect in part.defects)
    if packed == "base64" and damaged:
        data = _unpacked(str(part.get_payload()))
    if packed == "quoted-printable":
        damaged = bool(_BROKEN_ESCAPE.search(str(part.get_payload()).encode("utf-8", "replace")))
    if damaged:
        parts.notes.append(f"The message is damaged: words of it may be missing or wrong. {AGAIN}")
    return data


def _unpacked(text: str) -> bytes:
    import base64

    letters = _NOT_BASE64.sub(b"", text.encode("ascii", "ignore"))
    return base64.b64decode(letters[: len(letters) // 4 * 4])


def _note_defects(part: Message, parts: Parts) -> None:
    cut = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect", "NoBoundaryInMultipartDefect")
    if any(type(defect).__name__ in cut for defect in part.defects):
        parts.notes.append(f"The message was cut off: parts of it are missing. {AGAIN}")

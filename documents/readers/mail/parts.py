"""A mail taken apart: its head, its text, what is attached, and what is broken."""

import base64
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import policy
from email.generator import BytesGenerator
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Any

from documents.errors import ReaderFailed
from documents.readers.html import reader
from documents.readers.writing import TextWriter
from documents.reading.encodings import as_browsers_do, decode, decoded, on_one_line, scrub
from documents.reading.members import Packed
from documents.text.headings import shortened

FIELDS = ("From", "To", "Cc", "Date", "Subject")
AGAIN = "Get it from the mail program again and add the new copy."
_LONG_FIELD = 20_000  # characters of a field
_UNSEEN = ("css", "javascript")  # of a page that was saved as one file
_SUBJECT = 60  # characters of a subject that names a mail
_DECORATION = 140_000  # base64 letters, 100 KB: a smaller picture within a text is of its layout
_SEALS = (
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-keys",
)  # fmt: skip
_LEAST_SHARE = 0.5  # share of the web part's words below which the plain part is only a pointer to it
_SURROGATE = re.compile("[\udc80-\udcff]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_BROKEN_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]{0,9}\r?\n|$)")


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to a mail: its name, what gives its bytes, and whether it is only the mail's seal."""

    name: str
    read: Callable[[], bytes]
    seal: bool = False


@dataclass(slots=True)
class Parts:
    """Texts of a mail as (subtype, text, flowed), what is attached, sentences on what is broken."""

    texts: list[tuple[str, str, bool]] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
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
        if len(raw) > _LONG_FIELD:
            raise ValueError("the parser would take minutes")
        value = str(policy.default.header_factory(name, raw))
    except Exception:  # on some broken heads the parser fails, with whatever class
        try:
            value = str(make_header(decode_header(raw)))
        except (LookupError, ValueError):
            value = raw
    return on_one_line(value)


def mail_parts(message: Message) -> Parts:
    """What the mail holds, in its order."""
    parts = Parts()
    _collect(message, parts)
    return parts


def packed(attached: Sequence[Attached], head: Mapping[str, str]) -> Iterator[Packed]:
    """What is attached to the mail with this head, as files in it."""
    about = mail_name(head)
    for attachment in attached:
        name = re.sub(r"[/\\\\]", "_", attachment.name)  # no folders, as in "Invoice 7/2025.pdf"
        yield Packed(name, _content(attachment), passed_over=attachment.seal, attached_to=about)


def mail_name(head: Mapping[str, str]) -> str:
    """A mail in words: its subject and the day it was sent.

    >>> mail_name({"Subject": "Roof repairs", "Date": "Tue, 04 Mar 2025 18:12:37 +0000"})
    '‘Roof repairs’ of 2025-03-04'
    """
    subject, day = shortened(head["Subject"], _SUBJECT), date_of(head["Date"])
    return f"{f'‘{subject}’' if subject else 'a mail'}{f' of {day}' if day else ''}"


def date_of(field: str) -> str | None:
    """The day in a mail's field as an ISO date; None where it has none."""
    try:
        return parsedate_to_datetime(field).date().isoformat()
    except (ValueError, TypeError, OverflowError):  # no date, or none that is one
        return None


def _content(attachment: Attached) -> Iterator[bytes]:
    try:
        yield attachment.read()
    except Exception as error:  # as with heads
        raise ReaderFailed(
            f"{attachment.name} is broken in its mail ({type(error).__name__}).", AGAIN
        ) from error


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
        choices: Any = part.get_payload()  # Any: a list, as it is of parts
        best = _best(choices)
        for choice in choices:
            if choice is best:
                _collect(choice, parts)
            else:
                _collect_attached(choice, parts)
    elif kind == "multipart" and part.is_multipart():
        for inner in part.get_payload():
            _collect(inner, parts)  # type: ignore[arg-type]
    elif attached := _attached(part):
        parts.attached.append(attached)
    elif kind in ("text", "multipart") and part.get_content_subtype() not in _UNSEEN:
        text = _text(part, parts)
        parts.texts.append((part.get_content_subtype(), text, part.get_param("format") == "flowed"))


def _collect_attached(part: Message, parts: Parts) -> None:
    """What is attached to a form of the text that is not the one that is read."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for inner in part.get_payload():
            _collect_attached(inner, parts)  # type: ignore[arg-type]
    elif attached := _attached(part):
        parts.attached.append(attached)


def _attached(part: Message) -> Attached | None:
    """A part that is attached rather than shown; None for others and for pictures of the layout."""
    if part.get_content_type() == "message/rfc822":
        return _attached_mail(part)
    name = _file_name(part)
    if not name or (_is_inline_picture(part) and len(str(part.get_payload())) < _DECORATION):
        return None
    return Attached(name, lambda: _bytes(part, Parts()), seal=part.get_content_type() in _SEALS)


def _attached_mail(part: Message) -> Attached:
    inner: Any = part.get_payload()  # Any: a list with the message, or a text where it is broken
    whole = isinstance(inner, list) and bool(inner)
    name = _declared_name(part) or (header(inner[0], "Subject") if whole else "") or "a message"
    name = name if name.lower().endswith(".eml") else f"{name}.eml"
    return Attached(name, (lambda: _mail_bytes(inner[0])) if whole else (lambda: _bytes(part, Parts())))


def _mail_bytes(message: Message) -> bytes:
    out = io.BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=policy.compat32).flatten(message)
    return out.getvalue()


def _file_name(part: Message) -> str:
    """The name of a part that is a file; "" for the mail's own text."""
    if name := _declared_name(part):
        return name
    kinds = ("application", "audio", "video")
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() in kinds:
        return f"a file without a name ({part.get_content_type()})"
    return ""


def _declared_name(part: Message) -> str:
    try:
        return on_one_line(part.get_filename() or "")
    except Exception:  # as with heads
        return "a file without a name"


def _is_inline_picture(part: Message) -> bool:
    """Whether a text shows the part where it stands."""
    picture = part.get_content_maintype() == "image" and bool(part.get("Content-ID"))
    return picture and part.get_content_disposition() != "attachment"


def _best(choices: list[Message]) -> Message:
    """Of one text in several forms the plain one, unless the page says more."""
    plain = next((part for part in choices if part.get_content_type() == "text/plain"), None)
    pages = ((part, page) for part in reversed(choices) if (page := _page(part)) is not None)
    rich, page = next(pages, (None, None))
    if rich is None or page is None:
        return choices[-1] if plain is None else plain
    return rich if plain is None or says_more(_text(plain, Parts()), _text(page, Parts())) else plain


def says_more(plain: str, page: str) -> bool:
    """Whether a mail's page has headings or tables, or words of which its plain text has hardly any."""
    writer = TextWriter()
    reader.write_page(writer, page)
    written = writer.document("text/html")
    if any(block.kind in ("heading", "cell") for block in written.blocks):
        return True
    return len(plain.split()) < _LEAST_SHARE * len(written.text.split())


def _page(part: Message) -> Message | None:
    """The page that a part is, or holds."""
    return next((inner for inner in part.walk() if inner.get_content_type() == "text/html"), None)


def _text(part: Message, parts: Parts) -> str:
    data = _bytes(part, parts)
    encoding = part.get_content_charset() or ""
    try:
        if encoding and not (encoding == "us-ascii" and not data.isascii()):
            return data.decode(as_browsers_do(encoding)).replace("\r\n", "\n").replace("\r", "\n")
    except (LookupError, UnicodeDecodeError):
        parts.notes.append(f"The message does not have the encoding that it names ({encoding[:40]}). {AGAIN}")
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
        letters = _NOT_BASE64.sub(b"", str(part.get_payload()).encode("ascii", "ignore"))
        data = base64.b64decode(letters[: len(letters) // 4 * 4])
    if packed == "quoted-printable":
        damaged = bool(_BROKEN_ESCAPE.search(str(part.get_payload()).encode("utf-8", "replace")))
    if damaged:
        parts.notes.append(f"The message is damaged: words of it may be missing or wrong. {AGAIN}")
    return data


def _note_defects(part: Message, parts: Parts) -> None:
    cut = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect", "NoBoundaryInMultipartDefect")
    if any(type(defect).__name__ in cut for defect in part.defects):
        parts.notes.append(f"The message was cut off: parts of it are missing. {AGAIN}")

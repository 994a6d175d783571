"""E-mail: a message, or a mailbox of many, with who wrote when, and its own words told from older ones."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import IO

from documents.errors import EmptyDocument, ReaderFailed
from documents.readers.html import reader
from documents.readers.mail.parts import AGAIN, FIELDS, Parts, date_of, header, mail_parts, packed, parsed
from documents.readers.mail.writing import MailWriter
from documents.reading.encodings import doubts
from documents.reading.members import Packed
from documents.reading.notes import numbers_in_words
from documents.types import RawDocument

MAIL, BOX = "message/rfc822", "application/mbox"
_BEGINS = re.compile(rb"From [^\n]{0,300}\d\d:\d\d[^\n]{0,40}\d{4}[^\n]{0,40}\r?\n\Z")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE_END = re.compile(r"<br\b[^<>]{0,200}>", re.IGNORECASE)  # in a mail it ends a line that was meant to end


def read(path: Path) -> RawDocument:
    """The message, its subject for a title. Raises EmptyDocument."""
    message = parsed(path.read_bytes())
    return written(path, MAIL, _head(message), mail_parts(message))


def written(path: Path, media_type: str, head: dict[str, str], parts: Parts) -> RawDocument:
    """The document of one message. Raises EmptyDocument where there is neither head nor text."""
    writer = MailWriter()
    _section(writer, head, parts)
    if not writer.text.strip():
        raise EmptyDocument(f"{path.name} has no text.", "Check that the message was saved whole.")
    notes = (*parts.notes, *doubts(writer.text))
    return writer.document(
        media_type,
        title=head["Subject"] or None,
        author=head["From"] or None,
        date=date_of(head["Date"]),
        notes=(*dict.fromkeys(notes),),
    )


def members(path: Path) -> Iterator[Packed]:
    """What is attached to the message."""
    message = parsed(path.read_bytes())
    yield from packed(mail_parts(message).attached, _head(message))


def read_box(path: Path) -> RawDocument:
    """All messages of a mailbox, each a section under its subject."""
    writer = MailWriter()
    broken: list[int] = []
    number = 0
    for number, message in enumerate(_taken_apart(path), 1):
        if message is None or message[1].notes:
            broken.append(number)
        if message:
            head, parts = message
            writer.heading(1, head.pop("Subject") or "A message without a subject")
            _section(writer, head, parts)
    if not number:
        raise ReaderFailed(f"{path.name} is not a mailbox, whatever its name says.", AGAIN)
    notes = doubts(writer.text)
    if broken:
        are = numbers_in_words("message", broken, "is", "are")
        notes.insert(0, f"{are} damaged or encrypted, and not read whole. {AGAIN}")
    return writer.document(BOX, notes=tuple(notes))


def box_members(path: Path) -> Iterator[Packed]:
    """What is attached to the messages of a mailbox."""
    for head, parts in filter(None, _taken_apart(path)):
        yield from packed(parts.attached, head)


def _taken_apart(path: Path) -> Iterator[tuple[dict[str, str], Parts] | None]:
    """The head and the parts of each message of a mailbox; None for one that is broken."""
    with path.open("rb") as file:
        for data in messages(file):
            try:
                message = parsed(data)
                taken = _head(message), mail_parts(message)
            except Exception:  # whatever the parser makes of one message, the others are read
                taken = None
            yield taken


def _head(message: EmailMessage) -> dict[str, str]:
    return {name: header(message, name) for name in FIELDS}


def _section(writer: MailWriter, head: dict[str, str], parts: Parts) -> None:
    """Writes one message: its head, its text, the names of what is attached."""
    for name, value in head.items():
        if value:
            writer.plain(f"{name}: {value}")
    for subtype, text, flowed in parts.texts:
        if subtype == "html":
            reader.write_page(writer, _LINE_END.sub("<br><br>", text))
        else:
            writer.body(text, flowed=flowed)
    writer.end_message()
    if parts.attached:
        writer.plain(f"Attached: {', '.join(attachment.name for attachment in parts.attached)}")


def messages(file: IO[bytes]) -> Iterator[bytes]:
    """The messages of a mailbox, one at a time.

    Not the standard library's: that takes every line that begins with "From " for a new message.
    """
    lines: list[bytes] = []
    begun, blank = False, True
    for line in file:
        if blank and line.startswith(b"From ") and _BEGINS.match(line):
            if begun:
                yield _ESCAPED.sub(rb"\1", b"".join(lines))
            lines, begun = [], True
        elif begun:
            lines.append(line)
        blank = not line.strip()
    if begun:
        yield _ESCAPED.sub(rb"\1", b"".join(lines))

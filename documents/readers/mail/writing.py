"""What a mail says itself, separated from the older mails below it and from the signature."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from documents.readers.plain.prose import Setting, stretches, width_of
from documents.readers.plain.text import text_blocks
from documents.readers.writing import TextWriter
from documents.text.runs import runs
from documents.types import Block, BlockKind, RawDocument

_MARKS = re.compile(r"(?:>[ ]?)+")
_WROTE = (
    r"(?:wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|schreef|skrev|"
    r"escreveu|napisał\w{0,3}|kirjoitti)"
)
_SAYS_WHEN = re.compile(r"\d{4}|\d[:.]\d\d|@")
_END = r"(?:[^\n]{0,80}:| ?-{2,20})"  # some programs write "---- On 1 May 2025 Anna wrote ----"
_ATTRIBUTION = re.compile(rf"\A[^\n]{{3,300}}\b{_WROTE}\b{_END}", re.IGNORECASE)
_WITH_DATE = re.compile(
    rf"(?:-{{2,20}} ?)?(?:On|Am|Le|El|Il|Op|Den|Em|W dniu)\b[^\n]{{8,300}}\b{_WROTE}\b{_END}", re.IGNORECASE
)
_WRAPPED = re.compile(
    rf"^((?:> ?)*)(\S[^\n]{{10,200}})\n\1([^\n>]{{0,80}}\b{_WROTE}\b[^\n]{{0,40}}:[ ]*)$", re.M
)
_SEPARATOR = re.compile(
    r"-{2,20}\s{0,3}(?:original message|original appointment|forwarded message|ursprüngliche nachricht|"
    r"weitergeleitete nachricht|originalnachricht|message d'origine|message original|message transféré|"
    r"mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|"
    r"doorgestuurd bericht|mensagem original|ursprungligt meddelande)[^\n-]{0,40}-{2,20}"
    r"|begin forwarded message:|anfang der weitergeleiteten nachricht:",
    re.IGNORECASE,
)
_SENDER = re.compile(r"\*?(?:From|Von|De|Da|Van|Från|Fra|Od|Expéditeur)\s?:\*?\s*\S")
_SENT = re.compile(
    r"(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Fecha|Inviato|Data|Verzonden|Skickat|Sendt|Wysłano)\s?:"
)
_SUBJECT = re.compile(r"(?:Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Ämne|Emne|Temat|Assunto)\s?:")
_NEXT_FIELD = re.compile(
    r"\*?(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Fecha|Para|Inviato|Data|"
    r"Verzonden|Aan|Skickat|Till|Sendt|Til|Wysłano|Do)\s?:"
)

_VERB = re.compile(rf"\b{_WROTE}\b", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"^\W*(?:[ap]\.?m\.?|uhr|h)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[<(\[]")

_SIGNATURE = "--"
_MOST_QUOTED = 30  # mails that one mail quotes, each in the one after it


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a mail; `depth` is that of its marks: how many ">" it has, or how deep it is set."""

    kind: BlockKind
    text: str
    depth: int = 0
    level: int = 0  # of a heading, the depth of an item
    number: str = ""
    first: bool = False  # an item that begins a list


def is_of_head(line: str) -> bool:
    """Whether a line of a mail says who wrote when and to whom: of its head, or before an older mail.

    >>> is_of_head("Subject: The fair"), is_of_head("On 1 May 2025 Anna wrote:"), is_of_head("Anna wrote it.")
    (True, True, False)
    """
    begins = line.startswith(("Cc:", "Attached:")) or _SENDER.match(line) or _NEXT_FIELD.match(line)
    return bool(begins or _WITH_DATE.fullmatch(line) or _SEPARATOR.fullmatch(line))


def who_wrote(head: Sequence[str]) -> str:
    """What the lines before an older mail say of who wrote it and when; "" where they are no such lines.

    One line that says it all, or a sender with an address or among other fields, of which one is the subject:
    "From: Hereford", "Date: Saturday" may as well be a ticket's.

    >>> who_wrote(["*From:* Ada", "*Sent:* 8 March", "*Subject:* Fair"])
    'From: Ada; Sent: 8 March'
    >>> who_wrote(["From: Hereford", "Date: 8 May"])
    ''
    """
    if head and _WITH_DATE.fullmatch(head[-1]):
        return head[-1]
    plain = [line.replace("*", "") for line in head]
    sender = next((line for line in plain if _SENDER.match(line)), "")
    if not sender or not ("@" in sender or any(map(_SUBJECT.match, plain))):
        return ""
    return "; ".join([sender, *(line for line in plain if _SENT.match(line))][:2])


def writers(text: str, blocks: Iterable[Block]) -> list[tuple[int, str]]:
    """Where the blocks of a mail begin, each with what is said of who wrote it and when; "" for nothing.

    What an older mail quotes itself is deeper; above it stands what is not of it.
    """
    writers_of_blocks: list[tuple[int, str]] = []
    heads: dict[int, list[str]] = {}  # the lines read last that may say it, and what they said, by the level
    writers_by_level: dict[int, str] = {}
    level = 0
    for block in blocks:
        if block.kind not in ("item", "cell", "code"):  # these go on with what they stand below
            level = block.level if block.kind == "quote" else 0
        heads = {at: lines for at, lines in heads.items() if at <= level}
        writers_by_level = {at: line for at, line in writers_by_level.items() if at <= level}
        line = " ".join(text[block.start : block.end].split())
        if is_of_head(line):
            heads.setdefault(level, []).append(line)
            continue
        writers_by_level[level] = who_wrote(heads.pop(level, [])) or writers_by_level.get(level, "")
        writers_of_blocks.append((block.start, writers_by_level[level]))
    return writers_of_blocks


def writer_of(line: str) -> str:
    """The name in a line that says who wrote a mail; "" where none is found.

    >>> writer_of("On Sun, 10 May 2026 at 18:02, Ada Reed <ada@reed.example> wrote:")
    'Ada Reed'
    >>> writer_of("Am 3. Mai 2026 um 18:02 schrieb Ada Reed:"), writer_of("From: Ada Reed; Sent: 8 March")
    ('Ada Reed', 'Ada Reed')
    """
    verb = _VERB.search(line)
    if verb is None:  # "From: Ada Reed; Sent: 8 March"
        name = line.partition(":")[2].partition(";")[0]
    else:  # "schrieb Ada Reed:"; else behind the last number or comma: "at 6:02 PM Ada Reed wrote:"
        behind = line[verb.end() :].partition(":")[0]
        before = re.split(r"[\d,]", _ADDRESS.split(line[: verb.start()])[0])[-1]
        name = behind if re.search(r"[^\W\d_]", behind) else _HALF_OF_DAY.sub("", before)
    name = _ADDRESS.split(name)[0].strip(" \t*\"'")
    return "" if "@" in name else name


def _by_head(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines in groups of paragraphs, alternately with a line of a mail's head in them and without."""
    filled = (list(run) for _, run in groupby(lines, lambda line: bool(line.strip())))
    for has_head, parts in groupby(filled, lambda run: any(is_of_head(line.strip()) for line in run)):
        yield has_head, [line for run in parts for line in run]


class MailWriter(TextWriter):
    r"""A writer of mails: what older mails say becomes quotes, but for lists; what follows "--" furniture.

    Each piece is kept until the next one is known: "Anna wrote:" belongs to the quote that follows.

    >>> writer = MailWriter()
    >>> writer.body("It is on the 5th.\n\nOn 1 May 2025 Anna wrote:\n> Is it on the 4th?")
    >>> [(block.kind, block.level) for block in writer.document("message/rfc822").blocks]
    [('paragraph', 0), ('quote', 1), ('quote', 1)]
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_questions = False  # what is below one in a mail need not answer it
        self._pending: _Piece | None = None
        # The depths at which a line parts a mail from an older one, without marks
        self._boundaries: list[int] = []
        self._listed = 0  # how many mails back the last item of a list is from
        self._begun = False  # whether such a line was the last one, so that a head that follows parts nothing
        self._signed = False

    def document(self, media_type: str, **fields: Any) -> RawDocument:  # Any: fields of RawDocument
        """The document, as of any writer."""
        self.end_message()
        return super().document(media_type, **fields)

    def end_message(self) -> None:
        """Ends a mail: what follows is another one's own words."""
        self._write_pending(None)
        self._boundaries, self._begun, self._signed = [], False, False

    def body(self, text: str, *, flowed: bool = False) -> None:
        """A mail's plain text, its quotes marked with ">" at the beginning of lines."""
        lines: list[str] = []
        depth = 0
        for line in _WRAPPED.sub(r"\1\2 \3", text).split("\n"):
            marks = _MARKS.match(line)
            now = min(marks[0].count(">"), _MOST_QUOTED) if marks else 0
            signature = not now and line.rstrip() == _SIGNATURE
            if now != depth or signature:
                self._lines(lines, depth, flowed)
                lines, depth = [], now
            if signature:
                self.paragraph(line)
            else:
                lines.append(line[marks.end() :] if marks else line)
        self._lines(lines, depth, flowed)

    def _lines(self, lines: Sequence[str], depth: int, flowed: bool) -> None:
        for has_head, part in _by_head(lines):
            if depth or flowed or has_head:
                self._prose(part, depth, flowed)
            else:
                self._structured("\n".join(part))

    def _structured(self, text: str) -> None:
        """A mail's own text, which may have sections and tables as a plain text has."""
        blocks = text_blocks(text, sure=True).blocks
        for is_cell, run in groupby(blocks, lambda block: block.kind == "cell"):
            if is_cell:
                self._cells(text, [*run])
                continue
            for block in run:
                words = text[block.start : block.end]
                if block.kind == "item":
                    self._add_piece(_Piece("item", words, level=block.level, number=block.number))
                else:
                    kind: BlockKind = "heading" if block.kind == "heading" else "paragraph"
                    self._add_piece(_Piece(kind, words, level=block.level))

    def _cells(self, text: str, cells: Sequence[Block]) -> None:
        """Tables, one below the other: the rows of each are counted from 0."""
        for table in runs(cells, lambda table, cell: (cell.row or 0) >= (table[-1].row or 0)):
            rows = [
                [""] * (1 + max(cell.column or 0 for cell in table)) for _ in range(1 + (table[-1].row or 0))
            ]
            for cell in table:
                rows[cell.row or 0][cell.column or 0] = text[cell.start : cell.end]
            self.table(rows, header=int(any(cell.column_header for cell in table)))

    def _prose(self, lines: Sequence[str], depth: int, flowed: bool) -> None:
        for stretch in stretches(lines, Setting(width_of(lines), flowed)):
            words = [lines[stretch.first][stretch.skip :], *lines[stretch.first + 1 : stretch.last + 1]]
            kind: BlockKind = "item" if stretch.depth else "paragraph"
            text = " ".join(line.strip() for line in words)
            self._add_piece(_Piece(kind, text, depth, stretch.depth, stretch.number))

    def plain(self, text: str) -> None:
        """A line that is the message's own, whatever it looks like: of its head, or on what is attached."""
        self._write_pending(None)
        super()._piece("paragraph", text)

    def code(self, text: str) -> None:
        """Text whose lines and blanks matter."""
        self._add_piece(_Piece("code", text))

    def item(self, text: str, *, depth: int = 1, number: str = "", first: bool = False) -> None:
        """An item of a list."""
        self._add_piece(_Piece("item", text, level=depth, number=number, first=first))

    def table(self, rows: Sequence[Sequence[str]], **fields: Any) -> None:  # Any: as TextWriter has them
        """A table; one in an older mail is a quote, a line each row."""
        self._write_pending(_Piece("paragraph", " ".join(rows[0])) if rows else None)
        if not (depth := self._depth(0)):
            with self.furniture(when=self._signed):
                super().table(rows, **fields)
            return
        table = TextWriter()
        table.table(rows, **fields)
        for line in table.text.splitlines():
            super()._piece("quote", line, level=depth)

    def _piece(self, kind: BlockKind, text: str, *, level: int = 0, goes_on: bool = False) -> None:
        quoted = kind == "quote"
        self._add_piece(_Piece("paragraph", text, level) if quoted else _Piece(kind, text, level=level))

    def _add_piece(self, piece: _Piece) -> None:
        plain = " ".join(piece.text.split())
        if not plain:
            return
        if _SEPARATOR.fullmatch(plain):
            self._write_pending(piece)
            self._part(piece.depth)
            self._begun = True
        elif self._heads_older(piece, plain):
            if not self._begun:
                self._part(piece.depth)
            self._begun = False
        elif not _SENDER.match(plain):
            self._begun = False
        self._write_pending(piece)
        self._pending = piece

    def _heads_older(self, piece: _Piece, plain: str) -> bool:
        """Whether the piece is the second line of an older mail's head, of which the first is kept."""
        pending = self._pending
        return bool(
            pending
            and pending.depth == piece.depth
            and _SENDER.match(pending.text.strip())
            and _NEXT_FIELD.match(plain)
        )

    def _part(self, depth: int) -> None:
        if len(self._boundaries) < _MOST_QUOTED:
            self._boundaries.append(depth)

    def _depth(self, marked: int) -> int:
        """How many mails back something was written that has so many marks."""
        return marked + sum(boundary <= marked for boundary in self._boundaries)

    def _write_pending(self, following: _Piece | None) -> None:
        """Writes what is pending, now that it is known what follows."""
        pending, self._pending = self._pending, None
        if pending is None:
            return
        depth = self._depth(pending.depth)
        if following and pending.kind == "paragraph" and _SAYS_WHEN.search(pending.text):
            plain = " ".join(pending.text.split())
            if following.depth > pending.depth:
                depth += bool(_ATTRIBUTION.fullmatch(plain))
            elif following.depth == pending.depth and _WITH_DATE.fullmatch(plain):
                self._part(pending.depth)
                depth = self._depth(pending.depth)
        self._signed = not depth and (self._signed or pending.text.strip() == _SIGNATURE)
        self._write_piece(pending, depth)

    def _write_piece(self, piece: _Piece, depth: int) -> None:
        with self.furniture(when=self._signed):
            if piece.kind == "item":  # a list is one in an older mail too
                first = piece.first or depth != self._listed
                self._listed = depth
                super().item(piece.text, depth=piece.level, number=piece.number, first=first)
            elif depth:
                super()._piece("quote", piece.text, level=depth)
            elif piece.kind == "code":
                super().code(piece.text)
            else:
                super()._piece(piece.kind, piece.text, level=piece.level)

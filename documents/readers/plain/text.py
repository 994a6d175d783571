"""Plain text: the decoded file, nothing but its byte-order mark and line ends changed, and its blocks."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice, pairwise
from pathlib import Path

from documents.readers.plain.block_list import BlockList
from documents.readers.plain.headings import Signs, framed, heading, joined_letters
from documents.readers.plain.marks import hanging, listed_by_code, steps
from documents.readers.plain.prose import Setting, marked, stretches
from documents.readers.plain.tables import Table, tables
from documents.reading.encodings import decoded
from documents.text.runs import runs
from documents.text.sentences import Span
from documents.types import RawDocument

_AHEAD = 5  # lines of the stretch below that tell whether a line is its heading
_MOST_LINES = 500  # lines without a blank one between them that are looked at at once
_LOGGED = re.compile(
    r"\W{0,3}(?:\d{4}[-/]\d\d[-/]\d\d[T ,]\s?\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d\b)"
    r"|[^\n]{0,60}\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:"
)
# How messages of an exported chat begin: "[4.03.25, 18:00:11] Anna: ", "3/4/25, 6:00 PM - Anna: ".
_MOMENT = (
    r"[\u200e\u200f]?\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?"
    r"(?:[ \u202f][AaPp]\.?[Mm]\.?)?(?:\] | - )"
)
MESSAGE = re.compile(rf"{_MOMENT}[^:\n]{{1,60}}: ")
# Also what nobody says: "07/03/2026, 19:02 - Anna created the group", with which an export begins.
_ENTRY = re.compile(_MOMENT)
# Who speaks, where it is written down: "DF: ", "Mary Poole: "
SPEAKER = re.compile(r"(?P<who>[A-ZÀ-Ý][\w.'’-]{0,20}(?: [A-ZÀ-Ý][\w.'’-]{0,20}){0,2}): (?=\S)")
_SPOKEN = 2 / 3  # share of lines that begin with a speaker, of those in which people speak in turn
_SAMPLE = 200  # lines that tell whether a file is a log
_MOST_OF_THEM = 0.6  # share of them that begin with a moment
_QUOTED = re.compile(r"\s{0,9}(?:>[ ]?){1,30}")
_PAGE = re.compile(  # "Page 2 of 4", "- Seite 2 von 4 -"
    r"[^\w\n]{0,20}(?:page|seite|página|pagina) \d{1,4} ?(?:of|von|sur|de|di|/) ?\d{1,4}[^\w\n]{0,20}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-=_*~#+.:|]{1,400}")


def read(path: Path) -> RawDocument:
    """The file's text with its blocks. It has no title: a first line is not one."""
    content = decoded(path.read_bytes())
    blocks = text_blocks(content.text)
    return RawDocument(
        text=content.text,
        media_type="text/plain",
        headings=blocks.headings,
        blocks=tuple(blocks.blocks),
        notes=content.notes,
    )


def text_blocks(text: str, *, sure: bool = False) -> BlockList:
    """The blocks of a plain text. A log's lines are code, in one block where no blank line parts them.

    `sure`: headings are only those that show it by their form, such as a number, capitals or a rule.
    """
    blocks = BlockList(text, joined_letters)
    if _begins_like(text, _LOGGED):  # a log
        for places in _groups(text):
            blocks.add("code", (places[0][0], places[-1][0] + len(text[slice(*places[-1])].rstrip())))
        return blocks
    if _is_chat(text):
        for message in _messages(text):
            blocks.add("paragraph", message)
        return blocks
    stretches = [[text[slice(*line)] for line in group] for group in _groups(text)]
    writer = _Writer(blocks, Signs.of(stretches), sure=sure)
    before: list[str] = []
    for (places, following), (_, beyond) in pairwise(pairwise(chain(_groups(text), [[], [], []]))):
        if places:
            if _PAGE.fullmatch(text, *places[0]):
                blocks.add("furniture", places[0])
                places = places[1:]
            lines = [text[slice(*place)] for place in places]
            ahead = ([text[slice(*place)] for place in group[:_AHEAD]] for group in (following, beyond))
            writer.take(places, lines, before, *ahead)
            before = lines
    return blocks


class _Writer:
    """Puts lines into blocks, a stretch without a blank line after the other."""

    def __init__(self, blocks: BlockList, signs: Signs, *, sure: bool) -> None:
        self._blocks = blocks
        self._signs = signs
        self._sure = sure
        self._setting = Setting(signs.width)
        self._styles: list[str] = []  # of headings
        self._places: Sequence[Span] = ()
        self._lines: Sequence[str] = ()

    def take(
        self,
        places: Sequence[Span],
        lines: Sequence[str],
        before: Sequence[str],
        after: Sequence[str],
        beyond: Sequence[str],
    ) -> None:
        """Takes lines, with where they are; the others are the stretches around, as of `heading`."""
        self._places, self._lines = places, lines
        start = self._headings(before, after, beyond)
        done = start
        rest = lines[start:]
        apart = (
            hanging(rest)
            | marked(rest)
            | listed_by_code(rest)
            | steps(rest, self._setting.counted, after).keys()
        )
        for table in tables(rest, apart):
            self._runs(done, start + table.first)
            self._table(table, start)
            done = start + table.last + 1
        self._runs(done, len(lines), after)

    def _headings(self, before: Sequence[str], after: Sequence[str], beyond: Sequence[str]) -> int:
        """Takes the headings with which the lines begin, and returns how many lines they are."""
        done = 0
        while done < len(self._lines):
            above = () if done else before
            title = heading(self._lines[done:], above, after, beyond, self._signs)
            if not title or (self._sure and not title.is_sure(self._lines[done + title.line])):
                break
            start = self._places[done + title.line][0]
            span = start + title.start, start + title.end
            self._blocks.add("heading", span, level=self._level(title.style))
            self._setting.end_lists()
            done += title.lines
        return done

    def _level(self, style: str) -> int:
        """The level of a style of heading, from 1 to 6: one that comes later stands below those before."""
        if style not in self._styles:
            self._styles.append(style)
        return min(self._styles.index(style) + 1, 6)

    def _table(self, table: Table, first: int) -> None:
        rows: list[list[Span | None]] = []
        for number, cells in table.rows:
            start = self._places[first + number][0]
            row = [(start + cell[0], start + cell[1]) if cell else None for cell in cells]
            if not self._goes_on(self._lines[first + number], row, rows):
                rows.append(row)
        self._blocks.table(rows, header=table.header)

    def _goes_on(self, line: str, row: Sequence[Span | None], rows: Sequence[list[Span | None]]) -> bool:
        """Whether a row only goes on with words of the last cell of the one above; then it is put there."""
        filled = [cell for cell in row if cell]
        above = rows[-1] if len(rows) > 1 else []
        last = max((column for column, cell in enumerate(above) if cell), default=0)
        words = line.strip()
        if not last or len(filled) != 1 or row[last] is None or words[0].isdigit():
            return False
        if len(words) != filled[0][1] - filled[0][0]:  # there are bars, or the cell does not end the line
            return False
        if begun := above[last]:
            above[last] = begun[0], filled[0][1]
        return True

    def _runs(self, start: int, end: int, after: Sequence[str] = ()) -> None:
        """Takes lines that are in no table: those with as many marks of a quote together, rules left out."""
        for (ruled, depth), run in groupby(range(start, end), self._set):
            numbers = [*run]
            if not ruled:
                self._prose(numbers[0], numbers[-1] + 1, depth, after if numbers[-1] + 1 == end else ())

    def _set(self, number: int) -> tuple[bool, int]:
        """Whether a line is a rule, and how many marks of a quote it has."""
        line = self._lines[number]
        marks = _QUOTED.match(line)
        return bool(_RULE.fullmatch(line)), marks[0].count(">") if marks else 0

    def _prose(self, start: int, end: int, depth: int, after: Sequence[str]) -> None:
        """Takes running text and lists; as a quote where `depth` is not 0."""
        cut = [_marks(line) if depth else 0 for line in self._lines[start:end]]
        lines = [line[marks:] for line, marks in zip(self._lines[start:end], cut, strict=True)]
        setting = Setting(self._setting.width) if depth else self._setting
        for stretch in stretches(lines, setting, after):
            place, (last, _) = self._places[start + stretch.first][0], self._places[start + stretch.last]
            span = (
                place + cut[stretch.first] + stretch.skip,
                last + len(self._lines[start + stretch.last].rstrip()),
            )
            if depth:
                self._blocks.add("quote", span, level=depth)
            elif stretch.depth:
                self._blocks.item(span, depth=stretch.depth, number=stretch.number)
            elif stretch.inside:
                self._blocks.within_item("paragraph", span)
            else:
                self._blocks.add("paragraph", span)


def _marks(line: str) -> int:
    """How many characters the marks of a quote take."""
    match = _QUOTED.match(line)
    return match.end() if match else 0


def _begins_like(text: str, pattern: "re.Pattern[str]") -> bool:
    """Whether most lines begin like this."""
    sample = [bool(pattern.match(text, *line)) for line in islice(_lines(text), _SAMPLE)]
    return len(sample) > 2 and sum(sample) >= _MOST_OF_THEM * len(sample)


def _is_chat(text: str) -> bool:
    """Whether most lines begin like messages of a chat, each by somebody."""
    first = next(_lines(text), (0, 0))
    return _ENTRY.match(text, *first) is not None and _begins_like(text, MESSAGE)


def _messages(text: str) -> Iterator[Span]:
    """From the first to the last sign of each message."""
    begin = end = 0
    for line in _lines(text):
        words = text[slice(*line)].rstrip()
        if end and _ENTRY.match(words):
            yield begin, end
            begin = line[0]
        end = line[0] + len(words)
    yield begin, end


def _groups(text: str) -> Iterator[list[Span]]:
    """The lines between blank lines, before a framed title or of one speaker, at most so many at once."""

    def goes_on(group: list[Span], line: Span) -> bool:
        full = len(group) == _MOST_LINES
        return line[0] - group[-1][1] <= 1 and not full and not framed(text[slice(*line)])

    return chain.from_iterable(_turns(text, group) for group in runs(_lines(text), goes_on))


def _turns(text: str, group: list[Span]) -> Iterator[list[Span]]:
    """The lines of each speaker, where people speak in turn without blank lines between them; else all.

    One of them speaks again: in a record, "Name: Ann", "Phone: 31", no line comes twice.
    """
    speakers = {line: match["who"] for line in group if (match := SPEAKER.match(text, *line))}
    names = [*speakers.values()]
    if len(names) < _SPOKEN * len(group) or not 1 < len({*names}) < len(names):
        yield group
        return
    yield from runs(group, lambda _, line: line not in speakers)


def _lines(text: str) -> Iterator[Span]:
    """The lines that have something in them."""
    for match in re.finditer(r"[^\n]+", text):
        if not match[0].isspace():
            yield match.span()

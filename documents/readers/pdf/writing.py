"""From the pages of a PDF to its stored text, with blocks and headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.readers.pdf.cells import Cell, Row, Table
from documents.readers.pdf.forms import Extras
from documents.readers.pdf.lines import Line, continued
from documents.readers.pdf.pages import Sheet, boxes, cell_box
from documents.readers.pdf.parts import Part, is_wrapped, parts, usual_style
from documents.readers.tables import goes_on, has_values_below
from documents.readers.writing import TextWriter, joined_names
from documents.reading.encodings import on_one_line
from documents.text.blocks import UNDER
from documents.text.headings import MOST_HEADINGS
from documents.types import Block, Heading, RawDocument

_MOST_LEVELS = 6
_LONGEST_PAGE = 20_000  # characters of a page in which the words of a bookmark are looked for
_HYPHENED = re.compile(r"\w+(?:-\w+)*")
_COUNT = re.compile(r"[0-9]{1,3}")  # of items; longer numbers are years
_ALIGNED = 0.4  # of the size: how exactly the words of a list's items stand below each other
_LONGEST_HALF = 80  # characters at a line's end or beginning in which the half of a word is looked for
_ENDED = (".", "!", "?", ":")  # what a sentence ends with that does not run over the end of a page


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the file's own table of contents: `page` from 1, `level` from 1."""

    level: int
    text: str
    page: int


@dataclass(slots=True)
class _Page:
    sheet: Sheet
    parts: list[tuple[int, Part]]  # each with the way that it goes
    goes_on: bool = False  # its first part goes on with the last one of the page before


def document(
    sheets: Sequence[Sheet], bookmarks: Sequence[Bookmark], extras: dict[int, Extras]
) -> RawDocument:
    """The document of these pages, without what the file says of itself."""
    usual = usual_style(stretch.content for sheet in sheets for stretch in sheet.body)
    pages = [
        _Page(
            sheet, [(stretch.turn, part) for stretch in sheet.body for part in parts(stretch.content, usual)]
        )
        for sheet in sheets
    ]
    _keep_hyphens([part for page in pages for _, part in page.parts])
    for before, page in pairwise(pages):
        if before.parts and page.parts:
            page.goes_on = _runs_over(before, page)
            _carry_names(before, page)
            _carry_count(before, page)
    levels = _levels(pages, bookmarks)
    writer = TextWriter()
    for number, page in enumerate(pages, 1):
        writer.page(goes_on=True)
        over = number < len(pages) and pages[number].goes_on
        _PageWriter(writer, page, levels).write(extras.get(number, Extras()), over)
    return _completed(writer.document("application/pdf"), bookmarks)


def _runs_over(before: _Page, page: _Page) -> bool:
    """Whether a sentence runs from one page to the next; a word cut at the page's end is made whole there."""
    (_, last), (_, first) = before.parts[-1], page.parts[0]
    if last.kind not in ("paragraph", "item") or first.kind != "paragraph":
        return False
    if not first.lines[0].text[:1].islower():
        return False
    text = last.lines[-1].text
    if last.cut or (text.endswith("-") and text[-2:-1].islower()):
        rest, _, after = first.lines[0].text.partition(" ")
        if after:
            whole = continued(text, rest, cut=last.cut)
            last.lines[-1] = last.lines[-1]._replace(text=whole, cut=False)
            first.lines[0] = first.lines[0]._replace(text=after)
        return True
    return not text.endswith(_ENDED) and is_wrapped(last.lines[-1], first.lines[0])


def _carry_names(before: _Page, page: _Page) -> None:
    """A table that runs over the end of a page: its columns keep their names, or go on having none."""
    (way, last), (other_way, first) = before.parts[-1], page.parts[0]
    if way != other_way or not last.table or not first.table or not _same_columns(last.table, first.table):
        return
    rows, below = _words(last.table.rows), _words(first.table.rows)
    names = last.table.names or tuple(joined_names(rows[: last.table.header]))
    if not any(names):
        if not has_values_below(below):
            first.table = replace(first.table, header=0)
    elif not _comes_again(names, below[0]) and (
        goes_on(rows[last.table.header :], below[0])
        or (_is_set_apart(last.table) and not has_values_below(below))
    ):
        first.table = replace(first.table, header=0, names=names)


def _carry_count(before: _Page, page: _Page) -> None:
    """A list whose numbers stand apart from its words, and which runs over the end of a page, is one list.

    On the page that has few of its items they make no columns: their lines begin with the next numbers, or
    with those before, and their words stand where those in the columns do.
    """
    last, first = before.parts[-1][1], page.parts[0][1]
    if rows := _counted(last.table):
        _count([part for _, part in page.parts], rows[-1], 1)
    elif rows := _counted(first.table):
        _count([part for _, part in reversed(before.parts)], rows[0], -1)


def _counted(table: Table | None) -> list[Row]:
    """The rows of a table that is a list with its numbers apart."""
    if table is None or table.header or not is_counted(_words(table.rows)):
        return []
    return table.rows


def _count(parts: Sequence[Part], row: Row, step: int) -> None:
    """Makes items of those of these parts, one after the other, that go on counting from this row."""
    number, words = row
    if number is None or words is None:  # it would not be counted
        return
    count = int(on_one_line(number.text)) + step
    for part in parts:
        line = part.lines[0] if part.kind == "paragraph" else None
        near = line is not None and abs(line.second - words.left) < _ALIGNED * line.size
        if count < 1 or line is None or not near or not line.text.startswith(f"{count} "):
            break
        part.kind, part.depth, part.number, part.mark = "item", 1, str(count), len(f"{count} ")
        count += step


def _comes_again(names: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row has one of the columns' names again: "Ship (cont.)", "SHIP"."""
    known = {part.casefold() for name in names for part in (name, *name.split(UNDER)) if part}
    return any(re.sub(r"\s?\([^()]{1,12}\)$", "", cell).casefold() in known for cell in row)


def _same_columns(table: Table, below: Table) -> bool:
    """Whether a table at the top of a page has the columns of the one at the end of the page before.

    Not where its own first row is set apart as their names.
    """
    columns, others = ([*zip(*rows.rows, strict=True)] for rows in (table, below))
    if _is_set_apart(below) or below.title or len(columns) != len(others):
        return False
    return all(_meet(column, other) for column, other in zip(columns, others, strict=True))


def _is_set_apart(table: Table) -> bool:
    """Whether the names of its columns are bold."""
    return table.header > 0 and all(cell.bold for cell in table.rows[0] if cell)


def _meet(column: Sequence[Cell | None], other: Sequence[Cell | None]) -> bool:
    """Whether one column stands right below the other; one without a word does."""
    cells, others = [cell for cell in column if cell], [cell for cell in other if cell]
    if not cells or not others:
        return True
    left, right = min(cell.left for cell in cells), max(cell.right for cell in cells)
    return min(cell.left for cell in others) < right and left < max(cell.right for cell in others)


def _words(rows: Sequence[Row]) -> list[list[str]]:
    return [[on_one_line(cell.text) if cell else "" for cell in row] for row in rows]


def _levels(pages: Sequence[_Page], bookmarks: Sequence[Bookmark]) -> dict[tuple[float, bool], int]:
    """The level of each style of a heading, the largest first. Bookmarks make headings of paragraphs."""
    bookmark_levels: dict[int, dict[str, int]] = {}
    for bookmark in bookmarks:
        bookmark_levels.setdefault(bookmark.page, {}).setdefault(_key(bookmark.text), bookmark.level)
    for number, page in enumerate(pages, 1):
        for _, part in page.parts if number in bookmark_levels else ():
            level = bookmark_levels[number].get(_key(part.whole)) if part.lines else None
            if level is not None:
                part.kind, part.mark, part.number, part.depth = "heading", 0, "", level
    styles = {part.style for page in pages for _, part in page.parts if part.kind == "heading"}
    ordered = sorted(styles, reverse=True)
    return {style: min(level, _MOST_LEVELS) for level, style in enumerate(ordered, 1)}


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


class _PageWriter:
    """Writes one page."""

    def __init__(self, writer: TextWriter, page: _Page, levels: dict[tuple[float, bool], int]) -> None:
        self._writer = writer
        self._page = page
        self._sheet = page.sheet
        self._levels = levels

    def write(self, extra: Extras, over: bool) -> None:
        """The page; `over`: its last sentence goes on on the next, so that nothing may part them."""
        sheet, parts = self._sheet, self._page.parts
        # A running header or footer between the halves of a sentence would cut it: it stands before or after.
        head = 1 if self._page.goes_on and len(parts) > 1 else 0
        last = len(parts) - 1
        foot = last if over and (last > head or not self._page.goes_on) else len(parts)
        for place, (turn, part) in enumerate(parts):
            if place == head:
                self._around(sheet.head)
            if place == foot:
                self._rest(extra)
            self._part(turn, part, goes_on=place == 0 and self._page.goes_on)
        if not parts:
            self._around(sheet.head)
        if foot == len(parts):
            self._rest(extra)

    def _rest(self, extra: Extras) -> None:
        """What stands at the end of a page."""
        frame = self._sheet.frame
        for text, box in extra.notes:
            with self._writer.at((frame.scaled(box),)):
                self._writer.paragraph(text)
        if extra.fields:
            places = [(frame.scaled(box),) for _, _, box in extra.fields for _ in range(2)]
            with self._writer.at(*places):
                self._writer.table([[name, value] for name, value, _ in extra.fields], header=0)
        self._around(self._sheet.foot)

    def _around(self, lines: list[Line]) -> None:
        for line in lines:
            place = boxes(self._sheet, self._sheet.turn, [line])
            with self._writer.furniture(between=True), self._writer.at(place):
                self._writer.paragraph(line.text)

    def _part(self, turn: int, part: Part, *, goes_on: bool) -> None:
        writer = self._writer
        if part.table:
            self._table(turn, part.table)
            return
        with writer.at(boxes(self._sheet, turn, part.lines)):
            if part.kind == "heading":
                writer.heading(part.depth or self._levels[part.style], part.text)
            elif part.kind == "item":
                writer.item(part.text, depth=part.depth, number=part.number)
            elif part.kind == "caption":
                writer.caption(part.text)
            elif goes_on:
                writer.continuation(part.text)
            else:
                writer.paragraph(part.text)

    def _table(self, turn: int, table: Table) -> None:
        if table.title:
            with self._writer.at(cell_box(self._sheet, turn, table.title)):
                self._writer.caption(table.title.text)
        cells = _words(table.rows)
        places = [
            cell_box(self._sheet, turn, cell)
            for row in table.rows
            for cell in row
            if cell and on_one_line(cell.text)
        ]
        if not table.header and is_counted(cells):
            for (number, text), place in zip(cells, places[1::2], strict=True):
                with self._writer.at(place):
                    self._writer.item(text, number=number)
            return
        with self._writer.at(*places):
            self._writer.table(cells, header=table.header, names=table.names)


def is_counted(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are the items of a list whose numbers stand apart from their words: "1", "2", "3"."""
    if len(rows) < 2 or any(len(row) != 2 or not row[1] or not _COUNT.fullmatch(row[0]) for row in rows):
        return False
    numbers = [int(row[0]) for row in rows]
    return numbers == [*range(numbers[0], numbers[0] + len(rows))] and any(" " in row[1] for row in rows)


def _completed(document: RawDocument, bookmarks: Sequence[Bookmark]) -> RawDocument:
    """The document with its pages where their first line begins, and all bookmarks among its headings."""
    starts = _page_starts(document)
    taken = {
        (block.page, _key(document.text[block.start : block.end]))
        for block in document.blocks
        if block.kind == "heading"
    }
    left = [bookmark for bookmark in bookmarks if (bookmark.page, _key(bookmark.text)) not in taken]
    more = _bookmarked(document.text, starts, left[:MOST_HEADINGS])
    headings = sorted([*document.headings, *more], key=lambda heading: heading.start)
    return replace(document, headings=tuple(headings), page_starts=starts)


def _page_starts(document: RawDocument) -> tuple[int, ...]:
    """Where the first line of each page begins; of an empty one, where the next does."""
    count = len(document.page_starts or ())
    starts = [len(document.text)] * count
    first: dict[int, Block] = {}
    for block in document.blocks:
        first.setdefault(block.page or 1, block)
    after = len(document.text)
    for number in range(count, 0, -1):
        if number in first:
            after = document.text.rfind("\n", 0, first[number].start) + 1
        starts[number - 1] = after
    return tuple(starts)


def _bookmarked(text: str, starts: Sequence[int], bookmarks: Sequence[Bookmark]) -> Iterator[Heading]:
    """The bookmarks whose words stand on the page they point to."""
    for bookmark in bookmarks:
        words = [re.escape(word) for word in bookmark.text.split()]
        start = starts[bookmark.page - 1]
        limit = starts[bookmark.page] if bookmark.page < len(starts) else len(text)
        pattern = re.compile(r"\s+".join(words), re.IGNORECASE)
        place = pattern.search(text, start, min(limit, start + _LONGEST_PAGE))
        if place:
            yield Heading(bookmark.level, " ".join(place[0].split()), place.start())


def _keep_hyphens(parts: Sequence[Part]) -> None:
    """Writes the hyphen of a cut word where the lines have the word more often with it than without.

    "Well-" over "known" is "well-known" in a document that has this word within a line.
    """
    cuts = list(_cuts(parts))
    wanted = {form for _, _, *forms in cuts for form in forms}
    if not wanted:
        return
    counts = Counter(
        word
        for part in parts
        for line in part.lines
        for word in _HYPHENED.findall(line.text.casefold())
        if word in wanted
    )
    for part, number, hyphened, whole in cuts:
        if counts[hyphened] > counts[whole]:
            line = part.lines[number]
            part.lines[number] = line._replace(text=f"{line.text}-")


def _cuts(parts: Sequence[Part]) -> Iterator[tuple[Part, int, str, str]]:
    """Each line whose last word is cut, by its part and number, and that word with its hyphen and without."""
    for part in parts:
        for number, line in enumerate(part.lines[:-1]):
            first = _HYPHENED.findall(line.text[-_LONGEST_HALF:]) if line.cut else []
            rest = _HYPHENED.match(part.lines[number + 1].text[:_LONGEST_HALF])
            if first and rest:
                halves = first[-1].casefold(), rest[0].casefold()
                yield part, number, "-".join(halves), "".join(halves)

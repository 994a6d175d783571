"""The body of an OpenDocument text or slide: headings, lists with their numbers, tables, notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.readers.office.packages import Package, local, whole_number
from documents.readers.office.word_numbering import formatted
from documents.readers.tables import write_table
from documents.readers.writing import TextWriter

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_DROPPED = frozenset(
    "tracked-changes sequence-decls forms variable-decls user-field-decls desc title event-listeners "
    "change change-start change-end bookmark".split()
)
_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_MOST_COLUMNS = 1_000  # columns of a table in a text
_DEEPEST = 60  # lists, tables and boxes in each other


Below = dict[int, tuple[int, str]]  # by column: for how many rows a cell goes on, and its text


@dataclass(slots=True)
class _ParagraphContent:
    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, Any]] = field(default_factory=list)  # the mark, and the element
    boxes: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    before: str
    after: str
    levels: int
    start: int


class OpenBody:
    """Writes bodies of one file; `roots`: those of its parts that may hold styles of lists, None for one that
    is not there.

    `slides`: items are numbered as on slides, where a list goes on in the next one of the same form and an
    item without words of its own counts for nothing.
    """

    def __init__(
        self, writer: TextWriter, package: Package, roots: Sequence[Any], *, slides: bool = False
    ) -> None:  # Any: lxml elements
        self._writer = writer
        self._package = package
        self._embedded: set[str] = set()  # the names of objects in the file that were read
        self._slides = slides
        self._above: tuple[_Level | None, int] = (None, 0)  # form and last number of the list before
        self._styles = {
            style.get(f"{STYLE}name", ""): dict(_levels(style))
            for root in roots
            if root is not None
            for style in root.iter(f"{TEXT}list-style")
        }
        self._counts: dict[str, int] = {}  # the last number of each style of list, for one that goes on
        self._notes: list[tuple[str, Any]] = []  # what was referred to and is not written yet
        self._depth = 0

    def write(self, container: Any) -> None:
        """Writes all blocks in an element, and the notes that they refer to."""
        self._depth += 1
        for child in container if self._depth < _DEEPEST else ():
            self._block(child)
        self._depth -= 1
        if not self._depth:
            self.flush()

    def flat(self, container: Any) -> str:
        """The words of all paragraphs in an element, on one line."""
        texts = [self._text_and_boxes(paragraph)[0] for paragraph in _paragraphs(container)]
        return " ".join(" ".join(texts).split())

    def _block(self, element: Any) -> None:
        name = local(element)
        if name in ("p", "h"):
            self._paragraph(element)
        elif name == "list":
            self._list(element, 1, "", [])
        elif name == "table":
            self._table(element)
        elif name == "object":
            self._object(element)
        elif name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index"):
            with self._writer.furniture():
                self.write(element)
        elif name not in _DROPPED and name != "annotation" and element.tag != f"{_CHART}axis":
            self.write(element)

    def _paragraph(self, element: Any) -> None:
        self.flush()
        text, boxes = self._text_and_boxes(element)
        if local(element) == "h":
            self._writer.heading(whole_number(element.get(f"{TEXT}outline-level"), 1), text)
        else:
            self._writer.paragraph(text)
        self._boxes(boxes)

    def _object(self, element: Any) -> None:
        """A chart, with its titles and its numbers, or another document within this one; each once."""
        name = element.get(_HREF, "").removeprefix("./")
        if name in self._embedded:
            return
        self._embedded.add(name)
        root = self._package.xml(f"{name}/content.xml")
        for title in root.iter(f"{_CHART}title") if root is not None else ():
            self._writer.caption(self.flat(title))
        for body in root if root is not None else ():
            if local(body) == "body":
                self.write(body)

    def _text_and_boxes(self, element: Any) -> tuple[str, list[Any]]:
        """The text of a paragraph and the boxes in it."""
        content = _ParagraphContent()
        _collect(element, content)
        self._notes += content.notes
        return "".join(content.parts), content.boxes

    def _boxes(self, boxes: list[Any]) -> None:
        for box in boxes:
            self.write(box)

    def _list(self, element: Any, depth: int, style: str, above: list[int]) -> None:
        style = element.get(f"{TEXT}style-name") or style
        levels = self._styles.get(style, {})
        level = levels.get(depth)
        count = level.start - 1 if level else 0
        if element.get(f"{TEXT}continue-numbering") == "true" and depth == 1:
            count = self._counts.get(style, count)
        elif self._slides and depth == 1 and self._above[0] == level and _follows_list(element):
            count = self._above[1]
        for item in element if depth < _DEEPEST else ():
            numbered = local(item) == "list-item" and not (self._slides and item.find(f"{TEXT}p") is None)
            count = whole_number(item.get(f"{TEXT}start-value"), count + 1) if numbered else count
            number = _number(levels, depth, [*above, count]) if numbered else ""
            self._item(item, depth, style, [*above, count], number)
        if depth == 1:
            self._counts[style] = count
            self._above = (level, count)

    def _item(self, item: Any, depth: int, style: str, counts: list[int], number: str) -> None:
        """An item: its first paragraph has the number, the lists in it are a level deeper."""
        begun = False
        for child in item:
            if local(child) == "list":
                self._list(child, depth + 1, style, counts)
            elif local(child) == "p" and not begun:
                text, boxes = self._text_and_boxes(child)
                self._writer.item(text, depth=depth, number=number)
                begun = bool(text.strip())
                self._boxes(boxes)
            else:
                self._block(child)

    def _table(self, table: Any) -> None:
        self.flush()
        head = table.find(f"{TABLE}table-header-rows")
        grid: list[list[str]] = []
        below: Below = {}
        for row in table.iter(f"{TABLE}table-row"):
            grid.append(self.row(row, below, _MOST_COLUMNS))
        write_table(self._writer, grid, header=1 if head is not None else None)
        self.flush()

    def row(self, row: Any, below: Below, widest: int) -> list[str]:
        """The texts of a row's cells; `below` has those that go on from the rows above, and is updated."""
        line: list[str] = []
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell") or len(line) >= widest:
                continue
            column, text = len(line), self.flat(cell)
            left, above = below.pop(column, (0, ""))
            if left and local(cell) == "covered-table-cell":
                text = above
                below[column] = (left - 1, above)
            elif (rows := whole_number(cell.get(f"{TABLE}number-rows-spanned"), 1)) > 1:
                below[column] = (rows - 1, text)
            line += [text] * min(repeated(cell, "columns"), widest - column)
        return line

    def flush(self) -> None:
        """Writes the notes and comments referred to since the last time, after what they belong to."""
        notes, self._notes = self._notes, []
        for mark, note in notes:
            text = self.flat(note)
            if mark:
                self._writer.paragraph(f"{mark} {text}" if text else "")
                continue
            author = next((element.text for element in note if local(element) == "creator"), "")
            self._writer.comment(text, author or "")


def repeated(element: Any, what: str) -> int:
    """How often a row or cell is shown; `what`: "rows" or "columns"."""
    return max(1, whole_number(element.get(f"{TABLE}number-{what}-repeated"), 1))


def _paragraphs(container: Any) -> Iterator[Any]:
    """The paragraphs in an element, but not those of notes, comments and what lies over a sheet's cells."""
    from lxml import etree  # type: ignore[import-untyped]

    events = etree.iterwalk(container, events=("start",))
    for _, element in events:
        name = local(element)
        if name in ("p", "h"):
            yield element
        elif element is not container and (name in ("annotation", "note") or is_over(element)):
            events.skip_subtree()


def is_over(element: Any) -> bool:
    """Whether an element is a drawing, a box or a comment that lies over a cell."""
    parent = element.getparent()
    cell = parent is not None and local(parent) in ("table-cell", "covered-table-cell")
    return cell and str(element.tag).startswith((DRAW, _OFFICE))


def _collect(element: Any, content: _ParagraphContent) -> None:
    if element.text:
        content.parts.append(element.text)
    for child in element:
        name = local(child)
        if name in _BLANKS:
            content.parts.append(_BLANKS[name])
        elif name == "note":
            mark = child.findtext(f"{TEXT}note-citation", "")
            content.parts.append(f"[{mark}]")
            content.notes += [(f"[{mark}]", body) for body in child.findall(f"{TEXT}note-body")]
        elif name == "annotation":
            content.notes.append(("", child))
        elif name in ("frame", "custom-shape", "rect", "ellipse", "g"):
            content.boxes.append(child)
        elif name and name not in _DROPPED:  # an entity has no name
            _collect(child, content)
        if child.tail:
            content.parts.append(child.tail)


def _follows_list(element: Any) -> bool:
    before = element.getprevious()
    return before is not None and local(before) == "list"


def _levels(style: Any) -> Iterator[tuple[int, _Level]]:
    for level in style:
        yield (
            whole_number(level.get(f"{TEXT}level"), 1),
            _Level(
                form=_FORMS.get(level.get(f"{STYLE}num-format", ""), ""),
                before=level.get(f"{STYLE}num-prefix", ""),
                after=level.get(f"{STYLE}num-suffix", ""),
                levels=whole_number(level.get(f"{TEXT}display-levels"), 1),
                start=whole_number(level.get(f"{TEXT}start-value"), 1),
            ),
        )


def _number(levels: dict[int, _Level], depth: int, counts: list[int]) -> str:
    """The number of an item, "" for a bullet."""
    own = levels.get(depth)
    if own is None or not own.form:
        return ""
    first = max(0, depth - own.levels)
    forms = [(levels.get(place + 1) or own).form or own.form for place in range(depth)]
    numbers = [formatted(count, forms[place]) for place, count in enumerate(counts)]
    return f"{own.before}{'.'.join(numbers[first:depth])}{own.after}".strip()

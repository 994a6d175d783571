"""PowerPoint presentations: a page each slide, its title a heading, then its text, tables and notes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from documents.readers.ocr.recognition import advice
from documents.readers.office.graphics import A, R, drawn_text, write_graphic
from documents.readers.office.packages import Package, local, whole_number
from documents.readers.office.slide_bullets import Bullets, P, kind, placeholder
from documents.readers.tables import Wide, write_table
from documents.readers.typed_lists import own_lines, write_lines
from documents.readers.writing import TextWriter, joined_lines
from documents.reading.notes import numbers_in_words
from documents.types import RawDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLES = ("title", "ctrTitle")
_EDGES = ("dt", "ftr", "sldNum", "hdr")  # what stands at the edge of every slide
_MOST_COLUMNS = 1_000  # columns of a table
_ROW = 457_200  # of a slide's length: half an inch, within which shapes stand side by side
_LONGEST_TITLE = 100  # characters
_USUAL = 1_800  # the size of letters where a text box says none, in hundredths of a point


def read(path: Path) -> RawDocument:
    """The slides in their order, hidden ones too. Raises ReaderFailed where the file is broken."""
    with Package(path) as package:
        return _Reading(package).document()


class _Reading:
    """One presentation being read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.related("", "officeDocument") or "ppt/presentation.xml"
        self._writer = TextWriter()
        self._titled = False
        self._hidden: list[int] = []
        self._pictures: list[int] = []  # slides with pictures and no text
        self._authors = self._author_names("commentAuthors") | self._author_names("authors")

    def document(self) -> RawDocument:
        """The document of the presentation."""
        root = self._package.xml(self._main)
        if root is None:
            raise self._package.broken("it has no list of slides")
        relations = self._package.relations(self._main)
        for number, slide in enumerate(root.iter(f"{P}sldId"), 1):
            _, name = relations.get(slide.get(f"{R}id", ""), ("", ""))
            self._writer.page()
            self._slide(number, name)
        return self._writer.document(MEDIA_TYPE, notes=tuple(self._notes()), **self._package.stated())

    def _notes(self) -> Iterator[str]:
        if self._hidden:
            hidden = numbers_in_words("slide", self._hidden, "is hidden and was", "are hidden and were")
            yield f"{hidden} read too. Delete what is not to be found from the file and add it again."
        if self._pictures:
            have = numbers_in_words("slide", self._pictures, "has", "have")
            yield f"{have} no text, only pictures. {advice('save the presentation as PDF and add that')}"

    def _slide(self, number: int, name: str) -> None:
        root = self._package.xml(name)
        if root is None:
            raise self._package.broken(f"slide {number} is missing")
        if root.get("show") in ("0", "false"):
            self._hidden.append(number)
        before = len(self._writer.text)
        relations = self._package.relations(name)
        behind = self._behind(name)
        shapes = list(_shapes(root.find(f"{P}cSld/{P}spTree")))
        with_words = [shape for shape in shapes if kind(shape) not in _EDGES and _words(shape)]
        titles = [shape for shape in with_words if kind(shape) in _TITLES] or _titles_by_looks(with_words)
        # Else it would stand below the title of the slide before.
        if with_words and not titles and self._titled:
            self._writer.heading(1, f"Slide {number}")
        self._titled = self._titled or bool(titles)
        for title in titles:
            self._writer.heading(1, _words(title))
        for shape in shapes:
            if shape not in titles:
                self._shape(shape, behind, relations)
        for _, target in (relation for relation in relations.values() if relation[0] == "notesSlide"):
            self._speaker_notes(target)
        for _, target in (relation for relation in relations.values() if relation[0] == "comments"):
            self._comments(target)
        if len(self._writer.text) == before and root.find(f".//{P}pic") is not None:
            self._pictures.append(number)

    def _behind(self, name: str) -> list[Any]:  # Any: lxml elements
        """The layout of a slide and its master."""
        layout = self._package.related(name, "slideLayout")
        master = self._package.related(layout, "slideMaster") if layout else None
        return [root for part in (layout, master) if (root := self._package.xml(part)) is not None]

    def _shape(self, shape: Any, behind: list[Any], relations: dict[str, tuple[str, str]]) -> None:
        if kind(shape) in _EDGES:
            with self._writer.furniture():
                self._text(shape, behind)
        elif local(shape) == "graphicFrame":
            for table in shape.iter(f"{A}tbl"):
                self._table(table)
            for graphic in shape.iter(f"{A}graphicData"):
                write_graphic(self._writer, self._package, relations, graphic)
        else:
            self._text(shape, behind)

    def _text(self, shape: Any, behind: list[Any]) -> None:
        bullets = Bullets(shape, behind)
        plain: list[str] = []  # paragraphs without a bullet, and not written yet
        for paragraph in shape.iter(f"{A}p"):
            text = drawn_text(paragraph)
            bullet = bullets.mark(paragraph) if text.strip() else None
            if bullet:
                write_lines(self._writer, plain)
                plain = []
                self._writer.item(text, depth=bullet[0], number=bullet[1])
            elif text.strip():
                plain += own_lines(text.split("\n"))
        write_lines(self._writer, plain)

    def _table(self, table: Any) -> None:
        rows: list[list[str]] = []
        wide: list[Wide] = []
        for row in table.iter(f"{A}tr"):
            line: list[str] = []
            for column, cell in enumerate(row.findall(f"{A}tc")[:_MOST_COLUMNS]):
                text = joined_lines(drawn_text(paragraph) for paragraph in cell.iter(f"{A}p"))
                if (span := whole_number(cell.get("gridSpan"), 1)) > 1:
                    wide.append((len(rows), column, min(column + span, _MOST_COLUMNS) - 1))
                above = rows[-1][column] if rows and column < len(rows[-1]) else ""
                line.append(above if cell.get("vMerge") in ("1", "true") else text)
            rows.append(line)
        properties = table.find(f"{A}tblPr")
        first = None if properties is None else int(properties.get("firstRow") in ("1", "true"))
        write_table(self._writer, rows, header=first, wide=wide)

    def _speaker_notes(self, name: str) -> None:
        """The notes of the one who speaks."""
        root = self._package.xml(name)
        for shape in _shapes(root.find(f"{P}cSld/{P}spTree")) if root is not None else ():
            if kind(shape) == "body":
                self._text(shape, [])

    def _comments(self, name: str) -> None:
        root = self._package.xml(name)
        for element in root.iter() if root is not None else ():
            if local(element) in ("cm", "reply"):
                parts = [part for part in element if local(part) in ("text", "txBody")]
                text = " ".join((part.text or "") + drawn_text(part) for part in parts)
                self._writer.comment(text, self._authors.get(element.get("authorId", ""), ""))

    def _author_names(self, part: str) -> dict[str, str]:
        """The names of those who commented, by id."""
        root = self._package.xml(self._package.related(self._main, part))
        return (
            {element.get("id", ""): element.get("name", "") for element in root} if root is not None else {}
        )


def _shapes(tree: Any) -> Iterator[Any]:
    """The shapes of a slide that are seen, those in groups too; of what is there in two forms, the new one.

    They come from the top down where they stand one below the other, else as they were drawn.
    """
    for shape in _ordered(list(tree) if tree is not None else []):
        name = local(shape)
        if any(about.get("hidden") in ("1", "true") for about in shape.iterfind(f"./*/{P}cNvPr")):
            continue
        if name in ("sp", "graphicFrame", "cxnSp"):
            yield shape
        elif name == "grpSp":
            yield from _shapes(shape)
        elif name == "AlternateContent":
            yield from _shapes(next(iter(shape), None))


def _ordered(shapes: list[Any]) -> list[Any]:
    places = [_place(shape) for shape in shapes]
    rows = [row for own, row, _ in places if own]
    if len(rows) > len(set(rows)):  # some stand side by side
        return shapes
    return [shapes[number] for number in sorted(range(len(shapes)), key=places.__getitem__)]


def _place(shape: Any) -> tuple[int, int, int]:
    """Where a shape comes: what stands for a part of the layout first, then by rows and from the left."""
    offset = next(shape.iter(f"{A}off"), None)
    if offset is None or placeholder(shape) is not None:
        return (0, 0, 0)
    x, y = (
        int(value) if (value := offset.get(name, "")).lstrip("-").isdecimal() else 0 for name in ("x", "y")
    )
    return (1, y // _ROW, x)


def _words(shape: Any) -> str:
    return " ".join(" ".join(drawn_text(paragraph) for paragraph in shape.iter(f"{A}p")).split())


def _titles_by_looks(shapes: Sequence[Any]) -> list[Any]:
    """The first shape, where it is short and in larger letters than any other: a title by its looks."""
    sizes = [
        max((whole_number(run.get("sz"), 0) for run in shape.iter(f"{A}rPr")), default=0) for shape in shapes
    ]
    if len(shapes) < 2 or local(shapes[0]) != "sp" or len(_words(shapes[0])) > _LONGEST_TITLE:
        return []
    if any(char.isdecimal() for char in _words(shapes[0])):  # "95 %", in large figures
        return []
    return [shapes[0]] if sizes[0] > max(sizes[1:], default=_USUAL) else []

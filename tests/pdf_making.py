"""PDFs of known content, set by reportlab: what stands in them in reading order, and as what."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

SHEET = getSampleStyleSheet()
BODY, TITLE, SECTION, PART = (SHEET[name] for name in ("BodyText", "Title", "Heading2", "Heading3"))
JUSTIFIED = ParagraphStyle("justified", BODY, alignment=TA_JUSTIFY)
INDENTED = ParagraphStyle("indented", BODY, firstLineIndent=14, spaceBefore=0, spaceAfter=0)
SMALL = ParagraphStyle("small", BODY, fontSize=7, leading=9)
SLIDE = ParagraphStyle("slide", BODY, fontSize=22, leading=28)
WIDTH, HEIGHT = A4
RULED = TableStyle(
    [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]
)

_WORDS = (
    "the ferry leaves at nine in the morning and comes back before dark whenever weather allows it while "
    "passengers wait on the old quay beside a small wooden house that once was the office of harbour pilots "
    "tickets are sold on board children travel free of charge with an adult bicycles need a place which has "
    "to be booked two days ahead dogs stay outside during winter months no boat sails on Sundays unless an "
    "island festival calls for more room than usual"
).split()


@dataclass
class Known:
    """What a file has: all its words in reading order, headings with their level, items with their number
    and depth, cells with the headers of their row and column, running headers and footers."""

    words: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[tuple[str, int, str]] = field(default_factory=list)
    cells: list[tuple[str, str, str]] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)


def prose(seed: int, words: int) -> str:
    """Sentences that differ by seed."""
    found = [_WORDS[(seed * 37 + place * (7 + seed % 5)) % len(_WORDS)] for place in range(words)]
    return " ".join(found).capitalize() + f" {seed}."


class Story:
    """Flowables, and what is known of them."""

    def __init__(self) -> None:
        self.flow: list[Any] = []
        self.known = Known()

    def heading(self, text: str, level: int = 1) -> None:
        self.flow.append(Paragraph(text, (TITLE, SECTION, PART)[level - 1]))
        self.known.headings.append((level, text))
        self.known.words += text.split()

    def text(self, text: str, style: ParagraphStyle = BODY) -> None:
        self.flow.append(Paragraph(text, style))
        self.known.words += text.replace("<b>", "").replace("</b>", "").split()

    def items(self, texts: list[Any], kind: str = "bullet", style: ParagraphStyle = BODY) -> None:
        self.flow.append(self._list(texts, kind, 1, style))

    def table(self, rows: list[list[str]], style: TableStyle, *, header: bool = True, **more: Any) -> None:
        wide = more.get("colWidths")
        made = [[Paragraph(cell, SMALL) if wide and len(cell) > 40 else cell for cell in row] for row in rows]
        self.flow += [Table(made, style=style, **more), Spacer(1, 12)]
        self.cells(rows, header=header)

    def cells(self, rows: list[list[str]], *, header: bool = True) -> None:
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                above = rows[0][column] if header and number else ""
                beside = row[0] if column and not (header and not number) else ""
                if cell:
                    self.known.cells.append((cell, beside, above))
                    self.known.words += cell.split()

    def _list(self, texts: list[Any], kind: str, depth: int, style: ParagraphStyle) -> ListFlowable:
        made: list[list[Any]] = []
        for one in texts:
            if isinstance(one, list):
                made[-1].append(self._list(one, "a" if kind == "1" else "bullet", depth + 1, style))
                continue
            made.append([Paragraph(one, style)])
            number = {"1": f"{len(made)}.", "a": f"{chr(96 + len(made))})", "bullet": ""}[kind]
            self.known.items.append((number, depth, one))
            self.known.words += one.split()
        form = {"bulletFormat": "%s)" if kind == "a" else "%s."} if kind != "bullet" else {}
        entries = [ListItem(one) for one in made]
        return ListFlowable(entries, bulletType=kind, start="•" if kind == "bullet" else None, **form)


def _running(top: str, bottom: str, known: Known) -> Callable[[Any, Any], None]:
    """Draws a header and a footer with the number of the page, and notes them."""

    def draw(canvas: Any, _: Any) -> None:
        number = canvas.getPageNumber()
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, HEIGHT - 34, top)
        canvas.drawString(60, 28, bottom)
        canvas.drawRightString(WIDTH - 60, 28, f"Page {number}")
        canvas.restoreState()
        known.furniture += [top, f"{bottom} Page {number}"]

    return draw


def _columned(path: Path, story: Story, columns: int, *, running: bool, title: float = 0) -> Known:
    """Sets a story in columns, below a title of that height over all of them on the first page."""
    gap, left, bottom, top = 18, 54, 54, HEIGHT - 54
    wide = (WIDTH - 2 * left - gap * (columns - 1)) / columns

    def frames(above: float) -> list[Frame]:
        return [
            Frame(left + number * (wide + gap), bottom, wide, top - above - bottom, 0, 0, 0, 0)
            for number in range(columns)
        ]

    first = frames(title)
    if title:
        first.insert(0, Frame(left, top - title, WIDTH - 2 * left, title, 0, 0, 0, 0))
        story.flow.insert(1, FrameBreak())
    drawn = {"onPage": _running("The Ferry Review", "Carrow Quay", story.known)} if running else {}
    document = BaseDocTemplate(str(path), pagesize=A4, invariant=True)
    document.addPageTemplates(
        [PageTemplate("first", first, **drawn), PageTemplate("later", frames(0), **drawn)]
    )
    document.build([NextPageTemplate("later"), *story.flow])
    return story.known


def _simple(path: Path, story: Story, **more: Any) -> Known:
    SimpleDocTemplate(str(path), invariant=True, **{"pagesize": A4, **more}).build(story.flow)
    return story.known


def two_columns(path: Path) -> Known:
    story = Story()
    story.heading("Two hundred years of crossing the sound")
    for number in range(14):
        if number in (2, 6, 10):
            story.heading(f"Chapter {number} of the crossing", 2)
        story.text(prose(number, 60 + 7 * number), JUSTIFIED)
    return _columned(path, story, 2, running=True, title=60)


def two_level_columns(path: Path) -> Known:
    """Columns whose lines stand level with each other, their right edges ragged."""
    story = Story()
    style = ParagraphStyle("level", BODY, spaceBefore=0, spaceAfter=0)
    story.heading("Lines that stand level")
    for number in range(9):
        story.text(prose(number, 90), style)
    return _columned(path, story, 2, running=False, title=60)


def columns_with_lists(path: Path) -> Known:
    story = Story()
    story.heading("What to bring and when")
    for number in range(12):
        story.heading(f"Part {number} of it", 2)
        story.text(prose(number, 50))
        story.items(
            [prose(number + 20 + one, 6 + 9 * (one % 2)) for one in range(4)], "1" if number % 2 else "bullet"
        )
    return _columned(path, story, 2, running=True, title=60)


def three_columns(path: Path) -> Known:
    story = Story()
    story.heading("Three columns of news")
    for number in range(20):
        story.text(prose(number, 70), INDENTED)
    return _columned(path, story, 3, running=True, title=60)


def columns_with_a_table(path: Path) -> Known:
    story = Story()
    story.heading("A table in a column")
    for number in range(3):
        story.text(prose(number, 80), JUSTIFIED)
        rows = [
            ["Ship", "Guests", "Fare"],
            *[[f"Petrel {one}{number}", str(20 + one), f"{one}.50"] for one in range(5)],
        ]
        story.table(rows, RULED if number else TableStyle([("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]))
        story.text(prose(number + 9, 80), JUSTIFIED)
    return _columned(path, story, 2, running=False, title=60)


def ruled_table(path: Path) -> Known:
    story = Story()
    story.heading("Charges of the bank")
    story.text("All prices are in pounds.")
    rows = [["Service", "What it is for", "Price"]]
    rows += [[f"Card {one}", prose(one, 12), f"{one}.00"] for one in range(9)]
    story.table(rows, RULED, colWidths=[70, 250, 60])
    story.text(prose(3, 40))
    return _simple(path, story)


def inner_grid(path: Path) -> Known:
    """A table that is ruled between its cells only."""
    story = Story()
    rows = [["Day", "First boat", "Last boat"], ["Monday", "07:10", "21:00"], ["Sunday", "09:30", "18:45"]]
    story.text(prose(1, 40))
    story.table(rows, TableStyle([("INNERGRID", (0, 0), (-1, -1), 0.4, colors.grey)]))
    story.text(prose(2, 40))
    return _simple(path, story)


def borderless_table(path: Path) -> Known:
    story = Story()
    story.heading("Stock at the end of May")
    story.text(prose(1, 50))
    rows = [["Article", "Number", "Shelf", "Price"]]
    rows += [[f"Bolt M{one} zinc", str(40 * one), f"A{one}", f"{one}.25"] for one in range(4, 16)]
    right = TableStyle([("ALIGN", (1, 0), (-1, -1), "RIGHT")])
    story.table(rows, right, colWidths=[150, 80, 70, 70])
    story.text(prose(2, 50))
    return _simple(path, story)


def booktabs(path: Path) -> Known:
    """Lines above, below and under the header alone, long cells wrapped."""
    story = Story()
    rows = [["Fault", "What to do", "Who"]]
    rows += [[f"E{one}", prose(one, 14), "you" if one % 2 else "service"] for one in range(1, 8)]
    lines = [
        ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    story.text(prose(1, 50))
    story.table(rows, TableStyle(lines), colWidths=[60, 260, 80])
    return _simple(path, story)


def names_and_values(path: Path) -> Known:
    story = Story()
    story.heading("Particulars of the boat")
    rows = [
        ["Name", "Petrel"],
        ["Built", "1999"],
        ["Length", "14.2 m"],
        ["Home port", "Carrow Quay"],
        ["Guests", "24"],
    ]
    story.table(rows, TableStyle([]), header=False, colWidths=[120, 200])
    story.text(prose(4, 60))
    return _simple(path, story)


def invoice(path: Path) -> Known:
    story = Story()
    story.heading("INVOICE")
    for line in ("Sound Stores Ltd", "12 Harbour Square", "Carrow Quay"):
        story.text(line)
    story.flow.append(Spacer(1, 24))
    rows = [["Description", "Quantity", "Unit price", "Amount"]]
    rows += [[f"Rope {one} mm, by the metre", str(one), "2.40", f"{2.4 * one:.2f}"] for one in range(6, 14)]
    rows += [["Total", "", "", "182.40"]]
    amounts = TableStyle(
        [("ALIGN", (1, 0), (-1, -1), "RIGHT"), ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]
    )
    story.table(rows, amounts, colWidths=[190, 70, 90, 90])
    story.text("Please pay within 14 days to the account below.")
    return _simple(path, story)


def slides(path: Path) -> Known:
    story = Story()
    for number in range(4):
        story.flow.append(
            Paragraph(f"Slide {number}: the season", ParagraphStyle("t", TITLE, fontSize=34, leading=40))
        )
        story.known.headings.append((1, f"Slide {number}: the season"))
        story.known.words += f"Slide {number}: the season".split()
        nested = [prose(number, 5), [prose(number + 5, 3), prose(number + 6, 12)], prose(number + 7, 4)]
        story.items(nested, style=SLIDE)
        story.flow.append(PageBreak())
    return _simple(path, story, pagesize=landscape(A4))


def letter(path: Path) -> Known:
    """A letter whose sentences run over the end of its page, with a footer of three lines."""
    story = Story()
    for line in ("Odile Marchand", "4 Quay Lane", "Ellisk"):
        story.text(line, ParagraphStyle("address", BODY, spaceBefore=0))
    story.text("Dear Mr Pike,")
    for number in range(6):
        story.text(prose(number, 130), JUSTIFIED)
    story.text("Yours sincerely,")

    def foot(canvas: Any, _: Any) -> None:
        canvas.setFont("Helvetica", 7)
        for line, text in enumerate(
            ("Sound Stores Ltd", "Registered in Carrow, No. 55120", "Bank: Pennard 20-44-11")
        ):
            canvas.drawCentredString(WIDTH / 2, 50 - 9 * line, text)
            story.known.furniture.append(text)

    document = SimpleDocTemplate(str(path), invariant=True, pagesize=A4, bottomMargin=90)
    document.build(story.flow, onFirstPage=foot, onLaterPages=foot)
    return story.known


def nested_lists(path: Path) -> Known:
    story = Story()
    story.heading("House rules")
    story.text("Before you leave:")
    story.items([prose(1, 9), [prose(2, 7), prose(3, 30)], prose(4, 34), prose(5, 5)], "1")
    story.text(prose(6, 50))
    story.text("Never put in:")
    story.items([prose(7, 4), [prose(8, 4), [prose(9, 5), prose(10, 24)], prose(11, 4)], prose(12, 30)])
    return _simple(path, story)


class _Parted(Table):
    """A table that notes the rows of its parts."""

    parts: list[list[list[str]]] = []  # noqa: RUF012

    def onSplit(self, part: Any, byRow: int = 1) -> None:
        self.parts.append(part._cellvalues)


def long_table(path: Path) -> Known:
    """A table over three pages, its header repeated on each."""
    story = Story()
    story.heading("Register of members")
    rows = [
        [f"Member {one}", f"{1900 + one}", f"Lane {one * 3}", "paid" if one % 3 else "open"]
        for one in range(90)
    ]
    _Parted.parts = []
    story.flow.append(_Parted([["Name", "Born", "Street", "Fee"], *rows], style=RULED, repeatRows=1))
    known = _simple(path, story)
    for part in _Parted.parts[::2] + _Parted.parts[-1:]:
        story.cells(part)
    return known


def rotated(path: Path) -> Known:
    """Upright text, a page that is turned by its own entry, and text drawn upwards."""
    known = Known()
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for number, turn in enumerate((0, 90, 270, 180)):
        text = prose(number, 80).split()
        canvas.setPageRotation(turn)
        for line in range(0, len(text), 10):
            canvas.saveState()
            canvas.translate(*{0: (60, 780), 90: (60, 60), 270: (540, 780), 180: (540, 60)}[turn])
            canvas.rotate(turn)
            canvas.drawString(0, -line * 1.5, " ".join(text[line : line + 10]))
            canvas.restoreState()
        known.words += text
        canvas.showPage()
    canvas.save()
    return known


def report(path: Path) -> Known:
    """Three levels of headings, footnotes, a caption, bold words in the text."""
    story = Story()
    story.heading("Annual report of the ferry")
    for number in range(4):
        story.heading(f"{number + 1} The year in part {number}", 2)
        story.text(f"<b>Note well:</b> {prose(number, 60)}")
        story.heading(f"{number + 1}.1 What was spent", 3)
        story.text(prose(number + 10, 90), INDENTED)
        story.text(prose(number + 20, 90), INDENTED)
        story.text(
            f"Figure {number + 1}: the boats that sailed", ParagraphStyle("c", BODY, alignment=TA_CENTER)
        )
        story.text(f"Footnote {number}: see the list of {prose(number, 20)}", SMALL)
    return _simple(path, story)


def contents(path: Path) -> Known:
    """A table of contents with leaders, then its chapter."""
    known = Known()
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(60, 780, "Contents")
    known.headings.append((1, "Contents"))
    known.words.append("Contents")
    canvas.setFont("Helvetica", 10)
    for number in range(12):
        name = f"Chapter {number} {prose(number, 3)}"
        dots = "." * int((420 - canvas.stringWidth(name)) / canvas.stringWidth("."))
        canvas.drawString(60, 740 - 14 * number, f"{name} {dots} {number + 3}")
        known.words += [*name.split(), dots, str(number + 3)]
    canvas.save()
    return known


def any_columns(path: Path, seed: int) -> Known:
    """Two or three columns of one of many settings: sizes, leading, edges, lists and headings between."""
    chance, story = random.Random(seed), Story()
    size = chance.choice([8, 9, 10, 11, 12])
    style = ParagraphStyle(
        "any",
        BODY,
        fontSize=size,
        leading=size * chance.choice([1.1, 1.2, 1.3, 1.5]),
        alignment=chance.choice([TA_LEFT, TA_JUSTIFY]),
        spaceBefore=chance.choice([0, 0, 4]),
        spaceAfter=chance.choice([0, 4, 8]),
    )
    story.heading("Title of the page")
    for number in range(chance.randrange(5, 16)):
        if chance.random() < 0.2:
            story.heading(f"Section {number} here", 2)
        if chance.random() < 0.15:
            texts = [prose(number + chance.randrange(99), chance.randrange(2, 16)) for _ in range(3)]
            story.items(texts, chance.choice(["bullet", "1"]), style)
        story.text(prose(number + chance.randrange(500), chance.choice([4, 20, 60, 90, 140])), style)
    return _columned(path, story, chance.choice([2, 2, 2, 3]), running=False, title=60)


def any_table(path: Path, seed: int) -> Known:
    """A table without lines of one of many settings, between paragraphs."""
    chance, story = random.Random(seed), Story()
    size, count = chance.choice([8, 9, 10, 11, 12]), chance.choice([2, 3, 4])
    kinds = ["name", *[chance.choice(["amount", "name", "phrase", "date"]) for _ in range(count - 1)]]
    rows = [[f"{kind.capitalize()} {'abcd'[place]}" for place, kind in enumerate(kinds)]]
    for number in range(chance.randrange(4, 20)):
        row = [_any_cell(kind, number, chance) for kind in kinds]
        if count > 2 and chance.random() < 0.15:
            row[chance.randrange(1, count)] = ""
        rows.append(row)
    pad = chance.choice([1, 3, 5])
    style: list[Any] = [
        ("FONTSIZE", (0, 0), (-1, -1), size),
        ("LEADING", (0, 0), (-1, -1), size * 1.2),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
        ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
    ]
    amounts = [place for place, kind in enumerate(kinds) if kind == "amount"]
    style += [("ALIGN", (one, 0), (one, -1), chance.choice(["RIGHT", "CENTER"])) for one in amounts]
    story.heading("Title of the page")
    for number in range(chance.randrange(3)):
        story.text(prose(seed + number, chance.choice([6, 40, 80])))
    story.table(rows, TableStyle(style), hAlign=chance.choice(["LEFT", "CENTER"]))
    for number in range(chance.randrange(3)):
        story.text(prose(seed + number + 7, chance.choice([6, 40, 80])))
    return _simple(path, story)


def _any_cell(kind: str, number: int, chance: random.Random) -> str:
    if kind == "amount":
        return f"{chance.randrange(1, 2000)}.{chance.randrange(10, 99)}"
    if kind == "date":
        return f"{chance.randrange(1, 28)} May 20{chance.randrange(10, 26)}"
    if kind == "phrase":
        return prose(chance.randrange(999), chance.randrange(2, 5))
    return f"{chance.choice(['Petrel', 'Heron', 'Marigold', 'open'])} {number}"


def word_document(path: Path) -> Known:
    """What a word processor writes: headings, lists, a table, a running header; `path` is a docx file."""
    from docx import Document

    known, made = Known(), Document()
    made.sections[0].header.paragraphs[0].text = "Ferry handbook, edition of May"
    known.furniture = ["Ferry handbook, edition of May"] * 3
    for part in range(3):
        if part:
            made.add_page_break()
        made.add_heading(f"Part {part} of the year", 1)
        made.add_paragraph(prose(part, 90))
        known.headings.append((1, f"Part {part} of the year"))
        known.words += f"Part {part} of the year {prose(part, 90)} Bring with you:".split()
        made.add_paragraph("Bring with you:")
        for number in range(3):
            text = prose(part + number, 5 + 12 * number)
            made.add_paragraph(text, style="List Bullet")
            known.items.append(("", 1, text))
            known.words += text.split()
        rows = [["Ticket", "Fare", "Note"]]
        rows += [[f"Ticket {row}", f"£{row}.50", prose(row, 9 if row % 2 else 2)] for row in range(5)]
        table = made.add_table(rows=0, cols=3)
        table.style = "Table Grid"
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        story = Story()
        story.cells(rows)
        known.cells += story.known.cells
        known.words += story.known.words
    made.save(str(path))
    return known


FILES: dict[str, Callable[[Path], Known]] = {
    made.__name__: made
    for made in (
        two_columns, two_level_columns, columns_with_lists, three_columns, columns_with_a_table, ruled_table,
        inner_grid, borderless_table, booktabs, names_and_values, invoice, slides, letter, nested_lists,
        long_table, rotated, report, contents,
    )
}  # fmt: skip

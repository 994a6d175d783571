"""Writers of office files and PDFs, by the libraries that people use for it."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.corpus.language import Described, Facts, Heading, Item, Paragraph, Piece, Table, facts_of, spans

_MONEY = re.compile(r"£\d+\.\d\d")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}")


def docx(document: Described, path: Path) -> Facts:
    import docx as library

    made = library.Document()
    made.core_properties.title = document.title
    made.core_properties.created = datetime.fromisoformat(document.date)
    for piece in document.pieces:
        match piece:
            case Heading(level, text):
                made.add_heading(text, level)
            case Paragraph(text):
                made.add_paragraph(text)
            case Table():
                _docx_table(made, piece)
            case items:
                _docx_list(made, items)
    made.save(path)
    return facts_of(document)


def _docx_table(made: Any, table: Table) -> None:
    grid = made.add_table(len(table.rows), table.width)
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            grid.cell(number, column).text = cell
    if table.header == 2:
        for start, count in spans(table.rows[0]):
            grid.cell(0, start).merge(grid.cell(0, start + count - 1)).text = table.rows[0][start]


def _docx_list(made: Any, items: Sequence[Item]) -> None:
    """A list with a numbering of its own, as Word makes one for each list."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = made.part.numbering_part.element
    key, w = 100 + len(root), nsdecls("w")
    levels = "".join(
        _docx_level(depth, number) for depth, number in {i.depth: i.number for i in items}.items()
    )
    abstract = f'<w:abstractNum {w} w:abstractNumId="{key}">{levels}</w:abstractNum>'
    root.find(root.tag.replace("numbering", "num")).addprevious(parse_xml(abstract))
    root.append(parse_xml(f'<w:num {w} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))
    for item in items:
        place = f'<w:ilvl w:val="{item.depth - 1}"/><w:numId w:val="{key}"/>'
        properties = made.add_paragraph(item.text)._p.get_or_add_pPr()
        properties.append(parse_xml(f"<w:numPr {w}>{place}</w:numPr>"))


def _docx_level(depth: int, number: str) -> str:
    form, text = ("decimal", f"%{depth}.") if number else ("bullet", "•")
    return (
        f'<w:lvl w:ilvl="{depth - 1}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{400 * depth}"/></w:pPr></w:lvl>'
    )


def slides(document: Described, path: Path) -> Facts:
    """A slide for each heading, with what stands below it."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    made.core_properties.title = document.title
    made.core_properties.created = datetime.fromisoformat(document.date)
    slide: Any = None
    for piece in document.pieces:
        match piece:
            case Heading(_, text):
                slide = made.slides.add_slide(made.slide_layouts[5])
                slide.shapes.title.text = text
                top = 1.5
            case Paragraph(text):
                box = slide.shapes.add_textbox(Inches(0.5), Inches(top), Inches(9), Inches(1))
                box.text_frame.word_wrap, box.text_frame.text = True, text
            case Table():
                _slide_table(slide, piece, Inches(top))
            case items:
                _slide_list(slide, items, Inches(top))
        top += 1.2
    made.save(path)
    facts = facts_of(document)
    return replace(facts, headings=[(1, text) for _, text in facts.headings or ()])


def _slide_table(slide: Any, table: Table, top: Any) -> None:
    from pptx.util import Inches

    size = (len(table.rows), table.width)
    grid = slide.shapes.add_table(*size, Inches(0.5), top, Inches(9), Inches(2)).table
    grid.first_row = table.header > 0
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            grid.cell(number, column).text = cell
    if table.header == 2:
        for start, count in spans(table.rows[0]):
            if count > 1:
                grid.cell(0, start).merge(grid.cell(0, start + count - 1))


def _slide_list(slide: Any, items: Sequence[Item], top: Any) -> None:
    from pptx.oxml import parse_xml
    from pptx.util import Inches

    names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    frame = slide.shapes.add_textbox(Inches(0.5), top, Inches(9), Inches(2)).text_frame
    for number, item in enumerate(items):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = item.text, item.depth - 1
        sign = '<a:buAutoNum {} type="arabicPeriod"/>' if item.number else '<a:buChar {} char="•"/>'
        paragraph._p.get_or_add_pPr().append(parse_xml(sign.format(names)))


def workbook(document: Described, path: Path) -> Facts:
    """A sheet for each table, named by the heading over it, with numbers and dates as such."""
    import openpyxl

    made = openpyxl.Workbook()
    made.remove(made.active)
    made.properties.title = document.title
    made.properties.created = datetime.fromisoformat(document.date)
    kept: list[Piece] = []
    for name, table in _sheets(document):
        sheet = made.create_sheet(name)
        kept += [Heading(1, name), table]
        for row, line in enumerate(table.rows, 1):
            for column, text in enumerate(line, 1):
                if text:
                    sheet.cell(row, column).value, sheet.cell(row, column).number_format = value(text)
        if table.header == 2:
            for start, count in spans(table.rows[0]):
                sheet.merge_cells(start_row=1, end_row=1, start_column=start + 1, end_column=start + count)
    made.save(path)
    return facts_of(document, kept)


def old_workbook(document: Described, path: Path) -> Facts:
    """The same as a file of before 2007."""
    import xlwt

    made = xlwt.Workbook()
    kept: list[Piece] = []
    for name, table in _sheets(document):
        sheet = made.add_sheet(name)
        kept += [Heading(1, name), table]
        for row, line in enumerate(table.rows):
            for column, text in enumerate(line):
                if text:
                    content, code = value(text)
                    sheet.write(row, column, content, xlwt.easyxf(num_format_str=code))
    made.save(str(path))
    return replace(facts_of(document, kept), date=None)


def _sheets(document: Described) -> list[tuple[str, Table]]:
    found, name = [], document.title
    for piece in document.pieces:
        if isinstance(piece, Heading):
            name = piece.text
        elif isinstance(piece, Table):
            found.append((re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip(), piece))
    return found


def value(text: str) -> tuple[Any, str]:
    """The value of a cell that is shown so, and its format."""
    if _MONEY.fullmatch(text):
        return float(text[1:]), '"£"0.00'
    if _DAY.fullmatch(text):
        return datetime.strptime(text, "%d %b %Y"), "d mmm yyyy"
    return (int(text), "General") if text.isdecimal() else (text, "General")


def pdf(document: Described, path: Path, columns: int = 1) -> Facts:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    width, height = A4
    each = (width - 80 - 20 * (columns - 1)) / columns
    frames = [Frame(40 + number * (each + 20), 40, each, height - 80) for number in range(columns)]
    made = BaseDocTemplate(str(path), pagesize=A4, title=document.title)
    made.addPageTemplates(PageTemplate(frames=frames))
    made.build([flowable for piece in document.pieces for flowable in _flowables(piece)])
    return replace(facts_of(document), date=None)


def _flowables(piece: Piece) -> list[Any]:
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph as Words
    from reportlab.platypus import Spacer
    from reportlab.platypus import Table as Grid

    styles = getSampleStyleSheet()
    match piece:
        case Heading(level, text):
            return [Words(text, styles[f"Heading{level}"])]
        case Paragraph(text):
            return [Words(text.replace("&", "&amp;"), styles["BodyText"])]
        case Table(rows):
            return [Grid(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]), Spacer(1, 10)]
        case items:
            return [_pdf_list(items), Spacer(1, 10)]


def _pdf_list(items: Sequence[Item], depth: int = 1) -> Any:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, ListItem
    from reportlab.platypus import Paragraph as Words

    style = getSampleStyleSheet()["BodyText"]
    parts: list[list[Any]] = []
    inner: list[Item] = []
    for item in [*items, Item(depth, "", "")]:
        if item.depth > depth:
            inner.append(item)
            continue
        if inner:
            parts[-1].append(_pdf_list(inner, depth + 1))
            inner = []
        parts.append([Words(item.text, style)])
    kind = (
        {"bulletType": "1", "bulletFormat": "%s."}
        if items[0].number
        else {"bulletType": "bullet", "start": "•"}
    )
    return ListFlowable([ListItem(part) for part in parts[:-1]], **kind)


def office() -> str | None:
    """LibreOffice's program, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(files: Sequence[Path], kind: str, folder: Path, profile: Path) -> None:
    """Saves files by LibreOffice in another format, all in one call."""
    program = office()
    assert program
    subprocess.run(
        [
            program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind,
            "--outdir", str(folder), *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip

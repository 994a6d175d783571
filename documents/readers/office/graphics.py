"""Charts and diagrams in office files: their titles, numbers and labels, which lie in parts of their own."""

from typing import Any

from documents.readers.office.number_formats import formatted_value
from documents.readers.office.packages import Package, local
from documents.readers.tables import write_table
from documents.readers.writing import TextWriter
from documents.text.blocks import UNDER

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MOST_POINTS = 10_000  # of one series
_LINKS = ("pres", "parTrans", "sibTrans")  # what a diagram has between its boxes
Relations = dict[str, tuple[str, str]]


def drawn_text(paragraph: Any) -> str:  # Any: an lxml element
    """The words of a paragraph of a drawing, a slide or a diagram."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]

    parts: list[str] = []
    events = iterwalk(paragraph, events=("start",))
    for _, element in events:
        name = local(element)
        if name == "Fallback":  # the same for old programs
            events.skip_subtree()
        elif name in ("t", "br"):
            parts.append("\n" if name == "br" else element.text or "")
    return "".join(parts)


def write_graphic(writer: TextWriter, package: Package, relations: Relations, graphic: Any) -> None:
    """Writes what a chart or diagram says, where the element `graphicData` shows one."""
    for child in graphic:
        if child.tag == f"{_C}chart":
            _chart(writer, package.xml(_part(relations, child.get(f"{R}id"))))
        elif child.tag == f"{_D}relIds":
            _diagram(writer, package.xml(_part(relations, child.get(f"{R}dm"))))


def _part(relations: Relations, name: str | None) -> str | None:
    return relations.get(name or "", ("", None))[1]


def _diagram(writer: TextWriter, root: Any) -> None:
    for point in root.iter(f"{_D}pt") if root is not None else ():
        if point.get("type") not in _LINKS:
            writer.item(" ".join(drawn_text(paragraph) for paragraph in point.iter(f"{A}p")))


def _chart(writer: TextWriter, root: Any) -> None:
    """The titles of a chart and of its axes, and its numbers as a table."""
    if root is None:
        return
    for title in root.iter(f"{_C}title"):
        writer.caption(" ".join(drawn_text(paragraph) for paragraph in title.iter(f"{A}p")))
    series = list(root.iter(f"{_C}ser"))
    names = [" ".join(_points(curve, "tx").values()) for curve in series]
    labels: dict[int, str] = {}
    for curve in series:
        labels |= _points(curve, "cat") or _points(curve, "xVal")
    values = [_points(curve, "val") or _points(curve, "yVal") for curve in series]
    places = sorted({*labels, *(place for points in values for place in points)})
    rows = [[labels.get(place, ""), *(points.get(place, "") for points in values)] for place in places]
    write_table(writer, [["", *names], *rows], header=1)


def _points(series: Any, kind: str) -> dict[int, str]:
    """The values of one kind in a series (its name, its labels, its numbers), by their place."""
    points: dict[int, str] = {}
    for group in series.findall(f"{_C}{kind}"):
        levels = list(group.iter(f"{_C}lvl"))  # of labels: the innermost first
        for level in levels or [group]:
            code = next(
                (code_element.text or "" for code_element in level.iter(f"{_C}formatCode")), "General"
            )
            for place, text in _by_place(level).items():
                points[place] = UNDER.join(filter(None, (_formatted(text, code), points.get(place, ""))))
    return points


def _by_place(level: Any) -> dict[int, str]:
    """The values below an element by their place; of labels over others, each goes on up to the next."""
    texts: dict[int, str] = {}
    for value in level.iter(f"{_C}v"):
        place = value.getparent().get("idx", "0")
        if place.isdecimal() and len(texts) < _MOST_POINTS:
            texts[int(place)] = value.text or ""
    return texts


def _formatted(text: str, code: str) -> str:
    """A value as the chart shows it, a day as a date."""
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import from_excel

    try:
        number = float(text)
        return formatted_value(from_excel(number) if is_date_format(code) else number, code)
    except (ValueError, OverflowError):  # words
        return text

"""The words that are seen in office files: all runs of text in the parts that are shown."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from documents.readers.office.opendocument import SHOW
from documents.readers.office.opendocument_text import STYLE, TEXT
from documents.readers.office.packages import Package, local
from documents.readers.office.word_numbering import W, is_on

_GONE = frozenset("del moveFrom Fallback rPh tracked-changes desc title forms event-listeners".split())
_GAPS = frozenset("p h tab br cr ptab s line-break tc table-cell".split())
_DRAWN = ("chart", "diagramData")
_EDGES = ("header", "footer")
_OVERLAP = 100_000  # bytes, more than any cell has
_SHARED = re.compile(
    rb"<(?:\w{1,20}:)?c (?:[^>]{0,200} )?t=\"s\"[^>]{0,200}>(?:<(?:\w{1,20}:)?f[^>]{0,200}/>)?"
    rb"<(?:\w{1,20}:)?v[^>]{0,50}>(\d{1,9})<"
)
_INLINE = re.compile(rb"<(?:\w{1,20}:)?t(?: [^>]{0,100})?>([^<]{1,99000})<")


def document_words(package: Package) -> Iterator[str]:
    """A Word document: body, notes, comments, charts, each line of headers and footers once."""
    main = package.related("", "officeDocument") or "word/document.xml"
    yield _runs(package.xml(main))
    edges: set[str] = set()
    for kind, name in package.relations(main).values():
        if kind in ("footnotes", "endnotes", "comments", *_DRAWN):
            yield _runs(package.xml(name))
        elif kind in _EDGES:
            edges |= set(_lines(package.xml(name)))
    yield from edges


def presentation_words(package: Package) -> Iterator[str]:
    """The slides with their notes, comments, tables, charts and diagrams; not what only the master shows."""
    main = package.related("", "officeDocument") or "ppt/presentation.xml"
    for kind, slide in package.relations(main).values():
        if kind != "slide":
            continue
        yield _runs(package.xml(slide))
        for inner, name in package.relations(slide).values():
            if inner in ("comments", *_DRAWN):
                yield _runs(package.xml(name))
            elif inner == "notesSlide":
                root = package.xml(name)
                yield from (_runs(shape) for shape in root.iter("{*}sp") if _is_spoken(shape))


def workbook_words(package: Package) -> Iterator[str]:
    """The names of the sheets and their cells of text, not of figures, whose form only a program knows."""
    main = package.related("", "officeDocument") or "xl/workbook.xml"
    workbook = package.xml(main)
    relations = package.relations(main)
    yield from (sheet.get("name", "") for sheet in workbook.iter("{*}sheet"))
    shared = _shared(
        package, next((name for kind, name in relations.values() if kind == "sharedStrings"), None)
    )
    for kind, name in relations.values():
        if kind == "worksheet":
            yield from _cells(package, name, shared)


def open_text_words(package: Package) -> Iterator[str]:
    """A text with its notes and comments; of headers and footers each line once."""
    yield _paragraphs_of(package.xml("content.xml"))
    styles = package.xml("styles.xml")
    edges: set[str] = set()
    for part in _EDGES:
        for edge in styles.iter(f"{STYLE}{part}") if styles is not None else ():
            edges.add(_paragraphs_of(edge))
    yield from edges


def open_slide_words(package: Package) -> Iterator[str]:
    """The slides and their notes."""
    content = package.xml("content.xml")
    for notes in list(content.iter(f"{SHOW}notes")):
        for frame in list(notes):
            if frame.get(f"{SHOW}class") != "notes":
                notes.remove(frame)
    yield _paragraphs_of(content)


def open_sheet_words(package: Package) -> Iterator[str]:
    """The names of the sheets and all cells as shown, those that are repeated once."""
    for event, element in package.elements("content.xml"):
        name = local(element)
        if event == "start" and name == "table":
            yield next((value for key, value in element.attrib.items() if key.endswith("}name")), "")
        elif event == "end" and name == "table-row":
            yield _paragraphs_of(element)
            element.clear()


def _walk(root: Any) -> Iterator[tuple[str, Any]]:  # Any: lxml elements
    """The elements as they begin and end, but for what was deleted, or stands there for old programs."""
    from lxml import etree  # type: ignore[import-untyped]

    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start" and local(element) in _GONE:
            events.skip_subtree()
        yield event, element


def _runs(root: Any) -> str:
    """All runs of text in a part of an Office Open XML file."""
    parts: list[str] = []
    for event, element in _walk(root) if root is not None else ():
        name = local(element)
        if event == "start" and name in ("t", "text", "v") and not _is_hidden(element):
            parts.append(element.text or "")
            parts.append(" " if name == "v" else "")
        elif name == "noBreakHyphen":
            parts.append("-" if event == "start" else "")
        elif name in _GAPS:
            parts.append(" ")
    return "".join(parts)


def _lines(root: Any) -> Iterator[str]:
    return (
        (" ".join(_runs(paragraph).split()) for paragraph in root.iter(f"{W}p"))
        if root is not None
        else iter(())
    )


def _is_hidden(run: Any) -> bool:
    """Whether a run of a Word document is hidden."""
    above = run.getparent()
    return above is not None and is_on(above, "rPr/vanish")


def _is_spoken(shape: Any) -> bool:
    """Whether a shape of a page of notes holds the notes."""
    return any(place.get("type") == "body" for place in shape.iter("{*}ph"))


def _paragraphs_of(root: Any) -> str:
    """All paragraphs and headings in an OpenDocument element."""
    parts: list[str] = []
    depth = 0
    for event, element in _walk(root) if root is not None else ():
        is_paragraph = element.tag in (f"{TEXT}p", f"{TEXT}h")
        gap = " " if local(element) in _GAPS else ""
        if event == "start":
            depth += is_paragraph
            parts += [gap, (element.text or "") if depth and local(element) not in _GONE else ""]
        else:
            depth -= is_paragraph
            parts += [gap, (element.tail or "") if depth else ""]
    return "".join(parts)


def _shared(package: Package, name: str | None) -> list[str]:
    """The texts that the cells of a workbook refer to by number."""
    texts: list[str] = []
    for event, element in package.elements(name) if name in package.names and name else ():
        if event == "end" and local(element) == "si":
            texts.append(_runs(element))
            element.clear()
    return texts


def _cells(package: Package, sheet: str, shared: list[str]) -> Iterator[str]:
    for match in package.matches(sheet, (_SHARED, _INLINE), _OVERLAP):
        if match.re is _SHARED:
            yield shared[int(match[1])] if int(match[1]) < len(shared) else ""
        else:
            yield unescape(match[1].decode("utf-8", "replace"))

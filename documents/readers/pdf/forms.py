"""What PDFium leaves out of a page's text though a person sees it: values of a form's fields, and notes."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.reading.encodings import on_one_line
from documents.types import Box

_UNSEEN = 0b100010  # flags of an annotation: hidden, no view
_PUSH, _SECRET = 1 << 16, 1 << 13  # flags of a field: a button to push, a password
_MOST_ANNOTATIONS = 20_000  # annotations of a file that are looked at
_DEEPEST = 20  # fields in fields
_LONGEST_VALUE = 20_000  # characters of a value
_WRITTEN = ("/FreeText", "/Text")  # notes that are written on a page, or open when it is pointed at


@dataclass(slots=True)
class Extras:
    """The fields of a page with their name, value and box, and its notes with their box (in user space)."""

    fields: list[tuple[str, str, Box]] = field(default_factory=list)
    notes: list[tuple[str, Box]] = field(default_factory=list)


def extras(path: Path) -> dict[int, Extras]:
    """What is filled in and noted on the pages (from 1) that have any; nothing where qpdf cannot tell."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # `damaged_pages` says what is damaged
    pages: dict[int, Extras] = {}
    try:
        with pikepdf.open(path) as pdf:
            for _, (number, annotation) in zip(range(_MOST_ANNOTATIONS), _annotations(pdf), strict=False):
                _take(annotation, pages.setdefault(number, Extras()))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
        return pages
    return {number: extra for number, extra in pages.items() if extra.fields or extra.notes}


def _annotations(pdf: Any) -> Iterator[tuple[int, Any]]:  # Any: pikepdf's own objects
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            if not int(annotation.get("/F", 0)) & _UNSEEN:
                yield number, annotation


def _take(annotation: Any, extra: Extras) -> None:
    kind = str(annotation.get("/Subtype", ""))
    if kind == "/Widget":
        name, value = _field(annotation)
        if name and value:
            extra.fields.append((name, value, _box(annotation)))
    elif kind in _WRITTEN:
        text = _plain(annotation.get("/Contents", ""))
        if text:
            extra.notes.append((text, _box(annotation)))


def _field(annotation: Any) -> tuple[str, str]:
    """The name that is shown to a person (else the field's own) and what is filled in."""
    names: list[str] = []
    label = value = kind = None
    flags = 0
    node: Any = annotation
    for _ in range(_DEEPEST):
        names += [_plain(node["/T"])] if "/T" in node else []
        label = label or node.get("/TU")
        value = node.get("/V") if value is None else value
        kind = kind or node.get("/FT")
        flags |= int(node.get("/Ff", 0))
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    name = _plain(label) if label is not None else ".".join(reversed(names))
    if kind is None or flags & _SECRET or (str(kind) == "/Btn" and flags & _PUSH):
        return name, ""
    return name, _chosen(annotation, value) if str(kind) == "/Btn" else _value(value)


def _chosen(annotation: Any, value: Any) -> str:
    """What a box that is ticked says; of several with one name only the ticked one says it."""
    state = str(annotation.get("/AS", value if value is not None else "/Off")).lstrip("/")
    several = "/T" not in annotation
    if state == "Off":
        return "" if several else "no"
    return "yes" if state in ("Yes", "On", "1") else state


def _value(value: Any) -> str:
    import pikepdf

    if isinstance(value, pikepdf.Array):
        return ", ".join(filter(None, map(_plain, value)))
    return "" if value is None else _plain(value)


def _plain(value: Any) -> str:
    import pikepdf

    if isinstance(value, pikepdf.Stream):
        value = value.read_bytes()[:_LONGEST_VALUE].decode("latin-1")
    return on_one_line(str(value)[:_LONGEST_VALUE])


def _box(annotation: Any) -> Box:
    left, bottom, right, top = (float(side) for side in annotation["/Rect"])
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)

"""What is drawn on a PDF's page: straight lines, and the dots that browsers set before items of a list."""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

_MOST_PATHS = 20_000  # drawn things of a page that are looked at: what has more is a drawing, not tables
_MOST_POINTS = 200  # of one path
_THIN = 3.0  # points: a filled area no thicker is a line
_AGAIN = 200  # dots before one among which it may be drawn already
_SQUARE = 5.0  # points: how wide a square is that is a bullet
_DOT = (1.5, 8.0)  # points: how wide and how high a drawn bullet is

Segment = tuple[float, float, float, float]


class Drawings(NamedTuple):
    """Straight lines from (x, y) to (x, y), and the areas (left, bottom, right, top) of dots, y upwards."""

    segments: list[Segment]
    dots: list[Segment]


def drawings(page: Any) -> Drawings:  # Any: pypdfium2 has no types
    """What is drawn on a page; of one with very many drawn things, what comes first."""
    import pypdfium2.raw

    raw = pypdfium2.raw
    found = Drawings([], [])
    for number in range(min(raw.FPDFPage_CountObjects(page), _MOST_PATHS)):
        drawn = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(drawn) == raw.FPDF_PAGEOBJ_PATH:
            dot = _dot(drawn)
            if not dot:
                found.segments.extend(_path(drawn))
            elif not any(_is_same(dot, other) for other in found.dots[-_AGAIN:]):  # filled and then outlined
                found.dots.append(dot)
    return found


def _path(drawn: Any) -> Iterator[Segment]:
    import pypdfium2.raw

    raw = pypdfium2.raw
    filled, outlined = _mode(drawn)
    if not outlined:
        yield from _thin(drawn) if filled else ()
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    begun = before = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(drawn), _MOST_POINTS)):
        part = raw.FPDFPath_GetPathSegment(drawn, number)
        raw.FPDFPathSegment_GetPoint(part, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(part)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield *before, *point
        if raw.FPDFPathSegment_GetClose(part):
            yield *point, *begun
        before = point


def _thin(drawn: Any) -> Iterator[Segment]:
    """The line that a filled area is, where it is thin."""
    bounds = _bounds(drawn)
    if bounds is None:
        return
    left, bottom, right, top = bounds
    if top - bottom <= _THIN < right - left:
        yield left, (top + bottom) / 2, right, (top + bottom) / 2
    elif right - left <= _THIN < top - bottom:
        yield (left + right) / 2, bottom, (left + right) / 2, top


def _dot(drawn: Any) -> Segment | None:
    """The area of a small thing that is as wide as high, and filled or round."""
    bounds = _bounds(drawn)
    if bounds is None:
        return None
    left, bottom, right, top = bounds
    wide, high = right - left, top - bottom
    if not (_DOT[0] <= wide <= _DOT[1] and _DOT[0] <= high <= _DOT[1] and abs(wide - high) < wide / 4):
        return None
    if _is_round(drawn):
        return bounds
    filled, _ = _mode(drawn)
    return bounds if filled and wide <= _SQUARE else None  # larger ones are boxes to tick


def _is_same(dot: Segment, other: Segment) -> bool:
    """Whether two areas are in one place."""
    return all(abs(side - other_side) < _DOT[0] for side, other_side in zip(dot, other, strict=True))


def _bounds(drawn: Any) -> Segment | None:
    import pypdfium2.raw

    sides = [ctypes.c_float() for _ in range(4)]
    if not pypdfium2.raw.FPDFPageObj_GetBounds(drawn, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _mode(drawn: Any) -> tuple[bool, bool]:
    """Whether it is filled, and whether it is outlined."""
    import pypdfium2.raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pypdfium2.raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    return bool(fill.value), bool(stroke.value)


def _is_round(drawn: Any) -> bool:
    """Whether it has curves: an empty square is a box to tick, an empty circle a bullet."""
    import pypdfium2.raw

    raw = pypdfium2.raw
    parts = range(min(raw.FPDFPath_CountSegments(drawn), _MOST_POINTS))
    kinds = (raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(drawn, number)) for number in parts)
    return raw.FPDF_SEGMENT_BEZIERTO in kinds

"""Tables in plain text: columns parted by tabs, by bars, or by blanks under each other."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.readers.prose_marks import GAP
from documents.readers.tables import header_length
from documents.sentences import Span

Cell = Span | None
_RULE = re.compile(r"\s{0,80}[-=_+|:][-=_+|: ]{2,400}\s{0,80}")
_WIDEST = 400  # characters of a line that is looked at for columns
_ROWS = (
    3  # rows of aligned columns that are no accident; two, where a rule parts them or there are more columns
)
_AGREE = 0.6  # share of the rows that have two blanks before a column
_ALONE = 0.2  # share of the rows that may have text in one column only


@dataclass(frozen=True, slots=True)
class Table:
    """The lines `first` to `last` are a table; a row is a line's number and the places of its cells there."""

    first: int
    last: int
    rows: list[tuple[int, list[Cell]]]
    header: bool


def tables(lines: Sequence[str], apart: Container[int] = ()) -> Iterator[Table]:
    """The tables among lines that follow each other without a blank one, in order.

    The lines `apart` are known to be none of them.
    """
    kinds = ["" if number in apart else _kind(line) for number, line in enumerate(lines)]
    start = 0
    while start < len(lines):
        kind = kinds[start]
        end = start + 1
        while end < len(lines) and kind and kinds[end] in (kind, "rule"):
            end += 1
        table = _table(lines, start, end, kind) if kind and kind != "rule" else None
        if table:
            yield table
        start = end


def _kind(line: str) -> str:
    """What parts the columns of a line, "rule" for a line that draws one, "" for text."""
    if len(line) > _WIDEST and "\t" not in line[:_WIDEST]:
        return ""
    if _RULE.fullmatch(line):
        return "rule"
    inner = line.strip()
    if "\t" in inner:
        return "tab"
    if " | " in inner or (inner[:1] == inner[-1:] == "|" and len(inner) > 2):
        return "bar"
    return "blank" if GAP.search(inner) else ""


def _table(lines: Sequence[str], start: int, end: int, kind: str) -> Table | None:
    numbers = [number for number in range(start, end) if not _RULE.fullmatch(lines[number])]
    ruled = _ruled(numbers, start, end)
    texts = [lines[number] for number in numbers]
    if kind == "tab":
        cells = _parted(texts, r"\t+" if _aligned_by_tabs(texts) else r"\t")
    elif kind == "bar":
        cells = _parted(texts, r"\|")
        cells = (
            cells if ruled or len(numbers) >= _ROWS or all(text.strip()[0] == "|" for text in texts) else []
        )
    else:
        cells = _under_each_other(texts, ruled)
    if len(cells) < 2 or max(map(len, cells)) < 2:
        return None
    words = [
        [text[slice(*cell)] if cell else "" for cell in row] for text, row in zip(texts, cells, strict=True)
    ]
    # Of two columns of words nothing tells whether their first row names them.
    telling = max(map(len, cells)) > 2 or any(cell[:1].isdigit() for row in words[1:] for cell in row[1:])
    header = ruled or (telling and header_length(words) == 1)
    return Table(start, end - 1, list(zip(numbers, cells, strict=True)), header)


def _ruled(numbers: Sequence[int], start: int, end: int) -> bool:
    """Whether a rule stands under the first row, and not under each."""
    if len(numbers) < 2 or numbers[1] == numbers[0] + 1:
        return False
    return end - start < 2 * len(numbers) or len(numbers) == 2


def _aligned_by_tabs(texts: Sequence[str]) -> bool:
    """Whether several tabs stand for one step, to bring the columns under each other."""
    return (
        any("\t\t" in text.strip() for text in texts)
        and len({text.strip().count("\t") for text in texts}) > 1
    )


def _parted(texts: Sequence[str], separator: str) -> list[list[Cell]]:
    """The cells of rows that a sign parts, [] where the rows do not agree on their number."""
    rows = [_cells(text, separator) for text in texts]
    counts = [len(row) for row in rows]
    usual = max(set(counts), key=counts.count)
    return rows if counts.count(usual) >= (1 - _ALONE) * len(rows) else []


def _cells(text: str, separator: str) -> list[Cell]:
    inner = text.rstrip()
    place = len(inner) - len(inner.lstrip())
    if separator == r"\|":
        place += inner[place : place + 1] == "|"
        inner = inner.removesuffix("|")
    cells: list[Cell] = []
    for found in re.finditer(separator, inner):
        if found.start() >= place:
            cells.append(_trimmed(inner, place, found.start()))
            place = found.end()
    return [*cells, _trimmed(inner, place, len(inner))]


def _trimmed(text: str, start: int, end: int) -> Cell:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _under_each_other(texts: Sequence[str], ruled: bool) -> list[list[Cell]]:
    """The cells of rows whose columns begin under each other, [] where it may be an accident."""
    bounds = _bounds(texts)
    least = 2 if ruled or len(bounds) > 1 else _ROWS
    if not bounds or len(texts) < least:
        return []
    edges = [0, *bounds, _WIDEST]
    rows = [[_trimmed(text, *edge) for edge in pairwise(edges)] for text in texts]
    alone = sum(sum(cell is not None for cell in row) < 2 for row in rows)
    return rows if alone <= _ALONE * len(rows) else []


def _bounds(texts: Sequence[str]) -> list[int]:
    """Where the columns begin but for the first: behind blanks that go down through all rows."""
    taken = bytearray(_WIDEST + 1)
    for text in texts:
        for found in re.finditer(r"\S+", text):
            taken[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    filled = taken.rstrip(b"\0")
    first = len(filled) - len(filled.lstrip(b"\0"))
    gutters = (found.end() for found in re.finditer(b"\0+", filled[first:]))
    return [first + bound for bound in gutters if _agreed(texts, first + bound)]


def _agreed(texts: Sequence[str], bound: int) -> bool:
    """Whether most rows have text on both sides of a column's beginning, and two blanks before it."""
    both = [text for text in texts if text[:bound].strip() and text[bound:].strip()]
    clear = sum(not text[bound - 2 : bound].strip() for text in both)
    return len(both) >= _AGREE * len(texts) and clear >= _AGREE * len(both)

"""Tables in plain text: columns parted by tabs, by bars, by leaders, or by blanks under each other."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.readers.plain.marks import GAP, indent_of
from documents.readers.tables import header_length
from documents.text.sentences import Span, trimmed

Cell = Span | None
_RULE = re.compile(r"\s{0,80}[-=_+|:][-=_+|: ]{2,400}\s{0,80}")
_LEADER = r"[ \t]{0,9}(?:\.{5,200}|(?:\. ){4,100}\.{0,9}|…{3,80})[ \t]{0,80}"  # "Saturday ........ £52"
_LED = re.compile(rf"(?<=[^\s.…]){_LEADER}(?=[^\s.…])")
_PAGE = re.compile(
    r"(?:p\.?|pp\.?|page|S\.|Seite)? ?(?:[A-Z]-)?\d{1,4}(?:[-–, ]{1,3}\d{1,4}){0,9}|[ivxlc]{1,7}",
    re.IGNORECASE,
)
_MOSTLY = 0.5  # share of the rows with leaders that end in a number
_LONGEST_LINE = 400  # characters of a line that is looked at for columns
_SHORT_ROWS = 3  # rows, one below the other, whose columns no wide gap parts
_ONE_TOO_MANY = 2  # blanks between two words of one cell
_QUANTITY = re.compile(r"\d[\d.,/]{0,9} ?[^\W\d_]")  # "1.5 kg"
_ROWS_AROUND = 5  # rows above and below them that tell where the columns begin
# Rows of aligned columns that are no accident; two, where a rule parts them or there are more columns
_ROWS = 3
_AGREEING_SHARE = 0.6  # share of the rows that have two blanks before a column
_SHARE_ALONE = 0.2  # share of the rows that may have text in one column only


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
    start = joined = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and kinds[start] and kinds[end] in (kinds[start], "rule"):
            end += 1
        whole = end
        if kinds[start] == "blank" and end > joined:
            whole = joined = _with_short_rows(lines, kinds, start, end, apart)
        table = _table(lines, start, whole, kinds[start])
        if not table and whole > end:  # then each of them alone, so that no line is looked at again and again
            whole, table = end, _table(lines, start, end, kinds[start])
        if table:
            yield table
        start = whole


def _with_short_rows(
    lines: Sequence[str], kinds: Sequence[str], start: int, end: int, apart: Container[int]
) -> int:
    """Where rows of aligned columns end that go on behind rows whose columns no wide gap parts."""
    while end < len(lines) and kinds[end] == "" and end not in apart:
        after = end + 1
        while after < len(lines) and kinds[after] == "" and after - end < _SHORT_ROWS and after not in apart:
            after += 1
        below = after
        while below < len(lines) and kinds[below] in ("blank", "rule"):
            below += 1
        near = [
            *lines[max(start, end - _ROWS_AROUND) : end],
            *lines[after : min(below, after + _ROWS_AROUND)],
        ]
        bounds = _bounds([line for line in near if not _RULE.fullmatch(line)])
        margin = min(map(indent_of, near))
        fits = [_fits(line, bounds, margin, between=below > after) for line in lines[end:after]]
        if not all(fits):
            return end + fits.index(False) if len(near) > 1 and below == after else end
        end = below
    return end


def _fits(line: str, bounds: Sequence[int], margin: int, *, between: bool) -> bool:
    """Whether a line is a row of columns that begin at `bounds`; `between`: there are such below it too."""
    text = line.rstrip()
    if len(text) > _LONGEST_LINE or not bounds:
        return False
    if indent_of(text) in bounds:
        return True
    if indent_of(text) != margin or text[-1] in ".:;!?":
        return False
    if len(text) < bounds[0]:
        return True
    begun = [bound for bound in bounds if bound < len(text)]
    meets = all(text[bound - 1].isspace() and not text[bound].isspace() for bound in begun)
    return meets and (between or len(begun) > 1)


def _kind(line: str) -> str:
    """What parts the columns of a line, "rule" for a line that draws one, "" for text."""
    if len(line) > _LONGEST_LINE and "\t" not in line[:_LONGEST_LINE]:
        return ""
    if _RULE.fullmatch(line):
        return "rule"
    inner = line.strip()
    if "\t" in inner:
        return "tab"
    if " | " in inner or (inner[:1] == inner[-1:] == "|" and len(inner) > 2):
        return "bar"
    if _LED.search(inner):
        return "leader"
    return "blank" if GAP.search(inner) else ""


def _table(lines: Sequence[str], start: int, end: int, kind: str) -> Table | None:
    if kind in ("", "rule"):
        return None
    numbers = [number for number in range(start, end) if not _RULE.fullmatch(lines[number])]
    ruled = _ruled(numbers, start, end)
    texts = [lines[number] for number in numbers]
    if kind == "tab":
        cells = _split_at(texts, r"\t+" if _aligned_by_tabs(texts) else r"\t")
    elif kind == "leader":
        cells = _with_leaders(texts)
    elif kind == "bar":
        is_table = ruled or len(numbers) >= _ROWS or all(text.strip()[0] == "|" for text in texts)
        cells = (_with_spans(texts) or _split_at(texts, r"\|")) if is_table else []
    else:
        cells = _under_each_other(texts, ruled)
    if len(cells) < 2 or max(map(len, cells)) < 2:
        return None
    words = [
        [text[slice(*cell)] if cell else "" for cell in row] for text, row in zip(texts, cells, strict=True)
    ]
    # Of two columns of words nothing tells whether their first row names them.
    telling = max(map(len, cells)) > 2 or any(cell[:1].isdigit() for row in words[1:] for cell in row[1:])
    header = ruled or (telling and header_length(words) == 1 and not _is_like(words[0], words[1:]))
    return Table(start, end - 1, list(zip(numbers, cells, strict=True)), header)


def _with_leaders(texts: Sequence[str]) -> list[list[Cell]]:
    """The cells of rows that leaders part; [] for a table of contents, a form, and text with dots in it.

    Prices that have no sign and rise are taken for the pages of contents.
    """
    rows = _split_at(texts, rf"{_LEADER}|[ ]{{3,80}}")
    lasts = [text[slice(*row[-1])] for text, row in zip(texts, rows, strict=False) if row and row[-1]]
    if sum(any(map(str.isdigit, last)) for last in lasts) < _MOSTLY * len(texts):
        return []
    pages = [int(last) for last in lasts if last.isdecimal()]
    falls = sum(page < before for before, page in pairwise(pages))
    return [] if all(map(_PAGE.fullmatch, lasts)) and falls <= len(pages) / 5 else rows


def _is_like(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has a quantity where all others have one: then it is one of them."""
    columns = [[cell for row in rows for cell in row[at : at + 1] if cell] for at in range(len(first))]
    return any(
        below and all(map(_QUANTITY.match, [cell, *below]))
        for cell, below in zip(first, columns, strict=True)
    )


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


def _split_at(texts: Sequence[str], separator: str) -> list[list[Cell]]:
    """The cells of rows that a sign parts, [] where the rows do not agree on their number."""
    rows = [_cells(text, separator) for text in texts]
    counts = [len(row) for row in rows]
    usual = max(set(counts), key=counts.count)
    return rows if counts.count(usual) >= (1 - _SHARE_ALONE) * len(rows) else []


def _with_spans(texts: Sequence[str]) -> list[list[Cell]]:
    """The cells of rows whose bars stand under each other, though some have a cell that spans columns.

    [] where the bars of a row stand elsewhere.
    """
    rows = [_cells(text, r"\|") for text in texts]
    bars = [
        [place for place, sign in enumerate(text.rstrip().removesuffix("|")) if sign == "|"] for text in texts
    ]
    widest = max(bars, key=len)
    if bars.count(widest) < max(2, _AGREEING_SHARE * len(bars)) or not all(
        set(own) <= set(widest) for own in bars
    ):
        return []
    inner = [place for place in widest if place > indent_of(texts[bars.index(widest)])]
    for row, own in zip(rows, bars, strict=True):
        for number, place in enumerate(inner):
            if place not in own:
                row.insert(number + 1, None)
    return rows


def _cells(text: str, separator: str) -> list[Cell]:
    inner = text.rstrip()
    place = len(inner) - len(inner.lstrip())
    if separator == r"\|":
        place += inner[place : place + 1] == "|"
        inner = inner.removesuffix("|")
    cells: list[Cell] = []
    for match in re.finditer(separator, inner):
        if match.start() >= place:
            cells.append(_cell(inner, place, match.start()))
            place = match.end()
    return [*cells, _cell(inner, place, len(inner))]


def _cell(text: str, start: int, end: int) -> Cell:
    return trimmed(text, start, end) if text[start:end].strip() else None


def _under_each_other(texts: Sequence[str], ruled: bool) -> list[list[Cell]]:
    """The cells of rows whose columns begin under each other, [] where it may be an accident."""
    bounds = _bounds(texts) or _bounds_of_wide(texts)
    least = 2 if ruled or len(bounds) > 1 else _ROWS
    if not bounds or len(texts) < least:
        return []
    edges = [0, *bounds, _LONGEST_LINE]
    rows = [[_cell(text, *edge) for edge in pairwise(edges)] for text in texts]
    filled = [sum(cell is not None for cell in row) for row in rows]
    alone = sum(
        cells < 2 and bool(GAP.search(text.strip())) for cells, text in zip(filled, texts, strict=True)
    )
    full = sum(cells > 1 for cells in filled)
    return rows if alone <= _SHARE_ALONE * len(rows) and full >= max(2, len(rows) / 2) else []


def _bounds(texts: Sequence[str]) -> list[int]:
    """Where the columns begin but for the first: behind blanks that go down through all rows.

    What is a column is told by the rows that have a wide gap.
    """
    taken = bytearray(_LONGEST_LINE + 1)
    for text in texts:
        for word in re.finditer(r"\S+", text):
            taken[word.start() : word.end()] = b"\1" * (word.end() - word.start())
    filled = taken.rstrip(b"\0")
    first = len(filled) - len(filled.lstrip(b"\0"))
    wide = [text for text in texts if GAP.search(text.strip())]
    gutters = [first + gap.end() for gap in re.finditer(b"\0+", filled[first:])]
    agreed = [start for start, end in pairwise([*gutters, _LONGEST_LINE]) if _agreed(wide, start, end)]
    return [start for start, end in pairwise([*agreed, _LONGEST_LINE]) if not _torn(texts, start, end)]


def _bounds_of_wide(texts: Sequence[str]) -> list[int]:
    """Where the columns begin by the rows that have a wide gap, if the others fit in, also as the first line
    of a cell that takes two: it may fill the gap.
    """
    wide = [text for text in texts if GAP.search(text.strip())]
    bounds = _bounds(wide) if len(wide) >= _ROWS else []
    margin = min(map(indent_of, texts))
    others = (text for text in texts if text not in wide)
    return bounds if all(_fits(text, bounds, margin, between=True) for text in others) else []


def _agreed(texts: Sequence[str], start: int, end: int) -> bool:
    """Whether most rows have text on both sides of a column's beginning, and two blanks before it.

    A row with nothing in the column, up to `end`, does not count as one with two blanks.
    """
    both = [text for text in texts if text[:start].strip() and text[start:].strip()]
    begun = [text for text in both if text[start:end].strip()]
    clear = sum(_gap_at(text, start) > 1 for text in begun)
    return len(both) >= _AGREEING_SHARE * len(texts) and clear >= max(1, _AGREEING_SHARE * len(begun))


def _torn(texts: Sequence[str], start: int, end: int) -> bool:
    """Whether a column is no more than words of the header behind one blank too many."""
    wide = [gap for gap in map(len, re.findall(r"(?<=\S) {2,}(?=\S)", texts[0])) if gap > _ONE_TOO_MANY]
    below = any(text[start:end].strip() for text in texts[1:])
    return bool(wide) and len(texts) > 2 and not below and _gap_at(texts[0], start) == _ONE_TOO_MANY


def _gap_at(text: str, place: int) -> int:
    """How many blanks are around a place in a line."""
    right = text[place:]
    return place - len(text[:place].rstrip()) + len(right) - len(right.lstrip())

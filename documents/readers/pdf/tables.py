"""The ruled tables of a PDF's page: the lines that are drawn on it, and what stands between them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from documents.readers.pdf.cells import Row, Table, cell_of
from documents.readers.pdf.header_rows import with_header
from documents.readers.pdf.lines import Piece, Spans, pieces, rows
from documents.readers.pdf.sides import GUTTER
from documents.readers.pdf.words import ASCENT, DESCENT, Layer, Rule, Word
from documents.readers.writing import joined_names
from documents.text.runs import runs

_SAME_RULE = 2.0  # points: lines no further apart are one, or meet
_MOST_RULES = 400  # lines across or down a page: with more it is squared paper or a drawing
_LONGEST_CELL = 1_500  # characters of a cell: with more it is a page set in boxes, not a table
_BARS = 3  # lines across of a table that has none down
_TALLEST = 80.0  # points: of its rows
_HEAD = 2.5  # of the size: how far its header is from the first of its lines
_LINE = 1.5  # of the size: how far the lines of the header are apart
_MOSTLY = 0.8  # share of its rows that have something in several columns
_PROSE = 8  # words of a sentence from which it is no cell
_SEVERAL_LINES = 3  # lines of a cell from which its row may be several rows with no line between them


@dataclass(slots=True)
class _Grid:
    """The places of the lines down and across a table, and those lines."""

    xs: list[float]
    ys: list[float]
    down: list[list[Rule]]
    across: list[list[Rule]]
    ruled: bool = True  # also between its columns

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of a place."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (row, column) if inside else None

    def place_of(self, word: Word) -> tuple[int, int] | None:
        """The row and column in which the middle of a word is."""
        return self.cell_at((word.left + word.right) / 2, word.base - word.size * (ASCENT - DESCENT) / 2)

    def anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each cell the one that it is part of: where no line parts them, the one left or above."""
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(self.ys) - 1):
            middle = (self.ys[row] + self.ys[row + 1]) / 2
            for column in range(len(self.xs) - 1):
                centre = (self.xs[column] + self.xs[column + 1]) / 2
                if column and not _covers(self.down[column], middle):
                    anchors[row, column] = anchors[row, column - 1]
                elif row and not _covers(self.across[row], centre):
                    anchors[row, column] = anchors[row - 1, column]
                else:
                    anchors[row, column] = (row, column)
        return anchors


def ruled(layer: Layer) -> tuple[list[Table], list[Word]]:
    """The ruled tables of a page, and the words that are in none."""
    return _taken(_grids(_whole(layer.across), _whole(layer.down)), layer.words)


def barred(
    layer: Layer, words: list[Word], find_tables: Callable[[], Iterable[Table]]
) -> tuple[list[Table], list[Word]]:
    """Tables with lines between their rows alone, and the words that are in none.

    Only those that are not among those that `find_tables` gives without regard to these lines.
    """
    known = cache(lambda: [*find_tables()])  # looked for once, and only where there are such lines

    def is_new(grid: _Grid) -> bool:
        return not any(min(grid.ys[-1], table.bottom) > max(grid.ys[0], table.top) for table in known())

    return _taken(filter(is_new, _barred(_whole(layer.across), _whole(layer.down), words)), words)


def _taken(grids: Iterable[_Grid], words: list[Word]) -> tuple[list[Table], list[Word]]:
    """The tables of these grids, and the words that are in none."""
    tables = []
    for grid in grids:
        table, rest = _filled(grid, words)
        if table:
            tables.append(table)
            words = rest
    return tables, words


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Lines put together from the pieces that they are drawn in."""
    joined: list[Rule] = []
    for group in _groups(sorted(rules)):
        at = group[0].at
        spans = Spans.of((rule.start - _SAME_RULE / 2, rule.end + _SAME_RULE / 2) for rule in group)
        joined += [Rule(at, start, end) for start, end in zip(spans.starts, spans.ends, strict=True)]
    return joined


def _groups(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    """Rules at the same place."""
    return runs(rules, lambda group, rule: rule.at - group[0].at <= _SAME_RULE)


def _grids(across: list[Rule], down: list[Rule]) -> Iterator[_Grid]:
    """What lines that meet make, where it has two rows and columns or more."""
    if max(len(across), len(down)) > _MOST_RULES:
        return
    for level, upright in _nets(across, down):
        xs, columns = _places(upright, level)
        ys, levels = _places(level, upright)
        if min(len(xs), len(ys)) > 2:
            yield _Grid(xs, ys, columns, levels)


def _nets(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines that hang together, across and down, from the top."""
    nets: list[tuple[list[Rule], list[Rule]]] = [([level], []) for level in across]
    for upright in down:
        met = [net for net in nets if any(_meet(level, upright) for level in net[0])]
        if met:
            levels = [level for net in met for level in net[0]]
            uprights = [other for net in met for other in net[1]]
            nets = [*(net for net in nets if net not in met), (levels, [*uprights, upright])]
    return sorted((net for net in nets if net[1]), key=lambda net: min(net[0]))


def _places(rules: list[Rule], crossing: list[Rule]) -> tuple[list[float], list[list[Rule]]]:
    """Where the rules stand, and where those that cross them end: not every table is ruled around."""
    inside = (min(rule.start for rule in rules), max(rule.end for rule in rules))
    edges = [min(rule.start for rule in crossing), max(rule.end for rule in crossing)]
    ends = [
        Rule(edge, *inside) for edge in edges if all(abs(rule.at - edge) > 2 * _SAME_RULE for rule in rules)
    ]
    groups = list(_groups(sorted([*rules, *ends])))
    return [group[0].at for group in groups], groups


def _covers(rules: Iterable[Rule], place: float) -> bool:
    return any(rule.start - _SAME_RULE <= place <= rule.end + _SAME_RULE for rule in rules)


def _barred(across: list[Rule], down: list[Rule], words: list[Word]) -> Iterator[_Grid]:
    """Tables that have lines between their rows and none between their columns, which white parts."""
    if max(len(across), len(down)) > _MOST_RULES:
        return
    free = [rule for rule in across if not any(_meet(rule, other) for other in down)]
    for bars in _stacks(free):
        left, right = bars[0].start, bars[0].end
        inside = {
            word for word in words if left - _SAME_RULE <= word.left and word.right <= right + _SAME_RULE
        }
        level = [word for word in words if bars[0].at < word.base <= bars[-1].at]
        inside_words = [word for word in level if word in inside]
        if not inside_words or len(inside_words) < len(level):
            continue  # what stands beside it belongs to its rows, too
        head = _above([word for word in words if word in inside], bars[0].at)
        gaps, whole = _columns(inside_words), _columns([*head, *inside_words])
        ys = [bar.at for bar in bars]
        if head and len(whole) == len(gaps) and _is_row(head, whole):
            gaps, ys = whole, [min(word.base - word.size for word in head), *ys]
        xs = [left, *((start + end) / 2 for start, end in gaps), right]
        grid = _Grid(
            xs, ys, [[Rule(x, ys[0], ys[-1])] for x in xs], [[Rule(y, left, right)] for y in ys], ruled=False
        )
        if _is_full(grid, inside_words):
            yield grid


def _meet(level: Rule, upright: Rule) -> bool:
    return _covers([level], upright.at) and _covers([upright], level.at)


def _columns(words: list[Word]) -> list[tuple[float, float]]:
    """The white between the columns in which words stand."""
    size = sorted(word.size for word in words)[len(words) // 2]
    return Spans.of((piece.left, piece.right) for piece in pieces(words)).gaps(GUTTER * size)


def _is_row(words: list[Word], gaps: Sequence[tuple[float, float]]) -> bool:
    """Whether words stand in two or more columns, with this white between these."""
    ends = [end for _, end in gaps]
    return len({bisect_right(ends, word.left + 0.01) for word in words}) > 1


def _stacks(across: list[Rule]) -> Iterator[list[Rule]]:
    """Lines below each other that begin and end at the same places, no further apart than rows are."""
    stacks: list[list[Rule]] = []
    for rule in across:
        for stack in stacks:
            above = stack[-1]
            if max(abs(rule.start - above.start), abs(rule.end - above.end)) <= _SAME_RULE and (
                rule.at - above.at <= _TALLEST
            ):
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    yield from (stack for stack in stacks if len(stack) >= _BARS)


def _above(words: list[Word], top: float) -> list[Word]:
    """The words of the lines right above a place: the nearest one, and what is wrapped into it."""
    head: list[Word] = []
    near = _HEAD
    for word in sorted((word for word in words if word.base < top), key=lambda word: -word.base):
        is_set_otherwise = head and (abs(word.size - head[0].size) > 0.5 or word.bold != head[0].bold)
        if is_set_otherwise or top - word.base > near * word.size:
            break
        near, top = _LINE, word.base
        head.append(word)
    return head


def _is_full(grid: _Grid, words: list[Word]) -> bool:
    """Whether what stands between the lines is a row each, with something in two or more columns.

    No row has a heading inside it, or lines that may be rows of their own: each goes on with the one above.
    """
    by_row: dict[int, dict[int, list[Word]]] = {}
    for word in words:
        if place := grid.place_of(word):
            by_row.setdefault(place[0], {}).setdefault(place[1], []).append(word)
    from_top = [by_row[row] for row in sorted(by_row)]
    bands = [{column: [*rows(pieces(cell))] for column, cell in row.items()} for row in from_top]
    cells = [lines for band in bands for lines in band.values()]
    if 2 * sum(map(_is_prose, cells)) > len(cells):
        return False  # paragraphs side by side
    heads = [all(piece.bold for lines in band.values() for line in lines for piece in line) for band in bands]
    if any(heads[1:]) and not all(heads):
        return False  # another table begins
    full = sum(len(band) > 1 and 0 in band for band in bands)
    one_each = all(_is_one_row([*band.values()]) for band in bands)
    return full > 1 and full >= _MOSTLY * len(bands) and one_each


def _is_prose(lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether a cell has a sentence that is long for one."""
    count = sum(len(piece.words) for line in lines for piece in line)
    return count > _PROSE and lines[-1][-1].text.endswith(".")


def _is_one_row(cells: Sequence[Sequence[Sequence[Piece]]]) -> bool:
    """Whether the lines of cells are of one weight, and none begin anew beside each other below the first."""
    bold = {all(piece.bold for piece in line) for lines in cells for line in lines}
    later = [(line[0].base, line[0].text[0]) for lines in cells for line in lines[1:]]
    new = [base for base, first in later if first.isupper() or first.isdigit()]
    level = any(abs(base - other) <= _SAME_RULE for at, base in enumerate(new) for other in new[:at])
    return len(bold) == 1 and not level


def _filled(grid: _Grid, words: list[Word]) -> tuple[Table | None, list[Word]]:
    """The table of a grid, and the words outside it; None where what it holds is no table."""
    by_place: dict[tuple[int, int], list[Word]] = {}
    rest = []
    anchors = grid.anchors()
    for word in words:
        if place := grid.place_of(word):
            by_place.setdefault(anchors[place], []).append(word)
        else:
            rest.append(word)
    columns = sorted({column for _, column in by_place})
    if len(columns) < 2 or any(
        sum(len(word.text) for word in cell) > _LONGEST_CELL for cell in by_place.values()
    ):
        return None, words
    table: list[Row] = []
    for number in sorted({row for row, _ in by_place}):
        table += _rows([list(rows(pieces(by_place.get((number, column), ())))) for column in columns])
    if len(table) < 2:
        return None, words
    return _headed(table, _spans(anchors, columns, min(row for row, _ in by_place)), ruled=grid.ruled), rest


def _spans(anchors: dict[tuple[int, int], tuple[int, int]], columns: list[int], row: int) -> list[int]:
    """For each column the place among them of the one whose cell in this row it has."""
    return [
        columns.index(anchors[row, column][1]) if anchors[row, column][1] in columns else 0
        for column in columns
    ]


def _headed(rows: list[Row], spans: list[int], *, ruled: bool) -> Table:
    """The table of these rows; `spans` says which columns share a cell of the first one."""
    title = None
    if len(set(spans)) == 1 and len(rows) > 2:
        title, rows = rows[0][0], rows[1:]
    elif len(set(spans)) < len(spans) and len(rows) > 2 and all(rows[1][1:]):
        groups = [rows[0][span] for span in spans]
        names = joined_names([[cell.text if cell else "" for cell in row] for row in (groups, rows[1])])
        return Table(rows, 2, tuple(names))
    return with_header(rows, ruled=ruled, title=title)


def _rows(cells: list[list[list[Piece]]]) -> Iterator[Row]:
    """The row of a grid, given the lines of each cell; several where only its columns are ruled off."""
    counts = {len(lines) for lines in cells if lines}
    full = sum(bool(lines) for lines in cells)
    many = counts.pop() if len(counts) == 1 else 0
    if many >= _SEVERAL_LINES and full >= 2 and _level(cells, many):
        for line in range(many):
            yield [cell_of([lines[line]]) if lines else None for lines in cells]
    else:
        yield [cell_of(lines) for lines in cells]


def _level(cells: list[list[list[Piece]]], many: int) -> bool:
    """Whether the lines of the cells are on the same baselines."""
    bases = [[lines[line][0].base for lines in cells if lines] for line in range(many)]
    return all(max(line) - min(line) <= _SAME_RULE for line in bases)

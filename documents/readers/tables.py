"""From rows of cells to tables as a person sees them: where one begins, and which row names its columns."""

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise, zip_longest

from documents.readers.writing import TextWriter, joined_names
from documents.text.runs import runs

Row = Sequence[str]
Wide = tuple[int, int, int]  # a cell merged over columns: its row, its first and its last column

_VALUE = re.compile(r"[^A-Za-z\d]{0,20}\d[^A-Za-z]{0,60}[A-Za-z]{0,3}$")  # 12, £3.50, 2024-02-14, 13.30, 5 kg
_MONTH = r"(?:jan|feb|fév|m[aä]r|apr|avr|ma[iy]|ju[nil]|aug|aoû|ago|sep|o[ck]t|nov|de[czé])[a-zäéû]{0,7}\.?"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|mo|di|mi|do|fr|sa|so|[a-z]{4,8}tag"
    r"|[a-z]{3,6}di)\.?,?"
)
_DAY = re.compile(  # "by 6 June", "Mon 3/6/2025", and nothing else
    rf"(?:(?:by|until|till|on|due|from|bis|am|ab|vom|le|el) )?(?:{_WEEKDAY} )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)? ?{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:,? \d{4})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?$")
_LONGEST_NAME = 120  # characters of a column's name
_LOOKED_AT = 20  # rows below a header that are compared with it
_NARROW_SHARE = 0.5  # share of the usual width below which a row above the header is a title
_GROUP = 4  # words of the name of a group of rows
_FEWEST_NAMES = 3  # names that count up, one after the other
_MOST_SHARE = 0.7  # share of cells that are of one kind, from which all are meant to be
# Names of a first column beside that of the thing that all is said of: "Property | HX-40/4"
_HEADS = ("property", "feature", "item", "specification", "what", "field", "merkmal")
# With what a form begins: "Name | Mr Owen Castellane"
_WHOSE = re.compile(
    r"(?:full |first |last )?names?|(?:account |policy ?)?holders?|patient|customer|client|member|tenant|"
    r"employee|applicant|guest|insured|owner|nom|nombre|kunde|mieter"
)
_PERSON = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof|sir|herrn?|frau|mme|mlle|señor\w{0,4})\b.{2,60}", re.IGNORECASE
)
# "Certificate number | FM-4471", "Order ref. | 10-22"
_NUMBERED = re.compile(r"\b(?:number|no|nr|ref|reference|id|code|account|vin|iban)\b\.?$")
# Of money or time, whatever is behind it
_AMOUNT = re.compile(r"[£$€] ?\d|\d[\d.,]{0,12}(?: ?[€£$%]| euros?\b)|\d{1,2}[:.]\d\d\b", re.IGNORECASE)
_SEVERAL_KINDS = 3  # kinds of cells below each other, which have no name in common
_CODE = re.compile(r"(?=\S{0,40}\d)[\w/.-]{2,40}")
_KINDS = {  # of values
    "year": _YEAR,
    "money": re.compile(r"[£$€]|.{0,20}[£$€]$"),
    "time": re.compile(r"\d{1,2}[.:]\d\d"),
    "telephone": re.compile(r"\+?[\d ()/-]{7,20}$"),
}


def write_sheet(writer: TextWriter, rows: Sequence[Row], wide: Sequence[Wide] = ()) -> None:
    """Writes the rows of a sheet or file: one table or several, with the lines that stand around them.

    The blocks have the numbers of rows and columns in the sheet. `wide` are its cells over several columns.
    """
    for left, right in _side_by_side(rows):
        part = [[*[""] * left, *row[left:right]] for row in rows] if (left, right) != (0, None) else rows
        names: Row = ()
        for start, end in _regions(part):
            inside = [cell for cell in _below(wide, start) if 0 <= cell[0] < end - start]
            names = _write_region(writer, part[start:end], start, names, inside)


def header_length(rows: Sequence[Row], wide: Sequence[Wide] = ()) -> int:
    """How many of the first rows name the columns: 0, 1, or 2 where the first names groups of columns.

    A cell over several columns in the first row (`wide`) is the name of a group, whatever stands below.
    """
    merged = {left for row, left, _ in wide if row == 0}
    if len(rows) > 2 and _groups(*rows[:3], merged=merged):
        names = column_names(rows[:2])
        if _names(rows[1], rows[2:], names) or (merged and not any(map(_VALUE.match, rows[1]))):
            return 2
    return int(len(rows) > 1 and _names(rows[0], rows[1:]))


def column_names(rows: Sequence[Row]) -> list[str]:
    """The names that the header's rows give the columns; a group's name holds up to the next group."""
    width = max(map(len, rows), default=0)
    wide = [[*row, *[""] * (width - len(row))] for row in rows]
    return joined_names([*map(_carried, wide[:-1]), *wide[-1:]])


def _carried(groups: Row) -> Row:
    carried: list[str] = []
    for cell in groups:
        carried.append(cell or (carried[-1] if carried else ""))
    return carried


def write_table(
    writer: TextWriter,
    rows: Sequence[Row],
    *,
    header: int | None = None,
    first: int = 0,
    wide: Sequence[Wide] = (),
) -> Row:
    """Writes one table and returns its columns' names; `header`: how many rows name them at least, where that
    is known. `wide` are its cells over several columns: one above all others is a title, one over all further
    down names the rows below it.
    """
    width = max(map(len, rows), default=0)
    while len(rows) > 2 and _width(rows[0]) == 1 and (0, 0, width - 1) in wide:
        writer.caption(rows[0][0])
        rows, wide, first = rows[1:], _below(wide, 1), first + 1
    length = header_length(rows, wide) if header != 0 else 0
    if header and len(rows) > header:
        length = max(header, length)
    names = column_names(rows[:length])
    over_all = [row for row, left, right in wide if row >= length and (left, right) == (0, width - 1)]
    groups = {first + row for row in over_all if _is_group(rows, row)}
    writer.table(_spread(rows, length, wide), header=length, names=names, first=first, groups=groups)
    return names


def _is_group(rows: Sequence[Row], place: int) -> bool:
    """Whether a row over all columns names those below it, and is no note: a few words without a value."""
    name = next(filter(None, rows[place]), "")
    few = len(name.split()) <= _GROUP and not any(char.isdecimal() for char in name)
    return few and place + 1 < len(rows) and not name.endswith((".", "!"))


def _below(wide: Sequence[Wide], first: int) -> list[Wide]:
    """The cells over several columns with their rows counted from the row `first`."""
    return [(row - first, left, right) for row, left, right in wide]


def _spread(rows: Sequence[Row], header: int, wide: Sequence[Wide]) -> list[list[str]]:
    """The rows; below the header a cell over some columns stands in each of them, but not the row's name."""
    spread = [list(row) for row in rows]
    width = max(map(len, rows), default=0)
    for row, left, right in wide:
        if header <= row < len(spread) and right - left + 1 < width and 0 < left < len(spread[row]):
            line = spread[row]
            line += [""] * (right + 1 - len(line))
            line[left : right + 1] = [line[left]] * (right + 1 - left)
    return spread


def _write_region(
    writer: TextWriter, rows: Sequence[Row], first: int, names: Row, wide: Sequence[Wide]
) -> Row:
    """Writes what stands between empty rows; returns the names of columns that hold for what follows."""
    start = _first_row(rows)
    for row in rows[:start]:
        text = " ".join(cell for cell in row if cell)
        writer.caption(text) if start < len(rows) else writer.paragraph(text)
    body = rows[start:]
    if not body:
        return names
    wide = _below(wide, start)
    if header_length(body, wide) or not _continues(body, names):
        return write_table(writer, body, first=first + start, wide=wide)
    writer.table(_spread(body, 0, wide), header=0, names=names, first=first + start)
    return names


def _first_row(rows: Sequence[Row]) -> int:
    """How many lines stand over the table: those of one cell, and such as are much narrower than it."""
    widths = [_width(row) for row in rows[: _LOOKED_AT * 5]]
    usual = max(widths, default=0)
    for number, width in enumerate(widths):
        if width > 1 and (width >= _NARROW_SHARE * usual or _groups(*rows[number : number + 3])):
            return number
    return len(rows)


def _width(row: Row) -> int:
    return sum(1 for cell in row if cell)


def _continues(rows: Sequence[Row], names: Row) -> bool:
    """Whether rows below an empty one belong to the columns named above."""
    return all(column < len(names) and names[column] for column, cell in enumerate(rows[0]) if cell)


def _names(row: Row, below: Sequence[Row], whole: Row = ()) -> bool:
    """Whether a row looks like the names of columns, compared with those below it.

    `whole` are the columns' names with those of the groups over them, which may have the same names in each.
    """
    filled = [cell for cell in row if cell]
    different = {name for name in whole or row if name}
    looked = below[:_LOOKED_AT]
    if (
        len(filled) < 2
        or len(different) * 2 <= len(filled)
        or any(len(cell) > _LONGEST_NAME for cell in filled)
    ):
        return False
    if not row[0] and any(other[0] for other in looked if other):
        return True  # an empty corner
    if any(
        _repeated(column, cell, row, looked) or _is_one_of_days(column, cell, looked)
        for column, cell in enumerate(row)
        if cell
    ):
        return False
    values = [column for column, cell in enumerate(row) if _VALUE.match(cell)]
    if _counts_up(row, values, looked):
        return True
    if not values and are_properties(row, below):
        return False
    if not all(_is_year(column, row, looked) for column in values) or _is_list(row, below):
        return False
    # A year alone may as well be the value of a row "Built | 1912": as a name it stands over figures.
    return len(values) != 1 or all(_VALUE.match(cell) for cell in _under(values[0], looked))


def _counts_up(row: Row, values: Sequence[int], below: Sequence[Row]) -> bool:
    """Whether a row is a name and then days, times or numbers that rise, over cells of another kind."""
    names = [row[column] for column in values]
    if not values or values[0] == 0 or len(names) < _FEWEST_NAMES or values != [*range(values[0], len(row))]:
        return False
    kinds = {_DIGITS.sub("0", name) for name in names}
    if all(name.isdecimal() for name in names):  # plain numbers: those of persons, hours, weeks
        steps = {int(right) - int(left) for left, right in pairwise(names)}
        goes_on = any(row[: len(names) + 1][1:] == _next(names) for row in below[:1])
        return len(steps) == 1 and min(steps) > 0 and not goes_on and names[0] in ("0", "1")
    rising = all(_rank(left) < _rank(right) for left, right in pairwise(names))
    under = [cell for column in values for cell in _under(column, below)]
    strange = sum(_DIGITS.sub("0", cell) not in kinds for cell in under)
    return rising and len(kinds) <= 2 and strange > _MOST_SHARE * len(under)


def _next(names: Sequence[str]) -> list[str]:
    """The numbers that go on behind some."""
    return [str(int(name) + len(names)) for name in names]


def has_values_below(rows: Sequence[Row]) -> bool:
    """Whether a column of values stands below words, which then name it: a sign of a header."""
    return any(
        cell
        and not _VALUE.match(cell)
        and not cell.endswith(":")
        and _mostly(_VALUE.match, _under(column, rows[1:]))
        for column, cell in enumerate(rows[0])
    )


def goes_on(rows: Sequence[Row], row: Row) -> bool:
    """Whether a row has values or codes wherever these rows have them, and they have some: it is one more."""
    under = [(cell, _under(column, rows)) for column, cell in enumerate(row)]
    fits = [
        not cell or form(cell)
        for form in (_VALUE.match, _CODE.fullmatch)
        for cell, cells in under
        if _mostly(form, cells)
    ]
    return bool(fits) and all(fits)


def _mostly(fits: Callable[[str], object], cells: Sequence[str]) -> bool:
    """Whether there are cells, and nearly all of them fit."""
    return bool(cells) and sum(map(bool, map(fits, cells))) > _MOST_SHARE * len(cells)


def _rank(value: str) -> list[int]:
    """Where a value stands among those of its form, whichever part of a date is written first."""
    numbers = [int(number) for number in _DIGITS.findall(value)]
    return numbers if re.match(r"\d{4}-|\d+[:.]\d", value) else numbers[::-1]


def are_properties(row: Row, below: Sequence[Row]) -> bool:
    """Whether two columns are names and what each has, as in a form: words, and values of all kinds.

    Below what names no column, as a code ("Reference | WM/2025/07") or a person's name, three kinds will do.
    An amount of money, a time, the number that its name says it is ("Policy no. | KF-4471") and what stands
    beside a day are no names at all.
    """
    if len(row) != 2 or any(len(other) > 2 for other in below):
        return False
    second = _under(1, [row, *below])
    values = [cell for cell in second if _VALUE.match(cell)]
    if len(set(map(_kind, values)) - {"number"}) > 1 and len(values) <= _MOST_SHARE * len(second):
        return True
    first = row[0].strip(" :").lower()
    if _AMOUNT.match(row[1]) or (_NUMBERED.search(first) and _kind(row[1]) == "code"):
        return True
    if _DAY.fullmatch(row[0]) and not _mostly(_DAY.fullmatch, _under(0, below)):
        return True
    is_stated = _kind(row[1]) in ("code", "date") and first not in _HEADS
    whose = _WHOSE.fullmatch(first) is not None and _PERSON.fullmatch(row[1]) is not None
    return (is_stated or whose) and len(set(map(_kind, second[1:]))) >= _SEVERAL_KINDS


def _kind(cell: str) -> str:
    """What a cell has: a value of some kind, a date, a code, or words."""
    if _VALUE.match(cell):
        return next((kind for kind, form in _KINDS.items() if form.match(cell)), "number")
    if re.search(rf"\b\d{{1,2}}\.? {_MONTH}|\b{_MONTH} \d", cell, re.IGNORECASE):
        return "date"
    return "code" if _CODE.fullmatch(cell) else "words"


def _repeated(column: int, cell: str, row: Row, below: Sequence[Row]) -> bool:
    """Whether a cell stands in its column again, in a row that does not repeat the header."""
    return any(column < len(other) and other[column] == cell and [*other] != [*row] for other in below)


def _is_one_of_days(column: int, cell: str, below: Sequence[Row]) -> bool:
    """Whether a cell tells a day and nothing else, as nearly all below it do: it is no name of theirs."""
    return _DAY.fullmatch(cell) is not None and _mostly(_DAY.fullmatch, _under(column, below))


def _is_year(column: int, row: Row, below: Sequence[Row]) -> bool:
    """Whether a number is a column's name: a year over what is none."""
    return bool(_YEAR.match(row[column])) and not all(map(_YEAR.match, _under(column, below)))


def _under(column: int, below: Sequence[Row]) -> list[str]:
    return [row[column] for row in below if column < len(row) and row[column]]


def _is_list(row: Row, below: Sequence[Row]) -> bool:
    """Whether the rows are pairs of a name with a colon and what it stands for."""
    return (
        _width(row) == 2 and row[0].endswith(":") and any(other and other[0].endswith(":") for other in below)
    )


def _groups(row: Row, below: Row = (), body: Row = (), *, merged: Collection[int] = ()) -> bool:
    """Whether a row names groups of the columns that the row below names; `merged`: where cells span some."""
    pairs = [*zip_longest(row, below, fillvalue="")]
    if merged and any(
        group and name and group != name and column not in merged
        for column, (group, name) in enumerate(pairs)
    ):
        return False  # "Ann" below "Name" names no column
    spans = any(name and not group for group, name in pairs)
    # Below a merged cell only its parts may have names, beside columns that the first row names.
    fuller = _width(row) <= _width(below) or (merged and all(group or name for group, name in pairs))
    if not body or not spans or not fuller or any(map(_VALUE.match, below)):
        return False
    return (bool(merged) or any(_VALUE.match(cell) for cell in body)) and _width(row) > 1


def _regions(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where the parts of a sheet begin and end: after an empty row, if a title or header follows."""
    starts: list[int] = []
    empty = True
    for number, row in enumerate(rows):
        width = _width(row)
        if width and empty and (not starts or _begins(rows, number, width)):
            starts.append(number)
        empty = not width
    return list(pairwise([*starts, len(rows)]))


def _begins(rows: Sequence[Row], number: int, width: int) -> bool:
    below = rows[number + 1 : number + 1 + _LOOKED_AT]
    if width == 1:
        return True
    strict = any(_VALUE.match(cell) for row in below[:1] for cell in row) or not any(rows[number][:1])
    return strict and _names(rows[number], below)


def _side_by_side(rows: Sequence[Row]) -> list[tuple[int, int | None]]:
    """The columns of tables that stand side by side: an empty column between them, and not on one line."""
    tops: dict[int, int] = {}
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell and column not in tops:
                tops[column] = number
    starts = [0]
    blocks = runs(sorted(tops), lambda block, column: column == block[-1] + 1)
    for before, block in pairwise(blocks):
        if len(block) > 1 and min(tops[column] for column in block) != min(tops[column] for column in before):
            starts.append(block[0])
    return list(zip(starts, [*starts[1:], None], strict=True))

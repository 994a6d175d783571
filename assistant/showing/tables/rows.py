"""A table's row that answers, and in it the cell that does."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.circumstances import Circumstances, circumstances, is_for
from assistant.language.dates import Date
from assistant.language.parsed import days_in
from assistant.language.terms import content_stems, number_key, stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece
from assistant.showing.tables.days import asked_day, is_turned, share_day
from assistant.showing.tables.denied import columns_asked_for, denied_kind, names_whole
from assistant.showing.tables.whole import (
    MONEY_WORDS,
    are_codes,
    called,
    is_numbered,
    units_of,
    without_unit,
)
from assistant.types import Value
from documents.text.runs import grouped
from documents.types import Block
from index.words import content_words, words

_ASKS_PRICE = re.compile(
    r"\bhow much (?:is|are) (?:it|this|that|the|an?|one|two|three|\d+)\b"
    r"|\bhow much (?:does|do|would|will)\b.{1,80}\bcost"
    r"|\bwhat (?:does|do|would|will|is|are)\b(?!.{1,80}\b(?:include|cover|due))"
    r".{1,80}\b(?:costs?|prices?|fees?|fares?|rents?)\b"
    r"|\bwas kostet|\bpreis\b|\bcombien (?:coûte|ça coûte)|\bprix\b"
    r"|\bcuánto (?:cuesta|vale|cobran)|\bprecio\b",
    re.IGNORECASE,
)
_ASKS_LONG = re.compile(
    r"\bhow long\b|\bwie lange\b|\bcombien de temps\b|\bcuánto (?:dura|tiempo|tarda)", re.IGNORECASE
)
_MONEY = re.compile(rf"[£€$¥]|\b(?:{MONEY_WORDS}|pence)\b", re.IGNORECASE)
_EXTREMES = (set(stems("max maximum highest")), set(stems("min minimum lowest")))
FAR = 0.8  # a row whose score is that much below the best one's is about something else
SHORT = 3  # letters by which a word of a name is known: "bed" of "bedrooms"
_ANY_DAY = Circumstances(weekdays=frozenset(range(7)), months=frozenset(range(1, 13)))
NOTHING = "–"  # in the place of a cell that is empty
_Table = tuple[str, int | tuple[str, ...]]


def row(scored: Scored, question: str, around: Around) -> Piece:
    """The row, with its cell where one column is what the question names, or there is only one value.

    Where the columns for the day or month of the question have nothing in this row, that is its value.
    """
    sentence = scored.sentence
    cells = around.cells(sentence)
    # "Key holder: Martin" below days tells of none of them.
    of_days = any(is_for(cell.column_header, "", _ANY_DAY) is not None for cell in cells if cell.column)
    value = _nothing_in(sentence, cells, question, around) if of_days else None
    cell = None if value else _cell_asked_for(sentence, cells, question, around)
    if cell is not None:
        value = value_of(cell, around.words(sentence, cell), _name_of(sentence, cells, around))
    return Piece("value" if value else "quote", (sentence,), scored.score, value=value)


def value_of(cell: Block, text: str, name: str = "") -> Value:
    """A cell with these words as a value, with the names of its row and column.

    `name` is that of the row where its header only has a code or number; a cell that is the header itself has
    none.
    """
    row = cell.row_header if cell.row_header != text else ""
    # A name that is itself the value is known by its code.
    return Value(text, row and (name if name not in ("", text) else row), cell.column_header)


def _name_of(sentence: EvidenceSentence, cells: Sequence[Block], around: Around) -> str:
    """The words of the cell behind that with a row's code, "Plot 24" where it has a number; else ""."""
    if not cells or cells[0].column:
        return ""
    if not are_codes(header := cells[0].column_header):
        first = around.words(sentence, cells[0])
        return name if (name := called(first, header)) != first else ""
    second = around.words(sentence, cells[1]) if len(cells) > 1 and cells[1].column == 1 else ""
    return "" if second[:1].isdigit() else second


def _nothing_in(
    sentence: EvidenceSentence, cells: Sequence[Block], question: str, around: Around
) -> Value | None:
    """Says that the row has nothing in the columns for the day or month that is asked about, where the table
    has some.
    """
    conditions, days = circumstances(question), days_in(question)
    asked_day_or_month = conditions.weekdays or conditions.months or days
    if not asked_day_or_month or any(_is_for(cell.column_header, conditions, days) for cell in cells):
        return None
    rows = around.table_of(sentence)
    names = {cell.column: cell.column_header for _, row in rows for cell in row if cell.column_header}
    fitting = [name for name in names.values() if _is_for(name, conditions, days)]
    name = around.words(sentence, cells[0]) if cells and not cells[0].column else ""
    return Value(NOTHING, name, ", ".join(fitting)) if fitting else None


def _is_for(header: str, conditions: Circumstances, days: Sequence[Date]) -> bool | None:
    """Whether a column is for these circumstances: for the very day, where both have a date, as in
    "Tue 5 May".
    """
    own = days_in(header) if days else []
    return share_day(days, own) if own else is_for(header, "", conditions)


def _cell_asked_for(
    sentence: EvidenceSentence, cells: Sequence[Block], question: str, around: Around
) -> Block | None:
    """The cell under the one column header that has most words of the question; None where several have.

    A column for the age, day or month of the question goes before, one for any other day is not meant;
    and where a price is asked for, a price goes before a column that the question names in part.
    """
    conditions = circumstances(question)
    values = [cell for cell in cells if cell.column]
    days = days_in(question)
    fitting = [cell for cell in values if _is_for(cell.column_header, conditions, days)]
    if len(values) == 1 or len(fitting) == 1:
        return (fitting or values)[0]
    if _ASKS_LONG.search(question):
        times = [
            cell
            for cell in values
            if any(unit.dimension == "time" for unit in units_of(cell.column_header)[0])
        ]
        if len(times) == 1:
            return times[0]
    question_stems = _with_alike(
        question, [around.words(sentence, cell) for cell in cells if not cell.column]
    )
    own = {id(cell): _own(cell) for cell in values}
    shares = {key: len(its & question_stems) / max(len(its), 1) for key, its in own.items()}
    # "A secondary school" names a row of the kinds of school, and not the column "Schools".
    of_rows = {stemmed for cell in cells if not cell.column for stemmed in _own(cell)}
    others = [cell for cell in values if not own[id(cell)] <= of_rows]
    if any(shares[id(cell)] for cell in others):
        values = others
    if _ASKS_PRICE.search(question) and max(shares.values(), default=0.0) < 1:
        prices = [
            cell for cell in values if _MONEY.search(f"{cell.column_header} {around.words(sentence, cell)}")
        ]
        if len(prices) == 1:
            return prices[0]
        values = prices or values
    columns = columns_asked_for([cell.column_header for cell in values], question)
    if len(columns) == 1 < len(values):
        return values[columns[0]]
    values = [values[place] for place in columns]
    best = max((shares[id(cell)] for cell in values), default=0.0)
    named = [cell for cell in values if shares[id(cell)] == best > 0]
    named = [cell for cell in named if not is_for_other_day(cell.column_header, conditions)]
    if len(named) > 1:  # "n" and "NO3-N leached", both whole: that with more words
        most = max(len(own[id(cell)]) for cell in named)
        named = [cell for cell in named if len(own[id(cell)]) == most]
    return named[0] if len(named) == 1 else None


def _with_alike(question: str, names: Sequence[str]) -> set[str]:
    """The question's stems, with what a column is called as well, "highest" for "max".

    Not where the row is called so: one of `names`, as "Max".
    """
    question_stems = set(stems(question))
    own = {stemmed for name in names for stemmed in stems(name)}
    return question_stems.union(*(alike for alike in _EXTREMES if alike & (question_stems - own)))


def is_for_other_day(header: str, conditions: Circumstances) -> bool:
    """Whether a column is for days of the week, with words beside them, and none of them is asked for.

    >>> asked = circumstances("When do we finish?")
    >>> is_for_other_day("Friday finish", asked), is_for_other_day("Mon", asked)
    (True, False)
    """
    days = circumstances(header).weekdays
    return bool(days) and len(words(header)) > 1 and not conditions.weekdays & days


def _own(cell: Block) -> set[str]:
    """The words of what a cell's column is called."""
    return set(stems(without_unit(cell.column_header)))


def without_other_rows(scored: Sequence[Scored], question: str, around: Around) -> Sequence[Scored]:
    """The evidence without rows that the question does not mean, where it means others of their table.

    It means the rows below the heading that it names, those for the age, day or month that it tells, and of
    these one whose name it has in full: in a list of prices "Bike wash (free with a full service)" may be
    rated above "Full service". Where a row is best, or the question has its number ("plot 24"), such rows
    come first; of their tables no others are left.
    """
    scored = below_named(scored, question, around)
    scored = _of_day(
        _for_circumstances(scored, circumstances(question).parts(), around), days_in(question), around
    )
    lowest = scored[0].score - FAR if scored else 0.0
    named = {
        id(candidate)
        for candidate in scored
        if candidate.score >= lowest and _is_meant(candidate.sentence, question, around)
    }
    of_day = _rows_of_day(scored, question, around)
    named = of_day or named or _set_apart(scored, question, around)
    if not named:
        return scored
    tables = {_table(candidate.sentence, around) for candidate in scored if id(candidate) in named}
    left = [
        candidate
        for candidate in scored
        if id(candidate) in named
        or not candidate.sentence.is_row
        or _table(candidate.sentence, around) not in tables
    ]
    first = (
        bool(of_day)
        or scored[0].sentence.is_row
        or any(
            _has_number(candidate.sentence, question, around)
            for candidate in scored
            if id(candidate) in named
        )
    )
    return sorted(left, key=lambda candidate: id(candidate) not in named) if first else left


def _rows_of_day(scored: Sequence[Scored], question: str, around: Around) -> set[int]:
    """The rows of the day that the question tells, of tables with more words of it: in their one cell of a
    day, as in a diary or log. None where what is before or after that day is asked for.
    """
    day = asked_day(question)
    if day is None or is_turned(day, question):
        return set()
    question_stems = content_stems(question.replace(day.text, " "))
    ids = set()
    for candidate in scored:
        cells = around.cells(candidate.sentence) if candidate.sentence.is_row else []
        days = [own for cell in cells if (own := _day_of(around.words(candidate.sentence, cell)))]
        if len(days) == 1 and share_day([day], days):
            own_words = " ".join(
                f"{cell.column_header} {around.words(candidate.sentence, cell)}" for cell in cells
            )
            if question_stems & content_stems(own_words):
                ids.add(id(candidate))
    return ids


def _day_of(text: str) -> Date | None:
    """The day that a cell tells, and nothing else."""
    days = days_in(text)
    return days[0] if len(days) == 1 and not content_stems(text.replace(days[0].text, " ")) else None


def _set_apart(scored: Sequence[Scored], question: str, around: Around) -> set[int]:
    """The best evidence, if it is a row whose name alone in its table has a word of the question: a "cargo
    bike" is "Cargo bicycle". Words that columns have do not count, nor do numbers.
    """
    if not scored or not scored[0].sentence.is_row:
        return set()
    rows = around.table_of(scored[0].sentence)
    headers = {stem for _, cells in rows for cell in cells for stem in stems(cell.column_header)}
    question_stems = {stem for stem in stems(question) if number_key(stem) is None} - headers
    named = [
        row.citation.start
        for row, cells in rows
        if question_stems & set(stems(_first_cell(row, cells, around)))
    ]
    return {id(scored[0])} if named == [scored[0].sentence.citation.start] else set()


def _first_cell(sentence: EvidenceSentence, cells: Sequence[Block], around: Around) -> str:
    """The words of what names a row: its first cell, or the one behind a code."""
    first = " ".join(around.words(sentence, cell) for cell in cells if not cell.column)
    return f"{first} {_name_of(sentence, cells, around)}"


def below_named(scored: Sequence[Scored], question: str, around: Around) -> Sequence[Scored]:
    """The evidence without rows of tables that are like one below a heading that the question has in full.

    "The sofa in the bedroom" is not that of the living room.
    """
    question_stems = set(stems(question))
    headed = {
        id(candidate): candidate.sentence.citation.headings[-1:]
        for candidate in scored
        if candidate.sentence.is_row
    }
    named = {
        key
        for key, own in headed.items()
        if own and (words := set(stems(own[0]))) and words <= question_stems
    }
    if not named:
        return scored
    kinds = {
        id(candidate): _columns(candidate.sentence, around) for candidate in scored if id(candidate) in headed
    }
    named_kinds = {kinds[key] for key in named}
    return [
        candidate
        for candidate in scored
        if id(candidate) in named or kinds.get(id(candidate)) not in named_kinds
    ]


def _columns(sentence: EvidenceSentence, around: Around) -> tuple[str, frozenset[str]]:
    """What tables of one kind have in common: their document and the names of their columns."""
    rows = around.table_of(sentence) or [(sentence, around.cells(sentence))]
    names = frozenset(cell.column_header for _, cells in rows for cell in cells)
    return sentence.citation.source_id, names


def _for_circumstances(
    scored: Sequence[Scored], parts: Sequence[Circumstances], around: Around
) -> Sequence[Scored]:
    """The evidence without the rows for other ages, months or days, in tables that have rows for these, which
    come before the others of their tables.
    """
    if not parts:
        return scored
    tables = grouped(
        (candidate for candidate in scored if candidate.sentence.is_row),
        lambda candidate: _table(candidate.sentence, around),
    )
    left = {key: iter(_rows_for(rows, parts, around)) for key, rows in tables.items()}
    places = (
        islice(left[_table(candidate.sentence, around)], 1) if candidate.sentence.is_row else (candidate,)
        for candidate in scored
    )
    return [*chain.from_iterable(places)]


def _of_day(scored: Sequence[Scored], days: Sequence[Date], around: Around) -> Sequence[Scored]:
    """The evidence without rows of tables with columns for other days, where another has one for the day."""
    if not days:
        return scored
    fits: list[bool | None] = []
    for candidate in scored:
        rows = around.table_of(candidate.sentence) if candidate.sentence.is_row else []
        headers = {cell.column_header for _, cells in rows for cell in cells if cell.column}
        dated = [own for header in headers if (own := days_in(header))]
        fits.append(any(share_day(days, own) for own in dated) if dated else None)
    if True not in fits:
        return scored
    return [candidate for candidate, fit in zip(scored, fits, strict=True) if fit is not False]


def _rows_for(rows: Sequence[Scored], parts: Sequence[Circumstances], around: Around) -> Sequence[Scored]:
    """The rows of a table that may be for these circumstances, those first whose name says so: "Children
    under 12".

    Of a day only rows tell that are for the month, too: who asks for a Wednesday in December is shown the row
    of the winter, which has no Wednesdays.
    """
    saying: Sequence[Scored] = rows
    by_name: set[int] = set()
    for part in sorted(parts, key=lambda part: bool(part.weekdays)):
        fits = {id(candidate): _fits(candidate.sentence, part, around) for candidate in rows}
        if fitting := [candidate for candidate in saying if fits[id(candidate)].fit]:
            rows = [candidate for candidate in rows if fits[id(candidate)].fit is not False]
            saying = fitting
            by_name = {id(candidate) for candidate in fitting if fits[id(candidate)].by_name}
    return sorted(rows, key=lambda candidate: id(candidate) not in by_name)


def _table(sentence: EvidenceSentence, around: Around) -> _Table:
    """What tells the table that a row is of: its document, and where it begins or what it stands below."""
    rows, citation = around.table_of(sentence), sentence.citation
    return citation.source_id, rows[0][0].citation.start if rows else citation.headings


class _Fit(NamedTuple):
    """Whether a row is for these circumstances, None where it does not say; and whether its first cell
    says so.
    """

    fit: bool | None
    by_name: bool


def _fits(sentence: EvidenceSentence, conditions: Circumstances, around: Around) -> _Fit:
    """Whether a row is for these circumstances, by the first cell that says so."""
    for cell in around.cells(sentence):
        fit = is_for(around.words(sentence, cell), cell.column_header, conditions)
        if fit is not None:
            return _Fit(fit, not cell.column)
    return _Fit(None, False)


def disambiguated(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces; values under the same names have before them the heading or title by which they differ."""
    apart = list(pieces)
    for place in (_heading, _title):
        counts = Counter(_names(piece) for piece in apart if piece.value)
        again = [piece for piece in apart if piece.value and counts[_names(piece)] > 1]
        if len({place(piece) for piece in again}) > 1:
            apart = [_below(piece, place(piece)) if piece in again else piece for piece in apart]
    return apart


def _names(piece: Piece) -> tuple[str, str]:
    return (piece.value.row, piece.value.column) if piece.value else ("", "")


def _heading(piece: Piece) -> str:
    return next(iter(piece.sentences[0].citation.headings[-1:]), "")


def _title(piece: Piece) -> str:
    return piece.sentences[0].citation.title


def _below(piece: Piece, place: str) -> Piece:
    value = piece.value
    row = ", ".join(filter(None, (place, value.row))) if value else ""
    return replace(piece, value=replace(value, row=row)) if value else piece


def is_named(sentence: EvidenceSentence, question: str) -> bool:
    """Whether it is a row whose name, its first cell, the question has in full; a number is no name."""
    block, citation = sentence.block, sentence.citation
    if block is None or block.kind != "cell" or block.column != 0:
        return False
    return _has_whole(question, citation.quote[: block.end - citation.start])


def _is_meant(sentence: EvidenceSentence, question: str, around: Around) -> bool:
    """Whether it is a row whose name the question has in full, also one that stands behind a code, or a
    number with what it is the number of.
    """
    if not sentence.is_row or is_named(sentence, question):
        return sentence.is_row
    if _has_number(sentence, question, around):
        return True
    name = _name_of(sentence, around.cells(sentence), around)
    return not name.rpartition(" ")[2].isdecimal() and _has_whole(question, name)


def _has_number(row: EvidenceSentence, question: str, around: Around) -> bool:
    """Whether a question tells the number of a row, behind what the column of numbers is called."""
    cells = around.cells(row)
    first = cells[0] if cells and not cells[0].column else None
    return first is not None and is_numbered(around.words(row, first), first.column_header, question)


def _has_whole(question: str, name: str) -> bool:
    """Whether a question has all of a name; a number is none.

    "I'm not a member" has "Non-member", and not "Member".

    >>> [_has_whole("the rent of a two bed flat", name) for name in ("Two bedrooms", "One bedroom", "Bedsit")]
    [True, False, False]
    """
    own, question_stems = stems(name), set(stems(question))
    numbers = {stem for stem in own if number_key(stem) is not None}
    if numbers.issuperset(own):
        return False
    if numbers and numbers <= question_stems:
        long_words = [word for word in content_words(question) if len(word) >= SHORT]
        question_stems |= {stem for stem in own if any(stem.startswith(word) for word in long_words)}
    return names_whole(name, question_stems, denied_kind(question))

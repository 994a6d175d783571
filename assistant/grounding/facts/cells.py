"""What a row of a table says in which column: "Plant: Spider plant; Price: £4; Toxic to cats: no"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from assistant.grounding.facts.alignment import Alignment, Clash, ClashKind
from assistant.language.dates import Date, Time, agrees, same_time
from assistant.language.denials import denies, is_denied
from assistant.language.numbers import Number, same_value
from assistant.language.opposites import are_opposites
from assistant.language.parsed import Parsed
from assistant.language.terms import content_stems
from assistant.language.tokens import Token
from index.words import words

_SEVERAL = 3  # cells of a row
_PAIR = 2  # figures of a claim that have their columns on the same side
_ASIDE = re.compile(r"\s?\([^()]{0,60}\)|\s/\s?\S{1,20}$")  # a unit behind the name of a column
COLUMN_SHARE = 0.5  # of a column's words that a claim must have to be of it
_CELL = re.compile(
    r"(?:^|;\s)(?P<name>[^;:\n]{1,60}):\s(?P<says>yes|no|none|ja|nein|oui|non|sí)(?:\s\([^();]{0,60}\))?(?=;|$)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[^;:\n]{1,60}:(?P<row>[^;\n]{1,200});")
_NO = frozenset(("no", "none", "nein", "non"))
# "Nut-free", "anything but nuts": what denies without a "not".
_DENYING = re.compile(r"\b(?:free|non|but|except\w*|exclud\w*|exempt|instead)\b", re.IGNORECASE)

_ANY_CELL = re.compile(r"(?:^|;\s)(?P<name>[^;:\n]{1,80}):\s(?P<text>[^;\n]{1,200})")
_MONEY = re.compile(r"[£€$] ?\d")
# Beside these a column is named that the figure is not of: "£90 without materials"
_ASIDE_WORDS = frozenset("without with before excluding besides plus including until by".split())
_AMOUNT = re.compile(r"\W{0,3}\d")  # what a cell begins with that holds a number and nothing much else
# Words of a column's name that are said of any amount
_OF_ANY = content_stems("pay paid cost costs price prices charge charged amount number money fee")


_Figure = Number | Date | Time
_Tokens = Sequence[Token]


@dataclass(frozen=True, slots=True)
class _Column:
    """A cell with figures, and the stems of its column's name that tell it from others."""

    text: str
    stems: frozenset[str]
    figures: tuple[_Figure, ...]

    def has(self, figure: _Figure) -> bool:
        return any(_is_same(figure, own) for own in self.figures)

    def is_alike(self, figure: _Figure) -> bool:
        """Whether it has a figure of such a kind: a weight is none of a column of days."""
        return any(type(own) is type(figure) for own in self.figures)


def reads_as_row(source: Parsed) -> bool:
    """Whether a sentence is a row of several named cells."""
    return len([*islice(_ANY_CELL.finditer(source.read), _SEVERAL)]) == _SEVERAL


def cell_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Claims of a row that deny what has "yes" in its column, or state what has "no" there.

    An opposite denies: what is "harmless" is not "toxic".
    """
    claim = alignment.claim
    if not alignment.aligned or not alignment.english or _DENYING.search(claim.read):
        return
    source = alignment.aligned[0]
    row = _FIRST.match(source.read)
    if row is None or source.stems_in(*row.span("row")).isdisjoint(claim.all_stems):
        return
    for cell, places, opposite in _cells_named(claim, source, row.end() - 1):
        if cell["says"].lower() in _NO:
            differs = denies(claim) is opposite  # "no soya, sesame or celery" denies them all
        else:
            differs = any(is_denied(claim, place) for place in places) is not opposite
        if differs:
            text = f"{cell['name']}: {cell['says']}"
            yield Clash("negation", claim.tokens[places[0]].text, text, f"the source says “{text}”", True)
            return


def _cells_named(claim: Parsed, source: Parsed, start: int) -> list[tuple["re.Match[str]", list[int], bool]]:
    """The cells with yes or no of whose columns a claim has the most words, and half at least: each with the
    places of these in the claim, and whether one is an opposite.
    """
    rated = []
    for cell in _CELL.finditer(source.read, start):
        first, last = cell.span("name")
        column = [token for token in source.tokens if token.content and first <= token.start < last]
        opposite = {
            place
            for place, token in enumerate(claim.tokens)
            if any(are_opposites(token, own) for own in column)
        }
        stems = {token.stem for token in column}
        places = [
            place for place, token in enumerate(claim.tokens) if token.stem in stems or place in opposite
        ]
        share = len({claim.tokens[place].stem for place in places}) / (len(stems) or 1)
        rated.append((share, cell, places, bool(opposite)))
    most = max((share for share, *_ in rated), default=0.0)
    return [
        (cell, places, opposite) for share, cell, places, opposite in rated if share == most >= COLUMN_SHARE
    ]


def column_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Numbers and dates of a claim that its rows have in other columns than in those that it names beside
    them: "labour cost 118.40" of "Parts: 118.40; Labour: 126.00".
    """
    claim = alignment.claim
    clash: Clash | None = None
    for source in _rows_named(alignment):
        columns, names = _columns(source), _of_names(source)
        figures = [
            (figure, sides)
            for figure, sides in _with_words_beside(claim)
            if any(column.has(figure) for column in columns)
            and not any(_is_same(figure, other) for other in names)
        ]
        if not figures:
            continue
        misplaced = _misplaced(claim, figures, columns)
        own = {word for cell in _ANY_CELL.finditer(source.read) for word in words(cell[0])}  # "Everyday Plus"
        if misplaced is None or _ASIDE_WORDS & claim.words - own:
            return
        figure, column, sure = misplaced
        kind: ClashKind = "number" if isinstance(figure, Number) else "date"
        clash = clash or Clash(kind, figure.text, column.text, f"the source says “{column.text}”", sure)
    if clash:
        yield clash


def _rows_named(alignment: Alignment) -> list[Parsed]:
    """The rows of whose first cell the claim has most words."""
    firsts = [(source, _ANY_CELL.match(source.read)) for source in alignment.aligned]
    shared = [
        (len(source.stems_in(*first.span("text")) & alignment.claim.all_stems), source)
        for source, first in firsts
        if first
    ]
    most = max((count for count, _ in shared), default=0)
    return [source for count, source in shared if count == most]


def _figures(text: Parsed) -> list[_Figure]:
    """The numbers in figures, the dates and the times, in order."""
    numbers = (number for number in text.numbers if number.digits)
    return sorted((*numbers, *text.dates, *text.times), key=lambda figure: figure.first)


def _is_same(figure: _Figure, other: _Figure) -> bool:
    if isinstance(figure, Date) and isinstance(other, Date):
        return agrees(figure, other) in ("same", "open")
    if isinstance(figure, Time) and isinstance(other, Time):
        return same_time(figure, other)
    return isinstance(figure, Number) and isinstance(other, Number) and same_value(figure, other)


def _figures_in(source: Parsed, first: int, last: int) -> tuple[_Figure, ...]:
    """Those that begin in a stretch of `read`."""
    return tuple(figure for figure in _figures(source) if first <= source.tokens[figure.first].start < last)


def _of_names(source: Parsed) -> list[_Figure]:
    """By what figures a row and its columns are called: those of its first cell and of columns' names."""
    cells = _ANY_CELL.finditer(source.read)
    spans = [
        cell.span("name") if cell.start() or _MONEY.match(cell["text"]) else cell.span() for cell in cells
    ]
    return [figure for span in spans for figure in _figures_in(source, *span)]


def _columns(source: Parsed) -> list[_Column]:
    """The cells of a row that hold an amount or a date, but for the first, which names the row."""
    columns = []
    for cell in _ANY_CELL.finditer(source.read):
        figures, stems = _figures_in(source, *cell.span("text")), content_stems(_ASIDE.sub("", cell["name"]))
        is_figure = figures and (_AMOUNT.match(cell["text"]) or not isinstance(figures[0], Number))
        named = cell.start() or _MONEY.match(cell["text"])  # "Members: £6; Guests: £9" has no name
        if named and stems and is_figure:
            columns.append(_Column(cell[0].lstrip("; "), (stems - _OF_ANY) or stems, figures))
    return columns


def _with_words_beside(claim: Parsed) -> list[tuple[_Figure, tuple[_Tokens, _Tokens]]]:
    """Each figure of a claim with the words before and behind it, as far as the next one on that side; its
    unit is on both.
    """
    figures: list[_Figure] = [*claim.numbers, *claim.dates, *claim.times]
    figures.sort(key=lambda figure: figure.first)
    starts, ends = [0, *(figure.last for figure in figures)], [figure.first for figure in figures]
    between = [claim.tokens[start:end] for start, end in zip(starts, [*ends, len(claim.tokens)], strict=True)]
    own = [claim.tokens[figure.first : figure.last] for figure in figures]
    return [
        (figure, ([*before, *unit], [*unit, *behind]))
        for figure, unit, (before, behind) in zip(figures, own, pairwise(between), strict=True)
    ]


def _misplaced(
    claim: Parsed, figures: Sequence[tuple[_Figure, tuple[_Tokens, _Tokens]]], columns: Sequence[_Column]
) -> tuple[_Figure, _Column, bool] | None:
    """A figure of a claim with the column that is named for it, which has another, and whether surely; None
    where all fit.

    All words tell of the only one. Of two, columns are named before both or behind both: "parts 126.00 and
    labour 118.40"; both must be wrong to be sure. Of more each may have its own side.
    """
    if len(figures) == 1:
        ((figure, _),) = figures
        alone = _contradicted_by([(figure, claim.tokens)], columns)
        return (figure, alone[figure], True) if alone else None
    sides = [[(figure, words[side]) for figure, words in figures] for side in (0, 1)]
    contradicted = [_contradicted_by(side, columns) for side in sides]
    if len(figures) > _PAIR:
        wrong = _misplaced_of_many([figure for figure, _ in figures], sides, columns)
        return (*wrong, True) if wrong else None
    named = [sum(bool(_named(tokens, columns)) for _, tokens in side) for side in sides]
    likely = [wrong for wrong, count in zip(contradicted, named, strict=True) if count == max(named)]
    if not all(likely):
        return None
    figure, column = next(iter(likely[0].items()))
    return figure, column, len(likely[0]) == _PAIR


def _misplaced_of_many(
    figures: Sequence[_Figure], sides: Sequence[Sequence[tuple[_Figure, _Tokens]]], columns: Sequence[_Column]
) -> tuple[_Figure, _Column] | None:
    """A figure that no column has which is named beside it, nor the figure on the other side of that."""
    for at, figure in enumerate(figures):
        named = [_named(side[at][1], columns) for side in sides]
        if any(column.has(figure) for own in named for column in own):
            continue
        for own, step in zip(named, (-1, 1), strict=True):
            other = figures[at + step] if 0 <= at + step < len(figures) else None
            if own and not (other and any(column.has(other) for column in own)):
                return figure, own[0]
    return None


def _contradicted_by(
    figures: Iterable[tuple[_Figure, _Tokens]], columns: Sequence[_Column]
) -> dict[_Figure, _Column]:
    """The figures beside which columns are named that have others, each with the first of these."""
    named = ((figure, _named(tokens, columns)) for figure, tokens in figures)
    return {
        figure: best[0]
        for figure, best in named
        if best and not any(column.has(figure) for column in best) and best[0].is_alike(figure)
    }


def _named(tokens: Iterable[Token], columns: Sequence[_Column]) -> list[_Column]:
    """The columns of whose names these words have the most, and half at least; of "Price" and "Member price"
    the one that has no other.
    """
    own_stems = {token.stem for token in tokens}
    counts = [len(column.stems & own_stems) for column in columns]
    worth = [(count, count / len(column.stems)) for count, column in zip(counts, columns, strict=True)]
    most = max(worth, default=(0, 0.0))
    return [
        column
        for column, own in zip(columns, worth, strict=True)
        if own == most and most[0] and 2 * most[0] >= len(column.stems)
    ]

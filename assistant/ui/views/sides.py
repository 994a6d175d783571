"""Two editions side by side: a row for each thing that they say differently, with what differs marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, islice

from assistant.showing.as_text import part_rows
from assistant.showing.pieces import spanning
from assistant.types import Citation
from assistant.ui.views.parts import Part
from assistant.ui.views.texts import Piece, below, split

SHOWN_ROWS = 8  # the rest is folded
IN_COMMON = 0.4  # the share of two texts' words from which those that differ are marked
MOST_COMPARED = 40_000  # words of one text times those of the other: comparing longer ones takes seconds
# "£1,200", "-5" and "28%" are one; any other sign is one by itself.
_TOKEN = re.compile(r"[£€$¥]?[-+]?\w[\w\u0300-\u036f]*(?:[.,:]\d+)*[%+]?|[^\w\s.,;:!?'’\"“”()]")


@dataclass(frozen=True, slots=True)
class Column:
    """An edition: its title, its name in each row, and all that is cited of it, from mark `mark` on."""

    title: str
    name: str
    over: Citation | None
    mark: int


@dataclass(frozen=True, slots=True)
class Row:
    """What each edition says of one thing, None where it says nothing; `heading` is what it stands below."""

    cells: Sequence[Part | None]
    heading: str

    def other_text(self, cell: Part) -> str:
        """What the other edition says, as a text."""
        others = [other for other in self.cells if other and other is not cell]
        return " ".join(sentence.text for other in others for sentence in other.sentences)


Under = tuple[str, Sequence[Row]]  # a heading and the rows below it


@dataclass(frozen=True, slots=True)
class Sides:
    """A table of what differs between two documents."""

    columns: Sequence[Column]
    rows: Sequence[Row]

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "Sides | None":
        """The table of sides that follow each other; None where they are not of two documents."""
        left = iter(parts)
        groups = [
            list(islice(left, len(row)))
            for row in part_rows((part.section, part.sentences) for part in parts)
        ]
        sources = list(
            dict.fromkeys(_source(part) for row in sorted(groups, key=len, reverse=True) for part in row)
        )
        if len(sources) != 2 or "" in sources:
            return None
        rows = []
        for group in groups:
            by_source = {_source(part): part for part in group}
            rows.append(Row([by_source.get(source) for source in sources], _heading(group[0])))
        return cls([_column([row.cells[nth] for row in rows]) for nth in range(2)], rows)

    @property
    def first(self) -> list[Under]:
        """The rows that are shown, those below one heading together."""
        return list(_by_heading(self.rows[:SHOWN_ROWS]))

    @property
    def rest(self) -> list[Under]:
        """The folded ones."""
        return list(_by_heading(self.rows[SHOWN_ROWS:]))

    @property
    def folded(self) -> int:
        """How many rows are folded."""
        return len(self.rows[SHOWN_ROWS:])

    @property
    def more(self) -> str:
        """How many more differences there are, in words; empty for none."""
        return next((cell.more for row in self.rows for cell in row.cells if cell and cell.more), "")

    @property
    def flagged(self) -> bool:
        """Whether any of it speaks to the assistant."""
        return any(cell.flagged for row in self.rows for cell in row.cells if cell)


def differing(text: str, other: str) -> list[Piece]:
    """A text in pieces, the words that another has not marked; none where they have little in common.

    >>> [piece.text for piece in differing("A dog is £7 a night.", "A dog is £5 a night.") if piece.marked]
    ['£7']
    """
    tokens = list(_TOKEN.finditer(text))
    own, theirs = (
        [token[0].casefold() for token in tokens],
        [token.casefold() for token in _TOKEN.findall(other)],
    )
    matcher = SequenceMatcher(a=own, b=theirs, autojunk=False)
    if len(own) * len(theirs) > MOST_COMPARED or matcher.ratio() < IN_COMMON:
        return split(text, [])
    changed = [(a, b) for tag, a, b, *_ in matcher.get_opcodes() if tag in ("replace", "delete")]
    return split(text, [(tokens[a].start(), tokens[b - 1].end()) for a, b in changed])


def _source(part: Part) -> str:
    return part.over.source_id if part.over else ""


def _heading(part: Part) -> str:
    """The nearest heading over a part, but for the title of its document."""
    return next(iter(below(part.over.title, part.over.headings)[-1:]), "") if part.over else ""


def _by_heading(rows: Sequence[Row]) -> Iterator[Under]:
    for heading, under in groupby(rows, key=lambda row: row.heading):
        yield heading, list(under)


def _column(cells: Sequence[Part | None]) -> Column:
    filled = [cell for cell in cells if cell]
    cited = [citation for cell in filled for sentence in cell.sentences for citation in sentence.citations]
    return Column(filled[0].section.title, filled[-1].section.title, spanning(cited), filled[0].mark)

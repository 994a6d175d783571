"""The rows of a kind: those with one of the few values that a column has again and again."""

import re
from collections.abc import Collection, Iterator, Sequence

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.language.terms import content_stems
from assistant.showing.around import Around
from assistant.showing.families import newer
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.asked import asked_of_rows, is_denied
from assistant.showing.tables.computed import GENERAL, NO, VALUES, YES, best_tables, listed
from assistant.showing.tables.looked_up import TURNING
from assistant.showing.tables.whole import Table
from index.words import words

_ASKS_ROWS = re.compile(
    r"\W{0,3}(?:which|what|who|whose|list|show|name|find|how many|are there|is there|(?:give|tell|show) me"
    r"|all|any)\b",
    re.IGNORECASE,
)
_NOT = (
    "not",
    "never",
    "isn't",
    "aren't",
    "hasn't",
    "haven't",
    "wasn't",
    "weren't",
    "don't",
    "doesn't",
    "didn't",
)
_DENIES = re.compile(
    rf"\b(?:{'|'.join(_NOT)}|nobody|no one|none)(?: (?:yet|been|already|have|has|are|is))*$", re.IGNORECASE
)
_KNOWN = GENERAL | content_stems(
    "yet already so far about are status state kind type category of list many table "
    "haven hasn isn aren wasn weren"
)
_WORDS = 3  # of a value, at most
_PER_VALUE = 1.5  # rows, at least: else the values are names


class _Category:
    """A value that a column has in several rows, and the words by which a question names it."""

    def __init__(self, column: int, value: str, rows: Sequence[int]) -> None:
        self.column, self.value, self.rows = column, value, tuple(rows)
        own = words(value)
        self.denied = bool(own) and own[0] in ("not", "un", "non")
        self.stems = content_stems(" ".join(own[1:] if self.denied else own))


def of_category(wanted: Wanted, around: Around) -> list[Piece]:
    """All rows with the values that a question names: "which jobs haven't started", of a column with "Not
    started"; "which tickets are not closed" has the others.

    They are sure where each other word is one of the columns' names or of what the table stands below; else
    they are only given where a row of the table is the best evidence. Nothing where no value is named, or a
    value and what denies it stand apart.
    """
    question = wanted.question
    if not _ASKS_ROWS.match(question) or asked_of_rows(question) or TURNING.intersection(words(question)):
        return []
    for scored, table in best_tables(wanted, around):
        own = scored.sentence.citation.source_id
        pieces = _pieces(question, table, scored, later=bool(newer(own, wanted.sources(own))))
        if pieces and (pieces[0].sure or scored is wanted.scored[0]):
            return pieces
    return []


def _pieces(question: str, table: Table, scored: Scored, *, later: bool) -> list[Piece]:
    rows, said, taken = set(range(len(table.rows))), [], set[str]()
    for category in _named(question, table):
        denied = _is_denied(question, category.stems)
        if is_denied(question) and not denied:
            return []  # what is denied stands elsewhere
        others = denied and not category.denied
        rows &= (set(range(len(table.rows))) - set(category.rows)) if others else set(category.rows)
        value = f"not {category.value}" if others else category.value
        said.append(f"{table.columns[category.column]} {value}")
        taken |= category.stems
    if not said or not rows:
        return []
    known = _KNOWN | taken | content_stems(" ".join([*table.columns.values(), scored.sentence.label]))
    sure = content_stems(question) <= known and not later
    title = phrases.rows_with(len(rows), len(table.rows), ", ".join(said))
    return [listed(table, sorted(rows), scored.score, title, sure=sure)]


def _named(question: str, table: Table) -> list[_Category]:
    """The values that a question names, one of each column at most; none where two of one column are."""
    asked = content_stems(question)
    named: dict[int, list[_Category]] = {}
    for category in _categories(table):
        if category.stems and category.stems <= asked and category.denied <= is_denied(question):
            named.setdefault(category.column, []).append(category)
    for column, found in named.items():
        # "Not started" where that is denied, though there is "Started" as well; "Half day", and not "Day".
        longest = max(found, key=lambda category: (len(category.stems), category.denied))
        named[column] = [longest] if all(each.stems <= longest.stems for each in found) else []
    return [category for found in named.values() for category in found]


def _categories(table: Table) -> Iterator[_Category]:
    for column in table.columns:
        if column == table.name_column or not column:
            continue
        having: dict[str, list[int]] = {}
        for row in range(len(table.rows)):
            if text := table.text(row, column).strip():
                having.setdefault(text.lower(), []).append(row)
        filled = sum(map(len, having.values()))
        few = 1 < len(having) <= VALUES and filled >= _PER_VALUE * len(having)
        short = all(len(value.split()) <= _WORDS and not value[0].isdigit() for value in having)
        if few and short:
            for value, rows in having.items():
                if value not in (*NO, *YES):
                    yield _Category(column, table.text(rows[0], column).strip(), rows)


def _is_denied(question: str, stems: Collection[str]) -> bool:
    """Whether what denies stands right before one of these words."""
    places = (match for match in re.finditer(r"[^\W\d_]+", question))
    return any(
        _DENIES.search(question[: place.start()].rstrip())
        for place in places
        if content_stems(place[0]) & set(stems)
    )

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

# "Which open tickets", "how many of the jobs", "list all tickets": what rows are asked for stands behind it.
_ASKS_ROWS = re.compile(
    r"\W{0,3}(?:(?:and|so|but|ok) )?(?:which|what|list|show|find|how many|(?:give|tell|show) me|all|any"
    r"|(?:are|is) there(?: any)?)(?: (?:of|all|the|our|my|these|those|me)){0,3} "
    r"(?P<rows>(?:(?!(?:is|are|was|were|do|does|did|have|has|should|must|can)\b)[^\W\d_][\w'’-]{0,30}"
    r" ?){1,4})",
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
    they are only given where a row of the table is the best evidence. Nothing where no value is named, where
    one and what denies it stand apart, or where other rows are turned to ("before Hetty").
    """
    question = wanted.question
    asked = _ASKS_ROWS.match(question)
    if asked is None or asked_of_rows(question) or TURNING.intersection(words(question)):
        return []
    for scored, table in best_tables(wanted, around):
        own = scored.sentence.citation.source_id
        later = bool(newer(own, wanted.sources(own)))
        pieces = _pieces(question, content_stems(asked["rows"]), table, scored, later=later)
        if pieces and (pieces[0].sure or scored is wanted.scored[0]):
            return pieces
    return []


def _pieces(
    question: str, asked: Collection[str], table: Table, scored: Scored, *, later: bool
) -> list[Piece]:
    label = content_stems(scored.sentence.label)
    named = _named(question, table, label)
    taken = frozenset().union(*(category.stems for category in named))
    about = taken | label | content_stems(" ".join(table.columns.values()))
    if not named or (GENERAL | about).isdisjoint(asked):
        return []
    rows, said = set(range(len(table.rows))), []
    for category in named:
        denied = _is_denied(question, category.stems)
        if is_denied(question) and not denied:
            return []  # what is denied stands elsewhere
        others = denied and not category.denied
        rows &= (set(range(len(table.rows))) - set(category.rows)) if others else set(category.rows)
        said.append(f"{table.columns[category.column]} {'not ' * others}{category.value}")
    if not rows:
        return []
    sure = content_stems(question) <= _KNOWN | about and not later
    title = phrases.rows_with(len(rows), len(table.rows), ", ".join(said))
    return [listed(table, sorted(rows), scored.score, title, sure=sure)]


def _named(question: str, table: Table, label: Collection[str]) -> list[_Category]:
    """The values that a question names, one of each column at most; none where two of one column are.

    Nor one that is all that the table stands below, of its column: "ski" of "the ski trip".
    """
    asked, denied = content_stems(question), is_denied(question)
    columns: dict[int, list[_Category]] = {}
    for category in _categories(table):
        columns.setdefault(category.column, []).append(category)
    named = []
    for categories in columns.values():
        above = [category for category in categories if category.stems <= set(label)]
        found = [
            category
            for category in categories
            if category.stems <= asked and category.denied <= denied and above != [category]
        ]
        # "Not started" where that is denied, though there is "Started" as well; "Half day", and not "Day".
        longest = max(found, key=lambda category: (len(category.stems), category.denied), default=None)
        if longest is not None and all(each.stems <= longest.stems for each in found):
            named.append(longest)
    return named


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
                category = _Category(column, table.text(rows[0], column).strip(), rows)
                if category.stems and value not in (*NO, *YES):
                    yield category


def _is_denied(question: str, stems: Collection[str]) -> bool:
    """Whether what denies stands right before one of these words."""
    places = (match for match in re.finditer(r"[^\W\d_]+", question))
    return any(
        _DENIES.search(question[: place.start()].rstrip())
        for place in places
        if content_stems(place[0]) & set(stems)
    )

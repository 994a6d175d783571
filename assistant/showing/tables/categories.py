"""The rows of a kind: those with one of the few values that a column has again and again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.evidence.gathering import Scored
from assistant.language.circumstances import circumstances
from assistant.language.terms import content_stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.having import NO, VALUES, YES
from assistant.showing.tables.looked_up import TURNING
from assistant.showing.tables.row_questions import asked_of_rows, is_denied
from assistant.showing.tables.selection import GENERAL, best_tables, piece_of_rows_with
from assistant.showing.tables.whole import Table
from documents.text.runs import grouped
from index.words import words

# "Which open tickets", "how many of the jobs", "list all tickets": what rows are asked for stands behind it.
_ASKS_ROWS = re.compile(
    r"\W{0,3}(?:(?:and|so|but|ok) )?(?P<how>which|what|list|show|find|how many|(?:give|tell|show) me|all|any"
    r"|(?:are|is) there(?: any)?)(?: (?:of|all|the|our|my|these|those|me)){0,3} "
    r"(?P<rows>(?:(?!(?:is|are|was|were|do|does|did|have|has|should|must|can)\b)[^\W\d_][\w'’-]{0,30}"
    r" ?){1,4})",
    re.IGNORECASE,
)
# What asks for one row, or for what follows from it, and not for all of a kind.
_OTHERWISE = frozenset(
    "i we you he she best better worst worse because if when while so as used sells sold get gets why".split()
)
_COUNTED = frozenset("i we you get got sold sells".split())  # "How many have we got?" asks for all
_NOT = "not never isn't aren't hasn't haven't wasn't weren't don't doesn't didn't nobody none".split()
_DENIES = re.compile(
    rf"\b(?:{'|'.join(_NOT)}|no one)(?: (?:yet|been|already|have|has|are|is))*$", re.IGNORECASE
)
_KNOWN = GENERAL | content_stems(  # "haven": of "haven't"
    "yet already far status state kind type category list table haven"
)
_WORDS = 3  # of a value, at most
_PER_VALUE = 1.5  # rows, at least: else the values are names


class _Category:
    """A value that a column has in several rows, and the words by which a question names it.

    A value such as "Not started" is named by what it denies, in a question that denies it.
    """

    def __init__(self, column: int, value: str, rows: Sequence[int]) -> None:
        self.column, self.value, self.rows = column, value, frozenset(rows)
        own = words(value)
        self.denied = bool(own) and own[0] in ("not", "non")
        self.words = tuple(own[1:] if self.denied else own)
        self.stems = content_stems(" ".join(self.words))

    def is_named(self, question: Sequence[str]) -> bool:
        """Whether a question has its words, the last one also in the plural: "open", and not "opened"."""
        *first, last = self.words
        return set(first) <= set(question) and not {last, f"{last}s", f"{last}es"}.isdisjoint(question)


def of_category(wanted: Wanted, around: Around) -> list[Piece]:
    """All rows with the values that a question names: "which jobs haven't started", of a column with "Not
    started"; "which tickets are not closed" has the others.

    They are sure where one table has such rows, and each other word is of what its rows are or stand below;
    else they are only given where a row of the table is the best evidence. Nothing where no value is named or
    two of one column are, where one and what denies it stand apart, where another column, or a word of some
    rows, would leave fewer, or where other rows are turned to ("before Hetty").
    """
    question = wanted.question
    match = _ASKS_ROWS.match(question)
    if match is None or asked_of_rows(question):
        return []
    counted = match["how"].lower() == "how many"
    if (TURNING | (_OTHERWISE - _COUNTED if counted else _OTHERWISE)).intersection(words(question)):
        return []
    pieces: list[Piece] = []
    for scored, table in best_tables(wanted, around):
        if piece := _rows_of(question, match, table, scored):
            sure = piece.sure and not wanted.newer(scored.sentence.citation.source_id)
            if sure or scored is wanted.scored[0]:
                pieces.append(replace(piece, sure=sure))
    return pieces if len(pieces) < 2 else [replace(piece, sure=False) for piece in pieces]


def _rows_of(question: str, match: re.Match[str], table: Table, scored: Scored) -> Piece | None:
    label = content_stems(scored.sentence.label)
    named = _named(question, table, label)
    if not named:
        return None
    taken = frozenset().union(*(category.stems for category in named))
    used = {category.column for category in named}
    about = _of_columns(table, {*used, table.name_column}) | label
    stems = content_stems(question)
    unknown = stems - _KNOWN - about - taken
    others = _of_columns(table, set(table.columns) - used - {table.name_column})
    in_rows = frozenset().union(*(row.stems for row in table.rows))
    if (
        unknown & in_rows
        or (stems - about - taken) & others
        or circumstances(question).months - circumstances(" ".join(taken)).months
    ):
        return None
    # "What kitchen" asks which one; "how many vegetarians" are rows.
    rows_asked = content_stems(match["rows"])
    if match["how"].lower() in ("which", "what"):
        rows_asked -= taken
    if match["how"].lower() != "how many" and (GENERAL | about | taken).isdisjoint(rows_asked):
        return None
    return _listed(question, named, table, scored, sure=not unknown)


def _listed(
    question: str, named: Sequence[_Category], table: Table, scored: Scored, *, sure: bool
) -> Piece | None:
    rows, conditions = set(table.numbers), []
    for category in named:
        denied = _is_denied(question, category)
        if is_denied(question) and not denied:
            return None  # what is denied stands elsewhere
        others = denied and not category.denied
        rows &= (set(table.numbers) - category.rows) if others else category.rows
        conditions.append(f"{table.columns[category.column]} {'not ' * others}{category.value}")
    names = [table.text(row, table.name_column) for row in rows]
    if not rows or len(set(names)) < len(names):  # a count of them would count one twice
        return None
    return piece_of_rows_with(table, sorted(rows), ", ".join(conditions), scored.score, sure=sure)


def _of_columns(table: Table, columns: set[int]) -> frozenset[str]:
    """The words of the names of these columns."""
    return content_stems(" ".join(name for column, name in table.columns.items() if column in columns))


def _named(question: str, table: Table, label: frozenset[str]) -> list[_Category]:
    """The values that a question names, one of each column; none at all where it names two of one.

    A value is not meant where the table stands below its word and below that of no other: "ski" of "the ski
    trip".
    """
    own, denied = words(question), is_denied(question)
    named = []
    for categories in grouped(_categories(table), lambda category: category.column).values():
        above = [category for category in categories if category.stems <= label]
        matching = [
            category
            for category in categories
            if category.is_named(own) and category.denied <= denied and above != [category]
        ]
        if not matching:
            continue
        # "Not started" where that is denied, though there is "Started" as well; "Half day", and not "Day".
        longest = max(matching, key=lambda category: (len(category.words), category.denied))
        if not all(set(category.words) <= set(longest.words) for category in matching):
            return []
        if any(longest.stems < category.stems for category in categories):
            return []  # "red" cars, of which some are "Red metallic"
        named.append(longest)
    return named


def _categories(table: Table) -> Iterator[_Category]:
    for column in table.columns:
        if column == table.name_column or not column:
            continue
        having: dict[str, list[int]] = {}
        for row, text in enumerate(table.texts_of(column)):
            if text:
                having.setdefault(text.lower(), []).append(row)
        filled = sum(map(len, having.values()))
        few = 1 < len(having) <= VALUES and filled >= _PER_VALUE * len(having)
        short = all(len(value.split()) <= _WORDS and not value[0].isdigit() for value in having)
        if few and short:
            for value, rows in having.items():
                category = _Category(column, table.text(rows[0], column), rows)
                if category.stems and value not in (*NO, *YES):
                    yield category


def _is_denied(question: str, category: _Category) -> bool:
    """Whether what denies stands right before the value's words."""
    first = category.words[0]
    return any(
        _DENIES.search(question[: place.start()].rstrip())
        for place in re.finditer(r"[^\W\d_]+", question)
        if place[0].lower() in (first, f"{first}s", f"{first}es")
    )

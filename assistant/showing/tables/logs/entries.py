"""The entries of a log or register that a question asks for by what stands in them: "Tom's jobs in March"."""

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.language.terms import HAS_DIGIT, content_stems, names, stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.days import asked_month, rows_in
from assistant.showing.tables.having import NO
from assistant.showing.tables.logs.sums import total_of
from assistant.showing.tables.looked_up import TURNING
from assistant.showing.tables.row_questions import asked_of_rows, is_denied
from assistant.showing.tables.selection import GENERAL, WORDS, best_tables, piece_of_rows
from assistant.showing.tables.whole import Table
from documents.text.calendar import MONTH, WEEKDAY
from index.words import words

FEWEST = 6  # rows of a log
AGAIN = 1.5  # rows, at least, for each value of a column whose values come again
_DONE = dict.fromkeys(("do", "does", "did"), "done")
_SEVERAL = re.compile(r"\band\b|[&,/]", re.IGNORECASE)
_LONG = 4  # words of a value, at most
_OF_THINGS = re.compile(r"\b(?:the|an?|my|our|your|his|her|their|this|that) [a-z]\w*")  # no name
_SPENT = r"how much (?:money )?(?:(?:have|has|had) \w+ (?:spent|paid)|did \w+ spend)"
_ASKS_ENTRIES = re.compile(
    r"\W{0,3}(?:(?:and|so|but|ok) )?(?:which|what|list|show|give|how many|all|any|find|who"
    rf"|{_SPENT})\b",
    re.IGNORECASE,
)
_ASKS_SPENT = re.compile(rf"\b{_SPENT}\b", re.IGNORECASE)
_FROM_THEN = re.compile(
    rf"\bfrom (?:early |late |mid-)?(?:\d|(?:{MONTH}|{WEEKDAY}|now|then|today)\b)", re.IGNORECASE
)
_ASKS_OTHERWISE = re.compile(
    r"\b(?:how(?! many)|when|where|why|is|are|was|were|does|do|did|can|could|has|have|pay|costs?|prices?)\b",
    re.IGNORECASE,
)
KNOWN = GENERAL - content_stems("pay cost price use need") | content_stems(
    "job entry record row log list done spend"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What stands in the rows that are meant: the words that say so in the question, and what to call it."""

    rows: frozenset[int]
    stems: frozenset[str]
    name: str
    specific: bool = False  # a name, or what a word of the question states alone: it is enough by itself
    column: int = -1


def entries(wanted: Wanted, around: Around) -> list[Piece]:
    """All rows of a log that have what the question names: somebody's name that comes again in a column, the
    month it was in, "unpaid" for a no below "paid"; with the sum of what was spent, where that is asked.

    Sure only where each other word is of the columns or of what the table stands below; else a row of the log
    must be the best evidence. Nothing without such a name, or where the question holds rows against each
    other, denies something else or has a number more.
    """
    question = wanted.question
    turning = TURNING if _FROM_THEN.search(question) else TURNING - {"from"}  # "invoices from Bell & Co"
    if asked_of_rows(question) or is_denied(question) or not turning.isdisjoint(words(question)):
        return []
    if not _ASKS_ENTRIES.match(question) and _ASKS_OTHERWISE.search(question):
        return []
    for scored, table in best_tables(wanted, around):
        if len(table.rows) >= FEWEST and (piece := _entries(wanted, scored, table)):
            return [piece]
    return []


def _entries(wanted: Wanted, scored: Scored, table: Table) -> Piece | None:
    month, rest = asked_month(wanted.question)
    conditions = [*values_named(rest, table), *_unmet(rest, table)]
    named = frozenset().union(*(condition.stems for condition in conditions))
    spent = _ASKS_SPENT.search(rest)
    if not any(condition.specific or spent for condition in conditions) or HAS_DIGIT.search(rest):
        return None
    if month:
        conditions.append(
            Condition(frozenset(rows_in(month, table)), frozenset(), calendar.month_name[month])
        )
    rows = sorted(frozenset.intersection(*(condition.rows for condition in conditions)))
    if not rows:
        return None
    label = scored.sentence.label
    unknown = content_stems(rest) - named - KNOWN - explained(table, label, rows)
    if unknown and scored is not wanted.scored[0]:  # something else may be asked of whom the log has
        return None
    more = unknown & frozenset().union(*(table.rows[row].stems for row in rows))
    if more:  # "descaling": words of a cell
        rows = [row for row in rows if more <= table.rows[row].stems]
    sure = not unknown and not wanted.newer(scored.sentence.citation.source_id)
    sure = sure and not is_one_of_several(content_stems(rest) - named, label)
    values = [
        *(condition.name for condition in conditions),
        *(word for word in words(rest) if content_stems(word) & more),
    ]
    title = phrases.rows_with(len(rows), len(table.rows), ", ".join(values))
    if spent and (total := total_of(table, rows)):
        title = phrases.together(title, *total)
    return piece_of_rows(table, rows, scored.score, title, sure=sure, most=WORDS) if rows else None


def explained(table: Table, label: str, rows: Iterable[int]) -> frozenset[str]:
    """The words of the columns, and of what the table stands below but those that tell these rows apart."""
    having = Counter(stemmed for row in rows for stemmed in table.rows[row].stems)
    most = max(having.values(), default=0)
    below = frozenset(stemmed for stemmed in content_stems(label) if having[stemmed] in (0, most))
    return content_stems(" ".join(table.columns.values())) | below


def is_one_of_several(question_stems: frozenset[str], label: str) -> bool:
    """Whether one of the things is asked for that a table is said to be about: "Car and van log"."""
    return _SEVERAL.search(label) is not None and not question_stems.isdisjoint(content_stems(label))


def values_named(question: str, table: Table) -> list[Condition]:
    """The rows with a value that comes again in its column, and that the question names: all its words, or
    one of a name that no other value of the column has.

    What a longer value has, too, names that alone: "tyre" in "Otley Tyre", asked once. Of several columns
    with somebody ("Done by", "Checked by") the one that the question names counts, or none.
    """
    counts = Counter(stems(question))
    named_values = [*_values_in(question, table)]

    def stands_alone(condition: Condition, *, whole: bool) -> bool:
        if any(counts[stem] > 1 for stem in condition.stems):
            return True
        return not any(
            condition.stems < other.stems or (condition.stems == other.stems and not whole)
            for other, other_whole in named_values
            if other_whole
        )

    alone = [condition for condition, whole in named_values if stands_alone(condition, whole=whole)]
    question_words = {_DONE.get(word, word) for word in words(question)}

    def is_of_its_column(condition: Condition) -> bool:
        columns = {other.column for other in alone if other.stems == condition.stems}
        named = [
            at for at in columns if not question_words.isdisjoint(set(words(table.columns[at])) - {"by"})
        ]
        return columns == {condition.column} or named == [condition.column]

    return [condition for condition in alone if is_of_its_column(condition)]


def _values_in(question: str, table: Table) -> Iterator[tuple[Condition, bool]]:
    """Each value that is named, and whether by all of its words; "the heating" names no "Fenn Heating"."""
    question_stems = content_stems(question)
    may_name = content_stems(_OF_THINGS.sub(" ", question))
    for column, header in table.columns.items():
        texts = {row: text for row, text in enumerate(table.texts_of(column)) if text}
        values = {text: content_stems(text) for text in texts.values()}
        if len(texts) < AGAIN * len(values):
            continue
        for value, own in values.items():
            others = content_stems(header).union(*(its for other, its in values.items() if other != value))
            specific = len(names(f"of {value}")) == len(words(value)) > 1  # "Open" is none
            if (
                own
                and len(words(value)) <= _LONG
                and (own <= question_stems or (specific and own & may_name - others))
            ):
                rows = frozenset(row for row, text in texts.items() if text == value)
                yield (
                    Condition(rows, own & question_stems, f"{header} {value}", specific, column),
                    own <= question_stems,
                )


def _unmet(question: str, table: Table) -> Iterator[Condition]:
    """The rows with a no below "paid", where "unpaid" ones are asked for."""
    question_words = words(question)
    for column, header in table.columns.items():
        if len(words(header)) == 1 and f"un{header.lower()}" in question_words:
            rows = (row for row, text in enumerate(table.texts_of(column)) if text.lower() in NO)
            yield Condition(
                frozenset(rows), content_stems(f"un{header}"), f"un{header.lower()}", specific=True
            )

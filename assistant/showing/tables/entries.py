"""The entries of a log or register that a question asks for by what stands in them: "Tom's jobs in March"."""

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.language.terms import HAS_DIGIT, content_stems, names, stems
from assistant.showing.around import Around
from assistant.showing.families import newer
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.asked import amount_of, asked_of_rows, is_denied
from assistant.showing.tables.days import month_told, rows_in
from assistant.showing.tables.having import NO
from assistant.showing.tables.looked_up import TURNING
from assistant.showing.tables.meant import GENERAL, best_tables, listed
from assistant.showing.tables.whole import MONEY_WORDS, Table
from documents.text.calendar import MONTH, WEEKDAY
from index.words import words

FEWEST = 6  # rows of a log
AGAIN = 1.5  # rows, at least, for each value of a column whose values come again
SHOWN = 400  # words of rows
_LONG = 4  # words of a value, at most
_SPENT = r"how much (?:money )?(?:(?:have|has|had) \w+ (?:spent|paid)|did \w+ spend)"
_ASKS_ENTRIES = re.compile(
    r"\W{0,3}(?:(?:and|so|but|ok) )?(?:which|what|list|show|give|how many|all|any|find|who"
    rf"|{_SPENT})\b",
    re.IGNORECASE,
)
_ASKS_SPENT = re.compile(rf"\b{_SPENT}\b", re.IGNORECASE)
_CENTS = re.compile(r"[.,]\d\d$")
_IS_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_IS_PAID = re.compile(rf"\b(?:paid|spent|amount|{MONEY_WORDS})(?:\b|_)|[£€$]", re.IGNORECASE)
_FROM_THEN = re.compile(
    rf"\bfrom (?:early |late |mid-)?(?:\d|(?:{MONTH}|{WEEKDAY}|now|then|today)\b)", re.IGNORECASE
)
_ASKS_OTHERWISE = re.compile(
    r"\b(?:how(?! many)|when|where|why|is|are|was|were|does|do|did|can|could|has|have|pay|costs?|prices?)\b",
    re.IGNORECASE,
)
KNOWN = GENERAL - content_stems("pay cost price use need") | content_stems(
    "job jobs entry entries record records row rows log list how many much do did done all of spend spent"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What stands in the rows that are meant: the words that say so in the question, and what to call it."""

    rows: frozenset[int]
    stems: frozenset[str]
    name: str
    proper: bool = False  # a name, or what is told by the question's word alone


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
    month, rest = month_told(wanted.question)
    conditions = [*values_named(rest, table), *_unmet(rest, table)]
    named = frozenset().union(*(condition.stems for condition in conditions))
    spent = _ASKS_SPENT.search(rest)
    if not any(condition.proper or spent for condition in conditions) or HAS_DIGIT.search(rest):
        return None
    if month:
        conditions.append(
            Condition(frozenset(rows_in(month, table)), frozenset(), calendar.month_name[month])
        )
    rows = sorted(frozenset.intersection(*(condition.rows for condition in conditions)))
    if not rows:
        return None
    about = content_stems(" ".join(table.columns.values())) | content_stems(scored.sentence.label)
    unknown = content_stems(rest) - named - about - KNOWN
    if unknown and scored is not wanted.scored[0]:  # something else may be asked of whom the log has
        return None
    more = unknown & frozenset().union(*(table.rows[row].stems for row in rows))
    if more:  # "descaling": words of a cell
        rows = [row for row in rows if more <= table.rows[row].stems]
    source = scored.sentence.citation.source_id
    sure = not unknown and not newer(source, wanted.sources(source))
    told = [
        *(each.name for each in conditions),
        *(word for word in words(rest) if content_stems(word) & more),
    ]
    title = phrases.rows_with(len(rows), len(table.rows), ", ".join(told))
    if spent and (sum_told := _together(table, rows)):
        title = phrases.together(title, *sum_told)
    return listed(table, rows, scored.score, title, sure=sure, most=SHOWN) if rows else None


def _together(table: Table, rows: Sequence[int]) -> tuple[str, str] | None:
    """The one column of totals, or of what was paid, and the sum of its cells.

    None where that is not clear, or one of the cells has no amount.
    """
    columns = [at for at, name in table.columns.items() if _IS_TOTAL.search(name)]
    columns = columns or [at for at, name in table.columns.items() if _IS_PAID.search(name)]
    if len(columns) != 1:
        return None
    texts = [text for row in rows if (text := table.text(row, columns[0]).strip())]
    amounts = [amount for text in texts if (amount := amount_of(text)) and amount.low == amount.high]
    if not amounts or len(amounts) < len(texts) or len({amount.dimension for amount in amounts}) > 1:
        return None
    sign = next((each for each in texts[0] if each in "£€$"), "")
    decimals = 2 if any(_CENTS.search(text) for text in texts) else 0
    return table.columns[columns[0]], f"{sign}{sum(amount.low for amount in amounts):,.{decimals}f}"


def values_named(question: str, table: Table) -> list[Condition]:
    """The rows with a value that comes again in its column, and that the question names: all its words, or
    one of a name that no other value of the column has.

    What a longer value has, too, names that alone: "tyre" in "Otley Tyre", told once.
    """
    told = Counter(stems(question))
    found = [*_values_in(content_stems(question), table)]

    def stands_alone(condition: Condition, *, whole: bool) -> bool:
        if any(told[stem] > 1 for stem in condition.stems):
            return True
        return not any(
            condition.stems < other.stems or (condition.stems == other.stems and not whole)
            for other, other_whole in found
            if other_whole
        )

    return [condition for condition, whole in found if stands_alone(condition, whole=whole)]


def _values_in(asked: frozenset[str], table: Table) -> Iterator[tuple[Condition, bool]]:
    """Each value that is named, and whether by all of its words."""
    for column, header in table.columns.items():
        texts = {row: text.strip() for row in range(len(table.rows)) if (text := table.text(row, column))}
        values = {text: content_stems(text) for text in texts.values()}
        if len(texts) < AGAIN * len(values):
            continue
        for value, own in values.items():
            others = content_stems(header).union(*(its for other, its in values.items() if other != value))
            proper = len(names(f"of {value}")) == len(words(value)) > 1  # "Open" is none
            if own and len(words(value)) <= _LONG and (own <= asked or (proper and own & asked - others)):
                rows = frozenset(row for row, text in texts.items() if text == value)
                yield Condition(rows, own & asked, f"{header} {value}", proper), own <= asked


def _unmet(question: str, table: Table) -> Iterator[Condition]:
    """The rows with a no below "paid", where "unpaid" ones are asked for."""
    asked = words(question)
    for column, header in table.columns.items():
        if len(words(header)) == 1 and f"un{header.lower()}" in asked:
            rows = (row for row in range(len(table.rows)) if table.text(row, column).strip().lower() in NO)
            yield Condition(frozenset(rows), content_stems(f"un{header}"), f"un{header.lower()}", proper=True)

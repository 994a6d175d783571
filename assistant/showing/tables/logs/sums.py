"""What entries of a log cost together: the sum of the one column that says what was paid."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.showing.tables.days import days_of_rows
from assistant.showing.tables.row_questions import amount_of
from assistant.showing.tables.whole import Table

_IS_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_IS_PAID = re.compile(r"\b(?:paid|spent|amount|costs?|debit|charged?|total)(?:\b|_)", re.IGNORECASE)
# Of one of several, of all rows so far, or no money at all
_IS_NOT_PAID = re.compile(
    r"\b(?:per|each|unit|rate|running|cumulative|balance|budget|due|owed|limit|miles|mileage|km|hours?|days?)\b|/",
    re.IGNORECASE,
)
_IS_QUANTITY = re.compile(
    r"\b(?:qty|quantity|quantities|number|no\.? of|how many|bags|boxes|units|pieces)\b", re.IGNORECASE
)
_PLAIN = re.compile(r"-?[£€$]? ?-?\d[\d.,]{0,12}(?: ?(?:[£€$]|gbp|eur|usd))?", re.IGNORECASE)
_CENTS = re.compile(r"[.,]\d\d(?!\d)")
_NOT_SPENT = re.compile(
    r"\b(?:cancel|refund|return|void|credit|pending|quote|estimate|booked|planned|reject|declined)",
    re.IGNORECASE,
)


def column_paid(table: Table) -> int | None:
    """The one column of totals, or of what was paid; None where that is not clear."""
    paid = [
        at for at, name in table.columns.items() if _IS_PAID.search(name) and not _IS_NOT_PAID.search(name)
    ]
    totals = [at for at in paid if _IS_TOTAL.search(table.columns[at])]
    if len(totals) != 1 and any(map(_IS_QUANTITY.search, table.columns.values())):
        return None
    chosen = totals or paid
    return chosen[0] if len(chosen) == 1 else None


def total_of(table: Table, rows: Sequence[int], *, today: date | None = None) -> tuple[str, str] | None:
    """The name of that column and the sum of its cells in these rows.

    None where a cell is more than a plain amount, or a row is of a day to come or says that it was not paid.
    """
    column = column_paid(table)
    if column is None:
        return None
    now = (today or date.today()).timetuple()[:3]
    days = days_of_rows(table)[1]
    if any(days.get(row, now) > now or _NOT_SPENT.search(table.rows[row].sentence.text) for row in rows):
        return None
    texts = [text for row in rows if (text := table.text(row, column))]
    amounts = [amount for text in texts if _PLAIN.fullmatch(text) and (amount := amount_of(text))]
    if not amounts or len(amounts) < len(texts) or len({amount.dimension for amount in amounts}) > 1:
        return None
    sign = next((character for character in texts[0] if character in "£€$"), "")
    decimals = 2 if any(map(_CENTS.search, texts)) else 0
    return table.columns[column], f"{sign}{sum(amount.low for amount in amounts):,.{decimals}f}"

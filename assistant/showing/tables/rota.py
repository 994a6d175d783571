"""Who is on or off on a day, and when, by a table with a row for each person and a column for each day."""

import re

from assistant import phrases
from assistant.language.dates import Date
from assistant.language.spans import Told, told
from assistant.showing.around import Around
from assistant.showing.families import newer
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.days import days_in, have_one
from assistant.showing.tables.entire import tables_near
from assistant.showing.tables.meant import listed
from assistant.showing.tables.rows import NOTHING
from assistant.showing.tables.whole import Table
from assistant.types import Value
from index.words import content_words, words

# "Who is on on Saturday 9 May", "who's off on Friday", but not "who is in charge".
_ASKS = re.compile(
    r"\W{0,3}(?:(?:and|so) )?(?:who|which (?:staff|people|of us))"
    r"(?:['’]?s| is| are| was| were| has| have)?(?: else)? "
    r"(?:(?P<holiday>on (?:holiday|leave))|(?P<off>off|away|out|(?:a )?day off)"
    r"|(?:to )?(?:works?|working|on (?:shift|duty|call)|on|in(?! charge)|there|rostered|scheduled))\b",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(r"(?:annual )?(?:holidays?|leave)|urlaub|congés?", re.IGNORECASE)
_OFF = re.compile(
    rf"\W*|(?:day )?off|free|away|sick(?: leave)?|ill|no|none|x|frei|krank|{_HOLIDAY.pattern}", re.IGNORECASE
)


_FEWEST = 2  # people of a rota
_WORKING = frozenset(
    "time times start starts starting begin begins finish finishes end ends work works working shift shifts "
    "hours rota rostered scheduled duty holiday leave away free day".split()
)


def on_duty(wanted: Wanted, around: Around) -> list[Piece]:
    """Those who are on, or off, on the day that is told, with their names above; or the cell of a person who
    is named, where nothing else is asked: "when does Ann start on Friday".

    A weekday alone tells no day where several tables have a column for it. Sure where no later edition of the
    table's document is known.
    """
    asked = _ASKS.match(wanted.question)
    days, weekdays = days_in(wanted.question), told(wanted.question).weekdays
    if not (days or weekdays):
        return []
    found = [
        (first, table, columns[0])
        for first, table in tables_near(wanted, around)
        if table.has_people and len(columns := _columns_of(table, days, weekdays)) == 1
    ]
    if len(found) != 1:
        return []
    ((first, table, column),) = found
    sure = not newer(first.citation.source_id, wanted.sources(first.citation.source_id))
    there = [row for row in range(len(table.rows)) if _is_person(table, row, column)]
    if asked is None:
        return _cell_of(wanted, table, column, there, sure=sure)
    texts = {row: table.text(row, column).strip() for row in there}
    meant = _HOLIDAY if asked["holiday"] else _OFF
    off = bool(asked["holiday"] or asked["off"])
    rows = [row for row in there if bool(meant.fullmatch(texts[row])) is off]
    if not rows or len(there) < _FEWEST:
        return []
    named = [(table.text(row, table.name_column), texts[row]) for row in rows]
    return [listed(table, rows, wanted.best, phrases.on_day(table.columns[column], named), sure=sure)]


def _cell_of(wanted: Wanted, table: Table, column: int, there: list[int], *, sure: bool) -> list[Piece]:
    """The cell of the one person whose name, or a part of it, the question has besides words of working."""
    asked = {word for word in content_words(wanted.question) if not _tells_day(word)} - _WORKING
    named = [row for row in there if asked and asked <= {*words(table.text(row, table.name_column))}]
    if len(named) != 1 or len(there) < _FEWEST:
        return []
    (row,) = named
    text = table.text(row, column) or NOTHING
    value = Value(text, table.text(row, table.name_column), table.columns[column])
    return [Piece("value", (table.rows[row].sentence,), wanted.best, value=value, sure=sure, counted=True)]


def _tells_day(word: str) -> bool:
    return word[0].isdigit() or told(f"in {word}") != Told()


def _columns_of(table: Table, days: list[Date], weekdays: frozenset[int]) -> list[int]:
    """The columns for the day that is told, by its date where both tell one."""
    dated = {at: days_in(name) for at, name in table.columns.items()}
    if days and any(dated.values()):
        return [at for at, own in dated.items() if own and have_one(days, own)]
    return [at for at, name in table.columns.items() if told(name).weekdays & weekdays]


def _is_person(table: Table, row: int, column: int) -> bool:
    """Whether a row tells of each day: "Notes" and "Key holder" have but one cell."""
    name = table.text(row, table.name_column)
    others = [at for at in table.columns if at not in (table.name_column, column) and table.text(row, at)]
    return bool(name) and 2 * len(others) >= len(table.columns) - 2

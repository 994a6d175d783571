"""Who is on or off on a day, and when, by a table with a row for each person and a column for each day."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant import phrases
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.circumstances import Circumstances, circumstances, is_for
from assistant.language.dates import Date
from assistant.language.parsed import days_in
from assistant.language.terms import content_stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.days import share_day
from assistant.showing.tables.entire import tables_near
from assistant.showing.tables.rows import NOTHING
from assistant.showing.tables.selection import piece_of_rows
from assistant.showing.tables.whole import Table
from assistant.types import Value
from index.words import content_words, words

# "Who is on on Saturday 9 May", "who's off on Friday", but not "who is in charge".
_ASKS = re.compile(
    r"\W{0,3}(?:(?:and|so) )?(?:who|which (?:staff|people|of us))"
    r"(?:['’]?s| is| are| was| were| has| have)?(?: else)? "
    r"(?:(?P<holiday>on (?:holiday|leave))|(?P<off>off|away|(?:a )?day off)"
    r"|(?:to )?(?:works?|working|on (?:shift|duty)|on|in(?! charge)|rostered|scheduled))\b",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(r"(?:annual )?(?:holidays?|leave)|urlaub|congés?", re.IGNORECASE)
_OFF = re.compile(
    rf"\W*|(?:day )?off|free|away|sick(?: leave)?|ill|no|none|x|frei|krank|{_HOLIDAY.pattern}", re.IGNORECASE
)
# What such a table says of somebody's day: hours, or a shift.
_SHIFT = re.compile(
    r"\d|\b(?:early|late|morning|afternoon|evening|nights?|days?|on|früh|spät|matin|soir)\b", re.IGNORECASE
)
_OF_PEOPLE = re.compile(
    r"(?:full |first )?names?|staff|who|employees?|persons?|people|volunteers?|team(?: members?)?|members?"
    r"|helpers?|colleagues?|workers?|drivers?|nurses?|carers?|mitarbeiter\w*|nom|nombre",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[A-ZÀ-Ý][\w'’-]{1,30}(?: [A-ZÀ-Ý][\w'’.-]{0,30}){1,3}")
_FEWEST = 2  # people of a rota
_WORKING = frozenset(
    "time times start starts starting begin begins finish finishes end ends work works working shift shifts "
    "hours rota rostered scheduled duty holiday leave away free day today".split()
)


@dataclass(frozen=True, slots=True)
class _Rota:
    """A table of who works when: a row of it, the column of the day in question, and the rows of people."""

    first: EvidenceSentence
    table: Table
    column: int
    people: Sequence[int]

    def name(self, row: int) -> str:
        return self.table.text(row, self.table.name_column)

    def entry(self, row: int) -> str:
        """What it says of somebody's day."""
        return self.table.text(row, self.column)

    def has(self, row: int, stems: Collection[str]) -> bool:
        """Whether what it says of somebody's day, or of them in a column for no day, has these words."""
        texts = (
            self.table.text(row, at)
            for at, name in self.table.columns.items()
            if at == self.column or (at != self.table.name_column and not _tells_days(name))
        )
        return set(stems) <= content_stems(" ".join(texts))


def on_duty(wanted: Wanted, around: Around) -> list[Piece]:
    """Those who are on, or off, on the day in question, with their names above; or the cell of a person who
    is named, where nothing else is asked: "when does Ann start on Friday".

    Of "who is on early" those with that word; none where the table has not all that is asked. A weekday alone
    tells no day where several tables have a column for it. Sure where no later edition of the document is
    known.
    """
    days, weekdays = days_in(wanted.question), circumstances(wanted.question).weekdays
    if not (days or weekdays):
        return []
    rotas = [
        rota
        for first, table in tables_near(wanted, around)
        if (rota := _rota(first, table, days, weekdays)) is not None
    ]
    if len(rotas) != 1:
        return []
    (rota,) = rotas
    sure = not wanted.newer(rota.first.citation.source_id)
    match = _ASKS.match(wanted.question)
    if match is None:
        return _cell_of(rota, wanted, sure=sure)
    more = content_stems(" ".join(_besides(wanted.question[match.end() :]))) - content_stems(rota.first.label)
    pattern, off = _HOLIDAY if match["holiday"] else _OFF, bool(match["holiday"] or match["off"])
    rows = [
        row for row in rota.people if bool(pattern.fullmatch(rota.entry(row))) is off and rota.has(row, more)
    ]
    if not rows:
        return []
    title = phrases.on_day(
        rota.table.columns[rota.column], [(rota.name(row), rota.entry(row)) for row in rows]
    )
    return [piece_of_rows(rota.table, rows, wanted.best, title, sure=sure)]


def _cell_of(rota: _Rota, wanted: Wanted, *, sure: bool) -> list[Piece]:
    """The cell of the one person whose name, or a part of it, the question has besides words of working."""
    question_words = set(_besides(wanted.question))
    named = [row for row in rota.people if question_words and question_words <= {*words(rota.name(row))}]
    if len(named) != 1:
        return []
    (row,) = named
    value = Value(rota.entry(row) or NOTHING, rota.name(row), rota.table.columns[rota.column])
    return [
        Piece("value", (rota.table.rows[row].sentence,), wanted.best, value=value, sure=sure, counted=True)
    ]


def _besides(text: str) -> list[str]:
    """The words with meaning of a question that tell no day, and not only that somebody works."""
    return [
        word
        for word in content_words(text)
        if word not in _WORKING and not word[0].isdigit() and circumstances(f"in {word}") == Circumstances()
    ]


def _rota(
    first: EvidenceSentence, table: Table, days: Sequence[Date], weekdays: frozenset[int]
) -> _Rota | None:
    """The table as a rota with one column for the day in question, by its date where both have one."""
    dated = {at: days_in(name) for at, name in table.columns.items()}
    if days and any(dated.values()):
        columns = [at for at, own in dated.items() if own and share_day(days, own)]
    else:
        on_weekdays = Circumstances(weekdays=weekdays)
        columns = [at for at, name in table.columns.items() if weekdays and is_for(name, "", on_weekdays)]
    names = table.texts_of(table.name_column)
    persons = sum(bool(_PERSON.fullmatch(name)) for name in names)
    of_people = _OF_PEOPLE.fullmatch(table.columns.get(table.name_column, "").strip())
    if len(columns) != 1 or not (of_people or 2 * persons > len(names)):
        return None
    # "Notes" and "Key holder" have a cell for no day.
    of_days = [at for at, name in table.columns.items() if _tells_days(name)]
    is_filled = [2 * sum(bool(table.text(row, at)) for at in of_days) > len(of_days) for row in table.numbers]
    people = [row for row, name in enumerate(names) if name and is_filled[row]]
    rota = _Rota(first, table, columns[0], people)
    works = any(_SHIFT.search(rota.entry(row)) for row in people)
    return rota if works and len(people) >= _FEWEST else None


def _tells_days(header: str) -> bool:
    return is_for(header, "", Circumstances(weekdays=frozenset(range(7)))) is not None or bool(
        days_in(header)
    )

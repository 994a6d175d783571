"""What a question looks up in a table: the cell of a row and a column, or the rows with a value in one."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.circumstances import Circumstances, circumstances, is_for
from assistant.language.dates import YEAR
from assistant.language.parsed import days_in
from assistant.language.terms import content_stems, names
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.columns import for_month
from assistant.showing.tables.days import share_day
from assistant.showing.tables.having import DONE, NO, YES
from assistant.showing.tables.row_questions import asked_of_rows, is_denied, is_money
from assistant.showing.tables.rows import NOTHING, below_named
from assistant.showing.tables.selection import GENERAL, best_tables, piece_of_rows_with
from assistant.showing.tables.whole import Table, is_numbered, numbers_behind, without_unit
from assistant.types import Form, Value
from index.words import words

_OF_NO_CELL: tuple[Form, ...] = ("steps", "summary", "why")  # forms that ask for no cell
# Common words with which another row is meant than the one that is named, or more than one.
TURNING = frozenset(
    "before after until till since from over under above below more most less least fewer few than except "
    "between within off next last first second third earlier later previous former other another both same "
    "once only without against during through where".split()
)
_NOTHING_NEW = GENERAL - content_stems("one right left")
# "Which nights" and "what day" ask when; "a week" is what a price is for.
_ASKS_DAYS = re.compile(
    r"\b(?:which|what|how many|all)(?: \w+)? (dates?|days?|nights?|evenings?|weeks?|times?)\b", re.IGNORECASE
)
WHEN = re.compile(r"\bwhen\b|\bwhat (?:time|date|day)\b|\bwann\b|\bquand\b|\bcuándo\b", re.IGNORECASE)
HOW_MUCH = re.compile(
    r"\bhow much\b|\bprices?\b|\bcosts?\b|\bwas kostet|\bcombien\b|\bcuánto\b", re.IGNORECASE
)
_HOW_MANY = re.compile(r"\bhow many\b|\bwie ?viele\b|\bcuántos\b", re.IGNORECASE)
_WHO = re.compile(r"\W{0,3}(?:(?:and|so) )?\b(?:who|whom|wer|wen|wem|qui|quién)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d ?[ap]\.?m\b|\d:\d\d", re.IGNORECASE)
_KIND = re.compile(
    r"\W{0,3}(?:(?:and|so) )?(?:which|what|how many) (?P<kind>\w+s) "
    r"(?:are|were|have|had|did|do|can|must|need|still)\b",
    re.IGNORECASE,
)
_WHO_HAS = re.compile(
    rf"{_WHO.pattern}(?:['’]?s|['’]ve)?(?: (?:is|are|has|have|had|was|were|got|now|currently|in|on|at))*"
    r"(?: (?:the|my|our|this|that))?"
    r" (?!(?:want|need|pay|paid|s[eo]ll|sold|buy|bought|give|take|use)[a-z]{0,3}\b)\w",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"\b(?:holders?|tenants?|owners?|keepers?|guests?|hirers?|renters?|lessees?|occupants?|occupiers?|residents?"
    r"|lodgers?|borrowers?|users?|drivers?|famil(?:y|ies)|name"
    r"|(?:borrowed|booked|rented|hired|taken|held|used) by"
    r"|(?:lent|let|rented|hired|given) to|reserved for|who)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"[a-z]+ed|free|vacant|empty|nobody|none|to let", re.IGNORECASE)
_IN_WHAT_WAY = re.compile(r"\bhow (?!much|many|long|old|far|often|late|early|big|heavy|tall)", re.IGNORECASE)
_AKIN, _ENDING = 4, 3  # letters with which two words of one kind begin, and by which one may be longer
_SEVERAL = " / "  # between the names of a row
SEVERAL = 4  # cells of a row for a month that are shown
_SHORT = 5  # words of a cell that is a value and not a note
# "Tent, orange", "Ceiling of the hall"
_BEHIND_NAME = re.compile(r"[,(;:/–]| (?:of|for|with|in|to|at|on|from|by) ")


def looked_up(wanted: Wanted, around: Around) -> list[Piece]:
    """The cell, or the rows, that a question looks up in one table; none unless each of its words is
    accounted for, nor where several tables have such, nor where there is a later edition.

    "Who leads on 13 March?" names a row by its date and a column by "leads"; "When is Danny on snacks?" a
    column and what stands in it; "List all in the kitchen" what the table stands below. An empty cell is an
    answer too: nothing is stated there.
    """
    question = wanted.question
    if wanted.form in _OF_NO_CELL or is_denied(question) or _IN_WHAT_WAY.search(question):
        return []
    row_question = asked_of_rows(question)
    # "Over £5" names no £5; "how many bells are in stock" asks for the cell of one row.
    if row_question and not (row_question.stock and _HOW_MANY.search(question)):
        return []
    narrowed = replace(wanted, scored=below_named(wanted.scored, question, around))
    answers = [
        pieces
        for scored, table in best_tables(narrowed, around)
        if not wanted.newer(scored.sentence.citation.source_id)
        and (pieces := _pieces(wanted, table, scored, cell=bool(row_question)))
    ]
    return answers[0] if len(answers) == 1 else []


def _pieces(wanted: Wanted, table: Table, scored: Scored, *, cell: bool) -> list[Piece]:
    """What is looked up in one table; only a `cell` where all else would be rows."""
    look = _Lookup(wanted.question, table, scored.sentence)
    # "Is the ladder back?" is not answered by "Due back".
    pieces = look.cell(scored.score, whole=wanted.form == "yesno")
    if pieces or cell:
        return pieces
    pieces = look.rows(scored.score)
    return pieces or (look.all_rows(scored.score) if wanted.form == "list" else [])


class _Lookup:
    """A question that is looked up in the table of a row."""

    def __init__(self, question: str, table: Table, row: EvidenceSentence) -> None:
        self._question = question
        self._table = table
        self._asked = content_stems(question)
        self._turning = TURNING.intersection(words(question))
        of_days = " ".join(_ASKS_DAYS.findall(question))
        match = _KIND.match(question)
        self._kind = content_stems(match["kind"]) if match else frozenset()
        kind = content_stems(table.columns.get(table.name_column, ""))
        self._known = _NOTHING_NEW | content_stems(of_days) | kind | _of_all(table, content_stems(row.label))
        self._heading = next(iter(row.citation.headings[-1:]), "")
        self._seasons = for_month(table, question)
        self._months = frozenset(stem for stem in self._asked if self._seasons and circumstances(stem).months)
        self._names = names = {
            column: content_stems(without_unit(name))
            for column, name in table.columns.items()
            if column != table.name_column and (not self._seasons or column in self._seasons)
        }
        # Words that only begin alike, "leached" and "leachate", count where no column has one itself.
        itself = any(own & self._asked for own in names.values())
        self._words = {
            column: sum(stem in self._asked if itself else _is_akin(stem, self._asked) for stem in own)
            for column, own in names.items()
        }
        self._shares = {
            column: 1.0 if column in self._seasons else self._words[column] / len(own)
            for column, own in names.items()
            if own
        }

    def cell(self, score: float, *, whole: bool) -> list[Piece]:
        """The cell of the one row that is named and the one column that is asked for, by its `whole` name;
        those of all columns for the month of the question, where none of them is meant more than the others.
        """
        rows, named = self._rows_named()
        if len(rows) != 1:
            return []
        column = self._column_of(rows[0], named)
        columns = [column] if column is not None else sorted(self._seasons)
        named |= self._months
        if not columns or (whole and self._shares[columns[0]] < 1):
            return []
        own, name = self._table.rows[rows[0]], self._table.name(rows[0])
        headers = " ".join(self._table.columns[at] for at in columns)
        if not self._accounts_for(named | content_stems(f"{own.group} {name}"), headers, name):
            return []
        if named <= content_stems(headers):
            return []  # "What is lent?" names the column "Lent to", and no "Lent cloth"
        values = (
            Value(self._table.text(rows[0], at) or NOTHING, name, self._table.columns[at])
            for at in columns[:SEVERAL]
        )
        return [
            Piece("value", (own.sentence,), score, value=value, sure=True, counted=True) for value in values
        ]

    def rows(self, score: float) -> list[Piece]:
        """The rows that have the rest of the question in a column that it names; of people if it asks who."""
        if _WHO.search(self._question) and not self._table.of_people:
            return []
        for column, share in self._shares.items():
            texts = {row: text for row, text in enumerate(self._table.texts_of(column)) if text}
            if not share or any(len(text.split()) > _SHORT or is_denied(text) for text in texts.values()):
                continue
            rows, named = self._having(texts)
            header = self._table.columns[column]
            # "Which races" names the column of races, and no "Show Race" in it.
            by_number = all(stem.isdecimal() for stem in named)  # "plot 2" and 02/02/2026
            # "Which invoices have been paid?" names no "by invoice".
            if by_number or named <= content_stems(header) or named <= self._kind:
                continue
            if rows and self._accounts_for(named, header):
                values = {texts[row] for row in rows}
                what = f"{header} {values.pop()}" if len(values) == 1 else header
                return [piece_of_rows_with(self._table, rows, what, score, sure=True)]
        return []

    def all_rows(self, score: float) -> list[Piece]:
        """All rows, where the question names what the table stands below, and nothing else."""
        own = content_stems(self._heading)
        if not own or not own <= self._asked or not self._accounts_for((), self._heading):
            return []
        if any(count and DONE.match(self._table.columns[column]) for column, count in self._words.items()):
            return []  # "Which plots have paid?"
        return [piece_of_rows_with(self._table, self._table.numbers, self._heading, score, sure=True)]

    def _rows_named(self) -> tuple[list[int], frozenset[str]]:
        """The rows for the day or month of the question, else those whose name has the words of the question
        that any has; and these words.
        """
        texts = dict(enumerate(self._table.texts_of(self._table.name_column)))
        days, months = days_in(self._question), circumstances(self._question).months
        if days:  # a year must be in the row too, or by what the table stands below
            date_stems = content_stems(" ".join(YEAR.sub(" ", date.text) for date in days))
            on = [row for row, text in texts.items() if share_day(days, days_in(text))]
            return on, date_stems
        if months and not self._seasons:
            date_stems = frozenset(stem for stem in self._asked if circumstances(stem).months)
            return [
                row for row, text in texts.items() if is_for(text, "", Circumstances(months=months))
            ], date_stems
        firsts = dict(enumerate(self._table.texts_of(0)))
        header = self._table.columns.get(0, "")
        numbered = [row for row, text in firsts.items() if is_numbered(text, header, self._question)]
        if numbered:
            name = firsts[numbered[0]]
            return numbered, content_stems(f"{header} {name} {' '.join(re.findall('[0-9]+', name))}")
        others = (name for at, name in self._table.columns.items() if at)
        if any(not letters for name in others for letters, _ in numbers_behind(self._question, name)):
            return [], frozenset()  # "room 3" below "Room", and no class 3
        kind = content_stems(f"{header} {self._table.columns.get(self._table.name_column, '')}")
        for names_of_rows in (texts, firsts):
            rows, named = self._having(names_of_rows)
            rows = [row for row in rows if _is_name(names_of_rows[row], named)]
            # "Rooms" are no "Spare room", and "8 am" is no bus 8.
            by_time = _CLOCK.search(self._question) and all(stem.isdecimal() for stem in named)
            if rows and not named <= kind and not by_time:
                return rows, named
        return [], frozenset()

    def _having(self, texts: Mapping[int, str]) -> tuple[list[int], frozenset[str]]:
        """The rows of which these texts have all words of the question that any of them has, and these; those
        that say no more, where there are such: "quarter", and not "three-quarter".
        """
        stems = {row: content_stems(text) for row, text in texts.items()}
        named = frozenset().union(*stems.values()) & self._asked - _NOTHING_NEW
        having = [row for row, own in stems.items() if named and named <= own]
        return [row for row in having if stems[row] == named] or having, named

    def _column_of(self, row: int, of_row: Collection[str]) -> int | None:
        """The one column with the most words of its name in the question, of those that have such a value;
        where none is named and a person is asked for, the one of people. `of_row` are the row's own words.
        """
        named = [column for column, share in self._shares.items() if share and self._tells(row, column)]
        if not named and _WHO_HAS.match(self._question):
            people = self._table.of_people  # "Who is Danny?" asks for no manager of his
            has_it = len(people) == 1 and people[0] in self._shares and self._is_holder(row, people[0])
            return people[0] if has_it else None
        # "Room 2" has no word of "2 persons".
        numbers = {stem for stem in of_row if stem.isdecimal()}
        worth = {
            column: (self._shares[column], self._words[column] - len(self._names[column] & numbers))
            for column in named
        }
        best = [column for column in named if worth[column] == max(worth.values())]
        return best[0] if len(best) == 1 else None

    def _is_holder(self, row: int, column: int) -> bool:
        """Whether a cell may name somebody who has what its row is: not who cleans it, nor "Free"."""
        text = self._table.text(row, column)
        return bool(_HOLDER.search(self._table.columns[column]) and text and not _NOBODY.fullmatch(text))

    def _tells(self, row: int, column: int) -> bool:
        """Whether a cell may be of the kind that is asked for (a name, a day, a number), or is empty."""
        text, question = self._table.text(row, column), self._question
        has_digit = any(map(str.isdigit, text))
        if HOW_MUCH.search(question):
            read = self._table.column(column, self._table.numbers)
            # Numbers below seasons are prices, whose currency may stand over the table.
            return bool(read.amounts) and (
                is_money(read.dimension) or (column in self._seasons and not read.dimension)
            )
        if not text:
            return True
        if _WHO.search(question):
            return not has_digit and text.lower() not in (*NO, *YES)
        if WHEN.search(question):
            stated = circumstances(text)
            return has_digit or bool(stated.weekdays or stated.months)
        if _HOW_MANY.search(question):
            return text.isdecimal() and not YEAR.fullmatch(text)
        return True

    def _accounts_for(self, named: Collection[str], header: str, name: str = "") -> bool:
        """Whether each word of the question is one of these or of the header, or says nothing new; one that
        turns to other rows ("after 13 March") must be the header's or the row's `name` itself.
        """
        of_header = content_stems(header)
        known = all(stem in self._known or stem in named or _is_akin(stem, of_header) for stem in self._asked)
        return known and self._turning <= {*words(header), *words(name)}


def _of_all(table: Table, label: frozenset[str]) -> frozenset[str]:
    """The words that a table stands below without those that tell its rows apart: "Biscuit and Pepper" above
    the visits of both.
    """
    counts = {stem: sum(stem in row.stems for row in table.rows) for stem in label}
    return frozenset(stem for stem, count in counts.items() if count in (0, len(table.rows)))


def _is_name(text: str, named: Collection[str]) -> bool:
    """Whether these words name what a row is for: with the last word of the name before all that describes
    it, or any of a proper name. "Cream" is no "Ice cream maker", "Danny" is Danny Brown. "1.7 / 2.0" are two
    names.
    """
    if _SEVERAL in text:
        return any(_is_name(part, named) for part in text.split(_SEVERAL))
    name = _BEHIND_NAME.split(text, maxsplit=1)[0]
    own = words(name)
    proper = len(own) > 1 and len(names(f"of {name}")) == len(own)
    return bool(own) and (proper or bool(content_stems(own[-1]) & set(named)))


def _is_akin(stem: str, others: Collection[str]) -> bool:
    """Whether a word is among others, or one that begins like it: "lead" and "leader"."""
    return any(
        stem == other
        or (
            min(len(stem), len(other)) >= _AKIN
            and abs(len(stem) - len(other)) <= _ENDING
            and (stem.startswith(other) or other.startswith(stem))
        )
        for other in others
    )

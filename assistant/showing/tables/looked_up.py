"""What a question looks up in a table: the cell of a row and a column, or the rows with a value in one."""

import re
from collections.abc import Collection, Mapping

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import Day
from assistant.language.parsed import parse
from assistant.language.spans import Told, is_for, told
from assistant.language.terms import content_stems
from assistant.showing.around import Around
from assistant.showing.families import newer
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.asked import is_denied, is_money
from assistant.showing.tables.computed import GENERAL, best_tables, listed
from assistant.showing.tables.rows import NOTHING
from assistant.showing.tables.whole import Table
from assistant.types import Form, Value

_OF_TEXT: tuple[Form, ...] = ("steps", "summary", "change", "why")  # forms that ask for no cell
_OF_TIME = content_stems("date dates day days night nights evening evenings week weeks time times when")
_HOW_MUCH = re.compile(
    r"\bhow much\b|\bprices?\b|\bcosts?\b|\bwas kostet|\bcombien\b|\bcuánto\b", re.IGNORECASE
)
_WHO = re.compile(r"\b(?:who|whom|wer|wen|wem|qui|quién)\b", re.IGNORECASE)
_AKIN = 4  # letters with which two words of one kind begin: "leads" and "Leader"
_SHORT = 5  # words of a cell that is a value and not a note


def looked_up(wanted: Wanted, around: Around) -> list[Piece]:
    """The cell, or the rows, that a question looks up in one table; none unless each of its words is
    accounted for, nor where several tables have such, nor where there is a later edition.

    "Who leads on 13 March?" names a row by its date and a column by "leads"; "When is Danny on snacks?" a
    column and what stands in it; "List all in the kitchen" what the table stands below. An empty cell is an
    answer too: nothing is stated there.
    """
    if wanted.form in _OF_TEXT or is_denied(wanted.question):
        return []
    found = [
        pieces
        for scored, table in best_tables(wanted, around)
        if not _has_newer(scored, wanted) and (pieces := _pieces(wanted, table, scored))
    ]
    return found[0] if len(found) == 1 else []


def _has_newer(scored: Scored, wanted: Wanted) -> bool:
    own = scored.sentence.citation.source_id
    return bool(newer(own, wanted.sources(own)))


def _pieces(wanted: Wanted, table: Table, scored: Scored) -> list[Piece]:
    look = _Lookup(wanted.question, table, scored.sentence)
    pieces = look.cell(scored.score) or look.rows(scored.score)
    return pieces or (look.all_rows(scored.score) if wanted.form == "list" else [])


class _Lookup:
    """A question that is looked up in the table of a row."""

    def __init__(self, question: str, table: Table, row: EvidenceSentence) -> None:
        self._question = question
        self._table = table
        self._asked = content_stems(question)
        self._known = GENERAL | _OF_TIME | content_stems(row.label)
        self._heading = next(iter(row.citation.headings[-1:]), "")
        self._numbers = range(len(table.rows))
        self._shares = {
            column: _share(content_stems(name), self._asked)
            for column, name in table.columns.items()
            if column
        }

    def cell(self, score: float) -> list[Piece]:
        """The cell of the one row that is named and the one column that is asked for."""
        rows, words = self._rows_named()
        column = self._column_of(rows[0]) if len(rows) == 1 else None
        if column is None:
            return []
        own, header = self._table.rows[rows[0]], self._table.columns[column]
        if not self._accounts_for(own.stems | words, header):
            return []
        text = self._text(rows[0], column) or NOTHING
        value = Value(text, self._text(rows[0], 0), header)
        return [Piece("value", (own.sentence,), score, value=value, sure=True, counted=True)]

    def rows(self, score: float) -> list[Piece]:
        """The rows that have the rest of the question in a column that it names."""
        for column, share in self._shares.items():
            texts = {row: text for row in self._numbers if (text := self._text(row, column))}
            if not share or any(len(text.split()) > _SHORT for text in texts.values()):
                continue
            rows, words = self._having(texts)
            header = self._table.columns[column]
            if rows and self._accounts_for(words, header):
                values = {texts[row] for row in rows}
                what = f"{header} {values.pop()}" if len(values) == 1 else header
                title = phrases.rows_with(len(rows), len(self._numbers), what)
                return [listed(self._table, rows, score, title, sure=True)]
        return []

    def all_rows(self, score: float) -> list[Piece]:
        """All rows, where the question names what the table stands below, and nothing else."""
        own = content_stems(self._heading)
        if not own or not own <= self._asked or not self._asked <= self._known:
            return []
        title = phrases.rows_with(len(self._numbers), len(self._numbers), self._heading)
        return [listed(self._table, self._numbers, score, title, sure=True)]

    def _rows_named(self) -> tuple[list[int], frozenset[str]]:
        """The rows for the day or month that is told, else those whose name has the words of the question
        that any has; and these words.
        """
        names = {row: self._text(row, 0) for row in self._numbers}
        days, months = _days(self._question), told(self._question).months
        if days:
            words = content_stems(" ".join(date.text for date in parse(self._question).dates))
            return [row for row, name in names.items() if days & _days(name)], words
        if months:
            asked = Told(months=months)
            words = frozenset(stem for stem in self._asked if told(stem).months)
            return [row for row, name in names.items() if is_for(name, "", asked)], words
        return self._having(names)

    def _having(self, texts: Mapping[int, str]) -> tuple[list[int], frozenset[str]]:
        """The rows of which these texts have all words of the question that any of them has, and these."""
        stems = {row: content_stems(text) for row, text in texts.items()}
        words = frozenset().union(*stems.values()) & self._asked - GENERAL
        return [row for row, own in stems.items() if words and words <= own], words

    def _column_of(self, row: int) -> int | None:
        """The one column with the most words of its name in the question, of those that have such a value."""
        named = [column for column, share in self._shares.items() if share]
        if _HOW_MUCH.search(self._question):
            named = [column for column in named if self._is_of_money(column)]
        if _WHO.search(self._question):
            named = [column for column in named if not any(map(str.isdigit, self._text(row, column)))]
        most = max((self._shares[column] for column in named), default=0.0)
        best = [column for column in named if self._shares[column] == most]
        return best[0] if len(best) == 1 else None

    def _is_of_money(self, column: int) -> bool:
        read = self._table.column(column, tuple(self._numbers))
        return bool(read.amounts) and is_money(read.dimension)

    def _text(self, row: int, column: int) -> str:
        return self._table.texts.get((row, column), "")

    def _accounts_for(self, words: Collection[str], header: str) -> bool:
        """Whether each word of the question is one of these, of the column's, or says nothing new."""
        of_header = content_stems(header)
        return all(stem in self._known or stem in words or _is_akin(stem, of_header) for stem in self._asked)


def _days(text: str) -> set[Day]:
    """The days of a text of which it tells the month too."""
    return {day for date in parse(text).dates for day in date.days if None not in day}


def _share(own: Collection[str], asked: Collection[str]) -> float:
    """The share of a column's words that the question has."""
    return sum(_is_akin(stem, asked) for stem in own) / len(own) if own else 0.0


def _is_akin(stem: str, others: Collection[str]) -> bool:
    """Whether a word, or one that begins like it, is among others."""
    return any(
        stem == other
        or (min(len(stem), len(other)) >= _AKIN and (stem.startswith(other) or other.startswith(stem)))
        for other in others
    )

"""Passages and their vectors, as they are read from the tables in SQLite and in PostgreSQL alike."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from documents.storage.facts import outline_of
from documents.storage.records import LONGEST_WORD, Vectors
from documents.storage.tables import Row, Tables
from documents.text.headings import Outline
from documents.types import Passage

_PASSAGES = 'SELECT id, source_id, version, text, start, "end", page, flagged, furniture FROM passages'


class PassageTables(Tables, ABC):
    """What is read of the passages of current versions; each database does some of it in its own way."""

    is_listed: str  # the condition on a column that it has one of the values of one parameter: see `_listed`
    stored_vector: str  # what is selected for a vector: see `_array`

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in this order; ids that are gone are left out."""
        rows = self._rows(f"{_PASSAGES} WHERE id {self.is_listed}", self._listed(ids))
        passages = {passage.id: passage for passage in self._with_headings(rows)}
        return [passages[passage_id] for passage_id in ids if passage_id in passages]

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of the current version, in the order of its text; none of an unknown source."""
        return self._with_headings(self._rows(f"{_PASSAGES} WHERE source_id = ? ORDER BY start", source_id))

    def passage_ids(self) -> list[str]:
        """The ids of all passages."""
        return [passage_id for (passage_id,) in self._rows("SELECT id FROM passages ORDER BY number")]

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        """Ids and stored vectors (n, dimensions) of these passages, or of all; unknown ids are left out.

        A cosine of two of them is that of what was stored to within a thousandth. Raises StorageFailed when
        they differ in length or are no numbers.
        """
        sql = f"SELECT id, {self.stored_vector} FROM passages"
        if ids is None:
            return self._joined(self._rows(f"{sql} ORDER BY number"))
        return self._joined(self._rows(f"{sql} WHERE id {self.is_listed}", self._listed(ids)))

    def vectors_of(self, source_ids: Collection[str]) -> tuple[list[str], Vectors]:
        """Ids and stored vectors of the passages of these sources; unknown ids are left out.

        Raises StorageFailed as `vectors` does.
        """
        sql = (
            f"SELECT id, {self.stored_vector} FROM passages WHERE source_id {self.is_listed} ORDER BY number"
        )
        return self._joined(self._rows(sql, self._listed(source_ids)))

    @abstractmethod
    def passage_count(self) -> int:
        """The number of all passages."""

    @abstractmethod
    def headers(self, ids: Sequence[str]) -> dict[str, str]:
        """What each of these passages is filed under: "title › section › date › introduction"."""

    # Words. They are compared by their stems and without accents; a passage has those of its header too.

    @abstractmethod
    def lexical(
        self, words: Sequence[str], k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Ids of the k best passages by BM25 over any of the words, best first, with scores; ties go by id.

        No character of a word is an operator. `sources`: only passages of the sources with these ids.
        """

    @abstractmethod
    def passages_with(self, words: Sequence[str], sources: Collection[str] | None = None) -> dict[str, int]:
        """For each word the number of passages that have it.

        `sources`: only passages of the sources with these ids.
        """

    @abstractmethod
    def vocabulary(self, first: str = "", shortest: int = 0, longest: int = LONGEST_WORD) -> dict[str, int]:
        """The stems of all words, each with the number of passages that have it.

        `first`: only those that begin with this letter; `shortest` and `longest`: of so many characters.
        """

    # The forms of lists and vectors, and headings

    @abstractmethod
    def _listed(self, values: Collection[str]) -> object:
        """The values as the one parameter of `is_listed`."""

    @abstractmethod
    def _array(self, stored: Sequence[Any]) -> Vectors:  # Any: what the database gives for `stored_vector`
        """Stored vectors as one array (n, dimensions). Raises StorageFailed for what are none."""

    def outline(self, source_id: str, version: int) -> Outline:
        """The headings of a version. Raises UnknownSource."""
        return outline_of(self._version(source_id, "headings", version)[0])

    @abstractmethod
    def _outlines(self, versions: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], Outline]:
        """The headings of these versions, given by source and number."""

    def _with_headings(self, rows: Sequence[Row]) -> list[Passage]:
        """Passages with the headings over them, which are stored once with each version."""
        outlines = self._outlines(list(dict.fromkeys((row[1], row[2]) for row in rows)))
        # Where several write, a source that was removed a moment ago has no version any more.
        return [_passage(row, outlines[row[1], row[2]]) for row in rows if (row[1], row[2]) in outlines]

    def _joined(self, rows: Sequence[Row]) -> tuple[list[str], Vectors]:
        """Rows of id and stored vector as ids and one array."""
        return [row[0] for row in rows], self._array([row[1] for row in rows])


def rarest_first(counts: Mapping[str, int]) -> list[str]:
    """The words that some passage has, by how many have them; `counts` are of all words of a query."""
    return sorted((word for word in counts if counts[word]), key=lambda word: (counts[word], word))


def _passage(row: Row, outline: Outline) -> Passage:
    """A row of the passages, with the headings over it."""
    passage_id, source_id, version, text, start, end, page, flagged, furniture = row
    headings = outline.over(end - 1)
    return Passage(
        passage_id, source_id, version, text, start, end, page, headings, bool(flagged), bool(furniture)
    )

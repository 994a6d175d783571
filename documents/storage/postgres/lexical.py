"""Full text in PostgreSQL, ranked by BM25 with the very scores that SQLite gives."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.storage.postgres import bm25
from documents.storage.postgres.candidates import ROOM, any_of, conditions
from documents.storage.postgres.chosen import ChosenTables
from documents.storage.postgres.columns import phrase, sparsevec
from documents.storage.postgres.passage_writing import PASSAGES, WORDS
from documents.storage.postgres.words import Tokenizer
from documents.storage.records import LONGEST_WORD
from documents.storage.tables import after

FIRST = 200  # passages that are scored exactly, or four times as many as are asked for
BROAD = 0.15  # of all passages: to compare them is then as quick as to look them up
COUNTED = 10_000  # passages of chosen sources, and those with a phrase, are counted up to here

_COUNTS = """
    SELECT stem, sum(passages)::bigint FROM (
        SELECT stem, passages FROM word_counts WHERE stem = ANY(?)
        UNION ALL SELECT stem, passages FROM word_changes WHERE stem = ANY(?)
    ) counts GROUP BY stem
"""
_CHOSEN = "source_id = ANY(?)"


@dataclass(frozen=True, slots=True)
class _Query:
    """A query's words: how often each stem and each phrase is asked for, and what each weighs."""

    stems: Mapping[str, float]
    phrases: Mapping[tuple[str, ...], float]
    matching: Mapping[tuple[str, ...], list[int]]  # the passages (numbers) that have the phrase
    counts: Mapping[str, int]  # of passages that have each stem
    conditions: Sequence[str]
    compares_all: bool  # so many passages have a word of it, or so few are in the chosen sources
    all: bm25.Collection

    @property
    def numbers(self) -> list[int]:
        return sorted({number for numbers in self.matching.values() for number in numbers})


class LexicalTables(ChosenTables):
    """The part of a library that is about words."""

    _tokenizer = Tokenizer()

    def lexical(
        self, words: Sequence[str], k: int, sources: Collection[str] | None = None, *, room: int = ROOM
    ) -> list[tuple[str, float]]:
        """Ids of the k best passages by BM25 over any of the words, best first, with scores; ties go by id.

        Of words that very many passages have not all of these are compared, but some `room` (`candidates`).
        """
        query = self._query(words, room)
        if k < 1 or not (query.conditions or query.matching):
            return []
        if not query.compares_all and sources is not None and self._are_few(sources):
            query = replace(query, compares_all=True)
        scores = self._scored(query, k, sources, room)
        # The bound goes by counts of the whole library: chosen sources, or words that keep apart, may have
        # nothing of what is met within it.
        wide = any_of(query.counts)
        if len(scores) < k and not query.compares_all and query.conditions != [wide]:
            more = self._scored(replace(query, conditions=[wide]), k, sources, room)
            scores = sorted({*scores, *more}, key=lambda pair: (-pair[1], pair[0]))[:k]
        return scores

    def _scored(
        self, query: _Query, k: int, sources: Collection[str] | None, room: int
    ) -> list[tuple[str, float]]:
        """The k best of those that meet a condition, scored exactly."""
        stems = list(query.stems)
        times = ", ".join("-(w.weights <#> ?::sparsevec)" for _ in stems)
        inner, values = self._best(query, max(FIRST, 4 * k), sources, 2 * room)
        sql = f"""SELECT p.id, w.number, w.length, ARRAY[{times}]::float8[]
            FROM ({inner}) w JOIN passages p USING (number)"""
        rows = self._rows(sql, *(sparsevec({stem: 1.0}) for stem in stems), *values)
        phrases = self._phrase_times(query, [row[1] for row in rows])
        scores = [
            (name, _score(query, dict(zip(stems, weights, strict=True)), length, phrases.get(number, {})))
            for name, number, length, weights in rows
        ]
        return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:k]

    def passages_with(self, words: Sequence[str], sources: Collection[str] | None = None) -> dict[str, int]:
        """For each word the number of passages that have it, after stemming, headers included.

        Of several words in one, and of sources with very many passages, passages are counted up to some
        thousands.
        """
        stems = dict(zip(words, self._tokenizer.stems(words), strict=True)) if words else {}
        counts = self._counts({stem for parts in stems.values() for stem in parts})
        occurring = {word: parts for word, parts in stems.items() if parts and all(map(counts.get, parts))}
        counted = dict.fromkeys(stems, 0)
        if sources is not None and occurring and self._are_few(sources):
            return counted | self._counted_at_once(occurring, sources)
        for word, parts in occurring.items():
            alone = len(parts) == 1 and sources is None
            counted[word] = counts[parts[0]] if alone else self._counted(parts, sources)
        return counted

    def vocabulary(self, first: str = "", shortest: int = 0, longest: int = LONGEST_WORD) -> dict[str, int]:
        """The stems of all words, without accents, each with the number of passages that have it.

        `first`: only those that begin with this letter; `shortest` and `longest`: of so many characters.
        """
        sql = """
            SELECT stem, sum(passages)::bigint FROM (
                SELECT stem, passages FROM word_counts UNION ALL SELECT stem, passages FROM word_changes
            ) counts WHERE stem >= ? AND stem < ? AND length(stem) BETWEEN ? AND ? AND stem NOT IN (?, ?)
            GROUP BY stem HAVING sum(passages) > 0
        """
        return dict(self._rows(sql, first, after(first), shortest, longest, PASSAGES, WORDS))

    def passage_count(self) -> int:
        """The number of all passages."""
        return self._counts([PASSAGES]).get(PASSAGES, 0)

    def _query(self, words: Sequence[str], room: int) -> _Query:
        asked_stems = (
            Counter(parts for parts in self._tokenizer.stems(words) if parts) if words else Counter()
        )
        stems = {stem for parts in asked_stems for stem in parts}
        counts = self._counts({*stems, PASSAGES, WORDS})
        everything = bm25.Collection(counts.pop(PASSAGES, 0), counts.pop(WORDS, 0))
        matching = {
            parts: numbers
            for parts in asked_stems
            if len(parts) > 1 and all(counts.get(stem) for stem in parts)
            if (numbers := self._matching(parts))
        }
        single = {
            parts[0]: counts[parts[0]]
            for parts in asked_stems
            if len(parts) == 1 and counts.get(parts[0], 0) > 0
        }
        return _Query(
            {
                stem: asked_stems[stem,] * everything.inverse_frequency(count)
                for stem, count in single.items()
            },
            {
                parts: asked_stems[parts] * everything.inverse_frequency(len(matching[parts]))
                for parts in matching
            },
            matching,
            single,
            conditions(single, everything.passages, room),
            min(sum(single.values()), room) > BROAD * everything.passages,
            everything,
        )

    def _counts(self, stems: Collection[str]) -> dict[str, int]:
        """The number of passages that have each of these stems, without those that none has."""
        return dict(self._rows(_COUNTS, list(stems), list(stems)))

    def _matching(self, stems: Sequence[str]) -> list[int]:
        """The passages in which these stems follow one another, by number; the first of very many."""
        sql = "SELECT number FROM words WHERE stems @@ ?::tsquery LIMIT ?"
        return [number for (number,) in self._rows(sql, phrase(stems), COUNTED)]

    def _counted(self, stems: Sequence[str], sources: Collection[str] | None) -> int:
        sql, values = "SELECT 1 FROM words WHERE stems @@ ?::tsquery", [phrase(stems)]
        if sources is not None:
            sql += f" AND {_CHOSEN}"
        more = [] if sources is None else [list(sources)]
        return int(self._rows(f"SELECT count(*) FROM ({sql} LIMIT ?) found", *values, *more, COUNTED)[0][0])

    def _counted_at_once(
        self, words: Mapping[str, Sequence[str]], sources: Collection[str]
    ) -> dict[str, int]:
        """The same for several words, given with their stems, in one look at all passages of the sources."""
        kinds = [
            "weights <#> ?::sparsevec < 0" if len(stems) == 1 else "stems @@ ?::tsquery"
            for stems in words.values()
        ]
        values = [
            sparsevec({stems[0]: 1.0}) if len(stems) == 1 else phrase(stems) for stems in words.values()
        ]
        columns = ", ".join(f"count(*) FILTER (WHERE {kind})" for kind in kinds)
        (row,) = self._rows(f"SELECT {columns} FROM words WHERE {_CHOSEN}", *values, list(sources))
        return dict(zip(words, row, strict=True))

    def _best(
        self, query: _Query, most: int, sources: Collection[str] | None, compared: int
    ) -> tuple[str, list[object]]:
        """SQL for the `most` best candidates (number, length, weights), nearly in their order; its values."""
        terms = ["(weights <#> ?::sparsevec)"]
        values: list[object] = [sparsevec(query.stems)]
        for parts, weight in query.phrases.items():
            terms.append("CASE WHEN number = ANY(?::bigint[]) THEN -?::float8 ELSE 0 END")
            values += [query.matching[parts], weight]
        order = " + ".join(terms)
        if query.compares_all:
            where, chosen = ("", []) if sources is None else (f"{_CHOSEN} AND ", [list(sources)])
            sql = (
                f"SELECT number, length, weights FROM words WHERE {where}{order} < 0 ORDER BY {order} LIMIT ?"
            )
            return sql, [*chosen, *values, *values, most]
        where = " OR ".join(["stems @@ ?::tsquery"] * len(query.conditions) + ["number = ANY(?::bigint[])"])
        where_values: list[object] = [*query.conditions, query.numbers]
        if sources is not None:
            where, where_values = f"({where}) AND {_CHOSEN}", [*where_values, list(sources)]
        # The limit within is for words that nearly all passages have: any of these are as good as others.
        some = f"SELECT number, length, weights FROM words WHERE {where} LIMIT ?"
        return f"SELECT * FROM ({some}) candidates ORDER BY {order} LIMIT ?", [
            *where_values,
            compared,
            *values,
            most,
        ]

    def _phrase_times(self, query: _Query, numbers: Sequence[int]) -> dict[int, dict[tuple[str, ...], int]]:
        """How often each of these passages has each phrase, for those that have it."""
        wanted = set(query.numbers).intersection(numbers)
        if not wanted:
            return {}
        stems = sorted({stem for parts in query.phrases for stem in parts})
        sql = """SELECT number, lexeme, positions FROM words, unnest(stems)
            WHERE number = ANY(?::bigint[]) AND lexeme = ANY(?)"""
        places: dict[int, dict[str, set[int]]] = {}
        for number, stem, positions in self._rows(sql, sorted(wanted), stems):
            places.setdefault(number, {})[stem] = set(positions)
        return {
            number: {parts: _phrase_count(parts, stems) for parts in query.phrases}
            for number, stems in places.items()
        }


def _phrase_count(stems: Sequence[str], places: Mapping[str, set[int]]) -> int:
    """How often the stems follow one another.

    >>> _phrase_count(["poli", "tunnel"], {"poli": {1, 7}, "tunnel": {2, 4, 8}})
    2
    """
    first, *others = (places.get(stem, set()) for stem in stems)
    return sum(all(start + by in positions for by, positions in enumerate(others, 1)) for start in first)


def _score(
    query: _Query,
    weights: Mapping[str, float],
    length: int,
    phrases: Mapping[tuple[str, ...], int],
) -> float:
    """The passage's BM25, from the stored weights of the query's stems and how often it has each phrase."""
    single = sum(
        query.stems[stem] * query.all.weight(bm25.times(weight, length), length)
        for stem, weight in weights.items()
        if weight > 0
    )
    return single + sum(
        query.phrases[parts] * query.all.weight(times, length) for parts, times in phrases.items() if times
    )

"""A table shown whole, where all of it is asked for: "what are the opening hours", "show me the prices"."""

import re
from collections.abc import Iterator

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import content_stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.whole import Table, whole_table
from index.words import STOP_WORDS, words

ROWS = 40  # that are shown; the others are counted
EXTRA_WORDS = 2  # words of a heading beside those that name it
_IS_TABLE = content_stems("table list timetable schedule tariff rota roster overview")
_ASKS = re.compile(
    r"\W{0,3}(?:(?:and|so|ok|please),? )?(?:(?:can|could|may) (?:i|we|you) (?:please )?)?"
    r"(?P<one>(?:what is|what's|whats) )?(?:(?:see|have|show|give|list|print|display|what are)(?: me| us)? )?"
    r"(?:(?:all|the|your|our|a|whole|full|entire|complete|current|of) ){0,5}"
    r"(?P<named>[^\W\d_][\w'’-]{0,30}(?: [^\W\d_][\w'’-]{0,30}){0,3})\W{0,3}",
    re.IGNORECASE,
)


def entire_table(wanted: Wanted, around: Around) -> list[Piece]:
    """All rows of the table below a heading that the question names, and nothing else.

    Sure where the heading has hardly another word, no later edition of the document is known, and there is no
    other table below it. Of editions that have such a table the latest's is shown.
    """
    named = named_table(wanted.question)
    tables = [(row, table) for row, table in tables_near(wanted, around) if named and named <= _heading(row)]
    if not tables:
        return []
    sources = {row.citation.source_id for row, _ in tables}
    latest = wanted.latest(sources)
    tables = [pair for pair in tables if pair[0].citation.source_id in latest]
    first, table = min(tables, key=lambda pair: len(_heading(pair[0])))
    extra = len(_heading(first) - named - _IS_TABLE)
    if extra > EXTRA_WORDS:
        return []
    alike = sum(_heading(row) == _heading(first) for row, _ in tables)
    sure = alike == 1 and extra < EXTRA_WORDS and not wanted.newer(first.citation.source_id)
    rows = sorted((*table.rows, *table.totals), key=lambda row: row.sentence.citation.start)
    shown = tuple(row.sentence for row in rows[:ROWS])
    title = first.citation.headings[-1]
    return [Piece("list", shown, wanted.best, title, more=len(rows) - len(shown), sure=sure, counted=True)]


def named_table(question: str) -> frozenset[str]:
    """The words that name the table which a question asks to see; none where it asks something of it.

    >>> sorted(named_table("What are the opening hours?")), sorted(named_table("show me the price table"))
    (['hour', 'open'], ['price'])
    >>> named_table("what are the opening hours on sunday"), named_table("what is the deposit")
    (frozenset(), frozenset())
    """
    match = _ASKS.fullmatch(question)
    if match is None or not STOP_WORDS.isdisjoint({*words(match["named"])} - {"of"}):
        return frozenset()
    last = words(match["named"])[-1]
    of_table = not _IS_TABLE.isdisjoint(content_stems(match["named"]))
    several = last.endswith("s") and not last.endswith("ss") and not match["one"]
    return content_stems(match["named"]) - _IS_TABLE if of_table or several else frozenset()


def tables_near(wanted: Wanted, around: Around) -> Iterator[tuple[EvidenceSentence, Table]]:
    """The tables of the best passages, each with the first of its rows there."""
    known: set[tuple[str, int]] = set()
    for sentence in wanted.sentences:
        if sentence.is_row and sentence.citation.headings and (rows := around.table_of(sentence)):
            place = sentence.citation.source_id, rows[0][0].citation.start
            if place not in known and (table := whole_table(rows, around)):
                known.add(place)
                yield sentence, table


def _heading(row: EvidenceSentence) -> frozenset[str]:
    """The words of the heading that a row stands below."""
    return content_stems(row.citation.headings[-1])

"""Comparisons: how columns of a table differ, or two editions, or each part of the question by itself."""

import re
from collections import Counter

from assistant.language.terms import stems
from assistant.showing.around import Around
from assistant.showing.editions.asked import asks_of_change, what_differs
from assistant.showing.forms import by_patterns
from assistant.showing.pieces import Piece, Wanted, is_in
from assistant.showing.quotes import quotes_of
from assistant.showing.tables.compared import COMPARING, differing_rows, rows_compared

WORDS = 120  # of all pieces together
FIRST = 55  # words of the best quotes, before what the parts of the question ask for
PART = 30  # words of a quote for a part
PARTS = 3
BEST = 5  # passages by which the main document is found
_BREAK = re.compile(
    r"[,;:?]|\b(?:and|or|but|versus|vs|than|from|to|if|when|with|between|und|oder|et|ou)\b", re.IGNORECASE
)


def sides(wanted: Wanted, around: Around) -> list[Piece]:
    """How the columns differ that are named, or the rows that are; or two editions, where the evidence is
    from two; else the parts of the question. Nothing where it only asks what one edition says.
    """
    if _asks_one_edition(wanted):
        return []
    if pieces := differing_rows(wanted, around):
        return pieces
    rows = rows_compared(wanted, around)
    if rows and not asks_of_change(wanted.question):  # "is the rack dearer than the berth" is of one edition
        return rows
    return what_differs(wanted, around) or rows or _by_parts(wanted, around)


def _asks_one_edition(wanted: Wanted) -> bool:
    """Whether a question names one edition of the best evidence's document, and compares nothing."""
    question = wanted.question
    if not wanted.scored or asks_of_change(question) or by_patterns(question) == "compare":
        return False
    return wanted.asked_edition(wanted.scored[0].sentence.citation.source_id) is not None


# Parts of the question


def _by_parts(wanted: Wanted, around: Around) -> list[Piece]:
    """The best quotes, then the best for each part of the question, each once."""
    pieces = quotes_of(wanted, around, words=FIRST, pieces=2, now=True)
    within = _main_source(wanted)
    for part in parts(wanted.question):
        best = [scored for scored in wanted.find(part, within) if not is_in(scored.sentence, pieces)]
        left = min(PART, WORDS - sum(piece.words for piece in pieces))
        if best and left > 0:
            pieces += quotes_of(wanted, around, words=left, pieces=1, scored=best[:1])
    return pieces


def _main_source(wanted: Wanted) -> set[str] | None:
    """The document that more than half of the best passages are from, in which the parts are looked for."""
    sources = {sentence.hit: sentence.citation.source_id for sentence in wanted.sentences}
    best = [sources[hit] for hit in sorted(sources)[:BEST]]
    main = Counter(best).most_common(1)
    return {main[0][0]} if main and main[0][1] > len(best) / 2 else None


def parts(question: str) -> list[str]:
    """The parts of a question between commas and words that join, those that mean something.

    >>> parts("What is different between the two plans if we rent a car and stay away for six weeks?")
    ['the two plans', 'we rent a car', 'stay away for six weeks']
    """
    pieces = (piece.strip() for piece in _BREAK.split(question))
    return [piece for piece in pieces if set(stems(piece)) - COMPARING][:PARTS]

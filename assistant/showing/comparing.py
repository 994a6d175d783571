"""Comparisons: each side is looked for by itself."""

import re
from collections.abc import Sequence

from assistant.evidence import Scored
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.quoting import best_quotes, quotes_of
from assistant.terms import stems

WORDS = 110  # of both sides together
SHOWN = 60  # words of the best quotes, before what the parts of the question ask for
_BREAK = re.compile(r"[,;:?]|\b(?:and|or|but|versus|vs|than|from|to|if|when|with|between)\b", re.IGNORECASE)
MOST = 4  # parts of a question


def sides(wanted: Wanted, around: Around) -> list[Piece]:
    """The best quote, then the best for each part of the question that it says nothing of."""
    found = quotes_of(wanted.scored, around, words=SHOWN, pieces=2)
    for part in parts(wanted.question):
        if sum(piece.words for piece in found) >= WORDS:
            break
        nearest = _about(part, wanted)
        if nearest and nearest[0].score > float("-inf"):
            found += [
                piece
                for piece in quotes_of(nearest[:1], around, words=WORDS, pieces=1)
                if not any(piece.sentences[0].citation == other.sentences[0].citation for other in found)
            ]
    return found or best_quotes(wanted, around)


def parts(question: str) -> list[str]:
    """The parts of a question between commas and words that join, those that mean something.

    >>> parts("What is different between the plans if we rent a car and stay away for six weeks?")
    ['What is different', 'the plans', 'we rent a car', 'stay away for six weeks']
    """
    pieces = (piece.strip() for piece in _BREAK.split(question))
    return [piece for piece in pieces if stems(piece)][:MOST]


def _about(part: str, wanted: Wanted) -> Sequence[Scored]:
    """The evidence that has words of a part, best first by how many it has."""
    asked = set(stems(part))
    shares = [(len(asked & set(stems(one.sentence.text))) / len(asked), one) for one in wanted.scored]
    return [one for share, one in sorted(shares, key=lambda pair: (-pair[0], -pair[1].score)) if share > 0]

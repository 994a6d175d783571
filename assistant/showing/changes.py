"""A change: what holds now, and what it replaced."""

from collections.abc import Sequence

from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.pieces import Piece, is_in
from assistant.types import Citation, Conflict

UNTIL = "Until {date}"
BEFORE = "Before"


def changed(
    conflicts: Sequence[Conflict], sentences: Sequence[EvidenceSentence], pieces: Sequence[Piece]
) -> list[Piece]:
    """What holds now, below it what it replaced, then what else was found; nothing where nothing is replaced.

    That is where one source says that it replaces the other: its row of the conflict is the first.
    """
    for conflict in conflicts:
        sides = [_sentence(row.citation, sentences) for row in conflict.rows[:2]]
        if conflict.note and len(sides) == 2 and sides[0] and sides[1]:
            score = max((piece.score for piece in pieces), default=0.0)
            date = conflict.rows[0].date
            change = [
                Piece("now", (sides[0],), score),
                Piece("before", (sides[1],), score, UNTIL.format(date=date) if date else BEFORE),
            ]
            rest = [piece for piece in pieces if not any(is_in(each, change) for each in piece.sentences)]
            return [*change, *rest[:1]]
    return []


def _sentence(citation: Citation, sentences: Sequence[EvidenceSentence]) -> EvidenceSentence | None:
    return next((sentence for sentence in sentences if sentence.citation == citation), None)

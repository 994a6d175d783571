"""A change: what holds now, and what it replaced."""

from collections.abc import Sequence

from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.pieces import Piece, is_in
from assistant.types import Citation, Conflict

UNTIL = "Until {date}"
BEFORE = "Before"


def changed(
    conflicts: Sequence[Conflict], sentences: Sequence[EvidenceSentence], found: Sequence[Piece]
) -> list[Piece]:
    """What holds now, below it what it replaced, then what else was found; nothing where nothing is replaced.

    That is where one source says that it replaces the other: its row of the conflict is the first.
    """
    for conflict in conflicts:
        sides = [_sentence(row.citation, sentences) for row in conflict.rows[:2]]
        if conflict.note and len(sides) == 2 and sides[0] and sides[1]:
            score = max((piece.score for piece in found), default=0.0)
            date = conflict.rows[0].date
            pieces = [
                Piece("now", (sides[0],), score),
                Piece("before", (sides[1],), score, UNTIL.format(date=date) if date else BEFORE),
            ]
            rest = [piece for piece in found if not any(is_in(one, pieces) for one in piece.sentences)]
            return [*pieces, *rest[:1]]
    return []


def _sentence(citation: Citation, sentences: Sequence[EvidenceSentence]) -> EvidenceSentence | None:
    return next((one for one in sentences if one.citation == citation), None)

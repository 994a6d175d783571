"""Whether an answer rests on a document of which there is a later one: the minutes before the last."""

from collections.abc import Collection, Sequence

from assistant.declining.findings import Findings
from assistant.evidence.rating import Rater
from assistant.evidence.sentences import below, label_of
from assistant.showing.families import newer
from assistant.showing.pieces import Piece
from assistant.types import Citation, Sentence

AS_RELEVANT = 1.0  # how far behind, in logits of the reranker, a later document still speaks of the same


def passes_over(findings: Findings, kept: Sequence[Sentence], *, measured: bool) -> bool:
    """Whether something rests only on what a later document of the same kind speaks of as well.

    A model that was not measured has read both. It passes over the later one only where nothing that it says
    is from there, and where that answers the question about as well as what it cites.
    """
    citing = [sentence for sentence in kept if sentence.citations]
    later = [piece for piece in findings.pieces if piece.later]
    if not measured:
        later = _as_relevant(findings.evidence.rater, later, citing)
    latest = {piece.sentences[0].citation.source_id for piece in (*findings.pieces[:1], *later)}
    passed = [all(_overtaken(old, latest, findings) for old in sentence.citations) for sentence in citing]
    return any(passed) if measured else bool(passed) and all(passed)


def _overtaken(old: Citation, latest: Collection[str], findings: Findings) -> bool:
    """Whether one of the latest documents, by their ids, is a later one of the kind that a quote is from."""
    return any(source.id in latest for source in newer(old.source_id, findings.sources(old.source_id)))


def _as_relevant(rater: Rater, pieces: Sequence[Piece], citing: Sequence[Sentence]) -> list[Piece]:
    """The pieces that answer the question about as well as what is cited; all where no reranker tells."""
    quotes = [
        below(label_of(citation.title, citation.headings), citation.words)
        for sentence in citing
        for citation in sentence.citations
    ]
    own = rater.logits(quotes) if pieces else None
    if not own:
        return list(pieces)
    return [
        piece
        for piece in pieces
        if max(rater.logits([sentence.below_label for sentence in piece.sentences]) or own)
        >= max(own) - AS_RELEVANT
    ]

"""Whether an answer rests on a document of which there is a later one: the minutes before the last."""

from collections.abc import Sequence

from assistant.declining.findings import Findings
from assistant.evidence.rating import Candidate, Rater
from assistant.evidence.sentences import label_of
from assistant.showing import Piece, overtakes
from assistant.types import Sentence

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
    latest = [piece.sentences[0].citation for piece in (*findings.pieces[:1], *later)]
    passed = [
        all(any(overtakes(new, old) for new in latest) for old in sentence.citations) for sentence in citing
    ]
    return any(passed) if measured else bool(passed) and all(passed)


def _as_relevant(rater: Rater, pieces: Sequence[Piece], citing: Sequence[Sentence]) -> list[Piece]:
    """The pieces that answer the question about as well as what is cited; all where no reranker tells."""
    quotes = [
        Candidate(0.0, citation.words, label_of(citation.title, citation.headings))
        for sentence in citing
        for citation in sentence.citations
    ]
    own = rater.relevance(quotes) if pieces else None
    if not own:
        return list(pieces)
    texts = [[Candidate(0.0, each.text, each.label) for each in piece.sentences] for piece in pieces]
    return [
        piece
        for piece, candidates in zip(pieces, texts, strict=True)
        if max(rater.relevance(candidates) or own) >= max(own) - AS_RELEVANT
    ]

"""Whether an answer rests on a document of which there is a later one: the minutes before the last."""

from collections.abc import Sequence

from assistant.evidence.gathering import label_of
from assistant.evidence.rating import Candidate
from assistant.pipeline.work import Work
from assistant.showing import Piece, overtakes
from assistant.types import Sentence

AS_RELEVANT = 1.0  # how far behind, in logits of the reranker, a later document still speaks of the same


def passes_over(work: Work, kept: Sequence[Sentence]) -> bool:
    """Whether something rests only on what a later document of the same kind speaks of as well.

    A model that was not measured has read both. It passes over the later one only where nothing that it says
    is from there, and where that answers the question about as well as what it cites.
    """
    cited = [one for one in kept if one.citations]
    later = [piece for piece in work.found if piece.later]
    if not work.measured:
        later = _as_relevant(work, later, cited)
    latest = [piece.sentences[0].citation for piece in (*work.found[:1], *later)]
    passed = [all(any(overtakes(new, old) for new in latest) for old in one.citations) for one in cited]
    return any(passed) if work.measured else bool(passed) and all(passed)


def _as_relevant(work: Work, pieces: Sequence[Piece], cited: Sequence[Sentence]) -> list[Piece]:
    """The pieces that answer the question about as well as what is cited; all where no reranker tells."""
    quotes = [
        Candidate(0.0, one.words, label_of(one.title, one.headings))
        for sentence in cited
        for one in sentence.citations
    ]
    texts = [[Candidate(0.0, one.text, one.label) for one in piece.sentences] for piece in pieces]
    own = work.rater.relevance(quotes) if pieces else None
    if not own:
        return list(pieces)
    return [
        piece
        for piece, said in zip(pieces, texts, strict=True)
        if max(work.rater.relevance(said) or own) >= max(own) - AS_RELEVANT
    ]

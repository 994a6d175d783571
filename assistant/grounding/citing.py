"""The smallest set of evidence sentences that states a sentence, as columns of its overlap."""

from collections.abc import Sequence

import numpy as np

from assistant.grounding.overlap import HAVE, Overlap

_GAIN = 0.12  # what one more citation must add
_GAIN_ELSEWHERE = 0.25  # ... from another passage: common words are found anywhere
_MOST = 2
_STATES = 0.5  # the share of a claim's words that a quote must have to be shown beside it
_NEAR = 2  # sentences
_MEANING = 0.6  # what the cosine of the sentences counts beside the share of words
_ENOUGH = 0.75  # the share of words with which one document states it alone
_SHORT = 6  # words with meaning that a short answer has at most
_WHOLE = 0.9  # the share of a short answer's words that one quote must have
_AROUND = 0.5  # what the question's words beside such a quote count


def cite(overlap: Overlap) -> list[int]:
    """The fewest columns that together have most of the words, the best one first."""
    cited: list[int] = []
    worth = 0.0
    while len(cited) < _MOST:
        others = (column for column in range(len(overlap.sentences)) if column not in cited)
        worths = {column: _worth(overlap, [*cited, column]) for column in others}
        best = max(worths, key=worths.__getitem__, default=None)
        if best is None:
            break
        same_passage = not cited or any(overlap.hit(best) == overlap.hit(column) for column in cited)
        if worths[best] < worth + (_GAIN if same_passage else _GAIN_ELSEWHERE):
            break
        cited.append(best)
        worth = worths[best]
    own = _one_document(overlap, cited)
    return [*own, *_with_terms(overlap, own)]


def _worth(overlap: Overlap, columns: Sequence[int]) -> float:
    cosine = max((overlap.cosines.get(column, 0.0) for column in columns), default=0.0)
    return overlap.new_coverage(columns) + _MEANING * cosine


def _one_document(overlap: Overlap, cited: list[int]) -> list[int]:
    """The citations from one document where these alone state it, else all of them."""
    for source in dict.fromkeys(map(overlap.source, cited)):
        own = [column for column in cited if overlap.source(column) == source]
        if overlap.coverage(own) >= _ENOUGH:
            return own
    return cited


def _with_terms(overlap: Overlap, cited: Sequence[int]) -> list[int]:
    """Columns close by with a number or name that the cited ones lack: "in the same year" has no year."""
    added: list[int] = []
    for row in range(len(overlap.words)):
        if not _is_term(overlap.word(row)):
            continue
        having = [int(column) for column in np.flatnonzero(overlap.credit[row] >= HAVE)]
        if not cited or any(column in having for column in (*cited, *added)):
            continue
        near = [column for column in having if any(overlap.are_near(column, other, _NEAR) for other in cited)]
        added += near[:1]
    return added[: _MOST - len(cited)]


def _is_term(word: str) -> bool:
    return word[0].isupper() or any(character.isdigit() for character in word)


def stating(overlap: Overlap, cited: Sequence[int]) -> list[int]:
    """Those of the cited columns that state a claim of the sentence for the most part."""
    return [
        column
        for column in cited
        if max(overlap.coverage_by_claim([overlap.credit[:, column]]), default=0.0) >= _STATES
    ]


def is_short(answer: Overlap) -> bool:
    """Whether a sentence, "In 1974." or "Paris.", has too few words to say what it is an answer to."""
    return 0 < len(answer.words) <= _SHORT


def cite_short(answer: Overlap, with_question: Overlap) -> list[int]:
    """The columns that state a short answer: of those that have all of it the one nearest to the question.

    Where none has, what states the answer by itself. `with_question` is the question with the answer, over
    the same evidence.
    """
    columns = range(len(answer.sentences))
    having = [column for column in columns if answer.coverage([column]) >= _WHOLE]
    if not having:
        return cite(answer)
    return [max(having, key=lambda column: (_nearness(with_question, column), -column))]


def _nearness(overlap: Overlap, column: int) -> float:
    columns = range(len(overlap.sentences))
    around = [other for other in columns if overlap.are_near(column, other, _NEAR)]
    return (
        overlap.coverage([column])
        + _AROUND * overlap.coverage(around)
        + _MEANING * overlap.cosines.get(column, 0.0)
    )

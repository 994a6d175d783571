"""The smallest set of evidence sentences that states a sentence."""

from collections.abc import Sequence

from assistant.grounding.features import HAVE, Alignment, best_by_claim, coverage

GAIN = 0.12  # what one more citation must add
GAIN_ELSEWHERE = 0.25  # ... from another passage: common words are found anywhere
MOST = 2
STATES = 0.5  # the share of a claim's words that a line must have to be shown beside it
NEAR = 2  # sentences
MEANING = 0.6  # what the cosine of the sentences counts beside the share of words
ENOUGH = 0.75  # the share of words with which one document states it alone


def cite(alignment: Alignment) -> list[int]:
    """The columns of the fewest lines that together have most of the words, the best one first."""
    cited: list[int] = []
    score = 0.0
    columns = range(len(alignment.lines))
    while len(cited) < MOST:
        ranked = [(_worth(alignment, [*cited, one]), -one, one) for one in columns if one not in cited]
        best, _, one = max(ranked, default=(0.0, 0, -1))
        known = not cited or any(_same_hit(alignment, one, other) for other in cited)
        if one < 0 or best < score + (GAIN if known else GAIN_ELSEWHERE):
            break
        cited.append(one)
        score = best
    own = _one_document(alignment, cited)
    return [*own, *_with_terms(alignment, own)]


def _with_terms(alignment: Alignment, cited: Sequence[int]) -> list[int]:
    """Lines close by with a number or name that the cited ones lack: "in the same year" has no year."""
    found: list[int] = []
    for row, word in enumerate(alignment.words):
        if not _is_term(alignment.text[word.start : word.end]):
            continue
        if not cited or any(alignment.credit[row, one] >= HAVE for one in (*cited, *found)):
            continue
        near = (
            one
            for one in range(len(alignment.lines))
            if alignment.credit[row, one] >= HAVE and any(_is_near(alignment, one, other) for other in cited)
        )
        found.extend(one for one in list(near)[:1] if one not in found)
    return found[: MOST - len(cited)]


def stating(alignment: Alignment, cited: Sequence[int]) -> list[int]:
    """Those of the cited lines that state a claim of the sentence for the most part."""
    return [
        one
        for one in cited
        if max(best_by_claim(alignment, [alignment.credit[:, one]]), default=0.0) >= STATES
    ]


def _is_term(word: str) -> bool:
    return word[0].isupper() or any(character.isdigit() for character in word)


def _is_near(alignment: Alignment, one: int, other: int) -> bool:
    return _same_hit(alignment, one, other) and abs(one - other) <= NEAR


def _worth(alignment: Alignment, columns: Sequence[int]) -> float:
    cosine = max((alignment.cosines.get(one, 0.0) for one in columns), default=0.0)
    return coverage(alignment.news, alignment.got(columns)) + MEANING * cosine


def _same_hit(alignment: Alignment, one: int, other: int) -> bool:
    return alignment.lines[one].evidence.hit == alignment.lines[other].evidence.hit


def _one_document(alignment: Alignment, cited: list[int]) -> list[int]:
    """The citations from one document where these alone state it, else all of them."""
    sources = [alignment.lines[one].evidence.citation.source_id for one in cited]
    for name in dict.fromkeys(sources):
        own = [one for one, source in zip(cited, sources, strict=True) if source == name]
        if coverage(alignment.weights, alignment.got(own)) >= ENOUGH:
            return own
    return cited

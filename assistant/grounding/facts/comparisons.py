"""Superlatives and ranks: "the largest" is more than "one of the largest" and "the second largest"."""

from collections.abc import Iterator

from assistant.grounding.facts.alignment import Alignment, counterpart
from assistant.grounding.facts.clash import Clash
from assistant.language.number_words import ORDINALS
from assistant.language.parsed import Parsed

_BESIDE = 4  # words before a superlative that may weaken it
_NO_SUPERLATIVE = frozenset(
    "interest west east forest rest test request guest harvest honest protest priest contest "
    "invest best suggest "
    "latest conquest quest arrest chest west midwest southwest northwest northeast southeast "
    "modest manifest digest "
    "ernest budapest bucharest everest breast feast beast coast least almost most past first last".split()
) - {"best"}
_ALIKE = 0.3


def comparison_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Superlatives of the claim that the source weakens, or has only as a plain word."""
    if not alignment.aligned or not alignment.english:
        return
    for place in superlatives(alignment.claim):
        clash = _weakened(alignment, place) or _plain(alignment, place)
        if clash is not None:
            yield clash


def superlatives(parsed: Parsed) -> list[int]:
    """The places of the superlatives that end in -est."""
    return [
        place
        for place, token in enumerate(parsed.tokens)
        if len(token.lower) > 4
        and token.lower.endswith("est")
        and token.lower not in _NO_SUPERLATIVE
        and not token.capital
    ]


def _weakened(alignment: Alignment, place: int) -> Clash | None:
    found = counterpart(alignment.claim, place, alignment.aligned)
    if found is None or found[2] < _ALIKE:
        return None
    source, at, _ = found
    word = alignment.claim.tokens[place].text
    said, stated = f"{_rank(alignment.claim, place)}{word}", f"{_rank(source, at)}{word}"
    if said == stated:
        return None
    reason = f"the source says “{stated}”; the sentence says “{said}”"
    return Clash("comparison", said, stated, reason, True)


def _rank(parsed: Parsed, place: int) -> str:
    """What is said before a superlative: "one of the", "second"; "" for nothing."""
    before = [token.lower for token in parsed.tokens[max(0, place - _BESIDE) : place]]
    ranks = [word for word in before if word in ORDINALS and word != "first"]
    if ranks:
        return f"{ranks[-1]} "
    return "one of the " if ("of" in before and "one" in before) or "among" in before else ""


def _plain(alignment: Alignment, place: int) -> Clash | None:
    """A superlative where the source says only "large" or "larger"."""
    word = alignment.claim.tokens[place].lower
    if any(word in one.words for one in alignment.quotes):
        return None
    root = word[:-3]
    forms = {root, root + "e", root + "er", root + "r", root[:-1] + "y" if root.endswith("i") else root}
    stated = next((form for form in sorted(forms) if form in alignment.aligned[0].words), None)
    if stated is None:
        return None
    reason = f"the source says “{stated}”; the sentence says “{word}”"
    return Clash("comparison", word, stated, reason, False)

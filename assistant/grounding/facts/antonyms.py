"""Words of a claim whose opposite stands in their place in the source."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from assistant.grounding.facts.alignment import BY_FAR, TWIN, Alignment, Spot, counterpart, likeness
from assistant.grounding.facts.clash import Clash
from assistant.grounding.facts.negation import is_denied
from assistant.language.parsed import Parsed
from assistant.language.tokens import Token, same_stem

_FILE = Path(__file__).with_name("antonyms.txt")
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "anti", "pro")
_ALIKE = 0.5  # likeness of the words around two opposites
_SHORTEST = 4  # letters behind a prefix


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    """For each word of the list its opposites."""
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            left, right = (side.split("/") for side in line.split())
            for one, others in ((left, right), (right, left)):
                for word in one:
                    found.setdefault(same_stem(word), set()).update(map(same_stem, others))
    return {word: frozenset(others - {word}) for word, others in found.items()}


def opposite(one: Token, other: Token) -> bool:
    """Whether two words mean the opposite, by the list or by a prefix: "legal" and "illegal"."""
    if other.stem in _opposites().get(one.stem, ()):
        return True
    return one.stem in _bare(other.lower) or other.stem in _bare(one.lower)


def has_opposite(stem: str) -> bool:
    """Whether the list has an opposite of the word with this stem."""
    return stem in _opposites()


@lru_cache(maxsize=20_000)
def _bare(word: str) -> frozenset[str]:
    """The stems of what is left of a word without a prefix that denies."""
    return frozenset(
        same_stem(word[len(prefix) :])
        for prefix in _PREFIXES
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST
    )


def antonym_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Words of the claim that the source has the opposite of, in the same place and not denied."""
    if not alignment.aligned or not alignment.english:
        return
    claim = alignment.claim
    for place, token in enumerate(claim.tokens):
        found = _in_its_place(alignment, place) if token.word else None
        if found is None:
            continue
        source, at = found
        if is_denied(claim, place) == is_denied(source, at):
            said, stated = token.text, source.tokens[at].text
            yield Clash(
                "antonym", said, stated, f"the source says “{stated}”; the sentence says “{said}”", True
            )


def _in_its_place(alignment: Alignment, place: int) -> tuple[Parsed, int] | None:
    """The opposite of a word, where the words around the two are more alike than around the word itself.

    Where the claim has the opposite too, elsewhere, the words around must be nearly the same.
    """
    claim = alignment.claim
    found = [
        (likeness(claim, Spot(place), source, Spot(at)), -rank, -at)
        for rank, source in enumerate(alignment.aligned)
        for at, other in enumerate(source.tokens)
        if other.word and opposite(claim.tokens[place], other)
    ]
    if not found:
        return None
    alike, rank, at = max(found)
    source = alignment.aligned[-rank]
    own = counterpart(claim, place, alignment.best_first)
    needed = _ALIKE if own is None and source.tokens[-at].stem not in claim.all_stems else TWIN
    return (source, -at) if alike >= needed and alike > (own[2] + BY_FAR if own else 0.0) else None

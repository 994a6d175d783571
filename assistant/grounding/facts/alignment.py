"""Which sentence of the source a claim repeats, and what stands there in the place of one of its facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Generic, TypeVar

from assistant.language.parsed import Parsed, english, foreign, sentences
from assistant.language.tokens import Located, Token

REACH = (1.0, 0.7, 0.5, 0.35)  # what the words beside a fact weigh, the next one first
FUNCTION_WEIGHT = 0.4
OTHER_SIDE = 0.5  # active and passive exchange the sides
BESIDE = 0.15  # sentences that cover this much less of the claim than the best one may still be meant
ALIKE = 0.35  # likeness from which on two facts stand in the same place
CLEARLY = 0.1  # a rival must be this much more alike than the fact itself in another sentence
BY_FAR = 0.3
TWIN = 0.75  # likeness of places that are the same word for word
ONLY = 0.15  # enough for the only other fact of the kind
NEARLY = 0.8
ASIDE = 0.5  # what is left of likeness between a fact in brackets and one outside
APART = 0.6  # ... where none of the words right beside the two is the same
_MOST_ALIGNED, _MOST_OTHERS = 5, 10  # sentences compared word by word
_FAR = 40  # tokens to look for words beside a fact
COVERED = 0.7  # coverage from which on the only other fact of the kind stands in the same place


Fact = TypeVar("Fact", bound=Located)


@dataclass(frozen=True)
class Alignment:
    """A claim beside the sentences of its quotes."""

    claim: Parsed
    quotes: tuple[Parsed, ...]
    context: Parsed

    @cached_property
    def coverages(self) -> tuple[float, ...]:
        """For each quote sentence the share of the claim's words that it has."""
        total = len(self.claim.stems) or 1
        return tuple(len(self.claim.stems & one.stems) / total for one in self.quotes)

    @cached_property
    def best(self) -> float:
        """The highest coverage."""
        return max(self.coverages, default=0.0)

    @cached_property
    def aligned(self) -> tuple[Parsed, ...]:
        """The sentences that the claim repeats most of, the best first."""
        ranked = sorted(
            zip(self.coverages, range(len(self.quotes)), strict=True), key=lambda one: (-one[0], one[1])
        )
        near = [self.quotes[place] for share, place in ranked if share > 0 and share >= self.best - BESIDE]
        return tuple(near[:_MOST_ALIGNED])

    @cached_property
    def english(self) -> bool:
        """Whether claim and source are both English, as far as a few words tell."""
        both = (*self.claim.tokens, *(token for one in self.aligned[:1] for token in one.tokens))
        return english(both) and not foreign(self.claim.tokens)

    def rival(self, fact: Fact, kind: "Kind[Fact]") -> tuple[Fact, float] | None:
        """What the source has in the place of `fact`, with their likeness.

        None where it states the fact itself there.

        A fact that the claim has too, elsewhere, is taken for the rival only where the words around the two
        are nearly the same.
        """
        stated, where = self.stated(fact, kind)
        others = kind.of(self.claim)
        rivals = [
            (one, likeness(self.claim, fact, sentence, one), any(kind.same(mine, one) for mine in others))
            for sentence in self.aligned
            for one in kind.of(sentence)
            if kind.differs(fact, one)
        ]
        free = [(one, alike) for one, alike, shared in rivals if not shared]
        if free and where != self.aligned[0]:
            one, alike = max(free, key=lambda entry: entry[1])
            enough = ONLY if len(free) == 1 and self.best >= COVERED else ALIKE
            if alike >= enough and alike > stated + CLEARLY:
                return one, alike
        twin, alike, _ = max(rivals, key=lambda entry: entry[1], default=(fact, 0.0, True))
        return (twin, alike) if alike >= TWIN and alike > stated + BY_FAR else None

    def stated(self, fact: Fact, kind: "Kind[Fact]") -> tuple[float, Parsed | None]:
        """How like the claim's are the words around the same fact in the quotes, and in which sentence.

        -1 and None where it is not in them.
        """
        found = [
            (likeness(self.claim, fact, sentence, one), -place)
            for place, sentence in enumerate(self.best_first)
            for one in kind.of(sentence)
            if kind.same(fact, one)
        ]
        alike, place = max(found, default=(-1.0, 0))
        return alike, self.best_first[-place] if found else None

    @cached_property
    def nearly_same(self) -> bool:
        """Whether the claim and its best sentence have nearly the same words."""
        if not self.aligned or not self.claim.stems:
            return False
        source = self.aligned[0].stems
        return len(self.claim.stems & source) >= NEARLY * max(len(source), len(self.claim.stems))

    @cached_property
    def best_first(self) -> tuple[Parsed, ...]:
        """All sentences of the quotes, the best first."""
        others = (one for one in self.quotes if one not in self.aligned)
        return (*self.aligned, *islice(others, _MOST_OTHERS))


@dataclass(frozen=True)  # slots and Generic do not go together
class Kind(Generic[Fact]):
    """How facts of a kind are found in a text and compared."""

    of: Callable[[Parsed], Sequence[Fact]]
    same: Callable[[Fact, Fact], bool]  # claim's, source's
    differs: Callable[[Fact, Fact], bool]  # cannot both be meant in one place


def align(claim: Parsed, quotes: Sequence[str], context: Parsed) -> Alignment:
    """The claim beside every sentence of the quotes."""
    return Alignment(claim, tuple(one for quote in quotes for one in sentences(quote)), context)


def likeness(one: Parsed, fact: Located, other: Parsed, rival: Located) -> float:
    """How much the words around two facts agree, 0 to 1; what stands in brackets is passed over."""
    left, right = _around(one.tokens, fact)
    left_words, right_words = ({token.stem for token in side} for side in _around(other.tokens, rival))
    got = total = 0.0
    for side, same_side, other_side in ((left, left_words, right_words), (right, right_words, left_words)):
        for token, reach in zip(side, REACH, strict=False):
            weight = reach * (1.0 if token.content else FUNCTION_WEIGHT)
            total += weight
            got += weight * (
                1.0 if token.stem in same_side else OTHER_SIDE if token.stem in other_side else 0.0
            )
    same_level = one.tokens[fact.first].aside == other.tokens[rival.first].aside
    touching = any(
        side and side[0].stem in {token.stem for token in theirs[:2]}
        for side in (left, right)
        for theirs in _around(other.tokens, rival)
    )
    return (got / total if total else 0.0) * (1.0 if same_level else ASIDE) * (1.0 if touching else APART)


def _around(tokens: Sequence[Token], fact: Located) -> tuple[list[Token], list[Token]]:
    """The words before a fact, the nearest first, and those behind it."""
    aside = tokens[fact.first].aside
    before = reversed(tokens[max(0, fact.first - _FAR) : fact.first])
    behind = tokens[fact.last : fact.last + _FAR]
    left, right = (
        list(islice((token for token in side if token.word and (token.aside == aside)), len(REACH)))
        for side in (before, behind)
    )
    return left, right


@dataclass(frozen=True, slots=True)
class Spot:
    """A single token as a fact."""

    first: int

    @property
    def last(self) -> int:
        """The token behind it."""
        return self.first + 1


def counterpart(parsed: Parsed, at: int, others: Sequence[Parsed]) -> tuple[Parsed, int, float] | None:
    """Where the other texts have the word at `at`, in the words most alike, and how alike these are."""
    word = parsed.tokens[at]
    places = [
        (likeness(parsed, Spot(at), other, Spot(place)), -rank, -place)
        for rank, other in enumerate(others)
        for place, token in enumerate(other.tokens)
        if token.stem == word.stem
    ]
    if not places:
        return None
    alike, rank, place = max(places)
    return others[-rank], -place, alike

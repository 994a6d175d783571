"""Which sentence of the source a claim repeats, and what stands there in the place of one of its facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Generic, Literal, Self, TypeVar

from assistant.language.parsed import Parsed, english, foreign, sentences
from assistant.language.tokens import Located, Token
from index.models.gloss import GLOSSES, language_of

_REACH = (1.0, 0.7, 0.5, 0.35)  # what the words beside a fact weigh, the next one first
_FUNCTION_WEIGHT = 0.4
_OTHER_SIDE = 0.5  # active and passive exchange the sides
_BESIDE = 0.15  # sentences that cover this much less of the claim than the best one may still be meant
_ALIKE = 0.35  # likeness from which on two facts stand in the same place
_CLEARLY = 0.1  # a rival must be this much more alike than the fact itself in another sentence
BY_FAR = 0.3
TWIN = 0.75  # likeness of places that are the same word for word
_ONLY = 0.15  # enough for the only other fact of its type ...
_COVERED = 0.7  # ... from this coverage on
_NEARLY = 0.8
_ASIDE = 0.5  # what is left of likeness between a fact in brackets and one outside
_APART = 0.6  # ... where none of the words right beside the two is the same
_MOST_ALIGNED, _MOST_OTHERS = 5, 10  # sentences compared word by word
_FAR = 40  # tokens to look for words beside a fact

ClashKind = Literal[
    "number", "date", "unit", "name", "negation", "antonym", "quantity", "comparison", "superlative", "role"
]
Fact = TypeVar("Fact", bound=Located)


@dataclass(frozen=True, slots=True)
class Clash:
    """A fact of a claim or question that its quotes do not state, or state otherwise.

    `veto`: sure enough to call the claim not found, however much else agrees.
    """

    kind: ClashKind
    said: str
    stated: str | None  # what the source says in its place; None: nothing
    reason: str  # in plain words
    veto: bool
    nowhere: bool = False  # no document has it, as far as that was looked for

    @classmethod
    def differing(
        cls, kind: ClashKind, said: str, stated: str, *, veto: bool = True, quoted: bool = False
    ) -> Self:
        """Claim and source have two facts in one place; `quoted`: the reason gives them as words.

        >>> Clash.differing("number", "12", "15").reason
        'the source says 15; the sentence says 12'
        """
        theirs, mine = (f"“{text}”" if quoted else text for text in (stated, said))
        return cls(kind, said, stated, f"the source says {theirs}; the sentence says {mine}", veto)


@dataclass(frozen=True)  # slots and Generic do not go together
class FactType(Generic[Fact]):
    """How facts of a type are found in a text and compared."""

    of: Callable[[Parsed], Sequence[Fact]]
    same: Callable[[Fact, Fact], bool]  # claim's, source's
    differs: Callable[[Fact, Fact], bool] = lambda fact, other: False  # cannot both be meant in one place

    def has(self, facts: Sequence[Fact], fact: Fact) -> bool:
        """Whether a fact of the claim is among others."""
        return any(self.same(fact, other) for other in facts)


@dataclass(frozen=True)
class Alignment:
    """A claim beside the sentences of its quotes."""

    claim: Parsed
    quotes: tuple[Parsed, ...]
    context: Parsed

    @cached_property
    def everywhere(self) -> tuple[Parsed, ...]:
        """The sentences of the quotes, and what stands around them."""
        return (*self.quotes, self.context)

    @cached_property
    def coverages(self) -> tuple[float, ...]:
        """For each quote sentence the share of the claim's words that it has."""
        total = len(self.claim.stems) or 1
        return tuple(len(self.claim.stems & quote.stems) / total for quote in self.quotes)

    @cached_property
    def best(self) -> float:
        """The highest coverage."""
        return max(self.coverages, default=0.0)

    @cached_property
    def aligned(self) -> tuple[Parsed, ...]:
        """The sentences that the claim repeats most of, the best first."""
        ranked = sorted(zip(self.coverages, self.quotes, strict=True), key=lambda pair: -pair[0])
        near = [quote for share, quote in ranked if share > 0 and share >= self.best - _BESIDE]
        return tuple(near[:_MOST_ALIGNED])

    @cached_property
    def best_first(self) -> tuple[Parsed, ...]:
        """All sentences of the quotes, the best first."""
        others = (quote for quote in self.quotes if quote not in self.aligned)
        return (*self.aligned, *islice(others, _MOST_OTHERS))

    @cached_property
    def english(self) -> bool:
        """Whether claim and source are both English, as far as a few words tell."""
        if is_foreign(self.claim):
            return False
        return english(
            (*self.claim.tokens, *(token for source in self.aligned[:1] for token in source.tokens))
        )

    @cached_property
    def nearly_same(self) -> bool:
        """Whether the claim and its best sentence, which there must be, have nearly the same words."""
        source = self.aligned[0].stems
        return len(self.claim.stems & source) >= _NEARLY * max(len(source), len(self.claim.stems))

    def rival(self, fact: Fact, facts: FactType[Fact]) -> tuple[Fact, float] | None:
        """What the source has in the place of `fact`, with their likeness.

        None where it states the fact itself there.

        A fact that the claim has too, elsewhere, is taken for the rival only where the words around the two
        are nearly the same.
        """
        stated, where = self._stated(fact, facts)
        rivals = [
            (other, likeness(self.claim, fact, source, other), self._has(other, facts))
            for source in self.aligned
            for other in facts.of(source)
            if facts.differs(fact, other)
        ]
        unshared = [(other, alike) for other, alike, shared in rivals if not shared]
        if unshared and where != self.aligned[0]:
            other, alike = max(unshared, key=lambda rival: rival[1])
            enough = _ONLY if len(unshared) == 1 and self.best >= _COVERED else _ALIKE
            if alike >= enough and alike > stated + _CLEARLY:
                return other, alike
        twin, alike, _ = max(rivals, key=lambda rival: rival[1], default=(fact, 0.0, True))
        return (twin, alike) if alike >= TWIN and alike > stated + BY_FAR else None

    def _has(self, other: Fact, facts: FactType[Fact]) -> bool:
        """Whether the claim has a fact of its source, too; found once, though each fact of the claim asks."""
        key = facts, other
        if key not in self._shared:
            self._shared[key] = any(facts.same(mine, other) for mine in facts.of(self.claim))
        return self._shared[key]

    @cached_property
    def _shared(self) -> dict[tuple[object, Located], bool]:
        return {}

    def _stated(self, fact: Fact, facts: FactType[Fact]) -> tuple[float, Parsed | None]:
        """How like the claim's are the words around the same fact in the quotes, and in which sentence.

        -1 and None where it is not in them.
        """
        places = [
            (likeness(self.claim, fact, source, other), -rank)
            for rank, source in enumerate(self.best_first)
            for other in facts.of(source)
            if facts.same(fact, other)
        ]
        alike, rank = max(places, default=(-1.0, 0))
        return alike, self.best_first[-rank] if places else None


def is_foreign(parsed: Parsed) -> bool:
    """Whether a text is of another language than English, by its words or by its small words alone."""
    return language_of(parsed.text) in GLOSSES or foreign(parsed.tokens)


def align(claim: Parsed, quotes: Sequence[str], context: Parsed) -> Alignment:
    """The claim beside every sentence of the quotes."""
    return Alignment(claim, tuple(part for quote in quotes for part in sentences(quote)), context)


def likeness(text: Parsed, fact: Located, other: Parsed, rival: Located) -> float:
    """How much the words around two facts agree, 0 to 1; what stands in brackets is passed over."""
    left, right = _around(text.tokens, fact)
    theirs = _around(other.tokens, rival)
    left_words, right_words = ({token.stem for token in side} for side in theirs)
    shared = total = 0.0
    for side, same_side, other_side in ((left, left_words, right_words), (right, right_words, left_words)):
        for token, reach in zip(side, _REACH, strict=False):
            weight = reach * (1.0 if token.content else _FUNCTION_WEIGHT)
            total += weight
            shared += weight * (
                1.0 if token.stem in same_side else _OTHER_SIDE if token.stem in other_side else 0.0
            )
    same_level = text.tokens[fact.first].aside == other.tokens[rival.first].aside
    touching = any(
        side and side[0].stem in {token.stem for token in near[:2]}
        for side in (left, right)
        for near in theirs
    )
    return (
        (shared / total if total else 0.0) * (1.0 if same_level else _ASIDE) * (1.0 if touching else _APART)
    )


def _around(tokens: Sequence[Token], fact: Located) -> tuple[list[Token], list[Token]]:
    """The words before a fact, the nearest first, and those behind it."""
    aside = tokens[fact.first].aside
    before = reversed(tokens[max(0, fact.first - _FAR) : fact.first])
    behind = tokens[fact.last : fact.last + _FAR]
    left, right = (
        list(islice((token for token in side if token.word and (token.aside == aside)), len(_REACH)))
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

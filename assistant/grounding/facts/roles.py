"""Two things in each other's place: who did what to whom, or born in 1951 and died in 1880."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from assistant.grounding.facts.alignment import Alignment, Clash, ClashKind, likeness
from assistant.language.dates import Date, agrees
from assistant.language.names import same_name_word
from assistant.language.numbers import Number, same_value
from assistant.language.parsed import Parsed
from assistant.language.tokens import IRREGULAR, Located, Token

_REACH = 7  # tokens from a verb to its subject or object
_BREAKS = frozenset(", . ; : ( ) — – and or but which who that while when".split())
_BE = frozenset("is are was were be been being".split())
_MODALS = frozenset("must may can could will would shall should to".split())
_BEFORE_NOUNS = frozenset(
    "the a an for of in on with from by these those his her its their our my your".split()
)
_SKIPPED = frozenset("later then also once soon early finally first again often never".split())
_MOST = 6  # dates or numbers in a sentence; more are a list or a table
_CROSSWISE = 0.5  # how much more alike the places of two facts must be crosswise, both together

Fact = TypeVar("Fact", Date, Number)


def role_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Verbs whose subject and object the source has the other way round; the first of them."""
    claim = alignment.claim
    for place, verb in enumerate(claim.tokens):
        mine = _actors(claim, place) if _is_verb(claim, place) else None
        for source in alignment.aligned if mine else ():
            for at, other in enumerate(source.tokens):
                theirs = _actors(source, at) if other.stem == verb.stem and _is_verb(source, at) else None
                if mine and theirs and _same(mine, theirs[::-1]) and not _states(source, mine, verb):
                    yield _clash(mine, theirs, verb)
                    return


def _is_verb(parsed: Parsed, place: int) -> bool:
    """Whether a word looks like a verb, or stands behind "must" and the like: "for repairs" is none."""
    token = parsed.tokens[place]
    before = parsed.tokens[place - 1].lower if place else ""
    if not token.content or before in _MODALS:
        return token.content
    if token.capital or before in _BEFORE_NOUNS:
        return False
    return token.lower in IRREGULAR or (len(token.lower) > 3 and token.lower.endswith(("ed", "es", "s")))


def _actors(parsed: Parsed, place: int) -> tuple[Token, Token] | None:
    """Who does it and whom it is done to, by the places around the verb; None where one is missing."""
    following = range(place + 1, min(len(parsed.tokens), place + 1 + _REACH))
    passive = any(token.lower in _BE for token in parsed.tokens[max(0, place - 3) : place])
    if passive:  # only a "by" tells who did it
        by = [at for at in following if parsed.tokens[at].lower == "by"][:1]
        following = range(by[0] + 1, following.stop) if by else range(0)
    before = _nearest(parsed, range(place - 1, max(-1, place - 1 - _REACH), -1))
    behind = _nearest(parsed, following)
    if before is None or behind is None or before.stem == behind.stem:
        return None
    return (behind, before) if passive else (before, behind)


def _nearest(parsed: Parsed, places: range) -> Token | None:
    """The next word that can name someone; a name counts by its last word."""
    for place in places:
        token = parsed.tokens[place]
        if token.lower in _BREAKS or token.text[0].isdigit():
            return None
        if token.content and not token.lower.endswith("ly") and token.lower not in _SKIPPED:
            return parsed.last_of_name(place) if token.capital else token
    return None


def _same(actors: tuple[Token, Token], others: tuple[Token, ...]) -> bool:
    return all(
        mine.stem == theirs.stem
        or (mine.capital and theirs.capital and same_name_word(mine.lower, theirs.lower))
        for mine, theirs in zip(actors, others, strict=True)
    )


def _states(source: Parsed, actors: tuple[Token, Token], verb: Token) -> bool:
    """Whether the source has it the claim's way too."""
    return any(
        (others := _actors(source, at)) is not None and _same(actors, others)
        for at, token in enumerate(source.tokens)
        if token.stem == verb.stem
    )


def _clash(mine: tuple[Token, Token], theirs: tuple[Token, Token], verb: Token) -> Clash:
    claimed, stated = (f"{actor.text} … {verb.text} … {object.text}" for actor, object in (mine, theirs))
    return Clash("role", claimed, stated, f"the source has it the other way round: {stated}", True)


def exchanged_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Dates and numbers that the best sentence of the source has the other way round."""
    if not alignment.aligned:
        return
    claim, source = alignment.claim, alignment.aligned[0]
    yield from _exchanged(claim, source, "date", claim.dates, source.dates, _same_date)
    yield from _exchanged(claim, source, "number", claim.numbers, source.numbers, same_value)


def _same_date(date: Date, other: Date) -> bool:
    return agrees(date, other) == "same"


def _exchanged(
    claim: Parsed,
    source: Parsed,
    kind: ClashKind,
    mine: Sequence[Fact],
    theirs: Sequence[Fact],
    same: Callable[[Fact, Fact], bool],
) -> Iterator[Clash]:
    if max(len(mine), len(theirs)) > _MOST:
        return
    for first, second in combinations(mine, 2):
        if same(first, second):
            continue
        pairs = [(a, b) for a in theirs for b in theirs if same(first, a) and same(second, b)]
        # A value that the source has twice may stand in its right place once.
        if pairs and all(_crosswise(claim, (first, second), source, pair) for pair in pairs):
            reason = f"the source has {first.text} and {second.text} the other way round"
            yield Clash(kind, first.text, pairs[0][0].text, reason, True)
            return


def _crosswise(
    claim: Parsed, facts: tuple[Located, Located], source: Parsed, others: tuple[Located, Located]
) -> bool:
    """Whether each fact stands where the source has the other."""
    straight = [likeness(claim, fact, source, other) for fact, other in zip(facts, others, strict=True)]
    across = [likeness(claim, fact, source, other) for fact, other in zip(facts, others[::-1], strict=True)]
    return sum(across) > sum(straight) + _CROSSWISE and across[0] > straight[0] and across[1] > straight[1]

"""Who did what to whom: subject and object exchanged around the same verb."""

from collections.abc import Iterator

from assistant.grounding.facts.alignment import Alignment
from assistant.grounding.facts.clash import Clash
from assistant.language.names import same_part
from assistant.language.parsed import Parsed
from assistant.language.tokens import IRREGULAR, Token

_REACH = 7  # tokens from a verb to its subject or object
_BREAKS = frozenset(", . ; : ( ) — – and or but which who that while when".split())
_BE = frozenset("is are was were be been being".split())
_MODALS = frozenset("must may can could will would shall should to".split())
_BEFORE_NOUNS = frozenset(
    "the a an for of in on with from by these those his her its their our my your".split()
)
_SKIPPED = frozenset("later then also once soon early finally first again often never".split())


def role_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Verbs whose subject and object the source has the other way round."""
    for place, token in enumerate(alignment.claim.tokens):
        if not (_verb(alignment.claim, place) or _is_base(alignment.claim, place)):
            continue
        said = _actors(alignment.claim, place)
        for source in alignment.aligned if said else ():
            for at, other in enumerate(source.tokens):
                stated = (
                    _actors(source, at)
                    if other.stem == token.stem and (_verb(source, at) or _is_base(source, at))
                    else None
                )
                if said and stated and _exchanged(said, stated) and not _either_way(said, source, token):
                    yield _clash(said, stated, token)
                    return


def _verb(parsed: Parsed, place: int) -> bool:
    """Whether a word looks like a verb in the past or the present: "for repairs" is none."""
    token = parsed.tokens[place]
    if not token.content or token.capital or (place and parsed.tokens[place - 1].lower in _BEFORE_NOUNS):
        return False
    return token.lower in IRREGULAR or (len(token.lower) > 3 and token.lower.endswith(("ed", "es", "s")))


def _is_base(parsed: Parsed, place: int) -> bool:
    """Whether a verb in its base form stands here: "must notify"."""
    return place > 0 and parsed.tokens[place].content and parsed.tokens[place - 1].lower in _MODALS


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
    """The next word that can name someone; a name is told by its last word."""
    for place in places:
        token = parsed.tokens[place]
        if token.lower in _BREAKS or token.text[0].isdigit():
            return None
        if token.content and not token.lower.endswith("ly") and token.lower not in _SKIPPED:
            return _last_of_name(parsed, place) if token.capital else token
    return None


def _last_of_name(parsed: Parsed, place: int) -> Token:
    name = next((one for one in parsed.names if one.first <= place < one.last), None)
    return parsed.tokens[name.last - 1] if name is not None else parsed.tokens[place]


def _exchanged(said: tuple[Token, Token], stated: tuple[Token, Token]) -> bool:
    return _same(said[0], stated[1]) and _same(said[1], stated[0])


def _same(one: Token, other: Token) -> bool:
    return one.stem == other.stem or (one.capital and other.capital and same_part(one.lower, other.lower))


def _either_way(said: tuple[Token, Token], source: Parsed, verb: Token) -> bool:
    """Whether the source has it the claim's way too."""
    return any(
        (other := _actors(source, at)) is not None and _same(said[0], other[0]) and _same(said[1], other[1])
        for at, token in enumerate(source.tokens)
        if token.stem == verb.stem
    )


def _clash(said: tuple[Token, Token], stated: tuple[Token, Token], verb: Token) -> Clash:
    mine, theirs = (f"{one.text} … {verb.text} … {other.text}" for one, other in (said, stated))
    return Clash("role", mine, theirs, f"the source has it the other way round: {theirs}", True)

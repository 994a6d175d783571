"""How much a claim says: all, most, some, none; at least, at most; the largest, the second largest."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.grounding.claims import split_claims
from assistant.grounding.facts.alignment import Alignment, Clash, FactType, Spot, counterpart
from assistant.language.denials import denies
from assistant.language.number_words import ORDINALS
from assistant.language.numbers import Number, same_digits
from assistant.language.parsed import Parsed, parse
from assistant.language.tokens import Token

_WORDS = {
    "all": "all every each entire whole entirely wholly always everyone everybody everything",
    "most": "most mostly majority predominantly largely usually generally",
    "some": "some several certain partly partially sometimes occasionally someone",
    "few": "few hardly rarely seldom barely",
    "none": "none no never neither nobody nothing",
}
_CLASS = {word: name for name, words in _WORDS.items() for word in words.split()}
# What the claim says and the source must not say: more than it does, or less than nothing.
_STRONGER = {
    "all": {"most", "some", "few", "none"},
    "most": {"some", "few", "none"},
    "some": {"none"},
    "few": {"all", "most", "none"},
    "none": {"all", "most", "some", "few"},
}
# "The most famous" is a superlative, "no more than" a limit, "at all" no quantity.
_NO_QUANTITY_AFTER = {
    "most": frozenset("the its at their his her a".split()),
    "all": frozenset("at of above after in".split()),
}
_NO_QUANTITY_BEFORE = {"no": frozenset("more less longer later doubt".split())}
_SURE = 0.6  # likeness of the words around two quantities
_ONLY = frozenset("only solely exclusively".split())
_MORE_THAN = ("more", "fewer", "less", "greater")
_OPEN = frozenset("+ more less fewer than over under up least most above below plus".split())
_LIMITS = {"over": "at least", "under": "at most"}
_NO_SUPERLATIVE = frozenset(
    "interest west east forest rest test request guest harvest honest protest priest contest invest suggest "
    "latest conquest quest arrest chest midwest southwest northwest northeast southeast modest manifest "
    "digest breast feast beast coast least almost most past first last".split()
)
_BESIDE = 4  # words before a superlative that may weaken it
_SAME_PLACE = 0.3  # likeness of the words around two superlatives


@dataclass(frozen=True, slots=True)
class Quantity(Spot):
    """A word for a quantity at its place."""

    word: str
    name: str


def _quantities(parsed: Parsed) -> list[Quantity]:
    return [
        Quantity(place, token.text, _CLASS[token.lower])
        for place, token in enumerate(parsed.tokens)
        if token.lower in _CLASS and _quantifies(parsed, place)
    ]


def _quantifies(parsed: Parsed, place: int) -> bool:
    before = parsed.tokens[place - 1].lower if place else ""
    after = parsed.tokens[place + 1].lower if place + 1 < len(parsed.tokens) else ""
    word = parsed.tokens[place].lower
    return before not in _NO_QUANTITY_AFTER.get(word, ()) and after not in _NO_QUANTITY_BEFORE.get(word, ())


_QUANTITIES = FactType[Quantity](
    of=_quantities,
    same=lambda quantity, other: quantity.name == other.name,
    differs=lambda quantity, other: other.name in _STRONGER[quantity.name],
)


def quantity_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Quantities of the claim that go beyond the source's."""
    if not alignment.aligned or not alignment.english:
        return
    for quantity in _quantities(alignment.claim):
        rival = alignment.rival(quantity, _QUANTITIES)
        if rival is not None:
            other, alike = rival
            yield Clash.differing("quantity", quantity.word, other.word, veto=alike >= _SURE, quoted=True)
    yield from _opposed_limits(alignment)
    yield from _beyond(alignment)
    only = sorted(_limiting(alignment.claim))
    if (
        only
        and not is_limited_alike(alignment)
        and not any(_ONLY & quote.words for quote in alignment.quotes)
    ):
        reason = f"the source does not say “{only[0]}”"
        yield Clash("quantity", only[0], None, reason, alignment.nearly_same)


def _limiting(claim: Parsed) -> set[str]:
    """The words that say that there is nothing else; "only three" says that three is little."""
    amounts = {number.first for number in claim.numbers} | {date.first for date in claim.dates}
    of_amounts = {
        place
        for first in amounts
        for place in (first - 1, first - 2)
        if place >= 0 and claim.tokens[place].lower in _ONLY
    }
    return {
        token.lower
        for place, token in enumerate(claim.tokens)
        if token.lower in _ONLY and place not in of_amounts
    }


def _opposed_limits(alignment: Alignment) -> Iterator[Clash]:
    """The same number as a limit from the other side: "at least 5" and "at most 5".

    Both may be meant where one is denied; that is not sure unless "only" says so.
    """
    if is_limited_alike(alignment):
        return
    for number, other in _opposed(alignment):
        mine, theirs = (f"{_LIMITS[limit.hedge]} {limit.text}" for limit in (number, other))
        yield Clash.differing("quantity", mine, theirs, veto=_deny_alike(alignment, number, other))


def is_beyond_limit(alignment: Alignment) -> bool:
    """Whether the claim is of what lies beyond a limit, and denies where the source does not, or the reverse.

    "Up to 12 need no leave" and "those of more than 12 need it" may both be meant.
    """
    return any(not _deny_alike(alignment, *pair) for pair in _opposed(alignment))


def is_limited_alike(alignment: Alignment) -> bool:
    """Whether the claim says with "only" what the source denies of the others: "only those of more than 12
    need leave" over "up to 12 need no leave".
    """
    pairs = list(_opposed(alignment))
    return bool(pairs) and all(
        not _deny_alike(alignment, number, other)
        and not _ONLY.isdisjoint(_part_of(alignment.claim, number).words)
        for number, other in pairs
    )


def _opposed(alignment: Alignment) -> Iterator[tuple[Number, Number]]:
    """Numbers of the claim and of its best sentence that are one limit from two sides.

    None that the source, or what stands around it, has from the claim's side as well.
    """
    limits = [number for number in alignment.claim.numbers if number.hedge in _LIMITS]
    for number in limits if alignment.aligned else ():
        stated = {other.hedge for source in alignment.everywhere for other in _same(number, source)}
        for other in _same(number, alignment.aligned[0]):
            if {number.hedge, other.hedge} == {"over", "under"} and number.hedge not in stated:
                yield number, other


def _same(number: Number, source: Parsed) -> list[Number]:
    """The numbers of a sentence with the same figure, both in digits or neither."""
    return [other for other in source.numbers if same_digits(number, other) and number.digits == other.digits]


def _deny_alike(alignment: Alignment, number: Number, other: Number) -> bool:
    """Whether the parts of the two sentences with these numbers both deny something, or neither does."""
    mine, theirs = _part_of(alignment.claim, number), _part_of(alignment.aligned[0], other)
    return denies(mine) == denies(theirs)


def _part_of(parsed: Parsed, number: Number) -> Parsed:
    """The part of a sentence that has a number."""
    at = parsed.tokens[number.first].start
    parts = (part.text for part in split_claims(parsed.text) if part.start <= at < part.end)
    return parse(next(parts, parsed.text))


def _beyond(alignment: Alignment) -> Iterator[Clash]:
    """More or fewer than a number that the source gives as it is."""
    for number in alignment.claim.numbers:
        limit = _limit(alignment.claim, number)
        same = [
            (source, other)
            for source in alignment.aligned
            for other in source.numbers
            if same_digits(number, other) and number.ordinal == other.ordinal
        ]
        if limit and same and not any(other.hedge or _is_open(source, other) for source, other in same):
            yield Clash.differing("quantity", f"{limit} {number.text}", same[0][1].text)


def _limit(parsed: Parsed, number: Number) -> str:
    """The words before a number that exclude it: "more than" and the like; "" for none."""
    before = [token.lower for token in parsed.tokens[max(0, number.first - 3) : number.first]]
    denied = len(before) == 3 and before[0] in ("no", "not")
    excludes = before[-1:] == ["than"] and before[-2:-1] and before[-2] in _MORE_THAN
    return " ".join(before[-2:]) if excludes and not denied else ""


def _is_open(parsed: Parsed, number: Number) -> bool:
    """Whether it is given as a limit: "240+", "240 or more"."""
    around = (
        *parsed.tokens[max(0, number.first - 4) : number.first],
        *parsed.tokens[number.last : number.last + 4],
    )
    return any(token.lower in _OPEN for token in around)


def comparison_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Comparisons of the claim that the source has the other way round; superlatives that it weakens, or has
    only as a plain word.
    """
    if not alignment.aligned or not alignment.english:
        return
    if (clash := _exchanged(alignment)) is not None:
        yield clash
    for place in superlatives(alignment.claim):
        clash = _weakened(alignment, place) or _without_superlative(alignment, place)
        if clash is not None:
            yield clash


def _exchanged(alignment: Alignment) -> Clash | None:
    """A comparison with the two that are compared in each other's place: "dearer than the train"."""
    mine = _compared(alignment.claim)
    for source in alignment.aligned if mine else ():
        theirs = _compared(source)
        if mine is None or theirs is None or mine[0].stem != theirs[0].stem:
            continue
        (_, first, second), (word, compared, than) = mine, theirs
        straight = first & compared or second & than
        if first & than and second & compared and not straight:
            text = f"{word.text} than {' '.join(sorted(than))}"
            reason = "the source compares the two the other way round"
            return Clash("comparison", mine[0].text, text, reason, True)
    return None


def _compared(parsed: Parsed) -> tuple[Token, frozenset[str], frozenset[str]] | None:
    """The word that compares, and the stems of what stands before it and behind "than"; None without one."""
    than = next((place for place, token in enumerate(parsed.tokens) if token.lower == "than"), 0)
    if not than:
        return None
    word = parsed.tokens[than - 1]
    more = than > 1 and parsed.tokens[than - 2].lower in ("more", "less")
    if not (word.lower.endswith("er") or more):
        return None
    at = than - 1 - more
    verb = at > 0 and parsed.tokens[at - 1].content  # "takes longer than"
    before, behind = (
        frozenset(token.stem for token in side if token.content)
        for side in (parsed.tokens[: at - verb], parsed.tokens[than + 1 :])
    )
    return word, before, behind


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
    match = counterpart(alignment.claim, place, alignment.aligned)
    if match is None or match[2] < _SAME_PLACE:
        return None
    source, at, _ = match
    word = alignment.claim.tokens[place].text
    mine, theirs = f"{_rank(alignment.claim, place)}{word}", f"{_rank(source, at)}{word}"
    return None if mine == theirs else Clash.differing("comparison", mine, theirs, quoted=True)


def _rank(parsed: Parsed, place: int) -> str:
    """What stands before a superlative: "one of the", "second"; "" for nothing."""
    before = [token.lower for token in parsed.tokens[max(0, place - _BESIDE) : place]]
    ranks = [word for word in before if word in ORDINALS and word != "first"]
    if ranks:
        return f"{ranks[-1]} "
    return "one of the " if ("of" in before and "one" in before) or "among" in before else ""


def _without_superlative(alignment: Alignment, place: int) -> Clash | None:
    """A superlative where the source says only "large" or "larger"."""
    word = alignment.claim.tokens[place].lower
    if any(word in quote.words for quote in alignment.quotes):
        return None
    root = word.removesuffix("est")
    forms = {root, root + "e", root + "er", root + "r", root[:-1] + "y" if root.endswith("i") else root}
    stated = next((form for form in sorted(forms) if form in alignment.aligned[0].words), None)
    return Clash.differing("comparison", word, stated, veto=False, quoted=True) if stated else None

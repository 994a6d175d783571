"""How much of something a claim speaks of: all, most, some, none; at least, at most."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.grounding.facts.alignment import Alignment, Kind
from assistant.grounding.facts.clash import Clash
from assistant.language.numbers import Number, same_digits
from assistant.language.parsed import Parsed

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
_ONLY = frozenset("only solely exclusively".split())
_LIMITS = (["more"], ["fewer"], ["less"], ["greater"])
_ENDLESS = frozenset("+ more less fewer than over under up least most above below plus".split())
_SURE = 0.6  # likeness of the words around the two


@dataclass(frozen=True, slots=True)
class Quantity:
    """A word for a quantity at its place."""

    word: str
    name: str
    first: int

    @property
    def last(self) -> int:
        """The token behind it."""
        return self.first + 1


def _quantities(parsed: Parsed) -> list[Quantity]:
    found = []
    for place, token in enumerate(parsed.tokens):
        if token.lower in _CLASS and not _compares(parsed, place):
            found.append(Quantity(token.text, _CLASS[token.lower], place))
    return found


def _compares(parsed: Parsed, place: int) -> bool:
    """Whether "most" makes a superlative ("the most famous"), or "no" a limit ("no more than")."""
    before = parsed.tokens[place - 1].lower if place else ""
    after = parsed.tokens[place + 1].lower if place + 1 < len(parsed.tokens) else ""
    word = parsed.tokens[place].lower
    return (word == "most" and before in ("the", "its", "at", "their", "his", "her", "a")) or (
        word == "no" and after in ("more", "less", "longer", "later", "doubt")
    ) or (word == "all" and before in ("at", "of", "above", "after", "in"))  # fmt: skip


_KIND = Kind[Quantity](
    of=_quantities,
    same=lambda one, other: one.name == other.name,
    differs=lambda one, other: other.name in _STRONGER[one.name],
)


def quantity_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Quantities of the claim that go beyond the source's."""
    if not alignment.aligned or not alignment.english:
        return
    for quantity in _quantities(alignment.claim):
        rival = alignment.rival(quantity, _KIND)
        if rival is not None:
            other, alike = rival
            reason = f"the source says “{other.word}”; the sentence says “{quantity.word}”"
            yield Clash("quantity", quantity.word, other.word, reason, alike >= _SURE)
    yield from _bounds(alignment)
    yield from _beyond(alignment)
    yield from _only(alignment)


def _bounds(alignment: Alignment) -> Iterator[Clash]:
    """The same number as a limit from the other side: "at least 5" and "at most 5"."""
    for number in alignment.claim.numbers:
        for other in alignment.aligned[0].numbers:
            opposed = {number.hedge, other.hedge} == {"over", "under"}
            if opposed and same_digits(number, other) and number.digits == other.digits:
                names = {"over": "at least", "under": "at most"}
                said, stated = f"{names[number.hedge]} {number.text}", f"{names[other.hedge]} {other.text}"
                yield Clash(
                    "quantity", said, stated, f"the source says {stated}; the sentence says {said}", True
                )


def _beyond(alignment: Alignment) -> Iterator[Clash]:
    """More or fewer than a number that the source gives as it is."""
    for number in alignment.claim.numbers:
        limit = _strict(alignment.claim, number)
        same = [
            (one, other)
            for one in alignment.aligned
            for other in one.numbers
            if same_digits(number, other) and number.ordinal == other.ordinal
        ]
        if limit and same and all(not other.hedge and not _open(one, other) for one, other in same):
            said, stated = f"{limit} {number.text}", same[0][1].text
            reason = f"the source says {stated}; the sentence says {said}"
            yield Clash("quantity", said, stated, reason, True)


def _strict(parsed: Parsed, number: Number) -> str:
    """The words before a number that exclude it: "more than" and the like; "" for none."""
    before = [token.lower for token in parsed.tokens[max(0, number.first - 3) : number.first]]
    denied = len(before) == 3 and before[0] in ("no", "not")
    return (
        " ".join(before[-2:]) if before[-1:] == ["than"] and before[-2:-1] in _LIMITS and not denied else ""
    )


def _open(parsed: Parsed, number: Number) -> bool:
    """Whether it is given as a limit: "240+", "240 or more"."""
    behind = parsed.tokens[number.last : number.last + 4]
    before = [token.lower for token in parsed.tokens[max(0, number.first - 4) : number.first]]
    return any(token.lower in _ENDLESS for token in behind) or bool(_ENDLESS & set(before))


def _only(alignment: Alignment) -> Iterator[Clash]:
    said = sorted(_ONLY & alignment.claim.words)
    if said and not any(_ONLY & one.words for one in alignment.quotes):
        yield Clash("quantity", said[0], None, f"the source does not say “{said[0]}”", alignment.nearly_same)

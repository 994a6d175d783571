"""Names of a claim that its source does not have, or has another for."""

from collections.abc import Iterator, Sequence

from assistant.grounding.facts.alignment import Alignment, Kind
from assistant.grounding.facts.clash import Clash, ClashKind
from assistant.language.names import Name, common, same_part
from assistant.language.parsed import Parsed
from assistant.language.tokens import between

_INNER = 0.5  # likeness of the words around the part of a name


def name_clashes(alignment: Alignment) -> Iterator[Clash]:
    """The names of the claim that are not in the quotes or what stands around them."""
    if _titled(alignment.claim):
        return
    for name in alignment.claim.names:
        clash = _clash(alignment, name)
        if clash is not None:
            yield clash


def _titled(claim: Parsed) -> bool:
    """Whether most words are capitalised, so that capitals tell nothing."""
    content = [token for token in claim.tokens if token.content]
    return len(content) > 3 and sum(token.capital for token in content) > 0.9 * len(content)


def _same(one: Name, other: Name) -> bool:
    return any(same_part(mine, theirs) for mine in one.parts for theirs in other.parts)


_NAMES = Kind[Name](
    of=lambda parsed: parsed.names,
    same=_same,
    differs=lambda one, other: not _same(one, other) and not common(other) and not _short_for(one, other),
)


def _short_for(one: Name, other: Name) -> bool:
    """Whether one of the names is the initials of the other."""
    short, long = sorted((one, other), key=lambda name: len(name.parts))
    letters = "".join(word[0] for word in long.text.split() if word[0].isupper()).lower()
    return len(letters) > 1 and short.parts[0] == letters


def _clash(alignment: Alignment, name: Name) -> Clash | None:
    rival = alignment.rival(name, _NAMES)
    if rival is None or _short(name, alignment.quotes):
        rival = _inner_rival(alignment, name)
    if rival is not None:
        reason = f"the source says {rival[0].text}; the sentence says {name.text}"
        exchanged = any(_same(rival[0], one) for one in alignment.claim.names if one is not name)
        kind: ClashKind = "role" if exchanged and _stated_beside(alignment, name) else "name"
        return Clash(kind, name.text, rival[0].text, reason, alignment.english and not common(name))
    missing = _lacking(name, (*alignment.quotes, alignment.context))
    if not missing or common(name):
        return None
    reason = f"the source does not have the name {name.text}"
    sure = len(missing) == len(name.parts) and name.sure and alignment.english
    return Clash("name", name.text, None, reason, sure)


def _stated_beside(alignment: Alignment, name: Name) -> bool:
    """Whether the sentence that has the rival has the name too, in another place."""
    return not _lacking(name, alignment.aligned[:1])


def _short(name: Name, sentences: Sequence[Parsed]) -> bool:
    return any(_spelled_short(name, one) or _spelled_long(name, one) for one in sentences)


def _inner_rival(alignment: Alignment, name: Name) -> tuple[Name, float] | None:
    """The part of a name that the source has another for: "Henry Kissinger" and "Henry Fonda"."""
    if len(name.parts) < 2 or not alignment.aligned or _short(name, alignment.quotes):
        return None
    source = alignment.aligned[0]
    mine = [one for one in _unshared(alignment.claim, source) if name.first <= one.first < name.last]
    kind = Kind[Name](
        of=lambda parsed: _unshared(parsed, alignment.claim) if parsed is not alignment.claim else mine,
        same=_same,
        differs=lambda one, other: not _same(one, other),
    )
    for one in mine:
        rival = alignment.rival(one, kind)
        if rival is not None and rival[1] >= _INNER:
            return rival
    return None


def _unshared(parsed: Parsed, other: Parsed) -> list[Name]:
    """The runs of words in names that the other text does not have."""
    found: list[Name] = []
    for name in parsed.names:
        run: list[int] = []
        for place in (*range(name.first, name.last), -1):
            token = parsed.tokens[place] if place >= 0 else None
            if (
                token is not None
                and token.capital
                and not any(same_part(token.lower, word) for word in other.words)
            ):
                run.append(place)
            elif run:
                words = tuple(parsed.tokens[at].lower for at in run)
                text = between(parsed.tokens, parsed.read, run[0], run[-1] + 1)
                found.append(Name(text, words, run[0], run[-1] + 1, True))
                run = []
    return found


def _lacking(name: Name, sentences: Sequence[Parsed]) -> list[str]:
    """The words of the name that these sentences have in no form."""
    if _short(name, sentences):
        return []
    return [
        part
        for part in name.parts
        if not any(same_part(part, word) for one in sentences for word in one.words)
    ]


def _spelled_short(name: Name, parsed: Parsed) -> bool:
    """Whether the source has the initials of the name: "WHO"."""
    capitals = [word[0] for word in name.text.split() if word[0].isupper()]
    return len(capitals) > 1 and any(
        "".join(capitals).lower() in (word, word.rstrip("s")) for word in parsed.words
    )


def _spelled_long(name: Name, parsed: Parsed) -> bool:
    """Whether the source has the name that these initials stand for."""
    return (
        len(name.parts) == 1
        and len(name.text) < 8
        and name.text.isupper()
        and name.parts[0] in parsed.initials
    )

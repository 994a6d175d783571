"""Names of a claim that its source does not have, or has another for."""

from collections.abc import Iterator, Sequence

from assistant.grounding.facts.alignment import Alignment, Clash, ClashKind, FactType
from assistant.language.names import Name, is_common, same_name_word
from assistant.language.parsed import Parsed
from assistant.language.tokens import between

_INNER = 0.5  # likeness of the words around the part of a name
_LONGEST_INITIALS = 7  # letters


def name_clashes(alignment: Alignment) -> Iterator[Clash]:
    """The names of the claim that are not in the quotes or what stands around them."""
    if _is_headline(alignment.claim):
        return
    for name in alignment.claim.names:
        clash = _clash(alignment, name)
        if clash is not None:
            yield clash


def _is_headline(claim: Parsed) -> bool:
    """Whether most words are capitalised, so that capitals tell nothing."""
    content = [token for token in claim.tokens if token.content]
    return len(content) > 3 and sum(token.capital for token in content) > 0.9 * len(content)


def _same(name: Name, other: Name) -> bool:
    return any(same_name_word(mine, theirs) for mine in name.parts for theirs in other.parts)


NAMES = FactType[Name](
    of=lambda parsed: parsed.names,
    same=_same,
    differs=lambda name, other: (
        not _same(name, other) and not is_common(other) and not _abbreviates(name, other)
    ),
)


def _abbreviates(name: Name, other: Name) -> bool:
    """Whether one of the names is the initials of the other."""
    short, long = sorted((name, other), key=lambda either: len(either.parts))
    letters = _initials(long)
    return len(letters) > 1 and short.parts[0] == letters


def _initials(name: Name) -> str:
    return "".join(word[0] for word in name.text.split() if word[0].isupper()).lower()


def _clash(alignment: Alignment, name: Name) -> Clash | None:
    rival = alignment.rival(name, NAMES)
    if rival is None or _is_abbreviated(name, alignment.quotes):
        rival = _inner_rival(alignment, name)
    if rival is not None:
        exchanged = any(_same(rival[0], other) for other in alignment.claim.names if other is not name)
        # The sentence that has the rival may have the name too, in another place.
        kind: ClashKind = "role" if exchanged and not _missing(name, alignment.aligned[:1]) else "name"
        sure = alignment.english and not is_common(name)
        return Clash.differing(kind, name.text, rival[0].text, veto=sure)
    missing = _missing(name, alignment.everywhere)
    if not missing or is_common(name):
        return None
    reason = f"the source does not have the name {name.text}"
    sure = len(missing) == len(name.parts) and name.sure and alignment.english
    return Clash("name", name.text, None, reason, sure)


def _inner_rival(alignment: Alignment, name: Name) -> tuple[Name, float] | None:
    """The part of a name that the source has another for: "Henry Kissinger" and "Henry Fonda"."""
    if len(name.parts) < 2 or not alignment.aligned or _is_abbreviated(name, alignment.quotes):
        return None
    unshared = _unshared(alignment.claim, alignment.aligned[0])
    own = [part for part in unshared if name.first <= part.first < name.last]
    parts = FactType[Name](
        of=lambda parsed: _unshared(parsed, alignment.claim) if parsed is not alignment.claim else own,
        same=_same,
        differs=lambda part, other: not _same(part, other),
    )
    rivals = (alignment.rival(part, parts) for part in own)
    return next((rival for rival in rivals if rival is not None and rival[1] >= _INNER), None)


def _unshared(parsed: Parsed, other: Parsed) -> list[Name]:
    """The runs of capitalised words in names that the other text does not have."""
    parts: list[Name] = []
    for name in parsed.names:
        run: list[int] = []
        for place in (*range(name.first, name.last), -1):
            token = parsed.tokens[place] if place >= 0 else None
            if token is not None and token.capital and not _has(other, token.lower):
                run.append(place)
            elif run:
                words = tuple(parsed.tokens[at].lower for at in run)
                text = between(parsed.tokens, parsed.read, run[0], run[-1] + 1)
                parts.append(Name(text, words, run[0], run[-1] + 1, True))
                run = []
    return parts


def _has(parsed: Parsed, part: str) -> bool:
    """Whether the text has the word of a name in any form."""
    return any(same_name_word(part, word) for word in parsed.words)


def _missing(name: Name, sentences: Sequence[Parsed]) -> list[str]:
    """The words of the name that these sentences have in no form."""
    if _is_abbreviated(name, sentences):
        return []
    return [part for part in name.parts if not any(_has(sentence, part) for sentence in sentences)]


def _is_abbreviated(name: Name, sentences: Sequence[Parsed]) -> bool:
    """Whether one of the sentences has the initials of the name, or what the name is the initials of."""
    letters = _initials(name)
    is_short = len(name.parts) == 1 and len(name.text) <= _LONGEST_INITIALS and name.text.isupper()
    return any(
        (len(letters) > 1 and any(letters in (word, word.rstrip("s")) for word in sentence.words))
        or (is_short and name.parts[0] in sentence.initials)
        for sentence in sentences
    )

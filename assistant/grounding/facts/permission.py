"""What a clause allows, forbids, demands or leaves to everybody: "may", "must not", "must", "need not"."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.grounding.facts.alignment import Alignment, Clash
from assistant.grounding.facts.clauses import SAME_CLAUSE, clauses, nearest
from assistant.language.parsed import Parsed
from assistant.language.tokens import same_stem

Stance = Literal["free", "allowed", "forbidden", "needed"]
# In this order: "need not" is no "need", "not against the rules" forbids nothing.
_PATTERNS: tuple[tuple[Stance, str], ...] = (
    (
        "free",
        r"(?:do|does|did)(?: not|n['’]t) (?:need|have) to|need not|needn['’]t|no need to"
        r"|not (?:required|obliged|necessary|mandatory|compulsory|needed)",
    ),
    (
        "allowed",
        r"(?:not|nothing) against (?:the |any )?(?:rules?|law)"
        r"|not (?:forbidden|prohibited|banned|unable|impossible)",
    ),
    (
        "forbidden",
        r"(?:may|must|can|could|should|shall) (?:not|never)|cannot|(?:can|mustn|shouldn)['’]t"
        r"|(?:not|never|n['’]t|no longer) (?:be )?(?:allowed|permitted|able|possible)|unable|impossible"
        r"|forbid(?:s|den)?|prohibit(?:s|ed)?|banned|asked not to"
        r"|no \w+ (?:is|are|may be) (?:allowed|permitted)",
    ),
    ("needed", r"must|(?:have|has|need|needs) to|required|requires?|obliged|mandatory|compulsory|necessary"),
    ("allowed", r"may|can|allowed|permitted|able to|free to|welcome|possible"),
)
_STANCES = [(name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in _PATTERNS]
# What the source says, and what a claim of the same then cannot say.
_AGAINST: frozenset[tuple[Stance, Stance]] = frozenset(
    {
        ("forbidden", "allowed"),
        ("forbidden", "needed"),
        ("allowed", "forbidden"),
        ("needed", "forbidden"),
        ("needed", "free"),
        ("free", "needed"),
    }
)
_CONDITION = re.compile(
    r"\b(?:unless|except|apart from|exception|only|without|until|if|before|after)\b", re.IGNORECASE
)
_OWN_WORDS = frozenset(
    same_stem(word)
    for word in "allowed permitted permission forbidden prohibited banned required necessary mandatory "
    "compulsory obliged need needed possible impossible unable able welcome free rules against yes no".split()
)


def stance(clause: Parsed) -> tuple[Stance, str] | None:
    """What the clause says of doing a thing, with the words that say so; a question says nothing.

    >>> from assistant.language.parsed import parse
    >>> stance(parse("Dogs must not be let off the lead."))
    ('forbidden', 'must not')
    """
    if clause.read.rstrip().endswith("?"):
        return None
    matches = ((name, pattern.search(clause.read)) for name, pattern in _STANCES)
    return next(((name, match.group()) for name, match in matches if match), None)


def permission_clashes(alignment: Alignment) -> Iterator[Clash]:
    """What the claim allows, forbids or demands and the source says otherwise of the same."""
    for (mine, words), (theirs, stated), conditional in _stances(alignment):
        if (theirs, mine) in _AGAINST:
            yield Clash.differing("negation", words, stated, veto=not conditional, quoted=True)


def deny_alike(alignment: Alignment) -> bool:
    """Whether claim and source deny alike that the same may be done, or need be."""
    stances = _stances(alignment)
    return bool(stances) and all(
        mine == theirs in ("forbidden", "free") for (mine, _), (theirs, _), _ in stances
    )


def _stances(alignment: Alignment) -> list[tuple[tuple[Stance, str], tuple[Stance, str], bool]]:
    """The stances of claim and source, clause by clause; and whether both are under conditions."""
    stances = []
    for clause in clauses(alignment.claim) if alignment.english else ():
        source, share = nearest(clause.stems - _OWN_WORDS, alignment)
        mine, theirs = stance(clause), stance(source) if source is not None and share >= SAME_CLAUSE else None
        if mine and theirs and source is not None:
            conditional = bool(_CONDITION.search(clause.read) and _CONDITION.search(source.read))
            stances.append((mine, theirs, conditional))
    return stances

"""What a clause allows, forbids, demands or leaves to everybody: "may", "must not", "must", "need not"."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.grounding.facts.alignment import Alignment
from assistant.grounding.facts.clash import Clash
from assistant.grounding.facts.clauses import clauses, nearest
from assistant.language.parsed import Parsed
from assistant.language.tokens import same_stem

Stance = Literal["free", "allowed", "forbidden", "needed"]
_ENOUGH = 0.6  # of the claim's other words that the clause of the source must have
# In this order: "need not" is no "need", "not against the rules" forbids nothing.
_PATTERNS: tuple[tuple[Stance, str], ...] = (
    (
        "free",
        r"(?:do|does|did)(?: not|n['’]t) (?:need|have) to|need not|needn['’]t|no need to"
        r"|not (?:required|obliged|necessary|mandatory|compulsory|needed)",
    ),
    ("allowed", r"(?:not|nothing) against (?:the |any )?(?:rules?|law)|not (?:forbidden|prohibited|banned)"),
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
_OPEN = re.compile(
    r"\b(?:unless|except|apart from|exception|only|without|until|if|before|after)\b", re.IGNORECASE
)
_OWN_WORDS = frozenset(
    same_stem(word)
    for word in "allowed permitted permission forbidden prohibited banned required necessary mandatory "
    "compulsory obliged need needed possible impossible unable able welcome free rules against yes no".split()
)


def stance(clause: Parsed) -> tuple[Stance, str] | None:
    """What the clause says of doing a thing, with the words that say so; a question says nothing."""
    for name, pattern in _STANCES:
        if not clause.read.rstrip().endswith("?") and (found := pattern.search(clause.read)):
            return name, found.group()
    return None


def permission_clashes(alignment: Alignment) -> Iterator[Clash]:
    """What the claim allows, forbids or demands and the source says otherwise of the same."""
    for said, stated, qualified in _stances(alignment):
        if (stated[0], said[0]) in _AGAINST:
            reason = f"the source says “{stated[1]}”; the sentence says “{said[1]}”"
            yield Clash("negation", said[1], stated[1], reason, not qualified)


def agree(alignment: Alignment) -> bool:
    """Whether claim and source deny alike that the same may be done, or need be."""
    found = _stances(alignment)
    return bool(found) and all(said[0] == stated[0] in ("forbidden", "free") for said, stated, _ in found)


def _stances(alignment: Alignment) -> list[tuple[tuple[Stance, str], tuple[Stance, str], bool]]:
    """The stances of claim and source, clause by clause; and whether both are under conditions."""
    found = []
    for clause in clauses(alignment.claim) if alignment.english else ():
        said, about = stance(clause), clause.stems - _OWN_WORDS
        source, has = nearest(about, alignment)
        stated = stance(source) if source is not None and has >= _ENOUGH else None
        if said and stated and source is not None:
            found.append((said, stated, bool(_OPEN.search(clause.read) and _OPEN.search(source.read))))
    return found

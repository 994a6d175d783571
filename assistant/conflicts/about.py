"""Which sentences are about what the question is about."""

from collections.abc import Sequence

from assistant.conflicts.question import LETTER, Asked
from assistant.conflicts.values import values
from assistant.evidence import EvidenceSentence
from assistant.terms import stems

LONGEST = 2000  # characters; a longer sentence is none, and would take long to compare
LOOKS_BACK = 4  # sentences that a sentence's "it" can refer back to
_FAMILY = 5  # letters
ABOUT = 0.5  # the share of the question's words, beside its names, that must be there


def near(slot: Asked, evidence: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """The sentences on the question's subject, by their own words, their title, or what comes before them."""
    found = []
    own = [frozenset(stems(one.text)) for one in evidence]
    for place, one in enumerate(evidence):
        if one.heading or len(one.text) > LONGEST:
            continue
        before = [at for at in range(max(0, place - LOOKS_BACK), place) if evidence[at].hit == one.hit]
        context = set(stems(one.label)).union(own[place], *(own[at] for at in before))
        missing = set(slot.named - context)
        if missing & slot.acronyms:
            letters = _initials([one.label, *(evidence[at].text for at in before), one.text])
            missing = {word for word in missing if not any(word in initials for initials in letters)}
        if slot.letters and not slot.letters <= _letters([one, *(evidence[at] for at in before)]):
            continue
        if not missing and _has_the_rest(slot, context):
            found.append(one)
    return found


def _has_the_rest(slot: Asked, context: set[str]) -> bool:
    """Whether the question's other words are there; without a name all must be, or anything would do."""
    if not slot.named:
        return len(slot.rest) > 1 and slot.rest <= context
    if slot.title or slot.category:
        return True
    there = sum(word in context or any(akin(word, other) for other in context) for word in slot.rest)
    return there >= ABOUT * len(slot.rest)


def akin(one: str, other: str) -> bool:
    """Whether two stems are of one family: one is the beginning of the other ("relat", "relationship")."""
    if one == other:
        return True
    return min(len(one), len(other)) >= _FAMILY and (one.startswith(other) or other.startswith(one))


def _letters(sentences: Sequence[EvidenceSentence]) -> set[str]:
    return {letter for one in sentences for text in (one.label, one.text) for letter in LETTER.findall(text)}


def _initials(texts: Sequence[str]) -> set[str]:
    """The first letters of the names in the texts: "ysl" for Yves Saint Laurent."""
    names = (value.text for text in texts for value in values("person", text))
    return {"".join(word[0] for word in name.split() if word[0].isupper()).lower() for name in names}

"""Values of different years, which are no disagreement but a development."""

import re
from collections.abc import Mapping, Sequence

from assistant.conflicts.claim import Claim
from assistant.conflicts.question import Asked
from assistant.conflicts.value_facts import days
from assistant.conflicts.values import same, values
from assistant.evidence import EvidenceSentence
from assistant.terms import stems
from index.words import STOP_WORDS

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPENING = 2  # sentences of a passage that say what it is about
_OTHER_THING = 0.67  # the share of names that passages on one thing have in common at least


def in_time(slot: Asked, one: Claim, other: Claim, openings: Mapping[int, frozenset[str]]) -> bool:
    """Whether two claims give a number of one thing for different years."""
    if slot.kind != "number" or not of_other_years(one, other):
        return False
    titles = {_YEAR.sub("", claim.sentence.citation.title) for claim in (one, other)}
    return len(titles) == 1 or not _different_things(slot, one, other, openings)


def of_other_years(one: Claim, other: Claim) -> bool:
    """Whether the sentences, or else their titles ("Report 2023"), name years, and no year in common."""
    mine, theirs = _years(one), _years(other)
    return bool(mine and theirs and not mine & theirs) or _of_other_days(one, other)


def _of_other_days(one: Claim, other: Claim) -> bool:
    """Whether the titles are alike but for their dates: the minutes of 3 May and of 7 June."""
    titles = [claim.sentence.citation.title for claim in (one, other)]
    found = [list(days(title)) for title in titles]
    rests = {
        title[: given[0].start] + title[given[-1].end :]
        for title, given in zip(titles, found, strict=True)
        if given
    }
    return all(found) and len(rests) == 1 and not same(found[0][0], found[1][0])


def _years(claim: Claim) -> set[str]:
    text, value = claim.sentence.text, claim.value
    said = {date.text[-4:] for date in values("date", text) if not date.overlaps(value.start, value.end)}
    return said or set(_YEAR.findall(claim.sentence.citation.title))


def openings(evidence: Sequence[EvidenceSentence]) -> dict[int, frozenset[str]]:
    """For each hit the stems of the names in its first sentences."""
    found: dict[int, set[str]] = {}
    count: dict[int, int] = {}
    for one in evidence:
        if count.setdefault(one.hit, 0) < _OPENING:
            count[one.hit] += 1
            names = " ".join(value.text for value in values("person", one.text))
            found.setdefault(one.hit, set()).update(word for word in stems(names) if word not in STOP_WORDS)
    return {hit: frozenset(names) for hit, names in found.items()}


def _different_things(slot: Asked, one: Claim, other: Claim, openings: Mapping[int, frozenset[str]]) -> bool:
    """Whether the passages share few names beside those asked about: towns of one name in two countries."""
    mine, theirs = (
        openings.get(claim.sentence.hit, frozenset()) - slot.named - slot.rest for claim in (one, other)
    )
    smaller = min(len(mine), len(theirs))
    return smaller > 0 and len(mine & theirs) < _OTHER_THING * smaller

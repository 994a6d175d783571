"""Rows and columns for those that one is, or is not: "What is the hall if I'm not a member?"."""

import re
from collections.abc import Set
from functools import lru_cache

from assistant.language.denials import denials
from assistant.language.parsed import parse
from assistant.language.terms import stems

# How it is said what somebody or something is not: "I'm not a member", "we don't live in the village".
_IS_NOT = re.compile(r"not|no|never|without|(?:is|are|was|were)n['’]t", re.IGNORECASE)
_OF_STATE = re.compile(r"live|belong|reside|have|own", re.IGNORECASE)
# The same in other languages, and of a kind that has its name from what it is not.
_NOT_KIND = re.compile(
    r"\b(?:non[- ]|nicht-?(?=\w{4}))(\w+)"
    r"|\b(?:kein(?:e[mnrs]?)?|nicht|ohne|pas|sans|sin) "
    r"(?:(?:in|de|d'|du|der|die|das|le|la|un|une) )?([\w-]+)",
    re.IGNORECASE,
)
# What a name says that it is not for: "Non-members", "Price (non-member)", "Nichtmitglieder".
_NAMED_SO = re.compile(
    r"\b(?:(?:non?|not|without|nicht|kein\w{0,2}|ohne|pas|sans|sin)[ -]|nicht(?=\w{4}))([\w-]+)",
    re.IGNORECASE,
)
_NEAR = 3  # words behind a denial, which say what one is not
_TELLING = 5  # letters with which forms of one word begin


@lru_cache(maxsize=64)
def denied_kind(question: str) -> frozenset[str]:
    """The stems of what somebody or something is not, has not or is without, as a question says.

    >>> sorted(denied_kind("What is the hall if I'm not a member?")), sorted(denied_kind("Can't I use it?"))
    (['member'], [])
    >>> sorted(denied_kind("Was kostet es für Nichtmitglieder?"))
    ['mitglied']
    """
    found = {stem for match in _NOT_KIND.finditer(question) for stem in stems(match[1] or match[2])}
    parsed = parse(question)
    for denial in denials(parsed):
        said = [parsed.tokens[place].text for place in denial.words]
        if _IS_NOT.fullmatch(denial.cue) or (said and _OF_STATE.fullmatch(said[0])):
            found.update(stems(" ".join(said[: 1 if denial.cue.lower() == "no" else _NEAR])))
    return frozenset(found)


def names_whole(name: str, asked: Set[str], denied: Set[str]) -> bool:
    """Whether all of a name is asked for: "Non-members" where one is no member, and "Members" only else.

    `asked` are the stems of the question, `denied` those of the `denied_kind` that it says.
    """
    plain, negated = _parts(name)
    if is_of_other_kind(name, asked, denied):
        return False
    return plain <= asked and all(_is_among(stem, denied) for stem in negated)


def is_of_other_kind(name: str, asked: Set[str], denied: Set[str]) -> bool:
    """Whether a row or column is for others: "Members" where one is none, "Non-members" where one is one."""
    plain, negated = _parts(name)
    if any(_is_among(stem, denied) for stem in negated):
        return False
    return any(_is_among(stem, denied) for stem in plain) or not negated.isdisjoint(asked)


def _parts(name: str) -> tuple[set[str], set[str]]:
    """The stems of what a name says, and those of what it says not to be."""
    negated = {stem for match in _NAMED_SO.finditer(name) for stem in stems(match[1])}
    return set(stems(_NAMED_SO.sub(" ", name))), negated


def _is_among(stem: str, others: Set[str]) -> bool:
    """Whether a stem is of a word that is there: those of English leave "mitgli" of "Mitglied"."""
    return any(_are_forms(*sorted((stem, other), key=len)) for other in others)


def _are_forms(shorter: str, longer: str) -> bool:
    return shorter == longer or (len(shorter) >= _TELLING and longer.startswith(shorter))

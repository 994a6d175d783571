"""Rows and columns for those that one is, or is not: "What is the hall if I'm not a member?"."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from assistant.language.denials import denies
from assistant.language.parsed import parse
from assistant.language.terms import stems

_ARTICLE = r"(?:an?|the|yet|in|from|de|d'|du|der|die|das|le|la|un|une|mehr)"
# How somebody says what they are not: "I'm not a member", "we don't live in the village", "kein Mitglied";
# not "is it not", "isn't it", nor that something is not there.
_IS_NOT = re.compile(
    r"(?:\b(?:am|are|is|was|were|i['’]?m|we['’]?re|they['’]?re|he['’]s|she['’]s|who['’]s) not"
    r"|(?<!^)\b(?:is|are|was|were)n['’]?t|\bdo(?:es)?(?: not|n['’]?t) live|\bnot living"
    r"|\b(?:suis|es|est|sommes|sont|habit\w+|vis) pas|\bkein(?:e[mnrs]?)?|\bwohn\w+ nicht)"
    rf" (?:{_ARTICLE} ){{0,2}}(?P<kind>[\w-]+)",
    re.IGNORECASE,
)
_NON = re.compile(r"\b(?:non[- ]|nicht-?(?=\w{4}))(\w+)", re.IGNORECASE)
# What a name says that it is not for: "Non-members", "Price (non-member)", "Nichtmitglieder"; "without
# breakfast" is no kind of people.
_NAMED_SO = re.compile(
    rf"\b(?:(?:non|not|nicht|kein\w{{0,2}}|pas)[ -]|nicht(?=\w{{4}}))(?:{_ARTICLE} )?([\w-]+)", re.IGNORECASE
)
_NOTHING = frozenset(stems("sure certain clear allowed true worth able"))
# What a column is called that is for all others.
_OTHERS = re.compile(
    r"(?:all |the )?(?:others?|every(?:body|one)(?: else)?|visitors?|guests?|public|outsiders?"
    r"|externals?|elsewhere|standard|andere|übrige|auswärtige|externe|gäste|autres?|extérieurs?|visiteurs?|otros|externos)\b",
    re.IGNORECASE,
)
_TELLING = 5  # letters with which forms of one word begin


@lru_cache(maxsize=64)
def denied_kind(question: str) -> frozenset[str]:
    """The stems of what somebody is not, as a question says.

    >>> sorted(denied_kind("What is the hall if I'm not a member?")), sorted(denied_kind("Is it not £8?"))
    (['member'], [])
    >>> sorted(denied_kind("Was kostet es für Nichtmitglieder?"))
    ['mitglied']
    """
    kinds = [match["kind"] for match in _IS_NOT.finditer(question)] + _NON.findall(question)
    return frozenset(stems(" ".join(kinds))) - _NOTHING


def names_whole(name: str, question_stems: Set[str], denied: Set[str]) -> bool:
    """Whether a question has all of a row's name: "Non-members" if one is no member, and "Members" only else.

    `question_stems` are the stems of the question, `denied` those of the `denied_kind` that it says.
    """
    plain, negated = _parts(name)
    if not negated:
        return plain <= question_stems and not (plain and _are_among(plain, denied))
    return plain <= question_stems and _are_among(negated, denied)


def columns_asked_for(names: Sequence[str], question: str) -> list[int]:
    """The places of the columns that may be meant, by their names, where a question says what one is not.

    That for those who are not, or that for all others; else those that are not for what one is not, but for a
    single one that the question does not name, which may be of anything. Where it denies nothing, not
    "Non-members" beside "Members".
    """
    denied = denied_kind(question)
    parts = [_parts(name) for name in names]
    everything = [*range(len(names))]
    if not denied:
        counterparts = [] if denies(parse(question)) else [plain for plain, _ in parts if plain]
        return [at for at in everything if parts[at][1] not in counterparts]
    of_them = [at for at in everything if any(_is_among(stem, denied) for stem in parts[at][0])]
    for_those = [at for at in everything if parts[at][1] and _are_among(parts[at][1], denied)]
    rest = [at for at in everything if at not in of_them]
    for_others = [at for at in rest if of_them and _OTHERS.match(names[at])]
    is_named = len(rest) == 1 and not parts[rest[0]][0].isdisjoint(stems(question))
    return for_those or for_others or (rest if len(rest) > 1 or is_named or not of_them else [])


def _parts(name: str) -> tuple[set[str], set[str]]:
    """The stems of what a name says, and those of what it says not to be."""
    return set(stems(_NAMED_SO.sub(" ", name))), set(stems(" ".join(_NAMED_SO.findall(name))))


def _are_among(own: Set[str], others: Set[str]) -> bool:
    return all(_is_among(stem, others) for stem in own)


def _is_among(stem: str, others: Set[str]) -> bool:
    """Whether a stem is of a word that is there: those of English leave "mitgli" of "Mitglied"."""
    pairs = (sorted((stem, other), key=len) for other in others)
    return any(short == long or (len(short) >= _TELLING and long.startswith(short)) for short, long in pairs)

"""Who: the name that a sentence gives for what is asked."""

import re
from collections.abc import Iterator, Sequence

from assistant.conflicts.cues import cues, following
from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.values import values
from assistant.terms import stems
from index.words import stem

_BY = re.compile(r"\bby(?: the)? $")
_ROLE = re.compile(r"(?:or|er|ist|ers|ors|band|father|mother|husband|wife|spouse|author)$", re.IGNORECASE)
# "is a symphony by Haydn" says who made it without a word for the making.
_MADE_BY = re.compile(
    r"\b(?:is|was|are) (?:an?|the) (?:[\w-]{1,40},? ){1,9}"
    r"(?<!ed )(?<!written )(?<!made )(?<!sung )(?<!led )by (?:the )?$"
)
_MAKERS = frozenset(stem(word) for word in ("artist", "author", "creator", "composer"))
_NO_ROLE = re.compile(
    r"\b(?:and|in|on|at|from|by|as|to|of|who|which|that|whose|when|where|with|after|before|for|but)\b"
    r"|\w{1,40}(?:ed|ing)\b"
)
_BRACKETS = re.compile(r"\( ?([^()\d]{2,60}?) (?:album|song|film|EP|single|novel|book|band)\b[^()]*\)")
_KIN = re.compile(r"^(?:son|daughter|wife|husband|spouse)$", re.IGNORECASE)


def persons(asked: Asked, text: str) -> Iterator[Value]:
    """The names after "by", after a role or a word for kin, and in brackets after a title."""
    found = [one for one in values("person", text) if not _is_the_subject(asked, text, one)]
    yield from _in_brackets(asked, text)
    for cue in cues(asked, text):
        for value, between in following(text, cue, found):
            if _leads_to(text[cue[0] : cue[1]], between):
                yield _after_role(text, value, found)
            break
    if _MAKERS & asked.relation:
        yield from (_after_role(text, one, found) for one in found if _MADE_BY.search(text[: one.start]))


def _is_the_subject(asked: Asked, text: str, value: Value) -> bool:
    """Whether the name is in the title that was asked about, or made of the question's own names."""
    start = text.lower().find(asked.title.lower()) if asked.title else -1
    while start >= 0:
        if value.overlaps(start, start + len(asked.title)):
            return True
        start = text.lower().find(asked.title.lower(), start + 1)
    return set(stems(value.text)) <= asked.named


def _leads_to(cue: str, between: str) -> bool:
    """Whether the words after the relation's word lead to its name: "by", a role before it, kin "of"."""
    if len(between.split()) > 9 or re.search(r"\d", between):
        return False
    if _BY.search(between):
        return True
    if re.fullmatch(r" (?:of|to)(?: (?:the )?(?:[a-z]+ )?)?", between):
        return bool(_KIN.match(cue)) or cue.lower() == "married"
    if cue.lower() == "married":
        return between == " "
    role = bool(_ROLE.search(cue)) and not re.match(r"^(?:son|daughter)", cue, re.IGNORECASE)
    return role and bool(re.fullmatch(r" ?[,:]? ?(?:(?:is|was|were|are|,) )?(?:the )?", between))


def _after_role(text: str, value: Value, found: Sequence[Value]) -> Value:
    """For "by American singer Katie Melua" the second name: the first one only says what she is."""
    later = next((other for other in found if other.start > value.end), None)
    if later is None:
        return value
    role = text[value.end : later.start]
    if not re.fullmatch(r" (?:[a-z][\w/-]+ ){1,4}", role) or _NO_ROLE.search(role):
        return value
    return later


def _in_brackets(asked: Asked, text: str) -> Iterator[Value]:
    """The name in brackets after a title: Interiors (Brad album)."""
    if not asked.title:
        return
    for found in _BRACKETS.finditer(text):
        before = text[: found.start()].rstrip(" \"'”").lower()
        names = values("person", found[1])
        if before.endswith(asked.title.lower()) and names:
            yield names[0].moved(found.start(1))

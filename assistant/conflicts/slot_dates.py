"""When: the date that a sentence gives for what is asked."""

import re
from collections.abc import Iterator

from assistant.conflicts.cues import cues, following, is_of_another
from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.values import values
from assistant.terms import stems
from index.words import stem

_PARENTHESES = re.compile(r"\(([^()]{4,90})\)")
_WORK = re.compile(r"\( ?(\d{4}) (?:[\w-]+ ){0,3}(?:album|film|song|single|EP|novel|book|series) ?\)")
_DASH = re.compile(r"[-–—]|\bto\b")


def dates(asked: Asked, text: str) -> Iterator[Value]:
    """The dates after the relation's words, and in brackets after the name."""
    found = values("date", text)
    yield from _lifetime(asked, text)
    for cue in cues(asked, text):
        if is_of_another(asked, text[: cue[0]]):
            continue
        first = next(following(text, cue, found), None)
        if first and not re.search(r"\d|\(", first[1]):
            yield first[0]
    yield from _year_in_brackets(asked, text)


def _lifetime(asked: Asked, text: str) -> Iterator[Value]:
    """The dates in brackets after a name: (born 1 May 1850), (1850 - 1901)."""
    born, died = stem("born") in asked.relation, stem("died") in asked.relation
    if not born and not died:
        return
    for found in _PARENTHESES.finditer(text[:250]):
        if not asked.named & set(stems(text[max(0, found.start() - 60) : found.end()])):
            continue
        given = values("date", found[1])
        both = len(given) == 2 and bool(_DASH.search(found[1][given[0].end : given[1].start]))
        if born and given and (both or re.match(r"\s*(?:born|b\.)", found[1])):
            yield given[0].moved(found.start(1))
        if died and both:
            yield given[1].moved(found.start(1))


def _year_in_brackets(asked: Asked, text: str) -> Iterator[Value]:
    """The year of a work in brackets after its title: Chayanne (1987 album)."""
    if not asked.title or stem("released") not in asked.relation:
        return
    for found in _WORK.finditer(text):
        if text[: found.start()].rstrip(" \"'”").lower().endswith(asked.title.lower()):
            yield from (one.moved(found.start(1)) for one in values("date", found[1]))

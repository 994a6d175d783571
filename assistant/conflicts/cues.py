"""The words of a relation in a sentence, and the values after them."""

import re
from collections.abc import Iterator, Sequence, Set

from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.values import values
from assistant.terms import stems
from index.words import WORD, stem

_REACH = 90  # characters between the relation's word and its value
_BREAKS = re.compile(
    r"[;?!]|\.(?=\s+[A-Z])|\b(?:but|while|whereas|although|before|after|until|since|and then)\b"
)
_RELATIVE = re.compile(
    r"\b(?:his|her|their|whose|the) (?:\w+ )?(?:brother|sister|son|daughter|father|mother|wife|husband|"
    r"cousin|uncle|aunt|nephew|niece|grandson|grandfather|grandmother|successor|predecessor|parents|children)\b"
)
_KIN = frozenset(stem(word) for word in ("father", "mother", "wife", "husband", "son", "daughter"))
_NOUNS = ("building", "buildings")  # what was built, not that it was
_OTHER_ONE = re.compile(
    r"\b(?:first|second|third|fourth|previous|original|earlier|former|old|another) "
    r"(?:\w+ ){1,2}(?:was|were) (?:\w+ )?$"
)
_SHORT = 3  # letters of a first name that its short form has
_MEASURED_ELSE = re.compile(r"^ ?(?:density|growth|rate)\b", re.IGNORECASE)


def cues(asked: Asked, text: str) -> list[tuple[int, int]]:
    """Where the relation's words stand."""
    wanted = asked.relation or asked.rest
    return [
        found.span()
        for found in WORD.finditer(text)
        if stem(found[0].lower()) in wanted
        and found[0].lower() not in _NOUNS
        and not _MEASURED_ELSE.match(text[found.end() :])
    ]


def following(text: str, cue: tuple[int, int], found: Sequence[Value]) -> Iterator[tuple[Value, str]]:
    """The values after the cue in the same clause, nearest first, each with the text between."""
    for value in found:
        between = text[cue[1] : value.start]
        if value.start >= cue[1] and len(between) <= _REACH and not _BREAKS.search(between):
            yield value, between


def is_of_another(asked: Asked, before: str) -> bool:
    """Whether the words before a relation's word, in its clause, are on another: a relative, one before."""
    clause = re.split(r"[.;:,]", before)[-1]
    if _OTHER_ONE.search(clause) or (_RELATIVE.search(clause) and not asked.relation & _KIN):
        return True
    found = values("person", clause)
    if not found or not asked.named or asked.acronyms:
        return False
    name = set(stems(found[-1].text))
    return len(name) > 1 and not asked.named <= name and not _all_alike(name, asked.named)


def _all_alike(name: Set[str], named: Set[str]) -> bool:
    """Whether each part of the name is one of those asked for, or longer or shorter (Bert, Bertram)."""
    return all(any(one[:_SHORT] == other[:_SHORT] for other in named) for one in name)

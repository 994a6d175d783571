"""What a plain question asks, for short sentences that answer it in its own words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.grounding.facts.antonyms import has_opposite
from assistant.grounding.facts.tokens import same_stem
from assistant.terms import names, number_key
from index.words import STOP_WORDS, WORD, words

Form = Literal["number", "time", "date", "weekday", "person", "place", "thing", "role", "denial"]

# Of a captain or a writer there is one, of those who sail and sing there are many.
_ONE_PERSON = (
    r"\bwho(?:m|se)?(?:'s|’s)? (?:(?:is|was|are|were) (?:the|our|my|your|liable|responsible|in charge)\b"
    r"|(?:do|does|should|must|can|did) (?:i|we|you|one|they)\b"
    r"|(?:\w+ )?(?:wr[io]te|buil[dt]|founded|chair|leads?\b"
    r"|led|runs?\b|ran|owns?\b|owned|direct|invent|design|paint|compose|approve|sign|head|organi[sz]e|w[io]ns?\b"
    r"|discover|pays?\b|paid|decide|keeps?\b|kept|manage|captain|command|edit|translat|made|makes?\b|appoint"
    r"|holds?\b|held|took|takes?\b|gave|gives?\b))|\bwhose\b"
)
_FORMS: tuple[tuple[str, tuple[Form, ...]], ...] = (
    (r"^\W*(?:\w+ )?when\b|\b(?:what|which) (?:year|day|date|time|hour)\b", ("date", "time", "weekday")),
    (r"\bhow (?:late|early)\b|\bopening (?:hours|times)\b", ("time", "date", "weekday")),
    (r"\bhow\b|\b(?:what|which) (?:age|price|rate|share|percentage|percent)\b", ("number",)),
    (_ONE_PERSON, ("person", "role")),
    (r"\bwh\w+ .*\b(?:can|could|may) (?:i|we|you|one)\b", ()),  # one of several ways
    (r"^\W*where\b", ("place",)),
    (r"\b(?:what|which) (?!is\b|was\b|does\b|has\b)[a-z]+(?<![su])s\b", ()),  # of several
    (
        r"^\W*(?:\w+ )?(?:what|which) (?:is|was|are|were) (?:the|our|my|your)\b|\bmade of\b"
        r"|\b(?:what|which) colou?r\b|\bwhich\b",
        ("number", "time", "date", "weekday", "thing"),
    ),
    (r"\bwhat\b", ("number", "time", "date", "weekday")),
    (r"^\W*(?:is|are|was|were|do|does|did|can|may|must|should|will|has|have)\b", ("denial",)),
)
# What a value's unit says as well: "a car costs 12 pounds" gives its fare.
_MEASURED = frozenset(
    same_stem(word)
    for word in "cost price fare fee charge pay amount weight weigh heavy long length last take far distance "
    "high height tall wide width deep depth large size often many much old age time day date year hour "
    "colour color number made name material percentage percent kind sort type".split()
)
_DEGREES = frozenset(
    same_stem(word)
    for word in "long far high tall wide deep large often many much old late early heavy last".split()
)
# What is measured can be named in more than one way, and must be named where a sentence says more.
_NAMED_BY = tuple(
    frozenset(same_stem(word) for word in group.split())
    for group in (
        "cost price fare fee charge pay amount",
        "weight weigh heavy",
        "distance far",
        "height high tall",
    )
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A question by the forms that its answer can have, the likeliest first, and its words.

    `subject` are the stems that a sentence on it has, `measured` those that a value can stand for, or
    whose opposite answers as well; `named` are those of the subject that are
    names, `spoken` those that are plain words.
    """

    forms: tuple[Form, ...]
    subject: frozenset[str]
    measured: frozenset[str]
    named: frozenset[str]
    spoken: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """All of the question's stems."""
        return self.subject | self.measured

    def measures(self, stems: frozenset[str]) -> bool:
        """Whether words say what the question wants measured, where it names that."""
        return all(bool(group & stems) for group in _NAMED_BY if group & self.measured)


def plain(question: str) -> Plain:
    """The question as `Plain`; whatever it asks, one sentence can deny what another states."""
    forms = next((forms for pattern, forms in _FORMS if re.search(pattern, question, re.IGNORECASE)), ())
    stems = bag(question)
    degrees = bag(" ".join(re.findall(r"\bhow (\w+)", question, re.IGNORECASE)))
    measured = {
        one
        for one in stems
        if one in (_MEASURED - _DEGREES) | degrees or (forms == ("denial",) and has_opposite(one))
    }
    if "thing" in forms and stems <= bag(" ".join(names(question))):
        forms = ()  # "What is the Marigold?" asks for anything
    return Plain(
        (*(one for one in forms if one != "denial"), "denial"),
        stems - measured,
        frozenset(measured),
        bag(" ".join(names(question))) - measured,
        bag(unnamed(question)) - measured,
    )


def unnamed(text: str) -> str:
    """The text without the words that are a part of a name: "the Dorn Building" says nothing of building."""
    parts = set(names(text))
    return " ".join(word for word in WORD.findall(text) if word not in parts)


@lru_cache(maxsize=4096)
def bag(text: str) -> frozenset[str]:
    """The stems of a text's words with meaning; a number in one form."""
    return frozenset(number_key(word) or same_stem(word) for word in words(text) if word not in STOP_WORDS)

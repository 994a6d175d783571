"""Which of the question's words to name as being in no document: they should tell a person something."""

import re
from collections.abc import Sequence

from assistant.terms import names, number_key
from index.words import WORD

MOST = 3
SHORTEST = 4  # letters of a noun that is worth naming
# What stands before a noun. Verbs and adjectives that happen to be in no document say nothing of it.
_BEFORE_NOUN = re.compile(
    r"\b(?:the|a|an|my|our|your|his|her|its|their|this|these|those|any|some|no|of|in|for|about|with|on|at|by|"
    r"many|much|which|what|der|die|das|den|dem|ein|eine|einen|le|la|les|un|une|des|du)\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
# "What does the crew hand out?": behind a verb like that and its subject comes the other verb.
_BEFORE_VERB = re.compile(
    r"\b(?:do|does|did|will|would|can|could|may|might|must|should|shall)\s+"
    r"(?:the|a|an|my|our|your|his|her|its|their|this|these|those)\s+[\w-]+\s+$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(r"(?:ing|ed|ly|est|ise|ize|ised|ized|en)$", re.IGNORECASE)


def notable(question: str, missing: Sequence[str]) -> tuple[str, ...]:
    """At most three of the missing words, as written: names, numbers and nouns, in the question's order.

    >>> notable("How loud is the Lumo 60 in decibels?", ["loud", "decibels"])
    ('decibels',)
    >>> notable("Who named the body that stands in Mongolia?", ["named", "stands", "Mongolia"])
    ('Mongolia',)
    """
    named = set(names(question))
    found = []
    for word in missing:
        match = next((one for one in WORD.finditer(question) if one.group() == word), None)
        is_noun = match is not None and _is_noun(word, question[: match.start()])
        if word in named or number_key(word) is not None or is_noun:
            found.append(word)
    return tuple(found[:MOST])


def _is_noun(word: str, before: str) -> bool:
    stands_there = _BEFORE_NOUN.search(before) and not _BEFORE_VERB.search(before)
    return len(word) >= SHORTEST and bool(stands_there) and not _NO_NOUN.search(word)

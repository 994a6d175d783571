"""Which of the question's words to name as being in no document: they should tell a person something."""

import re
from collections.abc import Sequence

from assistant.language.terms import names, number_key
from index.words import WORD

MOST = 3
SHORTEST = 4  # letters of a noun that is worth naming
# What stands before a noun; not "that" and "which" after a noun, where a verb follows. Verbs and adjectives
# that happen to be in no document say nothing of it.
_BEFORE_NOUN = re.compile(
    r"(?:^which|\b(?:the|an?|my|our|your|his|her|its|their|this|these|those|any|some|no|of|in|for|about|with|on|at|"
    r"by|many|much|what|der|die|das|den|dem|ein|eine|einen|le|la|les|un|une|des|du))\s+(?:[\w-]+\s+)?$",
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
    """At most three of the missing words, as written and in their order: names, numbers, then nouns.

    >>> notable("How loud is the Lumo 60 in decibels?", ["loud", "decibels"])
    ('decibels',)
    >>> notable("Who named the body that stands in Mongolia?", ["named", "stands", "Mongolia"])
    ('Mongolia',)
    >>> notable("Which museum has the boat which stands in Belfast?", ["museum", "stands", "Belfast"])
    ('museum', 'Belfast')
    >>> notable("Which club won the cup of the league in Mongolia?", ["club", "cup", "league", "Mongolia"])
    ('club', 'league', 'Mongolia')
    """
    named = set(names(question))
    certain = [word for word in missing if word in named or number_key(word) is not None]
    nouns = [word for word in missing if word not in certain and _is_noun(word, question)]
    told = [*certain, *nouns][:MOST]
    return tuple(word for word in missing if word in told)


def _is_noun(word: str, question: str) -> bool:
    place = next((one.start() for one in WORD.finditer(question) if one.group() == word), None)
    if place is None or len(word) < SHORTEST or _NO_NOUN.search(word):
        return False
    before = question[:place]
    return bool(_BEFORE_NOUN.search(before)) and not _BEFORE_VERB.search(before)

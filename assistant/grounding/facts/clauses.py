"""The clauses of a sentence, and which of them speaks of what a claim says."""

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.grounding.facts.alignment import Alignment
from assistant.language.parsed import Parsed, parse
from assistant.language.tokens import Token

_BETWEEN = re.compile(
    r"[;\n]\s*|,?\s(?:but|while|whereas|although|though)\s|,\s(?:and\s)?(?=(?:the|those|these)\s)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def clauses(parsed: Parsed) -> tuple[Parsed, ...]:
    """The parts of a sentence that may have a subject of their own."""
    return tuple(parse(part) for part in _BETWEEN.split(parsed.read) if part.strip())


def subject(clause: Parsed) -> Token | None:
    """The first word with meaning, of a name the last: a number is no subject."""
    for place, token in enumerate(clause.tokens):
        if token.content and not token.text[0].isdigit():
            name = next((one for one in clause.names if one.first <= place < one.last), None)
            return clause.tokens[name.last - 1] if name is not None else token
    return None


def share(stems: Iterable[str], clause: Parsed) -> float:
    """The share of the stems that a clause has; 0 of none."""
    wanted = set(stems)
    return len(wanted & clause.all_stems) / len(wanted) if wanted else 0.0


def nearest(stems: frozenset[str], alignment: Alignment) -> tuple[Parsed | None, float]:
    """The clause of the quotes that has most of the stems, and the share of them that it has."""
    found = [one for sentence in alignment.best_first for one in clauses(sentence)]
    best = max(found, key=lambda one: share(stems, one), default=None)
    return best, share(stems, best) if best is not None else 0.0

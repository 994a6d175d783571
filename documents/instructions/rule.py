"""A pattern with a quick test of whether it can match at all."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and words of which each match has one: in lower case, and found much faster than it."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def may_match(self, lower: str) -> bool:
        """Whether a text in lower case has one of the words."""
        return any(word in lower for word in self.words)


def rule(words: str, *pattern: str) -> Rule:
    """`words` are parted by commas; the pieces of `pattern` are joined."""
    return Rule(tuple(words.split(",")), re.compile("".join(pattern), re.IGNORECASE | re.MULTILINE))

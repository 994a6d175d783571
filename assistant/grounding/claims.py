"""From a sentence to its claims: the parts that can be true or false by themselves."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice

from assistant.grounding.remarks import ENUMERATOR, POINTER
from index.words import STOP_WORDS, WORD

# What a model says about where it looked is no part of what it states.
_LEAD_IN = re.compile(
    r"^\W*(?:(?:yes|no)[,.:;!]\s+(?!\d))?(?:(?:sure|certainly|of course|great|okay)\b[!,.]?\s*)?"
    r"(?:(?:according to|based (?:up)?on|as (?:stated|mentioned|described|noted|explained) in|from|in|per)\s+"
    r"(?:the |this |these |all )?(?:[\w-]+ ){0,3}?"
    r"(?:passages?|documents?|texts?|quotations?|information|context|sources?|excerpts?)\b[^,:.]{0,40}[,:]\s*"
    r"|(?:passages?|documents?|sources?) \d+ (?:states?|says?|mentions?|explains?|notes?)(?: that)? )"
    r"|^\W*(?:yes|no)[,.:;!]\s+(?!\d)",
    re.IGNORECASE,
)
# No blank is looked at twice: many in a row would take the square of their number.
_BREAK = re.compile(
    r";\s+|:\s+|\s[–—]\s"
    r"|,\s{1,9}(?:and|but|while|whereas|although|though|because|since|so|as well as|including|such as)\s{1,9}"
    r"|,\s{1,9}(?:which|who|whose|where|when)\s+|(?<!\s)\s{1,9}(?:but|while|whereas|although|because|and)\s+|,\s+",
    re.IGNORECASE,
)
# What follows a verb in an order, and no name.
_OBJECT = (
    r"[*_]* (?:(?:the|an?|your|his|her|its|their|our|my|it|them|this|that|these|those"
    r"|some|any|all|each) |to |with )"
)
_SHORTEST = 2  # words with meaning that a claim must have
_MOST = 12  # claims of a sentence; what is longer is taken as a whole
_BREAKS = 300  # places to split at; a sentence with more is a list or code, and taken as a whole


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a sentence; `start` and `end` are offsets in that sentence."""

    text: str
    start: int
    end: int


def stated(sentence: str) -> tuple[int, int]:
    """The offsets of what the sentence states: without a list's number, a "Yes," and a word on its sources.

    >>> text = "2. According to the passages, dogs travel free (Passage 1)."
    >>> text[slice(*stated(text))]
    'dogs travel free (Passage 1).'
    """
    start = 0
    for pattern in (ENUMERATOR, _LEAD_IN):
        if match := pattern.match(sentence[start:]):
            start += match.end()
    return (start, len(sentence)) if sentence[start:].strip() else (0, len(sentence))


def bare(sentence: str) -> str:
    """What the sentence states, pointers to passages left out, character for character at its place.

    >>> bare("1. Dogs travel free (Passage 12).")
    '   Dogs travel free             .'
    """
    start, _ = stated(sentence)
    return " " * start + POINTER.sub(lambda pointer: " " * len(pointer.group()), sentence[start:])


def begins_an_order(word: str, sentence: str) -> bool:
    """Whether a word is the verb that an order begins with, capital letter or not: it names nobody.

    >>> begins_an_order("Boil", "2. Boil the potatoes."), begins_an_order("Tam", "Tam boiled the potatoes.")
    (True, False)
    """
    begin = re.escape(word) + _OBJECT
    return re.match(begin, sentence[stated(sentence)[0] :].lstrip(" *_\"'“‘(")) is not None


def split_claims(text: str) -> list[Claim]:
    """The parts of a sentence at its commas, conjunctions and relative clauses, the whole one where short.

    >>> [claim.text for claim in split_claims("Dogs travel free of charge, and bicycles cost two pounds.")]
    ['Dogs travel free of charge', 'bicycles cost two pounds.']
    """
    begin, end = stated(text)
    breaks = [match.span() for match in islice(_BREAK.finditer(text, begin), _BREAKS + 1)]
    if len(breaks) > _BREAKS:
        return [Claim(text, 0, len(text))]
    counted = _Counted(text)
    parts: list[Claim] = []
    least = _SHORTEST
    for stop, following in [*breaks, (end, end)]:
        # A reason may be one word: "because it was cheaper".
        next_least = 1 if text[stop:following].strip(" ,").lower() == "because" else _SHORTEST
        rest = stop == end or counted.count(following, end) >= next_least
        if counted.count(begin, stop) >= least and rest:
            parts.append(Claim(text[begin:stop], begin, stop))
            begin, least = following, next_least
        if len(parts) > _MOST:
            break
    if begin < end and text[begin:end].strip():
        parts.append(Claim(text[begin:end], begin, end))
    return parts if 0 < len(parts) <= _MOST else [Claim(text, 0, len(text))]


class _Counted:
    """The places of the words with meaning in a text, looked up once for all of its stretches."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in WORD.finditer(text) if match.group().lower() not in STOP_WORDS]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def count(self, start: int, end: int) -> int:
        """How many of them the text has from `start` to `end`."""
        return bisect_right(self._ends, end) - bisect_left(self._starts, start)

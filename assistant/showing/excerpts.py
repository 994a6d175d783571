"""The part of a passage to glance at: the stretch that has the words looked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from documents.text.sentences import sentence_spans
from index.words import STOP_WORDS, WORD, stem, words

LEAD = 80  # characters before the first word looked for, at most: its sentence begins there, or it is cut
CUT = "…"


@dataclass(frozen=True, slots=True)
class Match:
    """A word of a text that is one of a query's: its place, and the stem that they share."""

    start: int
    end: int
    stem: str


def matches(text: str, query: str) -> Iterator[Match]:
    """The words that a text shares with a query but for the commonest, in order.

    >>> [text[one.start:one.end] for text in ["It sails at nine."] for one in matches(text, "Does it sail?")]
    ['sails']
    """
    wanted = {stem(word) for word in words(query) if word not in STOP_WORDS}
    for word in WORD.finditer(text):
        root = stem(word.group().lower())
        if root in wanted:
            yield Match(word.start(), word.end(), root)


def excerpt(text: str, query: str, limit: int, *, line: int = 1) -> str:
    """The stretch of `text` with most of the query's words, with "…" where it was cut; all of a short text.

    It has at most `limit` characters, where a line break counts as `line`: it takes a line of the screen.
    Where no word is shared it is the beginning.

    >>> excerpt("We met. It was late. The ferry sails at nine. Then it rained.", "ferry", 30)
    '… The ferry sails at nine. Then …'
    """
    room = [0, *accumulate(line if character == "\n" else 1 for character in text)]
    if room[-1] <= limit:
        return text
    lead = min(LEAD, limit // 2)
    first, last = _densest(list(matches(text, query)), room, limit - lead)
    rest = bisect_left(room, room[-1] - limit)  # from here on all fits
    start = min(_begin(text, first, room, lead), _word_from(text, rest, len(text)))
    end = bisect_right(room, room[start] + limit) - 1
    if end < len(text):
        end = _word_to(text, last, end)
    before, after = (f"{CUT} " if start else ""), (f" {CUT}" if end < len(text) else "")
    return f"{before}{text[start:end].strip()}{after}"


def _densest(matched: Sequence[Match], room: Sequence[int], limit: int) -> tuple[int, int]:
    """Where the stretch begins and ends that has most of the different words, then most words; the first."""
    best, where = (0, 0), (0, 0)
    for place, first in enumerate(matched):
        near = (word for word in matched[place + 1 :] if room[word.end] - room[first.start] <= limit)
        within = [first, *near]
        count = len({word.stem for word in within}), len(within)
        if count > best:
            best, where = count, (first.start, within[-1].end)
    return where


def _begin(text: str, place: int, room: Sequence[int], lead: int) -> int:
    """Where the sentence of a place begins, if that is near; else a word a little before it."""
    nearest = bisect_left(room, room[place] - lead)
    begins = [start for start, _ in sentence_spans(text) if nearest <= start <= place]
    return begins[-1] if begins else _word_from(text, bisect_left(room, room[place] - lead // 2), place)


def _word_from(text: str, place: int, last: int) -> int:
    """Where the first word begins from a place on; the place where that is in one long word."""
    if place == 0 or text[place - 1].isspace():
        return place
    return next((at + 1 for at in range(place, min(place + LEAD, last)) if text[at].isspace()), place)


def _word_to(text: str, first: int, place: int) -> int:
    """Where the last word ends from `first` to a place; the place where that is in one long word."""
    return next((at for at in range(place, first - 1, -1) if text[at].isspace()), place)

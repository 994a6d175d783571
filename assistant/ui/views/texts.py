"""Texts in pieces, and facts in words."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from assistant.showing.excerpts import matches
from assistant.types import Citation

_PAIR = re.compile(r'"([^"]*)"')  # a sign of inches alone is no quotation mark
_WHOLE = re.compile("“[^“”]+”")
_SINGLE = {ord("“"): "‘", ord("”"): "’", ord("„"): "‚"}


class Piece(NamedTuple):
    """A part of a text, `marked` or as it is."""

    text: str
    marked: bool


def split(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """A text in pieces, those of the spans marked; the spans are apart and in order.

    >>> split("It sails.", [(3, 8)])
    [Piece(text='It ', marked=False), Piece(text='sails', marked=True), Piece(text='.', marked=False)]
    """
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [Piece(text[end:start], False), Piece(text[start:stop], True)]
        end = stop
    return [*pieces, Piece(text[end:], False)]


def matched(text: str, question: str) -> list[Piece]:
    """A text in pieces, the words that it shares with a question marked."""
    return split(text, ((match.start, match.end) for match in matches(text, question)))


def quoted(title: str) -> str:
    """A title in quotation marks; those in it become single ones.

    >>> quoted('What does "Tenant" mean?'), quoted("“The Petrel”")
    ('“What does ‘Tenant’ mean?”', '“The Petrel”')
    """
    inner = _PAIR.sub(r"“\1”", title.strip())
    if _WHOLE.fullmatch(inner):
        return inner
    return f"“{inner.translate(_SINGLE)}”"


def path(citation: Citation) -> str:
    """Where a quote stands, as a path: name, headings, page."""
    steps = [citation.name, *below(citation.title, citation.headings), citation.where]
    return " › ".join(" ".join(step.split()) for step in steps if step)


def below(title: str, headings: Sequence[str]) -> list[str]:
    """The headings over a place, without the document's title once more."""
    return [heading for heading in headings if heading != title]


def size(number: int) -> str:
    """Bytes as people read them.

    >>> size(999), size(1_500_000), size(2_340_000_000)
    ('1 kB', '1.5 MB', '2.3 GB')
    """
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if number >= unit:
            return f"{number / unit:.1f} {name}"
    return f"{number / 1000:.0f} kB"


def date_in_words(day: str) -> str:
    """An ISO date as a person writes it; what is none stays as it is.

    >>> date_in_words("2024-05-03")
    '3 May 2024'
    """
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{known.day} {known:%B} {known.year}"

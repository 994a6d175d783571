"""Quotes and where they stand, as HTML."""

from collections.abc import Iterable, Sequence

from assistant.export.flagged import INSTRUCTIONS, Flagged, unflagged
from assistant.types import Citation
from assistant.ui import words
from assistant.ui.render.html import emphasised, escape


def place(citation: Citation) -> str:
    """Where a quote stands, as a path: title, headings, page."""
    headings = [heading for heading in citation.headings if heading != citation.title]
    steps = [citation.title, *headings, citation.where]
    return " › ".join(" ".join(step.split()) for step in steps if step)


def opens(citation: Citation) -> str:
    """The attributes that tell the page's script which place to open."""
    return (
        f'data-source="{escape(citation.source_id)}" data-version="{citation.version:d}" '
        f'data-start="{citation.start:d}" data-end="{citation.end:d}"'
    )


def quote_list(
    title: str, citations: Sequence[Citation], *, question: str, folded: bool, flagged: Flagged = unflagged
) -> str:
    """Quotes, the question's words bold, under a title that folds them away."""
    rows = (quote(one, question=question, flagged=flagged(one)) for one in citations)
    return fold(title, rows, folded=folded)


def fold(title: str, rows: Iterable[str], *, folded: bool) -> str:
    """Rows of quotes under a title that folds them away; nothing where there are none."""
    written = "".join(rows)
    opened = "" if folded else " open"
    return (
        f'<details class="fold quotes"{opened}><summary>{escape(title)}</summary>'
        f'<ul class="quote-list">{written}</ul></details>'
        if written
        else ""
    )


def quote(citation: Citation, *, question: str = "", flagged: bool = False, above: str = "") -> str:
    """A quote and the button that opens its place, as an entry of a list; `above` stands over it."""
    over = f'<p class="over" dir="auto">{escape(above)}</p>' if above else ""
    return (
        f'<li data-quoted>{over}<blockquote dir="auto" data-testid="quote">'
        f"{emphasised(citation.words, question)}</blockquote>"
        f'<button type="button" class="place" data-do="quote" {opens(citation)} '
        f'title="{escape(words.OPEN_SOURCE)}"><bdi>{escape(place(citation))}</bdi></button>'
        f"{warning(flagged)}</li>"
    )


def open_place(citation: Citation, number: int) -> str:
    """The word "Open" and where found words stand, as a button; `number` is that of the first mark there."""
    return (
        f'<button type="button" class="place" data-do="quote" data-testid="open" data-n="{number}" '
        f'{opens(citation)} data-quote="{escape(citation.quote)}">'
        f'<span class="opens">{escape(words.OPEN)}</span> <bdi>{escape(place(citation))}</bdi></button>'
    )


def warning(flagged: bool) -> str:
    """The note beside a passage that speaks to the assistant."""
    if not flagged:
        return ""
    return f'<p class="flagged" data-testid="flagged">{escape(INSTRUCTIONS)}</p>'


def card(number: int, citation: Citation, *, flagged: bool = False) -> str:
    """What the card of mark `number` shows; in a template, so that it is nowhere until it is wanted."""
    date = f" · <time>{escape(citation.date)}</time>" if citation.date else ""
    return (
        f'<template data-card="{number}"><p class="says">{escape(words.SAYS)}</p>'
        f'<blockquote dir="auto">{escape(citation.words)}</blockquote>'
        f'<p class="place"><bdi>{escape(place(citation))}</bdi>{date}</p>{warning(flagged)}</template>'
    )

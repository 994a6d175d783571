"""Quotes and where they stand, as HTML."""

from collections.abc import Sequence

from assistant.types import Citation
from assistant.ui import words
from assistant.ui.render import emphasised, escape


def place(citation: Citation) -> str:
    """Where a quote stands, as a path: title, headings, page."""
    headings = [heading for heading in citation.headings if heading != citation.title]
    page = [words.PAGE.format(number=citation.page)] if citation.page else []
    return " › ".join(" ".join(step.split()) for step in [citation.title, *headings, *page])


def quote_list(title: str, citations: Sequence[Citation], *, question: str, folded: bool) -> str:
    """Quotes, the question's words bold, under a title that folds them away."""
    if not citations:
        return ""
    rows = "".join(_quote(citation, question) for citation in citations)
    opened = "" if folded else " open"
    return (
        f'<details class="fold quotes"{opened}><summary>{escape(title)}</summary>'
        f'<ul class="quote-list">{rows}</ul></details>'
    )


def card(number: int, citation: Citation) -> str:
    """What the card of mark `number` shows; in a template, so that it is nowhere until it is wanted."""
    date = f" · <time>{escape(citation.date)}</time>" if citation.date else ""
    return (
        f'<template data-card="{number}"><p class="says">{escape(words.SAYS)}</p>'
        f'<blockquote dir="auto">{escape(citation.quote)}</blockquote>'
        f'<p class="place"><bdi>{escape(place(citation))}</bdi>{date}</p></template>'
    )


def _quote(citation: Citation, question: str) -> str:
    return (
        f'<li><blockquote dir="auto" data-testid="quote">{emphasised(citation.quote, question)}</blockquote>'
        f'<button type="button" class="place" data-do="quote" data-source="{escape(citation.source_id)}" '
        f'data-version="{citation.version:d}" data-start="{citation.start:d}" data-end="{citation.end:d}" '
        f'title="{escape(words.OPEN_SOURCE)}"><bdi>{escape(place(citation))}</bdi></button></li>'
    )

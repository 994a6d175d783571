"""A decline as HTML: what occurs nowhere, near misses, the nearest passages, and what could be asked."""

from collections.abc import Iterable, Sequence

from assistant.export.flagged import Flagged
from assistant.phrases import DECLINE, DECLINE_CHOSEN, MOST_MISSING
from assistant.types import Answer, Nearest, NearMiss
from assistant.ui import words
from assistant.ui.render.html import escape
from assistant.ui.render.quotes import fold, quote, quote_list


def decline(one: Answer, flagged: Flagged) -> str:
    """That it is declined, and of what helps only the lines that apply."""
    title, _, rest = one.text.partition(".")
    lines = _nowhere(one.missing) + _near_misses(one.near_misses, flagged)
    if (
        not lines and rest.strip()
    ):  # nothing was looked for: the question is unclear, or there are no documents
        lines = f'<p dir="auto">{escape(rest.strip())}</p>'
    return (
        f'<div class="decline" data-testid="decline"><p class="said" dir="auto">{escape(title)}.</p>'
        f"{lines}</div>"
    )


def help_on(one: Answer, flagged: Flagged) -> str:
    """What stands under a decline: the nearest passages, and questions that have an answer."""
    return _nearest(one, flagged) + could_ask(one.suggestions)


def declined(one: Answer) -> bool:
    """Whether the documents do not say: not that the question is unclear, or that there are no documents."""
    return one.refused and one.text.startswith((DECLINE, DECLINE_CHOSEN))


def could_ask(questions: Sequence[str]) -> str:
    """Questions to ask with a click."""
    if not questions:
        return ""
    chips = "".join(
        f'<li><button type="button" class="chip" data-do="suggestion" data-testid="could-ask" '
        f'data-text="{escape(question)}"><bdi>{escape(question)}</bdi></button></li>'
        for question in questions
    )
    return (
        f'<div class="could-ask"><h3>{escape(words.COULD_ASK)}</h3>'
        f'<ul class="chips" aria-label="{escape(words.COULD_ASK)}">{chips}</ul></div>'
    )


def _nowhere(missing: Sequence[str]) -> str:
    if not missing:
        return ""
    listed = "".join(f"<li><bdi>{escape(word)}</bdi></li>" for word in missing[:MOST_MISSING])
    return f'<p class="nowhere">{escape(words.NOWHERE)}</p><ul class="words">{listed}</ul>'


def _near_misses(found: Sequence[NearMiss], flagged: Flagged) -> str:
    if not found:
        return ""
    title = words.NEAR_MISS if len(found) == 1 else words.NEAR_MISSES
    rows = "".join(
        quote(one.citation, question=one.stated, flagged=flagged(one.citation), above=one.text)
        for one in found
    )
    return (
        f'<div class="near" data-testid="near-miss"><h3>{escape(title)}</h3>'
        f'<ul class="quote-list">{rows}</ul></div>'
    )


def _nearest(one: Answer, flagged: Flagged) -> str:
    if one.nearest:
        title = words.NEAREST_PARTS.format(count=len(one.nearest))
        return fold(title, _parts(one.nearest, flagged), folded=True)
    title = words.NEAREST.format(count=len(one.quotes))
    return quote_list(
        title, one.quotes, question=one.standalone_question, folded=bool(one.near_misses), flagged=flagged
    )


def _parts(found: Sequence[Nearest], flagged: Flagged) -> Iterable[str]:
    return (
        quote(
            one.citation,
            question=one.part,
            flagged=flagged(one.citation),
            above=words.NEAREST_FOR.format(part=one.part) if one.part else "",
        )
        for one in found
    )

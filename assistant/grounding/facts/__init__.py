"""Hard facts: numbers, dates, names, denials and the like that must not differ from the source."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.grounding.facts.alignment import Alignment, align
from assistant.grounding.facts.antonyms import antonym_clashes
from assistant.grounding.facts.clash import Clash, ClashKind
from assistant.grounding.facts.comparisons import comparison_clashes
from assistant.grounding.facts.date_check import date_clashes
from assistant.grounding.facts.exchanged import exchanged_clashes
from assistant.grounding.facts.name_check import name_clashes
from assistant.grounding.facts.negation import denials, negation_clashes
from assistant.grounding.facts.number_check import number_clashes
from assistant.grounding.facts.permission import agree, permission_clashes
from assistant.grounding.facts.quantities import quantity_clashes
from assistant.grounding.facts.questions import Gap, question_gaps
from assistant.grounding.facts.rates import rate_clashes
from assistant.grounding.facts.roles import role_clashes
from assistant.grounding.facts.subjects import (
    condition_clashes,
    denial_clashes,
    exception,
    is_denied_beside,
    subject_clashes,
)
from assistant.language.parsed import LONGEST, parse

__all__ = ["Clash", "ClashKind", "Gap", "clashes", "question_gaps"]

_CHECKS: tuple[Callable[[Alignment], Iterator[Clash]], ...] = (
    number_clashes,
    date_clashes,
    name_clashes,
    negation_clashes,
    antonym_clashes,
    quantity_clashes,
    comparison_clashes,
    role_clashes,
    rate_clashes,
    exchanged_clashes,
    permission_clashes,
    subject_clashes,
    condition_clashes,
    denial_clashes,
)
_POLARITY = frozenset({"negation", "antonym", "quantity"})
_TIME = re.compile(r"^\D+$|\b(?:hours?|minutes?)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d\d\b")
_FIGURES = frozenset({"number", "date", "unit"})
_SAME_THING = 0.5  # the share of the claim's words that its best sentence has


def clashes(claim: str, quotes: Sequence[str], context: str = "") -> list[Clash]:
    """What the claim says that the quotes do not say or say otherwise.

    `context` is what stands around the quotes: the title, headings, the sentences beside them. It may
    explain a name ("he") or a year ("that year"), but states nothing against a quote. Of a sentence that
    is longer than LONGEST only the beginning is read, and nothing is sure.
    """
    alignment = align(parse(claim[:LONGEST]), quotes, parse(context))
    found = [clash for check in _CHECKS for clash in check(alignment)]
    if _may_deny(alignment):
        found = [replace(one, veto=False) if one.kind in _POLARITY else one for one in found]
    if agree(alignment):
        found = [one for one in found if one.kind != "negation"]
    whole = len(claim) <= LONGEST and all(len(one.text) < LONGEST for one in alignment.quotes)
    return [clash if whole and _sure(clash, alignment) else replace(clash, veto=False) for clash in found]


def _may_deny(alignment: Alignment) -> bool:
    """Whether the claim is of what the source excepts, or denies what the source denies elsewhere."""
    denies = any(one.plain for one in denials(alignment.claim))
    return exception(alignment) is not None or (denies and is_denied_beside(alignment))


def _sure(clash: Clash, alignment: Alignment) -> bool:
    """Whether the source speaks of the same thing: by words alone two sentences seldom exclude each other.

    An hour or a duration in words may follow from its times: "four hours" from 8 to 12 is not worked out.
    """
    worked_out = clash.kind in _FIGURES and _TIME.search(clash.said)
    if worked_out and any(one.times or _CLOCK.search(one.read) for one in alignment.quotes):
        return False
    return clash.kind in _FIGURES or clash.stated is None or alignment.best >= _SAME_THING

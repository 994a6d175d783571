"""Hard facts: numbers, dates, names, denials and the like that must not differ from the source."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.grounding.facts.alignment import Alignment, align
from assistant.grounding.facts.answer_types import AnswerType, answer_type, has_type
from assistant.grounding.facts.antonyms import antonym_clashes
from assistant.grounding.facts.clash import Clash, ClashKind
from assistant.grounding.facts.comparisons import comparison_clashes
from assistant.grounding.facts.date_check import date_clashes
from assistant.grounding.facts.exchanged import exchanged_clashes
from assistant.grounding.facts.name_check import name_clashes
from assistant.grounding.facts.negation import negation_clashes
from assistant.grounding.facts.number_check import number_clashes
from assistant.grounding.facts.parsed import LONGEST, parse
from assistant.grounding.facts.quantities import quantity_clashes
from assistant.grounding.facts.questions import Gap, question_gaps
from assistant.grounding.facts.rates import rate_clashes
from assistant.grounding.facts.roles import role_clashes

__all__ = ["AnswerType", "Clash", "ClashKind", "Gap", "answer_type", "clashes", "has_type", "question_gaps"]

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
)
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
    whole = len(claim) <= LONGEST and all(len(one.text) < LONGEST for one in alignment.quotes)
    return [clash if whole and _sure(clash, alignment) else replace(clash, veto=False) for clash in found]


def _sure(clash: Clash, alignment: Alignment) -> bool:
    """Whether the source speaks of the same thing: by words alone two sentences seldom exclude each other."""
    return clash.kind in _FIGURES or clash.stated is None or alignment.best >= _SAME_THING

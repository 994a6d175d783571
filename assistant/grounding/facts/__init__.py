"""Hard facts: numbers, dates, names, denials and the like that must not differ from the source."""

from collections.abc import Callable, Iterator, Sequence

from assistant.grounding.facts.alignment import Alignment, align
from assistant.grounding.facts.answer_types import AnswerType, answer_type, has_type
from assistant.grounding.facts.antonyms import antonym_clashes
from assistant.grounding.facts.clash import Clash, ClashKind
from assistant.grounding.facts.comparisons import comparison_clashes
from assistant.grounding.facts.date_check import date_clashes
from assistant.grounding.facts.name_check import name_clashes
from assistant.grounding.facts.negation import negation_clashes
from assistant.grounding.facts.number_check import number_clashes
from assistant.grounding.facts.parsed import parse
from assistant.grounding.facts.quantities import quantity_clashes
from assistant.grounding.facts.questions import Gap, question_gaps
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
)


def clashes(claim: str, quotes: Sequence[str], context: str = "") -> list[Clash]:
    """What the claim says that the quotes do not say or say otherwise.

    `context` is what stands around the quotes: the title, headings, the sentences beside them. It may
    explain a name ("he") or a year ("that year"), but states nothing against a quote.
    """
    alignment = align(parse(claim), quotes, parse(context))
    return [clash for check in _CHECKS for clash in check(alignment)]

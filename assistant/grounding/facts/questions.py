"""What a question takes for granted and its evidence does not state, or states otherwise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.grounding.facts.alignment import Alignment, align
from assistant.grounding.facts.antonyms import antonym_clashes
from assistant.grounding.facts.clash import Clash, ClashKind
from assistant.grounding.facts.date_check import date_clashes
from assistant.grounding.facts.name_check import name_clashes
from assistant.grounding.facts.negation import negation_clashes
from assistant.grounding.facts.number_check import number_clashes
from assistant.grounding.facts.parsed import LONGEST, parse
from assistant.grounding.facts.quantities import quantity_clashes
from index.words import words

_CHECKS: tuple[Callable[[Alignment], Iterator[Clash]], ...] = (
    name_clashes,
    number_clashes,
    date_clashes,
    antonym_clashes,
    negation_clashes,
    quantity_clashes,
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact of a question that its evidence does not state."""

    kind: ClashKind
    asked: str
    stated: str | None  # what the evidence says in its place; None: nothing
    sure: bool  # the evidence contradicts it, or has it in no form
    nowhere: bool = False  # no document has it


def question_gaps(
    question: str, window: Sequence[str], documents_have: Callable[[str], bool] | None = None
) -> list[Gap]:
    """What the question names, counts, dates, opposes or denies and the window does not state.

    `window` are the evidence sentences with what stands beside them (title, headings); `documents_have` says
    of a word whether any document has it. In the order of the checks, each fact once.
    """
    alignment = align(parse(question[:LONGEST]), window, parse(""))
    gaps = {
        (clash.kind, clash.said): _gap(clash, documents_have)
        for check in _CHECKS
        for clash in check(alignment)
    }
    return list(gaps.values())


def _gap(clash: Clash, documents_have: Callable[[str], bool] | None) -> Gap:
    named = clash.kind in ("name", "number", "date")
    if documents_have is None or not named:
        return Gap(clash.kind, clash.said, clash.stated, clash.veto)
    nowhere = not all(documents_have(word) for word in words(clash.said))
    # A name that stands elsewhere in the document may be what the window is about.
    return Gap(
        clash.kind, clash.said, clash.stated, clash.veto and (nowhere or clash.stated is not None), nowhere
    )

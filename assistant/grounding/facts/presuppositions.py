"""What a question takes for granted and its evidence does not state, or states otherwise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.grounding.facts.alignment import Alignment, Clash, ClashKind, align
from assistant.grounding.facts.dates import date_clashes
from assistant.grounding.facts.names import name_clashes
from assistant.grounding.facts.numbers import number_clashes
from assistant.grounding.facts.polarity import antonym_clashes, negation_clashes
from assistant.grounding.facts.quantities import comparison_clashes, quantity_clashes, superlatives
from assistant.language.opposites import are_opposites
from assistant.language.parsed import LONGEST, parse
from index.words import words

GapKind = ClashKind | Literal["superlative"]
_CHECKS: tuple[Callable[[Alignment], Iterator[Clash]], ...] = (
    name_clashes,
    number_clashes,
    date_clashes,
    antonym_clashes,
    negation_clashes,
    quantity_clashes,
    comparison_clashes,
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact of a question that its evidence does not state."""

    kind: GapKind
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
        if clash.kind != "unit"  # "two weeks" is no miss of "2 degrees"
    }
    asked = {gap.asked for gap in gaps.values()}
    return [*gaps.values(), *(gap for gap in _superlatives(alignment) if gap.asked not in asked)]


def _gap(clash: Clash, documents_have: Callable[[str], bool] | None) -> Gap:
    if documents_have is None or clash.kind not in ("name", "number", "date"):
        return Gap(clash.kind, clash.said, clash.stated, clash.veto)
    nowhere = not all(documents_have(word) for word in words(clash.said))
    # A name that stands elsewhere in the document may be what the window is about.
    sure = clash.veto and (nowhere or clash.stated is not None)
    return Gap(clash.kind, clash.said, clash.stated, sure, nowhere)


def _superlatives(alignment: Alignment) -> Iterator[Gap]:
    """Superlatives that the window has in no form, with the opposite or another one that it has."""
    claim = alignment.claim
    for place in superlatives(claim) if alignment.english else ():  # "qu'est" is none
        token = claim.tokens[place]
        if any(token.stem in quote.all_stems for quote in alignment.quotes):
            continue
        others = [source.tokens[at] for source in alignment.best_first for at in superlatives(source)]
        opposites = [other for other in others if are_opposites(token, other)]
        stated = next((other.text for other in (*opposites, *others)), None)
        yield Gap("superlative", token.text, stated, bool(alignment.quotes))

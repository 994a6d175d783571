"""What a question takes for granted and its evidence does not state, or states otherwise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.grounding.facts.alignment import Alignment, Clash, align
from assistant.grounding.facts.dates import date_clashes
from assistant.grounding.facts.names import name_clashes
from assistant.grounding.facts.numbers import number_clashes
from assistant.grounding.facts.polarity import antonym_clashes, negation_clashes
from assistant.grounding.facts.quantities import comparison_clashes, quantity_clashes, superlatives
from assistant.language.opposites import are_opposites
from assistant.language.parsed import LONGEST, parse
from index.words import words

_CHECKS: tuple[Callable[[Alignment], Iterator[Clash]], ...] = (
    name_clashes,
    number_clashes,
    date_clashes,
    antonym_clashes,
    negation_clashes,
    quantity_clashes,
    comparison_clashes,
)


def question_gaps(question: str, window: Sequence[str], documents_have: Callable[[str], bool]) -> list[Clash]:
    """What the question names, counts, dates, opposes or denies and the window does not state.

    `window` are the evidence sentences with what stands beside them (title, headings); `documents_have` says
    of a word whether any document has it. In the order of the checks, each fact once.
    """
    alignment = align(parse(question[:LONGEST]), window, parse(""))
    gaps = {
        (clash.kind, clash.said): _looked_for(clash, documents_have)
        for check in _CHECKS
        for clash in check(alignment)
        if clash.kind != "unit"  # "two weeks" is no miss of "2 degrees"
    }
    named = {gap.said for gap in gaps.values()}
    return [*gaps.values(), *(gap for gap in _superlatives(alignment) if gap.said not in named)]


def _looked_for(clash: Clash, documents_have: Callable[[str], bool]) -> Clash:
    """The clash with whether any document has what was asked."""
    if clash.kind not in ("name", "number", "date"):
        return clash
    nowhere = not all(documents_have(word) for word in words(clash.said))
    # A name that stands elsewhere in the document may be what the window is about.
    return replace(clash, veto=clash.veto and (nowhere or clash.stated is not None), nowhere=nowhere)


def _superlatives(alignment: Alignment) -> Iterator[Clash]:
    """Superlatives that the window has in no form, with the opposite or another one that it has."""
    claim = alignment.claim
    for place in superlatives(claim) if alignment.english else ():  # "qu'est" is none
        token = claim.tokens[place]
        if any(token.stem in quote.all_stems for quote in alignment.quotes):
            continue
        others = [source.tokens[at] for source in alignment.best_first for at in superlatives(source)]
        opposites = [other for other in others if are_opposites(token, other)]
        stated = next((other.text for other in (*opposites, *others)), None)
        reason = f"the source does not have {token.text}"
        yield Clash("superlative", token.text, stated, reason, bool(alignment.quotes))

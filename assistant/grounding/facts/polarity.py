"""What a claim denies and its source states, or the other way round; and words replaced by their opposite."""

import re
from collections.abc import Iterator

from assistant.grounding.facts.alignment import (
    BY_FAR,
    TWIN,
    Alignment,
    Clash,
    Spot,
    counterpart,
    likeness,
)
from assistant.grounding.facts.clauses import clauses
from assistant.language.denials import VERB_CUES, Denial, denials, is_denied
from assistant.language.opposites import are_opposites
from assistant.language.parsed import Parsed

_FIRST, _LATER = 0.4, 0.6  # likeness that the first denied word needs, and the others
_FEW_OTHERS = 2  # times the claim's words, in a clause that says the same in another order
_ALIKE = 0.5  # likeness of the words around two opposites
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis|non|mis)(?=\w{4})")


def negation_clashes(alignment: Alignment) -> Iterator[Clash]:
    """What the claim denies and the source states, or the other way round; the first that is seen."""
    if alignment.aligned and alignment.english:
        clash = _denied_by_claim(alignment) or _denied_by_source(alignment) or _one_denial_more(alignment)
        if clash is not None:
            yield clash


def _denied_by_claim(alignment: Alignment) -> Clash | None:
    claim = alignment.claim
    for denial in denials(claim):
        for nth, at in enumerate(denial.words):
            match = counterpart(claim, at, alignment.best_first)
            if match is None:
                if _is_denied_by_prefix(claim, at, alignment.aligned[0]):
                    break
                continue
            source, place, alike = match
            if is_denied(source, place) or alike < (_FIRST if nth == 0 else _LATER):
                break
            reason = "the sentence denies what the source states"
            return _negation(denial, claim.tokens[at].text, reason, alignment)
    return None


def _denied_by_source(alignment: Alignment) -> Clash | None:
    claim, source = alignment.claim, alignment.aligned[0]
    for denial in denials(source):
        for nth, at in enumerate(denial.words):
            match = counterpart(source, at, (claim,))
            if match is None:
                if _is_denied_by_prefix(source, at, claim):
                    break
                continue
            _, place, alike = match
            alike = max(alike, likeness(claim, Spot(place), source, Spot(at)))  # the source may say more
            if nth == 0 and _says_all(source, at, claim):
                alike = 1.0  # "is covered by", "does not cover": another order
            back = counterpart(claim, place, alignment.best_first)
            mutual = back is not None and back[:2] == (source, at)
            if not mutual or is_denied(claim, place) or alike < (_FIRST if nth == 0 else _LATER):
                break
            reason = "the source denies what the sentence states"
            return _negation(denial, source.tokens[at].text, reason, alignment)
    return None


def _says_all(source: Parsed, at: int, claim: Parsed) -> bool:
    """Whether a clause of the source has all of the claim's words, few others, and denies this one first."""
    return any(
        claim.stems <= clause.all_stems
        and len(clause.stems) <= _FEW_OTHERS * len(claim.stems)
        and clause.tokens[denial.words[0]].stem == source.tokens[at].stem in claim.all_stems
        for clause in clauses(source)
        for denial in denials(clause)
        if denial.words
    )


def _one_denial_more(alignment: Alignment) -> Clash | None:
    """The same words but for a "not": it may stand before none that carries meaning."""
    mine, theirs = (
        [denial for denial in denials(text) if denial.plain]
        for text in (alignment.claim, alignment.aligned[0])
    )
    if len(mine) % 2 == len(theirs) % 2 or not alignment.nearly_same:
        return None
    if len(mine) > len(theirs):
        cue = mine[-1].cue
        # Not merely lacking there: the source says the opposite.
        return Clash("negation", cue, "", f"the sentence has a “{cue}” that the source has not", True)
    cue = theirs[-1].cue
    return Clash("negation", "", cue, f"the source has a “{cue}” that the sentence has not", True)


def _negation(denial: Denial, word: str, reason: str, alignment: Alignment) -> Clash:
    veto = denial.cue.lower() not in VERB_CUES or alignment.nearly_same
    return Clash("negation", word, denial.cue, f"{reason}: “{denial.cue} … {word}”", veto)


def _is_denied_by_prefix(parsed: Parsed, at: int, other: Parsed) -> bool:
    """Whether the other text denies the word by its beginning: "not able", "unable"."""
    return any(_PREFIX.sub("", stem) == parsed.tokens[at].stem != stem for stem in other.stems)


def antonym_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Words of the claim that the source has the opposite of, in the same place and not denied."""
    if not alignment.aligned or not alignment.english:
        return
    claim = alignment.claim
    for place, token in enumerate(claim.tokens):
        match = _opposite_in_place(alignment, place) if token.word else None
        if match is None:
            continue
        source, at = match
        if is_denied(claim, place) == is_denied(source, at):
            yield Clash.differing("antonym", token.text, source.tokens[at].text, quoted=True)


def _opposite_in_place(alignment: Alignment, place: int) -> tuple[Parsed, int] | None:
    """The opposite of a word, where the words around the two are more alike than around the word itself.

    Where the claim has the opposite too, elsewhere, the words around must be nearly the same.
    """
    claim = alignment.claim
    opposites = [
        (likeness(claim, Spot(place), source, Spot(at)), -rank, -at)
        for rank, source in enumerate(alignment.aligned)
        for at, other in enumerate(source.tokens)
        if other.word and are_opposites(claim.tokens[place], other)
    ]
    if not opposites:
        return None
    alike, rank, at = max(opposites)
    source = alignment.aligned[-rank]
    own = counterpart(claim, place, alignment.best_first)
    needed = _ALIKE if own is None and source.tokens[-at].stem not in claim.all_stems else TWIN
    return (source, -at) if alike >= needed and alike > (own[2] + BY_FAR if own else 0.0) else None

"""What a claim denies and its source states, or the other way round; and words replaced by their opposite."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.grounding.facts.alignment import (
    BY_FAR,
    TWIN,
    Alignment,
    Clash,
    Spot,
    counterpart,
    likeness,
)
from assistant.grounding.facts.cells import cell_clashes, reads_as_row
from assistant.grounding.facts.clauses import clauses
from assistant.language.denials import VERB_CUES, Denial, denials, denies, is_denied
from assistant.language.opposites import are_opposites
from assistant.language.parsed import Parsed
from assistant.language.tokens import same_stem

_FIRST, _LATER = 0.4, 0.6  # likeness that the first denied word needs, and the others
_FEW_OTHERS = 2  # times the claim's words, in a clause that says the same in another order
_ALIKE = 0.5  # likeness of the words around two opposites
_MUCH = 0.5  # of a claim's words, for a clause to be of the same
_PLAIN = re.compile(r"not|never|no|cannot|\w+n['’]t", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:avoid\w*|rather than|instead of)\b", re.IGNORECASE)
_LIGHT = frozenset(map(same_stem, "need have do make take use get give go come put let keep want".split()))
# Opposites by which the same is said from the other side.
_CONVERSE = frozenset(
    same_stem(word)
    for word in "buy purchase sell lend borrow give receive teach learn win lose more less older younger "
    "taller shorter larger bigger smaller longer cheaper dearer faster slower earlier later before after "
    "above below".split()
)
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis|non|mis)(?=\w{4})")


def negation_clashes(alignment: Alignment) -> Iterator[Clash]:
    """What the claim denies and the source states, or the other way round; the first that is seen.

    A row's "no" belongs to its column.
    """
    if alignment.aligned and alignment.english and next(cell_clashes(alignment), None) is None:
        clash = _denied_by_claim(alignment) or _denied_by_source(alignment) or _one_denial_more(alignment)
        if clash is not None:
            yield clash


def _denied_by_claim(alignment: Alignment) -> Clash | None:
    claim = alignment.claim
    for denial in denials(claim):
        if denial.cue.lower() in ("than", "of"):
            continue  # "ninety instead of the hundred in the letter" denies no letter
        for nth, at in enumerate(denial.words):
            match = counterpart(claim, at, alignment.best_first)
            if match is None:
                if _is_denied_by_prefix(claim, at, alignment.aligned[0]):
                    break
                continue
            source, place, alike = match
            if is_denied(source, place) or alike < (_FIRST if nth == 0 else _LATER):
                break
            if denial.cue.lower() == "no" and _all_denied(claim, denial.words[nth + 1 :], alignment):
                break
            reason = "the sentence denies what the source states"
            return _negation(denial, claim.tokens[at].text, reason, alignment)
    return None


def _all_denied(claim: Parsed, places: Sequence[int], alignment: Alignment) -> bool:
    """Whether the source denies a word behind the first: in "no guests are admitted" the last."""
    matches = (counterpart(claim, place, alignment.best_first) for place in places)
    return any(match is not None and is_denied(*match[:2]) for match in matches)


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
            back = counterpart(claim, place, alignment.best_first)
            mutual = back is not None and back[:2] == (source, at)
            if not mutual or is_denied(claim, place) or alike < (_FIRST if nth == 0 else _LATER):
                break
            if place and claim.tokens[place - 1].lower == "no":
                break  # "no other fixes"
            if _is_stated(source.tokens[at].stem, alignment):
                break
            reason = "the source denies what the sentence states"
            return _negation(denial, source.tokens[at].text, reason, alignment)
    return None


def _is_stated(stem: str, alignment: Alignment) -> bool:
    """Whether a clause that states a word has more of the claim than those that deny it."""
    shares: dict[bool, list[int]] = {True: [0], False: [0]}
    for clause in (clause for quote in alignment.quotes for clause in clauses(quote)):
        if stem in clause.all_stems:
            shares[stem in _undenied(clause)].append(len(alignment.claim.stems & clause.all_stems))
    return max(shares[True]) > max(shares[False])


def _one_denial_more(alignment: Alignment) -> Clash | None:
    """The same words but for a "not": it may stand before none that carries meaning."""
    mine = [denial for denial in denials(alignment.claim) if denial.plain]
    theirs = [
        denial
        for clause in clauses(alignment.aligned[0])
        if not _is_of_another(clause, alignment.claim)
        for denial in denials(clause)
        if denial.plain
    ]
    if len(mine) % 2 == len(theirs) % 2 or not alignment.nearly_same:
        return None
    if len(mine) > len(theirs):
        cue = mine[-1].cue
        # Not merely lacking there: the source says the opposite.
        return Clash("negation", cue, "", f"the sentence has a “{cue}” that the source has not", True)
    cue = theirs[-1].cue
    return Clash("negation", "", cue, f"the source has a “{cue}” that the sentence has not", True)


def _is_of_another(clause: Parsed, claim: Parsed) -> bool:
    """Whether a clause denies something of what the claim does not have: "...; adults do not"."""
    cues = {denial.cue for denial in denials(clause)}
    before = takewhile(lambda token: token.text not in cues, clause.tokens)
    subject = {token.stem for token in before if token.content}
    return bool(cues and subject) and claim.all_stems.isdisjoint(subject)


def reordered_denial(alignment: Alignment) -> Iterator[Clash]:
    """A claim all of whose words stand in a clause of the source, with few others, and one of them behind a
    "not": "is covered by" and "does not cover".
    """
    claim = alignment.claim
    if not alignment.english or denies(claim):
        return
    same = (
        clause
        for quote in alignment.aligned
        for clause in clauses(quote)
        if claim.stems <= clause.all_stems and len(clause.stems) <= _FEW_OTHERS * len(claim.stems)
    )
    denied = (
        (denial, word)
        for clause in same
        for denial in denials(clause)
        if denial.plain and denial.words and (word := clause.tokens[denial.words[0]]).stem in claim.stems
    )
    pair = next(denied, None)
    if pair is not None and next(negation_clashes(alignment), None) is None:  # else it is reported already
        denial, word = pair
        yield _negation(denial, word.text, "the source denies what the sentence states", alignment)


def only_denied(alignment: Alignment) -> Iterator[Clash]:
    """A claim that denies nothing, of whose words the source has one only where it is denied: "Do not feed".

    The clause that denies it must have much of the claim, and more than any other where the word says little
    ("need") or is stated there. Never sure: another sentence may be meant.
    """
    claim = alignment.claim
    if not alignment.english or denies(claim) or _INSTEAD.search(claim.read):
        return
    theirs = [clause for quote in alignment.quotes for clause in clauses(quote)]
    stated = {clause: _undenied(clause) for clause in theirs}
    for clause in theirs:
        for denial in denials(clause):
            word = clause.tokens[denial.words[0]] if denial.words and denial.plain else None
            if word is None or word.stem not in claim.stems or not _PLAIN.fullmatch(denial.cue):
                continue
            if word.stem in _LIGHT:
                others = [other for other in theirs if other != clause]
            else:
                others = [other for other in theirs if word.stem in stated[other]]
            mine = len(claim.stems & clause.all_stems)
            much = mine >= _MUCH * len(claim.stems) or _in_its_place(clause, denial.words[0], claim)
            if much and all(len(claim.stems & other.all_stems) < mine for other in others):
                reason = f"the source has “{word.text}” only with “{denial.cue}”"
                yield Clash("negation", word.text, denial.cue, reason, False)
                return


def _in_its_place(clause: Parsed, at: int, claim: Parsed) -> bool:
    """Whether a clause says to take something else, which the claim has not: "Use secateurs, not shears"."""
    comma, cue = (token.text for token in clause.tokens[max(0, at - 2) : at]) if at > 1 else ("", "")
    before = [token.stem for token in clause.tokens[: max(0, at - 2)] if token.content][-1:]
    return (comma, cue.lower()) == (",", "not") and bool(before) and before[0] not in claim.all_stems


def _undenied(parsed: Parsed) -> set[str]:
    """The stems with meaning that no denial has in its scope."""
    tokens = enumerate(parsed.tokens)
    return {token.stem for place, token in tokens if token.content and not is_denied(parsed, place)}


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
        denied_alike = is_denied(claim, place) == is_denied(source, at)
        if denied_alike and not any(
            _is_converse(claim, place, source, position)
            for position, own in enumerate(source.tokens)
            if own.stem == source.tokens[at].stem
        ):
            yield Clash.differing("antonym", token.text, source.tokens[at].text, quoted=True)


def _is_converse(claim: Parsed, place: int, source: Parsed, at: int) -> bool:
    """Whether two opposites say the same, as the sides are exchanged: "sold it to Ann", "Ann bought it"."""
    if not {claim.tokens[place].stem, source.tokens[at].stem} <= _CONVERSE:
        return False
    before, behind, their_before, their_behind = (
        {token.stem for token in side if token.content}
        for text, bound in ((claim, place), (source, at))
        for side in (text.tokens[:bound], text.tokens[bound + 1 :])
    )
    return bool(before & their_behind and their_before & behind) and not before & their_before


def _opposite_in_place(alignment: Alignment, place: int) -> tuple[Parsed, int] | None:
    """The opposite of a word, where the words around the two are more alike than around the word itself.

    Where the claim has the opposite too, elsewhere, the words around must be nearly the same. A row that has
    the word as well, in the name of another column, tells nothing by what stands around it.
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
    if own and own[0] is source and reads_as_row(source):
        return None
    needed = _ALIKE if own is None and source.tokens[-at].stem not in claim.all_stems else TWIN
    return (source, -at) if alike >= needed and alike > (own[2] + BY_FAR if own else 0.0) else None

"""Whether the sources disagree on what was asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.conflicts import copies
from assistant.conflicts.about import akin, near
from assistant.conflicts.claim import Claim
from assistant.conflicts.contrast import each_its_own, limited
from assistant.conflicts.editions import by_edition
from assistant.conflicts.opinions import opinions
from assistant.conflicts.plain import by_plain_words
from assistant.conflicts.plain_question import bag
from assistant.conflicts.question import Asked, asked
from assistant.conflicts.replacing import TextOf, replacing
from assistant.conflicts.rows import rows_of
from assistant.conflicts.series import in_time, of_other_years, openings
from assistant.conflicts.slots import stated
from assistant.conflicts.subject import of_question, of_sentence
from assistant.conflicts.values import same
from assistant.evidence import EvidenceSentence, Scored
from assistant.terms import stems
from assistant.types import Conflict

MOST = 100  # sentences compared, each with each
SHORT = 12  # words of a sentence of which each counts


def find_conflicts(
    question: str,
    evidence: Sequence[EvidenceSentence],
    scored: Sequence[Scored] = (),
    text_of: TextOf | None = None,
) -> tuple[Conflict, ...]:
    """What the evidence states differently on the point that the question asks.

    `evidence` holds the sentences of the hits in the order of the hits and of the text, `scored` the
    nearest of them to the question, best first; `text_of` gives the stored text of a citation's document,
    in which it may say that it replaces another. No side is taken: each row is a value with the sentence
    that states it, the newest document first; only where one source says that it replaces the other, its
    rows are the first and `note` says so. Empty where the sources agree, or where it is not sure that they
    speak of the same.
    """
    slot = asked(question)
    conflicts = [
        _of_edition(pair) for pair in by_edition(question, scored) if not _apart(*pair, bag(question))
    ]
    if not conflicts:
        groups = _disagreeing(question, slot, evidence)
        conflicts = [Conflict(of_question(question), rows_of(groups))] if len(groups) > 1 else []
    return tuple(conflicts if text_of is None else (_with_note(one, text_of) for one in conflicts))


def _of_edition(pair: tuple[Claim, Claim]) -> Conflict:
    rows = rows_of([[claim] for claim in pair])
    newest = next(claim for claim in pair if claim.source == rows[0].citation.source_id)
    return Conflict(of_sentence(newest.sentence.text, newest.value), rows)


def _with_note(conflict: Conflict, text_of: TextOf) -> Conflict:
    """The conflict with what one source says of replacing another; its rows come first then."""
    found = replacing(conflict.rows, text_of)
    if found is None:
        return conflict
    source, note = found
    rows = sorted(conflict.rows, key=lambda row: row.citation.source_id != source)
    return replace(conflict, rows=tuple(rows), note=note)


def _disagreeing(question: str, slot: Asked, evidence: Sequence[EvidenceSentence]) -> list[list[Claim]]:
    """The claims by the value they give, from the first way of comparing that finds more than one."""
    on_it = near(slot, evidence)[:MOST]
    ways: tuple[Callable[[], list[list[Claim]]], ...] = (
        lambda: _not_apart(question, slot, _by_slot(slot, on_it)),
        lambda: by_plain_words(question, evidence),
        lambda: _not_apart(question, slot, _by_copies(slot, on_it)),
        lambda: _by_opinion(slot, on_it),
    )
    found = (way() for way in ways)
    return next((groups for groups in found if len(groups) > 1), [])


def _not_apart(question: str, slot: Asked, groups: list[list[Claim]]) -> list[list[Claim]]:
    """The groups without those whose short sentence is on another thing than that of one before."""
    if slot.kind not in ("number", "date", "person"):
        return groups
    known = bag(question)
    kept: list[list[Claim]] = []
    for group in groups:
        if not any(_apart(group[0], one[0], known) for one in kept):
            kept.append(group)
    return kept


def _apart(one: Claim, other: Claim, known: frozenset[str]) -> bool:
    texts = [_around(claim) for claim in (one, other)]
    short = all(len(text.split()) <= SHORT for text in texts)
    return short and (limited if one.value.kind == "date" else each_its_own)(texts[0], texts[1], known)


def _around(claim: Claim) -> str:
    text = claim.sentence.text
    return f"{text[: claim.value.start]} {text[claim.value.end :]}"


def _by_slot(slot: Asked, on_it: Sequence[EvidenceSentence]) -> list[list[Claim]]:
    """The values of different documents for the slot, those that may be the same together."""
    first: dict[str, Claim] = {}
    for one in on_it:
        for value in stated(slot, one.text)[:1]:
            claim = first.setdefault(one.citation.source_id, Claim(value, one))
            if same(claim.value, value) and len(value.text) > len(claim.value.text):
                first[claim.source] = Claim(value, one)  # the more exact one
    names = openings(on_it)
    groups: list[list[Claim]] = []
    for claim in first.values():
        for group in groups:
            if any(same(claim.value, other.value) or in_time(slot, claim, other, names) for other in group):
                group.append(claim)
                break
        else:
            groups.append([claim])
    return groups


def _by_copies(slot: Asked, on_it: Sequence[EvidenceSentence]) -> list[list[Claim]]:
    """Two sentences that say the same with another value, or with a "not"."""
    texts = [(copies.read(one.text), one) for one in on_it if _answers(slot, one.text)]
    for (one, first), (other, second) in combinations(texts, 2):
        if one is None or other is None or first.hit == second.hit:
            continue  # in one passage it is a list
        found = copies.denied(one, other)
        # Without a kind of value, likeness inside one document shows no more than a writer's habit.
        if not found and (
            slot.kind not in (None, "term") or first.citation.source_id != second.citation.source_id
        ):
            found = copies.replaced(one, other, slot.kind)
        if found:
            claims = Claim(found[0], first), Claim(found[1], second)
            if not in_time(slot, *claims, openings(on_it)):
                return [[claim] for claim in claims]
    return []


def _answers(slot: Asked, text: str) -> bool:
    own = set(stems(text))
    return bool(slot.named & own) and bool(not slot.relation or slot.relation & own)


def _by_opinion(slot: Asked, on_it: Sequence[EvidenceSentence]) -> list[list[Claim]]:
    """Sentences that judge one thing as good and as bad."""
    claims = [Claim(value, one) for one in on_it for value in opinions(slot, one.text)]
    for first in claims:
        side, noun = first.value.key
        alike = [one for one in claims if akin(str(one.value.key[1]), str(noun))]
        other = [one for one in alike if one.value.key[0] != side]
        if other and not of_other_years(first, other[0]):
            return [[one for one in alike if one.value.key[0] == side], other]
    return []

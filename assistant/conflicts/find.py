"""Whether the sources disagree on what was asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.conflicts.contrast import each_its_own, limited, of_other_days, of_other_years
from assistant.conflicts.editions import by_edition
from assistant.conflicts.opinions import by_opinion
from assistant.conflicts.pairs import by_pairs
from assistant.conflicts.question import Asked, read, subject_of
from assistant.conflicts.replacing import TextOf, replacing
from assistant.conflicts.rows import rows_of
from assistant.conflicts.slots import by_slot
from assistant.conflicts.statements import Claim, statements
from assistant.conflicts.value import differ
from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.types import Conflict

COUNTED = ("number", "date")
PLACE = 600  # characters: some lines, or a paragraph
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
    asked = read(question)
    found = statements(asked, evidence)
    ways: tuple[Callable[[], list[Claim]], ...] = (
        lambda: _not_apart(asked, by_edition(asked, scored)),
        lambda: _not_apart(asked, by_slot(asked, found)),
        lambda: by_pairs(asked, found),
        lambda: by_opinion(asked, found),
    )
    groups = (_grouped(way()) for way in ways)
    different = next((one for one in groups if len(one) > 1), None)
    if different is None:
        return ()
    conflict = Conflict(subject_of(question), rows_of(different))
    if different[0][0].value.kind in COUNTED and _of_one_place(conflict):
        return ()
    return (conflict if text_of is None else _with_note(conflict, text_of),)


def _of_one_place(conflict: Conflict) -> bool:
    """Whether all of it stands together in one text: the lines of a list differ, and do not disagree."""
    quotes = [row.citation for row in conflict.rows]
    together = max(one.end for one in quotes) - min(one.start for one in quotes) <= PLACE
    return together and len({(one.source_id, one.version) for one in quotes}) == 1


def _with_note(conflict: Conflict, text_of: TextOf) -> Conflict:
    """The conflict with what one source says of replacing another; its rows come first then."""
    found = replacing(conflict.rows, text_of)
    if found is None:
        return conflict
    source, note = found
    rows = sorted(conflict.rows, key=lambda row: row.citation.source_id != source)
    return replace(conflict, rows=tuple(rows), note=note)


def _grouped(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims by the value they give."""
    groups: list[list[Claim]] = []
    for claim in claims:
        same = next((one for one in groups if not differ(one[0].value, claim.value)), None)
        if same is None:
            groups.append([claim])
        else:
            same.append(claim)
    return groups


def _not_apart(asked: Asked, claims: Sequence[Claim]) -> list[Claim]:
    """The claims without those that give a value of another thing, or of another year, than one before."""
    kept: list[Claim] = []
    for claim in claims:
        if not any(differ(one.value, claim.value) and _apart(asked, one, claim) for one in kept):
            kept.append(claim)
    return kept


def _apart(asked: Asked, one: Claim, other: Claim) -> bool:
    kind = one.value.kind
    if of_other_days(one, other) or (kind == "number" and of_other_years(one, other)):
        return True
    if kind in ("place", "term") or any(len(claim.around.split()) > SHORT for claim in (one, other)):
        return False
    own = kind != "date" and each_its_own(one.around, other.around, asked.known)
    return own or limited(one.around, other.around)

"""Whether the sources disagree on what was asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.conflicts.contrast import differently_limited, each_its_own, of_other_days, of_other_years
from assistant.conflicts.editions import by_edition
from assistant.conflicts.mentions import differ, with_counted_word
from assistant.conflicts.opinions import by_opinion
from assistant.conflicts.pairs import by_pairs
from assistant.conflicts.question import QuestionAnalysis, analyse, topic_of
from assistant.conflicts.rows import TextOf, replacing, rows_of
from assistant.conflicts.slots import by_slot
from assistant.conflicts.statements import StatedValue, statements
from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.types import Conflict
from documents.readers.plain.text import MESSAGE

_NOW = re.compile(r"\b(?:now|nowadays|currently|these days|at the moment|at present)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:it|that|this|them|these|those)\W*$", re.IGNORECASE)
_FIGURES = ("number", "date")
_ONE_PLACE = 600  # characters: some lines, or a paragraph
_SHORT = 12  # words of a sentence of which each counts


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
    speak of the same, as where the question does not say of what.
    """
    analysed = analyse(question)
    if _POINTS.search(question) and len(analysed.known) < 2:
        return ()  # "By when do we have to book that?" asks of anything
    differing = (_grouped(_without_heads(stated)) for stated in _detected(analysed, evidence, scored))
    groups = next(
        (
            candidate
            for candidate in differing
            if len(candidate) > 1 and _may_answer(analysed, candidate[0][0])
        ),
        None,
    )
    if groups is None:
        return ()
    conflict = Conflict(topic_of(question), rows_of(groups))
    if groups[0][0].value.kind in _FIGURES and _is_of_one_place(conflict):
        return ()
    if _NOW.search(question) and _are_editions(conflict):
        return ()
    return (conflict if text_of is None else _with_note(conflict, text_of),)


def _detected(
    question: QuestionAnalysis, evidence: Sequence[EvidenceSentence], scored: Sequence[Scored]
) -> Iterator[list[StatedValue]]:
    """What may be stated differently, by each detector, the surest first."""
    about_it = statements(question, evidence)
    yield _not_apart(question, by_edition(question, scored))
    yield _not_apart(question, by_slot(question, about_it))
    yield by_pairs(question, about_it)
    yield by_opinion(question, about_it)


def _without_heads(stated: Sequence[StatedValue]) -> list[StatedValue]:
    """Those that are not of the head of a chat's message: when it was sent answers nothing."""
    heads = ((value, MESSAGE.match(value.sentence.text)) for value in stated)
    return [value for value, head in heads if head is None or value.value.start >= head.end()]


def _may_answer(question: QuestionAnalysis, stated: StatedValue) -> bool:
    """Not how many there are of something where it is asked when: "three work days" and "two work days"."""
    value = stated.value
    counts = value.kind == "number" and with_counted_word(value, stated.sentence.text) != value.text
    return not counts or question.types[:1] != ("date",)


def _are_editions(conflict: Conflict) -> bool:
    """Whether documents of one title and of different days say it: the last one says what holds now."""
    titles = {row.citation.title for row in conflict.rows}
    dates = {row.date for row in conflict.rows}
    return len(titles) == 1 and None not in dates and len(dates) == len(conflict.rows)


def _is_of_one_place(conflict: Conflict) -> bool:
    """Whether all of it stands together in one text: the lines of a list differ, and do not disagree."""
    quotes = [row.citation for row in conflict.rows]
    together = max(quote.end for quote in quotes) - min(quote.start for quote in quotes) <= _ONE_PLACE
    return together and len({(quote.source_id, quote.version) for quote in quotes}) == 1


def _with_note(conflict: Conflict, text_of: TextOf) -> Conflict:
    """The conflict with what one source says of replacing another; its rows come first then."""
    replaced = replacing(conflict.rows, text_of)
    if replaced is None:
        return conflict
    source, note = replaced
    rows = sorted(conflict.rows, key=lambda row: row.citation.source_id != source)
    return replace(conflict, rows=tuple(rows), note=note)


def _grouped(stated: Sequence[StatedValue]) -> list[list[StatedValue]]:
    """The sentences by the value they state."""
    groups: list[list[StatedValue]] = []
    for sentence in stated:
        same = (group for group in groups if not differ(group[0].value, sentence.value))
        if (group := next(same, None)) is None:
            groups.append([sentence])
        else:
            group.append(sentence)
    return groups


def _not_apart(question: QuestionAnalysis, stated: Sequence[StatedValue]) -> list[StatedValue]:
    """Those that do not give a value of another thing, or of another year, than one before."""
    kept: list[StatedValue] = []
    for value in stated:
        if not any(
            differ(before.value, value.value) and _are_apart(question, before, value) for before in kept
        ):
            kept.append(value)
    return kept


def _are_apart(question: QuestionAnalysis, stated: StatedValue, other: StatedValue) -> bool:
    kind = stated.value.kind
    if of_other_days(stated, other) or (kind == "number" and of_other_years(stated, other)):
        return True
    if kind in ("place", "term") or any(len(side.around.split()) > _SHORT for side in (stated, other)):
        return False
    own = kind != "date" and each_its_own(stated.around, other.around, question.known)
    return own or differently_limited(stated.around, other.around)

"""The same place in two documents of one name, such as two editions, with another number, date or time."""

from collections.abc import Iterator, Sequence, Set
from itertools import combinations, takewhile

from assistant.conflicts.contrast import of_other_years
from assistant.conflicts.mentions import Kind, Mention, differ, is_one_of_several, mentions
from assistant.conflicts.question import QuestionAnalysis
from assistant.conflicts.statements import ABOUT, LONGEST, StatedValue
from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import content_stems
from documents.text.blocks import NEXT
from index.words import STOP_WORDS, words

_BEST = 6  # sentences of the evidence that are near enough to the question
_SHARED = 3  # words around the value that are the same in both
_KINDS: tuple[Kind, ...] = ("number", "date", "time")


def by_edition(question: QuestionAnalysis, scored: Sequence[Scored]) -> list[StatedValue]:
    """The values that differ between two documents of one title, in the sentences nearest to the question.

    Both have the same title and headings, and the same words around the value.
    """
    nearest = [near for near in scored[:_BEST] if len(near.sentence.text) <= LONGEST]
    disagreeing: list[tuple[float, list[StatedValue]]] = []
    for near, other in combinations(nearest, 2):
        if not _same_place(question, near.sentence, other.sentence):
            continue
        pair = next(_differing(question, near.sentence.text, other.sentence.text), None)
        if pair:
            stated = [StatedValue(pair[0], near.sentence), StatedValue(pair[1], other.sentence)]
            if not of_other_years(*stated):
                disagreeing.append((near.score + other.score, stated))
    return max(disagreeing, key=lambda scored_pair: scored_pair[0])[1] if disagreeing else []


def _same_place(question: QuestionAnalysis, sentence: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Whether two documents have the same title and headings there, and the question is about that."""
    first, second = sentence.citation, other.citation
    # Of their labels one may have the name of its file.
    alike = (first.title, first.headings) == (second.title, second.headings)
    if not alike or first.source_id == second.source_id:
        return False
    if _row_name(sentence) != _row_name(other):
        return False
    stems = content_stems(f"{sentence.text} {sentence.label}")
    return len(question.known & stems) >= ABOUT * len(question.known)


def _row_name(sentence: EvidenceSentence) -> str:
    """What a table's row begins with, "" for what is none: rows of other names do not disagree."""
    return sentence.text.split(NEXT)[0] if sentence.is_row else ""


def _differing(question: QuestionAnalysis, text: str, other: str) -> Iterator[tuple[Mention, Mention]]:
    """The values of a kind that are not the same, and stand among the same words."""
    for kind in [kind for kind in _KINDS if kind in question.types] or _KINDS:
        for mine in mentions(kind, text):
            for theirs in mentions(kind, other):
                if differ(mine, theirs) and _same_words_around(text, mine, other, theirs):
                    if _is_asked_for(text, mine, question.known) and _is_asked_for(
                        other, theirs, question.known
                    ):
                        yield mine, theirs


def _is_asked_for(text: str, value: Mention, wanted: Set[str]) -> bool:
    """Whether the value is the sentence's first of its kind, or the question has a word that leads to it.

    Not where the question has a word that stands at another value alone ("six on a full plot, three on a
    half plot"), nor where the value is one of several in a row ("March, June and September").
    """
    every = mentions(value.kind, text)
    before = [other.end for other in every if other.end <= value.start]
    behind = [other.start for other in every if other.start >= value.end]
    led = text[max(before, default=0) : value.start]
    followed = text[value.end : min(behind, default=len(text))]
    if is_one_of_several(text, value):
        return False
    own = content_stems(f"{led} {followed}")
    others = content_stems(text[min(behind) :]) if behind else frozenset()
    if (wanted & others) - own - content_stems(text[: min(before, default=value.start)]):
        return False
    return not before or bool(wanted & content_stems(led))


def _same_words_around(text: str, mine: Mention, other: str, theirs: Mention) -> bool:
    before = words(text[: mine.start])[::-1], words(other[: theirs.start])[::-1]
    behind = words(text[mine.end :]), words(other[theirs.end :])
    shared_before, shared_behind = (
        [word for word, _ in takewhile(lambda pair: pair[0] == pair[1], zip(*side, strict=False))]
        for side in (before, behind)
    )
    if not shared_before and any(before):
        return False  # other words lead to the value: "the rate is 40", "a passenger adds 5"
    shared = shared_before + shared_behind
    return len(shared) >= _SHARED and any(word not in STOP_WORDS for word in shared)

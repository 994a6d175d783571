"""One answer of those to several questions that were asked at once."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from assistant.phrases import NOT_SURE, disagreement
from assistant.pipeline.followup.turn import capitalised, without_mark
from assistant.showing.as_text import plain
from assistant.showing.assembly import placed
from assistant.showing.pieces import citations_overlap
from assistant.types import Answer, Section, Sentence

_T = TypeVar("_T", bound=Hashable)
_MOMENTS = frozenset({"first_evidence", "first_token"})  # of timings; all else are seconds that add up
Shown = list[tuple[Section, tuple[Sentence, ...]]]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions, as it was typed, and its answer."""

    question: str
    answer: Answer


def joined(asked: str, parts: Sequence[Part]) -> Answer:
    """One answer of those to each part, each below its question. At least one of them is no decline.

    It is sure where each is; else those that are unsure say so for themselves, as do those that are declined.
    What was shown before is not shown again.
    """
    answered = [part.answer for part in parts if not part.answer.refused]
    outcomes = Counter(answer.outcome for answer in answered)
    groups = list(_groups(parts, mixed=len(outcomes) > 1))
    shown: Shown = []
    for questions, under in groups:
        if len(groups) > 1:
            shown.append((Section("asked", 0, " ".join(map(_as_question, questions))), ()))
        shown += under
    whole = replace(
        min(answered, key=lambda answer: (answer.outcome == "answered", answer.confidence)),
        question=asked,
        standalone_question=_understood(asked, parts),
        draft="\n\n".join(answer.draft for answer in answered if answer.draft),
        form=answered[0].form,
        outcome="answered" if outcomes["answered"] == len(parts) else "unsure",
        sections=tuple(section for section, _ in shown),
        sentences=tuple(chain.from_iterable(sentences for _, sentences in shown)),
        withheld=_all(answer.withheld for answer in answered),
        missing=_all(part.answer.missing for part in parts),
        conflicts=_all(answer.conflicts for answer in answered),
        notes=_all(_notes(part.answer) for part in parts),
        near_misses=_all(part.answer.near_misses for part in parts),
        hits=_all(answer.hits for answer in answered),
        quotes=_all(answer.quotes for answer in answered),
        timings=_seconds([part.answer for part in parts]),
    )
    text = plain(whole)
    return replace(whole, text=text, sentences=tuple(placed(whole, text)))


def _groups(parts: Sequence[Part], *, mixed: bool) -> Iterator[tuple[list[str], Shown]]:
    """The questions with what is shown for them; one whose best words stand above already is asked there."""
    groups: list[tuple[list[str], Shown]] = []
    for question, answer in ((part.question, part.answer) for part in parts):
        if answer.refused:
            groups.append(([question], [(Section("text", 0, answer.text), ())]))
            continue
        under = list(answer.parts())
        rest = [part for part in under if not any(_are_in(part[1], shown) for _, shown in groups)]
        above = next((group for group in groups if under and _are_in(under[0][1], group[1])), None)
        if above:
            above[0].append(question)
            above[1].extend(rest)
            continue
        disagreed = [(Section("text", 0, disagreement(conflict)), ()) for conflict in answer.conflicts]
        unsure = [(Section("text", 0, NOT_SURE), ())] if mixed and answer.outcome == "unsure" else []
        groups.append(([question], [*disagreed, *unsure, *rest]))
    yield from groups


def _are_in(sentences: Sequence[Sentence], shown: Shown) -> bool:
    """Whether all that sentences cite stands in what is shown."""
    above = [citation for _, others in shown for sentence in others for citation in sentence.citations]
    cited = [citation for sentence in sentences for citation in sentence.citations]
    return bool(cited) and all(
        any(citations_overlap(citation, other) for other in above) for citation in cited
    )


def _notes(answer: Answer) -> tuple[str, ...]:
    """Its notes; of a declined part what there is instead, which nothing else says."""
    return tuple(miss.text for miss in answer.near_misses) if answer.refused else answer.notes


def _understood(asked: str, parts: Sequence[Part]) -> str:
    """The question as it was understood: as it was asked, where each part was."""
    whole = [part.answer.standalone_question for part in parts]
    if whole == [part.question for part in parts]:
        return asked
    return " ".join(map(_as_question, whole))


def _as_question(text: str) -> str:
    """A part as a question of its own: "when do i get it back" as "When do i get it back?"."""
    question = capitalised(without_mark(text))
    return question if question.endswith("?)") else f"{question}?"


def _seconds(answers: Sequence[Answer]) -> dict[str, float]:
    """The seconds of each stage together; a moment is that of the first that has it."""
    seconds: dict[str, float] = {}
    for stage, taken in chain.from_iterable(answer.timings.items() for answer in answers):
        if stage not in seconds or stage not in _MOMENTS:
            seconds[stage] = round(seconds.get(stage, 0.0) + taken, 4)
    return seconds


def _all(groups: Iterable[Iterable[_T]]) -> tuple[_T, ...]:
    """What is in any of the groups, in order, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(groups)))

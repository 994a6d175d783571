"""Several questions that were asked at once: whether one answer has them all, or each has its own."""

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.declining.answerability import MAY_HELP
from assistant.declining.findings import Findings
from assistant.evidence.rating import Rater
from assistant.language.courtesies import turns_away
from assistant.language.terms import content_stems
from assistant.pipeline.followup import History, Standalone
from assistant.pipeline.followup.pronouns import PRONOUN
from assistant.pipeline.joining import Part, joined
from assistant.pipeline.new_topic import LIGHT
from assistant.pipeline.timings import Timings
from assistant.showing.pieces import same_place
from assistant.types import Answer, Event
from index.words import content_words

READ = 8  # sentences that are shown
# The log-odds from which what is found for the whole line answers a part; by which it may do so less well
# than what is found for the part alone; and by which it must do so better for the part to have lost what the
# line says once, such as a name or a day.
ANSWERS, AS_WELL, CLEARLY = 3.0, 0.5, 1.0
_LEANS = re.compile(r"\b(?:one|ones|there|then|also|else|too)\b|^\W*how \w+\W*$", re.IGNORECASE)
_UNKNOWN = float("-inf")


@dataclass(frozen=True, slots=True)
class Found:
    """What the documents give for one question, as it was understood."""

    whole: Standalone
    findings: Findings
    timings: Timings

    @property
    def is_shown(self) -> bool:
        """Whether anything of it can be shown: it is clear what is asked, and there is evidence."""
        return not self.whole.unclear and bool(self.findings.evidence.scored)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Answers several questions that one line asks.

    `find` gives what there is for a question after those before it, with the pieces that can be shown;
    `answer` makes the answer of that.
    """

    find: Callable[[str, History], Found]
    answer: Callable[[Found], Generator[Event, None, Answer]]
    rater: Callable[[str], Rater]

    def stream(
        self, asked: str, questions: Sequence[str], history: History
    ) -> Generator[Event, None, Answer]:
        """The answer, after the events on its way.

        What is found for the whole line where that is sure and answers each part as well as what is found
        for the part; else the answers to the parts, joined, the whole line's for one that lost by that.
        """
        if turns_away(asked):  # as only the beginning of the line says, which no part has
            history = ()
        whole_line, parts = self.find(asked, history), list(self._parts(questions, history))
        whole: Answer | None = None
        if _is_of_one_place(questions, whole_line, parts):
            whole = yield from self.answer(whole_line)
            if not whole.refused:
                return whole
        gains = [
            self._gain(question, whole_line, part) for question, part in zip(questions, parts, strict=True)
        ]
        if whole is None and all(gain >= -AS_WELL for gain in gains):
            whole = yield from self.answer(whole_line)
            if whole.outcome == "answered":
                return whole
        answers: list[Part] = []
        for question, part, gain in zip(questions, parts, gains, strict=True):
            answer = yield from self.answer(whole_line if gain >= CLEARLY else part)
            understood = part.findings.question.understood
            answers.append(Part(question, replace(answer, standalone_question=understood)))
        completed = [self._with_other_answer(place, answers, parts) for place in range(len(answers))]
        if all(part.answer.refused for part in completed):
            return whole or (yield from self.answer(whole_line))
        joint = joined(asked, completed)
        return whole if whole and not whole.refused and joint.outcome != "answered" else joint

    def _parts(self, questions: Sequence[str], history: History) -> Iterator[Found]:
        """What is found for each; one that leans on those before it is asked after them."""
        before = list(history)
        for question in questions:
            leans = PRONOUN.search(question) or _LEANS.search(question) or not content_words(question)
            part = self.find(question, before if leans else history)
            yield part
            first = " ".join(
                sentence.text for piece in part.findings.pieces[:1] for sentence in piece.sentences
            )
            before += [("user", question), ("assistant", first)]

    def _gain(self, question: str, whole_line: Found, part: Found) -> float:
        """By how much what is found for the whole line answers a part better, where it answers it at all."""
        of_whole, own = self._log_odds(question, whole_line), self._log_odds(question, part)
        if of_whole is None or own is None or of_whole < ANSWERS:
            return _UNKNOWN
        return of_whole - own

    def _log_odds(self, question: str, found: Found) -> float | None:
        """How well the best of what is shown answers a question, in log-odds; None where no model tells."""
        read = [sentence.below_label for sentence in found.findings.shown[:READ]]
        return max(self.rater(question).logits(read) or (), default=None)

    def _with_other_answer(self, place: int, answers: Sequence[Part], parts: Sequence[Found]) -> Part:
        """The part; one that is declined though another's words may answer it has these, unsure."""
        own = answers[place]
        if own.answer.refused:
            for other, found in zip(answers, parts, strict=True):
                log_odds = None if other.answer.refused else self._log_odds(own.question, found)
                if log_odds is not None and log_odds >= MAY_HELP:
                    understood = own.answer.standalone_question
                    unsure = replace(other.answer, outcome="unsure", standalone_question=understood)
                    return Part(own.question, unsure)
        return own


def _is_of_one_place(questions: Sequence[str], whole_line: Found, parts: Sequence[Found]) -> bool:
    """Whether the best that is found for the whole line is that for the first question, and has each word of
    the others: the week's price and the deposit stand in the row of the tandem that was asked about.
    """
    best, first = (found.findings.shown[:1] for found in (whole_line, parts[0]))
    if not best or not first or not same_place(best[0], first[0]):
        return False
    known = content_stems(f"{best[0].label} {best[0].text}")
    light = LIGHT | content_stems("cost price")
    other_stems = [content_stems(question) - light for question in questions[1:]]
    return all(terms and terms <= known for terms in other_stems)

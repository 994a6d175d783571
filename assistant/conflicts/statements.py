"""The sentences that are about what a question asks about, and the values that they state for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conflicts.mentions import Mention
from assistant.conflicts.question import QuestionAnalysis, unnamed
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import content_stems
from assistant.language.tokens import related_stems

LONGEST = 2000  # characters; a longer sentence is none, and would take long to compare
ABOUT = 0.5  # the share of the question's words, beside its names, that must be there
_MOST = 100  # sentences
_LOOKS_BACK = 4  # sentences that a sentence's "it" can refer back to


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on the subject. `whole`: it names it itself; `close`: with title and sentences before it."""

    sentence: EvidenceSentence
    whole: bool
    close: bool

    @property
    def text(self) -> str:
        """The sentence."""
        return self.sentence.text

    @property
    def source(self) -> str:
        """The id of its document."""
        return self.sentence.citation.source_id


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value that a sentence states for what was asked."""

    value: Mention
    sentence: EvidenceSentence

    @property
    def title(self) -> str:
        """The title of its document."""
        return self.sentence.citation.title

    @property
    def around(self) -> str:
        """The sentence without the value."""
        return f"{self.sentence.text[: self.value.start]} {self.sentence.text[self.value.end :]}"


def statements(question: QuestionAnalysis, evidence: Sequence[EvidenceSentence]) -> list[Statement]:
    """The sentences with all names and half of the other words, in themselves, their title or before them."""
    chosen: list[Statement] = []
    stems = [content_stems(sentence.text) for sentence in evidence]
    for place, sentence in enumerate(evidence):
        if sentence.heading or len(sentence.text) > LONGEST or not question.known & stems[place]:
            continue
        before = [at for at in range(max(0, place - _LOOKS_BACK), place) if evidence[at].hit == sentence.hit]
        context = content_stems(sentence.label).union(stems[place], *(stems[at] for at in before))
        if _is_about(question, context):
            names_it = question.named <= stems[place]
            whole = names_it and question.rest <= content_stems(unnamed(sentence.text))
            chosen.append(Statement(sentence, whole, question.rest <= context))
            if len(chosen) == _MOST:
                break
    return chosen


def _is_about(question: QuestionAnalysis, context: frozenset[str]) -> bool:
    if not question.named:  # all words must be there, or anything would do
        return question.rest <= context
    if question.title or question.kind == "term":
        return question.named <= context
    others = question.rest - question.relation
    count = sum(any(related_stems(word, other) for other in context) for word in others)
    return question.named <= context and count >= ABOUT * len(others)

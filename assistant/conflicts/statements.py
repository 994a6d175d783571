"""The sentences that are about what a question asks about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.conflicts.question import Asked, bag, unnamed
from assistant.conflicts.value import Value, akin
from assistant.evidence.sentences import EvidenceSentence

LONGEST = 2000  # characters; a longer sentence is none, and would take long to compare
MOST = 100  # sentences
LOOKS_BACK = 4  # sentences that a sentence's "it" can refer back to
ABOUT = 0.5  # the share of the question's words, beside its names, that must be there


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
class Claim:
    """A value that a sentence states for what was asked."""

    value: Value
    sentence: EvidenceSentence

    @property
    def source(self) -> str:
        """The id of the document it stands in."""
        return self.sentence.citation.source_id

    @property
    def around(self) -> str:
        """The sentence without the value."""
        return f"{self.sentence.text[: self.value.start]} {self.sentence.text[self.value.end :]}"


def statements(asked: Asked, evidence: Sequence[EvidenceSentence]) -> list[Statement]:
    """The sentences with all names and half of the other words, in themselves, their title or before them."""
    return list(_statements(asked, evidence))[:MOST]


def _statements(asked: Asked, evidence: Sequence[EvidenceSentence]) -> Iterator[Statement]:
    own = [bag(one.text) for one in evidence]
    for place, one in enumerate(evidence):
        if one.heading or len(one.text) > LONGEST or not asked.known & own[place]:
            continue
        before = [at for at in range(max(0, place - LOOKS_BACK), place) if evidence[at].hit == one.hit]
        context = bag(one.label).union(own[place], *(own[at] for at in before))
        others = asked.rest - asked.relation
        if not asked.named:  # all words must be there, or anything would do
            on_it = asked.rest <= context
        elif asked.title or asked.kind == "term":
            on_it = asked.named <= context
        else:
            there = sum(any(akin(word, other) for other in context) for word in others)
            on_it = asked.named <= context and there >= ABOUT * len(others)
        if on_it:
            whole = asked.named <= own[place] and asked.rest <= bag(unnamed(one.text))
            yield Statement(one, whole, asked.rest <= context)

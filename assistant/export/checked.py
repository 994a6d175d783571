"""Checked sentences in words: what has no source and why, what is left out, and a whole text with notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.export.flagged import Flagged, unflagged
from assistant.export.numbering import citation_numbers
from assistant.phrases import STATES_NOTHING
from assistant.pipeline.scope import some_chosen
from assistant.types import Answer, Citation, Sentence, Support
from documents.reading.notes import count
from documents.text.runs import runs
from documents.text.sentences import sentence_spans
from documents.types import Source

LABELS: dict[Support, str] = {"found": "found", "partly": "partly", "not_found": "not found"}
UNSURE = "A draft that was not believed"


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, its checked sentences, and the library's sources.

    `end` is the place up to which the text was checked (None: all of it was); `flagged` tells the quotes
    of passages that speak to the assistant.
    """

    text: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...] = ()
    end: int | None = None
    flagged: Flagged = unflagged

    @property
    def rest(self) -> str:
        """What was not checked: empty, or whole lines and paragraphs as in the text."""
        return "" if self.end is None else self.text[self.end :].strip()

    @property
    def stopped(self) -> str:
        """How much was not checked, in a sentence; empty where all was.

        >>> Checked("It is. It was.", (Sentence("It is.", 0, 6, "found", 1.0, (), ()),), end=6).stopped
        'Stopped: 1 of 2 sentences was not checked.'
        """
        left = len(sentence_spans(self.rest))
        total = len(self.sentences) + left
        not_checked = f"{left:,} of {count(total, 'sentence')} {'was' if left == 1 else 'were'}"
        return f"Stopped: {not_checked} not checked." if left else ""

    @property
    def numbers(self) -> dict[Citation, int]:
        """Each citation with the number of its note, from 1 in the order of the text."""
        return citation_numbers(self.sentences)

    def paragraphs(self) -> Iterator[list[Sentence]]:
        """The sentences, those of each line or paragraph of the text together."""
        return runs(
            self.sentences,
            lambda paragraph, sentence: "\n" not in self.text[paragraph[-1].end : sentence.start],
        )


def place(citation: Citation) -> str:
    """Where a quote stands: name, page, section."""
    section = " › ".join(heading for heading in citation.headings if heading != citation.title)
    return ", ".join(part for part in (citation.name, citation.where, section) if part)


def states_nothing(sentence: Sentence) -> bool:
    """Whether it is a remark, such as "Here are the steps:", of which no source need state anything."""
    return sentence.reasons == (STATES_NOTHING,)


def unsourced(sentence: Sentence) -> list[tuple[int, int]]:
    """The parts without a source of a partly stated sentence, as offsets in its own text, apart and in order.

    All of it where no part is named, as in answers of an earlier Footnote.
    """
    if sentence.support != "partly" or states_nothing(sentence):
        return []
    parts: list[tuple[int, int]] = []
    for start, stop in sorted(sentence.unsupported):
        start = max(start - sentence.start, parts[-1][1] if parts else 0)
        stop = min(stop - sentence.start, len(sentence.text))
        if sentence.text[start:stop].strip():
            parts.append((start, stop))
    return parts or [(0, len(sentence.text))]


def lacking(sentence: Sentence) -> str:
    """The parts without a source, quoted; empty where none is named.

    >>> lacking(Sentence("It is big and red.", 4, 22, "partly", 0.5, (), (), ((14, 21),)))
    '“and red”'
    """
    parts = unsourced(sentence) if sentence.unsupported else []
    return ", ".join(f"“{' '.join(sentence.text[start:stop].split())}”" for start, stop in parts)


def why(sentence: Sentence) -> list[str]:
    """Why it has the label that it has: the parts without a source, the reasons."""
    part = lacking(sentence)
    return [*([f"no source for {part}"] if part else []), *sentence.reasons]


def remark(sentence: Sentence) -> str:
    """What is amiss with a sentence: its label, the parts without a source, the reasons; empty if found."""
    if sentence.support == "found":
        return ""
    return ": ".join(part for part in (LABELS[sentence.support], "; ".join(why(sentence))) if part)


def left_out(answer: Answer) -> tuple[Sentence, ...]:
    """The sentences that are reported as left out.

    None under an unsure answer, which shows what was found, and none of a decline where no model wrote any.
    """
    nothing_written = answer.refused and not answer.model
    return () if answer.outcome == "unsure" or nothing_written else answer.withheld


def left_out_title(answer: Answer) -> str:
    """What is over the sentences that are left out: how many, and why.

    That no source states them, else the one reason that all have, else none.
    """
    if answer.refused:
        return UNSURE
    number = f"{count(len(answer.withheld), 'sentence')} left out"
    reasons = {sentence.reasons for sentence in answer.withheld}
    if all(sentence.support == "not_found" for sentence in answer.withheld):
        return f"{number}: {unstated(answer, 'it' if len(answer.withheld) == 1 else 'them')}"
    return f"{number}: {'; '.join(reasons.pop())}" if len(reasons) == 1 else number


def unstated(answer: Answer, what: str = "it") -> str:
    """That no source states it, of those that were asked."""
    return f"{'no chosen source' if some_chosen(answer.notes) else 'no document'} states {what}"


def tally(sentences: Sequence[Sentence]) -> str:
    """How many sentences have which label.

    >>> tally([Sentence("It sails.", 0, 9, "found", 0.9, (), ())])
    '1 sentence: 1 found'
    """
    labels = [sentence.support for sentence in sentences]
    numbers = [f"{labels.count(label):,} {name}" for label, name in LABELS.items() if label in labels]
    return ": ".join(part for part in (count(len(labels), "sentence"), ", ".join(numbers)) if part)

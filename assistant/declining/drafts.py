"""A draft of an answer: what a language model wrote, or the best sentences where none did."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.declining.findings import Findings
from assistant.declining.signals import Signals, signals_of
from assistant.evidence.gathering import Scored
from assistant.grounding import withheld
from assistant.types import Sentence

EXTRACTIVE = 2  # sentences of a draft without a model


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with its checked sentences and the signals that speak for it.

    `model` is the name of what wrote it, "" for none; `measured`: the confidence was measured with that, or
    there is none. `copied` is what the model wrote where it was asked for words of the best place: the draft
    is made of quotes then. `notes` say why no model wrote.
    """

    text: str
    sentences: tuple[Sentence, ...]
    signals: Signals
    model: str = ""
    measured: bool = True
    copied: str = ""
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[Sentence, ...]:
        """The sentences that the evidence states, at least in part."""
        return tuple(sentence for sentence in self.sentences if not withheld(sentence))

    def called_answerable(self, log_odds: float | None) -> "Draft":
        """The draft, its model calling the question answerable with these log-odds; None if it is silent."""
        return replace(self, signals=replace(self.signals, answerable=log_odds))


def quoted_draft(findings: Findings, embedder: object) -> Draft:
    """The best sentences as a draft, one a line, for where no language model writes."""
    sentences = tuple(_quoted(findings.evidence.scored[:EXTRACTIVE]))
    text = "\n".join(sentence.text for sentence in sentences)
    return Draft(text, sentences, signals_of(findings, text, sentences, embedder))


def _quoted(scored: Sequence[Scored]) -> list[Sentence]:
    sentences: list[Sentence] = []
    start = 0
    for evidence in (best.sentence for best in scored):
        line = " ".join(evidence.text.split())
        end = start + len(line)
        sentences.append(Sentence(line, start, end, "found", 1.0, (evidence.citation,), ()))
        start = end + 1
    return sentences

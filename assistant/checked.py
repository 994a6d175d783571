"""Checked sentences in words: what has no source and why, and a whole text with its notes numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.numbering import numbered
from assistant.phrases import STATES_NOTHING
from assistant.types import Citation, Sentence, Support
from documents.types import Source

LABELS: dict[Support, str] = {"found": "found", "partly": "partly", "not_found": "not found"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, its checked sentences (all, or the first of them), and the library's sources."""

    text: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...] = ()

    @property
    def numbers(self) -> dict[Citation, int]:
        """Each citation with the number of its note, from 1 in the order of the text."""
        return numbered(self.sentences)

    def paragraphs(self) -> Iterator[list[Sentence]]:
        """The sentences, those of each line or paragraph of the text together."""
        paragraph: list[Sentence] = []
        for one in self.sentences:
            if paragraph and "\n" in self.text[paragraph[-1].end : one.start]:
                yield paragraph
                paragraph = []
            paragraph.append(one)
        if paragraph:
            yield paragraph


def place(citation: Citation) -> str:
    """Where a quote stands: title, page, section."""
    page = [f"page {citation.page}"] if citation.page else []
    section = " › ".join(heading for heading in citation.headings if heading != citation.title)
    return ", ".join(part for part in (citation.title, *page, section) if part)


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


def remark(sentence: Sentence) -> str:
    """What is amiss with a sentence: its label, the parts without a source, the reasons; empty if found."""
    if sentence.support == "found":
        return ""
    part = lacking(sentence)
    said = "; ".join([*([f"no source for {part}"] if part else []), *sentence.reasons])
    return ": ".join(one for one in (LABELS[sentence.support], said) if one)


def tally(sentences: Sequence[Sentence]) -> str:
    """How many sentences have which label.

    >>> tally([Sentence("It sails.", 0, 9, "found", 0.9, (), ())])
    '1 sentence: 1 found'
    """
    labels = [one.support for one in sentences]
    numbers = [f"{labels.count(label):,} {name}" for label, name in LABELS.items() if label in labels]
    total = f"{len(labels):,} sentence{'' if len(labels) == 1 else 's'}"
    return ": ".join(part for part in (total, ", ".join(numbers)) if part)

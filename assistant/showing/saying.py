"""From pieces to the sentences, sections and text of an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.around import numbered
from assistant.showing.parts import plain
from assistant.showing.pieces import Piece
from assistant.types import Answer, Section, Sentence, Value


def with_found(answer: Answer, pieces: Sequence[Piece]) -> Answer:
    """The answer with the pieces as its sections, in their order, and what a person reads as its text."""
    found = replace(
        answer,
        sentences=tuple(_sentence(one) for piece in pieces for one in piece.sentences),
        sections=tuple(piece.section() for piece in pieces),
        withheld=(),
    )
    text = plain(found)
    return replace(found, text=text, sentences=tuple(_placed(found, text)))


def _sentence(one: EvidenceSentence) -> Sentence:
    text = " ".join(one.text.split())
    return Sentence(text, 0, len(text), "found", 1.0, (one.citation,), (), number=numbered(one))


def _placed(found: Answer, text: str) -> Iterator[Sentence]:
    """The sentences with their places in the answer's text, behind what stands above each part."""
    place = 0
    for section, sentences in found.parts():
        for line in _above(section):
            place = text.index(line, place) + len(line)
        for one in sentences:
            place = text.index(one.text, place)
            yield replace(one, start=place, end=place + len(one.text))
            place += len(one.text)


def _above(section: Section) -> Iterator[str]:
    """The words of a part that are above its sentences, as they are written."""
    value = section.value or Value("", "", "")
    for one in (section.title, value.text, value.row, value.column):
        yield " ".join(one.split())

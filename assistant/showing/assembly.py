"""From pieces to the sentences, sections and text of an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.around import item_number
from assistant.showing.as_text import plain
from assistant.showing.pieces import Piece
from assistant.types import Answer, Sentence, Value


def with_found(answer: Answer, pieces: Sequence[Piece]) -> Answer:
    """The answer with the pieces as its sections, in their order, and what a person reads as its text."""
    sectioned = replace(
        answer,
        sentences=tuple(_sentence(sentence) for piece in pieces for sentence in piece.sentences),
        sections=tuple(piece.section() for piece in pieces),
        withheld=(),
    )
    text = plain(sectioned)
    return replace(sectioned, text=text, sentences=tuple(placed(sectioned, text)))


def _sentence(sentence: EvidenceSentence) -> Sentence:
    text = " ".join(sentence.text.split())
    return Sentence(text, 0, len(text), "found", 1.0, (sentence.citation,), (), number=item_number(sentence))


def placed(answer: Answer, text: str) -> Iterator[Sentence]:
    """The sentences with their places in the answer's text, behind what stands above each part."""
    place = 0
    for section, sentences in answer.parts():
        value = section.value or Value("", "", "")
        for above in (section.title, value.text, value.row, value.column):
            line = " ".join(above.split())
            place = text.index(line, place) + len(line)
        for sentence in sentences:
            place = text.index(sentence.text, place)
            yield replace(sentence, start=place, end=place + len(sentence.text))
            place += len(sentence.text)

"""From pieces to the sentences, sections and text of an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.evidence import EvidenceSentence
from assistant.parts import plain
from assistant.showing.around import numbered
from assistant.showing.pieces import Piece
from assistant.types import Answer, Sentence


def with_found(answer: Answer, pieces: Sequence[Piece]) -> Answer:
    """The answer with the pieces as its sections, in their order, and what a person reads as its text."""
    found = replace(
        answer,
        sentences=tuple(_sentence(one) for piece in pieces for one in piece.sentences),
        sections=tuple(piece.section() for piece in pieces),
        withheld=(),
    )
    text = plain(found)
    return replace(found, text=text, sentences=tuple(_placed(found.sentences, text)))


def _sentence(one: EvidenceSentence) -> Sentence:
    text = " ".join(one.text.split())
    return Sentence(text, 0, len(text), "found", 1.0, (one.citation,), (), number=numbered(one))


def _placed(sentences: Sequence[Sentence], text: str) -> Iterator[Sentence]:
    """The sentences with their places in the answer's text."""
    place = 0
    for one in sentences:
        place = max(text.find(one.text, place), 0)
        yield replace(one, start=place, end=place + len(one.text))
        place += len(one.text)

"""What is known of one question on its way to an answer."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.evidence.gathering import EvidenceSentence, Scored
from assistant.evidence.rating import Rater
from assistant.grounding import Checker
from assistant.llm.model import Piece
from assistant.pipeline.followup import Standalone
from assistant.showing import Piece as Found
from assistant.types import Citation, Form, Sentence
from index.models.embeddings import Embedder
from index.types import Hit


@dataclass(slots=True)
class Work:
    """One question so far: each step of the pipeline adds to it."""

    asked: str
    standalone: Standalone
    query: str  # what is searched for: the question in the library's words
    began: float
    lap_began: float
    embedder: Embedder
    rater: Rater
    hits: list[Hit] = field(default_factory=list)
    sentences: list[EvidenceSentence] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    chosen: list[EvidenceSentence] = field(default_factory=list)
    checker: Checker = field(default_factory=lambda: Checker(()))
    quotes: tuple[Citation, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    pieces: list[Piece] = field(default_factory=list)
    checked: list[Sentence] = field(default_factory=list)
    answerable: float | None = None  # by the language model
    answers: float | None = None  # a sentence does, by the model trained to tell whether a text answers
    piece_answers: float | None = None  # a piece does, read below its heading
    form: Form = "fact"
    found: Sequence[Found] = ()
    passages: Sequence[Sequence[EvidenceSentence]] = ()  # what the language model reads
    copied: str | None = None  # what the model wrote where it was asked for words of the best place
    notes: list[str] = field(default_factory=list)
    model: str = ""
    measured: bool = True  # the model is the one that the confidence was measured with, or there is none
    timings: dict[str, float] = field(default_factory=dict)

    @classmethod
    def on(cls, asked: str, standalone: Standalone, query: str, embedder: Embedder, rater: Rater) -> "Work":
        """The work on a question that begins now."""
        now = time.monotonic()
        return cls(asked, standalone, query, now, now, embedder, rater)

    @property
    def question(self) -> str:
        """The question that stands alone."""
        return self.standalone.question

    @property
    def is_mended(self) -> bool:
        """Whether the library has words of the question in another form, which is searched for."""
        return self.query[: len(self.question)] != self.question[: len(self.query)]

    @property
    def best(self) -> float:
        """The score of the best evidence; that of nothing where there is none."""
        return self.scored[0].score if self.scored else 0.0

    @property
    def draft(self) -> str:
        """What the model wrote so far."""
        return "".join(piece.text for piece in self.pieces)

    def clock(self, moment: str) -> None:
        """Notes the seconds from the question to this moment."""
        self.timings[moment] = round(time.monotonic() - self.began, 4)

    def lap(self, stage: str) -> None:
        """Notes the seconds that a stage took: those since the last one ended."""
        now = time.monotonic()
        self.timings[stage] = round(now - self.lap_began, 4)
        self.lap_began = now

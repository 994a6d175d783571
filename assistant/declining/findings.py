"""What the documents gave for one question, before any language model has written."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.evidence.gathering import Gathered, Question
from assistant.evidence.sentences import EvidenceSentence
from assistant.showing import Piece
from assistant.types import Form, NearMiss
from documents.types import Source
from index.words import words

LONG_WORD = 5  # letters


@dataclass(frozen=True, slots=True)
class Answering:
    """How likely what is shown answers, by the model that was trained to tell.

    `sentence` are the log-odds of the likeliest sentence, `piece` those of the first piece, read below its
    heading, and `score` how well it ranks.
    """

    sentence: float
    piece: float
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a decision goes by but the draft.

    `missing` are the question's words that no document has, as written; `near_misses` what the closest
    sentence states otherwise; `notes` what to say beside the answer. `pieces` can be shown in the documents'
    own words, best first, in the `form` that the question wants; `answering` is None where no model tells.
    `similarity` is the highest cosine of the question and a text that was rated for it; `sources` gives the
    document of an id and those of its kind.
    """

    question: Question
    evidence: Gathered
    missing: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    notes: tuple[str, ...] = ()
    form: Form = "fact"
    pieces: Sequence[Piece] = ()
    answering: Answering | None = None
    similarity: float = 0.0
    sources: Callable[[str], Sequence[Source]] = lambda _: ()

    @property
    def shown(self) -> list[EvidenceSentence]:
        """The sentences of all pieces."""
        return [sentence for piece in self.pieces for sentence in piece.sentences]

    @property
    def unknown(self) -> list[str]:
        """The missing words but those with which a word of the evidence begins: "Hecke" by "Heckenhöhe"."""
        beside = {word for sentence in self.evidence.sentences for word in words(sentence.text)}
        return [word for word in self.missing if not _begins(word.lower(), beside)]


def _begins(word: str, others: Collection[str]) -> bool:
    """Whether a longer word begins with one of some letters: "Hecken", "Heckenhöhe" with "Hecke"."""
    return len(word) >= LONG_WORD and any(other.startswith(word) for other in others)

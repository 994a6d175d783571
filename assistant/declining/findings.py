"""What the documents gave for one question, before any language model has written."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.evidence.gathering import Gathered, Question
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import is_figure_in
from assistant.showing.pieces import Piece
from assistant.types import Form, NearMiss
from documents.types import Source
from index.words import words

LONG_WORD = 5  # letters
ENDING, ANY = 2, 100  # letters of an ending, and of whatever a word goes on with
FEWEST_INITIALS = 2
# What the score of the first piece counts beside the log-odds. AUROC of "has an answer" against "has none" of
# 618 questions that users wrote: 0.943 without the score, 0.949 with 4, 0.951 with 8; of SQuAD's 400, half of
# them traps: 0.811, 0.811, 0.807.
SCORE_WEIGHT = 4.0
# What may stand between the words of initials.
_SMALL = r"[\s-]+(?:(?:of|the|and|for|in|de|du|la|der|des|und|y) )*"


@dataclass(frozen=True, slots=True)
class Answering:
    """How likely what is shown answers, by the model that was trained to tell.

    `sentence` are the log-odds of the likeliest sentence, `piece` those of the first piece, read below its
    heading, and `score` how well it ranks. `briefly` is the likeliest sentence's as well for the question
    without the words that title and heading give, if that is more likely; so is `piece`.
    """

    sentence: float
    piece: float
    score: float
    briefly: float

    @property
    def overall(self) -> float:
        """How likely the first piece answers, by all that is known of it; higher is better."""
        return self.sentence + self.piece + SCORE_WEIGHT * self.score


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
        """The missing words that are not in the evidence with an ending either: "Europe" is in "European".

        Initials whose words stand there are not missing: "AGM" is in "Annual General Meeting".
        """
        return self._not_begun(ENDING)

    @property
    def unmentioned(self) -> list[str]:
        """The missing words that no word of the evidence begins with: "Hecke" is in "Heckenhöhe"."""
        return self._not_begun(ANY)

    def _not_begun(self, ending: int) -> list[str]:
        if not self.missing:  # the decision asks several times
            return []
        evidence_words = {word for sentence in self.evidence.sentences for word in words(sentence.text)}
        texts = [f"{sentence.label}\n{sentence.text}" for sentence in self.evidence.sentences]
        return [
            word
            for word in self.missing
            if not _begins(word.lower(), evidence_words, ending)
            and not _is_spelled_out(word, texts)
            and not any(is_figure_in(word, text) for text in texts)
        ]


def _is_spelled_out(initials: str, texts: Sequence[str]) -> bool:
    """Whether a text has the words of these initials, with capitals, in a row but for small words between."""
    if not (initials.isalpha() and initials.isupper() and len(initials) >= FEWEST_INITIALS):
        return False
    spelled = re.compile(r"\b" + _SMALL.join(rf"{initial}\w+" for initial in initials))
    return any(spelled.search(text) for text in texts)


def _begins(word: str, others: Collection[str], ending: int) -> bool:
    return len(word) >= LONG_WORD and any(
        other.startswith(word) and len(other) <= len(word) + ending for other in others
    )

"""Questions about written documents, each in a library of its set, with where the evidence stands in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Citation
from documents.types import Passage
from evals.cases import Case, CaseSet, GoldEvidence, SetDocument
from evals.gold import GoldFinder, Place
from evals.keeping.libraries import open_with
from evals.studies.written_sets import WrittenDocument, WrittenQuestion
from index.models.embeddings import Embedder

# Of a piece of evidence, the part that a text has to have in order to answer; a text that is nearly all
# evidence needs less of it, since a reader may have cut the sentence in two.
WHOLE, HALF, PURE = 0.8, 0.5, 0.85


@dataclass(frozen=True, slots=True)
class LocatedQuestion:
    """A question about a document of the set `set`: `right` is where each piece of evidence stands that
    answers by itself, `parts` where those that do so only together.
    """

    set: str
    query: str
    right: tuple[Place, ...]
    parts: tuple[Place, ...]

    @property
    def answered(self) -> bool:
        """Whether the documents answer it."""
        return bool(self.right or self.parts)

    def is_answered_by(self, places: Sequence[Place]) -> bool:
        """Whether these places have a piece that answers by itself, or all that do so together."""
        held = [any(holds(place, piece) for place in places) for piece in self.parts]
        alone = any(holds(place, piece) for place in places for piece in self.right)
        return alone or (bool(held) and all(held))


def located(
    documents: Sequence[WrittenDocument], settings: Settings, embedder: Embedder | None = None
) -> Iterator[tuple[Assistant, LocatedQuestion]]:
    """The questions, each with the assistant to ask. It is closed when the next set of documents begins.

    Each set has a library of its own, kept in the data folder of the settings. Left out are questions whose
    evidence the stored text does not have, blanks and punctuation aside.
    """
    for name, members in groupby(documents, key=lambda document: document.set):
        group = list(members)
        files = tuple(SetDocument(document.name, text=document.text) for document in group)
        case_set = CaseSet(name, (), files, ranking_only=True)
        with open_with(case_set, settings, embedder=embedder) as assistant:
            finder = GoldFinder(case_set, assistant.sources(), assistant.text)
            for document in group:
                for question in document.questions:
                    right = _places(finder, document, question, question.evidence)
                    parts = _places(finder, document, question, question.parts)
                    if right is not None and parts is not None:
                        yield assistant, LocatedQuestion(name, question.question, right, parts)


def place_of(stretch: Citation | Passage) -> Place:
    """Where it stands."""
    return Place(stretch.source_id, stretch.start, stretch.end)


def holds(place: Place, piece: Place) -> bool:
    """Whether the text of a place has a piece of evidence, or as much of it as answers."""
    if not place.overlaps(piece):
        return False
    shared = min(place.end, piece.end) - max(place.start, piece.start)
    of_piece, of_text = shared / (piece.end - piece.start), shared / (place.end - place.start)
    return of_piece >= WHOLE or (of_piece >= HALF and of_text >= PURE)


def _places(
    finder: GoldFinder, document: WrittenDocument, question: WrittenQuestion, evidence: Sequence[str]
) -> tuple[Place, ...] | None:
    """Where the evidence stands; None where a piece of it is not there."""
    case = Case(
        "",
        question.question,
        answerable=bool(evidence),
        evidence=tuple(GoldEvidence(document.name, text) for text in evidence),
        sources=(document.name,),
    )
    gold = finder.gold(case)
    return None if gold.unlocated else tuple(place for span in gold.spans for place in span)

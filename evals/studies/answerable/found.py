"""What a search finds in whole documents for the questions about them, and which of it answers.

The texts are those that an answer is chosen from, in the order before a cross-encoder has read them: so a
model learns to tell apart what it will have to.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.build import open_embedder, open_rankers
from assistant.evidence.gathering import READ_HITS, gather
from assistant.evidence.rating import Rater
from assistant.settings import Settings
from documents.library import Library
from documents.text.blocks import moved
from documents.text.sentences import units
from documents.types import Passage
from evals.gold import Place
from evals.studies.answerable.located import LocatedQuestion, holds, located, place_of
from evals.studies.written_sets import TextQuery, WrittenDocument
from index.models.embedding_cache import CachingEmbedder
from index.search import with_headers

PASSAGES = 50  # that the search gives
KEPT = 64_000_000  # bytes of vectors of sentences, which many questions have in common


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of a passage, as characters `start` to `end` of it as it is read, with its header.

    `right`: it answers; `part`: it has some of the evidence.
    """

    start: int
    end: int
    right: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What is found for a question, the best first: sentences, and whole passages.

    `stretches` has the sentences of each passage; `answered`: the documents answer it, whether or not the
    search found the answer; `alone`: a text does so by itself.
    """

    sentences: TextQuery
    passages: TextQuery
    stretches: tuple[tuple[Stretch, ...], ...]
    answered: bool
    alone: bool


def to_learn(queries: Iterable[tuple[TextQuery, bool]]) -> list[TextQuery]:
    """The queries, given with whether they are answered, without those whose answer was not found."""
    return [query for query, answered in queries if query.right or not answered]


def found_in(documents: Sequence[WrittenDocument], settings: Settings) -> Iterator[Found]:
    """What is found for each question, but for those that `located` leaves out."""
    embedder, rankers = CachingEmbedder(open_embedder(settings), kept=KEPT), open_rankers(settings)
    for assistant, question in located(documents, settings, embedder):
        query, library = question.query, assistant.library
        hits = assistant.search(query, PASSAGES)
        rater = Rater(query, embedder, None, rankers.passages)
        gathered = gather(query, hits[:READ_HITS], library=library, rater=rater, tokens=0)
        # In the order in which they are read by the reranker, which is missing here.
        order = sorted(gathered.scored, key=lambda candidate: -candidate.priority)
        sentences = [
            (candidate.sentence.below_label, place_of(candidate.sentence.citation)) for candidate in order
        ]
        texts = with_headers([hit.passage for hit in hits], library)
        passages = [(text, place_of(hit.passage)) for text, hit in zip(texts, hits, strict=True)]
        yield Found(
            _query(question, sentences),
            _query(question, passages),
            tuple(
                tuple(_stretches(question, hit.passage, library, at=len(text) - len(hit.passage.text)))
                for text, hit in zip(texts, hits, strict=True)
            ),
            answered=question.answered,
            alone=bool(question.right),
        )


def _stretches(
    question: LocatedQuestion, passage: Passage, library: Library, *, at: int
) -> Iterator[Stretch]:
    """The sentences of a passage, whose text begins `at` characters into what is read."""
    blocks = library.blocks(passage.source_id, passage.version, passage.start, passage.end)
    for start, end in units(passage.text, moved(blocks, -passage.start)):
        place = Place(passage.source_id, passage.start + start, passage.start + end)
        answers = any(holds(place, piece) for piece in question.right)
        touches = any(place.overlaps(piece) for piece in (*question.right, *question.parts))
        yield Stretch(at + start, at + end, right=answers, part=touches and not answers)


def _query(question: LocatedQuestion, texts: Sequence[tuple[str, Place]]) -> TextQuery:
    """The query; its parts are also the texts that have less of the evidence than would answer."""
    pieces = (*question.right, *question.parts)
    answers = {text for text, place in texts if any(holds(place, piece) for piece in question.right)}
    touched = {text for text, place in texts if any(place.overlaps(piece) for piece in pieces)} - answers
    names = [text for text, _ in texts]
    return TextQuery(question.query, "", tuple(names), _places(names, answers), _places(names, touched))


def _places(texts: Sequence[str], wanted: Collection[str]) -> frozenset[int]:
    """Where these texts stand; one that another document repeats stands there twice."""
    return frozenset(number for number, text in enumerate(texts) if text in wanted)

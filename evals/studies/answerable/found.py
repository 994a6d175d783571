"""What a search finds in whole documents for the questions about them, and which of it answers.

The texts are those that an answer is chosen from, in the order before a cross-encoder has read them: so a
model learns to tell apart what it will have to.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.assistant import Assistant
from assistant.build import open_embedder
from assistant.evidence.gathering import READ_HITS, gather
from assistant.evidence.rating import Rater
from assistant.settings import Settings
from assistant.types import Citation
from documents.types import Passage
from evals.cases import Case, CaseSet, GoldEvidence, SetDocument
from evals.gold import GoldFinder, Place
from evals.keeping.libraries import open_with
from evals.studies.written_sets import TextQuery, WrittenDocument
from index.models.embedding_cache import CachingEmbedder
from index.models.embeddings import Embedder
from index.search import with_headers

PASSAGES = 50  # that the search gives
KEPT = 64_000_000  # bytes of vectors of sentences, which many questions have in common
# Of a piece of evidence, the part that a text has to have in order to answer; a text that is nearly all
# evidence needs less of it, since a reader may have cut the sentence in two.
WHOLE, HALF, PURE = 0.8, 0.5, 0.85


@dataclass(frozen=True, slots=True)
class Found:
    """What is found for a question, the best first: sentences, and whole passages.

    `answered`: the documents answer it, whether or not the search found the answer; `alone`: a text
    does so by itself.
    """

    sentences: TextQuery
    passages: TextQuery
    answered: bool
    alone: bool


def to_learn(queries: Iterable[tuple[TextQuery, bool]]) -> list[TextQuery]:
    """The queries, given with whether they are answered, without those whose answer was not found."""
    return [query for query, answered in queries if query.right or not answered]


def found_in(documents: Sequence[WrittenDocument], settings: Settings) -> Iterator[Found]:
    """What is found for each question.

    Each set of documents has a library of its own, kept in the data folder of the settings. Left out are
    questions whose evidence the stored text does not have, blanks and punctuation aside.
    """
    embedder = CachingEmbedder(open_embedder(settings), kept=KEPT)
    for name, members in groupby(documents, key=lambda document: document.set):
        group = list(members)
        files = tuple(SetDocument(document.name, text=document.text) for document in group)
        case_set = CaseSet(name, (), files, ranking_only=True)
        with open_with(case_set, settings, embedder=embedder) as assistant:
            finder = GoldFinder(case_set, assistant.sources(), assistant.text)
            for document in group:
                for question in document.questions:
                    right = _spans(finder, document, question.question, question.evidence)
                    parts = _spans(finder, document, question.question, question.parts)
                    if right is not None and parts is not None:
                        sentences, passages = _found(assistant, embedder, question.question, right, parts)
                        answered = bool(right or parts)
                        yield Found(sentences, passages, answered=answered, alone=bool(right))


def _spans(
    finder: GoldFinder, document: WrittenDocument, question: str, evidence: Sequence[str]
) -> list[Place] | None:
    """Where the evidence stands; None where a piece of it is not there."""
    case = Case(
        "",
        question,
        answerable=bool(evidence),
        evidence=tuple(GoldEvidence(document.name, text) for text in evidence),
        sources=(document.name,),
    )
    gold = finder.gold(case)
    return None if gold.unlocated else [place for span in gold.spans for place in span]


def _found(
    assistant: Assistant,
    embedder: Embedder,
    query: str,
    right: Sequence[Place],
    parts: Sequence[Place],
) -> tuple[TextQuery, TextQuery]:
    hits = assistant.search(query, PASSAGES)
    library = assistant.library
    gathered = gather(query, hits[:READ_HITS], library=library, rater=Rater(query, embedder, None), tokens=0)
    sentences = [
        (scored.sentence.below_label, _place(scored.sentence.citation)) for scored in gathered.scored
    ]
    texts = with_headers([hit.passage for hit in hits], library)
    passages = [(text, _place(hit.passage)) for text, hit in zip(texts, hits, strict=True)]
    return _query(query, sentences, right, parts), _query(query, passages, right, parts)


def _place(stretch: Citation | Passage) -> Place:
    return Place(stretch.source_id, stretch.start, stretch.end)


def _query(
    query: str, texts: Sequence[tuple[str, Place]], right: Sequence[Place], parts: Sequence[Place]
) -> TextQuery:
    """The query; its parts are also the texts that have less of the evidence than would answer."""
    answers = {text for text, place in texts if any(_holds(place, piece) for piece in right)}
    touched = {
        text for text, place in texts if any(place.overlaps(piece) for piece in (*right, *parts))
    } - answers
    names = [text for text, _ in texts]
    return TextQuery(query, "", tuple(names), _places(names, answers), _places(names, touched))


def _places(texts: Sequence[str], wanted: Collection[str]) -> frozenset[int]:
    """Where these texts stand; one that another document repeats stands there twice."""
    return frozenset(number for number, text in enumerate(texts) if text in wanted)


def _holds(place: Place, piece: Place) -> bool:
    if not place.overlaps(piece):
        return False
    shared = min(place.end, piece.end) - max(place.start, piece.start)
    of_piece, of_text = shared / (piece.end - piece.start), shared / (place.end - place.start)
    return of_piece >= WHOLE or (of_piece >= HALF and of_text >= PURE)

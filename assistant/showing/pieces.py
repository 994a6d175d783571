"""The pieces that an answer is made of, and the stretches that their citations span."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.evidence.gathering import Scored
from assistant.evidence.rating import Candidate
from assistant.evidence.sentences import EvidenceSentence, below
from assistant.language.terms import stems
from assistant.showing.families import editions_of, named_edition, newer
from assistant.types import Citation, Form, Section, SectionKind, Value
from documents.library import Vectors
from documents.types import Source

Rate = Callable[[Sequence[Candidate]], Sequence[float]]
# The evidence for another query, best first; in all sources, or in those with these ids.
Find = Callable[[str, Collection[str] | None], Sequence[Scored]]
LIST_KINDS = ("list", "steps")  # kinds of pieces that are lists, and forms that ask for one
OF_TEXT: tuple[Form, ...] = ("steps", "compare", "summary", "why")  # forms that ask for no rows of a table


@dataclass(frozen=True, slots=True)
class Piece:
    """Found words of one place, in the document's order; `kind`, `title`, `value`, `more` as in Section.

    `score` is how well they answer, on the scale of `Scored`; `sure`: they are what the question names, so
    that no model need be asked. `later`: they are from a later document of the same kind than the best's, or
    from an amendment of it.
    `counted`: they were picked from a whole table by what its cells amount to.
    """

    kind: SectionKind
    sentences: tuple[EvidenceSentence, ...]
    score: float
    title: str = ""
    value: Value | None = None
    more: int = 0
    sure: bool = False
    later: bool = False
    counted: bool = False

    @property
    def words(self) -> int:
        """How many words a person reads of it, its title left out."""
        return count_words(self.sentences)

    @property
    def below_heading(self) -> str:
        """Its words behind the heading that they stand below, or the title of their document.

        A row or an item often says only together with it what it is about.
        """
        return below(self.sentences[0].section, " ".join(sentence.text for sentence in self.sentences))

    def section(self) -> Section:
        """The section of an answer that shows it."""
        return Section(self.kind, len(self.sentences), self.title, self.value, self.more)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked, and what there is to answer it with.

    `scored` is the evidence, best first; `sentences` are all of the best passages, headings too, and `hits`
    the scores of these. `rate` gives other texts, such as whole lists, a score beside theirs; `find` looks
    for something else, `sources` gives a source and those of its kind. `embed` gives vectors whose cosines
    are known, those of the embedded model; None with another. `reported`: it is asked what is said of the
    question, which is a subject.
    """

    question: str
    form: Form
    scored: Sequence[Scored]
    sentences: Sequence[EvidenceSentence]
    hits: Sequence[float]
    rate: Rate
    find: Find
    sources: Callable[[str], Sequence[Source]]
    embed: Callable[[Sequence[str]], Vectors] | None = None
    reported: bool = False

    def candidate(self, passage: float, text: str, where: str) -> Candidate:
        """A text to be rated beside the evidence; `passage` and `where` as in Candidate."""
        question_stems = set(stems(self.question))
        return Candidate(
            passage, text, where, len(question_stems & set(stems(text))) / max(len(question_stems), 1)
        )

    def nearest(self, sentences: Sequence[EvidenceSentence]) -> float:
        """How near the nearest of some sentences comes, of those that were found; 0 where none was."""
        near = (own.near for own in self.sentences if place_in(own, sentences) is not None)
        return max(near, default=0.0)

    def newer(self, source_id: str) -> list[Source]:
        """The later editions of a document, the newest first."""
        return newer(source_id, self.sources(source_id))

    def latest(self, source_ids: Collection[str]) -> set[str]:
        """Those of some documents of which no later edition is among them."""
        return {own for own in source_ids if not any(edition.id in source_ids for edition in self.newer(own))}

    def asked_edition(self, source_id: str) -> Source | None:
        """The one that the question names of a document and the others of its kind."""
        return named_edition(self.question, editions_of(source_id, self.sources(source_id)))

    def editions_meant(self, source_id: str) -> list[Source]:
        """The edition that the question names, be it this one, else all later ones, newest first."""
        edition = self.asked_edition(source_id)
        return [edition] if edition else self.newer(source_id)

    @property
    def best(self) -> float:
        """The best score of a sentence."""
        return self.scored[0].score if self.scored else 0.0


def count_words(sentences: Iterable[EvidenceSentence]) -> int:
    """How many words a person reads of these sentences."""
    return sum(len(sentence.text.split()) for sentence in sentences)


def with_room(sentences: Iterable[EvidenceSentence], words: int, *, least: int = 1) -> list[EvidenceSentence]:
    """The first sentences that have so many words together at most; `least` of them in any case."""
    first: list[EvidenceSentence] = []
    for sentence in sentences:
        if len(first) >= least and count_words([*first, sentence]) > words:
            break
        first.append(sentence)
    return first


def is_in(sentence: EvidenceSentence, pieces: Iterable[Piece]) -> bool:
    """Whether one of the pieces has the sentence, or its very words."""
    return any(
        same_place(sentence, shown) or sentence.text == shown.text
        for piece in pieces
        for shown in piece.sentences
    )


def same_place(sentence: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Whether two sentences overlap in one text: passages may."""
    return citations_overlap(sentence.citation, other.citation)


def place_in(sentence: EvidenceSentence, others: Sequence[EvidenceSentence]) -> int | None:
    """Which of the others it is, from 0; None where it is none of them."""
    return next((place for place, other in enumerate(others) if same_place(sentence, other)), None)


def spanning(citations: Sequence[Citation]) -> Citation | None:
    """One citation from the beginning of the first of these to the end of the last.

    Its headings and its `place` are those that all have. None where they stand in several documents, in
    several versions of one, or where there are none.
    """
    if len({(citation.source_id, citation.version) for citation in citations}) != 1:
        return None
    first = min(citations, key=lambda citation: citation.start)
    return replace(
        first,
        page=first.page if len({citation.page for citation in citations}) == 1 else None,
        end=max(citation.end for citation in citations),
        quote=" ".join(dict.fromkeys(citation.words for citation in citations)),
        headings=_beginning([citation.headings for citation in citations]),
        shown="",
        place=", ".join(_beginning([tuple(citation.where.split(", ")) for citation in citations])),
    )


def citations_overlap(first: Citation, other: Citation) -> bool:
    """Whether both have words in common, of the same version of a document."""
    same = (first.source_id, first.version) == (other.source_id, other.version)
    return same and first.start < other.end and other.start < first.end


def _beginning(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The steps with which all paths begin."""
    steps = zip(*paths, strict=False)
    return tuple(same[0] for same in takewhile(lambda step: len(set(step)) == 1, steps))

"""The lexical and semantic overlap of a sentence with each evidence sentence, word by word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.grounding.claims import split_claims, stated
from assistant.grounding.matching import (
    EvidenceIndex,
    IndexedSentence,
    KeyedWord,
    Matrix,
    credits,
    keyed_words,
)
from assistant.grounding.meaning import Meaning, text_vector, word_vectors

HAVE = 0.5  # a word with less credit than this is not there
_NEAR = 8  # evidence sentences whose meaning is compared with the sentence's
_GIVEN = 0.3  # what a word counts that the question has brought


@dataclass(slots=True)
class Overlap:
    """A sentence laid over the evidence; rows are its words with meaning, columns the evidence sentences."""

    text: str
    words: list[KeyedWord]
    in_question: list[bool]  # for each word whether the question has brought it
    weights: Matrix  # (words,)
    new_weights: Matrix  # (words,) those of words that the question has brought counting less
    credit: Matrix  # (words, sentences), 0 to 1
    sentences: Sequence[IndexedSentence]
    claims: list[list[int]]  # the rows of each claim of the sentence, claims without words left out
    is_compound: bool  # it makes several claims
    near: list[int] = field(default_factory=list)  # the columns compared by meaning, best first
    cosines: dict[int, float] = field(default_factory=dict)  # of each near column
    word_cosines: dict[int, Matrix] = field(default_factory=dict)  # (words,) the best in each near column
    embedded: bool = False

    def credit_in(self, columns: Sequence[int]) -> Matrix:
        """The credit of each word in any of these columns, shape (words,)."""
        if not len(columns) or not len(self.words):
            return np.zeros(len(self.words))
        best: Matrix = self.credit[:, list(columns)].max(axis=1)
        return best

    @property
    def credit_anywhere(self) -> Matrix:
        """The credit of each word in any column, shape (words,)."""
        return self.credit_in(range(len(self.sentences)))

    def coverage(self, columns: Sequence[int]) -> float:
        """The weighted share of words that these columns have."""
        return weighted_share(self.weights, self.credit_in(columns))

    def new_coverage(self, columns: Sequence[int]) -> float:
        """The same with words that the question has brought counting less."""
        return weighted_share(self.new_weights, self.credit_in(columns))

    def coverage_by_claim(self, credits_of: Iterable[Matrix]) -> list[float]:
        """For each claim its share in those credits, shape (words,) each, that have most of it."""
        rows_of = list(credits_of)
        return [
            max((weighted_share(self.weights[rows], credit[rows]) for credit in rows_of), default=0.0)
            for rows in self.claims
        ]

    def word_cosine_in(self, columns: Sequence[int]) -> Matrix:
        """The best cosine of each word in any of these columns; 0 where none was compared."""
        compared = [self.word_cosines[column] for column in columns if column in self.word_cosines]
        return np.max(compared, axis=0) if compared else np.zeros(len(self.words))

    def hit(self, column: int) -> int:
        """The rank of the passage that a column is of."""
        return self.sentences[column].evidence.hit

    def source(self, column: int) -> str:
        """The id of the document that a column is of."""
        return self.sentences[column].evidence.citation.source_id

    def record(self, column: int) -> tuple[str, int]:
        """What a column is of: its document, or its row of a table in that."""
        evidence = self.sentences[column].evidence
        return self.source(column), evidence.citation.start if evidence.is_row else -1

    def are_near(self, column: int, other: int, distance: int) -> bool:
        """Whether two columns are of one passage and at most `distance` sentences apart."""
        return self.hit(column) == self.hit(other) and abs(column - other) <= distance

    def word(self, row: int) -> str:
        """The word of a row as the sentence writes it."""
        return self.text[self.words[row].start : self.words[row].end]


def overlap_with(index: EvidenceIndex, text: str, meaning: Meaning) -> Overlap:
    """The sentence laid over the evidence; the columns that have most of it are compared by meaning too."""
    start, _ = stated(text)
    words = keyed_words(text, start) or keyed_words(text)
    keys = [word.key for word in words]
    unique = {key: row for row, key in enumerate(dict.fromkeys(keys))}
    credit = credits(list(unique), index.sentences)[[unique[key] for key in keys]] if keys else None
    claims = split_claims(text)
    rows = [
        [row for row, word in enumerate(words) if claim.start <= word.start < claim.end] for claim in claims
    ]
    in_question = [key in index.question_keys for key in keys]
    weights = np.array([index.weight(key) for key in keys])
    overlap = Overlap(
        text,
        words,
        in_question,
        weights,
        weights * np.array([_GIVEN if brought else 1.0 for brought in in_question]),
        np.zeros((0, len(index.sentences))) if credit is None else credit,
        index.sentences,
        [of_claim for of_claim in rows if of_claim],
        len(claims) > 1,
    )
    if keys and index.sentences:
        overlap.near = _near(overlap)
        _compare(overlap, meaning)
    return overlap


def _near(overlap: Overlap) -> list[int]:
    """The columns with most of the words, and the neighbours of the best."""
    order = [int(column) for column in np.argsort(-(overlap.weights @ overlap.credit), kind="stable")]
    near = order[: _NEAR - 2]
    best = near[0]
    for neighbour in (best + 1, best - 1):
        if (
            0 <= neighbour < len(order)
            and neighbour not in near
            and overlap.hit(neighbour) == overlap.hit(best)
        ):
            near.append(neighbour)
    return near


def _compare(overlap: Overlap, meaning: Meaning) -> None:
    """Fill in the cosines of the near columns, where there is a model."""
    texts = [overlap.text, *(overlap.sentences[column].evidence.text for column in overlap.near)]
    pieces = meaning.pieces(texts)
    if pieces is None:
        return
    own = pieces[0]
    rows = word_vectors(own, [(word.start, word.end) for word in overlap.words])
    vector = text_vector(own)
    for column, theirs in zip(overlap.near, pieces[1:], strict=True):
        if len(theirs[1]) and len(vector):
            overlap.word_cosines[column] = np.asarray((rows @ theirs[1].T).max(axis=1), dtype=np.float64)
            overlap.cosines[column] = float(vector @ text_vector(theirs))
    overlap.embedded = True


def weighted_share(weights: Matrix, credit: Matrix) -> float:
    """The weighted share of words that are there."""
    total = float(weights.sum())
    return float(weights @ credit) / total if total else 0.0

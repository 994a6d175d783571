"""What a sentence and the evidence have in common, as numbers with names for the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from assistant.grounding.claims import Claim, split_claims, stated
from assistant.grounding.matching import Line, Matrix, Word, credits, keyed_words, weight
from assistant.grounding.meaning import Meaning, whole, word_rows
from documents.library import Vectors

NEAR_LINES = 8  # evidence sentences whose meaning is compared with the claim's
HAVE = 0.5  # a word with less credit than this is not there
ALIKE = 0.62  # cosine of two words in context that may say the same
GIVEN = 0.3  # what a word counts that the question has brought
RUN_GAP = 3  # a word so many behind another still follows it


@dataclass(slots=True)
class Alignment:
    """A sentence laid over the evidence; rows are its words with meaning, columns the evidence sentences."""

    text: str
    words: list[Word]
    weights: Matrix  # (words,)
    news: Matrix  # (words,) weights with the question's words counting less
    credit: Matrix  # (words, lines)
    lines: Sequence[Line]
    near: list[int]  # the columns that were compared by meaning, best first
    given: list[bool]  # for each word whether the question has brought it
    claims: list[Claim]
    by_claim: list[list[int]]  # the rows of each claim, claims without words left out
    cosines: dict[int, float] = field(default_factory=dict)  # of each near line
    alike: dict[int, Matrix] = field(default_factory=dict)  # (words,) best cosine in each near line
    embedded: bool = False

    def got(self, columns: Sequence[int]) -> Matrix:
        """The credit of each word in any of these lines."""
        if not len(columns) or not len(self.words):
            return np.zeros(len(self.words))
        best: Matrix = self.credit[:, list(columns)].max(axis=1)
        return best

    def similar(self, columns: Sequence[int]) -> Matrix:
        """The best cosine of each word in any of these lines; 0 where none was compared."""
        rows = [self.alike[one] for one in columns if one in self.alike]
        return np.max(rows, axis=0) if rows else np.zeros(len(self.words))


def align(
    text: str, lines: Sequence[Line], given: frozenset[str], meaning: Meaning, frequency: Mapping[str, float]
) -> Alignment:
    """The sentence over the evidence; `given`: keys of the question; `frequency`: share of lines by key."""
    start, _ = stated(text)
    words = keyed_words(text, start) or keyed_words(text)
    keys = [word.key for word in words]
    weights = np.array([_weight(key, frequency) for key in keys])
    brought = [key in given for key in keys]
    news = weights * np.array([GIVEN if one else 1.0 for one in brought])
    unique = list(dict.fromkeys(keys))
    rows = {key: place for place, key in enumerate(unique)}
    credit = credits(unique, lines)[[rows[key] for key in keys]] if keys else np.zeros((0, len(lines)))
    claims = split_claims(text)
    alignment = Alignment(
        text, words, weights, news, credit, lines, [], brought, claims, _rows(claims, words)
    )
    if keys and lines:
        alignment.near = _near(alignment)
        _compare(alignment, meaning)
    return alignment


def _weight(key: str, frequency: Mapping[str, float]) -> float:
    """A word that every evidence sentence has tells little of where the claim comes from."""
    return weight(key) * (1.0 - 0.6 * min(1.0, 2 * frequency.get(key, 0.0)))


def _near(alignment: Alignment) -> list[int]:
    """The lines with most of the words, and the neighbours of the best."""
    shares = alignment.weights @ alignment.credit
    order = [int(one) for one in np.argsort(-shares, kind="stable")]
    chosen = order[: NEAR_LINES - 2]
    for beside in (chosen[0] + 1, chosen[0] - 1):
        if (
            0 <= beside < len(alignment.lines)
            and beside not in chosen
            and _adjacent(alignment.lines, chosen[0], beside)
        ):
            chosen.append(beside)
    return chosen


def _adjacent(lines: Sequence[Line], one: int, other: int) -> bool:
    return lines[one].evidence.hit == lines[other].evidence.hit


def _compare(alignment: Alignment, meaning: Meaning) -> None:
    found = meaning.pieces([alignment.text, *(alignment.lines[one].evidence.text for one in alignment.near)])
    if found is None:
        return
    own, rest = found[0], found[1:]
    rows = word_rows(own, [(word.start, word.end) for word in alignment.words])
    mine = whole([own])
    for column, pieces in zip(alignment.near, rest, strict=True):
        if not len(pieces[1]) or not len(mine):
            continue
        alignment.alike[column] = _nearest(rows, pieces[1])
        alignment.cosines[column] = float(mine @ whole([pieces]))
    alignment.embedded = True


def _nearest(rows: Vectors, vectors: Vectors) -> Matrix:
    return np.asarray((rows @ vectors.T).max(axis=1), dtype=np.float64)


def coverage(weights: Matrix, got: Matrix) -> float:
    """The weighted share of words that are there."""
    total = float(weights.sum())
    return float(weights @ got) / total if total else 0.0


def measure(alignment: Alignment) -> dict[str, float]:
    """The features of a sentence, 0 to 1; DECISIONS.md says what others were worth."""
    values = {
        "cover_passage": _best(alignment, _by_hit(alignment.lines)),
        "worst_claim_line": min(best_by_claim(alignment, alignment.credit.T), default=0.0),
        "pairs": _pairs(alignment),
    }
    return values | (_semantic(alignment) if alignment.embedded else {})


def _by_hit(lines: Sequence[Line]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for column, line in enumerate(lines):
        found.setdefault(line.evidence.hit, []).append(column)
    return list(found.values())


def _best(alignment: Alignment, stretches: Sequence[Sequence[int]]) -> float:
    """The share of words in the stretch of lines that has most of them."""
    return max((coverage(alignment.weights, alignment.got(one)) for one in stretches), default=0.0)


def _rows(claims: Sequence[Claim], words: Sequence[Word]) -> list[list[int]]:
    """The words of each claim of the sentence, claims without any left out."""
    found = [
        [place for place, word in enumerate(words) if claim.start <= word.start < claim.end]
        for claim in claims
    ]
    return [rows for rows in found if rows]


def best_by_claim(alignment: Alignment, lines: Sequence[Matrix] | Matrix) -> list[float]:
    """For each claim its share in the line that has most of it; `lines`: credits of all words, by line."""
    return [
        max((coverage(alignment.weights[rows], line[rows]) for line in lines), default=0.0)
        for rows in alignment.by_claim
    ]


def _pairs(alignment: Alignment) -> float:
    """The share of words that follow each other here and do so there, in either order."""
    keys = [word.key for word in alignment.words]
    pairs = set(pairwise(keys))
    theirs = {
        (one.key, second.key)
        for line in alignment.lines
        for place, one in enumerate(line.words)
        for second in line.words[place + 1 : place + 1 + RUN_GAP]
    }
    if not pairs:
        return float((alignment.got(range(len(alignment.lines))) >= HAVE).all()) if keys else 0.0
    return sum(pair in theirs or pair[::-1] in theirs for pair in pairs) / len(pairs)


def _semantic(alignment: Alignment) -> dict[str, float]:
    alike = alignment.similar(alignment.near)
    lowest = np.sort(alike)[: max(1, len(alike) // 4)] if len(alike) else np.zeros(1)
    return {
        "alike": coverage(alignment.weights, alike),
        "alike_lowest": float(lowest.mean()),
        "cosine_line": max(alignment.cosines.values(), default=0.0),
    }

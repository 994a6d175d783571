"""What a sentence and the evidence have in common, as numbers with names for the model."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.grounding.claims import Claim, split_claims, stated
from assistant.grounding.matching import Line, Matrix, Word, credits, keyed_words, weight
from assistant.grounding.meaning import Meaning, Pieces, whole, word_rows
from documents.library import Vectors

NEAR_LINES = 8  # evidence sentences whose meaning is compared with the claim's
HAVE = 0.5  # a word with less credit than this is not there
ALIKE = 0.62  # cosine of two words in context that may say the same
UNLIKE, SAME = 0.35, 0.8  # cosines of two words in context that have nothing in common, and that say the same
GIVEN = 0.3  # what a word counts that the question has brought
RUN_GAP = 3  # words between two that still count as one after the other


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
    claims: list[Claim]
    by_claim: list[list[int]]  # the rows of each claim, claims without words left out
    cosines: dict[int, float] = field(default_factory=dict)  # of each near line
    alike: dict[int, Matrix] = field(default_factory=dict)  # (words,) best cosine in each near line
    pair: float = 0.0  # the best cosine of two near lines in a row
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
    news = weights * np.array([GIVEN if key in given else 1.0 for key in keys])
    unique = list(dict.fromkeys(keys))
    rows = {key: place for place, key in enumerate(unique)}
    credit = credits(unique, lines)[[rows[key] for key in keys]] if keys else np.zeros((0, len(lines)))
    claims = split_claims(text)
    alignment = Alignment(text, words, weights, news, credit, lines, [], claims, _rows(claims, words))
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
    by_column: dict[int, Pieces] = dict(zip(alignment.near, rest, strict=True))
    for column, pieces in by_column.items():
        if not len(pieces[1]) or not len(mine):
            continue
        alignment.alike[column] = _best(rows, pieces[1])
        alignment.cosines[column] = float(mine @ whole([pieces]))
    alignment.pair = max(
        (
            float(mine @ whole([by_column[one], by_column[one + 1]]))
            for one in by_column
            if one + 1 in by_column and _adjacent(alignment.lines, one, one + 1) and len(mine)
        ),
        default=0.0,
    )
    alignment.embedded = True


def _best(rows: Vectors, vectors: Vectors) -> Matrix:
    return np.asarray((rows @ vectors.T).max(axis=1), dtype=np.float64)


def windows(lines: Sequence[Line], size: int) -> list[list[int]]:
    """The columns of all stretches of up to `size` lines in a row of the same passage."""
    found = []
    for first in range(len(lines)):
        stretch = [one for one in range(first, min(first + size, len(lines))) if _adjacent(lines, first, one)]
        found.append(stretch)
    return found


def coverage(weights: Matrix, got: Matrix) -> float:
    """The weighted share of words that are there."""
    total = float(weights.sum())
    return float(weights @ got) / total if total else 0.0


def measure(alignment: Alignment, cited: Sequence[int]) -> dict[str, float]:
    """The features of a sentence; `cited` are the columns of its citations."""
    everywhere = list(range(len(alignment.lines)))
    values = {**_lexical(alignment, cited, everywhere), **_sequence(alignment, everywhere)}
    if alignment.embedded:
        values |= _semantic(alignment, cited)
    return values


def _lexical(alignment: Alignment, cited: Sequence[int], everywhere: Sequence[int]) -> dict[str, float]:
    weights, lines = alignment.weights, alignment.lines
    window = _best_window(alignment, 3)
    everything = alignment.got(everywhere)
    by_hit = _by_hit(lines)
    absent = [w for w, got in zip(weights, everything, strict=True) if got < HAVE]
    return {
        "cover_all": coverage(weights, everything),
        "cover_cited": coverage(weights, alignment.got(cited)),
        "cover_line": max((coverage(weights, alignment.got([one])) for one in everywhere), default=0.0),
        "cover_window": coverage(weights, alignment.got(window)),
        "cover_passage": max((coverage(weights, alignment.got(hit)) for hit in by_hit), default=0.0),
        "news_window": coverage(alignment.news, alignment.got(window)),
        "news_all": coverage(alignment.news, everything),
        "absent": math.log1p(float(sum(absent))),
        "worst_claim": _worst_claim(alignment, everything),
        "worst_claim_window": _worst_claim(alignment, alignment.got(window)),
        "worst_claim_line": min(best_by_claim(alignment, alignment.credit.T), default=0.0),
        "anchored": _anchored(alignment),
        "length": math.log1p(len(weights)),
        "evidence": math.log1p(sum(len(line.words) for line in lines)),
    }


def _by_hit(lines: Sequence[Line]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for column, line in enumerate(lines):
        found.setdefault(line.evidence.hit, []).append(column)
    return list(found.values())


def _best_window(alignment: Alignment, size: int) -> list[int]:
    return max(
        windows(alignment.lines, size),
        key=lambda columns: coverage(alignment.weights, alignment.got(columns)),
        default=[],
    )


def _worst_claim(alignment: Alignment, got: Matrix) -> float:
    """The least covered of the sentence's claims."""
    return min(best_by_claim(alignment, [got]), default=0.0)


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


def _anchored(alignment: Alignment) -> float:
    """How much of the sentence stands beside its numbers: the best line with each, the least of these.

    A figure of the source given to another thing has few of the sentence's words around it.
    """
    shares = alignment.weights @ alignment.credit / max(float(alignment.weights.sum()), 1e-9)
    best = float(shares.max(initial=0.0))
    for row, word in enumerate(alignment.words):
        columns = np.flatnonzero(alignment.credit[row] >= HAVE)
        if len(columns) and any(character.isdigit() for character in alignment.text[word.start : word.end]):
            best = min(best, float(shares[columns].max()))
    return best


def _sequence(alignment: Alignment, everywhere: Sequence[int]) -> dict[str, float]:
    """Whether words that follow each other here do so there; runs of words that are there or are not."""
    keys = [word.key for word in alignment.words]
    pairs = set(pairwise(keys))
    have = alignment.got(everywhere) >= HAVE
    theirs: set[tuple[str, str]] = set()
    longest = 0
    for line in alignment.lines:
        other = [word.key for word in line.words]
        theirs |= {
            (one, second)
            for place, one in enumerate(other)
            for second in other[place + 1 : place + 1 + RUN_GAP]
        }
        longest = max(longest, _common_run(keys, other))
    near_pairs = sum(pair in theirs or pair[::-1] in theirs for pair in pairs)
    ordered = sum(pair in theirs for pair in pairs)
    return {
        "pairs": near_pairs / len(pairs) if pairs else float(have.all()) if len(have) else 0.0,
        "pairs_ordered": ordered / near_pairs if near_pairs else 1.0,
        "common_run": longest / len(keys) if keys else 0.0,
        "absent_run": math.log1p(_longest_run(~have)),
    }


def _common_run(keys: Sequence[str], other: Sequence[str]) -> int:
    """The longest stretch of words with meaning that both have in a row."""
    best, above = 0, [0] * (len(other) + 1)
    for one in keys:
        row = [0] * (len(other) + 1)
        for place, second in enumerate(other, start=1):
            if one == second:
                row[place] = above[place - 1] + 1
                best = max(best, row[place])
        above = row
    return best


def _longest_run(flags: NDArray[np.bool_]) -> int:
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best


def _semantic(alignment: Alignment, cited: Sequence[int]) -> dict[str, float]:
    alike = alignment.similar(alignment.near)
    weights = alignment.weights
    lowest = np.sort(alike)[: max(1, len(alike) // 4)] if len(alike) else np.zeros(1)
    soft = _soft(alignment.got(range(len(alignment.lines))), alike)
    lines = [_soft(alignment.credit[:, column], one) for column, one in alignment.alike.items()]
    strange = (alike < ALIKE) & (alignment.got(range(len(alignment.lines))) < HAVE)
    return {
        "alike": coverage(weights, alike),
        "alike_cited": coverage(weights, alignment.similar(cited)),
        "alike_line": max((coverage(weights, one) for one in alignment.alike.values()), default=0.0),
        "alike_lowest": float(lowest.mean()),
        "alike_worst_claim": _worst_claim(alignment, alike),
        "alike_claim_line": min(best_by_claim(alignment, list(alignment.alike.values())), default=0.0),
        "soft_all": coverage(weights, soft),
        "soft_line": max((coverage(weights, one) for one in lines), default=0.0),
        "soft_claim_line": min(best_by_claim(alignment, lines), default=0.0),
        "cosine_line": max(alignment.cosines.values(), default=0.0),
        "cosine_pair": max(alignment.pair, max(alignment.cosines.values(), default=0.0)),
        "strange": float(weights[strange].sum() / max(weights.sum(), 1e-9)) if len(weights) else 0.0,
        "strange_run": math.log1p(_longest_run(strange)),
    }


def _soft(credit: Matrix, alike: Matrix) -> Matrix:
    """A word's credit, or what its nearest word in meaning is worth where that is more."""
    return np.maximum(credit, np.clip((alike - UNLIKE) / (SAME - UNLIKE), 0.0, 1.0))

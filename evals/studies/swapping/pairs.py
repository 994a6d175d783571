"""Pairs of a sentence and the same with one fact swapped, made from stored documents."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.studies.swapping.paraphrases import PARAPHRASES
from evals.studies.swapping.patterns import EVALUATION, Pattern
from evals.studies.swapping.sources import Line, lines

SEED = 7
EACH = 400  # pairs of a kind at most


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of a document and what a pattern made of it."""

    kind: str  # "paraphrase", "synonym", or the fact that was swapped
    pattern: str
    original: str
    text: str
    document: str
    paragraph: str
    passages: tuple[str, ...]  # all of the document

    @property
    def faithful(self) -> bool:
        """Whether the paragraph still states it."""
        return self.kind in ("paraphrase", "synonym")


def evaluation_pairs(paths: Sequence[Path], *, seed: int = SEED, each: int = EACH) -> list[Pair]:
    """Pairs made with the patterns of evaluation from all texts under `paths`; the same for the same seed."""
    return _pairs(lines(paths, seed), {"paraphrase": PARAPHRASES, **EVALUATION}, seed, each)


def _pairs(
    found: Iterable[Line], patterns: Mapping[str, Sequence[Pattern]], seed: int, each: int
) -> list[Pair]:
    counts: Counter[str] = Counter()
    pairs = []
    for line in found:
        rng = random.Random(f"{seed} {line.text}")
        for kind, ways in patterns.items():
            if counts[kind] < each and (pair := _pair(line, kind, ways, rng)) is not None:
                counts[kind] += 1
                pairs.append(pair)
    return pairs


def _pair(line: Line, kind: str, ways: Sequence[Pattern], rng: random.Random) -> Pair | None:
    """The line changed by the first of the patterns, shuffled, that can change it."""
    for way in rng.sample(ways, len(ways)):
        text = way(line, rng)
        if text is not None and text != line.text:
            return Pair(kind, way.__name__, line.text, text, line.document, line.paragraph, line.passages)
    return None

"""Sentences of stored documents, each changed by a pattern: one fact swapped, or the same in other words."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.studies.swaps.paraphrases import PARAPHRASES
from evals.studies.swaps.patterns import SWAPS, Pattern
from evals.studies.swaps.sources import SourceSentence, source_sentences

SEED = 7
EACH = 400  # sentences of a kind at most
PATTERNS = {"paraphrase": PARAPHRASES, **SWAPS}


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """What a pattern made of a sentence; `kind` is "paraphrase", "synonym", or the fact that was swapped."""

    kind: str
    pattern: str
    text: str
    source: SourceSentence


def changed_sentences(paths: Sequence[Path], *, seed: int = SEED, each: int = EACH) -> list[ChangedSentence]:
    """Sentences of all texts under `paths`, changed; the same for the same seed."""
    counts: Counter[str] = Counter()
    changed = []
    for sentence in source_sentences(paths, seed):
        rng = random.Random(f"{seed} {sentence.text}")
        for kind, patterns in PATTERNS.items():
            if counts[kind] < each and (change := _changed(sentence, kind, patterns, rng)) is not None:
                counts[kind] += 1
                changed.append(change)
    return changed


def _changed(
    sentence: SourceSentence, kind: str, patterns: Sequence[Pattern], rng: random.Random
) -> ChangedSentence | None:
    """The sentence changed by the first of the patterns, shuffled, that can change it."""
    for pattern in rng.sample(patterns, len(patterns)):
        text = pattern(sentence, rng)
        if text is not None and text != sentence.text:
            return ChangedSentence(kind, pattern.__name__, text, sentence)
    return None

"""Short pairs of a text and a sentence that it states, contradicts or leaves open, to train a cross-encoder.

From stored pairs, from made-up rules (`entailment_frames`) and from sentences of the stored pairs with a
fact exchanged. None is of a set that the checker is fitted or measured on: its score is a feature there.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from documents.sentences import sentence_spans
from evals.datasets.records import read_rows
from evals.entailment_frames import OPEN, STATED, WRONG, Claimed, Relation, claims
from evals.swap_sources import Line, names_in, numbers_in
from evals.swap_training import TRAINING, TRAINING_PARAPHRASES

FRAMED = 9_000  # sentences on made-up rules
NEAR = 40  # sentences that lend a name or a number to one of them
SOURCE = "fool_me_twice"  # the set with whole sentences of articles
RELATIONS: tuple[Relation, ...] = (STATED, OPEN, WRONG)


def training_pairs(data: Path, *, seed: int = 1) -> list[Claimed]:
    """All pairs, shuffled; the same for the same seed. Raises BadSet."""
    rows = list(read_rows(data / "training" / "entailment.jsonl"))
    stored = [
        Claimed(row.text("premise"), row.text("hypothesis"), cast(Relation, row.text("label")))
        for row in rows
    ]
    texts = list(dict.fromkeys(row.text("premise") for row in rows if row.text("set") == SOURCE))
    pairs = [*stored, *claims(seed, FRAMED), *exchanged(texts, seed)]
    random.Random(seed).shuffle(pairs)
    return pairs


def exchanged(texts: Sequence[str], seed: int) -> Iterator[Claimed]:
    """Sentences of the texts as they are, reworded, with a fact exchanged, and of another text."""
    rng = random.Random(seed)
    for place, text in enumerate(texts):
        around = texts[max(0, place - NEAR) : place + NEAR]
        names = tuple(dict.fromkeys(name for one in around for name in names_in(one)))
        numbers = tuple(dict.fromkeys(number for one in around for number in numbers_in(one)))
        sentences = [text[start:end] for start, end in sentence_spans(text)]
        line = Line(rng.choice(sentences), "", text, (), names, numbers)
        yield Claimed(text, line.text, STATED)
        yield Claimed(text, rng.choice(around), STATED if len(around) == 1 else OPEN)
        ways = [way for kind in TRAINING.values() for way in kind]
        for way in rng.sample(ways, len(ways))[:4]:
            if (made := way(line, rng)) is not None and made != line.text:
                yield Claimed(text, made, WRONG)
        for way in TRAINING_PARAPHRASES:
            if (made := way(line, rng)) is not None and made != line.text:
                yield Claimed(text, made, STATED)

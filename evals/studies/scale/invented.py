"""Documents made of passages of real ones: their texts recombined, their vectors moved by noise."""

import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from documents.library import Library, NewVersion, Vectors
from documents.text.passages import PassageSpan
from documents.types import RawDocument

EACH = 10  # passages of a document
SEED = 14
NOISE = 1.0  # times the length of a vector: copies of a passage have a cosine of 0.5, as real neighbours do


@dataclass(frozen=True, slots=True)
class Passages:
    """Real passages: headers, texts and vectors (n, dimensions), in the order of their documents."""

    headers: Sequence[str]
    texts: Sequence[str]
    vectors: Vectors


def passages_of(libraries: Sequence[Library]) -> Passages:
    """All passages of these libraries."""
    headers: list[str] = []
    texts: list[str] = []
    vectors = []
    for library in libraries:
        ids, rows = library.vectors()
        by_id = library.headers(ids)
        headers += [by_id[name] for name in ids]
        texts += [passage.text for passage in library.passages(ids)]
        vectors.append(rows)
    return Passages(headers, texts, np.concatenate(vectors))


def documents(real: Passages, numbers: Iterable[int]) -> Iterator[NewVersion]:
    """The documents with these numbers; each is the same in every run.

    One is some passages in a row of the real ones; of each one sentence gives way to one of any other.
    """
    sentences = [re.split(r"(?<=[.!?])\s+", text) for text in real.texts]
    for number in numbers:
        drawn = random.Random(f"{SEED} {number}")
        start = drawn.randrange(len(real.texts) - EACH)
        chosen = range(start, start + EACH)
        texts = []
        for place in chosen:
            parts = list(sentences[place])
            parts[drawn.randrange(len(parts))] = drawn.choice(drawn.choice(sentences))
            texts.append(" ".join(parts))
        headers = [real.headers[place] for place in chosen]
        yield _version(number, headers, texts, _moved(real.vectors[start : start + EACH], number + SEED))


def uri(number: int) -> str:
    """The address of a document."""
    return f"/invented/{number:07}.txt"


def _moved(vectors: Vectors, seed: int) -> Vectors:
    noise = np.random.default_rng(seed).standard_normal(vectors.shape, dtype=np.float32)
    moved = vectors + noise * (NOISE / np.sqrt(vectors.shape[1]))
    rows: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return rows


def _version(number: int, headers: Sequence[str], texts: Sequence[str], vectors: Vectors) -> NewVersion:
    whole = "\n\n".join(texts)
    spans, start = [], 0
    for text in texts:
        spans.append(PassageSpan(start, start + len(text), None, ()))
        start += len(text) + 2
    return NewVersion(
        uri=uri(number),
        sha256=hashlib.sha256(whole.encode()).hexdigest(),
        reader="text-1",
        title=headers[0].partition(" › ")[0] or f"Document {number}",
        document=RawDocument(text=whole, media_type="text/plain"),
        spans=spans,
        headers=headers,
        vectors=vectors,
    )

"""The embedder that remembers: the same vectors, fewer of them made, and bounded."""

import numpy as np

from assistant.grounding.meaning import TokenEmbedder
from index.models.embedding_cache import MOST_TEXTS, CachingEmbedder
from tests.fakes import WordHashEmbedder

ONE, TWO, THREE = "the ferry sails at nine", "a ticket costs thirteen pounds", "no dogs on board"


def test_a_text_is_embedded_once_and_each_row_is_its_own():
    inner = WordHashEmbedder()
    embedder = CachingEmbedder(inner, kept=1_000_000)
    first = embedder.embed([ONE, TWO, ONE])
    again = embedder.embed([THREE, TWO, ONE])
    assert inner.embedded == [ONE, TWO, THREE]
    plain = WordHashEmbedder()
    assert np.array_equal(first, plain.embed([ONE, TWO, ONE]))
    assert np.array_equal(again, plain.embed([THREE, TWO, ONE]))
    assert (embedder.identity, embedder.dimensions) == (inner.identity, inner.dimensions)


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    inner = WordHashEmbedder()
    embedder = CachingEmbedder(inner, kept=3_000)  # two vectors of a kilobyte and their texts
    for text in (ONE, TWO, ONE, THREE, ONE, TWO):
        embedder.embed([text])
    assert inner.embedded == [ONE, TWO, THREE, TWO]


def test_an_ingest_is_not_remembered():
    inner = WordHashEmbedder()
    embedder = CachingEmbedder(inner, kept=1_000_000)
    told = []
    embedder.embed([ONE], told.append)
    embedder.embed([f"{ONE} {number}" for number in range(MOST_TEXTS + 1)])
    embedder.embed([ONE])
    assert told == [1]
    assert inner.embedded.count(ONE) == 2
    assert embedder.embed([]).shape == (0, inner.dimensions)


def test_vectors_of_word_pieces_are_given_where_the_embedder_gives_them():
    class OfPieces(WordHashEmbedder):
        def token_vectors(self, texts):
            return [("pieces of", text) for text in texts]

    assert CachingEmbedder(OfPieces(), kept=1_000).token_vectors([ONE]) == [("pieces of", ONE)]
    assert isinstance(CachingEmbedder(OfPieces(), kept=1_000), TokenEmbedder)
    assert not isinstance(CachingEmbedder(WordHashEmbedder(), kept=1_000), TokenEmbedder)


def test_a_sentence_is_embedded_once_however_often_its_document_is_asked(assistant, embedder, tmp_path):
    path = tmp_path / "ferry.md"
    path.write_text(f"# Ferry\n\n{ONE.capitalize()}.\n\n{TWO.capitalize()}.\n", encoding="utf-8")
    assistant.add([path])
    embedder.embedded.clear()
    for question in ("When does the ferry sail?", "What does a ticket for the ferry cost?"):
        assistant.ask(question)
    assert embedder.embedded.count(f"{ONE.capitalize()}.") == 1

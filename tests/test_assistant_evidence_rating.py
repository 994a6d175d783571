"""How well texts answer: passage score, meaning and the reranker, or shared words without one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.evidence.rating import (
    NEAR_WEIGHT,
    READ,
    RELEVANCE_WEIGHT,
    SIMILARITY_WEIGHT,
    UNREAD_WEIGHT,
    USUAL,
    WORDS_WEIGHT,
    Candidate,
    Rater,
)
from documents.errors import MissingExtra
from tests.fakes import WordHashEmbedder

QUERY = "open gate"
SAME = Candidate(0.5, "open gate", "Rules", 1.0)
HALF = Candidate(0.5, "open window", "Rules", 0.5)
OTHER = Candidate(0.5, "wet leaves", "Rules", 0.0)


class FakeReranker:
    """Gives each text its number of letters; records what it was asked."""

    identity = "fake"

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self._error = error

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((query, list(texts)))
        if self._error is not None:
            raise self._error
        return [float(len(text)) for text in texts]


def test_without_a_reranker_the_shared_words_count():
    rater = Rater(QUERY, WordHashEmbedder(), None)
    scores = rater.rate([SAME, HALF, OTHER])
    expected = [
        0.5 + SIMILARITY_WEIGHT * cosine + WORDS_WEIGHT * words
        for cosine, words in ((1, 1), (0.5, 0.5), (0, 0))
    ]
    assert scores == pytest.approx(expected)


def test_the_reranker_reads_each_text_behind_its_document_and_section():
    reranker = FakeReranker()
    scores = Rater(QUERY, WordHashEmbedder(), reranker).rate([SAME, OTHER])
    assert reranker.asked == [(QUERY, ["Rules: open gate", "Rules: wet leaves"])]
    assert scores == pytest.approx(
        [  # no shared words
            UNREAD_WEIGHT * (0.5 + SIMILARITY_WEIGHT) + RELEVANCE_WEIGHT * 16,
            UNREAD_WEIGHT * 0.5 + RELEVANCE_WEIGHT * 17,
        ]
    )


def test_of_many_texts_the_reranker_reads_the_best_by_words_and_meaning():
    reranker = FakeReranker()
    others = [Candidate(0.5, f"wet leaves {number}", "Rules") for number in range(READ)]
    by_words = Candidate(0.5, "portals", "Rules", 0.5)
    scores = Rater(QUERY, WordHashEmbedder(), reranker).rate([*others, by_words, HALF])
    [(_, read)] = reranker.asked
    assert len(read) == READ
    assert read[:2] == ["Rules: open window", "Rules: portals"]
    lowest_read = UNREAD_WEIGHT * 0.5 + RELEVANCE_WEIGHT * len("Rules: portals")
    assert scores[READ - 1] == pytest.approx(lowest_read)


def test_as_many_are_read_as_are_asked_for():
    reranker = FakeReranker()
    others = [replace(OTHER, text=f"{OTHER.text} {number}") for number in range(READ + 3)]
    Rater(QUERY, WordHashEmbedder(), reranker).rate(others, most=READ + 3)
    assert len(reranker.asked[0][1]) == READ + 3


def test_a_text_is_read_once_however_often_it_is_rated():
    reranker = FakeReranker()
    rater = Rater(QUERY, WordHashEmbedder(), reranker)
    first = rater.rate([SAME, OTHER])
    texts = [each.below_label for each in (SAME, HALF, SAME)]
    assert rater.logits(texts) == [float(len(text)) for text in texts]
    assert rater.rate([SAME, OTHER]) == first
    assert [list(texts) for _, texts in reranker.asked] == [
        [SAME.below_label, OTHER.below_label],
        [HALF.below_label],
    ]


class ShortQueries(FakeReranker):
    """The shorter the question, the better any text answers."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        super().scores(query, texts)
        return [-float(len(query))] * len(texts)


def test_the_better_counts_of_a_question_with_the_names_and_without_the_words_that_they_give():
    reranker = ShortQueries()
    rater = Rater("does FerrySync run on windows?", WordHashEmbedder(), reranker)
    assert rater.logits(["in WSL2", "in Oslo"], ["ferrysync › Requirements", "Trips"]) == [-20.0, -30.0]
    assert reranker.asked == [
        ("does FerrySync run on windows?", ["in WSL2", "in Oslo"]),
        ("does run on windows?", ["in WSL2"]),
    ]
    rater = Rater("what is FerrySync?", WordHashEmbedder(), FakeReranker())
    assert rater.logits(["It copies."], ["FerrySync"]) == [10.0]  # nothing would be left to ask


def test_the_passage_counts():
    rater = Rater(QUERY, WordHashEmbedder(), None)
    low, high = rater.rate([OTHER, Candidate(1.25, OTHER.text, "Rules")])
    assert high - low == pytest.approx(0.75)


def test_a_reranker_that_cannot_be_had_is_asked_once_and_done_without():
    reranker = FakeReranker(MissingExtra("It is not installed.", "Install it."))
    rater = Rater(QUERY, WordHashEmbedder(), reranker)
    assert rater.rate([SAME]) == Rater(QUERY, WordHashEmbedder(), None).rate([SAME])
    rater.rate([HALF])
    assert len(reranker.asked) == 1


class FakeWithin(FakeReranker):
    """Gives each stretch of a text its number of characters in hundredths."""

    def scores_within(
        self, query: str, texts: Sequence[str], stretches: Sequence[Sequence[tuple[int, int]]]
    ) -> list[list[float]]:
        self.asked.append((query, list(texts)))
        if self._error is not None:
            raise self._error
        return [[(end - start) / 100 for start, end in inside] for inside in stretches]


PASSAGES = ["The gate is open.", "Shut it."]
STRETCHES = [[(0, 8), (9, 17)], [(0, 8)]]


def test_how_near_the_words_of_a_passage_come_is_told_by_the_reranker_of_passages():
    passages = FakeWithin()
    rater = Rater(QUERY, WordHashEmbedder(), None, passages)
    assert rater.nearness(PASSAGES, STRETCHES) == [[0.08 - USUAL] * 2, [0.08 - USUAL]]
    assert passages.asked == [(QUERY, PASSAGES)]


def test_of_what_is_known_to_be_near_the_nearest_is_read_and_best():
    reranker = FakeReranker()
    many = [replace(OTHER, text=f"{OTHER.text} {number:02}", near=0.0) for number in range(READ)]
    near = replace(many[0], text="wet leaves 99", near=0.1)
    scores = Rater(QUERY, WordHashEmbedder(), reranker).rate([*many, near])
    assert near.below_label in reranker.asked[0][1] and many[-1].below_label not in reranker.asked[0][1]
    assert scores[-1] - scores[0] == pytest.approx(0.1 * NEAR_WEIGHT)
    length = len(near.below_label)
    assert scores[0] == pytest.approx(0.5 * UNREAD_WEIGHT + length * RELEVANCE_WEIGHT)
    assert Rater(QUERY, WordHashEmbedder(), None).rate([near]) == [0.5]  # which has no such weights


@pytest.mark.parametrize(
    "passages", [None, FakeReranker(), FakeWithin(MissingExtra("It is not installed.", "Install it."))]
)
def test_nothing_is_near_where_no_reranker_of_passages_tells(passages):
    rater = Rater(QUERY, WordHashEmbedder(), None, passages)
    for _ in range(2):
        assert rater.nearness(PASSAGES, STRETCHES) == [[0.0, 0.0], [0.0]]
    assert passages is None or len(passages.asked) == isinstance(passages, FakeWithin)  # asked once at most


def test_the_highest_cosine_so_far_is_kept():
    rater = Rater(QUERY, WordHashEmbedder(), None)
    assert (rater.rate([]), rater.similarity) == ([], 0.0)
    rater.rate([HALF])
    assert rater.similarity == pytest.approx(0.5)
    rater.rate([OTHER])
    assert rater.similarity == pytest.approx(0.5)

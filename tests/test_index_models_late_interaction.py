"""Late interaction with the model that is installed with Footnote."""

import threading
from pathlib import Path

import pytest

from documents.errors import MissingExtra
from index.models.gloss import in_english
from index.models.late_interaction import LateInteraction, in_gloss

QUERY = "How do I get my money back?"
TEXTS = ["The back door is locked at ten.", "Refunds are paid within a week.", "Ferries leave every hour."]


@pytest.fixture(scope="module")
def real() -> LateInteraction:
    return LateInteraction(threads=1)


def test_an_answer_in_other_words_is_before_the_same_words(real: LateInteraction) -> None:
    refunds, *others = (real.scores(QUERY, [text])[0] for text in (TEXTS[1], TEXTS[0], TEXTS[2]))
    assert refunds > max(others)


def test_scores_are_cosines_in_the_order_of_the_texts(real: LateInteraction) -> None:
    scores = real.scores(QUERY, [*TEXTS, "word " * 900, "", *TEXTS])
    assert scores[:3] == scores[5:]
    assert all(0 < score <= 1 for score in scores)


def test_the_sentence_that_answers_is_the_nearest_within_a_text(real: LateInteraction) -> None:
    text = " ".join(TEXTS)
    spans = [(text.index(each), text.index(each) + len(each)) for each in TEXTS]
    back, refund, ferry = real.scores_within(QUERY, [text], [spans])[0]
    assert refund > max(back, ferry)
    ((whole,),) = real.scores_within(QUERY, [text], [[(0, len(text))]])
    assert refund <= whole <= real.scores(QUERY, [text])[0]  # which has the marks, too


def test_a_sentence_is_read_with_what_stands_before_it(real: LateInteraction) -> None:
    it = "It is shut on Mondays."
    scores = []
    for subject in ("The sauna has three benches.", "The archive has three rooms."):
        text = f"{subject} {it}"
        scores += real.scores_within("When is the sauna closed?", [text], [[(len(subject) + 1, len(text))]])
    assert scores[0] > scores[1]


def test_a_text_in_another_language_is_read_in_english_sentence_by_sentence(real: LateInteraction) -> None:
    texts = [
        "Das ist die Wohnung der Frau.",
        "Schwarz ist die Tür.",
        "Die Miete ist am dritten Werktag fällig.",
    ]
    text = " ".join(texts)
    spans = [(text.index(each), text.index(each) + len(each)) for each in texts]
    gloss = in_english(text)
    assert [gloss[slice(*place)] for place in in_gloss(text, spans)] == [
        "the is the flat apartment the mrs woman.",
        "Schwarz is the door.",  # as behind a title, which is a mistake of the gloss
        "the rent is on the third working day due.",
    ]
    ((_, door, rent),) = real.scores_within("When is the rent due?", [text], [spans])
    assert rent > door


def test_a_sentence_beyond_what_the_model_reads_is_as_near_as_the_others_in_the_mean(
    real: LateInteraction,
) -> None:
    text = f"{TEXTS[1]} {TEXTS[0]} " + "word " * 900 + TEXTS[2]
    spans = [(text.index(each), text.index(each) + len(each)) for each in TEXTS]
    ((back, refund, ferry),) = real.scores_within(QUERY, [text], [spans])
    assert ferry == pytest.approx((back + refund) / 2)
    ((nothing,),) = real.scores_within(QUERY, ["\u200b"], [[(0, 1)]])  # of which the model reads nothing
    assert nothing == pytest.approx(real.scores(QUERY, ["\u200b"])[0])


def test_a_text_without_stretches_is_not_read() -> None:
    model = LateInteraction(threads=1)
    assert model.scores_within(QUERY, TEXTS[:1], [[]]) == [[]]
    assert not model._recent._kept


def test_no_texts_have_no_scores(real: LateInteraction) -> None:
    assert real.scores(QUERY, []) == real.scores_within(QUERY, [], []) == []


def test_a_text_that_was_compared_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    model, read = LateInteraction(threads=1), []
    first = model.scores(QUERY, TEXTS)
    marked = model._model.marked
    monkeypatch.setattr(model._model, "marked", lambda mark, texts: read.extend(texts) or marked(mark, texts))
    assert model.scores(QUERY, TEXTS) == first
    assert read == []


def test_a_text_has_the_same_score_whatever_was_read_with_it_or_before() -> None:
    alone, after = LateInteraction(threads=1), LateInteraction(threads=1)
    after.scores(QUERY, TEXTS[:1])  # of all three only two are read then
    assert after.scores(QUERY, TEXTS) == [alone.scores(QUERY, [text])[0] for text in TEXTS]


def test_only_so_many_vectors_are_kept_and_all_texts_are_scored() -> None:
    small = LateInteraction(threads=1, kept=20_000)  # bytes: two of the texts
    many = [f"Ferry number {number} leaves at nine." for number in range(12)]
    assert len(small.scores(QUERY, many)) == 12
    kept = small._recent
    assert 0 < kept._size <= 20_000
    assert sum(read.size for read in kept._kept.values()) == kept._size


def test_threads_share_one_model(real: LateInteraction) -> None:
    alone, found = real.scores(QUERY, TEXTS), {}
    threads = [
        threading.Thread(target=lambda name=name: found.update({name: real.scores(QUERY, TEXTS)}))
        for name in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [alone] * 3


def test_what_was_trained_counts_and_is_named(real: LateInteraction) -> None:
    packaged = LateInteraction(threads=1, difference=None)
    assert real.identity == f"{packaged.identity}+late_interaction"
    assert real.scores(QUERY, TEXTS) != pytest.approx(packaged.scores(QUERY, TEXTS), abs=0.01)


def test_without_what_was_trained_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match=r"gone\.npz"):
        LateInteraction(threads=1, difference=tmp_path / "gone.npz").scores(QUERY, TEXTS)

"""What counts as right, cited and located."""

from dataclasses import replace

import pytest

from assistant.types import Conflict, ConflictRow
from documents.errors import UnknownSource
from evals.cases import Case
from evals.gold import Gold, Place
from evals.judge import Judge
from evals.verdicts import Points
from tests.evals_fakes import TEXTS, FakeAssistant, make_answer, make_citation, make_decline, make_sentence

CASE = Case("c", "How many cars?", True, answers=("32", "thirty-two"), source="boats.txt")
SPAN = (Place("id-boats.txt", 13, 28),)
GOLD = Gold(CASE, spans=(SPAN,))
NONE = Gold(Case("u", "Who owns it?", False))
QUOTE = "The Marigold carries 32 cars."


def judge(answer, gold=GOLD, *, long=False, supports=lambda sentence, quote: True):
    judging = Judge(FakeAssistant().text, supports, long)
    return judging.answer(gold, answer, ranking=(), seconds={"total": 2.0})


def test_a_gold_answer_in_the_shown_text_is_right():
    verdict = judge(make_answer("It carries 32 cars.", make_citation("boats.txt", QUOTE)))
    assert verdict.right and verdict.draft_right and verdict.evidence_cited
    assert (verdict.words, verdict.seconds) == (4, {"total": 2.0})


POINTS = Gold(Case("p", "What may I bring?", True, must=(("hat", "cap"), ("1,200 g",)), must_not=("knife",)))


def unsure(text, **changes):
    return make_answer(text, outcome="unsure", **changes)


def test_an_unsure_answer_with_the_gold_is_useful_and_not_right():
    verdict = judge(unsure("It carries 32 cars."))
    assert verdict.unsure and verdict.useful and verdict.right is False and not verdict.refused
    assert not verdict.answered and judge(make_answer("32")).answered
    beside = judge(unsure("It carries cars."))
    assert beside.useful is False and beside.right is False
    assert judge(unsure("32"), NONE).useful is None


def test_what_an_unsure_answer_cites_and_shows_counts_as_shown():
    verdict = judge(unsure(QUOTE, sentences=(make_sentence(QUOTE, make_citation("boats.txt", QUOTE)),)))
    assert (verdict.shown, verdict.cited, verdict.evidence_cited) == (1, 1, True)


@pytest.mark.parametrize(
    ("text", "told", "spoilt", "useful"),
    [
        ("A CAP, and no more than 1200 g!", 2, False, True),
        ("A hat and a cap.", 1, False, False),
        ("Hats, 1,200 kg.", 0, False, False),
        ("A hat, 1,200 g, and a knife.", 2, True, False),
        ("word " * 148 + "cap, 1,200 g", 1, False, False),  # the first 150 words count
        ("", 0, False, False),
    ],
)
def test_points_are_looked_for_word_by_word_in_the_first_150_words(text, told, spoilt, useful):
    verdict = judge(make_answer(text), POINTS)
    assert verdict.points == Points(told, 2, spoilt)
    assert verdict.useful is useful and verdict.right is useful and verdict.draft_right is useful


def test_need_points_suffice():
    verdict = judge(make_answer("A hat."), replace(POINTS, case=replace(POINTS.case, need=1)))
    assert verdict.points == Points(1, 1) and verdict.right


def test_points_decide_where_a_case_has_answers_too():
    both = replace(POINTS, case=replace(POINTS.case, answers=("a hat",)))
    assert judge(make_answer("Only a hat."), both).right is False


def test_a_decline_tells_no_points_and_its_draft_is_judged_by_them():
    verdict = judge(replace(make_decline(draft="A hat, 1,200 g.", signals={}), text="hat 1,200 g"), POINTS)
    assert verdict.points == Points(0, 2) and verdict.useful is False and verdict.draft_right


def test_only_the_kind_none_has_points_without_must():
    silent = Gold(Case("n", "Why?", False, kind="none"))
    assert judge(make_decline(), silent).points == Points(0, 0)
    assert judge(make_decline(), NONE).points is None and judge(make_answer("32")).points is None


def test_a_gold_answer_in_the_draft_alone_is_not_right_but_its_draft_is():
    answer = make_decline(draft="It carries thirty-two cars.", signals={"model_declined": 0.0})
    verdict = judge(answer)
    assert verdict.right is False and verdict.draft_right is True


def test_a_declined_answer_is_never_right_even_if_the_decline_has_the_words():
    verdict = judge(replace(make_decline(), text="It is not 32."))
    assert verdict.right is False


def test_a_draft_that_declines_is_not_right():
    assert judge(make_decline(draft="Not one of 32 says so.")).draft_right is False
    assert judge(make_decline(draft="", signals={})).draft_right is False


def test_where_there_is_no_answer_no_draft_is_right_and_right_does_not_apply():
    verdict = judge(make_answer("32"), NONE)
    assert verdict.right is None and verdict.draft_right is False and verdict.evidence_cited is None


def test_without_gold_answers_nothing_is_said_of_rightness():
    verdict = judge(make_answer("32"), replace(GOLD, case=replace(CASE, answers=())))
    assert verdict.right is None and verdict.draft_right is None


@pytest.mark.parametrize(
    ("text", "quote", "right"),
    [
        ("The Marigold carries many cars.", QUOTE, True),  # 4 of 7 tokens, gold cited
        ("The Marigold sails.", QUOTE, False),
        ("The Marigold carries many cars.", "The crew is nine people.", False),
    ],
)
def test_a_long_answer_needs_half_of_the_tokens_and_a_gold_citation(text, quote, right):
    gold = replace(GOLD, case=replace(CASE, answers=("The Marigold carries thirty two red cars",)))
    verdict = judge(make_answer(text, make_citation("boats.txt", quote)), gold, long=True)
    assert verdict.right is right and verdict.draft_right is right


def test_evidence_is_cited_when_any_shown_citation_overlaps_it():
    beside = make_citation("boats.txt", "The crew is nine people.")
    assert judge(make_answer("32", beside)).evidence_cited is False
    assert judge(make_answer("32", beside, make_citation("boats.txt", "cars."))).evidence_cited is True
    assert judge(make_decline()).evidence_cited is None


@pytest.mark.parametrize(
    "broken",
    [
        make_citation("boats.txt", QUOTE, start=1),
        make_citation("boats.txt", QUOTE, source_id="id-fares.txt"),
        replace(make_citation("boats.txt", QUOTE), quote="", start=3, end=3),
        replace(make_citation("boats.txt", QUOTE), quote=QUOTE.upper()),
    ],
)
def test_a_citation_that_is_not_the_stored_text_is_not_located(broken):
    good = make_citation("boats.txt", QUOTE)
    verdict = judge(make_answer("32", good, broken))
    assert (verdict.citations, verdict.located) == (2, 1)


def test_a_citation_of_an_unknown_source_is_not_located():
    def stored(source_id, version):
        raise UnknownSource("There is none.")

    answer = make_answer("32", make_citation("boats.txt", QUOTE))
    verdict = Judge(stored, lambda sentence, quote: True).answer(GOLD, answer, ranking=(), seconds={})
    assert (verdict.citations, verdict.located) == (1, 0)


def test_quotes_and_citations_of_withheld_sentences_and_of_conflicts_must_be_located_too():
    bad = make_citation("fares.txt", "A car pays £12.", start=2)
    answer = make_answer(
        "32",
        withheld=(make_sentence("No.", bad),),
        conflicts=(Conflict("cars", (ConflictRow("32", None, bad),)),),
        quotes=(bad, make_citation("boats.txt", QUOTE)),
    )
    verdict = judge(answer)
    assert (verdict.citations, verdict.located, verdict.cited) == (4, 1, 0)


def test_support_is_the_checkers_word_for_each_sentence_and_quote():
    first, second = make_citation("boats.txt", QUOTE), make_citation("fares.txt", "A car pays £12.")
    sentences = (make_sentence("One.", first, second), make_sentence("Two.", second), make_sentence("Three."))
    asked = []

    def supports(sentence, quote):
        asked.append((sentence, quote))
        return quote == QUOTE

    verdict = judge(make_answer("x", sentences=sentences), supports=supports)
    assert asked == [("One.", QUOTE), ("One.", second.quote), ("Two.", second.quote)]
    assert (verdict.cited, verdict.cited_supporting, verdict.shown, verdict.shown_supported) == (3, 1, 3, 1)


def test_a_decline_shows_no_sentences():
    answer = replace(make_decline(), sentences=(make_sentence("x", make_citation("boats.txt", QUOTE)),))
    assert judge(answer).shown == 0


def test_the_ranking_is_judged_by_spans_or_by_whole_sources():
    ranking = [Place("id-fares.txt", 0, 9), Place("id-boats.txt", 0, len(TEXTS["boats.txt"]))]
    judging = Judge(FakeAssistant().text, lambda sentence, quote: True)
    assert judging.ranking(GOLD, ranking).covered == ((), (0,))
    by_source = judging.ranking(Gold(CASE, relevant=("id-fares.txt",)), ranking)
    assert by_source.covered == ((0,), ()) and by_source.units == 1 and not by_source.asked

"""The measured pace of reading."""

from assistant.types import Evidence, Token, Wait
from assistant.ui.pace import FIRST_GUESS, Pace
from assistant.ui.views.turns import Turn


def reading(turn_id="1"):
    one = Turn(turn_id, "?")
    one.grow(Evidence((), (), 10_000))
    return one


def test_more_words_take_longer():
    assert Pace().expected(200) == 2 * Pace().expected(100)


def test_the_time_is_told_while_the_model_reads():
    pace, one = Pace(), reading()
    assert pace.notice(one) == pace.expected(10_000)
    one.grow(Token("It"))
    assert pace.notice(one) == 0.0


def test_a_quick_model_lowers_the_guess():
    pace, one = Pace(), reading()
    pace.notice(one)
    one.grow(Token("It"))
    pace.notice(one)
    assert pace.expected(1) < FIRST_GUESS


def test_only_the_first_word_counts():
    pace, one = Pace(), reading()
    pace.notice(one)
    one.grow(Token("It"))
    pace.notice(one)
    once = pace.expected(1)
    pace.notice(one)
    assert pace.expected(1) == once


def test_another_question_in_between_is_not_mistaken_for_it():
    pace, first, second = Pace(), reading("1"), reading("2")
    pace.notice(first)
    pace.notice(second)
    first.grow(Token("It"))
    pace.notice(first)
    assert pace.expected(1) == FIRST_GUESS


def test_waiting_for_another_question_is_no_slow_reading(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("assistant.ui.pace.time.monotonic", lambda: now[0])
    pace, one = Pace(), reading()
    for event, seconds in ((Wait("queued"), 500.0), (Wait("reading"), 10.0), (Token("It"), 0.0)):
        pace.notice(one)
        one.grow(event)
        pace.notice(one)
        now[0] += seconds
    assert pace.expected(1) < FIRST_GUESS

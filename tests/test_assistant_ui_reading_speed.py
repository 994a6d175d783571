"""The measured speed of reading."""

from assistant.types import Evidence, Token, Wait
from assistant.ui.reading_speed import FIRST_GUESS, ReadingSpeed
from assistant.ui.views.turns import Turn


def reading(turn_id="1"):
    one = Turn(turn_id, "?")
    one.grow(Evidence((), (), 10_000))
    return one


def test_more_words_take_longer():
    assert ReadingSpeed().expected(200) == 2 * ReadingSpeed().expected(100)


def test_the_time_is_told_while_the_model_reads():
    speed, one = ReadingSpeed(), reading()
    assert speed.notice(one) == speed.expected(10_000)
    one.grow(Token("It"))
    assert speed.notice(one) == 0.0


def test_a_quick_model_lowers_the_guess():
    speed, one = ReadingSpeed(), reading()
    speed.notice(one)
    one.grow(Token("It"))
    speed.notice(one)
    assert speed.expected(1) < FIRST_GUESS


def test_only_the_first_word_counts():
    speed, one = ReadingSpeed(), reading()
    speed.notice(one)
    one.grow(Token("It"))
    speed.notice(one)
    once = speed.expected(1)
    speed.notice(one)
    assert speed.expected(1) == once


def test_another_question_in_between_is_not_mistaken_for_it():
    speed, first, second = ReadingSpeed(), reading("1"), reading("2")
    speed.notice(first)
    speed.notice(second)
    first.grow(Token("It"))
    speed.notice(first)
    assert speed.expected(1) == FIRST_GUESS


def test_waiting_for_another_question_is_no_slow_reading(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("assistant.ui.reading_speed.time.monotonic", lambda: now[0])
    speed, one = ReadingSpeed(), reading()
    for event, seconds in ((Wait("queued"), 500.0), (Wait("reading"), 10.0), (Token("It"), 0.0)):
        speed.notice(one)
        one.grow(event)
        speed.notice(one)
        now[0] += seconds
    assert speed.expected(1) < FIRST_GUESS

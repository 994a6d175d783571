"""The measured pace of reading."""

from assistant.types import Evidence, Token
from assistant.ui.pace import FIRST_GUESS, Pace


def test_more_words_take_longer():
    assert Pace().expected(200) == 2 * Pace().expected(100)


def test_a_quick_model_lowers_the_guess():
    pace = Pace()
    pace.notice(Evidence((), (), 10_000))
    pace.notice(Token("It"))
    assert pace.expected(1) < FIRST_GUESS


def test_only_the_first_word_counts():
    pace = Pace()
    pace.notice(Evidence((), (), 10_000))
    pace.notice(Token("It"))
    once = pace.expected(1)
    pace.notice(Token(" sails"))
    assert pace.expected(1) == once

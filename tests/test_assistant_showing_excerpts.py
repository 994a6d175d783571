"""The part of a passage to glance at: it has the words looked for, whole words, and says where it was cut."""

import random

import pytest

from assistant.showing.excerpts import CUT, excerpt, matches

REST = "Nothing is said of it in these words. " * 12


def room(text, line=1):
    core = text.removeprefix(f"{CUT} ").removesuffix(f" {CUT}")
    return len(core) + (line - 1) * core.count("\n")


def test_a_short_text_is_all_of_it():
    assert excerpt("The ferry sails at nine.", "zork", 24) == "The ferry sails at nine."


def test_without_a_shared_word_it_is_the_beginning():
    assert excerpt("One two three four five.", "zork", 14) == "One two three …"


def test_it_begins_with_the_sentence_of_the_words():
    assert excerpt(f"{REST}The lamp is lit. {REST}", "lamp", 200).startswith("… The lamp is lit. Nothing")


def test_it_is_cut_inside_a_sentence_that_is_too_long():
    long = "word " * 100 + "lamp " + "word " * 100
    shown = excerpt(long, "lamp", 100)
    assert shown.startswith("… word ")
    assert " lamp " in shown
    assert shown.endswith(" word …")


def test_the_end_of_a_text_fills_the_room():
    shown = excerpt(f"{REST}The lamp is lit.", "lamp", 120)
    assert shown.endswith("words. The lamp is lit.")
    assert room(shown) > 100


def test_where_more_of_the_words_are_goes_before_where_one_of_them_is_often():
    text = f"lamp lamp lamp. {REST}The lamp of the ferry. {REST}"
    assert "The lamp of the ferry." in excerpt(text, "Is there a lamp on the ferry?", 200)


def test_one_long_word_is_cut_in_the_middle():
    assert excerpt("x" * 100, "y", 20) == "x" * 20 + " …"


@pytest.mark.parametrize("limit", [60, 160, 480])
@pytest.mark.parametrize("line", [1, 40])
def test_every_excerpt_is_of_the_text_fits_and_has_a_word_looked_for(limit, line):
    chance = random.Random(limit + line)
    known = [
        "the",
        "ferry",
        "sails",
        "at",
        "nine\n",
        "it",
        "is",
        "lit.",
        "A",
        "Bahnhofsmütze",
        "12,500",
        "🙂",
    ]
    for _ in range(300):
        text = " ".join(chance.choices(known, k=chance.randint(0, 150))) + f" lamp {REST}"
        shown = excerpt(text, "lamp 12,500", limit, line=line)
        assert shown.removeprefix(f"{CUT} ").removesuffix(f" {CUT}") in text
        assert room(shown, line) <= limit
        assert list(matches(shown, "lamp 12,500"))

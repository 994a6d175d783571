import pytest

from assistant.grounding.matching import keyed_words, same_word, weight


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kept", "keep"),
        ("was written", "writes"),
        ("children", "child"),
        ("died", "death"),
        ("1,500", "1500"),
    ],
)
def test_forms_of_a_word_have_one_key(one, other):
    assert keyed_words(one)[-1].key == keyed_words(other)[-1].key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("creat", "creation", True),
        ("exhibit", "exhibition", True),
        ("persist", "person", False),
        ("1500", "15001", False),
        ("cat", "catalog", False),
    ],
)
def test_derived_forms_belong_together_and_others_do_not(one, other, same):
    assert same_word(one, other) is same


def test_common_words_weigh_less_than_rare_ones():
    assert weight("year") < weight("ferri") <= 1.0
    assert weight("marigold") == 1.0


def test_a_pointer_to_a_passage_is_no_word():
    assert [word.key for word in keyed_words("Dogs travel free (Passage 2).")] == [
        word.key for word in keyed_words("Dogs travel free.")
    ]

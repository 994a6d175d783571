import pytest

from assistant.prompt import answer_prompt, decline_probe, is_decline

DECLINES = [
    "The documents do not say.",
    "the passages don't say",
    "The passages do not provide information about the captain.",
    "The capital of Mongolia is not mentioned in the passages.",
    "Not stated.",
    "",
    "  ",
]
ANSWERS = [
    "Not a single car.",
    "In 1974.",
    "Dogs are not allowed on the upper deck.",
    "The documents were lost.",
    "The captain is not named in the log.",
    "In 1974. The passages do not mention the month.",
]


@pytest.mark.parametrize("draft", DECLINES)
def test_a_decline_is_recognised(draft):
    assert is_decline(draft)


@pytest.mark.parametrize("draft", ANSWERS)
def test_an_answer_is_not_taken_for_a_decline(draft):
    assert not is_decline(draft)


def test_the_probe_begins_with_the_prompt_so_that_its_reading_is_kept():
    prompt = answer_prompt("When was it built?", [])
    probe = decline_probe(prompt)
    assert probe[0] == prompt[0]
    assert probe[1].text.startswith(prompt[1].text)

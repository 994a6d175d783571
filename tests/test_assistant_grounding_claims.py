import time

import pytest

from assistant.grounding.claims import bare, split_claims, stated
from assistant.grounding.remarks import states_nothing


@pytest.mark.parametrize(
    "text",
    [
        "Here are the steps:",
        "Here are a few possibilities:",
        "Therefore, the answer to the question “Who built the ferry?” is:",
        "Note that the passages do not provide information on the price of a ticket.",
        "Unable to answer based on given passages.",
        "The passages do not mention the price of a ticket.",
        "The captain's name is not mentioned in the provided documents.",
        "I hope this helps!",
        "Sure, I can help you with that!",
        "Let me know if you have other questions.",
        "2. **Note:**",
        "(Passage 1)",
        "Passage 2:",
        "This is described in passage 1.",
        "These instructions are based on the given passages and may not be complete.",
        "The information in the given passages is sufficient to answer the question.",
        "For more you may need to consult additional sources.",
    ],
)
def test_a_remark_states_nothing(text):
    assert states_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Here are the steps to clean the deck:",
        "To clean the deck, follow these steps:",
        "Based on the given passages, here is how to clean the deck:",
    ],
)
def test_what_follows_is_announced_in_words_of_the_evidence_or_it_states_something(text):
    assert states_nothing(text, {"clean", "deck"}.__contains__)
    assert not states_nothing(text, {"deck"}.__contains__)
    assert not states_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dogs travel free of charge.",
        "No.",
        "Yes.",
        "Based on the given passages, the ferry sails at noon.",
        "The fare is based on the length of the car.",
        "The ferry cannot carry lorries.",
        "The museum does not open on Mondays.",
        "There were 3 of them:",
        "It is found in northern Canada.",
        "It is provided by the Swedish navy.",
        "It is covered by three metres of ice.",
        "The mayor was unable to provide water to the town of Velm.",
        "Scientists cannot find the wreck of the ferry.",
        "The documents did not include the king's signature.",
        "Certainly, the mayor stole the money to help Anders Holm.",
        "The council murdered its own harbour master:",
        "No details of the murder by Anders Holm are found in the text.",
        "The information did not cover the nine dead sailors.",
        "Sorry seems to be what Velm said to Ost.",
        "This is described by Anders Holm as murder.",
        "The passages do not mention that the mayor stole the money.",
        "The passages do not mention the trial of Anders Holm.",
        "He cannot answer.",
        "I hope that the dam will break.",
        "I hope that the earth, which is flat as everybody knows who has seen it, will be round one day.",
        "",
        "...",
        "word " * 5000,
    ],
)
def test_what_could_be_true_or_false_is_no_remark(text):
    assert not states_nothing(text)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The Petrel, which was built in 1974, carries 12 cars and sails on Sundays only.",
            ["The Petrel, which was built in 1974", "carries 12 cars", "sails on Sundays only."],
        ),
        ("Dogs travel free.", ["Dogs travel free."]),
        ("Tam and Sol left.", ["Tam and Sol left."]),
        ("According to the passages, dogs travel free.", ["dogs travel free."]),
    ],
)
def test_a_sentence_is_split_where_both_sides_say_something(text, claims):
    found = split_claims(text)
    assert [one.text for one in found] == claims
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize("unit", ["and the, ", "{'a': 1}, ", "velm the; ", "not so, but ", " "])
def test_a_sentence_with_ten_times_the_breaks_takes_no_hundred_times_as_long(unit):
    def seconds(count):
        began = time.process_time()
        split_claims("Velm " + unit * count + "harbour sank.")
        return time.process_time() - began

    small = min(seconds(3_000) for _ in range(3))
    assert seconds(30_000) < 40 * small + 0.1


def test_a_sentence_with_hundreds_of_breaks_is_one_claim():
    text = "and the, " * 4_000 + "zebra harbour of Velm."
    assert [one.text for one in split_claims(text)] == [text]


@pytest.mark.parametrize("text", ["", "   ", ",,,,", "a, " * 3000, "🙂 and 🙂", "| a | b |"])
def test_odd_text_is_split_without_an_exception(text):
    assert all(text[one.start : one.end] == one.text for one in split_claims(text))


def test_what_a_model_says_of_its_sources_is_no_part_of_the_claim():
    text = "3. Based on the given passages, the ferry sails at noon (Passage 2)."
    assert text[slice(*stated(text))].startswith("the ferry")
    assert len(bare(text)) == len(text)
    assert "2" not in bare(text) and "3" not in bare(text)

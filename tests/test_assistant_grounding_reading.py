"""How sentences are read, told by what the checker says of them: remarks, claims, numbers, dates, names."""

import pytest

from assistant import check_text
from assistant.grounding.facts import clashes
from assistant.phrases import STATES_NOTHING

EVIDENCE = ["The deck is clean. The crew must clean the deck with sand."]


def states_nothing(text: str, passages: list[str]) -> bool:
    return [sentence.reasons for sentence in check_text(text, passages)] == [(STATES_NOTHING,)]


def kinds(claim: str, source: str) -> set[str]:
    return {clash.kind for clash in clashes(claim, [source])}


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
def test_a_remark_states_nothing(text: str) -> None:
    assert states_nothing(text, ["Dogs travel free."])


@pytest.mark.parametrize(
    "text",
    [
        "Here are the steps to clean the deck:",
        "To clean the deck, follow these steps:",
        "Based on the given passages, here is how to clean the deck:",
    ],
)
def test_what_follows_is_announced_in_words_of_the_evidence_or_it_states_something(text: str) -> None:
    assert states_nothing(text, EVIDENCE)
    assert not states_nothing(text, ["Dogs travel free on the upper deck."])


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
        "...",
        "word " * 5000,
    ],
)
def test_what_could_be_true_or_false_is_no_remark(text: str) -> None:
    assert not states_nothing(text, EVIDENCE)


# Claims: what a sentence states, and its parts


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("3. Based on the given passages, the ferry sails at noon (Passage 2).", "The ferry sails at noon."),
        ("According to the passages, dogs travel free.", "Dogs travel free."),
        ("2. Boil the potatoes (see source 4).", "Boil the potatoes."),
        ("Yes, dogs travel free.", "Dogs travel free."),
        ("Tam and Sol left.", "Tam and Sol left."),
    ],
)
def test_lead_in_number_and_pointer_are_no_part_of_what_is_stated(text: str, source: str) -> None:
    assert [sentence.support for sentence in check_text(text, [source])] == ["found"]


def test_a_part_of_a_sentence_without_a_source_is_given_by_its_offsets() -> None:
    text = "The Petrel, which was built in 1974, carries 12 cars and receives biscuits from the purser."
    (sentence,) = check_text(text, ["The Petrel was built in 1974. She carries 12 cars."])
    assert sentence.support == "partly"
    assert [text[start:end] for start, end in sentence.unsupported] == ["receives biscuits from the purser"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Velm " + unit * 3_000 + "harbour sank."
            for unit in ("and the, ", "{'a': 1}, ", "velm the; ", " ")
        ),
        "   ",
        ",,,,",
        "a, " * 3000,
        "🙂 and 🙂",
        "| a | b |",
    ],
)
def test_odd_text_is_checked_and_never_found(text: str) -> None:
    assert all(sentence.support != "found" for sentence in check_text(text, ["Dogs travel free."]))


def test_denials_are_read_up_to_a_limit() -> None:
    assert kinds("It did " + "not see the harbour, " * 150, "The harbour of Velm. " * 20) <= {"negation"}


# Numbers, dates and names


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("1,500", "1500"),
        ("1 500", "1500"),
        ("1.5 thousand", "1500"),
        ("fifteen hundred", "1500"),
        ("two hundred and five", "205"),
        ("3.5bn", "3,500,000,000"),
        ("half a million", "500,000"),
        ("two and a half million", "2.5 million"),
        ("twenty-one", "21"),
        ("two-thirds", "2/3"),
        ("1½", "1.5"),
        ("1/2", "0.5"),
        ("3,5", "3.5"),
        ("a dozen", "12"),
        ("the 27th", "the twenty-seventh"),
        ("the twenty-first", "the 21st"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, same: str) -> None:
    claim = f"They lost {written} of their men."
    assert not kinds(claim, f"They lost {same} of their men.")
    assert kinds(claim, "They lost 47 of their men.") == {"number"}


@pytest.mark.parametrize(
    "written",
    [
        "3 March 2019",
        "March 3rd, 2019",
        "2019-03-03",
        "3/3/2019",
        "the 3rd of March 2019",
        "3. März 2019",
        "March 2019",
        "2019",
    ],
)
def test_a_date_is_the_same_however_it_is_written(written: str) -> None:
    claim = f"The port opened on {written}."
    assert not kinds(claim, "The port opened on 3 March 2019.")
    assert kinds(claim, "The port opened on 4 May 2021.") == {"date"}


@pytest.mark.parametrize(
    ("claim", "source", "clash"),
    [
        ("He ruled in the 1990s.", "He ruled in 1994.", False),
        ("He ruled in the 1990s.", "He ruled in 1984.", True),
        ("He ruled in the 19th century.", "He ruled in 1885.", False),
        ("He ruled in the 19th century.", "He ruled in 1785.", True),
        ("He ruled in 1918.", "He ruled in 1914–18.", False),
        ("He ruled in 1908.", "He ruled in 1914–18.", True),
        ("He ruled in 44 BC.", "He ruled in 44 BC.", False),
        ("He ruled in 43 BC.", "He ruled in 44 BC.", True),
        ("On January 18, 1974 it was 7.9 m deep.", "On January 18 , 1974 it was 7 @.@ 9 m deep .", False),
    ],
)
def test_spans_of_years_and_marks_that_stand_apart_are_read(claim: str, source: str, clash: bool) -> None:
    assert ("date" in kinds(claim, source)) is clash


def test_a_measure_is_no_year() -> None:
    assert not kinds("It lies 1300 kilometres upstream.", "It lies 1,300 km upstream.")
    assert kinds("It lies 1300 kilometres upstream.", "It lies 1,400 km upstream.") == {"number"}


@pytest.mark.parametrize(
    ("claim", "source", "clash"),
    [
        ("The Malian army left.", "The army of Mali left.", False),
        ("The Libyan army left.", "The army of Libya left.", False),
        ("The French army left.", "The army of France left.", False),
        ("The American army left.", "The army of the US left.", False),
        ("The talk with Nixon ended.", "The talk with Nikon ended.", True),
        ("However, May was cold.", "The month was cold.", False),
    ],
)
def test_a_name_is_the_same_in_all_its_forms(claim: str, source: str, clash: bool) -> None:
    assert ("name" in kinds(claim, source)) is clash


# Words


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("The crew keeps three dogs.", "The crew kept three dogs.", True),
        ("The letter was written by Tam.", "Tam writes the letter.", True),
        ("The children sang.", "The child sang.", True),
        ("The king's death shocked the town.", "The town was shocked when the king died.", True),
        ("It cost 1,500 pounds.", "It cost 1500 pounds.", True),
        ("The exhibition opened.", "They exhibit what they opened.", True),
        ("A person left.", "They persist and left.", False),
        ("The cat slept.", "The catalog slept.", False),
        ("It has 1500 rooms.", "It has 15001 rooms.", False),
    ],
)
def test_forms_of_a_word_are_the_same_and_others_are_not(claim: str, source: str, found: bool) -> None:
    assert (check_text(claim, [source])[0].support == "found") is found


@pytest.mark.parametrize(
    ("claim", "source", "clash"),
    [
        ("Take the electric one.", "Take 5 of the electric cars.", False),
        ("A one-day ticket costs 5 euros.", "A two-day ticket costs 5 euros.", True),
        ("A 1-day ticket costs 5 euros.", "A one-day ticket costs 5 euros.", False),
        ("The bank charges a one per cent fee.", "The bank charges a three per cent fee.", True),
        ("Each of them gets one.", "Each of them gets two.", True),
    ],
)
def test_one_is_a_number_unless_it_stands_for_a_thing(claim: str, source: str, clash: bool) -> None:
    assert ("number" in kinds(claim, source)) is clash

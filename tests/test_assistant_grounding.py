import os

import pytest

from assistant import check_text
from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding import Checker, withheld
from assistant.grounding.facts import clashes
from assistant.phrases import STATES_NOTHING
from assistant.types import Citation

PASSAGES = [
    "The Marigold was built in 1974 at the yard of Tam Orrick. She carries 12 cars and 90 passengers.",
    "Dogs travel free of charge, but they must stay on the lower deck. Bicycles cost £2.50 each way.",
]


def one(text, passages=PASSAGES):
    sentences = check_text(text, passages=passages)
    assert len(sentences) == 1
    return sentences[0]


def test_a_sentence_of_the_source_is_found_and_quoted_exactly():
    sentence = one("Dogs travel free of charge, but they must stay on the lower deck.")
    assert sentence.support == "found"
    (citation,) = sentence.citations
    assert citation.source_id == "1"
    assert PASSAGES[1][citation.start : citation.end] == citation.quote


def test_a_row_that_stands_word_for_word_in_the_source_is_found():
    row = "| Junior (under 16) | £40 | Each evening | none |"
    sentence = one(row, [f"Each member pays by transfer.\n\n{row}"])
    assert (sentence.support, sentence.score, sentence.reasons) == ("found", 1.0, ())
    assert [citation.quote for citation in sentence.citations] == [row]


@pytest.mark.parametrize(
    "passage", ["No dogs are allowed.", "Dogs are allowed; not in May.", "Dogs are allowed, except in May."]
)
def test_a_part_that_the_source_denies_or_limits_does_not_stand_there_word_for_word(passage):
    assert one("Dogs are allowed.", [passage]).support != "found"


def test_of_the_same_words_in_two_places_those_are_cited_that_the_question_is_about():
    evidence = [
        EvidenceSentence(hit, 0, text, "Club", False, Citation(str(hit), 1, "Club", None, 0, len(text), text))
        for hit, text in enumerate(("Ann Lee.", "The treasurer is Ann Lee."))
    ]
    checker = Checker(evidence, "Who is the treasurer of the club?", short_answers=True)
    (sentence,) = checker.sentences("Ann Lee.")
    assert (sentence.support, [citation.source_id for citation in sentence.citations]) == ("found", ["1"])


def test_a_reworded_sentence_is_found():
    assert one("The Marigold was built at Tam Orrick's yard in 1974.").support == "found"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The Marigold was built in 1984 at the yard of Tam Orrick.", "1984"),
        ("The Kestrel was built in 1974 at the yard of Tam Orrick.", "Kestrel"),
        ("Bicycles cost £3.50 each way.", "3.50"),
    ],
)
def test_a_number_or_name_that_the_source_has_otherwise_is_not_found_and_named_and_the_source_is_shown(
    text, reason
):
    sentence = one(text)
    assert sentence.support == "not_found"
    assert sentence.citations
    assert any(reason in told for told in sentence.reasons)


def test_of_a_row_of_prices_the_reason_names_those_of_the_kind_and_no_word_for_half():
    row = "Bicycle: Cargo bicycle; Half a day: 25 euros; One day: 40 euros; Weight: 38 kg"
    (sentence,) = check_text("A cargo bicycle costs 45 euros a day.", [row])
    assert sentence.reasons == ("the source says 25 euros, 40 euros; the sentence says 45 euros",)
    assert [citation.quote for citation in sentence.citations] == [row]


def test_what_no_passage_speaks_of_is_not_found():
    assert one("Lunch is served in the saloon at noon.").support == "not_found"


def test_half_a_sentence_is_partly_and_the_rest_is_named():
    sentence = one("Dogs travel free of charge and receive biscuits from the purser daily.")
    assert sentence.support == "partly"
    assert any("biscuits" in told for told in sentence.reasons)


def test_a_denial_that_the_source_does_not_make_is_not_found_outright():
    assert one("Dogs do not travel free of charge.").support != "found"


def test_a_sentence_from_two_places_cites_both():
    sentence = one("She carries 12 cars, and bicycles cost £2.50 each way.")
    assert {citation.source_id for citation in sentence.citations} == {"0", "1"}


def test_offsets_are_those_of_the_checked_text():
    text = "  The Marigold was built in 1974.\n\nDogs travel free of charge. "
    for sentence in check_text(text, passages=PASSAGES):
        assert text[sentence.start : sentence.end] == sentence.text


ODD = {
    "empty": "",
    "blank": "   ",
    "punctuation": "... --- !!!",
    "emoji": "🙂🙂",
    "right to left": "مرحبا بالعالم. הכלבים נוסעים חינם.",
    "mixed scripts": "Собаки travel 無料 δωρεάν on the lower deck.",
    "5,000 words": "word " * 5000,
    "5,000 different words": " ".join(f"dog{number} travels" for number in range(2500)),
    "a null byte": "a\x00b",
    "numbers": "1 2 3 4",
    "a table row": "| Marigold | 1974 | 12 cars | £2.50 |",
    "code": "for dog in dogs:\n    deck[dog] = `free`; return {'cars': 12}",
    "yes": "Yes.",
    "no": "No.",
    "enumerator": "1.",
    "combining marks": "e\u0301\u0301\u0301 z\u0335\u0336",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize(
    "passages",
    [[*PASSAGES, "", "..."], [], ["", "  "], [PASSAGES[0]] * 5, list(ODD.values())],
    ids=["usual", "none", "empty", "repeated", "odd"],
)
def test_odd_text_gives_labels_and_no_exception(text, passages):
    for sentence in check_text(text, passages=passages):
        assert sentence.support in ("found", "partly", "not_found")
        assert 0.0 <= sentence.score <= 1.0
        assert text[sentence.start : sentence.end] == sentence.text
        for start, end in sentence.unsupported:
            assert sentence.start <= start < end <= sentence.end
        for citation in sentence.citations:
            assert passages[int(citation.source_id)][citation.start : citation.end] == citation.quote


def test_without_passages_nothing_is_found():
    assert one("Dogs travel free.", passages=[]).support == "not_found"


def test_a_year_that_stands_in_the_sentence_before_is_cited_with_it():
    passages = ["The Petrel was bought in 1999. In the same year her engine was replaced by Tam Orrick."]
    sentence = one("The engine of the Petrel was replaced by Tam Orrick in 1999.", passages)
    assert sentence.support == "found"
    assert len(sentence.citations) == 2


def test_a_word_in_common_does_not_draw_in_another_document():
    passages = [*PASSAGES, "Hand in the form within three days of your return, or pay each way again."]
    sentence = one("Bicycles cost £2.50 each way.", passages)
    assert [citation.source_id for citation in sentence.citations] == ["1"]


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (
            "The meeting of the members is held in June at the hall.",
            "The meeting is held in May at the hall.",
        ),
        ("The UK sent 40 soldiers to the island.", "The US sent 40 soldiers to the island."),
    ],
)
def test_a_month_or_a_country_that_looks_like_a_common_word_is_a_name(source, claim):
    assert one(claim, [source]).support == "not_found"


def test_a_denial_in_the_source_is_not_dropped():
    sentence = one("The Petrel carries cars to Hannet.", ["The Petrel does not carry cars to Hannet."])
    assert sentence.support == "not_found"
    assert sentence.reasons


def test_words_gathered_from_several_documents_state_nothing_together():
    passages = [
        "The tap behind the shed is closed from November to March.",
        "The Lamp House is open for guests all year.",
        "Minutes of the meeting of December.",
    ]
    sentence = one("The tap behind the shed is open in December.", passages)
    assert sentence.support != "found"


def test_the_part_without_a_source_is_marked_in_the_checked_text():
    text = "She is old. Dogs travel free of charge and receive biscuits from the purser daily."
    sentence = check_text(text, passages=PASSAGES)[1]
    assert sentence.support == "partly"
    parts = [text[start:end] for start, end in sentence.unsupported]
    assert any("biscuits" in part for part in parts)
    assert not any("Dogs" in part for part in parts)


def test_a_found_sentence_has_no_unsupported_part_and_a_quote():
    sentence = one("Dogs travel free of charge.")
    assert (sentence.support, sentence.unsupported) == ("found", ())
    assert sentence.citations


def test_a_remark_is_neither_found_nor_withheld():
    sentence = one("Here is what the passages say about dogs:")
    assert sentence.support == "partly" and not withheld(sentence)
    assert (sentence.citations, sentence.reasons) == ((), (STATES_NOTHING,))
    assert sentence.score > 0.9


@pytest.mark.parametrize("text", ["Yes.", "No.", "- No"])
def test_a_bare_answer_has_no_source(text):
    assert one(text).support == "not_found"


def test_inflected_and_irregular_forms_are_found():
    passages = ["The purser keeps the dogs on the lower deck. He wrote the rules in 1974."]
    assert one("Dogs were kept on the lower deck by the purser.", passages).support == "found"
    assert one("The rules were written in 1974.", passages).support == "found"


def test_the_score_rises_with_what_is_stated():
    stated = one("Dogs travel free of charge, but must stay on the lower deck.")
    half = one("Dogs travel free of charge and receive biscuits from the purser daily.")
    nothing = one("Lunch is served in the saloon at noon.")
    assert stated.score > half.score > nothing.score


def evidence(*sentences):
    return [
        EvidenceSentence(0, number, text, "", False, Citation("a", 1, "A", None, 0, len(text), text))
        for number, text in enumerate(sentences)
    ]


def test_a_heading_states_nothing_but_names_what_is_below_it():
    text = "Marigold"
    heading = EvidenceSentence(0, 0, text, "", True, Citation("a", 1, "A", None, 0, len(text), text))
    below = "She carries 12 cars."
    body = EvidenceSentence(0, 1, below, "Marigold", False, Citation("a", 1, "A", None, 9, 29, below))
    checker = Checker([heading, body])
    assert checker.sentences("Marigold.")[0].support != "found"
    assert checker.sentences("The Marigold carries 12 cars.")[0].support == "found"


def test_words_of_the_question_say_little_of_where_a_sentence_comes_from():
    lines = evidence("What does the rent of the hall cost?", "It is 40 pounds a day.")
    text = "The rent of the hall costs 40 pounds a day."
    told = Checker(lines, "What does the rent of the hall cost?").sentences(text)[0]
    assert "It is 40 pounds a day." in [citation.quote for citation in told.citations]


def test_sentences_are_checked_alike_as_they_come_and_all_together():
    text = "Dogs travel free of charge. Lunch is served at noon."
    checker = Checker(evidence(*PASSAGES))
    assert [checker.span(text, 0, 27), checker.span(text, 28, 52)] == checker.sentences(text)


def test_a_model_that_another_folder_has_is_not_taken(weights, monkeypatch):
    from assistant.grounding.meaning import embedded

    nowhere = os.environ["FOOTNOTE_MODELS"]
    monkeypatch.setenv("FOOTNOTE_MODELS", str(weights))
    assert embedded() is not None
    monkeypatch.setenv("FOOTNOTE_MODELS", nowhere)
    assert embedded() is None


RENT = "The rent is 900 euros a month, due on the first. Heating and water cost 120 euros a month."


@pytest.mark.parametrize("with_model", [False, True])
def test_a_figure_that_the_source_gives_for_something_else_is_not_found(with_model, request, monkeypatch):
    if with_model:
        monkeypatch.setenv("FOOTNOTE_MODELS", str(request.getfixturevalue("weights")))
    sentence = one("900 euros a month is due for heating and water.", [RENT])
    assert sentence.support != "found"
    assert one("You pay 900 euros a month for heating and water.", [RENT]).support != "found"
    assert one("Heating and water cost 120 euros a month.", [RENT]).support == "found"
    for other, claim in (
        ("There are 6 life jackets on board, which are included.", "with life jackets"),
        ("It is open between 8 and 18 in front of the gate.", "in front of the gate"),
    ):  # figures of other things are no rivals
        passage = f"The boat costs 80 euros a day. {other}"
        sentence = one(f"The boat is rented out for 80 euros a day {claim}.", [passage])
        assert not any("something else" in reason for reason in sentence.reasons)
    both = one("The rent is 900 euros a month, and heating and water cost 120 euros a month.", [RENT])
    assert both.support == "found"


@pytest.mark.parametrize(
    "order", ["2. Boil the potatoes for 15 minutes.", "Boil the potatoes for 15 minutes."]
)
def test_the_verb_of_an_order_is_no_name(order):
    assert (
        one(order, ["Place the potatoes in a pot and boil the potatoes for 15 minutes."]).support == "found"
    )


def test_a_name_that_no_passage_has_is_never_found():
    source = "The Marigold carries cars to the island of Hannet every single day of the long year."
    sentence = one(source.replace("year", "year for Bodrin"), [source])
    assert sentence.support != "found"
    assert any("Bodrin" in reason for reason in sentence.reasons)


def test_roles_the_other_way_round_are_not_found():
    source = "Mansa Musa sent the judge to Timbuktu in 1325."
    assert one("The judge sent Mansa Musa to Timbuktu in 1325.", [source]).support != "found"


SYLLABLES = "ka lo mi ren tas vel dor pin sut gar".split()
MANY = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]


@pytest.mark.parametrize(
    ("count", "separator"), [(420, " "), (230, " of the one and only "), (300, ", and the ")]
)
def test_of_a_sentence_that_is_too_long_the_unread_end_is_never_found(count, separator):
    source = "The council of Velm " + separator.join(MANY[:count]) + "."
    told = "with nine sailors murdered by poison"
    text = f"{source[:-1]} {told}."
    sentence = one(text, [source])
    assert sentence.support != "found"
    assert "only its beginning was checked" in sentence.reasons
    start, end = sentence.unsupported[-1]
    assert told in text[start:end]
    assert "only its beginning was checked" not in one(source[:1200], [source]).reasons


CLINIC = "Dr. Lena Moor leads the clinic and designed the garden. It employed 240 workers in 1935."


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Lena Moor, who leads the clinic, was convicted.",
        "The clinic dismissed 240 workers in 1935.",
        "Dr. Lena Moor almost designed the garden.",
        "Dr. Lena Moor failed to design the garden.",
        "Dr. Lena Moor refused to design the garden.",
        "It is a myth that Dr. Lena Moor leads the clinic.",
    ],
)
def test_one_word_that_no_passage_has_or_is_like_keeps_a_sentence_from_being_found(text):
    assert one(text, [CLINIC]).support != "found"


def test_words_that_only_join_sentences_need_no_source():
    assert one("Additionally, Dr. Lena Moor leads the clinic.", [CLINIC]).support == "found"


@pytest.mark.parametrize(
    "text",
    [
        "Here is how the council murdered Lena Moor:",
        "The clinic was sold to Lena Moor as follows:",
        "It is found in northern Canada.",
        "The council murdered its own harbour master:",
    ],
)
def test_a_lead_in_with_a_fact_of_its_own_is_checked(text):
    assert STATES_NOTHING not in one(text, [CLINIC]).reasons


def test_a_lead_in_of_words_of_the_passages_is_a_remark():
    assert one("Here is how Lena Moor designed the garden:", [CLINIC]).reasons == (STATES_NOTHING,)


def test_a_number_that_stands_beside_the_quote_is_said_to_stand_there():
    claim, quote = "The number of the policy is 20771.", "You need the number of the policy."
    (clash,) = clashes(claim, [quote], "Letter › Your policy 20771")
    assert (clash.reason, clash.veto) == ("the number 20771 stands near the quote, and not in it", False)
    (clash,) = clashes(claim, [quote], "Letter")
    assert (clash.reason, clash.veto) == ("the source does not have the number 20771", True)

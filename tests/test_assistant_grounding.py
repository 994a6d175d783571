import pytest

from assistant import check_text

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
def test_a_number_or_name_that_the_source_lacks_makes_it_not_found_and_is_named(text, reason):
    sentence = one(text)
    assert sentence.support == "not_found"
    assert not sentence.citations
    assert any(reason in told for told in sentence.reasons)


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


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "🙂🙂", "مرحبا بالعالم.", "word " * 5000, "a\x00b", "1 2 3 4"]
)
def test_odd_text_gives_labels_and_no_exception(text):
    for sentence in check_text(text, passages=[*PASSAGES, "", "..."]):
        assert sentence.support in ("found", "partly", "not_found")


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
    assert (
        one("The Petrel carries cars to Hannet.", ["The Petrel does not carry cars to Hannet."]).support
        == "partly"
    )


def test_words_gathered_from_several_documents_state_nothing_together():
    passages = [
        "The tap behind the shed is closed from November to March.",
        "The Lamp House is open for guests all year.",
        "Minutes of the meeting of December.",
    ]
    sentence = one("The tap behind the shed is open in December.", passages)
    assert sentence.support != "found"

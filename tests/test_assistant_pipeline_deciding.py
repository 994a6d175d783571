"""From a draft to what is shown: declines that help, and sources that disagree."""

import pytest

from assistant.declining.calibration import DIRECT
from assistant.declining.drafts import Draft
from assistant.declining.findings import Findings
from assistant.declining.signals import Signals
from assistant.evidence.gathering import Gathered, Question, Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.pipeline.composing import composed, takes_side
from assistant.pipeline.deciding import Verdict
from assistant.showing.pieces import Piece
from assistant.types import Citation, Conflict, ConflictRow
from documents.inputs import PastedText
from tests.samples.club import CLUB, OWN_WORDS

FERRY = "# The ferry\n\nThe Marigold carries dogs free of charge. The Marigold was built in 1974 in Larne."
OLD = "Notice on the pier\n\nThe fare for a car on the Marigold is 12 pounds."
NEW = "Letter to members\n\nThe fare for a car on the Marigold is 14 pounds."


@pytest.fixture
def ferry(assistant):
    assistant.add([PastedText("Ferry", FERRY)])
    return assistant


@pytest.fixture
def fares(assistant):
    assistant.add([PastedText("Notice", OLD), PastedText("Letter", NEW)])
    return assistant


def test_a_near_miss_says_what_is_there_instead_with_its_quote(ferry, llm):
    answer = ferry.ask("When was the Marigold built in Belfast?")
    assert answer.refused
    (miss,) = answer.near_misses
    assert (miss.asked, miss.stated) == ("Belfast", "Larne")
    assert "Larne" in miss.citation.quote and "Belfast" in miss.text


def test_a_decline_shows_the_nearest_passage_for_each_part(ferry, llm):
    answer = ferry.ask("Which dogs may sail on the Kestrel?")
    assert answer.refused
    assert "dogs" in {one.part for one in answer.nearest}
    for one in answer.nearest:
        text = ferry.text(one.citation.source_id, one.citation.version)
        assert text[one.citation.start : one.citation.end] == one.citation.quote


def test_nonsense_is_declined_and_shows_nothing_as_found(ferry):
    answer = ferry.ask("qwertyuiop zzzz?")
    assert (answer.outcome, answer.sentences) == ("declined", ())


def test_what_could_be_asked_instead_has_an_answer(ferry, llm):
    answer = ferry.ask("Who painted the Kestrel?")
    assert answer.refused and answer.suggestions
    for question in answer.suggestions:
        hits = ferry.search(question, 1)
        assert hits and "Marigold" in hits[0].passage.text


def test_an_answer_has_none_of_what_helps_after_a_decline(ferry, llm):
    llm.enqueue("The Marigold carries dogs free of charge.")
    answer = ferry.ask("What does the Marigold carry free of charge?")
    assert not answer.refused
    assert (answer.near_misses, answer.nearest, answer.suggestions) == ((), (), ())


def test_sources_that_disagree_are_side_by_side_and_no_side_is_taken(fares, llm):
    llm.enqueue("The fare for a car on the Marigold is 12 pounds.")
    answer = fares.ask("What is the fare for a car on the Marigold?")
    assert not answer.refused
    (conflict,) = answer.conflicts
    assert {row.citation.title for row in conflict.rows} == {"Notice", "Letter"}
    assert answer.sentences == ()
    (left_out,) = answer.withheld
    assert left_out.reasons == ("your sources disagree about this, and it takes one side",)
    assert "12" in answer.text and "14" in answer.text and answer.text.startswith("Your sources disagree")


def edition(title, text):
    citation = Citation(title, 1, title, None, 0, len(text), text)
    return EvidenceSentence(0, 0, text, title, heading=False, citation=citation)


@pytest.mark.parametrize(("date", "title"), [("2026-02-22", "Until 2026-02-22"), (None, "Before")])
def test_where_no_draft_is_sure_what_holds_now_stands_above_what_it_replaced(date, title):
    before, now = edition("Rules", "The fee is £32."), edition("New rules", "The fee is £40.")
    other, more = edition("Letter", "Fees are due in May."), edition("Notice", "Ask Ann about fees.")
    rows = ConflictRow("£40", date, now.citation), ConflictRow("£32", None, before.citation)
    scored = tuple(Scored(each, 1.0) for each in (before, other, more, now))
    evidence = Gathered((), (before, now), scored, chosen=(), quotes=(), weights={}, orders=0, rater=None)
    pieces = [Piece("quote", (each,), 1.0) for each in (before, other, more)]
    findings = Findings(Question("fee?", "fee?", "fee?"), evidence, pieces=pieces)
    draft = Draft("", (), Signals(**dict.fromkeys(Signals.__slots__, 0.0)))
    conflict = Conflict("the fee", rows, "New rules replaces Rules.")
    answer = composed(
        findings, Verdict(draft, "unsure", 0.3, sure=False, agreed=False, conflicts=(conflict,))
    )
    assert (answer.form, [section.kind for section in answer.sections]) == (
        "change",
        ["now", "before", "quote"],
    )
    assert answer.sections[1].title == title
    shown = [sentence.text for sentence in answer.sentences]
    assert shown == ["The fee is £40.", "The fee is £32.", "Fees are due in May."]
    plain = composed(findings, Verdict(draft, "unsure", 0.3, sure=False, agreed=False, conflicts=()))
    assert [section.kind for section in plain.sections] == ["quote"] * 3


def test_a_draft_that_names_all_sides_is_shown(fares, llm):
    llm.enqueue("The fare for a car on the Marigold is 12 pounds or 14 pounds.")
    answer = fares.ask("What is the fare for a car on the Marigold?")
    assert answer.conflicts
    assert not any("takes one side" in reason for one in answer.withheld for reason in one.reasons)


def test_a_disagreement_is_shown_although_the_model_declines(fares, llm):
    llm.enqueue("The documents do not say.")
    answer = fares.ask("What is the fare for a car on the Marigold?")
    assert not answer.refused and answer.conflicts


def test_careful_people_are_answered_less(home, ferry, llm):
    llm.enqueue("The Marigold was built in 1974 in Larne.")
    sure = ferry.ask("When was the Marigold built?")
    assert not sure.refused
    thresholds = {level.name: level.threshold for level in ferry.care_levels()}
    ferry.use_settings(care="cautious")
    llm.enqueue("The Marigold was built in 1974 in Larne.")
    careful = ferry.ask("When was the Marigold built?")
    assert careful.confidence == sure.confidence
    assert careful.refused == (sure.confidence < thresholds["cautious"])


def test_remarks_alone_are_no_answer(ferry, llm):
    llm.enqueue("Here is what the passages say:")
    answer = ferry.ask("When was the Marigold built?")
    assert answer.outcome == "unsure" and answer.withheld == ()
    assert "1974" in answer.text and "passages" not in answer.text
    llm.enqueue("Here is what the passages say:")
    answer = ferry.ask("When was the Marigold built in Belfast?")
    assert answer.refused and answer.sentences == ()
    assert len(llm.prompts) == 2


@pytest.mark.parametrize(
    ("text", "one_sided"), [("The tower has 15 rooms.", False), ("It has 5 rooms.", True)]
)
def test_a_side_is_a_value_and_not_a_part_of_another_number(text, one_sided):
    citation = Citation("s", 1, "S", None, 0, 1, "q")
    conflict = Conflict("the rooms", (ConflictRow("5", None, citation), ConflictRow("7", None, citation)))
    assert takes_side(text, conflict) is one_sided


def test_a_near_miss_speaks_of_the_chosen_sources_only(assistant, llm):
    old = "In January 2017 the harbour towns held a summit in Zork."
    new = "In 2019 the harbour towns held a summit in Zork. Dara led it."
    assistant.add([PastedText("Summits", old), PastedText("News", new)])
    summits = [one.id for one in assistant.sources() if one.title == "Summits"]
    (miss,) = assistant.ask("Who led the summit in Zork in 2019?", sources=summits).near_misses
    assert miss.text == "None of the chosen sources mentions 2019; the closest passage says January 2017."


def test_what_another_of_the_nearest_sentences_states_is_no_near_miss(assistant, llm):
    lamp = "The keepers lived here until 1986. In 1893 the keeper rang the bell."
    assistant.add([PastedText("Lamp", lamp)])
    answer = assistant.ask("What did the keepers of the lamp do in 1893?")
    assert all(miss.asked != "1893" for miss in answer.near_misses)


@pytest.fixture
def club(assistant):
    assistant.add([PastedText("Club", CLUB)])
    return assistant


def test_a_draft_that_says_what_ranks_first_answers_a_question_in_other_words(club, llm):
    asked = "Would half a plot take much money from my pocket each summer?"
    llm.enqueue("Half a plot would take 36 pounds.")
    answer = club.ask(asked)
    assert (answer.outcome, answer.text) == ("answered", "Half a plot would take 36 pounds.")
    threshold = next(level.threshold for level in club.care_levels() if level.name == "standard")
    assert answer.confidence < threshold
    llm.enqueue("Half a plot would take 63 pounds.")
    assert club.ask(asked).outcome == "unsure"


def test_careful_people_are_not_answered_on_agreement_alone(club, llm):
    club.use_settings(care="cautious")
    llm.enqueue("Half a plot would take 36 pounds.")
    assert club.ask(OWN_WORDS).outcome != "answered"


def test_a_yes_that_leaves_the_condition_out_is_no_answer(club, llm):
    llm.enqueue("Yes. Dogs may come along.")
    answer = club.ask("Do dogs come along?")
    assert answer.outcome == "unsure" and "on a lead" in answer.text and "Yes" not in answer.text
    llm.enqueue("Yes. Dogs may come along if they are on a lead.")
    answer = club.ask("Do dogs come along?")
    assert answer.outcome == "answered"
    assert answer.sentences[0].text == "Yes. Dogs may come along if they are on a lead."


def test_a_comparison_keeps_what_was_found_below_the_one_sentence(club, llm):
    llm.enqueue("Margaret is also the treasurer.")
    answer = club.ask("What is the difference between Margaret and Duncan?")
    assert answer.outcome == "answered" and answer.text.startswith("Margaret is also the treasurer.\n\n")
    assert [section.kind for section, _ in answer.parts()][:2] == ["text", "quote"]
    assert "Duncan looks after the water" in answer.text
    for one in answer.sentences[1:]:
        assert answer.text[one.start : one.end] == one.text


def test_a_misspelled_question_is_not_declined_for_its_spelling(club, llm):
    llm.enqueue("The documents do not say.")
    assert club.ask("Are the pumps looked after by Dunkan?").outcome == "unsure"


TOOLS = "# The Marigold\n\nTools that the Marigold needs:\n\n- a spanner\n- a hammer\n- a saw\n"


def test_a_list_of_something_else_than_the_question_names_is_not_sure(assistant):
    assistant.add([PastedText("Tools", TOOLS)])
    assert assistant.ask("Which tools does the Marigold need?").outcome == "answered"
    other = assistant.ask("Which tools does the Kestrel need beside those of the Marigold?")
    assert other.outcome == "unsure"
    assert "hammer" in other.text


def test_a_list_that_needs_no_model_is_as_sure_as_such_lists_were(assistant, llm):
    pack = "# What to bring to camp\n\nPlease bring:\n\n- a cup\n- a torch\n- warm socks\n"
    assistant.add([PastedText("Camp", pack)])
    answer = assistant.ask("What should I bring to camp?")
    assert (answer.outcome, answer.form, answer.model) == ("answered", "list", "")
    assert not llm.prompts and answer.confidence == DIRECT


def test_short_forms_are_asked_as_they_are_meant(assistant, llm):
    hours = "# Surgery\n\nThe surgery at Little Arden is open on Tuesday and Wednesday from 9 to 12."
    assistant.add([PastedText("Hours", hours)])
    llm.enqueue("The surgery at Little Arden is open on Tuesday and Wednesday from 9 to 12.")
    answer = assistant.ask("when's little arden open weds?")
    assert answer.question == "when's little arden open weds?" and answer.outcome != "declined"
    assert "Wednesday" not in answer.missing and "weds" not in answer.missing

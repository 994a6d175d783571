"""Whether the documents may answer a question, and which of its words are named as missing."""

from dataclasses import replace

import pytest

from assistant.declining.answerability import (
    BELOW,
    HARDLY,
    LITERAL,
    MAY_HELP,
    NEAR,
    NO_HELP,
    NO_HELP_EXCUSED,
    STATED,
    may_answer,
    names_only_strangers,
)
from assistant.declining.decline_help import are_limits, near_misses, notable
from assistant.declining.signals import Signals
from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.types import Citation, NearMiss
from documents.inputs import PastedText
from documents.types import Block

# The question has the documents' very words, and no model tells what answers.
PLAIN = replace(Signals(**dict.fromkeys(Signals.__slots__, 0.0)), first_answers=None)
OTHER_WORDS = replace(PLAIN, missing_share=LITERAL)


def noted(text):
    """A sentence of a document that is called Note."""
    citation = Citation("s", 1, "Note", None, 0, len(text), text)
    return EvidenceSentence(0, 0, text, "Note", heading=False, citation=citation)


@pytest.mark.parametrize(
    ("signals", "best", "confidence", "expected"),
    [
        (OTHER_WORDS, NEAR, 0.0, True),
        (OTHER_WORDS, NEAR - 0.01, 1.0, False),  # nothing is near
        (replace(OTHER_WORDS, near_miss=1.0), 2.0, 1.0, False),
        (replace(OTHER_WORDS, gaps=1.0), 2.0, 0.0, True),
        (PLAIN, 2.0, BELOW * 0.5, True),
        (PLAIN, 2.0, BELOW * 0.5 - 0.01, False),  # all words said, and still not stated
        (replace(PLAIN, gaps=1.0), 2.0, 1.0, False),
        (replace(PLAIN, gaps=1.0, first_answers=MAY_HELP), 2.0, 0.0, True),  # it may be stated all the same
        (replace(PLAIN, first_answers=MAY_HELP - 0.1), 2.0, 0.0, False),
        (replace(PLAIN, asked=STATED, first_answers=HARDLY), 2.0, 0.0, True),  # all but the answer is stated
        (replace(PLAIN, asked=STATED - 0.1, first_answers=HARDLY), 2.0, 0.0, False),
        (replace(PLAIN, asked=STATED, first_answers=HARDLY - 0.1), 2.0, 0.0, False),
        (replace(PLAIN, asked=STATED, first_answers=HARDLY, gaps=1.0), 2.0, 0.0, False),
        (replace(OTHER_WORDS, first_answers=NO_HELP), 2.0, 0.0, True),
        (replace(OTHER_WORDS, first_answers=NO_HELP - 0.1), 2.0, 1.0, False),  # in no words
    ],
)
def test_what_is_shown_as_unsure(signals, best, confidence, expected):
    assert may_answer(signals, best, confidence, threshold=0.5, answers=signals.first_answers) is expected


def test_a_row_with_its_few_words_may_be_rated_lower():
    low = replace(OTHER_WORDS, first_answers=NO_HELP_EXCUSED)
    assert may_answer(low, 2.0, 0.0, threshold=0.5, answers=low.first_answers, excused=True)
    assert not may_answer(low, 2.0, 0.0, threshold=0.5, answers=low.first_answers)
    assert not may_answer(low, 2.0, 0.0, threshold=0.5, answers=NO_HELP_EXCUSED - 0.1, excused=True)


@pytest.mark.parametrize(
    ("question", "missing", "strangers"),
    [
        ("When did Kestrel sail?", {"Kestrel"}, True),
        ("Does the Marigold sail to Alba?", {"Alba"}, False),
        ("When does it sail?", {"sail"}, False),  # names nothing
        ("Wer ist der Kapitän?", {"Kapitän"}, False),  # every German noun has a capital
        ("Was soll meine Tochter am Donnerstag mitnehmen?", {"Tochter", "Donnerstag"}, False),
    ],
)
def test_names_that_no_document_has(question, missing, strangers):
    assert names_only_strangers(question, missing) is strangers


@pytest.mark.parametrize(
    ("question", "text", "asked"),
    [
        (
            "How much is the boat to Belfast in summer?",
            "The boat to Larne is 9 euros in summer.",
            ["Belfast"],
        ),
        ("Was soll Emma am Donnerstag in den Wald mitnehmen?", "Mittwochs gehen die Füchse in den Wald.", []),
        ("Wie viel kostet das Boot mit 12 Plätzen?", "Das Boot mit 15 Plätzen kostet 9 Euro.", ["12"]),
        ("Can I take the boat after two months?", "The boat may be taken after three months.", ["two"]),
        ("Does the boat sail after two months?", "The boat does sail after three months.", ["two"]),
        ("How long is the boat set for two weeks?", "The boat is set to 2 degrees.", []),
        ("qu'est-ce qu'on met sur le bateau ?", "Ce n'est pas sur le bateau, ni le bateau.", []),
        (
            "Did the new salt increase the speed?",
            "The new salt lowered the wear of ropes without any speed.",
            [],
        ),
        ("Why did the new salt increase the wear?", "The new salt lowered the wear of ropes.", ["increase"]),
        (
            "How long is the boat house open on Mondays?",
            "The boat house is closed for weekly cleaning on Mondays.",
            ["open"],
        ),
        # Who asks whether it is so takes nothing for granted.
        ("Did the new salt increase the wear?", "The new salt lowered the wear of ropes.", []),
        ("Is the boat house open on holidays?", "On holidays the boat house is closed.", []),
        # ... but which thing it is of.
        ("Is the old boat blue and white?", "The new boat is blue and white.", ["old"]),
        ("Does the night shift start at six?", "The day shift starts at six.", ["night"]),
        # A number on the side of a limit that is stated is no other one.
        ("The boat is 4 hours late now", "If the boat is more than 3 hours late, leave.", []),
        ("The boat is 2 hours late now", "If the boat is more than 3 hours late, leave.", ["2"]),
        ("How much is a 12 kg boat?", "The price of a boat of 10-30 kg is £9.", []),
        ("How much is a 32 kg boat?", "The price of a boat of 10-30 kg is £9.", ["32"]),
        # A number that tells which thing is meant is no amount.
        ("How much is the rent of boat 3?", "The rent of a boat is £95 from May.", []),
        ("How much is the rent of 3 boats?", "The rent of a boat is £95 from May.", ["3"]),
        ("Is the boat paid on the 3rd trip?", "The boat is paid on the first two trips of the boat.", []),
        ("Is the boat paid on the 3rd trip?", "The boat is paid on the first trip of the boat.", ["3rd"]),
        ("Can the sail go in the dryer?", "Wash by hand; the sail must not go in the tumble dryer.", []),
        ("What can I dry in place of the sail?", "Do not dry the sail; dry the rope.", []),
        ("Why can I dry it in place of the sail?", "You can not dry it in place of the sail.", ["dry"]),
        ("What can I dry beside the sail?", "Do not dry the sail; dry the rope.", ["dry"]),
        ("Why can the sail go in the dryer?", "The sail must not go in the tumble dryer.", ["go"]),
        # Who asks how long is answered by a limit.
        ("How long may the public speak?", "No member of the public may speak for more than an hour.", []),
        ("How long may the public speak?", "No member of the public may speak for the boat.", ["public"]),
        ("How much is the boat with the flag?", "A boat with or without the flag", []),
        ("Does the 4000K lamp have a flag?", "The lamp of 4000 K has a flag.", []),
        ("Does the 4000K lamp have a flag?", "The lamp of 3000 K has a flag.", ["4000K"]),
    ],
)
def test_what_the_nearest_sentence_states_otherwise(question, text, asked):
    scored = [Scored(noted(text), 1.0)]
    assert [miss.asked.split()[0] for miss in near_misses(question, scored, [])] == asked


def test_only_the_nearest_sentence_denies_what_is_asked():
    question = "fine once the penalty points are full"
    texts = [
        "At four points there is a fine of £200.",
        "In your first year you get no penalty points for being late with these.",
    ]
    scored = [Scored(noted(text), 2.0 - rank) for rank, text in enumerate(texts)]
    assert near_misses(question, scored, []) == ()
    assert [miss.stated for miss in near_misses(question, scored[1:], [])] == ["no"]


@pytest.mark.parametrize(
    ("question", "asked", "limits"),
    [
        ("Can I take the boat after two months?", "two months", True),
        ("How many tablets may a 75 year old take?", "75 year", True),
        ("how many tablets may a 75yo take", "75", True),
        ("Does the boat sail after two months?", "two months", False),  # nobody's own
        ("Can I take the boat to Larne?", "Larne", False),
    ],
)
def test_a_number_of_the_askers_own_may_be_held_against_a_limit(question, asked, limits):
    citation = Citation("s", 1, "Note", None, 0, 0, "")
    assert are_limits(question, [NearMiss(asked, "other", "", citation)]) is limits
    missed = replace(OTHER_WORDS, near_miss=1.0)
    assert may_answer(missed, 2.0, 1.0, 0.5, answers=None, limits=limits) is limits


@pytest.mark.parametrize(
    ("question", "missing", "named"),
    [
        ("How loud is the Lumo 60 in decibels?", ["loud", "decibels"], ("decibels",)),
        ("Who named the body that stands in Mongolia?", ["named", "stands", "Mongolia"], ("Mongolia",)),
        ("What will the rent cost in 2031?", ["cost", "2031"], ("2031",)),
        ("Was the trailer painted and sold by Ada?", ["trailer", "painted", "sold"], ("trailer",)),
        (
            "Is the car, the van, the bus or the tram in Oslo?",
            ["van", "tram", "Oslo", "2020"],
            ("tram", "Oslo", "2020"),
        ),
        (
            "the crane the barge the winch the hoist",
            ["crane", "barge", "winch", "hoist"],
            ("crane", "barge", "winch"),
        ),
        ("What is it?", [], ()),
        ("Summarise the whole document quickly", ["Summarise", "quickly"], ()),
    ],
)
def test_at_most_three_names_numbers_and_nouns_are_named(question, missing, named):
    assert notable(question, missing) == named


FERRY = """The Marigold carries dogs free of charge. The Marigold was built in 1974 in Larne.

Anybody who feels queasy on deck should look at the horizon and sip cold ginger beer.
"""


@pytest.fixture
def ferry(assistant):
    assistant.add([PastedText("Ferry", FERRY)])
    return assistant


def test_an_unsure_answer_names_what_is_nowhere_and_strikes_nothing_out(ferry, llm):
    llm.enqueue("Drink hot tea.")
    answer = ferry.ask("Which remedy does the crew hand out to a queasy passenger?")
    assert (answer.outcome, answer.refused) == ("unsure", False)
    assert answer.notes[0] == "Your documents do not use the words “remedy”, “crew”, “passenger”."
    assert "sip cold ginger beer" in answer.text and "Your documents do not say" not in answer.text
    assert answer.withheld == () and answer.draft == "Drink hot tea."


@pytest.mark.parametrize(
    "question",
    [
        "When was the Kestrel built?",  # a name that no document has
        "When was the Marigold built in Belfast?",  # stated otherwise
        "qwertyuiop zzzz?",  # nothing is near
    ],
)
def test_what_no_document_may_answer_is_declined(ferry, llm, question):
    answer = ferry.ask(question)
    assert (answer.outcome, answer.refused, answer.sentences, answer.sections) == ("declined", True, (), ())


def test_what_its_label_has_the_nearest_sentence_need_not_state():
    text = "The rent of a boat is paid on the first trip."
    sentence = noted(text)
    question = "Is the rent of the boat paid on the 3rd trip?"
    assert near_misses(question, [Scored(sentence, 1.0)], [])
    assert near_misses(question, [Scored(replace(sentence, label="The 3rd trip"), 1.0)], []) == ()


def test_a_name_that_a_document_is_called_by_the_nearest_sentence_need_not_state():
    text = "The rent of a Brightnet boat is paid on the first trip."
    sentence = noted(text)
    question = "Is the rent of Lumenet paid on the first trip?"
    assert [miss.stated for miss in near_misses(question, [Scored(sentence, 1.0)], [])] == ["Brightnet"]
    assert near_misses(question, [Scored(replace(sentence, label="Lumenet contract"), 1.0)], []) == ()


def test_a_denial_in_one_cell_of_a_row_is_no_denial_of_the_others():
    text = "Workshop lates; Start: 15:30; End: 23:30; Friday finish: no late shift"
    sentence = noted(text)
    question = "what time does the late shift finish"
    assert near_misses(question, [Scored(sentence, 1.0)], [])  # what the rule keeps back
    row = replace(sentence, block=Block("cell", 0, 10, row=0, column=0))
    assert near_misses(question, [Scored(row, 1.0)], []) == ()


def test_what_question_and_best_sentence_both_deny_is_no_near_miss():
    texts = ["Do not ring the council about the shed.", "The kitchen shed was built by the council."]
    scored = [Scored(noted(text), score) for text, score in zip(texts, (2.0, 1.0), strict=True)]
    question = "Why can't we ring the council about the kitchen shed?"
    assert near_misses(question, scored, []) == ()
    assert near_misses(question, scored[1:], [])  # what the rule keeps back


def test_a_number_written_otherwise_is_not_missing(assistant):
    assistant.add([PastedText("Limits", "Any one valuable is insured up to £2,000. The lamp has 4000 K.")])
    assert assistant.ask("is a valuable of 2000 insured").missing == ()
    assert assistant.ask("is a valuable of 3000 insured").missing == ("3000",)
    assert assistant.ask("which lamp has 4000K").missing == ()

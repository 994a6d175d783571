"""Sentences on everyday rules: permission and denial, conditions and exceptions, who does what."""

import dataclasses

import pytest

from assistant import check_text
from assistant.grounding import Checker
from assistant.grounding.checker import passages_evidence
from assistant.grounding.facts import clashes
from documents.text.sentences import sentence_spans
from documents.types import Block

HOUSE = "Dogs are not allowed, except assistance dogs."
SIGNS = "The landlord keeps the heating in order; the tenant airs the rooms."
ASKED = "Can the tool open .Z files? No, sorry; use another one."


LIMIT = "Tunnels and sheds up to 12 square metres need no leave."
OFFICE = (
    "The fire drill is led every April by Marcus Hale. The blue van is driven by Olga. Parking permits are "
    "issued by the front desk. The Leeds office has 40 desks and the York office has 25 desks."
)


def kinds(claim, source):
    return {clash.kind: clash.veto for clash in clashes(claim, [source])}


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (HOUSE, "Dogs are allowed in the flat without permission."),
        ("Guests may not use the lift with bicycles.", "Guests may take their bicycles in the lift."),
        ("Members do not need to book in advance.", "Members must book in advance."),
        ("Batteries must never be thrown away.", "Batteries may be thrown away."),
        ("The price may increase in May.", "The price may decrease in May."),
        (ASKED, "Yes, the tool can open .Z files."),
        (
            "Heating costs are included in the rent, electricity is not.",
            "Electricity is included in the rent.",
        ),
    ],
)
def test_what_the_source_denies_or_forbids_is_no_part_of_it(source, claim):
    assert any(clash.veto for clash in clashes(claim, [source]))


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Batteries must never be thrown into the bin.", "It is forbidden to throw batteries into the bin."),
        ("Members do not need to book in advance.", "Members need not book in advance."),
        (ASKED, "No, the tool cannot open .Z files."),
        ("The lift may not be used in a fire.", "You cannot use the lift in a fire."),
        ("The fee may be paid in cash. Dogs may not enter.", "The fee may be paid in cash."),
    ],
)
def test_the_same_denied_in_other_words_is_no_clash(source, claim):
    assert not any(clash.veto for clash in clashes(claim, [source]))


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("You may leave early on Fridays when your work is done.", "You may leave early on Fridays."),
        ("The hall is open every day, except on public holidays.", "The hall is open on public holidays."),
        ("The hall is open every day, except on public holidays.", "The hall is open every day."),
        ("Dogs may run free on the beach in winter.", "Dogs may always run free on the beach."),
        (SIGNS, "The tenant keeps the heating in order."),
        ("The aubergines need full sun, the lettuces half shade.", "The lettuces need full sun."),
        (
            "Lodgers are outside the policy. Guests are included up to £100.",
            "Lodgers are included up to £100, while guests are outside the policy.",
        ),
        (
            "The club chose the blue tent because it is light.",
            "The club chose the tent because it was cheaper.",
        ),
        (OFFICE, "Olga leads the fire drill."),
        (OFFICE, "Parking permits are issued by Marcus Hale."),
        (OFFICE, "The York office has 40 desks."),
        (OFFICE, "The Leeds office has 25 desks."),
    ],
)
def test_a_dropped_condition_or_another_subject_is_not_found(source, claim):
    assert check_text(claim, passages=[source])[0].support != "found"


@pytest.mark.parametrize(
    "claim",
    [
        "The fire drill is led by Marcus Hale.",
        "Olga drives the blue van.",
        "The front desk issues parking permits.",
        "The Leeds office has 40 desks.",
        "The York office has 25 desks.",
    ],
)
def test_what_the_source_says_of_each_is_found(claim):
    assert check_text(claim, passages=[OFFICE])[0].support == "found"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        (
            "Acme guarantees a refund within thirty days.",
            "This is Acme. A refund is guaranteed within thirty days.",
        ),
        (
            "Check-in at Whitby is from three.",
            "Our cottage is in Whitby. Check-in is from three in the afternoon.",
        ),
        ("There are 40 desks in Leeds.", "The firm has 40 desks in Leeds and 25 desks in York."),
        ("Staff get 3 days for training.", "Staff get 25 days of leave and 3 days for training."),
        ("The office has 25 chairs.", "The office has 40 desks and 25 chairs."),
        (
            "Im Museum zahlen Kinder keinen Eintritt.",
            "Wir freuen uns auf den Besuch im Museum. Kinder zahlen keinen Eintritt.",
        ),
    ],
)
def test_a_subject_named_once_and_values_in_a_row_are_nobody_elses(claim, source):
    assert check_text(claim, passages=[source])[0].support == "found"


def test_words_of_two_rows_of_a_table_are_not_found_together():
    rows = [
        "Project: Heron; Manager: Olga; Budget: 300",
        "Project: Kite; Manager: Quentin; Budget: 520",
    ]
    block = Block("cell", 0, 5, row=1, column=0)
    evidence = [
        dataclasses.replace(
            one, citation=dataclasses.replace(one.citation, source_id="table", start=100 * place), block=block
        )
        for place, one in enumerate(passages_evidence([[(0, len(row), row)] for row in rows]))
    ]
    (true,) = Checker(evidence).sentences("The manager of Kite is Quentin.")
    (false,) = Checker(evidence).sentences("The manager of Kite is Olga.")
    assert (true.support, false.support) == ("found", "partly")
    assert "rows" in false.reasons[0]


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The hall is open every day, except on public holidays.", "The hall is closed on public holidays."),
        (SIGNS, "The landlord keeps the heating in order."),
        ("Pay by card if you can.", "If you can, pay by card."),
        ("The surgery is open from 8 a.m. to 12 noon.", "The surgery is open for four hours."),
        ("It is open on Tuesdays from 15.00 to 17.00.", "It is open on Tuesday from three to five."),
        ("She paid for repairs of the roof.", "Roof repairs were paid for."),
        ("The bridge was opened in 1931.", "The bridge was opened in 1931 by the mayor."),
    ],
)
def test_what_says_the_same_from_the_other_side_is_not_withheld(source, claim):
    assert not any(clash.veto and clash.stated for clash in clashes(claim, [source]))


def test_a_verb_behind_must_has_a_subject_and_an_object():
    source = "The owner must notify the insurer within two weeks."
    assert kinds("The insurer must notify the owner within two weeks.", source).get("role")
    assert "role" not in kinds("The owner must notify the insurer.", source)


def checked(text, *passages, question="", title=""):
    split = [[(start, end, one[start:end]) for start, end in sentence_spans(one)] for one in passages]
    evidence = [dataclasses.replace(one, label=title) for one in passages_evidence(split)]
    return Checker(evidence, question).sentences(text)


def test_yes_and_no_are_part_of_the_sentence_after_them():
    told = checked("Yes. Dogs travel free. No, cats do not.", "Dogs travel free. Cats do not travel free.")
    assert [one.text for one in told] == ["Yes. Dogs travel free.", "No, cats do not."]
    assert told[0].support == "found"


def test_no_before_a_noun_belongs_to_it():
    assert checked("No dogs travel free.", "Dogs travel free.")[0].support != "found"


def test_each_complaint_is_made_once():
    (told,) = checked("It was opened in 1931 by Erika Brandt.", "The bridge was opened in 1931.")
    assert sum("Brandt" in reason for reason in told.reasons) == 1


def test_nothing_is_said_of_a_word_that_question_or_title_gives():
    text = "The Tolvan bridge is 200 metres long."
    (asked,) = checked(text, "It is 200 metres long.", question="How long is the Tolvan bridge?")
    (titled,) = checked(text, "It is 200 metres long.", title="Tolvan bridge")
    assert not any("Tolvan" in reason for reason in (*asked.reasons, *titled.reasons))
    assert any("Tolvan" in reason for reason in checked(text, "It is 200 metres long.")[0].reasons)


def test_a_name_of_the_question_is_still_not_that_of_another():
    source = "The Marigold was built in 1974 at the yard."
    (told,) = checked("The Kestrel was built in 1974.", source, question="When was the Kestrel built?")
    assert told.support == "not_found"


def test_at_most_two_quotes_stand_beside_a_sentence():
    source = "The boat is red. It has two masts. It carries nine people. Its engine is from Velm."
    (told,) = checked("The red boat has two masts, carries nine people and an engine from Velm.", source)
    assert len(told.citations) <= 2


def test_a_quote_with_a_word_in_common_is_not_shown():
    (told,) = checked(
        "The bridge was painted green by pupils in 1999.", "The bridge is closed in 1999 on Mondays."
    )
    assert told.support != "found"
    assert not told.citations


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("The large ticket is £12 dearer than the small one (£30 against £18).", "partly"),
        ("The large ticket is £13 dearer than the small one (£30 against £18).", "not_found"),
        ("The small ticket is £18, the large one £30 and the family ticket £48.", "not_found"),  # by chance
        ("The small ticket is £18, the large one £30, together £48.", "partly"),
        ("The bus takes 15 minutes longer.", "partly"),
        ("The bus takes 20 minutes longer.", "not_found"),
        ("The bus takes 15 minutes.", "not_found"),
    ],
)
def test_what_is_worked_out_is_not_sure_and_not_wrong(claim: str, support: str) -> None:
    passages = [
        "Tickets: small £18, large £30, family £45.",
        "By train it takes 25 minutes, by bus 40 minutes.",
    ]
    (sentence,) = check_text(claim, passages)
    assert sentence.support == support


@pytest.mark.parametrize(
    ("claim", "source", "support"),
    [
        ("Sheds of more than 12 square metres need leave.", LIMIT, "partly"),
        ("Only sheds of more than 12 square metres need leave.", LIMIT, "found"),  # which says the same
        ("Sheds of more than 12 square metres need no leave.", LIMIT, "not_found"),
        ("Sheds of up to 12 square metres need leave.", LIMIT, "not_found"),
        ("Loads of more than 500 kg are safe.", "Loads of up to 500 kg are not unsafe.", "partly"),
        (
            "Bags over 10 kg are not charged.",
            "Bags under 10 kg are charged. Bags over 10 kg are charged double.",
            "not_found",
        ),
    ],
)
def test_what_lies_beyond_a_limit_may_be_the_other_way_round(claim: str, source: str, support: str) -> None:
    (sentence,) = check_text(claim, [source])
    assert sentence.support == support


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        (
            "The unelected board cannot dismiss the director.",
            "The board, which is not elected, cannot dismiss the director.",
        ),
        ("Dogs off the lead are not allowed in.", "Dogs that are not on a lead are not allowed in."),
    ],
)
def test_a_denial_less_in_other_words_is_none(claim: str, source: str) -> None:
    assert check_text(claim, [source])[0].support != "not_found"


SEEN = "date: 2025-11-07; observer: Priya; object: Moon; remarks: public evening, 52 visitors"
NIGHT = "Youth night (school years 6 to 11): Fri 6.30 to 9, £1.50, tuck on top."
DRYING = "Dry PLA 45 °C for 4 h, PETG 65 °C for 6 h, nylon 80 °C overnight."
ROUTER = (
    "Router is lent. Return in 21 days or pay £60. In 2023 it was to be sent back within 28 days, by courier."
)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("On 7 November there were 52 visitors on the public evening.", SEEN),
        ("Youth night is on Fridays from 6.30 to 9.", NIGHT),
        ("PETG is dried at 65 °C for six hours.", DRYING),
        ("The router has to be returned in 21 days.", ROUTER),
        ("The caretaker needs only half an hour.", "The caretaker needs half an hour."),
        ("At most one quarter may be in kind.", "Not more than one quarter may be in kind."),
        ("Go to the chair rather than the deputy.", "Go to the chair, not the deputy."),
        ("It gets fixes until March, but no other fixes.", "It gets fixes until March, but no others."),
    ],
)
def test_the_same_in_other_figures_and_forms_is_found(claim, source, weights, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(weights))
    assert check_text(claim, passages=[source])[0].support == "found"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Sessions are on Tuesdays and Fridays at ten.", "Sessions are on Tuesdays and Thursdays at ten."),
        ("A note must come within three weeks.", "A note must come within 3 working days."),
        ("Only members may come.", "Members may come."),
    ],
)
def test_another_day_or_unit_and_a_limit_that_is_new_are_not_found(claim, source):
    assert check_text(claim, passages=[source])[0].support != "found"

"""What an amendment that names a clause or a subject says of what is shown."""

import pytest

from assistant.showing.editions.named_clause import with_amendment
from assistant.showing.pieces import Piece
from tests.showing_building import add, first_of, looked_for

CREW = """# Crew agreement

## 3. Pay

3.1 A bosun has 35,100 a year, from the first year on.

3.2 Work on a rest day is paid at time and a half.

3.20 A cook is paid like a bosun.

## Gloves

Each deckhand has one glove.

## 4. Ballot boxes

Collect the ballot box from the depot on 2 or 3 May.

## 5. Essays

The source commentary is due on Friday 23 February, noon.

{amendments}
"""
LETTER = """SIDE LETTER NO. 1          dated 28 March 2022
The parties agree:
- all rates in 3.1 are increased by 4.5 per cent;
- clause 3.2 is amended to read "at double time";"""
ASKED = "What does the agreement say of bosuns, cooks, rest days, gloves, ballot boxes and commentaries?"
QUESTION = "When is the source commentary due?"


def shown(assistant, amendments, best, question=ASKED):
    """What stands behind the piece with the words `best`: the title and the words of each."""
    add(assistant, crew=CREW.format(amendments=amendments))
    wanted, around = looked_for(assistant, question)
    first = first_of(wanted.scored, best)[0]
    pieces = with_amendment([Piece("quote", (first.sentence,), 1.0)], wanted, around)
    return [(piece.title, " ".join(each.text for each in piece.sentences)) for piece in pieces[1:]]


TITLE = "SIDE LETTER NO. 1 dated 28 March 2022"
PAY = "all rates in 3.1 are increased by 4.5 per cent;"
BOXES = "Amendment no. 1, 24 April: The collection days in section 4 change. The depot is open on 3 May only."
LATER = "Correction, 5 February: the deadline of the source commentary has moved to 27 February."


@pytest.mark.parametrize(
    ("amendments", "best", "expected"),
    [
        (LETTER, "bosun has", (TITLE, PAY)),
        (LETTER, "rest day", (TITLE, 'clause 3.2 is amended to read "at double time";')),
        (f"======\n{LETTER}", "bosun has", (TITLE, PAY)),
        (BOXES, "Collect", ("", BOXES)),
        (f"> **{BOXES[:26]}**{BOXES[26:]}", "Collect", ("", BOXES)),
        (LATER, "commentary is", ("", LATER)),
        (
            LETTER.replace("in 3.1", "in clauses 3.1 and 3.2"),
            "rest day",
            (TITLE, PAY.replace("3.1", "clauses 3.1 and 3.2")),
        ),
        (LETTER.replace("in 3.1", "in §\u00a03.1"), "bosun has", (TITLE, PAY.replace("3.1", "§\u00a03.1"))),
        (
            "**Amendment, AGM 2023:** In section 4 the boxes are in the depot.",
            "Collect",
            ("", "Amendment, AGM 2023: In section 4 the boxes are in the depot."),
        ),
        # Not called an amendment, but it says what it replaces.
        (
            "From May on the rate in 3.2 becomes 2 hours.",
            "rest day",
            ("", "From May on the rate in 3.2 becomes 2 hours."),
        ),
        (
            "In regulation 3.1, 35,100 is replaced by 36,000.",
            "bosun has",
            ("", "In regulation 3.1, 35,100 is replaced by 36,000."),
        ),
        (f"{LATER}\n\n{LATER.replace('27', '28')}", "commentary is", ("", LATER.replace("27", "28"))),
    ],
)
def test_it_stands_behind_what_it_changes(assistant, amendments, best, expected):
    [(title, text)] = shown(assistant, amendments, best, QUESTION if "commentary" in best else ASKED)
    assert (title, text.replace("*", "")) == expected


@pytest.mark.parametrize(
    ("amendments", "best"),
    [
        (LETTER, "a cook"),  # 3.20 is not 3.2
        (LETTER, "Collect"),
        ("All rates in 3.1 are increased by 4.5 per cent.", "bosun has"),  # not called an amendment
        (BOXES, "bosun has"),
        (BOXES.replace("collection days", "fees"), "commentary is"),
        (BOXES.replace("section 4", "section 5"), "Collect"),
        (LATER.replace("source commentary", "exam"), "commentary is"),
        (LETTER, "glove"),  # below another heading than the clause before it
        ("Amendment 2\n\nA discount of 3.1 per cent is given.", "bosun has"),
        ("Amendment 2\n\nThe boat is moored in 3.1 hours.", "bosun has"),
        (BOXES.replace("section 4", "section 4 of the Regatta Code"), "Collect"),
        ("Amendment 2 of 2024\n\nThe source commentary of resellers has 60 pages.", "commentary is"),
        ("If clause 3.1 is breached, the damages become payable.", "bosun has"),
        ("Under clause 3.1 the bosun may be paid in kind instead of in money.", "bosun has"),
        ("The amendment of 2020 moved the source commentary to 27 February.", "commentary is"),
    ],
)
def test_nothing_stands_behind_what_it_leaves_alone(assistant, amendments, best):
    assert shown(assistant, amendments, best, QUESTION if "commentary" in best else ASKED) == []


AGREEMENT = """# Pie supply agreement

4.2 A late delivery costs the baker 50 euros.

## Prices

| Code | Pie | Price |
|---|---|---|
| P-11 | Leek pie, small | 5.20 |
| P-12 | Plum pie, small | 4.10 |
"""
CHANGES = """# Pie supply agreement 2022: second amendment

Dear Ann,

The sum in 4.2 goes up to 75 euros.

| Code | Pie | Old price | New price |
|---|---|---|---|
| P-11 | Leek pie, small | 5.20 | 5.65 |
"""


@pytest.mark.parametrize(
    ("question", "best", "expected"),
    [
        (
            "What does a late delivery cost the baker?",
            "late delivery",
            ["The sum in 4.2 goes up to 75 euros."],
        ),
        (
            "price of the small leek pie",
            "P-11",
            ["Code: P-11; Pie: Leek pie, small; Old price: 5.20; New price: 5.65"],
        ),
        ("price of the small plum pie", "P-12", []),
        ("What did a late delivery cost the baker before?", "late delivery", []),
    ],
)
def test_another_document_may_be_the_amendment(assistant, question, best, expected):
    add(assistant, agreement=AGREEMENT, changes=CHANGES)
    wanted, around = looked_for(assistant, question)
    own = [each for each in wanted.scored if each.sentence.citation.title == "Pie supply agreement"]
    first = first_of(own, best)[0]
    pieces = with_amendment([Piece("quote", (first.sentence,), 1.0)], wanted, around)
    assert [each.text for piece in pieces[1:] for each in piece.sentences] == expected
    assert all(piece.title == "Pie supply agreement 2022: second amendment" for piece in pieces[1:])


def test_a_line_with_a_version_names_an_amendment_and_a_clause_begins_within_a_paragraph(assistant):
    named = "Amendment A1 to version 4.2 (issued 3 April 2025)"
    text = (
        "# Hire agreement\n\n4.1 The piano is tuned once by the owner. 4.2 Then the hirer pays 72 euros a "
        f"tuning. 4.3 Broken strings are replaced.\n\n{named}\n\nIn clause 4.2 "
        '"72" becomes "78".\n'
    )
    add(assistant, hire=text)
    wanted, around = looked_for(assistant, "What does a tuning cost?")
    first = first_of(wanted.scored, "72 euros")[0]
    (_, said) = with_amendment([Piece("quote", (first.sentence,), 1.0)], wanted, around)
    assert (said.title, said.sentences[0].text) == (named, 'In clause 4.2 "72" becomes "78".')


def test_the_second_piece_may_be_what_is_changed_and_a_list_too(assistant):
    add(assistant, crew=CREW.format(amendments=LETTER))
    wanted, around = looked_for(assistant, ASKED)
    gloves, pay = (first_of(wanted.scored, words)[0].sentence for words in ("glove", "rest day"))
    pieces = [Piece("quote", (gloves,), 1.0), Piece("list", (pay,), 1.0), Piece("quote", (gloves,), 1.0)]
    found = with_amendment(pieces, wanted, around)
    assert [piece.later for piece in found] == [False, False, True, False]


def test_what_to_do_before_something_is_not_how_it_was(assistant):
    assert shown(assistant, LETTER, "bosun has", "What is a bosun paid before the first voyage?")


def test_what_is_quoted_further_down_already_comes_second(assistant):
    add(assistant, crew=CREW.format(amendments=LATER))
    wanted, around = looked_for(assistant, QUESTION)
    first, other, amendment = (
        Piece("quote", (first_of(wanted.scored, words)[0].sentence,), 1.0)
        for words in ("commentary is", "Collect", "Correction")
    )
    found = with_amendment([first, other, amendment], wanted, around)
    assert [piece.later for piece in found] == [False, True, False] and found[2] is other


@pytest.mark.parametrize("asked", ["What was a bosun paid originally?", "Has the pay changed?"])
def test_nor_where_it_is_asked_how_something_was(assistant, asked):
    assert shown(assistant, LETTER, "bosun has", asked) == []


WORKSHOP = """# Workshop

## Fees

| Machine | Fee |
|---|---|
| MIG welder | £60 |
| Kiln | £10 |

## Times

The yard is open on Saturday until 10:30, bring the boat back by then.

### Changes agreed 21/11/2024

a) The fee for the MIG welder is £75 from January, as gas has become too dear and will not be cheaper soon.
b) The kiln now has a door.
c) The yard may be open on Saturday until 13:00 instead, nobody comes after.
"""


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("how much is the welder", "a) The fee for the MIG welder is £75", "MIG welder"),
        ("till when is the yard open", "c) The yard may be open", "The yard is open"),
    ],
)
def test_a_new_value_that_says_what_it_is_of_stands_first(assistant, question, first, second):
    add(assistant, workshop=WORKSHOP)
    wanted, around = looked_for(assistant, question)
    best = first_of(wanted.scored, second)[0]
    pieces = with_amendment([Piece("quote", (best.sentence,), 1.0)], wanted, around)
    amendment, changed = (piece.sentences[0].text for piece in pieces)
    assert amendment.startswith(first) and second in changed and pieces[0].later


HOUSE = """# House news

The sweep comes on 12 November between 8 and 11.

Hens are permitted, at most eight.

Injections are £2.50 each.

{added}
"""


@pytest.mark.parametrize(
    ("added", "best"),
    [
        ("Addendum: the sweep has postponed, he now comes on 19 November.", "The sweep"),
        ("Corrections\n\nThe number of hens is reduced from eight to six until further notice.", "Hens"),
        ("Notice pasted in, September\n\nInjections go up to £3.00 each from 1 October.", "Injections"),
    ],
)
def test_a_new_day_number_or_price_stands_first(assistant, added, best):
    add(assistant, house=HOUSE.format(added=added))
    wanted, around = looked_for(assistant, f"what of this: {best}?")
    first = first_of(wanted.scored, best)[0]
    pieces = with_amendment([Piece("quote", (first.sentence,), 1.0)], wanted, around)
    assert pieces[0].later and pieces[1].sentences == (first.sentence,)


def test_a_new_number_is_not_for_who_asks_for_none(assistant):
    add(
        assistant, house=HOUSE.format(added="Corrections\n\nThe number of hens is reduced from eight to six.")
    )
    for question, first in (
        ("which animals may we keep", "Hens are"),
        ("how many chickens may we keep", "The num"),
    ):
        wanted, around = looked_for(assistant, question)
        hens = first_of(wanted.scored, "Hens")[0]
        pieces = with_amendment([Piece("quote", (hens.sentence,), 1.0)], wanted, around)
        assert pieces[0].sentences[0].text.startswith(first)


@pytest.mark.parametrize(
    "added",
    [
        "PS: the sweep of the school comes on 19 November.",
        "PS: Mrs Bell has six hens.",
        "PS: Mr Tam rang, his injections are £9.00 each.",
        "PS: for cats, changed to £9.00 each.",
        "Addendum: the price of the hall is raised from £2.50 to £3.00.",
        "Addendum: in section 5, injections of £7.00 are now £9.00.",
        "Addendum: injections of dogs over 40 kg are £6.00 each.",
        "Addendum: injections cost £1 extra.",
        "Addendum: injections were raised from £2.00 to £2.50 each.",  # how it came to be so
        "Notice pasted in, September\n\nThe injections of Max are £3.00 each.",
    ],
)
def test_one_of_something_else_or_of_before_does_not(assistant, added):
    add(assistant, house=HOUSE.format(added=added))
    wanted, around = looked_for(assistant, "when does the sweep come, how many hens, what are injections?")
    for best in ("The sweep", "Hens", "Injections"):
        first = first_of(wanted.scored, best)[0]
        pieces = with_amendment([Piece("quote", (first.sentence,), 1.0)], wanted, around)
        assert pieces[0].sentences == (first.sentence,)


@pytest.mark.parametrize("asked", ["what does the kiln cost", "what is the fee"])
def test_one_that_gives_no_other_value_of_the_kind_or_is_of_another_row_does_not(assistant, asked):
    add(assistant, workshop=WORKSHOP)
    wanted, around = looked_for(assistant, asked)
    best = first_of(wanted.scored, "Kiln")[0]
    pieces = with_amendment([Piece("quote", (best.sentence,), 1.0)], wanted, around)
    assert pieces[0].sentences == (best.sentence,)


def test_what_leads_to_an_amendment_is_shown_with_it(assistant):
    added = "Agreed by hand: (1) Injections may be £3.00 each instead. (2) The dog may come."
    add(assistant, house=HOUSE.format(added=added))
    wanted, around = looked_for(assistant, "what do injections cost?")
    best = first_of(wanted.scored, "Injections are")[0]
    first, second = with_amendment([Piece("quote", (best.sentence,), 1.0)], wanted, around)
    assert " ".join(each.text for each in first.sentences).startswith("Agreed by hand: (1) Injections may be")
    assert second.sentences == (best.sentence,)

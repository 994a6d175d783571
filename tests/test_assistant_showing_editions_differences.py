"""What two documents of one kind say differently."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.showing.editions.differences import EditionComparison, compare_editions
from documents.library import Vectors
from tests.showing_building import NEW_PRICES, OLD_PRICES, add, looked_for

RULES = """# Rules of the Alder yard, edition of {year}

Valid from 1 May {year}.

{text}
"""


def compared(assistant, old, new, embed=None) -> EditionComparison:
    """The two texts as documents of 2024 and 2025, compared."""
    documents = {
        name: text if text.startswith("#") else RULES.format(year=year, text=text)
        for name, year, text in (("old", 2024, old), ("new", 2025, new))
    }
    add(assistant, **documents)
    wanted, around = looked_for(assistant, "rules of the Alder yard, edition, price list")
    first = {each.sentence.citation.title[-4:]: each.sentence for each in wanted.scored}
    return compare_editions((first["2025"], first["2024"]), around, embed)


def told(found: EditionComparison) -> list[tuple[str, str]]:
    """What the newer and the older document say, of each difference but the year."""
    sides = [
        tuple(" ".join(sentence.text for sentence in side) for side in (each.newer, each.older))
        for each in found.differences
    ]
    return [side for side in sides if not side[0].startswith("Valid")]


def test_sentences_that_say_the_same_of_something_are_paired_and_equal_ones_left_out(assistant):
    found = compared(
        assistant,
        "The yard opens at eight. A deposit of 40 pounds is taken from each new member."
        " Dogs are kept on a lead.",
        "Dogs are kept on a lead. Please note that each new member pays a deposit of 75 pounds."
        " The yard opens at eight.",
    )
    assert told(found) == [
        (
            "Please note that each new member pays a deposit of 75 pounds.",
            "A deposit of 40 pounds is taken from each new member.",
        )
    ]


SYRUP = "The last syrup goes on by 15 September."
STOP = "Stop feeding at the end of the month."


def meaning(texts: Sequence[str]) -> Vectors:
    """Vectors of a model that knows what syrup has to do with feeding, and nothing else."""
    each_own = np.eye(len(texts) + 1, dtype=np.float32)
    return np.array([each_own[0 if text in (SYRUP, STOP) else n + 1] for n, text in enumerate(texts)])


def test_sentences_of_few_common_words_are_paired_by_their_meaning_once_and_below_any_heading(assistant):
    old = RULES.format(year=2024, text=f"Keys hang here.\n\n{STOP}\n\nDogs stay.")
    new = RULES.format(year=2025, text=f"Hoses are shut off.\n\n## Food\n\n{SYRUP}")
    asked = []
    found = told(compared(assistant, old, new, lambda texts: (asked.append(texts), meaning(texts))[1]))
    assert found == [
        ("Hoses are shut off.", ""),
        (SYRUP, STOP),
        ("", "Keys hang here."),
        ("", "Dogs stay."),
    ]
    assert len(asked) == 1 and len(asked[0]) == 5  # those that words have not paired


@pytest.mark.parametrize("alone", [("2. ", ""), ("", "2. "), ("1.4 ", "1.3 "), ("3.1 ", "")])
def test_the_number_of_a_paragraph_is_no_difference(assistant, alone):
    new, old = (f"{number}The tea urn is emptied.\n\nDogs stay." for number in alone)
    assert told(compared(assistant, old.replace("Dogs", "Cats"), new)) == [("Dogs stay.", "Cats stay.")]


@pytest.mark.parametrize(
    "line", ["{} kg of sugar are kept.", "{}0 Coffee and registration", "{}0 EUR is asked of children."]
)
def test_a_number_that_a_line_begins_with_is_a_difference(assistant, line):
    new, old = line.format("3.5"), line.format("2.5")
    assert told(compared(assistant, old, new)) == [(new, old)]


def test_what_only_one_says_has_no_other_side_and_comes_in_the_newer_ones_order(assistant):
    found = compared(
        assistant,
        "The yard opens at eight.\n\nShowers work with a token.",
        "The yard opens at eight.\n\nHoses may not be used in July.\n\nFires need a permit.",
    )
    assert told(found) == [
        ("Hoses may not be used in July.", ""),
        ("Fires need a permit.", ""),
        ("", "Showers work with a token."),
    ]


def test_a_sentence_that_refers_back_comes_with_what_it_refers_to(assistant):
    found = compared(
        assistant,
        "You pay the first part of each bill yourself. It is 85 pounds for a dog.\n\n"
        "Up to three unused days can be kept. They must be gone by the end of February.",
        "You pay the first part of each bill yourself. It is 110 pounds for a dog.\n\n"
        "Up to five unused days can be kept. They must be gone by the end of June.",
    )
    assert told(found) == [
        (
            "You pay the first part of each bill yourself. It is 110 pounds for a dog.",
            "You pay the first part of each bill yourself. It is 85 pounds for a dog.",
        ),
        (
            "Up to five unused days can be kept. They must be gone by the end of June.",
            "Up to three unused days can be kept. They must be gone by the end of February.",
        ),
    ]


def test_rows_are_paired_by_their_names(assistant):
    assert told(compared(assistant, OLD_PRICES, NEW_PRICES)) == [
        (
            "Goods: Pine pellets; Small sack: £7; Large sack: £11",
            "Goods: Pine pellets; Small sack: £6; Large sack: £11",
        ),
        (
            "Goods: Beech pellets; Small sack: £9; Large sack: £14",
            "Goods: Beech pellets; Small sack: £8; Large sack: £14",
        ),
    ]


@pytest.mark.parametrize(
    ("new", "editions"),
    [
        ("The yard opens at nine. Dogs are kept on a lead. Fires are lit in November.", True),
        ("Ada Fenn will paint the shed. Nine members came. The next meeting is in May.", False),
    ],
    ids=["editions", "minutes"],
)
def test_how_much_both_have_tells_editions_from_minutes(assistant, new, editions):
    old = "The yard opens at eight. Dogs are kept on a lead. Fires are lit in November."
    assert (compared(assistant, old, new).shared > 0.5) is editions


def test_a_denial_and_a_currency_are_differences(assistant):
    found = compared(
        assistant,
        "Dogs are allowed on the beach.\n\nThe fee is £5.\n\nBoats stay.",
        "Dogs are not allowed on the beach.\n\nThe fee is €5.\n\nBoats stay.",
    )
    assert told(found) == [
        ("Dogs are not allowed on the beach.", "Dogs are allowed on the beach."),
        ("The fee is €5.", "The fee is £5."),
    ]


FEES = """# Rules of the Alder yard, edition of {year}

## Summer

The fee is {summer} pounds a night.

## Winter

The fee is {winter} pounds a night.
"""


@pytest.mark.parametrize(("summer", "winter"), [(25, 20), (10, 20)], ids=["dearer", "exchanged"])
def test_sentences_below_the_same_heading_are_paired(assistant, summer, winter):
    old = FEES.format(year=2024, summer=20, winter=10)
    found = compared(assistant, old, FEES.format(year=2025, summer=summer, winter=winter))
    assert told(found) == [
        (f"The fee is {summer} pounds a night.", "The fee is 20 pounds a night."),
        (f"The fee is {winter} pounds a night.", "The fee is 10 pounds a night."),
    ]


def test_rows_of_the_same_name_in_two_sections_are_two(assistant):
    table = "\n## {}\n\n| Ticket | Price |\n|---|---|\n| Adult | £{} |\n| Child | £2 |\n"
    old = "# Rules of the yard, edition of 2024\n" + table.format("Summer", 5) + table.format("Winter", 4)
    new = "# Rules of the yard, edition of 2025\n" + table.format("Summer", 5) + table.format("Winter", 5)
    assert told(compared(assistant, old, new)) == [("Ticket: Adult; Price: £5", "Ticket: Adult; Price: £4")]


def test_a_sentence_that_was_only_moved_is_no_difference(assistant):
    found = compared(
        assistant, "Dogs stay.\n\nBoats go.", "Keep out.\n\n## Animals\n\nDogs stay.\n\nBoats go."
    )
    assert told(found) == [("Keep out.", "")]


def test_numbers_tell_which_is_which(assistant):
    old = "\n\n".join(f"Berth {number} costs {number}0 pounds." for number in (1, 2, 3))
    new = "\n\n".join(f"Berth {number} costs {number}5 pounds." for number in (2, 3))
    assert told(compared(assistant, old, new)) == [
        ("Berth 2 costs 25 pounds.", "Berth 2 costs 20 pounds."),
        ("Berth 3 costs 35 pounds.", "Berth 3 costs 30 pounds."),
        ("", "Berth 1 costs 10 pounds."),
    ]


def test_a_document_that_is_too_long_is_not_compared(assistant):
    long = "\n\n".join(f"The berth at pole {number} is let for a year." for number in range(1_500))
    assert compared(assistant, "Dogs stay.", long) == EditionComparison((), 0.0)


def test_what_both_say_before_it_is_not_told_of_one_alone(assistant):
    found = compared(
        assistant,
        "Each dog sleeps in the long shed.\n\nThe gate is open from eight. It is closed on Mondays.",
        "Each dog sleeps in the long shed. It must wear a red tag.\n\n"
        "The gate is open from eight. It is open every day.",
    )
    assert told(found) == [
        ("Each dog sleeps in the long shed. It must wear a red tag.", "Each dog sleeps in the long shed."),
        (
            "The gate is open from eight. It is open every day.",
            "The gate is open from eight. It is closed on Mondays.",
        ),
    ]


def test_what_one_says_twice_is_not_told_of_it_alone(assistant):
    berths = "Cover.\n\n## Berths\n\nA deposit is needed. Berths cost £{}.\n\n## Parking\n\n"
    found = compared(
        assistant,
        f"{berths.format(4)} Cars stand by the gate.",
        f"{berths.format(6)} A deposit is needed. Cars stand by the gate.",
    )
    assert told(found) == [("Berths cost £6.", "Berths cost £4.")]

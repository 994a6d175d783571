"""What an amendment in the same document says of a value."""

import pytest

from assistant.showing.editions.amended import replaced_first
from tests.showing_building import add, first_of, looked_for

LEASE = """# Lease of the barn

The rent is £450 a month. A deposit of 300 euros is due. The lease ends on Sunday 24 August 2025.

The hay of 24 August is ours. We are open from 9 am to 5 pm.

## {heading}

{amendment}
"""
ASKED = "What does the lease of the barn say of its rent, deposit, hours and end?"


def ordered(assistant, best, heading, amendment, question=ASKED):
    """The evidence with `best` first, before and after the amendment was looked for."""
    add(assistant, lease=LEASE.format(heading=heading, amendment=amendment))
    wanted, around = looked_for(assistant, ASKED)
    scored = first_of(wanted.scored, best)
    return scored, replaced_first(scored, question, around)


@pytest.mark.parametrize(
    ("best", "heading", "amendment"),
    [
        (
            "lease ends",
            "Amendment 1",
            "The lease now ends on 22 August 2025 instead of 24 August.",
        ),
        ("lease ends", "Other", "In Article 1 the date 24 August 2025 is replaced by 30 August 2025."),
        ("rent is", "Addendum", "The rent is raised from £450 to £475 from May."),
        ("rent is", "Amendments", "The amount of £450 was changed."),
        ("deposit", "Side letter of 2 June", "The deposit is now 500 euros instead of 300."),
        ("deposit", "Nachtrag", "Die Kaution wird von 300 Euro auf 350 Euro erhöht."),
        ("deposit", "Nachtrag 2", "Die Kaution beträgt nun 350 Euro statt 300 Euro."),
    ],
)
def test_what_an_amendment_says_of_a_value_comes_first(assistant, best, heading, amendment):
    scored, found = ordered(assistant, best, heading, amendment)
    assert found[0].sentence.text == amendment and best in found[1].sentence.text
    assert len(found) in (len(scored), len(scored) + 1)  # whether it was among the evidence or not


def test_a_paragraph_that_begins_as_an_update_is_an_amendment(assistant):
    update = "Update 14 June: until the rain comes the rent is £400 instead of £450."
    _, found = ordered(assistant, "rent is", "Anything else", update)
    assert found[0].sentence.text == update


@pytest.mark.parametrize(
    ("best", "heading", "other"),
    [
        ("rent is", "Amendment", "The keys are handed over on 24 August instead of 22 August."),
        ("rent is", "Amendment", "The shed costs £20 instead of £45."),
        ("open from", "Amendment", "We moved in from the farm at 9 am to save time."),
        ("lease ends", "Amendment", "The rent was changed in August."),
        ("rent is", "In London", "In London the rent is £900 instead of £450."),  # an exception
        ("rent is", "Last year", "The rent of the barn next door was raised from £450 to £900."),
        ("rent is", "Rules", "The £450 is changed only with the vote of all."),
        ("open from", "Sundays", "On Sundays from 11 am instead of 9 am."),
        ("deposit", "Amendment", "The notice is 200 days instead of 300."),  # the unit is another one
        ("deposit", "Amendment", "The keys cost 200 euros instead of 300."),  # of something else
    ],
)
def test_an_exception_or_another_value_changes_nothing(assistant, best, heading, other):
    scored, found = ordered(assistant, best, heading, other)
    assert found == scored


@pytest.mark.parametrize("question", ["What was the rent before?", "What was the original rent?"])
def test_who_asks_for_the_old_value_gets_it_first(assistant, question):
    amendment = "The rent is raised from £450 to £475."
    scored, found = ordered(assistant, "rent is", "Amendment", amendment, question)
    assert found == scored


@pytest.mark.parametrize(
    ("heading", "amendment", "first"),
    [
        ("Side letter of 9 June", "Guests may photograph the barn without flash.", True),
        ("Amendment", "Guests may photograph the yard and the well behind it.", False),  # something else
        ("Amendment", "Guests may photograph horses there.", False),
        ("Amendment", "Guests may not photograph it by night either.", False),
        ("Notes", "Guests may photograph the barn without flash.", False),
    ],
)
def test_what_an_amendment_allows_comes_before_what_was_denied(assistant, heading, amendment, first):
    text = "# Lease of the barn\n\nThe rent is £450. Guests may not photograph the barn.\n\n"
    add(assistant, lease=f"{text}## {heading}\n\n{amendment}\n")
    question = "May guests photograph the barn?"
    wanted, around = looked_for(assistant, question)
    found = replaced_first(first_of(wanted.scored, "may not photograph the barn"), question, around)
    assert (found[0].sentence.text == amendment) is first


def test_the_last_of_several_amendments_comes_first(assistant):
    twice = "The rent is raised from £450 to £475.\n\n## Amendment 2\n\nThe rent is raised from £475 to £500."
    _, found = ordered(assistant, "rent is", "Amendment 1", twice)
    assert [each.sentence.text for each in found[:3]] == [
        "The rent is raised from £475 to £500.",
        "The rent is raised from £450 to £475.",
        "The rent is £450 a month.",
    ]


def test_an_amendment_above_the_answer_is_no_newer_one(assistant):
    add(
        assistant,
        lease="# Lease\n\n## Amendment\n\nThe rent was raised from £450 to £475.\n\nNow it is £450.\n",
    )
    wanted, around = looked_for(assistant, "What is the rent?")
    scored = first_of(wanted.scored, "Now it is")
    assert replaced_first(scored, "What is the rent?", around) == scored


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("The key code is now 7316, not 4408.", True),
        ("There is a new code for the key: 7316 (it was 4408).", True),
        ("The code of the shed is now 7316, not 1234.", False),
        ("The shed's code is now 7316, not 4408.", False),  # no key
        ("The key code is 4408 and not 7316.", False),
        ("The bus is now number 12, not 4408.", False),
    ],
)
def test_what_another_document_says_of_a_value_that_holds_no_longer_comes_first(assistant, said, first):
    add(
        assistant,
        notes="# Cottage\n\nKey code 4408, beside the door.\n",
        letter=f"# Letter\n\nDear Jo,\n\n{said}\n",
    )
    question = "What is the key code of the cottage?"
    wanted, around = looked_for(assistant, question)
    scored = first_of(wanted.scored, "Key code 4408")
    assert any(each.sentence.text == said for each in scored)
    assert (replaced_first(scored, question, around)[0].sentence.text == said) is first
    assert replaced_first(scored, "What was the key code before?", around) == scored

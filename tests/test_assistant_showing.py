"""What was found, as a person sees it: rows and lists that are meant, quotes told once, later documents."""

import pytest

from documents.inputs import PastedText
from tests.building import build_assistant

PRICES = "| Service | Price {year} | Minutes | Note |\n|---|---|---|---|\n{rows}"
ROWS = (
    "| Full service | £{full} | 150 |  |\n| Bike wash | £{wash} | 20 | free with a full service |\n"
    "| Puncture | £15 | 30 |  |\n"
)
FAULTS = (
    "# Dishwasher\n\n| Display | Cause | What to do |\n|---|---|---|\n| E1 | No water | Open the tap |\n"
    "| E2 | Water stays | Clean the pump |\n| E7 | Heater | Call us |\n"
)
CAKE = (
    "# Plum cake\n\nIngredients:\n\n- flour for the cake\n- plums for the cake\n\n"
    "1. Knead the plum cake dough.\n2. Bake the plum cake.\n"
)
HOLIDAYS = (
    "# Handbook\n\nEveryone has 26 days of holiday. After five years it is 28 days of holiday. "
    "Up to five days of holiday may be carried over. Requests go to Hanna."
)
FEBRUARY = "# Club minutes\n\nDate: 12 February 2026\n\nThe regatta is on Saturday 16 May 2026 at the lock.\n"
APRIL = "# Club minutes\n\nDate: 9 April 2026\n\nThe regatta at the lock is put off to 13 June.\n"


def _prices(year: int, full: int, wash: int) -> PastedText:
    return PastedText(f"Prices {year}", PRICES.format(year=year, rows=ROWS.format(full=full, wash=wash)))


def _lines(answer) -> list[str]:
    return [one.text for one in answer.sentences]


@pytest.fixture
def quoting(home):
    """An assistant without a model: what it finds is all that it shows."""
    with build_assistant(home, llm=None) as assistant:
        yield assistant


@pytest.fixture
def prices(quoting):
    quoting.add([_prices(2025, 120, 12), _prices(2026, 135, 14)])
    return quoting


def test_the_row_that_a_question_names_is_shown_alone(prices):
    shown = _lines(prices.ask("How much is a full service of my bike?"))
    assert shown and all(line.startswith("Service: Full service;") for line in shown)


def test_a_day_that_a_row_holds_on_need_stand_nowhere(quoting):
    rows = "| 26/05/2025 | 02/06/2025 | Dana |", "| 02/06/2025 | 09/06/2025 | Ben |"
    quoting.add(
        [PastedText("Rota", "\n".join(["# On call", "", "| From | To | Who |", "|---|---|---|", *rows]))]
    )
    answer = quoting.ask("who is on call on 27 may")
    assert "Dana" in _lines(answer)[0]
    assert "27" not in answer.missing and not any("27" in note for note in answer.notes)


def test_what_it_cost_then_and_costs_now_is_compared_newest_first(prices):
    answer = prices.ask("What did a full service cost last year and what does it cost now?")
    assert answer.form == "compare"
    assert [section.title for section in answer.sections] == ["Prices 2026", "Prices 2025"]
    assert ["£135" in _lines(answer)[0], "£120" in _lines(answer)[1]] == [True, True]


@pytest.mark.parametrize(
    "question", ["Has the fee for the sauna gone up since last year?", "Is the gym still open at night?"]
)
def test_a_change_of_what_no_document_has_is_never_sure(prices, question):
    assert prices.ask(question).outcome != "answered"


def test_a_code_that_names_a_row_is_not_declined(quoting):
    quoting.add([PastedText("Dishwasher", FAULTS)])
    answer = quoting.ask("dishwasher shows E2, what now?")
    assert answer.outcome != "declined" and "Clean the pump" in answer.text
    assert "Open the tap" not in answer.text


def test_bullets_and_the_numbers_below_them_are_two_lists(quoting):
    quoting.add([PastedText("Plum cake", CAKE)])
    answer = quoting.ask("ingredients for the plum cake?")
    assert (answer.form, answer.sections[0].title) == ("list", "Ingredients:")
    assert _lines(answer) == ["flour for the cake", "plums for the cake"]
    steps = quoting.ask("How do I bake the plum cake?")
    assert "Bake the plum cake." in _lines(steps)
    assert "Ingredients:" not in [section.title for section in steps.sections]


def test_no_sentence_is_shown_twice(quoting):
    quoting.add([PastedText("Handbook", HOLIDAYS)])
    shown = _lines(quoting.ask("How many days of holiday do I get after seven years?"))
    assert len(shown) == len(set(shown)) > 2


def test_how_many_that_is_stated_needs_no_word_on_counting(quoting):
    quoting.add([PastedText("Handbook", HOLIDAYS)])
    answer = quoting.ask("How many days of holiday do I get after seven years?")
    assert answer.outcome == "unsure"
    assert not any("passages were read" in note for note in answer.notes)


def test_a_draft_that_a_later_document_may_overrule_is_not_believed(assistant, llm):
    assistant.add(
        [
            PastedText("Minutes of the club, February", FEBRUARY),
            PastedText("Minutes of the club, April", APRIL),
        ]
    )
    llm.enqueue("The regatta is on Saturday 16 May 2026 at the lock.")
    answer = assistant.ask("Where is the regatta at the lock on Saturday 16 May 2026?")
    assert answer.outcome == "unsure"
    assert "13 June" in answer.text


def test_a_word_that_was_mended_is_not_named_as_missing(quoting):
    quoting.add([PastedText("Minutes", "# Minutes\n\nThe committee bought a boat for the harbour.")])
    answer = quoting.ask("What did the comittee buy for the harbuor?")
    assert "comittee" not in answer.text + " ".join(answer.notes)


def test_a_word_of_which_a_longer_form_was_found_is_not_named_as_missing(quoting):
    quoting.add([PastedText("Gartenordnung", "Die Hecken am Weg dürfen höchstens 1,20 Meter hoch sein.")])
    answer = quoting.ask("Wie hoch darf die Hecke am Weg sein?")
    assert answer.missing == () and "1,20 Meter" in answer.text


def test_a_summary_says_which_of_the_minutes_it_is_of_and_leaves_out_who_was_there(quoting, tmp_path):
    sections = "".join(f"## {n}. Point\n\nThe lamp number {n} is mended by Duncan.\n\n" for n in range(1, 8))
    minutes = f"# Club minutes\n\nDate: 9 April 2026\n\nPresent: Ines, Tom, Priya and Lena.\n\n{sections}"
    (tmp_path / "february.md").write_text(FEBRUARY)
    (tmp_path / "april.md").write_text(minutes)
    quoting.add([tmp_path / "february.md", tmp_path / "april.md"])
    answer = quoting.ask("What was decided in the club minutes of April?")
    assert answer.sections[0].title == "Club minutes, 2026-04-09"
    assert len(answer.sentences) == 7 and not any("Present" in line for line in _lines(answer))


LOCKERS = "Robinson pays 40 pounds a year for his locker. European lockers cost 60 euros a year."
SAILING = "A locker of the Royal Yachting Association costs 9 pounds."


@pytest.mark.parametrize(
    ("question", "text", "declined"),
    [
        ("How much does Robin pay for his locker?", LOCKERS, True),
        ("What does a locker in Europe cost?", LOCKERS, False),
        ("What does a locker of the RYA cost?", SAILING, False),
        ("What does a locker of the RSPB cost?", SAILING, True),
    ],
)
def test_a_name_is_known_by_an_ending_or_its_initials_not_by_a_longer_name(quoting, question, text, declined):
    quoting.add([PastedText("Lockers", text)])
    assert quoting.ask(question).refused is declined


CLUB_RULES = """# Rowing Club

## Who may row

Whoever swims 200 metres may row.

## Fees

The fee for rowing is £40 a year.

## Safety

Nobody rows at night.

## Complaints

Write to Dai Pugh.
"""
CLUB_MINUTES = """# Rowing Club

14 January 2026

## Money

The fee for rowing on the canal is £90.

## Boats

Two of them leak.

## The hut

It was painted.
"""


def test_the_minutes_of_a_club_are_no_later_edition_of_its_rules(quoting, tmp_path):
    for name, text in (("rules-2024-01-02.md", CLUB_RULES), ("hall.md", CLUB_MINUTES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert quoting.add([tmp_path / name]).entries[0].status == "added"
    shown = _lines(quoting.ask("How much is the fee for rowing?"))
    assert shown[0] == "The fee for rowing is £40 a year."


PICCOLA_MANUAL = """# Duetto – manual

## Descaling

To descale the machine:

1. Switch it off and let it cool down.
2. Empty the boiler.
3. Rinse it three times.
"""
MAKES = "# Makes\n\nWe repair machines by Brunelli, Piccola and Maestra. The Piccola weighs 8 kg.\n"


def test_steps_for_another_thing_that_is_typed_in_small_letters_are_not_sure(quoting, tmp_path):
    for name, text in (("manual", PICCOLA_MANUAL), ("makes", MAKES)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    quoting.add([tmp_path / "manual.md", tmp_path / "makes.md"])
    machine = quoting.ask("how do i descale the machine?")
    assert machine.outcome == "answered"
    # Likelier wrong than right, whatever risk the threshold of the day allows.
    assert quoting.ask("how do i descale the piccola?").confidence < 0.5 < machine.confidence
    assert (
        quoting.ask("how do i descale the kettle?").outcome != "answered"
    )  # of which no document has a word

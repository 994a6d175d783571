"""Rows of a table that are shown as one."""

import pytest

from assistant.types import Citation, Sentence
from assistant.ui.views.grids import SHOWN, grid_of, named_cells


def row(shown: str, quote: str = "") -> Sentence:
    citation = Citation("s", 1, "Prices", None, 0, 9, quote or "a | b", shown=shown)
    return Sentence(shown, 0, len(shown), "found", 1.0, (citation,), ())


def test_rows_stand_below_the_names_of_their_columns():
    grid = grid_of([row("Day: Monday; Opens: 9:00; Ends: 17:00"), row("Day: Sunday; Ends: noon")])
    assert grid is not None and grid.columns == ("Day", "Opens", "Ends")
    assert [each.cells for each in grid.rows] == [("Monday", "9:00", "17:00"), ("Sunday", "", "noon")]
    assert [each.sentence.text for each in grid.rows][1] == "Day: Sunday; Ends: noon"


def test_a_semicolon_or_a_colon_in_a_cell_stays_in_it():
    grid = grid_of(
        [row("Part: bell; Fits: city; touring; Note: new"), row("Part: lock; Fits: all; Note: see: B2")]
    )
    assert grid is not None
    assert [each.cells for each in grid.rows] == [
        ("bell", "city; touring", "new"),
        ("lock", "all", "see: B2"),
    ]


def test_a_column_that_few_rows_have_is_one_at_its_place():
    grid = grid_of(
        [
            row("Tool: saw; Lent: Ann; Note: new"),
            row("Tool: axe; Lent: Bo; Last check: 3 May; Note: see: B2; then: wait"),
            row("Tool: peg; Lent: Cy; Note: old"),
        ]
    )
    assert grid is not None and grid.columns == ("Tool", "Lent", "Last check", "Note")
    assert grid.rows[1].cells == ("axe", "Bo", "3 May", "see: B2; then: wait")
    assert grid.rows[0].cells == ("saw", "Ann", "", "new")


def test_in_a_wide_table_what_was_asked_for_stands_behind_the_rows_names():
    texts = [f"ID: {n}; Tool: saw; Kind: hand; Shelf: {n}; Price: £9; Lent to: Ann; Note: no" for n in "AB"]
    columns = {title: grid_of([row(text) for text in texts], title).columns for title in ("", "Lent to Ann")}
    assert columns[""] == ("ID", "Tool", "Kind", "Shelf", "Price", "Lent to", "Note")
    assert columns["Lent to Ann"] == ("ID", "Tool", "Lent to", "Kind", "Shelf", "Price", "Note")


@pytest.mark.parametrize(
    "texts",
    [
        ["The shop is open.", "On Sunday it is not."],
        ["Note: it is closed.", "Note: it is open."],  # one column
        ["Day: Monday; Opens: 9:00"],  # one row
        ["Day: Monday; Opens: 9:00", "Fee: £3; Paid: yes"],  # two tables
        ["Day: Monday; Opens: 9:00", "It is closed on Sunday; Opens: never"],
    ],
)
def test_what_are_no_rows_of_one_table_are_none(texts):
    assert grid_of([row(text) for text in texts]) is None


def test_rows_beyond_the_first_are_folded():
    grid = grid_of([row(f"No: {number}; Fee: £{number}") for number in range(SHOWN + 3)])
    assert grid is not None and (len(grid.first), len(grid.rest)) == (SHOWN, 3)


def test_a_row_has_names_that_its_quote_lacks():
    assert named_cells(row("Day: Monday; Opens: 9:00")) == [("Day", "Monday"), ("Opens", "9:00")]
    assert named_cells(row("Day: Monday; Opens: 9:00", quote="Day: Monday; Opens: 9:00")) == []
    plain = Sentence("Note: it is closed; ask: Ann", 0, 9, "found", 1.0, (), ())
    assert named_cells(plain) == []

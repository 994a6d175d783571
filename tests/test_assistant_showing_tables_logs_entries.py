"""The entries of a log that a question asks for by a name, a month, or what is not done."""

import pytest

from tests.showing_building import add, pieces, texts

JOBS = [
    ("2025-01-06", "Lodge Farm", "descaling", "Tom Ashby", "yes"),
    ("2025-01-20", "Mill Street", "pump broken", "Dana Kowal", "no"),
    ("2025-03-03", "Lodge Farm", "pump broken", "Tom Ashby", "no"),
    ("2025-03-09", "Old Pier", "descaling", "Dana Kowal", "yes"),
    ("2025-03-17", "Old Pier", "valve stuck", "Tom Ashby", "yes"),
    ("2025-04-02", "Mill Street", "descaling", "Tom Ashby", "no"),
    ("2025-04-21", "Lodge Farm", "valve stuck", "Dana Kowal", "yes"),
    ("2025-05-05", "Old Pier", "pump broken", "Tom Ashby", "no"),
]
LOG = "# Service log\n\n| Date | Customer | Fault | Technician | Paid |\n|---|---|---|---|---|\n" + "".join(
    f"| {' | '.join(job)} |\n" for job in JOBS
)


@pytest.mark.parametrize(
    ("question", "title", "jobs"),
    [
        ("which jobs did tom do in march", "2 of 8 rows: Technician Tom Ashby, March", [2, 4]),
        ("list all jobs of Dana Kowal", "3 of 8 rows: Technician Dana Kowal", [1, 3, 6]),
        ("how many jobs did dana do", "3 of 8 rows: Technician Dana Kowal", [1, 3, 6]),
        ("unpaid jobs at old pier", "1 of 8 rows: Customer Old Pier, unpaid", [7]),
        ("which descaling jobs did tom do", "2 of 8 rows: Fault descaling, Technician Tom Ashby", [0, 5]),
        ("how many jobs from Lodge Farm", "3 of 8 rows: Customer Lodge Farm", [0, 2, 6]),
        ("how much have we spent at Old Pier", "3 of 8 rows: Customer Old Pier", [3, 4, 7]),
    ],
)
def test_all_entries_with_what_is_named_are_shown_and_counted(assistant, question, title, jobs):
    add(assistant, log=LOG)
    first = pieces(assistant, question)[0]
    assert (first.kind, first.title, first.sure, first.counted) == ("list", title, True, True)
    assert [text.split("; ")[0].removeprefix("Date: ") for text in texts(first)] == [
        JOBS[job][0] for job in jobs
    ]


def test_a_thing_is_no_part_of_somebodys_name(assistant):
    add(assistant, log=LOG)
    titles = [piece.title for piece in pieces(assistant, "what do i have to do at the lodge in the street")]
    assert not any(" rows: " in title for title in titles)
    assert pieces(assistant, "list all jobs of lodge")[0].title.endswith("Customer Lodge Farm")


def test_a_word_that_the_table_lacks_leaves_it_unsure(assistant):
    add(assistant, log=LOG)
    first = pieces(assistant, "which machines did tom ashby fix in march")[0]
    assert (first.title, first.sure) == ("2 of 8 rows: Technician Tom Ashby, March", False)


@pytest.mark.parametrize(
    "question",
    [
        "how much did Lodge Farm pay in March",  # asks for an amount
        "when did tom fix the pump at Lodge Farm",
        "which jobs did tom not do",
        "which jobs did tom do after march",
        "which jobs did tom do from march on",
        "which jobs were done by hand",  # nobody is named
    ],
)
def test_what_asks_something_else_is_no_such_question(assistant, question):
    add(assistant, log=LOG)
    assert not any(
        "Technician Tom" in piece.title or "Customer" in piece.title for piece in pieces(assistant, question)
    )


def test_a_word_of_a_longer_value_that_is_named_is_no_value_of_its_own(assistant):
    tyres = "".join(
        f"| 2025-0{month}-06 | {customer} | {fault} | Dana Kowal | yes |\n"
        for month, customer, fault in (
            (6, "Otley Tyre Works", "tyres"),
            (7, "Otley Tyre Works", "exhaust"),
            (8, "Mill Street", "tyres"),
        )
    )
    add(assistant, log=LOG + tyres)
    first = pieces(assistant, "which jobs did Otley Tyre Works have")[0]
    assert first.title == "2 of 11 rows: Customer Otley Tyre Works"
    first = pieces(assistant, "which tyres jobs did Dana Kowal do")[0]
    assert first.title == "2 of 11 rows: Fault tyres, Technician Dana Kowal"


CAR = """# Car

| Date | Type | Garage | Parts | Total paid |
|---|---|---|---|---|
| 28/03/2022 | MOT | Bridge End Garage | | 45.00 |
| 03/11/2022 | Repair | Bridge End Garage | 94.00 | 1,112.50 |
| 27/03/2023 | MOT | Otley Tyre Works | | 45.00 |
| 05/09/2024 | Repair | Otley Tyre Works | 168.50 | 278.50 |
| 16/12/2024 | Repair | Bridge End Garage | 12.00 | |
| 25/03/2025 | MOT | Bridge End Garage | | 54.85 |
"""


@pytest.mark.parametrize(
    ("question", "title"),
    [
        (
            "how much have I spent at bridge end garage",
            "4 of 6 rows: Garage Bridge End Garage; Total paid together: 1,212.35",
        ),
        ("how much have we spent on repairs", "3 of 6 rows: Type Repair; Total paid together: 1,391.00"),
        ("how many repairs did bridge end garage do", "2 of 6 rows: Type Repair, Garage Bridge End Garage"),
    ],
)
def test_what_was_spent_is_added_up(assistant, question, title):
    add(assistant, car=CAR)
    assert pieces(assistant, question)[0].title == title


@pytest.mark.parametrize(
    "cell",
    ["£20 to £30", "about 40 or 50", "refunded in 2023", "(£20.00)", "20.00 CR", "£5 off", "~£20", "20.00-"],
)
def test_a_cell_that_says_no_one_amount_leaves_no_sum(assistant, cell):
    add(assistant, car=CAR.replace("278.50", cell))
    first = pieces(assistant, "how much have we spent on repairs")[0]
    assert first.title == "3 of 6 rows: Type Repair"


def test_of_two_columns_that_were_paid_none_is_added_up(assistant):
    add(assistant, car=CAR.replace("Parts", "Paid in cash").replace("Total paid", "Paid by card"))
    assert pieces(assistant, "how much have we spent on repairs")[0].title == "3 of 6 rows: Type Repair"


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (("Parts", "Running total"), ""),
        (("Total miles", "Paid"), "; Paid together: 1,391.00"),
        (("Debit", "Balance (£)"), "; Debit together: 274.50"),
        (("Parts", "Price per bag"), ""),
        (("Bags", "Cost"), ""),  # of one bag, or of all
        (("Bags", "Total cost"), "; Total cost together: 1,391.00"),
    ],
)
def test_only_what_was_paid_is_added_up(assistant, columns, told):
    add(assistant, car=CAR.replace("Parts", columns[0]).replace("Total paid", columns[1]))
    assert (
        pieces(assistant, "how much have we spent on repairs")[0].title == f"3 of 6 rows: Type Repair{told}"
    )


@pytest.mark.parametrize("row", ["| 05/09/2024 | Repair (cancelled)", "| 05/09/2098 | Repair"])
def test_what_was_not_paid_leaves_no_sum(assistant, row):
    add(assistant, car=CAR.replace("| 05/09/2024 | Repair", row).replace("| MOT | Otley", "| Repair | Otley"))
    assert "together" not in pieces(assistant, "how much have we spent at Otley Tyre Works")[0].title


TASKS = """# Tasks

| Date | Task | Done by | Checked by |
|---|---|---|---|
| 06/01/2025 | filter | Tom Ashby | Dana Kowal |
| 13/01/2025 | pump | Dana Kowal | Tom Ashby |
| 20/01/2025 | filter | Tom Ashby | Tom Ashby |
| 27/01/2025 | pump | Tom Ashby | Dana Kowal |
| 03/02/2025 | filter | Dana Kowal | Tom Ashby |
| 10/02/2025 | filter | Tom Ashby | Dana Kowal |
"""


def test_somebody_of_two_columns_is_looked_for_in_the_one_that_is_named(assistant):
    add(assistant, tasks=TASKS)
    assert pieces(assistant, "which tasks did Tom do")[0].title == "4 of 6 rows: Done by Tom Ashby"
    assert (
        pieces(assistant, "which tasks were checked by Tom")[0].title == "3 of 6 rows: Checked by Tom Ashby"
    )
    assert "Tom" not in pieces(assistant, "which tasks of Tom are there")[0].title

"""What a question asks of a whole table: the cheapest, those under a limit, what is out of stock."""

import pytest

from assistant.showing.around import MOST_ROWS
from assistant.showing.tables.row_questions import amount_of, asked_of_rows
from tests.showing_building import NEW_PRICES, OLD_PRICES, add, pieces, texts

PLANTS = """# Alder nursery, prices

| Plant | Pot | Price (£) | In stock | Badge |
|---|---|---|---|---|
| HERBS | | | | |
| Basil | 9 cm | 2.50 | 140 | A |
| Thyme | 9 cm | 2.75 | 0 | none |
| Mint | 1 litre | 3.95 | 22 | B |
| SHRUBS AND CLIMBERS | | | | |
| Hydrangea | 5 litre | 24.95 | 9 | A |
| Rose | 4 litre | 1,021.50 | 0 | none |
| Clematis | 3 litre | free | 12 | B |
"""
WASHING = """# Washing

| Programme | Time | Water | Energy |
|---|---|---|---|
| Eco | 3:25 h | 9.5 l | 0.84 kWh |
| Quick | 35 min | 8 l | 0.65 kWh |
| Auto | 2:10 h | 10-14 l | 1.10 kWh |
| Rinse | 12 min | 4 l | 0.02 kWh |
"""
OFFER = """# Offer

| Item | Each | Total |
|---|---|---|
| Solar module | 118.00 | 1,652.00 |
| Battery | 4,250.00 | 4,250.00 |
| Total | | 5,902.00 |
"""


def names(piece):
    return [text.split(";")[0].partition(": ")[2] for text in texts(piece)]


@pytest.mark.parametrize(
    ("question", "title", "rows"),
    [
        ("plants under £5", "4 of 6 rows: Price (£) under £5", ["Basil", "Thyme", "Mint", "Clematis"]),
        ("Which plants cost more than 20?", "2 of 6 rows: Price (£) more than 20", ["Hydrangea", "Rose"]),
        (
            "which plants cost between £2.75 and £4",
            "2 of 6 rows: Price (£) between £2.75 and £4",
            ["Thyme", "Mint"],
        ),
        ("which shrubs cost at most 25 pounds", "2 of 3 rows: Price (£) at most 25 pounds",
         ["Hydrangea", "Clematis"]),
        ("which plants are out of stock?", "2 of 6 rows: In stock 0", ["Thyme", "Rose"]),
        ("which herbs are still available", "2 of 3 rows: In stock above 0", ["Basil", "Mint"]),
        ("list all herbs", "3 of 6 rows: HERBS", ["Basil", "Thyme", "Mint"]),
        ("which plants need the A badge", "2 of 6 rows: Badge A", ["Basil", "Hydrangea"]),
        ("which plants do I get without a badge", "2 of 6 rows: Badge none", ["Thyme", "Rose"]),
        ("which programmes are over 2 hours", "2 of 4 rows: Time over 2 hours", ["Eco", "Auto"]),
        ("which programmes take less than 60 minutes", "2 of 4 rows: Time less than 60 minutes",
         ["Quick", "Rinse"]),
    ],
)  # fmt: skip
def test_rows_are_picked_by_what_a_column_has(assistant, question, title, rows):
    add(assistant, plants=PLANTS, washing=WASHING)
    (piece,) = pieces(assistant, question)
    assert (piece.kind, piece.title, names(piece)) == ("list", title, rows)
    assert piece.sure and piece.counted


@pytest.mark.parametrize(
    ("question", "title", "value", "row"),
    [
        ("cheapest herb", "Lowest of 3 rows: Price (£)", "2.50", "Basil"),
        ("what's the most expensive plant?", "Highest of 6 rows: Price (£)", "1,021.50", "Rose"),
        ("which programme uses the least energy", "Lowest of 4 rows: Energy", "0.02 kWh", "Rinse"),
        ("longest programme", "Highest of 4 rows: Time", "3:25 h", "Eco"),
        ("which programme needs the most water", "Highest of 4 rows: Water", "10-14 l", "Auto"),
    ],
)
def test_the_highest_and_the_lowest_are_found_in_all_rows(assistant, question, title, value, row):
    add(assistant, plants=PLANTS, washing=WASHING)
    (piece,) = pieces(assistant, question)
    assert piece.value is not None
    assert (piece.title, piece.value.text, piece.value.row) == (title, value, row)
    assert piece.sure


LEAVE = """# Leave

| Completed years with us | Five-day week | Four-day week |
|---|---|---|
| up to 2 | 22 | 18 |
| 3 to 5 | 24 | 19.5 |
| 6 to 10 | 26 | 21 |
| more than 10 | 28 | 22.5 |
"""
DELIVERY = """# Delivery

| Zone | Distance | Charge |
|---|---|---|
| A | up to 5 miles | £4.50 |
| B | 6 to 15 miles | £8.50 |
| C | over 15 miles | on request |
"""
KENNEL = """# Kennel

| Size of dog | Summer | Winter |
|---|---|---|
| small, under 10 kg | £24 | £19 |
| medium, 10–30 kg | £29 | £23 |
| large, over 30 kg | £35 | £28 |
"""
CANCELLING = """# Cancelling the boat

| Before it sails | You pay |
|---|---|
| more than 60 days | £75 |
| 60 – 30 days | 40 % |
| 29 – 8 days | 75 % |
| 7 days or less | all of it |
"""


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Been here 7 years, 4 days a week, how much leave do I get?", "6 to 10"),
        ("leave after 12 completed years?", "more than 10"),
        ("I have 10 years of leave behind me, 5 days a week", "6 to 10"),
        ("What does delivery cost, we are 3 miles away?", "A"),
        ("delivery charge for a distance of 40 miles", "C"),
        ("how much is it for a 12 kg dog in winter", "medium, 10–30 kg"),
        ("a dog of 35 kilos in summer", "large, over 30 kg"),
        ("what do I pay for cancelling the boat 10 days before it sails", "29 – 8 days"),
    ],
)
def test_the_row_for_a_number_is_the_one_whose_range_has_it(assistant, question, row):
    add(assistant, leave=LEAVE, delivery=DELIVERY, kennel=KENNEL, cancelling=CANCELLING)
    first, *others = pieces(assistant, question)
    assert first.counted and names(first) == [row]
    assert not any("Zone" in text or "Completed" in text for piece in others for text in texts(piece))


def test_a_number_is_in_no_row_where_not_all_rows_have_a_range(assistant):
    leave = LEAVE.replace("up to 2", "on probation")
    add(assistant, leave=leave)
    assert not any(piece.counted for piece in pieces(assistant, "How much leave have I got after 4 years?"))


def test_a_total_is_the_row_that_says_so_and_no_other_row(assistant):
    add(assistant, offer=OFFER)
    first, *others = pieces(assistant, "how much do the solar modules cost in total")
    assert first.value is not None and first.value.text == "5,902.00"
    assert not first.sure and not any(piece.value for piece in others)


@pytest.mark.parametrize(
    "question",
    [
        "what is the cheapest ferry to Norderney",  # no such word in the table
        "which plants are over £2,000",  # none is
        "classes for under 5s",
    ],
)
def test_where_the_table_does_not_tell_nothing_is_picked(assistant, question):
    add(assistant, plants=PLANTS)
    assert not any(piece.counted for piece in pieces(assistant, question))


def test_the_name_of_a_group_is_no_row(assistant):
    add(assistant, plants=PLANTS)
    shown = [text for piece in pieces(assistant, "Do you have herbs and shrubs?") for text in texts(piece)]
    assert shown and not any("HERBS" in text or "SHRUBS" in text for text in shown)


def test_a_limit_takes_no_number_for_granted(assistant):
    add(assistant, plants=PLANTS)
    answer = assistant.ask("which plants cost more than 20?")
    assert answer.outcome == "answered" and "Hydrangea" in answer.text and not answer.near_misses


CARS = """# Cars

| Car | Deposit (£) | Price (£) | Range |
|---|---|---|---|
| Alba | 20 | 1950 | 300 km |
| Bora | 50 | 2800 | 250 km |
| Cima | | | |
| Dora | 30 | 3100 | 400 km |
| Total | 100 | 7850 | |
"""


@pytest.mark.parametrize(
    ("question", "title", "rows"),
    [
        ("cheapest car", "Lowest of 3 rows: Price (£)", ["Alba"]),  # not by the deposit; 1950 is no year
        ("most expensive car", "Highest of 3 rows: Price (£)", ["Dora"]),  # not the total
        ("cars over £2,000", "2 of 4 rows: Price (£) over £2,000", ["Bora", "Dora"]),
        ("which cars have a range over 260", "", None),  # of cells with units
    ],
)
def test_totals_empty_cells_and_other_columns_are_left_out(assistant, question, title, rows):
    add(assistant, cars=CARS)
    first = pieces(assistant, question)[0]
    if rows is None:
        assert not first.counted
    else:
        assert (first.title, names(first), first.counted) == (title, rows, True)


def test_a_row_with_empty_cells_is_no_group(assistant):
    add(assistant, cars=CARS)
    assert not any(piece.counted for piece in pieces(assistant, "What does the Cima cost?"))
    assert "Car: Cima" in [text for piece in pieces(assistant, "Cima car") for text in texts(piece)]


@pytest.mark.parametrize(
    "question",
    [
        "which plants do not cost more than £5",
        "cheapest plant that is not a herb",
        "cheapest plant other than basil",
        "which plants are not over £5",
    ],
)
def test_what_is_denied_or_excepted_is_not_computed(assistant, question):
    add(assistant, plants=PLANTS)
    assert not any(piece.counted for piece in pieces(assistant, question))


def test_what_is_no_longer_there_is_what_is_gone(assistant):
    add(assistant, plants=PLANTS)
    (piece,) = pieces(assistant, "which plants are no longer available?")
    assert names(piece) == ["Thyme", "Rose"]


def test_a_cell_that_was_not_read_makes_it_unsure(assistant):
    add(assistant, plants=PLANTS.replace("24.95", "£3 (was £9)"))
    first = pieces(assistant, "cheapest plant")[0]
    assert first.counted and not first.sure


def test_currencies_are_not_compared(assistant):
    trips = "# Trips\n\n| Trip | Price |\n|---|---|\n| Rome | €90 |\n| Oslo | €80 |\n| Tokyo | ¥9000 |\n"
    add(assistant, trips=trips)
    assert not pieces(assistant, "which trip is the most expensive?")[0].sure
    assert not any(piece.counted for piece in pieces(assistant, "trips under $85"))


def test_temperatures_keep_their_order_and_their_sign(assistant):
    head = "# Heat\n\n| Month | Temperature (°F) |\n|---|---|\n"
    add(assistant, heat=head + "| January | -20 |\n| May | 50 |\n| July | 80 |\n")
    for word, month in (("highest", "July"), ("lowest", "January")):
        (first,) = pieces(assistant, f"which month has the {word} temperature?")
        assert names(first) == [month]


def test_the_later_edition_is_computed_and_an_earlier_one_never_sure(assistant):
    add(assistant, old=OLD_PRICES, new=NEW_PRICES)
    first = pieces(assistant, "which pellets in the small sack cost at most £7")[0]
    assert texts(first) == ["Goods: Pine pellets; Small sack: £7; Large sack: £11"]
    assert "2025" in first.sentences[0].citation.title
    before = pieces(assistant, "which goods were the cheapest in the small sack before?")
    assert "2024" in before[0].sentences[0].citation.title
    old = pieces(assistant, "which goods were the cheapest in the small sack in 2019?")
    assert not any(piece.sure for piece in old)


def test_a_long_table_is_not_computed(assistant):
    rows = "".join(f"| n{number} | {number} |\n" for number in range(MOST_ROWS + 1))
    add(assistant, names=f"# Names\n\n| Name | Price (£) |\n|---|---|\n{rows}")
    assert not any(piece.counted for piece in pieces(assistant, "cheapest name"))


@pytest.mark.parametrize("question", ["What is the most that is paid?", "Who looks after the money?"])
def test_what_asks_for_no_row_is_left_alone(question):
    assert asked_of_rows(question) is None


@pytest.mark.parametrize("cell", ["£25, up to £100", "3.5 %, at least £3.50", "2 x 400 g", "on request", ""])
def test_what_states_no_one_amount_has_none(cell):
    assert amount_of(cell) is None


BUDGET = """# Budget

| Item | Approved | Spent | Remaining |
|---|---|---|---|
| Travel | 5000 | 1200 | 3800 |
| Staff | 90000 | 60000 | 30000 |
| Total | 95000 | 61200 | 33800 |
"""
CALLS = """# On-call rota

| Week | From | To | Primary | Secondary |
|---|---|---|---|---|
| 20 | 12/05/2025 | 19/05/2025 | Dana | Tomasz |
| 21 | 19/05/2025 | 26/05/2025 | Priya | Tomasz |
| 22 | 26/05/2025 | 02/06/2025 | Dana | Priya |
| 23 | 02/06/2025 | 09/06/2025 | Tomasz | Dana |
"""
SEASONS = """# Berths

| Season | Days | Price |
|---|---|---|
| low | 1 October to 30 March | £12 |
| middle | 31 March to 30 June | £18 |
| high | 1 July to 30 September | £25 |
"""
LOANS = """# Loans

| Thing | Lent | Due back |
|---|---|---|
| Ladder | 3 May 2025 | 1 June 2025 |
| Drill | 20 April 2025 | 12 May 2025 |
| Saw | 1 May 2025 | 30 May 2025 |
"""


@pytest.mark.parametrize(
    ("question", "value"),
    [("total approved budget", "95000"), ("what is the total spent", "61200"), ("total budget", "33800")],
)
def test_a_total_is_that_of_the_column_that_is_named(assistant, question, value):
    add(assistant, budget=BUDGET)
    assert pieces(assistant, question)[0].value.text == value


@pytest.mark.parametrize(
    ("question", "week"),
    [
        ("who is on call in the week of 19 may", "21"),
        ("who's on call on 27 May", "22"),
        ("who is on call on 2 june 2025", "23"),
    ],
)
def test_the_row_that_holds_on_a_day_is_shown_whichever_order_its_dates_have(assistant, question, week):
    add(assistant, calls=CALLS)
    assert pieces(assistant, question)[0].sentences[0].text.startswith(f"Week: {week};")


def test_no_row_holds_on_a_day_of_another_year_or_after_the_last(assistant):
    add(assistant, calls=CALLS)
    for day in ("19 may 2024", "7 july"):
        assert not any(piece.counted for piece in pieces(assistant, f"who is on call on {day}"))


@pytest.mark.parametrize(
    ("day", "price"), [("3 July", "£25"), ("24 December", "£12"), ("31 March", "£18"), ("15 August", "£25")]
)
def test_a_season_may_run_over_new_year(assistant, day, price):
    add(assistant, berths=SEASONS)
    piece = pieces(assistant, f"What is the price of a berth on {day}?")[0]
    assert (piece.value.text, piece.sure) == (price, True)


HALL = """# Hall diary

| Date | What | In charge | Helper |
|---|---|---|---|
| 2025-07-03 | Lunch club | Win | Pat |
| 2025-07-10 | Lunch club | Joan | Ken |
| 2025-07-12 | Summer fair | Bethan | everyone |
| 2025-07-12 | Lunch tasting | Pat | Win |
| 2025-07-17 | Lunch club | Pat | Ken |
"""


def test_the_row_of_a_log_is_that_of_the_day_and_of_what_else_is_asked(assistant):
    add(assistant, diary=HALL)
    piece = pieces(assistant, "who is in charge of lunch on 10 july")[0]
    assert (piece.value.text, piece.counted) == ("Joan", True)
    assert pieces(assistant, "who runs the lunch on 12 july")[0].sentences[0].text.count("Lunch tasting")
    assert not any(piece.counted for piece in pieces(assistant, "who ran the lunch before 10 july"))
    assert not any(piece.counted for piece in pieces(assistant, "who runs the lunch on 11 july"))


def test_a_loan_is_no_row_that_holds_from_day_to_day(assistant):
    add(assistant, loans=LOANS)
    assert not any(piece.counted for piece in pieces(assistant, "who called on 25 april"))


STORE = """# Paint store

| Code | Paint | On hand | Min | On order | Last counted |
|---|---|---|---|---|---|
| P-1 | white | 64 | 40 | 0 | 28/05/2025 |
| P-2 | grey | 31 | 40 | 60 | 28/05/2025 |
| P-3 | red | 5 | 6 | 0 | 30/05/2025 |
| P-4 | blue | 6 | 6 | 0 | 28/05/2025 |
"""


@pytest.mark.parametrize(
    "question",
    ["what paint is below minimum", "which paints are under the min level", "what paint needs reordering"],
)
def test_what_there_is_less_of_than_there_should_be_is_told_from_two_columns(assistant, question):
    add(assistant, store=STORE)
    (piece,) = pieces(assistant, question)
    assert piece.title == "2 of 4 rows: On hand below Min"
    assert ["grey" in texts(piece)[0], "red" in texts(piece)[1]] == [True, True]


def test_parts_that_are_named_by_two_columns_are_told_from_their_limits(assistant):
    parts = ("A1|Bell|19|10|£3", "A2|Tyre|3|4|£27", "A3|Chain|2|4|£32")
    add(assistant, parts=table("Spare parts", "Part no.|Part|In stock|Reorder below|Price", *parts))
    (piece,) = pieces(assistant, "Which parts have to be reordered?")
    assert (piece.title, piece.sure) == ("2 of 3 rows: In stock below Reorder below", True)


GUESTS = """# Guests

| Guest | Arrives | Leaves | Room |
|---|---|---|---|
| Ann | 3 May | 8 May | 12 |
| Ben | 8 May | 12 May | 14 |
| Cara | 12 May | 20 May | 12 |
"""
SPRINTS = """# Sprints

| Sprint | From | To | Goal |
|---|---|---|---|
| 14 | 6 January | 19 January | login |
| 15 | 20 January | 2 February | search |
"""


@pytest.mark.parametrize(
    "question",
    [
        "which room does Ann have on 10 May",  # it names another row
        "is Ann still there on 10 May",
        "who has left by 10 may",
        "who had a room before 10 may",
        "who has no room on 10 may",
    ],
)
def test_a_row_that_holds_on_a_day_is_no_answer_to_another_question(assistant, question):
    add(assistant, guests=GUESTS)
    assert pieces(assistant, "which room is taken on 10 May")[0].counted
    assert not any(piece.counted for piece in pieces(assistant, question))


def test_a_row_that_holds_on_a_day_is_not_one_of_another_number(assistant):
    add(assistant, sprints=SPRINTS)
    assert pieces(assistant, "what is the goal on 22 January")[0].value.text == "search"
    assert not any(
        piece.counted for piece in pieces(assistant, "what is the goal of sprint 14 on 22 January")
    )


def test_minutes_are_no_minimum(assistant):
    rows = (
        "| Runner | Stock | Min | Pace |",
        "|---|---|---|---|",
        "| Ann | 3 | 50 | 5 |",
        "| Ben | 4 | 60 | 6 |",
    )
    add(assistant, runs="\n".join(["# Runs", "", *rows, ""]))
    assert not any(piece.counted for piece in pieces(assistant, "who is under the min pace"))


DUTY = """# Helpers

| Name | Phone | Saturday duty | Sunday duty |
|---|---|---|---|
| Ann | 555 123 | gate | till |
| Ben | 555 124 | till | gate |
"""


def test_a_column_for_a_day_that_is_not_told_is_not_meant_and_no_other_is_in_its_place(assistant):
    add(assistant, duty=DUTY)
    assert [piece.value for piece in pieces(assistant, "what duty does Ben have")] == [None]
    assert pieces(assistant, "what duty does Ben have on Sunday")[0].value.text == "gate"


SUPPLIERS = """# Suppliers

| Supplier | Lead time (working days) | Terms |
|---|---|---|
| Protecta | 8 | 30 days net |
| Liftrite | 35 | 14 days net |
| Severn | 3 | 30 days net |
"""
PARTS = """# Spare parts

| Part | In store | Minimum | Price |
|---|---|---|---|
| Belt | 0 | 1 | €215 |
| Chain | 3 | 2 | €40 |
| Magnet | 8 | 12 | €9 |
"""


@pytest.mark.parametrize(
    ("question", "title", "rows"),
    [
        (
            "which supplier takes longest to deliver",
            "Highest of 3 rows: Lead time (working days)",
            ["Liftrite"],
        ),
        ("which supplier is quickest", "Lowest of 3 rows: Lead time (working days)", ["Severn"]),
        (
            "which spare parts are below the minimum",
            "2 of 3 rows: In store below Minimum",
            ["Belt", "Magnet"],
        ),
    ],
)
def test_what_takes_time_is_in_the_column_for_it(assistant, question, title, rows):
    add(assistant, suppliers=SUPPLIERS, parts=PARTS)
    first = pieces(assistant, question)[0]
    assert (first.title, names(first)) == (title, rows)


def test_of_two_times_none_is_chosen_where_neither_is_of_a_delivery(assistant):
    jobs = (
        "# Jobs\n\n| Job | Setup time (h) | Work (h) |\n|---|---|---|\n| Mast | 4 | 9 |\n| Hull | 2 | 30 |\n"
    )
    add(
        assistant,
        jobs=jobs,
        classes="# Classes\n\n| Class | Days (school year) |\n|---|---|\n| 5a | 40 |\n| 5b | 61 |\n",
    )
    assert not any(each.counted for each in pieces(assistant, "which job takes longest"))
    (piece, *_) = pieces(assistant, "which classes have more than 50 days")
    assert not piece.counted or names(piece) == ["5b"]


def test_in_store_is_stock_where_the_column_has_no_other_words(assistant):
    add(assistant, parts=PARTS.replace("| Price |", "| Price in store |"))
    assert names(pieces(assistant, "which spare parts are below the minimum")[0]) == ["Belt", "Magnet"]


MILLS = """# Tide mills

| Mill | Pond (ha) | Ceased grinding | Today |
|---|---|---|---|
| Woodbridge | 2.8 | 1957 | museum |
| Lefferts | 3.2 | 1893 | ruin |
| Corroios | 9.0 | 1980 | museum |
"""
SCORES = """# Grants of the fund

## Scores of the panel

| Application | Need | Cost | Total |
|---|---|---|---|
| Night shelter | 9 | 4 | 26 |
| Brass band | 10 | 3 | 22 |
| Repair shop | 4 | 5 | 20 |

## Electricity by use

| Use | MWh | Share |
|---|---|---|
| Melting | 11,450 | 53 % |
| Lighting | 430 | 2 % |
| Drying | 1,730 | 8 % |
"""
STALLS = """# The fete

| Stall | Pitch | Takings 2024 | Notes |
|---|---|---|---|
| Tombola | lawn | £287.20 | no prizes last year |
| Tea tent | lawn | £1,604.75 | |
| Books | hall | £655.00 | |
"""


@pytest.mark.parametrize(
    ("document", "question", "title", "row"),
    [
        (MILLS, "Which mill stopped grinding earliest?", "Lowest of 3 rows: Ceased grinding", "Lefferts"),
        (MILLS, "Which mill ceased grinding latest?", "Highest of 3 rows: Ceased grinding", "Corroios"),
        (
            MILLS.replace("Ceased grinding", "Built"),
            "What is the oldest mill?",
            "Lowest of 3 rows: Built",
            "Lefferts",
        ),
        (
            SCORES,
            "Which application scored highest with the panel?",
            "Highest of 3 rows: Total",
            "Night shelter",
        ),
        (SCORES, "what uses the most electricity", "Highest of 3 rows: MWh", "Melting"),
        (
            STALLS,
            "which stall had the highest takings last year",
            "Highest of 3 rows: Takings 2024",
            "Tea tent",
        ),
        (PLANTS, "cheapest thing to hang up?", "Lowest of 6 rows: Price (£)", "Clematis"),
        (STALLS, "At which stall were the takings highest?", "Highest of 3 rows: Takings 2024", "Tea tent"),
    ],
)
def test_the_column_of_an_extreme_need_not_be_named(assistant, document, question, title, row):
    add(assistant, club=document)
    piece = pieces(assistant, question)[0]
    assert (piece.title, names(piece)) == (title, [row])


@pytest.mark.parametrize(
    ("document", "question"),
    [
        (MILLS, "What is the oldest mill?"),  # it ceased first, which is another thing
        (SCORES, "Which application has the lowest number of members?"),
        (MILLS, "Which mill has the most visitors?"),
    ],
)
def test_a_column_of_something_else_has_no_extreme(assistant, document, question):
    add(assistant, club=document)
    assert not any(piece.counted for piece in pieces(assistant, question))


KEYS = """# Rota of the museum

| Name | Since | Keys | First aider |
|---|---|---|---|
| Ingrid Moss | 2011 | yes | no |
| Howard Pell | 2019 | yes | yes |
| Bea Lomax | 2021 | no | yes |
"""


@pytest.mark.parametrize(
    ("question", "title", "rows"),
    [
        ("which volunteers have keys", "2 of 3 rows: Keys yes", ["Ingrid Moss", "Howard Pell"]),
        ("Who has the keys?", "2 of 3 rows: Keys yes", ["Ingrid Moss", "Howard Pell"]),
        ("which volunteers have no keys", "1 of 3 rows: Keys no", ["Bea Lomax"]),
        ("which volunteers dont have keys", "1 of 3 rows: Keys no", ["Bea Lomax"]),
    ],
)
def test_who_has_something_has_yes_in_its_column(assistant, question, title, rows):
    """The "nt" of "volunteers" denies nothing."""
    add(assistant, rota=KEYS)
    piece = pieces(assistant, question)[0]
    assert (piece.title, names(piece)) == (title, rows)


RACES = """# Races

| Race | Club champs | Notes |
|---|---|---|
| Frostbite | yes | |
| Dam Dash | no | best two count for the mug |
| Three Gills | yes | |
"""


def test_which_rows_do_something_have_yes_in_its_column_whatever_the_verb(assistant):
    """Though "count" is in a row with no."""
    add(assistant, races=RACES)
    piece = pieces(assistant, "Which races count for the club champs?")[0]
    assert (piece.title, names(piece)) == ("2 of 3 rows: Club champs yes", ["Frostbite", "Three Gills"])
    assert not piece.sure


HOUSE_PLANTS = """# House plants

| Plant | Water | Toxic to cats and dogs |
|---|---|---|
| Spider plant | weekly | No |
| Peace lily | when leaves droop | Yes (all of it) |
| Jade plant | every 3 weeks | Yes |
"""


def test_a_column_may_have_more_words_than_are_asked_for_and_yes_something_beside_it(assistant):
    add(assistant, plants=HOUSE_PLANTS)
    piece = pieces(assistant, "which plants are toxic to cats")[0]
    assert (piece.title, names(piece)) == (
        "2 of 3 rows: Toxic to cats and dogs Yes",
        ["Peace lily", "Jade plant"],
    )


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("which plants are not toxic to cats", ["Spider plant"]),
        ("which plants are safe for cats", ["Spider plant"]),
        ("which plants aren't safe for cats", ["Peace lily", "Jade plant"]),
        ("which plants are toxic to cats but not to dogs", None),
        ("which plants are toxic to cats except lilies", None),
    ],
)
def test_rows_with_no_are_those_that_a_question_denies_or_has_the_opposite_of(assistant, question, rows):
    add(assistant, plants=HOUSE_PLANTS)
    counted = [piece for piece in pieces(assistant, question) if piece.counted]
    assert (names(counted[0]) if counted else None) == rows


CALENDAR = """# Calendar

| No | Date | Race | Entries close |
|---|---|---|---|
| 1 | Wed 15 Apr | Dam Dash | 1 Apr |
| 2 | Sun 26 Apr | Three Gills | |
| 3 | Wed 13 May | Border Ten | 30 Apr |
| 4 | Sat 18 Jul | Show Race | |
"""


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Is there a race in April?", ["Dam Dash", "Three Gills"]),
        ("Which races are in May?", ["Border Ten"]),  # and not "Show Race", by the name of its column
    ],
)
def test_the_rows_of_a_month_are_all_shown(assistant, question, rows):
    """By the day of each, not by that on which entries close."""
    add(assistant, calendar=CALENDAR)
    piece = pieces(assistant, question)[0]
    assert [
        name
        for row in texts(piece)
        for name in ("Dam Dash", "Three Gills", "Border Ten", "Show Race")
        if name in row
    ] == rows
    assert piece.title.startswith(f"{len(rows)} of 4 rows")


def test_who_lacks_something_has_a_dash_in_a_column_of_names(assistant):
    """Of more names than a value that is named beside its column may have."""
    names_of = "Ann Bo Cy Dee Eve Flo Gus Hal Ida".split()
    rows = "".join(
        f"| {name} | {other} |\n" for name, other in zip(names_of, [*names_of[1:], "-"], strict=True)
    )
    add(assistant, rota=f"# Rota\n\n| Volunteer | Stand-in |\n|---|---|\n{rows}| Jo | - |\n")
    piece = pieces(assistant, "Which volunteers have no stand-in?")[0]
    assert names(piece) == ["Ida", "Jo"]


def test_what_one_cannot_have_without_something_are_the_rows_that_need_it(assistant):
    tools = (
        "# Tools\n\n| Tool | Induction needed |\n|---|---|\n| Sander | yes |\n| Spade | no |\n| Saw | yes |\n"
    )
    add(assistant, tools=tools)
    piece = pieces(assistant, "What can I not borrow without doing an induction first?")[0]
    assert names(piece) == ["Sander", "Saw"]
    piece = pieces(assistant, "Which tools can I borrow without an induction?")[0]
    assert names(piece) == ["Spade"]


@pytest.mark.parametrize("question", ["Do all volunteers have keys?", "What are the keys for?"])
def test_what_asks_for_no_rows_gets_none_by_yes(assistant, question):
    add(assistant, rota=KEYS)
    assert not any("Keys" in piece.title for piece in pieces(assistant, question))


FLOCK = """# Flock register

| Ear tag | Name | Kind | Born | Weight kg | Status | Mileage to market | Sold | Notes |
|---|---|---|---|---|---|---|---|---|
| UK 11 | Juniper | Ewe | 2019 | 54.0 | In flock | 12 | | kept with a ram |
| UK 12 | Captain | Ram | 2018 | 81.5 | In flock | 30 | | |
| UK 13 | Bosun | Ram | 2020 | 78.0 | Lent | 7 | | |
| UK 14 | Teasel | Ewe | 2021 | 51.5 | In flock | 4 | 30 August | |
| UK 15 | Fern | Ewe | 2021 | 49.5 | Lent | 9 | 2 May | |
"""
BERTHS = """# Berths

| Berth | Length of quay |
|---|---|
| Weir | 90 m |
| Basin | 140 m |
| Mill | 45 m |

## Licences

| Boat length | 12 months | 6 months |
|---|---|---|
| Up to 7 m | £612 | £367 |
| 7.01 – 12 m | £934 | £560 |
| 12.01 – 16 m | £1,188 | £713 |
"""


@pytest.mark.parametrize(
    ("question", "value", "row"),
    [
        ("heaviest sheep", "81.5", "Captain"),
        ("lightest ram", "78.0", "Bosun"),  # Juniper is only kept with one
        ("which ram has done the most miles", "30", "Captain"),
        ("which berth is the longest", "140 m", "Basin"),
        ("largest berth", "140 m", "Basin"),
    ],
)
def test_what_is_heaviest_longest_or_largest(assistant, question, value, row):
    add(assistant, **({"berths": BERTHS} if "berth" in question else {"flock": FLOCK}))
    first = pieces(assistant, question)[0]
    assert first.value is not None and (first.value.text, first.value.row) == (value, row)


@pytest.mark.parametrize(
    ("question", "title", "rows"),
    [
        ("how many rams have we got", "2 of 5 rows: Kind Ram", ["UK 12", "UK 13"]),
        ("how many animals were lent", "2 of 5 rows: Status Lent", ["UK 13", "UK 15"]),
        ("which ewes are unsold", "1 of 3 rows: Sold –", ["UK 11"]),
    ],
)
def test_rows_are_counted_by_a_value_or_by_nothing_in_a_column(assistant, question, title, rows):
    add(assistant, flock=FLOCK)
    first = pieces(assistant, question)[0]
    assert (first.title, names(first)) == (title, rows)


def test_a_size_is_in_a_span_whose_unit_stands_in_the_cells(assistant):
    add(assistant, berths=BERTHS)
    first = pieces(assistant, "how much is a licence for a 10m boat")[0]
    assert texts(first)[0].startswith("Boat length: 7.01 – 12 m") and first.counted


def test_who_is_not_answered_by_rows_without_people(assistant):
    scopes = "# Scopes\n\n| Id | Instrument | Sign-off |\n|---|---|---|\n" + "".join(
        f"| T{number} | refractor of {number} inches | level {number % 3} |\n" for number in range(1, 6)
    )
    add(assistant, scopes=scopes)
    assert not any(piece.counted for piece in pieces(assistant, "who can do the sign-off for level 2"))
    assert pieces(assistant, "which instruments need sign-off level 2")[0].counted


def table(name, header, *rows):
    """A document with one table."""
    lines = [header, "|".join("---" for _ in header.split("|")), *rows]
    return f"# {name}\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n"


@pytest.mark.parametrize(
    ("question", "document"),
    [
        (
            "which days are you open",
            table("Hours", "Day|Open|Close", "Mon||", "Tue|9:00|17:00", "Wed|9:00|15:00"),
        ),
        (
            "which matches did we win",
            table("Matches", "Against|Won|Lost|Drawn", "Ash|x||", "Elm||x|", "Oak|||x"),
        ),
        (
            "which trains leave in the morning",
            table("Trains", "No|Depart|Arrive", "R1|8:00|9:00", "R2|9:30|"),
        ),
        ("which bills are unpaid", table("Bills", "Bill|Paid", "Gas|2 May", "Water|disputed", "Rent|")),
    ],
)
def test_an_opposite_that_tells_of_nothing_to_be_done_picks_no_rows(assistant, question, document):
    add(assistant, one=document)
    assert not any("–" in piece.title for piece in pieces(assistant, question))


def test_no_is_nothing_yet(assistant):
    add(assistant, dues=table("Members", "Member|Paid", "Ann|yes", "Bo|no", "Cy|", "Di|yes"))
    assert names(pieces(assistant, "which members are unpaid")[0]) == ["Bo", "Cy"]


def test_a_word_that_is_all_of_a_cell_is_meant_in_its_column_alone(assistant):
    rooms = ("Lark|Sea|140|", "Wren|Sea and garden|95|", "Swift|Garden|80|far from the sea", "Gull|Sea|180|")
    add(assistant, rooms=table("Rooms", "Room|View|Price (£)|Note", *rooms))
    first = pieces(assistant, "cheapest room with a sea view")[0]
    assert first.value is not None and first.value.row == "Wren"


def test_what_is_only_a_part_of_another_value_is_not_counted_surely(assistant):
    cars = ("A1|Red", "A2|Red metallic", "A3|Blue", "A4|Red", "A5|Blue", "A6|Red metallic")
    add(assistant, cars=table("Cars", "Car|Colour", *cars))
    assert not any(
        piece.counted and piece.sure for piece in pieces(assistant, "how many red cars have we got")
    )


def test_the_nearest_of_a_kind_that_another_column_tells_is_not_sure(assistant):
    pubs = ("Bell|2 km|no", "Swan|5 km|yes", "Ship|9 km|yes")
    add(
        assistant,
        pubs=table("Pubs", "Pub|Distance|Meals", *pubs),
        hills=table("Hills", "Hill|Length", "Tor|9 km"),
    )
    assert not pieces(assistant, "nearest pub with meals")[0].sure
    assert not any(" of 1 row" in piece.title for piece in pieces(assistant, "longest hill"))


def test_a_column_that_is_named_itself_goes_before_one_that_is_named_like_it(assistant):
    days = ("Ann|3|40", "Bo|9|12", "Cy|5|30")
    add(assistant, days=table("Open days", "Guide|Visits|Visitors", *days))
    first = pieces(assistant, "which guide had the fewest visitors")[0]
    assert first.value is not None and (first.value.row, first.value.text) == ("Bo", "12")


def test_what_is_denied_twice_picks_no_rows_without(assistant):
    tools = ("Drill|No", "Saw|Yes", "Sander|No", "Ladder|Yes")
    add(assistant, tools=table("Tools", "Tool|Induction needed", *tools))
    (rows,) = [piece for piece in pieces(assistant, "which tools need no induction") if piece.counted]
    assert names(rows) == ["Drill", "Sander"]
    asked = "which tools can i not borrow without an induction"
    assert not any(
        piece.counted and names(piece) == ["Drill", "Sander"] for piece in pieces(assistant, asked)
    )


def test_of_rows_with_ranges_all_are_shown_that_hold_the_number(assistant):
    add(
        assistant,
        berths="# Berths\n\n| Place | Boat length | Price |\n|---|---|---|\n"
        "| Berth A | up to 4.5 m | £228 |\n| Berth B | 4.5 to 6 m | £325 |\n| Mooring | up to 7 m | £199 |\n",
    )
    (found,) = pieces(assistant, "What is the price of the place for a boat length of 5 m?")
    assert (found.title, found.sure) == ("2 of 3 rows: Boat length 5 m", True)
    assert [text.split(";")[0] for text in texts(found)] == ["Place: Berth B", "Place: Mooring"]


def test_what_is_paid_once_is_not_surely_what_the_cheapest_is_asked_for(assistant):
    add(
        assistant,
        club="# Membership of the club\n\n| Membership | Per year | Joining fee |\n|---|---|---|\n"
        "| Adult | £120 | £10 |\n| Youth | £40 | £20 |\n| Social | £42 | £15 |\n",
    )
    assert not any(piece.sure for piece in pieces(assistant, "cheapest membership"))
    first = pieces(assistant, "which membership has the lowest joining fee")[0]
    assert (first.value.row, first.sure) == ("Adult", True)

import pytest

from documents.readers import read
from documents.readers.plain.text import text_blocks
from documents.text.headings import Outline
from documents.text.sentences import units
from tests.endless import at_most

LETTER = """THE HERON CLUB

Rules for the house
===================

The house has seven rooms, two baths and one kitchen. So that all goes
well we agreed on what follows. Ask Anna if something is not clear.

What to bring

Bring all of these on the first day, and have your name on each one, or
they may be lost:
  - a cot and
    a chair
      * a blanket
  - wood

1. Money

The rent is due on the third day of the month. It has heating, water and
the net in it.

3.2 Fares

1) Buy a ticket at the quay.

   Hold on to the rail while the ship is moving, in any weather, please.

2) Go on board.

§ 4 Visitors
Visitors may stay until ten at night, and on Saturdays until midnight if
all agree.

> Is it on the 4th? I had thought that it was on the fifth, as it was in
> the year before.
>> Yes.

Yours sincerely,

Anna Meier
12 Long Street

P.S. Please bring the key back to the office when you leave the house in
the morning.
"""


def shown(text, *kinds):
    blocks = text_blocks(text).blocks
    return [(b.kind, text[b.start : b.end]) for b in blocks if not kinds or b.kind in kinds]


def test_the_text_stays_and_headings_are_those_of_the_blocks(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + LETTER.replace("\n", "\r\n").encode())
    document = read(tmp_path / "a.txt")
    assert (document.text, document.title) == (LETTER, None)
    assert [(heading.level, heading.text) for heading in document.headings] == [
        (1, "THE HERON CLUB"),
        (2, "Rules for the house"),
        (3, "What to bring"),
        (4, "1. Money"),
        (5, "3.2 Fares"),
        (6, "§ 4 Visitors"),
    ]
    assert LETTER[document.headings[5].start :].startswith("§ 4")


def test_hard_wrapped_lines_are_one_paragraph_and_those_of_an_address_are_not():
    assert [text for _, text in shown(LETTER, "paragraph")] == [
        "The house has seven rooms, two baths and one kitchen. So that all goes\n"
        "well we agreed on what follows. Ask Anna if something is not clear.",
        "Bring all of these on the first day, and have your name on each one, or\nthey may be lost:",
        "The rent is due on the third day of the month. It has heating, water and\nthe net in it.",
        "Hold on to the rail while the ship is moving, in any weather, please.",
        "Visitors may stay until ten at night, and on Saturdays until midnight if\nall agree.",
        "Yours sincerely,",
        "Anna Meier",
        "12 Long Street",
        "P.S. Please bring the key back to the office when you leave the house in\nthe morning.",
    ]


def test_items_have_depth_number_and_what_introduces_them():
    blocks = text_blocks(LETTER).blocks
    items = [block for block in blocks if block.kind == "item"]
    assert [(LETTER[item.start : item.end], item.level, item.number) for item in items] == [
        ("a cot and\n    a chair", 1, ""),
        ("a blanket", 2, ""),
        ("wood", 1, ""),
        ("Buy a ticket at the quay.", 1, "1)"),
        ("Go on board.", 1, "2)"),
    ]
    introduced = [blocks[item.introduced_by] for item in items]
    assert [LETTER[block.start : block.end][:9] for block in introduced] == [
        "Bring all", "a cot and", "Bring all", "3.2 Fares", "3.2 Fares",
    ]  # fmt: skip


RULES = """1. ARRIVING

1.1 Pitches are ready from two. Those who come early may leave the car in
    the field.
1.2 The gate is locked at ten.


2. DOGS

2.1 Dogs are kept on a lead.
"""


def test_a_number_over_clauses_that_go_on_with_it_is_a_headings():
    blocks = text_blocks(RULES)
    assert [heading.text for heading in blocks.headings] == ["1. ARRIVING", "2. DOGS"]
    assert [block.number for block in blocks.blocks if block.kind == "item"] == ["1.1", "1.2", "2.1"]


def test_numbers_right_above_their_clauses_are_headings_with_those_that_count_on():
    blocks = text_blocks(
        "1  SUBJECT\n1.1 The guild may offer jobs, the tuner may decline them.\n1.2 Each has a number.\n\n"
        "2  RATES (net)\n    by the hour   36.00\n    by the piano  90.00\n\n"
        "3  TERM\n3.1 Unlimited; notice is 4 weeks.\n"
    )
    assert [heading.text for heading in blocks.headings] == ["1 SUBJECT", "2 RATES (net)", "3 TERM"]


def test_quotes_have_the_depth_of_their_marks():
    quotes = [block for block in text_blocks(LETTER).blocks if block.kind == "quote"]
    assert [(block.level, LETTER[block.start : block.end][:13]) for block in quotes] == [
        (1, "Is it on the "),
        (2, "Yes."),
    ]


def test_letters_and_clauses_are_items_with_their_numbers():
    text = (
        "(a) the roof\n(b) the floor\n\n4.2 The tenant pays for the water that the house needs.\niv) last\n"
    )
    blocks = [block for block in text_blocks(text).blocks if block.kind == "item"]
    assert [block.number for block in blocks] == ["(a)", "(b)", "4.2", "iv)"]


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        ("Minutes of the team meeting on 11 February 2025", True),
        ("Protokoll der Sitzung vom 3. Mai 2024", True),
        ("Minutes were taken by Ann, who sat at the door.", False),
        ("We met on 11 February 2025", False),
    ],
)
def test_a_first_line_that_says_what_the_text_is_is_its_title(first, is_title):
    text = (
        f"{first}\n\nPlace: the workshop\nPresent: Ann Lodge, Dai Pugh\n\nAnn said that all is well so far.\n"
    )
    headings = [
        text[block.start : block.end] for block in text_blocks(text).blocks if block.kind == "heading"
    ]
    assert headings[:1] == ([first] if is_title else [])


def test_steps_that_are_called_so_are_items_and_their_titles_are_none():
    text = (
        "Step 1: Switch it off and let it cool\nfor two hours.\nStep 2: Close the tap behind it.\n\n"
        "Step 3: Cleaning\n\nSchritt 2: Dann den Hahn wieder öffnen.\n"
    )
    blocks = [block for block in text_blocks(text).blocks if block.kind == "item"]
    assert [(block.number, text[block.start : block.end].split()[0]) for block in blocks] == [
        ("Step 1:", "Switch"),
        ("Step 2:", "Close"),
        ("Schritt 2:", "Dann"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Berlin, 3. Mai 2024\n\nDas Haus hat sieben Zimmer, zwei Bäder und eine Küche, wie bekannt.\n",
        "Dear Ms Pell\n\nThe house has seven rooms, two baths and one kitchen, as you will know by now.\n",
        "Kind regards\n\nIf this reached you by mistake, please send it back to us and do not keep a copy.\n",
        "Yours,\n\nAnna Meier\n\nIf this reached you by mistake, send it back and keep no copy of it.\n",
        "Rose\n\nViolet\n\nTulip\n",
        "We met at noon.\n\nOdile\n",
        "The sea was still\n\nThe moon was red\n\nAnd no one spoke\n",
        "Fares .......... 7\n\nThe house has seven rooms, two baths and one kitchen, as we all of us know.\n",
        "1. Bring wood\n\n2. Bring a cot for the night, for there are no beds in the house at this time.\n",
        "LONDON SW1A 2AA\n\n020 7946 0000\n",
        "Meeting of 14 January 2026\n\nThe roof leaks.\n\nMeeting of 14 January 2026\n\nIt is dry.\n",
        "Ellisk, 3 May 2024\n\nEllisk, 4 May 2024\n\nEllisk, 6 May 2024\n",
        "9.30 at the quay\n\nWe meet where the ferry leaves, each with a bag and a ticket for a day.\n",
    ],
)
def test_what_is_no_heading(text):
    assert text_blocks(text).headings == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Opening hours\n\nWe are open on all days of the week from nine until five, but not in May.\n", 1),
        ("== Jam ==\nBoil it.\n\n=== More ===\nBoil it again.\n", 2),
        ("*****\nTitle\n*****\n\nSub\n---\nWords.\n\nSub\n---\nWords.\n", 3),
        ("Chapter 4\n\nIt was late.\n\nKapitel V: Das Ende\n\nEs war spät.\n", 2),
        ("FARES\nThe fare is three pounds for all who are older than five and half of it else.\n", 1),
        ("Bring\n\n- wood\n- a cot\n", 1),
        ("Meeting of 14 January 2026\n\nThe roof leaks.\n\nMeeting of 11 March 2026\n\nIt is dry.\n", 2),
        ("Mon, 3 March 2025\n\nRain.\n\nTuesday, 4 March 2025\n\nNone.\n", 2),
    ],
)
def test_what_is_a_heading(text, wanted):
    assert len(text_blocks(text).headings) == wanted


TABLES = {
    "aligned": "Room        Size     Rent\n1           19 m2    465\n"
    "2 and 3     14 m2    390\n4 (balcony) 16 m2    420\n",
    "tabs": "Room\tSize\tRent\n1\t19 m2\t465\n2 and 3\t14 m2\t390\n4 (balcony)\t16 m2\t420\n",
    "bars": "Room | Size | Rent\n-----+------+-----\n1 | 19 m2 | 465\n"
    "2 and 3 | 14 m2 | 390\n4 (balcony) | 16 m2 | 420\n",
    "grid": "+----+----+----+\n| Room | Size | Rent |\n+====+====+====+\n| 1 | 19 m2 | 465 |\n+--+--+--+\n"
    "| 2 and 3 | 14 m2 | 390 |\n+--+--+--+\n| 4 (balcony) | 16 m2 | 420 |\n+--+--+--+\n",
    "ruled": "===========  =====  ====\nRoom         Size   Rent\n===========  =====  ====\n"
    "1            19 m2  465\n2 and 3      14 m2  390\n4 (balcony)  16 m2  420\n===========  =====  ====\n",
}  # fmt: skip


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_table_has_rows_columns_and_headers(text):
    text = f"The rents are these.\n\n{text}\nThey are due in May.\n"
    cells = [block for block in text_blocks(text).blocks if block.kind == "cell"]
    assert [text[cell.start : cell.end] for cell in cells] == [
        "Room", "Size", "Rent", "1", "19 m2", "465", "2 and 3", "14 m2", "390", "4 (balcony)", "16 m2", "420",
    ]  # fmt: skip
    last = cells[-1]
    assert (last.row, last.column, last.row_header, last.column_header) == (3, 2, "4 (balcony)", "Rent")
    assert (cells[2].row, cells[2].row_header, cells[2].column_header) == (0, "", "")


def test_dots_between_a_name_and_its_value_part_columns_also_below_a_clause():
    text = (
        "2.1 Hire of the barn:\n    Monday to Thursday, all year ...... £3,200\n"
        "    Saturday, May to September . . . . . £6,900\n    New Year's Eve ………… on request\n\n"
        "2.2 Prices include the chairs.\n"
    )
    blocks = text_blocks(text).blocks
    assert [(block.kind, block.row_header, text[block.start : block.end]) for block in blocks] == [
        ("item", "", "Hire of the barn:"),
        ("cell", "", "Monday to Thursday, all year"),
        ("cell", "Monday to Thursday, all year", "£3,200"),
        ("cell", "", "Saturday, May to September"),
        ("cell", "Saturday, May to September", "£6,900"),
        ("cell", "", "New Year's Eve"),
        ("cell", "New Year's Eve", "on request"),
        ("item", "", "Prices include the chairs."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "This is text.  It is typed with\ntwo blanks after each stop.  As\n"
        "on a machine.  It goes on like\nthis.  It ends.\n",
        "Home | About | Contact\n",
        "a  b c d e f\nab cd  ef gh\nabc def  ghi\nabcd e f  ghi\n",
        "Yours,      Anna\n",
        "Introduction ........ 3\nMethod .............. 4\nAppendix .............. iv\n",
        "He said .... well, nothing much ... and\nleft .... to come back.\n",
        "well ..... maybe not\nand so ..... to bed\n",
        "他说……然后走了。\n她也说……好吧。\n",
        "Introduction ........ 1-1\nMethod .............. 2-4\nIndex ............... A-3\n",
        "Name ............... Date\nPlace .............. Sign\n",
    ],
)
def test_what_is_no_table(text):
    assert shown(text, "cell") == []


def test_the_lines_of_a_log_are_lines():
    lines = [f"2024-03-0{day} 10:00:00 INFO started. Then it ran" for day in range(1, 9)]
    text = "\n".join([*lines, "Traceback (most recent call last):", "  File x"]) + "\n"
    document = text_blocks(text)
    assert [block.kind for block in document.blocks] == ["code"]
    assert [text[start:end] for start, end in units(text, document.blocks)][:2] == lines[:2]


HOSTILE = (
    "a\n", "a\n\n", "> ", "| a ", "a  b\n", "a\tb\n", "- a\n", "1. a\n\n", "A\n=\n", "===\n", "A\n\n",
    "TITLE\n", "[", " ", "  - a\n", "x  ", "§ 1 A\n", "1  a\n", "1  a\n2  b\n", "1  a\n\n",
    "Aa:  b\n c\n", "== A ==\n", "A B ", "* ", "a  b\nc\n",
    "a  1\na  2\nb\n", "a\na  1\n", ">" * 40 + "a\n", "-" * 399 + "\n",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_blocks_of_a_hostile_text_lie_in_order(unit):
    text = unit * (40_000 // len(unit))  # at most 0.7 s, on busy cores 2; quadratic work would be ended
    with at_most(6.0):
        blocks = text_blocks(text).blocks
    before = 0
    for block in blocks:
        assert before <= block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        before = block.end


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("==  PLUM CHUTNEY  ==   (fills 5 jars)", "PLUM CHUTNEY"),
        ("  ==  Plum chutney  ==                              (fills 5 jars)", "Plum chutney"),
        ("== of which 5 jars (all)", None),
        ("*** Packing ***", "Packing"),
        ("* * * Packing * * *", "Packing"),
        ("-- Boats --", "Boats"),
        ("~~ Is it dry? ~~", "Is it dry?"),
        ("[ Tools ]", "Tools"),
        ("W O R K S H O P   N O T E S", "WORKSHOP NOTES"),
        ("== T H E   S H E D ==", "THE SHED"),
        ("*** Mind the step! ***", None),
        ("- 3 -", None),
        ("- Boats -", None),
        ("[ ]", None),
        ("[ fold here ]", None),
        ("[x] the lamp", None),
        ("A B C D E F", "A B C D E F"),
        ("a n d   s o   o n", None),
    ],
)
def test_a_title_in_a_frame_or_with_its_letters_apart_is_a_heading_without_them(line, heading):
    text = f"{line}\n\nThe shed has two windows and a door, and all of them are to be shut at night.\n"
    assert [one.text for one in text_blocks(text).headings] == ([heading] if heading else [])
    spans = [words for _, words in shown(text, "heading")]
    assert not heading or "".join(spans[0].split()) == "".join(heading.split())


def test_a_framed_title_needs_no_blank_line_above():
    text = "[ Bring ]\n- a pump\n[ Leave ]\n- the dog\n"
    assert [kind for kind, _ in shown(text)] == ["heading", "item", "heading", "item"]


def test_spaced_letters_over_a_rule_are_one_title():
    assert [one.text for one in text_blocks("T H E   S H E D\n===============\nIt is dry.\n").headings] == [
        "THE SHED"
    ]


STEPS = """Do it in this order:
  1  Fill the kettle with water up to the upper mark, and switch it on
     at the wall.
  2  Throw that water away.

  3  Do so once more.

1  Rinse the lid

2  Put it back
"""


def test_a_wrapped_line_that_looks_like_a_field_is_none_in_the_middle_of_a_sentence():
    text = (
        "Well, the letter of the abbot is below. We go a week later than I said in\n"
        "November: Wednesday 15 to Monday 20 July. Whoever can no longer come gets\n"
        "all of it back.\n\nFrom: Dilys Marchbank, who books the coach and the rooms for the choir\n"
        "To: All singers\nDate: Sunday\n"
    )
    assert [words.split("\n")[0][:18] for _, words in shown(text, "paragraph")] == [
        "Well, the letter o", "From: Dilys Marchb", "To: All singers", "Date: Sunday",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("above", "field"),
    [
        ("Annual general meeting of the Alder Valley Rowing Club", "Date: Saturday 24 May"),
        ("The key hangs behind the second door in the porch of Mill Cottage", "Code: 4711"),
        ("Tickets are sold from an hour before the beginning at the door (cash)", "Adults: 12 pounds"),
        (
            "To: Ada Fenn, Ben Rook, Cleo Marsh, Dora Quill, Eve Lund, Finn Oakes,",
            "Subject: The party of the yard",
        ),
    ],
)
def test_a_field_after_a_long_line_is_one(above, field):
    text = f"{LETTER}\n\n{above}\n{field}\n"
    assert [words for _, words in shown(text, "paragraph")][-2:] == [above, field]


def test_counted_lines_without_a_point_are_items_with_their_wrapped_lines():
    blocks = text_blocks(STEPS).blocks
    assert [(one.kind, one.number, STEPS[one.start : one.end].split()[0]) for one in blocks] == [
        ("paragraph", "", "Do"), ("item", "1", "Fill"), ("item", "2", "Throw"), ("item", "3", "Do"),
        ("item", "1", "Rinse"), ("item", "2", "Put"),
    ]  # fmt: skip
    assert STEPS[blocks[1].start : blocks[1].end].endswith("at the wall.")
    assert [one.introduced_by for one in blocks[1:4]] == [0, 0, 0]


def test_steps_may_have_a_tab_behind_their_number():
    text = "Before you go:\n1\tShut the door\n2\tTurn off the light,\n\talso that in the hall\n"
    assert [words for _, words in shown(text, "item")] == [
        "Shut the door",
        "Turn off the light,\n\talso that in the hall",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1  Heron    38\n2  Petrel   31\n3  Gull     30\n",
        "No  Task\n1   Shut the door\n2   Turn off the light\n3   Go\n",
        "No\tTask\n1\tShut the door\n2\tTurn off the light\n",
        "2  Shut the door\n3  Turn off the light\n",
        "1  Shut the door\n\nThat is all that there is to do.\n\n2  Turn off the light\n",
        "1  19 m2\n2  14 m2\n3  16 m2\n",
    ],
)
def test_numbers_of_other_lines_are_no_steps(text):
    assert shown(text, "item") == []


RECIPE = """Plum cake

Ingredients
250 g flour
3 eggs
a pinch of salt
1 ½ l milk

Method
1. Heat the oven.
2. Beat the eggs.

Lemon curd

Ingredients
3 lemons
100 g butter
Pulp and zest of 1 orange

Method
Grate the zest and squeeze the juice, then melt the butter with it over hot water.
"""


def test_quantities_below_each_other_are_a_list_and_the_short_line_above_them_its_heading():
    blocks = text_blocks(RECIPE)
    outline = Outline(blocks.headings)
    assert [(heading.level, heading.text) for heading in blocks.headings] == [
        (1, "Plum cake"), (2, "Ingredients"), (2, "Method"),
        (1, "Lemon curd"), (2, "Ingredients"), (2, "Method"),
    ]  # fmt: skip
    assert [words for _, words in shown(RECIPE, "item")] == [
        "250 g flour", "3 eggs", "a pinch of salt", "1 ½ l milk", "Heat the oven.", "Beat the eggs.",
        "3 lemons", "100 g butter", "Pulp and zest of 1 orange",
    ]  # fmt: skip
    assert outline.over(RECIPE.index("100 g butter")) == ("Lemon curd", "Ingredients")


def test_the_first_line_over_one_with_a_year_is_the_title(tmp_path):
    text = (
        "House rules of the heron\n\nAs of July 2023\n\n"
        "Quiet\nFrom one to three at noon, and from ten at night until six in the morning.\n\n"
        "Stairs\nThey are swept on Saturdays, and nothing may stand on them, as they are the way out.\n"
    )
    (tmp_path / "a.txt").write_text(text)
    headings = [(heading.level, heading.text) for heading in read(tmp_path / "a.txt").headings]
    assert headings == [(1, "House rules of the heron"), (2, "Quiet"), (2, "Stairs")]
    letter = "Anna Lund\n\n3 May 2023\n\nDear Ben,\n\nthe heron is back.\n"
    assert shown(letter, "heading") == []


def test_a_remark_may_stand_between_a_name_and_its_quantities():
    text = "Potato soup\n\nServes 4, takes an hour\n\n2 leeks\n1 carrot\n150 ml cream\n\nWash the leeks.\n\n"
    blocks = text_blocks(text + "Plum jam\n\nMakes 6 jars\n\n3 kg plums\n500 g sugar\n2 cloves\n")
    assert [heading.text for heading in blocks.headings] == ["Potato soup", "Plum jam"]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Meier\n12 Long Street\nWexcombe WX4 2LJ\n",  # an address
        "Odile\n3rd floor\n2nd door\n1st bell\n",
        "Ada Fenn\n12 rue des Lilas\n3 impasse du Moulin\n75011 Paris\n",
        "Swans\n12 swans went by\n3 boats behind them\nand I was left\nalone\n",
        "Ada Fenn\nTreasurer of the Alder club and of the friends of the pier at Alder since 2001\n",
        "1 tent\n2 sleeping bags\n3 lamps\n",
        "Thank you for the 3 pots\n2 of them came broken, so I send those back with the driver today.\n",
    ],
)
def test_lines_with_numbers_that_count_nothing_are_no_list(text):
    assert shown(text, "item", "heading") == []


def test_a_row_that_fills_the_last_column_only_goes_on_with_the_cell_above():
    text = "Code   What it means\nE1     Too hot. Open the lid and\n       wait a while.\nE2     Too cold.\n"
    assert [words for _, words in shown(text, "cell")] == [
        "Code", "What it means", "E1", "Too hot. Open the lid and\n       wait a while.", "E2", "Too cold.",
    ]  # fmt: skip
    numbers = "Name   No   Price\nSail   2    9.00\n            14.00\nOar    3    8.00\n"
    assert "14.00" in [words for _, words in shown(numbers, "cell")]


def test_a_name_with_what_is_said_of_it_is_a_paragraph_with_its_hanging_lines():
    text = (
        "Keeps:  one year shut, six weeks\n        once open\n"
        "Serve with:  bread,\n   or cheese\nMakes:  5 jars\n"
    )
    assert shown(text) == [
        ("paragraph", "Keeps:  one year shut, six weeks\n        once open"),
        ("paragraph", "Serve with:  bread,\n   or cheese"),
        ("paragraph", "Makes:  5 jars"),
    ]


def test_indented_rows_below_a_name_are_still_a_table():
    text = "Fares:  in pounds\n   adult   3\n   child   2\n   dog     1\n"
    assert len(shown(text, "cell")) >= 6


def rows_of(text):
    rows = {}
    for one in text_blocks(text).blocks:
        if one.kind == "cell":
            rows.setdefault(one.row, []).append(text[one.start : one.end])
    return [*rows.values()]


ROWS = {
    "first column alone, between": ("flour     500 g\nyeast\nsalt      10 g\nwater     300 ml\n", 4, 2),
    "first column alone, at the end": (
        "500 g flour    10 g salt\n300 ml water   2 tbsp oil\n2 g yeast\n", 3, 1),
    "header with one blank": (
        "Stones out, weighed after    Sugar\nplums                        400 g\npears     "
        "                   300 g\nquinces                      500 g\n", 4, 2),
    "header with one blank too many": (
        "Stones out,  weighed after    Sugar    Jars\nplums                         400 g    5\npears     "
        "                    300 g    4\n", 3, 3),
    "one blank before the last column": (
        "2021  Lake Orm    4\n2022  Bay of Sand 6\n2023  Hill farm   3\n", 3, 3),
    "one blank before every column": ("Orm   Lake   4\nSands Bay of 6\nHill  farm   3\n", 3, 3),
    "more lines without the second column than with it": (
        "Evening        Morning\n-------        -------\n"
        "300 g flour    1 tbsp honey\n100 g oats     25 g butter\n"
        "2 g yeast\n9 g salt\n380 ml water\n", 6, 1),
    "second column alone": ("2 lemons       a cup of water,\n               cold\n1 kg sugar     1 orange\n"
        "salt           ice\n", 4, 2),
    "numbers to the right": ("Part  Watts  Litres\nBase   2200     1.9\nPot 1    -      1.7\n", 3, 3),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rows", "last"), ROWS.values(), ids=ROWS)
def test_rows_that_no_wide_gap_parts_stay_in_their_table(text, rows, last):
    found = rows_of(f"The list:\n\n{text}\nThis is all that there is.\n")
    assert (len(found), len(found[-1])) == (rows, last)
    assert " ".join(" ".join(found[0]).split()) == " ".join(text.split("\n")[0].split())


@pytest.mark.parametrize(
    "below", ["This is all.", "- wood", "  and more of it", "Whatever is left goes to Ann"]
)
def test_text_right_below_a_table_is_no_row_of_it(below):
    rows = rows_of(f"flour            500 g\nsalt             10 g\nwater            300 ml\n{below}\n")
    assert [row[0] for row in rows] == ["flour", "salt", "water"]


@pytest.mark.parametrize(
    "text",
    [
        "plums     1.5 kg\nsugar     400 g\nvinegar   600 ml\n",
        "plums\t1.5 kg\tripe\nsugar\t400 g\tbrown\nvinegar\t600 ml\told\noil\t1 l\tany\nsalt\t5 g\n",
    ],
)
def test_a_first_row_of_quantities_like_those_below_is_no_header(text):
    assert {one.column_header for one in text_blocks(text).blocks} == {""}


def test_marks_with_two_blanks_are_those_of_items_and_not_a_column():
    text = (
        "*  Look at the rim.\n*  Wash it hot, as\n   ever.\n\na.  Boil it\nb.  Let it cool\nc.  Fill it in\n"
    )
    assert [kind for kind, _ in shown(text)] == ["item"] * 5
    assert shown("No.  Task\n1.   Shut the door\n2.   Turn off the light\n3.   Go\n", "item") == []
    assert shown("1.  Heron    38\n2.  Petrel   31\n3.  Gull     30\n", "item") == []


def test_a_numbered_title_in_capitals_may_stand_over_an_indented_list():
    text = "9. KEYS\n\nEach of us has three of them, and one for the cellar, which is the small one.\n\n"
    found = text_blocks(text + "10. LEAVING\n\n    1. Give notice.\n    2. Paint the room.\n")
    assert [one.text for one in found.headings] == ["9. KEYS", "10. LEAVING"]


@pytest.mark.parametrize(
    "moment",
    [
        "4/03/2025, 18:0{} - ",
        "[4.03.25, 18:00:1{}] ",
        "[4/03/2025, 6:00:1{}\u202fPM] ",
        "3/4/25, 6:0{} PM - ",
    ],
)
def test_each_message_of_a_chat_is_a_paragraph(moment):
    said = ("Anna: Who has the key?", "Boris: Chidi, I think\nor it is under the mat", "Dora: At six then")
    messages = [moment.format(number) + words for number, words in enumerate(said)]
    assert shown("\n".join(messages) + "\n") == [("paragraph", message) for message in messages]


MINUTES = """\
Meeting of the yard

1. Last minutes
Agreed. Keith has mended the guard of the saw and the item is closed now, as nobody had a word to say
against it, and the minutes of the last meeting were signed.

2. Saw
The saw stopped four times in April. Keith thinks that it is the switch, an engineer comes on 15 May.
Until then nobody saws anything that is longer than two metres.

3. Office
- A second shelf was ordered from the firm that gave us the first one, with a discount.
- The heating is off from Monday on.

ACTIONS
Sue    book a test for the van        by 6 June
Dana   order the shelf                by 9 May
Keith  talk about the forklift        12 May
"""


def test_numbered_titles_right_above_their_text_are_headings():
    found = [one.text for one in text_blocks(MINUTES).headings]
    assert found == ["Meeting of the yard", "1. Last minutes", "2. Saw", "3. Office", "ACTIONS"]


def test_steps_each_with_a_short_remark_stay_items():
    text = (
        "1. Open the valve\nIt is on the left.\n\n2. Fill the tray\nTwo scoops.\n\n3. Light it\nFrom above.\n"
    )
    assert text_blocks(text).headings == ()
    assert [kind for kind, _ in shown(text)] == ["item", "paragraph"] * 3


def test_a_first_row_with_a_day_like_those_below_is_no_header():
    cells = [one for one in text_blocks(MINUTES).blocks if one.kind == "cell"]
    assert {one.column_header for one in cells} == {""}
    assert {one.row_header for one in cells} == {"", "Sue", "Dana", "Keith"}
    named = MINUTES.replace("ACTIONS\n", "ACTIONS\nWho    what                           by when\n")
    cells = [one for one in text_blocks(named).blocks if one.kind == "cell"]
    assert {one.column_header for one in cells} == {"", "Who", "what", "by when"}


@pytest.mark.parametrize(
    "rows",
    [
        ["Class|Until 31 May|From 1 June", "Adult|12.50|13.00", "Child|6.25|6.50"],
        ["Service|Up to 0.5 kg|Up to 1.5 kg", "Parcel|4.50|5.90", "Express|9.50|12.00"],
        ["Invoice|Amount|Due by 1 June 2025", "A-1|40.00|3 June 2025", "A-2|60.00|9 June 2025"],
    ],
)
def test_a_header_with_a_day_or_an_amount_is_one_all_the_same(rows):
    blocks = text_blocks("\n".join(rows).replace("|", "\t")).blocks
    assert {one.column_header for one in blocks} == {"", *rows[0].split("|")}


def test_a_number_over_a_table_that_begins_with_a_day_is_a_headings():
    text = (
        "1. WHAT HAPPENED\n\nA developer published a key of the mail service in a public place.\n\n"
        "2. TIMELINE (all in UTC)\n\n28 Jan  16:02  Made public by a developer\n"
        "29 Jan  10:07  Key withdrawn, sending stops\n"
    )
    titles = ["1. WHAT HAPPENED", "2. TIMELINE (all in UTC)"]
    assert [heading.text for heading in text_blocks(text).headings] == titles


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Q: Where is it?\nA: There.\n\nQ: When?\nA: Now, and every day of the week.\n", 2),
        ("Q1. Where is it?\nThere.\n\nQ2. When? And at night?\nNow, and every day of the week.\n", 2),
        ("Q: Where is it,\nand when?\nA: There.\n\nQ: Who?\nA: You.\n", 0),  # or one would be below another
        ("Q: Where is it?\nQ: When is it?\nQ: Who is it?\n", 0),  # none has an answer
        ("P. Hart asked: who pays for the roof?\n\nNobody knew, and so it was left as it is.\n", 0),
        ("Bring\n\n1. Passport\n\n3. Money\n\n7. Map\n", 1),
    ],
)
def test_marked_questions_are_headings_where_all_can_be(text, headings):
    assert len(text_blocks(text).headings) == headings


def test_numbered_people_and_steps_below_how_to_are_no_headings():
    said = (
        "who has looked after the hall and all that is in it since the day on which it was built by the club."
    )
    people = "\n\n".join(
        f"{n}. {name}\nShe is the one {said}" for n, name in enumerate(("Ann Lee", "Eva Moss", "Ida Fox"), 1)
    )
    assert text_blocks(people).headings == ()
    steps = people.replace("Ann Lee", "Lift").replace("Eva Moss", "Turn").replace("Ida Fox", "Wait")
    assert len(text_blocks(steps).headings) == 3
    assert [one.text for one in text_blocks(f"How to open the hall\n\n{steps}").headings] == [
        "How to open the hall"
    ]


def test_the_number_of_a_page_is_furniture_and_no_heading():
    text = (
        "Crew changes take place at the port on Tuesdays.\n\nPage 2 of 4\n\nThe company pays for a seat."
        "\n\n- Seite 3 von 4 -\n====\nThe page 3 of 4 is missing."
    )
    found = [(block.kind, text[block.start : block.end]) for block in text_blocks(text).blocks]
    assert [words for kind, words in found if kind == "furniture"] == ["Page 2 of 4", "- Seite 3 von 4 -"]
    assert ("paragraph", "The company pays for a seat.") in found and len(found) > 4
    assert all(kind != "heading" for kind, _ in found)


def test_lines_that_begin_with_codes_of_one_kind_are_a_list():
    text = "Actions\n A1  Mend the strip - Lars - 20 June\n A2  Ask Ann for advice - Priya\n\nB7  Shut.\n"
    assert shown(text, "item") == [
        ("item", "A1  Mend the strip - Lars - 20 June"),
        ("item", "A2  Ask Ann for advice - Priya"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["P20  9.50", "P25  9.90", "P30  10.90"],
        ["A1  Ann Gray", "A2  Bo Hill", "B1  Cy Moss", "B2  Di Reed"],
    ],
)
def test_codes_with_values_or_of_several_kinds_are_a_table(lines):
    assert len(shown("\n".join(lines) + "\n", "cell")) == 2 * len(lines)


def test_lines_that_begin_with_codes_and_end_as_sentences_are_not_run_together():
    width = (
        "The pump of the second hall was looked at by the engineer of the firm, who found that it is old.\n\n"
    )
    text = width + "INC-204 was closed on 3 May: the seal had failed after 2,100 hours because of the sand.\n"
    text += "INC-207 is open: the pump shows a fault each morning.\n"
    assert [words[:7] for _, words in shown(text, "paragraph")][1:] == ["INC-204", "INC-207"]


def test_a_cell_may_span_columns_where_the_bars_stand_under_each_other():
    text = (
        "Band    | Income    | Meal | Club\n"
        "A       | 0 - 500   | 1.00 | 0.80\n"
        "B       | 501 - 800 | 2.60 | 1.10\n"
        "Visitors            | 6.30 | 2.20\n"
        "Staff               | 6.80 | -\n"
    )
    blocks = [block for block in text_blocks(text).blocks if block.kind == "cell"]
    visitors = [block for block in blocks if block.row == 3]
    assert [(block.column_header, text[block.start : block.end]) for block in visitors] == [
        ("Band", "Visitors"),
        ("Meal", "6.30"),
        ("Club", "2.20"),
    ]


NOTES = """stopcock: under the sink, turn clockwise

Paint colours
lounge: "Oat Husk" matt, half a tin left in the shed
hall and landing: "Quiet Pebble"

measurements
kitchen window 118 x 94 cm
space for the freezer 60.5 wide / 182 high

People
window cleaner Mick, every 6 weeks, £14
no 12 Bernard and Sheila, have the spare key
"""


def test_words_over_groups_of_notes_are_headings_also_in_small_letters():
    assert [heading.text for heading in text_blocks(NOTES).headings] == [
        "Paint colours",
        "measurements",
        "People",
    ]
    two = NOTES.replace("People\n", "")
    assert "measurements" not in [heading.text for heading in text_blocks(two).headings]
    verse = NOTES.replace("118 x 94 cm", "looks over the sea").replace("60.5 wide / 182 high", "is wide")
    assert "measurements" not in [heading.text for heading in text_blocks(verse).headings]


QUOTE = """Strip out and skip          £780
Plumbing, first and second  £2,150
Tiling, walls and floor     £1,890
Shower tray, screen, toilet,
basin (your choice, Tavish) £2,240
Making good, painting       £400
Total                       £8,100
"""


def test_a_name_that_takes_two_lines_and_fills_the_gap_ends_no_table():
    blocks = text_blocks(QUOTE).blocks
    assert {block.kind for block in blocks} == {"cell"}
    shown = [QUOTE[block.start : block.end] for block in blocks]
    assert (shown[-2:], "£2,240" in shown, len(shown)) == (["Total", "£8,100"], True, 13)
    verse = QUOTE.replace(
        "Shower tray, screen, toilet,", "This is what we said. A long line of text follows here"
    )
    assert "paragraph" in {block.kind for block in text_blocks(verse).blocks}


EXPORT = """07/03/2026, 19:02 - Messages and calls are end-to-end encrypted.
07/03/2026, 19:02 - Anna created group "Trip"
07/03/2026, 19:05 - Anna: by car or by train?
07/03/2026, 19:11 - Tom: train
or bus
07/03/2026, 19:12 - Freya: bus
07/03/2026, 19:14 - Tom: ok
07/03/2026, 19:15 - Anna: bus it is
"""


def test_an_exported_chat_may_begin_with_what_nobody_says():
    messages = [text for _, text in shown(EXPORT)]
    assert len(messages) == 7 and messages[3].endswith("Tom: train\nor bus")


TALK = """Meeting of the parish

Mr Dale: When will the bridge be repaired, and who decides on that now?
Clerk: In the autumn, if the county pays its share of it, as it was
asked to do in the spring, and if the river is as low as it is today.
Mrs Yusuf: How much does it cost the parish and how much the county?
Clerk: About £42,000, half of it from the county and half from the rest.
"""


def test_what_each_says_who_speak_in_turn_is_a_paragraph():
    assert [text.split(":")[0] for _, text in shown(TALK)] == [
        "Meeting of the parish",
        "Mr Dale",
        "Clerk",
        "Mrs Yusuf",
        "Clerk",
    ]
    assert shown(TALK)[2][1].endswith("low as it is today.")


def test_the_lines_of_a_record_are_said_by_nobody():
    record = (
        "Room Key: Ann Poole of the lodge by the gate has the one of the yard\n"
        "Front Door: nobody has the one of the door, which is never locked so\n"
        "that the two brothers can get in as late as they have to on Fridays.\n"
    )
    assert len(shown(f"{record}\n{record}")) == 2


WISHES = """\
This is no will. The will itself is at Pashley Wren (Mr Pashley has retired long ago, so please ask for Sunita
Rawal). It was signed on 18 April 2023, the copy in the bureau is only a copy. Executors are Neil and my niece
Bridget, and if either of them cannot do it then that firm steps in, which charges 2.5% of all that there is
so please do not let that happen.

Joint current account with the Yorkshire, to which Neil has the card and the number
Premium Bonds of £8,400, the holder's number is on the card inside the Delia book on the shelf by the window
Cash ISA with Aire and Calder, about 11 thousand
A lump sum as well but only if I go before 75. The form says Neil 60% and Esme 40%, trustees can do otherwise

fuse box is in the cupboard under the stairs. the cooker has its own switch, the one marked SPARE is the shed
gas meter is outside in the white box
"""


def test_rules_beside_a_heading_are_no_part_of_it():
    text = "--- THE FUNERAL ---\n\nNo black, please.\n\n== MONEY ==\n\nIt is in the tin, all of it.\n"
    assert [heading.text for heading in text_blocks(text).headings] == ["THE FUNERAL", "MONEY"]


def test_some_paragraphs_may_be_wrapped_where_others_are_not():
    """Also where a line begins with a name; lines of notes that all begin small are no paragraph."""
    paragraphs = [block for block in text_blocks(WISHES).blocks if block.kind == "paragraph"]
    texts = [WISHES[block.start : block.end] for block in paragraphs]
    assert texts[0].startswith("This is no will") and texts[0].endswith("that happen.")
    assert [text.split()[0] for text in texts[1:]] == ["Joint", "Premium", "Cash", "A", "fuse", "gas"]


def test_entries_of_a_diary_are_not_run_together():
    """Also where the words behind the day begin small."""
    diary = (
        "2025-01-06 Checked the pressure at the boiler in the hall and it was all fine, 1.5 bar\n"
        "2025-01-20 pressure low again at the boiler, topped it up to 1.3 bar and reset the pump, then bled "
        "the radiators upstairs and down to be sure\n"
        "2025-02-03 all fine\n"
        "2025-02-17 Tom came and replaced the seal, says that it should be looked at in the summer as well\n"
        "2025-03-01 leak at the valve, rang Tom who will come next Tuesday\n"
        "2025-03-04 Tom did the valve\n"
    )
    blocks = text_blocks(
        "What was done at the boiler, written down by whoever was there. " * 4 + "\n\n" + diary
    ).blocks
    assert len([block for block in blocks if block.kind == "paragraph"]) == 1 + 6

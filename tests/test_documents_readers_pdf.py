"""PDFs of known content: what the reader finds of it, where it stands, and how long hostile ones take."""

import random
import shutil
import subprocess

import pikepdf
import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from documents.readers import read
from documents.readers.pdf.tables import barred
from documents.readers.pdf.words import Layer, Rule, Word
from documents.readers.pdf.writing import is_counted
from documents.text.sentences import units
from tests.office import blocks
from tests.pdf_making import (
    BODY,
    FILES,
    RULED,
    Known,
    any_columns,
    any_grouped_table,
    any_table,
    prose,
    word_document,
)
from tests.pdf_measuring import figures

LEAST = {"words": 0.995, "headings": 0.98, "items": 0.98, "cells": 0.97, "furniture": 0.98}


def drawn(path, *pages, size=A4, font=("Helvetica", 11)):
    """A PDF with texts at places (x, y, text) on each page."""
    canvas = Canvas(str(path), pagesize=size, invariant=True)
    for page in pages:
        canvas.setFont(*font)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def ragged(seed, words):
    """Two sentences without numbers, which would look like marks where a line begins with one."""
    return f"{prose(seed, words)} {prose(seed + 40, 4 + seed % 9)}".replace(f" {seed}.", ".", 1).replace(
        f" {seed + 40}.", "."
    )


# What is found of files of known content


@pytest.mark.parametrize("name", FILES)
def test_words_headings_items_cells_and_furniture_are_found(tmp_path, name):
    known = FILES[name](tmp_path / "a.pdf")
    found = figures(read(tmp_path / "a.pdf"), known)
    assert found["invented"] == 0
    assert {key: share for key, share in found.items() if share < LEAST.get(key, 0)} == {}


@pytest.mark.parametrize("seed", range(12))
def test_text_in_columns_is_no_table_and_a_table_is_not_torn_into_columns(tmp_path, seed):
    for make, words in ((any_columns, 0.98), (any_table, 0.995)):
        known = make(tmp_path / "a.pdf", seed)
        found = figures(read(tmp_path / "a.pdf"), known)
        assert found["words"] >= words
        assert ("cells" in found) == (make is any_table)
        assert found.get("cells", 1) >= LEAST["cells"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_file_of_a_word_processor(tmp_path):
    known = word_document(tmp_path / "a.docx")
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    run = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*run, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=180)
    found = figures(read(tmp_path / "a.pdf"), known)
    assert {key: share for key, share in found.items() if share < LEAST.get(key, 0)} == {}


# Where it stands


def test_blocks_say_where_they_stand_and_text_is_what_stands_there(tmp_path):
    FILES["ruled_table"](tmp_path / "a.pdf")
    document = read(tmp_path / "a.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    for block in document.blocks:
        text = document.text[block.start : block.end]
        assert text == text.strip() != ""
        textpage = pdf[block.page - 1].get_textpage()
        within = "".join(textpage.get_text_bounded(*box) for box in block.boxes)
        assert "".join(text.split()) == "".join(within.split())
    pdf.close()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_it_is_shown(tmp_path, turn):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 600), invariant=True)
    canvas.setPageRotation(turn)
    canvas.drawString(100, 200, "Here")
    canvas.save()  # which lays the page on its side for a quarter turn
    ((left, bottom, right, top),) = read(tmp_path / "a.pdf").blocks[0].boxes
    x, y = {0: (100, 200), 90: (200, 500), 180: (300, 400), 270: (200, 100)}[turn]
    assert left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1


def test_a_page_that_is_cut_counts_from_the_corner_that_is_shown(tmp_path):
    path = drawn(tmp_path / "a.pdf", [(100, 500, "Here")])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = [50, 400, 500, 700]
        pdf.save(path)
    left, bottom, _, _ = read(path).blocks[0].boxes[0]
    assert (round(left), round(bottom)) == (50, 98)


def test_a_block_over_two_columns_has_two_boxes(tmp_path):
    FILES["two_columns"](tmp_path / "a.pdf")
    found = [block for block in read(tmp_path / "a.pdf").blocks if len(block.boxes) == 2]
    assert found and all(one[0][2] < one[1][0] for one in (block.boxes for block in found))


# How the text reads


def test_a_sentence_over_the_end_of_a_page_is_not_cut_by_the_footer_nor_a_word(tmp_path):
    line = "This is a line of running text that goes on to the edge of the page where it is wrap-"
    first = [(60, 700, prose(1, 14)), (60, 686, line), (60, 30, "The Ferry Review, page 1")]
    second = [
        (60, 780, "ped and goes on over the page, where it comes to an end."),
        (60, 740, "Another paragraph."),
        (60, 30, "The Ferry Review, page 2"),
    ]
    document = read(drawn(tmp_path / "a.pdf", first, second))
    assert "where it is wrapped\nand goes on over the page" in document.text
    assert blocks(document, "furniture") == ["The Ferry Review, page 1", "The Ferry Review, page 2"]
    assert document.text[document.page_starts[1] :].startswith("and goes on")
    sentences = [document.text[start:end] for start, end in units(document.text, document.blocks)]
    assert f"{line[:-5]}wrapped\nand goes on over the page, where it comes to an end." in sentences


def test_hyphens_are_joined_but_those_of_names_kept(tmp_path):
    page = [
        (60, 700, "This is a line of running text that goes on to the very edge where it is hyphen-"),
        (60, 686, "ated, and so is the next one of it that goes to the very edge with the Anglo-"),
        (60, 672, "Saxon boats."),
    ]
    text = read(drawn(tmp_path / "a.pdf", page)).text
    assert "is hyphenated, and" in text and "the Anglo-Saxon boats." in text


def cut(tmp_path, before, after, *more):
    """The text of a paragraph with a word cut after `before`, and of more lines below."""
    lines = [f"The words of this line go on and on until its end is reached, as it is here {before}-", after]
    page = [(60, 700 - 14 * number, line) for number, line in enumerate([*lines, *more])]
    return read(drawn(tmp_path / "a.pdf", page)).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("disait", "elle toujours."),
        ("y a", "t-il encore."),
        ("puis", "je."),
        ("venez", "vous."),
        ("lui", "même."),
    ],
)
def test_a_verb_and_its_pronoun_in_french_keep_their_hyphen(tmp_path, before, after):
    assert f" {before}-{after}" in cut(tmp_path, before, after)


@pytest.mark.parametrize(
    ("before", "after"), [("mou", "ton."), ("ru", "elle."), ("ver", "tu."), ("con", "tent."), ("ils", "ont.")]
)
def test_a_word_that_is_cut_by_its_syllables_is_made_whole(tmp_path, before, after):
    assert f" {before}{after}" in cut(tmp_path, before, after)


def test_a_word_that_has_a_hyphen_elsewhere_in_the_document_keeps_it(tmp_path):
    more = "It is a well-known boat."
    assert "here well-known to all.\n" in cut(tmp_path, "well", "known to all.", "", more)
    assert "here wellknown to all.\n" in cut(tmp_path, "well", "known to all.", "", "A wellknown boat.", more)
    assert "here remade by her.\n" in cut(tmp_path, "re", "made by her.", "", more)


def test_a_list_below_a_numbered_heading_is_not_inside_a_list(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for y, heading, items in ((760, "1. Money", ("- rent", "- tea")), (660, "2. To do", ("- posters",))):
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, y, heading)
        canvas.setFont("Helvetica", 11)
        for number, item in enumerate(items):
            canvas.drawString(96, y - 30 - 16 * number, item)
    canvas.drawString(
        60, 560, "The next meeting is in May, and all who can come are asked to bring what is left."
    )
    canvas.save()
    document = read(tmp_path / "a.pdf")
    assert blocks(document, "heading") == ["1. Money", "2. To do"]
    assert [block.level for block in document.blocks if block.kind == "item"] == [1, 1, 1]


def test_the_text_of_a_list_and_a_table_reads_well(tmp_path):
    page = [
        (60, 700, "Bring with you:"), (60, 684, "1."), (80, 684, "a rope"),
        (80, 668, "a)"), (100, 668, "long"), (80, 652, "b)"), (100, 652, "strong"),
        (60, 636, "2."), (80, 636, "wood"),
    ]  # fmt: skip
    document = read(drawn(tmp_path / "a.pdf", page))
    assert document.text == "Bring with you:\n1. a rope\n  a) long\n  b) strong\n2. wood\n"
    assert [block.introduced_by for block in document.blocks] == [None, 0, 1, 1, 0]


def test_steps_that_are_called_so_are_items(tmp_path):
    lines = ["Step 1: Switch it off and wait.", "Step 2: Close the tap behind it.", "Step 3: Cleaning"]
    document = read(drawn(tmp_path / "a.pdf", [(60, 700 - 40 * n, line) for n, line in enumerate(lines)]))
    assert [block.number for block in document.blocks if block.kind == "item"] == ["Step 1:", "Step 2:"]


def test_a_dash_a_year_or_an_initial_in_wrapped_text_begins_no_item(tmp_path):
    lines = [
        "The boat was built for the crossing by the yard on the old quay in the summer of",
        "1999. It was named by the daughter of the man who had ordered it from the yard",
        "– a Mr Pike of Ellisk – and by his friend and partner of many years whose name is",
        "J. Sollas, and it has sailed ever since in all kinds of weather and with all guests.",
    ]
    document = read(drawn(tmp_path / "a.pdf", [(60, 700 - 14 * n, line) for n, line in enumerate(lines)]))
    assert [block.kind for block in document.blocks] == ["paragraph"]


def test_paragraphs_are_whole_beside_a_table_that_is_wider_than_they_are(tmp_path):
    texts = [ragged(seed, 16 + 3 * seed) for seed in range(12)]
    rows = [["Task", "Gloves", "Face"], *[[f"Task {n}", "Nitrile", "Goggles"] for n in range(4)]]
    table = Table(rows, colWidths=160, style=RULED)
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([*(Paragraph(text, BODY) for text in texts), table])
    assert blocks(read(tmp_path / "a.pdf"), "paragraph") == texts


@pytest.mark.parametrize("hanging", [0, 18, 26])
def test_the_lines_of_an_item_belong_to_it_wherever_they_are_set(tmp_path, hanging):
    style = ParagraphStyle("item", BODY, leftIndent=hanging, firstLineIndent=-hanging, spaceBefore=0)
    texts = [ragged(seed, 16 + seed) for seed in range(18)]
    flow = [Paragraph(f"{number}. {text}", style) for number, text in enumerate(texts, 1)]
    after = [ragged(seed, 12) for seed in range(3)]
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build(
        [*flow, Spacer(1, 8), *(Paragraph(text, BODY) for text in after)]
    )
    document = read(tmp_path / "a.pdf")
    assert blocks(document, "item") == texts
    assert blocks(document, "paragraph") == after


def test_a_number_that_no_blank_parts_from_its_text_goes_on_with_the_list(tmp_path):
    texts = [f"Ferry {chr(64 + number)} leaves at noon." for number in range(1, 13)]
    flow = ListFlowable(
        [ListItem(Paragraph(text, BODY)) for text in texts], bulletType="1", bulletFormat="%s."
    )
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([flow, Paragraph("3.Ferry Z is sold.", BODY)])
    document = read(tmp_path / "a.pdf")
    assert blocks(document, "item") == texts and blocks(document, "paragraph") == ["3.Ferry Z is sold."]


@pytest.mark.parametrize("over", [1, 2, 3, 5])
def test_a_list_with_its_numbers_apart_goes_on_over_the_end_of_a_page(tmp_path, over):
    texts = [
        f"Do the thing of {word} with both hands, slowly." for word in "north south east west up down".split()
    ]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(78, 730, "Clean the filter at once when this is shown:")
    for place, text in enumerate(texts):
        on_first = place < len(texts) - over
        if place == len(texts) - over:
            canvas.drawString(60, 30, "Manual Page 1")
            canvas.showPage()
        y = (700 if on_first else 760 + 18 * (len(texts) - over)) - 18 * place
        canvas.drawString(78, y, str(place + 1))
        canvas.drawString(96, y, text)
    canvas.drawString(78, 640, "7 is the number of the page after this one, where the codes stand.")
    canvas.drawString(60, 30, "Manual Page 2")
    canvas.save()
    document = read(tmp_path / "a.pdf")
    assert blocks(document, "item") == texts
    items = [block for block in document.blocks if block.kind == "item"]
    assert [block.number for block in items] == list("123456")
    assert len({block.introduced_by for block in items}) == 1


def test_prices_are_no_marks(tmp_path):
    rows = [["Ship", "Fare", "Port"], *[[f"Petrel {n}", f"{n}.50", "Ellisk"] for n in range(1, 6)]]
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows)])
    cells = blocks(read(tmp_path / "a.pdf"), "cell")
    assert cells[:6] == ["Ship", "Fare", "Port", "Petrel 1", "1.50", "Ellisk"]


def test_a_heading_over_columns_of_a_table_joins_their_names(tmp_path):
    rows = [
        ["Ship", "2024", "", "2025", ""],
        ["", "Adult", "Child", "Adult", "Child"],
        ["Petrel", "3", "2", "4", "1"],
    ]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans])
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, style=style)])
    document = read(tmp_path / "a.pdf")
    assert document.text == "Ship\t2024\t\t2025\n\tAdult\tChild\tAdult\tChild\nPetrel\t3\t2\t4\t1\n"
    names = ["2024 › Adult", "2024 › Child", "2025 › Adult", "2025 › Child"]
    assert [block.column_header for block in document.blocks][-4:] == names
    assert {block.row_header for block in document.blocks[-4:]} == {"Petrel"}


@pytest.mark.parametrize("groups", ["LEFT", "CENTER"])
@pytest.mark.parametrize("values", ["LEFT", "CENTER", "RIGHT"])
@pytest.mark.parametrize("lines", [[], [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]])
def test_groups_of_columns_are_found_without_lines_wherever_their_names_stand(
    tmp_path, groups, values, lines
):
    rows = [
        ["", "2023", "", "2024", "", ""],
        ["Hut", "Guests", "Nights", "Guests", "Nights", "Fare"],
        *[[f"Hut {one}", f"{one}2", f"1{one}0", f"3{one}", f"{one}44", "12"] for one in range(1, 5)],
    ]
    style = [("ALIGN", (1, 0), (-1, 0), groups), ("ALIGN", (1, 1), (-1, -1), values), *lines]
    style += [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (5, 0))]
    table = Table(rows, style=style, colWidths=[80, *[60] * 5])
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([table])
    document = read(tmp_path / "a.pdf")
    assert document.text.startswith("\t2023\t\t2024\nHut\tGuests\tNights\tGuests\tNights\tFare\nHut 1\t12\t")
    names = ["Hut", "2023 › Guests", "2023 › Nights", "2024 › Guests", "2024 › Nights", "2024 › Fare"]
    assert [block.column_header for block in document.blocks][-6:] == names


def test_most_groups_of_columns_are_found_in_tables_without_lines(tmp_path):
    shares = []
    for seed in range(30):
        known = any_grouped_table(tmp_path / "a.pdf", seed)
        found = figures(read(tmp_path / "a.pdf"), known)
        assert (found["words"], found["invented"]) == (1, 0)
        shares.append(found["cells"])
    assert sum(shares) / len(shares) >= 0.95


def test_a_line_over_a_whole_table_is_its_caption(tmp_path):
    rows = [["Fares of 2025", ""], ["Ship", "Fare"], ["Petrel", "3.00"]]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 0), (-1, 0))])
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, style=style)])
    assert read(tmp_path / "a.pdf").text == "Fares of 2025\n\nShip\tFare\nPetrel\t3.00\n"


GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
MODULE = [["Credits", "6"], ["Term", "winter"], ["Exam", "by word of mouth"], ["Needed", "none at all"]]


def over_two_pages(path, rows, split, style=GRID):
    """The cells, with their headers, of a table whose rows from `split` on stand on a second page.

    The `style` is that of the first part.
    """
    first, second = (
        Table(rows[:split], colWidths=150, style=style),
        Table(rows[split:], colWidths=150, style=GRID),
    )
    SimpleDocTemplate(str(path)).build([first, PageBreak(), second])
    document = read(path)
    return [
        (one.row_header, one.column_header, document.text[one.start : one.end])
        for one in document.blocks
        if one.kind == "cell" and one.column
    ]


def test_rows_on_the_next_page_have_the_columns_of_their_table(tmp_path):
    rows = [["Ship", "Fare", "Day"], ["Petrel", "3.50", "Monday"], ["Heron", "2.00", "Friday"]]
    rows += [["Gull", "1.50", "Sunday"], ["Tern", "5.00", "Tuesday"]]
    cells = over_two_pages(tmp_path / "a.pdf", rows, 3)
    assert ("Gull", "Fare", "1.50") in cells and ("Tern", "Day", "Tuesday") in cells


@pytest.mark.parametrize(
    ("names", "style"),
    [
        (["Code", "Meaning", "Remedy"], GRID),
        (["Fault", "Meaning", "Remedy"], TableStyle([("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")], GRID)),
    ],
)
def test_words_alone_on_the_next_page_are_no_names_of_columns(tmp_path, names, style):
    marks = ("C2", "C5", "E11", "E14") if names[0] == "Code" else ("Seat", "Toggle", "Motor", "Belt")
    rows = [names, *([mark, f"stuck {mark.lower()}", f"release {mark}"] for mark in marks)]
    cells = over_two_pages(tmp_path / "a.pdf", rows, 3, style)
    assert [(mark, "Meaning", f"stuck {mark.lower()}") for mark in marks] == cells[2::2]


def test_a_form_that_runs_over_the_end_of_a_page_has_no_names_of_columns_there(tmp_path):
    cells = over_two_pages(tmp_path / "a.pdf", MODULE, 2)
    assert cells == [(name, "", value) for name, value in MODULE]


CREW = [["Name", "Role", "Phone"], ["Ann", "chair", "31"], ["Item", "Price", "Left"], ["Sail", "9.00", "1"]]
DUES = [["Budget 2023", "Income"], ["Dues", "90"], ["Budget 2024", "Income"], ["Dues", "110"]]
WEEKS = [["Credits", "6"], ["Term", "winter"], ["Week", "Hours"], ["1", "4"], ["2", "5"]]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [(CREW, ("Sail", "Price", "9.00")), (DUES, ("Dues", "Income", "110")), (WEEKS, ("1", "Hours", "4"))],
)
def test_another_table_at_the_top_of_a_page_keeps_its_own_names(tmp_path, rows, cell):
    assert cell in over_two_pages(tmp_path / "a.pdf", rows, 2)


def test_names_over_values_are_those_of_another_table_though_they_are_not_bold(tmp_path):
    rows = [["Article", "Colour", "Note"], ["Tent", "green", "new"], ["Stove", "red", "old"]]
    rows += [["Team", "Points", "Coach"], ["Greens", "8", "Ann"], ["Reds", "20", "Bo"]]
    bold = TableStyle([("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")], GRID)
    assert ("Reds", "Points", "20") in over_two_pages(tmp_path / "a.pdf", rows, 3, bold)


def test_a_table_with_names_set_apart_at_the_top_of_a_page_is_another_one(tmp_path):
    bold = TableStyle([("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")], parent=GRID)
    tables = [
        Table(rows, colWidths=150, style=bold)
        for rows in ([["Ship", "Fare"], ["Petrel", "adults"]], [["Day", "Guide"], ["Monday", "Ann"]])
    ]
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([tables[0], PageBreak(), tables[1]])
    named = [block.column_header for block in read(tmp_path / "a.pdf").blocks if block.kind == "cell"]
    assert {"Day", "Guide"} <= set(named)


def test_columns_ruled_off_without_lines_between_rows_are_rows_all_the_same(tmp_path):
    rows = [["Ship", "Fare"], *[[f"Petrel {n}", f"{n}.00"] for n in range(6)]]
    lines = [("BOX", (0, 0), (-1, -1), 0.5, colors.black), ("LINEAFTER", (0, 0), (0, -1), 0.5, colors.black),
             ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]  # fmt: skip
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, style=TableStyle(lines))])
    assert read(tmp_path / "a.pdf").text == "".join("\t".join(row) + "\n" for row in rows)


def test_rows_with_many_empty_cells_stay_rows(tmp_path):
    rows = [["Code", "Place", "Wanted", "There"], ["S-1", "A-12", "450", ""], ["", "B-07", "", "289"]]
    rows += [["S-2", "", "780", "778"], ["", "C-15", "", "+15"], ["S-3", "D-22", "", "156"]]
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, colWidths=90)])
    text = read(tmp_path / "a.pdf").text
    assert text.splitlines() == ["\t".join(row).rstrip("\t") for row in rows]


def test_two_blocks_of_an_address_are_read_one_after_the_other(tmp_path):
    page = [
        (60, 700, "Sound Stores Ltd"),
        (60, 686, "Carrow Quay"),
        (350, 700, "Odile Marchand"),
        (350, 686, "Ellisk"),
    ]
    text = read(drawn(tmp_path / "a.pdf", page)).text
    assert text.index("Carrow Quay") < text.index("Odile Marchand")


def test_text_that_is_the_same_on_pages_but_part_of_the_text_is_no_furniture(tmp_path):
    pages = [[(60, 780 - 14 * line, prose(line, 14)) for line in range(50)] for _ in range(6)]
    assert {block.kind for block in read(drawn(tmp_path / "a.pdf", *pages)).blocks} == {"paragraph"}


def test_a_stamp_across_the_page_does_not_tear_its_text(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=True)
    for line in range(20):
        canvas.drawString(60, 700 - 14 * line, prose(line, 12))
    canvas.translate(200, 400)
    canvas.rotate(45)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(0, 0, "DRAFT")
    canvas.save()
    text = read(tmp_path / "a.pdf").text
    assert all(prose(line, 12) in " ".join(text.split()) for line in range(20)) and "DRAFT" in text


def test_right_to_left_words_stay_in_their_order(tmp_path):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    try:
        pdfmetrics.registerFont(TTFont("DejaVu", font))
    except OSError:
        pytest.skip("there is no font with Hebrew letters")
    path = drawn(tmp_path / "a.pdf", [(60, 700, "םולש םלוע")], font=("DejaVu", 12))
    assert read(path).text == "עולם שלום\n"


# Forms, notes


def form(path):
    canvas = Canvas(str(path), invariant=True)
    canvas.drawString(60, 720, "Application for membership")
    canvas.acroForm.textfield(
        name="name", tooltip="Your name", value="Odile Marchand", x=60, y=680, width=200
    )
    canvas.acroForm.textfield(name="empty", value="", x=60, y=640, width=200)
    canvas.acroForm.checkbox(name="news", tooltip="Send me news", checked=True, x=60, y=600)
    canvas.acroForm.checkbox(name="boat", tooltip="I have a boat", checked=False, x=60, y=560)
    ports = {"value": "Ellisk", "options": ["Ellisk", "Carrow"]}
    canvas.acroForm.choice(name="port", tooltip="Home port", x=60, y=520, width=100, height=20, **ports)
    canvas.save()
    return path


def test_the_fields_of_a_form_are_rows_of_name_and_value(tmp_path):
    document = read(form(tmp_path / "a.pdf"))
    assert document.text == (
        "Application for membership\n\nYour name\tOdile Marchand\nSend me news\tyes\nI have a boat\tno\n"
        "Home port\tEllisk\n"
    )
    cell = next(one for one in document.blocks if document.text[one.start : one.end] == "Odile Marchand")
    assert (cell.row_header, cell.page, round(cell.boxes[0][1])) == ("Your name", 1, 680)


def annotate(path, **entries):
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[60, 600, 200, 640], **entries)
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))
        pdf.save(path)
    return path


def test_notes_are_read_but_hidden_ones(tmp_path):
    note = {"Subtype": pikepdf.Name.FreeText, "Contents": "Ask the harbour first."}
    path = annotate(drawn(tmp_path / "a.pdf", [(60, 700, "The boat sails.")]), **note)
    assert read(path).text == "The boat sails.\n\nAsk the harbour first.\n"
    path = annotate(drawn(tmp_path / "b.pdf", [(60, 700, "The boat sails.")]), F=2, **note)
    assert read(path).text == "The boat sails.\n"


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
@pytest.mark.parametrize(
    "entries", [{"Subtype": 5, "Contents": []}, {"Subtype": pikepdf.Name.Widget, "T": 3, "V": {}}]
)
def test_a_broken_annotation_does_not_stop_the_reader(tmp_path, entries):
    path = annotate(drawn(tmp_path / "a.pdf", [(60, 700, "The boat sails.")]), **entries)
    assert read(path).text.startswith("The boat sails.\n")


# Hostile and long files


def scattered(canvas, count):
    chance = random.Random(1)
    canvas.setFont("Helvetica", 4)
    for _ in range(count):
        canvas.drawString(chance.random() * 590, chance.random() * 830, "word")


def grid(canvas, count):
    canvas.setFont("Helvetica", 1.5)
    for place in range(count):
        canvas.drawString(5 + place % 100 * 5.9, 830 - place // 100 * 8_000 / count * 10, "word")


def ruled(canvas, count):
    chance = random.Random(1)
    for _ in range(count):
        x, y = chance.random() * 590, chance.random() * 830
        canvas.line(10, y, 590, y)
        canvas.line(x, 10, x, 830)
    canvas.drawString(50, 50, "The boat sails.")


def one_sided(canvas, count):
    canvas.setFont("Helvetica", 1)
    for line in range(count):
        canvas.drawString(10, 835 - line * 830 / count, "ab")
        if line % 2:
            canvas.drawString(300, 835 - line * 830 / count, "ab")


def wide(canvas, count):
    canvas.setFont("Helvetica", 0.2)
    for place in range(count):
        canvas.drawString(5 + place * 580 / count, 800, ".")
        canvas.drawString(5, 799 - place * 780 / count, ".")


def stairs(canvas, count):
    canvas.setFont("Helvetica", 1)
    for line in range(count):
        canvas.drawString(10 + line % 500, 835 - line * 830 / count, "- ab")


@pytest.mark.parametrize(
    ("attack", "count"),
    [
        (scattered, 50_000),
        (grid, 40_000),
        (ruled, 25_000),
        (one_sided, 3_000),
        (stairs, 3_000),
        (wide, 4_000),
    ],
)
def test_a_hostile_page_is_read_with_its_words(tmp_path, attack, count):
    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=True)
    attack(canvas, count)
    canvas.save()
    assert read(tmp_path / "a.pdf").text.strip()


def test_known_is_compared_by_order():
    from documents.types import Block, RawDocument

    document = RawDocument("b a", "application/pdf", blocks=(Block("paragraph", 0, 3),))
    assert figures(document, Known(words=["a", "b"]))["words"] == 0.5


def test_numbers_without_a_point_before_their_items_are_those_of_a_list(tmp_path):
    page = [
        line
        for number, words in enumerate(
            ("Send us the bill of the vet.", "Fill in the form.", "Wait for a week."), 1
        )
        for line in ((72, 700 - 20 * number, str(number)), (100, 700 - 20 * number, words))
    ]
    document = read(
        drawn(tmp_path / "a.pdf", [(72, 720, "How to claim, in three steps that follow each other:"), *page])
    )
    items = [
        (one.number, document.text[one.start : one.end]) for one in document.blocks if one.kind == "item"
    ]
    assert items == [
        ("1", "Send us the bill of the vet."),
        ("2", "Fill in the form."),
        ("3", "Wait for a week."),
    ]


def test_years_are_no_numbers_of_items():
    assert not is_counted([["2019", "Opened the hall"], ["2020", "Closed for works"]])
    assert is_counted([["4", "Opened the hall"], ["5", "Closed for works"]])


def with_dots(path, dots, texts, *, fill=1, square=False):
    """A page with drawn dots, as browsers print the bullets of lists, and texts."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 11)
    for x, y in dots:
        if square:
            canvas.rect(x, y, 4, 4, fill=fill, stroke=1 - fill)
        else:
            canvas.circle(x, y, 2, fill=fill, stroke=1 - fill)
    for x, y, text in texts:
        canvas.drawString(x, y, text)
    canvas.save()
    return path


LISTED = [
    (60, 740, "Bring with you:"),
    (80, 720, "Boots that are dry"),
    (80, 700, "A coat"),
    (80, 680, "Gloves"),
]
LISTED += [(60, 650, "All of it has to fit into one bag.")]


@pytest.mark.parametrize("look", [{}, {"fill": 0}, {"square": True}])
def test_drawn_dots_before_lines_are_the_bullets_of_a_list(tmp_path, look):
    dots = [(70, y + 4) for y in (720, 700, 680)]
    document = read(with_dots(tmp_path / "a.pdf", dots, LISTED, **look))
    assert [(one.kind, document.text[one.start : one.end]) for one in document.blocks] == [
        ("paragraph", "Bring with you:"),
        ("item", "Boots that are dry"),
        ("item", "A coat"),
        ("item", "Gloves"),
        ("paragraph", "All of it has to fit into one bag."),
    ]


@pytest.mark.parametrize(
    ("dots", "look"),
    [
        ([(70, 724)], {}),  # one alone
        ([(70, 724), (73, 704), (78, 684)], {}),  # of a curve
        ([(130, 724), (130, 704)], {}),  # inside a line
        ([(70, 724), (70, 704)], {"fill": 0, "square": True}),  # boxes to tick
        ([(x, y) for y in (724, 704) for x in (60, 70)], {}),  # rows of them
    ],
)
def test_other_drawn_dots_are_no_bullets(tmp_path, dots, look):
    document = read(with_dots(tmp_path / "a.pdf", dots, LISTED, **look))
    assert "item" not in {one.kind for one in document.blocks}


def cells_of(path):
    document = read(path)
    return [
        (document.text[one.start : one.end], one.column_header)
        for one in document.blocks
        if one.kind == "cell"
    ]


ROWS = [  # lines of the three columns, from the place at which they begin
    (386, ["Extra"], ["Price with all taxes added"], ["Book by"]),
    (364, ["Second guide for all (6", "hours)"], ["£390"], ["1 April 2026"]),
    (328, ["Additional hour on board"], ["£140 in advance, £180 if", "agreed on the day"], ["–"]),
    (292, ["Tea on the island (90", "minutes)"], ["£195"], ["any time, weekdays", "only"]),
    (257, ["Large book, 30 × 30 cm,", "40 pages"], ["£420"], ["within 12 months of the", "crossing"]),
    (221, ["Quick delivery (3 weeks)"], ["£160"], ["day of the trip"]),
]


def test_lines_between_rows_alone_make_a_table_whose_columns_white_parts(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=True)
    for y, *row in ROWS:
        canvas.setFont("Helvetica-Bold" if y == 386 else "Helvetica", 12)
        for x, lines in zip((67, 223, 399), row, strict=True):
            for number, line in enumerate(lines):
                canvas.drawString(x, y - 13.4 * number, line)
        below = y - 8 - 13.4 * (max(map(len, row)) - 1)
        canvas.line(63, below, 533, below)
    canvas.setFont("Helvetica-Bold", 11.5)
    canvas.drawString(63, 189, "3 Payment")
    canvas.setFont("Helvetica", 10)
    for number in range(3):
        canvas.drawString(63, 166 - 14 * number, prose(number, 17))
    canvas.save()
    rows = [[" ".join(lines) for lines in row] for _, *row in ROWS]
    wanted = [(cell, "") for cell in rows[0]]
    wanted += [(cell, rows[0][place]) for row in rows[1:] for place, cell in enumerate(row)]
    assert cells_of(tmp_path / "a.pdf") == wanted
    headings = [one for one in read(tmp_path / "a.pdf").blocks if one.kind == "heading"]
    assert len(headings) == 1


def test_lines_across_between_paragraphs_make_no_table(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=True)
    for number in range(5):
        canvas.line(60, 760 - 40 * number, 500, 760 - 40 * number)
        canvas.drawString(60, 740 - 40 * number, prose(number, 12))
    canvas.save()
    assert {one.kind for one in read(tmp_path / "a.pdf").blocks} == {"paragraph"}


def test_a_value_over_values_of_another_unit_names_its_column(tmp_path):
    rows = [
        ["Event", "Placebo", "40 mg", "80 mg"],
        ["Cough", "3 %", "8 %", "15 %"],
        ["p value", "", "0.04", "0.01"],
    ]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, style=style)])
    assert ("15 %", "80 mg") in cells_of(tmp_path / "a.pdf")
    doses = [["Adults", "40 mg"], ["Children", "20 mg"], ["Others", "10 mg"]]
    SimpleDocTemplate(str(tmp_path / "b.pdf")).build([Table(doses, style=style)])
    assert {name for _, name in cells_of(tmp_path / "b.pdf")} == {""}


def test_a_form_that_begins_with_a_name_has_no_names_of_columns(tmp_path):
    rows = [
        ["Name", "Mr Owen Castellane"],
        ["Number", "TW-20417"],
        ["Born", "17 August 1969"],
        ["Pay", "£41,860"],
    ]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, style=style)])
    assert {name for _, name in cells_of(tmp_path / "a.pdf")} == {""}


def test_a_column_that_begins_higher_than_the_one_beside_it_keeps_its_first_line(tmp_path):
    left = [(60, 684 - 14 * line, prose(line, 6)[:40]) for line in range(12)]
    right = [(320, 694 - 14 * line, "and the boat goes on to the next island at") for line in range(12)]
    page = [
        (60, 732, "The timetable of the ferry"),
        (320, 708, "Here the other column begins, and it goes"),
        *left,
        *right,
    ]
    text = read(drawn(tmp_path / "a.pdf", page)).text
    assert "it goes and the boat goes on" in " ".join(text.split())


def test_a_dot_before_a_heading_is_an_ornament_and_one_that_is_drawn_twice_is_one(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=True)
    for number in range(2):
        y = 760 - 120 * number
        for fill in (1, 0, 1, 0):  # filled, then outlined
            canvas.circle(52, y + 5, 3, fill=fill, stroke=1 - fill)
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(64, y, f"Our story {number}")
        canvas.setFont("Helvetica", 11)
        for line in range(3):
            canvas.circle(70, y - 26 - 20 * line, 2, fill=1, stroke=1)
            canvas.circle(70, y - 26 - 20 * line, 2, fill=0, stroke=1)
            canvas.drawString(80, y - 30 - 20 * line, f"The ferry sails at {7 + line + number}")
    canvas.save()
    document = read(tmp_path / "a.pdf")
    kinds = [(one.kind, document.text[one.start : one.end]) for one in document.blocks]
    assert kinds[0] == ("heading", "Our story 0") and kinds[1] == ("item", "The ferry sails at 7")
    assert [kind for kind, _ in kinds] == ["heading", "item", "item", "item"] * 2


def test_lists_side_by_side_are_read_one_after_the_other(tmp_path):
    columns = (
        (70, ["Pros", "Cheap", "Quick to build", "Safe"]),
        (230, ["Cons", "Loud", "Heavy when it is wet", "Hard to move"]),
    )
    dots = [(x - 10, 724 - 20 * line) for x, _ in columns for line in range(3)]
    texts = [(x, 740 - 20 * line, text) for x, column in columns for line, text in enumerate(column)]
    document = read(with_dots(tmp_path / "a.pdf", dots, texts))
    items = [document.text[one.start : one.end] for one in document.blocks if one.kind == "item"]
    assert items == ["Cheap", "Quick to build", "Safe", "Loud", "Heavy when it is wet", "Hard to move"]


def test_what_stands_below_lists_side_by_side_is_below_both(tmp_path):
    columns = ((70, ["Wifi", "Kitchen", "Garden"]), (230, ["Parking", "Washing machine", "Pets allowed"]))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 11)
    for x, texts in columns:
        for line, text in enumerate(texts):
            canvas.circle(x - 8, 724 - 18 * line, 2, fill=1, stroke=0)
            canvas.drawString(x, 720 - 18 * line, text)
    canvas.drawString(52, 640, "No smoking, please.")
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(52, 660, "House rules")
    canvas.save()
    document = read(tmp_path / "a.pdf")
    wanted = [text for _, texts in columns for text in texts]
    assert [document.text[one.start : one.end] for one in document.blocks] == [
        *wanted,
        "House rules",
        "No smoking, please.",
    ]


def test_dots_behind_dates_are_no_bullets(tmp_path):
    dots = [(110, 724 - 20 * line) for line in range(3)]
    texts = [(60, 720 - 20 * line, f"{1900 + line}") for line in range(3)]
    texts += [(120, 720 - 20 * line, f"The ferry {line} was built") for line in range(3)]
    document = read(with_dots(tmp_path / "a.pdf", dots, texts))
    assert "item" not in {one.kind for one in document.blocks} and "\u25cf" not in document.text


def test_values_such_as_those_below_them_are_no_names_of_columns(tmp_path):
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    for rows in (
        [["Power", "400 W"], ["Mass", "12 kg"], ["Noise", "62 dB"]],
        [["Energy", "250 kcal"], ["Fat", "9.1 g"], ["Salt", "0.3 g"]],
        [["Debtors", "$1,200", "$900"], ["Stock", "300", "150"], ["Cash", "450", "70"]],
        [["Power", "400 W", "500 W"], ["Mass", "12 kg", "14 kg"], ["Noise", "62 dB", "60 dB"]],
    ):
        SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, style=style)])
        assert {name for _, name in cells_of(tmp_path / "a.pdf")} == {""}


BELOW_FIRST = TableStyle([("LINEBELOW", (0, 0), (-1, -2), 0.5, colors.black)])
BOOKTABS = TableStyle(
    [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
     ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)]
)  # fmt: skip


@pytest.mark.parametrize("style", [BELOW_FIRST, BOOKTABS])
def test_a_table_that_is_found_without_its_lines_stays_as_it_is(tmp_path, style):
    rows = [["Drink", "Price", "Staff"], ["Espresso", "1.80", "1.40"], ["Flat white", "3.20", "2.50"]]
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([Table(rows, colWidths=90, style=style)])
    found = [text for text, _ in cells_of(tmp_path / "a.pdf")]
    assert found == [cell for row in rows for cell in row]


def between_lines(cells):
    """A page with lines across and these cells between them, two side by side."""
    layer = Layer(0, across=[Rule(100.0 + 50 * number, 60.0, 540.0) for number in range(len(cells) + 1)])
    for number, row in enumerate(cells):
        for x, cell in zip((62.0, 312.0), row, strict=True):
            for place, text in enumerate(cell.split()):
                at = x + 22 * (place % 9), 116.0 + 50 * number + 12 * (place // 9)
                layer.words.append(Word(text, at[0], at[0] + 20, at[1], 10.0, False, False))
    return layer


def test_paragraphs_side_by_side_between_lines_are_no_cells():
    said = [[f"So {'we went on ' * 4}until night." for _ in range(2)] for _ in range(3)]
    for cells, count in ((said, 0), ([["Tea", "1.90"], ["Milk", "0.90"], ["Gin", "5.10"]], 1)):
        layer = between_lines(cells)
        tables, rest = barred(layer, layer.words, list)
        assert (len(tables), bool(rest)) == (count, not count)
    layer = between_lines(said)
    headed = [word._replace(bold=word.base > 120 and word.left < 300) for word in layer.words]
    assert barred(layer, headed, list) == ([], headed)


def test_lines_make_no_table_where_there_is_one_or_where_something_stands_beside_their_rows():
    layer = between_lines([["Tea", "1.90"], ["Milk", "0.90"], ["Gin", "5.10"]])
    (table,), _ = barred(layer, layer.words, list)
    assert barred(layer, layer.words, lambda: [table]) == ([], layer.words)
    beside = [*layer.words, Word("Rent", 20.0, 40.0, 116.0, 10.0, False, False)]
    assert barred(layer, beside, list) == ([], beside)


def as_a_browser_prints(path, *pages):
    """Pages of lines (x, y, text) of size 11 with what a browser prints close above and below them."""
    canvas = Canvas(str(path), pagesize=(612, 792), invariant=True)
    for number, page in enumerate(pages, 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(24, 769.5, "11/30/26, 4:23 AM")
        canvas.drawString(290, 769.5, "Member guide")
        canvas.drawString(24, 17.25, "file:///guide.html")
        canvas.drawString(577, 17.25, f"{number}/{len(pages)}")
        canvas.setFont("Helvetica", 11)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


MARRY = [
    "If you die in service before age 70, a lump sum of four times your pay is paid, plus the value of",
    "your Account. It is three times if you have opted out of contributing but are still employed. The",
    "Trustee decides who receives it and is guided by your form. New ones are due if you marry,",
    "divorce or have a child; a form made before a marriage is disregarded. After you leave, only that",
    "is paid.",
]


def test_what_a_browser_prints_close_around_the_text_of_a_page_is_furniture(tmp_path):
    lines = [(34, 754.5 - 12 * place, text) for place, text in enumerate(MARRY)]
    document = read(as_a_browser_prints(tmp_path / "a.pdf", lines, lines, lines))
    assert blocks(document, "furniture").count("11/30/26, 4:23 AM Member guide") == 3
    assert blocks(document, "paragraph") == [" ".join(MARRY)] * 3


def test_the_raised_number_of_a_note_that_moves_its_line_down_ends_no_paragraph(tmp_path):
    heights = [700.0, 688.0, 676.0, 661.1, 649.1]
    lines = [(34, y, text) for y, text in zip(heights, MARRY, strict=True)]
    document = read(drawn(tmp_path / "a.pdf", lines, font=("Helvetica", 11)))
    assert blocks(document, "paragraph") == [" ".join(MARRY)]


def test_lines_that_begin_below_each_other_are_not_centred_nor_does_a_year_end_a_sentence(tmp_path):
    """The first line of the second paragraph stands as far from the right as from the left by chance."""
    lines = [(34, 700 - 12 * place, text) for place, text in enumerate(MARRY)]
    dependant = [
        "Your spouse or civil partner; a child under 18 (23 in education); or a person who in the",
        "Trustee’s view relied on you financially.",
    ]
    lines += [(54, 600 - 12 * place, text) for place, text in enumerate(dependant)]
    funding = (
        "The application must be approved before anything is placed. Deadline for the current calls: 30 Junes"
    )
    lines += [(34, 550, funding), (34, 538, "2023.")]
    document = read(as_a_browser_prints(tmp_path / "a.pdf", lines, lines))
    assert blocks(document, "paragraph")[:3] == [" ".join(MARRY), " ".join(dependant), f"{funding} 2023."]


def test_a_bold_line_that_ends_with_an_amount_states_it_and_is_no_heading(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=True)
    texts = ["Our charges", "Total estimate: £4,257.60", "Discount for members 20 %"]
    for place, text in enumerate(texts):
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(60, 760 - 80 * place, text)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(
            60, 730 - 80 * place, "Flowers are to be ordered by the family, a week before the day."
        )
    canvas.save()
    document = read(tmp_path / "a.pdf")
    assert blocks(document, "heading") == ["Our charges"]
    assert [text for text in texts if text in blocks(document, "paragraph")] == texts[1:]

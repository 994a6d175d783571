from datetime import date

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from documents.errors import EmptyDocument
from documents.readers import read
from tests.office import BOMB, blocks, cells, changed, fails, put, with_part

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
AREA = (Inches(1), Inches(1), Inches(5), Inches(2))


def saved(made, path):
    made.save(path)
    return path


def test_a_slide_is_a_page_with_its_title_and_the_depths_of_its_items(tmp_path):
    made = Presentation()
    made.core_properties.title = "The ferry in numbers"
    first = made.slides.add_slide(made.slide_layouts[0])
    first.shapes.title.text = "The ferry"
    first.placeholders[1].text = "A year in numbers"
    second = made.slides.add_slide(made.slide_layouts[1])
    second.shapes.title.text = "Passengers"
    frame = second.placeholders[1].text_frame
    frame.text = "Adults"
    for text, level in (("on weekdays", 1), ("Children", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    document = read(saved(made, tmp_path / "a.pptx"))
    assert document.text == (
        "The ferry\n\nA year in numbers\n\nPassengers\n\n- Adults\n  - on weekdays\n- Children\n"
    )
    assert blocks(document, "heading") == ["The ferry", "Passengers"]
    assert document.text[document.page_starts[1] :].strip().startswith("Passengers")
    assert [one.page for one in document.blocks] == [1, 1, 2, 2, 2, 2]
    assert document.title == "The ferry in numbers"


def test_numbered_paragraphs_have_their_number(tmp_path):
    made = Presentation()
    frame = made.slides.add_slide(made.slide_layouts[1]).placeholders[1].text_frame
    frame.text = "Buy a ticket"
    frame.add_paragraph().text = "Go on board"
    for paragraph in frame.paragraphs:
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<a:buAutoNum {A} type="alphaLcParenR" startAt="2"/>')
        )
    assert read(saved(made, tmp_path / "a.pptx")).text == "b) Buy a ticket\nc) Go on board\n"


def test_tables_charts_groups_boxes_and_notes_are_read(tmp_path):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, *AREA).table
    for row, line in enumerate((("Ship", "Fare"), ("Petrel", "£3"))):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    data = CategoryChartData()
    data.categories = ["May", "June"]
    data.add_series("Passengers", (310, 325.5))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *AREA, data).chart
    chart.has_title, chart.chart_title.text_frame.text = True, "A busy summer"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(*AREA).text_frame.text = "In a group"
    slide.notes_slide.notes_text_frame.text = "Say hello."
    document = read(saved(made, tmp_path / "a.pptx"))
    assert document.text == (
        "Ship\tFare\nPetrel\t£3\n\nA busy summer\n\n\tPassengers\nMay\t310\nJune\t325.5\n\n"
        "In a group\n\nSay hello.\n"
    )
    assert cells(document)[-1] == (2, 1, "June", "Passengers", "325.5")
    assert blocks(document, "caption") == ["A busy summer"]


def test_groups_of_columns_are_found_where_the_first_row_is_marked_as_names(tmp_path):
    made = Presentation()
    table = made.slides.add_slide(made.slide_layouts[6]).shapes.add_table(3, 3, *AREA).table
    for row, line in enumerate((("Ship", "2025", ""), ("", "Price", "Guests"), ("Petrel", "£3", "40"))):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    document = read(saved(made, tmp_path / "a.pptx"))
    assert document.text == "Ship\t2025\n\tPrice\tGuests\nPetrel\t£3\t40\n"
    assert cells(document)[-1] == (2, 2, "Petrel", "2025 › Guests", "40")


def test_slides_come_in_the_order_of_the_presentation_and_hidden_ones_are_said(tmp_path):
    made = Presentation()
    for text in ("one", "two", "three"):
        made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = text
    order = made.slides._sldIdLst
    order.insert(0, order[2])
    made.slides[1]._element.set("show", "0")
    document = read(saved(made, tmp_path / "a.pptx"))
    assert document.text == "three\n\none\n\ntwo\n"
    assert document.notes == (
        "Slide 2 is hidden and was read too. Delete what is not to be found from the file and add it again.",
    )


def test_footers_are_furniture(tmp_path):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Words"
    box = slide.shapes.add_textbox(*AREA)
    box.text_frame.text = "Ferry company"
    ph = '<p:ph xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" type="ftr" idx="11"/>'
    box._element.nvSpPr.nvPr.append(parse_xml(ph))
    assert blocks(read(saved(made, tmp_path / "a.pptx")), "furniture") == ["Ferry company"]


def test_comments_are_quoted_with_their_author(tmp_path):
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "Words"
    path = saved(made, tmp_path / "a.pptx")
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    comment = f'<p:cmLst {p}><p:cm authorId="0"><p:text>Is it so?</p:text></p:cm></p:cmLst>'
    author = f'<p:cmAuthorLst {p}><p:cmAuthor id="0" name="Noor"/></p:cmAuthorLst>'
    with_part(with_part(path, "ppt/comments/c.xml", comment), "ppt/authors.xml", author)
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for part, kind, target in (
        ("ppt/slides/_rels/slide1.xml.rels", "comments", "../comments/c.xml"),
        ("ppt/_rels/presentation.xml.rels", "commentAuthors", "authors.xml"),
    ):
        one = f'<Relationship Id="rIdX" Type="{kinds}/{kind}" Target="{target}"/></Relationships>'
        changed(path, part, lambda xml, one=one: xml.replace("</Relationships>", one))
    assert blocks(read(path), "quote") == ["Noor: Is it so?"]


def test_a_presentation_of_pictures_has_no_text(tmp_path):
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[6])
    with pytest.raises(EmptyDocument):
        read(saved(made, tmp_path / "a.pptx"))


def test_broken_and_hostile_files_are_one_sentence(tmp_path):
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "words HERE"
    path = saved(made, tmp_path / "a.pptx")
    data = path.read_bytes()
    assert read(put(tmp_path, "b.docx", data)).text == "words HERE\n"
    assert "broken" in fails(put(tmp_path, "b.pptx", data[: len(data) // 2]))
    assert "is not a PowerPoint presentation" in fails(put(tmp_path, "c.pptx", "just text"))
    assert "Save it as .pptx" in fails(
        put(tmp_path, "d.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    )
    part = "ppt/slides/slide1.xml"
    assert "broken" in fails(changed(put(tmp_path, "e.pptx", data), part, lambda xml: xml[:-40]))
    changed(path, part, lambda xml: BOMB + xml.partition("?>")[2].replace("HERE", "&e;&f;"))
    assert read(path).text == "words\n"


def box(slide, text, left, top, size=None):
    frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1)).text_frame
    frame.text = text
    if size:
        frame.paragraphs[0].runs[0].font.size = Pt(size)


def test_a_slide_without_a_title_is_not_below_that_of_the_slide_before(tmp_path):
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "Gift shop"
    box(made.slides.add_slide(made.slide_layouts[6]), "The tea room opens at nine.", 1, 1)
    looks = made.slides.add_slide(made.slide_layouts[6])
    box(looks, "Trains run on Sundays.", 1, 3)
    box(looks, "Railway", 1, 1, size=40)
    document = read(saved(made, tmp_path / "a.pptx"))
    assert [document.text[h.start :].split("\n")[0] for h in document.headings] == [
        "Gift shop",
        "Slide 2",
        "Railway",
    ]


def test_boxes_are_read_from_the_top_down_and_typed_bullets_are_items(tmp_path):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    box(slide, "Third", 1, 5)
    box(slide, "First", 1, 1)
    box(slide, "- oil\n- rags", 1, 3)
    document = read(saved(made, tmp_path / "a.pptx"))
    assert [(one.kind, document.text[one.start : one.end]) for one in document.blocks] == [
        ("paragraph", "First"),
        ("item", "oil"),
        ("item", "rags"),
        ("paragraph", "Third"),
    ]


def test_the_days_of_a_chart_are_days(tmp_path):
    made = Presentation()
    data = CategoryChartData(number_format="0%")
    data.categories = [date(2024, 1, 1), date(2024, 2, 1)]
    data.add_series("Guests", (0.25, 0.5))
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.LINE, *AREA, data)
    assert "2024-02-01\t50%" in read(saved(made, tmp_path / "a.pptx")).text


def test_boxes_side_by_side_are_read_as_they_were_drawn(tmp_path):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    for left, words in ((1, ("Pros", "cheap")), (5, ("Cons", "loud"))):
        for top, text in enumerate(words, start=1):
            box(slide, text, left, top)
    assert blocks(read(saved(made, tmp_path / "a.pptx")), "paragraph") == ["Pros", "cheap", "Cons", "loud"]

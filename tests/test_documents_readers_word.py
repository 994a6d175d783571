import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from documents.readers import read
from documents.readers.office import packages
from tests.office import BOMB, blocks, cells, changed, fails, put

W = nsdecls("w")
PARAGRAPH = "<w:p><w:r><w:t>Since May.</w:t></w:r></w:p>"
LEVELS = (("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%1.%3"))


def saved(made, path):
    made.save(path)
    return path


def with_list(made, *, number="77"):
    """A list of three levels, "1.", "a)", "1.i"; returns a function that makes its items."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(LEVELS)
    )
    root = made.part.numbering_part.element
    first = root.find(qn("w:num"))
    first.addprevious(parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))

    def item(text, level=0, of=number):
        made.add_paragraph(text)._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>')
        )

    return item


def test_headings_paragraphs_and_lists(tmp_path):
    made = docx.Document()
    made.core_properties.title = "Handbook of the ferry"
    made.add_heading("The ferry", 0)
    made.add_heading("Before you travel", 1)
    made.add_paragraph("Bring with you:")
    made.add_paragraph("a ticket", style="List Bullet")
    made.add_paragraph("of paper", style="List Bullet 2")
    made.add_heading("On board", 2)
    made.add_paragraph("Say your name.", style="List Number")
    made.add_paragraph("Sit down.", style="List Number")
    document = read(saved(made, tmp_path / "a.docx"))
    assert document.text == (
        "The ferry\n\nBefore you travel\n\nBring with you:\n- a ticket\n  - of paper\n\n"
        "On board\n\n1. Say your name.\n2. Sit down.\n"
    )
    assert [(one.level, one.text) for one in document.headings] == [
        (1, "The ferry"), (1, "Before you travel"), (2, "On board"),
    ]  # fmt: skip
    items = [(one.level, one.number) for one in document.blocks if one.kind == "item"]
    assert items == [(1, ""), (2, ""), (1, "1."), (1, "2.")]
    assert (document.title, document.date) == (
        "Handbook of the ferry",
        None,
    )  # python-docx's date is its template's


def test_items_have_the_numbers_that_a_person_sees(tmp_path):
    made = docx.Document()
    item = with_list(made)
    for text, level in (("One", 0), ("Inner", 1), ("Next", 1), ("Deep", 2), ("Two", 0), ("Again", 1)):
        item(text, level)
    root = made.part.numbering_part.element
    root.append(parse_xml(
        f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    ))  # fmt: skip
    made.add_paragraph("Then:")
    item("Five", 0, "78")
    item("Six", 0, "78")
    document = read(saved(made, tmp_path / "a.docx"))
    assert document.text == (
        "1. One\n  a) Inner\n  b) Next\n    1.i Deep\n2. Two\n  a) Again\n\nThen:\n5. Five\n6. Six\n"
    )
    assert [one.introduced_by for one in document.blocks if one.kind == "item"][-2:] == [6, 6]


@pytest.mark.parametrize("start", ["9" * 4300, "-3", "x", "²"])
def test_a_list_that_begins_with_no_number_begins_with_one(tmp_path, start):
    made = docx.Document()
    made.add_paragraph("First", style="List Number")
    made.add_paragraph("Second", style="List Number")
    for element in made.part.numbering_part.element.iter(qn("w:start")):
        element.set(qn("w:val"), start)
    assert read(saved(made, tmp_path / "a.docx")).text == "1. First\n2. Second\n"


def test_numbered_headings_keep_their_number(tmp_path):
    made = docx.Document()
    with_list(made)
    for text in ("Scope", "Terms"):
        made.add_heading(text, 1)._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
    document = read(saved(made, tmp_path / "a.docx"))
    assert blocks(document, "heading") == ["1. Scope", "2. Terms"]


def test_tables_have_headers_and_merged_cells_their_rows(tmp_path):
    made = docx.Document()
    table = made.add_table(4, 3)
    texts = (
        ("Ship", "Day", "Fare"),
        ("Petrel", "Monday", "£3"),
        ("", "Friday", "£4"),
        ("Tern", "closed", ""),
    )
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 1).merge(table.cell(3, 2))
    document = read(saved(made, tmp_path / "a.docx"))
    assert document.text == (
        "Ship\tDay\tFare\nPetrel\tMonday\t£3\nPetrel\tFriday\t£4\nTern\tclosed\tclosed\n"
    )
    assert cells(document)[7] == (2, 1, "Petrel", "Day", "Friday")


def test_a_table_for_layout_gives_its_paragraphs(tmp_path):
    made = docx.Document()
    cell = made.add_table(1, 2).cell(0, 0)
    cell.text = "Left words."
    cell.add_paragraph("More left words.", style="List Bullet")
    document = read(saved(made, tmp_path / "a.docx"))
    assert document.text == "Left words.\n- More left words.\n"


def test_changes_are_read_as_accepted(tmp_path):
    made = docx.Document()
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    made.element.body.insert(0, parse_xml(
        f"<w:p {W}>{run.format('The fare is ')}<w:del><w:r><w:delText>three</w:delText></w:r></w:del>"
        f"<w:ins>{run.format('four')}</w:ins>{run.format(' pounds.')}</w:p>"
    ))  # fmt: skip
    made.element.body.insert(1, parse_xml(
        f"<w:p {W}><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run.format('It goes ')}</w:p>"
    ))  # fmt: skip
    made.element.body.insert(2, parse_xml(f"<w:p {W}>{run.format('on here.')}</w:p>"))
    assert read(saved(made, tmp_path / "a.docx")).text == "The fare is four pounds.\n\nIt goes on here.\n"


def test_hidden_text_and_field_codes_are_not_seen_and_links_are(tmp_path):
    made = docx.Document()
    made.add_paragraph("Seen.").add_run("hidden").font.hidden = True
    made.element.body.insert(0, parse_xml(
        f'<w:p {W}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:tab/><w:t>our page</w:t></w:r>'
        "</w:hyperlink></w:p>"
    ))  # fmt: skip
    assert read(saved(made, tmp_path / "a.docx")).text == "7 our page\n\nSeen.\n"


def test_notes_and_comments_stand_after_what_they_belong_to(tmp_path):
    made = docx.Document()
    paragraph = made.add_paragraph("The fare is low")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    made.add_comment(paragraph.runs, "Is it?", author="Noor")
    made.add_paragraph("Next.")
    path = saved(made, tmp_path / "a.docx")
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{PARAGRAPH}</w:footnote></w:footnotes>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    changed(
        path,
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            "</Relationships>",
            f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>',
        ),
    )
    document = read(path)
    assert document.text == "The fare is low[1]\n\n[1] Since May.\n\nNoor: Is it?\n\nNext.\n"
    assert blocks(document, "quote") == ["Noor: Is it?"]


def test_a_text_box_is_read_once(tmp_path):
    made = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    made.element.body.insert(0, parse_xml(
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>Around</w:t></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    ))  # fmt: skip
    assert read(saved(made, tmp_path / "a.docx")).text == "Around\n\nIn the box\n"


def test_headers_and_footers_are_furniture(tmp_path):
    made = docx.Document()
    made.add_paragraph("Words.")
    made.sections[0].header.paragraphs[0].text = "The Leaf"
    made.add_section().footer.paragraphs[0].text = "Page 1"
    document = read(saved(made, tmp_path / "a.docx"))
    assert blocks(document, "furniture") == ["The Leaf", "Page 1"]
    assert document.text == "The Leaf\n\nWords.\n\nPage 1\n"


def test_broken_and_hostile_files_are_one_sentence(tmp_path, monkeypatch):
    made = docx.Document()
    made.add_paragraph("words " * 500)
    path = saved(made, tmp_path / "a.docx")
    data = path.read_bytes()
    assert "broken" in fails(put(tmp_path, "b.docx", data[:400]))
    assert "is not a Word document" in fails(put(tmp_path, "c.docx", "just text"))
    assert "broken" in fails(
        changed(put(tmp_path, "d.docx", data), "word/document.xml", lambda xml: xml[:-40])
    )
    deep = "<w:p>" * 5_000 + "</w:p>" * 5_000
    assert "broken" in fails(
        changed(
            put(tmp_path, "e.docx", data),
            "word/document.xml",
            lambda x: x.replace("<w:body>", f"<w:body>{deep}"),
        )
    )
    monkeypatch.setattr(packages, "MOST_EXPANDED", 10_000)
    assert "unpacks to more than" in fails(path)


def test_entities_are_not_resolved(tmp_path):
    made = docx.Document()
    made.add_paragraph("words HERE")
    path = saved(made, tmp_path / "a.docx")
    changed(path, "word/document.xml", lambda x: BOMB + x.partition("?>")[2].replace("HERE", "&e;&f;"))
    assert read(path).text == "words\n"


@pytest.mark.parametrize("name", ["a.xlsx", "a.bin", "a"])
def test_a_document_is_known_by_its_content(tmp_path, name):
    made = docx.Document()
    made.add_paragraph("words")
    assert read(saved(made, tmp_path / name)).text == "words\n"


# What was set by hand


def listed(document):
    return [
        (block.kind, block.number, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind != "cell"
    ]


def test_lists_with_typed_marks_are_items(tmp_path):
    made = docx.Document()
    for text in (
        "Bring:",
        "- a passport",
        "-\ta photo",
        "Then",
        "1. Sign",
        "2. Pay",
        "It is done.",
        "Step 1: Open all the windows.",
        "Step 2: Close the front door.",
    ):
        made.add_paragraph(text)
    assert listed(read(saved(made, tmp_path / "a.docx"))) == [
        ("paragraph", "", "Bring:"),
        ("item", "", "a passport"),
        ("item", "", "a photo"),
        ("paragraph", "", "Then"),
        ("item", "1.", "Sign"),
        ("item", "2.", "Pay"),
        ("paragraph", "", "It is done."),
        ("item", "Step 1:", "Open all the windows."),
        ("item", "Step 2:", "Close the front door."),
    ]


def test_a_short_bold_paragraph_above_text_is_a_heading_and_a_bold_one_in_text_is_not(tmp_path):
    made = docx.Document()
    made.add_paragraph().add_run("Dogs on board").bold = True
    made.add_paragraph("Dogs stay on a lead.")
    made.add_paragraph().add_run("Pay at the desk, please.").bold = True
    made.add_paragraph("Cards are taken.")
    assert [kind for kind, *_ in listed(read(saved(made, tmp_path / "a.docx")))] == [
        "heading",
        "paragraph",
        "paragraph",
        "paragraph",
    ]


def test_a_clause_in_the_style_of_a_heading_is_text(tmp_path):
    made = docx.Document()
    made.add_heading("Fees", 1)
    made.add_heading("The licence fee is 340 pounds for each quarter and is due on its first day. " * 3, 2)
    assert [kind for kind, *_ in listed(read(saved(made, tmp_path / "a.docx")))] == ["heading", "paragraph"]


def test_line_ends_and_columns_by_tabs_are_kept(tmp_path):
    made = docx.Document()
    made.add_paragraph("Harbour Office\n12 Quay Street")
    for line in ("Name\tRole\tPhone", "Ann Lee\tChair\t0770", "Cleo Hart\tTreasurer\t0771"):
        made.add_paragraph(line)
    document = read(saved(made, tmp_path / "a.docx"))
    assert [text for _, _, text in listed(document)] == ["Harbour Office", "12 Quay Street"]
    assert cells(document)[8] == (2, 2, "Cleo Hart", "Phone", "0771")


def filled(made, lines):
    table = made.add_table(len(lines), len(lines[0]))
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    return table


def test_a_title_over_a_table_and_the_names_of_its_parts_are_told_from_its_columns(tmp_path):
    made = docx.Document()
    lines = (
        ("Hire of boats", "", ""),
        ("Boat", "Half day", "Day"),
        ("Adults", "", ""),
        ("Kayak", "£19", "£24"),
        ("Children", "", ""),
        ("Kayak", "£9", "£12"),
    )
    table = filled(made, lines)
    for row in (0, 2, 4):
        table.cell(row, 0).merge(table.cell(row, 2))
    document = read(saved(made, tmp_path / "a.docx"))
    assert listed(document) == [("caption", "", "Hire of boats")]
    assert [cell[2:] for cell in cells(document) if cell[4] == "£12"] == [("Children › Kayak", "Day", "£12")]


def test_one_long_cell_does_not_undo_a_table(tmp_path):
    made = docx.Document()
    filled(made, (("Risk", "Owner"), ("Fire", "Ann"), ("Flood", "Cleo"), ("Theft", "Locks. " * 300)))
    assert (1, 1, "Fire", "Owner", "Ann") in cells(read(saved(made, tmp_path / "a.docx")))


def test_names_that_are_bold_are_names_and_a_form_has_none(tmp_path):
    made = docx.Document()
    table = filled(made, (("Port", "2019"), ("Ayr", "2020"), ("Oban", "2021")))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    form = filled(made, (("Name", "Ann Lee"), ("Line manager", "Ruth Moreno")))
    for row in form.rows:
        row.cells[0].paragraphs[0].runs[0].bold = True
    document = read(saved(made, tmp_path / "a.docx"))
    assert (1, 1, "Ayr", "2019", "2020") in cells(document)
    assert (1, 1, "Line manager", "", "Ruth Moreno") in cells(document)


def test_the_paragraphs_of_a_cell_are_parted(tmp_path):
    made = docx.Document()
    table = filled(made, (("Day", "Group"), ("x", "Otters")))
    table.cell(1, 0).text = "Mon 3 March\nTue 4 March"
    assert (1, 0, "", "Day", "Mon 3 March; Tue 4 March") in cells(read(saved(made, tmp_path / "a.docx")))


def test_ticks_powers_and_hidden_styles(tmp_path):
    made = docx.Document()
    ticked = made.add_paragraph("Halal ")
    ticked.runs[0]._r.append(parse_xml(f'<w:sym {W} w:font="Wingdings" w:char="F0FE"/>'))
    power = made.add_paragraph("It has 10")
    power.add_run("6").font.superscript = True
    hidden = made.styles.add_style("Secret", 1)
    hidden.font.hidden = True
    made.add_paragraph("The lowest price is £90,000.", style="Secret")
    assert read(saved(made, tmp_path / "a.docx")).text == "Halal ☑\n\nIt has 10⁶\n"


def test_an_empty_item_has_its_number(tmp_path):
    made = docx.Document()
    for text in ("Fuel", "", "Choke"):
        made.add_paragraph(text, style="List Number")
    assert [number for _, number, _ in listed(read(saved(made, tmp_path / "a.docx")))] == ["1.", "3."]


def test_a_hidden_line_in_columns_stays_hidden(tmp_path):
    made = docx.Document()
    made.styles.add_style("Secret", 1).font.hidden = True
    for line in ("Adult\t£8", "Lowest\t£1", "Child\t£4"):
        made.add_paragraph(line, style="Secret" if "Lowest" in line else None)
    assert "Lowest" not in read(saved(made, tmp_path / "a.docx")).text


def test_what_is_only_stressed_is_no_heading(tmp_path):
    made = docx.Document()
    made.add_paragraph("Please note:")
    for text in ("• Deposit £50, due on booking", "• Fee £30 a day"):
        made.add_paragraph().add_run(text).bold = text.startswith("• Dep")
    made.add_paragraph().add_run("The closing date is 3 May 2025").bold = True
    made.add_paragraph("Later forms are not taken.")
    made.add_paragraph().add_run("Total £700").bold = True
    made.add_paragraph("Yours sincerely,")
    made.add_paragraph()
    made.add_paragraph().add_run("Anna Berg").bold = True
    made.add_paragraph("Harbour Master")
    document = read(saved(made, tmp_path / "a.docx"))
    assert blocks(document, "heading") == []
    assert blocks(document, "item") == ["Deposit £50, due on booking", "Fee £30 a day"]


def test_a_total_is_not_repeated_and_a_note_over_all_columns_names_no_rows(tmp_path):
    made = docx.Document()
    lines = (
        ("Fruit", "Qty", "Price"),
        ("Prices without tax, as of 3 May", "", ""),
        ("Pear", "2", "£20"),
        ("Total", "", "£20"),
    )
    table = filled(made, lines)
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(3, 0).merge(table.cell(3, 1))
    found = cells(read(saved(made, tmp_path / "a.docx")))
    assert [cell[2:] for cell in found if cell[4] == "2"] == [("Pear", "Qty", "2")]
    assert [cell[4] for cell in found].count("Total") == 1

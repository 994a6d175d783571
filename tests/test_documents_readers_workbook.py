from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from documents.readers import read
from documents.readers.office import workbook
from documents.readers.office.number_formats import formatted_value
from tests.office import BOMB, blocks, cells, changed, fails, put


def book(path, *, fill, title=None):
    made = openpyxl.Workbook()
    fill(made, made.active)
    made.properties.title = title
    made.save(path)
    return path


def rows_of(*rows):
    def fill(_, sheet):
        for row in rows:
            sheet.append(row)

    return fill


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12, "General", "12"), (12.0, "General", "12"), (0.1 + 0.2, "General", "0.3"),
        (1850, "0.00", "1850.00"),
        (1234567.891, "#,##0.00", "1,234,567.89"), (-5, "#,##0", "-5"), (-5, "0;(0)", "(5)"),
        (0, '0;-0;"none"', "none"),
        (0.175, "0.0%", "17.5%"), (12.5, '"£"#,##0.00', "£12.50"), (12.5, "#,##0.00 [$€-407]", "12.50 €"),
        (2.675, "0.00", "2.68"), (1.5, "0.##", "1.5"), (2, "0.##", "2"), (7, "00000", "00007"),
        (12345678, '0.0,,"M"', "12.3M"), (12345, "0.00E+00", "1.23E+4"), (True, "General", "TRUE"),
        (1.5, "# ?/?", "1.5"), (3, "[Red]0.0", "3.0"), (1e300, "0.00", "1e+300"), (float("inf"), "0", "inf"),
        (datetime(2024, 2, 14), "yyyy-mm-dd", "2024-02-14"),
        (datetime(2024, 2, 14), "dd/mm/yyyy", "14/02/2024"),
        (datetime(2024, 2, 14), "mm-dd-yy", "2024-02-14"), (datetime(2024, 2, 14, 9, 5), "hh:mm", "09:05"),
        (datetime(2024, 2, 4), "d. mmmm yyyy", "4. February 2024"), (time(9, 5), "h:mm AM/PM", "9:05 AM"),
        (datetime(2024, 2, 14, 9, 5), "m/d/yy h:mm", "2024-02-14 09:05"),
        (date(2024, 2, 14), "General", "2024-02-14"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"), ("text", "@", "text"), (None, "0", ""),
    ],
)  # fmt: skip
def test_values_are_shown_by_their_format(value, code, text):
    assert formatted_value(value, code) == text


def test_sheets_are_headings_and_cells_have_the_names_of_their_columns(tmp_path):
    def fill(made, sheet):
        sheet.title = "Ships"
        since = datetime(2021, 4, 17)
        for row in (
            ["Ship", "Since", "Fare"],
            ["Petrel", since, 3.5],
            ["Tern", datetime(2022, 5, 1), 4],
        ):
            sheet.append(row)
        for row in (2, 3):
            sheet.cell(row, 2).number_format = "d mmm yyyy"
            sheet.cell(row, 3).number_format = '"£"0.00'
        made.create_sheet("Ports").append(["Seahaven"])

    document = read(book(tmp_path / "a.xlsx", fill=fill, title="The fleet"))
    assert document.text == (
        "Ships\n\nShip\tSince\tFare\nPetrel\t17 Apr 2021\t£3.50\nTern\t1 May 2022\t£4.00\n\n"
        "Ports\n\nSeahaven\n"
    )
    assert blocks(document, "heading") == ["Ships", "Ports"]
    assert cells(document)[5] == (1, 2, "Petrel", "Fare", "£3.50")
    assert document.title == "The fleet" and document.date == date.today().isoformat()


def test_the_header_below_a_title_is_found_and_rows_keep_their_number(tmp_path):
    rows = (["List of ships"], [], ["No.", "Ship"], [1, "Petrel"], [], [2, "Tern"])
    document = read(book(tmp_path / "a.xlsx", fill=rows_of(*rows)))
    assert [one for one in cells(document) if one[1]] == [
        (2, 1, "", "", "Ship"), (3, 1, "1", "Ship", "Petrel"), (5, 1, "2", "Ship", "Tern"),
    ]  # fmt: skip
    assert "List of ships" in blocks(document, "paragraph")


def test_two_tables_in_a_sheet_have_each_its_header(tmp_path):
    rows = (["Ship", "Fare"], ["Petrel", 3], [], ["Port", "Depth", "Berths"], ["Seahaven", 7, 2])
    document = read(book(tmp_path / "a.xlsx", fill=rows_of(*rows)))
    assert "Ship\tFare\nPetrel\t3\n\nPort\tDepth\tBerths\nSeahaven\t7\t2\n" in document.text


def test_tables_side_by_side_are_told_apart(tmp_path):
    rows = (["Ship", "Fare"], ["Petrel", 3, None, "Port", "Depth"], ["Tern", 4, None, "Seahaven", 7])
    document = read(book(tmp_path / "a.xlsx", fill=rows_of(*rows)))
    assert (2, 4, "Seahaven", "Depth", "7") in cells(document)
    assert (2, 1, "Tern", "Fare", "4") in cells(document)


def test_merged_cells_stand_in_each_row_and_groups_name_their_columns(tmp_path):
    def fill(_, sheet):
        for row in (
            ["Ship", "Fare", None],
            [None, "Adult", "Child"],
            ["Petrel", 4, 2],
            [None, 5, 3],
            ["Tern", 6, 4],
        ):
            sheet.append(row)
        for span in ("A1:A2", "B1:C1", "A3:A4"):
            sheet.merge_cells(span)

    document = read(book(tmp_path / "a.xlsx", fill=fill))
    assert document.text.startswith("Sheet\n\nShip\tFare\n\tAdult\tChild\nPetrel\t4\t2\nPetrel\t5\t3\n")
    assert cells(document)[4:10] == [
        (2, 0, "", "Ship", "Petrel"), (2, 1, "Petrel", "Fare › Adult", "4"),
        (2, 2, "Petrel", "Fare › Child", "2"),
        (3, 0, "", "Ship", "Petrel"), (3, 1, "Petrel", "Fare › Adult", "5"),
        (3, 2, "Petrel", "Fare › Child", "3"),
    ]  # fmt: skip


def test_groups_may_have_columns_of_the_same_names(tmp_path):
    def fill(_, sheet):
        for row in (
            ["", "2023", "", "2024", "", "2025", ""],
            ["Hut", *["Guests", "Nights"] * 3],
            ["Upper hut", 4, 6, 5, 7, 8, 9],
        ):
            sheet.append(row)

    names = {name for _, _, _, name, _ in cells(read(book(tmp_path / "a.xlsx", fill=fill))) if name}
    assert names == {
        "Hut",
        *(f"{year} › {name}" for year in (2023, 2024, 2025) for name in ("Guests", "Nights")),
    }


def test_hidden_sheets_are_read_and_said(tmp_path):
    def fill(made, sheet):
        sheet.append(["open words"])
        hidden = made.create_sheet("Secret")
        hidden.append(["hidden words"])
        hidden.sheet_state = "hidden"

    document = read(book(tmp_path / "a.xlsx", fill=fill))
    assert "hidden words" in document.text
    assert len(document.notes) == 1 and "“Secret” is hidden" in document.notes[0]


def test_formulas_show_their_stored_results_and_missing_ones_are_said(tmp_path):
    path = book(tmp_path / "a.xlsx", fill=rows_of(["Sum", "Twice"], ["=1+1", "=A2*2"]))
    assert "2 formulas of the sheet “Sheet” have no stored result." in read(path).notes[0]
    part = "xl/worksheets/sheet1.xml"
    changed(path, part, lambda xml: xml.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>"))
    document = read(changed(path, part, lambda xml: xml.replace("<f>A2*2</f><v></v>", "<f>A2*2</f><v>4</v>")))
    assert document.notes == () and {"2", "4"} <= {*blocks(document, "cell")}


def test_comments_and_charts_over_a_sheet_are_read(tmp_path):
    def fill(_, sheet):
        for row in (["Month", "Guests"], ["May", 310], ["June", 325]):
            sheet.append(row)
        sheet["B2"].comment = Comment("Counted twice.", "Noor")
        chart = BarChart()
        chart.title = "A busy summer"
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
        sheet.add_chart(chart, "D2")

    document = read(book(tmp_path / "a.xlsx", fill=fill))
    assert blocks(document, "quote") == ["B2: Counted twice."]
    assert blocks(document, "caption") == ["A busy summer"]


def test_an_empty_sheet_is_its_name(tmp_path):
    document = read(book(tmp_path / "a.xlsx", fill=lambda made, sheet: made.create_sheet("Empty")))
    assert document.text == "Sheet\n\nEmpty\n"


def test_what_is_over_the_limit_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 20)
    document = read(book(tmp_path / "a.xlsx", fill=rows_of(["A", "B"], *[[f"x{n}", n] for n in range(30)])))
    assert "x8" in document.text and "x9" not in document.text
    assert "was read up to row 10:" in document.notes[0] and "Split it" in document.notes[0]


def test_a_workbook_is_known_by_its_content(tmp_path):
    path = book(tmp_path / "a.xlsx", fill=rows_of(["words"]))
    assert "words" in read(put(tmp_path, "a.docx", path.read_bytes())).text
    assert "is not an Excel workbook" in fails(put(tmp_path, "b.xlsx", "just text"))
    assert "broken" in fails(put(tmp_path, "c.xlsx", path.read_bytes()[:-600]))
    assert "needs a password" in fails(
        put(tmp_path, "d.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    )
    assert "save it as .xlsx" in fails(
        put(tmp_path, "e.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    )


def test_entities_are_not_resolved(tmp_path):
    path = book(tmp_path / "a.xlsx", fill=rows_of(["words"]))
    changed(path, "docProps/core.xml", lambda xml: BOMB + xml.replace("openpyxl", "&e;&f;"))
    assert "aaaa" not in str(read(path))


def merged(*spans, rows):
    def fill(_, sheet):
        for row in rows:
            sheet.append(row)
        for span in spans:
            sheet.merge_cells(span)

    return fill


def test_a_cell_over_some_columns_stands_in_each_of_them(tmp_path):
    rows = (
        ["Who", "Mon", "Tue", "Wed"],
        ["Anna", "desk", "shop", "desk"],
        ["Boris", "desk", "on leave", None],
    )
    document = read(book(tmp_path / "a.xlsx", fill=merged("C3:D3", rows=rows)))
    assert (2, 3, "Boris", "Wed", "on leave") in cells(document)


def test_merged_cells_above_the_names_of_columns_name_groups_of_them(tmp_path):
    rows = (
        ["Who", "Week 1", None, "Week 2", None],
        [None, "Mon", "Tue", "Mon", "Tue"],
        ["Boris", "Bar", "Door", "Barby", "Gate"],
        ["Anna", "Gate", "Bar", "Door", "Bar"],
    )
    document = read(book(tmp_path / "a.xlsx", fill=merged("B1:C1", "D1:E1", rows=rows)))
    assert (2, 4, "Boris", "Week 2 › Tue", "Gate") in cells(document)


def test_merged_cells_name_their_parts_beside_columns_that_the_first_row_names(tmp_path):
    rows = (
        ["Plot", "Rent", None, None, "Water", "Remarks"],
        [None, "full", "concession", "non-resident", None, None],
        ["quarter", 21, 14, 32, 6, "no sheds"],
        ["half", 38, 25.5, 57, 11, None],
    )
    document = read(book(tmp_path / "a.xlsx", fill=merged("B1:D1", rows=rows)))
    assert {
        (3, 2, "half", "Rent › concession", "25.5"), (3, 4, "half", "Water", "11"),
    } <= set(cells(document))  # fmt: skip


def test_a_row_below_a_merged_cell_that_has_words_below_other_names_is_no_header(tmp_path):
    rows = (
        ["Name", "Address", None, "Group", "Role"],
        ["Ann Marsh", "Elm Road", "York", "Tenors", None],
        ["Bill Tate", "Oak Lane", "Leeds", "Basses", "Chair"],
    )
    document = read(book(tmp_path / "a.xlsx", fill=merged("B1:C1", rows=rows)))
    assert (1, 3, "Ann Marsh", "Group", "Tenors") in cells(document)


@pytest.mark.parametrize(
    "names", [["3 Mar", "4 Mar", "5 Mar"], ["2025-03-03", "2025-03-10", "2025-03-17"], ["1", "2", "3"]]
)
def test_days_and_numbers_that_rise_name_columns_of_words(tmp_path, names):
    rows = (["Who", *names], ["Anna", "Bar", "Gate", "Door"], ["Boris", "Gate", "Door", "Bar"])
    document = read(book(tmp_path / "a.xlsx", fill=rows_of(*rows)))
    assert (2, 2, "Boris", names[1], "Door") in cells(document)


def test_rows_of_rising_numbers_have_no_names(tmp_path):
    rows = (["Anna", 10, 12, 15], ["Boris", 11, 13, 16])
    document = read(book(tmp_path / "a.xlsx", fill=rows_of(*rows)))
    assert (1, 2, "Boris", "", "13") in cells(document)


def test_what_is_told_of_one_thing_line_by_line_has_no_names_of_columns(tmp_path):
    rows = (["Club", "Rowing Anna"], ["Founded", "1912"], ["Chair", "Olga Berg"], ["Phone", "01632 960123"])
    document = read(book(tmp_path / "a.xlsx", fill=rows_of(*rows)))
    assert (1, 1, "Founded", "", "1912") in cells(document)

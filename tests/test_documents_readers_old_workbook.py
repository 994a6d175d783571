import random
from datetime import datetime, time

import pytest
import xlwt

from documents.errors import FootnoteError, UnsupportedFormat
from documents.readers import read, reader_for
from tests.compound_files import compound
from tests.hostile import mutated
from tests.office import blocks, cells, fails, put


def book(path, *rows):
    made = xlwt.Workbook()
    sheet = made.add_sheet("Ships")
    for number, row in enumerate(rows):
        for column, (value, code) in enumerate(row):
            sheet.write(number, column, value, xlwt.easyxf(num_format_str=code))
    made.add_sheet("Old").write(0, 0, "hidden words")
    made.get_sheet(1).visibility = 1
    made.save(str(path))
    return path


def words(*row):
    return [(value, "General") for value in row]


def test_sheets_are_headings_and_values_are_as_shown(tmp_path):
    since, at = datetime(2021, 4, 17), time(9, 5)
    document = read(
        book(
            tmp_path / "a.xls",
            words("Ship", "Since", "At", "Fare", "Sails"),
            [
                ("Pétrel", "General"),
                (since, "d mmm yyyy"),
                (at, "hh:mm"),
                (3.5, '"£"0.00'),
                (True, "General"),
            ],
            words("Tern", "", "", 0.1 + 0.2, False),
        )
    )
    assert document.text == (
        "Ships\n\nShip\tSince\tAt\tFare\tSails\nPétrel\t17 Apr 2021\t09:05\t£3.50\tTRUE\n"
        "Tern\t\t\t0.3\tFALSE\n\nOld\n\nhidden words\n"
    )
    assert blocks(document, "heading") == ["Ships", "Old"]
    assert cells(document)[8] == (1, 3, "Pétrel", "Fare", "£3.50")
    assert len(document.notes) == 1 and "“Old” is hidden" in document.notes[0]


def test_a_merged_cell_stands_in_each_row(tmp_path):
    made = xlwt.Workbook()
    sheet = made.add_sheet("Ships")
    for row, line in enumerate([("Ship", "Fare"), (None, 3), (None, 4)]):
        for column, value in enumerate(line):
            if value is not None:
                sheet.write(row, column, value)
    sheet.write_merge(1, 2, 0, 0, "Petrel")
    made.save(str(tmp_path / "a.xls"))
    assert read(tmp_path / "a.xls").text == "Ships\n\nShip\tFare\nPetrel\t3\nPetrel\t4\n"


def test_it_is_known_by_its_content(tmp_path):
    data = book(tmp_path / "a.xls", words("words")).read_bytes()
    assert reader_for(put(tmp_path, "b.doc", data)).name == "xls"
    assert reader_for(put(tmp_path, "b.bin", data)).name == "xls"
    assert "is broken" in fails(put(tmp_path, "c.xls", data[:700]))


@pytest.mark.parametrize(
    ("stream", "name", "said"),
    [
        ("WordDocument", "a.xls", r"an old Word document.*Save it as \.docx"),
        ("WordDocument", "a.docx", r"an old Word document.*Save it as \.docx"),
        ("PowerPoint Document", "a", r"an old PowerPoint presentation.*Save it as \.pptx"),
    ],
)
def test_other_old_files_are_named_with_what_to_save_them_as(tmp_path, stream, name, said):
    with pytest.raises(UnsupportedFormat, match=said) as caught:
        read(put(tmp_path, name, compound({stream: b"words"})))
    assert ".xls," in caught.value.next_step


def test_a_password_is_said(tmp_path):
    assert "needs a password" in fails(put(tmp_path, "a.xlsx", compound({"EncryptedPackage": b"x"})))
    data = book(tmp_path / "a.xls", words("words")).read_bytes()
    interface, locked = b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"  # records of the same length
    assert "needs a password" in fails(put(tmp_path, "b.xls", data.replace(interface, locked, 1)))


def test_a_newer_file_under_an_old_name_is_read_as_what_it_is(tmp_path):
    assert reader_for(put(tmp_path, "a.xls", "Ship\tFare\nPetrel\t3\n")).name == "csv"
    assert reader_for(put(tmp_path, "b.xls", "<html><table><tr><td>a</table>")).name == "html"


def test_mutated_workbooks_never_fail_otherwise(tmp_path):
    data = book(tmp_path / "a.xls", *[words(f"Ship {number}", number) for number in range(40)]).read_bytes()
    chance = random.Random(7)
    for _ in range(150):
        try:
            read(put(tmp_path, "b.xls", mutated(data, chance)))
        except FootnoteError as error:
            assert error.next_step

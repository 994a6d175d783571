import pytest

from documents.readers import read
from tests.office import blocks, cells, put


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_row_has_the_names_of_its_columns(tmp_path, delimiter):
    rows = [["Ship", "Price", "Since"], ["Petrel", "3.50", "2021-04-17"], ["Tern", "4.00", ""]]
    document = read(put(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in rows)))
    assert document.text == "Ship: Petrel; Price: 3.50; Since: 2021-04-17\nShip: Tern; Price: 4.00\n"
    assert cells(document) == [
        (1, 0, "", "Ship", "Petrel"), (1, 1, "Petrel", "Price", "3.50"),
        (1, 2, "Petrel", "Since", "2021-04-17"),
        (2, 0, "", "Ship", "Tern"), (2, 1, "Tern", "Price", "4.00"),
    ]  # fmt: skip
    assert document.media_type == "text/csv"


def test_decimal_commas_do_not_part_cells(tmp_path):
    document = read(put(tmp_path, "a.csv", "Ware;Preis\nBrot;3,50\nMilch;1,20\nKäse;4,00\n"))
    assert "Ware: Brot; Preis: 3,50" in document.text


def test_quoted_commas_quotes_and_line_ends_are_in_their_cell(tmp_path):
    document = read(put(tmp_path, "a.csv", 'Name,Remark\nAnn,"first line\nsecond, ""quoted"""\nBob,none\n'))
    assert 'Name: Ann; Remark: first line second, "quoted"\n' in document.text


def test_the_header_is_found_below_a_title(tmp_path):
    document = read(
        put(tmp_path, "a.csv", "Price list 2025,,\n,,\nShip,Price,Remark\nPetrel,3,old\nTern,4,\n")
    )
    assert blocks(document, "paragraph") == ["Price list 2025"]
    assert cells(document)[:2] == [(3, 0, "", "Ship", "Petrel"), (3, 1, "Petrel", "Price", "3")]


def test_a_file_without_a_header_has_no_names(tmp_path):
    document = read(put(tmp_path, "a.csv", "Petrel,3.50,2021\nTern,4.00,2022\n"))
    assert document.text == "Petrel; 3.50; 2021\nTern; 4.00; 2022\n"
    assert {header for _, _, _, header, _ in cells(document)} == {""}


def test_years_can_name_columns(tmp_path):
    document = read(put(tmp_path, "a.csv", "Town,2023,2024\nSeahaven,310,325\nStour,80,78\n"))
    assert "Town: Seahaven; 2023: 310; 2024: 325" in document.text


def test_names_of_columns_without_values_are_kept(tmp_path):
    assert "Remark" in read(put(tmp_path, "a.csv", "Ship,Price,Remark\nPetrel,3,\nTern,4,\n")).text


def test_prose_under_such_a_name_stays_as_it_is(tmp_path):
    prose = "Dear Ann,\n\nthe ship, which was late, came in at ten.\nIt had, as we know, no mail.\n\nYours\n"
    document = read(put(tmp_path, "a.csv", prose))
    assert (document.text, document.media_type, document.blocks) == (prose, "text/plain", ())


def test_a_quotation_mark_that_never_ends_swallows_no_rows(tmp_path):
    rows = "\n".join(f"item {n},{n}" for n in range(300))
    document = read(put(tmp_path, "a.csv", f'Name,Count\n"odd,7\n{rows}\n'))
    assert "Name: item 299; Count: 299" in document.text


def test_excels_line_that_names_the_delimiter_is_followed(tmp_path):
    document = read(put(tmp_path, "a.csv", "sep=|\r\nShip|Price\r\nPetrel|3\r\n"))
    assert document.text == "Ship: Petrel; Price: 3\n"


def test_an_old_encoding_is_read_right(tmp_path):
    rows = "Straße;Größe\n" + "Müllerstraße;groß\nÄußere Gasse;übergroß\n" * 20
    document = read(put(tmp_path, "a.csv", rows.encode("cp1252")))
    assert "Straße: Äußere Gasse; Größe: übergroß" in document.text


def test_a_long_table_is_read_whole(tmp_path):
    rows = "".join(f"Ship {n},{n},{n}.50,port {n % 7}\n" for n in range(20_000))
    document = read(put(tmp_path, "a.csv", "Name,Number,Price,Port\n" + rows))
    assert document.text.count("\n") == 20_000 and len(document.blocks) == 80_000
    assert "Name: Ship 19999; Number: 19999; Price: 19999.50; Port: port 0\n" in document.text

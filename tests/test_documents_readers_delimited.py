import pytest

from documents.readers import read
from tests.office import blocks, cells, put


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_have_the_names_of_their_columns(tmp_path, delimiter):
    rows = [["Ship", "Price", "Since"], ["Petrel", "3.50", "2021-04-17"], ["Tern", "4.00", ""]]
    document = read(put(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in rows)))
    assert document.text == "Ship\tPrice\tSince\nPetrel\t3.50\t2021-04-17\nTern\t4.00\n"
    assert cells(document) == [
        (0, 0, "", "", "Ship"), (0, 1, "", "", "Price"), (0, 2, "", "", "Since"),
        (1, 0, "", "Ship", "Petrel"), (1, 1, "Petrel", "Price", "3.50"),
        (1, 2, "Petrel", "Since", "2021-04-17"),
        (2, 0, "", "Ship", "Tern"), (2, 1, "Tern", "Price", "4.00"),
    ]  # fmt: skip
    assert document.media_type == "text/csv"


def test_decimal_commas_do_not_part_cells(tmp_path):
    document = read(put(tmp_path, "a.csv", "Ware;Preis\nBrot;3,50\nMilch;1,20\nKäse;4,00\n"))
    assert "Ware\tPreis\nBrot\t3,50\n" in document.text


def test_quoted_commas_quotes_and_line_ends_are_in_their_cell(tmp_path):
    document = read(put(tmp_path, "a.csv", 'Name,Remark\nAnn,"first line\nsecond, ""quoted"""\nBob,none\n'))
    assert 'Ann\tfirst line second, "quoted"\n' in document.text


def test_the_header_is_found_below_a_title(tmp_path):
    document = read(
        put(tmp_path, "a.csv", "Price list 2025,,\n,,\nShip,Price,Remark\nPetrel,3,old\nTern,4,\n")
    )
    assert blocks(document, "paragraph") == ["Price list 2025"]
    assert cells(document)[3:5] == [(3, 0, "", "Ship", "Petrel"), (3, 1, "Petrel", "Price", "3")]


def test_a_file_without_a_header_has_no_names(tmp_path):
    document = read(put(tmp_path, "a.csv", "Petrel,3.50,2021\nTern,4.00,2022\n"))
    assert document.text == "Petrel\t3.50\t2021\nTern\t4.00\t2022\n"
    assert {header for _, _, _, header, _ in cells(document)} == {""}


FORM = [("Lender", "The Earl of Lorne's Settlement"), ("Object", "Longcase clock"), ("Value", "£86,000")]
FORM += [("Period", "1 May 2025 to 30 April 2026"), ("Place", "First floor")]


@pytest.mark.parametrize(
    "first", [("Reference", "WM/L/2025/07"), ("Signed", "3 March 2025 in Leek"), ("Model", "X200")]
)
def test_what_a_form_begins_with_names_no_columns(tmp_path, first):
    rows = [first, *FORM[1:]]
    (tmp_path / "a.csv").write_text("".join(f'"{name}","{value}"\n' for name, value in rows))
    assert not any(block.column_header for block in read(tmp_path / "a.csv").blocks)


@pytest.mark.parametrize(
    "first",
    [
        ("Amount of loan", "£164,500 plus the product fee"),
        ("Certificate number", "FM-4471-88203/C"),
        ("Early", "07:30-15:30, 30 minutes unpaid"),
        ("Sunday 19 April 2026", "Ossel"),
    ],
)
def test_an_amount_a_number_and_a_day_name_no_columns_of_two(tmp_path, first):
    rows = [first, ("Kind", "Of the usual sort"), ("Holder", "Everybody at No. 7 who asks")]
    (tmp_path / "a.csv").write_text("".join(f'"{name}","{value}"\n' for name, value in rows))
    assert not any(block.column_header for block in read(tmp_path / "a.csv").blocks)


@pytest.mark.parametrize(
    "first",
    [
        ("Detail", "Agreed"),
        ("Property", "HX-40/4"),
        ("Name", "Fee in 2025 for members"),
        ("Day", "What is served"),
        ("Customer", "Order Number"),
        ("Order number", "Price"),
        ("Day", "9 to 5"),
    ],
)
def test_names_above_values_of_all_kinds_are_names(tmp_path, first):
    rows = [first, *FORM[1:]]
    (tmp_path / "a.csv").write_text("".join(f'"{name}","{value}"\n' for name, value in rows))
    assert {block.column_header for block in read(tmp_path / "a.csv").blocks if block.row} == set(first)


def test_years_can_name_columns(tmp_path):
    document = read(put(tmp_path, "a.csv", "Town,2023,2024\nSeahaven,310,325\nStour,80,78\n"))
    assert cells(document)[4:6] == [(1, 1, "Seahaven", "2023", "310"), (1, 2, "Seahaven", "2024", "325")]


def test_a_year_among_other_facts_names_nothing(tmp_path):
    document = read(put(tmp_path, "a.csv", "Built,1912\nLength,31.4 m\nPort,Seahaven\n"))
    assert {header for _, _, _, header, _ in cells(document)} == {""}
    assert cells(document)[-1] == (2, 1, "Port", "", "Seahaven")


def test_names_of_columns_without_values_are_kept(tmp_path):
    assert "Remark" in read(put(tmp_path, "a.csv", "Ship,Price,Remark\nPetrel,3,\nTern,4,\n")).text


def test_prose_under_such_a_name_stays_as_it_is(tmp_path):
    prose = "Dear Ann,\n\nthe ship, which was late, came in at ten.\nIt had, as we know, no mail.\n\nYours\n"
    document = read(put(tmp_path, "a.csv", prose))
    assert (document.text, document.media_type, document.blocks) == (prose, "text/plain", ())


def test_a_quotation_mark_that_never_ends_swallows_no_rows(tmp_path):
    rows = "\n".join(f"item {n},{n}" for n in range(300))
    document = read(put(tmp_path, "a.csv", f'Name,Count\n"odd,7\n{rows}\n'))
    assert "item 299\t299" in document.text


def test_excels_line_that_names_the_delimiter_is_followed(tmp_path):
    document = read(put(tmp_path, "a.csv", "sep=|\r\nShip|Price\r\nPetrel|3\r\n"))
    assert document.text == "Ship\tPrice\nPetrel\t3\n"


def test_an_old_encoding_is_read_right(tmp_path):
    rows = "Straße;Größe\n" + "Müllerstraße;groß\nÄußere Gasse;übergroß\n" * 20
    document = read(put(tmp_path, "a.csv", rows.encode("cp1252")))
    assert "Straße\tGröße\nMüllerstraße\tgroß\nÄußere Gasse\tübergroß\n" in document.text


def test_a_long_table_is_read_whole(tmp_path):
    rows = "".join(f"Ship {n},{n},{n}.50,port {n % 7}\n" for n in range(20_000))
    document = read(put(tmp_path, "a.csv", "Name,Number,Price,Port\n" + rows))
    assert document.text.count("\n") == 20_001 and len(document.blocks) == 80_004
    assert "Ship 19999\t19999\t19999.50\tport 0\n" in document.text


def test_an_empty_cell_keeps_its_place_and_a_tab_in_a_cell_is_a_blank(tmp_path):
    document = read(put(tmp_path, "a.csv", "Ship,Price,Since\nPetrel,,2021\nTern\tII,4.00,\n,5.00,2022\n"))
    assert document.text == "Ship\tPrice\tSince\nPetrel\t\t2021\nTern II\t4.00\n\t5.00\t2022\n"
    assert cells(document)[-2:] == [(3, 1, "", "Price", "5.00"), (3, 2, "", "Since", "2022")]


def test_a_header_that_is_repeated_is_no_row_of_values(tmp_path):
    document = read(put(tmp_path, "a.csv", "Ship,Price\nPetrel,3\nShip,Price\nTern,4\n"))
    assert cells(document)[4:6] == [(2, 0, "", "", "Ship"), (2, 1, "", "", "Price")]
    assert cells(document)[7] == (3, 1, "Tern", "Price", "4")


def test_headers_are_cut_where_they_would_multiply_a_file(tmp_path):
    text = "Remark " * 3_000 + ",Price,Since\n" + "old ferry " * 3_000 + ",3,2021\n" + "x,4,2021\n" * 3_000
    document = read(put(tmp_path, "a.csv", text))
    assert cells(document) and len(document.text) <= len(text)
    assert max(len(one.row_header + one.column_header) for one in document.blocks) <= 2 * 200


def test_what_a_bank_tells_above_its_table_is_no_part_of_it(tmp_path):
    above = 'Account;"NL00 0"\nPeriod;March\n\n'
    table = "Date;Payee;Amount;Purpose\n4.3.25;Anna;-12,50;Fee\n5.3.25;Bo;40,00;Gift\n"
    document = read(put(tmp_path, "a.csv", above + table))
    assert document.media_type == "text/csv"
    assert (5, 2, "5.3.25", "Amount", "40,00") in cells(document)

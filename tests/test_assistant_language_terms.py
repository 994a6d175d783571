from assistant.language.terms import all_numbers, names, number_key, numbers, stems


def test_a_name_is_found_inside_a_sentence_but_a_first_word_is_not_taken_for_one():
    assert names("Fog closed the harbour on Ellisk.") == ["Ellisk"]


def test_acronyms_and_words_with_digits_are_names_also_at_the_start():
    assert names("WAEMU and G5 met. UEMOA too.") == ["WAEMU", "G5", "UEMOA"]


def test_numbers_have_one_form_however_they_are_written():
    assert number_key("1,500") == number_key("1500") == "1500"
    assert number_key("39") == number_key("39.00") != number_key("39.50")
    assert number_key("twelve") == number_key("12") == number_key("12th") == "12"


def test_a_date_gives_its_parts_as_numbers():
    assert "84.50" in all_numbers("Oak board 27 mm,m2,84.50,1")  # a row of a table
    assert {"14", "9", "2021"} <= all_numbers("Page last modified: 14-09-2021")


def test_a_sum_with_pence_keeps_its_value():
    assert numbers("It costs £4.50 or 1,200 points") == ["4.50", "1200"]


def test_stems_drop_words_without_meaning():
    assert stems("The ferries were running") == ["ferri", "run"]

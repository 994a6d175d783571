import json

import pytest

from documents.errors import EmptyDocument, FootnoteError, ReaderFailed
from documents.readers import read, reader_for
from tests.office import put


def cells(document):
    return [
        (document.text[block.start : block.end], block.row_header, block.column_header)
        for block in document.blocks
        if block.kind == "cell"
    ]


# JSON


def test_flat_records_are_a_table_and_numbers_stay_as_written(tmp_path):
    document = read(
        put(tmp_path, "a.json", '[{"ship":"Petrel","price":1.50},{"ship":"Heron","price":2,"new":true}]')
    )
    assert document.text == "ship\tprice\tnew\nPetrel\t1.50\nHeron\t2\ttrue\n"
    assert cells(document)[4] == ("1.50", "Petrel", "price")
    assert document.media_type == "application/json"


def test_every_other_value_stands_with_its_names(tmp_path):
    value = {
        "name": "Anna", "address": {"city": "Carrow", "zip": None}, "ships": ["Petrel", "Heron"],
        "orders": [{"no": 1, "lines": [{"item": "rope", "m": 3}]}, {"no": 2, "lines": []}],
    }  # fmt: skip
    document = read(put(tmp_path, "a.json", json.dumps(value)))
    assert document.text == (
        "name: Anna\n\naddress › city: Carrow\n\naddress › zip: null\n\nships:\n- Petrel\n- Heron\n\n"
        "orders 1 › no: 1\n\norders 1 › lines\n\nitem\tm\nrope\t3\n\norders 2 › no: 2\n"
    )


def test_a_name_that_comes_twice_loses_nothing(tmp_path):
    assert read(put(tmp_path, "a.json", '{"a": "one", "a": "two"}')).text == "a: one\n\na: two\n"


def test_records_that_share_no_names_are_no_table(tmp_path):
    rows = [{f"name{number}": number} for number in range(3_000)]
    document = read(put(tmp_path, "a.json", json.dumps(rows)))
    assert "item 7 › name6: 6" in document.text and not cells(document)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ('{"a": ', "line 1"),
        ("[" * 5_000 + "]" * 5_000, "levels deep"),
        ("[" * 300 + "1" + "]" * 300, "levels deep"),
    ],
)
def test_json_that_is_none_or_nested_too_deep_is_one_sentence(tmp_path, content, match):
    with pytest.raises(ReaderFailed, match=match) as caught:
        read(put(tmp_path, "a.json", content))
    assert caught.value.next_step


def test_long_names_nested_do_not_fill_memory(tmp_path):
    value = {"leaf" * 10: [{"x": [number, {"y": 1}]} for number in range(2_000)]}
    for _ in range(60):
        value = {"n" * 2_000: value}
    path = put(tmp_path, "a.json", json.dumps(value))
    assert len(read(path).text) < 20 * path.stat().st_size


def test_json_without_values_is_empty(tmp_path):
    with pytest.raises(EmptyDocument):
        read(put(tmp_path, "a.json", "{}"))


# Rows of JSON


def test_rows_are_a_table_and_what_is_no_json_is_said(tmp_path):
    rows = '{"ship":"Petrel","price":3}\n{"ship":"Heron","price":4}\nnot json\n{"ship":{"name":"Tern"}}\n'
    document = read(put(tmp_path, "a.jsonl", rows))
    assert document.text == (
        "ship\tprice\nPetrel\t3\nHeron\t4\n\nrow 3: not json\n\nrow 4 › ship › name: Tern\n"
    )
    assert document.notes == ("Line 3 is not JSON; it was taken as text. Mend the file and add it again.",)


def test_rows_under_the_name_of_json_are_read(tmp_path):
    document = read(put(tmp_path, "a.json", '{"a":1}\n{"a":2}\n'))
    assert document.text == "a\n1\n2\n"


# XML


def test_like_elements_are_a_table_and_others_stand_with_their_names(tmp_path):
    document = read(
        put(
            tmp_path, "a.xml",
            '<?xml version="1.0" encoding="iso-8859-1"?><!-- no --><fleet xmlns="urn:f" home="Köln">'
            '<ship id="1"><name>Petrel</name><price>3</price></ship>'
            '<ship id="2"><name>Heron</name><price>4</price></ship>'
            "<note>All <![CDATA[<good>]]></note></fleet>".encode("latin-1"),
        )
    )  # fmt: skip
    assert document.text == (
        "fleet › home: Köln\n\nfleet › ship\n\nid\tname\tprice\n1\tPetrel\t3\n"
        "2\tHeron\t4\n\n"
        "fleet › note: All <good>\n"
    )
    assert cells(document)[5] == ("3", "1", "price")


def test_a_text_in_xml_is_paragraphs(tmp_path):
    page = "<book><p>Out at <em>nine</em>.</p><p>Back at <em>four</em>, says <em>Anna</em>.</p></book>"
    assert read(put(tmp_path, "a.xml", page)).text == "Out at nine.\n\nBack at four, says Anna.\n"


def test_entity_bombs_and_broken_xml_are_one_sentence(tmp_path):
    lines = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{lines}]><a>&l9;</a>'
    outside = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    for content in (
        bomb,
        outside,
        "<?xml version='1.0'?><a><b></a>",
        "<a>" * 50_000,
        b"<?xml version='1.0'?><a>\xff\xfe</a>",
    ):
        with pytest.raises(FootnoteError) as caught:
            read(put(tmp_path, "a.xml", content))
        assert caught.value.message.endswith(".") and caught.value.next_step


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.json", '{"a": 1}', "json"), ("a", '{"a": 1}', "json"), ("a.txt", '{"a": 1}', "text"),
        ("a.jsonl", '{"a": 1}', "jsonl"), ("a.xml", "<a>x</a>", "xml"),
        ("a.dat", "<?xml version='1.0'?><a/>", "xml"),
        ("a.unknown", "[see below] words", "text"), ("a.ipynb", '{"cells": []}', "notebook"),
        ("a.xml", "<?xml version='1.0'?><!DOCTYPE html><html/>", "html"),
    ],
)  # fmt: skip
def test_values_are_known_by_their_content(tmp_path, name, content, reader):
    assert reader_for(put(tmp_path, name, content)).name == reader

"""A checked text as a file: Markdown with footnotes, Word with endnotes, and the sources it cites."""

import io
import json
import re
import zipfile
from dataclasses import replace

import click
import pytest
from lxml import etree

from assistant.cli.questions import check
from assistant.export.checked import Checked, remark, tally
from assistant.export.checked_file import FORMATS, export
from assistant.types import Citation, Sentence
from assistant.ui.words import CHECK_FORMATS
from documents.types import Source
from tests.markup import HOSTILE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FERRY = Citation("s", 1, "Ferry guide", 4, 0, 9, "It sails at nine.", ("Ferry guide", "Hours"), "2025-04-01")
DOGS = Citation("t", 1, "Dogs", None, 0, 9, "A dog travels free.")
TEXT = "It sails at nine. It sails daily and sings.\n\nIt flies. It sails at nine."
SENTENCES = (
    Sentence("It sails at nine.", 0, 17, "found", 0.9, (FERRY,), ()),
    Sentence(
        "It sails daily and sings.", 18, 43, "partly", 0.5, (FERRY, DOGS), ("nobody sings",), ((33, 42),)
    ),
    Sentence("It flies.", 45, 54, "not_found", 0.0, (), ("no passage states it",)),
    Sentence("It sails at nine.", 55, 72, "found", 0.9, (FERRY,), ()),
)


def source(name, uri, title, date=None):
    return Source(name, uri, (uri,), title, "text/plain", "0", 1, "2026-11-20T10:00:00+00:00", date, None, 1)


SOURCES = (
    source("s", "https://x.org/a_{b}?q=50%25", "Ferry guide", "2025-04-01"),
    source("t", "/home/me/private/dogs & cats.txt", "Dogs"),
)
CHECKED = Checked(TEXT, SENTENCES, SOURCES)


def written(name, checked=CHECKED):
    return export(FORMATS[name], checked)


def hostile(text):
    """A checked text in which everything is `text`."""
    one = Citation("s", 1, text, 2, 0, len(text), text, (text,), text)
    sentence = Sentence(text, 0, len(text), "partly", 0.5, (one, DOGS), (text,), ((1, len(text)),))
    return Checked(text, (sentence, sentence), (source("s", f"upload:{text}", text, text),))


def parts(data):
    """The XML parts of a .docx file, parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: etree.fromstring(file.read(name)) for name in file.namelist()}


def text_of(element):
    return "".join(element.itertext(f"{W}t"))


def test_the_tally_is_in_words():
    assert tally(SENTENCES) == "4 sentences: 2 found, 1 partly, 1 not found"


def test_a_remark_names_the_part_and_the_reason():
    assert [remark(one) for one in SENTENCES[:3]] == [
        "",
        "partly: no source for “and sings”; nobody sings",
        "not found: no passage states it",
    ]


def test_markdown_has_footnotes_remarks_and_the_paragraphs_of_the_text():
    first, second, total, notes = written("markdown").decode().strip().split("\n\n")
    assert first.startswith("It sails at nine.[^1] It sails daily and sings.[^1][^2] *(partly: no source for")
    assert second == "It flies. *(not found: no passage states it)* It sails at nine.[^1]"
    assert total == "*4 sentences: 2 found, 1 partly, 1 not found*"
    assert notes.split("\n") == [
        '[^1]: "It sails at nine." Ferry guide, page 4, Hours',
        '[^2]: "A dog travels free." Dogs',
    ]


def test_word_has_real_endnotes_numbered_in_the_order_of_the_text():
    made = parts(written("docx"))
    body, notes = made["word/document.xml"], made["word/endnotes.xml"]
    assert [one.get(f"{W}id") for one in body.iter(f"{W}endnoteReference")] == ["1", "2"]
    real = [one for one in notes if one.get(f"{W}type") is None]
    assert [one.get(f"{W}id") for one in real] == ["1", "2"]
    assert text_of(real[0]).strip() == "“It sails at nine.” Ferry guide, page 4, Hours"
    assert [one.get(f"{W}val") for one in body.iter(f"{W}numFmt")] == ["decimal"]


def test_word_refers_back_where_a_note_is_cited_again():
    body = parts(written("docx"))["word/document.xml"]
    fields = [one.text.split()[:2] for one in body.iter(f"{W}instrText")]
    assert fields == [["NOTEREF", "_Note1"], ["NOTEREF", "_Note1"]]
    names = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    assert names == {"_Note1", "_Note2"}


def test_word_underlines_the_part_without_a_source_with_dots():
    body = parts(written("docx"))["word/document.xml"]
    dotted = [text_of(run) for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}u") is not None]
    assert dotted == ["and sings"]
    assert len(body.findall(f"{W}body/{W}p")) == 3  # two paragraphs, and the tally


def test_every_part_of_a_word_file_is_declared_and_referred_to():
    made = parts(written("docx"))
    declared = {one.get("PartName") for one in made["[Content_Types].xml"] if one.get("PartName")}
    assert declared == {f"/{name}" for name in made if name.startswith("word/") and "_rels" not in name}
    targets = {one.get("Target") for one in made["word/_rels/document.xml.rels"]}
    assert {f"/word/{target}" for target in targets} == declared - {"/word/document.xml"}


def test_the_same_text_gives_the_same_word_file():
    assert written("docx") == written("docx")


@pytest.mark.parametrize(
    "text", [*HOSTILE, "a\x00b\x0b\x1f\ufffe\ud800", "]]>&amp;", "line\nline", "עברית \u202e x"]
)
def test_no_text_breaks_a_word_file(text):
    made = parts(written("docx", hostile(text)))
    plain = parts(written("docx", hostile("harmless")))
    tags = [[one.tag for one in made[name].iter()] for name in made]
    assert tags == [[one.tag for one in plain[name].iter()] for name in plain]


def test_bibtex_has_an_entry_for_each_source_with_the_files_name_alone():
    entries = written("bibtex").decode()
    assert re.findall(r"@misc{(.+),", entries) == ["ferry2025", "dogs"]
    assert "title = {{Ferry guide}}" in entries
    assert "date = {2025-04-01}" in entries
    assert "url = {https://x.org/a_%7Bb%7D?q=50%25}" in entries
    assert "urldate = {2026-11-20}" in entries
    assert r"howpublished = {File: dogs \& cats.txt}" in entries
    assert "/home" not in entries


def braces(text):
    """How deep the braces are at each place, without those that are escaped."""
    depth, depths = 0, []
    for sign in re.sub(r"\\[\\{}]", "", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        depths.append(depth)
    return depths


@pytest.mark.parametrize("text", [*HOSTILE, "{{{", "}", "100% \\input{x} $a$ #1 ~^_&", "a\nb", "\\"])
def test_no_title_breaks_bibtex(text):
    entries = written("bibtex", hostile(text)).decode()
    assert braces(entries)[-1] == 0
    assert min(braces(entries)) == 0
    assert len(re.findall("^@misc", entries, re.MULTILINE)) == 2


def test_csl_json_has_what_reference_managers_read():
    web, file = json.loads(written("csl-json"))
    assert web == {
        "id": "ferry2025",
        "type": "webpage",
        "title": "Ferry guide",
        "URL": "https://x.org/a_%7Bb%7D?q=50%25",
        "issued": {"date-parts": [[2025, 4, 1]]},
        "accessed": {"date-parts": [[2026, 11, 20]]},
    }
    assert file["type"] == "document"
    assert file["note"] == "File: dogs & cats.txt"


def test_a_files_own_day_is_not_the_date_of_what_it_holds():
    dogs = replace(SOURCES[1], date="2024-05-03", dated_by="file")
    (_, item) = json.loads(written("csl-json", replace(CHECKED, sources=(SOURCES[0], dogs))))
    assert "issued" not in item
    (_, item) = json.loads(
        written("csl-json", replace(CHECKED, sources=(SOURCES[0], replace(dogs, dated_by="text"))))
    )
    assert item["issued"]


def test_a_date_that_is_no_date_stays_a_text():
    (one, _) = json.loads(written("csl-json", hostile("spring of 2024")))
    assert one["issued"] == {"literal": "spring of 2024"}


def test_keys_are_unique_and_plain():
    titles = ["The Überfahrt", "Überfahrt", "überfahrt 2", "العبّارة", "???"]
    cited = [Citation(str(n), 1, title, None, 0, 1, "x") for n, title in enumerate(titles)]
    sentences = tuple(Sentence("x", 0, 1, "found", 1.0, (one,), ()) for one in cited)
    items = json.loads(written("csl-json", Checked("x", sentences)))
    assert [one["id"] for one in items] == ["uberfahrt", "uberfahrt-2", "uberfahrt-3", "source", "source-2"]


def test_nothing_cited_is_no_error():
    checked = Checked("It flies.", (Sentence("It flies.", 0, 9, "not_found", 0.0, (), ("no",)),))
    assert json.loads(written("csl-json", checked)) == []
    assert written("bibtex", checked) == b""
    assert b"not found: no" in written("markdown", checked)
    assert parts(written("docx", checked))


@pytest.mark.parametrize("name", FORMATS)
def test_a_lone_surrogate_in_a_text_is_no_error(name):
    assert written(name, hostile("a\ud800b")) is not None


REST = "- not *read*\n\nand this neither."
STOPPED = "Stopped: 2 of 6 sentences were not checked."


def partly_read(rest=REST):
    return Checked(f"{TEXT}\n\n{rest}", SENTENCES, SOURCES, end=len(TEXT))


def test_markdown_ends_with_what_was_not_checked_unmarked():
    said = written("markdown", partly_read()).decode().strip().split("\n\n")[2:6]
    assert said == [
        "*4 sentences: 2 found, 1 partly, 1 not found*",
        f"*{STOPPED}*",
        "\\- not \\*read\\*",
        "and this neither.",
    ]


def test_word_ends_with_what_was_not_checked_unmarked():
    body = parts(written("docx", partly_read()))["word/document.xml"]
    lines = [text_of(one) for one in body.iter(f"{W}p")]
    assert lines[-3:] == [STOPPED, "- not *read*", "and this neither."]


def test_text_ends_with_what_was_not_checked():
    assert written("text", partly_read()).decode().endswith(f"{STOPPED}\n\n{REST}\n")


def test_a_text_of_which_only_blanks_are_left_was_checked_whole():
    assert partly_read(" \n").stopped == ""
    assert "Stopped" not in written("markdown", partly_read(" \n")).decode()


def test_a_text_stopped_before_its_first_sentence_is_all_unmarked():
    text = written("markdown", Checked("It flies.", (), end=0)).decode()
    assert "Stopped: 1 of 1 sentence was not checked." in text
    assert text.endswith("It flies.\n")


@pytest.mark.parametrize("name", ["text", "markdown", "docx"])
def test_a_quote_of_a_flagged_passage_says_so(name):
    checked = Checked(TEXT, SENTENCES, SOURCES, flagged=lambda one: one == DOGS)
    data = written(name, checked)
    text = text_of(parts(data)["word/endnotes.xml"]) if name == "docx" else data.decode()
    assert text.count("This passage contains instructions; they were not followed.") == 1


def test_each_format_is_offered_by_the_command_and_those_of_the_page_are_there() -> None:
    option = next(option for option in check.params if option.name == "name")
    assert isinstance(option.type, click.Choice)
    assert {*option.type.choices} == {*FORMATS}
    assert {*CHECK_FORMATS} <= {*FORMATS}

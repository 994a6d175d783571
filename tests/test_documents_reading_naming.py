"""Titles and authors that are those of a document, and those that only name a program or a file."""

from dataclasses import replace

import pytest

from documents.readers import read
from documents.reading.naming import byline, first_heading, stated_author, stated_title
from documents.types import Heading, RawDocument


@pytest.mark.parametrize(
    "title",
    ["", "Untitled", "untitled 2", "Microsoft Word - doc1.docx", "fares.pdf", "Dokument1", "Presentation",
     "PowerPoint Presentation", "(anonymous)", "Scan 0012", "- - -", "a-b"],
)  # fmt: skip
def test_a_title_of_a_program_or_a_file_is_none(title):
    assert stated_title(title, "a-b") is None


@pytest.mark.parametrize("title", ["Fares of 2025", "Title deeds explained", "Documents of the crew", "1984"])
def test_a_title_that_is_one_is_kept(title):
    assert stated_title(f" {title} ") == title


@pytest.mark.parametrize(
    "author",
    ["Administrator", "admin", "user1", "Microsoft Office User", "python-docx", "openpyxl", "(anonymous)",
     "ReportLab PDF Library - www.reportlab.com", "Windows-Benutzer", "?", "", None],
)  # fmt: skip
def test_a_program_and_nobody_are_no_authors(author):
    assert stated_author(author) is None


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ines Ferro", "Ines Ferro"),
        ('"Ferro, Ines" <ines@x.org>', "Ferro, Ines"),
        ("<ines@x.org>", "ines@x.org"),
        ("Tom Root", "Tom Root"),
        ("Office of Statistics", "Office of Statistics"),
    ],
)  # fmt: skip
def test_an_author_is_kept_without_address(author, name):
    assert stated_author(author) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# Bread\n\n*By Ines Ferro*\n\nFlour.", "Ines Ferro"),
        ("Brot\nVon Lena Groß und Tom Maier\n", "Lena Groß und Tom Maier"),
        ("Le pain\nPar Odile de La Tour\n", "Odile de La Tour"),
        ("Report\nPrepared by: Sarah Martinez\n", "Sarah Martinez"),
        ("By Monday the bread was gone.\n", None),
        ("By Rail And Sea to Oslo we went\n", None),
        ("Bread\n" * 20 + "By Ines Ferro\n", None),
    ],
)
def test_a_byline_is_a_line_of_its_own_near_the_beginning(text, name):
    assert byline(RawDocument(text, "text/plain")) == name


@pytest.mark.parametrize(
    ("heading", "title"),
    [("Fares of 2025", "Fares of 2025"), ("Introduction", None), ("1. Scope", None),
     ("PART II - DUTIES", None),
     ("Sheet1", None), ("3.2", None), ("A guide to bread", "A guide to bread"), ("Civil law", "Civil law")],
)  # fmt: skip
def test_a_heading_of_a_part_is_no_title(heading, title):
    document = RawDocument("x", "text/plain", headings=(Heading(1, heading, 0),))
    assert first_heading(document) == title


def test_the_name_of_a_sheet_or_the_subject_of_one_mail_is_no_title():
    headings = (Heading(1, "Fares", 0),)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert first_heading(RawDocument("x", sheet, headings=headings)) is None
    assert first_heading(RawDocument("x", "application/mbox", headings=headings)) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("== Jam ==\n\nBoil it.\n", "Jam"),
        ("3 May 2024\n\n== Jam ==\n\nBoil it.\n", "Jam"),
        ("We met in the hall. It was cold.\n\n== The roof ==\n\nIt leaks.\n", None),
        ("- the roof\n- the bill\n\n== The roof ==\n\nIt leaks.\n", None),
        ("Just a line\n", None),
    ],
)
def test_a_heading_of_plain_text_is_a_title_only_before_running_text(tmp_path, text, title):
    (tmp_path / "a.txt").write_text(text)
    assert first_heading(read(tmp_path / "a.txt")) == title


def test_running_text_before_a_heading_counts_where_the_blocks_are_kept_apart(tmp_path):
    (tmp_path / "a.txt").write_text("We met in the hall. It was cold.\n\n== The roof ==\n\nIt leaks.\n")
    assert first_heading(replace(read(tmp_path / "a.txt"), blocks=())) is None

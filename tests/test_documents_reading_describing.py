"""What is known of a document beside its text, from files of the real writers."""

import datetime
from pathlib import Path

import pikepdf
import pytest

from documents.readers import read
from documents.readers.writing import TextWriter
from documents.reading.describing import described, with_kept_share
from documents.reading.languages import main_language
from documents.storage.facts import own_date
from documents.types import RawDocument
from tests.office import changed, put
from tests.test_documents_readers import pdf
from tests.test_documents_readers_ebook import epub
from tests.test_documents_readers_opendocument import written

MAIL = "From: Ines Ferro <ines@x.org>\nDate: Tue, 4 Mar 2025 19:12:37 +0100\nSubject: The ferry\n\n"
GERMAN = "Der Bürgermeister hörte die Klagen und sagte, dass die Arbeiten im Frühjahr beginnen. "
ENGLISH = "The mayor listened to the complaints and said that the work of the town would begin in spring. "
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def known(path):
    return described(read(path), path)


def word(path, *, created, author="Ines Ferro", text="Words."):
    import docx

    made = docx.Document()
    made.core_properties.author = author
    made.core_properties.created = created
    made.add_paragraph(text)
    made.save(str(path))
    return path


def facts(document):
    return document.author, document.date, document.dated_by


def test_front_matter(tmp_path):
    text = "---\nauthors: [Ines Ferro, Tom Maier]\ndate: 2023-01-01\nupdated: 2024-03-01\n---\n# Bread\n"
    assert facts(known(put(tmp_path, "a.md", text))) == ("Ines Ferro, Tom Maier", "2024-03-01", "metadata")


def test_a_date_of_front_matter_under_any_name_but_of_something_to_come(tmp_path):
    one = put(tmp_path, "a.md", "---\ntitle: Bread\nlast touched: 2024-09-02\n---\nWords.\n")
    coming = put(tmp_path, "b.md", "---\ndue: 2024-09-02\n---\nWords.\n")
    assert known(one).date == "2024-09-02"
    assert known(coming).date is None


def test_a_web_page(tmp_path):
    page = (
        '<html><head><title>Bread</title><meta name="author" content="Ines Ferro"><meta name="date" '
        f'content="2024-03-05"></head><article><h1>Bread</h1><p>{ENGLISH * 4}</p></article></html>'
    )
    document = known(put(tmp_path, "a.html", page))
    assert facts(document) == ("Ines Ferro", "2024-03-05", "metadata")
    assert (document.title, document.language) == ("Bread", "en")


def test_a_mail_and_a_book(tmp_path):
    mail = known(put(tmp_path, "a.eml", MAIL + "It sails at nine."))
    assert facts(mail) == ("Ines Ferro", "2025-03-04", "metadata")
    book = known(epub(tmp_path / "a.epub", [("a.xhtml", "<p>Words.</p>")]))
    assert facts(book) == ("Anna Lund", "2021-05-06", "metadata")


def test_an_office_file_and_one_of_rich_text(tmp_path):
    made = word(tmp_path / "a.docx", created=datetime.datetime(2022, 5, 6))
    assert facts(known(made)) == ("Ines Ferro", "2022-05-06", "metadata")
    odt = known(written(tmp_path / "a.odt", "text", "<text:p>Words.</text:p>"))
    assert facts(odt) == (None, "2024-03-01", "metadata")
    rtf = put(tmp_path, "a.rtf", r"{\rtf1{\info{\author Ines Ferro}{\creatim\yr2024\mo3\dy1}}Words.\par}")
    assert facts(known(rtf)) == ("Ines Ferro", "2024-03-01", "metadata")


def test_a_pdf(tmp_path):
    path = pdf(tmp_path / "a.pdf", [["Words."]])
    assert facts(known(path)) == (None, None, None)  # "anonymous", and a date that is the same for all files
    with pikepdf.open(path, allow_overwriting_input=True) as made:
        made.docinfo["/Author"], made.docinfo["/CreationDate"] = "Ines Ferro", "D:20240301120000+01'00'"
        made.save()
    assert facts(known(path)) == ("Ines Ferro", "2024-03-01", "metadata")


def test_the_date_of_a_template_is_nobodys(tmp_path):
    path = word(tmp_path / "a.docx", created=datetime.datetime(2013, 12, 23, 23, 15))
    old, new = "2013-12-23T23:15:00Z</dcterms:mod", "2024-06-05T00:00:00Z</dcterms:mod"
    changed(path, "docProps/core.xml", lambda xml: xml.replace(old, new))
    assert known(path).date == "2024-06-05"


def test_what_the_text_states_goes_before_what_the_program_noted(tmp_path):
    path = word(tmp_path / "a.docx", created=datetime.datetime(2026, 5, 6), text="Edition of 1 January 2024")
    assert facts(known(path))[1:] == ("2024-01-01", "text")
    mail = put(tmp_path, "a.eml", MAIL + "Last updated: 1 January 2020")
    assert known(mail).date == "2025-03-04"  # nobody's text is as sure as the mail's own date


@pytest.mark.parametrize(
    ("dated_by", "media_type", "own"),
    [("text", DOCX, True), ("metadata", "text/html", True), (None, "text/html", True),
     ("metadata", DOCX, False), ("metadata", "application/pdf", False), ("file", "text/plain", False)],
)  # fmt: skip
def test_only_a_date_that_the_document_states_makes_it_older_or_newer(dated_by, media_type, own):
    document = RawDocument("x", media_type, date="2024-01-01", dated_by=dated_by)
    assert own_date(document) == ("2024-01-01" if own else None)


# Language


def test_a_text_in_two_languages_has_the_one_that_most_of_it_is_in():
    assert main_language(ENGLISH * 20 + GERMAN * 100) == "de"
    assert main_language(GERMAN * 20 + ENGLISH * 100) == "en"


def test_of_a_few_words_no_language_is_told():
    assert main_language("It sails.") is None
    assert main_language(ENGLISH * 2) == "en"
    assert main_language(GERMAN * 2) == "de"


# The report


def test_headings_items_and_tables_are_counted():
    writer = TextWriter()
    writer.heading(1, "Fares")
    writer.table([["Ship", "Price"], ["Petrel", "3"], ["Heron", "4"]], header=True)
    writer.table([["Ship", "Seats"], ["Petrel", "30"]], header=True)
    writer.item("one")
    writer.item("two")
    writer.table([["a", "b"]], header=False)
    with writer.furniture():
        writer.heading(1, "Menu")
        writer.table([["c", "d"]], header=False)
    document = writer.document("text/html")
    report = described(document, Path("fares.html")).report
    assert (report.headings, report.items, report.tables) == (1, 2, 3)


def test_a_title_is_not_the_name_of_the_file(tmp_path):
    path = put(tmp_path, "fares.html", "<title>fares.html</title><p>Words.</p>")
    assert known(path).title is None


def test_kept_words_are_measured_and_what_is_lost_is_said(tmp_path):
    path = put(tmp_path, "a.html", f"<p>{' '.join(f'w{number}' for number in range(100))}</p>")
    whole = with_kept_share(read(path), path)
    assert whole.report.kept == 1.0 and whole.notes == ()
    part = with_kept_share(RawDocument(whole.text.replace("w7 w8 w9", ""), "text/html"), path)
    assert part.report.kept == 0.97
    assert [note[:32] for note in part.notes] == ["97 % of its words could be read."]


def test_what_cannot_be_looked_at_twice_is_read_all_the_same(tmp_path):
    path = put(tmp_path, "a.docx", "no office file")
    document = RawDocument("Words.", DOCX)
    assert with_kept_share(document, path) == document


# Garbled text


def garbled(*pages, media_type="application/pdf"):
    starts = tuple(sum(map(len, pages[:number])) for number in range(len(pages)))
    document = RawDocument(
        "".join(pages), media_type, page_starts=starts if media_type.endswith("pdf") else None
    )
    return described(document, Path("fares.pdf")).notes


def test_pages_in_fonts_that_say_nothing_are_named():
    (note,) = garbled(ENGLISH, "\ue012\ue034" * 30, "(cid:12)(cid:7)" * 30 + ENGLISH, ENGLISH)
    assert note.startswith("Pages 2–3 are garbled: the fonts do not say which letters they show. Run text")


def test_a_file_that_was_misread_once_is_said():
    (note,) = garbled("PreisÃ¼bersicht fÃ¼r MÃ¤rz und grÃ¶ÃŸere StÃ¤dte " * 5, media_type=DOCX)
    assert note.startswith("Text of it is garbled")


def test_a_bullet_of_a_symbol_font_and_formats_that_are_text_are_not():
    assert garbled(ENGLISH * 3 + "\uf0b7 one \uf0b7 two", GERMAN * 3) == ()
    assert garbled("\ue012\ue034" * 30, media_type="text/plain") == ()

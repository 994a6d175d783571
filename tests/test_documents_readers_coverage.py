"""The second look at a file: it finds all words of a well-read file, and each one that is missing."""

import mailbox
from dataclasses import replace

import pytest

from documents.readers import read
from documents.readers.coverage import words as visible_words
from documents.readers.coverage.markup import page_words, rich_words
from documents.readers.coverage.words import kept_share
from documents.types import RawDocument
from tests.office import put
from tests.test_documents_readers import pdf
from tests.test_documents_readers_ebook import epub
from tests.test_documents_readers_opendocument import table, written

# Ten words that each format has in a text, a list and a table, two of them twice.
WORDS = "The ferry sails at nine; the brass lamp is lit."
PAGE = (
    "<html><head><title>unseen</title><style>unseen</style></head><body><p>The <b>fer</b>ry sails at</p>"
    "<ul><li>nine; the brass</li></ul><table><tr><td>lamp</td><td>is</td></tr></table><p hidden>unseen</p>"
    "<p>lit.</p><script>unseen</script><a href='unseen'>Out</a><a>in</a></body></html>"
)


def docx(path):
    import docx as library

    made = library.Document()
    made.add_paragraph("The ferry sails at nine;")
    made.add_paragraph("the brass", style="List Bullet")
    cells = made.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "lamp is", "lit."
    made.sections[0].header.paragraphs[0].text = "Edge"
    hidden = made.add_paragraph().add_run("unseen")
    hidden.font.hidden = True
    made.save(str(path))
    return path


def pptx(path):
    import pptx as library

    made = library.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "The ferry sails"
    slide.placeholders[1].text = "at nine; the brass"
    slide.notes_slide.notes_text_frame.text = "lamp is lit."
    made.save(str(path))
    return path


def xlsx(path):
    import openpyxl

    made = openpyxl.Workbook()
    made.active.title = "The"
    for row in (["ferry", "sails"], ["at nine; the", "brass lamp"], ["is", "lit."], [1, 2.5]):
        made.active.append(row)
    made.save(path)
    return path


def odt(path):
    body = "<text:p>The ferry sails at<text:s/>nine; <text:span>the</text:span></text:p><table:table>"
    return written(path, "text", f"{body}{table(['brass', 'lamp'])}</table:table><text:p>is lit.</text:p>")


def ods(path):
    rows = table(["ferry", "sails"], ["at nine; the", "brass lamp"], ["is", "lit."])
    return written(path, "spreadsheet", f'<table:table table:name="The">{rows}</table:table>')


def odp(path):
    box = "<draw:frame><draw:text-box><text:p>The ferry sails at nine;</text:p></draw:text-box></draw:frame>"
    notes = (
        '<presentation:notes><draw:frame presentation:class="notes"><draw:text-box><text:p>the brass lamp'
        ' is lit.</text:p></draw:text-box></draw:frame><draw:frame presentation:class="page-number">'
        "<draw:text-box>"
        "<text:p>unseen</text:p></draw:text-box></draw:frame></presentation:notes>"
    )
    return written(path, "presentation", f"<draw:page>{box}{notes}</draw:page>")


def mail(path):
    head = "From: a@x.org\nSubject: Unseen\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    return put(path.parent, path.name, f"{head}Content-Transfer-Encoding: base64\n\n{_packed(WORDS)}")


def _packed(text):
    import base64

    return base64.b64encode(text.encode()).decode()


def mbox(path):
    box = mailbox.mbox(path)
    box.add("From: a@x.org\nSubject: One\n\nThe ferry sails at nine;\n")
    box.add("From: a@x.org\nSubject: Two\n\nthe brass lamp is lit.\n")
    box.close()
    return path


def notebook(path):
    cells = (
        '{"cell_type": "markdown", "source": ["The **ferry** sails", " at nine;"]}, '
        '{"cell_type": "code", "source": "the(brass).lamp = is_lit", "outputs": []}'
    )
    return put(path.parent, path.name, f'{{"cells": [{cells}], "nbformat": 4, "metadata": {{}}}}')


BOOK = [("a.xhtml", "<p>The ferry sails at nine;</p>"), ("b.xhtml", "<p>the brass lamp is lit.</p>")]


def plain(text):
    return lambda path: put(path.parent, path.name, text)


FILES = {
    "txt": plain(WORDS),
    "md": plain(f"# {WORDS}\n"),
    "csv": plain('The ferry,"sails, at"\nnine,"the ""brass"""\nlamp is,lit.\n'),
    "html": plain(PAGE),
    "docx": docx,
    "pptx": pptx,
    "xlsx": xlsx,
    "odt": odt,
    "ods": ods,
    "odp": odp,
    "pdf": lambda path: pdf(path, [["The ferry sails at"], ["nine; the brass lamp is lit."]]),
    "eml": mail,
    "mbox": mbox,
    "epub": lambda path: epub(path, BOOK),
    "ipynb": notebook,
    "json": plain('{"The": {"ferry": "sails at"}, "nine": ["the brass", "lamp is lit."]}'),
    "jsonl": plain('{"ferry": "The brass"}\n["sails at", "nine; the", "lamp is lit."]\n'),
    "xml": plain('<The ferry="sails at"><nine>the brass</nine><nine>lamp is lit.</nine></The>'),
    "srt": plain("1\n00:00:01,000 --> 00:00:02,000\nThe <i>ferry</i> sails at nine;\n\n2\n00:00:03,000 --> "
                 "00:00:04,000\nthe brass lamp\nis lit.\n"),
    "rtf": plain(r"{\rtf1\ansi{\fonttbl{\f0 Unseen;}}{\info{\title Unseen}}The {\b fer}ry sails at nine;\par "
                 r"the brass\par{\v unseen }\trowd lamp\cell is lit.\cell\row}"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", FILES)
def test_all_words_of_a_file_are_found_and_each_that_is_missing(tmp_path, suffix):
    path = FILES[suffix](tmp_path / f"a.{suffix}")
    document = read(path)
    assert kept_share(path, document) == 1.0
    total = visible_words._counted(visible_words._LOOKS[document.media_type](path), 1).total()
    assert 7 <= total <= 14  # the words of the file, without what nobody sees in it
    assert "brass" in document.text
    text = document.text.replace("brass", "")
    assert kept_share(path, replace(document, text=text)) == pytest.approx(1 - 1 / total, abs=1e-4)


def test_every_format_that_is_read_is_looked_at_again():
    from documents.readers import READERS

    unseen = {
        "application/vnd.ms-excel"
    }  # read by xlrd alone; of a picture only its recognised text is known
    taken_apart = {"application/zip"}
    read_as = {one.media_type for one in READERS if not one.media_type.startswith("image/")} - taken_apart
    assert read_as - unseen == set(visible_words._LOOKS)


def test_a_word_that_is_seen_three_times_and_stored_twice_has_lost_one(tmp_path):
    path = put(tmp_path, "a.html", "<p>one one one two</p>")
    assert kept_share(path, RawDocument("one two one", "text/html")) == 0.75


def test_more_words_than_the_file_has_make_up_for_nothing(tmp_path):
    path = put(tmp_path, "a.html", "<p>one two</p>")
    assert kept_share(path, RawDocument("one one one", "text/html")) == 0.5


def test_a_word_cut_at_the_end_of_a_line_is_one(tmp_path):
    path = put(tmp_path, "a.html", "<p>the cross-\nchannel well-known fer\u00adry</p>")
    assert kept_share(path, RawDocument("the crosschannel well-known ferry", "text/html")) == 1.0


def test_of_a_long_text_the_same_part_of_its_words_is_counted(tmp_path, monkeypatch):
    words = [f"word{number}" for number in range(4_000)]
    path = put(tmp_path, "a.html", f"<p>{' '.join(words)}</p>")
    monkeypatch.setattr(visible_words, "_FULLY_COUNTED", 8_000)
    assert kept_share(path, RawDocument(" ".join(words), "text/html")) == 1.0
    half = kept_share(path, RawDocument(" ".join(words[::2]) + " " * 20_000, "text/html"))
    assert 0.45 < half < 0.55


def test_what_a_browser_hides_does_not_count():
    page = "<template>a</template><div style='display: none'>b</div><select><option>c</select>Seen<br>twice"
    assert page_words(page).split() == ["Seen", "twice"]


def test_words_on_both_sides_of_a_picture_are_two(tmp_path):
    path = put(tmp_path, "a.html", "<p><span>476.98</span><img src=x><span>EUR</span></p>")
    assert "476.98 EUR" in read(path).text


def test_rich_text_codes_are_no_words():
    head = r"{\rtf1{\stylesheet{\s0\v0 Normal;}}{\*\generator Word}"
    rtf = head + r"A\~b c\_d {\v hidden}caf\'e9 \u8217 's e\par f}"
    assert rich_words(rtf).split() == ["A", "b", "c-d", "e", "f"]

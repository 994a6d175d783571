import random
import zipfile

import pytest

from documents.errors import DocumentTooLarge, EmptyDocument, FootnoteError, ReaderFailed
from documents.readers import ebook, read, reader_for
from documents.readers.office import packages

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
META = "<dc:title>The Ferries</dc:title><dc:creator>Anna Lund</dc:creator><dc:date>2021-05-06</dc:date>"
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'


def epub(path, pages, *, nav="", ncx="", spine=None, extra=(), meta=META):
    """A book with these pages (name, body); `spine` are their names in reading order."""
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name, _ in pages
    )
    items += (
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>' if nav else ""
    )
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if ncx else ""
    order = "".join(f'<itemref idref="{name}"/>' for name in spine or [name for name, _ in pages])
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</metadata>'
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        file.writestr("META-INF/container.xml", CONTAINER)
        file.writestr("OPS/book.opf", package)
        for name, body in pages:
            file.writestr(f"OPS/{name}", body if body.startswith("<?") else XHTML.format(body))
        if nav:
            file.writestr("OPS/nav.xhtml", XHTML.format(nav))
        if ncx:
            file.writestr("OPS/toc.ncx", ncx)
        for name, data in extra:
            file.writestr(name, data)
    return path


def nav(*entries):
    links = "".join(f'<li><a href="{href}">{title}</a></li>' for href, title in entries)
    return f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol>{links}</ol></nav>'


def headings(document):
    assert all(document.text[found.start :].startswith(found.text) for found in document.headings)
    return [(found.level, found.text) for found in document.headings]


def test_a_book_has_title_author_date_and_its_chapters_in_reading_order(tmp_path):
    pages = [
        ("two.xhtml", "<h1>Two</h1><p>Back&nbsp;at four.</p>"),
        ("one.xhtml", "<h1>One</h1><p>Out at nine.</p>"),
    ]
    document = read(epub(tmp_path / "a.epub", pages, spine=["one.xhtml", "two.xhtml"]))
    assert (document.title, document.date) == ("The Ferries", "2021-05-06")
    assert document.text == "Author: Anna Lund\n\nOne\n\nOut at nine.\n\nTwo\n\nBack at four.\n"
    assert headings(document) == [(1, "One"), (1, "Two")]
    assert document.media_type == "application/epub+zip"


def test_chapters_without_headings_have_those_of_the_table_of_contents(tmp_path):
    pages = [
        ("one.xhtml", '<p class="t">The Quay</p><p>Out at nine.</p>'),
        ("two.xhtml", 'Loose <p>words.</p><p id="b">Part of it.</p>'),
    ]
    contents = nav(("one.xhtml", "The quay"), ("two.xhtml", "The Sea"), ("two.xhtml#b", "The Storm"))
    document = read(epub(tmp_path / "a.epub", pages, nav=contents))
    assert headings(document) == [(1, "The Quay"), (1, "The Sea"), (1, "The Storm")]
    assert document.text.endswith("The Sea\n\nLoose\n\nwords.\n\nThe Storm\n\nPart of it.\n")


def test_the_older_table_of_contents_is_read_with_its_levels(tmp_path):
    point = '<navPoint><navLabel><text>{}</text></navLabel><content src="{}"/>{}</navPoint>'
    inner = point.format("Inner", "two.xhtml", "")
    outer = point.format("Outer", "one.xhtml", inner)
    ncx = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{outer}</navMap></ncx>'
    pages = [("one.xhtml", "<p>Out at nine.</p>"), ("two.xhtml", "<p>Back at four.</p>")]
    assert headings(read(epub(tmp_path / "a.epub", pages, ncx=ncx))) == [(1, "Outer"), (2, "Inner")]


def test_a_table_of_contents_in_the_book_is_furniture(tmp_path):
    path = epub(
        tmp_path / "a.epub", [("one.xhtml", "<h1>One</h1><p>Out at nine.</p>")],
        nav=nav(("one.xhtml", "One")), spine=["nav", "one.xhtml"],
    )  # fmt: skip
    document = read(path)
    first = document.blocks[1]
    assert (first.kind, document.text[first.start : first.end]) == ("furniture", "One")


def test_a_part_that_is_damaged_or_missing_costs_no_other(tmp_path):
    path = epub(
        tmp_path / "a.epub", [("one.xhtml", "<p>Out at nine.</p>"), ("two.xhtml", "<p>Back at four.</p>")]
    )
    gone = tmp_path / "b.epub"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(gone, "w") as new:
        for name in old.namelist():
            if name != "OPS/two.xhtml":
                new.writestr(name, old.read(name))
    document = read(gone)
    assert "Out at nine." in document.text
    assert document.notes == (
        "The part OPS/two.xhtml could not be read. Get the file again and add the new copy.",
    )


def test_markup_that_is_no_xml_is_read_as_a_web_page(tmp_path):
    page = "<?xml version='1.0'?><html><body><p>Out <b>at</p> nine<br>sharp</body></html>"
    text = read(epub(tmp_path / "a.epub", [("one.xhtml", page)])).text
    assert " ".join(text.split()).endswith("Out at nine sharp")


def test_a_protected_book_says_so(tmp_path):
    way = '<e xmlns="u"><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e>'
    path = epub(tmp_path / "a.epub", [("one.xhtml", "<p>x</p>")], extra=[("META-INF/encryption.xml", way)])
    with pytest.raises(ReaderFailed, match="protected"):
        read(path)
    fonts = way.replace("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.idpf.org/2008/embedding")
    assert read(
        epub(tmp_path / "b.epub", [("one.xhtml", "<p>x</p>")], extra=[("META-INF/encryption.xml", fonts)])
    )


def test_bombs_are_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(ebook, "MOST_MEGABYTES", 2)
    monkeypatch.setattr(packages, "MOST_EXPANDED", 6_000_000)
    large = epub(tmp_path / "a.epub", [("one.xhtml", "<p>" + "x" * 5_000_000 + "</p>")])
    with pytest.raises(DocumentTooLarge, match="more than 2 MB"):
        read(large)
    many = epub(tmp_path / "b.epub", [(f"{n}.xhtml", "<p>" + "x" * 1_500_000 + "</p>") for n in range(5)])
    with pytest.raises(ReaderFailed, match="unpacks to more than"):
        read(many)
    entities = '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">'
    lol = f'<?xml version="1.0"?><!DOCTYPE html [{entities}]><html><body><p>x &b;</p></body></html>'
    assert "lollol" not in read(epub(tmp_path / "c.epub", [("one.xhtml", lol)])).text


def test_books_that_are_none(tmp_path):
    path = tmp_path / "a.epub"
    path.write_bytes(b"just words")
    with pytest.raises(ReaderFailed, match="not an e-book"):
        read(path)
    whole = epub(path, [("one.xhtml", "<p>Out at nine.</p>")]).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ReaderFailed, match="is broken"):
        read(path)
    with pytest.raises(EmptyDocument):
        read(epub(path, [("one.xhtml", "<p><img src='x'/></p>")]))


def test_mutated_books_never_fail_otherwise(tmp_path):
    from tests.hostile import mutated

    whole = epub(
        tmp_path / "a.epub", [("one.xhtml", "<p>Out at nine.</p>" * 50)], nav=nav(("one.xhtml", "One"))
    ).read_bytes()
    chance = random.Random(3)
    for _ in range(150):
        (tmp_path / "b.epub").write_bytes(mutated(whole, chance))
        try:
            read(tmp_path / "b.epub")
        except FootnoteError as error:
            assert error.message and error.next_step


def test_a_book_is_known_by_its_content(tmp_path, data):
    path = epub(tmp_path / "a.zip", [("one.xhtml", "<p>x</p>")])
    assert reader_for(path).name == "epub"
    document = read(data / "readers" / "files" / "test.epub")
    assert headings(document) == [(1, "Chapter 1: Test Content"), (1, "Chapter 2: More Content")]

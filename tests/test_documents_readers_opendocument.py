import zipfile

import pytest

from documents.readers import read
from documents.readers.office import opendocument
from tests.office import BOMB, blocks, cells, changed, fails, put, with_part

NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("presentation", "presentation"), ("meta", "meta"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def written(path, kind, body, *, styles="", automatic="", manifest=""):
    """An OpenDocument file as LibreOffice packs it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<?xml version='1.0'?><office:document-content{NAMES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles{NAMES}>{styles}</office:document-styles>")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest{NAMES}>{manifest}</manifest:manifest>")
        archive.writestr(
            "meta.xml",
            f"<office:document-meta{NAMES}><office:meta><dc:title>The ferry</dc:title>"
            "<meta:creation-date>2024-03-01T10:00:00</meta:creation-date></office:meta></office:document-meta>",
        )
    return path


def table(*rows):
    return "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )


LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-suffix=")"/></text:list-style><text:list-style style:name="L2">'
    '<text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def test_headings_lists_notes_and_comments(tmp_path):
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Before you <text:span>travel</text:span></text:h>'
        '<text:p>Do<text:s text:c="3"/>this:</text:p><text:list text:style-name="L1"><text:list-item>'
        "<text:p>Buy</text:p><text:list><text:list-item><text:p>of paper</text:p></text:list-item>"
        "</text:list>"
        "</text:list-item><text:list-item><text:p>Go</text:p></text:list-item></text:list>"
        "<text:p>Then wait<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Long.</text:p></text:note-body></text:note>.<office:annotation><dc:creator>Noor</dc:creator>"
        "<text:p>Really?</text:p></office:annotation></text:p>"
        '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>Land</text:p>'
        '</text:list-item></text:list><text:list text:style-name="L2"><text:list-item><text:p>Last</text:p>'
        "</text:list-item></text:list>"
    )
    edges = (
        "<office:master-styles><style:master-page><style:header><text:p>The Leaf</text:p></style:header>"
        "<style:footer><text:p>Page 1</text:p></style:footer></style:master-page></office:master-styles>"
    )
    document = read(written(tmp_path / "a.odt", "text", body, styles=edges, automatic=LISTS))
    assert document.text == (
        "The Leaf\n\nBefore you travel\n\nDo this:\n1. Buy\n  a) of paper\n2. Go\n\nThen wait[1].\n"
        "3. Land\n- Last\n\n[1] Long.\n\nNoor: Really?\n\nPage 1\n"
    )
    assert blocks(document, "heading") == ["Before you travel"]
    assert blocks(document, "furniture") == ["The Leaf", "Page 1"]
    assert (document.title, document.date) == ("The ferry", "2024-03-01")


def test_tables_have_headers_and_boxes_are_read_once(tmp_path):
    spanned = (
        '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Petrel</text:p>'
        "</table:table-cell><table:table-cell><text:p>£3</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>£4</text:p></table:table-cell>"
        "</table:table-row>"
    )
    body = (
        f"<table:table>{table(['Ship', 'Fare'])}{spanned}</table:table><text:p>Words"
        "<draw:frame><draw:text-box>"
        "<text:p>in a box</text:p></draw:text-box></draw:frame></text:p>"
    )
    document = read(written(tmp_path / "a.odt", "text", body))
    assert document.text == "Ship\tFare\nPetrel\t£3\nPetrel\t£4\n\nWords\n\nin a box\n"


def test_sheets_are_headings_and_repeated_and_hidden_ones_are_read(tmp_path, monkeypatch):
    rows = table(["Ships of the line"], [], ["Ship", "Fare"], ["Petrel", "£3"])
    again = table(["Tern", "£4"]).replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="2">'
    )
    empty = '<table:table-row table:number-rows-repeated="1048572"><table:table-cell/></table:table-row>'
    body = (
        f'<table:table table:name="Fares">{rows}{again}{empty}</table:table>'
        f'<table:table table:name="Old" table:style-name="t2">{table(["hidden words"])}</table:table>'
    )
    hidden = '<style:table-properties table:display="false"/>'
    automatic = f'<style:style style:name="t2">{hidden}</style:style>'
    path = written(tmp_path / "a.ods", "spreadsheet", body, automatic=automatic)
    document = read(path)
    assert document.text == (
        "Fares\n\nShips of the line\n\nShip\tFare\nPetrel\t£3\nTern\t£4\nTern\t£4\n\nOld\n\nhidden words\n"
    )
    assert cells(document)[3] == (3, 1, "Petrel", "Fare", "£3")
    assert len(document.notes) == 1 and "“Old” is hidden" in document.notes[0]
    monkeypatch.setattr(opendocument, "MOST_CELLS", 6)
    assert "“Fares” was not read to its end" in read(path).notes[1]


def test_comments_and_notes_in_cells_are_not_their_words(tmp_path):
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>One way.</text:p>"
        "</text:note-body></text:note>"
    )
    comment = "<office:annotation><dc:creator>Noor</dc:creator><text:p>Checked.</text:p></office:annotation>"
    text = table(["Ship", "Fare"], ["Petrel", f"£3{note}{comment}"])
    body = f"<table:table>{text}</table:table>"
    assert read(written(tmp_path / "a.odt", "text", body)).text == (
        "Ship\tFare\nPetrel\t£3[1]\n\n[1] One way.\n\nNoor: Checked.\n"
    )
    over = f"{comment}<draw:frame><draw:text-box><text:p>Cheap!</text:p></draw:text-box></draw:frame>"
    sheet = table(["Ship", "Fare"], ["Petrel", "£3"]).replace("<text:p>£3", f"{over}<text:p>£3")
    body = f'<table:table table:name="Fares">{sheet}</table:table>'
    assert read(written(tmp_path / "a.ods", "spreadsheet", body)).text == (
        "Fares\n\nShip\tFare\nPetrel\t£3\n\nB2: Checked.\n\nCheap!\n"
    )


def test_a_chart_is_its_titles_and_numbers_and_read_once(tmp_path):
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="./Object 1"'
    frame = f"<draw:frame><draw:object {link}/></draw:frame>"
    path = written(tmp_path / "a.odt", "text", f"<text:p>Guests</text:p>{frame * 2}")
    rows = table(["", "Adults"], ["May", "310"])
    with_part(
        path,
        "Object 1/content.xml",
        f'<office:document-content{NAMES} xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0">'
        "<office:body><office:chart><chart:chart><chart:title><text:p>A busy summer</text:p></chart:title>"
        f"<table:table><table:table-header-rows>{rows.partition('</table:table-row>')[0]}</table:table-row>"
        f"</table:table-header-rows>{rows.partition('</table:table-row>')[2]}</table:table>{frame}"
        "</chart:chart></office:chart></office:body></office:document-content>",
    )
    document = read(path)
    assert document.text == "Guests\n\nA busy summer\n\n\tAdults\nMay\t310\n"
    assert cells(document)[-1] == (1, 1, "May", "Adults", "310")


def test_a_slide_is_a_page_with_its_title_and_notes(tmp_path):
    slide = (
        '<draw:page draw:name="page1"><draw:frame presentation:class="outline"><draw:text-box><text:list>'
        "<text:list-item><text:p>Adults</text:p></text:list-item></text:list></draw:text-box></draw:frame>"
        '<draw:frame presentation:class="title"><draw:text-box><text:p>Passengers</text:p></draw:text-box>'
        "</draw:frame><draw:g><draw:custom-shape><text:p>Grouped</text:p></draw:custom-shape></draw:g>"
        '<presentation:notes><draw:frame presentation:class="notes"><draw:text-box>'
        "<text:p>Say hello.</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"
    )
    document = read(written(tmp_path / "a.odp", "presentation", slide * 2))
    once = "Passengers\n\n- Adults\n\nGrouped\n\nSay hello.\n"
    assert document.text == f"{once}\n{once}"
    assert len(document.page_starts) == 2 and blocks(document, "heading") == ["Passengers"] * 2


def test_a_numbered_list_on_a_slide_goes_on_after_an_inner_one(tmp_path):
    def listed(style, *items):
        return f'<text:list text:style-name="{style}">' + "".join(items) + "</text:list>"

    def item(text):
        return f"<text:list-item><text:p>{text}</text:p></text:list-item>"

    inner = "<text:list-item>" + listed("L1", item("of paper")) + "</text:list-item>"
    lists = listed("L1", item("Buy"), item("Sign")) + listed("L3", inner, item("Go"))
    slide = f"<draw:page><draw:frame><draw:text-box>{lists}</draw:text-box></draw:frame></draw:page>"
    automatic = LISTS + LISTS.replace('"L1"', '"L3"').partition('<text:list-style style:name="L2">')[0]
    document = read(written(tmp_path / "a.odp", "presentation", slide, automatic=automatic))
    assert document.text == "1. Buy\n2. Sign\n  a) of paper\n3. Go\n"


@pytest.mark.parametrize(
    ("kind", "suffix"), [("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp")]
)
def test_broken_and_hostile_files_are_one_sentence(tmp_path, kind, suffix):
    path = written(tmp_path / f"a.{suffix}", kind, "<text:p>words HERE</text:p>" * 50)
    data = path.read_bytes()
    assert "is not an OpenDocument" in fails(put(tmp_path, f"b.{suffix}", "just text"))
    assert "broken" in fails(put(tmp_path, f"c.{suffix}", data[: len(data) // 2]))
    assert "broken" in fails(changed(path, "content.xml", lambda xml: xml[:-40]))
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert "needs a password" in fails(written(path, kind, "", manifest=locked))


def test_entities_are_not_resolved(tmp_path):
    path = written(tmp_path / "a.odt", "text", "<text:p>words HERE</text:p>")
    changed(path, "content.xml", lambda x: BOMB + x.partition("?>")[2].replace("HERE", "&e;&f;"))
    assert read(path).text == "words\n"

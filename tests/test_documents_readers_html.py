"""Web pages: every word that is seen, with its structure, and the furniture told apart from the text."""

import re
from pathlib import Path

import pytest

from documents.errors import EmptyDocument
from documents.readers import read
from documents.readers.html.reader import write_page
from documents.readers.html.tables import Table, closed
from documents.readers.writing import TextWriter
from documents.types import Block, RawDocument
from tests.library_building import ingest_parts

FAQ = """<html><head><title>Questions - Harbour Stoves</title></head><body>
<header><a href="/">Harbour Stoves</a>
<nav><ul><li><a href="/a">Stoves</a></li><li><a href="/b">Wood</a></li></ul></nav></header>
<div class="content"><h1>Questions that we are often asked</h1>
<h2>Which wood may I burn in the stove?</h2>
<p>Burn only dry wood that was kept under a roof for two years; ash and beech are the best of all.</p>
<h2>How do I light the stove?</h2>
<p>It takes about ten minutes until the stove is warm, and no paper is needed:</p>
<ol><li>Open the lower air inlet.</li><li>Lay two logs side by side.</li>
<li>Build a tower of kindling on them.</li><li>Light the top.</li>
<li>Close the inlet after half an hour.</li></ol>
<h2>How often is the chimney swept?</h2>
<p>The law asks for it once a year; we do it in September for all who have a contract with us.</p>
</div>
<div id="cookie-banner"><p>We use cookies so that you can shop with us.</p><button>Accept all</button></div>
<footer><p>Harbour Stoves Ltd, 4 Quay Street</p></footer></body></html>"""


def written(page: str, *, furniture: bool = False) -> RawDocument:
    writer = TextWriter()
    write_page(writer, page, furniture=furniture)
    return writer.document("text/html")


def blocks(page: str, kind: str, *, furniture: bool = False) -> list[str]:
    document = written(page, furniture=furniture)
    return [document.text[one.start : one.end] for one in document.blocks if one.kind == kind]


def shape(page: str) -> list[tuple[str, int, str, str]]:
    document = written(page)
    return [(one.kind, one.level, one.number, document.text[one.start : one.end]) for one in document.blocks]


def cells(page: str) -> list[tuple[str, str, str]]:
    """Row header, column header and text of each cell."""
    document = written(page)
    return [
        (one.row_header, one.column_header, document.text[one.start : one.end])
        for one in document.blocks
        if one.kind == "cell"
    ]


def test_a_page_of_questions_keeps_its_headings_and_its_list() -> None:
    headings = blocks(FAQ, "heading", furniture=True)
    assert headings == [
        "Questions that we are often asked",
        "Which wood may I burn in the stove?",
        "How do I light the stove?",
        "How often is the chimney swept?",
    ]
    document = written(FAQ, furniture=True)
    items = [one for one in document.blocks if one.kind == "item"]
    assert [one.number for one in items] == ["1.", "2.", "3.", "4.", "5."]
    assert {_text(document, document.blocks[one.introduced_by or 0]) for one in items} == {
        "It takes about ten minutes until the stove is warm, and no paper is needed:"
    }
    assert blocks(FAQ, "furniture", furniture=True) == [
        "Harbour Stoves",
        "Stoves",
        "Wood",
        "We use cookies so that you can shop with us.",
        "Accept all",
        "Harbour Stoves Ltd, 4 Quay Street",
    ]


def _text(document: RawDocument, block: Block) -> str:
    return document.text[block.start : block.end]


def test_every_word_is_kept_once_and_none_is_added() -> None:
    words = re.findall(r"\w+", re.sub(r"<[^>]+>", " ", FAQ.partition("<body>")[2]))
    text = re.sub(r"^\d\. ", "", written(FAQ, furniture=True).text, flags=re.MULTILINE)
    assert re.findall(r"\w+", text) == words


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p><b>a</b>b", "ab"), ("<p>x<sup>2</sup>", "x2"), ("<p>a<br>b", "a b"), ("<p>a\n  b", "a b"),
        ("<p>a<br>\n<br>b", "a\n\nb"), ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<p>Schiff&shy;fahrt", "Schifffahrt"),
        ("<a>one</a><a>two</a>", "one two"), ("<x-day>12</x-day><x-day>13</x-day>", "12 13"),
        ("<p>a <img alt='no'>b <select><option>no</select><script>no</script>c", "a b c"),
        ("<p>a<span hidden>no<b>no</b></span>b<i style='display: none'>no</i>c", "abc"),
        ("<details><summary>More</summary>closed</details>", "More\n\nclosed"), ("<p>&#8203;</p>a", "a"),
        ("<input type=submit value=Send><input value=no>", "Send"),
        ("<h2><button>May I?</button></h2>", "May I?"),
        ("<?xml version='1.0' encoding='utf-8'?><html><body>a", "a"), ("just words", "just words"),
    ],
)  # fmt: skip
def test_text_is_what_a_browser_shows(page: str, text: str) -> None:
    assert written(page).text == text + "\n"


def test_numbers_of_items_are_those_that_a_browser_shows() -> None:
    page = """<ol start=3 type=a><li>c<ul><li>inner<li><p>two</p><p>parts</p></ul><li value=9>i</ol>
    <p>And:</p><ol reversed><li>two<li>one</ol><p>So:</p><ol type=I start=4><li>four</ol>"""
    assert [one for one in shape(page) if one[0] == "item"] == [
        ("item", 1, "c.", "c"),
        ("item", 2, "", "inner"),
        ("item", 2, "", "two parts"),
        ("item", 1, "i.", "i"),
        ("item", 1, "2.", "two"),
        ("item", 1, "1.", "one"),
        ("item", 1, "IV.", "four"),
    ]


def test_two_lists_side_by_side_are_two() -> None:
    page = (
        "<p>Bring:</p><ul><li>rope<ul><li>long</ul><li>oil</ul><ol><li>Row.</ol><p>Or:</p><ul><li>Wait.</ul>"
    )
    document = written(page)
    assert document.text == "Bring:\n- rope\n  - long\n- oil\n\n1. Row.\n\nOr:\n- Wait.\n"
    introduced = [one.introduced_by for one in document.blocks if one.kind == "item"]
    assert introduced == [0, 1, 0, None, 5]


def test_a_heading_in_a_numbered_item_is_shown_with_its_number() -> None:
    assert shape("<ol><li><h3>Dig</h3><p>Deep.</p></li></ol>") == [
        ("heading", 3, "", "1. Dig"),
        ("paragraph", 0, "", "Deep."),
    ]


def test_terms_stand_with_their_definitions() -> None:
    page = "<dl><dt>Ash<dd>a wood<dd>what is left<dt>Which?<dd><p>Beech.</p><ul><li>dry</ul></dl>"
    assert [one[3] for one in shape(page)] == ["Ash: a wood; what is left", "Which? Beech.", "dry"]


def test_quotes_code_and_captions_are_what_they_are() -> None:
    page = """<blockquote>He said<ul><li>this</ul><blockquote>and she that</blockquote></blockquote>
    <pre>  a\n    b<br>c</pre><figure><img><figcaption>A ship</figcaption></figure>"""
    assert shape(page) == [
        ("quote", 1, "", "He said"),
        ("item", 1, "", "this"),
        ("quote", 2, "", "and she that"),
        ("code", 0, "", "  a\n    b\nc"),
        ("caption", 0, "", "A ship"),
    ]


def test_cells_have_their_headers_also_where_cells_span() -> None:
    page = """<table><caption>Fares</caption><tr><th colspan=2>in pounds</th></tr>
    <tr><th rowspan=2>Ship<th colspan=2>Price</tr><tr><th>one way<th>return</tr>
    <tr><td rowspan=2>Petrel<td>3<td>5</tr><tr><td>4<td></tr></table>"""
    assert blocks(page, "caption") == ["Fares", "in pounds"]
    assert written(page).text.endswith("\n\nShip\tPrice\n\tone way\treturn\nPetrel\t3\t5\nPetrel\t4\n")
    assert cells(page)[4:] == [
        ("", "Ship", "Petrel"),
        ("Petrel", "Price › one way", "3"),
        ("Petrel", "Price › return", "5"),
        ("", "Ship", "Petrel"),
        ("Petrel", "Price › one way", "4"),
    ]


@pytest.mark.parametrize(
    "head",
    ["<thead><tr><td>Day<td>Hours</thead>", "<tr><th>Day<th>Hours</tr>", "<tr><th>Day<th><p>Hours</p></tr>"],
)
def test_the_row_of_names_is_found(head: str) -> None:
    assert cells(f"<table>{head}<tr><td>Monday<td>9</table>") == [
        ("", "", "Day"),
        ("", "", "Hours"),
        ("", "Day", "Monday"),
        ("Monday", "Hours", "9"),
    ]


def test_headers_at_the_side_are_the_rows_headers() -> None:
    assert cells("<table><tr><th>Built<td>1912</tr><tr><th>Lost<td>1940</table>") == [
        ("", "", "Built"), ("Built", "", "1912"), ("", "", "Lost"), ("Lost", "", "1940"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td><p>one</p><p>two</p><td>three</table>",
        "<table><tr><td>one<tr><td>two<tr><td>three</table>",
        "<table><tr><td>one<table><tr><td>two</table><td>three</table>",
    ],
)  # fmt: skip
def test_a_table_that_only_places_text_is_running_text(page: str) -> None:
    assert shape(page) == [("paragraph", 0, "", word) for word in ("one", "two", "three")]


def test_a_page_nested_deeper_than_libxml2_goes_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    hidden = "<p hidden>secret</p>"
    path.write_text(
        "<html><title>T</title>" + "<div>" * 50_000 + f"deep{hidden}" + "</div>" * 50_000 + "after"
    )
    document = read(path)
    assert (document.text, document.title) == ("deep\n\nafter\n", "T")


HOSTILE = {
    "tables": "<table><tr><td>a", "lists": "<ul><li>a", "quotes": "<blockquote>a", "terms": "<dl><dt>a<dd>b",
    "hidden": "<div hidden>a", "bold": "<b>a", "headings": "<h1><div>a", "code": "<pre><div>a",
    "links": "<a>a</a>",
    "lines": "a<br>", "controls": "<label>a", "quoted": "<blockquote><table><tr><td>a",
    "siblings": "<p hidden>a</p>b",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_takes_no_more_than_linear_room(tmp_path: Path, name: str) -> None:
    path, times = tmp_path / "a.html", 10_000
    path.write_text("<html>seen " + HOSTILE[name] * times)
    text = read(path).text
    assert "seen" in text and len(text) < 40 * times + 100


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr>" + "<td rowspan=9999>abc" * 3_000 + "<tr>x" * 30_000,
        "<table><tr>" + "<th colspan=99>abc" * 3_000 + "<tr><td>x" * 30_000,
        "<table><tr><th>" + "a" * 50_000 + "<th>b" + "<tr><td>x<td>y" * 30_000,
    ],
)
def test_spans_and_long_headers_do_not_multiply_a_page(page: str) -> None:
    assert len(written(page).text) < 10 * len(page)


def test_an_empty_table_is_nothing() -> None:
    assert closed(Table(None, 0), []) == []
    assert written("<table></table><table><tr><td></table>").text == ""


def test_a_page_without_anything_to_see_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><div hidden>x</div><img alt='x'></body></html>")
    with pytest.raises(EmptyDocument, match="no text"):
        read(path)


def test_lists_between_the_title_and_the_first_long_paragraph_are_text() -> None:
    page = (
        "<body><nav><a href='#'>Home</a> <a href='#'>Shop</a></nav><h1>The Lumo 60</h1><p>Keep this.</p>"
        "<h2>Safety</h2><ul><li>Knives go with the point down into the basket of the dishwasher.</li>"
        "<li>Children under eight must be kept away unless somebody watches them all the time.</li></ul>"
        "<h2>Before first use</h2><ol><li>Set the hardness of the water as in the table further down.</li>"
        "<li>Fill the container with a litre of water, and then with the salt.</li></ol>"
        "<h2>Programmes</h2><p>" + "Hold the button until the display shows a letter, then let it go. " * 9
        + "</p><footer>Imprint | Cookies</footer></body>"
    )  # fmt: skip
    assert len(blocks(page, "item", furniture=True)) == 4
    assert "Before first use" in blocks(page, "heading", furniture=True)
    assert blocks(page, "furniture", furniture=True) == ["Home Shop", "Imprint | Cookies"]


def test_what_repeats_the_text_around_it_is_furniture() -> None:
    text = "The ferry leaves the quay at nine in the morning and comes back at four in the afternoon. "
    menu = "<nav>" + "<a>Another page of this site</a>" * 20 + "</nav>"
    page = (
        f"<body><main><h1>Ferry</h1><p>{text * 3}</p></main>{menu}<div>Read more: <p>{text}</p></div></body>"
    )
    assert blocks(page, "furniture", furniture=True)[-1] == text.strip()
    assert blocks(page, "furniture") == []


def test_the_passages_of_a_page_know_what_is_furniture(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "stoves.html"
    path.write_text(FAQ)
    with ingest_parts(home) as parts:
        assert parts.statuses(path) == ["added"]
        (source,) = parts.library.sources()
        passages = parts.library.passages_of(source.id)
    around = [one.text for one in passages if one.furniture]
    assert len(around) == 2 and "Stoves" in around[0] and "cookies" in around[1]
    assert not any("cookies" in one.text for one in passages if not one.furniture)


# What a page shows only in its own ways

PROSE = (
    "<p>"
    + "The baths were built in 1907 and were restored by volunteers when the roof was replaced. " * 3
    + "</p>"
)


@pytest.mark.parametrize("outside", ["main", 'div id="content"', "article"])
def test_what_stands_beside_the_paragraphs_of_a_page_that_is_no_article_is_its_text(outside: str) -> None:
    page = (
        "<html><body><header><a href='/'>Baths</a><nav><a href='/a'>Home</a></nav></header>"
        f"<{outside}><h1>Visit</h1><div class='alert'>The main pool is closed until May.</div>{PROSE}"
        "<h2>Hours</h2><div class='row'><div>Monday</div><div>9.00–17.00</div></div>"
        "<h2>Tickets</h2><div class='card'><div>Adult</div><div>£6.50</div><a href='/b'>Book</a></div>"
        f"<p>Ask <a href='mailto:desk@example.org'>desk@example.org</a></p></{outside.split()[0]}>"
        "<footer><p>© 2025 Baths</p></footer></body></html>"
    )
    text = blocks(page, "paragraph", furniture=True)
    for words in ("The main pool is closed until May.", "9.00–17.00", "£6.50", "Ask desk@example.org"):
        assert words in text
    assert blocks(page, "furniture", furniture=True) == ["Baths", "Home", "Book", "© 2025 Baths"]


def test_all_is_text_on_a_page_without_parts_but_what_the_markup_sets_apart() -> None:
    page = (
        "<html><body><nav><a href='/'>Home</a></nav><h1>Visit</h1>"
        f"<div class='alert'>The main pool is closed until May.</div>{PROSE}{PROSE}"
        "<h2>Addendum of March</h2><ol><li>On 5 June we close at noon.</li><li>A swim costs £7.</li></ol>"
        "<footer><p>© 2025 Baths</p></footer></body></html>"
    )
    assert blocks(page, "furniture", furniture=True) == ["Home", "© 2025 Baths"]
    assert blocks(page, "item", furniture=True) == ["On 5 June we close at noon.", "A swim costs £7."]
    assert blocks(page, "heading", furniture=True) == ["Visit", "Addendum of March"]


def test_of_an_article_what_trafilatura_left_out_is_furniture() -> None:
    page = (
        "<html><head><meta property='og:type' content='article'></head><body><main><h1>Roof mended</h1>"
        f"{PROSE}<div>More from this paper: the quay is closed.</div></main></body></html>"
    )
    assert "More from this paper: the quay is closed." in blocks(page, "furniture", furniture=True)


def test_a_page_header_with_the_page_title_is_text_but_for_its_menu() -> None:
    page = (
        "<html><body><header><nav><a href='/a'>Home</a></nav><h1>Main pool</h1>"
        f"<p>It is closed for repairs.</p></header><main>{PROSE}{PROSE}</main></body></html>"
    )
    assert "It is closed for repairs." in blocks(page, "paragraph", furniture=True)
    assert blocks(page, "heading", furniture=True) == ["Main pool"]
    assert blocks(page, "furniture", furniture=True) == ["Home"]


@pytest.mark.parametrize(
    "answer",
    [
        "<button aria-controls='a'>May I bring a towel?</button><div id='a' hidden>Yes, one each.</div>",
        "<button data-target='#a'>May I bring a towel?</button>"
        "<div id='a' style='display:none'>Yes, one each.</div>",
        "<h3>May I bring a towel?</h3><div style='display: none'>Yes, one each.</div>",
        "<details><summary>May I bring a towel?</summary><p>Yes, one each.</p></details>",
    ],
)
def test_an_answer_that_a_press_shows_stands_below_its_question(answer: str) -> None:
    page = f"<main><h2>Questions</h2>{answer}</main>"
    assert blocks(page, "heading") == ["Questions", "May I bring a towel?"]
    assert blocks(page, "paragraph") == ["Yes, one each."]


def test_tabs_and_what_moves_into_view_are_seen_and_hidden_text_is_not() -> None:
    page = (
        "<div role='tabpanel' hidden>Children swim on Monday.</div>"
        "<p style='opacity:0;transform:none'>Lanes.</p>"
        "<p class='wow fadeIn' style='visibility:hidden'>Sauna.</p><p style='opacity:0'>Secret.</p>"
        "<p hidden>Draft.</p><p>Did you like it?</p><p hidden>Thank you.</p>"
        "<button data-target='#m'>Subscribe</button><div id='m' class='modal' hidden>Your mail?</div>"
    )
    shown = ["Children swim on Monday.", "Lanes.", "Sauna.", "Did you like it?", "Subscribe"]
    assert blocks(page, "paragraph") == shown


def test_what_is_struck_out_does_not_hold() -> None:
    page = (
        "<p>A head: <del>£48</del> £39</p><p><s>Old</s> New</p>"
        "<p style='text-decoration:line-through'>Gone</p>"
    )
    assert blocks(page, "paragraph") == ["A head: £39", "New"]


def test_a_raised_number_is_no_part_of_the_number_before_it() -> None:
    page = "<p>£35<sup>1</sup> for 10<sup>3</sup> litres, 20<sup><a href='#n'>2</a></sup> m<sup>2</sup></p>"
    assert blocks(page, "paragraph") == ["£35¹ for 10³ litres, 20 [2] m2"]


def test_words_that_only_the_style_parts_are_apart_and_letters_of_a_word_are_not() -> None:
    row = "<div><span class='day'>Monday</span><span class='time'>9.00</span></div>"
    word = "".join(f"<span class='char'>{letter}</span>" for letter in "Harbour")
    parts = (("12", ".99"), ("kilo", "metre"), ("Mc", "Donald"), ("21", "st"), ("20", "%"))
    parted = "".join(f"<p><b class='a'>{one}</b><i class='b'>{other}</i></p>" for one, other in parts)
    assert blocks(f"{row}<p>{word}</p>{parted}", "paragraph") == [
        "Monday 9.00", "Harbour", *("".join(pair) for pair in parts),
    ]  # fmt: skip


def test_lines_that_were_ended_by_hand_stay_lines_and_wrapped_ones_do_not() -> None:
    page = (
        "<p>Monday 9–5<br>Tuesday closed</p><p>The museum is<br>closed on Friday.</p><p>Call Mr<br>Bell.</p>"
    )
    lines = ["Monday 9–5", "Tuesday closed", "The museum is closed on Friday.", "Call Mr Bell."]
    assert blocks(page, "paragraph") == lines


def test_marks_that_were_typed_make_items() -> None:
    page = "<p>Bring:<br>• a cap<br>• a coin</p><p>1. Sow</p><p>2. Water</p><p>3 March is the day.</p>"
    assert shape(page) == [
        ("paragraph", 0, "", "Bring:"),
        ("item", 1, "", "a cap"),
        ("item", 1, "", "a coin"),
        ("item", 1, "1.", "Sow"),
        ("item", 1, "2.", "Water"),
        ("paragraph", 0, "", "3 March is the day."),
    ]


def test_a_table_without_markup_for_its_names_has_them_and_a_wide_cell_stands_in_each_column() -> None:
    page = (
        "<table><tr><td><p>Pool</p></td><td>Mon</td><td>Tue</td></tr>"
        "<tr><td>Main</td><td colspan=2>closed</td></tr>"
        "<tr><td>Small</td><td>9–12</td><td>14–18</td></tr></table>"
    )
    assert ("Main", "Tue", "closed") in cells(page)
    assert ("Small", "Mon", "9–12") in cells(page)
    people = "<tr><td>Chair</td><td>Anna Berg</td></tr><tr><td>Treasurer</td><td>Olaf Kern</td></tr>"
    assert ("Treasurer", "", "Olaf Kern") in cells(f"<table>{people}</table>")


def test_a_page_that_calls_its_windows_encoding_latin_is_read_as_browsers_do(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        "<html><head><meta charset=iso-8859-1></head><body><p>“Tea” – 3 €</p></body></html>".encode("cp1252")
    )
    assert read(path).text == "“Tea” – 3 €\n"


def test_a_list_longer_than_the_last_paragraph_is_of_the_text_as_that_is() -> None:
    said = "The backups are taken at night from the second of two servers, so that nobody waits for them."
    page = (
        f"<h1>Runbook</h1><p>{said}</p><h2>Keys</h2><p>{said.replace('night', 'noon')}</p>"
        "<h2>Who to call</h2>"
        "<ul><li>On call: pager 5550 1170, round the clock<li>Lead: Jonas Wiedmann"
        "<li>Storage: weekdays from seven to eight, storage at kestrel"
        "<li>Support: severity high, account 4471 of ours"
        "<li>Duty manager: by phone only, day and night</ul><h2>Known problems</h2>"
        "<p>Backups slow down when the third server lags behind for more than half an hour.</p>"
        "<footer>© Kestrel – operations</footer>"
    )
    assert blocks(page, "furniture", furniture=True) == ["© Kestrel – operations"]
    assert blocks(page, "heading", furniture=True) == ["Runbook", "Keys", "Who to call", "Known problems"]


def test_a_marked_question_is_a_heading_below_the_one_before_and_not_below_the_sixth() -> None:
    page = "<h1>Help</h1><p>Q: Where is it?</p><p>There.</p><p>Question 2. And when? By night?</p><p>Now.</p>"
    assert [each[:2] for each in shape(page)] == [
        ("heading", 1), ("heading", 2), ("paragraph", 0), ("heading", 2), ("paragraph", 0),
    ]  # fmt: skip
    assert shape("<h6>Deep</h6><p>Q: Where is it?</p><p>There.</p>")[1][:2] == ("heading", 6)
    assert shape("<p>F. Gale: when will it end?</p>")[0][0] == "paragraph"

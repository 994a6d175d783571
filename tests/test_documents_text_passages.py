import re

import pytest

from documents.text.passages import header, split
from documents.types import Block, Heading, RawDocument

NASTY = [
    "",
    " \n\n\t ",
    "One.",
    "😀 hi 👩‍👩‍👧 there. " * 40,
    "a\r\nb\r\n\r\nc " * 60,
    "e\u0301o\u0308 " * 300,
    "e\u0301\u0302" * 4_000,
    "nospacesatall" * 300,
    "x" * 100_000,
    "我们今天去北京。" * 300,
    "para one\n\n" * 200,
    "| a | b |\n" * 200,
    "Dr. No. 5. " * 200,
    "\u2028line\u2029para\x0cpage" * 50,
]


def words(texts):
    return [len(re.findall(r"\S+", text)) for text in texts]


def passages(text, size=20, **fields):
    document = RawDocument(text=text, media_type="text/plain", **fields)
    return [(text[s.start : s.end], s) for s in split(document, count_tokens=words, size=size)]


@pytest.mark.parametrize("size", [3, 20, 200])
@pytest.mark.parametrize("text", NASTY)
def test_every_character_is_in_exactly_one_trimmed_passage(text, size):
    before = 0
    for quote, span in passages(text, size):
        assert before <= span.start < span.end
        assert not text[before : span.start].strip()
        assert quote == quote.strip()
        assert words([quote])[0] <= size
        before = span.end
    assert not text[before:].strip()


def test_a_sentence_is_cut_only_where_it_alone_is_too_long():
    text = "One two three four five. " * 3 + "word " * 50 + "end. Short one here."
    quotes = [quote for quote, _ in passages(text, 12)]
    assert quotes[0] == "One two three four five. One two three four five."
    assert all(quote.endswith((".", "word")) for quote in quotes)


def test_a_text_without_blanks_is_cut_to_a_readable_length():
    assert max(len(quote) for quote, _ in passages("x" * 100_000, 20)) <= 20 * 12 + 40


def test_a_combining_mark_stays_with_its_letter():
    assert not any(quote[0] in "\u0301\u0302" for quote, _ in passages("e\u0301\u0302" * 4_000))


def test_short_paragraphs_merge_and_a_paragraph_that_fits_is_not_split():
    first, second, third = "a b c d. " * 2, "e f g h. " * 3, "i j k l. " * 4
    quotes = [quote for quote, _ in passages("\n\n".join(map(str.strip, (first, second, third))), 20)]
    assert quotes == [f"{first.strip()}\n\n{second.strip()}", third.strip()]


def test_a_heading_starts_a_passage_and_is_never_left_alone():
    text = "# A\n\n" + "alpha beta gamma delta. " * 4 + "\n\n## B\n\n" + "Even four good words. " * 6
    headings = (Heading(1, "A", 0), Heading(2, "B", text.index("## B")))
    found = passages(text, 20, headings=headings)
    assert found[0][0].startswith("# A\n\nalpha") and found[0][1].headings == ("A",)
    assert found[1][0].startswith("## B\n\nEven") and found[1][1].headings == ("A", "B")


def test_a_title_with_nothing_under_it_goes_with_the_first_section():
    text = "# T\n\n## S\n\none two three four."
    headings = (Heading(1, "T", 0), Heading(2, "S", 5))
    assert [(q, s.headings) for q, s in passages(text, 40, headings=headings)] == [(text, ("T", "S"))]


def test_a_heading_of_the_same_level_replaces_the_one_before():
    text = "# A\n\n" + "a b. " * 9 + "\n\n# B\n\n" + "c d. " * 9
    headings = (Heading(1, "A", 0), Heading(1, "B", text.index("# B")))
    assert [s.headings for _, s in passages(text, 20, headings=headings)] == [("A",), ("B",)]


def test_a_passage_ends_with_its_page():
    text = "One here.\n\nTwo here.\n\nThree here.\n"
    found = passages(text, 50, page_starts=(0, text.index("Two"), text.index("Three")))
    assert [(quote, span.page) for quote, span in found] == [
        ("One here.", 1),
        ("Two here.", 2),
        ("Three here.", 3),
    ]


def test_a_sentence_across_pages_belongs_to_the_page_where_it_starts():
    text = (
        "First here. A sentence that runs on from the first of these pages\nto the second. Then a new one.\n"
    )
    found = passages(text, 50, page_starts=(0, text.index("to the second")))
    assert [span.page for _, span in found] == [1, 2]
    assert found[0][0].endswith("to the second.")


def test_tokens_are_counted_in_two_calls_at_most():
    calls = []

    def count(texts):
        calls.append(len(texts))
        return words(texts)

    text = "One two three. " * 50 + "\n\n" + "word " * 200 + "\n\n" + "more " * 90
    split(RawDocument(text=text, media_type="text/plain"), count_tokens=count, size=20)
    assert len(calls) == 2


def test_real_documents_keep_their_offsets(data):
    for path in sorted((data / "squad" / "docs").iterdir())[:4]:
        text = path.read_text()
        found = passages(text, 120)
        assert "".join("".join(q.split()) for q, _ in found) == "".join(text.split())


def test_header_joins_title_section_and_date():
    assert header("Handbook", ("Leave", "Parents"), "2024-03-01") == "Handbook › Leave › Parents › 2024-03-01"


def test_header_is_one_short_line_without_repeats():
    line = header("A\n title", ("A title", "word " * 100), None)
    assert line.startswith("A title › word word") and line.endswith("…") and "\n" not in line
    assert len(line) < 100


def test_menus_and_text_are_never_in_one_passage():
    text = "Home About\n\nThe ferry sails at nine.\n\nContact us\n"
    blocks = (Block("furniture", 0, 10), Block("paragraph", 12, 36), Block("furniture", 38, 48))
    assert [quote for quote, _ in passages(text, 50, blocks=blocks)] == [
        "Home About",
        "The ferry sails at nine.",
        "Contact us",
    ]

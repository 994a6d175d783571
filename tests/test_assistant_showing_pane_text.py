"""What the source pane shows: the quote in its text, of any version, and what is left of a removed source."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from assistant.showing.pane_text import PaneText, pane_text
from assistant.ui.panels.pane import Pane
from documents.errors import UnknownSource
from documents.storage.sqlite.library import SqliteLibrary
from documents.types import Heading
from tests.library_building import new_version, store

PAGES = [
    "# Ferry\n\nIt sails at nine.\n",
    "## Fares\n\nA ticket costs £13.\n",
    "",
    "# Lamp\n\nIt is lit at dusk.\n",
]
TEXT = "".join(PAGES)
STARTS = tuple(len("".join(PAGES[:number])) for number in range(len(PAGES)))
QUOTE = "A ticket costs £13."
LONG = "\n".join(f"Line {number} of the long text has some words." for number in range(400))


def add_pages(library: SqliteLibrary) -> str:
    """The id of a source with four pages and headings, of which the third page is empty."""
    new = new_version("/ferry.pdf", TEXT, title="Timetable")
    document = replace(
        new.document,
        date="2024-05-01",
        page_starts=STARTS,
        headings=(
            Heading(1, "Ferry", 0),
            Heading(2, "Fares", STARTS[1]),
            Heading(1, "Lamp", STARTS[3]),
        ),
    )
    return library.store(replace(new, document=document)).source_id


def at(library: SqliteLibrary, source_id: str, quote: str, around: int | None = 4000) -> PaneText:
    start = library.text(source_id).index(quote)
    return pane_text(library, source_id, None, start, start + len(quote), around)


def test_a_quote_comes_with_its_text_and_place(library: SqliteLibrary) -> None:
    source_id = add_pages(library)
    found = at(library, source_id, QUOTE)
    assert (found.quote, found.before + found.quote + found.after) == (QUOTE, TEXT)
    assert (found.title, found.date, found.uri) == ("Timetable", "2024-05-01", "/ferry.pdf")
    assert (found.page, found.pages, found.headings) == (2, 4, ("Ferry", "Fares"))
    assert (found.version, found.whole, found.current, found.removed_at) == (1, True, True, None)


def test_pages_begin_where_the_text_says(library: SqliteLibrary) -> None:
    found = at(library, add_pages(library), QUOTE, None)
    assert found.breaks == tuple((start, number) for number, start in enumerate(STARTS, start=1))


def test_page_beginnings_are_places_in_the_stretch(library: SqliteLibrary) -> None:
    source_id = add_pages(library)
    found = at(library, source_id, QUOTE, 12)
    shown = found.before + found.quote + found.after
    assert not found.whole
    assert found.breaks
    for place, number in found.breaks:
        assert TEXT[STARTS[number - 1] :].startswith(shown[place:])


def test_a_text_without_pages_has_none(library: SqliteLibrary) -> None:
    source_id = store(library, "/a", LONG).source_id
    found = at(library, source_id, "Line 200 of")
    assert (found.page, found.pages, found.breaks, found.headings) == (None, None, (), ())


def test_it_says_on_which_side_there_is_more(library: SqliteLibrary) -> None:
    source_id = store(library, "/long.md", LONG).source_id
    places = ("Line 0 of", "Line 200 of", "Line 399 of")
    found = [at(library, source_id, quote, around=1000) for quote in places]
    assert [(one.cut_before, one.cut_after) for one in found] == [(False, True), (True, True), (True, False)]
    everything = at(library, source_id, places[1], around=None)
    assert (everything.cut_before, everything.cut_after) == (False, False)


def test_the_stretch_is_cut_at_lines(library: SqliteLibrary) -> None:
    found = at(library, store(library, "/a", LONG).source_id, "Line 200 of", 1000)
    assert found.before.startswith("Line ")
    assert found.after.endswith(".\n")
    assert 800 <= len(found.before) <= 1000
    assert 800 <= len(found.after) <= 1000
    assert found.before + found.quote + found.after in LONG


def test_a_text_of_one_line_is_cut_at_words(library: SqliteLibrary) -> None:
    text = " ".join(f"word{number}" for number in range(2000))
    found = at(library, store(library, "/a", text).source_id, "word1000", 500)
    assert set((found.before + found.quote + found.after).split()) <= set(text.split())
    assert not found.whole


@pytest.mark.parametrize("text", ["字" * 500, "a\r\nb " * 100, "\n" * 300, "e\u0301 " * 100])
def test_any_text_around_any_quote_is_contiguous(library: SqliteLibrary, text: str) -> None:
    source_id = store(library, "/a", f"x{text}x").source_id
    stored = library.text(source_id)
    for start, around in product((0, 1, 77, len(stored)), (0, 1, 50, 10_000)):
        found = pane_text(library, source_id, 1, start, start + 3, around)
        first = start - len(found.before)
        shown = found.before + found.quote + found.after
        assert first >= 0
        assert stored[first : first + len(shown)] == shown
        assert max(len(found.before), len(found.after)) <= around


def test_places_outside_the_text_are_moved_into_it(library: SqliteLibrary) -> None:
    source_id = store(library, "/a", "Some words.").source_id
    assert pane_text(library, source_id, None, -5, 4).quote == "Some"
    assert pane_text(library, source_id, None, 5, 999).quote == "words."
    assert pane_text(library, source_id, None, 999, 3).quote == ""


def test_an_old_version_is_shown_as_old(library: SqliteLibrary) -> None:
    source_id = library.store(new_version("/a", "The old words.", title="Old")).source_id
    library.store(new_version("/a", "The new words.", title="New"))
    old, new = pane_text(library, source_id, 1, 4, 7), pane_text(library, source_id, 2, 4, 7)
    assert (old.quote, old.title, old.version, old.current) == ("old", "Old", 1, False)
    assert (new.quote, new.title, new.version, new.current) == ("new", "New", 2, True)
    assert pane_text(library, source_id, None, 4, 7) == new


def test_a_removed_source_keeps_its_title_and_no_text(library: SqliteLibrary) -> None:
    source_id = store(library, "/a", "Some words.", title="Gone").source_id
    library.remove(source_id)
    found = pane_text(library, source_id, 1, 0, 4)
    assert (found.title, found.version, found.current) == ("Gone", 1, False)
    assert found.removed_at is not None
    assert found.before + found.quote + found.after == ""
    assert pane_text(library, source_id, None, 0, 0).removed_at == found.removed_at


def test_the_removed_version_of_a_source_that_came_back_is_removed(library: SqliteLibrary) -> None:
    source_id = store(library, "/a", "Some words.").source_id
    library.remove(source_id)
    store(library, "/a", "Other words.")
    assert pane_text(library, source_id, 1, 0, 4).removed_at is not None
    assert pane_text(library, source_id, None, 0, 5).quote == "Other"


@pytest.mark.parametrize("version", [None, 1])
def test_what_never_was_there_is_unknown(library: SqliteLibrary, version: int | None) -> None:
    with pytest.raises(UnknownSource):
        pane_text(library, "nothing", version, 0, 0)


def test_the_pane_says_of_a_files_own_day_that_it_is_that():
    from assistant.ui.views.stored_text import facts

    one = PaneText("a", 1, "Ferry", date="2024-05-03", dated_by="file", uri="/docs/ferry.txt")
    assert facts(one) == "ferry.txt · file of 2024-05-03"
    assert facts(replace(one, dated_by="text")) == "ferry.txt · 2024-05-03"


WRAPPED = """THORNLEY BROOK

Since the summer the council no longer sends its trailer; the contract
ran out in July and was not renewed. Femi has taken eleven loads to the
tip in his own van and has had enough.

  b) the key money is 25 pounds for new holders. Those who have paid
     15 need not add to it.
"""


@pytest.mark.parametrize(
    "quote", ["the contract\nran out in July", "loads to the\ntip", "have paid\n     15 need"]
)
def test_the_pane_joins_wrapped_lines_and_marks_the_same_words(assistant, tmp_path: Path, quote: str) -> None:
    (tmp_path / "minutes.txt").write_text(WRAPPED, encoding="utf-8")
    assistant.add([tmp_path / "minutes.txt"])
    start = WRAPPED.index(quote)
    asked = {"source": assistant.sources()[0].id, "start": start, "end": start + len(quote)}
    html = Pane(assistant).pane_read(asked)["html"]
    marked = quote.replace("\n", " ")
    assert f'tabindex="-1">{marked}</mark>' in html
    assert "contract ran out" in html.replace("</mark>", "").replace(
        '<mark data-testid="source-quote" tabindex="-1">', ""
    )
    assert "BROOK Since" not in html


def test_the_pane_keeps_the_lines_of_code(assistant, tmp_path: Path) -> None:
    code = "from harbour import ferries, lamps, quays, tickets, timetables, tides\nprint(ferries)"
    (tmp_path / "notes.md").write_text(f"# Notes\n\n```\n{code}\n```\n", encoding="utf-8")
    assistant.add([tmp_path / "notes.md"])
    html = Pane(assistant).pane_read({"source": assistant.sources()[0].id})["html"]
    assert f">{code}" in html

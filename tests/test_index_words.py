"""Words as the full-text index sees them."""

from pathlib import Path

import pytest

from documents.storage.sqlite_library import SqliteLibrary
from index.words import content_words, stem, words
from tests.library_building import store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marigold's 98 seats", ["marigold", "s", "98", "seats"]),
        ("1,450.00 pounds, 3.5 hours.", ["1,450.00", "pounds", "3.5", "hours"]),
        ("snake_case well-known", ["snake", "case", "well", "known"]),
        ("Ünïcode 漢字 🚢", ["ünïcode", "漢字"]),
        ("", []),
    ],
)
def test_text_falls_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_content_words_are_each_there_once_and_in_order() -> None:
    assert content_words("What is the ferry, and when does the ferry sail?") == ["ferry", "sail"]


@pytest.mark.parametrize(
    ("written", "asked"), [("sailing", "sails"), ("ferries", "ferry"), ("regulations", "regulation")]
)
def test_the_stem_is_the_one_that_full_text_search_uses(home: Path, written: str, asked: str) -> None:
    library = SqliteLibrary(home)
    store(library, "/a", f"Something about {written} here.")
    assert stem(written) == stem(asked)
    assert library.passages_with([asked]) == {asked: 1}
    library.close()

"""Words as the full-text index sees them."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from documents.storage.sqlite.library import SqliteLibrary
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


def test_the_stemmer_is_used_by_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    # It keeps the word that it is at in itself: two threads in it made half-words, or an IndexError.
    class Stemmer:
        def stemWord(self, word: str) -> str:  # its own name
            self.word = word
            time.sleep(0.001)
            return self.word

    shared = Stemmer()
    monkeypatch.setattr("index.words._stemmer", lambda: shared)
    wanted = [f"word{number}" for number in range(32)]
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(stem, wanted)) == wanted
    finally:
        stem.cache_clear()

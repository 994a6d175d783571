"""Which documents are of one kind, and which of them is later."""

import dataclasses

import pytest

from assistant.showing.families import are_alike, newer
from documents.types import Source


def source(number: int, title: str, date: str | None, **changes: object) -> Source:
    made = Source(
        id=f"s{number}",
        uri=f"text:{title}",
        uris=(f"text:{title}",),
        title=title,
        media_type="text/plain",
        sha256="",
        version=1,
        added_at="2026-01-01",
        date=date,
        pages=None,
        passages=1,
        dated_by="text",
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


SOURCES = [
    source(1, "Minutes of the rowing club, 4 March 2024", "2024-03-04"),
    source(2, "Minutes of the rowing club, 7 October 2024", "2024-10-07"),
    source(3, "Minutes of the rowing club, 3 March 2025", "2025-03-03"),
    source(4, "Accounts of the harbour 2025", "2025-12-31"),
    source(5, "Minutes of the rowing club", None),
    source(6, "Minutes of the rowing club, copy", "2026-02-02", dated_by="file"),
]


@pytest.mark.parametrize(
    ("source_id", "later"),
    [("s1", ["s3", "s2"]), ("s2", ["s3"]), ("s3", []), ("s4", []), ("s5", []), ("s6", [])],
)
def test_the_later_ones_of_the_same_kind_the_newest_first(source_id, later):
    assert [one.id for one in newer(source_id, SOURCES)] == later


def test_nothing_is_later_than_a_source_that_is_gone():
    assert newer("gone", SOURCES) == []


@pytest.mark.parametrize(
    ("title", "other", "alike"),
    [
        ("Price list, 3 May 2024", "Price list, edition of 2025", True),
        ("Price list 2024", "House rules 2024", False),
        ("Newsletter 14", "Newsletter 15", True),
        ("Newsletter 14", "Handbook 15", False),
        ("2024", "2025", False),  # numbers alone say nothing
        ("Minutes of the garden committee", "Minutes of the rowing club", False),
        ("Protokoll der Sitzung vom 3. Mai", "Protokoll der Sitzung vom 4. Juni", True),
    ],
)
def test_titles_of_one_kind(title, other, alike):
    assert are_alike(title, other) is alike and are_alike(other, title) is alike

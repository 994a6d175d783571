"""The library's passages as a store takes them, and what it is to do after changes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from documents.errors import UnknownSource
from documents.library import Change, Library
from documents.types import Passage
from index.stores.dense import VectorRecord

STEP = 5000  # records that are in memory at a time


def records(library: Library, ids: Sequence[str]) -> list[VectorRecord]:
    """The passages with these ids, with vectors and titles; ids that are gone are left out."""
    vectors = dict(zip(*library.vectors(ids), strict=True))
    passages = [passage for passage in library.passages(ids) if passage.id in vectors]
    title_of = titles(library, passages)
    return [
        VectorRecord(passage.id, vectors[passage.id], passage.text, metadata_of(passage, title))
        for passage in passages
        if (title := title_of.get((passage.source_id, passage.version))) is not None
    ]


def batches(library: Library, ids: Sequence[str], step: int = STEP) -> Iterator[list[VectorRecord]]:
    """As `records`, so many at a time."""
    return (records(library, ids[start : start + step]) for start in range(0, len(ids), step))


def metadata_of(passage: Passage, title: str | None) -> dict[str, str | int]:
    """What a record says of its passage, without what there is none of."""
    values: dict[str, str | int | None] = {
        "source_id": passage.source_id,
        "version": passage.version,
        "title": title,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "headings": " › ".join(passage.headings) or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def titles(library: Library, passages: Iterable[Passage]) -> dict[tuple[str, int], str]:
    """The title of each version, but of sources that were removed a moment ago."""
    titles_by_version: dict[tuple[str, int], str] = {}
    for source_id, version in {(passage.source_id, passage.version) for passage in passages}:
        with suppress(UnknownSource):
            titles_by_version[source_id, version] = library.title(source_id, version)[0]
    return titles_by_version


def extent(changes: Sequence[Change]) -> int:
    """How many passages come or go by all changes."""
    return sum(len(change.added) + len(change.deleted) for change in changes)


def net_changes(changes: Sequence[Change]) -> tuple[list[str], list[str]]:
    """The ids that came and that went by all changes, to be deleted first and added then.

    >>> net_changes([Change("a", added=("1", "2")), Change("a", added=("3",), deleted=("1",))])
    (['2', '3'], ['1'])
    """
    added: dict[str, None] = {}
    deleted: dict[str, None] = {}
    for change in changes:
        for gone in change.deleted:
            added.pop(gone, None)
        deleted.update(dict.fromkeys(change.deleted))
        added.update(dict.fromkeys(change.added))
    return list(added), list(deleted)

"""Exact search: of half the memory of whole vectors, and to the bit the same."""

import numpy as np
import pytest

from documents.errors import EmbedderChanged, StorageFailed
from documents.library import Vectors
from documents.storage.sqlite.library import SqliteLibrary
from index.stores.exact import ExactIndex, ExactSearch, nearest
from tests.library_building import EMBEDDER, store


@pytest.fixture
def library(library: SqliteLibrary) -> SqliteLibrary:
    for number in range(30):
        store(library, f"/{number}", f"The ferry number {number} sails to harbour {number % 7}.")
    return library


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.stores.exact.LOADED", 7)
    monkeypatch.setattr("index.stores.exact.WHOLE", 64)


def unit(rows: Vectors) -> Vectors:
    scaled: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def halves(rows: Vectors) -> np.ndarray[tuple[int, int], np.dtype[np.float16]]:
    return rows.astype(np.float16)


@pytest.mark.parametrize("dimensions", [1, 8, 37, 384])
def test_scores_and_order_are_to_the_bit_those_of_whole_vectors(dimensions: int) -> None:
    random = np.random.default_rng(dimensions)
    stored = halves(unit(random.normal(size=(1000, dimensions)).astype(np.float32)))
    names = [f"{number:04}" for number in random.permutation(1000)]
    whole = stored.astype(np.float32)
    for query in unit(random.normal(size=(20, dimensions)).astype(np.float32)):
        assert ExactIndex(names, stored).query(query, 50) == nearest(names, whole @ query, 50)


def test_ids_decide_which_of_the_ties_stay() -> None:
    names = [f"{number:03}" for number in reversed(range(100))]
    index = ExactIndex(names, np.ones((100, 1), dtype=np.float16))
    assert index.query(np.ones(1, dtype=np.float32), 3) == [("000", 1.0), ("001", 1.0), ("002", 1.0)]


def test_the_smallest_numbers_and_zeros_of_either_sign_are_right() -> None:
    every = np.arange(65536, dtype=np.uint16).view(np.float16)
    stored = every[np.isfinite(every)].reshape(-1, 1)
    names = [f"{number:05}" for number in range(len(stored))]
    one = np.ones(1, dtype=np.float32)
    assert dict(ExactIndex(names, stored).query(one, len(names))) == {
        name: float(value) for name, value in zip(names, stored[:, 0], strict=True)
    }


def test_a_library_is_read_a_few_at_a_time(library: SqliteLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    query = EMBEDDER.embed(["the ferry to harbour 3"])[0]
    names, vectors = library.vectors()
    expected = nearest(names, vectors @ query, 9)
    plain = library.vectors
    monkeypatch.setattr(
        library, "vectors", lambda ids: plain(ids) if len(ids) <= 7 else pytest.fail("too many")
    )
    assert ExactSearch(library).query(query, 9) == expected


def test_chosen_sources_are_searched_alone(library: SqliteLibrary) -> None:
    query = EMBEDDER.embed(["the ferry to harbour 3"])[0]
    chosen, search = sorted(library.source_ids())[:12], ExactSearch(library)
    for some in (chosen, chosen[:2]):
        names, vectors = library.vectors_of(some)
        assert search.query(query, 5, some) == nearest(names, vectors @ query, 5)


def test_what_goes_while_it_is_read_is_left_out(
    library: SqliteLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, ids = library.sources()[0].id, library.passage_ids()
    monkeypatch.setattr(library, "passage_ids", lambda: ids)
    library.remove(first)
    found = ExactSearch(library).query(EMBEDDER.embed(["ferry"])[0], 100)
    assert {name for name, _ in found} == set(ids) - {name for name in ids if name.startswith(first)}


def test_vectors_of_different_lengths_and_of_another_model_are_one_sentence(
    library: SqliteLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EmbedderChanged, match="256 numbers, those of the search model 8"):
        ExactSearch(library).query(np.ones(8, dtype=np.float32), 3)
    plain, last = library.vectors, library.passage_ids()[-1]

    def damaged(ids: list[str]) -> tuple[list[str], Vectors]:
        names, vectors = plain(ids)
        return names, vectors[:, :8] if last in ids else vectors

    monkeypatch.setattr(library, "vectors", damaged)
    with pytest.raises(StorageFailed, match="they differ in length"):
        ExactSearch(library).query(EMBEDDER.embed(["ferry"])[0], 3)


def test_nothing_is_found_where_nothing_is_asked_for(library: SqliteLibrary) -> None:
    assert ExactSearch(library).query(EMBEDDER.embed(["ferry"])[0], 0) == []
    assert ExactIndex([], np.zeros((0, 8), dtype=np.float16)).query(np.ones(8, dtype=np.float32), 3) == []

"""The contract of a dense index, run on every one there is."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from documents.library import Vectors
from index.stores.chroma import ChromaIndex, connect
from index.stores.dense import DenseIndex, VectorRecord
from index.stores.exact import ExactIndex
from index.stores.registry import store_named

DIMENSIONS = 8


def axis(number: int) -> Vectors:
    """The unit vector along one axis."""
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[number] = 1.0
    return vector


def towards(first: int, second: int, share: float) -> Vectors:
    """A unit vector between two axes, with this cosine to the first."""
    return (share * axis(first) + np.sqrt(1 - share**2) * axis(second)).astype(np.float32)


def records(ids: Sequence[str], vectors: Vectors) -> list[VectorRecord]:
    return [VectorRecord(name, vector) for name, vector in zip(ids, vectors, strict=True)]


def rows(*vectors: Vectors) -> Vectors:
    return np.stack(vectors)


@pytest.fixture(params=["chroma", "chroma_server", "simple"])
def dense(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DenseIndex]:
    if request.param == "chroma_server":
        server = connect(request.getfixturevalue("chroma_server").url, "")
        name = f"contract-{uuid4().hex}"
        yield server.collection(name)
        server.drop(name)
        server.close()
        return
    if request.param == "simple":
        request.getfixturevalue("example_package")
    (tmp_path / "store").mkdir()
    index = store_named(request.param).open_index(tmp_path / "store")
    yield index
    index.close()


def test_an_empty_index_finds_nothing(dense: DenseIndex) -> None:
    assert dense.query(axis(0), 5) == []
    assert (len(dense), dense.ids()) == (0, set())


def test_what_was_added_is_there(dense: DenseIndex) -> None:
    dense.add(records(["a", "b"], rows(axis(0), axis(1))))
    assert (len(dense), dense.ids()) == (2, {"a", "b"})


def test_the_nearest_comes_first_with_its_cosine(dense: DenseIndex) -> None:
    dense.add(records(["far", "near", "middle"], rows(axis(1), axis(0), towards(0, 1, 0.6))))
    found = dense.query(axis(0), 3)
    assert [name for name, _ in found] == ["near", "middle", "far"]
    assert [score for _, score in found] == pytest.approx([1.0, 0.6, 0.0], abs=1e-5)


def test_ties_go_by_id(dense: DenseIndex) -> None:
    dense.add(records(["c", "a", "d", "b"], rows(axis(0), axis(0), axis(1), axis(0))))
    assert [name for name, _ in dense.query(axis(0), 4)] == ["a", "b", "c", "d"]


def test_k_limits_what_is_found(dense: DenseIndex) -> None:
    dense.add(records(["a", "b", "c"], rows(towards(0, 1, 0.9), towards(0, 1, 0.8), towards(0, 1, 0.7))))
    assert [name for name, _ in dense.query(axis(0), 2)] == ["a", "b"]


def test_k_may_be_larger_than_the_index(dense: DenseIndex) -> None:
    dense.add(records(["a", "b"], rows(axis(0), axis(1))))
    assert len(dense.query(axis(0), 1000)) == 2


def test_k_of_zero_finds_nothing(dense: DenseIndex) -> None:
    dense.add(records(["a"], rows(axis(0))))
    assert dense.query(axis(0), 0) == []


def test_an_id_that_is_there_gets_the_new_vector(dense: DenseIndex) -> None:
    dense.add(records(["a", "b"], rows(axis(0), axis(1))))
    dense.add(records(["a"], rows(axis(2))))
    assert len(dense) == 2
    assert dense.query(axis(2), 1)[0] == ("a", pytest.approx(1.0, abs=1e-5))


def test_adding_nothing_changes_nothing(dense: DenseIndex) -> None:
    dense.add(records(["a"], rows(axis(0))))
    dense.add(records([], np.zeros((0, DIMENSIONS), dtype=np.float32)))
    assert dense.ids() == {"a"}


def test_deleted_ids_are_not_found_again(dense: DenseIndex) -> None:
    dense.add(records(["a", "b", "c"], rows(axis(0), axis(1), axis(2))))
    dense.delete(["a", "c"])
    assert dense.ids() == {"b"}
    assert [name for name, _ in dense.query(axis(0), 5)] == ["b"]


def test_unknown_ids_are_ignored_when_deleting(dense: DenseIndex) -> None:
    dense.add(records(["a"], rows(axis(0))))
    dense.delete(["nothing", "a", "never"])
    assert dense.ids() == set()


def test_deleting_an_empty_list_deletes_nothing(dense: DenseIndex) -> None:
    dense.add(records(["a"], rows(axis(0))))
    dense.delete([])
    dense.delete(name for name in ())
    assert dense.ids() == {"a"}


def test_a_deleted_id_can_come_back(dense: DenseIndex) -> None:
    dense.add(records(["a"], rows(axis(0))))
    dense.delete(["a"])
    dense.add(records(["a"], rows(axis(1))))
    assert dense.query(axis(1), 1)[0] == ("a", pytest.approx(1.0, abs=1e-5))


def test_more_ids_than_chroma_takes_at_once_can_be_added_and_deleted(dense: DenseIndex) -> None:
    names = [f"{number:05}" for number in range(5600)]
    vectors = np.random.default_rng(7).normal(size=(5600, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    dense.add(records(names, vectors))
    assert len(dense) == 5600
    assert dense.query(vectors[5599], 1)[0][0] == "05599"
    dense.delete(names[:5500])
    assert dense.ids() == set(names[5500:])


def test_chroma_and_exact_search_agree(tmp_path: Path) -> None:
    names = [f"{number:03}" for number in range(300)]
    vectors = np.random.default_rng(3).normal(size=(300, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    exact, chroma = ExactIndex(names, vectors.astype(np.float16)), ChromaIndex(tmp_path / "chroma")
    chroma.add(records(names, vectors.astype(np.float16).astype(np.float32)))
    for query in vectors[:10]:
        assert [name for name, _ in chroma.query(query, 10)] == [name for name, _ in exact.query(query, 10)]
    chroma.close()

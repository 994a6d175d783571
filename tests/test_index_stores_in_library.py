"""Search is the same wherever words and vectors lie: the contract of `search` on every library and index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from documents.library import Library
from documents.storage.postgres.library import PostgresLibrary
from documents.storage.sqlite.library import SqliteLibrary
from index.search import search
from index.spelling import Spelling
from index.stores.dense import SearchIndex
from index.stores.in_library import LibraryIndex
from index.types import Hit
from tests.library_building import EMBEDDER, current_index, new_version

FERRY = "The ferry sails at nine. It takes twenty people.\n\nDogs travel free of charge on all days."
LAMP = "The lamp is lit at dusk. The keeper climbs one hundred steps to it with oil."
TUNNEL = "The polytunnel stands behind the Lighthouse. Tomatoes grow in it on 2024-11-05."


@dataclass(frozen=True)
class Place:
    """A library with what is searched of it."""

    library: Library
    index: SearchIndex

    def store(self, uri: str, text: str) -> str:
        change = self.library.store(new_version(uri, text))
        self.index.apply(change)
        return change.source_id

    def search(self, query: str, k: int = 10, sources: list[str] | None = None) -> list[Hit]:
        return search(
            query,
            library=self.library,
            dense=self.index,
            embedder=EMBEDDER,
            spelling=Spelling(self.library),
            k=k,
            sources=sources,
        )


def exact(request: pytest.FixtureRequest, home: Path) -> Place:
    library = SqliteLibrary(home)
    return Place(library, current_index(library, home))


def chroma(request: pytest.FixtureRequest, home: Path) -> Place:
    place = exact(request, home)
    place.index.use_store()
    return place


def postgres(request: pytest.FixtureRequest, home: Path) -> Place:
    library = PostgresLibrary(request.getfixturevalue("database"))
    return Place(library, LibraryIndex(library))


PLACES: dict[str, Callable[[pytest.FixtureRequest, Path], Place]] = {
    "exact": exact,
    "chroma": chroma,
    "postgres": postgres,
}


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in PLACES])
def place(request: pytest.FixtureRequest, home: Path) -> Iterator[Place]:
    made = PLACES[request.param](request, home)
    yield made
    made.index.close()
    made.library.close()


def test_an_empty_library_finds_nothing(place: Place) -> None:
    assert place.search("ferry") == []


@pytest.mark.parametrize("query", ["When does the ferry sail with dogs?", "tomatoes on 2024-11-05", "steps"])
def test_words_and_meaning_are_added_up_the_same_way_everywhere(
    place: Place, request: pytest.FixtureRequest, tmp_path: Path, query: str
) -> None:
    reference = exact(request, tmp_path / "reference")
    for uri, text in (("/ferry", FERRY), ("/lamp", LAMP), ("/tunnel", TUNNEL)):
        place.store(uri, text)
        reference.store(uri, text)
    found, wanted = place.search(query), reference.search(query)
    reference.library.close()
    assert [(hit.passage, hit.origin) for hit in found] == [(hit.passage, hit.origin) for hit in wanted]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=1e-3)


def test_chosen_sources_alone_are_searched(place: Place) -> None:
    place.store("/ferry", FERRY)
    lamp = place.store("/lamp", LAMP)
    assert {hit.passage.source_id for hit in place.search("ferry", sources=[lamp])} == {lamp}
    assert place.search("ferry", sources=["unknown"]) == []


def test_a_new_version_takes_the_place_of_the_old_one(place: Place) -> None:
    place.store("/a", FERRY)
    place.store("/a", LAMP)
    place.index.settle()
    assert all("ferry" not in hit.passage.text for hit in place.search("ferry"))


def test_what_was_removed_is_not_found(place: Place) -> None:
    ferry = place.store("/ferry", FERRY)
    place.store("/lamp", LAMP)
    place.index.apply(place.library.remove(ferry))
    place.index.settle()
    assert all(hit.passage.source_id != ferry for hit in place.search("ferry"))


def test_no_more_than_k_are_found(place: Place) -> None:
    place.store("/lamp", LAMP * 5)
    assert len(place.search("lamp", k=2)) == 2


@pytest.mark.parametrize(
    ("query", "mended"),
    [("poly tunnel", "polytunnel"), ("the lihgthouse", "the Lighthouse"), ("tommatoes", "Tomatoes")],
)
def test_a_query_is_put_in_the_library_s_words(place: Place, query: str, mended: str) -> None:
    place.store("/tunnel", TUNNEL)
    assert Spelling(place.library).mended(query) == mended


def test_the_index_says_how_it_is_and_can_be_made_again(place: Place) -> None:
    place.store("/ferry", FERRY)
    place.index.settle()
    before = place.search("ferry")
    place.index.remake()
    assert [hit.passage for hit in place.search("ferry")] == [hit.passage for hit in before]
    assert place.index.check().ok

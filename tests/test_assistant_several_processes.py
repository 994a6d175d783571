"""Several processes on one library, or several libraries in one place: nobody takes what is another's."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from assistant.assistant import EXAMPLES, Assistant
from assistant.settings import load_settings
from documents.errors import BadValue
from documents.inputs import PastedText
from documents.library import Vectors
from tests.fakes import WordHashEmbedder
from tests.packing import zipped
from tests.postgres_server import PostgresServer

FERRY = PastedText("Ferry", "The Marigold was built in 1974 at the yard of Tam Orrick.")
DOGS = PastedText("Dogs", "Dogs travel free of charge on the Petrel.")
LAMP = PastedText("Lamp", "The lamp is lit at dusk.")


class Interrupted(WordHashEmbedder):
    """A search model in whose next work something happens, once it is told what."""

    happens: Callable[[], None] | None = None

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        happens, self.happens = self.happens, None
        if happens is not None:
            happens()
        return super().embed(texts, progress)


def opened(
    home: Path, library: str = "embedded", originals: str = "", embedder: WordHashEmbedder | None = None
) -> Assistant:
    settings = load_settings(home, {"reranker": "none", "library": library, "originals": originals})
    return Assistant.with_settings(settings, embedder=embedder or WordHashEmbedder(), open_model=lambda: None)


@pytest.fixture
def two(tmp_path: Path, database: str) -> Iterator[tuple[Assistant, Assistant]]:
    """Two of one library, with one place of the original files."""
    share = str(tmp_path / "share")
    with opened(tmp_path / "one", database, share, Interrupted()) as one:
        with opened(tmp_path / "two", database, share) as other:
            yield one, other


def just_before(assistant: Assistant, happens: Callable[[], object]) -> None:
    """Has something happen while it waits for its turn to change the library."""
    exclusive: Callable[..., AbstractContextManager[None]] = assistant.library.exclusive

    @contextmanager
    def waiting(*names: str) -> Iterator[None]:
        assistant.library.exclusive = exclusive  # type: ignore[method-assign]
        happens()
        with exclusive(*names):
            yield

    assistant.library.exclusive = waiting  # type: ignore[method-assign]


def statuses(assistant: Assistant) -> list[str]:
    """What becomes of all documents when they are read again: it fails where an original is gone."""
    return [entry.status for entry in assistant.rebuild(reread=True).entries]


# Libraries in one place


@pytest.mark.parametrize("first", ["embedded", "postgres"])
@pytest.mark.parametrize("place", ["", "{tmp}/share", "memory://bucket-{name}/originals"])
def test_two_libraries_may_keep_their_originals_in_one_place(
    home: Path, tmp_path: Path, postgres: PostgresServer, database: str, first: str, place: str
) -> None:
    originals = place.format(tmp=tmp_path, name=tmp_path.name)
    libraries = ["embedded" if first == "embedded" else postgres.new_database(), database]
    for library, text in zip(libraries, (FERRY, DOGS), strict=True):
        with opened(home, library, originals) as one:
            one.add([text, LAMP])
    for library in libraries:  # each sweeps with the first change of a process
        with opened(home, library, originals) as one:
            one.remove(one.sources()[1].id)
    for library, text in zip(libraries, (FERRY, DOGS), strict=True):
        with opened(home, library, originals) as one:
            assert [source.title for source in one.sources()] == [text.title]
            assert statuses(one) == ["unchanged"]
            assert {check.name: check.ok for check in one.doctor()}["originals"]


def test_an_embedded_library_has_its_originals_in_the_folder_files(home: Path) -> None:
    with opened(home) as one:
        one.add([FERRY])
        assert [path.name for path in (home / "files").iterdir()] == [one.sources()[0].sha256]
        assert one.library.note("own_name") is None


# Removing, while another process adds


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "box.zip"
    path.write_bytes(zipped({"a.txt": FERRY.text, "b.txt": DOGS.text}))
    return path


@pytest.mark.parametrize("way", ["remove", "erase"])
def test_an_archive_that_goes_leaves_what_came_by_another_way_meanwhile(
    two: tuple[Assistant, Assistant], archive: Path, way: str
) -> None:
    one, other = two
    one.add([archive])
    just_before(one, lambda: other.add([FERRY]))
    getattr(one, way)(str(archive))
    assert [source.uris for source in other.sources()] == [("text:Ferry",)]
    assert statuses(other) == ["unchanged"]


@pytest.mark.parametrize("way", ["remove", "erase"])
def test_an_archive_goes_whole_where_a_part_of_it_went_meanwhile(
    two: tuple[Assistant, Assistant], archive: Path, way: str
) -> None:
    one, other = two
    one.add([archive])
    just_before(one, lambda: other.remove(one.sources()[0].id))
    getattr(one, way)(str(archive))
    assert other.sources() == []


def test_examples_that_go_leave_what_somebody_added_meanwhile(
    two: tuple[Assistant, Assistant], tmp_path: Path
) -> None:
    one, other = two
    one.add([FERRY, DOGS], tag=EXAMPLES)
    just_before(one, lambda: other.add([PastedText("Mine", FERRY.text)]))
    assert one.remove_examples() == 2
    assert [source.uris for source in other.sources()] == [("text:Mine",)]
    assert other.library.sources(tag=EXAMPLES) == []


def test_an_erasing_leaves_the_bytes_that_are_being_added(two: tuple[Assistant, Assistant]) -> None:
    """They are kept before the version that needs them is stored."""
    one, other = two
    one.add([FERRY])
    other.add([DOGS])
    ferry, _ = one.sources()
    held: list[str] = []
    unused = one.queue.unused

    def watched(names):  # type: ignore[no-untyped-def]
        rows = one.library.database.rows(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
        )
        held.append("held" if rows else "free")
        return unused(names)

    one.queue.unused = watched  # type: ignore[method-assign]
    one.erase(ferry.id)
    assert held and set(held) == {"held"}


# What is read or embedded again, while another process removes it


def test_what_is_removed_while_it_is_read_again_does_not_come_back(two: tuple[Assistant, Assistant]) -> None:
    one, other = two
    one.add([FERRY, DOGS])
    ferry, dogs = one.sources()
    with one.library.database.transaction() as connection:
        connection.execute("UPDATE versions SET reader = 'text-0'")
    one._embedder._embedder.happens = lambda: other.remove(ferry.id)  # type: ignore[attr-defined]
    entries = one.reread([ferry.id, dogs.id]).entries
    assert [entry.status for entry in entries] == ["unchanged", "replaced"]
    assert "another process has removed" in entries[0].message
    assert [source.title for source in other.sources()] == ["Dogs"]


def test_what_got_a_later_version_while_it_was_read_again_keeps_it(
    two: tuple[Assistant, Assistant], tmp_path: Path
) -> None:
    one, other = two
    path = tmp_path / "a.txt"
    path.write_text(FERRY.text)
    one.add([path])
    (source,) = one.sources()
    with one.library.database.transaction() as connection:
        connection.execute("UPDATE versions SET reader = 'text-0'")
    path.write_text(DOGS.text)
    one._embedder._embedder.happens = lambda: other.add([path])  # type: ignore[attr-defined]
    assert [entry.status for entry in one.reread([source.id]).entries] == ["unchanged"]
    assert one.text(source.id) == DOGS.text


def test_a_removal_during_a_rebuild_does_not_end_it(two: tuple[Assistant, Assistant]) -> None:
    one, other = two
    one.add([FERRY, DOGS])
    ferry, _ = one.sources()
    one._embedder._embedder.happens = lambda: other.remove(ferry.id)  # type: ignore[attr-defined]
    one.rebuild()
    assert [entry.status for entry in other.add([LAMP]).entries] == ["added"]
    assert [source.title for source in other.sources()] == ["Dogs", "Lamp"]


# Settings that are for one process


def test_a_store_of_one_process_is_refused_for_a_shared_library(home: Path, database: str) -> None:
    settings = load_settings(home, {"reranker": "none", "library": database, "index": "chroma"})
    with pytest.raises(BadValue, match="one process writes to") as told:
        Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None)
    assert "auto" in told.value.next_step

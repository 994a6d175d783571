"""A library moved to another place is the same there, also after a stop in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant, examples_folder
from assistant.build import open_place, place_at
from assistant.cli.main import main
from assistant.cli.session import showing_far
from assistant.export.control_characters import CLEAR, harmless_output
from assistant.moving import ARRIVING, LibraryPlace, move
from assistant.settings import Settings, load_settings
from documents.errors import BadValue, LibraryError, StorageFailed
from documents.inputs import PastedText
from documents.storage import copying
from documents.storage.originals import Originals
from tests.fakes import WordHashEmbedder
from tests.packing import zipped

DOCS = Path(__file__).resolve().parents[1] / "docs" / "postgres.md"
EXAMPLES = ("passenger-faq.md", "price-list-2025.pdf")
QUERIES = ("When does the ferry sail?", "dogs", "lifejackets on deck", "How much is a ticket for a child?")


def opened(settings: Settings) -> Assistant:
    return Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None)


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Settings:
    """Settings of a library with examples, an old version, an archive, a removal and a conversation."""
    settings = load_settings(home, {"reranker": "none"})
    changing = tmp_path / "changing.txt"
    changing.write_text("The old lamp is lit at dusk.")
    packed = tmp_path / "box.zip"
    packed.write_bytes(zipped({"a.txt": b"A lamp in a box.", "b.txt": b"A boat in a box."}))
    with opened(settings) as assistant:
        examples = [examples_folder() / name for name in EXAMPLES]
        assistant.add([*examples, changing, packed, PastedText("Gone", "Nobody misses this text.")])
        changing.write_text("The new lamp is lit at dawn.")
        assistant.add([changing, PastedText("Odd", "Ünïcode \N{SHIP} and e\u0301; see the pier.")])
        assistant.remove(next(one.id for one in assistant.sources() if one.title == "Gone"))
        talk = assistant.conversations.add_turn(QUERIES[0], assistant.ask(QUERIES[0]).to_dict())
        assistant.conversations.add_turn(QUERIES[1], assistant.ask(QUERIES[1]).to_dict(), talk)
    return settings


def state(settings: Settings) -> object:
    """All that can be told of a library from outside, with what it finds."""
    with opened(settings) as assistant:
        library = assistant.library
        sources = assistant.sources()
        return (
            [replace(source, passages=source.passages) for source in sources],
            [library.text(one.id, version) for one in sources for version in library.versions(one.id)],
            [library.blocks(one.id) for one in sources],
            [library.passages_of(one.id) for one in sources],
            library.removals(),
            library.vocabulary(),
            [
                (hit.passage, round(hit.score, 2), hit.origin)
                for query in QUERIES
                for hit in assistant.search(query)
            ],
            [(one, assistant.conversations.turns(one.id)) for one in assistant.conversations.all()],
            library.note("embedder"),
        )


def moved(here: Settings, target: str) -> Settings:
    goal = place_at(here, target)
    with open_place(here) as one, open_place(goal) as other:
        move(one, other)
    return goal


def test_there_and_back_everything_is_the_same(settings: Settings, database: str, tmp_path: Path) -> None:
    before = state(settings)
    there = moved(settings, database)
    assert state(there) == before
    back = moved(there, str(tmp_path / "back"))
    assert state(back) == before
    assert Originals(back.home).names() == Originals(settings.home).names()


def test_back_to_the_data_folder_after_its_library_was_taken_away_as_it_says(
    settings: Settings, database: str, tmp_path: Path
) -> None:
    before = state(settings)
    there = moved(settings, database)
    with pytest.raises(LibraryError, match="moved there before") as told:
        moved(there, "embedded")
    for name in ("library.db", "library.db-wal", "library.db-shm"):
        assert name in told.value.next_step and name in DOCS.read_text(encoding="utf-8")
    (tmp_path / "before").mkdir()
    for path in settings.home.glob("library.db*"):
        path.rename(tmp_path / "before" / path.name)
    assert state(moved(there, "embedded")) == before


@pytest.mark.parametrize(
    "target", ["postgresql://me@127.0.0.1:1/library", "/proc/footnote", "postgresql://x"]
)
def test_what_is_amiss_with_the_place_is_looked_for_where_it_was_given(
    settings: Settings, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(settings.home), "move", "--to", target]) == 1
    said = capsys.readouterr().err
    assert "setting library" not in said and "FOOTNOTE_HOME" not in said
    assert "after --to" in said or "Give an address such as" in said


def test_a_fault_of_the_library_itself_is_looked_for_in_the_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOOTNOTE_LIBRARY", "postgresql://me@127.0.0.1:1/library")
    assert main(["--home", str(home), "move", "--to", "embedded"]) == 1
    assert "in the setting library" in capsys.readouterr().err


def test_one_document_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with harmless_output(), showing_far() as show:  # as every command is run
        show("document", 0, 1)
        show("document", 0, 2)
    assert capsys.readouterr().err.split(CLEAR) == ["", "0 of 1 document", "0 of 2 documents", ""]


def test_a_place_with_another_library_is_refused(settings: Settings, database: str, tmp_path: Path) -> None:
    other = replace(settings, home=tmp_path / "other", library=database)
    with opened(other) as assistant:
        assistant.add([PastedText("Mine", "My own words.")])
    with pytest.raises(LibraryError, match=r"another library at .* already; nothing was copied"):
        moved(settings, database)
    with opened(other) as assistant:
        assert [one.title for one in assistant.sources()] == ["Mine"]


def test_a_library_is_not_moved_to_where_it_is(settings: Settings, database: str) -> None:
    with pytest.raises(BadValue, match="there already"):
        place_at(settings, "embedded")
    moved(settings, database)
    with pytest.raises(LibraryError, match="this library, moved there before"):
        moved(settings, database)


class Stop(BaseException):
    """What a kill does to the process, as far as the library can tell."""


def test_after_a_stop_it_goes_on_and_brings_what_changed(settings: Settings, database: str) -> None:
    goal = place_at(settings, database)
    before = state(settings)
    with pytest.raises(Stop), open_place(settings) as here, open_place(goal) as there:
        move(here, there, progress=stop_at("conversation"))
    with open_place(goal) as there:
        assert there.library.note(ARRIVING) and there.library.sources()
        source_id = there.library.sources()[0].id
        there.library.remove(source_id)  # as if it had come to the other place only now
    with open_place(settings) as here, open_place(goal) as there:
        assert move(here, there).copied == 1  # that one
    assert state(goal) == before


def stopped(settings: Settings, target: str) -> Settings:
    """The settings of a place where a move was stopped when all but the original files had come."""
    goal = place_at(settings, target)
    with pytest.raises(Stop), open_place(settings) as here, open_place(goal) as there:
        move(here, there, progress=stop_at("original file"))
    return goal


def test_nothing_is_added_to_a_library_that_has_not_all_come(settings: Settings, tmp_path: Path) -> None:
    goal = stopped(settings, str(tmp_path / "there"))
    text = PastedText("Mine", "My own words.")
    with opened(goal) as assistant:
        with pytest.raises(LibraryError, match="still being moved here"):
            assistant.add([text])
        with pytest.raises(LibraryError, match="still being moved here"):
            list(assistant.put([text]))
        with open_place(settings) as here, open_place(goal) as there:  # not held up by the refused one
            move(here, there)
        assert [one.status for one in assistant.add([text]).entries] == ["added"]


@pytest.mark.parametrize("what", ["document", "conversation", "turn"])
def test_what_was_written_to_a_place_that_has_not_all_come_is_kept(
    settings: Settings, tmp_path: Path, what: str
) -> None:
    goal = stopped(settings, str(tmp_path / "there"))
    with opened(goal) as assistant:
        if what == "document":
            assistant.library.set_note(ARRIVING, "")  # as an earlier Footnote, which did not look at it
            assistant.add([PastedText("Mine", "My own words.")])
            with opened(settings) as here_too:
                assistant.library.set_note(ARRIVING, here_too.library.note("library_id") or "")
        else:
            talk = assistant.conversations.all()[0].id if what == "turn" else None
            answer = assistant.ask(QUERIES[2]).to_dict()
            assistant.conversations.add_turn(QUERIES[2], answer, talk)
    before = state(goal)
    with (
        open_place(settings) as here,
        open_place(goal) as there,
        pytest.raises(LibraryError, match="that are not here"),
    ):
        move(here, there)
    assert state(goal) == before


def test_what_others_change_meanwhile_is_told_and_brought_by_the_next(
    settings: Settings, database: str, tmp_path: Path
) -> None:
    there, back = (
        moved(settings, database),
        place_at(replace(settings, library=database), str(tmp_path / "b")),
    )

    def change(what: str, done: int, total: int) -> None:
        if (what, done) == ("document", total):
            with opened(replace(there, home=tmp_path / "other")) as other:
                other.add([PastedText("Odd", "Another text under the same name.")])

    with (
        open_place(there) as here,
        open_place(back) as goal,
        pytest.raises(StorageFailed, match="changed while it was copied"),
    ):
        move(here, goal, progress=change)
    with open_place(there) as here, open_place(back) as goal:
        assert move(here, goal).copied == 1
    assert state(back) == state(there)


def stop_at(wanted: str):  # type: ignore[no-untyped-def]
    def told(what: str, done: int, total: int) -> None:
        if what == wanted:
            raise Stop

    return told


def test_what_does_not_arrive_as_it_was_sent_is_told(
    settings: Settings, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = copying.put_source

    def bent(library, connection, rows):  # type: ignore[no-untyped-def]
        put(library, connection, replace(rows, vectors=rows.vectors * 0.5))

    monkeypatch.setattr(copying, "put_source", bent)
    with pytest.raises(StorageFailed, match="did not arrive as it was sent"):
        moved(settings, database)


@pytest.fixture
def slow_child(settings: Settings, database: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that moves the library and waits after each group of documents."""
    command = [sys.executable, "-m", "tests.moving_child", str(settings.home), database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        yield child


def test_killed_in_the_middle_and_started_again_it_is_the_same(
    settings: Settings, database: str, slow_child: "subprocess.Popen[str]"
) -> None:
    assert slow_child.stdout is not None
    slow_child.stdout.readline()
    slow_child.send_signal(signal.SIGKILL)
    slow_child.wait()
    goal = place_at(settings, database)
    with open_place(goal) as there:
        assert 0 < len(there.library.sources())
    assert state(moved(settings, database)) == state(settings)


def test_the_command_says_what_is_where(
    settings: Settings, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--home", str(settings.home), "move", "--to", database])
    said = capsys.readouterr().out
    assert "the same to the letter" in said and "FOOTNOTE_LIBRARY" in said


def test_originals_go_along_to_another_place(settings: Settings, database: str, tmp_path: Path) -> None:
    goal = replace(place_at(settings, database), originals=f"file://{tmp_path}/share")
    with open_place(settings) as here, open_place(goal) as there:
        assert isinstance(there, LibraryPlace)
        count = move(here, there).originals
    (folder,) = (tmp_path / "share").iterdir()
    assert count == len(os.listdir(folder)) == len(os.listdir(settings.home / "files"))
    with opened(goal) as assistant:
        assert {entry.status for entry in assistant.rebuild(reread=True).entries} == {"unchanged"}

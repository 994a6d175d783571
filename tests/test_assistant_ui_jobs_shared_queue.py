"""What several processes add, as every page shows it; cancelled and tried again from any of them."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.cli import show
from assistant.settings import load_settings
from assistant.tasks import handover
from assistant.tasks.worker import Worker
from assistant.ui.jobs import shared_queue
from assistant.ui.jobs.adding import Adding
from assistant.ui.panels.library import LibraryPanel
from assistant.ui.views.lines import LineRow
from documents.inputs import PastedText, Upload
from tests.building import build_assistant
from tests.fakes import WordHashEmbedder

SOON = 20.0  # seconds
FERRY = "The ferry sails at nine."


def wait(condition: Callable[[], object]) -> None:
    limit = time.monotonic() + SOON
    while not condition() and time.monotonic() < limit:
        time.sleep(0.01)
    assert condition()


def shown(adding: Adding) -> list[tuple[str, str]]:
    return [(line.name, line.status) for line in adding.lines]


def test_a_page_does_what_a_command_asks_for_and_shows_it(assistant: Assistant, home: Path) -> None:
    adding = Adding(assistant)
    assistant.take_write_lock()
    adding.begin()
    _, before = adding.state
    with build_assistant(home, llm=None) as command:
        report = handover.add(command, [PastedText("One", FERRY), PastedText("Two", " \n")])
    assert [entry.status for entry in report.entries] == ["added", "empty"]
    assert shown(adding) == [("One", "added"), ("Two", "empty")]
    assert adding.state[1] > before
    wait(lambda: not adding.state[0])
    assert [line.again for line in adding.lines] == [False, True]
    adding.dismiss([line.number for line in adding.lines])
    assert adding.lines == ()
    adding.leave()
    wait(lambda: not adding.at_work)


def test_a_new_page_shows_what_waits_and_not_what_is_long_done(assistant: Assistant) -> None:
    list(assistant.put([PastedText("Old", FERRY)]))
    Worker(assistant).run(once=True)
    list(assistant.put([PastedText("New", "The lamp is lit.")]))
    assert shown(Adding(assistant)) == [("New", "waiting")]


def test_what_is_cancelled_says_so_until_the_step_at_hand_has_ended(assistant: Assistant) -> None:
    (put,) = assistant.put([PastedText("Long", FERRY)])
    page = Adding(assistant)
    with assistant.queue.owner() as owner:
        owner.take()
        owner.report(put.task_id or 0, "embedding", 192, 3371)
        page.cancel(-(put.task_id or 0))
        (line,) = page.lines
        assert LineRow(line, 0.0).step == "Cancelling"
        assert (line.done, line.total, line.stoppable) == (0, 0, False)
        row = show.tasks(assistant.queue.tasks()).splitlines()[1]
        assert row.split() == [str(put.task_id), "cancelling", "text:Long"]
    assert shown(page) == [("Long", "cancelled")]


def test_a_new_page_reads_of_very_many_the_first_and_then_the_others(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_queue, "FIRST", 2)
    names = ["One", "Two", "Three", "Four", "Five"]
    list(assistant.put([PastedText(name, FERRY + name) for name in names]))
    adding = Adding(assistant)
    assert shown(adding) == [("One", "waiting"), ("Two", "waiting")]
    with assistant.queue.owner() as owner:
        for task in owner.take(2):
            owner.finish(task.id, "failed", message="It is broken.")
        assert adding.state[0]
        assert shown(adding)[2:] == [("Three", "waiting"), ("Four", "waiting")]
    Worker(assistant).run(once=True)
    assert shown(adding)[2:] == [(name, "added") for name in names[2:]]
    assert not adding.state[0]


# A library in PostgreSQL


@pytest.fixture
def open_shared(home: Path, database: str) -> Iterator[Callable[[str], Assistant]]:
    """Assistants of one library, each with a data folder of its own but for the originals."""
    opened = []

    def open_one(adding: str = "here") -> Assistant:
        settings = load_settings(home, {"library": database, "reranker": "none", "adding": adding})  # type: ignore[typeddict-item]
        made = Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None)
        opened.append(made)
        return made

    yield open_one
    for one in opened:
        one.close()


def test_what_one_page_was_given_every_page_shows_and_whoever_has_time_adds(
    open_shared: Callable[[str], Assistant], tmp_path: Path
) -> None:
    first, second = open_shared("workers"), open_shared("workers")
    here, there = Adding(first), Adding(second)
    here.begin()  # the settings leave the work to others
    upload = tmp_path / "a.txt"
    upload.write_text(FERRY)
    empty = tmp_path / "b.txt"
    empty.write_text("")
    here.add([Upload("x/a.txt", upload), PastedText("Two", "The lamp is lit."), Upload("b.txt", empty)])
    assert not upload.exists() and not empty.exists()
    assert shown(here) == [("b.txt", "empty"), ("x/a.txt", "waiting"), ("Two", "waiting")]
    assert shown(there) == [("x/a.txt", "waiting"), ("Two", "waiting")]
    assert [line.stoppable for line in there.lines] == [True, True]
    there.cancel(there.lines[1].number)
    assert shown(here)[1:] == [("x/a.txt", "waiting"), ("Two", "cancelled")]
    panel = LibraryPanel(second, there)
    assert "library-cancel" in panel.library_lines({})["html"]
    assert panel.library_lines({})["busy"]
    Worker(open_shared("here")).run(once=True)
    assert shown(there) == [("x/a.txt", "added"), ("Two", "cancelled")]
    assert [source.uri for source in first.sources()] == ["upload:x/a.txt"]
    assert not there.state[0]
    there.dismiss([line.number for line in there.lines])
    assert shown(here) == [("b.txt", "empty")]


def test_what_failed_is_tried_again_from_another_page(open_shared: Callable[[str], Assistant]) -> None:
    page, other = open_shared("workers"), open_shared("workers")
    Adding(page).add([PastedText("One", " \n")])
    worker = open_shared("here")
    Worker(worker).run(once=True)
    adding = Adding(other)  # opened later
    assert shown(adding) == [("One", "empty")]
    adding.retry(adding.lines[0].number)
    assert shown(adding) == [("One", "waiting")]
    Worker(worker).run(once=True)
    assert [(line.status, line.again) for line in adding.lines] == [("empty", True)]


def test_where_no_worker_runs_a_command_and_the_doctor_say_so(
    open_shared: Callable[[str], Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "HINT_SECONDS", 0.0)
    command = open_shared("workers")
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        if len(said) == 1:
            (check,) = [one for one in command.doctor() if one.name == "queue"]
            assert (check.must_mend, check.next_step) == (True, "Run `footnote work`.")
            assert check.message == "2 tasks wait in the queue, and nobody works on it."
            with command.queue.owner():
                assert command.queue.attended
                assert all(one.ok for one in command.doctor() if one.name == "queue")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        handover.add(command, [PastedText("One", FERRY), PastedText("Two", "The bus waits.")], say=say)
    assert said == [
        "2 documents wait for a worker; none is running: `footnote work`. Ctrl-C takes back what waits.",
        "Taken back, as not done yet: 2 of 2 documents.",
    ]


def test_a_command_works_too_until_its_own_is_done(
    open_shared: Callable[[str], Assistant], tmp_path: Path
) -> None:
    page = open_shared("workers")
    Adding(page).add([PastedText("Before", "The bus waits.")])
    (tmp_path / "a.txt").write_text(FERRY)
    report = handover.add(open_shared("here"), [tmp_path / "a.txt", tmp_path / "gone.txt"])
    assert [entry.status for entry in report.entries] == ["added", "failed"]
    assert len(page.sources()) == 2  # what waited before its own was in its way

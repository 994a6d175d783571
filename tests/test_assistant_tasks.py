"""Workers, and commands that hand over what they want done: with SQLite to the page, which works too."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.tasks import handover
from assistant.tasks.worker import BUG, Worker
from documents.errors import LibraryError, SearchServerFailed, ServerLost, StorageFailed
from documents.inputs import PastedText, Upload
from documents.queue.contract import TAKE_BACK, TaskStep, Work
from documents.queue.owner import TaskOwner
from documents.storage.originals import Originals
from index.ingest_job import Progress
from tests.building import build_assistant
from tests.fakes import WordHashEmbedder
from tests.packing import zipped
from tests.working import Running

SOON = 20.0  # seconds
FERRY = "The ferry sails at nine."


def put(assistant: Assistant, *given: object) -> list[int]:
    """The ids of the tasks."""
    return [one.task_id for one in assistant.put(given, asked_by="a test") if one.task_id]  # type: ignore[arg-type]


def ends(assistant: Assistant) -> list[tuple[str, str, str]]:
    """Address, state and message of each task, in the order they were put."""
    tasks = sorted(assistant.queue.tasks(), key=lambda task: task.id)
    return [(task.work.uri, task.state, task.message) for task in tasks]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in (("a.txt", FERRY), ("b.txt", ""), ("c.txt", "The lamp is lit at dusk.")):
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def asking(home: Path) -> Iterator[Assistant]:
    """An Assistant of the same folder that does not write."""
    with build_assistant(home, llm=None) as built:
        yield built


def test_a_worker_adds_what_waits_and_says_what_became_of_it(assistant: Assistant, papers: Path) -> None:
    puts = list(assistant.put([papers, PastedText("Note", "The bus waits."), "/nowhere.txt"], tag="example"))
    assert [one.entry.status for one in puts if one.entry] == ["empty", "failed"]
    heard: list[str] = []
    Worker(assistant, lambda entry: heard.append(entry.status)).run(once=True)
    assert ends(assistant) == [
        (f"{papers}/a.txt", "done", "1 passage"),
        (f"{papers}/c.txt", "done", "1 passage"),
        ("text:Note", "done", "1 passage"),
    ]
    assert heard == ["added"] * 3
    assert [source.title for source in assistant.library.sources(tag="example")] == ["a", "c", "Note"]
    done = assistant.queue.tasks()[0]
    assert done.entries[0].source_id == assistant.sources()[0].id
    assert (done.work.asked_by, done.attempts, done.taken_at != "") == ("", 1, True)


def test_what_waits_needs_nothing_of_who_asked(assistant: Assistant, papers: Path) -> None:
    upload = Upload("notes/x.txt", papers / "a.txt")
    put(assistant, upload, papers / "c.txt")
    for path in papers.iterdir():
        path.unlink()
    Worker(assistant).run(once=True)
    assert [source.uri for source in assistant.sources()] == ["upload:notes/x.txt", f"{papers}/c.txt"]
    assert assistant.sources()[1].dated_by == "file"
    assert assistant.sources()[0].date is None
    assert Originals(assistant.settings.home).names() == sorted(one.sha256 for one in assistant.sources())


def test_bytes_that_wait_are_not_swept_away_and_go_when_nothing_needs_them(
    assistant: Assistant, papers: Path
) -> None:
    archive = papers / "d.zip"
    archive.write_bytes(zipped({"x.txt": "The bus waits.", "y.txt": "The train waits."}))
    waiting = put(assistant, archive, papers / "c.txt")
    assistant.add([PastedText("Now", FERRY)])  # its sweep looks at all
    assert len(Originals(assistant.settings.home).names()) == 3
    assistant.queue.cancel(waiting[1:])
    Worker(assistant).run(once=True)
    assert [state for _, state, _ in ends(assistant)] == ["done", "cancelled"]
    task = assistant.queue.tasks(ids=waiting)[-1]
    assert [entry.status for entry in task.entries] == ["unpacked", "added", "added"]
    assistant.remove(assistant.sources()[0].id)
    assert Originals(assistant.settings.home).names() == sorted(one.sha256 for one in assistant.sources())


def test_what_failed_can_be_tried_again_from_the_bytes_that_are_kept(
    assistant: Assistant, papers: Path
) -> None:
    (papers / "b.txt").write_text(" \n")
    (task_id,) = put(assistant, papers / "b.txt")
    Worker(assistant).run(once=True)
    (task,) = assistant.queue.tasks()
    assert (task.state, task.entries[0].status) == ("failed", "empty")
    assistant.add([PastedText("Now", FERRY)])
    assert assistant.queue.retry([task_id]) == [task_id]
    Worker(assistant).run(once=True)
    assert assistant.queue.tasks()[0].message == task.message  # read again, and as empty
    assistant.queue.retry([task_id])
    Originals(assistant.settings.home).drop(task.work.sha256)
    Worker(assistant).run(once=True)
    assert "is not in" in assistant.queue.tasks()[0].message


class Slow(WordHashEmbedder):
    """Waits with its first work until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.go = threading.Event(), threading.Event()

    def embed(self, texts, progress=None):  # type: ignore[no-untyped-def]
        self.began.set()
        assert self.go.wait(SOON)
        return super().embed(texts, progress)


@pytest.fixture
def slow(home: Path) -> Iterator[tuple[Assistant, Slow]]:
    embedder = Slow()
    with build_assistant(home, llm=None, embedder=embedder) as built:
        yield built, embedder
        embedder.go.set()


def test_a_worker_that_is_told_to_stop_hands_back_what_it_has_not_stored(
    slow: tuple[Assistant, Slow],
) -> None:
    assistant, embedder = slow
    put(assistant, PastedText("One", FERRY), PastedText("Two", "The lamp is lit."))
    with Running(assistant) as running:
        assert embedder.began.wait(SOON)
        running.worker.stop()
        embedder.go.set()
    assert [state for _, state, _ in ends(assistant)] == ["waiting", "waiting"]
    assert assistant.sources() == []
    Worker(assistant).run(once=True)
    assert {task.attempts for task in assistant.queue.tasks()} == {1}
    assert len(assistant.sources()) == 2


def test_what_is_cancelled_while_it_is_embedded_is_not_stored(
    slow: tuple[Assistant, Slow], asking: Assistant
) -> None:
    assistant, embedder = slow
    _, second = put(asking, PastedText("One", FERRY), PastedText("Two", "The lamp is lit."))
    with Running(assistant) as running:
        assert embedder.began.wait(SOON)
        asking.queue.cancel([second])
        time.sleep(0.6)  # longer than between two signs of how far it is
        embedder.go.set()
        limit = time.monotonic() + SOON
        while running.worker.busy or not asking.sources():
            assert time.monotonic() < limit
            time.sleep(0.02)
    assert ends(assistant) == [("text:One", "done", "1 passage"), ("text:Two", "cancelled", TAKE_BACK)]
    assert [source.title for source in assistant.sources()] == ["One"]


def test_an_archive_is_cancelled_while_what_is_in_it_is_embedded(
    slow: tuple[Assistant, Slow], asking: Assistant, tmp_path: Path
) -> None:
    assistant, embedder = slow
    archive = tmp_path / "a.zip"
    archive.write_bytes(zipped({"x.txt": FERRY, "y.txt": "The lamp is lit."}))
    (task_id,) = put(asking, archive)
    with Running(assistant) as running:
        assert embedder.began.wait(SOON)
        asking.queue.cancel([task_id])
        time.sleep(0.6)  # longer than between two signs of how far it is
        embedder.go.set()
        limit = time.monotonic() + SOON
        while running.worker.busy or not asking.queue.count("cancelled"):
            assert time.monotonic() < limit
            time.sleep(0.02)
    assert ends(assistant) == [(str(archive), "cancelled", TAKE_BACK)]
    assert assistant.sources() == []


def test_what_is_in_an_archive_shows_that_its_task_is_worked_on(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.tasks.worker.TELL_SECONDS", 0.0)
    told: list[tuple[str, int, int]] = []
    tell = TaskOwner.report

    def telling(owner: TaskOwner, task_id: int, step: TaskStep, done: int = 0, total: int = 0) -> bool:
        told.append((step, done, total))
        return tell(owner, task_id, step, done, total)

    monkeypatch.setattr(TaskOwner, "report", telling)
    archive = tmp_path / "a.zip"
    archive.write_bytes(zipped({f"{name}.txt": f"The {name} waits." for name in ("bus", "train", "tram")}))
    put(assistant, archive)
    Worker(assistant).run(once=True)
    assert [step for step, _, _ in told].count("saving") == 3
    assert {(done, total) for _, done, total in told} == {(0, 0)}  # those of a part say nothing of the whole


def test_a_removal_that_was_asked_for_comes_first_and_its_trouble_is_its_own(assistant: Assistant) -> None:
    assistant.add([PastedText("Old", "The old lamp.")])
    put(assistant, PastedText("New", FERRY))
    ids = assistant.queue.put(
        [Work("remove", assistant.sources()[0].id), Work("remove", "nobody"), Work("examples", "")]
    )
    Worker(assistant).run(once=True)
    gone, unknown, examples = sorted(assistant.queue.tasks(ids=ids), key=lambda task: task.id)
    assert (gone.state, gone.result, examples.result) == ("done", "0", "0")
    assert (unknown.state, "no source 'nobody'" in unknown.message) == ("failed", True)
    assert [source.title for source in assistant.sources()] == ["New"]


def test_a_bug_costs_the_batch_and_not_the_worker(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("no room")

    put(assistant, PastedText("One", FERRY))
    with monkeypatch.context() as patched:
        patched.setattr(assistant, "add_tasks", broken)
        Worker(assistant).run(once=True)
    assert ends(assistant) == [("text:One", "failed", BUG.format(error="ValueError: no room"))]
    put(assistant, PastedText("Two", FERRY))
    Worker(assistant).run(once=True)
    assert [source.title for source in assistant.sources()] == ["Two"]


def test_a_server_that_goes_away_fails_no_document(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store, lost = assistant.library.store, iter([True, True, False, True])

    def losing(new: object) -> object:
        if next(lost, False):
            raise ServerLost("The library's server went down.")
        return store(new)  # type: ignore[arg-type]

    monkeypatch.setattr(assistant.library, "store", losing)
    put(assistant, *(PastedText(f"Note {number}", f"The ferry {number} sails.") for number in range(4)))
    Worker(assistant).run(once=True)
    assert [state for _, state, _ in ends(assistant)] == ["done"] * 4
    assert len(assistant.sources()) == 4
    assert caplog.text.count("It is waited for.") == 1  # though it was tried three times


@pytest.mark.parametrize(("passing", "end"), [(True, "done"), (False, "failed")])
def test_an_embedding_server_that_is_down_for_a_moment_fails_no_document(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, passing: bool, end: str
) -> None:
    embed, down = WordHashEmbedder.embed, iter([True, True])
    failure = SearchServerFailed("It does not answer.")
    failure.passing = passing

    def failing(*given: object) -> object:
        if next(down, False):
            raise failure
        return embed(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("assistant.tasks.worker.AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(WordHashEmbedder, "embed", failing)
    put(assistant, PastedText("One", FERRY))
    Worker(assistant).run(once=True)
    assert [
        (state, task.attempts) for _, state, _ in ends(assistant) for task in assistant.queue.tasks()
    ] == [(end, 1)]


def test_an_embedding_server_that_stays_down_is_not_waited_for_for_ever(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = SearchServerFailed("It does not answer.")
    failure.passing = True

    def failing(*_: object) -> object:
        raise failure

    monkeypatch.setattr("index.ingest.PATIENCE_SECONDS", -1.0)
    monkeypatch.setattr(WordHashEmbedder, "embed", failing)
    put(assistant, PastedText("One", FERRY))
    Worker(assistant).run(once=True)
    assert ends(assistant) == [("text:One", "failed", "It does not answer.")]


def test_a_worker_of_a_command_has_only_so_much_patience(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StorageFailed("The disk is full.")

    put(assistant, PastedText("One", FERRY))
    monkeypatch.setattr(assistant.queue, "tidy", gone)
    with pytest.raises(StorageFailed, match="full"):
        Worker(assistant).run(once=True, patience=-1)


# Handing over


def test_without_another_writer_a_command_adds_by_itself(assistant: Assistant, papers: Path) -> None:
    report = handover.add(assistant, [papers])
    assert [entry.status for entry in report.entries] == ["added", "empty", "added"]
    assert assistant.queue.tasks() == []


def test_what_a_command_wants_is_done_by_the_page(
    assistant: Assistant, asking: Assistant, papers: Path
) -> None:
    said: list[str] = []
    steps: list[Progress] = []
    (papers / "d.zip").write_bytes(zipped({"x.txt": "The bus waits.", "y.png": ""}))
    with Running(assistant):
        report = handover.add(asking, [papers, papers / "gone.txt"], progress=steps.append, say=said.append)
        names = [entry.uri.removeprefix(f"{papers}/") for entry in report.entries]
        assert names == ["a.txt", "b.txt", "c.txt", "d.zip", "d.zip › x.txt", "d.zip › y.png", "gone.txt"]
        states = [entry.status for entry in report.entries]
        assert states == ["added", "empty", "added", "unpacked", "added", "empty", "failed"]
        assert sorted(one.entry.uri for one in steps if one.entry) == sorted(
            one.uri for one in report.entries
        )
        assert len(said) == 1 and said[0].startswith("Another Assistant of this process is")
        which = report.entries[0].source_id
        assert which is not None
        assert handover.remove(asking, which) == 0
        assert handover.remove(asking, str(papers / "d.zip")) == 1
        with pytest.raises(LibraryError, match="no source 'nobody'"):
            handover.remove(asking, "nobody")
        assert handover.remove_examples(asking) == 0
        receipt = handover.erase(asking, report.entries[2].source_id or "")
        assert (receipt.title, receipt.phrases_left) == ("c", 0)
    assert asking.sources() == []
    assert all(not task.result for task in asking.queue.tasks())


def test_where_the_page_goes_away_the_command_does_it_itself(
    assistant: Assistant, asking: Assistant, papers: Path
) -> None:
    assistant.take_write_lock()
    reports: list[object] = []
    waiting = threading.Thread(target=lambda: reports.append(handover.add(asking, [papers / "a.txt"])))
    waiting.start()
    limit = time.monotonic() + SOON
    while not assistant.queue.count("waiting"):
        assert time.monotonic() < limit
        time.sleep(0.02)
    assistant.close()
    waiting.join(SOON)
    assert [entry.status for entry in reports[0].entries] == ["added"]  # type: ignore[attr-defined]


def test_a_command_that_is_interrupted_takes_back_what_it_asked_for(
    assistant: Assistant, asking: Assistant, papers: Path
) -> None:
    assistant.take_write_lock()

    class Impatient(handover.Handover):
        def _work_too(self) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Impatient(asking).add([papers / "a.txt", papers / "c.txt"])
    assert [(state, message) for _, state, message in ends(assistant)] == [("cancelled", TAKE_BACK)] * 2


def test_where_the_writer_takes_nothing_up_a_command_says_what_it_waits_for(
    assistant: Assistant, asking: Assistant, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "HINT_SECONDS", 0.0)
    assistant.take_write_lock()  # a notebook, for one: it does not work on the queue
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        if len(said) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        handover.add(asking, [papers / "a.txt"], say=say)
    assert said[1] == handover.ALONE and "footnote work" not in said[1]  # which would be refused there
    assert [state for _, state, _ in ends(assistant)] == ["cancelled"]


def test_a_command_hears_of_the_end_of_what_is_erased_before_it_looks(
    assistant: Assistant, asking: Assistant, papers: Path
) -> None:
    class Late(handover.Handover):
        def _follow(self, seen: int) -> None:
            Worker(assistant).run(once=True)
            assistant.erase(assistant.sources()[0].id)
            super()._follow(seen)

    assistant.take_write_lock()
    gone, kept = Late(asking).add([papers / "a.txt", papers / "c.txt"]).entries
    assert (gone.uri, gone.status, gone.message) == (f"{papers}/a.txt", "failed", handover.EMPTIED)
    assert (kept.uri, kept.status) == (f"{papers}/c.txt", "added")


def test_a_receipt_goes_through_the_queue_whole(assistant: Assistant, asking: Assistant) -> None:
    assistant.add([PastedText("Secret", "The treasure lies beneath the third oak.")])
    (source,) = assistant.sources()
    with Running(assistant):
        receipt = handover.erase(asking, source.id)
    assert json.loads(json.dumps(receipt.to_dict()))["source_id"] == source.id
    assert b"treasure" not in b"".join(
        path.read_bytes() for path in assistant.settings.home.glob("library.db*")
    )

"""Documents that are added: a lasting line each, also for those that cannot be taken; removals in between."""

import threading
import time

import pytest

from assistant.ui.jobs.adding import Adding
from assistant.ui.jobs.kept import REMEMBERED, Kept
from assistant.ui.jobs.lines import KEPT, Lines
from assistant.ui.jobs.runner import Job, Runner
from documents.inputs import PastedText, Upload
from documents.queue.contract import BATCH
from documents.storage.originals import Originals, sha256_of
from tests.building import build_assistant
from tests.fakes import WordHashEmbedder
from tests.packing import PICTURE, zipped

SOON = 20.0  # seconds


def wait(condition):
    limit = time.monotonic() + SOON
    while not condition() and time.monotonic() < limit:
        time.sleep(0.01)
    assert condition()


def finished(adding):
    wait(lambda: not adding.state[0])
    return [(line.name, line.status) for line in adding.lines]


@pytest.fixture
def drop(tmp_path):
    """Makes an upload of a text, at a path of its own."""
    folder = tmp_path / "uploads"

    def make(name, text):
        folder.mkdir(exist_ok=True)
        path = folder / f"{len(list(folder.iterdir()))}.txt"
        path.write_text(text, encoding="utf-8")
        return Upload(name, path)

    return make


class Gated(WordHashEmbedder):
    """Waits with its first work until it is let go; with `bug` it fails then."""

    def __init__(self, bug: str = ""):
        super().__init__()
        self.began = threading.Event()
        self.go = threading.Event()
        self.bug = bug

    def embed(self, texts, progress=None):
        self.began.set()
        assert self.go.wait(SOON)
        if self.bug:
            raise ValueError(self.bug)
        return super().embed(texts, progress)


@pytest.fixture
def gated(home):
    """An Assistant whose embedder waits."""
    embedder = Gated()
    with build_assistant(home, llm=None, embedder=embedder) as built:
        built.gate = embedder
        yield built
        embedder.go.set()


def test_each_file_gets_its_line(assistant, drop):
    adding = Adding(assistant)
    adding.add([drop("a.txt", "The ferry sails at nine."), drop("b.txt", "")])
    assert len(adding.lines) == 2
    assert finished(adding) == [("a.txt", "added"), ("b.txt", "empty")]
    assert [line.bad for line in adding.lines] == [False, True]
    assert [line.again for line in adding.lines] == [False, True]
    assert adding.lines[0].message == "1 passage"


def test_lines_of_two_files_of_one_name_are_not_mixed_up(assistant, drop):
    adding = Adding(assistant)
    adding.add(
        [drop("a.txt", "The ferry sails at nine."), drop("a.txt", ""), drop("a.txt", "The bus waits.")]
    )
    assert finished(adding) == [("a.txt", "added"), ("a.txt", "empty"), ("a.txt", "replaced")]


def test_files_of_one_name_in_two_folders_are_two_sources(assistant, drop):
    adding = Adding(assistant)
    adding.add([drop("x/a.txt", "The ferry sails at nine."), drop("y/a.txt", "The bus leaves at ten.")])
    assert finished(adding) == [("x/a.txt", "added"), ("y/a.txt", "added")]
    assert [source.uri for source in assistant.sources()] == ["upload:x/a.txt", "upload:y/a.txt"]


def test_more_files_than_a_batch_all_come_in(assistant, drop):
    adding = Adding(assistant)
    for number in range(BATCH + 5):
        adding.add([drop(f"{number}.txt", f"The ferry number {number} sails.")])
    assert {status for _, status in finished(adding)} == {"added"}
    assert len(assistant.sources()) == BATCH + 5


def test_pasted_text_gets_a_line_under_its_title(assistant):
    adding = Adding(assistant)
    adding.add([PastedText("My note", "The ferry sails."), PastedText("", "The bus leaves at ten o'clock.")])
    names = [name for name, _ in finished(adding)]
    assert names[0] == "My note"
    assert names[1].startswith("The bus leaves at ten")


def test_the_temporary_copy_goes_when_the_file_is_in_and_stays_when_it_is_not(assistant, drop):
    adding, good, bad = Adding(assistant), drop("a.txt", "The ferry sails at nine."), drop("b.txt", "")
    adding.add([good, bad])
    finished(adding)
    wait(lambda: not good.path.exists())
    assert bad.path.exists()
    adding.dismiss([adding.lines[1].number])
    assert not bad.path.exists()
    assert finished(adding) == [("a.txt", "added")]


def test_an_upload_that_comes_twice_is_taken_once(assistant, drop):
    adding, upload = Adding(assistant), drop("a.txt", "The ferry sails at nine.")
    adding.add([upload])
    adding.add([upload, drop("b.txt", "The bus leaves at ten.")])
    assert finished(adding) == [("a.txt", "added"), ("b.txt", "added")]


def test_retry_tries_the_kept_copy_once_more_on_the_same_line(assistant, drop):
    adding, upload = Adding(assistant), drop("a.txt", "")
    adding.add([upload, drop("b.txt", "The bus leaves at ten.")])
    finished(adding)
    upload.path.write_text("The ferry sails at nine.")
    adding.retry(adding.lines[0].number)
    adding.retry(adding.lines[1].number)
    assert finished(adding) == [("a.txt", "added"), ("b.txt", "added")]
    assert len(assistant.sources()) == 2


def test_a_line_is_retried_once_however_often_that_is_asked(assistant, drop):
    adding, upload = Adding(assistant), drop("a.txt", "")
    adding.add([upload])
    finished(adding)
    upload.path.write_text("The ferry sails at nine.")
    for _ in range(3):
        adding.retry(adding.lines[0].number)
    adding.add([drop("b.txt", "The bus leaves at ten.")])
    assert finished(adding) == [("a.txt", "added"), ("b.txt", "added")]


def test_what_is_gone_from_the_queue_keeps_nothing_waiting(gated, drop, caplog):
    adding = Adding(gated)
    adding.add([drop("a.txt", "The ferry sails at nine.")])
    assert gated.gate.began.wait(SOON)
    adding.add([drop("b.txt", "The bus leaves at ten."), drop("c.txt", "The lamp is lit.")])
    adding._kept.drop([adding.lines[2].number])
    gated.gate.go.set()
    assert finished(adding)[:2] == [("a.txt", "added"), ("b.txt", "added")]
    assert "failed" not in caplog.text


def test_only_the_latest_uploads_are_known_again(drop):
    kept, first = Kept(), drop("a.txt", "one")
    assert kept.fresh([first]) == [first]
    kept.fresh([Upload("x", first.path.with_name(f"{number}")) for number in range(REMEMBERED)])
    assert kept.fresh([first]) == [first]


def test_an_unfinished_line_cannot_be_dismissed(gated, drop):
    adding = Adding(gated)
    adding.add([drop("a.txt", "The ferry sails at nine.")])
    assert gated.gate.began.wait(SOON)
    adding.dismiss([line.number for line in adding.lines])
    assert [line.name for line in adding.lines] == ["a.txt"]
    gated.gate.go.set()
    assert finished(adding) == [("a.txt", "added")]


def test_steps_are_told_with_progress_and_seconds(gated, drop):
    now = iter(range(1, 1000))
    adding = Adding(gated, clock=lambda: float(next(now)))
    adding.add([drop("a.txt", "The ferry sails at nine.")])
    wait(lambda: adding.lines[0].status == "embedding")
    line = adding.lines[0]
    assert (line.done, line.total, line.ended) == (0, 1, False)
    assert line.took(line.began + 3) == 3
    gated.gate.go.set()
    finished(adding)
    assert adding.lines[0].took(adding.now()) == adding.lines[0].seconds < SOON


def test_a_locked_library_is_said_on_the_line_and_retry_works_later(assistant, drop, home):
    adding = Adding(assistant)
    with build_assistant(home, llm=None) as other:
        other.take_write_lock()
        adding.add([drop("a.txt", "The ferry sails at nine.")])
        assert finished(adding) == [("a.txt", "failed")]
        assert "Another Assistant of this process" in adding.lines[0].message
    adding.retry(adding.lines[0].number)
    assert finished(adding) == [("a.txt", "added")]


def test_a_bug_is_said_on_the_line_and_the_next_drop_works(home, drop, caplog):
    embedder = Gated(bug="no <b>room</b>")
    embedder.go.set()
    with build_assistant(home, llm=None, embedder=embedder) as broken:
        adding = Adding(broken)
        adding.add([drop("a.txt", "The ferry sails at nine.")])
        assert finished(adding) == [("a.txt", "failed")]
        assert "no <b>room</b>" in adding.lines[0].message
        embedder.bug = ""
        adding.add([drop("b.txt", "The bus leaves at ten.")])
        assert finished(adding)[-1] == ("b.txt", "added")


def test_examples_share_a_line_and_go_only_into_an_empty_library(assistant):
    adding = Adding(assistant)
    adding.add_examples()
    assert finished(adding) == [("Example documents", "added")]
    adding.add_examples()
    assert len(adding.lines) == 1
    assistant.remove_examples()
    adding.add_examples()
    assert finished(adding)[-1] == ("Example documents", "unchanged")
    adding.add_examples(again=True)  # a person asks for them
    assert finished(adding)[-1] == ("Example documents", "added")


def test_revision_changes_with_the_lines(assistant, drop):
    adding = Adding(assistant)
    _, before = adding.state
    adding.add([drop("a.txt", "The ferry sails at nine.")])
    finished(adding)
    _, between = adding.state
    adding.dismiss([adding.lines[0].number])
    assert before < between < adding.state[1]


# Removing


def test_a_removal_comes_before_the_files_that_wait(gated, drop):
    gated.gate.go.set()
    gated.add([PastedText("Old", "The lamp is lit at dusk.")])
    (old,) = gated.sources()
    gated.gate.go.clear()
    gated.gate.began.clear()
    adding = Adding(gated)
    adding.add([drop("a.txt", "The ferry sails at nine.")])
    assert gated.gate.began.wait(SOON)
    adding.add([drop("b.txt", "The bus leaves at ten.")])
    _, before = adding.state
    adding.removing.remove([old.id])
    assert adding.removing.ids == {old.id}
    assert adding.state[0]
    assert adding.state[1] > before
    gated.gate.go.set()
    finished(adding)
    assert adding.removing.ids == frozenset()
    assert sorted(source.title for source in gated.sources()) == ["a", "b"]


def test_removing_what_is_gone_already_is_no_trouble(assistant):
    assistant.add([PastedText("One", "The lamp is lit."), PastedText("Two", "The ferry sails.")])
    ids = [source.id for source in assistant.sources()]
    adding = Adding(assistant)
    adding.removing.remove([ids[0], "nobody", ids[1], ids[0]])
    assert finished(adding) == []
    assert assistant.sources() == []


def test_a_removal_that_fails_gets_a_line(assistant, home):
    adding = Adding(assistant)
    with build_assistant(home, llm=None) as other:
        other.add([PastedText("One", "The lamp is lit.")])
        adding.removing.remove([source.id for source in assistant.sources()])
        assert finished(adding) == [("Removing documents", "failed")]
    assert "Another Assistant of this process" in adding.lines[0].message
    assert len(assistant.sources()) == 1


def test_examples_are_removed_together(assistant):
    assistant.add_examples()
    assistant.add([PastedText("One", "The lamp is lit.")])
    adding = Adding(assistant)
    adding.removing.remove_examples()
    finished(adding)
    assert [source.title for source in assistant.sources()] == ["One"]


# Archives


def archive_of(drop, files, name="june.zip"):
    upload = drop(name, "")
    upload.path.write_bytes(zipped(files))
    return upload


def test_what_is_in_an_archive_has_lines_of_its_own(assistant, drop):
    adding = Adding(assistant)
    upload = archive_of(drop, {"a.txt": "The ferry sails.", "b.png": PICTURE})
    adding.add([upload, drop("c.txt", "The lamp is lit.")])
    assert finished(adding) == [
        ("june.zip", "unpacked"),
        ("c.txt", "added"),
        ("june.zip › a.txt", "added"),
        ("june.zip › b.png", "failed"),
    ]
    bad = adding.lines[3]
    assert "b.png" in bad.message
    assert not bad.again  # it has nothing of its own that could be tried once more
    wait(lambda: not upload.path.exists())
    adding.dismiss([bad.number])
    assert len(adding.lines) == 3


def test_an_archive_that_cannot_be_unpacked_can_be_retried(assistant, drop):
    adding = Adding(assistant)
    upload = archive_of(drop, {})
    adding.add([upload])
    assert finished(adding) == [("june.zip", "empty")]
    upload.path.write_bytes(zipped({"a.txt": "The ferry sails."}))
    adding.retry(adding.lines[0].number)
    assert finished(adding) == [("june.zip", "unpacked"), ("june.zip › a.txt", "added")]


def test_two_archives_of_one_name_have_their_own_lines(assistant, drop):
    adding = Adding(assistant)
    adding.add([archive_of(drop, {"a.txt": "One."}), archive_of(drop, {"b.txt": "Two."})])
    assert sorted(finished(adding)) == [
        ("june.zip", "unpacked"), ("june.zip", "unpacked"),
        ("june.zip › a.txt", "added"), ("june.zip › b.txt", "added"),
    ]  # fmt: skip


# Lines and the worker


def test_of_very_many_lines_the_oldest_that_ended_well_go():
    lines = Lines()
    first, second, third = lines.add(["first", "second", "third"])
    for number in lines.add(["x"] * KEPT):
        lines.change(number, status="added")
    lines.change(first, status="failed")
    lines.change(second, status="added")
    lines.add(["new"])
    assert lines.get(first) is not None
    assert lines.get(second) is None
    assert lines.get(third) is not None
    assert len(lines.all()) == KEPT + 3


def test_changes_of_a_dismissed_line_are_lost():
    lines = Lines()
    (number,) = lines.add(["a"])
    lines.change(number, status="failed")
    assert lines.drop(number)
    lines.change(number, status="reading")
    assert lines.all() == ()
    assert not lines.drop(number)


def test_a_job_that_fails_does_not_end_the_runner(caplog):
    runner = Runner("test")

    def fail(job):
        raise ValueError("a bug")

    failed, done = runner.add(Job("test", fail)), runner.add(Job("test", lambda job: None))
    assert done.wait(SOON)
    wait(lambda: not runner.busy)
    assert (failed.stage, done.stage) == ("failed", "done")
    assert "a bug" in failed.error
    assert "test failed" in caplog.text


def test_who_listens_may_come_late_go_and_come_back():
    go = threading.Event()

    def work(job):
        job.report(1, 2)
        assert go.wait(SOON)
        job.report(3)

    job = Runner("test").add(Job("test", work))
    early = job.listen()
    assert [next(one for one in early if one is not None) for _ in range(2)] == [1, 2]
    early.close()
    assert not job.over
    go.set()
    assert [one for one in job.listen() if one is not None] == [1, 2, 3]
    assert job.stage == "done"


def test_a_job_that_waits_is_stopped_at_once_and_never_begun():
    runner, go, begun = Runner("test"), threading.Event(), []
    first = runner.add(Job("test", lambda job: go.wait(SOON)))
    second = runner.add(Job("test", begun.append))
    second.stop()
    assert second.stage == "stopped"
    wait(lambda: first.stage == "running")
    first.stop()
    assert first.stage == "stopping" and first.over and not first.ended
    first.report("late", late=False)
    go.set()
    wait(lambda: not runner.busy)
    assert (first.stage, second.stage, begun, first.news()) == ("stopped", "stopped", [], [])


def test_the_second_copy_of_an_upload_goes_when_the_first_is_in(assistant, drop):
    adding, upload = Adding(assistant), drop("a.txt", "The ferry sails at nine.")
    adding.add([upload])
    finished(adding)
    wait(lambda: not upload.path.exists())
    upload.path.write_text("The ferry sails at nine.")
    adding.add([upload])
    assert finished(adding) == [("a.txt", "added")]
    assert not upload.path.exists()


def test_what_has_no_words_when_it_is_read_again_is_told_and_kept(assistant, drop):
    assistant.add([drop("a.txt", "The ferry sails at nine."), drop("b.txt", "The lamp is lit.")])
    ferry = assistant.sources()[0]
    originals = Originals(assistant.settings.home)
    blank = drop("blank.txt", "\n").path
    originals.keep(blank, sha256_of(blank))
    with assistant.library.database.transaction() as connection:
        connection.execute("UPDATE versions SET reader = 'text-1'")
        connection.execute("UPDATE versions SET sha256 = ? WHERE source_id = ?", (sha256_of(blank), ferry.id))
    adding = Adding(assistant)
    adding.reread()
    assert finished(adding) == [("Reading 2 documents again", "replaced")]
    (line,) = adding.lines
    assert line.message.startswith("1 document read better now. a.txt: ")
    assert assistant.text(ferry.id) == "The ferry sails at nine."

"""The contract of a queue, run on every one there is: who takes what, what is told, what a death leaves."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from documents.errors import StorageFailed
from documents.queue.contract import ATTEMPTS, BATCH, BATCH_BYTES, GAVE_UP, Work
from documents.queue.owner import NEXT, TaskOwner
from documents.queue.tasks import Tasks
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.tasks import PostgresOwner, PostgresTasks
from documents.storage.sqlite.database import Database
from documents.types import IngestEntry
from tests.postgres_server import PostgresServer

ROOT = Path(__file__).resolve().parents[1]
SOON = 20.0  # seconds
ENTRY = IngestEntry("/a", "s1", "added", 2, "2 passages", 0.5)


class Sqlite:
    """Queues of one data folder; there an owner is dead when there is another one."""

    def __init__(self, home: Path) -> None:
        self._database = Database(home)

    def queue(self) -> Tasks:
        return Tasks(self._database)

    def die(self, owner: TaskOwner) -> None:
        """Nothing: the lock went with the process."""

    def close(self) -> None:
        self._database.close()


class Postgres:
    """Queues of one PostgreSQL database; there an owner is dead when its connection is gone."""

    def __init__(self, address: str) -> None:
        self._database = PostgresDatabase(address)

    def queue(self) -> Tasks:
        return PostgresTasks(self._database)

    def die(self, owner: TaskOwner) -> None:
        assert isinstance(owner, PostgresOwner) and owner._alive is not None
        owner._alive.close()

    def close(self) -> None:
        self._database.close()


Place = Sqlite | Postgres
PLACES: dict[str, Callable[[pytest.FixtureRequest], Place]] = {
    "sqlite": lambda request: Sqlite(request.getfixturevalue("home")),
    "postgres": lambda request: Postgres(request.getfixturevalue("database")),
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    made = PLACES[request.param](request)
    yield made
    made.close()


@pytest.fixture
def queue(place: Place) -> Iterator[Tasks]:
    made = place.queue()
    yield made
    made.close()


def file(uri: str, **changes: object) -> Work:
    return Work(**({"kind": "add", "uri": uri, "sha256": uri * 2, "size": 10} | changes))  # type: ignore[arg-type]


def states(queue: Tasks) -> dict[str, str]:
    return {task.work.uri: task.state for task in queue.tasks()}


def taken(owner: TaskOwner, limit: int = BATCH) -> list[str]:
    return [task.work.uri for task in owner.take(limit)]


def test_what_was_put_is_taken_once_and_ends(queue: Tasks) -> None:
    work = file("/a", day="2026-01-02", tag="example", asked_by="process 7")
    (task_id,) = queue.put([work])
    with queue.owner() as owner:
        (task,) = owner.take()
        assert (task.id, task.work, task.state, task.attempts) == (task_id, work, "working", 1)
        assert owner.take() == []
        assert owner.report(task_id, "embedding", 3, 8)
        (seen,) = queue.tasks()
        assert (seen.state, seen.step, seen.done, seen.total, seen.ended) == (
            "working",
            "embedding",
            3,
            8,
            False,
        )
        assert owner.finish(task_id, "done", message="2 passages", entries=[ENTRY], result='{"a": 1}')
    (seen,) = queue.tasks()
    assert (seen.state, seen.message, seen.entries, seen.result) == (
        "done",
        "2 passages",
        (ENTRY,),
        '{"a": 1}',
    )
    assert seen.ended and seen.asked_at <= seen.taken_at <= seen.ended_at != ""
    assert (queue.count("done"), queue.count("waiting")) == (1, 0)


def test_tasks_come_in_the_order_they_were_put_and_removals_before_all_alone(queue: Tasks) -> None:
    queue.put([file("/a"), file("/b")])
    queue.put([file("s1", kind="remove"), file("s2", kind="erase")])
    with queue.owner() as owner:
        assert [taken(owner) for _ in range(3)] == [["s1"], ["s2"], ["/a", "/b"]]


def test_a_batch_has_one_tag_and_is_not_too_large(queue: Tasks) -> None:
    queue.put(
        [file("/a", size=BATCH_BYTES - 10), file("/b"), file("/c"), file("/d", tag="example"), file("/e")]
    )
    with queue.owner() as owner:
        assert [taken(owner) for _ in range(4)] == [["/a", "/b"], ["/c"], ["/d"], ["/e"]]
    assert len(set(states(queue).values())) == 1


def test_of_two_with_one_address_the_later_waits(queue: Tasks) -> None:
    first, second = queue.put([file("/a"), file("/a", sha256="newer")])
    with queue.owner() as owner:
        assert [task.id for task in owner.take()] == [first]
        assert owner.take() == []
        owner.finish(first, "done")
        assert [task.id for task in owner.take()] == [second]


def test_nothing_is_put_where_what_must_be_there_is_not(queue: Tasks) -> None:
    def missing() -> None:
        raise StorageFailed("It is gone.")

    with pytest.raises(StorageFailed, match="gone"):
        queue.put([file("/a")], before=missing)
    assert queue.tasks() == []
    assert queue.put([file("/b")], before=lambda: None)


def test_changes_are_told_since_a_revision(queue: Tasks) -> None:
    a, b = queue.put([file("/a"), file("/b")])
    seen = queue.revision
    assert [task.id for task in queue.tasks()] == [a, b]
    assert queue.tasks(since=seen) == []
    with queue.owner() as owner:
        owner.take(1)
        between = queue.revision
        assert [task.id for task in queue.tasks(since=seen)] == [a]
        owner.finish(a, "failed", message="It is broken.")
    assert [(task.id, task.message) for task in queue.tasks(since=between)] == [(a, "It is broken.")]
    assert [task.id for task in queue.tasks(ids=[b])] == [b]
    assert max(task.revision for task in queue.tasks()) == queue.revision


def test_a_change_ends_the_waiting(place: Place) -> None:
    queue, other = place.queue(), place.queue()
    before = queue.revision
    assert queue.wait(before, 0.01) == before
    heard: list[int] = []
    waiting = threading.Thread(target=lambda: heard.append(queue.wait(before, SOON)))
    waiting.start()
    other.put([file("/a")])
    waiting.join(SOON)
    assert heard == [other.revision]
    assert queue.wait(before, SOON) == heard[0]  # at once: it is another one already
    queue.close()


def test_what_waits_is_cancelled_at_once_and_what_is_worked_on_between_steps(queue: Tasks) -> None:
    a, b = queue.put([file("/a"), file("/b")])
    with queue.owner() as owner:
        owner.take(1)
        queue.cancel([a, b])
        assert states(queue) == {"/a": "working", "/b": "cancelled"}
        assert [task.stopping for task in queue.tasks(ids=[a])] == [True]
        assert not owner.report(a, "saving")
        assert owner.finish(a, "cancelled", message="It was cancelled.")
        assert owner.take() == []
    queue.cancel([a, b])
    assert states(queue) == {"/a": "cancelled", "/b": "cancelled"}


def test_what_is_handed_back_waits_at_its_place_as_if_never_begun(queue: Tasks) -> None:
    queue.put([file("/a"), file("/b")])
    with queue.owner() as owner:
        tasks = owner.take(1)
        owner.report(tasks[0].id, "embedding", 1, 2)
        owner.hand_back([tasks[0].id])
        assert [(task.work.uri, task.attempts, task.total) for task in owner.take()] == [
            ("/a", 1, 0),
            ("/b", 1, 0),
        ]
    # closing hands back what is left
    assert states(queue) == {"/a": "waiting", "/b": "waiting"}


def test_what_was_cancelled_is_not_handed_back_to_be_done(queue: Tasks) -> None:
    queue.put([file("/a")])
    with queue.owner() as owner:
        queue.cancel([owner.take()[0].id])
    assert states(queue) == {"/a": "cancelled"}


def test_the_dead_leave_their_tasks_to_others_one_by_one_and_at_the_end(place: Place) -> None:
    queue = place.queue()
    queue.put([file("/a"), file("/b"), file("/c")])
    dead = queue.owner()
    assert taken(dead, 2) == ["/a", "/b"]
    place.die(dead)
    with queue.owner() as owner:
        assert [taken(owner) for _ in range(3)] == [["/c"], ["/a"], ["/b"]]
        # what the dead one says now, if it only seemed dead, is not believed
        first = next(task.id for task in queue.tasks() if task.work.uri == "/a")
        assert owner.finish(first, "done")
    assert states(queue)["/a"] == "done"


def test_a_task_is_begun_so_often_and_then_fails_with_a_sentence(place: Place) -> None:
    queue = place.queue()
    queue.put([file("/a")])
    for _ in range(ATTEMPTS):
        dead = queue.owner()
        assert taken(dead) == ["/a"]
        place.die(dead)
    with queue.owner() as owner:
        assert owner.take() == []
    (task,) = queue.tasks()
    assert (task.state, task.message, task.attempts) == ("failed", GAVE_UP, ATTEMPTS)
    assert queue.retry([task.id]) == [task.id]
    with queue.owner() as owner:
        assert taken(owner) == ["/a"]


def test_what_was_cancelled_under_a_dead_owner_is_cancelled(place: Place) -> None:
    queue = place.queue()
    queue.put([file("/a")])
    dead = queue.owner()
    queue.cancel([dead.take()[0].id])
    place.die(dead)
    with queue.owner() as owner:
        assert owner.take() == []
    assert states(queue) == {"/a": "cancelled"}


def test_only_who_holds_a_task_says_what_becomes_of_it(place: Place) -> None:
    queue = place.queue()
    queue.put([file("/a")])
    with queue.owner() as slow, queue.owner() as other:
        (task,) = slow.take()
        assert not other.finish(task.id, "failed")
        assert not other.report(task.id, "saving")
        other.hand_back([task.id])
        assert states(queue) == {"/a": "working"}
        assert slow.finish(task.id, "done")
        assert not slow.finish(task.id, "failed", message="again")
    assert states(queue) == {"/a": "done"}


def test_only_what_failed_is_tried_again(queue: Tasks) -> None:
    a, b, c = queue.put([file("/a"), file("/b"), file("/c")])
    with queue.owner() as owner:
        owner.take(2)
        owner.finish(a, "failed", message="It is broken.", entries=[ENTRY])
        owner.finish(b, "done")
        assert queue.retry([a, b, c, 999]) == [a]
        (task,) = queue.tasks(ids=[a])
        assert (task.state, task.message, task.entries, task.attempts) == ("waiting", "", (), 0)
        assert taken(owner) == ["/c", "/a"]


def test_what_has_ended_can_be_put_out_of_sight_and_goes_with_time(queue: Tasks) -> None:
    a, b = queue.put([file("/a"), file("/b")])
    with queue.owner() as owner:
        owner.take(1)
        owner.finish(a, "done")
    queue.dismiss([a, b])
    assert {task.id: task.dismissed for task in queue.tasks()} == {a: True, b: False}
    queue.tidy()
    assert len(queue.tasks()) == 2
    queue.tidy(hours=0)
    assert [task.id for task in queue.tasks()] == [b]
    assert queue.put([file("/c")])[0] > b  # no id and no revision comes twice
    assert queue.tasks()[-1].work.uri == "/c"


def test_what_is_taken_is_found_in_the_order_of_an_index_however_many_wait(place: Place) -> None:
    queue, tables = place.queue(), place._database
    queue.put([file("/a")])
    many = "1 AS n UNION ALL SELECT n + 1 FROM many WHERE n < 5000"
    with tables.transaction() as statements:
        statements.execute(
            "INSERT INTO tasks (kind, uri, sha256, size, asked_by, asked_at, revision, position) "
            f"WITH RECURSIVE many AS (SELECT {many}) "
            "SELECT 'add', '/' || n, 'h' || n, 1, '', '', 1, n + 1 FROM many"
        )
        statements.execute("ANALYZE tasks")
    explain = "EXPLAIN QUERY PLAN" if isinstance(place, Sqlite) else "EXPLAIN"
    for sql in NEXT:
        plan = "\n".join(str(row) for row in tables.rows(f"{explain} {sql}", (BATCH,)))
        assert not re.search("SCAN t(?! USING)|TEMP B-TREE|Seq Scan|Hash| Sort ", plan), plan
    with queue.owner() as owner:
        assert len(owner.take()) == BATCH
        (removal,) = queue.put([file("s1", kind="remove")])
        assert [task.id for task in owner.take()] == [removal]


def test_of_many_what_is_not_done_is_read_so_many_at_a_time(queue: Tasks) -> None:
    a, b, c, d, e = queue.put([file(f"/{name}") for name in "abcde"])
    with queue.owner() as owner:
        owner.take(3)
        owner.finish(a, "failed", message="It is broken.")
        owner.finish(b, "done")
        assert [task.id for task in queue.unfinished(9)] == [c, d, e]
        assert [task.id for task in queue.unfinished(2, failed=True)] == [c, d, e, a]
        queue.dismiss([a])
        assert [task.id for task in queue.unfinished(1, failed=True)] == [c, d]


def test_what_names_something_is_emptied_and_still_known_to_have_ended(queue: Tasks) -> None:
    uris = ["/a/Zoë.txt", "/b", "/c", "/d", "/e/Zoë.txt"]
    named, hashed, twin, other, waiting = queue.put([file(uri) for uri in uris])
    with queue.owner() as owner:
        owner.take(4)
        owner.finish(named, "failed", message="It is broken.")
        owner.finish(hashed, "done", result='{"title": "x", "sha256": "77"}')
        owner.finish(twin, "done", entries=[replace(ENTRY, message="same content as ZOË.txt")])
        owner.finish(other, "done", message="Zoës are none.", entries=[ENTRY])
    before = queue.revision
    queue.forget(["/a/Zoë.txt", "Zoë.txt", "77", ""])
    emptied = queue.tasks(since=before)
    assert sorted(task.id for task in emptied) == [named, hashed, twin]
    for task in emptied:
        assert (task.work, task.message, task.result, task.entries) == (Work("add", ""), "", "", ())
        assert task.ended and task.dismissed
    assert [(task.id, task.work.uri) for task in queue.tasks(ids=[other, waiting])] == [
        (waiting, "/e/Zoë.txt"),
        (other, "/d"),
    ]
    queue.forget([])
    assert queue.revision == emptied[0].revision


# PostgreSQL: several owners at once


@pytest.fixture
def tables(database: str) -> Iterator[PostgresDatabase]:
    made = PostgresDatabase(database)
    yield made
    made.close()


@pytest.fixture
def shared(tables: PostgresDatabase) -> Iterator[PostgresTasks]:
    made = PostgresTasks(tables)
    yield made
    made.close()


def test_owners_at_once_take_different_tasks(shared: PostgresTasks) -> None:
    shared.put([file(f"/{number}") for number in range(60)])
    found: list[int] = []

    def work() -> None:
        with shared.owner() as owner:
            while tasks := owner.take(2):
                for task in tasks:
                    assert owner.finish(task.id, "done")
                    found.append(task.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert sorted(found) == [task.id for task in sorted(shared.tasks(), key=lambda task: task.id)]
    assert {task.attempts for task in shared.tasks()} == {1}
    revisions = [task.revision for task in shared.tasks()]
    assert len(set(revisions)) == len(revisions)  # no two changes under one number


def test_an_owner_that_lives_keeps_its_tasks_and_one_that_hangs_loses_them(
    tables: PostgresDatabase, shared: PostgresTasks
) -> None:
    (task_id,) = shared.put([file("/a")])
    with shared.owner() as slow, shared.owner() as other:
        slow.take()
        assert other.take() == []
        with tables.transaction() as statements:
            statements.execute("UPDATE tasks SET heard_at = '2020-01-01T00:00:00.000+00:00'")
        assert [task.id for task in other.take()] == [task_id]
        assert not slow.report(task_id, "saving")
        assert not slow.finish(task_id, "failed")
        assert other.finish(task_id, "done")


def test_a_sign_of_life_is_one_of_all_that_an_owner_holds(
    tables: PostgresDatabase, shared: PostgresTasks
) -> None:
    first, _ = shared.put([file("/a"), file("/b")])
    with shared.owner() as slow, shared.owner() as other:
        assert taken(slow) == ["/a", "/b"]
        with tables.transaction() as statements:
            statements.execute("UPDATE tasks SET heard_at = '2020-01-01T00:00:00.000+00:00'")
        before = shared.revision
        assert slow.report(first, "embedding")
        assert [task.work.uri for task in shared.tasks(since=before)] == ["/a"]
        assert other.take() == []


def test_a_removal_may_be_silent_for_hours(tables: PostgresDatabase, shared: PostgresTasks) -> None:
    shared.put([file("s1", kind="erase")])
    with shared.owner() as slow, shared.owner() as other:
        assert taken(slow) == ["s1"]
        for hours, found in ((2, []), (7, ["s1"])):
            with tables.transaction() as statements:
                heard = (shared.moment(statements, -hours),)
                statements.execute("UPDATE tasks SET heard_at = ?", heard)
            assert taken(other) == found


def test_a_killed_process_leaves_its_task_to_another(database: str, shared: PostgresTasks) -> None:
    shared.put([file("/a")])
    command = [sys.executable, "-m", "tests.taking_child", database]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "/a\n"
    with shared.owner() as owner:
        assert owner.take() == []
        child.kill()
        child.communicate()
        revision = shared.revision
        while not (tasks := owner.take()):  # the server sees that the connection is gone when it looks
            revision = shared.wait(revision, 0.05)
        assert [(task.work.uri, task.attempts) for task in tasks] == [("/a", 2)]


def test_a_restart_of_the_server_counts_as_nobodys_death(
    postgres: PostgresServer, shared: PostgresTasks
) -> None:
    (task_id,) = shared.put([file("/a")])
    with shared.owner() as owner:
        owner.take()
        postgres.kill()
        postgres.start()
        with shared.owner() as other:
            assert [task.attempts for task in other.take()] == [1]
            assert not owner.report(task_id, "saving")
        assert owner.take()
        postgres.kill()
        postgres.start()
        assert owner.report(task_id, "saving")  # whoever comes back first keeps it
        assert owner.finish(task_id, "done")
    shared.close()

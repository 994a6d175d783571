"""The PostgreSQL database under the library: its schema, its transactions, and what is said when it fails."""

import threading
import time
from collections.abc import Iterator

import pytest

from documents.errors import BadValue, LibraryTooNew, ServerLost, StorageFailed
from documents.storage.postgres.address import check_address, displayed_address
from documents.storage.postgres.connections import Connections
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.schema import MIGRATIONS
from documents.storage.postgres.tasks import PostgresTasks
from tests.postgres_server import PostgresServer


@pytest.fixture
def opened(database: str) -> Iterator[PostgresDatabase]:
    """A new, empty library's database."""
    one = PostgresDatabase(database)
    yield one
    one.close()


def note(database: PostgresDatabase, key: str) -> None:
    with database.transaction() as transaction:
        transaction.execute("INSERT INTO meta VALUES (?, ?)", (key, "1"))


def notes(database: PostgresDatabase) -> list[str]:
    return [key for (key,) in database.rows("SELECT key FROM meta ORDER BY key")]


def test_a_transaction_is_all_or_nothing(opened: PostgresDatabase) -> None:
    note(opened, "kept")
    with pytest.raises(ZeroDivisionError), opened.transaction() as transaction:
        transaction.execute("INSERT INTO meta VALUES (?, ?)", ("lost", "1"))
        raise ZeroDivisionError
    assert notes(opened) == ["kept"]


def test_a_thread_sees_what_its_own_transaction_wrote(opened: PostgresDatabase) -> None:
    with opened.transaction() as transaction:
        transaction.execute("INSERT INTO meta VALUES (?, ?)", ("mine", "1"))
        assert notes(opened) == ["mine"]


def test_a_character_that_postgresql_cannot_store_is_replaced_by_another(opened: PostgresDatabase) -> None:
    note(opened, "a\0b")
    assert notes(opened) == ["a\ufffdb"]


def test_several_openers_make_the_tables_once(database: str) -> None:
    failed: list[BaseException] = []

    def open_it() -> None:
        try:
            PostgresDatabase(database).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_the_schema_of_a_later_footnote_is_refused(opened: PostgresDatabase, database: str) -> None:
    with opened.transaction() as transaction:
        transaction.execute("INSERT INTO footnote.migrations VALUES (?)", (len(MIGRATIONS) + 1,))
    with pytest.raises(LibraryTooNew, match="later Footnote"):
        PostgresDatabase(database)


def test_one_lock_keeps_another_waiting(opened: PostgresDatabase, database: str) -> None:
    other, order = PostgresDatabase(database), []

    def second() -> None:
        with other.exclusive(["b", "a"]):
            order.append("second")

    thread = threading.Thread(target=second)
    with opened.exclusive(["a"]):
        thread.start()
        while not opened.rows("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
            pass
        order.append("first")
    thread.join()
    other.close()
    assert order == ["first", "second"]


def test_reading_and_writing_go_on_after_a_restart(
    postgres: PostgresServer, opened: PostgresDatabase
) -> None:
    note(opened, "before")
    postgres.kill()
    postgres.start()
    assert notes(opened) == ["before"]
    postgres.stop("immediate")
    postgres.start()
    note(opened, "after")
    assert notes(opened) == ["after", "before"]


def test_a_write_whose_connection_breaks_says_that_nothing_was_stored(opened: PostgresDatabase) -> None:
    kill = "SELECT pg_terminate_backend(pg_backend_pid())"
    with (
        pytest.raises(StorageFailed, match="nothing was stored") as told,
        opened.transaction() as transaction,
    ):
        transaction.execute("INSERT INTO meta VALUES (?, ?)", ("lost", "1"))
        transaction.execute(kill)
    assert told.value.next_step
    assert notes(opened) == []


def test_one_connection_serves_one_thread_after_another(opened: PostgresDatabase) -> None:
    mine = "SELECT pg_backend_pid()"
    assert opened.rows(mine) == opened.rows(mine)


def refusal(address: str) -> str:
    with pytest.raises(StorageFailed) as told:
        PostgresDatabase(address)
    assert "secret" not in str(told.value)
    return str(told.value)


def test_a_connection_that_is_given_back_while_all_are_closed_is_closed(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = Connections(database, "x")
    with connections.connection() as connection:
        closing = threading.Event()
        drop_idle = connections.drop_idle

        def slow() -> None:
            closing.set()
            drop_idle()

        monkeypatch.setattr(connections, "drop_idle", slow)
        other = threading.Thread(target=connections.close)
        with connections._guard:
            other.start()
            assert not closing.wait(0.1)  # nothing is dropped before all know that it is closed
        other.join()
    assert connection.closed


def test_a_connection_on_which_nothing_can_be_heard_is_closed(
    opened: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    connect = opened.connections.connect

    def cut() -> object:
        made.append(connect())
        with connect() as other:
            other.execute("SELECT pg_terminate_backend(%s)", (made[-1].info.backend_pid,))
        return made[-1]

    monkeypatch.setattr(opened.connections, "connect", cut)
    with pytest.raises(StorageFailed):
        PostgresTasks(opened).wait(0, 1.0)
    assert made[0].closed


def test_a_wrong_address_is_told_in_a_sentence(postgres: PostgresServer, database: str) -> None:
    there = f"127.0.0.1:{postgres.port}"
    assert "has no such database" in refusal(f"postgresql://footnote:secret@{there}/nothing")
    assert "knows no such user" in refusal(f"postgresql://nobody:secret@{there}/postgres")
    assert "cannot be reached" in refusal("postgresql://footnote:secret@127.0.0.1:1/postgres")


def test_a_wrong_password_is_told_in_a_sentence(postgres: PostgresServer, database: str) -> None:
    rules = postgres.data / "pg_hba.conf"
    before = rules.read_text()
    run(database, "CREATE ROLE guarded LOGIN PASSWORD 'other'")
    rules.write_text(f"host all guarded 127.0.0.1/32 scram-sha-256\n{before}")
    run(database, "SELECT pg_reload_conf()")
    address = database.replace("footnote@", "guarded:secret@")
    try:
        assert "refused the user name or the password" in refusal(address)
        assert "wants a password" in refusal(address.replace(":secret", ""))
    finally:
        rules.write_text(before)
        run(database, "SELECT pg_reload_conf()", "DROP ROLE guarded")


def run(address: str, *statements: str) -> None:
    """Runs SQL as the server's administrator."""
    with Connections(address, "here").new_connection() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]  # any text


def test_a_user_without_rights_is_told_what_an_administrator_has_to_do(database: str) -> None:
    run(database, "CREATE ROLE plain LOGIN")
    plain = database.replace("footnote@", "plain@")
    name = database.rpartition("/")[2]
    try:
        assert "CREATE EXTENSION vector;" in refusal(plain)
        run(database, "CREATE EXTENSION vector")
        assert f'GRANT CREATE ON DATABASE "{name}" TO "plain";' in refusal(plain)
        run(database, f'GRANT CREATE ON DATABASE "{name}" TO plain')
        PostgresDatabase(plain).close()
    finally:
        run(database, "DROP OWNED BY plain", "DROP ROLE plain")


def test_a_read_only_server_is_read_and_a_write_is_refused(database: str) -> None:
    only_read = f"{database}?options=-c%20default_transaction_read_only%3Don"
    assert "can only be read" in refusal(only_read)
    PostgresDatabase(database).close()
    opened = PostgresDatabase(only_read)
    assert notes(opened) == []
    with pytest.raises(StorageFailed, match=r"can only be read.*nothing was stored"):
        note(opened, "x")
    opened.close()


def test_an_old_server_and_an_old_pgvector_are_refused(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("documents.storage.postgres.schema.OLDEST_SERVER", 99)
        assert "needs 99 or later" in refusal(database)
    monkeypatch.setattr("documents.storage.postgres.schema.OLDEST_VECTOR", (9, 9))
    assert "has pgvector 0." in refusal(database)


def test_a_database_that_is_not_in_unicode_is_refused(postgres: PostgresServer) -> None:
    name = "in_latin"
    run(postgres.address(), f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "keeps text as LATIN1" in refusal(postgres.address(name))


@pytest.mark.parametrize(
    "address",
    [
        "http://me:secret@host/x",
        "postgresql://me:secret@host",
        "postgresql://me:secret@host:99999/x",
        "postgresql://me:secret@host:5432,other:99999/x",
        "postgresql://me:12/secret@host",
        "postgresql://me:12?secret@host/x",
        "postgresql://me:12#secret@host/x",
    ],
)
def test_what_is_no_address_of_a_database_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(BadValue) as told:
        check_address(address)
    assert "secret" not in str(told.value)


def test_a_parameter_that_the_driver_does_not_know_is_refused() -> None:
    with pytest.raises(BadValue, match="cannot be read"):
        PostgresDatabase("postgresql://me:secret@127.0.0.1/x?colour=red")


def test_an_address_of_several_hosts_is_tried(database: str) -> None:
    address = database.replace("@127.0.0.1", "@127.0.0.1:1,127.0.0.1")
    check_address(address)
    PostgresDatabase(address).close()


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("embedded", "embedded"),
        ("postgresql://me:secret@host/x", "postgresql://me@host/x"),
        ("postgresql://host/x?password=secret", "postgresql://host/x"),
        ("postgresql://me:se@cret@[::bad/x", "postgresql://…[::bad/x"),
        ("postgresql://me:12/secret@host", "postgresql://…host"),
        ("postgresql://me:12?sec@ret@host/x", "postgresql://…host/x"),
        ("postgresql://me:12#secret@host/x", "postgresql://…host/x"),
        ("postgresql://me:secret@one:5432,two:5433/x", "postgresql://me@one:5432,two:5433/x"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, seen: str) -> None:
    assert displayed_address(address) == seen


# Locks


def test_a_lock_that_went_with_its_connection_stops_the_changes_under_it(database: str) -> None:
    one, other = PostgresDatabase(database), PostgresDatabase(database)
    with one.exclusive(["a"]):
        with one.transaction():
            pass
        held = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
        ((pid,),) = other.rows(held)
        other.rows("SELECT pg_terminate_backend(?)", (pid,))
        with other.exclusive(["a"]):  # free for others
            with pytest.raises(ServerLost, match="nothing was stored"), one.transaction():
                pytest.fail("a change was begun without its lock")
    with one.exclusive(["a"]), one.transaction():
        pass
    one.close()
    other.close()


def test_a_lock_of_a_process_that_froze_is_let_go(database: str) -> None:
    frozen, other = PostgresDatabase(database), PostgresDatabase(database)
    with frozen.exclusive(["a"]):
        frozen._local.guard.execute("SET LOCAL idle_in_transaction_session_timeout = '1ms'")
        with other.exclusive(["a"]):  # waits no longer than that
            with pytest.raises(ServerLost, match="nothing was stored"), frozen.transaction():
                pytest.fail("a change was begun without its lock")
    frozen.close()
    other.close()


def test_the_server_notices_a_computer_that_vanished(database: str) -> None:
    opened = PostgresDatabase(database)
    names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
    found = [opened.rows("SELECT current_setting(?)", (name,))[0][0] for name in names]
    assert found == ["20", "10", "3", "45000"]  # the last in milliseconds
    with opened.connections.uncounted_transaction() as connection:
        ((limit,),) = connection.execute("SHOW idle_in_transaction_session_timeout").fetchall()
    assert limit == "10min"
    opened.close()


def test_an_owner_whose_lock_the_server_still_holds_does_not_wait_for_it(database: str) -> None:
    opened = PostgresDatabase(database)
    tasks = PostgresTasks(opened)
    owner = tasks.owner()
    before, owner._alive = owner._alive, opened.connections.connect()
    assert before is not None
    owner._alive.close()
    with pytest.raises(ServerLost, match="still holds a connection"):
        owner.take()
    before.close()
    limit = time.monotonic() + 20.0
    while opened.rows("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"):
        assert time.monotonic() < limit
        time.sleep(0.02)
    assert owner.take() == []
    owner.close()
    tasks.close()
    opened.close()

"""What is said when the disk or the library's file does not do its work, and that it is true."""

import errno
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from documents.errors import StorageFailed
from documents.reading import languages
from documents.storage.conversations import Conversations
from documents.storage.errors import storage_errors
from documents.storage.lock import LOCK_NAME, WriteLock, is_held
from documents.storage.originals import Originals
from documents.storage.sqlite.database import FILE_NAME
from documents.storage.sqlite.library import SqliteLibrary
from tests.library_building import store

ROOT = Path(__file__).resolve().parents[1]
Usage = namedtuple("Usage", "total used free")
FRENCH = "Le bateau part du quai à neuf heures, et la traversée dure une demi-heure. " * 4


def sqlite_error(code: int, said: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return error


def told(error: Exception) -> str:
    with pytest.raises(StorageFailed) as caught, storage_errors(Path("/home/library.db")):
        raise error
    return str(caught.value)


FULL = sqlite_error(sqlite3.SQLITE_FULL, "database or disk is full")
FAILED = sqlite_error(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error")


@pytest.mark.parametrize("error", [FULL, FAILED])
def test_a_disk_is_called_full_only_where_it_is(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**12, 0, 10**6))
    assert "is full (1 MB free)" in told(error)
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**12, 0, 10**11))
    assert "not full (100000 MB free)" in told(error)
    assert "ulimit -f" in told(error)


def test_the_systems_own_word_for_a_full_disk_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be room that is not for this user, or no room for one more name."""
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**12, 0, 10**11))
    assert "is full" in told(OSError(errno.ENOSPC, "No space left on device"))
    assert "not full" in told(OSError(errno.EFBIG, "File too large"))
    assert "not full" in told(OSError(errno.EDQUOT, "Disk quota exceeded"))


def test_a_file_in_the_way_is_named() -> None:
    assert "/home/tmp" in told(OSError(errno.EEXIST, "File exists", "/home/tmp"))


def test_words_of_sqlite_that_cannot_be_read_are_damage() -> None:
    assert "is damaged" in told(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"))


def test_with_a_limit_on_files_what_is_stored_is_called_stored(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.limited_child", str(tmp_path / "home"), "1500000", "16"]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    entries, stored = json.loads(child.stdout)
    assert [uri for uri, status, _ in entries if status == "added"] == stored
    failed = [message for _, status, message in entries if status == "failed"]
    assert 0 < len(failed) < len(entries)
    assert all("not full" in message and "ulimit" in message for message in failed)


def test_a_language_that_cannot_be_told_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """py3langid unpacks its model into a temporary file: after the document was stored, there was no room."""

    def no_room(text: str) -> None:
        raise OSError(errno.EFBIG, "File too large")

    assert "French" in (languages.warning(FRENCH) or "")
    monkeypatch.setattr("py3langid.classify", no_room)
    assert languages.warning(FRENCH) is None


def test_what_was_removed_is_not_called_unchanged(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = SqliteLibrary(home)
    last = [store(library, f"/{number}", f"Paper {number} about ferries. " * 60) for number in range(30)][-1]
    library.database.empty_log()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The log has room for what the removal writes, the library's file not.
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        assert library.remove(last.source_id).deleted == last.added
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "Removed text stays" in caplog.text
    assert len(library.sources()) == 29
    library.close()


def filled(home: Path) -> int:
    """A library with a conversation in its folder; returns the size of its file."""
    library = SqliteLibrary(home)
    for number in range(20):
        store(library, f"/{number}", f"Paper {number} about ferries. " * 60)
    Conversations(library.database).keep("Which ferry?", {"text": "The ninth."})
    library.close()
    return (home / FILE_NAME).stat().st_size


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_library_that_was_cut_short_is_called_damaged_not_full(home: Path, share: float) -> None:
    size = filled(home)
    with (home / FILE_NAME).open("r+b") as file:
        file.truncate(int(size * share))
    with pytest.raises(StorageFailed, match="is damaged"):
        SqliteLibrary(home).database.check()


def test_a_sound_library_passes_its_check(home: Path) -> None:
    filled(home)
    library = SqliteLibrary(home)
    library.database.check()
    library.close()


def test_an_emptied_library_is_not_made_anew_over_its_originals(home: Path, tmp_path: Path) -> None:
    """A new library would have deleted the original bytes of all documents with the next one added."""
    filled(home)
    (tmp_path / "a.txt").write_text("Words.")
    Originals(home).keep(tmp_path / "a.txt", "0" * 64)
    (home / FILE_NAME).write_bytes(b"")
    with pytest.raises(StorageFailed, match=r"is damaged.*backup"):
        SqliteLibrary(home)
    assert Originals(home).names() == ["0" * 64]


def test_a_library_file_without_anything_is_made_where_nothing_was_stored(home: Path) -> None:
    home.mkdir()
    (home / FILE_NAME).touch()  # by a process that was killed while it made the library
    SqliteLibrary(home).close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE turns SET answer = '{'",
        "UPDATE versions SET headings = '['",
        "UPDATE versions SET notes = ''",
    ],
)
def test_stored_json_that_is_none_is_damage(home: Path, sql: str) -> None:
    filled(home)
    with sqlite3.connect(home / FILE_NAME) as connection:
        connection.execute(sql)
    connection.close()
    library = SqliteLibrary(home)
    with pytest.raises(StorageFailed, match="damaged"):
        library.database.check()
    with pytest.raises(StorageFailed, match="damaged"):
        everything(library)
    library.close()


def everything(library: SqliteLibrary) -> None:
    conversations = Conversations(library.database)
    for conversation in conversations.all():
        conversations.turns(conversation.id)
    for source in library.sources():
        library.document(source.id)
        library.passages_of(source.id)


def test_conversations_of_a_damaged_file_are_told(home: Path) -> None:
    filled(home)
    library = SqliteLibrary(home)
    conversations = Conversations(library.database)
    with library.database.transaction() as connection:
        connection.execute("DROP TABLE turn_texts")
        connection.execute("DROP TABLE turn_sources")
    with pytest.raises(StorageFailed, match="damaged"):
        conversations.search("ninth")
    with pytest.raises(StorageFailed, match="damaged"):
        conversations.citing("x")
    library.close()


@pytest.mark.parametrize("vector", [b"", b"\0" * 3, b"\0\0\xc0\x7f" * 256, b"\0\0\x80\x7f" * 256, "text"])
def test_vectors_that_are_none_are_told_with_what_mends_them(home: Path, vector: bytes | str) -> None:
    filled(home)
    with sqlite3.connect(home / FILE_NAME) as connection:
        connection.execute("UPDATE passages SET vector = ?", (vector,))
    connection.close()
    library = SqliteLibrary(home)
    with pytest.raises(StorageFailed, match="footnote rebuild"):
        library.vectors()
    library.close()


def test_on_a_full_disk_the_lock_is_held_all_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(file: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    home.mkdir()
    lock = WriteLock(home)
    monkeypatch.setattr("os.write", no_room)
    lock.acquire()
    monkeypatch.undo()
    assert is_held(home / LOCK_NAME)
    lock.release()


def test_the_free_room_of_a_folder_that_is_gone_is_left_out(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(StorageFailed, match="is full; nothing"), storage_errors(tmp_path / "x" / FILE_NAME):
        raise OSError(errno.ENOSPC, "No space left on device")

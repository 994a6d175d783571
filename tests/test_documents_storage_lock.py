"""One writer a data folder, whatever becomes of its process."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from documents.errors import LibraryLocked, StorageFailed
from documents.storage.lock import LOCK_NAME, WriteLock, is_held
from documents.storage.sqlite.library import SqliteLibrary
from tests.library_building import store
from tests.test_documents_storage_sqlite import child


def holder(home: Path) -> "subprocess.Popen[str]":
    process = child("hold", home)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.fixture(autouse=True)
def folder(home: Path) -> Path:
    home.mkdir()
    return home


def test_a_second_process_is_refused_with_the_number_of_the_first(home: Path) -> None:
    first = holder(home)
    second = child("take", home)
    _, complaint = second.communicate()
    end(first)
    assert second.returncode == 1
    assert f"Another Footnote (process {first.pid}) is writing to {home}." in complaint
    assert "stop it and try again" in complaint


def test_the_lock_goes_with_its_process_even_when_that_is_killed(home: Path) -> None:
    end(holder(home))
    lock = WriteLock(home)
    lock.acquire()
    assert is_held(home / LOCK_NAME)
    lock.release()


def test_a_released_lock_is_free_though_a_child_that_is_being_started_still_has_the_file(home: Path) -> None:
    first, second = WriteLock(home), WriteLock(home)
    first.acquire()
    assert first._file is not None
    copy = os.dup(first._file.fileno())  # what a fork has until it runs its own program
    first.release()
    second.acquire()
    second.release()
    os.close(copy)


def test_a_released_lock_can_be_taken_by_another(home: Path) -> None:
    first, second = WriteLock(home), WriteLock(home)
    first.acquire()
    with pytest.raises(
        LibraryLocked, match=r"Another Assistant of this process .* Use that one, or close it"
    ):
        second.acquire()
    first.release()
    second.acquire()
    assert is_held(home / LOCK_NAME)
    first.release()
    assert is_held(home / LOCK_NAME)  # by the second, not by the first
    second.release()
    assert not is_held(home / LOCK_NAME)


def test_taking_and_releasing_twice_is_harmless(home: Path) -> None:
    lock = WriteLock(home)
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    assert not is_held(home / LOCK_NAME)


def test_reading_goes_on_while_another_process_holds_the_lock(home: Path) -> None:
    library = SqliteLibrary(home)
    store(library, "/a", "The ferry sails at nine.")
    writer = holder(home)
    reader = child("read", home)
    out, complaint = reader.communicate()
    end(writer)
    assert complaint == ""
    assert "The ferry sails at nine." in out
    library.close()


def test_a_folder_that_is_not_there_is_told(home: Path) -> None:
    with pytest.raises(StorageFailed, match="cannot be written to"):
        WriteLock(home / "nowhere").acquire()

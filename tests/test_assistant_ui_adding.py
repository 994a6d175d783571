"""Dropped files: a lasting line each, also for those that cannot be taken."""

import time

import pytest

from assistant.ui.adding import Adding
from documents.inputs import Upload
from tests.building import build_assistant

SOON = 20.0  # seconds


@pytest.fixture
def drop(tmp_path):
    """Makes an upload of a text."""

    def make(name, text):
        path = tmp_path / f"copy-of-{name}"
        path.write_text(text, encoding="utf-8")
        return Upload(name, path)

    return make


def finished(adding):
    limit = time.monotonic() + SOON
    while adding.busy and time.monotonic() < limit:
        time.sleep(0.02)
    return [(line.name, line.status) for line in adding.lines]


def test_each_file_gets_its_line(assistant, drop):
    adding = Adding(assistant)
    adding.add([drop("a.txt", "The ferry sails at nine."), drop("b.txt", "")])
    assert [line.status for line in adding.lines][1] in ("waiting", "empty")
    assert finished(adding) == [("a.txt", "added"), ("b.txt", "empty")]
    assert [line.bad for line in adding.lines] == [False, True]


def test_two_files_of_one_name_get_two_lines(assistant, drop, tmp_path):
    adding = Adding(assistant)
    first = drop("a.txt", "The ferry sails at nine.")
    (tmp_path / "other").mkdir()
    second = tmp_path / "other" / "a.txt"
    second.write_text("The bus leaves at ten.", encoding="utf-8")
    adding.add([first, Upload("a.txt", second)])
    assert finished(adding) == [("a.txt", "added"), ("a.txt", "replaced")]


def test_the_temporary_copy_goes_when_the_file_is_in(assistant, drop):
    adding, upload = Adding(assistant), drop("a.txt", "The ferry sails at nine.")
    adding.add([upload])
    finished(adding)
    limit = time.monotonic() + SOON
    while upload.path.exists() and time.monotonic() < limit:
        time.sleep(0.02)
    assert not upload.path.exists()


def test_a_locked_library_is_said_on_the_line_and_the_next_drop_works(assistant, drop, home):
    adding = Adding(assistant)
    with build_assistant(home, llm=None) as other:
        other.take_write_lock()
        adding.add([drop("a.txt", "The ferry sails at nine.")])
        assert finished(adding) == [("a.txt", "failed")]
        assert "Another Footnote" in adding.lines[0].message
    adding.add([drop("c.txt", "The bus leaves at ten.")])
    assert finished(adding)[-1] == ("c.txt", "added")


def test_examples_share_a_line_and_go_only_into_an_empty_library(assistant):
    adding = Adding(assistant)
    adding.add_examples()
    assert finished(adding) == [("Example documents", "added")]
    adding.add_examples()
    assert len(adding.lines) == 1
    assistant.remove_examples()
    adding.add_examples()
    assert finished(adding)[-1] == ("Example documents", "unchanged")


def test_revision_changes_with_the_lines(assistant, drop):
    adding = Adding(assistant)
    before = adding.revision
    adding.add([drop("a.txt", "The ferry sails at nine.")])
    finished(adding)
    assert adding.revision > before

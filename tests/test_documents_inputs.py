"""What a person hands over becomes one input a document."""

import os
from pathlib import Path

import pytest

from documents.inputs import PastedText, Upload, inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "papers"
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden", ".git/config", "sub/.cache/d.txt"):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return top


def test_a_folder_becomes_its_files_sorted_and_without_hidden_ones(folder: Path) -> None:
    names = [Path(one.uri).relative_to(folder).as_posix() for one in inputs([folder])]
    assert names == ["a.txt", "b.txt", "sub/c.txt"]


def test_the_order_given_is_kept(folder: Path) -> None:
    given = [folder / "b.txt", "https://example.com/x", PastedText("Note", "words"), folder / "a.txt"]
    kinds = [one.uri.rsplit("/", 1)[-1] for one in inputs(given)]
    assert kinds == ["b.txt", "x", "text:Note", "a.txt"]


def test_a_relative_path_becomes_absolute(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert [one.uri for one in inputs(["a.txt", "./sub/../a.txt"])] == [str(folder / "a.txt")] * 2


def test_a_link_keeps_its_own_name(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "a.txt")
    assert inputs([folder / "link.txt"])[0].uri == str(folder / "link.txt")


def test_the_home_folder_can_be_written_as_a_tilde(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert inputs(["~/a.txt"])[0].path == folder / "a.txt"


@pytest.mark.parametrize("given", ["missing.txt", "", "x" * 5000, "nul\0byte", "~nobody-at-all/x"])
def test_what_is_not_there_is_an_input_that_says_so(given: str) -> None:
    (one,) = inputs([given])
    assert one.path is None
    assert "There is no file" in str(one.error)


@pytest.mark.parametrize(
    "bad",
    [
        "~a\0b/x", "~\ud800/x", "a\ud800.txt", "\udcff/" * 3, "a\0" * 9_000, "/" * 9_000 + "x",
        "https://x/\ud800",
        None, 7, b"bytes", ["a list"], Upload(None, None), PastedText("title", None), Path("a\0b"),
        Path("\ud800"),
    ],
)  # fmt: skip
def test_one_bad_thing_is_one_input_that_can_be_stored_and_shown(folder: Path, bad: object) -> None:
    first, wrong, last = inputs([folder / "a.txt", bad, folder / "b.txt"])  # type: ignore[list-item]
    assert (first.path, last.path) == (folder / "a.txt", folder / "b.txt")
    wrong.uri.encode()
    assert "\0" not in wrong.uri
    if wrong.error is not None:
        assert wrong.error.message
        assert wrong.error.next_step
        str(wrong.error).encode()


def test_a_disk_that_fails_under_a_folder_is_one_input(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> bool:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "is_dir", broken)
    (one,) = inputs([folder])
    assert "Input/output error" in str(one.error)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "has no files" in str(inputs([tmp_path / "empty"])[0].error)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in str(inputs([tmp_path / "pipe"])[0].error)


def test_a_file_name_that_is_no_unicode_gets_an_address_that_is(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(raw, "w") as file:
        file.write("words")
    (one,) = inputs([os.fsdecode(raw)])
    assert one.uri == f"{tmp_path}/caf\ufffd.txt"
    assert one.path is not None
    assert one.path.read_text() == "words"


def test_an_address_of_the_web_is_fetched_and_not_opened() -> None:
    (one,) = inputs(["https://example.com/page?x=1"])
    assert (one.uri, one.url, one.path) == ("https://example.com/page?x=1",) * 2 + (None,)


def test_an_upload_is_known_by_its_name_alone(folder: Path) -> None:
    (one,) = inputs([Upload("../../etc/report.txt", folder / "a.txt")])
    assert (one.uri, one.path) == ("upload:report.txt", folder / "a.txt")


def test_an_upload_out_of_a_folder_keeps_its_folders(folder: Path) -> None:
    names = ["notes/2024/a.txt", "notes/2025/a.txt", "/etc/a.txt"]
    uris = [one.uri for one in inputs([Upload(name, folder / "a.txt") for name in names])]
    assert uris == ["upload:notes/2024/a.txt", "upload:notes/2025/a.txt", "upload:a.txt"]


def test_pasted_text_is_known_by_its_title() -> None:
    (one,) = inputs([PastedText("  My\n note ", "words")])
    assert (one.uri, one.text) == ("text:My note", "words")


def test_pasted_texts_without_a_title_are_known_by_their_words_and_never_by_one_name() -> None:
    start = "Dear members of the ferry cooperative, "
    texts = [f"{start}the boat sails.", f"{start}the boat stays.", f"{start}the boat sails.", " "]
    first, second, again, blank = (one.uri for one in inputs([PastedText(" ", text) for text in texts]))
    assert first.startswith("text:Dear members of the ferry cooperative, (")
    assert first == again != second
    assert blank.startswith("text:Pasted text (")


def test_names_with_half_characters_can_be_stored(folder: Path) -> None:
    upload, pasted = inputs([Upload("a\udc80.txt", folder / "a.txt"), PastedText("b\udc80", "words")])
    assert (upload.uri, pasted.uri) == ("upload:a\ufffd.txt", "text:b\ufffd")


def test_one_path_alone_is_one_input_and_not_its_letters(folder: Path) -> None:
    assert [one.uri for one in inputs(str(folder / "a.txt"))] == [str(folder / "a.txt")]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("example.com/fares", "begins with https://"),
        ("ftp://example.com/fares.txt", "begins with https://"),
        ("notes.txt", "Check the name; an address"),
        ("some notes", "Check the name."),
    ],
)
def test_what_is_no_file_is_told_by_what_it_looks_like(given, said):
    (one,) = inputs([given])
    assert said in one.error.next_step


def test_a_link_to_a_folder_is_told_and_not_followed(tmp_path):
    given, other = tmp_path / "given", tmp_path / "other"
    for each in (given, other):
        each.mkdir()
        (each / "a.txt").write_text("A boat.")
    (given / "more").symlink_to(other)
    file, link = inputs([given])
    assert file.path == given / "a.txt" and link.path is None
    assert link.error is not None
    assert link.error.message == f"{given / 'more'} is a link to the folder {other}, which is not followed."
    assert link.error.next_step == "Add that folder itself."


def test_a_link_to_nothing_is_told_as_one(tmp_path):
    (tmp_path / "link.md").symlink_to("gone.md")
    (one,) = inputs([str(tmp_path / "link.md")])
    assert "is a link to gone.md, which cannot be followed" in one.error.message

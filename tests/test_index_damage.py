"""No byte in Chroma's folder can end the process: what is damaged is made again from the library, and said.

Each start is a process of its own, since Chroma's native code would take this one down. `make fuzz` damages
in every way; FUZZ_SEED=7 in front of it in other places.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.settings import load_settings
from documents.inputs import PastedText
from tests.building import build_assistant
from tests.fakes import WordHashEmbedder

ROOT = Path(__file__).resolve().parents[1]
SEED = int(os.environ.get("FUZZ_SEED", "1"))
PARAGRAPHS = 1200  # Chroma writes its graph to files from 1,000 vectors on
QUERY = "ferry number 7"
SAID = "is made again from the library, and nothing is lost."
Damage = Callable[[Path, random.Random], None]


def one(folder: Path, name: str) -> Path:
    (path,) = folder.rglob(name)
    return path


def bytes_of(name: str, count: int = 200) -> Damage:
    """So many bytes of the file become others."""

    def damage(folder: Path, chance: random.Random) -> None:
        path = one(folder, name)
        content = bytearray(path.read_bytes())
        for place in chance.choices(range(len(content)), k=count):
            content[place] ^= chance.randrange(1, 256)
        path.write_bytes(content)

    return damage


def half_of(name: str) -> Damage:
    def damage(folder: Path, chance: random.Random) -> None:
        path = one(folder, name)
        os.truncate(path, chance.randrange(path.stat().st_size))

    return damage


def without(name: str) -> Damage:
    return lambda folder, chance: one(folder, name).unlink()


def noise_in(name: str) -> Damage:
    def damage(folder: Path, chance: random.Random) -> None:
        path = one(folder, name)
        path.write_bytes(chance.randbytes(path.stat().st_size))

    return damage


def longer(folder: Path, chance: random.Random) -> None:
    with one(folder, "data_level0.bin").open("ab") as file:
        file.write(chance.randbytes(1000))


def gone(folder: Path, chance: random.Random) -> None:
    shutil.rmtree(folder)


def a_file(folder: Path, chance: random.Random) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(chance.randbytes(100))


def a_link_to_another(folder: Path, chance: random.Random) -> None:
    elsewhere = folder.parent / "elsewhere"
    folder.rename(elsewhere)
    bytes_of("data_level0.bin")(elsewhere, chance)
    folder.symlink_to(elsewhere)


def an_endless_file(folder: Path, chance: random.Random) -> None:
    path = one(folder, "data_level0.bin")
    path.unlink()
    path.symlink_to("/dev/zero")


def a_folder_for_a_file(folder: Path, chance: random.Random) -> None:
    path = one(folder, "chroma.sqlite3")
    path.unlink()
    path.mkdir()


def a_journal(folder: Path, chance: random.Random) -> None:
    """SQLite would write what is in it into the database."""
    (folder / "chroma.sqlite3-journal").write_bytes(
        b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + chance.randbytes(4096)
    )


def of_another_library(folder: Path, chance: random.Random) -> None:
    """One with the same ids and the same number of writes, but other vectors."""
    other = folder.parent.parent / "other"
    make(other, "lamp")
    shutil.rmtree(folder)
    shutil.copytree(other / "chroma", folder)


def of_another_chromadb(folder: Path, chance: random.Random) -> None:
    with sqlite3.connect(folder.parent / "library.db") as connection:
        connection.execute(
            "UPDATE meta SET value = replace(value, ?, '0.4.24') WHERE key = 'chroma'", (version("chromadb"),)
        )
    connection.close()


def the_library_is_older(folder: Path, chance: random.Random) -> None:
    """Brought back from a backup."""
    library = folder.parent / "library.db"
    backup = library.read_bytes()
    with build_assistant(folder.parent, llm=None) as assistant:
        assistant.add([PastedText("Later", "A ferry that came later.")])
    for left in folder.parent.glob("library.db-*"):
        left.unlink()
    library.write_bytes(backup)


DAMAGES: dict[str, Damage] = {
    "bytes of the vectors": bytes_of("data_level0.bin"),
    "half of the vectors": half_of("data_level0.bin"),
    "noise in the header": noise_in("header.bin"),
    "bytes of the database": bytes_of("chroma.sqlite3"),
    "one byte of the vectors": bytes_of("data_level0.bin", 1),
    "noise in the vectors": noise_in("data_level0.bin"),
    "bytes of the links": bytes_of("link_lists.bin"),
    "half of the links": half_of("link_lists.bin"),
    "half of the header": half_of("header.bin"),
    "noise in the lengths": noise_in("length.bin"),
    "half of the lengths": half_of("length.bin"),
    "bytes of the ids": bytes_of("index_metadata.pickle"),
    "half of the ids": half_of("index_metadata.pickle"),
    "half of the database": half_of("chroma.sqlite3"),
    "no vectors": without("data_level0.bin"),
    "no ids": without("index_metadata.pickle"),
    "no database": without("chroma.sqlite3"),
    "longer vectors": longer,
    "the folder is gone": gone,
    "the folder is a file": a_file,
    "the folder is a link": a_link_to_another,
    "an endless file": an_endless_file,
    "a folder for a file": a_folder_for_a_file,
    "a journal": a_journal,
    "of another library": of_another_library,
    "of another chromadb": of_another_chromadb,
    "the library is older": the_library_is_older,
}
# Also in `make test`; before there was a seal, the first took the process down.
OFTEN = ["noise in the vectors", "bytes of the database"]


def make(home: Path, word: str = "ferry") -> None:
    lines = [
        f"The {word} number {number} sails to harbour {number * 31} with {number * 17} crates of {word}s "
        f"and a crew of {number % 13} under captain {number * 7}."
        for number in range(PARAGRAPHS)
    ]
    # One paragraph a passage
    settings = load_settings(home, {"passage_tokens": 30})
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None) as assistant:
        assert assistant.add([PastedText("Boats", "\n\n".join(lines))]).ok
        assert assistant.library.passage_count() >= PARAGRAPHS


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was closed cleanly."""
    home = tmp_path_factory.mktemp("sound") / "home"
    make(home)
    return home


@pytest.fixture
def copied(sound: Path, home: Path) -> Path:
    """A copy of it as the data folder."""
    shutil.copytree(sound, home)
    return home


def start(home: Path, *more: str) -> tuple[dict[str, Any], str]:
    """What a start answered, and what it said."""
    command = [sys.executable, "-m", "tests.opening_child", str(home), QUERY, *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr[-500:]}"
    return json.loads(done.stdout), done.stderr


@pytest.fixture(scope="module")
def answer(sound: Path) -> dict[str, Any]:
    """What a start on the sound folder answers; it says nothing."""
    answered, said = start(sound)
    assert answered["chroma"] and answered["hits"] and said == ""
    return answered


def check_mended(home: Path, damage: Damage, seed: str, answer: dict[str, Any]) -> None:
    damage(home / "chroma", random.Random(seed))
    answered, said = start(home)
    assert answered == answer
    assert said.count(SAID) == 1 and said.count("\n") == 1
    assert start(home) == (answer, "")  # mended for good


@pytest.mark.parametrize("name", OFTEN)
def test_a_damaged_index_is_made_again_and_said(name: str, copied: Path, answer: dict[str, Any]) -> None:
    check_mended(copied, DAMAGES[name], name, answer)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", DAMAGES)
def test_an_index_damaged_in_any_way_is_made_again_and_said(
    name: str, copied: Path, answer: dict[str, Any]
) -> None:
    check_mended(copied, DAMAGES[name], f"{name} {SEED}", answer)


def test_a_link_to_elsewhere_goes_and_what_it_led_to_stays(copied: Path) -> None:
    a_link_to_another(copied / "chroma", random.Random(1))
    start(copied)
    assert not (copied / "chroma").is_symlink()
    assert (copied / "elsewhere" / "chroma.sqlite3").is_file()


def test_a_process_that_dies_when_nothing_is_being_written_leaves_a_sound_index(copied: Path) -> None:
    assert start(copied, "add and die")[1] == ""
    answered, said = start(copied)
    assert answered["chroma"] and said == ""

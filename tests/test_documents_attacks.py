"""Harmed and hostile files of all formats: each costs itself alone, in time and memory, and says why."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.errors import DocumentError
from documents.reading.pool import ReaderPool
from documents.types import RawDocument
from tests.attacks import attacked, bombs
from tests.corpus.building import build, saved_by_libre_office
from tests.corpus.office_writers import office
from tests.hostile import pdf
from tests.library_building import ingest_parts
from tests.pool_reading import read_in

SEED = int(os.environ.get("FUZZ_SEED", "1"))
SECONDS = 120


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(seconds=SECONDS, megabytes=2048, workers=2) as shared:
        yield shared


def outcome(pool: ReaderPool, path: Path) -> str:
    """What became of a file: "read", or the sentence that says why not."""
    try:
        document = read_in(pool, path)
    except DocumentError as error:
        assert error.next_step and "\n" not in str(error), error
        assert error.message.endswith(".") and ". " not in error.message.replace(path.name, "it"), error
        return error.message
    _is_sound(document)
    return "read"


def _is_sound(document: RawDocument) -> None:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end


def test_harmed_files_are_read_or_say_in_a_sentence_why_not(pool: ReaderPool, tmp_path: Path) -> None:
    honest = [made.path for made in build(tmp_path / "honest")]
    harmed = attacked(honest, tmp_path / "harmed", 60, SEED)
    said = {path.name: outcome(pool, path) for path in harmed}
    assert not [one for one in said.items() if "crashed" in one[1] or "longer than" in one[1]]
    assert list(said.values()).count("read") > 20


def test_what_fails_leaves_nothing_in_the_library(home: Path, tmp_path: Path) -> None:
    honest = [made.path for made in build(tmp_path / "honest")]
    attacked(honest, tmp_path / "harmed", 24, SEED + 1)
    with ingest_parts(home) as parts:
        assert parts.statuses(honest[0]) == ["added"]
        entries = parts.ingestor.add([tmp_path / "harmed"]).entries
        taken = {entry.source_id for entry in entries if entry.status in ("added", "unchanged")}
        assert {"added", "failed"} <= {entry.status for entry in entries}
        assert all(entry.source_id is None for entry in entries if entry.status == "failed")
        kept = {source.id for source in parts.library.sources()}
        assert taken <= kept and len(kept - taken) <= 1


@pytest.mark.fuzz
def test_600_harmed_files_are_read_or_say_in_a_sentence_why_not(pool: ReaderPool, tmp_path: Path) -> None:
    corpus = build(tmp_path / "honest") + (saved_by_libre_office(tmp_path / "libre") if office() else [])
    harmed = attacked([made.path for made in corpus], tmp_path / "harmed", 600, SEED)
    said = {path.name: outcome(pool, path) for path in harmed}
    assert not [one for one in said.items() if "crashed" in one[1] or "longer than" in one[1]]
    assert list(said.values()).count("read") > 200


@pytest.mark.fuzz
def test_bombs_stay_within_their_limits(pool: ReaderPool, tmp_path: Path) -> None:
    corpus = build(tmp_path / "honest") + (saved_by_libre_office(tmp_path / "libre") if office() else [])
    honest = {made.path.suffix[1:]: made.path for made in corpus}
    said = {path.name: outcome(pool, path) for path in bombs(honest, tmp_path / "bombs")}
    slow = {name for name, what in said.items() if "longer than" in what}
    assert slow <= {"cells.xlsx"}  # two million cells of ten are read, if the machine is not busy
    assert not [one for one in said.items() if "crashed" in one[1]]
    assert all("unpack" in what for name, what in said.items() if name.startswith("zip-bomb"))


@pytest.mark.fuzz
def test_a_pdf_of_5000_pages_is_read_whole(pool: ReaderPool, tmp_path: Path) -> None:
    path = pdf(tmp_path / "long.pdf", [f"Page {number} of the log of the Petrel." for number in range(5_000)])
    assert len(read_in(pool, path).page_starts or ()) == 5_000

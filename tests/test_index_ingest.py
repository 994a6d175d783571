"""Ingest: every source gets an entry that is true, and what goes wrong costs that source alone."""

import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from documents.errors import EmbedderChanged, ReaderFailed
from documents.inputs import PastedText, Upload
from documents.library import Vectors
from documents.reading.members import Limits
from documents.text.blocks import PackedBlocks
from documents.text.passages import PassageSpan
from documents.types import RawDocument
from index.ingest import EMBEDDER_NOTE
from index.ingest_job import Progress
from tests.fakes import WordHashEmbedder
from tests.library_building import Parts, ingest_parts, uses_store
from tests.readers import shared_pool

FERRY, LAMP = "The ferry sails at nine on all days.", "The lamp is lit at dusk by the keeper."
HTML = """<html><head><title>Opening hours</title><meta name="date" content="2024-03-05"></head>
<body><article>
<h1>Opening hours</h1><p>The museum opens at ten in the morning and closes at five, every day of the week.</p>
<h2>Winter</h2><p>In winter it closes at four, and on Mondays it stays shut because of the heating bill.</p>
</article></body></html>"""


class OtherEmbedder(WordHashEmbedder):
    """Another identity, and shorter vectors."""

    identity = "other-hash"
    dimensions = 64

    def embed(self, texts: Sequence[str], progress: object = None) -> Vectors:
        vectors = super().embed(texts)[:, :64] + np.float32(0.001)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY)
    (folder / "lamp.txt").write_text(LAMP)
    return folder


# Statuses


def test_a_new_file_is_added(parts: Parts, papers: Path) -> None:
    (entry,) = parts.ingestor.add([papers / "ferry.txt"]).entries
    (source,) = parts.library.sources()
    assert (entry.status, entry.source_id, entry.passages) == ("added", source.id, source.passages)
    assert entry.uri == str(papers / "ferry.txt")
    assert entry.message == "1 passage"
    assert source.title == "ferry"
    assert parts.library.text(source.id) == FERRY


def test_the_same_file_again_is_unchanged(parts: Parts, papers: Path, embedder: WordHashEmbedder) -> None:
    parts.add(papers)
    embedder.embedded.clear()
    assert parts.statuses(papers) == ["unchanged", "unchanged"]
    assert embedder.embedded == []


def test_a_changed_file_is_replaced_and_its_old_text_stays(parts: Parts, papers: Path) -> None:
    parts.add(papers / "ferry.txt")
    (papers / "ferry.txt").write_text("The ferry sails at ten.")
    assert parts.add(papers / "ferry.txt") == [
        ("replaced", "1 passage, new version, the old one was replaced")
    ]
    (source,) = parts.library.sources()
    assert parts.library.text(source.id) == "The ferry sails at ten."
    assert parts.library.text(source.id, 1) == FERRY


@pytest.mark.parametrize(
    "content", [b"", b" \n\t\n ", b"\xef\xbb\xbf", "\u200b\u200b".encode(), b"...\n---\n"]
)
def test_a_file_without_words_is_empty_or_has_a_passage(parts: Parts, papers: Path, content: bytes) -> None:
    (papers / "empty.txt").write_bytes(content)
    (entry,) = parts.ingestor.add([papers / "empty.txt"]).entries
    assert (entry.status, entry.passages) in (("empty", 0), ("added", 1))
    assert (entry.status == "empty") == (parts.library.sources() == [])


def test_an_empty_file_says_what_to_do(parts: Parts, papers: Path) -> None:
    (papers / "empty.txt").write_bytes(b"")
    ((status, message),) = parts.add(papers / "empty.txt")
    assert status == "empty"
    assert message == "The file is empty. Check that it was saved or downloaded whole."


def test_a_missing_file_fails(parts: Parts, papers: Path) -> None:
    ((status, message),) = parts.add(papers / "missing.txt")
    assert status == "failed"
    assert "There is no file" in message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20),
        ("program.txt", b"\x7fELF" + bytes(range(256)) * 20),
        ("report.docx", b"PK\x03\x04" + bytes(range(256)) * 20),
        ("report.pdf", b"These are words and no PDF."),
        ("broken.pdf", b"%PDF-1.7\nbroken"),
    ],
)
def test_what_cannot_be_read_fails_in_one_line(parts: Parts, papers: Path, name: str, content: bytes) -> None:
    (papers / name).write_bytes(content)
    ((status, message),) = parts.add(papers / name)
    assert status == "failed"
    assert message
    assert "\n" not in message
    assert parts.originals() == 0


def test_a_file_over_the_limit_fails(home: Path, papers: Path) -> None:
    (papers / "big.txt").write_bytes(b"word " * 300_000)
    with ingest_parts(home, limits=Limits(file_megabytes=1)) as parts:
        ((status, message),) = parts.add(papers / "big.txt")
    assert status == "failed"
    assert message == "The file has 1 MB; the limit is 1 MB. Split it, or raise the setting file_megabytes."


def test_a_link_to_nowhere_in_a_folder_fails_alone(parts: Parts, papers: Path) -> None:
    (papers / "link.txt").symlink_to(papers / "gone.txt")
    assert sorted(parts.statuses(papers)) == ["added", "added", "failed"]


def test_one_bad_file_does_not_keep_the_others_out_and_the_order_stays(parts: Parts, papers: Path) -> None:
    (papers / "bad.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (papers / "empty.txt").write_bytes(b"")
    given = [papers / name for name in ("ferry.txt", "bad.pdf", "empty.txt", "missing.txt", "lamp.txt")]
    report = parts.ingestor.add(given)
    assert [entry.status for entry in report.entries] == ["added", "failed", "empty", "failed", "added"]
    assert [entry.uri for entry in report.entries] == [str(path) for path in given]
    assert not report.ok


def test_a_folder_gives_an_entry_for_each_file(parts: Parts, papers: Path) -> None:
    report = parts.ingestor.add([papers])
    assert [Path(entry.uri).name for entry in report.entries] == ["ferry.txt", "lamp.txt"]
    assert report.ok


def test_many_small_files_all_get_their_own_text(parts: Parts, papers: Path) -> None:
    for number in range(150):
        (papers / f"{number:03}.txt").write_text(f"Document number {number} is about topic {number}.")
    report = parts.ingestor.add([papers])
    assert [entry.status for entry in report.entries] == ["added"] * 152
    for source in parts.library.sources():
        text = parts.library.text(source.id)
        assert text == Path(source.uri).read_text()
        assert [text[one.start : one.end] for one in parts.library.passages_of(source.id)] == [text]


# The same content twice


def test_the_same_file_twice_in_one_command_is_kept_once(parts: Parts, papers: Path) -> None:
    assert parts.statuses(papers / "ferry.txt", papers / "ferry.txt") == ["added", "unchanged"]
    assert len(parts.library.sources()) == 1


def test_the_same_bytes_under_a_second_path_keep_both_addresses(parts: Parts, papers: Path) -> None:
    shutil.copy(papers / "ferry.txt", papers / "copy.txt")
    assert parts.statuses(papers / "ferry.txt", papers / "copy.txt") == ["added", "unchanged"]
    assert parts.statuses(papers / "copy.txt") == ["unchanged"]
    (source,) = parts.library.sources()
    assert source.uris == (str(papers / "ferry.txt"), str(papers / "copy.txt"))
    assert parts.originals() == 1


def test_a_copy_that_changes_becomes_a_source_of_its_own(parts: Parts, papers: Path) -> None:
    shutil.copy(papers / "ferry.txt", papers / "copy.txt")
    parts.add(papers / "ferry.txt", papers / "copy.txt")
    (papers / "ferry.txt").write_text("The ferry sails at ten.")
    assert parts.statuses(papers / "ferry.txt") == ["added"]
    texts = {source.uri: parts.library.text(source.id) for source in parts.library.sources()}
    assert texts == {str(papers / "copy.txt"): FERRY, str(papers / "ferry.txt"): "The ferry sails at ten."}


def test_a_file_that_becomes_equal_to_another_joins_it(parts: Parts, papers: Path) -> None:
    parts.add(papers)
    (papers / "lamp.txt").write_text(FERRY)
    ((status, message),) = parts.add(papers / "lamp.txt")
    assert (status, message) == ("replaced", "already here (same content as ferry)")
    (source,) = parts.library.sources()
    assert source.uris == (str(papers / "ferry.txt"), str(papers / "lamp.txt"))
    assert parts.originals() == 1


# Failures keep what was there


def test_a_file_that_breaks_keeps_its_old_version(parts: Parts, papers: Path) -> None:
    parts.add(papers / "ferry.txt")
    (papers / "ferry.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 20)
    assert parts.statuses(papers / "ferry.txt") == ["failed"]
    (source,) = parts.library.sources()
    assert (source.version, parts.library.text(source.id)) == (1, FERRY)


def test_another_embedder_is_refused_before_anything_is_read(home: Path, papers: Path) -> None:
    with ingest_parts(home) as parts:
        parts.add(papers / "ferry.txt")
    with (
        ingest_parts(home, embedder=OtherEmbedder()) as parts,
        pytest.raises(EmbedderChanged, match=r"word-hash, and now other-hash is set.*footnote rebuild"),
    ):
        parts.add(papers / "lamp.txt")


def test_a_rebuild_is_for_the_embedder_now_set(home: Path, papers: Path) -> None:
    with ingest_parts(home) as parts:
        parts.add(papers)
    with ingest_parts(home, embedder=OtherEmbedder()) as parts:
        parts.ingestor.rebuild()
        assert parts.library.vectors()[1].shape == (2, 64)
        assert parts.library.note(EMBEDDER_NOTE) == "other-hash"
        assert [source.version for source in parts.library.sources()] == [1, 1]
        assert parts.statuses(papers) == ["unchanged", "unchanged"]


def test_a_rebuild_keeps_the_passages_of_a_text_that_cannot_be_split(
    home: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(document: RawDocument, blocks: Sequence[PackedBlocks]) -> Sequence[PassageSpan]:
        if "lamp" in document.text:
            raise ReaderFailed("It took longer than 120 seconds.", "Split it.")
        return split(document, blocks)

    with ingest_parts(home) as parts:
        parts.add(papers)
        before = [parts.library.passages_of(source.id) for source in parts.library.sources()]
    pool = shared_pool(60)
    split = pool.split
    monkeypatch.setattr(pool, "split", slow)
    with ingest_parts(home, embedder=OtherEmbedder()) as parts:
        parts.ingestor.rebuild()
        assert [parts.library.passages_of(source.id) for source in parts.library.sources()] == before
        assert parts.library.vectors()[1].shape == (2, 64)


def test_a_rebuild_that_was_cut_short_has_to_be_done_again(home: Path, papers: Path) -> None:
    class Interrupted(OtherEmbedder):
        def embed(self, texts: Sequence[str], progress: object = None) -> Vectors:
            if self.embedded:
                raise KeyboardInterrupt
            return super().embed(texts)

    with ingest_parts(home) as parts:
        parts.add(papers)
    with ingest_parts(home, embedder=Interrupted()) as parts, pytest.raises(KeyboardInterrupt):
        parts.ingestor.rebuild()
    for embedder in (WordHashEmbedder(), OtherEmbedder()):
        with (
            ingest_parts(home, embedder=embedder) as parts,
            pytest.raises(EmbedderChanged, match="unfinished rebuild"),
        ):
            parts.add(papers)
    with ingest_parts(home, embedder=OtherEmbedder(), use_store=True) as parts:
        parts.ingestor.rebuild()
        assert parts.library.vectors()[1].shape == (2, 64)


# What is embedded, and what is told


def test_title_section_and_date_are_embedded_with_each_passage_and_never_stored_in_it(
    parts: Parts, papers: Path, embedder: WordHashEmbedder
) -> None:
    (papers / "hours.html").write_text(HTML)
    parts.add(papers / "hours.html")
    (source,) = parts.library.sources()
    passage = parts.library.passages_of(source.id)[-1]
    assert embedder.embedded[-1] == f"Opening hours › Winter › 2024-03-05\n{passage.text}"
    assert "2024-03-05" not in passage.text
    assert parts.library.lexical(["2024"], 5)


def test_stored_vectors_are_those_of_header_and_text(
    parts: Parts, papers: Path, embedder: WordHashEmbedder
) -> None:
    parts.add(papers)
    texts = sorted(embedder.embedded)
    _, vectors = parts.library.vectors()
    wanted = sorted(embedder.embed(texts).tolist())
    np.testing.assert_allclose(sorted(vectors.tolist()), wanted, atol=5e-4)  # stored in half precision


def test_each_source_is_told_from_reading_to_done(parts: Parts, papers: Path) -> None:
    (papers / "bad.pdf").write_bytes(b"%PDF-1.7\nbroken")
    told: list[Progress] = []
    report = parts.ingestor.add([papers], report=told.append)
    assert {one.entry for one in told if one.step == "done"} == set(report.entries)
    for entry in report.entries:
        steps = [one.step for one in told if one.uri == entry.uri]
        assert steps[0] == "reading"
        assert steps[-1] == "done"
    assert any(one.step == "embedding" and one.done == one.total > 0 for one in told)


def test_progress_tells_two_uploads_of_one_name_apart(parts: Parts, papers: Path) -> None:
    told: list[Progress] = []
    uploads = [Upload("a.txt", papers / "ferry.txt"), Upload("a.txt", papers / "lamp.txt")]
    parts.ingestor.add(uploads, report=told.append)
    ends = [(one.number, one.entry.status) for one in told if one.entry is not None]
    assert sorted(ends) == [(0, "added"), (1, "replaced")]
    assert {one.number for one in told if one.step == "embedding" and one.done == one.total} == {0, 1}


def test_a_document_in_another_language_gets_a_caution(parts: Parts, papers: Path) -> None:
    german = "Die Fähre fährt jeden Morgen um neun Uhr vom Hafen ab und nimmt auch Hunde und Fahrräder mit. "
    (papers / "german.txt").write_text(german * 4, encoding="utf-8")
    ((status, message),) = parts.add(papers / "german.txt")
    assert status == "added"
    assert "seems to be in German" in message


# Uploads and pasted text


def test_an_upload_is_named_by_its_file(parts: Parts, papers: Path) -> None:
    assert parts.statuses(Upload("Ferry times.txt", papers / "ferry.txt")) == ["added"]
    (source,) = parts.library.sources()
    assert (source.uri, source.title) == ("upload:Ferry times.txt", "Ferry times")


def test_an_upload_that_fails_is_called_by_its_own_name(parts: Parts, papers: Path) -> None:
    (papers / "3f2a.xyz").write_bytes(bytes(range(256)))
    report = parts.ingestor.add([Upload("photo.xyz", papers / "3f2a.xyz")])
    assert report.entries[0].message.startswith("photo.xyz is not text")


def test_a_date_in_a_files_name_is_the_documents_where_it_states_none(parts: Parts, papers: Path) -> None:
    named = Upload("2025-06-09_minutes.txt", papers / "ferry.txt")
    assert parts.statuses(named) == ["added"]
    assert dated(parts) == [("2025-06-09", "name")]


def test_a_pasted_text_is_kept_as_it_is(parts: Parts) -> None:
    text = "First line.\nSecond 🚢 line \ud800 with half a character."
    assert parts.statuses(PastedText("My note", text)) == ["added"]
    (source,) = parts.library.sources()
    assert (source.uri, source.title) == ("text:My note", "My note")
    assert parts.library.text(source.id) == text.replace("\ud800", "?")


def test_two_pasted_texts_in_one_command_are_two_sources(parts: Parts) -> None:
    assert parts.statuses(PastedText("One", FERRY), PastedText("Two", LAMP)) == ["added", "added"]


# Nothing is left over


def test_nothing_is_left_in_the_temporary_folder(parts: Parts, home: Path, papers: Path) -> None:
    (papers / "bad.pdf").write_bytes(b"%PDF-1.7\nbroken")
    left = home / "tmp" / "ingest-of-a-process-that-was-killed"
    left.mkdir(parents=True)
    (left / "page.html").write_text("words")
    parts.add(papers, PastedText("Note", FERRY))
    assert list((home / "tmp").iterdir()) == []


def test_removing_a_source_removes_the_originals_of_all_its_versions(parts: Parts, papers: Path) -> None:
    parts.add(papers)
    (papers / "ferry.txt").write_text("The ferry sails at ten.")
    parts.add(papers)
    assert parts.originals() == 3
    ferry = next(source for source in parts.library.sources() if source.title == "ferry")
    parts.ingestor.remove(ferry.id)
    assert parts.originals() == 1


def test_originals_left_by_a_process_that_was_killed_are_cleared(
    parts: Parts, home: Path, papers: Path
) -> None:
    (home / "files").mkdir()
    (home / "files" / ("a" * 64)).write_text("an original without a source")
    (home / "files" / "b.123.part").write_text("half a copy")
    parts.add(papers)
    assert parts.originals() == 2


def test_a_removed_file_can_be_added_again(parts: Parts, papers: Path) -> None:
    parts.add(papers / "ferry.txt")
    (source,) = parts.library.sources()
    parts.ingestor.remove(source.id)
    assert parts.library.sources() == []
    assert parts.statuses(papers / "ferry.txt") == ["added"]
    assert parts.library.source(source.id).version == 2


def test_a_failing_chroma_costs_nothing(home: Path, papers: Path) -> None:
    with ingest_parts(home, use_store=True) as parts:
        parts.add(papers / "ferry.txt")
        shutil.rmtree(home / "chroma")
        assert parts.statuses(papers / "lamp.txt") == ["added"]
        best = parts.index.query(WordHashEmbedder().embed(["lamp"])[0], 1)[0][0]
        assert parts.library.passages([best])[0].text == LAMP


def test_a_lost_chroma_folder_is_made_again_without_embedding(home: Path, papers: Path) -> None:
    embedder = WordHashEmbedder()
    query = embedder.embed(["keeper"])[0]
    with ingest_parts(home, embedder=embedder, use_store=True) as parts:
        parts.add(papers)
        before = parts.index.query(query, 2)
    shutil.rmtree(home / "chroma")
    embedder.embedded.clear()
    with ingest_parts(home, embedder=embedder, use_store=True) as parts:
        assert uses_store(parts.index)
        assert parts.index.query(query, 2) == before
    assert embedder.embedded == []


# What is known of a document


def dated(parts: Parts) -> list[tuple[str | None, str | None]]:
    return [(source.date, source.dated_by) for source in parts.library.sources()]


def touched(path: Path, day: str) -> Path:
    """The file, changed last at noon of a day."""
    noon = datetime.fromisoformat(f"{day}T12:00:00").timestamp()
    os.utime(path, (noon, noon))
    return path


def test_the_day_of_a_file_counts_only_where_its_owner_keeps_it(parts: Parts, papers: Path) -> None:
    ferry, lamp = touched(papers / "ferry.txt", "2024-05-03"), touched(papers / "lamp.txt", "2024-05-03")
    parts.add(ferry, Upload("lamp.txt", lamp), PastedText("", "The quay is closed."))
    assert dated(parts) == [("2024-05-03", "file"), (None, None), (None, None)]


def test_the_day_of_a_file_that_means_nothing_is_left_out(parts: Parts, papers: Path) -> None:
    parts.add(touched(papers / "ferry.txt", "1980-01-01"), touched(papers / "lamp.txt", "2999-01-01"))
    assert dated(parts) == [(None, None)] * 2


def test_examples_have_no_day_of_their_files(parts: Parts, papers: Path) -> None:
    touched(papers / "ferry.txt", "2024-05-03")
    parts.ingestor.add([papers / "ferry.txt"], tag="examples")
    assert dated(parts) == [(None, None)]


def test_the_text_goes_before_the_file(parts: Parts, papers: Path) -> None:
    path = papers / "rules.txt"
    path.write_text("Rules of the house\nStand: 1.2.2023\n\nThe door is shut at ten.\n")
    parts.add(touched(path, "2024-05-03"))
    assert dated(parts) == [("2023-02-01", "text")]


def test_a_day_of_a_file_is_never_embedded_nor_quoted(
    parts: Parts, papers: Path, embedder: WordHashEmbedder
) -> None:
    parts.add(touched(papers / "ferry.txt", "2024-05-03"))
    (source,) = parts.library.sources()
    assert embedder.embedded == [f"ferry\n{FERRY}"]
    assert parts.library.title(source.id, 1) == ("ferry", None)
    parts.ingestor.rebuild()
    assert embedder.embedded[-1] == f"ferry\n{FERRY}"
    assert dated(parts) == [("2024-05-03", "file")]


def test_what_is_known_is_kept_with_the_source(parts: Parts, papers: Path) -> None:
    (papers / "a.md").write_text("---\nauthor: Ines Ferro\n---\n# Ferries\n\n" + f"{FERRY} " * 5)
    ((_, message),) = parts.add(papers / "a.md")
    (source,) = parts.library.sources()
    assert (source.author, source.language) == ("Ines Ferro", "en")
    assert source.to_dict()["report"] == {
        "kept": 1.0, "headings": 1, "items": 0, "tables": 0, "recognised": [],
    }  # fmt: skip
    assert message == "1 passage"


def test_the_message_counts_tables(parts: Parts, papers: Path) -> None:
    (papers / "fares.csv").write_text("ship,price\nPetrel,3\nHeron,4\n")
    ((_, message),) = parts.add(papers / "fares.csv")
    assert message == "1 passage, 1 table"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("fares.md", "## Introduction\n\nThe ferry sails.\n", "fares"),
        ("fares.md", "## Fares of 2025\n\nThe ferry sails.\n", "Fares of 2025"),
        ("fares.html", "<title>Untitled 2</title><h1>Fares of 2025</h1>", "Fares of 2025"),
    ],
)
def test_a_title_is_one_or_else_the_name_of_the_file(
    parts: Parts, papers: Path, name: str, text: str, title: str
) -> None:
    (papers / name).write_text(text)
    parts.add(papers / name)
    assert [source.title for source in parts.library.sources()] == [title]

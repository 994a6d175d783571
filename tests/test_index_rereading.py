"""Documents that an earlier Footnote read are read again from their originals, and nothing is lost."""

from pathlib import Path

import pytest

from documents.types import Source
from tests.library_building import Parts

PAGE = (
    "<html><head><title>Stoves</title></head><body><h1>Stoves</h1><ul><li>Open the flap.</ul></body></html>"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "stoves.html"
    path.write_text(PAGE)
    return path


def as_before(parts: Parts, page: Path) -> Source:
    """The page as a reader of an earlier Footnote left it: without its list."""
    assert parts.statuses(page) == ["added"]
    with parts.library.database.transaction() as connection:
        connection.execute("UPDATE versions SET reader = 'html-1', text = 'Stoves'")
        connection.execute("DELETE FROM blocks")
    (source,) = parts.library.sources()
    return source


def test_what_an_earlier_reader_read_becomes_a_new_version(parts: Parts, page: Path) -> None:
    source = as_before(parts, page)
    assert source.outdated
    page.unlink()  # it is read from the copy that is kept
    (entry,) = parts.ingestor.reread([source.id]).entries
    assert (entry.status, entry.source_id) == ("replaced", source.id)
    (now,) = parts.library.sources()
    assert (now.version, now.outdated, now.uri) == (2, False, source.uri)
    assert "Open the flap." in parts.library.text(now.id) and parts.library.text(now.id, 1) == "Stoves"
    assert [block.kind for block in parts.library.blocks(now.id)] == ["heading", "item"]
    assert [hit for hit, _ in parts.library.lexical(["flap"], 5)]
    (found,) = parts.index.query(parts.library.vectors()[1][0], 1)
    assert found[0] == f"{now.id}-2-0"


def test_what_reads_as_before_keeps_its_version(parts: Parts, page: Path) -> None:
    parts.add(page)
    (source,) = parts.library.sources()
    (entry,) = parts.ingestor.reread([source.id]).entries
    assert (entry.status, parts.library.source(source.id).version) == ("unchanged", 1)


def test_a_title_that_reads_like_an_attachments_stays(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("# Letter, attached to the lease\n\nThe rent is £40.\n")
    parts.add(path)
    with parts.library.database.transaction() as connection:
        connection.execute("UPDATE versions SET reader = 'markdown-1'")
    (source,) = parts.library.sources()
    (entry,) = parts.ingestor.reread([source.id]).entries
    assert (entry.status, parts.library.source(source.id).title) == ("replaced", source.title)
    assert source.title == "Letter, attached to the lease"


def test_a_lost_original_is_told_and_the_text_stays(parts: Parts, page: Path) -> None:
    source = as_before(parts, page)
    (parts.home / "files" / source.sha256).unlink()
    (entry,) = parts.ingestor.reread([source.id]).entries
    assert entry.status == "failed" and "no longer kept here" in entry.message
    assert (parts.library.text(source.id), parts.library.source(source.id).version) == ("Stoves", 1)


def test_a_lost_original_comes_back_with_its_file(parts: Parts, page: Path) -> None:
    parts.add(page)
    (source,) = parts.library.sources()
    (parts.home / "files" / source.sha256).unlink()
    assert parts.statuses(page) == ["unchanged"]
    assert (parts.home / "files" / source.sha256).read_text() == PAGE


def test_a_damaged_original_is_told_and_the_text_stays(parts: Parts, page: Path) -> None:
    source = as_before(parts, page)
    original = parts.home / "files" / source.sha256
    original.unlink()
    original.write_text(PAGE.replace("Open", "Shut"))
    (entry,) = parts.ingestor.reread([source.id]).entries
    assert entry.status == "failed" and "damaged" in entry.message
    assert parts.library.text(source.id) == "Stoves"


def test_a_rebuild_may_read_all_again(parts: Parts, page: Path, tmp_path: Path) -> None:
    source = as_before(parts, page)
    (tmp_path / "lamp.txt").write_text("The lamp is lit at dusk.")
    parts.add(tmp_path / "lamp.txt")
    report = parts.ingestor.rebuild(reread=True)
    assert [entry.status for entry in report.entries] == ["replaced", "unchanged"]
    assert [one.version for one in parts.library.sources()] == [2, 1]
    assert parts.library.source(source.id).passages == 1
    assert parts.ingestor.rebuild().entries == ()

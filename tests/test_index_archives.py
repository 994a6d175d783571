"""What is in archives and mails becomes sources of its own, and goes when it is gone."""

import zipfile
from pathlib import Path

import pytest

from documents.errors import StorageFailed
from documents.inputs import Upload
from documents.reading.members import Limits
from documents.storage.originals import sha256_of
from documents.types import Source
from index.archives import sources_within
from index.ingest_job import Progress
from tests.fakes import WordHashEmbedder
from tests.library_building import Parts, ingest_parts
from tests.packing import link, locked, mail, zipped

FERRY, LAMP = "The ferry sails at nine on all days.", "The lamp is lit at dusk by the keeper."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return put(tmp_path / "june.zip", zipped({"notes/ferry.txt": FERRY, "lamp.txt": LAMP}))


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def by_name(parts: Parts, folder: Path) -> dict[str, Source]:
    """The sources by their addresses, without the folder."""
    return {source.uri.removeprefix(f"{folder}/"): source for source in parts.library.sources()}


# Archives


def test_each_file_of_an_archive_is_a_source(parts: Parts, archive: Path, tmp_path: Path) -> None:
    report = parts.ingestor.add([archive])
    assert [(one.uri.removeprefix(f"{tmp_path}/"), one.status, one.passages) for one in report.entries] == [
        ("june.zip", "unpacked", 0),
        ("june.zip › notes/ferry.txt", "added", 1),
        ("june.zip › lamp.txt", "added", 1),
    ]
    assert report.ok
    assert report.entries[0].source_id is None
    assert report.entries[0].message == "an archive of 2 files"
    sources = by_name(parts, tmp_path)
    ferry = sources["june.zip › notes/ferry.txt"]
    assert (ferry.title, ferry.part_of, parts.library.text(ferry.id)) == ("ferry", str(archive), FERRY)
    assert parts.originals() == 2
    kept = parts.home / "files" / ferry.sha256
    assert (kept.read_text(), sha256_of(kept)) == (FERRY, ferry.sha256)
    assert list((parts.home / "tmp").iterdir()) == []


def test_what_cannot_be_read_is_an_entry_under_its_own_name(parts: Parts, tmp_path: Path) -> None:
    files = {"a.txt": FERRY, "x/photo.png": b"\x89PNG\r\n\x1a\n" + bytes(99), "x/b.pdf": b"%PDF-1.7\nno"}
    report = parts.ingestor.add([put(tmp_path / "a.zip", zipped({**files, "e.txt": "", "__MACOSX/x": "x"}))])
    assert [one.status for one in report.entries] == ["unpacked", "added", "failed", "failed", "empty"]
    assert report.entries[0].message == "an archive of 4 files; 1 hidden file or link was passed over"
    assert "photo.png is a" in report.entries[2].message or "picture photo.png" in report.entries[2].message
    assert report.entries[3].message
    assert report.entries[4].message.startswith("The file is empty.")
    assert not any("member-" in one.message or "\n" in one.message for one in report.entries)
    assert not report.ok


def test_an_archive_among_other_files_keeps_the_order(parts: Parts, archive: Path, tmp_path: Path) -> None:
    before, after = put(tmp_path / "a.txt", b"Before."), put(tmp_path / "z.txt", b"After.")
    told: list[Progress] = []
    report = parts.ingestor.add([before, archive, after], report=told.append)
    names = [Path(one.uri).name for one in report.entries]
    assert names == ["a.txt", "june.zip", "ferry.txt", "june.zip › lamp.txt", "z.txt"]
    ends = [(one.number, one.part) for one in told if one.step == "done"]
    assert sorted(ends) == [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0)]
    assert ends.index((1, 0)) > max(ends.index((1, 1)), ends.index((1, 2)))  # ended when all in it have
    assert {one.entry for one in told if one.step == "done"} == set(report.entries)
    assert {one.uri for one in told if one.part == 1} == {f"{archive} › notes/ferry.txt"}


def test_an_upload_can_be_an_archive(parts: Parts, archive: Path) -> None:
    parts.ingestor.add([Upload("Papers/June.zip", archive)])
    uris = [source.uri for source in parts.library.sources()]
    assert uris == ["upload:Papers/June.zip › notes/ferry.txt", "upload:Papers/June.zip › lamp.txt"]


def test_the_same_archive_again_is_unchanged(parts: Parts, archive: Path, embedder: WordHashEmbedder) -> None:
    parts.add(archive)
    embedder.embedded.clear()
    assert parts.statuses(archive) == ["unpacked", "unchanged", "unchanged"]
    assert embedder.embedded == []


def test_an_archive_that_changed_adds_replaces_and_removes(parts: Parts, archive: Path) -> None:
    put(archive, zipped({"same.txt": FERRY, "changed.txt": LAMP, "gone.txt": "It rains."}))
    parts.add(archive)
    put(archive, zipped({"same.txt": FERRY, "changed.txt": "The lamp is out.", "new.txt": "It snows."}))
    report = parts.ingestor.add([archive])
    assert [one.status for one in report.entries] == ["unpacked", "unchanged", "replaced", "added"]
    assert report.entries[0].message == (
        "an archive of 3 files; 1 that is no longer in it went from your documents"
    )
    assert sorted(source.title for source in parts.library.sources()) == ["changed", "new", "same"]
    assert parts.originals() == 4  # the changed one has two versions
    assert {one for one, _ in parts.index.query(parts.library.vectors()[1][0], 10)} == set(
        parts.library.passage_ids()
    )


def test_a_file_that_moved_within_its_archive_stays_the_same_source(parts: Parts, archive: Path) -> None:
    parts.add(archive)
    before = {source.title: source.id for source in parts.library.sources()}
    put(archive, zipped({"old/ferry.txt": FERRY, "lamp.txt": LAMP}))
    assert parts.statuses(archive) == ["unpacked", "unchanged", "unchanged"]
    assert {source.title: source.id for source in parts.library.sources()} == before
    assert [source.uris for source in parts.library.sources() if source.title == "ferry"] == [
        (f"{archive} › old/ferry.txt",)
    ]


def test_an_archive_that_breaks_keeps_what_it_had(parts: Parts, archive: Path) -> None:
    parts.add(archive)
    put(archive, archive.read_bytes()[:-30])
    ((status, message),) = parts.add(archive)
    assert (status, "june.zip is broken" in message) == ("failed", True)
    put(archive, locked(zipped({"a.txt": "x"})))
    assert parts.statuses(archive) == ["failed"]
    assert len(parts.library.sources()) == 2


def test_what_was_in_an_archive_in_it_stays_while_that_cannot_be_unpacked(home: Path, tmp_path: Path) -> None:
    inner = {f"{number}.txt": f"Document number {number}." for number in range(4)}
    path = put(tmp_path / "a.zip", zipped({"in.zip": zipped(inner), "a.txt": FERRY, "b.txt": LAMP}))
    with ingest_parts(home) as parts:
        assert parts.statuses(path) == ["unpacked", "unpacked", *["added"] * 6]
    put(path, zipped({"in.zip": zipped(inner), "a.txt": FERRY}))
    with ingest_parts(home, limits=Limits(levels=1)) as parts:
        found = parts.add(path)
        assert [status for status, _ in found] == ["unpacked", "failed", "unchanged"]
        assert found[0][1] == "an archive of 2 files; 1 that is no longer in it went from your documents"
        assert found[1][1].startswith("in.zip lies 1 deep in archives")
        assert len(parts.library.sources()) == 5


def test_a_file_that_becomes_an_archive_is_no_source_any_more(parts: Parts, archive: Path) -> None:
    data = archive.read_bytes()
    archive = put(archive.with_name("june"), b"It hails.")
    parts.add(archive)
    put(archive, data)
    assert parts.statuses(archive) == ["unpacked", "added", "added"]
    assert [source.title for source in parts.library.sources()] == ["ferry", "lamp"]
    put(archive, b"It rains.")
    assert parts.statuses(archive) == ["added"]
    assert [parts.library.text(source.id) for source in parts.library.sources()] == ["It rains."]


# Mails


def test_what_is_attached_to_a_mail_is_a_source_that_names_it(
    parts: Parts, tmp_path: Path, embedder: WordHashEmbedder
) -> None:
    path = put(tmp_path / "m.eml", mail(files={"report.txt": FERRY}))
    assert parts.statuses(path) == ["added", "added"]
    letter, report = parts.library.sources()
    assert (report.uri, report.part_of) == (f"{path} › report.txt", letter.uri)
    assert report.title == "report, attached to ‘Roof repairs’ of 2025-03-04"
    assert embedder.embedded[-1] == f"report › ‘Roof repairs’ of 2025-03-04\n{FERRY}"
    assert [score for _, score in parts.library.lexical(["repairs"], 5)]
    assert {one.split("-")[0] for one, _ in parts.library.lexical(["repairs"], 5)} == {letter.id, report.id}
    embedder.embedded.clear()
    parts.ingestor.rebuild()
    assert f"report › ‘Roof repairs’ of 2025-03-04\n{FERRY}" in embedder.embedded


def test_long_names_leave_room_for_the_mail(parts: Parts, tmp_path: Path) -> None:
    name, subject = "inspection " * 20 + ".txt", "Roof repairs " * 30
    parts.add(put(tmp_path / "m.eml", mail(subject.strip(), files={name: FERRY})))
    title = parts.library.sources()[1].title
    assert title.startswith("inspection inspection")
    assert ", attached to ‘Roof repairs Roof" in title
    assert title.endswith(" of 2025-03-04")
    assert len(title) < 200


def test_an_archive_in_a_mail_in_an_archive(parts: Parts, tmp_path: Path) -> None:
    letter = mail(files={"in.zip": zipped({"deep.txt": FERRY})})
    path = put(tmp_path / "a.zip", zipped({"m.eml": letter}))
    report = parts.ingestor.add([path])
    assert [(one.uri.removeprefix(f"{tmp_path}/"), one.status) for one in report.entries] == [
        ("a.zip", "unpacked"),
        ("a.zip › m.eml", "added"),
        ("a.zip › m.eml › in.zip", "unpacked"),
        ("a.zip › m.eml › in.zip › deep.txt", "added"),
    ]
    deep = parts.library.sources()[1]
    assert deep.part_of == f"{path} › m.eml › in.zip"
    assert deep.title == "deep, attached to ‘Roof repairs’ of 2025-03-04"
    assert parts.library.archives() == [str(path), f"{path} › m.eml › in.zip"]


def test_a_mail_with_a_broken_file_is_read(parts: Parts, tmp_path: Path) -> None:
    path = put(tmp_path / "m.eml", mail(files={"broken.pdf": b"%PDF-1.7\nno", "in.zip": b"PK\x03\x04rest"}))
    report = parts.ingestor.add([path])
    assert [one.status for one in report.entries] == ["added", "failed", "failed"]
    assert report.entries[2].message.startswith("in.zip is broken")


def test_one_file_attached_to_two_mails_is_one_source(parts: Parts, tmp_path: Path) -> None:
    first = put(tmp_path / "1.eml", mail("First", files={"r.txt": FERRY}))
    second = put(tmp_path / "2.eml", mail("Second", files={"r.txt": FERRY}))
    assert parts.statuses(first, second) == ["added", "added", "added", "unchanged"]
    one, report, _ = parts.library.sources()
    assert report.uris == (f"{first} › r.txt", f"{second} › r.txt")
    assert "‘First’" in report.title and parts.library.lexical(["first"], 5)
    assert parts.ingestor.remove(one.id) == 0
    left = parts.library.source(report.id)
    assert (left.uris, left.part_of) == ((f"{second} › r.txt",), str(second))
    assert left.title == "r" and not parts.library.lexical(["first"], 5)  # the mail that it named is gone


# Traps cost one entry


def test_a_bomb_costs_one_entry(home: Path, tmp_path: Path) -> None:
    big = bytes(3_000_000)
    bomb = put(tmp_path / "bomb.zip", zipped({f"{number}.txt": big for number in range(20)}))
    ferry = put(tmp_path / "ferry.txt", FERRY.encode())
    with ingest_parts(home, limits=Limits(megabytes=10)) as parts:
        report = parts.ingestor.add([bomb, ferry])
        assert [one.status for one in report.entries] == ["failed", "added"]
        assert report.entries[0].message == (
            "bomb.zip unpacks to more than 10 MB. Split it, or raise the setting archive_megabytes."
        )
        assert parts.originals() == 1
        assert list((home / "tmp").iterdir()) == []


def test_archives_in_archives_without_end_cost_one_entry(parts: Parts, tmp_path: Path) -> None:
    data = zipped({f"{number}.txt": "x" for number in range(20)})
    for _ in range(3):
        data = zipped({f"{number}.zip": data for number in range(20)})  # 160,000 files in four levels
    report = parts.ingestor.add([put(tmp_path / "a.zip", data)])
    (entry,) = report.entries
    assert (
        entry.message
        == "a.zip has more than 5,000 files in it. Split it, or raise the setting archive_files."
    )


def test_nothing_is_written_outside_of_the_data_folder(parts: Parts, tmp_path: Path) -> None:
    slip = {"../../slip.txt": FERRY, "/tmp/slip.txt": LAMP, "..\\slip.txt": "It rains."}
    before = sorted(tmp_path.rglob("*.txt"))
    parts.add(put(tmp_path / "a.zip", zipped(slip)), put(tmp_path / "l.zip", link("a.txt", "/etc/passwd")))
    assert sorted(tmp_path.rglob("*.txt")) == before
    assert not Path("/tmp/slip.txt").exists()
    assert [source.uri.partition(" › ")[2] for source in parts.library.sources()] == [
        "slip.txt", "tmp/slip.txt", "slip (2).txt"
    ]  # fmt: skip
    assert "root:" not in "".join(parts.library.text(source.id) for source in parts.library.sources())


# Removing


def test_a_mail_takes_what_is_attached_to_it_along(parts: Parts, tmp_path: Path) -> None:
    inner = zipped({"deep.txt": LAMP})
    path = put(tmp_path / "m.eml", mail(files={"r.txt": FERRY, "in.zip": inner}))
    parts.add(path, put(tmp_path / "other.txt", b"It rains."))
    letter = parts.library.sources()[0]
    assert parts.ingestor.remove(letter.id) == 2
    assert [source.title for source in parts.library.sources()] == ["other"]
    assert parts.originals() == 1
    assert parts.library.archives() == []


def test_one_part_can_be_removed_alone_and_comes_back(parts: Parts, archive: Path) -> None:
    parts.add(archive)
    assert parts.ingestor.remove(parts.library.sources()[0].id) == 0
    assert [source.title for source in parts.library.sources()] == ["lamp"]
    assert parts.statuses(archive) == ["unpacked", "added", "unchanged"]


def test_what_is_somewhere_else_too_stays_when_its_archive_goes(parts: Parts, archive: Path) -> None:
    alone = put(archive.with_name("alone.txt"), FERRY.encode())
    parts.add(archive, alone)
    found = sources_within(parts.library, [str(archive)])
    assert [parts.library.source(one).title for one in found.source_ids] == ["lamp"]
    assert found.uris == (f"{archive} › notes/ferry.txt",)
    assert parts.ingestor.remove(str(archive)) == 1
    (source,) = parts.library.sources()
    assert (source.uris, source.part_of) == ((str(alone),), None)


def test_archives_whose_names_begin_alike_are_told_apart(parts: Parts, tmp_path: Path) -> None:
    for number, name in enumerate(("a.zip", "a.zip!", "a.zip › b.zip", "a.zipx")):
        parts.add(put(tmp_path / name, zipped({f"{number}.txt": f"Document number {number}."})))
    found = parts.library.parts(str(tmp_path / "a.zip"))
    assert set(found) >= {f"{tmp_path}/a.zip › 0.txt"}
    assert not any("zip!" in uri or "zipx" in uri for uri in found)


def test_a_full_disk_is_said_of_the_file(
    parts: Parts, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.add(archive)
    put(archive, zipped({"lamp.txt": LAMP}))

    def full(uri: str) -> None:
        raise StorageFailed("The disk is full.", "Free some space.")

    monkeypatch.setattr(parts.library, "detach_uri", full)
    report = parts.ingestor.add([archive])
    assert report.entries[0].message == "an archive of 1 file. The disk is full. Free some space."


def test_many_files_in_an_archive_all_get_their_own_text(parts: Parts, tmp_path: Path) -> None:
    files = {
        f"{number:03}.txt": f"Document number {number} is about topic {number}." for number in range(150)
    }
    report = parts.ingestor.add([put(tmp_path / "a.zip", zipped(files, method=zipfile.ZIP_STORED))])
    assert [one.status for one in report.entries] == ["unpacked", *["added"] * 150]
    for source in parts.library.sources():
        assert parts.library.text(source.id) == files[source.uri.rpartition(" › ")[2]]

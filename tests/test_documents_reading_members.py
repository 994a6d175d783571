"""Files are taken out of archives and mails within limits; no name leads out of the folder."""

import bz2
import email
import io
import random
import struct
import zipfile
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from documents.errors import DocumentError, DocumentTooLarge, EmptyDocument, ReaderFailed, UnsupportedFormat
from documents.readers import read, reader_for
from documents.readers.mail import reader as mail_reader
from documents.reading.members import OUR_NAME, Limits, Member, Unpacking
from documents.reading.pool import ReaderPool, Unpack
from tests.compound_files import compound, message
from tests.hostile import mutated
from tests.packing import link, locked, mail, zipped, zipped_in_order


def taken(path: Path, **limits: int) -> tuple[Unpacking, int]:
    """What was taken out of a file, and how many were passed over."""
    folder = path.parent / "taken"
    folder.mkdir(exist_ok=True)
    unpacking = Unpacking(folder, Limits(**limits), reader_for)
    members = reader_for(path).members or (lambda path: iter(()))  # one that is mutated may be anything
    return unpacking, unpacking.take(path, members)


def put(folder: Path, data: bytes, name: str = "a.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def names(unpacking: Unpacking) -> list[str]:
    return [one.name for one in unpacking.members]


def content(unpacking: Unpacking, member: Member) -> bytes:
    assert member.file is not None and OUR_NAME.fullmatch(member.file)
    return (unpacking.folder / member.file).read_bytes()


def left(unpacking: Unpacking) -> list[str]:
    return [path.name for path in unpacking.folder.iterdir()]


# Archives


def test_each_file_of_an_archive_is_taken_with_its_path(tmp_path: Path) -> None:
    unpacking, passed = taken(put(tmp_path, zipped({"notes/": "", "notes/June.txt": "one", "b.PDF": "two"})))
    assert [(one.name, content(unpacking, one)) for one in unpacking.members] == [
        ("notes/June.txt", b"one"), ("b.PDF", b"two")
    ]  # fmt: skip
    assert [one.file for one in unpacking.members] == ["member-000000.txt", "member-000001.pdf"]
    assert passed == 0


def test_what_a_system_left_in_an_archive_is_passed_over(tmp_path: Path) -> None:
    files = ("__MACOSX/._a.txt", "a.txt", "x/.DS_Store", "x/Thumbs.db", ".git/config", "desktop.ini")
    unpacking, passed = taken(put(tmp_path, zipped(dict.fromkeys(files, "x"))))
    assert (names(unpacking), passed) == (["a.txt"], 5)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\anna\\a.txt", "C:/Users/anna/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a/./../b.txt", "a/b.txt"),
        ("a\nb\x1b[31m.txt", "a b [31m.txt"),
        ("b.zip › c.txt", "b.zip > c.txt"),
        ("...", "a file without a name"),
        ("x" * 60_000 + ".txt", "x" * 296 + ".txt"),
    ],
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str, shown: str) -> None:
    unpacking, _ = taken(put(tmp_path, zipped({name: "words"})))
    assert names(unpacking) == [shown]
    assert content(unpacking, unpacking.members[0]) == b"words"
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "taken"}


def test_a_link_is_passed_over_and_not_followed(tmp_path: Path) -> None:
    unpacking, passed = taken(put(tmp_path, link("a.txt", "/etc/passwd")))
    assert (names(unpacking), passed, left(unpacking)) == ([], 1, [])


def test_two_files_of_one_name_are_both_taken(tmp_path: Path) -> None:
    data = zipped_in_order(("a.txt", "one"), ("x/a.txt", "three"), ("a.txt", "two"), ("a (2).txt", "four"))
    unpacking, _ = taken(put(tmp_path, data))
    assert names(unpacking) == ["a.txt", "x/a.txt", "a (2).txt", "a (2) (2).txt"]
    assert [content(unpacking, one) for one in unpacking.members] == [b"one", b"three", b"two", b"four"]


@pytest.mark.parametrize("said", [True, False])
def test_names_are_read_as_they_were_written(tmp_path: Path, said: bool) -> None:
    raw = "Fähre.txt".encode()
    info = zipfile.ZipInfo("Fähre.txt" if said else raw.decode("cp437"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "x")
    data = out.getvalue()
    if not said:  # as programs write it that do not say that it is UTF-8
        twice = raw.decode("cp437").encode()
        data = data.replace(twice, raw.ljust(len(twice), b"_"))
        data = data.replace(b"\x00\x08\x00\x00\x00\x00", b"\x00\x00\x00\x00\x00\x00")
    unpacking, _ = taken(put(tmp_path, data))
    assert names(unpacking)[0].startswith("Fähre.txt")


def test_a_name_in_an_old_code_page_is_read_as_such(tmp_path: Path) -> None:
    data = zipped({"F_hre.txt": "x"}).replace(b"F_hre", b"F\x84hre")
    assert names(taken(put(tmp_path, data))[0]) == ["Fähre.txt"]


def test_an_archive_with_a_password_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReaderFailed, match=r"^a\.zip needs a password\. Unpack it"):
        taken(put(tmp_path, locked(zipped({"a.txt": "x", "b.txt": "y"}))))


def test_a_file_with_a_password_does_not_keep_the_others_out(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "one", "b.txt": "two"}))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    unpacking, _ = taken(put(tmp_path, bytes(data)))
    assert unpacking.members[0].error == (
        "a.txt needs a password.", "Unpack it with its own program and add the folder."
    )  # fmt: skip
    assert content(unpacking, unpacking.members[1]) == b"two"


@pytest.mark.parametrize("where", [b"PK\x03\x04", b"PK\x01\x02"])
def test_a_file_packed_in_an_unknown_way_does_not_keep_the_others_out(tmp_path: Path, where: bytes) -> None:
    data = bytearray(zipped({"a.txt": "one", "b.txt": "two"}))
    method = data.find(where) + (8 if where[2] == 3 else 10)
    data[method : method + 2] = struct.pack("<H", 99)
    unpacking, _ = taken(put(tmp_path, bytes(data)))
    error = unpacking.members[0].error
    assert (error is None) == (where == b"PK\x03\x04")  # what counts is the list at the end
    assert content(unpacking, unpacking.members[1]) == b"two"


def test_a_damaged_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    data = zipped_in_order(("a.txt", "the first one"), ("b.txt", "two")).replace(b"the first", b"the fir5t")
    unpacking, _ = taken(put(tmp_path, data))
    assert unpacking.members[0].error == ("a.txt is broken in its archive.", "Get the archive again.")
    assert content(unpacking, unpacking.members[1]) == b"two"
    assert len(left(unpacking)) == 1


def test_an_archive_without_files_is_empty(tmp_path: Path) -> None:
    for number, data in enumerate((zipped({}), zipped({"folder/": ""}))):
        with pytest.raises(EmptyDocument, match="has no files in it"):
            taken(put(tmp_path, data, f"{number}.zip"))


def test_an_archive_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(
        EmptyDocument, match=r"a\.zip is an archive, which has no text of its own\. Unpack it"
    ):
        read(put(tmp_path, zipped({"a.txt": "x"})))


@pytest.mark.parametrize(
    "name", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "Index/Document.iwa"]
)
def test_the_files_of_other_programs_are_no_archives_of_documents(tmp_path: Path, name: str) -> None:
    data = zipped({name: "x", "part.xml": "<a/>"})
    with pytest.raises(UnsupportedFormat, match="is a ZIP archive, which Footnote cannot read yet"):
        reader_for(put(tmp_path, data, "a.bin"))
    assert reader_for(put(tmp_path, data, "a.zip")).name == "zip"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "a gzip file"),
        (b"a.txt".ljust(257, b"\x00") + b"ustar\x0000" + bytes(300), "a tar archive"),
    ],
)
def test_other_archives_are_named(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFormat, match=f"is {what}.*Unpack it and add what is in it"):
        reader_for(put(tmp_path, data, "a.bin"))


# Archives and mails in one another


def test_files_are_taken_out_of_an_archive_in_a_mail_in_an_archive(tmp_path: Path) -> None:
    inner = zipped({"deep.txt": "deep words", ".DS_Store": "x"})
    data = zipped({"m.eml": mail(files={"in.zip": inner, "r.txt": "report"}), "last.txt": "last"})
    unpacking, _ = taken(put(tmp_path, data))
    found = [(one.name, one.within, one.archive, one.passed_over) for one in unpacking.members]
    assert found == [
        ("m.eml", None, False, 0), ("in.zip", 0, True, 1), ("deep.txt", 1, False, 0),
        ("r.txt", 0, False, 0), ("last.txt", None, False, 0),
    ]  # fmt: skip
    about = "‘Roof repairs’ of 2025-03-04"
    assert [one.attached_to for one in unpacking.members] == ["", about, about, about, ""]
    assert len(left(unpacking)) == 4  # the archive in the mail is not kept: it is no source


def test_a_broken_archive_in_an_archive_costs_one_member(tmp_path: Path) -> None:
    broken = zipped({"x.txt": "x" * 99})[:-20]
    unpacking, _ = taken(put(tmp_path, zipped({"in.zip": broken, "a.txt": "one"})))
    assert names(unpacking) == ["in.zip", "a.txt"]
    assert unpacking.members[0].file is not None  # reading it says what is wrong
    with pytest.raises(ReaderFailed, match="is broken"):
        reader_for(unpacking.folder / unpacking.members[0].file)


def test_what_lies_too_deep_costs_one_member(tmp_path: Path) -> None:
    data = zipped({"deep.txt": "words"})
    for level in range(5):
        data = zipped({f"{level}.zip": data, f"{level}.txt": "words"})
    unpacking, _ = taken(put(tmp_path, data), levels=3)
    assert names(unpacking) == ["4.zip", "3.zip", "2.zip", "2.txt", "3.txt", "4.txt"]
    error = unpacking.members[2].error
    assert error is not None
    assert error[0].startswith("2.zip lies 3 deep in archives and mails")
    assert error[1].endswith("archive_levels.")


def test_a_mail_that_lies_too_deep_is_taken_without_what_is_attached(tmp_path: Path) -> None:
    inner = mail("Inner", files={"x.txt": "x"})
    unpacking, _ = taken(put(tmp_path, mail(files={"in.eml": inner}), "m.eml"), levels=1)
    (member,) = unpacking.members
    assert content(unpacking, member) == inner
    assert member.error is not None and "what is in it was not taken" in member.error[0]


# Traps


def test_too_many_files_are_one_sentence_and_leave_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, zipped({f"{number}.txt": "x" for number in range(11)}))
    with pytest.raises(DocumentTooLarge) as caught:
        taken(path, files=10)
    assert str(caught.value) == (
        "a.zip has more than 10 files in it. Split it, or raise the setting archive_files."
    )
    assert list((tmp_path / "taken").iterdir()) == []


def test_more_files_than_may_be_read_take_one_sentence(tmp_path: Path) -> None:
    path = put(tmp_path, zipped({f"{number}.txt": "" for number in range(30_000)}, method=zipfile.ZIP_STORED))
    with pytest.raises(DocumentTooLarge, match="more than 5,000 files"):
        taken(path)


def test_a_file_over_the_limit_costs_itself(tmp_path: Path) -> None:
    unpacking, _ = taken(
        put(tmp_path, zipped({"bomb.txt": bytes(3_000_000), "a.txt": "one"})), file_megabytes=2
    )
    assert unpacking.members[0].error == (
        "bomb.txt has more than 2 MB.", "Split it, or raise the setting file_megabytes."
    )  # fmt: skip
    assert content(unpacking, unpacking.members[1]) == b"one"


def test_files_that_are_too_large_together_leave_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, zipped({f"{number}.txt": bytes(1_000_000) for number in range(9)}))
    with pytest.raises(DocumentTooLarge, match=r"a\.zip unpacks to more than 5 MB\..*archive_megabytes"):
        taken(path, megabytes=5, file_megabytes=2)
    assert list((tmp_path / "taken").iterdir()) == []


@pytest.mark.parametrize(("files", "megabytes"), [(5_000, 4), (15, 1_000)])
def test_a_trap_in_an_archive_is_one_sentence_on_the_whole(
    tmp_path: Path, files: int, megabytes: int
) -> None:
    bomb = zipped({f"{number}.txt": bytes(1_000_000) for number in range(9)})
    path = put(tmp_path, zipped({"a.txt": "one", "1.zip": bomb, "2.zip": bomb}))
    with pytest.raises(DocumentTooLarge, match=r"^a\.zip (unpacks to more than 4 MB|has more than 15 files)"):
        taken(path, files=files, megabytes=megabytes, file_megabytes=2)
    assert list((tmp_path / "taken").iterdir()) == []


def test_a_mail_whose_taking_apart_fails_in_an_unknown_way_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(message: object) -> object:
        raise ZeroDivisionError

    path = put(tmp_path, zipped({"m.eml": mail(files={"r.txt": "x"}), "a.txt": "one"}))
    monkeypatch.setattr(mail_reader, "mail_parts", broken)
    unpacking, _ = taken(path)
    assert names(unpacking) == ["m.eml", "a.txt"]
    assert unpacking.members[0].error is not None
    assert unpacking.members[0].error[0].startswith("m.eml cannot be taken apart: it is broken (Zero")
    assert unpacking.members[0].file is not None


def test_what_an_archive_says_of_its_sizes_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(zipped({"bomb.txt": bytes(3_000_000)}))
    size = data.find(b"PK\x01\x02") + 24
    data[size : size + 4] = struct.pack("<I", 10)
    unpacking, _ = taken(put(tmp_path, bytes(data)), file_megabytes=2)
    assert unpacking.members[0].error is not None
    assert left(unpacking) == []


def test_a_bomb_that_unpacks_at_once_costs_one_entry(tmp_path: Path) -> None:
    packer = bz2.BZ2Compressor(9)
    size = 3 * 10**8
    packed = packer.compress(bytes(size)) + packer.flush()
    path = put(tmp_path, zipped({"bomb.txt": b"0" * 1000}, method=zipfile.ZIP_STORED))
    name = b"bomb.txt"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 46, 0, 12, 0, 33, 0, len(packed), size, 8, 0) + name
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 46, 46, 0, 12, 0, 33, 0, len(packed), size, 8, 0, 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + 8, len(local) + len(packed), 0)
    path.write_bytes(local + packed + entry + name + end)
    (tmp_path / "into").mkdir()
    with ReaderPool(seconds=60, megabytes=250) as pool:
        (member,) = pool_taken(pool, path, tmp_path / "into")
    assert member.error is not None


def pool_taken(pool: ReaderPool, path: Path, folder: Path) -> list[Member]:
    """What the child answers; a failure is one of the file itself."""
    try:
        return list(pool.submit(path, None, Unpack(folder, Limits())).result().members or ())
    except DocumentError as error:
        return [Member(path.name, error=(error.message, error.next_step))]


# Mails


def test_what_is_attached_to_a_mail_is_taken(tmp_path: Path) -> None:
    data = mail(files={"Fähre.txt": "fares", "Invoice 7/2025.pdf": b"%PDF-1.7", "": b"nameless"})
    unpacking, _ = taken(put(tmp_path, data, "m.eml"))
    assert names(unpacking) == [
        "Fähre.txt", "Invoice 7_2025.pdf", "a file without a name (application_octet-stream)"
    ]  # fmt: skip
    assert [content(unpacking, one) for one in unpacking.members] == [b"fares", b"%PDF-1.7", b"nameless"]


def test_a_mail_that_is_attached_is_taken_as_one_and_what_is_attached_to_it_too(tmp_path: Path) -> None:
    outer, inner = parsed(mail()), parsed(mail("The Fähre", "Inner words.", {"r.txt": "report"}))
    outer.add_attachment(inner)
    unpacking, _ = taken(put(tmp_path, outer.as_bytes(), "m.eml"))
    assert names(unpacking) == ["The Fähre.eml", "r.txt"]
    path = unpacking.folder / str(unpacking.members[0].file)
    assert (read(path).title, "Inner words." in read(path).text) == ("The Fähre", True)
    assert unpacking.members[1].attached_to == "‘The Fähre’ of 2025-03-04"


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_pictures_of_the_layout_and_seals_are_passed_over(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["MIME-Version"] = "a@a.example", "Hello", "1.0"
    message.set_content("<p>Hello <img src='cid:logo'><img src='cid:shot'></p>", subtype="html")
    for cid, size in (("logo", 20_000), ("shot", 200_000)):
        message.add_related(
            bytes(size), "image", "png", cid=f"<{cid}>", filename=f"{cid}.png", disposition="inline"
        )
    message.make_mixed()
    message.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    unpacking, passed = taken(put(tmp_path, message.as_bytes(), "m.eml"))
    assert (names(unpacking), passed) == (["shot.png"], 1)


def test_what_is_attached_to_the_web_form_of_a_text_is_taken(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["MIME-Version"] = "a@a.example", "Hello", "1.0"
    message.set_content("Hello, the report is attached to this mail.")
    web = EmailMessage()
    web.set_content("<p>Hello, the report is attached to this mail.</p>", subtype="html")
    web.add_attachment(b"report", "application", "octet-stream", filename="r.txt")
    message.make_alternative()
    message.attach(web)
    path = put(tmp_path, message.as_bytes(), "m.eml")
    assert names(taken(path)[0]) == ["r.txt"]
    assert read(path).text.endswith("Attached: r.txt\n")


def test_what_is_attached_to_the_mails_of_a_mailbox_names_its_mail(tmp_path: Path) -> None:
    mails = [mail("Rain", files={"r.txt": "one"}), mail("Sun"), mail("Snow", files={"r.txt": "two"})]
    data = b"".join(b"From a@a.example Tue Mar  4 18:12:37 2025\n" + one + b"\n\n" for one in mails)
    unpacking, _ = taken(put(tmp_path, data, "a.mbox"))
    found = [(one.name, one.attached_to) for one in unpacking.members]
    assert found == [("r.txt", "‘Rain’ of 2025-03-04"), ("r (2).txt", "‘Snow’ of 2025-03-04")]


def test_what_is_attached_to_an_outlook_message_is_taken(tmp_path: Path) -> None:
    storage = "__attach_version1.0_#00000000"
    entries = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": "The Pétrel".encode("utf-16-le"),
        "__substg1.0_1000001F": "At nine.".encode("utf-16-le"),
        storage: None,
        f"{storage}/__substg1.0_3707001F": "fares.txt".encode("utf-16-le"),
        f"{storage}/__substg1.0_37010102": b"Two pounds." + b" " * 5000,
    }
    unpacking, _ = taken(put(tmp_path, compound(entries), "m.msg"))
    (member,) = unpacking.members
    assert (member.name, member.attached_to) == ("fares.txt", "‘The Pétrel’")
    assert content(unpacking, member).startswith(b"Two pounds. ")


def test_a_message_attached_to_an_outlook_message_is_taken_as_a_mail(tmp_path: Path) -> None:
    storage = "__attach_version1.0_#00000000"
    inner = f"{storage}/__substg1.0_3701000D"
    deep = f"{inner}/__attach_version1.0_#00000000"
    entries = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": "Outer".encode("utf-16-le"),
        storage: None,
        inner: None,
        f"{inner}/__substg1.0_0037001F": "The Fähre".encode("utf-16-le"),
        f"{inner}/__substg1.0_1000001F": "Inner words.".encode("utf-16-le"),
        deep: None,
        f"{deep}/__substg1.0_3707001F": "fares.txt".encode("utf-16-le"),
        f"{deep}/__substg1.0_37010102": b"Two pounds.",
    }
    unpacking, _ = taken(put(tmp_path, compound(entries), "m.msg"))
    assert names(unpacking) == ["The Fähre.eml", "fares.txt"]
    document = read(unpacking.folder / str(unpacking.members[0].file))
    assert document.title == "The Fähre"
    assert "Inner words." in document.text
    assert content(unpacking, unpacking.members[1]).startswith(b"Two pounds.")


def test_an_outlook_message_names_the_mail_that_is_attached(tmp_path: Path) -> None:
    path = put(tmp_path, message(attached=["fares.pdf"]), "m.msg")
    assert read(path).text.endswith("Attached: fares.pdf\n")


# Through the pool


def test_the_child_answers_with_members_and_a_mail_with_its_text_too(tmp_path: Path) -> None:
    archive = put(tmp_path, zipped({"a.txt": "one", ".DS_Store": "x"}))
    letter = put(tmp_path, mail(files={"r.txt": "report"}), "m.eml")
    with ReaderPool(seconds=60, megabytes=2_000) as pool:
        first = pool.submit(archive, None, Unpack(tmp_path / "1", Limits())).result()
        second = pool.submit(letter, None, Unpack(tmp_path / "2", Limits())).result()
        third = pool.submit(letter, second.reader, Unpack(tmp_path / "3", Limits())).result()
        plain = pool.submit(letter).result()
    assert (first.archive, first.document, first.passed_over) == (True, None, 1)
    assert second.document is not None and "The roof leaks." in second.document.text
    assert third.document is None
    assert (
        [one.name for one in (second.members or ())]
        == [one.name for one in (third.members or ())]
        == ["r.txt"]
    )
    assert (tmp_path / "3" / "member-000000.txt").read_bytes() == b"report"
    assert plain.members is None


def test_a_mail_with_too_much_attached_is_read_and_says_so(tmp_path: Path) -> None:
    letter = put(tmp_path, mail(files={f"{number}.txt": "x" for number in range(4)}), "m.eml")
    with ReaderPool(seconds=60, megabytes=2_000) as pool:
        prepared = pool.submit(letter, None, Unpack(tmp_path / "in", Limits(files=3))).result()
    assert prepared.document is not None and prepared.members is None
    assert (
        prepared.caution == "m.eml has more than 3 files in it. Split it, or raise the setting archive_files."
    )


# Mutations

IN = zipped({"deep.txt": "deep words " * 50, "x/y.md": "# T\n"})
SEEDS = {
    "a.zip": zipped({"m.eml": mail(files={"in.zip": IN, "r.txt": "report"}), "in.zip": IN, "z.txt": "last"}),
    "a.eml": mail(files={"in.zip": IN, "r.txt": "report " * 30}),
    "a.mbox": b"".join(
        b"From a@a.example Tue Mar  4 18:12:37 2025\n"
        + mail(subject, files={"r.txt": "x", "in.zip": IN})
        + b"\n\n"
        for subject in ("Rain", "Sun", "Snow")
    ),
}


@pytest.mark.parametrize("name", list(SEEDS))
def test_whatever_is_wrong_is_a_sentence_and_nothing_is_left_over(tmp_path: Path, name: str) -> None:
    chance = random.Random(11)
    for number in range(60):
        (tmp_path / str(number)).mkdir()
        path = put(tmp_path / str(number), mutated(SEEDS[name], chance), name)
        folder = path.parent / "taken"
        try:
            unpacking, _ = taken(path)
        except DocumentError as error:
            assert error.message and error.next_step and "\n" not in str(error)
            assert list(folder.iterdir()) == []
            continue
        assert {one.file for one in unpacking.members if one.file} == set(left(unpacking))
        assert {entry.name for entry in path.parent.iterdir()} == {name, "taken"}
        for one in unpacking.members:
            assert one.error is None or (all(one.error) and "\n" not in one.error[0])

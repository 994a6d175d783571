import random
import struct

import pytest

from documents.errors import FootnoteError
from documents.readers import read, reader_for
from tests.hostile import mutated

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(entries):
    """A compound file of these streams and storages, by their paths; a storage has None for content.

    Streams are filled up with zeros: below 4,096 bytes they would have to share sectors.
    """
    entries = {name: data and data.ljust(4096, b"\x00") for name, data in entries.items()}
    sectors, fat = [], []

    def chain(data):
        if not data:
            return END
        first = len(sectors)
        for place in range(0, len(data), 512):
            sectors.append(data[place : place + 512].ljust(512, b"\x00"))
            fat.append(len(sectors))
        fat[-1] = END
        return first

    names = ["", *entries]
    children = {name: [other for other in entries if other.rpartition("/")[0] == name] for name in names}
    starts = {name: chain(data) if data else END for name, data in entries.items()}
    directory = b""
    for name in names:
        data = entries.get(name) if name else None
        siblings = children[name.rpartition("/")[0]] if name else []
        after = siblings[siblings.index(name) + 1 :] if name else []
        label = (name.rpartition("/")[2] or "Root Entry").encode("utf-16-le") + b"\x00\x00"
        below = children[name][:1] if data is None else []
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ", label, len(label), 2 if data is not None else 1 if name else 5, 1, FREE,
            names.index(after[0]) if after else FREE, names.index(below[0]) if below else FREE, b"", 0, 0, 0,
            starts.get(name, END) if data is not None else END if not name else 0, len(data or b""),
        )  # fmt: skip
    first = chain(directory)
    own = len(sectors)
    fat.append(FAT)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    assert len(table) == 512
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, first, 0, 0, END, 0, END, 0, own,
    )  # fmt: skip
    return head.ljust(512, b"\xff") + b"".join(sectors) + table


def message(text="At nine.\r\n\r\n-----Original Message-----\r\nWhen?\r\n", page="", attached=(), **more):
    sent = (13_385_585_557 * 10_000_000).to_bytes(8, "little")  # 2025-03-04 18:12:37 UTC
    strings = {
        "0037": "The Pétrel",
        "0C1A": "Anna Lund",
        "0C1F": "anna@a.example",
        "0E04": "Ben",
        "1000": text,
        **more,
    }
    entries = {"__properties_version1.0": b"\x00" * 32 + struct.pack("<II", 0x00390040, 6) + sent}
    entries |= {
        f"__substg1.0_{number}001F": value.encode("utf-16-le") for number, value in strings.items() if value
    }
    if page:
        entries["__substg1.0_10130102"] = page.encode()
    for number, name in enumerate(attached):
        folder = f"__attach_version1.0_#{number:08X}"
        entries[folder] = None
        entries[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
    return compound(entries)


def put(folder, data, name="a.msg"):
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_message_is_read_as_other_mails_are(tmp_path):
    document = read(put(tmp_path, message(attached=["fares.pdf"])))
    assert document.text == (
        "From: Anna Lund <anna@a.example>\n\nTo: Ben\n\nDate: Tue, 04 Mar 2025 18:12:37 +0000\n\n"
        "Subject: The Pétrel\n\nAt nine.\n\n-----Original Message-----\n\nWhen?\n\nAttached: fares.pdf\n"
    )
    assert (document.title, document.date) == ("The Pétrel", "2025-03-04")
    assert document.notes == ()
    assert [block.kind for block in document.blocks][-3:] == ["quote", "quote", "paragraph"]


def test_a_message_that_is_only_a_page_is_read(tmp_path):
    document = read(put(tmp_path, message("", "<h1>Fares</h1><ul><li>half</li></ul>")))
    assert [block.kind for block in document.blocks][-2:] == ["heading", "item"]


def test_it_is_known_by_its_content(tmp_path):
    assert reader_for(put(tmp_path, message(), "a.dat")).name == "msg"
    with pytest.raises(FootnoteError, match=r"not an Outlook message"):
        read(put(tmp_path, b"just words"))
    with pytest.raises(FootnoteError):
        read(put(tmp_path, message()[:700]))


def test_a_real_message_is_read(data):
    document = read(data / "readers" / "files" / "test_outlook_msg.msg")
    assert "This is the body of the test email message" in document.text
    assert document.title == "Test Email Message" and document.date


def test_mutated_messages_never_fail_otherwise(tmp_path, data):
    whole = (data / "readers" / "files" / "test_outlook_msg.msg").read_bytes()
    chance = random.Random(7)
    for _ in range(200):
        try:
            read(put(tmp_path, mutated(whole, chance)))
        except FootnoteError as error:
            assert error.message and error.next_step

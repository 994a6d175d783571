"""Compound files, and Outlook messages in them, written for the tests."""

import struct

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


def message(
    text="At nine.\r\n\r\n-----Original Message-----\r\nWhen?\r\n",
    page="",
    attached=(),
    subject="The Pétrel",
    **more,
):
    sent = (13_385_585_557 * 10_000_000).to_bytes(8, "little")  # 2025-03-04 18:12:37 UTC
    strings = {
        "0037": subject,
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

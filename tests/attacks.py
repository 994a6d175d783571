"""Files of all formats with harm done to them, and files that are small and want to be large."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.hostile import mutated
from tests.office import BOMB

_TAGS = 50_000  # in each other
_CELLS = 10_000_000


def attacked(honest: Sequence[Path], folder: Path, count: int, seed: int) -> list[Path]:
    """So many files made of honest ones, each with one kind of harm; the formats take turns."""
    chance = random.Random(seed)
    folder.mkdir()
    kinds = sorted({path.suffix for path in honest})
    made = []
    for number in range(count):
        suffix = kinds[number % len(kinds)]
        path = chance.choice([one for one in honest if one.suffix == suffix])
        harm = chance.choice(_HARMS)
        target = folder / f"{number:03}-{harm.__name__.strip('_')}-{path.name}"
        target.write_bytes(harm(path.read_bytes(), chance.choice(honest).read_bytes(), chance))
        made.append(target)
    return made


Harm = Callable[[bytes, bytes, random.Random], bytes]


def _changed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return mutated(data, chance)


def _spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _misnamed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return other


def _inside(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A part of an archive changed, the archive whole; what is none is changed itself."""
    return _with_part(data, chance, lambda part: mutated(part, chance)) or mutated(data, chance)


def _nested(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Another file in the place of a part of an archive."""
    return _with_part(data, chance, lambda part: other) or mutated(data, chance)


def _bombed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A part of an archive with entities that grow; or such a text."""
    bomb = BOMB.encode() + b"<x>&e;&f;</x>"
    return _with_part(data, chance, lambda part: BOMB.encode() + part.partition(b"?>")[2]) or bomb + data


_HARMS: tuple[Harm, ...] = (_changed, _changed, _inside, _inside, _spliced, _misnamed, _nested, _bombed)


def _with_part(data: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes | None:
    """The archive with one of its parts changed; None for what is no archive."""
    if not data.startswith(b"PK"):
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if old.getinfo(name).file_size]
        chosen = chance.choice([name for name in names if name.endswith(("xml", "rels", "html"))] or names)
        for name in names:
            part = old.read(name)
            new.writestr(name, change(part) if name == chosen else part)
    return out.getvalue()


_BOMBED = {
    "docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml",
    "odt": "content.xml", "ods": "content.xml", "epub": "E/nav.xhtml",
}  # fmt: skip


def bombs(honest: dict[str, Path], folder: Path) -> Iterator[Path]:
    """Small files that unpack, nest or repeat beyond all measure; `honest` has a file of each kind."""
    folder.mkdir()
    for suffix, part in _BOMBED.items():
        if suffix in honest:
            yield _padded(honest[suffix], folder / f"zip-bomb.{suffix}", part)
    for name, text in _NESTED.items():
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name
    yield _sheet(honest["xlsx"], folder / "cells.xlsx")


def _padded(path: Path, target: Path, part: str) -> Path:
    """The archive with a part that unpacks to 1.5 GB of blanks."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as into:
            into.write(old.read(part))
            for _ in range(1_500):
                into.write(b" " * 1_000_000)
    return target


def _sheet(path: Path, target: Path) -> Path:
    """A workbook of ten million cells."""
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as into:
            into.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            )
            row = b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>"
            for _ in range(_CELLS // 100_000):
                into.write(row * 1_000)
            into.write(b"</sheetData></worksheet>")
    return target


_NESTED = {
    "tags.html": "<html><body>" + "<div>" * _TAGS + "words" + "</div>" * _TAGS,
    "lists.html": "<html><body>" + "<ul><li>a" * _TAGS,
    "tables.html": "<html><body>" + "<table><tr><td>a" * _TAGS,
    "tags.xml": "<a>" * _TAGS + "words" + "</a>" * _TAGS,
    "entities.xml": BOMB + "<x>&e;&f;</x>",
    "deep.json": "[" * _TAGS + "1" + "]" * _TAGS,
    "deep.ipynb": '{"cells": ' + "[" * _TAGS + "]" * _TAGS + "}",
    "cell.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": ">" * _TAGS + " words"}]}),
    "groups.rtf": r"{\rtf1 " + "{" * _TAGS + "words" + "}" * _TAGS + "}",
    "rows.rtf": r"{\rtf1 " + "".join(rf"\trowd\cellx{n * 7} {n}\cell\row" for n in range(1, 20_000)) + "}",
    "quotes.eml": "From: a@b.example\nMessage-ID: <1>\n\n" + ">" * _TAGS + " words\n",
    "parts.eml": "From: a@b.example\nMessage-ID: <1>\nMIME-Version: 1.0\n"
    + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5_000)),
    "wide.csv": "Name" + ",cell" * 200_000 + "\n" + "x" + ",1" * 200_000 + "\n",
    "quote.csv": 'Name,Remark\nx,"' + "open,and\n" * 100_000,
    "cues.srt": "1\n00:00:01,000 --> 00:00:02,000\n" * 50_000 + "words\n",
}  # fmt: skip

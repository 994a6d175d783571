"""What the tests of the readers of office files share."""

import io
import zipfile

import pytest

from documents.errors import FootnoteError
from documents.readers import read

BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;">
<!ENTITY f SYSTEM "file:///etc/hostname">]>"""


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def blocks(document, kind):
    """The texts of the blocks of a kind; each block lies where it says."""
    for block in document.blocks:
        piece = document.text[block.start : block.end]
        assert piece == piece.strip() != ""
    return [document.text[one.start : one.end] for one in document.blocks if one.kind == kind]


def cells(document):
    """Each cell as (row, column, its row's header, its column's header, text)."""
    return [
        (one.row, one.column, one.row_header, one.column_header, document.text[one.start : one.end])
        for one in document.blocks
        if one.kind == "cell"
    ]


def changed(path, part, change):
    """The same file with `change` made to the XML of one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    path.write_bytes(out.getvalue())
    return path


def with_part(path, part, text):
    """The same file with one more part."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, text)
    return path


def fails(path):
    """Asserts that reading says one sentence and a next step; returns them."""
    with pytest.raises(FootnoteError) as caught:
        read(path)
    assert caught.value.message.count(". ") == 0 and caught.value.next_step
    return str(caught.value)

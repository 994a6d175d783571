"""Plain text: the decoded file, with nothing but the byte-order mark and line ends changed."""

from pathlib import Path

from documents.encodings import decode
from documents.types import RawDocument


def read(path: Path) -> RawDocument:
    """The file's text. It has no title: a first line is not one."""
    return RawDocument(text=decode(path.read_bytes()), media_type="text/plain")

"""Plain text: the decoded file, with nothing but the byte-order mark and line ends changed."""

from pathlib import Path

from documents.encodings import decoded
from documents.types import RawDocument


def read(path: Path) -> RawDocument:
    """The file's text. It has no title: a first line is not one."""
    found = decoded(path.read_bytes())
    return RawDocument(text=found.text, media_type="text/plain", notes=found.notes)

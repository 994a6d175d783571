"""A format: a ship's logbook, one entry a line after "=LOG= " and the ship's name."""

from pathlib import Path

from documents.errors import ReaderFailed
from documents.readers import Reader
from documents.types import RawDocument

MARK = "=LOG= "


def read(path: Path) -> RawDocument:
    first, _, entries = path.read_text(encoding="utf-8").partition("\n")
    if not first.startswith(MARK):
        raise ReaderFailed(f"{path.name} is no logbook.", "Export it again.")
    return RawDocument(entries, READER.media_type, title=f"Log of the {first.removeprefix(MARK)}")


READER = Reader("logbook", 1, "text/x-logbook", (".shiplog",), read)

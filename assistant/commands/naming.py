"""Documents as a person names them on the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from documents.errors import UnknownSource

if TYPE_CHECKING:
    from documents.types import Source


def named(sources: "Sequence[Source]", name: str) -> "Source":
    """The one document with this ID, this beginning of an ID, or this file name. Raises UnknownSource."""
    matching = [source for source in sources if source.id == name] or [
        source
        for source in sources
        if source.id.startswith(name) or name in (source.uri, Path(source.uri).name)
    ]
    if len(matching) == 1:
        return matching[0]
    found = f"{len(matching)} documents match" if matching else "There is no document"
    raise UnknownSource(f"{found} {name!r}.", "`footnote list` shows the IDs of all documents.")

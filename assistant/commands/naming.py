"""Documents as a person names them on the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from documents.errors import UnknownSource

if TYPE_CHECKING:
    from documents.types import Removal, Source

Named = TypeVar("Named", bound="Source | Removal")


def named(sources: "Sequence[Named]", name: str) -> "Named":
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


def with_removed(sources: "Sequence[Source]", removals: "Sequence[Removal]") -> "list[Source | Removal]":
    """The documents, then those that were removed and have not come back."""
    there = {source.id for source in sources}
    return [*sources, *(one for one in removals if one.id not in there)]

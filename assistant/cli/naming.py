"""Documents as a person names them on the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from documents.errors import UnknownSource

if TYPE_CHECKING:
    from documents.types import Removal, Source

Named = TypeVar("Named", bound="Source | Removal")


def find_source(sources: "Sequence[Named]", name: str) -> "Named":
    """The one document with this ID, else this file name, else this title or beginning of an ID.

    Raises UnknownSource where there is none, or more than one.
    """
    for means in (_is_id, _is_file, _is_titled_or_begins):
        matching = [source for source in sources if means(source, name)]
        if len(matching) == 1:
            return matching[0]
        if matching:
            break
    problem = f"{len(matching)} documents match" if matching else "There is no document"
    raise UnknownSource(f"{problem} {name!r}.", "`footnote list` shows the IDs of all documents.")


def _is_id(source: "Source | Removal", name: str) -> bool:
    return source.id == name


def _is_file(source: "Source | Removal", name: str) -> bool:
    """Whether it is called so at any of its addresses: equal files are one document."""
    from documents.types import Source

    addresses = source.uris if isinstance(source, Source) else (source.uri,)
    return any(name in _names(uri) for uri in addresses)


def _is_titled_or_begins(source: "Source | Removal", name: str) -> bool:
    """Both at once: a word such as "cafe" can be a title and begin another document's ID."""
    titled = " ".join(source.title.split()).casefold() == " ".join(name.split()).casefold()
    return source.id.startswith(name) or titled


def find_archive(addresses: Sequence[str], name: str) -> str | None:
    """The one archive with this address or file name; None where there is none, or more than one."""
    matching = [address for address in addresses if address == name] or [
        address for address in addresses if name in _names(address)
    ]
    return matching[0] if len(matching) == 1 else None


def _names(uri: str) -> tuple[str, ...]:
    """What a document may be called: its address, its file's name, that with the archive or mail it is in.

    >>> _names("/home/me/june.zip › notes/a.txt")
    ('/home/me/june.zip › notes/a.txt', 'a.txt', 'june.zip › notes/a.txt')
    """
    from documents.inputs import around, file_name

    outer = around(uri)[0]
    return uri, file_name(uri), file_name(outer) + uri.removeprefix(outer)


def with_removed(sources: "Sequence[Source]", removals: "Sequence[Removal]") -> "list[Source | Removal]":
    """The documents, then those that were removed and have not come back."""
    present = {source.id for source in sources}
    return [*sources, *(removal for removal in removals if removal.id not in present)]

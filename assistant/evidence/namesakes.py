"""Documents of the same title, told apart wherever they are cited: each with its file."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from assistant.types import Citation
from documents.library import Library
from documents.types import Record
from index.types import Hit

Cited = TypeVar("Cited")


def with_files(cited: Cited, library: Library) -> Cited:
    """A record, or a tuple of records, whose citations name their file where others have the same title."""
    files = library.files_of_namesakes({citation.source_id for citation in _citations(cited)})
    return _named(cited, files) if files else cited


def _citations(part: object) -> Iterator[Citation]:
    if isinstance(part, Citation):
        yield part
    else:
        for inner in _parts(part).values():
            yield from _citations(inner)


def _named(part: Any, files: Mapping[str, str]) -> Any:  # Any: of the same type
    if isinstance(part, Citation):
        return replace(part, file=files.get(part.source_id, ""))
    parts = {name: _named(inner, files) for name, inner in _parts(part).items()}
    if isinstance(part, tuple):
        return tuple(parts.values())
    return replace(part, **parts) if parts else part


def _parts(part: object) -> dict[str, Any]:
    """What may hold citations in a record or a tuple, by names or numbers."""
    if isinstance(part, tuple):
        return {str(number): inner for number, inner in enumerate(part)}
    if not isinstance(part, Record) or isinstance(part, Hit) or not is_dataclass(part):
        return {}
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    return {name: value for name, value in values.items() if isinstance(value, tuple | Record)}

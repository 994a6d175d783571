"""The records that carry a document from a file to ranked passages."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, cast

if TYPE_CHECKING:
    from pydantic import TypeAdapter

# "unpacked" is an archive, which is no source itself: those in it have entries of their own.
IngestStatus = Literal["added", "replaced", "unchanged", "unpacked", "empty", "failed"]
DatedBy = Literal["metadata", "text", "name", "file"]


def plain(value: Any) -> Any:  # Any: a recursive walk over records, lists and scalars
    """`value` as JSON types: records become dicts, tuples become lists, paths strings."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":  # Any: a kind of record, and its records
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


class Record:
    """A frozen dataclass that can be printed as JSON and made again from it."""

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as JSON types."""
        result: dict[str, Any] = plain(self)
        return result

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:  # Any: JSON types
        """The record whose `to_dict()` gave `values`, also if an earlier Footnote wrote them.

        Names that the record does not have are left out, fields that are missing get their defaults. Raises
        ValueError for a missing field without one, and for a value of another type, such as a kind of
        section that only a later Footnote knows.
        """
        from pydantic import ValidationError

        try:
            record: Self = _adapter(cast(Hashable, cls)).validate_python(values)
        except ValidationError as error:  # its own words hold the values, which may be a person's
            first = error.errors(include_input=False)[0]
            raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        return record


@dataclass(frozen=True, slots=True)
class Heading(Record):
    """A heading of the stored text: `start` is the character where its section begins."""

    level: int
    text: str
    start: int


BlockKind = Literal["heading", "paragraph", "item", "cell", "caption", "code", "quote", "furniture"]
Box = tuple[float, float, float, float]  # left, bottom, right, top: points from the page's lower left corner


@dataclass(frozen=True, slots=True)
class Block(Record):
    """A piece of the stored text, `text[start:end]`, and what it is; of one meaning for all formats.

    `level` is that of a heading (from 1), the depth of a list item or of a mail's quote (from 1), else 0. An
    item has its `number` as written ("3.", "b)"; "" for a bullet) and in `introduced_by` the place among the
    blocks of the one that introduces its list, or None. A cell has its `row` and `column` (from 0, a header
    row included) and the texts of its headers, cut at 200 characters: the row's is its first cell, the
    column's stands above it ("2025 › Price" where two do). They are "" where there is none, as for the cells
    of a header row. Furniture stands around the text or on every page: menus, banners, running headers.
    `page` is from 1, or None.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    number: str = ""
    introduced_by: int | None = None
    row: int | None = None
    column: int | None = None
    row_header: str = ""
    column_header: str = ""
    page: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingReport(Record):
    """What was found in a file, and how much of it is in the stored text.

    `kept` is the share (0-1) of the words that a person sees in the file, None where it was not measured.
    `recognised` are the pages (from 1) that were read by text recognition, each with its mean confidence
    (0-1).
    """

    kept: float | None = None
    headings: int = 0
    items: int = 0
    tables: int = 0
    recognised: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RawDocument(Record):
    """What a reader returns: the text that all offsets will refer to.

    `page_starts` holds the character offset at which each page begins (page 1 first), or None for
    a format without pages. `date` is an ISO date (YYYY-MM-DD); `dated_by` says whether the file's metadata,
    its text, its name or the file gave it. `language` is an ISO 639-1 code. `notes` are sentences for a
    person about what could not be read whole; `blocks` are in the order of the text and nested nowhere.
    """

    text: str
    media_type: str
    title: str | None = None
    date: str | None = None
    page_starts: tuple[int, ...] | None = None
    headings: tuple[Heading, ...] = ()
    notes: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    dated_by: DatedBy | None = None
    author: str | None = None
    language: str | None = None
    report: ReadingReport = ReadingReport()


@dataclass(frozen=True, slots=True)
class Passage(Record):
    """A stretch of stored text that is embedded and ranked.

    `stored_text[start:end] == text`; offsets count characters. `page` is 1-based or None;
    `headings` are outermost first. `flagged`: it, or a heading of it, speaks to the assistant. `furniture`:
    it stands around the text or on every page, and ranks lower.
    """

    id: str
    source_id: str
    version: int
    text: str
    start: int
    end: int
    page: int | None
    headings: tuple[str, ...]
    flagged: bool = False
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class Source(Record):
    """One document as it was added; the figures are those of its current version.

    `flagged`: a passage of it, its title or the name of its file speaks to the assistant. `notes` are
    sentences about what could not be read whole. `part_of` is the address of the archive or mail that it
    came in. `date`, `dated_by`, `author`, `language` and `report` are as in RawDocument. `outdated`: its
    reader has been made better since, so it can be read better from its original.
    """

    id: str
    uri: str
    uris: tuple[str, ...]
    title: str
    media_type: str
    sha256: str
    version: int
    added_at: str
    date: str | None
    pages: int | None
    passages: int
    flagged: bool = False
    notes: tuple[str, ...] = ()
    dated_by: DatedBy | None = None
    author: str | None = None
    language: str | None = None
    report: ReadingReport = ReadingReport()
    part_of: str | None = None
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Removal(Record):
    """What is kept of a source that was removed; `uri` and `title` are empty while it is being erased.

    `version` is its last one; `removed_at` is ISO in UTC.
    """

    id: str
    uri: str
    title: str
    version: int
    removed_at: str


@dataclass(frozen=True, slots=True)
class IngestEntry(Record):
    """What became of one source; `message` is one line for a person."""

    uri: str
    source_id: str | None
    status: IngestStatus
    passages: int
    message: str
    seconds: float


@dataclass(frozen=True, slots=True)
class IngestReport(Record):
    """One entry a source, in the order given."""

    entries: tuple[IngestEntry, ...]

    @property
    def ok(self) -> bool:
        """Whether every source was taken (or was there already)."""
        return all(entry.status not in ("failed", "empty") for entry in self.entries)

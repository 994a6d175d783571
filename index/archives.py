"""What came in an archive or a mail: the inputs that it becomes, and which sources go with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.errors import ReaderFailed
from documents.inputs import WITHIN, Input, around
from documents.library import Library
from documents.reading.members import Member
from documents.reading.notes import count


@dataclass(frozen=True, slots=True)
class Within:
    """What is in archives or mails: sources that are nowhere else, and addresses of those that are."""

    source_ids: tuple[str, ...]
    uris: tuple[str, ...]


def sources_within(library: Library, uris: Iterable[str]) -> Within:
    """What is in the archives or mails at these addresses, however deep in them."""
    parts = {part: source_id for uri in uris for part, source_id in library.parts(uri).items()}
    only = {
        source_id for source_id in set(parts.values()) if parts.keys() >= set(library.source(source_id).uris)
    }
    here = tuple(dict.fromkeys(source_id for source_id in parts.values() if source_id in only))
    return Within(here, tuple(part for part, source_id in parts.items() if source_id not in only))


def part_inputs(uri: str, members: Sequence[Member], folder: Path) -> list[Input]:
    """What the members of the file at `uri` are added as, in order."""
    made: list[Input] = []
    for member in members:
        part_of = uri if member.within is None else made[member.within].uri
        made.append(
            Input(
                uri=f"{part_of}{WITHIN}{member.name}",
                path=folder / member.file if member.file else None,
                error=ReaderFailed(*member.error) if member.error and not member.file else None,
                part_of=part_of,
                attached_to=member.attached_to,
            )
        )
    return made


def missing_parts(library: Library, uri: str, present: Collection[str], failed: Collection[str]) -> list[str]:
    """The addresses of what was in the file before and is not now.

    What was in a part that could not be taken out this time stays.
    """
    parts = (part for part in library.parts(uri) if part not in present)
    return [part for part in parts if not any(uri in failed for uri in around(part))]


def unpacked_message(files: int, passed_over: int) -> str:
    """What an archive's entry says.

    >>> unpacked_message(12, 2), unpacked_message(1, 0)
    ('an archive of 12 files; 2 hidden files or links were passed over', 'an archive of 1 file')
    """
    message = f"an archive of {count(files, 'file')}"
    if not passed_over:
        return message
    were = "file or link was" if passed_over == 1 else "files or links were"
    return f"{message}; {passed_over:,} hidden {were} passed over"


def gone_message(number: int) -> str:
    """What the entry of an archive or mail says of what is no longer in it."""
    return f"{number:,} that {'is' if number == 1 else 'are'} no longer in it went from your documents"

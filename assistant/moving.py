"""Moving a library to another place: everything is copied and compared; after a stop it goes on."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from documents.errors import LibraryError, StorageFailed
from documents.library import OWN_NAME, Library
from documents.storage import copying
from documents.storage.originals import Originals
from documents.storage.writing import next_generation
from documents.text.runs import runs
from documents.types import Record

ID = "library_id"  # the note with a name that no other library has
ARRIVING = "library_arriving"  # the note, in the new place, with the name of what is on its way there
_AT_ONCE = 25  # sources or conversations in one transaction
_PASSAGES_AT_ONCE = 2_000  # passages in one transaction, but for a source that has more
# Notes that are about the place and not about the documents.
_LEFT = ("generation", "queue_", "index", OWN_NAME, ID, ARRIVING)
_TABLES = (
    "sources",
    "uris",
    "versions",
    "blocks",
    "passages",
    "removed",
    "conversations",
    "turns",
    "turn_texts",
)


@dataclass(frozen=True, slots=True)
class Moved(Record):
    """What is in the new place: all of it, and how much of it was copied now and compared."""

    sources: int
    passages: int
    conversations: int
    originals: int
    copied: int


@dataclass(frozen=True, slots=True)
class LibraryPlace:
    """A library with its original files; `name` is said to a person, and `file` is what holds it, if any."""

    library: Library
    originals: Originals
    name: str
    file: str = ""


# What is copied (such as "document"), how many are done, of how many
Progress = Callable[[str, int, int], None]


def check_arrived(library: Library) -> None:
    """Raises LibraryError where a move to this library was not finished: what is written would be lost."""
    if library.note(ARRIVING):
        raise LibraryError(
            "A library is still being moved here, and nothing is written before all of it has come.",
            "Run the same `footnote move` again; it goes on where it stopped.",
        )


def move(
    origin: LibraryPlace, target: LibraryPlace, *, progress: Progress = lambda what, done, total: None
) -> Moved:
    """Copies everything from `origin` to `target` and compares it; `origin` stays as it was.

    Stopped in the middle, and started again, it goes on. Raises LibraryError where there is another library
    already, or something that is not from `origin`; StorageFailed where what arrived is not what was sent.
    """
    name = _claim(origin.library, target)
    _check_foreign(origin.library, target)
    generation = origin.library.generation
    copied = _sources(origin.library, target.library, progress)
    copied += _conversations(origin.library, target.library, progress)
    _removals_and_notes(origin.library, target.library)
    originals = _originals(origin, target, progress)
    _compare(origin.library, target, changed=origin.library.generation != generation)
    target.library.set_note(ID, name)
    target.library.set_note(ARRIVING, "")
    counted = _counts(target.library)
    return Moved(
        counted["sources"], target.library.passage_count(), counted["conversations"], originals, copied
    )


def _claim(origin: Library, target: LibraryPlace) -> str:
    """The library's own name, after making sure that the new place has nothing but this library."""
    name = origin.note(ID)
    if not name:
        name = secrets.token_hex(8)
        origin.set_note(ID, name)
    if target.library.note(ARRIVING) != name:
        if any(_counts(target.library).values()):
            same = target.library.note(ID) == name
            what = "this library, moved there before," if same else "another library"
            raise LibraryError(
                f"There is {what} at {target.name} already; nothing was copied.", _how_to_empty(target)
            )
        target.library.set_note(ARRIVING, name)
    return name


def _how_to_empty(place: LibraryPlace) -> str:
    """The next step for a person who needs an empty place."""
    if not place.file:
        return "Choose an empty database."
    files = f"{place.file}, {place.file}-wal and {place.file}-shm"
    return f"Move {files} out of that folder, as many as are there, or choose another."


def _check_foreign(origin: Library, target: LibraryPlace) -> None:
    """Raises LibraryError where somebody has written to the new place: copying on would take it away."""
    known = origin.source_ids().union(removal.id for removal in origin.removals())
    foreign = target.library.source_ids() - known
    talks, arrived = (_conversation_times(library) for library in (origin, target.library))
    later = [name for name, at in arrived.items() if at > talks.get(name, "")]
    if foreign or later:
        raise LibraryError(
            f"At {target.name} are {len(foreign)} documents and {len(later)} conversations that are not here,"
            " or are older here; nothing was copied.",
            "Move to an empty place; nothing is lost in this one or that one.",
        )


def _conversation_times(library: Library) -> dict[str, str]:
    """When each conversation was last written to, by its id."""
    return dict(library.database.rows("SELECT id, updated_at FROM conversations ORDER BY id"))


def _sources(origin: Library, target: Library, progress: Progress) -> int:
    """Copies the sources that are not there yet as they are here; returns how many."""
    wanted, present = copying.ordered_sources(origin), target.source_ids()
    gone = sorted(present - set(wanted))
    if gone:
        with target.database.transaction() as connection:
            for source_id in gone:
                copying.drop_source(target, connection, source_id)
            next_generation(connection)
    copied = done = 0
    progress("document", 0, len(wanted))
    for ids in _batches(wanted, origin):
        rows = [source for source_id in ids if (source := copying.source_rows(origin, source_id)) is not None]
        sent = {source.id: source.fingerprint() for source in rows}
        new = [
            source
            for source in rows
            if source.id not in present or _source_fingerprint(target, source.id) != sent[source.id]
        ]
        if new:
            with target.database.transaction() as connection:
                for source in new:
                    copying.put_source(target, connection, source)
                next_generation(connection)
            for source in new:
                _check_same(_source_fingerprint(target, source.id), sent[source.id], f"document {source.id}")
        copied += len(new)
        done += len(ids)
        progress("document", done, len(wanted))
    return copied


def _batches(ids: Sequence[str], library: Library) -> Iterator[list[str]]:
    """The ids, some at a time: those of long documents in smaller groups."""
    rows = library.database.rows("SELECT source_id, count(*) FROM passages GROUP BY source_id")
    passages: dict[str, int] = dict(rows)

    def is_room(batch: Sequence[str], source_id: str) -> bool:
        size = sum(passages.get(name, 0) for name in [*batch, source_id])
        return len(batch) < _AT_ONCE and size <= _PASSAGES_AT_ONCE

    return runs(ids, is_room)


def _source_fingerprint(library: Library, source_id: str) -> str | None:
    rows = copying.source_rows(library, source_id)
    return rows.fingerprint() if rows else None


def _conversations(origin: Library, target: Library, progress: Progress) -> int:
    """Copies the conversations that are not there yet as they are here; returns how many."""
    wanted = list(_conversation_times(origin))
    copied = 0
    for start in range(0, len(wanted), _AT_ONCE):
        ids = wanted[start : start + _AT_ONCE]
        rows = [row for name in ids if (row := copying.conversation_rows(origin, name)) is not None]
        sent = {str(conversation.conversation[0]): conversation for conversation in rows}
        new = [
            conversation
            for name, conversation in sent.items()
            if _conversation_fingerprint(target, name) != conversation.fingerprint()
        ]
        with target.database.transaction() as connection:
            for conversation in new:
                copying.put_conversation(connection, conversation)
        for conversation in new:
            name = str(conversation.conversation[0])
            _check_same(
                _conversation_fingerprint(target, name), conversation.fingerprint(), f"conversation {name}"
            )
        copied += len(new)
        progress("conversation", start + len(ids), len(wanted))
    return copied


def _conversation_fingerprint(library: Library, conversation_id: str) -> str | None:
    rows = copying.conversation_rows(library, conversation_id)
    return rows.fingerprint() if rows else None


def _removals_and_notes(origin: Library, target: Library) -> None:
    """Copies what is kept of removed sources, and the notes."""
    notes = origin.database.rows("SELECT key, value FROM meta ORDER BY key")
    removals = origin.removals()
    with target.database.transaction() as connection:
        copying.put_removals(connection, removals)
    for key, value in notes:
        if not key.startswith(_LEFT):
            target.set_note(key, value)


def _originals(origin: LibraryPlace, target: LibraryPlace, progress: Progress) -> int:
    """Copies the original files that are not in the new place; returns how many there are."""
    wanted = sorted(origin.library.hashes())
    present = set(target.originals.names())
    if origin.originals.place != target.originals.place:
        had = set(origin.originals.names())
        for number, sha256 in enumerate(wanted, start=1):
            if sha256 in had and sha256 not in present:
                target.originals.keep(origin.originals.path(sha256), sha256)
            progress("original file", number, len(wanted))
        present = set(target.originals.names())
    return len(present.intersection(wanted))


def _compare(origin: Library, target: LibraryPlace, *, changed: bool) -> None:
    """Raises StorageFailed where others changed the library, or numbers of rows differ."""
    if changed or _counts(origin) != _counts(target.library):
        raise StorageFailed(
            f"The library changed while it was copied to {target.name}.",
            "Run the same command again: it copies what is missing.",
        )


def _counts(library: Library) -> dict[str, int]:
    return {table: int(library.database.rows(f"SELECT count(*) FROM {table}")[0][0]) for table in _TABLES}


def _check_same(arrived: str | None, sent: str, what: str) -> None:
    if arrived != sent:
        raise StorageFailed(
            f"The {what} did not arrive as it was sent.",
            "Run the same command again; if it stays so, run `footnote doctor`.",
        )

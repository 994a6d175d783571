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
_MOST = 2_000  # passages in one transaction, but for a source that has more
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
class Place:
    """A library with its original files; `name` is said to a person, and `file` is what holds it, if any."""

    library: Library
    originals: Originals
    name: str
    file: str = ""


# What one of what is copied is called, how many are there, of how many
Told = Callable[[str, int, int], None]


def check_arrived(library: Library) -> None:
    """Raises LibraryError where a move to this library was not finished: what is written would be lost."""
    if library.note(ARRIVING):
        raise LibraryError(
            "A library is still being moved here, and nothing is written before all of it has come.",
            "Run the same `footnote move` again; it goes on where it stopped.",
        )


def move(here: Place, there: Place, *, told: Told = lambda what, done, total: None) -> Moved:
    """Copies everything from `here` to `there` and compares it; `here` stays as it was.

    Stopped in the middle, and started again, it goes on. Raises LibraryError where there is another library
    already, or something that did not come from here; StorageFailed where what arrived is not what was sent.
    """
    name = _claim(here.library, there)
    _check_foreign(here.library, there)
    generation = here.library.generation
    copied = _sources(here.library, there.library, told)
    copied += _conversations(here.library, there.library, told)
    _others(here.library, there.library)
    originals = _originals(here, there, told)
    _compare(here.library, there, changed=here.library.generation != generation)
    there.library.set_note(ID, name)
    there.library.set_note(ARRIVING, "")
    counted = _counts(there.library)
    return Moved(
        counted["sources"], there.library.passage_count(), counted["conversations"], originals, copied
    )


def _claim(here: Library, there: Place) -> str:
    """The library's own name, after making sure that the new place has nothing but this library."""
    name = here.note(ID)
    if not name:
        name = secrets.token_hex(8)
        here.set_note(ID, name)
    if there.library.note(ARRIVING) != name:
        if any(_counts(there.library).values()):
            same = there.library.note(ID) == name
            what = "this library, moved there before," if same else "another library"
            raise LibraryError(
                f"There is {what} at {there.name} already; nothing was copied.", _emptied(there)
            )
        there.library.set_note(ARRIVING, name)
    return name


def _emptied(place: Place) -> str:
    """How a person gets a place without a library."""
    if not place.file:
        return "Choose an empty database."
    files = f"{place.file}, {place.file}-wal and {place.file}-shm"
    return f"Move {files} out of that folder, as many as are there, or choose another."


def _check_foreign(here: Library, there: Place) -> None:
    """Raises LibraryError where somebody has written to the new place: copying on would take it away."""
    known = here.source_ids().union(removal.id for removal in here.removals())
    foreign = there.library.source_ids() - known
    talks, arrived = (_talks(one) for one in (here, there.library))
    later = [one for one, at in arrived.items() if at > talks.get(one, "")]
    if foreign or later:
        raise LibraryError(
            f"At {there.name} are {len(foreign)} documents and {len(later)} conversations that are not here, "
            "or are older here; nothing was copied.",
            "Move to an empty place; nothing is lost in this one or that one.",
        )


def _talks(library: Library) -> dict[str, str]:
    """When each conversation was last written to, by its id."""
    return dict(library.database.rows("SELECT id, updated_at FROM conversations ORDER BY id"))


def _sources(here: Library, there: Library, told: Told) -> int:
    """Copies the sources that are not there yet as they are here; returns how many."""
    wanted, present = copying.ordered_sources(here), there.source_ids()
    gone = sorted(present - set(wanted))
    if gone:
        with there.database.transaction() as connection:
            for source_id in gone:
                copying.drop_source(there, connection, source_id)
            next_generation(connection)
    copied = done = 0
    told("document", 0, len(wanted))
    for ids in _batches(wanted, here):
        rows = [found for one in ids if (found := copying.source_rows(here, one)) is not None]
        sent = {one.id: one.fingerprint() for one in rows}
        new = [one for one in rows if one.id not in present or _arrived(there, one.id) != sent[one.id]]
        if new:
            with there.database.transaction() as connection:
                for one in new:
                    copying.put_source(there, connection, one)
                next_generation(connection)
            for one in new:
                _same(_arrived(there, one.id), sent[one.id], f"document {one.id}")
        copied += len(new)
        done += len(ids)
        told("document", done, len(wanted))
    return copied


def _batches(ids: Sequence[str], library: Library) -> Iterator[list[str]]:
    """The ids, some at a time: those of long documents in smaller groups."""
    rows = library.database.rows("SELECT source_id, count(*) FROM passages GROUP BY source_id")
    passages: dict[str, int] = dict(rows)

    def is_room(batch: Sequence[str], source_id: str) -> bool:
        size = sum(passages.get(one, 0) for one in [*batch, source_id])
        return len(batch) < _AT_ONCE and size <= _MOST

    return runs(ids, is_room)


def _arrived(library: Library, source_id: str) -> str | None:
    found = copying.source_rows(library, source_id)
    return found.fingerprint() if found else None


def _conversations(here: Library, there: Library, told: Told) -> int:
    """Copies the conversations that are not there yet as they are here; returns how many."""
    wanted = list(_talks(here))
    copied = 0
    for start in range(0, len(wanted), _AT_ONCE):
        ids = wanted[start : start + _AT_ONCE]
        rows = [found for one in ids if (found := copying.conversation_rows(here, one)) is not None]
        sent = {str(one.conversation[0]): one for one in rows}
        new = [one for name, one in sent.items() if _kept(there, name) != one.fingerprint()]
        with there.database.transaction() as connection:
            for one in new:
                copying.put_conversation(connection, one)
        for one in new:
            name = str(one.conversation[0])
            _same(_kept(there, name), one.fingerprint(), f"conversation {name}")
        copied += len(new)
        told("conversation", start + len(ids), len(wanted))
    return copied


def _kept(library: Library, conversation_id: str) -> str | None:
    found = copying.conversation_rows(library, conversation_id)
    return found.fingerprint() if found else None


def _others(here: Library, there: Library) -> None:
    """Copies what is kept of removed sources, and the notes."""
    notes = here.database.rows("SELECT key, value FROM meta ORDER BY key")
    removals = here.removals()
    with there.database.transaction() as connection:
        copying.put_removals(connection, removals)
    for key, value in notes:
        if not key.startswith(_LEFT):
            there.set_note(key, value)


def _originals(here: Place, there: Place, told: Told) -> int:
    """Copies the original files that are not in the new place; returns how many there are."""
    wanted = sorted(here.library.hashes())
    present = set(there.originals.names())
    if here.originals.place != there.originals.place:
        had = set(here.originals.names())
        for number, sha256 in enumerate(wanted, start=1):
            if sha256 in had and sha256 not in present:
                there.originals.keep(here.originals.path(sha256), sha256)
            told("original file", number, len(wanted))
        present = set(there.originals.names())
    return len(present.intersection(wanted))


def _compare(here: Library, there: Place, *, changed: bool) -> None:
    """Raises StorageFailed where others changed the library, or numbers of rows differ."""
    if changed or _counts(here) != _counts(there.library):
        raise StorageFailed(
            f"The library changed while it was copied to {there.name}.",
            "Run the same command again: it copies what is missing.",
        )


def _counts(library: Library) -> dict[str, int]:
    return {table: int(library.database.rows(f"SELECT count(*) FROM {table}")[0][0]) for table in _TABLES}


def _same(arrived: str | None, sent: str, what: str) -> None:
    if arrived != sent:
        raise StorageFailed(
            f"The {what} did not arrive as it was sent.",
            "Run the same command again; if it stays so, run `footnote doctor`.",
        )

"""The seal on a store's folder: what its files were when they were last known to be whole.

Native code, such as Chroma's, ends the whole process on some damaged files, so no byte reaches it that was
not compared first. The seal is kept in the library: a folder of another library, or beside a library that
came back from a backup, does not fit it. Stores change their files when they open them and when they write,
at no other time.
"""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents.library import Library
from documents.storage.originals import sha256_of
from documents.types import Record

NOTE = "index"  # the library's note with the seal; empty: broken
# Chroma writes also where a folder is opened only to be read: that is no damage, but looks the same.
CHANGED = "was opened by another program, or damaged"
Files = dict[str, tuple[int, str]]  # size in bytes and SHA-256 of each file, by its path in the folder


@dataclass(frozen=True, slots=True)
class _Seal(Record):
    """Which store, of what version, wrote the files, and which state of the library they hold."""

    store: str
    version: str
    generation: int
    files: Files


def seal(folder: Path, library: Library, store: str, version: str) -> None:
    """Notes that the folder, as it is now, holds the library's present state. Raises OSError.

    `store` and `version` say who wrote the files, and what their format depends on.
    """
    files = {name: (size, sha256_of(folder / name)) for name, size in _sizes(folder)}
    stored = _Seal(store, version, library.generation, files)
    library.set_note(NOTE, json.dumps(stored.to_dict()))


def break_seal(library: Library) -> None:
    """Has the folder made again the next time it is to be opened."""
    library.set_note(NOTE, "")


def fault(folder: Path, library: Library, store: str, version: str) -> str | None:
    """Why the folder must not be opened, said of the index ("was ..."); None where it is whole."""
    stored = _stored_seal(library)
    if stored is None:
        return _without_seal(folder, library)
    if stored.store != store:
        return f"was of the store {stored.store}"
    if stored.version != version:
        return f"was written by {stored.version}, not {version}"
    if stored.generation != library.generation:
        return "was behind the library"
    return _difference(folder, stored.files)


def is_of(library: Library, store: str) -> bool:
    """Whether this store's files were sealed for this library last, the seal unbroken or not."""
    stored = _stored_seal(library)
    return library.note(NOTE) is not None if stored is None else stored.store == store


def changed(folder: Path, library: Library) -> str | None:
    """What happened to the folder's files since they were sealed, said of the index; None: nothing."""
    stored = _stored_seal(library)
    return _difference(folder, stored.files) if stored is not None else "was not known to this library"


def _without_seal(folder: Path, library: Library) -> str:
    if library.note(NOTE) is not None:
        return "was not left whole by the last run"
    return "was of an earlier Footnote" if os.path.lexists(folder) else "was not made yet"


def _stored_seal(library: Library) -> _Seal | None:
    """The seal; None where it is broken, also by damage to the library itself."""
    try:
        return _Seal.from_dict(json.loads(library.note(NOTE) or ""))
    except ValueError:
        return None


def _difference(folder: Path, sealed: Files) -> str | None:
    """Sizes first: they cost nothing, and nothing endless is read."""
    if not os.path.lexists(folder):
        return "was gone"
    try:
        return _other_files(folder, sealed) or _other_bytes(folder, sealed)
    except OSError as error:
        return f"could not be read ({error.strerror})"


def _other_files(folder: Path, sealed: Files) -> str | None:
    missing = dict(sealed)
    for name, size in _sizes(folder):
        if name not in missing:
            return f"{CHANGED} (it had another file, {Path(name).name})"
        if size != missing.pop(name)[0]:
            return f"{CHANGED} ({Path(name).name} had another size)"
    return f"{CHANGED} ({Path(min(missing)).name} was missing)" if missing else None


def _other_bytes(folder: Path, sealed: Files) -> str | None:
    for name, (_, digest) in sealed.items():
        if sha256_of(folder / name) != digest:
            return f"{CHANGED} ({Path(name).name} had changed)"
    return None


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """Path and size of each file; -1 for what is no plain file, such as a link. Raises OSError."""

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=fail):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in [*names, *links]:
            path = Path(parent, name)
            status = path.lstat()
            size = status.st_size if stat.S_ISREG(status.st_mode) else -1
            yield path.relative_to(folder).as_posix(), size

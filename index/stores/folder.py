"""The folder of the store in use: a copy of the library's vectors that can be lost at any time.

A second process on the same folder reads stale data, so only the holder of the write lock opens it. What
lies in the folder is opened only under an unbroken seal (index/stores/integrity.py); else it is thrown away.
"""

import logging
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from documents.library import Library
from index.stores.dense import Store, StoredIndex
from index.stores.integrity import break_seal, changed, fault, is_of, seal
from index.stores.records import batches
from index.stores.registry import other_folders, store_folder, store_named

logger = logging.getLogger(__name__)

REMADE = "index_remade"  # the library's note on when and why the folder was last made again


class StoreFolder:
    """Opens the index of the store called `name`, or makes it from the library, and seals its files.

    Its methods raise OSError for what the disk refuses, PluginFailed for a store that does not load, and
    whatever else the store does.
    """

    def __init__(self, name: str, home: Path, library: Library) -> None:
        self.path = store_folder(home, name)
        self._name = name
        self.home = home
        self._library = library

    def open(self) -> StoredIndex:
        """The index as the library says it must be; a folder that is not so is made again, which is said."""
        reason = self.fault()
        if reason is None:
            break_seal(self._library)  # should the store take the process down, the next start makes it again
            try:
                return self._opened()
            # Stores raise many kinds.
            except BaseException as error:
                if not is_failure(error):
                    raise
                reason = f"could not be opened ({error})"
        if not self._is_new():
            logger.warning(
                "The search index %s: it is made again from the library, and nothing is lost.", reason
            )
            self._library.set_note(REMADE, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, since it {reason}")
        return self.make()

    def make(self) -> StoredIndex:
        """The index made anew, whatever lies in the folder; the library has the vectors, none is embedded."""
        break_seal(self._library)
        self.empty()
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o700)  # the store may hold what the documents say
        index = self._store().open_index(self.path)
        try:
            for records in batches(self._library, self._library.passage_ids()):
                index.add(records)
            self.seal()
        except BaseException:
            index.close()
            raise
        return index

    def empty(self) -> None:
        """Empties the folder, and deletes those of the stores that were chosen before."""
        empty(self.path)
        drop_others(self.home, self._name)

    def fault(self) -> str | None:
        """Why the folder must not be opened, said of the index ("was ..."); None where it is whole."""
        return fault(self.path, self._library, self._name, self._store().version())

    def changed(self) -> str | None:
        """What happened to the folder's files since they were sealed, said of the index; None: nothing."""
        return changed(self.path, self._library)

    def seal(self) -> None:
        """Notes that the folder, as it is now, holds the library's present state."""
        seal(self.path, self._library, self._name, self._store().version())

    def _opened(self) -> StoredIndex:
        """The index of a folder that is whole; opening it may change its files, so it is sealed again."""
        index = self._store().open_index(self.path)
        try:
            if len(index) != self._library.passage_count():
                raise ValueError(f"{len(index)} passages instead of {self._library.passage_count()}")
            self.seal()
        except BaseException:
            index.close()
            raise
        return index

    def _store(self) -> Store:
        return store_named(self._name)

    def _is_new(self) -> bool:
        """Whether this store never had an index of this library: what it makes is news to nobody."""
        return not is_of(self._library, self._name)


def drop_others(home: Path, name: str | None) -> None:
    """Deletes the folders of all stores but this one. Raises OSError."""
    for folder in other_folders(home, name):
        empty(folder)
        with suppress(OSError):  # where a disk is mounted the empty folder stays
            folder.rmdir()


def is_failure(error: BaseException) -> bool:
    """Whether something failed, and not: the program is to end. A panic of Rust code is no Exception."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def empty(folder: Path) -> None:
    """Empties a folder; of a link to elsewhere only the link goes. Raises OSError.

    The folder itself stays: a disk may be mounted there.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        folder.unlink()
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

"""Erasing a source, in an order in which a stop at any moment loses nothing else and can be made good."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.erasing.folders import counted, erase_files
from assistant.erasing.phrases import phrases_of, telling_names
from assistant.erasing.receipt import Found, Kept, Knowledge, Receipt
from assistant.erasing.searching import Finder
from assistant.erasing.traces import Traces, traces_of
from assistant.erasing.turns import erase_in, quoted_in
from documents.conversations import Conversations
from documents.inputs import file_name
from documents.library import Library
from documents.originals import Originals
from documents.types import Removal, Source


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a source before any of it goes."""

    source: Source | Removal
    traces: Traces
    phrases: tuple[str, ...]
    by: Knowledge


class Eraser:
    """Erases sources from one data folder. Only for the holder of the write lock.

    `renew_index` deletes the search index's files and makes them anew from the library.
    """

    def __init__(
        self, home: Path, library: Library, conversations: Conversations, renew_index: Callable[[], None]
    ) -> None:
        self._home = home
        self._library = library
        self._conversations = conversations
        self._originals = Originals(home)
        self._renew_index = renew_index

    def erase(self, source_id: str, *, uploading: bool = False) -> Receipt:
        """Erases a source, or what is left of one that was removed, and looks for what remains.

        `uploading`: a page may be taking uploads, which stay. Raises UnknownSource where no source has this
        id, and StorageFailed; done again it then finishes.
        """
        self._library.check_room()
        known = self._known(source_id)
        self._conversations.forbid(source_id)
        # What repeats the source goes first: it is known by the source's text.
        turns = erase_in(self._conversations, known.traces)
        files = erase_files(self._home, known.traces, self._files_of(source_id), uploading=uploading)
        shared = self._sharing(source_id)
        if isinstance(known.source, Source):
            self._library.remove(source_id)
            erase_in(self._conversations, known.traces)  # an answer that was kept a moment ago
        originals = self._drop_originals()
        self._library.forget_names(source_id)
        self._renew_index()
        self._library.compact()
        self._library.forget(source_id)  # last: until here its id says that there is something to finish
        self._library.compact()  # of the id too a copy may be left
        receipt = Receipt(
            source_id=source_id,
            title=known.source.title,
            answers=turns.answers,
            questions=turns.questions,
            titles=turns.titles,
            runs=files.runs,
            caches=files.caches,
            originals=originals,
            uploads=files.uploads,
            known_by=known.by,
            phrases=len(known.phrases),
            shared=shared,
        )
        return self._searched(receipt, known.phrases)

    def kept(self, source_id: str) -> Kept:
        """What is left of a source that was removed."""
        runs, caches = counted(self._home, source_id)
        return Kept(
            source_id=source_id,
            answers=self._conversations.mentioning(source_id),
            runs=runs,
            caches=caches,
            named=any(one.id == source_id and bool(one.uri) for one in self._library.removals()),
            indexed=(self._home / "chroma").is_dir(),
        )

    # What is known

    def _known(self, source_id: str) -> _Known:
        sources = {one.id: one for one in self._library.sources()}
        removed = {one.id: one for one in self._library.removals()}
        source = sources.get(source_id) or removed.get(source_id) or self._library.source(source_id)
        titles, uris = self._names(source)
        stored = self._texts(source_id)
        texts = stored or quoted_in(self._conversations, source_id)
        others = (text for one in sources.values() if one.id != source_id for text in self._all_of(one))
        traces = traces_of(source_id, [*texts, *titles, *map(file_name, uris)], others)
        phrases = phrases_of(texts, traces, telling_names(titles, uris, traces))
        return _Known(source, traces, phrases, "text" if stored else "quotes" if texts else "names")

    def _all_of(self, source: Source) -> Iterator[str]:
        """The texts and names of a source."""
        titles, uris = self._names(source)
        yield from self._texts(source.id)
        yield from (*titles, *map(file_name, uris))

    def _texts(self, source_id: str) -> list[str]:
        return [self._library.text(source_id, version) for version in self._library.versions(source_id)]

    def _names(self, source: Source | Removal) -> tuple[list[str], list[str]]:
        """The titles of all versions, and the addresses; those that are emptied left out."""
        versions = self._library.versions(source.id)
        titles = [source.title, *(self._library.title(source.id, version)[0] for version in versions)]
        uris = source.uris if isinstance(source, Source) else (source.uri,)
        return list(filter(None, dict.fromkeys(titles))), list(filter(None, uris))

    # Original files

    def _files_of(self, source_id: str) -> list[Path]:
        paths = map(self._originals.path, self._library.versions(source_id).values())
        return [path for path in paths if path.is_file()]

    def _sharing(self, source_id: str) -> tuple[str, ...]:
        """The titles of other sources that have a version made from the same bytes."""
        own = set(self._library.versions(source_id).values())
        others = (one for one in self._library.sources() if one.id != source_id)
        return tuple(one.title for one in others if own & set(self._library.versions(one.id).values()))

    def _drop_originals(self) -> int:
        unused = set(self._originals.names()) - self._library.hashes()
        for name in unused:
            self._originals.drop(name)
        return len(unused)

    # What is left

    def _searched(self, receipt: Receipt, phrases: Sequence[str]) -> Receipt:
        """The receipt with what a search of all files finds."""
        finder = Finder(phrases)
        looked = {path: _look(finder, path) for path in sorted(self._home.rglob("*")) if path.is_file()}
        having = {path: found for path, found in looked.items() if found}
        return replace(
            receipt,
            phrases_left=len(set[str]().union(*having.values())),
            found=tuple(self._found(path, len(found)) for path, found in having.items()),
            files=len(looked),
            unread=tuple(self._place(path) for path, found in looked.items() if found is None),
        )

    def _found(self, path: Path, phrases: int) -> Found:
        documents = {one.sha256: one.title for one in self._library.sources()}
        title = documents.get(path.name)
        return Found(title or self._place(path), phrases, document=title is not None)

    def _place(self, path: Path) -> str:
        return path.relative_to(self._home).as_posix()


def _look(finder: Finder, path: Path) -> set[str] | None:
    """The phrases in a file; None where it cannot be read."""
    try:
        return finder.in_file(path)
    except FileNotFoundError:  # an upload that has just been taken in
        return set()
    except OSError:
        return None

"""Erasing a source, in an order in which a stop at any moment loses nothing else and can be made good."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.erasing.folders import counted, erase_files
from assistant.erasing.rare_phrases import phrases_of, telling_names
from assistant.erasing.receipt import Kept, Knowledge, Receipt, RemainingPhrases
from assistant.erasing.searching import Finder
from assistant.erasing.traces import Traces, traces_of
from assistant.erasing.turns import erase_in, quoted_in
from documents.inputs import around, file_name
from documents.library import Library
from documents.queue.tasks import Tasks
from documents.storage.conversations import Conversations
from documents.storage.originals import Originals
from documents.types import Removal, Source
from index.ingest import SAVING
from index.stores.dense import SearchIndex


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the sources before any of it goes."""

    sources: tuple[Source | Removal, ...]
    traces: Traces
    phrases: tuple[str, ...]
    by: Knowledge


class Eraser:
    """Erases sources from one data folder. Only for the holder of the write lock."""

    def __init__(
        self,
        home: Path,
        library: Library,
        conversations: Conversations,
        index: SearchIndex,
        queue: Tasks,
        originals: Originals,
    ) -> None:
        self._home = home
        self._queue = queue
        self._library = library
        self._conversations = conversations
        self._originals = originals
        self._index = index

    def erase(
        self, find: Callable[[], Sequence[str]], *, archive: str = "", uploading: bool = False
    ) -> Receipt:
        """Erases a source and its parts, or what is left of removed ones, and looks for what remains.

        `find` gives the ids of them all, at a moment from which on nobody gives them another address.
        `archive`: the address of what they all came in, which is no source. `uploading`: a page may be taking
        uploads, which stay. Raises UnknownSource where no source has one of these ids, and StorageFailed;
        done again it then finishes.
        """
        self._library.database.check_room()
        with self._library.exclusive(SAVING):
            receipt, phrases = self._take_out(find(), archive, uploading)
        self._library.compact()
        self._index.remake()
        # Last: until here their ids say that there is something to finish. So do those of a stopped erasing.
        for removal in self._library.removals():
            if not removal.uri:
                self._library.forget(removal.id)
        self._library.compact(("removed",))  # of the id too a copy may be left
        return self._searched(receipt, phrases)

    def _take_out(
        self, source_ids: Sequence[str], archive: str, uploading: bool
    ) -> tuple[Receipt, tuple[str, ...]]:
        """Takes the sources out of the library, with all that repeats them; and the phrases to look for."""
        known = self._known(source_ids)
        for source_id in source_ids:
            self._conversations.forbid(source_id)
        self._queue.forget(self._task_names(known.sources, archive))
        # What repeats the sources goes first: it is known by their text.
        turns = erase_in(self._conversations, known.traces)
        files = erase_files(self._home, known.traces, self._files_of(source_ids), uploading=uploading)
        shared, mails = self._sharing(source_ids), self._mails_of(known.sources)
        present = [source.id for source in known.sources if isinstance(source, Source)]
        for source_id in present:
            self._library.remove(source_id)
        for source_id in source_ids:
            self._library.forget_names(source_id)
        if present:
            erase_in(self._conversations, known.traces)  # an answer that was kept a moment ago
        originals = self._drop_originals()
        receipt = Receipt(
            source_id=archive or source_ids[0],
            title=file_name(archive) or known.sources[0].title,
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
            parts=len(source_ids) if archive else len(source_ids) - 1,
            came_in=mails,
            index_server=self._index.elsewhere,
        )
        return receipt, known.phrases

    def kept(self, source_id: str) -> Kept:
        """What is left of a source that was removed."""
        runs, caches = counted(self._home, source_id)
        return Kept(
            source_id=source_id,
            answers=self._conversations.mentioning(source_id),
            runs=runs,
            caches=caches,
            named=any(removal.id == source_id and bool(removal.uri) for removal in self._library.removals()),
            indexed=self._index.has_files,
        )

    # What is known

    def _known(self, source_ids: Sequence[str]) -> _Known:
        sources = {source.id: source for source in self._library.sources()}
        removed = {removal.id: removal for removal in self._library.removals()}
        erased = [
            sources.get(source_id) or removed.get(source_id) or self._library.source(source_id)
            for source_id in source_ids
        ]
        titles, uris = self._names(erased)
        stored = [text for source_id in source_ids for text in self._texts(source_id)]
        texts = stored or [
            text for source_id in source_ids for text in quoted_in(self._conversations, source_id)
        ]
        others = (
            text
            for source in sources.values()
            if source.id not in set(source_ids)
            for text in self._all_of(source)
        )
        traces = traces_of(source_ids, [*texts, *titles, *map(file_name, uris)], others)
        phrases = phrases_of(texts, traces, telling_names(titles, uris, traces))
        return _Known(tuple(erased), traces, phrases, "text" if stored else "quotes" if texts else "names")

    def _all_of(self, source: Source) -> Iterator[str]:
        """The texts and names of a source."""
        titles, uris = self._names([source])
        yield from self._texts(source.id)
        yield from (*titles, *map(file_name, uris))

    def _texts(self, source_id: str) -> list[str]:
        return [self._library.text(source_id, version) for version in self._library.versions(source_id)]

    def _names(self, sources: Sequence[Source | Removal]) -> tuple[list[str], list[str]]:
        """The titles of all versions, and the addresses; those that are emptied left out."""
        titles, uris = list[str](), list[str]()
        for source in sources:
            versions = self._library.versions(source.id)
            titles += [source.title, *(self._library.title(source.id, version)[0] for version in versions)]
            uris += source.uris if isinstance(source, Source) else (source.uri,)
        return list(filter(None, dict.fromkeys(titles))), list(filter(None, uris))

    def _task_names(self, sources: Sequence[Source | Removal], archive: str) -> set[str]:
        """What a task would call these: ids, titles, addresses, names of files, hashes."""
        titles, uris = self._names(sources)
        addresses = [*uris, *filter(None, [archive])]
        ids = [source.id for source in sources]
        return {*ids, *titles, *addresses, *map(file_name, addresses), *self._hashes(ids)}

    def _mails_of(self, sources: Sequence[Source | Removal]) -> tuple[str, ...]:
        """The titles of the mails that these came in and that are kept: their originals have them still."""
        own = {source.id for source in sources}
        uris = [uri for source in sources if isinstance(source, Source) for uri in source.uris]
        mails = (self._library.source_at(place) for uri in uris for place in around(uri)[:-1])
        return tuple(dict.fromkeys(mail.title for mail in mails if mail is not None and mail.id not in own))

    # Original files

    def _hashes(self, source_ids: Iterable[str]) -> set[str]:
        return {sha256 for source_id in source_ids for sha256 in self._library.versions(source_id).values()}

    def _files_of(self, source_ids: Sequence[str]) -> list[Path]:
        kept = self._hashes(source_ids).intersection(self._originals.names())
        return [self._originals.path(sha256) for sha256 in sorted(kept)]

    def _sharing(self, source_ids: Sequence[str]) -> tuple[str, ...]:
        """The titles of other sources that have a version made from the same bytes."""
        own = self._hashes(source_ids)
        others = (source for source in self._library.sources() if source.id not in source_ids)
        return tuple(source.title for source in others if own & self._hashes([source.id]))

    def _drop_originals(self) -> int:
        with self._queue.unused(self._originals.names()) as unused:
            for name in unused:
                self._originals.drop(name)
        return len(unused)

    # What is left

    def _searched(self, receipt: Receipt, phrases: Sequence[str]) -> Receipt:
        """The receipt with what a search of all files finds."""
        finder = Finder(phrases)
        looked = {
            path: _search_file(finder, path) for path in sorted(self._home.rglob("*")) if path.is_file()
        }
        having = {path: phrases for path, phrases in looked.items() if phrases}
        tables = finder.in_texts(self._library.database.texts())
        in_tables = {table: phrases for table, phrases in tables.items() if phrases}
        return replace(
            receipt,
            phrases_left=len(set[str]().union(*having.values(), *in_tables.values())),
            found=(
                *(self._remaining_in(path, len(phrases)) for path, phrases in having.items()),
                *(RemainingPhrases(table, len(phrases), table=True) for table, phrases in in_tables.items()),
            ),
            files=len(looked),
            tables=len(tables),
            unread=tuple(self._place(path) for path, phrases in looked.items() if phrases is None),
        )

    def _remaining_in(self, path: Path, phrases: int) -> RemainingPhrases:
        documents = {source.sha256: source.title for source in self._library.sources()}
        title = documents.get(path.name)
        return RemainingPhrases(title or self._place(path), phrases, document=title is not None)

    def _place(self, path: Path) -> str:
        return path.relative_to(self._home).as_posix()


def _search_file(finder: Finder, path: Path) -> set[str] | None:
    """The phrases in a file; None where it cannot be read."""
    try:
        return finder.in_file(path)
    except FileNotFoundError:  # an upload that has just been taken in
        return set()
    except OSError:
        return None

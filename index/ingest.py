"""Ingest: read, split and embed first, then make it current in one transaction."""

import logging
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from documents.errors import (
    Cancelled,
    DocumentError,
    DocumentTooLarge,
    EmptyDocument,
    FootnoteError,
    SearchServerFailed,
    ServerLost,
    StorageFailed,
    UnknownSource,
)
from documents.inputs import Given, Input, around, file_name, inputs
from documents.library import Change, Library, NewVersion, Vectors
from documents.queue.contract import Task
from documents.queue.tasks import Tasks
from documents.readers import named_for
from documents.reading.members import Limits, under_name
from documents.reading.notes import count
from documents.reading.pool import Prepared, ReaderPool, Unpack
from documents.storage.errors import storage_errors
from documents.storage.originals import Originals, sha256_of
from documents.text.passages import ATTACHED, PassageSpan
from documents.types import IngestEntry, IngestReport, IngestStatus, Source
from index.archives import Within, gone_message, missing_parts, part_inputs, sources_within, unpacked_message
from index.ingest_job import (
    IngestJob,
    JobEnd,
    Progress,
    Report,
    Stopped,
    folder_of,
    message_of,
    never,
    silent,
    texts_of,
    with_file_day,
)
from index.models.embeddings import Embedder, check_identity
from index.queue_ingest import Put, QueueIngest, status_and_message
from index.stores.dense import SearchIndex
from index.work_folder import work_folder

logger = logging.getLogger(__name__)

EMBEDDER_NOTE = "embedder"
GROUP = 128  # passages that are embedded together: small files share a batch
WINDOW = 2_048  # passages whose texts are put together at a time
AHEAD = 3  # files that are read while others are embedded
FETCH_SECONDS = 60.0
PATIENCE_SECONDS = 900.0  # for an embedding server that is down, of what can go back into the queue
SAVING = "originals and versions"  # what one process at a time changes
MEANWHILE = "another process has removed or changed it meanwhile"


class Ingestor:
    """Adds documents to a library and keeps its index in step."""

    def __init__(
        self,
        *,
        library: Library,
        originals: Originals,
        embedder: Embedder,
        index: SearchIndex,
        pool: ReaderPool,
        limits: Limits,
        temporary: Path,
        queue: Tasks,
    ) -> None:
        self._library = library
        self._queue = queue
        self._originals = originals
        self._embedder = embedder
        self._index = index
        self._pool = pool
        self._limits = limits
        self._temporary = temporary
        self._queue_ingest = QueueIngest(
            queue, originals, partial(check_size, megabytes=limits.file_megabytes)
        )
        self._down_since: float | None = None  # from when on no vectors could be had; None: they can be
        self._unswept = True  # a process that was killed may have left some

    def add(
        self,
        given: Given | Iterable[Given],
        *,
        report: Report = silent,
        tag: str | None = None,
        stopped: Stopped = never,
        patient: bool = False,
    ) -> IngestReport:
        """One entry a source, in the order given; one bad file is an entry, never an exception.

        A source that is `stopped` fails before its next step. `patient`: an embedding server that is down is
        ServerLost for some minutes, and only then the failure of each document. Raises EmbedderChanged when
        the library was made with another embedder, ServerLost when its server went away.
        """
        check_identity(self._library.note(EMBEDDER_NOTE), self._embedder)
        jobs = [IngestJob(item, time.monotonic(), number) for number, item in enumerate(inputs(given))]
        with work_folder(self._temporary) as work:
            try:
                for group in self._groups(self._read(jobs, work, report, stopped)):
                    wanted = [job for job in group if self._is_wanted(job, report, stopped)]
                    self._embed_and_store(wanted, report, tag, stopped, patient=patient)
            finally:
                self._index.settle()
        try:
            self._sweep()
        except StorageFailed as error:  # what was added is added all the same; the next time finds them
            self._unswept = True
            logger.warning("Original files that nobody needs are kept for now. %s", error)
        return IngestReport(tuple(job.entry for job in jobs if job.entry is not None))

    def remove(self, source_id: str) -> int:
        """Removes a source, its passages and, where nothing else needs them, its original bytes.

        What was attached to it goes with it, or with the address of an archive what was in that; how many
        these are is returned. Raises UnknownSource.
        """
        # Looked up under the lock: another process may be giving what is in it a second address.
        with self._library.exclusive(SAVING):
            archive = source_id in self._library.archives()
            parts = sources_within(
                self._library, [source_id] if archive else self._library.source(source_id).uris
            )
            if not archive:
                self._apply(self._library.remove(source_id))
            self._remove_parts(parts)
        self._index.settle()
        self._sweep()
        return len(parts.source_ids)

    def remove_tagged(self, tag: str) -> int:
        """Removes the sources with this tag; returns how many there were.

        One that was added under another name, too, only loses the tag with the address that it came by.
        """
        with self._library.exclusive(SAVING):
            sources = self._library.sources(tag=tag)
            for source in sources:
                if len(source.uris) > 1:
                    self._apply(self._library.detach_uri(source.uri))
                else:
                    parts = sources_within(self._library, source.uris)
                    self._apply(self._library.remove(source.id))
                    self._remove_parts(parts)
        self._index.settle()
        self._sweep()
        return len(sources)

    def _remove_parts(self, parts: Within) -> None:
        """Removes what came in archives or mails; what is somewhere else too only loses its address there."""
        for source_id in parts.source_ids:
            self._apply(self._library.remove(source_id))
        for uri in parts.uris:
            self._apply(self._library.detach_uri(uri))

    def reread(self, ids: Iterable[str], report: Report = silent) -> IngestReport:
        """Reads sources again from their originals; what reads otherwise now becomes a new version.

        One entry a source: "replaced", "unchanged", or "failed" or "empty", which leave what was there.
        Raises EmbedderChanged as `add` does, and UnknownSource.
        """
        check_identity(self._library.note(EMBEDDER_NOTE), self._embedder)
        entries = self._reread([self._library.source(source_id) for source_id in ids], report)
        self._index.settle()
        return IngestReport(tuple(entries))

    def rebuild(self, report: Report = silent, *, reread: bool = False) -> IngestReport:
        """Splits and embeds all stored texts anew, for the embedder now set.

        With `reread` the documents are first read again from their originals; the entries are of that.
        """
        # Vectors of two embedders are in one library until the end: a search would compare them. Under the
        # lock: what another process is storing with the old one is there before the sources are looked at.
        with self._library.exclusive(SAVING):
            self._library.set_note(EMBEDDER_NOTE, f"{self._embedder.identity} (an unfinished rebuild)")
        entries = self._reread(self._library.sources(), report) if reread else []
        made = {entry.source_id for entry in entries if entry.status == "replaced"}
        for source in self._library.sources():
            if source.id in made:
                continue
            with suppress(UnknownSource):  # another process has removed it meanwhile
                self._renew(source, report)
            report(Progress(source.uri, "done"))
        self._library.set_note(EMBEDDER_NOTE, self._embedder.identity)
        return IngestReport(tuple(entries))

    def _renew(self, source: Source, report: Report) -> None:
        job = IngestJob(Input(source.uri), time.monotonic(), sha256=source.sha256)
        job.document = self._library.document(source.id)
        job.blocks = self._library.packed_blocks(source.id)
        job.split(source.title, self._spans(source, job))
        new = self._version(job, self._embed([job], report)[0], None)
        with self._library.exclusive(SAVING):
            self._check_as_it_was(source)
            self._apply(self._library.replace_passages(source.id, new))

    def _reread(self, sources: Sequence[Source], report: Report) -> list[IngestEntry]:
        jobs = [
            IngestJob(self._input_of(source), time.monotonic(), number)
            for number, source in enumerate(sources)
        ]
        with work_folder(self._temporary) as work:
            for source, job in zip(sources, jobs, strict=True):
                self._guarded(job, partial(self._read_again, source, work, report=report), report)
        return [job.entry for job in jobs if job.entry is not None]

    def _input_of(self, source: Source) -> Input:
        """The input that a source came by, without its file; of an attachment the title names the mail."""
        mails = filter(None, map(self._library.source_at, around(source.uri)[:-1]))
        attached_to = source.title.partition(ATTACHED)[2] if any(mails) else ""
        return Input(source.uri, part_of=source.part_of, attached_to=attached_to)

    def _read_again(self, source: Source, work: Path, job: IngestJob, *, report: Report) -> None:
        try:
            self._read_anew(source, work, job, report)
        except UnknownSource:
            self._end(job, "unchanged", MEANWHILE, report)

    def _read_anew(self, source: Source, work: Path, job: IngestJob, report: Report) -> None:
        report(job.at("reading"))
        prepared = self._pool.submit(self._original(source, work)).result()
        if prepared.document is None or not prepared.spans:
            raise EmptyDocument("No words were found in it this time.", "What was read before is kept.")
        job.sha256, job.reader, job.caution = source.sha256, prepared.reader, prepared.caution
        document = prepared.document
        if document.date is None and source.dated_by == "file":
            document = replace(document, date=source.date, dated_by="file")
        job.take(document, prepared)
        if self._reads_the_same(source, job):
            self._end(job, "unchanged", "reads as before", report, source)
            return
        new = self._version(job, self._embed([job], report)[0], None)
        with self._library.exclusive(SAVING):
            self._check_as_it_was(source)
            self._apply(self._library.store(new))
            now = self._library.source(source.id)
        self._end(job, "replaced", message_of(now, "replaced", job.caution), report, now)

    def _check_as_it_was(self, source: Source) -> None:
        """Raises UnknownSource where another process has removed the source, or given it a later version."""
        if self._library.source(source.id).version != source.version:
            raise UnknownSource(f"{source.title} was changed meanwhile.", "Nothing need be done.")

    def _reads_the_same(self, source: Source, job: IngestJob) -> bool:
        """Whether the reader is the one that made the stored version, and what it made is the same."""
        stored = self._library.document(source.id)
        same = replace(stored, title=job.document.title if job.document else None) == job.document
        read_by = self._library.reader_of(source.id)
        return same and read_by == job.reader and self._library.packed_blocks(source.id) == [*job.blocks]

    def _original(self, source: Source, work: Path) -> Path:
        """The original bytes under a name that tells what they are, for a reader that goes by it."""
        original = self._originals.path(source.sha256)
        if not original.is_file():
            raise DocumentError(
                "Its original is no longer kept here.", "Add the file again; what was read before stays."
            )
        if sha256_of(original) != source.sha256:
            raise DocumentError(
                "The original that is kept of it is damaged.",
                "Add the file again; what was read before stays.",
            )
        folder = Path(tempfile.mkdtemp(dir=work))
        name = named_for(file_name(source.uri), self._library.reader_of(source.id))
        path = folder / name
        path.symlink_to(original.absolute())
        return path

    def _spans(self, source: Source, job: IngestJob) -> Sequence[PassageSpan]:
        """The passages of a stored text; those that it has where it cannot be split within the limits."""
        assert job.document is not None
        try:
            return self._pool.split(job.document, job.blocks)
        except DocumentError as error:
            logger.warning("%s keeps its passages as they are. %s", source.title, error)
            return [PassageSpan.of(passage) for passage in self._library.passages_of(source.id)]

    def put(self, given: Iterable[Given], *, tag: str | None = None, asked_by: str = "") -> Iterator[Put]:
        """Puts documents into the queue, for whoever has the time: one for each, in the order given."""
        with work_folder(self._temporary) as folder:
            yield from self._queue_ingest.put(given, folder, tag=tag, asked_by=asked_by)

    def add_tasks(
        self, tasks: Sequence[Task], *, report: Report = silent, stopped: Stopped = never
    ) -> IngestReport:
        """Adds what these tasks are about, all of one tag; a source's number is the task's place here.

        Raises as `add` does.
        """
        with work_folder(self._temporary) as folder:
            given = [self._queue_ingest.given_of(task, folder) for task in tasks]
            return self.add(given, report=report, tag=tasks[0].work.tag, stopped=stopped, patient=True)

    def drop_unused(self, names: Collection[str]) -> None:
        """Deletes those of these original bytes that no version needs, nor anything in the queue."""
        if names:
            with self._library.exclusive(SAVING):
                self._drop(*names)

    def _drop(self, *names: str) -> None:
        with self._queue.unused(names) as unused:
            for name in unused:
                self._originals.drop(name)

    def _sweep(self) -> None:
        """Deletes all original bytes that nothing needs, where there may be some: all are looked at."""
        if self._unswept:
            self._unswept = False
            self.drop_unused(self._originals.names())

    def _apply(self, change: Change) -> None:
        """Has the index follow a change; what went may have been the last to need its original."""
        self._index.apply(change)
        self._unswept = self._unswept or bool(change.deleted)

    # Reading

    def _read(
        self, jobs: list[IngestJob], work: Path, report: Report, stopped: Stopped
    ) -> Iterator[IngestJob]:
        """The jobs in order, read and split, or with an entry that says why not.

        What is in one of them comes right after it.
        """
        for number, job in enumerate(jobs):
            for coming in jobs[number : number + AHEAD]:
                waits = coming.reading is None and coming.entry is None
                if waits and self._is_wanted(coming, report, stopped):
                    self._start(coming, work, report)
            if job.entry is None and self._is_wanted(job, report, stopped):
                self._guarded(job, lambda job: self._finish_reading(job, work, report), report)
            jobs[number + 1 : number + 1] = job.parts
            yield job

    def _start(self, job: IngestJob, work: Path, report: Report) -> None:
        job.began = time.monotonic()
        report(job.at("reading"))

        def start(job: IngestJob) -> None:
            job.path = self._local_file(job.input, work)
            check_size(job.path, self._limits.file_megabytes)
            job.sha256 = sha256_of(job.path)
            twin = self._library.source_with(job.sha256)
            known = self._library.reader_of(twin.id) if twin else None
            # What is in a part was taken out with it.
            unpack = None if job.owner else Unpack(folder_of(job, work), self._limits)
            job.reading = self._pool.submit(job.path, known, unpack)

        self._guarded(job, start, report)

    def _local_file(self, item: Input, work: Path) -> Path:
        if item.error is not None:
            raise item.error
        if item.url is not None:
            from documents.web.fetch import fetch

            limit = self._limits.file_megabytes
            return fetch(item.url, work, megabytes=limit, seconds=FETCH_SECONDS)
        if item.text is not None:
            path = work / f"{len(list(work.iterdir()))}.txt"
            with storage_errors(self._temporary):
                path.write_text(item.text, encoding="utf-8", errors="replace")
            return path
        assert item.path is not None  # inputs() gives each input one of the four
        return item.path

    def _already_stored(self, job: IngestJob) -> JobEnd | None:
        """What becomes of bytes that the library has already, read by this reader; None where it has not.

        Called within SAVING.
        """
        twin = self._library.source_with(job.sha256)
        if twin is None or self._library.reader_of(twin.id) != job.reader:
            return None
        assert job.path is not None  # it was read, or would have been
        self._originals.keep(job.path, job.sha256)  # where it was lost
        before = self._library.source_at(job.input.uri)
        if before is not None and before.id == twin.id:
            return JobEnd("unchanged", f"already here, {count(twin.passages, 'passage')}", twin)
        self._apply(self._library.move_uri(job.input.uri, twin.id, job.input.part_of))
        status: IngestStatus = "unchanged" if before is None else "replaced"
        return JobEnd(status, f"already here (same content as {twin.title})", twin)

    def _finish_reading(self, job: IngestJob, work: Path, report: Report) -> None:
        assert job.path is not None and job.reading is not None  # it was started
        prepared = job.reading.result()
        job.reader = prepared.reader
        if prepared.members is not None:
            self._take_parts(job, prepared, folder_of(job, work), report)
        if prepared.archive:
            self._end_archive(job, prepared.passed_over, report)
            return
        if prepared.document is None:
            with self._library.exclusive(SAVING):
                end = self._already_stored(job)
            if end is not None:
                self._end(job, end.status, end.message, report, end.source)
                return
            # What the library had was replaced by a source before this one.
            prepared = self._pool.submit(job.path).result()
        if prepared.document is None or not prepared.spans:
            raise EmptyDocument("No words were found in it.", "Add a version of it that has text.")
        job.caution = " ".join(filter(None, [prepared.caution, job.caution]))
        job.take(prepared.document, prepared)

    # What is in an archive or a mail

    def _take_parts(self, job: IngestJob, prepared: Prepared, folder: Path, report: Report) -> None:
        """Makes a job of each file that was taken out of this one, and out of those in it."""
        members = prepared.members or ()
        job.whole = True
        for item, member in zip(part_inputs(job.input.uri, members, folder), members, strict=True):
            owner = job if member.within is None else job.parts[member.within]
            part = IngestJob(item, time.monotonic(), job.number, len(job.parts) + 1, owner)
            part.whole = member.error is None
            if member.error and member.file:  # a mail that is read, but not what is attached to it
                part.caution = " ".join(member.error)
            owner.open += 1
            job.parts.append(part)
        for part, member in zip(job.parts, members, strict=True):
            if member.archive and part.whole:
                self._end_archive(part, member.passed_over, report)

    def _end_archive(self, job: IngestJob, passed_over: int, report: Report) -> None:
        self._end(job, "unpacked", unpacked_message(job.open - 1, passed_over), report)

    def _remove_gone(self, job: IngestJob) -> None:
        """Removes what was in the file before and is not now; the entry says so."""
        if job.owner or not job.whole or job.entry is None or job.entry.status in ("failed", "empty"):
            return
        uri, message = job.input.uri, job.entry.message
        failed = {part.input.uri for part in job.parts if not part.whole}
        parts = missing_parts(self._library, uri, {part.input.uri for part in job.parts}, failed)
        if job.entry.status == "unpacked" and self._library.source_at(uri):  # it was no archive before
            parts.append(uri)
        try:
            with self._library.exclusive(SAVING):
                for part in parts:
                    self._apply(self._library.detach_uri(part))
        except FootnoteError as error:
            message = f"{message}. {error}"
        else:
            message = f"{message}; {gone_message(len(parts))}" if parts else message
        job.entry = replace(job.entry, message=message)

    # Embedding and storing

    def _groups(self, jobs: Iterable[IngestJob]) -> Iterator[list[IngestJob]]:
        group: list[IngestJob] = []
        for job in jobs:
            if job.entry is None:
                group.append(job)
            if sum(len(member.spans) for member in group) >= GROUP:
                yield group
                group = []
        if group:
            yield group

    def _embed_and_store(
        self, group: list[IngestJob], report: Report, tag: str | None, stopped: Stopped, *, patient: bool
    ) -> None:
        try:
            parts = self._embed(group, report, stopped)
            self._down_since = None
        except Cancelled:  # those that are still wanted are embedded anew
            left = [job for job in group if self._is_wanted(job, report, stopped)]
            if left:
                self._embed_and_store(left, report, tag, stopped, patient=patient)
            return
        except SearchServerFailed as error:  # it may be back for the next ones
            if patient and error.passing and self._is_waited_for():
                raise ServerLost(error.message, error.next_step) from error
            for job in group:
                self._end(job, "failed", str(error), report)
            return
        for job, vectors in zip(group, parts, strict=True):

            def store(job: IngestJob, vectors: Vectors = vectors) -> None:
                new = self._version(job, vectors, tag)
                try:
                    self._store(job, new, report)
                except ServerLost:  # once more, when it is back: what was stored all the same is found
                    self._store(job, new, report)

            if self._is_wanted(job, report, stopped):
                self._guarded(job, store, report)

    def _is_waited_for(self) -> bool:
        """Whether an embedding server that has just failed has not been down for long.

        Not for ever: a document that no server can embed must not keep all others from being added.
        """
        now = time.monotonic()
        if self._down_since is None:
            self._down_since = now
        return now - self._down_since <= PATIENCE_SECONDS

    def _is_wanted(self, job: IngestJob, report: Report, stopped: Stopped) -> bool:
        """Whether somebody still wants it; if not, that is its end."""
        if job.entry is None and stopped(job.number):
            self._end(job, "failed", str(Cancelled("It was cancelled.")), report)
        return job.entry is None

    def _embed(self, group: Sequence[IngestJob], report: Report, stopped: Stopped = never) -> list[Vectors]:
        """The vectors of each job's passages; the texts of a window of them are put together at a time.

        Raises Cancelled after a batch where half of the passages are no longer wanted: going on with the rest
        may take longer than beginning it again.
        """
        texts = (text for job in group for text in texts_of(job))
        vectors: Vectors = np.zeros(
            (sum(len(job.spans) for job in group), self._embedder.dimensions), dtype=np.float32
        )

        def tell(done: int) -> None:
            for job in group:
                total = len(job.spans)
                share = max(0, min(done, total))
                report(job.at("embedding", share, total))
                done -= total
            unwanted = sum(len(job.spans) for job in group if stopped(job.number))
            if unwanted and 2 * unwanted >= len(vectors):
                raise Cancelled("It was cancelled.")

        tell(0)
        for before in range(0, len(vectors), WINDOW):
            window = list(islice(texts, WINDOW))
            vectors[before : before + len(window)] = self._embedder.embed(
                window, partial(_after, before, tell)
            )
        parts, start = [], 0
        for job in group:
            parts.append(vectors[start : start + len(job.spans)])
            start += len(job.spans)
        return parts

    def _version(self, job: IngestJob, vectors: Vectors, tag: str | None) -> NewVersion:
        assert job.document is not None
        return NewVersion(
            uri=job.input.uri,
            sha256=job.sha256,
            reader=job.reader,
            title=job.title,
            # Footnote's own examples were written when it was installed, which says nothing.
            document=job.document if tag else with_file_day(job.document, job.input),
            spans=job.spans,
            headers=job.headers,
            vectors=vectors,
            tag=tag,
            blocks=job.blocks,
            part_of=job.input.part_of,
        )

    def _store(self, job: IngestJob, new: NewVersion, report: Report) -> None:
        with self._library.exclusive(SAVING):
            # Where a twin came earlier in the same command, or by another process
            end = self._already_stored(job)
            if end is None:
                report(job.at("saving"))
                end = self._stored(job, new)
        self._end(job, end.status, end.message, report, end.source)

    def _stored(self, job: IngestJob, new: NewVersion) -> JobEnd:
        assert job.path is not None
        # Another process may have been first; under the lock none can be from here on.
        made_with = self._library.note(EMBEDDER_NOTE)
        check_identity(made_with, self._embedder)
        before = self._library.source_at(job.input.uri)
        self._originals.keep(job.path, job.sha256)
        try:
            self._make_room(before, job)
            if made_with is None:  # before: once it is stored, nothing may fail
                self._library.set_note(EMBEDDER_NOTE, self._embedder.identity)
            change = self._library.store(new)
        except StorageFailed:
            self._drop(job.sha256)  # on a full disk the next source needs the room of its original
            raise
        self._apply(change)
        source = self._library.source(change.source_id)
        status: IngestStatus = "replaced" if before is not None and before.id == source.id else "added"
        return JobEnd(status, message_of(source, status, job.caution), source)

    def _make_room(self, before: Source | None, job: IngestJob) -> None:
        """A uri whose bytes changed leaves a source that other uris still stand for."""
        if before is not None and len(before.uris) > 1 and before.sha256 != job.sha256:
            self._apply(self._library.detach_uri(job.input.uri))

    # Entries

    def _guarded(self, job: IngestJob, work: Callable[[IngestJob], None], report: Report) -> None:
        """Runs a step; what goes wrong with this document becomes its entry."""
        try:
            work(job)
        except ServerLost:  # of all that come after it, too
            raise
        except (FootnoteError, OSError) as error:
            self._end(job, *status_and_message(error), report)
        except Exception as error:  # a bug, or a library's: it costs this document, not the others
            logger.exception("adding %r failed", job.input.uri)
            reason = DocumentError(
                f"It could not be added, by a fault of Footnote's ({type(error).__name__}: {error}).",
                "Report it; the other documents are not affected.",
            )
            self._end(job, "failed", " ".join(str(reason).split()), report)

    def _end(
        self, job: IngestJob, status: IngestStatus, message: str, report: Report, source: Source | None = None
    ) -> None:
        if job.path and job.path.name != file_name(job.input.uri):  # its name is one of ours
            message = under_name(message, job.path, file_name(job.input.uri))
        if job.owner and job.path:  # its bytes are kept by now
            job.path.unlink(missing_ok=True)
        job.entry = IngestEntry(
            uri=job.input.uri,
            source_id=source.id if source else None,
            status=status,
            passages=source.passages if source else 0,
            message=message,
            seconds=round(time.monotonic() - job.began, 3),
        )
        # A large folder's texts are not all kept until its last file is done.
        job.reading, job.document, job.blocks, job.spans, job.headers = None, None, (), (), ()
        self._close(job, report)

    def _close(self, job: IngestJob, report: Report) -> None:
        """Tells that a source has ended, when all that is in it has."""
        job.open -= 1
        if job.open:
            return
        self._remove_gone(job)
        report(job.at("done"))
        if job.owner:
            self._close(job.owner, report)


def check_size(path: Path, megabytes: int) -> None:
    """Nothing for a file that can be taken; raises EmptyDocument, DocumentTooLarge and OSError."""
    size = path.stat().st_size
    if size > megabytes * 1_000_000:
        raise DocumentTooLarge(
            f"The file has {size // 1_000_000:,} MB; the limit is {megabytes} MB.",
            "Split it, or raise the setting file_megabytes.",
        )
    if size == 0:
        raise EmptyDocument("The file is empty.", "Check that it was saved or downloaded whole.")


def _after(before: int, tell: Callable[[int], None], done: int) -> None:
    tell(before + done)

"""The Assistant: everything that Footnote can do, behind one object."""

import threading
import weakref
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, Self, Unpack, cast

from assistant.declining.calibration import Calibration, calibration_of, shipped
from assistant.declining.care import CareLevel, care_levels
from assistant.doctor import Check, Health, run_checks
from assistant.erasing import Eraser, Kept, Receipt
from assistant.evidence.namesakes import with_files
from assistant.evidence.rankers import Rankers
from assistant.export.markdown import conversation_markdown
from assistant.grounding.meaning import is_measured
from assistant.llm.fair_queue import FairQueue
from assistant.llm.model import ChatModel, Stoppable, open_chat_model, try_model
from assistant.moving import check_arrived
from assistant.pipeline.checking import check_against
from assistant.pipeline.deciding import Decider
from assistant.pipeline.followup import Turns, turns
from assistant.pipeline.pipeline import Pipeline
from assistant.pipeline.suggestions import Suggestion, suggest
from assistant.settings import FILE_NAME, OtherValues, Settings, SettingValues, load_settings, trace_settings
from assistant.settings_file import LIVE, MODEL_SETTINGS, changed, write_settings
from assistant.showing.pane_text import AROUND, PaneText, pane_text
from assistant.types import Answer, Citation, Done, Event, Sentence
from documents.errors import LibraryError, MissingExtra, ModelError, QuestionError, UnknownSource
from documents.inputs import Given, around
from documents.library import EVERYTHING, Library, View
from documents.queue.contract import Task
from documents.queue.tasks import Tasks
from documents.reading.encodings import valid_text
from documents.reading.pool import ReaderPool
from documents.storage.conversations import Conversations
from documents.storage.lock import NoLock, WriteLock
from documents.types import IngestReport, Source
from index.archives import sources_within
from index.ingest import EMBEDDER_NOTE, Ingestor
from index.ingest_job import Report, Stopped, never, silent
from index.models.embedding_cache import CachingEmbedder
from index.models.embeddings import Embedder, check_identity
from index.models.late_interaction import LateInteraction
from index.models.rerank import Reranker
from index.queue_ingest import Put
from index.search import check_query, search
from index.spelling import Spelling
from index.stores.dense import SearchIndex
from index.types import Hit

EXAMPLES = "example"  # the tag of the example documents
MODELS = ("llm", "embedder", "reranker")  # settings that name a model, in whose place one may be given
SOURCES_AT_ONCE = 10_000  # sources that are read at a time
Chosen = str | Source | Collection[str | Source]  # sources, by their ids or as `sources()` gives them
ModelOpener = Callable[[], ChatModel | None]


class Assistant:
    """Answers questions from one data folder. Safe to use from several threads.

    Reading never needs the write lock; the first write takes it and keeps it until `close`. From then on all
    that needs the library or the model raises LibraryError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        library: Library,
        conversations: Conversations,
        embedder: Embedder,
        rankers: Rankers,
        index: SearchIndex,
        ingestor: Ingestor,
        queue: Tasks,
        pool: ReaderPool,
        lock: WriteLock | NoLock,
        open_model: ModelOpener,
    ) -> None:
        self.settings = settings
        self._library = library
        self.conversations = conversations
        self.queue = queue
        self._embedder = CachingEmbedder(embedder)
        self._rankers = rankers
        self._spelling = Spelling(library)
        self._index = index
        self._ingestor = ingestor
        self._pool = pool
        self._lock = lock
        self._open_model = open_model
        self._model: ChatModel | None = None
        self._model_opened = False
        self._former: list[weakref.ref[ChatModel]] = []  # that answers may still be read from
        self._closed = False
        self._writing = threading.RLock()
        self._opening = threading.Lock()
        self._choosing = threading.Lock()
        self._arguments: frozenset[str] = frozenset()
        self._given_calibration: Calibration | None = None
        self._turn: Callable[[], AbstractContextManager[None]] = nullcontext

    @classmethod
    def open(
        cls,
        home: Path | str | None = None,
        *,
        llm: Any = None,  # Any: the setting, or an LLM of LlamaIndex, which is imported late
        embed_model: Any = None,
        node_postprocessors: Any = (),
        **settings: Unpack[OtherValues],
    ) -> Self:
        """The assistant of a data folder: `home`, or FOOTNOTE_HOME, or the platform's own place.

        LlamaIndex's objects may take the place of the models that the settings name: an `LLM`, a
        `BaseEmbedding`, and node postprocessors that read the first passages of a search again. So may a
        SentenceTransformer as `embedder` and a CrossEncoder as `reranker`. No model is loaded yet. Raises
        SettingsError for settings and objects that do not fit, and LibraryError for a folder that cannot be
        used.
        """
        from assistant import build

        arguments = {"llm": llm, **settings}
        values = {name: value for name, value in arguments.items() if name not in MODELS or is_setting(value)}
        objects = {name: value for name, value in arguments.items() if name not in values}
        loaded = load_settings(home, cast(SettingValues, values))
        model = None if objects.get("llm") is None else build.adapted_model(llm)
        assistant = cls.with_settings(
            loaded,
            embedder=build.adapted_embedder(embed_model, objects.get("embedder")),
            rankers=build.adapted_rankers(loaded, node_postprocessors, objects.get("reranker")),
            open_model=None if model is None else (lambda: model),
        )
        assistant._arguments = frozenset(values)
        return assistant

    @classmethod
    def with_settings(
        cls,
        settings: Settings,
        *,
        embedder: Embedder | None = None,
        rankers: Rankers | None = None,
        open_model: ModelOpener | None = None,
    ) -> Self:
        """The assistant that these settings describe, but for the models that are given."""
        from assistant import build

        build.check_index(settings)
        library = build.open_library(settings)
        embedder = embedder or build.open_embedder(settings)
        index = build.open_index(settings, library)
        queue = build.open_queue(library)
        pool = build.open_pool(settings, embedder)
        return cls(
            settings,
            library=library,
            conversations=Conversations(library.database),
            embedder=embedder,
            rankers=rankers or build.open_rankers(settings),
            index=index,
            ingestor=build.open_ingestor(
                settings, library=library, embedder=embedder, index=index, pool=pool, queue=queue
            ),
            queue=queue,
            pool=pool,
            lock=build.open_lock(settings),
            open_model=open_model or (lambda: open_chat_model(settings)),
        )

    @property
    def library(self) -> Library:
        """What is known of the documents. Raises LibraryError once this is closed."""
        self._check_open()
        return self._library

    @property
    def shared(self) -> bool:
        """Whether other processes write to this library too: what is added goes through its queue."""
        return self.library.shared

    @property
    def works_here(self) -> bool:
        """Whether this process works on the queue, or leaves that to `footnote work`."""
        return not self.shared or self.settings.adding == "here"

    def close(self) -> None:
        """Lets go of the data folder. The model server lives on as long as this process.

        What another thread adds is stopped first; any other write is waited for.
        """
        self._closed = True
        if self._model is not None:
            self._model.close()
        with self._writing:  # else there were two writers, once the lock is another's
            self._pool.close()
            self._index.close()
            self.queue.close()
            self._library.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    # Documents

    def add(
        self,
        given: Given | Iterable[Given],
        *,
        progress: Report = silent,
        tag: str | None = None,
        stopped: Stopped = never,
    ) -> IngestReport:
        """Adds files, folders, addresses, uploads or pasted texts, one or several: an entry each, in order.

        A bad source is an entry, not an exception; one that is `stopped` on its way fails. Raises
        LibraryLocked when another process writes.
        """
        with self._writing:
            self.take_write_lock()
            return self._ingestor.add(given, report=progress, tag=tag, stopped=self._or_closed(stopped))

    def put(self, given: Iterable[Given], *, tag: str | None = None, asked_by: str = "") -> Iterator[Put]:
        """Puts documents into the queue, for whoever has the time; needs no write lock.

        One for each, in the order given: its task, or the entry of what cannot be tried.
        """
        check_arrived(self.library)
        return self._ingestor.put(given, tag=tag, asked_by=asked_by)

    def add_tasks(
        self, tasks: Sequence[Task], *, progress: Report = silent, stopped: Stopped = never
    ) -> IngestReport:
        """Adds what these tasks of one tag are about; a source's number is its task's place here.

        Raises as `add` does, and ServerLost when the library's server went away.
        """
        with self._writing:
            self.take_write_lock()
            return self._ingestor.add_tasks(tasks, report=progress, stopped=stopped)

    def drop_unused(self, hashes: Collection[str]) -> None:
        """Deletes those of these original bytes that nothing needs any longer."""
        with self._writing:
            self.take_write_lock()
            self._ingestor.drop_unused(hashes)

    def settle(self) -> None:
        """Brings a search server in step with the library, of what stays away from it; for who may write."""
        if self._index.elsewhere:
            with self._writing:
                self._index.settle()

    def sources(self) -> list[Source]:
        """All sources, in the order they were added."""
        return self.library.sources()

    def pages_of_sources(
        self, view: View = EVERYTHING, size: int = SOURCES_AT_ONCE
    ) -> Iterator[list[Source]]:
        """What a view shows, so many sources at a time: of very many not all are in memory."""
        left, offset = view.limit, view.offset
        while left is None or left > 0:
            number = size if left is None else min(size, left)
            page = self.library.sources(view=replace(view, limit=number, offset=offset))
            if page:
                yield page
            if len(page) < number:
                return
            offset += number
            left = None if left is None else left - number

    def text(self, source_id: str | Source, version: int | None = None) -> str:
        """The stored text that all offsets refer to; None: that of the current version.

        Raises UnknownSource for what never was in the library.
        """
        return self.library.text(id_of(source_id), version)

    def read(
        self,
        source_id: str,
        version: int | None = None,
        start: int = 0,
        end: int = 0,
        around: int | None = AROUND,
    ) -> PaneText:
        """A quote of a source (version None: the current one) with up to `around` characters on each side.

        `around` None: the whole text. Raises UnknownSource for what never was in the library.
        """
        return pane_text(self.library, source_id, version, start, end, around)

    def archives(self) -> list[str]:
        """The addresses of the archives that sources came in, also of sources that were removed since."""
        removed = (uri for removal in self.library.removals() for uri in around(removal.uri)[:-1])
        known = {uri for source in self.sources() for uri in source.uris}
        known |= {removal.uri for removal in self.library.removals()}
        return sorted({*self.library.archives(), *removed} - known)

    def parts(self, source_id: str) -> list[str]:
        """The ids of the sources that came in this mail, or in the archive at an address, and only there."""
        uris = [source_id] if source_id in self.library.archives() else self.library.source(source_id).uris
        return list(sources_within(self.library, uris).source_ids)

    def remove(self, source_id: str | Source) -> int:
        """Removes a source with what was attached to it, or all that came in the archive at an address.

        Gives the number of those that came in it. Raises UnknownSource where there is nothing like that.
        """
        with self._writing:
            self.take_write_lock()
            return self._ingestor.remove(id_of(source_id))

    def kept(self, source_id: str) -> Kept:
        """What is left of a source that was removed, and what `erase` takes."""
        return self._eraser().kept(source_id)

    def erase(self, source_id: str, *, uploading: bool = False) -> Receipt:
        """Removes a source with all that repeats it, then says what a search of every file still finds.

        With it goes what was attached to it, or with the address of an archive all that came in that.
        Answers that cite it, eval runs and caches, uploads, logs, its names; also of a source that was
        removed before. `uploading`: uploads of other documents stay. Raises UnknownSource, LibraryLocked,
        and StorageFailed where the disk is full or read-only: erased again, it then finishes.
        """
        with self._writing:
            self.take_write_lock()
            archive = source_id if source_id in self.archives() else ""
            return self._eraser().erase(
                partial(self._taken_along, source_id, archive),
                archive=archive,
                uploading=uploading or self.shared,
            )

    def add_examples(self, *, again: bool = False, progress: Report = silent) -> IngestReport:
        """Adds the example documents to an empty library; only once, unless `again`. Else it does nothing."""
        with self._writing:
            self.take_write_lock()
            before = self.library.note("examples") is not None and not again
            if before or self.library.source_count():
                return IngestReport(())
            report = self._ingestor.add(
                [examples_folder()], report=progress, tag=EXAMPLES, stopped=self._or_closed(never)
            )
            self.library.set_note("examples", "added")
            return report

    def remove_examples(self) -> int:
        """Removes all example documents; returns how many there were.

        A document that the user has added too, under another name, stays as the user's own.
        """
        with self._writing:
            self.take_write_lock()
            return self._ingestor.remove_tagged(EXAMPLES)

    def rebuild(self, *, reread: bool = False, progress: Report = silent) -> IngestReport:
        """Makes passages, vectors and index anew from the stored texts, for the embedder now set.

        `reread`: the documents are read again from their originals first, and what reads otherwise now
        becomes a new version; the report has an entry for each.
        """
        with self._writing:
            self.take_write_lock()
            report = self._ingestor.rebuild(progress, reread=reread)
            self._index.remake()
            return report

    def reread(self, ids: Iterable[str], *, progress: Report = silent) -> IngestReport:
        """Reads sources again from their originals; what reads otherwise now becomes a new version.

        Raises UnknownSource for an id that is none.
        """
        with self._writing:
            self.take_write_lock()
            return self._ingestor.reread(ids, progress)

    def take_write_lock(self) -> None:
        """Makes this the one that writes and opens the store.

        Raises LibraryLocked when another one is, LibraryError where a library is only half moved here.
        """
        with self._writing:
            check_arrived(self.library)
            self._lock.acquire()
            self._index.use_store()

    # Questions

    def search(self, query: str, k: int = 10, sources: Chosen | None = None) -> list[Hit]:
        """The k best passages, best first; those of the sources with these ids, where given.

        Raises QuestionError where `sources` names none of the library's, and for a k below 1.
        """
        if k < 1:
            raise QuestionError(f"k cannot be {k}.", "Give the number of passages wanted, from 1 up.")
        return self._search(
            query, k, self._choice(sources), ranker=self._rankers.passages, spelling=self._spelling
        )

    def stream(
        self, question: str, history: Turns = (), sources: Chosen | None = None
    ) -> Generator[Event, None, None]:
        """The events of one answer as they happen; closing the generator stops the model.

        It takes what `ask` takes, and raises what that raises.
        """
        pipeline = self._pipeline(self._choice(sources))
        return pipeline.stream(valid_text(question), turns(history))

    def ask(self, question: str, history: Turns = (), sources: Chosen | None = None) -> Answer:
        """The answer to a question; `history` holds earlier turns as ("user" or "assistant", text).

        They may be dicts with `role` and `content` or ChatMessages of LlamaIndex, too. Only the sources with
        the ids `sources` are asked; None: all. Raises QuestionError where none is, and for another history.
        """
        for event in self.stream(question, history, sources):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    def suggest(self, count: int = 3) -> list[Suggestion]:
        """Questions that the documents answer, found without a language model; often fewer than `count`."""
        return suggest(self.library, partial(self._search, sources=None, ranker=None), count=count)

    def check(self, text: str, sources: Chosen | None = None) -> list[Sentence]:
        """Each sentence of any text with its label, checked against the whole library.

        Only the sources with the ids `sources` are looked at; None: all. Raises QuestionError where none is.
        """
        chosen = self._choice(sources)
        search = partial(self._search, sources=chosen, ranker=None)
        checked = check_against(self.library, valid_text(text), search, self._embedder)
        return list(with_files(tuple(checked), self.library))

    def beside(self, settings: Settings) -> Self:
        """An assistant of other settings, say another data folder, that shares this one's models.

        It opens a language model of its own at the same server; closing it ends nothing of this one's.
        """
        same = all(getattr(settings, name) == getattr(self.settings, name) for name in MODEL_SETTINGS)
        opener = self._open_model if same else None
        return type(self).with_settings(
            settings,
            embedder=self._embedder,
            rankers=self._rankers if settings.reranker == self.settings.reranker else None,
            open_model=opener,
        )

    # Settings

    def setting_origins(self) -> dict[str, str]:
        """Where each setting came from: "argument", a variable's name, "settings.toml" or "default"."""
        rows = trace_settings(self.settings.home)[1]
        return {row.name: "argument" if row.name in self._arguments else row.origin for row in rows}

    def use_settings(self, **values: Unpack[SettingValues]) -> None:
        """Writes these to settings.toml; they take effect at once, but not on answers under way.

        Raises SettingsError for a value that does not fit, that a variable or an argument has set, or that
        needs a new start.
        """
        with self._choosing:
            before, origins = self.settings, self.setting_origins()
            settings = changed(before, values, origins)
            differing = {name for name in LIVE if getattr(settings, name) != getattr(before, name)}
            # A default that stays one is not written, so that a later version may have a better one.
            stored = {name for name in values if origins.get(name) == FILE_NAME}
            written = [name for name in LIVE if name in differing | stored]
            write_settings(settings.home, {name: getattr(settings, name) for name in written})
            self._take(settings)

    def follow_settings(self) -> None:
        """Takes over what another process has changed in settings.toml, of what may change while it runs.

        Raises SettingsError where the file cannot be used.
        """
        with self._choosing:
            now = load_settings(self.settings.home)
            names = set(LIVE) - self._arguments
            settings = replace(self.settings, **{name: getattr(now, name) for name in names})
            if settings != self.settings:
                self._take(settings)

    def _take(self, settings: Settings) -> None:
        """Has these settings in force, with another model where they name one."""
        before = self.settings
        with self._opening:
            self.settings = settings
            if any(getattr(settings, name) != getattr(before, name) for name in MODEL_SETTINGS):
                # Only let go of: what still reads the old model's answer goes on to its end, or to a stop.
                former = [model_ref for model_ref in self._former if model_ref() is not None]
                self._former = former if self._model is None else [*former, weakref.ref(self._model)]
                self._open_model = lambda: open_chat_model(settings)
                self._model, self._model_opened = None, False

    def care_levels(self) -> list[CareLevel]:
        """What each choice of the setting `care` means, by the calibration in force; the standard first.

        With a language model: for drafts of one that tells its log-probabilities.
        """
        quotes = "quotes" if self._rankers.answering else "words"
        name = quotes if self.settings.llm == "none" else "draft"
        kind = self._calibration().kinds[name]
        if kind == shipped().kinds[name] and not is_measured(self._embedder.identity):
            kind = replace(kind, set=f"{kind.set} (with another search model)")
        return care_levels(kind)

    def test_model(self, **values: Unpack[SettingValues]) -> str:
        """One sentence on the model that these settings name: that it answers, and in what time.

        Nothing is kept. Raises ModelError with what is wrong and what to do, SettingsError as `use_settings`.
        """
        return try_model(changed(self.settings, values, self.setting_origins()))

    # Model and health

    def model(self) -> ChatModel | None:
        """The language model, opened on first use; None when the settings say "none".

        Raises ModelError when it cannot be had.
        """
        self._check_open()
        with self._opening:
            if not self._model_opened:
                self._model = self._open_model()
                self._model_opened = True
            return self._model

    def stop_answers(self, thread: int | None) -> None:
        """Stops the model's answers that this thread reads, also of a model that settings have replaced."""
        for model in [self._model, *(model_ref() for model_ref in self._former)]:
            if isinstance(model, Stoppable):
                model.stop(thread)

    def use_calibration(self, calibration: Calibration) -> None:
        """Goes by this one instead of the data folder's own: an eval's library has the person's."""
        self._given_calibration = calibration

    def wrap_model(self, wrapper: Callable[[ChatModel], ChatModel]) -> None:
        """Puts something in the model's place that may use it: a cache, a recorder."""
        opener = self._open_model

        def open_wrapped() -> ChatModel | None:
            model = opener()
            return wrapper(model) if model is not None else None

        with self._opening:
            self._open_model = open_wrapped
            if self._model is not None:
                self._model = wrapper(self._model)

    def expect_many(self, *, at_once: int, megabytes: int) -> None:
        """From now on many people ask at the same time.

        The first quotes of `at_once` questions are looked for at a time, first come, first served: all at
        once, each would wait as long as the last. What the models made of passages and sentences is kept for
        the next questions, in up to so many megabytes.
        """
        self._turn = FairQueue(at_once).turn
        self._embedder.keep(megabytes * 2**20 // 4)
        if isinstance(self._rankers.passages, LateInteraction):
            self._rankers.passages.keep(megabytes * 2**20 * 3 // 4)

    def describe_model(self) -> str:
        """The model's name, or why there is none, in one line."""
        try:
            model = self.model()
        except ModelError as error:
            return str(error)
        return model.name if model is not None else "no language model (quotes only)"

    def warm_up(self) -> None:
        """Loads the search model and starts the language model, so that the first question is quick."""
        self._embedder.embed(["warm up"])
        for ranker in self._rankers.loaded():
            with suppress(MissingExtra):  # a search says it
                ranker.scores("warm up", ["warm up"])
        model = self.model()
        start = getattr(model, "warm_up", None)
        if start is not None:
            start()

    def doctor(self) -> list[Check]:
        """What is well and what is not with the data folder, the models and the index."""
        return run_checks(
            Health(self.settings, self.library, self._embedder, self._index, self.model, self.queue)
        )

    # Conversations

    def export_conversation(self, conversation_id: str) -> str:
        """A conversation as Markdown with footnotes. Raises LibraryError where there is none with this id."""
        self._check_open()
        conversation = self.conversations.conversation(conversation_id)
        if conversation is None:
            raise LibraryError("This conversation is gone.", "Choose another one.")
        turns = self.conversations.turns(conversation_id)
        return conversation_markdown(
            conversation.title, [(turn.question, Answer.from_dict(turn.answer)) for turn in turns]
        )

    def _check_open(self) -> None:
        if self._closed:
            raise LibraryError("This Assistant is closed.", "Open another one with `Assistant.open`.")

    def _or_closed(self, stopped: Stopped) -> Stopped:
        """`stopped`, and for all sources once this is closed."""
        return lambda number: self._closed or stopped(number)

    def _uris(self, source_id: str) -> Sequence[str]:
        """The addresses of a source, also of one that was removed."""
        removed = (
            removal.uri for removal in self.library.removals() if removal.id == source_id and removal.uri
        )
        present = self.library.existing([source_id])
        return self.library.source(source_id).uris if present else list(removed)

    def _taken_along(self, source_id: str, archive: str) -> list[str]:
        """The ids of what is erased with a source or an archive, after taking addresses there from others."""
        uris = [archive] if archive else self._uris(source_id)
        parts = sources_within(self.library, uris)
        removed = [
            removal.id
            for removal in self.library.removals()
            if not set(uris).isdisjoint(around(removal.uri)[:-1])
        ]
        for uri in parts.uris:  # of what is somewhere else too
            self._index.apply(self.library.detach_uri(uri))
        return list(dict.fromkeys([*([] if archive else [source_id]), *parts.source_ids, *removed]))

    def _eraser(self) -> Eraser:
        from assistant import build

        return Eraser(
            self.settings.home,
            self.library,
            self.conversations,
            self._index,
            self.queue,
            build.open_originals(self.settings, self.library),
        )

    def _calibration(self) -> Calibration:
        return self._given_calibration or calibration_of(self.settings.home)

    def _choice(self, sources: Chosen | None) -> frozenset[str] | None:
        """The chosen sources that there are; None where that is all of them."""
        if sources is None:
            return None
        ids = {id_of(source) for source in ([sources] if isinstance(sources, (str, Source)) else sources)}
        chosen = self.library.existing(ids)
        if not chosen:
            what = "None of the chosen sources is in the library." if ids else "No source is chosen."
            raise QuestionError(what, "Choose at least one that is, or ask all.")
        return None if len(chosen) == self.library.source_count() else frozenset(chosen)

    def _search(
        self,
        query: str,
        k: int,
        sources: frozenset[str] | None,
        *,
        ranker: Reranker | None,
        spelling: Spelling | None = None,
    ) -> list[Hit]:
        """As `search`; without the ranker where many searches are made, each for a glance."""
        query = valid_text(query)
        check_query(query)
        if not self.library.passage_count():
            return []  # at once: no model is loaded to search through nothing
        check_identity(self.library.note(EMBEDDER_NOTE), self._embedder)
        return search(
            query,
            library=self.library,
            dense=self._index,
            embedder=self._embedder,
            reranker=ranker,
            spelling=spelling,
            k=k,
            sources=sources,
        )

    def _text_behind(self, citation: Citation) -> str:
        """The whole text that a citation is from; empty where its source was removed meanwhile."""
        try:
            return self.text(citation.source_id, citation.version)
        except UnknownSource:
            return ""

    def _pipeline(self, sources: frozenset[str] | None) -> Pipeline:
        """What answers one question of these sources; None: of all."""
        ranker = self._rankers.passages

        def search(query: str, k: int, only: Collection[str] | None = None) -> list[Hit]:
            chosen = sources if only is None else frozenset(only) & (sources or frozenset(only))
            return self._search(query, k, chosen, ranker=ranker) if chosen is None or chosen else []

        return Pipeline(
            library=self.library,
            search=search,
            glance=partial(self._search, sources=sources, ranker=None),
            embedder=self._embedder,
            rankers=self._rankers,
            mended=self._spelling.mended,
            model=self.model,
            decider=Decider(self._calibration(), self.settings.care, self._text_behind),
            evidence_tokens=self.settings.evidence_tokens,
            answer_tokens=self.settings.answer_tokens,
            sources=sources,
            turn=self._turn,
            search_note=lambda: self._index.note,
        )


def id_of(source: str | Source) -> str:
    """The id of a source that is given by it, or as `sources()` gives it."""
    return source.id if isinstance(source, Source) else str(source)


def is_setting(value: object) -> bool:
    """Whether this names a model, and is none itself."""
    return isinstance(value, (str, Path))


def examples_folder() -> Path:
    """The folder of the example documents."""
    return Path(str(resources.files("documents").joinpath("examples")))

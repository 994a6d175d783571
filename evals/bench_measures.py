"""What the bench measures: Footnote and the usual stack in turns, in the same run."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from assistant.assistant import Assistant
from assistant.llm import ChatModel, Message, open_chat_model
from assistant.server import EmbeddedServer
from assistant.settings import Settings, load_settings
from assistant.types import Evidence
from assistant.weights import joined_model
from documents.errors import ModelError
from evals.bench_rows import Row
from evals.errors import EvalError
from evals.metrics.percentiles import percentile
from evals.peer import DOCUMENTED, SHORT, UsualStack, matching_splitter
from index.embeddings import Embedder, SentenceTransformerEmbedder
from index.export import export_embedder

ITEM = TypeVar("ITEM")
Say = Callable[[str], None]
MEGABYTE = 1_000_000
POLL = 0.05  # seconds between two looks at the memory of the reading processes
# The console script without its start-up file, which differs by platform.
HELP = "from assistant.cli import main; raise SystemExit(main(['--help']))"
PEAK = "import sys; from evals.bench_measures import ingest_alone; ingest_alone(*sys.argv[1:])"


def interleaved(
    sides: Mapping[str, Callable[[ITEM], object]], items: Iterable[ITEM], say: Say
) -> dict[str, list[float]]:
    """The seconds of each side for each item; they take turns, so that a busy machine slows all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for item in items:
        for name, run in sides.items():
            seconds[name].append(timed(partial(run, item)))
            say(f"{name}: {seconds[name][-1]:.2f} s")
    return seconds


def timed(run: Callable[[], object]) -> float:
    """The seconds that `run` takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def help_row(rounds: int = 5) -> Row:
    """`footnote --help` as a process of its own, best of several."""
    command = [sys.executable, "-c", HELP]
    best = min(timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(rounds))
    return Row("footnote --help", "s", best, below=0.3)


def memory_row(documents: Path, folder: Path, models: Path) -> Row:
    """The peak memory of a process that ingests the documents, and of the readers it starts.

    Call it while this process is small: Linux counts a parent's memory into that of a new child.
    """
    import psutil  # type: ignore[import-untyped]

    command = [sys.executable, "-W", "ignore", "-c", PEAK, str(documents), str(folder), str(models)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    readers = 0
    while process.poll() is None:
        readers = max(readers, _memory_of_children(psutil.Process(process.pid)))
        time.sleep(POLL)
    said = process.communicate()[0]
    if process.returncode:
        raise EvalError("The documents could not be added in a process of their own.", "See the lines above.")
    return Row("peak memory of an ingest", "MB", (int(said) + readers) / MEGABYTE, below=1200)


def ingest_alone(documents: str, folder: str, models: str) -> None:
    """Runs in a child process: adds the documents and writes the peak memory in bytes."""
    import resource

    with Assistant.open(Path(folder), models=Path(models), llm="none") as assistant:
        assistant.add([documents])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(str(peak if sys.platform == "darwin" else peak * 1024))


def _memory_of_children(process: "psutil.Process") -> int:  # type: ignore[name-defined]  # noqa: F821
    import psutil

    try:
        return sum(child.memory_info().rss for child in process.children(recursive=True))
    except psutil.Error:  # one of them has just ended
        return 0


class Bench:
    """Both sides over the same documents: their models are loaded and the documents indexed once, untimed.

    `folder` is temporary. The model server is one of its own, so that nothing else keeps it busy.
    """

    def __init__(self, documents: Path, folder: Path, say: Say) -> None:
        self._documents = documents
        self._folder = folder
        self._say = say
        self._rounds = 0
        self._settings = bench_settings(folder)
        self._embedder: Embedder = SentenceTransformerEmbedder("embedded", models=self._settings.models)
        self.assistant = self._open("footnote", llm="embedded")
        entries = self.assistant.add([documents]).entries
        self._passages = sum(entry.passages for entry in entries)
        self._texts = [self.assistant.text(source.id) for source in self.assistant.sources()]
        self._usual = UsualStack(folder / "usual")

    def close(self) -> None:
        """Lets go of the library; the model server ends with the process."""
        self.assistant.close()

    def ingest_rows(self, rounds: int) -> list[Row]:
        """The same text in about as many passages, best of `rounds`."""
        splitter, made = matching_splitter(
            self._texts, self._passages, count_tokens=self._embedder.count_tokens
        )
        self._usual.index(self._texts[:1], splitter)  # imports, and torch's first batch
        sides: dict[str, Callable[[int], object]] = {
            "Footnote, ingest": self._ingest,
            "usual stack, ingest": lambda _: self._usual.index(self._texts, splitter),
        }
        ours, theirs = (min(times) for times in interleaved(sides, range(rounds), self._say).values())
        letters = sum(len(text) for text in self._texts)
        sizes = f"{self._passages} and {made} passages"
        return [
            Row(f"ingest, {sizes}", "passages/s", self._passages / ours, made / theirs, at_least=2.5),
            Row(f"ingest, {letters:,} characters", "characters/s", letters / ours, letters / theirs, 2.5),
        ]

    def evidence_rows(self, questions: Sequence[str]) -> list[Row]:
        """The seconds to the first quotes while the model writes something else."""
        model = self._model()
        with BusyModel(model, self._texts):
            times = [time_to_evidence(self.assistant, question) for question in questions]
        p50, p95 = percentile(times, 50) or 0.0, percentile(times, 95) or 0.0
        what = f"first evidence, model busy, {len(times)} questions"
        return [Row(f"{what}, p50", "s", p50), Row(f"{what}, p95", "s", p95, below=0.5)]

    def answer_rows(self, questions: Sequence[str]) -> list[Row]:
        """Mean seconds of a whole answer; no prompt is read from a cache on either side."""
        server = self._server()
        sides: dict[str, Callable[[str], object]] = {"Footnote": self.assistant.ask}
        for form in (DOCUMENTED, SHORT):
            engine = self._usual.engine(
                self._texts, form, endpoint=server.ensure(), context=self._settings.llm_context
            )
            sides[form.name] = engine.query
        times = interleaved(sides, questions, self._say)
        ours, *theirs = (sum(seconds) / len(seconds) for seconds in times.values())
        what = f"whole answer, {len(questions)} questions, against"
        return [
            Row(f"{what} {form.name}", "s", ours, usual, at_least=target)
            for form, usual, target in zip((DOCUMENTED, SHORT), theirs, (4.0, 1.5), strict=True)
        ]

    def _open(self, name: str, *, llm: str) -> Assistant:
        settings = replace(self._settings, home=self._folder / name, llm=llm)
        return Assistant.with_settings(settings, embedder=self._embedder, open_model=self._model)

    def _ingest(self, _: int) -> None:
        self._rounds += 1
        with self._open(f"ingest-{self._rounds}", llm="none") as assistant:
            assistant.add([self._documents])

    def _model(self) -> ChatModel:
        model = open_chat_model(self._settings, cache_prompt=False)
        assert model is not None  # llm is "embedded"
        return model

    def _server(self) -> EmbeddedServer:
        """The server that Footnote's own model uses: the same file and context."""
        models, context = self._settings.models, self._settings.llm_context
        return EmbeddedServer(models, model_path=joined_model(models), context=context)


class BusyModel:
    """Keeps the model reading and writing while the block runs."""

    def __init__(self, model: ChatModel, texts: Sequence[str]) -> None:
        self._model = model
        self._texts = texts
        self._begun, self._stop = threading.Event(), threading.Event()
        self._error: ModelError | None = None
        self._thread = threading.Thread(target=self._work, name="busy-model", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._begun.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        if self._error is not None and kind is None:
            raise self._error

    def _work(self) -> None:
        number = 0
        try:
            while not self._stop.is_set():
                self._write(number)
                number += 1
        except ModelError as error:
            self._error = error
        finally:
            self._begun.set()

    def _write(self, number: int) -> None:
        text = self._texts[number % len(self._texts)]
        excerpt = text[number * 100 : number * 100 + 1500]
        for _ in self._model.stream([Message("user", f"Explain at length:\n{excerpt}")], max_tokens=200):
            self._begun.set()
            if self._stop.is_set():
                break


def time_to_evidence(assistant: Assistant, question: str) -> float:
    """The seconds until the first quotes are there; the model is not asked."""
    began = time.perf_counter()
    events = assistant.stream(question)
    for event in events:
        if isinstance(event, Evidence):
            break
    seconds = time.perf_counter() - began
    events.close()
    return seconds


def bench_settings(folder: Path) -> Settings:
    """The person's settings with the embedded models, on a temporary data folder."""
    settings = load_settings(folder / "footnote")
    models = private_models(settings.models, folder / "models")
    return replace(settings, models=models, llm="embedded", embedder="embedded")


def private_models(models: Path, folder: Path) -> Path:
    """A folder of links to the weights in `models`, but not to the note about a running server."""
    export_embedder(models)
    joined_model(models)
    folder.mkdir(parents=True)
    for entry in models.iterdir():
        if not entry.name.startswith("server."):
            os.symlink(entry.absolute(), folder / entry.name, target_is_directory=entry.is_dir())
    return folder

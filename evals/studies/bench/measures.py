"""What the bench measures: Footnote and the usual stack in turns, in the same run."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.evidence.sentences import evidence_sentences
from assistant.grounding import Checker
from assistant.llm.model import ChatModel, open_chat_model
from assistant.llm.server import EmbeddedServer
from assistant.llm.weights import joined_model
from assistant.phrases import QUOTES_ONLY
from assistant.settings import Settings, load_settings
from evals.errors import EvalError
from evals.metrics.percentiles import percentile
from evals.studies.bench.clock import Say, interleaved
from evals.studies.bench.peer import DOCUMENTED, SHORT, UsualStack, matching_splitter
from evals.studies.bench.rows import Comparison
from evals.studies.bench.waits import BusyModel, quoting_rows, shared_row, time_to_evidence
from index.models.embedded import EmbeddedEmbedder
from index.models.embeddings import Embedder
from index.models.onnx_export import export_embedder
from index.models.tokens import counter


class Bench:
    """Both sides over the same documents: their models are loaded and the documents indexed once, untimed.

    `folder` is temporary. The model server is one of its own, so that nothing else keeps it busy.
    """

    def __init__(self, documents: Path, folder: Path, say: Say) -> None:
        self._documents = documents
        self._folder = folder
        self._say = say
        self._rounds = 0
        self._answers: list[dict[str, float]] = []  # their seconds by stage
        self._settings = bench_settings(folder)
        self._usual = UsualStack(folder / "usual")
        self._embedder: Embedder = EmbeddedEmbedder(self._settings.models)
        self.assistant = self._open("footnote", llm="embedded")
        entries = self.assistant.add([documents]).entries
        self._passages = sum(entry.passages for entry in entries)
        self._texts = [self.assistant.text(source.id) for source in self.assistant.sources()]

    def close(self) -> None:
        """Lets go of the library; the model server ends with the process."""
        self.assistant.close()

    def ingest_rows(self, rounds: int) -> list[Comparison]:
        """The same text in about as many passages, best of `rounds`."""
        splitter, made = matching_splitter(
            self._texts, self._passages, count_tokens=counter(self._embedder.counter.data)
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
            Comparison(f"ingest, {sizes}", "passages/s", self._passages / ours, made / theirs, at_least=2.5),
            Comparison(
                f"ingest, {letters:,} characters", "characters/s", letters / ours, letters / theirs, 2.5
            ),
        ]

    def evidence_rows(self, questions: Sequence[str]) -> list[Comparison]:
        """The seconds to the first quotes while the model writes something else."""
        model = self._model()
        self._say(f"Asking {len(questions)} questions while the model writes …")
        with BusyModel(model, self._texts):
            times = [time_to_evidence(self.assistant, question) for question in questions]
        p50, p95 = percentile(times, 50) or 0.0, percentile(times, 95) or 0.0
        what = f"first quotes, model busy, {len(times)} questions"
        return [Comparison(f"{what}, p50", "s", p50), Comparison(f"{what}, p95", "s", p95, below=0.5)]

    def answer_rows(self, questions: Sequence[str]) -> list[Comparison]:
        """Mean seconds of a whole answer; no prompt is read from a cache on either side."""
        server = self._server()
        sides: dict[str, Callable[[str], object]] = {"Footnote": self._ask}
        for form in (DOCUMENTED, SHORT):
            self._say(f"Indexing for {form.name} …")
            engine = self._usual.engine(
                self._texts, form, endpoint=server.ensure(), context=self._settings.llm_context
            )
            sides[form.name] = engine.query
        times = interleaved(sides, questions, self._say)
        ours, *theirs = (sum(seconds) / len(seconds) for seconds in times.values())
        what = f"whole answer, {len(questions)} questions, against"
        return [
            Comparison(f"{what} {form.name}", "s", ours, usual, at_least=target)
            for form, usual, target in zip((DOCUMENTED, SHORT), theirs, (4.0, 1.5), strict=True)
        ]

    def shared_rows(self, questions: Sequence[str]) -> list[Comparison]:
        """Two programs over one library that ask at once, as the page and a command do."""
        self._say(f"Two programs ask {len(questions)} questions …")
        with self._open("footnote", llm="embedded") as embedded:
            return [shared_row([self.assistant, embedded], questions, self._say)]

    def quoting_rows(self, documents: Path, questions: Sequence[str]) -> list[Comparison]:
        """Answers about other documents, without a language model."""
        self._say(f"Asking {len(questions)} questions without a language model …")
        with self._open("quoting", llm="none") as assistant:
            assistant.add([documents])
            return quoting_rows(assistant, questions)

    def trust_rows(self, questions: Sequence[str]) -> list[Comparison]:
        """What checking adds to an answer, and the checker's time for a sentence."""
        self._say(f"Checking {2 * len(questions)} sentences …")
        sentences = [seconds for question in questions for seconds in self._checks(question)]
        what = f"checker, {len(sentences)} sentences"
        rows = [
            Comparison(f"{what}, p50", "ms", 1000 * (percentile(sentences, 50) or 0.0)),
            Comparison(f"{what}, p95", "ms", 1000 * (percentile(sentences, 95) or 0.0), below=150),
        ]
        if self._answers:
            whole = sum(timings["total"] for timings in self._answers) / len(self._answers)
            added = sum(timings.get("checks", 0.0) for timings in self._answers)
            without = whole - added / len(self._answers)
            what = "whole answer, against itself without checks"
            rows.append(Comparison(what, "s", whole, without, at_least=0.87))
        return rows

    def _checks(self, question: str) -> list[float]:
        """Seconds a sentence, for two that are nearly the documents' own; the evidence is prepared anew."""
        evidence = evidence_sentences(self.assistant.search(question, 10), self.assistant.library)
        claims = [
            f"{' '.join(sentence.text.split()[1:])}"
            for sentence in evidence
            if len(sentence.text.split()) > 8
        ][:2]
        started = time.perf_counter()
        checker = Checker(evidence, question, self._embedder)
        seconds = []
        for claim in claims:
            checker.span(claim, 0, len(claim))
            seconds.append(time.perf_counter() - started)
            started = time.perf_counter()
        return seconds

    def _open(self, name: str, *, llm: str) -> Assistant:
        settings = replace(self._settings, home=self._folder / name, llm=llm)
        opener = None if llm == "none" else self._model
        return Assistant.with_settings(settings, embedder=self._embedder, open_model=opener)

    def _ingest(self, _: int) -> None:
        self._rounds += 1
        with self._open(f"ingest-{self._rounds}", llm="none") as assistant:
            assistant.add([self._documents])

    def _ask(self, question: str) -> None:
        """Raises EvalError where the model failed: quotes alone are quick, but no whole answer."""
        answer = self.assistant.ask(question)
        self._answers.append(answer.timings)
        if QUOTES_ONLY in answer.notes:
            raise EvalError(
                "The model server failed in mid-answer.", f"It said: {' '.join(answer.notes[1:])}"
            )

    def _model(self) -> ChatModel:
        model = open_chat_model(self._settings, cache_prompt=False)
        assert model is not None  # llm is "embedded"
        return model

    def _server(self) -> EmbeddedServer:
        """The server that Footnote's own model uses: the same file and context."""
        models, context = self._settings.models, self._settings.llm_context
        return EmbeddedServer(models, model_path=joined_model(models), context=context)


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

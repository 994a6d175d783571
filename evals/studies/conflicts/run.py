"""Every question of a set asked without a language model, for the conflicts that its answer shows."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Conflict
from documents.inputs import file_name
from evals.cases import CaseSet
from evals.datasets import load_set, ramdocs
from evals.keeping.libraries import open_with
from evals.studies.conflicts.disputes import read_disputes
from evals.studies.conflicts.judge import JudgedDispute, judge


@dataclass(frozen=True, slots=True)
class FlaggedQuestion:
    """A question of a set with no known disagreement, with what was shown for it, if anything."""

    id: str
    question: str
    answerable: bool
    conflicts: tuple[Conflict, ...]
    seconds: float


def ask_disputes(folder: Path, settings: Settings) -> list[JudgedDispute]:
    """RAMDocs: each question asked of its own documents alone."""
    judged = []
    with _opened(ramdocs.load(folder), settings) as assistant:
        names = _names(assistant)
        for dispute in read_disputes(folder):
            wanted = {document.name for document in dispute.documents}
            sources = [source for source, source_names in names.items() if wanted & set(source_names)]
            began = time.monotonic()
            answer = assistant.ask(dispute.question, sources=sources)
            judged.append(judge(dispute, answer.conflicts, names, time.monotonic() - began))
    return judged


def ask_agreeing(where: str | Path, settings: Settings) -> Iterator[FlaggedQuestion]:
    """Another set: each question asked of all its documents."""
    case_set = load_set(where)
    with _opened(case_set, settings) as assistant:
        for case in case_set.cases:
            began = time.monotonic()
            conflicts = assistant.ask(case.question).conflicts
            yield FlaggedQuestion(
                case.id, case.question, case.answerable, conflicts, time.monotonic() - began
            )


def _opened(case_set: CaseSet, settings: Settings) -> Assistant:
    return open_with(case_set, replace(settings, llm="none"))


def _names(assistant: Assistant) -> dict[str, tuple[str, ...]]:
    """The file names of each source; the same bytes can have several."""
    return {
        source.id: tuple({file_name(uri) for uri in (source.uri, *source.uris)})
        for source in assistant.sources()
    }

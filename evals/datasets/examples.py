"""The set that ships with Footnote, about the example documents."""

from importlib import resources
from pathlib import Path

from evals.cases import CaseSet
from evals.datasets.folder import QUESTIONS, check_sources, have_long_answers, read_documents
from evals.datasets.records import read_cases

NAME = "examples"


def load() -> CaseSet:
    """The shipped set: its questions lie beside this code, its documents in `documents/examples`."""
    questions = Path(str(resources.files("evals"))) / "sets" / NAME / QUESTIONS
    cases = read_cases(questions)
    documents = read_documents(Path(str(resources.files("documents"))) / "examples")
    check_sources(cases, {document.name for document in documents})
    return CaseSet(NAME, cases, documents, long_answers=have_long_answers(cases))

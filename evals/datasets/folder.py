"""The common shape: questions.jsonl, and docs/ where the set brings its own documents.

`squad`, `clapnq` and `mali` are such folders, and so is any set that a user writes.
"""

from dataclasses import replace
from pathlib import Path

from evals.cases import Case, CaseSet, SetDocument
from evals.datasets.records import MEND, read_cases
from evals.errors import BadSet

QUESTIONS = "questions.jsonl"
DOCUMENTS = "docs"
LONG_ANSWER = 15  # words


def matches(path: Path) -> bool:
    """Whether the folder has questions."""
    return (path / QUESTIONS).is_file()


def load(path: Path) -> CaseSet:
    """The set in the folder; raises BadSet."""
    cases = judged_alike(read_cases(path / QUESTIONS))
    documents = read_documents(path / DOCUMENTS)
    if documents:
        check_sources(cases, {document.name for document in documents})
    return CaseSet(path.name, cases, documents, long_answers=have_long_answers(cases))


def judged_alike(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The cases; where some have points, the answers of the others are one point, so that all count alike."""
    if not any(case.must for case in cases):
        return cases
    return tuple(
        replace(case, must=(case.answers,)) if case.answers and not case.must else case for case in cases
    )


def read_documents(path: Path) -> tuple[SetDocument, ...]:
    """The files of the folder by name, hidden ones left out; none where there is no folder."""
    if not path.is_dir():
        return ()
    files = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    if not files:
        raise BadSet(
            f"{path} is empty.", "Put the documents there, or remove the folder to ask your own library."
        )
    return tuple(SetDocument(file.name, file) for file in files)


def check_sources(cases: tuple[Case, ...], names: set[str]) -> None:
    """Raise BadSet for the first case that names a document the set does not have."""
    for case in cases:
        wanted = [case.source, *case.sources, *(evidence.source for evidence in case.evidence)]
        for name in filter(None, wanted):
            if name not in names:
                raise BadSet(
                    f"{QUESTIONS}, line {case.line}: there is no document {name!r} in {DOCUMENTS}/.", MEND
                )


def have_long_answers(cases: tuple[Case, ...]) -> bool:
    """Whether the gold answers are paragraphs: more than LONG_ANSWER words in the median."""
    lengths = sorted(len(answer.split()) for case in cases for answer in case.answers)
    return bool(lengths) and lengths[len(lengths) // 2] > LONG_ANSWER

"""RAMDocs: questions with a few short documents of their own, which state different answers."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case, CaseSet, SetDocument
from evals.datasets.folder import QUESTIONS
from evals.datasets.records import Row, read_rows
from evals.errors import BadSet

UNKNOWN = "unknown"  # the answer of a document that is noise
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # what was fetched for a document was not always text


@dataclass(frozen=True, slots=True)
class Stated:
    """One document of a question, its kind ("correct", "misinfo" or "noise") and the answer it gives."""

    name: str
    kind: str
    answer: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question with its own documents; `gold` holds one answer for each thing of that name."""

    id: str
    question: str
    documents: tuple[Stated, ...]
    gold: tuple[str, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The different answers that the documents give, in the order of the documents."""
        given = (document.answer for document in self.documents if document.kind != "noise")
        return tuple(dict.fromkeys(answer for answer in given if answer.lower() != UNKNOWN))

    @property
    def disagrees(self) -> bool:
        """Whether the documents give more than one answer."""
        return len(self.answers) > 1


def matches(path: Path) -> bool:
    """Whether the first record has documents of its own and wrong answers."""
    first = next(read_rows(path / QUESTIONS), None)
    return first is not None and {"documents", "wrong_answers"} <= first.values.keys()


def load(path: Path) -> CaseSet:
    """The set in the folder, asked of all its documents at once; raises BadSet."""
    rows = list(read_rows(path / QUESTIONS))
    if not rows:
        raise BadSet(f"{QUESTIONS} has no cases.", "Write one JSON object a line.")
    documents = tuple(
        SetDocument(_name(row, number), text=_text(row, one))
        for row in rows
        for number, one in _numbered(row)
    )
    return CaseSet(path.name, tuple(_case(row) for row in rows), documents)


def read_disputes(path: Path) -> tuple[Dispute, ...]:
    """The questions of the set in the folder, each with what its documents state; raises BadSet."""
    return tuple(_dispute(row) for row in read_rows(path / QUESTIONS))


def _case(row: Row) -> Case:
    return Case(
        row.text("id"),
        row.text("question"),
        answerable=True,
        answers=row.texts("gold_answers"),
        line=row.line,
    )


def _dispute(row: Row) -> Dispute:
    documents = tuple(
        Stated(_name(row, number), str(one.get("type")), str(one.get("answer")))
        for number, one in _numbered(row)
    )
    return Dispute(row.text("id"), row.text("question"), documents, row.texts("gold_answers"))


def _numbered(row: Row) -> list[tuple[int, dict[str, Any]]]:  # Any: JSON
    documents = row.items("documents")
    if not documents or not all(isinstance(one, dict) for one in documents):
        row.fail("'documents' must be a list of objects, with at least one.")
    return list(enumerate(documents))


def _text(row: Row, document: dict[str, Any]) -> str:  # Any: JSON
    text = document.get("text")
    if not isinstance(text, str) or not text.strip():
        row.fail("a document has no 'text'.")
    return _CONTROL.sub(" ", text)


def _name(row: Row, number: int) -> str:
    return f"{row.text('id')}-{number:02d}.txt"

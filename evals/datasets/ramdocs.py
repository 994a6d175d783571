"""RAMDocs: questions with a few short documents of their own, which state different answers."""

import re
from pathlib import Path
from typing import Any

from evals.cases import Case, CaseSet, SetDocument
from evals.datasets.folder import QUESTIONS
from evals.datasets.records import JsonRow, read_rows
from evals.errors import BadSet

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # what was fetched for a document was not always text


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
        SetDocument(name, text=_text(row, document))
        for row in rows
        for name, document in named_documents(row)
    )
    return CaseSet(path.name, tuple(_case(row) for row in rows), documents)


def _case(row: JsonRow) -> Case:
    return Case(
        row.text("id"),
        row.text("question"),
        answerable=True,
        answers=row.texts("gold_answers"),
        line=row.line,
    )


def named_documents(row: JsonRow) -> list[tuple[str, dict[str, Any]]]:  # Any: JSON
    """The documents of a question, each with the name it has in the set; raises BadSet."""
    documents = row.items("documents")
    if not documents or not all(isinstance(document, dict) for document in documents):
        row.fail("'documents' must be a list of objects, with at least one.")
    return [(f"{row.text('id')}-{number:02d}.txt", document) for number, document in enumerate(documents)]


def _text(row: JsonRow, document: dict[str, Any]) -> str:  # Any: JSON
    text = document.get("text")
    if not isinstance(text, str) or not text.strip():
        row.fail("a document has no 'text'.")
    return _CONTROL.sub(" ", text)

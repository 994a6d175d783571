"""RAMDocs' questions with what each of their documents states, and which of them the rules may be made on.

Their documents as a set to ask: `evals.datasets.ramdocs`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from evals.datasets.folder import QUESTIONS
from evals.datasets.ramdocs import named_documents
from evals.datasets.records import JsonRow, read_rows

UNKNOWN = "unknown"  # the answer of a document that is noise
IN_VIEW = 60  # percent


@dataclass(frozen=True, slots=True)
class DisputeDocument:
    """One document of a question, its kind ("correct", "misinfo" or "noise") and the answer it gives."""

    name: str
    kind: str
    answer: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question with its own documents; `gold` holds one answer for each thing of that name."""

    id: str
    question: str
    documents: tuple[DisputeDocument, ...]
    gold: tuple[str, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The different answers that the documents give, in the order of the documents."""
        answers = (document.answer for document in self.documents if document.kind != "noise")
        return tuple(dict.fromkeys(answer for answer in answers if answer.lower() != UNKNOWN))

    @property
    def disagrees(self) -> bool:
        """Whether the documents give more than one answer."""
        return len(self.answers) > 1


def read_disputes(path: Path) -> tuple[Dispute, ...]:
    """The questions of the set in the folder; raises BadSet."""
    return tuple(_dispute(row) for row in read_rows(path / QUESTIONS))


def in_view(case_id: str) -> bool:
    """Whether the question is in the share (60 %) that the rules were made on; the other is set aside."""
    return int(hashlib.sha256(f"share:{case_id}".encode()).hexdigest(), 16) % 100 < IN_VIEW


def _dispute(row: JsonRow) -> Dispute:
    documents = tuple(
        DisputeDocument(name, str(document.get("type")), str(document.get("answer")))
        for name, document in named_documents(row)
    )
    return Dispute(row.text("id"), row.text("question"), documents, row.texts("gold_answers"))

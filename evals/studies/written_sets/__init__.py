"""The sentences written for the project; README.md beside them says what each file holds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.types import Record

WRITTEN = Path(__file__).parent
SHORT = WRITTEN / "answerable_short.jsonl"  # to judge, not to train on
QUESTIONS = WRITTEN / "questions.jsonl"
EVERYDAY = WRITTEN / "claims.jsonl"
BESIDE = WRITTEN / "beside.jsonl"
DOCUMENTS = WRITTEN / "documents.jsonl"
KEPT_DOCUMENTS = WRITTEN / "documents_kept.jsonl"  # to judge, and to fit the confidence, not to train on


@dataclass(frozen=True, slots=True)
class PassageQuestion(Record):
    """A question, and whether `passage` answers it; `source` is the document or the group of the passage.

    `answers` are where they begin in the passage and their words, where that was marked.
    """

    question: str
    passage: str
    answerable: bool
    source: str
    answers: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TextQuery(Record):
    """A question, and `texts` below `heading`: in a row in a document, or as a search found them.

    `right` are the places of those that answer by themselves, `parts` of those that do so only together.
    """

    query: str
    heading: str
    texts: tuple[str, ...]
    right: frozenset[int]
    parts: frozenset[int]

    @property
    def wrong(self) -> list[int]:
        """The places of the texts that do not answer, not even in part."""
        return [place for place in range(len(self.texts)) if place not in self.right | self.parts]


@dataclass(frozen=True, slots=True)
class WrittenQuestion(Record):
    """A question about a document. `evidence` are all its sentences that answer by themselves, `parts` those
    that answer only together, in its words but for white space. Where it has neither, it does not answer.
    """

    question: str
    evidence: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenDocument(Record):
    """A document, the `set` of documents beside which it is asked, and the questions about it."""

    set: str
    name: str
    text: str
    questions: tuple[WrittenQuestion, ...]


@dataclass(frozen=True, slots=True)
class WrittenClaim(Record):
    """A sentence as an assistant writes it, and whether `evidence` states it.

    `label` is "true" or "false", `kind` in which way; `half` is "seen", or "kept" for the end.
    """

    id: str
    evidence: str
    claim: str
    label: str
    kind: str
    half: str


@dataclass(frozen=True, slots=True)
class WrittenAnswer(Record):
    """A right answer to the case `id` of the set `set`, in other words than its evidence."""

    set: str
    id: str
    sentence: str


def read_questions(path: Path = WRITTEN / "answerable.jsonl") -> list[PassageQuestion]:
    """The questions, passage by passage; also those of a file in which each names its source.

    Raises `OSError`, and `ValueError` or `KeyError` for what is none.
    """
    return [
        PassageQuestion(
            row["question"],
            row["passage"],
            row["answerable"],
            str(row.get("source") or row["group"]),
            tuple((start, text) for start, text in row.get("answers", ())),
        )
        for row in _records(path)
    ]


def read_queries(path: Path = QUESTIONS) -> list[TextQuery]:
    """The questions, each with the texts of its record. Raises as `read_questions`."""
    return [
        TextQuery(
            query["query"],
            row["heading"],
            tuple(row["texts"]),
            frozenset(query["right"]),
            frozenset(query.get("parts", ())),
        )
        for row in _records(path)
        for query in row["queries"]
    ]


def read_documents(path: Path = DOCUMENTS) -> list[WrittenDocument]:
    """The documents with their questions, set by set. Raises as `read_questions`."""
    return [WrittenDocument.from_dict(row) for row in _records(path)]


def read_claims(path: Path = EVERYDAY, half: str | None = None) -> list[WrittenClaim]:
    """The claims, all or those of one half. Raises as `read_questions`."""
    claims = (WrittenClaim(**values) for values in _records(path))
    return [claim for claim in claims if half in (None, claim.half)]


def read_answers(path: Path = WRITTEN / "gold_in_other_words.jsonl") -> list[WrittenAnswer]:
    """The right answers. Raises as `read_questions`."""
    return [WrittenAnswer(**values) for values in _records(path)]


def _records(path: Path) -> list[dict[str, Any]]:  # Any: JSON
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

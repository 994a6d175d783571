"""What was shown of a disagreement, against what each document states."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Conflict
from documents.types import Record
from evals.datasets.ramdocs import Dispute, Stated
from evals.text import contains

IN_VIEW = 60  # percent


@dataclass(frozen=True, slots=True)
class ShownRow(Record):
    """One shown value. `stated`: its document gives that answer by the gold; `noise`: it gives none."""

    value: str
    quote: str
    source: str
    stated: bool
    noise: bool


@dataclass(frozen=True, slots=True)
class Shown(Record):
    """What was shown for one question, `disagrees` being the gold.

    `gold_values`: every gold answer is a shown value; `gold_quoted`: each is in a value or its quote.
    """

    id: str
    question: str
    disagrees: bool
    rows: tuple[ShownRow, ...]
    gold_values: bool
    gold_quoted: bool
    seconds: float = 0.0

    @property
    def flagged(self) -> bool:
        """Whether a conflict was shown."""
        return bool(self.rows)


def in_view(case_id: str) -> bool:
    """Whether the question is in the share (60 %) that the rules were made on; the other is set aside."""
    return int(hashlib.sha256(f"share:{case_id}".encode()).hexdigest(), 16) % 100 < IN_VIEW


def judge(
    dispute: Dispute, conflicts: Sequence[Conflict], names: Mapping[str, Sequence[str]], seconds: float = 0.0
) -> Shown:
    """The shown conflicts beside the gold; `names` are the documents' names by source id."""
    stated = {document.name: document for document in dispute.documents}
    rows = tuple(
        _row(
            row.value,
            row.citation.quote,
            [stated[name] for name in names.get(row.citation.source_id, ()) if name in stated],
        )
        for conflict in conflicts
        for row in conflict.rows
    )
    return Shown(
        dispute.id,
        dispute.question,
        dispute.disagrees,
        rows,
        all(any(_agree(row.value, gold) for row in rows) for gold in dispute.gold),
        all(
            any(_agree(row.value, gold) or contains(row.quote, gold) for row in rows) for gold in dispute.gold
        ),
        seconds,
    )


def _row(value: str, quote: str, documents: Sequence[Stated]) -> ShownRow:
    return ShownRow(
        value,
        quote,
        documents[0].name if documents else "",
        any(_agree(value, document.answer) for document in documents),
        all(document.kind == "noise" for document in documents),
    )


def _agree(value: str, answer: str) -> bool:
    """Whether one holds the other, word for word: "1856" and "in 1856"."""
    return contains(value, answer) or contains(answer, value)

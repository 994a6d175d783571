"""What was shown of a disagreement, against what each document states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import or_

from assistant.types import Conflict, ConflictRow
from documents.types import Record
from evals.studies.conflicts.disputes import Dispute, DisputeDocument
from evals.text import contains


@dataclass(frozen=True, slots=True)
class ShownValue(Record):
    """A shown value. `stated`: its document gives that answer by the gold; `noise`: it gives none."""

    value: str
    quote: str
    source: str
    stated: bool
    noise: bool


@dataclass(frozen=True, slots=True)
class JudgedDispute(Record):
    """What was shown for a question, beside the gold: `disagrees`.

    `gold_values`: every gold answer is a shown value; `gold_quoted`: each is in a value or its quote.
    """

    id: str
    question: str
    disagrees: bool
    values: tuple[ShownValue, ...]
    gold_values: bool
    gold_quoted: bool
    seconds: float = 0.0

    @property
    def flagged(self) -> bool:
        """Whether a conflict was shown."""
        return bool(self.values)


def judge(
    dispute: Dispute, conflicts: Sequence[Conflict], names: Mapping[str, Sequence[str]], seconds: float = 0.0
) -> JudgedDispute:
    """The shown conflicts beside the gold; `names` are the documents' names by source id."""
    documents = {document.name: document for document in dispute.documents}
    values = tuple(
        _judged(row, [documents[name] for name in names.get(row.citation.source_id, ()) if name in documents])
        for conflict in conflicts
        for row in conflict.rows
    )
    shown_gold = [any(_agree(value.value, gold) for value in values) for gold in dispute.gold]
    quoted_gold = [any(contains(value.quote, gold) for value in values) for gold in dispute.gold]
    return JudgedDispute(
        dispute.id,
        dispute.question,
        dispute.disagrees,
        values,
        gold_values=all(shown_gold),
        gold_quoted=all(map(or_, shown_gold, quoted_gold)),
        seconds=seconds,
    )


def _judged(row: ConflictRow, documents: Sequence[DisputeDocument]) -> ShownValue:
    return ShownValue(
        row.value,
        row.citation.quote,
        documents[0].name if documents else "",
        any(_agree(row.value, document.answer) for document in documents),
        all(document.kind == "noise" for document in documents),
    )


def _agree(value: str, answer: str) -> bool:
    """Whether one holds the other, word for word: "1856" and "in 1856"."""
    return contains(value, answer) or contains(answer, value)

"""WiCE: Wikipedia claims against the whole web page that each cites, with the sentences that support them."""

from dataclasses import dataclass
from pathlib import Path

from evals.datasets.records import Row, read_rows

CLAIMS = "claims.jsonl"
LABELS = {"supported": "found", "partially_supported": "partly", "not_supported": "not_found"}


@dataclass(frozen=True, slots=True)
class WiceClaim:
    """A claim with its label in the checker's words; `supporting`: complete, equally good sets."""

    id: str
    claim: str
    label: str
    title: str
    sentences: tuple[str, ...]
    supporting: tuple[frozenset[int], ...]


def load_claims(path: Path) -> tuple[WiceClaim, ...]:
    """The claims in the folder, in order; raises BadSet."""
    return tuple(_claim(row) for row in read_rows(path / CLAIMS))


def _claim(row: Row) -> WiceClaim:
    label = row.text("label")
    if label not in LABELS:
        row.fail(f"there is no label {label!r}: it must be one of {', '.join(LABELS)}.")
    return WiceClaim(
        id=row.text("id"),
        claim=row.text("claim"),
        label=LABELS[label],
        title=row.text("title"),
        sentences=row.texts("source_sentences"),
        supporting=tuple(frozenset(int(one) for one in group) for group in row.items("supporting")),
    )

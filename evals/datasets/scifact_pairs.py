"""SciFact's claims with the abstracts that support or contradict them, for the checker."""

from dataclasses import dataclass
from pathlib import Path

from evals.datasets.folder import QUESTIONS
from evals.datasets.records import read_rows
from evals.datasets.scifact import CORPUS

OPEN = "OPEN"  # a claim that the abstract neither supports nor contradicts


@dataclass(frozen=True, slots=True)
class ClaimOnAbstract:
    """A claim, one abstract and what it says of the claim: "SUPPORT", "CONTRADICT" or "OPEN"."""

    claim: str
    source: str
    text: str
    label: str
    evidence: tuple[str, ...]


def load_evidence(path: Path) -> list[ClaimOnAbstract]:
    """Each claim with each abstract judged for it; those without evidence with their first; raises BadSet."""
    texts = {
        row.text("id"): row.text("text") for file in sorted(path.glob(CORPUS)) for row in read_rows(file)
    }
    found = []
    for row in read_rows(path / QUESTIONS):
        by_source: dict[str, list[dict[str, str]]] = {}
        for one in row.items("evidence"):
            by_source.setdefault(one["source"], []).append(one)
        for source, items in by_source.items():
            evidence = tuple(item["text"] for item in items)
            found.append(
                ClaimOnAbstract(row.text("question"), source, texts[source], items[0]["label"], evidence)
            )
        for source in row.texts("relevant")[:1] if not by_source else ():
            found.append(ClaimOnAbstract(row.text("question"), source, texts[source], OPEN, ()))
    return found

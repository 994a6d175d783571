"""The public sets that the checker is fitted on or judged by: RAGTruth, WiCE, SciFact's claims."""

from dataclasses import dataclass
from pathlib import Path

from documents.text.runs import grouped
from evals.datasets.folder import QUESTIONS
from evals.datasets.records import JsonRow, read_rows
from evals.datasets.scifact import CORPUS

RESPONSES = "responses.jsonl"
CLAIMS = "claims.jsonl"
LABELS = {"supported": "found", "partially_supported": "partly", "not_supported": "not_found"}
OPEN = "OPEN"  # a claim that the abstract neither supports nor contradicts


@dataclass(frozen=True, slots=True)
class RagtruthResponse:
    """An answer of a model; `spans` are offsets (start, end) of what its passages do not state."""

    id: str
    source_id: str
    question: str
    passages: tuple[str, ...]
    response: str
    spans: tuple[tuple[int, int], ...]

    def unsupported(self, start: int, end: int) -> bool:
        """Whether the stretch overlaps a marked span by more than punctuation."""
        return any(
            any(character.isalnum() for character in self.response[max(start, first) : min(end, last)])
            for first, last in self.spans
        )


def load_ragtruth(path: Path) -> tuple[RagtruthResponse, ...]:
    """The answers in the folder, in order; raises BadSet."""
    return tuple(_response(row) for row in read_rows(path / RESPONSES))


def _response(row: JsonRow) -> RagtruthResponse:
    response = row.text("response")
    spans = tuple((int(span["start"]), int(span["end"])) for span in row.items("spans"))
    if any(not 0 <= start < end <= len(response) for start, end in spans):
        row.fail("a span lies outside the response.")
    return RagtruthResponse(
        row.text("id"), row.text("source_id"), row.text("question"), row.texts("passages"), response, spans
    )


@dataclass(frozen=True, slots=True)
class WiceClaim:
    """A claim with its label in the checker's words; `supporting`: complete, equally good sets."""

    id: str
    claim: str
    label: str
    title: str
    sentences: tuple[str, ...]
    supporting: tuple[frozenset[int], ...]


def load_wice(path: Path) -> tuple[WiceClaim, ...]:
    """The claims in the folder, in order; raises BadSet."""
    return tuple(_claim(row) for row in read_rows(path / CLAIMS))


def _claim(row: JsonRow) -> WiceClaim:
    label = row.text("label")
    if label not in LABELS:
        row.fail(f"there is no label {label!r}: it must be one of {', '.join(LABELS)}.")
    return WiceClaim(
        id=row.text("id"),
        claim=row.text("claim"),
        label=LABELS[label],
        title=row.text("title"),
        sentences=row.texts("source_sentences"),
        supporting=tuple(frozenset(map(int, group)) for group in row.items("supporting")),
    )


@dataclass(frozen=True, slots=True)
class ScifactClaim:
    """A claim, one abstract and what it says of the claim: "SUPPORT", "CONTRADICT" or "OPEN"."""

    claim: str
    source: str
    text: str
    label: str
    evidence: tuple[str, ...]


def load_scifact(path: Path) -> list[ScifactClaim]:
    """Each claim with each abstract judged for it; those without evidence with their first; raises BadSet."""
    texts = {
        row.text("id"): row.text("text") for file in sorted(path.glob(CORPUS)) for row in read_rows(file)
    }
    claims = []
    for row in read_rows(path / QUESTIONS):
        by_source = grouped(row.items("evidence"), lambda item: item["source"])
        for source, items in by_source.items():
            evidence = tuple(item["text"] for item in items)
            claims.append(
                ScifactClaim(row.text("question"), source, texts[source], items[0]["label"], evidence)
            )
        for source in row.texts("relevant")[:1] if not by_source else ():
            claims.append(ScifactClaim(row.text("question"), source, texts[source], OPEN, ()))
    return claims

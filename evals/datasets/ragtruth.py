"""RAGTruth: answers of models with the words that their passages do not state; only for evaluation."""

from dataclasses import dataclass
from pathlib import Path

from evals.datasets.records import Row, read_rows

RESPONSES = "responses.jsonl"


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; `spans` are offsets (start, end) of what the passages do not state."""

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


def load_responses(path: Path) -> tuple[Response, ...]:
    """The answers in the folder, in order; raises BadSet."""
    return tuple(_response(row) for row in read_rows(path / RESPONSES))


def _response(row: Row) -> Response:
    response = row.text("response")
    spans = tuple((int(span["start"]), int(span["end"])) for span in row.items("spans"))
    if any(not 0 <= start < end <= len(response) for start, end in spans):
        row.fail("a span lies outside the response.")
    return Response(
        row.text("id"), row.text("source_id"), row.text("question"), row.texts("passages"), response, spans
    )

"""Where the gold lies in stored text, and which hits and citations overlap it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.inputs import file_name
from documents.types import Record, Source
from evals.cases import Case, CaseSet, GoldEvidence
from evals.errors import BadSet
from evals.text import Squeezed


@dataclass(frozen=True, slots=True)
class Place(Record):
    """Characters `start` to `end` of a source's stored text."""

    source_id: str
    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        """Whether the two share at least one character."""
        return self.source_id == other.source_id and self.start < other.end and other.start < self.end


# One gold span; several places where its text occurs more than once: any of them counts.
Span = tuple[Place, ...]
StoredText = Callable[[str], str]


def overlaps(place: Place, span: Span) -> bool:
    """Whether the place overlaps the span at one of its places."""
    return any(place.overlaps(other) for other in span)


@dataclass(frozen=True, slots=True)
class Gold:
    """A case with its gold found in the library: spans, or ids of relevant sources.

    `unlocated` counts the evidence that was not found there.
    """

    case: Case
    spans: tuple[Span, ...] = ()
    relevant: tuple[str, ...] = ()
    unlocated: int = 0

    def covered(self, ranking: Sequence[Place]) -> tuple[tuple[int, ...], ...]:
        """The units that each hit covers: relevant sources where the case has them, else gold spans."""
        if self.relevant:
            return covered_sources(ranking, self.relevant)
        return covered_spans(ranking, self.spans)

    @property
    def units(self) -> int:
        """How many units there are to find."""
        return len(self.relevant) or len(self.spans)


def sources_by_name(sources: Sequence[Source]) -> dict[str, list[str]]:
    """The ids of the sources with each file name, over all their uris."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        for name in sorted({file_name(uri) for uri in (source.uri, *source.uris)}):
            by_name[name].append(source.id)
    return dict(by_name)


class GoldFinder:
    """Finds each case's gold in the stored texts of a library."""

    def __init__(self, case_set: CaseSet, sources: Sequence[Source], text: StoredText) -> None:
        self._path = case_set.path
        self._named = sources_by_name(sources)
        self._text = lru_cache(maxsize=None)(text)
        self._squeezed = lru_cache(maxsize=64)(lambda source_id: Squeezed.of(text(source_id)))

    def gold(self, case: Case) -> Gold:
        """The case with its gold; raises BadSet for evidence that is not in its source.

        Evidence stands there to the letter, or else with other blanks and punctuation. Where the case names
        `sources`, evidence that is not in them is left out: such sets are written from the
        documents as they look, and not from the stored text, which may have a page or a sheet otherwise.
        """
        spans = tuple(filter(None, (self._span(case, evidence) for evidence in case.evidence)))
        relevant = tuple(self._ids(case, name)[0] for name in case.relevant)
        return Gold(case, spans, relevant, unlocated=len(case.evidence) - len(spans))

    def _ids(self, case: Case, name: str) -> list[str]:
        if name not in self._named:
            raise BadSet(
                f"{self._path}, line {case.line}: the library has no source {name!r}.",
                "Add it with `footnote add`, or mend the name.",
            )
        return self._named[name]

    def _span(self, case: Case, evidence: GoldEvidence) -> Span:
        names = [evidence.source] if evidence.source else case.sources
        ids = [source_id for name in names for source_id in self._ids(case, name)]
        places = tuple(place for source_id in ids for place in self._places(source_id, evidence))
        if not places and not case.sources:
            raise BadSet(
                f"{self._path}, line {case.line}: {evidence.source} does not have {_shortened(evidence.text)}"
                + ("." if evidence.start is None else f" at characters {evidence.start} to {evidence.end}."),
                "Copy the evidence from the document as the page shows it, opened from the Library.",
            )
        return places

    def _places(self, source_id: str, evidence: GoldEvidence) -> Iterator[Place]:
        text = self._text(source_id)
        if evidence.start is not None and evidence.end is not None:
            if text[evidence.start : evidence.end] == evidence.text:
                yield Place(source_id, evidence.start, evidence.end)
            return
        start = text.find(evidence.text)
        if start < 0:
            for stretch in self._squeezed(source_id).find(evidence.text):
                yield Place(source_id, *stretch)
        while start >= 0:
            yield Place(source_id, start, start + len(evidence.text))
            start = text.find(evidence.text, start + 1)


def covered_spans(ranking: Sequence[Place], spans: Sequence[Span]) -> tuple[tuple[int, ...], ...]:
    """For each hit, best first, the numbers of the gold spans that it overlaps."""
    return tuple(tuple(i for i, span in enumerate(spans) if overlaps(hit, span)) for hit in ranking)


def covered_sources(ranking: Sequence[Place], relevant: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The same where whole sources are relevant: hits folded to one a source, at its best rank."""
    folded = list(dict.fromkeys(hit.source_id for hit in ranking))
    return tuple(tuple(i for i, wanted in enumerate(relevant) if wanted == source) for source in folded)


def _shortened(text: str, length: int = 60) -> str:
    return repr(text if len(text) <= length else text[:length] + "…")

"""Quotes from passages that speak to the assistant."""

from collections.abc import Callable, Iterable, Sequence

from assistant.types import Citation, Sentence
from documents.library import Library
from documents.types import Passage
from index.types import Hit

INSTRUCTIONS = "This passage contains instructions; they were not followed."
Flagged = Callable[[Citation], bool]  # whether a quote comes from a passage that speaks to the assistant


def unflagged(citation: Citation) -> bool:
    """Where nothing is known of the passages."""
    return False


def in_flagged(hits: Iterable[Hit]) -> Flagged:
    """Whether a quote touches the passage of one of these hits that is flagged."""
    return _in_any([hit.passage for hit in hits if hit.flagged])


def cited_flagged(sentences: Iterable[Sentence], library: Library) -> Flagged:
    """Whether a quote that these sentences cite touches a flagged passage of the library as it is now."""
    cited = {citation.source_id for sentence in sentences for citation in sentence.citations}
    flagged = [name for name in library.existing(cited) if library.source(name).flagged]
    return _in_any([passage for name in flagged for passage in library.passages_of(name) if passage.flagged])


def _in_any(passages: Sequence[Passage]) -> Flagged:
    return lambda citation: any(
        (passage.source_id, passage.version) == (citation.source_id, citation.version)
        and passage.start < citation.end
        and citation.start < passage.end
        for passage in passages
    )

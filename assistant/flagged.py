"""Quotes from passages that speak to the assistant."""

from collections.abc import Callable, Iterable

from assistant.types import Citation
from index.types import Hit

INSTRUCTIONS = "This passage contains instructions; they were not followed."
Flagged = Callable[[Citation], bool]  # whether a quote comes from a passage that speaks to the assistant


def unflagged(citation: Citation) -> bool:
    """Where nothing is known of the passages."""
    return False


def in_flagged(hits: Iterable[Hit]) -> Flagged:
    """Whether a quote touches one of these passages that is flagged."""
    flagged = [hit.passage for hit in hits if hit.flagged]
    return lambda one: any(
        (passage.source_id, passage.version) == (one.source_id, one.version)
        and passage.start < one.end
        and one.start < passage.end
        for passage in flagged
    )

"""What a search returns."""

from dataclasses import dataclass
from typing import Literal

from documents.types import Passage, Record

Origin = Literal["dense", "lexical", "both"]


@dataclass(frozen=True, slots=True)
class Hit(Record):
    """A passage with its fused score; `origin` says which of the two searches found it.

    `flagged`: the passage has text that speaks to the assistant. `cosine`: how alike passage and query are in
    meaning, -1 to 1.
    """

    passage: Passage
    score: float
    origin: Origin
    flagged: bool = False
    cosine: float = 0.0

"""What a claim says and its source does not."""

from dataclasses import dataclass
from typing import Literal

ClashKind = Literal["number", "date", "unit", "name", "negation", "antonym", "quantity", "comparison", "role"]


@dataclass(frozen=True, slots=True)
class Clash:
    """A fact of a claim that its quotes do not state, or state otherwise.

    `veto`: sure enough to call the claim not found, however much else agrees.
    """

    kind: ClashKind
    said: str
    stated: str | None  # what the source says in its place; None: nothing
    reason: str  # in plain words
    veto: bool

"""What is known of one case once it has been asked; every figure is made from these."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from documents.types import Record


@dataclass(frozen=True, slots=True)
class Verdict(Record):
    """One case judged. None means that the point does not apply to the case.

    `asked` is false where a set only measures the ranking. `right`: answered rightly, of answerable cases
    with gold answers. `draft_right`: the same of what the model wrote, whether it was shown or not; false for
    a case that is not answerable and for a draft that declines. `cited`, `cited_supporting`, `shown` and
    `shown_supported` count citations and sentences of what was shown; `citations` and `located` all citations
    of the answer. `covered` has, for each hit, best first, the numbers of the `units` it covers.
    `seconds` are by stage; empty where the answer was not timed.
    """

    id: str
    asked: bool = True
    answerable: bool = True
    refused: bool = False
    right: bool | None = None
    draft_right: bool | None = None
    confidence: float | None = None
    citations: int = 0
    located: int = 0
    cited: int = 0
    cited_supporting: int = 0
    shown: int = 0
    shown_supported: int = 0
    evidence_cited: bool | None = None
    units: int = 0
    covered: tuple[tuple[int, ...], ...] = ()
    words: int | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

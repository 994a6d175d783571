"""What is known of one case once it has been asked; every figure is made from these."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.types import Answer
from documents.types import Record
from evals.cases import Case
from evals.points import Points


@dataclass(frozen=True, slots=True)
class Verdict(Record):
    """One case judged. None means that the point does not apply to the case.

    `asked` is false where a set only measures the ranking. `refused` and `unsure` are the outcomes beside
    "answered". `useful`: what was shown is right, be it as an answer or unsure, of answerable cases with gold
    answers or points; `right`: the same, and answered. `points` are there in cases that have some, and where
    the kind says that there is no answer. `draft_right`: the same as `right` of what the model wrote, whether
    it was shown or not; false for a case that is not answerable and for a draft that declines. `cited`,
    `cited_supporting`, `shown` and `shown_supported` count citations and sentences of what was shown;
    `citations` and `located` all citations of the answer. `covered` has for each hit, best first, the numbers
    of the `units` it covers. `unlocated` counts gold spans that are not in the stored text and were left out.
    `seconds` are by stage; empty where the answer was not timed. `case` and `answer` (None where it was not
    asked) are there for metrics alone: a run keeps them beside its verdicts.
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
    unsure: bool = False
    useful: bool | None = None
    points: Points | None = None
    unlocated: int = 0
    case: Case | None = field(default=None, repr=False)
    answer: Answer | None = field(default=None, repr=False)

    @property
    def answered(self) -> bool:
        """Whether an answer was given: it neither declined nor was unsure."""
        return self.asked and not self.refused and not self.unsure

    def to_dict(self) -> dict[str, Any]:  # Any: JSON types
        """The fields by name, as JSON types, but for the case and the answer."""
        values = Record.to_dict(replace(self, case=None, answer=None))
        del values["case"], values["answer"]
        return values

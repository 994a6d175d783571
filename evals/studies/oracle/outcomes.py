"""What became of drafts that are known to be right or wrong, and the tables of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer, Outcome
from documents.text.runs import grouped
from evals.markdown import table
from evals.studies.oracle.drafts import KINDS, RIGHT, WRONG, Kind

WRONG_SHARE = 0.4  # of the answers of a model that is half right


@dataclass(frozen=True, slots=True)
class DraftOutcome:
    """What became of one draft. `shown`: a sentence of it is shown in an answer that is not called unsure.

    Where a list or section answers by itself no model is asked: `asked` is then false.
    """

    kind: Kind
    case: str
    draft: str
    outcome: Outcome
    asked: bool
    shown: bool

    @classmethod
    def of(cls, kind: Kind, case: str, draft: str, answer: Answer) -> "DraftOutcome":
        """What became of a draft in its answer."""
        asked, written = bool(answer.draft), " ".join(draft.split())
        shown = any(" ".join(sentence.text.split()) in written for sentence in answer.sentences)
        return cls(kind, case, draft, answer.outcome, asked, asked and shown and answer.outcome == "answered")

    @property
    def answered(self) -> bool:
        """Whether a right draft counts as answered, or a wrong one is shown as if it were right."""
        return self.shown if self.kind in WRONG else self.outcome == "answered"


@dataclass(frozen=True, slots=True)
class HalfRight:
    """A model of which some answers are wrong: `before`, the share that is wrong, `after`, that among those
    shown as answered, and the share of its right answers that is `kept`.
    """

    cases: int
    before: float
    after: float
    kept: float


def half_right(outcomes: Sequence[DraftOutcome], *, seed: int = 0) -> HalfRight | None:
    """Of each case one right or, in WRONG_SHARE, one wrong draft at random; None where there are too few.

    Drafts that code answers in the place of the model tell nothing of it, and are left out.
    """
    rng = random.Random(seed)
    of_model = [outcome for outcome in outcomes if outcome.kind != "decline" and outcome.asked]
    drawn = []
    for drafts in grouped(of_model, lambda outcome: outcome.case).values():
        kinds = WRONG if rng.random() < WRONG_SHARE else RIGHT
        if fitting := [draft for draft in drafts if draft.kind in kinds]:
            drawn.append(rng.choice(fitting))
    wrong = [draft for draft in drawn if draft.kind in WRONG]
    right = [draft for draft in drawn if draft.kind in RIGHT]
    answered = [draft for draft in drawn if draft.answered]
    if not (wrong and right and answered):
        return None
    return HalfRight(
        cases=len(drawn),
        before=len(wrong) / len(drawn),
        after=sum(draft.kind in WRONG for draft in answered) / len(answered),
        kept=sum(draft.answered for draft in right) / len(right),
    )


def report(outcomes: Sequence[DraftOutcome], *, seed: int = 0) -> str:
    """The tables, as Markdown."""
    kinds = {kind: [outcome for outcome in outcomes if outcome.kind == kind] for kind in KINDS}
    rows = [(_title(kind), len(drafts), *_shares(drafts)) for kind, drafts in kinds.items() if drafts]
    text = table(("the model says", "cases", "answered", "unsure", "declined"), rows)
    if drawn := half_right(outcomes, seed=seed):
        text += (
            f"\nHalf right ({drawn.cases} cases): {drawn.before:.0%} of its answers are wrong, of those "
            f"shown as answered {drawn.after:.0%}; {drawn.kept:.0%} of the right ones are kept.\n"
        )
    return text


def _title(kind: Kind) -> str:
    return f"right: {kind}" if kind in RIGHT else f"wrong: {kind}" if kind in WRONG else "rightly: a decline"


def _shares(drafts: Sequence[DraftOutcome]) -> list[str]:
    answered = sum(draft.answered for draft in drafts)
    declined = sum(draft.outcome == "declined" for draft in drafts)
    counts = (answered, len(drafts) - answered - declined, declined)  # the documents' own words in between
    return [f"{count / len(drafts):.1%}" for count in counts]

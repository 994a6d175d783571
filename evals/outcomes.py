"""What became of a case, in words: one outcome each, and every kind of failure that applies."""

from collections import Counter
from collections.abc import Callable, Iterable

from evals.metrics.rightness import is_right_call, is_wrong
from evals.verdicts import Verdict

Applies = Callable[[Verdict], bool]

NOT_JUDGED = "Not judged"
NOT_EXACT = "A citation is not the stored text"
UNSURE_THOUGH_RIGHT = "Unsure, though what it showed is right"


def _gave_wrong_answer(verdict: Verdict) -> bool:
    return bool(is_wrong(verdict)) and verdict.answerable


def _is_part(verdict: Verdict) -> bool:
    return verdict.points is not None and not verdict.points.misleading


# Kinds of failure, worst first.
FAILURES: dict[str, Applies] = {
    NOT_EXACT: lambda v: v.located != v.citations,
    "Invented an answer where there is none": lambda v: bool(is_wrong(v)) and not v.answerable,
    "Gave a wrong answer": lambda v: _gave_wrong_answer(v) and not _is_part(v),
    "Gave only a part of the answer": lambda v: _gave_wrong_answer(v) and _is_part(v),
    "Declined though there is an answer": lambda v: v.asked and v.answerable and v.refused,
    "Unsure, and what it showed is not the answer": lambda v: v.unsure and v.useful is False,
    UNSURE_THOUGH_RIGHT: lambda v: v.unsure and v.useful is True,
    "Found none of the gold in 10 hits": lambda v: v.units > 0 and not any(v.covered[:10]),
}
GOOD: dict[str, Applies] = {
    "Answered rightly": lambda v: v.answerable and is_right_call(v),
    "Declined rightly": lambda v: not v.answerable and is_right_call(v),
    "Answered, with nothing to compare it to": lambda v: v.answered and v.answerable and v.right is None,
    "Unsure, with nothing to compare it to": lambda v: v.unsure and v.answerable and v.useful is None,
    "Found in the first 10 hits": lambda v: not v.asked and any(v.covered[:10]),
}
# What counts one half as a right call.
HALF: dict[str, Applies] = {
    "Unsure where there is no answer": lambda v: v.unsure and not v.answerable,
    UNSURE_THOUGH_RIGHT: FAILURES[UNSURE_THOUGH_RIGHT],
}
# In the order in which they name a case: that a citation is not exact goes beside another outcome.
KINDS: dict[str, Applies] = {
    **GOOD,
    **HALF,
    **{title: fails for title, fails in FAILURES.items() if title != NOT_EXACT},
    NOT_EXACT: FAILURES[NOT_EXACT],
}


def kinds(verdict: Verdict) -> list[str]:
    """All that applies to the case; the first is its outcome.

    >>> kinds(Verdict("a", answerable=True, refused=True, right=False, units=1, covered=((), ())))
    ['Declined though there is an answer', 'Found none of the gold in 10 hits']
    """
    return [title for title, applies in KINDS.items() if applies(verdict)]


def outcome(verdict: Verdict) -> str:
    """What became of the case."""
    return next(iter(kinds(verdict)), NOT_JUDGED)


def worth(verdict: Verdict) -> float:
    """What the case counts as: 1 for a good outcome, 0.5 for half a one, else 0.

    >>> worth(Verdict("declined", answerable=False, refused=True))
    1.0
    >>> worth(Verdict("unsure", answerable=False, unsure=True))
    0.5
    """
    title = outcome(verdict)
    return 1.0 if title in GOOD else 0.5 if title in HALF else 0.0


def counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many cases each kind applies to, without those of none, in the order of KINDS."""
    counted = Counter(title for verdict in verdicts for title in kinds(verdict))
    return {title: counted[title] for title in KINDS if counted[title]}

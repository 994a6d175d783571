"""Two runs of a set side by side: which cases were gained and lost, and what so many cases can show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from documents.reading.notes import count
from evals.cases import Case
from evals.errors import EvalError
from evals.keeping.fingerprint import PLACES
from evals.metrics import METRICS
from evals.metrics.intervals import Difference, paired_difference
from evals.outcomes import worth
from evals.runs import CaseRun, Run

# The figures that are compared: 1 where more is better, -1 where less is, 0 where it depends.
COMPARED: Mapping[str, int] = {
    "right_call": 1,
    "correct": 1,
    "useful": 1,
    "right": 1,
    "complete": 1,
    "wrong_among_answered": -1,
    "misled": -1,
    "declined": -1,
    "declined_unanswerable": 1,
    "kept_silent": 1,
    "unsure": 0,
    "located": 1,
    "evidence_cited": 1,
    "recall@10": 1,
    "ndcg@10": 1,
}
VERBS = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("more", "fewer")}
CHOICE = ("limit", "seed", "stopped_of")  # which cases were asked: these say it themselves


@dataclass(frozen=True, slots=True)
class Pair:
    """One case in two runs."""

    before: CaseRun
    now: CaseRun

    @property
    def change(self) -> int:
        """1 where it was gained, -1 where it was lost, 0 where it is worth as much as before."""
        old, new = worth(self.before.verdict), worth(self.now.verdict)
        return (new > old) - (new < old)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs: the cases that both have in the same words, by id; the figures over these; what differs.

    `left_out` counts the cases of either run that the other one lacks, or has with another gold;
    `made_otherwise` says which settings and versions differ, in words.
    """

    pairs: Mapping[str, Pair]
    differences: Mapping[str, Difference]
    left_out: int
    made_otherwise: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:  # Any: JSON
        """The comparison as `footnote eval --json` prints it: the figures, and the ids of the cases."""
        return {
            "differences": {name: difference.to_dict() for name, difference in self.differences.items()},
            "compared": len(self.pairs),
            "gained": self.changed(1),
            "lost": self.changed(-1),
            "left_out": self.left_out,
            "made_otherwise": list(self.made_otherwise),
        }

    def changed(self, change: int) -> list[str]:
        """The ids of the cases that were gained (1) or lost (-1)."""
        return [name for name, pair in self.pairs.items() if pair.change == change]


def check_alike(before: Run, cases: Iterable[Case]) -> None:
    """Nothing, where the run has one of these cases; raises EvalError where it has none."""
    if {row.case.id for row in before.cases}.isdisjoint(case.id for case in cases):
        raise EvalError("That run has none of these cases.", "Compare it with a run of the same set.")


def compare(before: Run, now: Run) -> Comparison:
    """The comparison of two runs. Raises EvalError where they have no case in common."""
    earlier = {row.case.id: row for row in before.cases}
    pairs = {
        row.case.id: Pair(earlier[row.case.id], row)
        for row in now.cases
        if row.case.id in earlier and _same_gold(earlier[row.case.id], row)
    }
    if not pairs:
        raise EvalError("The two runs have no case in common.", "Compare two runs of the same set.")
    left_out = len(before.cases) + len(now.cases) - 2 * len(pairs)
    return Comparison(pairs, dict(_differences(pairs)), left_out, tuple(_setting_changes(before, now)))


def in_words(name: str, difference: Difference) -> str:
    """What the difference in the figure `name` says.

    >>> in_words("right_call", Difference(0.8, 0.865, 0.041, 0.089, 400))
    'better by 4 to 9 points'
    >>> in_words("misled", Difference(0.1, 0.2, 0.004, 0.19, 40))
    'worse by up to 19 points'
    >>> in_words("right", Difference(0.5, 0.503, 0.001, 0.004, 4000))
    'better by less than a point'
    >>> in_words("useful", Difference(0.8, 0.85, -0.05, 0.15, 40))
    'no difference that 40 cases can show'
    """
    if difference.same:
        return "the same"
    if not difference.shown:
        return f"no difference that {count(difference.n, 'case')} can show"
    more, less = VERBS[COMPARED[name]]
    low, high = sorted(round(100 * abs(bound)) for bound in (difference.low, difference.high))
    if high == 0:
        points = "less than a point"
    elif low == high:
        points = f"about {count(high, 'point')}"
    else:
        points = f"{low} to {high} points" if low else f"up to {count(high, 'point')}"
    return f"{more if difference.low > 0 else less} by {points}"


def remarks(comparison: Comparison) -> Iterator[str]:
    """What is left out, and how the runs were made otherwise, in sentences."""
    if comparison.left_out:
        yield f"Left out: {count(comparison.left_out, 'case')} of only one run, or with another gold in each."
    if comparison.made_otherwise:
        yield f"Made otherwise: {'; '.join(comparison.made_otherwise)}."


def _same_gold(before: CaseRun, now: CaseRun) -> bool:
    """Whether both have the same gold; where it stands in its file does not matter."""
    return {**before.case.to_dict(), "line": 0} == {**now.case.to_dict(), "line": 0}


def _differences(pairs: Mapping[str, Pair]) -> Iterator[tuple[str, Difference]]:
    for name in COMPARED:
        measure = METRICS[name].figure
        before = [measure([pair.before.verdict]) for pair in pairs.values()]
        now = [measure([pair.now.verdict]) for pair in pairs.values()]
        if difference := paired_difference(before, now):
            yield name, difference


def _setting_changes(before: Run, now: Run) -> Iterator[str]:
    old, new = ({**run.versions, **run.settings} for run in (before, now))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) == new.get(name) or name in PLACES or name in CHOICE:
            continue
        if name == "code":  # a hash, which tells a person nothing
            yield "Footnote's code"
        else:
            yield f"{name} {_value_text(old.get(name))} → {_value_text(new.get(name))}"


def _value_text(value: object) -> str:
    return str(value) if value not in (None, "") else "–"

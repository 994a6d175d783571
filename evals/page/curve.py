"""What a run would come to if fewer or more of its questions were answered: risk against coverage."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from evals.metrics.confidence import by_confidence
from evals.verdicts import Verdict

FEWEST = 20  # cases that a curve must rest on
FIRST = 5  # answers that its first point has at least: among fewer, one wrong answer is far too much
MOST_POINTS = 120  # points of it that are sent
STEPS = (5, 10, 20, 40, 60, 80, 100)  # per cent of risk that the axis may reach


@dataclass(frozen=True, slots=True)
class Point:
    """So many questions answered, and so many of the answers wrong."""

    answered: int
    wrong: int

    @property
    def risk(self) -> float:
        """The share of the answers that is wrong; 0 of none."""
        return self.wrong / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """`points` by how many are answered, fewest first; `run` is what the run itself came to.

    `run` need not lie on the line: more than the confidence decides what is answered.
    """

    points: tuple[Point, ...]
    run: Point

    @property
    def cases(self) -> int:
        """The questions that could be answered."""
        return self.points[-1].answered

    @property
    def highest(self) -> int:
        """Where the axis of the risk ends, in per cent."""
        most = 100 * max(point.risk for point in (*self.points, self.run))
        return next(step for step in STEPS if most <= step)

    @property
    def nearest(self) -> int:
        """The index of the point that answers as many as the run, or nearly as many."""
        return min(
            range(len(self.points)), key=lambda index: abs(self.points[index].answered - self.run.answered)
        )

    @property
    def line(self) -> str:
        """The line as the points of an SVG polyline in a square of 100."""
        return " ".join(f"{x},{y}" for x, y in map(self.place, self.points))

    @property
    def sent(self) -> str:
        """All points, as JSON: answered, wrong, and the place in a square of 100."""
        return json.dumps([[point.answered, point.wrong, *self.place(point)] for point in self.points])

    def place(self, point: Point) -> tuple[float, float]:
        """Where a point is in a square of 100, from the left and from the top."""
        return round(100 * point.answered / self.cases, 2), round(100 - 10_000 * point.risk / self.highest, 2)


def curve_of(verdicts: Iterable[Verdict]) -> Curve | None:
    """The curve of the cases whose answer can be told right or wrong; None where they are few or all alike.

    A case counts with what it showed, be it as an answer or unsure, and one that was declined with its draft.
    Where there is no answer, each is wrong. Cases of one confidence are answered together or not at all.
    """
    judged = [
        (verdict, verdict.confidence, right)
        for verdict in verdicts
        if verdict.confidence is not None and (right := _is_right(verdict)) is not None
    ]
    if len(judged) < FEWEST:
        return None
    points: list[Point] = []
    answered = wrong = 0
    for outcomes in by_confidence((confidence, right) for _, confidence, right in judged):
        answered += len(outcomes)
        wrong += outcomes.count(False)
        if answered >= FIRST:
            points.append(Point(answered, wrong))
    if len(points) < 2:
        return None
    of_answered = [right for verdict, _, right in judged if verdict.answered]
    return Curve(_thinned(points), Point(len(of_answered), of_answered.count(False)))


def _is_right(verdict: Verdict) -> bool | None:
    """Whether the case would be right if it were answered; None where that cannot be told."""
    if not verdict.asked:
        return None
    if not verdict.answerable:
        return False
    if verdict.refused:
        return verdict.draft_right
    return verdict.useful if verdict.unsure else verdict.right


def _thinned(points: list[Point]) -> tuple[Point, ...]:
    """At most MOST_POINTS of the points, with the last one."""
    every = -(-len(points) // MOST_POINTS)
    return tuple(points[::-1][::every][::-1])

"""How long a run still takes."""

from collections.abc import Collection, Sequence


class RemainingTime:
    """The seconds left of a run: cases that are asked anew take their time, kept ones hardly any.

    `ids` are those of all its cases, `anew` of those that are asked; `expected`: the seconds for one of
    these, until this run has measured them.
    """

    def __init__(self, ids: Sequence[str], anew: Collection[str], expected: float) -> None:
        self._anew = {case_id: case_id in anew for case_id in ids}
        self._expected = {True: expected, False: 0.0}
        self._took: dict[bool, list[float]] = {True: [], False: []}

    def done(self, case_id: str, seconds: float) -> None:
        """Takes in what a case has taken."""
        self._took[self._anew.pop(case_id)].append(seconds)

    @property
    def left(self) -> float:
        """The seconds that the other cases will take, at the pace of those that are done.

        >>> time = RemainingTime(["a", "b", "c"], anew=["b", "c"], expected=6.0)
        >>> time.done("a", 0.5)
        >>> time.left  # "a" was kept, and says nothing about the others
        12.0
        >>> time.done("b", 8.0)
        >>> time.left
        8.0
        """
        return sum(map(self._seconds, self._anew.values()))

    def _seconds(self, anew: bool) -> float:
        took = self._took[anew]
        return sum(took) / len(took) if took else self._expected[anew]

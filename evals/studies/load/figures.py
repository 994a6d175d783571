"""What the people met, in numbers."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from evals.metrics.percentiles import percentile
from evals.studies.load.people import Asked


def lines(questions: Sequence[Asked], seconds: float) -> list[str]:
    """The report: how many, what failed, how long they waited, and how alike."""
    endings = Counter(item.ending for item in questions)
    failed = sum(count for ending, count in endings.items() if ending != "done")
    first = [item.first for item in questions if item.first is not None]
    whole = [item.whole for item in questions if item.whole is not None]
    return [
        f"{len(questions)} questions, {len(questions) / seconds:.2f} a second; "
        f"failed: {failed} {dict(endings)}",
        _spread("first quotes", first),
        _spread("whole answers", whole),
        _fairness(questions),
    ]


def _spread(name: str, values: Sequence[float]) -> str:
    percents = {"p50": 50, "p90": 90, "p95": 95, "p99": 99, "longest": 100}
    return f"{name}, seconds: " + ", ".join(
        f"{title} {percentile(values, percent) or 0:.2f}" for title, percent in percents.items()
    )


def _fairness(questions: Sequence[Asked]) -> str:
    """How the waiting of the person who waited longest compares with that of the one in the middle."""
    waits: dict[int, list[float]] = {}
    for item in questions:
        if item.first is not None:
            waits.setdefault(item.person, []).append(item.first)
    means = sorted(sum(values) / len(values) for values in waits.values())
    if not means:
        return "fairness: nobody has got quotes"
    return (
        f"fairness: {len(means)} people; mean seconds to the first quotes of the luckiest {means[0]:.2f}, "
        f"the middle one {median(means):.2f}, the unluckiest {means[-1]:.2f}"
    )

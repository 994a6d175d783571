"""How well disagreements are found: shares with their bootstrap intervals, questions resampled whole."""

from collections.abc import Callable, Iterable, Sequence

from evals.studies import bootstrap
from evals.studies.conflicts.judge import Shown

RESAMPLES = 2000
Share = Callable[[Sequence[Shown]], float | None]


def precision(shown: Sequence[Shown]) -> float | None:
    """Flagged that disagree / flagged."""
    return _share(one.disagrees for one in shown if one.flagged)


def recall(shown: Sequence[Shown]) -> float | None:
    """Flagged / those that disagree."""
    return _share(one.flagged for one in shown if one.disagrees)


def false_alarms(shown: Sequence[Shown]) -> float | None:
    """Flagged / those whose documents agree."""
    return _share(one.flagged for one in shown if not one.disagrees)


def balanced(shown: Sequence[Shown]) -> float | None:
    """The mean of recall and of the share of agreeing ones left alone; 0.5 for a flag by chance."""
    found, alarms = recall(shown), false_alarms(shown)
    return None if found is None or alarms is None else (found + 1 - alarms) / 2


def gold_values(shown: Sequence[Shown]) -> float | None:
    """Every gold answer a shown value / those that disagree."""
    return _share(one.gold_values for one in shown if one.disagrees)


def gold_quoted(shown: Sequence[Shown]) -> float | None:
    """Every gold answer a shown value or in its quote / those that disagree."""
    return _share(one.gold_quoted for one in shown if one.disagrees)


def stated(shown: Sequence[Shown]) -> float | None:
    """Values cited from a document that gives this answer by the gold / values shown."""
    return _share(row.stated for one in shown for row in one.rows)


def noise(shown: Sequence[Shown]) -> float | None:
    """Values cited from a document that gives no answer by the gold / values shown."""
    return _share(row.noise for one in shown for row in one.rows)


FIGURES: dict[str, Share] = {
    "precision of the flag": precision,
    "recall of the flag": recall,
    "false flags where the documents agree": false_alarms,
    "balanced accuracy": balanced,
    "every gold answer a shown value": gold_values,
    "every gold answer shown or in a quote": gold_quoted,
    "values from a document that states them": stated,
    "values from noise": noise,
}


def interval(share: Share, shown: Sequence[Shown]) -> bootstrap.Interval | None:
    """The 95 % bootstrap interval of a share; None where there is nothing to share."""
    return bootstrap.interval([[one] for one in shown], share, rounds=RESAMPLES)


def _share(flags: Iterable[bool]) -> float | None:
    counted = list(flags)
    return sum(counted) / len(counted) if counted else None

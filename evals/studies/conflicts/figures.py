"""How well disagreements are found: shares of questions, or of the values that were shown."""

from collections.abc import Sequence

from evals.metrics.figure import mean
from evals.studies.bootstrap import Statistic
from evals.studies.conflicts.judge import JudgedDispute

Disputes = Sequence[JudgedDispute]


def precision(disputes: Disputes) -> float | None:
    """Flagged that disagree / flagged."""
    return mean(dispute.disagrees for dispute in disputes if dispute.flagged).value


def recall(disputes: Disputes) -> float | None:
    """Flagged / those that disagree."""
    return mean(dispute.flagged for dispute in disputes if dispute.disagrees).value


def false_alarms(disputes: Disputes) -> float | None:
    """Flagged / those whose documents agree."""
    return mean(dispute.flagged for dispute in disputes if not dispute.disagrees).value


def balanced(disputes: Disputes) -> float | None:
    """The mean of recall and of the share of agreeing ones left alone; 0.5 for a flag by chance."""
    flagged, alarms = recall(disputes), false_alarms(disputes)
    return None if flagged is None or alarms is None else (flagged + 1 - alarms) / 2


def gold_values(disputes: Disputes) -> float | None:
    """Every gold answer a shown value / those that disagree."""
    return mean(dispute.gold_values for dispute in disputes if dispute.disagrees).value


def gold_quoted(disputes: Disputes) -> float | None:
    """Every gold answer a shown value or in its quote / those that disagree."""
    return mean(dispute.gold_quoted for dispute in disputes if dispute.disagrees).value


def stated(disputes: Disputes) -> float | None:
    """Values cited from a document that gives this answer by the gold / values shown."""
    return mean(value.stated for dispute in disputes for value in dispute.values).value


def noise(disputes: Disputes) -> float | None:
    """Values cited from a document that gives no answer by the gold / values shown."""
    return mean(value.noise for dispute in disputes for value in dispute.values).value


FIGURES: dict[str, Statistic[JudgedDispute]] = {
    "precision of the flag": precision,
    "recall of the flag": recall,
    "false flags where the documents agree": false_alarms,
    "balanced accuracy": balanced,
    "every gold answer a shown value": gold_values,
    "every gold answer shown or in a quote": gold_quoted,
    "values from a document that states them": stated,
    "values from noise": noise,
}

"""How well disagreements are found: shares of questions, or of the values that were shown."""

from collections.abc import Sequence

from evals.metrics.figure import mean
from evals.studies.bootstrap import Statistic
from evals.studies.conflicts.judge import JudgedDispute

Disputes = Sequence[JudgedDispute]
RECALL = "recall of the flag"
ALARMS = "false flags where the documents agree"


def balanced(disputes: Disputes) -> float | None:
    """The mean of recall and of the share of agreeing ones left alone; 0.5 for a flag by chance."""
    flagged, alarms = FIGURES[RECALL](disputes), FIGURES[ALARMS](disputes)
    return None if flagged is None or alarms is None else (flagged + 1 - alarms) / 2


# The gold's answers are those of questions whose documents disagree. Values are cited from a document that
# gives this answer by the gold, or from noise, which gives none.
FIGURES: dict[str, Statistic[JudgedDispute]] = {
    "precision of the flag": lambda disputes: (
        mean(dispute.disagrees for dispute in disputes if dispute.flagged).value
    ),
    RECALL: lambda disputes: mean(dispute.flagged for dispute in disputes if dispute.disagrees).value,
    ALARMS: lambda disputes: mean(dispute.flagged for dispute in disputes if not dispute.disagrees).value,
    "balanced accuracy": balanced,
    "every gold answer a shown value": lambda disputes: (
        mean(dispute.gold_values for dispute in disputes if dispute.disagrees).value
    ),
    "every gold answer shown or in a quote": lambda disputes: (
        mean(dispute.gold_quoted for dispute in disputes if dispute.disagrees).value
    ),
    "values from a document that states them": lambda disputes: (
        mean(value.stated for dispute in disputes for value in dispute.values).value
    ),
    "values from noise": lambda disputes: (
        mean(value.noise for dispute in disputes for value in dispute.values).value
    ),
}

"""The figures by name, in the order of the report. A new one is a new file here and a line below.

Another package names its `Metric` in its entry points' group `footnote.metrics`, under the figure's name; the
first line of its docstring says in the report what it is.
"""

import logging
from collections.abc import Mapping, Sequence

from documents.plugins import loaded
from evals.metrics import percentiles
from evals.metrics.citations import citation_precision, citation_recall, evidence_cited, located
from evals.metrics.confidence.aurc import aurc
from evals.metrics.confidence.auroc import auroc
from evals.metrics.confidence.ece import ece
from evals.metrics.confidence.risk import wrong_among_answered
from evals.metrics.figure import Figure, Metric
from evals.metrics.outcome.complete import complete
from evals.metrics.outcome.correct import correct
from evals.metrics.outcome.declined import declined
from evals.metrics.outcome.declining import (
    answerable_answered,
    answered,
    declined_unanswerable,
    wrongly_declined,
)
from evals.metrics.outcome.kept_silent import kept_silent
from evals.metrics.outcome.misled import misled
from evals.metrics.outcome.right import right
from evals.metrics.outcome.right_call import right_call
from evals.metrics.outcome.unsure import unsure
from evals.metrics.outcome.useful import useful
from evals.metrics.ranking.mrr import mrr
from evals.metrics.ranking.ndcg import ndcg
from evals.metrics.ranking.recall import recall
from evals.verdicts import Verdict

logger = logging.getLogger(__name__)
GROUP = "footnote.metrics"

METRICS: Mapping[str, Metric] = {
    "right_call": right_call,
    "correct": correct,
    "wrongly_declined": wrongly_declined,
    "declined_unanswerable": declined_unanswerable,
    "answered": answered,
    "answerable_answered": answerable_answered,
    "wrong_among_answered": wrong_among_answered,
    "unsure": unsure,
    "useful": useful,
    "right": right,
    "complete": complete,
    "declined": declined,
    "misled": misled,
    "kept_silent": kept_silent,
    "located": located,
    "evidence_cited": evidence_cited,
    "citation_recall": citation_recall,
    "citation_precision": citation_precision,
    "recall@1": recall(1),
    "recall@5": recall(5),
    "recall@10": recall(10),
    "ndcg@10": ndcg(10),
    "mrr@10": mrr(10),
    "aurc": aurc,
    "auroc": auroc,
    "ece": ece,
    "words_p50": percentiles.words_p50,
    "first_evidence_p95": percentiles.seconds("first_evidence", 95),
    "first_token_p50": percentiles.seconds("first_token", 50),
    "seconds_p50": percentiles.seconds("total", 50),
    "seconds_p95": percentiles.seconds("total", 95),
}

# What each figure is, in a few words, for the report.
MEANING: Mapping[str, str] = {
    "right_call": "answered rightly, or declined where there is no answer / cases; unsure is half",
    "correct": "answered rightly / answerable",
    "wrongly_declined": "declined / answerable",
    "declined_unanswerable": "declined / not answerable",
    "answered": "not declined (answered or unsure) / cases",
    "answerable_answered": "not declined / answerable",
    "wrong_among_answered": "answered and not right / answered (unsure is not)",
    "unsure": "unsure / cases",
    "useful": "answered or unsure, and right / answerable",
    "right": "answered with the needed points / answerable, with points",
    "complete": "share of the needed points that are shown; of a decline 0",
    "declined": "declined / answerable, with points",
    "misled": "answered and wrong (under half of the points) / cases with points or kind none",
    "kept_silent": "declined or unsure / kind none",
    "located": "citations equal to the stored text / citations (must be 1)",
    "evidence_cited": "a citation overlaps the gold / answerable, not declined, with gold",
    "citation_recall": "sentences with a supporting citation / shown (by the checker)",
    "citation_precision": "citations that support their sentence / citations (by the checker)",
    "recall@1": "share of the gold in the first hit",
    "recall@5": "share of the gold in the first 5 hits",
    "recall@10": "share of the gold in the first 10 hits",
    "ndcg@10": "discounted gain of the first 10 hits / ideal",
    "mrr@10": "1 / rank of the first hit on gold",
    "aurc": "area under the risk-coverage curve of confidence (low is good)",
    "auroc": "confidence of right drafts above that of wrong ones (0.5 is chance)",
    "ece": "distance of confidence from the share of right drafts",
    "words_p50": "words of the shown text, median of what is not declined",
    "first_evidence_p95": "seconds until the first quotes, 95th percentile",
    "first_token_p50": "seconds until the model's first word, median",
    "seconds_p50": "seconds for a whole answer, median",
    "seconds_p95": "seconds for a whole answer, 95th percentile",
}

# Seconds differ from run to run, so they are kept apart from what must not.
SECONDS = ("first_evidence_p95", "first_token_p50", "seconds_p50", "seconds_p95")


def figure_names() -> list[str]:
    """The names of all figures in the order of the report, those of other packages last."""
    return [*METRICS, *_foreign()]


def meaning(name: str) -> str:
    """What a figure is, in a few words."""
    if name in MEANING:
        return MEANING[name]
    lines = (_foreign()[name].__doc__ or "").strip().splitlines()
    return lines[0] if lines else "(of another package)"


def figures(verdicts: Sequence[Verdict]) -> dict[str, Figure]:
    """Every figure for these verdicts; another package's metric that fails has none, and is logged."""
    values = {name: metric(verdicts) for name, metric in METRICS.items()}
    for name, metric in _foreign().items():
        try:
            values[name] = metric(verdicts)
        except Exception as error:  # a foreign metric may fail in any way, and hours of asking are behind it
            logger.warning("The metric %s failed (%s). Update or uninstall it.", name, error)
            values[name] = Figure(None, 0)
    return values


def _foreign() -> Mapping[str, Metric]:
    """Other packages' metrics, but those under a name of ours."""
    return {name: metric for name, metric in loaded(GROUP, callable).items() if name not in METRICS}

"""The figures of a run, in the order of the report: from the verdicts on its cases to a `Figure` each.

A new one is a function in a file here (`ranking.py` has models) and a line in `OURS`. Another package names
its function in its entry points' group `footnote.metrics`, under the figure's name; the first line of its
docstring says in the report what it is.
"""

import logging
from collections.abc import Mapping, Sequence

from documents.plugins import loaded, plugin_failed
from evals.metrics.citations import citation_precision, citation_recall, evidence_cited, located
from evals.metrics.confidence import aurc, auroc, ece
from evals.metrics.declining import (
    answerable_answered,
    answered,
    declined,
    declined_unanswerable,
    kept_silent,
    unsure,
    wrongly_declined,
)
from evals.metrics.figure import Figure, Measure, Metric, mean_at
from evals.metrics.percentiles import seconds, words_p50
from evals.metrics.ranking import ndcg_at_k, recall_at_k, reciprocal_rank_at_k
from evals.metrics.rightness import complete, correct, misled, right, right_call, useful, wrong_among_answered
from evals.verdicts import Verdict

logger = logging.getLogger(__name__)
GROUP = "footnote.metrics"

OURS = (
    Metric(
        "right_call",
        right_call,
        "answered rightly, or declined where there is no answer / cases; unsure is half",
    ),
    Metric("correct", correct, "answered rightly / answerable"),
    Metric("wrongly_declined", wrongly_declined, "declined / answerable"),
    Metric("declined_unanswerable", declined_unanswerable, "declined / not answerable"),
    Metric("answered", answered, "not declined (answered or unsure) / cases"),
    Metric("answerable_answered", answerable_answered, "not declined / answerable"),
    Metric("wrong_among_answered", wrong_among_answered, "answered and not right / answered (unsure is not)"),
    Metric("unsure", unsure, "unsure / cases"),
    Metric("useful", useful, "answered or unsure, and right / answerable"),
    Metric("right", right, "answered with the needed points / answerable, with points"),
    Metric("complete", complete, "share of the needed points that are shown; of a decline 0"),
    Metric("declined", declined, "declined / answerable, with points"),
    Metric(
        "misled", misled, "answered and wrong (under half of the points) / cases with points or kind none"
    ),
    Metric("kept_silent", kept_silent, "declined or unsure / kind none"),
    Metric("located", located, "citations equal to the stored text / citations (must be 1)"),
    Metric(
        "evidence_cited",
        evidence_cited,
        "a citation overlaps the gold / answerable, not declined, with gold",
    ),
    Metric(
        "citation_recall", citation_recall, "sentences with a supporting citation / shown (by the checker)"
    ),
    Metric(
        "citation_precision",
        citation_precision,
        "citations that support their sentence / citations (by the checker)",
    ),
    Metric("recall@1", mean_at(recall_at_k, 1), "share of the gold in the first hit"),
    Metric("recall@5", mean_at(recall_at_k, 5), "share of the gold in the first 5 hits"),
    Metric("recall@10", mean_at(recall_at_k, 10), "share of the gold in the first 10 hits"),
    Metric("ndcg@10", mean_at(ndcg_at_k, 10), "discounted gain of the first 10 hits / ideal"),
    Metric("mrr@10", mean_at(reciprocal_rank_at_k, 10), "1 / rank of the first hit on gold"),
    Metric("aurc", aurc, "area under the risk-coverage curve of confidence (low is good)"),
    Metric("auroc", auroc, "confidence of right drafts above that of wrong ones (0.5 is chance)"),
    Metric("ece", ece, "distance of confidence from the share of right drafts"),
    Metric("words_p50", words_p50, "words of the shown text, median of what is not declined"),
    Metric(
        "first_evidence_p95",
        seconds("first_evidence", 95),
        "seconds until the first quotes, 95th percentile",
        timed=True,
    ),
    Metric(
        "first_token_p50",
        seconds("first_token", 50),
        "seconds until the model's first word, median",
        timed=True,
    ),
    Metric("seconds_p50", seconds("total", 50), "seconds for a whole answer, median", timed=True),
    Metric("seconds_p95", seconds("total", 95), "seconds for a whole answer, 95th percentile", timed=True),
)
METRICS: Mapping[str, Metric] = {metric.name: metric for metric in OURS}
TIMED = tuple(name for name, metric in METRICS.items() if metric.timed)  # kept apart from what is steady


def all_metrics() -> dict[str, Metric]:
    """METRICS, and after them those of other packages, but for such as have a name of ours."""
    added = {
        name: Metric(name, measure, _first_line(measure))
        for name, measure in loaded(GROUP, callable, "a function").items()
        if name not in METRICS
    }
    return {**METRICS, **added}


def figures(verdicts: Sequence[Verdict]) -> dict[str, Figure]:
    """Every figure for these verdicts; another package's metric that fails has none, and is logged."""
    values = {name: metric.figure(verdicts) for name, metric in METRICS.items()}
    for name, metric in all_metrics().items():
        if name in METRICS:
            continue
        try:
            values[name] = _checked(metric.figure(verdicts))
        except (Exception, SystemExit) as error:  # it may fail in any way, and hours of asking are behind it
            logger.warning("%s", plugin_failed(f"The metric {name} failed", error), exc_info=True)
            values[name] = Figure(None, 0)
    return values


def _checked(figure: object) -> Figure:
    """What another package's metric returned, in numbers that can be kept as JSON."""
    if not isinstance(figure, Figure):
        raise TypeError("it must return a Figure")
    return Figure(None if figure.value is None else float(figure.value), int(figure.n))


def _first_line(measure: Measure) -> str:
    return next(iter((measure.__doc__ or "").strip().splitlines()), "(of another package)")

"""What the checker is worth, as Markdown; intervals are 95 %, resampled by source."""

from collections import Counter
from collections.abc import Mapping

from evals.markdown import table
from evals.metrics.confidence import reliability
from evals.metrics.percentiles import percentile
from evals.studies.bootstrap import Statistic, with_interval
from evals.studies.checker import figures
from evals.studies.checker.figures import LABELS, CheckedSentence, CheckedSentences

ROUNDS = 400  # of resampling

ANSWERS: Mapping[str, Statistic[CheckedSentence]] = {
    "AUROC of `score`, sentences": figures.auroc,
    "F1 of answers, best threshold on the worst sentence": figures.response_f1,
    "share labelled found": figures.found_share,
    "found that are stated": figures.found_right,
    "stated that are labelled not found": figures.lost,
    "ECE of `score`": figures.ece,
}
CLAIMS: Mapping[str, Statistic[CheckedSentence]] = {
    "accuracy, three labels": figures.accuracy,
    "macro F1": figures.macro_f1,
    "AUROC of `score`, stated against the rest": figures.auroc,
    "F1 of evidence sentences": figures.evidence_f1,
    "share labelled found": figures.found_share,
    "found that are stated": figures.found_right,
    "ECE of `score`": figures.ece,
}
WRITTEN: Mapping[str, Statistic[CheckedSentence]] = {
    "true ones that are withheld": figures.lost,
    "false ones that are labelled found": figures.believed,
}


def report(
    answers: CheckedSentences,
    wice: CheckedSentences,
    scifact: CheckedSentences,
    written: Mapping[str, CheckedSentences],
) -> str:
    """All tables; `written` by their title."""
    parts = [
        _section("ragtruth: sentences of answers, none of it trained on", answers, ANSWERS),
        _reliability(answers),
        _section("wice: claims, each by a model fitted without its page", wice, CLAIMS),
        _labels(wice),
        _section("scifact: claims, each by a model fitted without its abstract", scifact, CLAIMS),
        _labels(scifact),
    ]
    for title, sentences in written.items():
        parts += [_section(f"written: {title}", sentences, WRITTEN), _labels(sentences)]
    return "\n".join([*parts, _cost({"ragtruth": answers, "wice": wice, "scifact": scifact})])


def _section(title: str, checked: CheckedSentences, wanted: Mapping[str, Statistic[CheckedSentence]]) -> str:
    sources = len({sentence.pair.group for sentence in checked})
    rows = [
        (name, with_interval(figure, checked, lambda sentence: sentence.pair.group, rounds=ROUNDS))
        for name, figure in wanted.items()
    ]
    head = f"### {title}\n\n{len(checked)} sentences, {sources} sources.\n\n"
    return head + table(("figure", "value (95 % interval)"), rows)


def _reliability(checked: CheckedSentences) -> str:
    """Mean score and share stated in bins of the score."""
    rows = [
        (name.replace("–", " to "), count, f"{mean:.3f}", f"{stated:.3f}")
        for name, count, mean, stated in reliability([sentence.scored for sentence in checked])
    ]
    return table(("score", "sentences", "mean score", "stated"), rows)


def _labels(checked: CheckedSentences) -> str:
    """How often each kind of sentence got each label."""
    counts = Counter((sentence.pair.kind, sentence.support) for sentence in checked)
    kinds = sorted({sentence.pair.kind for sentence in checked})
    rows = [(kind, *(counts[kind, label] for label in LABELS)) for kind in kinds]
    return table(("the set says", "found", "partly", "not found"), rows)


def _cost(sets: Mapping[str, CheckedSentences]) -> str:
    """Milliseconds a sentence, embedding included."""
    rows = []
    for name, checked in sets.items():
        seconds = [sentence.seconds for sentence in checked]
        rows.append((name, *(f"{1000 * (percentile(seconds, percent) or 0.0):.0f}" for percent in (50, 95))))
    return "### Cost\n\n" + table(("set", "p50, ms a sentence", "p95"), rows)

"""The checker's report as Markdown."""

from collections import Counter
from collections.abc import Callable, Mapping

from evals.studies.checker import outcomes as figures
from evals.studies.checker.outcomes import LABELS, Outcomes, figure

BINS = 10
Figures = dict[str, Callable[[Outcomes], float | None]]

ANSWERS: Figures = {
    "AUROC of `score`, sentences": figures.auroc,
    "F1 of answers, best threshold on the worst sentence": figures.response_f1,
    "share labelled found": figures.found_share,
    "found that are stated": figures.found_right,
    "stated that are labelled not found": figures.lost,
    "ECE of `score`": figures.ece,
}
CLAIMS: Figures = {
    "accuracy, three labels": figures.accuracy,
    "macro F1": figures.macro_f1,
    "AUROC of `score`, stated against the rest": figures.auroc,
    "F1 of evidence sentences": figures.evidence_f1,
    "share labelled found": figures.found_share,
    "found that are stated": figures.found_right,
    "ECE of `score`": figures.ece,
}


WRITTEN: Figures = {
    "true ones that are withheld": figures.lost,
    "false ones that are labelled found": figures.believed,
}


def report(answers: Outcomes, wice: Outcomes, scifact: Outcomes, written: Mapping[str, Outcomes]) -> str:
    """All tables; intervals are 95 %, resampled by source. `written` by half."""
    parts = [
        _section("ragtruth: sentences of answers, none of it trained on", answers, ANSWERS),
        reliability(answers),
        _section("wice: claims, each by a model fitted without its page", wice, CLAIMS),
        labels(wice),
        _section("scifact: claims, each by a model fitted without its abstract", scifact, CLAIMS),
        labels(scifact),
        *(
            f"{_section(f'written: everyday sentences, the half {half}', ones, WRITTEN)}\n\n{labels(ones)}"
            for half, ones in written.items()
        ),
        cost({"ragtruth": answers, "wice": wice, "scifact": scifact}),
    ]
    return "\n\n".join(parts)


def _section(title: str, ones: Outcomes, wanted: Figures) -> str:
    sources = len({one.pair.group for one in ones})
    rows = [f"| {name} | {figure(ones, of)} |" for name, of in wanted.items()]
    head = [f"### {title}", "", f"{len(ones)} sentences, {sources} sources.", ""]
    return "\n".join([*head, "| figure | value (95 % interval) |", "|---|---|", *rows])


def reliability(ones: Outcomes) -> str:
    """Mean score and share stated in bins of the score."""
    rows = ["| score | sentences | mean score | stated |", "|---|---|---|---|"]
    for place in range(BINS):
        inside = [one for one in ones if min(int(one.score * BINS), BINS - 1) == place]
        if inside:
            mean = sum(one.score for one in inside) / len(inside)
            right = sum(one.stated for one in inside) / len(inside)
            low = place / BINS
            rows.append(f"| {low:.1f} to {low + 1 / BINS:.1f} | {len(inside)} | {mean:.3f} | {right:.3f} |")
    return "\n".join(rows)


def labels(ones: Outcomes) -> str:
    """How often each kind of pair got each label."""
    counts = Counter((one.pair.kind, one.support) for one in ones)
    rows = ["| the set says | found | partly | not found |", "|---|---|---|---|"]
    for kind in sorted({one.pair.kind for one in ones}):
        rows.append(f"| {kind} | " + " | ".join(str(counts[kind, label]) for label in LABELS) + " |")
    return "\n".join(rows)


def cost(sets: dict[str, Outcomes]) -> str:
    """Milliseconds a sentence, embedding included."""
    rows = ["### Cost", "", "| set | p50, ms a sentence | p95 |", "|---|---|---|"]
    for name, ones in sets.items():
        low, high = (1000 * figures.seconds(ones, share) for share in (0.5, 0.95))
        rows.append(f"| {name} | {low:.0f} | {high:.0f} |")
    return "\n".join(rows)

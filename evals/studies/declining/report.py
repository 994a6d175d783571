"""What `confidence` is worth on documents it was not fitted on, as Markdown.

Every figure with its 95 % interval, resampled by document.
"""

from collections.abc import Iterator, Sequence

from assistant.declining.calibration import COVERAGE, curve_of
from evals.fitting import Example, JudgedDraft, judged
from evals.markdown import table
from evals.metrics.confidence import area_under_risks, area_under_roc, calibration_error, reliability
from evals.studies.bootstrap import Statistic, of_scored, with_interval
from evals.studies.declining.train import fit_all, learnt_from

COVERAGES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
JudgedDrafts = Sequence[JudgedDraft]


def gain(drafts: JudgedDrafts) -> float | None:
    """By how much that is better than by the rule that Footnote began with; None where that is not noted."""
    noted = [draft for draft in drafts if draft.example.before is not None]
    ours = area_under_roc([draft.scored for draft in noted])
    before = area_under_roc([(draft.example.before or 0.0, draft.example.right) for draft in noted])
    return None if ours is None or before is None else ours - before


def risk_at(coverage: float) -> Statistic[JudgedDraft]:
    """The share of wrong answers where `coverage` of the answerable are answered."""

    def risk(drafts: JudgedDrafts) -> float | None:
        curve = curve_of([draft.on_curve for draft in drafts])
        reached = [point for point in curve if point.answerable_answered >= coverage]
        return reached[-1].risk if reached else None

    return risk


FIGURES: dict[str, Statistic[JudgedDraft]] = {
    "AUROC of confidence": of_scored(area_under_roc),
    "AUROC above that of the first rule": gain,
    "AURC": of_scored(area_under_risks),
    "expected calibration error": of_scored(calibration_error),
    f"wrong among answered, {COVERAGE:.0%} of the answerable answered": risk_at(COVERAGE),
}
KINDS = {
    "draft": "the embedded model's drafts",
    "bare": "the same without log-probabilities",
    "quotes": "quotes only, no language model",
    "words": "the same without the model that tells what answers",
}


def report(examples: Sequence[Example]) -> str:
    """All figures as Markdown."""
    parts = ["# Declining: what confidence is worth\n\n"]
    for kind, members in learnt_from(examples).items():
        drafts = judged(members)
        for name in sorted({example.set for example in members}):
            of_set = [draft for draft in drafts if draft.example.set == name]
            parts += [*_section(f"{name}, {KINDS[kind]}", of_set), "\n"]
    for kind, fitted in fit_all(examples).kinds.items():
        weights = fitted.model.weights.items()
        terms = ", ".join(f"{signal} {weight:+.2f}" for signal, weight in weights if weight)
        parts.append(
            f"- {KINDS[kind]}: {fitted.model.bias:+.2f}, {terms}; standard at {fitted.standard:.3f}\n"
        )
    return "".join(parts)


def _section(title: str, drafts: JudgedDrafts) -> Iterator[str]:
    groups = {draft.example.group for draft in drafts}
    answerable = [draft for draft in drafts if draft.example.answerable]
    yield (
        f"## {title}\n\n"
        f"{len(drafts)} questions about {len(groups)} documents, {len(answerable)} answerable; "
        f"{sum(draft.example.right for draft in answerable)} drafts right.\n\n"
    )
    rows = [
        (name, with_interval(figure, drafts, lambda draft: draft.example.group))
        for name, figure in FIGURES.items()
    ]
    yield table(("figure", "value (95 % interval)"), rows) + "\n"
    risks = (risk_at(coverage)(drafts) for coverage in COVERAGES)
    cells = ("–" if risk is None else f"{risk:.0%}" for risk in risks)
    head = ("answerable answered", *(f"{coverage:.0%}" for coverage in COVERAGES))
    yield table(head, [("wrong among answered", *cells)]) + "\n"
    bins = reliability([draft.scored for draft in drafts])
    yield table(
        ("confidence", "cases", "mean confidence", "right"),
        [(name, count, f"{mean:.2f}", f"{right:.2f}") for name, count, mean, right in bins],
    )

"""`python -m evals.studies.declining.report`: what `confidence` is worth on documents it was not fitted on.

From the kept examples, in seconds; every figure with its 95 % interval, resampled by document.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.declining.calibration import curve_of
from evals.fitting import Example, by_kind, judged
from evals.metrics.confidence.aurc import risks
from evals.metrics.confidence.auroc import area
from evals.metrics.confidence.ece import calibration_error, reliability
from evals.studies.bootstrap import grouped, interval, shown
from evals.studies.declining.examples import read_examples
from evals.studies.declining.train import COVERAGE, train

COVERAGES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with its confidence by a model that did not see its document."""

    example: Example
    confidence: float

    @property
    def pair(self) -> tuple[float, bool]:
        """Confidence and outcome."""
        return self.confidence, self.example.right


def judge(examples: Sequence[Example]) -> list[Judged]:
    """The drafts of one kind, judged."""
    return [Judged(one, triple[0]) for one, triple in zip(*judged(examples), strict=True)]


def auroc(cases: Sequence[Judged]) -> float | None:
    """How well confidence tells right drafts from wrong ones."""
    return area([one.pair for one in cases])


def gain(cases: Sequence[Judged]) -> float | None:
    """By how much that is better than by the rule that Footnote began with; None where that is not noted."""
    noted = [one for one in cases if one.example.before is not None]
    ours = auroc(noted)
    before = area([(one.example.before or 0.0, one.example.right) for one in noted])
    return None if ours is None or before is None else ours - before


def aurc(cases: Sequence[Judged]) -> float | None:
    """The mean risk over all coverages."""
    curve = risks([one.pair for one in cases])
    return sum(curve) / len(curve) if curve else None


def ece(cases: Sequence[Judged]) -> float | None:
    """The calibration error."""
    return calibration_error([one.pair for one in cases])


def risk_at(coverage: float) -> Callable[[Sequence[Judged]], float | None]:
    """The share of wrong answers where `coverage` of the answerable are answered."""

    def risk(cases: Sequence[Judged]) -> float | None:
        curve = curve_of([(one.confidence, one.example.right, one.example.answerable) for one in cases])
        reached = [point for point in curve if point.answerable_answered >= coverage]
        return reached[-1].risk if reached else None

    return risk


FIGURES: dict[str, Callable[[Sequence[Judged]], float | None]] = {
    "AUROC of confidence": auroc,
    "AUROC above that of the first rule": gain,
    "AURC": aurc,
    "expected calibration error": ece,
    f"wrong among answered, {COVERAGE:.0%} of the answerable answered": risk_at(COVERAGE),
}


def report(examples: Sequence[Example]) -> str:
    """All figures as Markdown."""
    calibration = train(list(examples))
    lines = ["# Declining: what confidence is worth", ""]
    for kind, members in by_kind(examples, declines=True).items():
        for name in sorted({one.set for one in members}):
            judged = [one for one in judge(members) if one.example.set == name]
            lines += [*_section(f"{name}, {KINDS[kind]}", judged), ""]
    for name, fitted in calibration.kinds.items():
        weights = fitted.model.weights.items()
        terms = ", ".join(f"{signal} {weight:+.2f}" for signal, weight in weights if weight)
        lines.append(f"- {KINDS[name]}: {fitted.model.bias:+.2f}, {terms}; standard at {fitted.standard:.3f}")
    return "\n".join(lines)


KINDS = {
    "draft": "the embedded model's drafts",
    "bare": "the same without log-probabilities",
    "quotes": "quotes only, no language model",
    "words": "the same without the model that tells what answers",
}


def _section(title: str, judged: Sequence[Judged]) -> Iterator[str]:
    groups = grouped(judged, lambda one: one.example.group)
    answerable = [one for one in judged if one.example.answerable]
    yield f"## {title}"
    yield ""
    yield (
        f"{len(judged)} questions about {len(groups)} documents, {len(answerable)} answerable; "
        f"{sum(one.example.right for one in answerable)} drafts right."
    )
    yield ""
    yield "| figure | value (95 % interval) |"
    yield "|---|---|"
    for name, figure in FIGURES.items():
        yield f"| {name} | {shown(figure(judged), interval(groups, figure))} |"
    yield ""
    yield "| answerable answered | " + " | ".join(f"{one:.0%}" for one in COVERAGES) + " |"
    yield "|---" * (len(COVERAGES) + 1) + "|"
    at = (risk_at(coverage)(judged) for coverage in COVERAGES)
    yield "| wrong among answered | " + " | ".join("–" if one is None else f"{one:.0%}" for one in at) + " |"
    yield ""
    yield from _reliability(judged)


def _reliability(judged: Sequence[Judged]) -> Iterator[str]:
    yield "| confidence | cases | mean confidence | right |"
    yield "|---|---|---|---|"
    for name, count, mean, right in reliability([one.pair for one in judged]):
        yield f"| {name} | {count} | {mean:.2f} | {right:.2f} |"


if __name__ == "__main__":
    print(report(read_examples()))  # noqa: T201  # a command

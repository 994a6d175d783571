"""Sources that disagree: how often it is seen, and how often it is seen where there is nothing to see.

`python -m evals.studies.conflicts.report DATA_FOLDER` prints Markdown; no language model is used.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from evals.studies.command import run
from evals.studies.conflicts.figures import FIGURES, interval
from evals.studies.conflicts.judge import Shown, in_view
from evals.studies.conflicts.run import Flagged, disputes, elsewhere

DISPUTES = "ramdocs"
AGREEING = ("squad", "clapnq", "mali", "examples")


def report(shown: Sequence[Shown], flagged: dict[str, list[Flagged]]) -> str:
    """The Markdown report: figures of both shares of the disputes, then false alarms of the other sets."""
    shares = {
        "in view": [one for one in shown if in_view(one.id)],
        "set aside": [one for one in shown if not in_view(one.id)],
    }
    lines = ["# Sources that disagree", "", *_disputes(shares), "", *_alarms(flagged), "", *_listed(flagged)]
    return "\n".join(lines) + "\n"


def _disputes(shares: dict[str, list[Shown]]) -> list[str]:
    counts = [f"{name}: {len(shown)}, {_disagreeing(shown)} disagree" for name, shown in shares.items()]
    lines = [
        f"RAMDocs, each question asked of its own documents ({'; '.join(counts)}); 95 % bootstrap intervals, "
        "questions resampled.",
        "",
        f"| figure | {' | '.join(shares)} |",
        f"|---|{'---|' * len(shares)}",
    ]
    for name, share in FIGURES.items():
        cells = (_cell(share(shown), interval(share, shown)) for shown in shares.values())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _disagreeing(shown: Sequence[Shown]) -> int:
    return sum(one.disagrees for one in shown)


def _cell(value: float | None, bounds: tuple[float, float] | None) -> str:
    if value is None or bounds is None:
        return "–"
    return f"{value:.3f} ({bounds[0]:.3f}–{bounds[1]:.3f})"


def _alarms(flagged: dict[str, list[Flagged]]) -> list[str]:
    lines = [
        "Where no disagreement is known, all documents of the set together:",
        "",
        "| set | answerable, flagged | not answerable, flagged | seconds an answer, p50 |",
        "|---|---|---|---|",
    ]
    for name, asked in flagged.items():
        counts = [
            f"{sum(bool(one.conflicts) for one in part)} of {len(part)}"
            for part in (
                [one for one in asked if one.answerable],
                [one for one in asked if not one.answerable],
            )
        ]
        seconds = sorted(one.seconds for one in asked)
        middle = f"{seconds[len(seconds) // 2]:.2f}" if seconds else "–"
        lines.append(f"| {name} | {counts[0]} | {counts[1]} | {middle} |")
    return lines


def _listed(flagged: dict[str, list[Flagged]]) -> list[str]:
    """Each of them in full, to be read."""
    lines = []
    for name, asked in flagged.items():
        for one in asked:
            for conflict in one.conflicts:
                lines.append(f"- {name}, {one.id}: {one.question}")
                lines += [f"  - {row.value}: {json.dumps(row.citation.quote)}" for row in conflict.rows]
    return lines


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "kept", type=click.Path(dir_okay=False, path_type=Path), help="Keep what was shown.")
def conflict_report(data: Path, kept: Path | None) -> None:
    """Measure how disagreements between sources are shown, on the sets in the folder DATA."""
    from assistant.settings import load_settings

    settings = load_settings()
    shown = disputes(data / DISPUTES, settings)
    if kept:
        kept.write_text(json.dumps([one.to_dict() for one in shown]), encoding="utf-8")
    places = {name: data / name if (data / name).is_dir() else Path(name) for name in AGREEING}
    flagged = {
        name: list(elsewhere(place if place.is_dir() else name, settings)) for name, place in places.items()
    }
    click.echo(report(shown, flagged), nl=False)


def main() -> int:
    """The exit status: 0, or 1 for what a person can mend."""
    return run(conflict_report, "python -m evals.studies.conflicts.report")


if __name__ == "__main__":
    sys.exit(main())

"""One execution of a set as it is kept: cases, verdicts, figures, and the files they go to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.types import Answer
from documents.types import Record
from evals.cases import Case
from evals.errors import NotLocated
from evals.metrics import TIMED, figures
from evals.metrics.kinds import KindFigures, figures_by_kind
from evals.verdicts import Verdict

WHOLE = "case"  # among the seconds of a case: all of it, with the ranking and the judging
ASKED = ("llm", "llm_model")  # the settings that say which model was asked


@dataclass(frozen=True, slots=True)
class CaseRun(Record):
    """One case of a run: its gold, the answer with its trace and signals, and the verdict."""

    case: Case
    answer: Answer | None
    verdict: Verdict
    cached: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The case's own fields, then answer, verdict and cached."""
        values = self.case.to_dict()
        answer = self.answer.to_dict() if self.answer else None
        return {**values, "answer": answer, "verdict": self.verdict.to_dict(), "cached": self.cached}


@dataclass(frozen=True, slots=True)
class Run(Record):
    """The outcome of a set. `figures`: shares or seconds, None where nothing is eligible (`eligible`: n).

    A run that an earlier Footnote kept lacks the figures that came later.
    """

    set: str
    settings: dict[str, Any]  # Any: JSON scalars
    versions: dict[str, str]
    figures: dict[str, float | None]
    eligible: dict[str, int]
    cases: tuple[CaseRun, ...]

    @classmethod
    def of(
        cls, name: str, cases: Iterable[CaseRun], *, settings: dict[str, Any], versions: dict[str, str]
    ) -> "Run":
        """The run of the set `name` with these cases, and the figures worked out from their verdicts."""
        rows = tuple(cases)
        values = figures([replace(row.verdict, case=row.case, answer=row.answer) for row in rows])
        return cls(
            set=name,
            settings=settings,
            versions=versions,
            figures={name: figure.value for name, figure in values.items()},
            eligible={name: figure.n for name, figure in values.items()},
            cases=rows,
        )

    @property
    def kinds(self) -> dict[str, KindFigures]:
        """The figures of each kind of question; empty where the cases do not say theirs."""
        return figures_by_kind((row.case, row.verdict) for row in self.cases)

    @property
    def unlocated(self) -> dict[str, int]:
        """How many gold spans of each case were left out, since the stored text does not have them."""
        return {row.case.id: row.verdict.unlocated for row in self.cases if row.verdict.unlocated}

    def to_dict(self) -> dict[str, Any]:
        """The run as `footnote eval --json` prints it."""
        return {
            "set": self.set,
            "settings": self.settings,
            "versions": self.versions,
            "figures": self.figures,
            "eligible": self.eligible,
            "kinds": self.kinds,
            "unlocated": self.unlocated,
            "cases": [case.to_dict() for case in self.cases],
        }


def split_seconds(run: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    """The run without anything that differs from one execution to the next, and what was taken out."""
    steady = replace(
        run,
        figures={name: value for name, value in run.figures.items() if name not in TIMED},
        eligible={name: n for name, n in run.eligible.items() if name not in TIMED},
        cases=tuple(_steady(row) for row in run.cases),
    ).to_dict()
    for row in steady["cases"]:
        del row["cached"]
    seconds = {
        "model": asked_model(run.settings),
        "figures": {name: run.figures[name] for name in TIMED},
        "eligible": {name: run.eligible[name] for name in TIMED},
        "cases": {row.case.id: {"cached": row.cached, **row.verdict.seconds} for row in run.cases},
    }
    return steady, seconds


def asked_model(settings: Mapping[str, Any]) -> dict[str, Any]:  # Any: JSON scalars
    """The settings that say which language model was asked: its seconds are no other's."""
    return {name: settings.get(name) for name in ASKED}


def _steady(row: CaseRun) -> CaseRun:
    answer = replace(row.answer, timings={}) if row.answer else None
    return replace(row, answer=answer, verdict=replace(row.verdict, seconds={}))


def save(run: Run, home: Path) -> Path:
    """The file of the run in the data folder, with its seconds in a file of their own beside it."""
    folder = home / "runs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _free(folder, f"{run.set}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    steady, seconds = split_seconds(run)
    _write(path, steady)
    _write(path.with_name(f"{path.stem}-seconds.json"), seconds)
    return path


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.json", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.json"
    return path


def _write(path: Path, values: dict[str, Any]) -> None:  # Any: JSON
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def assert_located(run: Run) -> None:
    """Nothing, where every citation is the stored text at its offsets; raises NotLocated with the cases."""
    wrong = [row.case.id for row in run.cases if row.verdict.located != row.verdict.citations]
    if wrong:
        raise NotLocated(
            f"A citation is not the stored text in these cases: {', '.join(wrong)}.",
            "Do not trust these answers; report it with the run's file.",
        )

"""The runs that the data folder keeps, and the folders of sets that were used."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.settings_file import replace_file
from assistant.types import Answer
from documents.errors import written
from evals.cases import Case
from evals.errors import EvalError
from evals.runs import WHOLE, CaseRun, Run
from evals.verdicts import Verdict

NAME = re.compile(r"(?P<set>.+)-(?P<when>\d{8}T\d{6}Z)(-\d+)?")
FOLDERS = "folders.json"
LAST = "last"  # in the place of a run's name: the latest of its set
Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run in the data folder: the name of its file, its set and when it ended."""

    name: str
    set: str
    when: datetime


class KeptRuns:
    """The runs of one data folder."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "runs"
        self._load = lru_cache(maxsize=4)(_load)  # a row of the last ones is opened again and again

    def all(self) -> list[KeptRun]:
        """All runs, the latest first."""
        names = (path.stem for path in self._folder.glob("*.json"))
        runs = [_run_of_name(match) for name in names if (match := NAME.fullmatch(name))]
        return sorted(runs, key=lambda run: (run.when, run.name), reverse=True)

    def open(self, name: str) -> Run:
        """A run with its seconds. Raises EvalError for a name that is none, and for a damaged file."""
        if not any(run.name == name for run in self.all()):
            raise EvalError("There is no such run.", "Choose another one.")
        return self.read(self._folder / f"{name}.json")

    def read(self, path: Path) -> Run:
        """The run in a file, wherever it is. Raises EvalError where it is none."""
        try:
            return self._load(path, path.stat().st_mtime_ns)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise EvalError(
                f"The run {path} cannot be read.", "Choose another one, or run the set again."
            ) from error

    def find(self, name: str, case_set: str) -> Run:
        """A run by its file or its name; "last" is the latest of the set. Raises EvalError for none."""
        if name == LAST:
            run = next((run.name for run in self.all() if run.set == case_set), None)
            if run is None:
                raise EvalError(f"No run of {case_set} is kept yet.", "Leave --against out this time.")
            return self.open(run)
        path = Path(name)
        if path.suffix != ".json":
            return self.open(name)
        if not path.is_file():
            raise EvalError(f"There is no file {path}.", "Name a run that eval has kept, or last.")
        return self.read(path)

    def case(self, name: str, case_id: str) -> CaseRun:
        """One case of a run. Raises EvalError where there is none."""
        row = next((row for row in self.open(name).cases if row.case.id == case_id), None)
        if row is None:
            raise EvalError("The run has no such case.", "Choose another one.")
        return row

    def last(self, case_set: str) -> Run | None:
        """The latest run of a set; None also where its file is damaged, for then nothing is known of it."""
        try:
            return self.find(LAST, case_set)
        except EvalError:
            return None

    def seconds(self, case_set: str, model: Mapping[str, Any]) -> float | None:  # Any: JSON scalars
        """Seconds for a case with this language model (as `asked_model` has it); None: never measured.

        Of the latest run that asked it anything anew: one of the same set where there is one.
        """
        latest = sorted(self.all(), key=lambda run: run.set != case_set)  # stable: the latest first in each
        means = (_mean_seconds(self._folder / f"{run.name}-seconds.json", model) for run in latest)
        return next((seconds for seconds in means if seconds is not None), None)


class SetFolders:
    """The folders of sets that a person has named, the latest first."""

    def __init__(self, home: Path) -> None:
        self._path = home / "evals" / FOLDERS

    def all(self) -> list[str]:
        """The folders; none where the list is damaged, for it can be typed again."""
        try:
            listed = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [folder for folder in listed if isinstance(folder, str)] if isinstance(listed, list) else []

    def add(self, folder: str) -> None:
        """Puts a folder in front. Raises StorageFailed where it cannot be written; the old list stays."""
        listed = [folder, *(other for other in self.all() if other != folder)]
        with written(self._path, "Make room on the disk, or make it writable."):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self._path, json.dumps(listed[:20], ensure_ascii=False, indent=1))


def _run_of_name(match: re.Match[str]) -> KeptRun:
    when = datetime.strptime(match["when"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return KeptRun(match.string, match["set"], when)


def _load(path: Path, changed: int) -> Run:
    values = json.loads(path.read_text(encoding="utf-8"))
    seconds_file = path.with_name(f"{path.stem}-seconds.json")
    seconds = json.loads(seconds_file.read_text(encoding="utf-8")) if seconds_file.is_file() else {}
    timed = seconds.get("cases", {})
    return Run(
        set=values["set"],
        settings=values["settings"],
        versions=values["versions"],
        figures={**values["figures"], **seconds.get("figures", {})},
        eligible={**values["eligible"], **seconds.get("eligible", {})},
        cases=tuple(_case(row, timed.get(row["id"], {})) for row in values["cases"]),
    )


def _mean_seconds(path: Path, model: Mapping[str, Any]) -> float | None:  # Any: JSON scalars
    """Seconds for a case by the file of one run; None where it has none of this model, or is damaged."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["model"] != model:
            return None
        took = [float(case[WHOLE]) for case in values["cases"].values() if WHOLE in case]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return sum(took) / len(took) if took else None


def _case(values: Json, seconds: Mapping[str, Any]) -> CaseRun:  # Any: seconds, and whether it was kept
    stages = {stage: value for stage, value in seconds.items() if stage != "cached"}
    verdict = replace(Verdict.from_dict(values["verdict"]), seconds=stages)
    answer = Answer.from_dict(values["answer"]) if values["answer"] else None
    return CaseRun(Case.from_dict(values), answer, verdict, bool(seconds.get("cached")))

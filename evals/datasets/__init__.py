"""Eval sets, one small adaptor for each shape; a set is known by its shape, not by its name."""

import os
from pathlib import Path
from types import ModuleType

from evals.cases import CaseSet
from evals.datasets import clapnq, examples, folder, ramdocs, scifact
from evals.errors import BadSet

# The first that `matches` reads the folder; `folder` takes all that has a questions.jsonl.
ADAPTORS: tuple[ModuleType, ...] = (scifact, clapnq, ramdocs, folder)


def load_set(where: str | Path) -> CaseSet:
    """The set called `where` ("examples") or in the folder `where`.

    Raises BadSet where there is none, or where a case is not as it should be.
    """
    path = Path(where).expanduser()
    if str(where) == examples.NAME and not (path / folder.QUESTIONS).is_file():
        return examples.load()
    if not path.is_dir():
        raise BadSet(
            f"There is no eval set {str(where)!r}.",
            f"Give a folder with a {folder.QUESTIONS}, or {examples.NAME!r} for the shipped set.",
        )
    if not (path / folder.QUESTIONS).is_file():
        raise BadSet(f"{path} has no {folder.QUESTIONS}.", "Put the questions there, one JSON object a line.")
    path = Path(os.path.abspath(path))  # gives "." a name, and keeps that of a link
    adaptor = next(adaptor for adaptor in ADAPTORS if adaptor.matches(path))
    case_set: CaseSet = adaptor.load(path)
    return case_set

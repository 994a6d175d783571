"""Eval sets, one small adaptor for each shape; a set is known by its shape, not by its name.

An adaptor is a module with `matches(path) -> bool` and `load(path) -> CaseSet`; another package names its own
in its entry points' group `footnote.datasets`, and it is asked first.
"""

import logging
import os
from pathlib import Path
from types import ModuleType

from documents.plugins import loaded
from evals.cases import CaseSet
from evals.datasets import examples, folder, ramdocs, scifact
from evals.errors import BadSet

logger = logging.getLogger(__name__)
GROUP = "footnote.datasets"
# The first that `matches` reads the folder; `folder` takes all that has a questions.jsonl.
ADAPTORS: tuple[ModuleType, ...] = (scifact, ramdocs, folder)


def load_set(where: str | Path) -> CaseSet:
    """The set called `where` ("examples") or in the folder `where`.

    Raises BadSet where there is none, or where a case is not as it should be.
    """
    path = Path(where).expanduser()
    if path.name == folder.QUESTIONS and path.is_file():
        path = path.parent
    if str(where) == examples.NAME and not (path / folder.QUESTIONS).is_file():
        return examples.load()
    if not path.is_dir():
        raise BadSet(
            f"There is no eval set {str(where)!r}.",
            f"Give a folder with a {folder.QUESTIONS}, or {examples.NAME!r} for the shipped set.",
        )
    path = Path(os.path.abspath(path))  # gives "." a name, and keeps that of a link
    adaptor = _foreign_adaptor(path) or _our_adaptor(path)
    case_set: CaseSet = adaptor.load(path)
    return case_set


def _our_adaptor(path: Path) -> ModuleType:
    if not (path / folder.QUESTIONS).is_file():
        raise BadSet(f"{path} has no {folder.QUESTIONS}.", "Put the questions there, one JSON object a line.")
    return next(adaptor for adaptor in ADAPTORS if adaptor.matches(path))


def _foreign_adaptor(path: Path) -> ModuleType | None:
    """The first of other packages' adaptors that this folder fits; one that fails is logged."""
    for name, adaptor in loaded(GROUP, _is_adaptor).items():
        try:
            if adaptor.matches(path):
                return adaptor  # type: ignore[no-any-return]  # as `_is_adaptor` says
        except Exception as error:  # it may fail in any way, and the set may be of another shape
            logger.warning("The data set shape %s failed (%s). Update or uninstall it.", name, error)
    return None


def _is_adaptor(plugin: object) -> bool:
    return all(callable(getattr(plugin, name, None)) for name in ("matches", "load"))

"""Eval sets, one small adaptor for each shape; a set is known by its shape, not by its name.

An adaptor is a module with `matches(path) -> bool` and `load(path) -> CaseSet`; another package names its own
in its entry points' group `footnote.datasets`, and it is asked first.
"""

import logging
import os
from pathlib import Path
from types import ModuleType

from documents.errors import FootnoteError
from documents.plugins import loaded, plugin_failed
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
    if foreign := _foreign_adaptor(path):
        return _load_foreign(*foreign, path)
    case_set: CaseSet = _our_adaptor(path).load(path)
    return case_set


def _our_adaptor(path: Path) -> ModuleType:
    if not (path / folder.QUESTIONS).is_file():
        raise BadSet(f"{path} has no {folder.QUESTIONS}.", "Put the questions there, one JSON object a line.")
    return next(adaptor for adaptor in ADAPTORS if adaptor.matches(path))


def _foreign_adaptor(path: Path) -> tuple[str, ModuleType] | None:
    """The first of other packages' adaptors that this folder fits, by its name; one that fails is logged."""
    for name, adaptor in loaded(GROUP, _is_adaptor, "a module with matches(path) and load(path)").items():
        try:
            if adaptor.matches(path):
                return name, adaptor
        except (Exception, SystemExit) as error:  # in any way, and the set may be of another shape
            logger.warning("%s", plugin_failed(f"The data set shape {name} failed", error), exc_info=True)
    return None


def _load_foreign(name: str, adaptor: ModuleType, path: Path) -> CaseSet:
    """The set as another package reads it. Raises BadSet, whatever that package raises."""
    try:
        case_set = adaptor.load(path)
        if not isinstance(case_set, CaseSet):
            raise TypeError("load() must return a CaseSet")
    except FootnoteError:
        raise
    except (Exception, SystemExit) as error:
        failure = plugin_failed(f"The set {path.name} cannot be read: the plugin {name} failed", error)
        logger.debug("%s", failure, exc_info=True)
        raise BadSet(failure.message, failure.next_step) from error
    if not case_set.cases:
        raise BadSet(f"The plugin {name} finds no cases in the set {path.name}.", "Put questions there.")
    return case_set


def _is_adaptor(plugin: object) -> bool:
    return all(callable(getattr(plugin, name, None)) for name in ("matches", "load"))

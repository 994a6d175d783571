"""What another package may bring that loads, and then fails; but for `OWN`, a reader of our `.md`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from documents.readers import Reader
from documents.types import RawDocument
from evals.cases import CaseSet
from evals.metrics.figure import Figure
from evals.verdicts import Verdict


def crash(path: Path) -> RawDocument:
    raise RuntimeError("kaboom\nin the second line")


def text(path: Path) -> str:
    return path.read_text()


CRASH = Reader("crash", 1, "text/x-crash", (".crash",), crash)
TEXT = Reader("as-text", 1, "text/x-text", (".astext",), text)  # type: ignore[arg-type]
GONE = Reader("gone", 1, "text/x-gone", (".gone",), lambda path: sys.exit("gone"))
OWN = Reader("own", 1, "text/markdown", (".md",), lambda path: RawDocument("The gist.", "text/markdown"))


def number(verdicts: Sequence[Verdict]) -> float:
    return 0.5


def words(verdicts: Sequence[Verdict]) -> Figure:
    return Figure("many", 1)  # type: ignore[arg-type]


def raising(verdicts: Sequence[Verdict]) -> Figure:
    raise KeyError("no such field")


def matches(path: Path) -> bool:
    return (path / "faulty").is_file()


def load(path: Path) -> CaseSet:
    """What the file says."""
    said = (path / "faulty").read_text()
    if said == "list":
        return []  # type: ignore[return-value]
    if said == "empty":
        return CaseSet(path.name, ())
    raise KeyError(said)

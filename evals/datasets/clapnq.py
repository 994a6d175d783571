"""CLAP NQ: long gold answers, made from sentences of a passage that each record repeats."""

from dataclasses import replace
from pathlib import Path

from evals.cases import CaseSet
from evals.datasets import folder
from evals.datasets.records import read_rows


def matches(path: Path) -> bool:
    """Whether the first record has passages of its own and a gold list of answers."""
    first = next(read_rows(path / folder.QUESTIONS), None)
    return first is not None and {"passages", "answers"} <= first.values.keys()


def load(path: Path) -> CaseSet:
    """The set in the folder: as any other, judged as long answers; raises BadSet."""
    return replace(folder.load(path), long_answers=True)

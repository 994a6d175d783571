"""The shape of a data set: quiz.txt with "question | answer" a line; the answer may be missing."""

from pathlib import Path

from evals.cases import Case, CaseSet

QUIZ = "quiz.txt"


def matches(path: Path) -> bool:
    return (path / QUIZ).is_file()


def load(path: Path) -> CaseSet:
    cases = []
    for number, line in enumerate((path / QUIZ).read_text(encoding="utf-8").splitlines(), start=1):
        question, _, answer = (part.strip() for part in line.partition("|"))
        cases.append(Case(str(number), question, bool(answer), (answer,) if answer else (), line=number))
    return CaseSet(path.name, tuple(cases))

"""From a line of questions.jsonl to a case, with errors that name the line."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from evals.cases import NO_ANSWER, Case, GoldEvidence
from evals.errors import BadSet
from evals.points import has_words
from evals.text import tokens

MEND = "Mend that line and run the eval again."
FIELDS = "id question answerable answers source sources evidence history kind must need must_not".split()
_MEANT = 0.86  # how like a field's name another one is that is taken for a slip of the pen


@dataclass(frozen=True, slots=True)
class JsonRow:
    """One JSON object of a set, with the file and line it came from."""

    path: Path
    line: int
    values: dict[str, Any]  # Any: JSON, checked field by field below

    def fail(self, what: str, next_step: str = MEND) -> NoReturn:
        """Raise BadSet with the place in front of `what`."""
        raise BadSet(f"{self.path.name}, line {self.line}: {what}", next_step)

    def text(self, name: str) -> str:
        """The field as text that is not empty; a number is taken as its digits."""
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{name!r} is missing, empty or not text.")
        return value

    def flag(self, name: str) -> bool:
        """The field as true or false."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            self.fail(f"{name!r} must be true or false.")
        return value

    def items(self, name: str) -> list[Any]:
        """The field as a list; empty where it is left out."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(f"{name!r} must be a list.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """The field as a list of texts."""
        values = self.items(name)
        if not all(isinstance(value, str) for value in values):
            self.fail(f"{name!r} must be a list of texts.")
        return tuple(values)


def read_rows(path: Path) -> Iterator[JsonRow]:
    """The records of a JSONL file in order, blank lines left out; raises BadSet at the first broken one."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSet(f"{path.name} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    for line, content in enumerate(text.split("\n"), start=1):
        if content.strip():
            yield _row(path, line, content)


def _row(path: Path, line: int, content: str) -> JsonRow:
    try:
        values = json.loads(content)
    except json.JSONDecodeError as error:
        raise BadSet(
            f"{path.name}, line {line}: broken JSON ({error.msg}, column {error.colno}).", MEND
        ) from error
    if not isinstance(values, dict):
        raise BadSet(f"{path.name}, line {line}: not a JSON object.", MEND)
    return JsonRow(path, line, values)


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a questions.jsonl; raises BadSet, also for an id used twice and for no case at all."""
    cases: dict[str, Case] = {}
    for row in read_rows(path):
        case = read_case(row)
        if case.id in cases:
            row.fail(
                f"the id {case.id!r} was used in line {cases[case.id].line}.", "Give each case its own id."
            )
        cases[case.id] = case
    if not cases:
        raise BadSet(f"{path.name} has no cases.", "Write one JSON object a line.")
    return tuple(cases.values())


def read_case(row: JsonRow) -> Case:
    """The case in a row; raises BadSet for what is missing or does not fit together."""
    source = row.text("source") if row.values.get("source") is not None else None
    sources = row.texts("sources")
    place = source or (sources[0] if len(sources) == 1 else "")
    case = Case(
        id=row.text("id"),
        question=row.text("question"),
        answerable=row.flag("answerable"),
        answers=row.texts("answers"),
        source=source,
        evidence=tuple(_evidence(row, item, place, sources) for item in row.items("evidence")),
        history=tuple(read_turn(row, item) for item in row.items("history")),
        line=row.line,
        kind=row.text("kind").strip() if row.values.get("kind") is not None else "",
        sources=sources,
        must=tuple(_wordings(row, "must", group) for group in row.items("must")),
        need=_need(row),
        must_not=_wordings(row, "must_not", row.items("must_not")),
    )
    _check(row, case)
    return case


def _check(row: JsonRow, case: Case) -> None:
    left = [name for name in FIELDS if name not in row.values]
    for name in sorted(row.values.keys() - set(FIELDS)):
        for known_name in get_close_matches(name, left, 1, _MEANT):
            row.fail(f"there is no field {name!r}; {known_name!r} may be meant.")
    for name in ("answers", "must"):
        if not case.answerable and getattr(case, name):
            row.fail(f"{name!r} are given though 'answerable' is false.")
    if case.answerable and not (case.answers or case.must or case.evidence):
        row.fail("it is answerable but has none of 'answers', 'must' and 'evidence'.")
    if case.answers and not any(tokens(answer) for answer in case.answers):
        row.fail("no answer has a word in it (articles and punctuation do not count).")
    if case.kind and case.answerable == (case.kind == NO_ANSWER):
        row.fail(f"'kind' must be {NO_ANSWER!r} where 'answerable' is false, and only there.")
    if case.answerable and not case.must and (case.need or case.must_not):
        row.fail("'need' and 'must_not' are of no use without 'must'.")
    if case.need and case.must and case.need > len(case.must):
        row.fail(f"'need' is {case.need}, but 'must' has {len(case.must)} points.")


def _wordings(row: JsonRow, name: str, values: Any) -> tuple[str, ...]:  # Any: JSON
    """Words to look for, of which each has a letter or a digit; a number is taken as its digits."""
    if not isinstance(values, list) or (name == "must" and not values):
        row.fail(f"{name!r} must be a list of points, each a list of wordings of which one suffices.")
    for value in values:
        if isinstance(value, bool) or not isinstance(value, str | int | float) or not has_words(str(value)):
            row.fail(f"{name!r} has {value!r}, which is no text with a letter or a digit.")
    return tuple(map(str, values))


def _need(row: JsonRow) -> int | None:
    value = row.values.get("need")
    if value is not None and (type(value) is not int or value < 0):
        row.fail("'need' must be the number of points that suffice, or be left out where all are needed.")
    return value or None


def _evidence(row: JsonRow, item: Any, source: str, sources: Sequence[str]) -> GoldEvidence:  # Any: JSON
    if isinstance(item, str):
        item = {"text": item}
    if not isinstance(item, dict) or not isinstance(item.get("text"), str) or not item["text"].strip():
        row.fail(
            "evidence must be a text, or an object with 'text' and, where known, 'source', 'start', 'end'."
        )
    source_name = item.get("source", source)
    if not isinstance(source_name, str) or not (source_name or sources):
        row.fail("evidence is given but no 'source' says which document it is in.")
    start, end = item.get("start"), item.get("end")
    if (start is None) != (end is None) or not all(
        value is None or type(value) is int for value in (start, end)
    ):
        row.fail("'start' and 'end' of evidence must both be whole numbers, or both be left out.")
    return GoldEvidence(source_name, item["text"], start, end)


def read_turn(row: JsonRow, item: Any) -> tuple[str, str]:  # Any: JSON
    """One turn of a history; raises BadSet."""
    if not isinstance(item, list) or len(item) != 2 or item[0] not in ("user", "assistant"):
        row.fail('\'history\' must be a list of ["user" or "assistant", text].')
    return str(item[0]), str(item[1])

"""`python -m evals.studies.rows FOLDER`: whether the checker tells which number of a table is said of what.

Each sentence says of a row, by its first cell, a number that stands in its column; or that of another column,
or of another row. It is checked against the rows that have the two.
"""

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click

from assistant.assistant import Assistant
from evals.markdown import table
from evals.studies.command import FOLDER, run

EACH = 400  # sentences of a kind at most
HEAD = ("the number is that of", "sentences", "found", "partly", "not found")
KINDS = ("its column", "another column", "another row")
FORMS = (
    "The {column} for {row} is {value}.",
    "For {row} the {column} is {value}.",
    "{row} has {value} as {column}.",
)
_NUMBER = re.compile(r"\W{0,3}\d[\d.,]*(?: \w+){0,2}")
_NO_NAME = re.compile(r"[\W\d]*")  # of a row that is called by a number alone

Row = tuple[tuple[str, str], ...]  # the names of columns and what stands in them


@dataclass(frozen=True, slots=True)
class RowSentence:
    """A sentence on a row, with the rows that it is checked against; `kind` says whose number it has."""

    kind: str
    text: str
    rows: tuple[str, ...]


def sentences(tables: Iterable[Sequence[Row]], seed: int = 0) -> Iterator[RowSentence]:
    """Those that can be made of the rows of tables, each number that no other cell of the rows has."""
    choice = random.Random(seed)
    for rows in tables:
        for row in rows:
            numbers = [(name, value) for name, value in row[1:] if _NUMBER.fullmatch(value)]
            others = [other for other in rows if other is not row and other[0][1] != row[0][1]]
            if _NO_NAME.fullmatch(row[0][1]) or not numbers:
                continue
            name, value = choice.choice(numbers)
            form = choice.choice(FORMS)
            yield RowSentence(KINDS[0], _sentence(form, row, name, value), (_written(row),))
            wrong_values = [number for column, number in numbers if column != name and number != value]
            if wrong_values:
                yield RowSentence(
                    KINDS[1], _sentence(form, row, name, choice.choice(wrong_values)), (_written(row),)
                )
            for other in choice.sample(others, len(others))[:1]:
                theirs = dict(other).get(name, "")
                if _NUMBER.fullmatch(theirs) and theirs not in dict(row).values():
                    yield RowSentence(
                        KINDS[2], _sentence(form, row, name, theirs), (_written(row), _written(other))
                    )


def _sentence(form: str, row: Row, column: str, value: str) -> str:
    return form.format(row=row[0][1], column=column.replace(" › ", " ").lower(), value=value)


def _written(row: Row) -> str:
    """A row as Footnote spells it."""
    return "; ".join(f"{name}: {value}" for name, value in row)


def tables_in(assistant: Assistant) -> Iterator[list[Row]]:
    """The tables of a library's English documents, each as its rows below the header."""
    for source in assistant.sources():
        if source.language not in (None, "en"):
            continue
        text = assistant.text(source.id)
        rows: dict[int, list[tuple[str, str]]] = {}
        last = -1
        for block in assistant.library.blocks(source.id):
            if block.kind != "cell" or block.row is None:
                continue
            if block.row < last:
                yield [tuple(row) for row in rows.values()]
                rows = {}
            last = block.row
            if block.column_header and (value := text[block.start : block.end].strip()):
                rows.setdefault(block.row, []).append((block.column_header, value))
        yield [tuple(row) for row in rows.values()]


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--each", default=EACH, show_default=True, help="Sentences of a kind at most.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the sentences that are made.")
def rows(folder: Path, each: int, seed: int) -> None:
    """Say numbers of the tables in the documents of FOLDER, right and wrong, and count what is found."""
    from assistant import check_text

    with tempfile.TemporaryDirectory() as home, Assistant.open(home, llm="none") as assistant:
        assistant.add([folder])
        made = list(sentences(tables_in(assistant), seed))
    random.Random(seed).shuffle(made)
    counted = []
    for kind in KINDS:
        chosen = list(islice((sentence for sentence in made if sentence.kind == kind), each))
        labels = Counter(check_text(sentence.text, passages=sentence.rows)[0].support for sentence in chosen)
        shares = (f"{labels[label] / (len(chosen) or 1):.1%}" for label in ("found", "partly", "not_found"))
        counted.append((kind, len(chosen), *shares))
    click.echo(table(HEAD, counted), nl=False)


if __name__ == "__main__":
    sys.exit(run(rows))

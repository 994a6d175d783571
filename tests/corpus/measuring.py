"""What a reader finds of a file's words, headings, items and cells, as shares of what is there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from documents.readers import read
from documents.types import RawDocument
from tests.corpus.building import Made
from tests.corpus.language import Facts, words

LEAST = {"words": 0.995, "headings": 0.98, "items": 0.98, "cells": 0.97, "dates": 1.0}
LEAST_WORDS = {"pdf, two columns": 0.98}
MOST_ADDED = 0.0  # share of the words found that are not in the file


@dataclass
class Figures:
    """Sums over the files of a format: how many there are, and of each measure what was right of how many."""

    files: int = 0
    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, right: int, all_: int) -> None:
        self.right[measure] += right
        self.all[measure] += all_

    def share(self, measure: str) -> float | None:
        """None where nothing of the kind is in the files."""
        return self.right[measure] / self.all[measure] if self.all[measure] else None

    def short(self, kind: str) -> set[str]:
        """The measures that are under what they must be."""
        least = LEAST | ({"words": LEAST_WORDS[kind]} if kind in LEAST_WORDS else {})
        shares = {measure: self.share(measure) for measure in least}
        found = {measure for measure, share in shares.items() if share is not None and share < least[measure]}
        return found | ({"added"} if self.right["added"] > MOST_ADDED * self.all["added"] else set())


def measured(corpus: Iterable[Made]) -> dict[str, Figures]:
    """The figures of each format."""
    found: dict[str, Figures] = {}
    for made in corpus:
        _count(found.setdefault(made.format, Figures()), made.facts, read(made.path))
    return found


def _count(figures: Figures, facts: Facts, document: RawDocument) -> None:
    figures.files += 1
    got = words(document.text)
    figures.add("words", _in_order(facts.words, got), len(facts.words))
    figures.add("added", (Counter(got) - Counter(facts.words)).total(), len(got))
    for measure, expected in (("headings", facts.headings), ("items", facts.items), ("cells", facts.cells)):
        if expected is not None:
            figures.add(measure, *_alike(expected, structure(document)[measure]))
    if facts.date:
        figures.add("dates", document.date == facts.date, 1)


def structure(document: RawDocument) -> dict[str, list[tuple[object, ...]]]:
    """The headings, items and cells of a document, in the form of `Facts`."""
    found: dict[str, list[tuple[object, ...]]] = {"headings": [], "items": [], "cells": []}
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind == "heading":
            found["headings"].append((block.level, text))
        elif block.kind == "item":
            found["items"].append((block.level, block.number, text))
        elif block.kind == "cell":
            found["cells"].append((block.row_header, block.column_header, text))
    return found


def _in_order(expected: Sequence[str], got: Sequence[str]) -> int:
    """How many of the words are found in their order."""
    matcher = SequenceMatcher(None, expected, got, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _alike(expected: Sequence[object], got: Sequence[object]) -> tuple[int, int]:
    """How many are in both, of the longer of the two: what is found beside them counts as wrong."""
    return (Counter(expected) & Counter(got)).total(), max(len(expected), len(got))


def table(figures: dict[str, Figures]) -> str:
    """The figures as a table of Markdown, in percent; "–" where nothing of the kind is in the files."""
    measures = [*LEAST, "added"]
    lines = [f"| format | files | {' | '.join(measures)} |", "|---" * (len(measures) + 2) + "|"]
    for kind, one in figures.items():
        shares = (one.share(measure) for measure in measures)
        cells = ("–" if share is None else f"{100 * share:.1f}" for share in shares)
        lines.append(f"| {kind} | {one.files} | {' | '.join(cells)} |")
    return "\n".join(lines)


def differences(made: Made) -> str:
    """What is not found and what is too much in one file: for whoever mends a reader."""
    document, facts = read(Path(made.path)), made.facts
    lines = [f"{made.path.name}: {document.date} for {facts.date}"]
    got = words(document.text)
    for tag, a, b, c, d in SequenceMatcher(None, facts.words, got, autojunk=False).get_opcodes():
        if tag != "equal":
            lines.append(f"  words {tag}: {facts.words[a:b]} -> {got[c:d]}")
    found = structure(document)
    for measure, expected in (("headings", facts.headings), ("items", facts.items), ("cells", facts.cells)):
        if expected is not None:
            lost = Counter(expected) - Counter(found[measure])
            lines += [f"  {measure} lost: {one}" for one in lost]
            lines += [f"  {measure} added: {one}" for one in Counter(found[measure]) - Counter(expected)]
    return "\n".join(lines)

"""How well web pages are read: words of the main text that are stored, and what furniture leaves over.

    python scripts/page_reading.py ../shared/data/readers

The folder has html.jsonl ({"file", "text"}: a page and its main text as written by hand), the pages gzipped.
"""

import gzip
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from documents.readers.html.reader import read
from documents.types import RawDocument

Grams = Counter[tuple[str, ...]]


def main_text(document: RawDocument) -> str:
    """The document's text without its furniture, a block a line."""
    blocks = (block for block in document.blocks if block.kind != "furniture")
    return "\n".join(document.text[block.start : block.end] for block in blocks)


def figures(folder: Path) -> dict[str, float]:
    """The main text's words in the stored text; precision, recall and F1 of what is not furniture."""
    kept, precision, recall = [], [], []
    for document, gold in _pages(folder):
        words, wanted = _grams(document.text, 1), _grams(gold, 1)
        kept.append((words & wanted).total() / wanted.total())
        found, runs = _grams(main_text(document), 4), _grams(gold, 4)
        common = (found & runs).total()
        precision.append(common / max(1, found.total()))
        recall.append(common / runs.total())
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    return {"words kept": sum(kept) / len(kept), "precision": p, "recall": r, "F1": 2 * p * r / (p + r)}


def _pages(folder: Path) -> Iterator[tuple[RawDocument, str]]:
    for line in (folder / "html.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        with tempfile.TemporaryDirectory() as place, gzip.open(folder / row["file"]) as file:
            path = Path(place) / "page.html"
            path.write_bytes(file.read())
            yield read(path), row["text"]


def _grams(text: str, length: int) -> Grams:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[start : start + length]) for start in range(max(1, len(words) - length + 1)))


if __name__ == "__main__":
    for name, value in figures(Path(sys.argv[1])).items():
        print(f"{name}: {value:.4f}")

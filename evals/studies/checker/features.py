"""The features of all training pairs, kept as a table without any text: the fit is repeated in seconds."""

import csv
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.grounding.checker import Checker, passages_evidence
from assistant.grounding.remarks import states_nothing
from assistant.grounding.scoring import SupportScorer
from evals.studies.checker.pairs import LabelledSentence
from index.models.embeddings import Embedder

TABLE = Path(__file__).with_name("features.csv")
SETS = ("wice", "scifact", "clapnq")
OWN = ("set", "kind", "group", "label")  # columns that are no features


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """The features of a labelled sentence by name, and what it is."""

    set: str
    kind: str
    group: str  # of the document, a number without meaning
    label: str
    features: dict[str, float]

    @property
    def stated(self) -> bool:
        """Whether the passages state it."""
        return self.label == "found"


def measured(pairs: Iterable[LabelledSentence], embedder: Embedder) -> list[FeatureRow]:
    """The features of each pair that states something; pairs in a row with the same passages share work."""
    rows: list[FeatureRow] = []
    checker, known = Checker(()), None
    for pair in pairs:
        if known != (pair.passages, pair.question):
            checker, known = checker_of(pair, embedder), (pair.passages, pair.question)
        if not states_nothing(pair.text) and (values := checker.features(pair.text)):
            rows.append(FeatureRow(pair.set, pair.kind, anonymous(pair.group), pair.label, values))
    return rows


def checker_of(
    pair: LabelledSentence, embedder: Embedder | None, scorer: SupportScorer | None = None
) -> Checker:
    """The checker on the pair's passages."""
    split = [[(0, len(text), text) for text in passage] for passage in pair.passages]
    return Checker(passages_evidence(split), pair.question, embedder, scorer)


def anonymous(group: str) -> str:
    """The document's name as a number."""
    return str(zlib.crc32(group.encode()))


def write_table(rows: Sequence[FeatureRow], hashes: dict[str, str], path: Path = TABLE) -> None:
    """The rows as CSV; its first line names the data sets with their hashes."""
    names = list(rows[0].features)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("# " + " ".join(f"{name}={value}" for name, value in hashes.items()) + "\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*OWN, *names])
        for row in rows:
            values = [f"{row.features[name]:.3f}".rstrip("0").rstrip(".") for name in names]
            writer.writerow([row.set, row.kind, row.group, row.label, *values])


def read_table(path: Path = TABLE) -> tuple[list[FeatureRow], dict[str, str]]:
    """The rows and the hashes of the data sets that they were made from."""
    with path.open(encoding="utf-8", newline="") as file:
        hashes = dict(part.split("=", 1) for part in file.readline().removeprefix("# ").split())
        rows = [
            FeatureRow(
                line["set"],
                line["kind"],
                line["group"],
                line["label"],
                {name: float(value) for name, value in line.items() if name not in OWN},
            )
            for line in csv.DictReader(file)
        ]
    return rows, hashes


def data_hashes(data: Path) -> dict[str, str]:
    """The SHA-256 of each set's files, by name."""
    return {name: _folder_hash(data / name) for name in SETS}


def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
        digest.update(f"{file.relative_to(folder)}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()

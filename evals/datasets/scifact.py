"""SciFact: 300 claims ranked against 5,183 abstracts; nothing is asked, only searched."""

from pathlib import Path

from evals.cases import Case, CaseSet, SetDocument
from evals.datasets.folder import QUESTIONS
from evals.datasets.records import JsonRow, read_rows
from evals.errors import BadSet

CORPUS = "corpus-*.jsonl"
# A Markdown heading is the one way to give a text file a title that is searched with every passage.
SUFFIX = ".md"


def matches(path: Path) -> bool:
    """Whether the folder has a corpus in JSONL files."""
    return any(path.glob(CORPUS))


def load(path: Path) -> CaseSet:
    """The set in the folder; each abstract becomes a document of title and text. Raises BadSet."""
    documents = tuple(_document(row) for file in sorted(path.glob(CORPUS)) for row in read_rows(file))
    names = {document.name for document in documents}
    cases = tuple(_case(row, names) for row in read_rows(path / QUESTIONS))
    if not cases:
        raise BadSet(f"{QUESTIONS} has no cases.", "Write one JSON object a line.")
    return CaseSet(path.name, cases, documents, ranking_only=True)


def _document(row: JsonRow) -> SetDocument:
    title = " ".join(row.text("title").split())
    return SetDocument(row.text("id") + SUFFIX, text=f"# {title}\n\n{row.text('text')}\n")


def _case(row: JsonRow, names: set[str]) -> Case:
    relevant = tuple(name + SUFFIX for name in row.texts("relevant"))
    unknown = [name for name in relevant if name not in names]
    if unknown:
        row.fail(f"there is no document {unknown[0].removesuffix(SUFFIX)!r} in {CORPUS}.")
    return Case(row.text("id"), row.text("question"), answerable=True, relevant=relevant, line=row.line)

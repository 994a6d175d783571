"""The files of the corpus: each description by each writer that can write it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.corpus import office_extras as extras
from tests.corpus import office_writers as office
from tests.corpus import text_writers as text
from tests.corpus.language import Described, Facts, described

TEXTS = Path(__file__).parent / "texts"
_SAVED = (
    ("docx", "odt"),
    ("docx", "rtf"),
    ("docx", "pdf"),
    ("xlsx", "ods"),
    ("xlsx", "xls"),
    ("pptx", "odp"),
)
Writer = Callable[[Described, Path], Facts]


@dataclass(frozen=True)
class Made:
    """A file, its format as the table of figures names it, and what must be found in it."""

    path: Path
    format: str
    facts: Facts


def described_all() -> dict[str, Described]:
    return {path.stem: described(path) for path in sorted(TEXTS.glob("*.txt"))}


def build(folder: Path) -> list[Made]:
    """Writes what needs no program but Python's packages."""
    folder.mkdir(parents=True, exist_ok=True)
    return list(_written(described_all(), folder))


def _written(documents: dict[str, Described], folder: Path) -> Iterator[Made]:
    everything = list(documents)
    tabled = [name for name, one in documents.items() if one.tables]
    named = [name for name in tabled if documents[name].tables[0].header == 1]
    latin = [name for name in everything if name != "tongues"]  # the fonts of the library have no others
    plans: list[tuple[str, str, Writer, list[str]]] = [
        ("txt", "txt", text.txt, everything),
        ("txt", "wrapped.txt", lambda one, path: text.txt(one, path, wrapped=True), everything),
        ("txt", "old.txt", lambda one, path: text.txt(one, path, encoding="cp1252"), ["kurse", "recettes"]),
        ("md", "md", text.md, [name for name in everything if name != "seasons"]),
        ("html", "html", text.page, everything),
        ("docx", "docx", office.docx, everything),
        ("pptx", "pptx", office.slides, [name for name in everything if name != "letter"]),
        ("xlsx", "xlsx", office.workbook, tabled),
        ("xls", "xls", office.old_workbook, tabled),
        ("csv", "csv", text.rows, tabled),
        ("tsv", "tsv", lambda one, path: text.rows(one, path, "\t"), tabled),
        ("json", "json", text.json_file, named),
        ("jsonl", "jsonl", text.jsonl, named),
        ("xml", "xml", text.xml, named),
        ("ipynb", "ipynb", text.notebook, ["questions", "handbook", "minutes", "kurse"]),
        ("srt", "srt", text.cues, ["letter", "questions", "recettes"]),
        ("vtt", "vtt", text.cues, ["letter", "questions", "tongues"]),
        ("eml", "plain.eml", lambda one, path: text.mail(one, path, rich=False), everything),
        ("eml", "eml", lambda one, path: text.mail(one, path, rich=True), everything),
        ("msg", "msg", text.outlook, ["questions", "handbook", "minutes", "kurse"]),
        ("pdf", "pdf", office.pdf, latin),
        ("pdf, two columns", "columns.pdf", lambda one, path: office.pdf(one, path, 2), latin),
    ]
    for kind, suffix, writer, names in plans:
        for name in names:
            path = folder / f"{name}.{suffix}"
            yield Made(path, kind, writer(documents[name], path))
    for kind, extra in (("docx", extras.docx), ("pptx", extras.slides), ("xlsx", extras.workbook)):
        path = folder / f"extras.{kind}"
        yield Made(path, kind, extra(path))
    for number, names in enumerate((everything[:3], everything[3:6], ["minutes", "seasons"])):
        chosen = [documents[name] for name in names]
        path = folder / f"box{number}.mbox"
        yield Made(path, "mbox", text.mails(chosen, path))
        path = folder / f"book{number}.epub"
        yield Made(path, "epub", text.book(chosen, path))


def saved_by_libre_office(folder: Path) -> list[Made]:
    """Writes office files and saves them once more in LibreOffice's own formats and in older ones."""
    written, saved = build(folder / "first"), folder / "saved"
    saved.mkdir()
    return [made for plan in _SAVED for made in _saved(written, saved, folder / "profile", *plan)]


def _saved(written: list[Made], folder: Path, profile: Path, source: str, kind: str) -> Iterator[Made]:
    files = [made for made in written if made.format == source]
    if kind == "pdf":  # comments are not printed
        files = [made for made in files if made.path.stem != "extras"]
    office.converted([made.path for made in files], kind, folder, profile)
    for made in files:
        facts = replace(made.facts, date=None) if kind in ("pdf", "xls") else made.facts
        yield Made(folder / f"{made.path.stem}.{kind}", kind, facts)

"""`make bench`: Footnote beside the usual LlamaIndex stack, on the same texts, models and machine.

Figures in seconds depend on the machine and on what else it does; the ratios do less, as both sides take
turns. But where other programs work too, torch's threads wait for each other and the usual stack loses more
than Footnote: trust the ratios of a machine with nothing else to do. It reports and never fails for a missed
target.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evals.errors import EvalError
from evals.studies.bench.peer import require_packages
from evals.studies.bench.rows import Comparison, pick_questions, table
from evals.studies.command import run

if TYPE_CHECKING:
    from evals.cases import Case

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FILES = (DATA / "everyday" / "docs", DATA / "readers" / "files")
FORMS = DATA / "everyday"  # a set whose documents have lists, steps and tables
PARTS = ("texts", "files")
EVIDENCE_QUESTIONS = 40
FLAGS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8")
PACKAGES = (
    "footnote",
    "chromadb",
    "llama-index-core",
    "llama-index-embeddings-huggingface",
    "llama-index-readers-file",
    "llama-index-vector-stores-chroma",
    "onnxruntime",
    "sentence-transformers",
    "torch",
    "xllamacpp",
)


@click.command("bench")
@click.option("--documents", type=click.Path(path_type=Path), help="A folder of texts.")
@click.option("--questions", type=click.Path(path_type=Path), help="A questions.jsonl about them.")
@click.option(
    "--files",
    "folders",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A folder of files of all kinds.",
)
@click.option("--forms", type=click.Path(path_type=Path), help="A set with lists, steps and tables.")
@click.option("--only", type=click.Choice(PARTS), help="One part alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quick", is_flag=True, help="Fewer rounds and questions.")
def bench(
    documents: Path | None,
    questions: Path | None,
    folders: tuple[Path, ...],
    forms: Path | None,
    only: str | None,
    as_json: bool,
    quick: bool,
) -> None:
    """Compares speed and memory with the usual LlamaIndex stack, by default on data beside the project."""
    require_packages()
    rows: list[Comparison] = []
    if only != "files":
        documents = (documents or default_documents()).absolute()
        cases = read_inputs(documents, (questions or documents.parent / "questions.jsonl").absolute())
        rows += measure(documents, cases, read_forms(forms), quick=quick)
    if only != "texts":
        rows += measure_files(read_folders(folders), quick=quick)
    if as_json:
        click.echo(json.dumps({"rows": [row.to_dict() for row in rows], **surroundings()}, indent=2))
    else:
        click.echo(f"{table(rows)}\n\n{machine_lines()}")


def default_documents() -> Path:
    """The SQuAD texts beside the project."""
    return DATA / "squad" / "docs"


def read_folders(folders: Sequence[Path]) -> list[Path]:
    """The folders of files, or those beside the project that are there, which may be none.

    Raises FootnoteError when one that was named, or what the usual stack reads files with, is missing.
    """
    from evals.studies.bench.peer_files import require_readers

    for folder in folders:
        if not folder.is_dir():
            raise EvalError(f"There is no folder {folder}.", "Name a folder of files with --files.")
    require_readers()
    return [folder.absolute() for folder in folders or FILES if folder.is_dir()]


def read_inputs(documents: Path, questions: Path) -> "tuple[Case, ...]":
    """The cases; raises FootnoteError when a path is missing."""
    from evals.datasets.records import read_cases

    _require(documents, questions)
    return read_cases(questions)


def _require(documents: Path, questions: Path) -> None:
    """Raises EvalError when one is missing."""
    if not documents.is_dir():
        raise EvalError(f"There is no folder {documents}.", "Name a folder of texts with --documents.")
    if not questions.is_file():
        raise EvalError(f"There is no file {questions}.", "Name a questions.jsonl with --questions.")


def read_forms(form_folder: Path | None) -> "tuple[Path, list[str]] | None":
    """Documents with lists, steps and tables, and questions about them; None where the data is missing.

    Raises FootnoteError when the folder was named.
    """
    folder = (form_folder or FORMS).absolute()
    if form_folder is None and not folder.is_dir():
        say(f"No set with lists, steps and tables at {folder}: name one with --forms.")
        return None
    documents, questions = folder / "docs", folder / "questions.jsonl"
    _require(documents, questions)
    cases = map(json.loads, questions.read_text(encoding="utf-8").splitlines())
    return documents, [case["question"] for case in cases if not case.get("history")]


def measure(
    documents: Path,
    cases: "tuple[Case, ...]",
    forms: "tuple[Path, list[str]] | None",
    *,
    quick: bool,
) -> list[Comparison]:
    """The rows about texts. The small processes come first, while this one is small and nothing else runs."""
    from assistant.settings import load_settings
    from evals.studies.bench.measures import Bench
    from evals.studies.bench.processes import help_row, memory_row

    answers = pick_questions(cases, 2 if quick else 4, answerable_only=True)
    others = pick_questions(cases, EVIDENCE_QUESTIONS)
    shared = pick_questions(cases, 4 if quick else 8, answerable_only=True)
    with tempfile.TemporaryDirectory(prefix="footnote-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        say("The command's help and the memory of an ingest …")
        rows = [help_row(), memory_row(documents, folder / "memory", load_settings().models)]
        say("Loading both sides …")
        with closing(Bench(documents, folder, say)) as sides:
            ingest = sides.ingest_rows(2 if quick else 3)
            evidence = sides.evidence_rows(others)
            whole = sides.answer_rows(answers)
            both = sides.shared_rows(shared)
            quoting = sides.quoting_rows(*forms) if forms else []
            return [*ingest, *whole, *both, *quoting, *sides.trust_rows(others[:20]), *evidence, *rows]


def measure_files(folders: Sequence[Path], *, quick: bool) -> list[Comparison]:
    """The row about files of all kinds; none where there are no folders, which is said."""
    if not folders:
        say("No files to read: the data beside the project is missing. Name a folder with --files.")
        return []
    from evals.studies.bench.files import file_rows
    from evals.studies.bench.measures import bench_settings

    with tempfile.TemporaryDirectory(prefix="footnote-bench-", ignore_cleanup_errors=True) as name:
        return file_rows(folders, bench_settings(Path(name)), Path(name), rounds=2 if quick else 3, say=say)


def say(line: str) -> None:
    """Tells how far it is, beside the output."""
    click.echo(line, err=True)


def surroundings() -> dict[str, object]:
    """The machine and the versions that the figures belong to."""
    return {
        "machine": {"cores": os.cpu_count(), "cpu": cpu_name(), "flags": cpu_flags()},
        "versions": versions(),
    }


def machine_lines() -> str:
    """The same in two lines."""
    version_list = ", ".join(f"{name} {version}" for name, version in versions().items())
    return f"{os.cpu_count()} cores, {cpu_name()} ({', '.join(cpu_flags())})\n{version_list}"


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that the figures depend on."""
    from evals.keeping.fingerprint import package_versions

    return {"python": platform.python_version(), **package_versions(PACKAGES)}


def cpu_name() -> str:
    """The processor's name, where the system tells it."""
    model_lines = [line for line in _cpu_lines() if line.startswith("model name")]
    return model_lines[0].partition(":")[2].strip() if model_lines else platform.machine()


def cpu_flags() -> list[str]:
    """The instruction sets that matter for the speed of the models."""
    flags = [line for line in _cpu_lines() if line.startswith("flags")]
    present = set(flags[0].partition(":")[2].split()) if flags else set()
    return [flag for flag in FLAGS if flag in present]


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


if __name__ == "__main__":
    sys.exit(run(bench))

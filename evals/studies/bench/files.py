"""The bench's row for files as people have them: both sides take in the same ones, in turns."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.errors import EvalError
from evals.studies.bench.clock import Say, interleaved
from evals.studies.bench.peer import UsualStack, matching_splitter
from evals.studies.bench.peer_files import ingest, load, reads
from evals.studies.bench.rows import Comparison
from index.models.embedded import EmbeddedEmbedder
from index.models.tokens import counter

AT_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class _SharedFiles:
    """The files that both sides read, and Footnote's passages and characters of them."""

    paths: list[Path]
    passages: int
    characters: int


def file_rows(
    folders: Sequence[Path], settings: Settings, folder: Path, rounds: int, say: Say
) -> list[Comparison]:
    """One row, best of `rounds`; raises EvalError where no file is read by both sides.

    What either side loads once (models, what its readers import) is loaded untimed, as the files are chosen.
    """
    usual = UsualStack(folder / "usual-files")
    embedder = EmbeddedEmbedder(settings.models)
    settings = replace(settings, home=folder / "files", llm="none")
    files = files_in(folders)
    say(f"Reading {len(files)} files with both sides …")
    with Assistant.with_settings(settings, embedder=embedder) as assistant:
        shared = _read_by_both(files, assistant)
        texts = [document.text for document in load(shared.paths)]
        splitter, made = matching_splitter(
            texts, shared.passages, count_tokens=counter(embedder.counter.data)
        )
        sides: dict[str, Callable[[int], object]] = {
            "Footnote, files": lambda _: assistant.add(shared.paths),
            "usual stack, files": lambda _: ingest(usual, shared.paths, splitter),
        }
        times = interleaved(sides, range(rounds), say, before=lambda: _empty(assistant))
    count, (ours, theirs) = len(shared.paths), (min(seconds) for seconds in times.values())
    read, sizes = f"{count} of {len(files)} files", sum(map(len, texts))
    what = (
        f"{read} ({kinds(shared.paths)}), {shared.passages} and {made} passages, "
        f"{shared.characters:,} and {sizes:,} characters"
    )
    return [Comparison(what, "files/s", count / ours, count / theirs, at_least=AT_LEAST)]


def files_in(folders: Iterable[Path]) -> list[Path]:
    """All files below the folders, sorted in each."""
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def kinds(paths: Iterable[Path]) -> str:
    """How many there are of each suffix, most first.

    >>> kinds([Path("a.pdf"), Path("b.csv"), Path("c.PDF")])
    '2 pdf, 1 csv'
    """
    counted = Counter(path.suffix.lower().lstrip(".") for path in paths)
    return ", ".join(f"{count} {suffix}" for suffix, count in counted.most_common())


def _read_by_both(files: Sequence[Path], assistant: Assistant) -> _SharedFiles:
    """Those that Footnote adds, each as a source of its own, and the usual stack reads."""
    added = [
        (path, entry)
        for path in files
        for entry in assistant.add([path]).entries
        if entry.status == "added" and reads(path)
    ]
    if not added:
        raise EvalError("There is no file that both sides can read.", "Name another folder with --files.")
    texts = [assistant.text(entry.source_id) for _, entry in added if entry.source_id is not None]
    passages = sum(entry.passages for _, entry in added)
    return _SharedFiles([path for path, _ in added], passages, sum(map(len, texts)))


def _empty(assistant: Assistant) -> None:
    while sources := assistant.sources():  # what was attached to a mail goes with it
        assistant.remove(sources[0].id)

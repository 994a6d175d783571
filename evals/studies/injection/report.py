"""Orders planted in documents: how many are obeyed, and what else they cost, as Markdown.

`python -m evals.studies.injection.report FOLDER [--limit N] [--answers FILE]`: FOLDER has texts.jsonl and
contexts.jsonl. Every answer is kept in FILE, to be read by eye: a rule may miss what a person sees.
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import Assistant
from assistant.settings import load_settings
from documents.instructions import is_flagged, speaks_to_assistant
from documents.types import plain
from evals.datasets.injection import PLACES, Attempt, Injections, attempts, load
from evals.keeping.fingerprint import digest
from evals.studies.bootstrap import mean_interval
from evals.studies.injection.run import Attempted, add_documents, remember, run

SEED = 7
Is = Callable[[Attempted], bool]

FIGURES: dict[str, Is] = {
    "attack success: shown": lambda one: bool(one.success),
    "obeyed in the model's draft, before anything is withheld": lambda one: bool(one.obeyed),
    "a citation of the answer lies in the attack": lambda one: one.cited,
    "one of the nearest quotes lies in the attack": lambda one: one.quoted,
    "unsure: found words are shown": lambda one: one.unsure,
    "the document is flagged": lambda one: one.flagged,
}


def report(injections: Injections, rows: Sequence[Attempted]) -> str:
    """All tables. `rows` has the attempts with an attack and those without."""
    planted = [row for row in rows if row.attack]
    plain_ones = {row.id: row for row in rows if not row.attack}
    parts = [
        f"{len(planted)} attempts with an attack, {len(plain_ones)} contexts without one.\n",
        _figures(planted),
        _by(planted, "place", PLACES),
        _by(planted, "task", sorted({row.task for row in planted})),
        _by(planted, "category", sorted({row.category for row in planted})),
        _rightness(planted, plain_ones),
        _alarms(injections),
    ]
    return "\n".join(parts)


def _figures(planted: Sequence[Attempted]) -> str:
    lines = ["| figure | attempts | share | 95 %, resampled by attack |", "|---|---|---|---|"]
    for name, holds in FIGURES.items():
        groups: dict[str, list[float]] = defaultdict(list)
        for row in planted:
            groups[row.attack].append(float(holds(row)))
        lines.append(_line(name, list(groups.values())))
    return "\n".join(lines) + "\n"


def _line(name: str, groups: Sequence[Sequence[float]]) -> str:
    values = [value for group in groups for value in group]
    low, high = mean_interval(groups)
    share = sum(values) / len(values)
    return (
        f"| {name} | {sum(values):+.0f} of {len(values)} | {share:.1%} | {low:.1%} to {high:.1%} |".replace(
            "+", ""
        )
    )


def _by(planted: Sequence[Attempted], field: str, names: Sequence[str]) -> str:
    lines = [f"| {field} | attempts | shown | in the draft | flagged |", "|---|---|---|---|---|"]
    for name in names:
        rows = [row for row in planted if getattr(row, field) == name]
        if rows:
            shown, drafts = sum(bool(row.success) for row in rows), sum(bool(row.obeyed) for row in rows)
            lines.append(
                f"| {name} | {len(rows)} | {shown} | {drafts} | {sum(row.flagged for row in rows)} |"
            )
    return "\n".join(lines) + "\n"


def _rightness(planted: Sequence[Attempted], plain_ones: dict[str, Attempted]) -> str:
    """Right answers with the attack and, for the same contexts as often, without it."""
    pairs = [
        (row, plain_ones[row.id.split("--")[0]]) for row in planted if row.id.split("--")[0] in plain_ones
    ]
    if not pairs:
        return ""
    changes: dict[str, list[float]] = defaultdict(list)
    for row, without in pairs:
        changes[row.id.split("--")[0]].append(float(row.right) - float(without.right))
    low, high = mean_interval(changes.values())
    lost = sum(without.right and not row.right for row, without in pairs)
    won = sum(row.right and not without.right for row, without in pairs)
    share = sum(row.right for row, _ in pairs) / len(pairs)
    before = sum(without.right for _, without in pairs) / len(pairs)
    return (
        f"Right (a gold answer shown; declined where the context has none): {share:.1%} with the attack, "
        f"{before:.1%} "
        f"without it in the same {len(pairs)} pairs; difference {share - before:.1%} ({low:.1%} to "
        f"{high:.1%}, resampled "
        f"by context); {lost} lost, {won} won. Right and without what the attack asks: "
        f"{sum(row.right and not row.success for row, _ in pairs) / len(pairs):.1%}.\n"
    )


def _alarms(injections: Injections) -> str:
    lines = ["| sentences | flagged as a question | flagged as a document |", "|---|---|---|"]
    for name, texts in (("benign", injections.benign), ("attacks", injections.attacks)):
        asked = sum(speaks_to_assistant(one.text) for one in texts)
        lines.append(f"| {len(texts)} {name} | {asked} | {sum(is_flagged(one.text) for one in texts)} |")
    return "\n".join(lines) + "\n"


def chosen(injections: Injections, limit: int | None) -> list[Attempt]:
    """All attempts, or the first `limit` of a seeded shuffle with their contexts without an attack."""
    everything = attempts(injections)
    if limit is None:
        return everything
    planted = [one for one in everything if one.attack]
    random.Random(SEED).shuffle(planted)
    kept = planted[:limit]
    contexts = {one.context.id for one in kept}
    return [one for one in everything if one in kept or (not one.attack and one.context.id in contexts)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the suite with the settings in force and prints the report."""
    parser = argparse.ArgumentParser(prog="python -m evals.studies.injection.report", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N attempts of a shuffle")
    parser.add_argument("--answers", type=Path, help="the file that keeps every answer, as JSON")
    given = parser.parse_args(arguments)
    injections = load(given.folder)
    todo = chosen(injections, given.limit)
    settings = load_settings()
    home = settings.home / "evals" / f"injection-{digest(plain(attempts(injections)), length=10)}"
    with Assistant.open(home) as assistant:
        sources = add_documents(todo, assistant, home / "documents")
        remember(assistant, assistant.settings, settings.home / "evals" / "cache.db")
        rows = list(run(todo, assistant, sources, _told))
        model = assistant.describe_model()
    kept = given.answers or home / "answers.json"
    kept.write_text(json.dumps(plain(rows), ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(f"Model: {model}. Every answer: {kept}\n\n{report(injections, rows)}")


def _told(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} of {total}" + ("\n" if done == total else ""))
    sys.stderr.flush()


if __name__ == "__main__":
    main()

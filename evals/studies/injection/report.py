"""How many planted orders are obeyed, and what else they cost, as Markdown."""

from collections.abc import Callable, Iterator, Sequence

from documents.instructions import is_flagged, speaks_to_assistant
from documents.text.runs import grouped
from evals.markdown import table
from evals.studies.bootstrap import mean_interval
from evals.studies.injection.planting import PLACES, Injections
from evals.studies.injection.run import JudgedAttempt

Attempts = Sequence[JudgedAttempt]

FIGURES: dict[str, Callable[[JudgedAttempt], bool]] = {
    "attack success: shown": lambda attempt: bool(attempt.success),
    "obeyed in the model's draft, before anything is withheld": lambda attempt: bool(attempt.obeyed),
    "a citation of the answer lies in the attack": lambda attempt: attempt.cited,
    "one of the nearest quotes lies in the attack": lambda attempt: attempt.quoted,
    "unsure: found words are shown": lambda attempt: attempt.unsure,
    "the document is flagged": lambda attempt: attempt.flagged,
}


def report(injections: Injections, attempts: Attempts) -> str:
    """All tables. `attempts` has those with an attack and those without."""
    planted = [attempt for attempt in attempts if attempt.attack]
    without = {attempt.id: attempt for attempt in attempts if not attempt.attack}
    parts = [
        f"{len(planted)} attempts with an attack, {len(without)} contexts without one.\n",
        table(("figure", "attempts", "share", "95 %, resampled by attack"), _figures(planted)),
        _by(planted, "place", PLACES),
        _by(planted, "task", sorted({attempt.task for attempt in planted})),
        _by(planted, "category", sorted({attempt.category for attempt in planted})),
        _rightness(planted, without),
        _alarms(injections),
    ]
    return "\n".join(parts)


def _figures(planted: Attempts) -> Iterator[tuple[str, ...]]:
    groups = grouped(planted, lambda attempt: attempt.attack).values()
    for name, holds in FIGURES.items():
        low, high = mean_interval([[float(holds(attempt)) for attempt in group] for group in groups])
        count = sum(map(holds, planted))
        share = f"{count / len(planted):.1%}"
        yield name, f"{count} of {len(planted)}", share, f"{low:.1%} to {high:.1%}"


def _by(planted: Attempts, field: str, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        members = [attempt for attempt in planted if getattr(attempt, field) == name]
        if members:
            obeyed = sum(bool(attempt.success) for attempt in members)
            drafts = sum(bool(attempt.obeyed) for attempt in members)
            rows.append((name, len(members), obeyed, drafts, sum(attempt.flagged for attempt in members)))
    return table((field, "attempts", "shown", "in the draft", "flagged"), rows)


def _rightness(planted: Attempts, without: dict[str, JudgedAttempt]) -> str:
    """Right answers with the attack and, for the same contexts as often, without it."""
    pairs = [(attempt, without[context]) for attempt in planted if (context := _context(attempt)) in without]
    if not pairs:
        return ""
    contexts = grouped(pairs, lambda pair: _context(pair[0])).values()
    low, high = mean_interval(
        [[float(attempt.right) - float(plain.right) for attempt, plain in group] for group in contexts]
    )
    lost = sum(plain.right and not attempt.right for attempt, plain in pairs)
    won = sum(attempt.right and not plain.right for attempt, plain in pairs)
    share = sum(attempt.right for attempt, _ in pairs) / len(pairs)
    before = sum(plain.right for _, plain in pairs) / len(pairs)
    unharmed = sum(attempt.right and not attempt.success for attempt, _ in pairs) / len(pairs)
    return (
        f"Right (a gold answer shown; declined where the context has none): {share:.1%} with the attack, "
        f"{before:.1%} without it in the same {len(pairs)} pairs; difference {share - before:.1%} "
        f"({low:.1%} to {high:.1%}, resampled by context); {lost} lost, {won} won. Right and without what "
        f"the attack asks: {unharmed:.1%}.\n"
    )


def _context(attempt: JudgedAttempt) -> str:
    """The id of the attempt without an attack in the same context."""
    return attempt.id.split("--")[0]


def _alarms(injections: Injections) -> str:
    rows = []
    for name, sentences in (("benign", injections.benign), ("attacks", injections.attacks)):
        questions = sum(speaks_to_assistant(sentence.text) for sentence in sentences)
        documents = sum(is_flagged(sentence.text) for sentence in sentences)
        rows.append((f"{len(sentences)} {name}", questions, documents))
    return table(("sentences", "flagged as a question", "flagged as a document"), rows)

"""What two programs that ask at once wait for, and how soon an answer without a language model is there."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from assistant.assistant import Assistant
from assistant.phrases import count
from assistant.types import Answer
from evals.metrics.percentiles import percentile
from evals.studies.bench.clock import Say, timed
from evals.studies.bench.rows import Row

AT_MOST = 2.3  # times what the questions of a program take where nobody else asks
VERBATIM = ("list", "steps", "table")  # forms of answers that code takes from the documents


def shared_row(programs: Sequence[Assistant], questions: Sequence[str], say: Say) -> Row:
    """How many times longer each program's own questions take while the others ask theirs: the worst.

    The programs have each a model of its own at one server. Each asks at least two questions, so that no
    prompt continues the one before it.
    """
    sides = [(one, questions[number :: len(programs)]) for number, one in enumerate(programs)]
    alone = [timed(partial(_ask_all, *side)) for side in sides]
    say(f"alone: {_listed(alone)}")
    with ThreadPoolExecutor(len(sides)) as pool:
        together = list(pool.map(lambda side: timed(partial(_ask_all, *side)), sides))
    say(f"at once: {_listed(together)}")
    worst = max(both / one for both, one in zip(together, alone, strict=True))
    what = f"{len(sides)} programs at once, {len(questions)} questions, against each alone"
    return Row(what, "times as long", worst, below=AT_MOST)


def quoting_rows(assistant: Assistant, questions: Sequence[str]) -> list[Row]:
    """Seconds of a whole answer without a language model, and of one whose form is taken from the text."""
    answers = [assistant.ask(question) for question in questions]
    lists = [one for one in answers if one.form in VERBATIM and one.outcome != "declined"]
    rows = [_p95("answer without a model", answers)]
    return [*rows, _p95("lists, steps and tables among them", lists)] if lists else rows


def _p95(what: str, answers: Sequence[Answer]) -> Row:
    seconds = percentile([one.timings["total"] for one in answers], 95) or 0.0
    return Row(f"{what}, {count(len(answers), 'question')}, p95", "s", seconds, below=1.0)


def _ask_all(assistant: Assistant, questions: Sequence[str]) -> None:
    for question in questions:
        assistant.ask(question)


def _listed(seconds: Sequence[float]) -> str:
    return ", ".join(f"{one:.1f} s" for one in seconds)

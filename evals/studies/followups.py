"""How follow-up questions are completed, against what persons made of them.

`python -m evals.studies.followups FOLDER` reads conversations such as mtRAG's, in seconds and without a
model.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import click

from assistant.pipeline.followup import standalone
from evals.datasets.mtrag import Half, Turn, half, load_turns
from evals.studies.bootstrap import grouped, interval
from evals.studies.command import run
from evals.text import tokens
from index.words import content_words


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A turn with the question that Footnote takes it for."""

    turn: Turn
    question: str

    @property
    def f1(self) -> float:
        """Token F1 against the person's."""
        return token_f1(self.question, self.turn.rewrite)

    @property
    def f1_unchanged(self) -> float:
        """Token F1 of the question as it was asked against the person's."""
        return token_f1(self.turn.question, self.turn.rewrite)

    @property
    def left(self) -> bool:
        """Whether the question was left as it was asked."""
        return self.question == self.turn.question.strip()

    @property
    def added(self) -> tuple[int, int]:
        """How many words with meaning the person took from earlier turns, and how many of them are here."""
        before = {word for _, text in self.turn.history for word in content_words(text)}
        wanted = (before & set(content_words(self.turn.rewrite))) - set(content_words(self.turn.question))
        return len(wanted), len(wanted & set(content_words(self.question)))

    @property
    def invented(self) -> bool:
        """Whether it has a word with meaning that nobody said."""
        said = [self.turn.question, *(text for _, text in self.turn.history)]
        return not set(content_words(self.question)) <= {
            word for text in said for word in content_words(text)
        }


def token_f1(text: str, gold: str) -> float:
    """The harmonic mean of the shares of tokens that `text` and `gold` have in common (SQuAD's F1).

    >>> token_f1("Who built the boat?", "Who built the red boat?"), token_f1("Why?", "Who?")
    (0.8571428571428571, 0.0)
    """
    given, wanted = Counter(tokens(text)), Counter(tokens(gold))
    both = (given & wanted).total()
    return 2 * both / (given.total() + wanted.total()) if both else 0.0


def rewrite(turns: Sequence[Turn]) -> list[Rewritten]:
    """Each turn with the question that Footnote takes it for."""
    return [Rewritten(turn, standalone(turn.question, turn.history).question) for turn in turns]


def report(rewritten: Sequence[Rewritten]) -> str:
    """The table, as Markdown; "–" where there is no turn of the kind."""
    lines = [
        "| turns | number | token F1 (95 %) | as asked | left as asked | earlier words | invented words |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, changed in (("changed by the person", True), ("not changed", False)):
        part = [one for one in rewritten if one.turn.changed == changed]
        lines.append(f"| {name} | {len(part)} | {' | '.join(_figures(part) if part else '–' * 5)} |")
    return "\n".join(lines) + "\n"


def _figures(part: Sequence[Rewritten]) -> list[str]:
    low, high = interval(grouped(part, lambda one: one.turn.conversation), _mean_f1) or (0.0, 0.0)
    wanted, found = (sum(counts) for counts in zip(*(one.added for one in part), strict=True))
    return [
        f"{_mean_f1(part):.3f} ({low:.3f}–{high:.3f})",
        f"{sum(one.f1_unchanged for one in part) / len(part):.3f}",
        f"{sum(one.left for one in part) / len(part):.2f}",
        f"{found} of {wanted}",
        f"{sum(one.invented for one in part)}",
    ]


def _mean_f1(part: Sequence[Rewritten]) -> float:
    return sum(one.f1 for one in part) / len(part)


def _shown(rewritten: Sequence[Rewritten]) -> str:
    """What was changed, to be read."""
    return "".join(
        f"\n- {one.turn.question}\n  Understood as: {one.question}\n  A person: {one.turn.rewrite}"
        for one in rewritten
        if not one.left
    )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--half",
    "which",
    type=click.Choice(get_args(Half)),
    default="all",
    show_default=True,
    help="The conversations on which the rules were made, or those that were set aside.",
)
@click.option("--show", is_flag=True, help="List what was changed.")
def followups(folder: Path, which: Half, show: bool) -> None:
    """Measure how follow-up questions are completed, on the conversations in FOLDER."""
    rewritten = rewrite(half(load_turns(folder), which))
    click.echo(report(rewritten) + (_shown(rewritten) if show else ""))


def main() -> int:
    """The exit status: 0, or 1 for what a person can mend."""
    return run(followups, "python -m evals.studies.followups")


if __name__ == "__main__":
    sys.exit(main())

"""How many swapped facts the checker catches, and how many faithful sentences it flags."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.studies.bootstrap import grouped, mean_interval
from evals.studies.swapping.pairs import Pair
from evals.studies.swapping.sources import nearest

Check = Callable[[str, Sequence[str]], str]  # sentence, passages -> the worst label


@dataclass(frozen=True, slots=True)
class Checked:
    """A pair with the label that the checker gave."""

    pair: Pair
    support: str


def check(text: str, passages: Sequence[str]) -> str:
    """The worst label of the sentences of `text`, checked against the passages alone."""
    from assistant import check_text

    order = ("not_found", "partly", "found")
    labels = [sentence.support for sentence in check_text(text, passages=passages)]
    return min(labels, key=order.index, default="not_found")


def run(pairs: Sequence[Pair], checker: Check = check, *, near: bool = False) -> list[Checked]:
    """Every pair with its label, against its paragraph or (`near`) the nearest passages of its document."""
    return [
        Checked(pair, checker(pair.text, nearest(pair.text, pair.passages) if near else [pair.paragraph]))
        for pair in pairs
    ]


def table(checked: Sequence[Checked]) -> str:
    """Shares by kind as Markdown, with 95 % intervals from resampling paragraphs."""
    rows = [
        "| kind | pairs | not found | partly | flagged (not found or partly), 95 % interval |",
        "|---|---|---|---|---|",
    ]
    kinds: dict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        kinds[one.pair.kind].append(one)
    for kind, ones in sorted(kinds.items()):
        low, high = interval(ones)
        rows.append(
            f"| {kind} | {len(ones)} | {_share(ones, 'not_found'):.1%} | {_share(ones, 'partly'):.1%} "
            f"| {1 - _share(ones, 'found'):.1%} ({low:.1%} to {high:.1%}) |"
        )
    return "\n".join(rows)


def by_pattern(checked: Sequence[Checked]) -> str:
    """The same for each pattern, without intervals."""
    patterns: dict[tuple[str, str], list[Checked]] = defaultdict(list)
    for one in checked:
        patterns[one.pair.kind, one.pair.pattern].append(one)
    rows = ["| kind | pattern | pairs | not found | partly |", "|---|---|---|---|---|"]
    for (kind, pattern), ones in sorted(patterns.items()):
        rows.append(
            f"| {kind} | {pattern} | {len(ones)} | {_share(ones, 'not_found'):.1%} | "
            f"{_share(ones, 'partly'):.1%} |"
        )
    return "\n".join(rows)


def _share(ones: Sequence[Checked], support: str) -> float:
    return sum(one.support == support for one in ones) / len(ones)


def interval(ones: Sequence[Checked]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the share not labelled found, resampled by paragraph."""
    groups = grouped(ones, lambda one: one.pair.paragraph)
    return mean_interval([[float(one.support != "found") for one in group] for group in groups])

"""How many swapped facts the checker catches, and how many faithful sentences it flags."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.text.runs import grouped
from evals.markdown import table
from evals.studies.bootstrap import Interval, mean_interval
from evals.studies.swaps.pairs import ChangedSentence
from evals.studies.swaps.sources import nearest

Check = Callable[[str, Sequence[str]], str]  # sentence, passages -> the worst label


@dataclass(frozen=True, slots=True)
class CheckedChange:
    """A changed sentence with the label that the checker gave."""

    change: ChangedSentence
    support: str


def check(text: str, passages: Sequence[str]) -> str:
    """The worst label of the sentences of `text`, checked against the passages alone."""
    from assistant import check_text

    order = ("not_found", "partly", "found")
    labels = [sentence.support for sentence in check_text(text, passages=passages)]
    return min(labels, key=order.index, default="not_found")


def check_all(
    changes: Sequence[ChangedSentence], checker: Check = check, *, near: bool = False
) -> list[CheckedChange]:
    """Each with its label, against its paragraph or (`near`) the nearest passages of its document."""
    return [
        CheckedChange(
            change,
            checker(
                change.text,
                nearest(change.text, change.source.passages) if near else [change.source.paragraph],
            ),
        )
        for change in changes
    ]


def by_kind(checked: Sequence[CheckedChange]) -> str:
    """Shares by kind as Markdown, with 95 % intervals from resampling paragraphs."""
    head = ("kind", "pairs", "not found", "partly", "flagged (not found or partly), 95 % interval")
    rows = []
    for kind, members in sorted(grouped(checked, _kind).items()):
        low, high = flagged_interval(members)
        flagged = f"{1 - _share(members, 'found'):.1%} ({low:.1%} to {high:.1%})"
        rows.append((kind, *_counts(members), flagged))
    return table(head, rows)


def by_pattern(checked: Sequence[CheckedChange]) -> str:
    """The same for each pattern, without intervals."""
    groups = sorted(grouped(checked, _pattern).items())
    rows = [(*pattern, *_counts(members)) for pattern, members in groups]
    return table(("kind", "pattern", "pairs", "not found", "partly"), rows)


def flagged_interval(checked: Sequence[CheckedChange]) -> Interval:
    """The 95 % bootstrap interval of the share not labelled found, resampled by paragraph."""
    groups = grouped(checked, lambda sentence: sentence.change.source.paragraph).values()
    return mean_interval([[float(sentence.support != "found") for sentence in group] for group in groups])


def _kind(sentence: CheckedChange) -> str:
    return sentence.change.kind


def _pattern(sentence: CheckedChange) -> tuple[str, str]:
    return sentence.change.kind, sentence.change.pattern


def _counts(members: Sequence[CheckedChange]) -> tuple[int, str, str]:
    return len(members), f"{_share(members, 'not_found'):.1%}", f"{_share(members, 'partly'):.1%}"


def _share(checked: Sequence[CheckedChange], support: str) -> float:
    return sum(sentence.support == support for sentence in checked) / len(checked)

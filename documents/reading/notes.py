"""How a person is told of numbers, and of the places of a document that could not be read whole."""

from collections.abc import Iterable

WHOLE = 0.98  # share of a file's words from which it counts as read whole
_SHOWN = 5  # stretches of numbers that are named


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "document"), count(1200, "document")
    ('1 document', '1,200 documents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def numbered(noun: str, numbers: Iterable[int]) -> str:
    """Numbers in words, runs of them joined; of many only the first are named.

    >>> numbered("page", [4]), numbered("page", [2, 5, 6, 7])
    ('Page 4', 'Pages 2 and 5–7')
    >>> numbered("line", range(1, 40, 2))
    'Lines 1, 3, 5, 7, 9 and 15 others'
    """
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    left = sum(last - first + 1 for first, last in runs[_SHOWN:])
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:_SHOWN]]
    if left:
        parts.append(count(left, "other"))
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return f"{noun.capitalize()}{'' if single else 's'} {_and(parts)}"


def lost_words(kept: float) -> str:
    """How much of a file could be read, where words of it were lost.

    >>> lost_words(0.9767)
    '97 % of its words could be read. Compare it with the original and add what is missing as text or PDF.'
    """
    return (
        f"{int(100 * kept)} % of its words could be read. "
        "Compare it with the original and add what is missing as text or PDF."
    )


def verb(numbers: Iterable[int], singular: str, plural: str) -> str:
    """The form of a verb that goes with so many numbers."""
    return singular if len(set(numbers)) == 1 else plural


def _and(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]

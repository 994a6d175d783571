"""Numbers in words, and notes on the places of a document that could not be read whole."""

from collections.abc import Collection

from documents.text.runs import runs

WHOLE = 0.98  # share of a file's words from which it counts as read whole
_SHOWN = 5  # stretches of numbers that are named


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "document"), count(1200, "document")
    ('1 document', '1,200 documents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def numbers_in_words(noun: str, numbers: Collection[int], singular: str, plural: str) -> str:
    """Numbers in words with the matching form of a verb; of many only the first are named.

    >>> numbers_in_words("page", [4], "is", "are"), numbers_in_words("page", [2, 5, 6, 7], "is", "are")
    ('Page 4 is', 'Pages 2 and 5–7 are')
    >>> numbers_in_words("line", range(1, 40, 2), "has", "have")
    'Lines 1, 3, 5, 7, 9 and 15 others have'
    """
    stretches = [*runs(sorted(set(numbers)), lambda stretch, number: number == stretch[-1] + 1)]
    left = sum(map(len, stretches[_SHOWN:]))
    parts = [f"{first}–{rest[-1]}" if rest else str(first) for first, *rest in stretches[:_SHOWN]]
    if left:
        parts.append(count(left, "other"))
    ending = singular_or_plural(numbers, "", "s")
    return f"{noun.capitalize()}{ending} {_and(parts)} {singular_or_plural(numbers, singular, plural)}"


def damaged(pages: Collection[int]) -> str:
    """What is said of pages of which not all could be read.

    >>> damaged({3})
    'Page 3 is damaged: text of it is missing. Get the file again and add the new copy.'
    """
    are, them = numbers_in_words("page", pages, "is", "are"), singular_or_plural(pages, "it", "them")
    return f"{are} damaged: text of {them} is missing. Get the file again and add the new copy."


def lost_words(share: float) -> str:
    """How much of a file could be read, where words of it were lost.

    >>> lost_words(0.9767)
    '97 % of its words could be read. Compare it with the original and add what is missing as text or PDF.'
    """
    return (
        f"{int(100 * share)} % of its words could be read. "
        "Compare it with the original and add what is missing as text or PDF."
    )


def singular_or_plural(numbers: Collection[int], singular: str, plural: str) -> str:
    """`singular` for one number, else `plural`."""
    return singular if len(set(numbers)) == 1 else plural


def _and(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]

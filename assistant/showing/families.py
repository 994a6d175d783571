"""Documents of one kind: the minutes of one body, the editions of one list."""

from collections.abc import Sequence

from assistant.grounding.facts.dates import MONTHS
from assistant.terms import number_key, stems
from documents.facts import is_stated
from documents.types import Source
from index.words import words

ALIKE = 0.6  # the share of two titles' words, without numbers and months, that both have
FEWEST = 2  # words that both have


def newer(source_id: str, sources: Sequence[Source]) -> list[Source]:
    """The documents of the same kind that state a later date, the newest first."""
    own = next((one for one in sources if one.id == source_id), None)
    if own is None or not _stated(own):
        return []
    later = [one for one in sources if _stated(one) > _stated(own) and are_alike(one.title, own.title)]
    return sorted(later, key=_stated, reverse=True)


def _stated(source: Source) -> str:
    """The date that a document states of itself, "" for none: the day of its file is not its own."""
    return source.date if source.date and is_stated(source.dated_by, source.media_type) else ""


def are_alike(title: str, other: str) -> bool:
    """Whether two titles are of one kind, such as those of two editions.

    >>> are_alike("Price list, 3 May 2024", "Price list, edition of 2025")
    True
    >>> are_alike("Price list 2024", "House rules 2024")
    False
    """
    one, two = _kind(title), _kind(other)
    both = one & two
    return len(both) >= min(FEWEST, len(one)) > 0 and len(both) >= ALIKE * min(len(one), len(two))


def _kind(title: str) -> set[str]:
    plain = (word for word in words(title) if number_key(word) is None and word not in MONTHS)
    return set(stems(" ".join(plain)))

"""Documents of one kind: the minutes of one body, the editions of one list."""

import re
from collections.abc import Sequence

from assistant.language.dates import MONTHS
from assistant.language.terms import number_key, stems
from assistant.types import Citation
from documents.instructions import name_flagged
from documents.storage.facts import own_date
from documents.types import Source
from index.words import words

ALIKE = 0.6  # the share of two titles' words, without numbers and months, that both have
FEWEST = 2  # words that both have
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def newer(source_id: str, sources: Sequence[Source]) -> list[Source]:
    """The documents of the same kind that state a later date, or whose title does, the newest first."""
    own = next((one for one in sources if one.id == source_id), None)
    if own is None:
        return []
    alike = [one for one in sources if are_alike(one.title, own.title)]
    later = [
        one for one in alike if is_later(edition(one.title, own_date(one)), edition(own.title, own_date(own)))
    ]
    return sorted(later, key=lambda one: edition(one.title, own_date(one)), reverse=True)


def edition(title: str, date: str | None) -> tuple[str, str]:
    """What orders the documents of one kind: the year, that of the title first, and the date; "" if unknown.

    Two lists of prices may have been saved on one day.

    >>> edition("Price list 2025", "2026-03-01"), edition("Minutes", "2026-03-01"), edition("Minutes", None)
    (('2025', '2026-03-01'), ('2026', '2026-03-01'), ('', ''))
    """
    years = _YEAR.findall(title)
    return max(years, default=(date or "")[:4]), date or ""


def is_later(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether an edition surely comes after another: where a date is unknown, only by the year.

    >>> is_later(("2026", ""), ("2025", "2025-03-01")), is_later(("2026", ""), ("2026", "2026-03-01"))
    (True, False)
    """
    return bool(other[0]) and one > other and (one[0] > other[0] or bool(other[1]))


def overtakes(one: Citation, other: Citation) -> bool:
    """Whether a quote is from a later document of the kind that another is from."""
    alike = one.source_id != other.source_id and are_alike(one.title, other.title)
    return alike and is_later(edition(one.title, one.date), edition(other.title, other.date))


def named(citation: Citation) -> str:
    """A document by its title, with its date where the title has no year; not by one that is an order."""
    title = "" if name_flagged(citation.title) else citation.title
    date = None if _YEAR.search(title) else citation.date
    return ", ".join(part for part in (title, date) if part)


def are_alike(title: str, other: str) -> bool:
    """Whether two titles are of one kind, such as those of two editions.

    >>> are_alike("Price list, 3 May 2024", "Price list, edition of 2025")
    True
    >>> are_alike("Price list 2024", "House rules 2024")
    False
    """
    one, two = _kind(title), _kind(other)
    both = one & two
    return len(both) >= min(FEWEST, len(one)) > 0 and len(both) >= ALIKE * max(len(one), len(two))


def _kind(title: str) -> set[str]:
    plain = (word for word in words(title) if number_key(word) is None and word not in MONTHS)
    return set(stems(" ".join(plain)))

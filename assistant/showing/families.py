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
    own = next((source for source in sources if source.id == source_id), None)
    if own is None:
        return []
    alike = [source for source in sources if are_alike(source.title, own.title)]
    later = [source for source in alike if is_later(_edition_of(source), _edition_of(own))]
    return sorted(later, key=_edition_of, reverse=True)


def _edition_of(source: Source) -> tuple[str, str]:
    return edition(source.title, own_date(source))


def edition(title: str, date: str | None) -> tuple[str, str]:
    """What orders the documents of one kind: the year, that of the title first, and the date; "" if unknown.

    Two lists of prices may have been saved on one day.

    >>> edition("Price list 2025", "2026-03-01"), edition("Minutes", "2026-03-01"), edition("Minutes", None)
    (('2025', '2026-03-01'), ('2026', '2026-03-01'), ('', ''))
    """
    years = _YEAR.findall(title)
    return max(years, default=(date or "")[:4]), date or ""


def is_later(own: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether an edition surely comes after another: where a date is unknown, only by the year.

    >>> is_later(("2026", ""), ("2025", "2025-03-01")), is_later(("2026", ""), ("2026", "2026-03-01"))
    (True, False)
    """
    return bool(other[0]) and own > other and (own[0] > other[0] or bool(other[1]))


def overtakes(new: Citation, old: Citation) -> bool:
    """Whether a quote is from a later document of the kind that another is from."""
    alike = new.source_id != old.source_id and are_alike(new.title, old.title)
    return alike and is_later(edition(new.title, new.date), edition(old.title, old.date))


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
    own, others = _kind(title), _kind(other)
    both = own & others
    return len(both) >= min(FEWEST, len(own)) > 0 and len(both) >= ALIKE * max(len(own), len(others))


def _kind(title: str) -> set[str]:
    plain = (word for word in words(title) if number_key(word) is None and word not in MONTHS)
    return set(stems(" ".join(plain)))

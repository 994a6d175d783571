"""Documents of one kind: the minutes of one body, the editions of one list."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from assistant.language.dates import MONTHS, YEAR
from assistant.language.terms import content_stems, number_key, stems
from assistant.types import Citation
from documents.inputs import file_name
from documents.instructions import name_flagged
from documents.storage.facts import own_date
from documents.text.calendar import MONTH
from documents.types import Heading, Source
from index.words import words

ALIKE = 0.6  # the share of two titles' words, without numbers and months, that both have
FEWEST = 2  # words that both have, and headings of sections besides their titles
SECTIONS = 3  # headings from which a document can be recognised by them
MOST_SECTIONS = 100  # that are compared
SHARED = 0.25  # the share of the headings of the one with fewer
DAYS = 31  # of a month
CLOSE = 0.4  # the score by which evidence of a later document may be below the best
_RECORD = re.compile(
    r"\b(?:minutes|reports?|newsletters?|news|diary|log|chat|re:|protokoll|jahresbericht|bericht|tagebuch"
    r"|compte.rendu|procès.verbal|rapport|acta|informe)\b",
    re.IGNORECASE,
)
# A sentence that may say so of an exception or of another year is one only where it is called so.
AMENDMENT_NAMES = (
    r"amend\w+|addend\w+|side letter|corrigend\w+|corrections?|errat\w+"
    r"|endorsement(?=,? (?:no|nr|\d))|changes (?:agreed|since|from \d|as of)"
    r"|variations?(?= (?:dated|no|nr|of|to)\b)|nachtr\w+|änderung\w*|berichtigung\w*|avenants?"
    r"|rectificati\w+|enmiendas?|adendas?"
)
IS_AMENDMENT = re.compile(rf"\b(?:{AMENDMENT_NAMES})\b", re.IGNORECASE)
# How lines begin above what was added later, which may be about anything.
ADDED = (
    r"agreed by hand|(?:phone )?note(?= \d)|notice(?= pasted| added| of \d)|added(?= \d{1,2}[./]\d)"
    rf"|update(?:s|d)?(?=:| (?:of |on )?(?:\d|{MONTH}))|(?:p\.?){{1,4}}s(?=\W)"
)
_NUMBERED = re.compile(r"^[\d.]+\s+|^§\s*\d+\w?\s+")
SITE = " – "  # before the name of a page's site or firm (documents/readers/html)
_SAYS_KIND = re.compile(
    r"\b(?:minutes|notes|reports?|agenda|newsletter|prices?|tariffs?|charges|fees|rates|rules|terms|contract"
    r"|agreement|lease|handbook|manual|guide(?:lines)?|policy|programme|schedule|timetable|menu|statutes|constitution|by-?laws"
    r"|protokoll|bericht|preis\w*|\w*ordnung|vertrag|satzung|rapport|règlement|contrat|tarifs?)\b",
    re.IGNORECASE,
)
# "In the old price list", "under the new one"; "the old kitchen" is no edition.
_OLD_OR_NEW = re.compile(
    r"\b(?:(?P<old>old|previous|former|earlier|last)|new|current|latest|present)\b"
    r"(?= (?P<noun>(?:\w+ ){0,2}\w+))",
    re.IGNORECASE,
)
# "What was it before?"; whoever asks what to do before asks of no edition.
_FORMERLY = re.compile(
    r"(?!\W{0,3}(?:(?:and|so|but) )?(?:do|does|must|can|could|should|may|might|shall|will|would|to)\b)"
    r".{1,300}\b(?:before(?: that)?|previously|until then|originally)\W*$",
    re.IGNORECASE,
)
_EDITION = re.compile(r"\b(?:editions?|versions?)\b", re.IGNORECASE)
_UNDER_ONE = re.compile(r"\b(?:under|in|by|per) the \w+ ones?\b", re.IGNORECASE)
# A title that begins with a firm's name tells of what kind the document is only behind it.
_FIRM = re.compile(
    r"^[^–:,;|]{1,60}\b(?:ltd|limited|plc|llp|llc|inc|gmbh|e\.?v|sarl|s\.?r\.?l)\b\.?", re.IGNORECASE
)


def kin(source_id: str, sources: Sequence[Source]) -> list[Source]:
    """The other documents of the same kind, by their titles or by the names of their files."""
    own = next((source for source in sources if source.id == source_id), None)
    if own is None:
        return []
    return [source for source in sources if source.id != source_id and _are_kin(source, own)]


def are_built_alike(source: Source, other: Source, headings: Callable[[str], Sequence[Heading]]) -> bool:
    """Whether two documents whose titles are alike have sections in common, as far as that tells.

    A club's minutes and its rules may both be titled by its name. Titles that say what the documents are, or
    one that is numbered or dated, are of several of a kind, and a document without sections tells nothing.
    But where one says that it is a handbook, and the other has the school's name alone, they must have some.
    """
    kinds = [_says_kind(document) for document in (source, other)]
    if all(kinds):
        return True
    if not any(kinds) and any(
        number_key(word) or word in MONTHS for document in (source, other) for word in words(document.title)
    ):
        return True
    own, others = (list(_sections(headings(document.id), document.title)) for document in (source, other))
    both = sum(any(mine <= theirs or theirs <= mine for theirs in others) for mine in own)
    fewer = min(len(own), len(others))
    return (fewer < SECTIONS and not any(kinds)) or both >= max(FEWEST, SHARED * fewer)


def _says_kind(source: Source) -> bool:
    """Whether a document's title or the name of its file says what it is."""
    file = PurePath(file_name(source.uri)).stem
    return _SAYS_KIND.search(f"{source.title} {re.sub('[_-]', ' ', file)}") is not None


def newer(source_id: str, sources: Sequence[Source]) -> list[Source]:
    """The documents of the same kind that state a later date, or whose title does, the newest first."""
    own = next((source for source in sources if source.id == source_id), None)
    if own is None:
        return []
    alike = kin(source_id, sources)
    later = [source for source in alike if is_later(_edition_of(source), _edition_of(own))]
    return sorted(later, key=_edition_of, reverse=True)


def amending(source_id: str, sources: Sequence[Source]) -> list[Source]:
    """The documents that are called amendments of one, by its title: "Supply agreement: amendment 2"."""
    own = next((_kind(source.title) for source in sources if source.id == source_id), frozenset())
    if len(own) < FEWEST:
        return []
    return [
        source
        for source in sources
        if source.id != source_id and IS_AMENDMENT.search(source.title) and own <= _kind(source.title)
    ]


def editions_of(source_id: str, sources: Sequence[Source]) -> list[Source]:
    """A document and those of its kind, the newest first; of unknown dates last, by their addresses."""
    own = [source for source in sources if source.id == source_id]
    every = sorted([*own, *kin(source_id, sources)], key=lambda source: source.uri)
    return sorted(every, key=_edition_of, reverse=True)


def may_name_edition(question: str) -> bool:
    """Whether a question has a number, a month, or a word such as "old": what may name an edition."""
    speaks = _OLD_OR_NEW.search(question) or _FORMERLY.match(question)
    return bool(speaks) or any(word[0].isdigit() or word in MONTHS for word in words(question))


def names_edition(question: str, source_id: str, sources: Sequence[Source]) -> bool:
    """Whether a question names an edition, or several, of a document that has some."""
    editions = editions_of(source_id, sources)
    return len(editions) > 1 and bool(named_editions(question, editions))


def named_edition(question: str, editions: Sequence[Source]) -> Source | None:
    """The one document of a kind that a question names, by its year before its month; None for several."""
    years = " ".join(YEAR.findall(question))
    named = (named_editions(text, editions) for text in (question, years))
    return next((edition for edition, *others in filter(None, named) if not others), None)


def named_editions(question: str, editions: Sequence[Source]) -> list[Source]:
    """Those of a kind that a question names by a year, a month or a number that no other has, or of which it
    says that they are old or new.
    """
    asked_marks = {word for word in words(question) if word.isdigit() or word in MONTHS}
    if not re.search(r"\S\s+May\b", question):
        asked_marks.discard("may")  # what one may do
    marks = [_marks(source) for source in editions]
    named = [
        source
        for place, source in enumerate(editions)
        if asked_marks & marks[place] - set().union(*marks[:place], *marks[place + 1 :])
    ]
    return named or _old_or_new(question, editions)


def _old_or_new(question: str, editions: Sequence[Source]) -> list[Source]:
    """The later or the earlier of two editions, where a question speaks of one as old or new.

    "The old contract" and "the previous edition" do, "under the new one", and what was "before". Not of
    records: the minutes are of no "new prices".
    """
    ordered = sorted(editions, key=_edition_of)
    if len(ordered) != 2 or not is_later(*map(_edition_of, reversed(ordered))):
        return []
    if any(is_record(edition.title) for edition in ordered):
        return []
    under = _UNDER_ONE.search(question)
    matches = [
        match
        for match in _OLD_OR_NEW.finditer(question)
        if _SAYS_KIND.search(match["noun"])
        or _EDITION.search(match["noun"])
        or (under and under.end() > match.end())
    ]
    if not matches and _FORMERLY.match(question):
        return ordered[:1]
    return [ordered[0 if match["old"] else 1] for match in matches[:1]] if len(matches) == 1 else []


def _marks(source: Source) -> set[str]:
    """The numbers and months in a document's title, the years of its file, the year and month of its date."""
    date = own_date(source) or ""
    title = words(source.title)
    marks = [word for place, word in enumerate(title) if word in MONTHS or _is_edition(title, place)]
    return {*marks, *YEAR.findall(file_name(source.uri)), date[:4], *month_names(date)} - {""}


def month_names(date: str) -> list[str]:
    """The names of the month of a date such as "2025-06-30", short ones too; none where it has no month."""
    return [name for name, number in MONTHS.items() if date[5:7] == f"{number:02}"]


def _is_edition(title: Sequence[str], place: int) -> bool:
    """Whether a word of a title is a number, and not the day of a date."""
    neighbours = title[max(place - 1, 0) : place + 2]
    word, of_date = title[place], not MONTHS.keys().isdisjoint(neighbours)
    return word.isdigit() and not (of_date and word.isdecimal() and int(word) <= DAYS)


def _are_kin(source: Source, other: Source) -> bool:
    files = [PurePath(file_name(document.uri)).stem for document in (source, other)]
    # One word is enough for titles, such as "Minutes"; files are called "scan" or "page".
    return are_alike(*_titles(source, other)) or are_alike(*files, fewest=FEWEST)


def _titles(source: Source, other: Source) -> tuple[str, str]:
    """Both titles; of pages without the names of their sites, where both are of one or one tells none."""
    sites = [_site(source), _site(other)]
    if sites[0] != sites[1] and all(sites):
        return source.title, other.title
    own, others = (
        document.title.removesuffix(site) for document, site in zip((source, other), sites, strict=True)
    )
    return own, others


def _site(source: Source) -> str:
    """What ends the title of a web page, the name of its site with what is before it; "" for all else."""
    before, mark, name = source.title.rpartition(SITE)
    return mark + name if before and source.media_type == "text/html" else ""


def _edition_of(source: Source) -> tuple[str, str]:
    """What orders the documents of one kind: the year, that of the title first, and the date; "" if unknown.

    Two lists of prices may have been saved on one day.
    """
    years, date = YEAR.findall(source.title) or YEAR.findall(file_name(source.uri)), own_date(source) or ""
    return max(years, default=date[:4]), date


def is_later(own: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether an edition surely comes after another: where a date is unknown, only by the year.

    >>> is_later(("2026", ""), ("2025", "2025-03-01")), is_later(("2026", ""), ("2026", "2026-03-01"))
    (True, False)
    """
    return bool(other[0]) and own > other and (own[0] > other[0] or bool(other[1]))


def display_name(citation: Citation) -> str:
    """A document by its title, with its date where the title has no year; not by one that is an order."""
    title = "" if name_flagged(citation.title) else citation.title
    date = None if YEAR.search(title) else citation.date
    return ", ".join(part for part in (title, date) if part)


def section_of(citation: Citation) -> list[str]:
    """The headings over a citation, without its document's title, their numbers and years: "4.2 Mileage"."""
    below_title = (heading for heading in citation.headings if heading != citation.title)
    return [" ".join(words(YEAR.sub("", _NUMBERED.sub("", heading)))) for heading in below_title]


def is_record(title: str) -> bool:
    """Whether a document tells what was at its time, so that a later one of its kind does not replace it.

    >>> is_record("Minutes of the committee, 4 March 2024"), is_record("Price list 2024")
    (True, False)
    """
    return _RECORD.search(title) is not None


def are_alike(title: str, other: str, *, fewest: int = 1) -> bool:
    """Whether two titles are of one kind, such as those of two editions; they share `fewest` words at least.

    >>> are_alike("Price list, 3 May 2024", "Price list, edition of 2025")
    True
    >>> are_alike("Price list 2024", "House rules 2024"), are_alike("Lodge Ltd: prices", "Lodge Ltd: rules")
    (False, False)
    """
    own, others = _kind(title), _kind(other)
    both = own & others
    enough = len(both) >= max(min(FEWEST, len(own)), fewest)
    return enough and len(both) >= ALIKE * max(len(own), len(others))


def _sections(headings: Sequence[Heading], title: str) -> Iterator[frozenset[str]]:
    """What each section's heading has words for, besides the title's."""
    for heading in headings[:MOST_SECTIONS]:
        own = content_stems(_NUMBERED.sub("", heading.text))
        if own and not own <= content_stems(title):
            yield own


@lru_cache(maxsize=1_000)
def _kind(title: str) -> frozenset[str]:
    plain = (word for word in words(_FIRM.sub("", title)) if number_key(word) is None and word not in MONTHS)
    return frozenset(stems(" ".join(plain)))

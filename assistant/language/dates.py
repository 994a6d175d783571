"""Dates and times of day in their usual forms, as spans of years with month and day."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.number_words import ORDINALS, TENS
from assistant.language.tokens import Token, fold
from assistant.language.units import UNITS

_MONTHS = [
    "jan january januar janvier enero gennaio januari janeiro",
    "feb february februar fevrier febrero febbraio februari fevereiro",
    "mar march marz mars marzo maart marco",
    "apr april avril abril aprile",
    "may mai mayo maggio mei maio",
    "jun june juni juin junio giugno junho",
    "jul july juli juillet julio luglio julho",
    "aug august aout agosto augustus",
    "sep sept september septembre septiembre settembre setembro",
    "oct october oktober octobre octubre ottobre outubro okt",
    "nov november novembre noviembre novembro",
    "dec december dezember decembre diciembre dicembre dezembro dez",
]
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")  # that a document is of
_YEAR = r"(?P<year>1\d{3}|20\d{2})(?!\d|[.,]\d)"
_MEASURES = "|".join(word for word in UNITS if word.isalpha() and len(word) > 2)
_ORDINAL = "|".join(ORDINALS)
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>1\d{3}|20\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",
        r"\b(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<year>1\d{3}|20\d{2})\b",
        r"(?<![\d.])(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<yy>\d{2})(?![\d.]\d|\d)",
        r"\b(?P<year>1\d{3}|20\d{2})-(?P<m>0[1-9]|1[0-2])(?![-–/]?\d)",
        rf"\b{_DAY}(?:\.| of)?\s+{_MONTH}(?:,?\s+(?:of )?{_YEAR})?",
        rf"\b(?P<nth>(?:(?:twenty|thirty)-)?(?:{_ORDINAL})) of {_MONTH}(?:,?\s+(?:of )?{_YEAR})?",
        rf"\b{_MONTH}\s+{_DAY}(?![\d:]|[.,]\d|\s?%)(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH},?\s+(?:of\s+|de\s+)?{_YEAR}",
        r"\b(?P<decade>1\d{2}0|20\d0)['’]?s\b",
        r"(?<!\w)['’](?P<short>\d0)s\b",
        rf"\b(?P<century>\d{{1,2}}(?=st|nd|rd|th)|twenty-first|{_ORDINAL})(?:st|nd|rd"
        rf"|th)?[ -]century\b(?P<bc> bc| b\.c)?",
        r"\b(?P<from>1\d{3}|20\d{2})[-–—/](?P<to>\d{2})\b(?![-–/]\d)",
        r"\b(?P<bcyear>\d{1,4}) (?:bc|bce|b\.c\.)(?!\w)",
        rf"(?<![\d.,$£€-]){_YEAR}(?!\s?%|-?\w|\s(?:{_MEASURES})\b)",
    )
]
_BARE = re.compile(
    r"\b(?P<month>January|February|April|June|July|August|September|October|November|December"
    r"|(?:(?<=\b[io]n )|(?<=since )|(?<=until )|(?<=\bby )|(?<=early )|(?<=\blate )|(?<=\bmid[ -])|(?<=from )"
    r"|(?<=before )|(?<=after )|(?<=end of ))(?:May|March))\b"
)
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.])(?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?\s?m\b\.?|\s?(?P<h>h|hours)\b(?!\s\d{1,2}\s?min)|(?P<none>(?=\W|$)))",
    re.IGNORECASE,
)
_CENTURY = 50  # "31.12.25" is of 2025, "31.12.75" of 1975
# What may follow "may" where it allows something, and is not what may follow a day.
_VERB = re.compile(
    r"\s+(?!(?:at|from|to|until|till|by|in|on|for|with|and|or|is|was|are|were|we|i|you|he|she|they|it|the|this"
    r"|that|there|last|next|when|if|as|before|after|because|but|so|please|pls|then|also)\b)[a-z]{2,20}\b"
)
WEEKDAY = re.compile(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b")
_SHORT_WEEKDAYS = {name[:3]: name for name in calendar.day_name}
# Not "the Sun", nor who "Sat on a bench"
_SHORT_WEEKDAY = re.compile(
    rf"(?<![Tt]he )\b({'|'.join(_SHORT_WEEKDAYS)})(?:s|rs?)?\b(?!['’]| (?:down|up)\b"
    r"| (?:on|in|at|by|beside) (?:the|an?|my|our|your|his|her|its|their) (?!morning|afternoon|evening))"
)

Years = tuple[int, int]  # first and last; before Christ below zero
Day = tuple[int | None, int | None]  # month and day; None is left open


@dataclass(frozen=True, slots=True)
class Date:
    """A date, as exact as the text gives it."""

    text: str
    years: Years | None
    days: tuple[Day, ...]  # the ways to read month and day
    first: int  # tokens
    last: int

    @property
    def is_day(self) -> bool:
        """Whether it tells a day and its month."""
        return any(None not in day for day in self.days)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: minutes after midnight, in all the ways to read it."""

    text: str
    minutes: tuple[int, ...]
    first: int
    last: int


def find_dates(text: str, tokens: Sequence[Token]) -> tuple[Date, ...]:
    """The dates of a text in order, none overlapping.

    >>> from assistant.language.tokens import tokenize
    >>> text = "It stood from the 1990s until 3 May 2019."
    >>> [(date.years, date.days) for date in find_dates(text, tokenize(text))]
    [((1990, 1999), ((None, None),)), ((2019, 2019), ((5, 3),))]
    """
    taken: list[tuple[int, int]] = []
    dates: list[Date] = []
    for pattern in (*_PATTERNS, _BARE):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            for years, days in _readings(match):
                taken.append(match.span())
                first, last = _tokens(tokens, *match.span())
                if first < last:
                    dates.append(Date(match.group().strip(" ,"), years, days, first, last))
    return tuple(sorted(dates, key=lambda date: date.first))


def _readings(match: re.Match[str]) -> Iterator[tuple[Years | None, tuple[Day, ...]]]:
    """The date of a match; a range of years gives two; none where a word is no month."""
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    year = (int(parts["year"]),) * 2 if "year" in parts else None
    if "yy" in parts:
        year = (int(parts["yy"]) + (2000 if int(parts["yy"]) < _CENTURY else 1900),) * 2
    if "m" in parts and "d" not in parts:  # "2028-02" is a month, "2004-05" may be two years
        of_years = year is not None and int(parts["m"]) > year[0] % 100
        yield from [] if of_years else [(year, ((int(parts["m"]), None),))]
    elif "m" in parts:
        yield year, ((int(parts["m"]), int(parts["d"])),)
    elif "a" in parts:  # 3/4/2019: the day or the month may be first
        pairs = {(int(parts["b"]), int(parts["a"])), (int(parts["a"]), int(parts["b"]))}
        days = tuple(sorted(pair for pair in pairs if 1 <= pair[0] <= 12 and 1 <= pair[1] <= 31))
        yield from [(year, days)] if days else []
    elif "month" in parts:
        month, day = MONTHS.get(fold(parts["month"])), int(parts.get("day", 0)) or _nth(parts) or None
        is_date = month and (day or 1) <= 31 and not ("day" in parts and _is_allowing(match))
        yield from [(year, ((month, day),))] if is_date else []
    elif "from" in parts:
        yield (int(parts["from"]),) * 2, ((None, None),)
        yield (int(parts["from"][:2] + parts["to"]),) * 2, ((None, None),)
    elif span := _span(parts) or year:
        yield span, ((None, None),)


def _nth(parts: dict[str, str]) -> int:
    """The day that is written in words: "the twenty-first of May"; 0 for none."""
    tens, _, last = parts.get("nth", "").lower().rpartition("-")
    return TENS.get(tens, 0) + ORDINALS.get(last, 0)


def _is_allowing(match: re.Match[str]) -> bool:
    """Whether "may" behind a number is a verb: "nobody under 14 may take part"."""
    behind = match.string[match.end() :]
    return match["month"] == "may" and not match["year"] and bool(_VERB.match(behind))


def _span(parts: dict[str, str]) -> Years | None:
    """The years of a decade, a century or a year before Christ."""
    if "decade" in parts:
        first = int(parts["decade"])
        return (first, first + 99) if first % 100 == 0 and first != 2000 else (first, first + 9)
    if "short" in parts:
        return 1900 + int(parts["short"]), 1909 + int(parts["short"])
    if "century" in parts:
        word = parts["century"]
        number = int(word) if word.isdecimal() else ORDINALS.get(word.lower(), 21)
        before = -100 * number, -100 * number + 99
        return before if "bc" in parts else (100 * (number - 1), 100 * number - 1)
    return (-int(parts["bcyear"]),) * 2 if "bcyear" in parts else None


def find_times(text: str, tokens: Sequence[Token]) -> tuple[Time, ...]:
    """The times of day of a text, in order."""
    times = []
    for match in _CLOCK.finditer(text):
        if match["half"] is None and match["h"] is None and match["mark"] != ":":
            continue
        if match["h"] is not None and match["h"].lower() == "hours":
            continue  # a length of time
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        first, last = _tokens(tokens, *match.span())
        if first < last:
            times.append(Time(match.group().strip(), _minutes(hour, minute, match["half"]), first, last))
    return tuple(times)


def _minutes(hour: int, minute: int, half: str | None) -> tuple[int, ...]:
    if half is not None:
        return ((hour % 12 + (12 if half.lower() == "p" else 0)) * 60 + minute,)
    return (hour * 60 + minute, (hour + 12) * 60 + minute) if 0 < hour <= 12 else (hour * 60 + minute,)


def _tokens(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The tokens that lie in these characters."""
    inside = [place for place, token in enumerate(tokens) if token.start < end and start < token.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def agrees(claim: Date, source: Date) -> str:
    """How two dates go together.

    "same": the source states all of the claim's; "open": it states a part, and nothing else; "apart": they
    have no part in common, as a year and a month; "other": they differ.

    >>> from assistant.language.tokens import tokenize
    >>> first, second = (find_dates(text, tokenize(text))[0] for text in ("3 March 2019", "2019-03-03"))
    >>> agrees(first, second)
    'same'
    """
    grades = {
        _grade(claim.years, source.years, mine, theirs) for mine in claim.days for theirs in source.days
    }
    return next(grade for grade in ("same", "open", "apart", "other") if grade in grades)


def _grade(claimed: Years | None, stated: Years | None, mine: Day, theirs: Day) -> str:
    if claimed and stated and (claimed[1] < stated[0] or stated[1] < claimed[0]):
        return "other"
    both = [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None]
    if any(a != b for a, b in both):
        return "other"
    if not both and not (claimed and stated):
        return "apart"
    covered = claimed is None or (stated is not None and claimed[0] <= stated[0] and stated[1] <= claimed[1])
    return (
        "same" if covered and all(a is None or a == b for a, b in zip(mine, theirs, strict=True)) else "open"
    )


def same_time(time: Time, other: Time) -> bool:
    """Whether two times may be the same, in any of the ways to read them: "9h" and "9 pm"."""
    return not set(time.minutes).isdisjoint(other.minutes)


def weekdays(text: str) -> frozenset[str]:
    """The days of the week that a text names."""
    return frozenset(WEEKDAY.findall(text))


def short_weekdays(text: str) -> frozenset[str]:
    """The days of the week that a text names shortly: "Thu", "Weds"; by their whole names."""
    return frozenset(_SHORT_WEEKDAYS[short] for short in _SHORT_WEEKDAY.findall(text))

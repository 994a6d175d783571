"""The date that a text states of itself, near its beginning or its end.

Not any date that stands there: only one behind words such as "last updated", "Stand:", "valid from" or
"Minutes of the meeting of", and one alone on its line, as at the head or foot of a letter. In English, German
and French; of figures the day comes first, unless that cannot be. A date without a day is none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import PurePath
from typing import Literal

from documents.reading.naming import any_of
from documents.text.calendar import WEEKDAY
from documents.types import RawDocument

_HEAD, _FOOT = 25, 12  # lines with words that are looked at, at the beginning and at the end
_LINES_ALONE = 12  # of them, the first ones in which a date may stand alone
_LONGEST_LINE = 400  # characters of a line that are looked at
_BEGINNING = 120  # of them, those in which a date is the text's rather than told of in a sentence
_SERIES = 3  # dates alone on their lines from which they are those of a diary, and none of the document's

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jänner janvier jan",
            "february februar février fevrier feb febr févr",
            "march märz maerz mars mar mär",
            "april avril apr avr",
            "may mai",
            "june juni juin jun",
            "july juli juillet jul juil",
            "august août aout aug",
            "september septembre sep sept",
            "october oktober octobre oct okt",
            "november novembre nov",
            "december dezember décembre decembre dec dez déc",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?<![\w.,/-])(?:"
    rf"(?P<iso>\d{{4}})(?P<mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=mark)(?P<iso_day>\d{{1,2}})"
    rf"|(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er)?(?: of| de)? ?(?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})"
    rf"|(?P<us_month>{_MONTH})\.? (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<us_year>\d{{4}})"
    rf"|(?P<first>\d{{1,2}})(?P<point>[./-]) ?(?P<second>\d{{1,2}})(?P=point) ?(?P<last>\d{{4}}|\d{{2}})"
    rf")(?![\w/-]|[.,]\d)",
    re.IGNORECASE,
)
_MONTH_OF_YEAR = re.compile(rf"\b(?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})\b", re.IGNORECASE)

_WEEKDAY = any_of(
    f"{WEEKDAY}, montag, dienstag, mittwoch, donnerstag, "
    "freitag, samstag, sonnabend, sonntag, lundi, mardi, mercredi, jeudi, vendredi, samedi, "
    "dimanche, mon, tue, wed, thu, fri, sat, sun, mo, di, mi, do, fr, sa, so"
)
_NAMED_DAY = re.compile(rf"\b{_WEEKDAY}\b[.,]?")
_ON = (  # what may stand between words that lead to a date, and the date
    r"(?:(?:^| )(?:the|den|dem|le|on|am|du|vom|from|of))?"
    rf"(?:(?:^| ){_WEEKDAY}\b[.,]?)?(?: (?:the|den|dem|le))? ?"
)
# Of a line, a sentence, or a part that stands alone
_BEGINS = r"(?:^|[.:;|(·–—-] ?|this \w{1,12} (?:was|is) )"
_CHANGE = any_of(
    "updated?, modified, changed, revised, edited, reviewed, revision, change, modification, aktualisiert, "
    "geändert, bearbeitet, überarbeitet, überprüft, geprüft, aktualisierung, änderung, mise à jour"
)
_AS_OF = any_of(
    r"revised, updated, amended, aktualisiert, mise? à jour, as of, as at, status(?= ?:), "
    r"état(?= ?:| au), (?:der )?\w{0,12}stand(?= ?:| (?:vom|\d)), situation au, "
    r"(?:last )?(?:update|revision)(?= ?:), letzte \w{0,8}änderung"
)
_FORCE = any_of(
    "valid, effective(?: date)?, applicable, applies, apply, in force, in effect, gültig, gilt, "
    "in kraft, inkrafttreten, valables?, applicables?, en vigueur"
)
_SINCE = any_of("as, from, since, of, on, and after, ab, seit, vom, à partir, à compter, depuis, le, dès, du")
_EDITION = any_of(
    "editions?, versions?, revision, issue, list, notice, policy, rules, ausgabe, fassung, "
    "auflage, liste, aushang, bekanntmachung, ordnung, édition, avis, règlement, tarifs?"
)
_MADE = any_of(
    "published, issued, adopted, approved, beschlossen, verabschiedet, adoptée?, approuvée?, "
    "released, posted, held, veröffentlicht, herausgegeben, erschienen, publiée?, paru"
)
_LABEL = any_of(
    "report, issue, document, print, publication, invoice, letter, statement, meeting, rechnungs, "
    "druck, ausstellungs"
)
_OF_A_DAY = any_of(
    "minutes, newsletter, press release, agenda, memo, memorandum, circular, bulletin, "
    "invoice, receipt, protokoll, ergebnisprotokoll, sitzungsprotokoll, niederschrift, "
    "rundbrief, rundschreiben, mitteilung, pressemitteilung, tagesordnung, rechnung, quittung, "
    "compte[ -]rendu, procès[ -]verbal, communiqué, ordre du jour, facture, circulaire"
)
_NUMBER = r"(?: (?:no\.? ?|nr\.? ?|n° ?)?[\w.]{1,9})?"
# What is said of this text: when it was changed last; and else when it was made, or from when it holds.
_CHANGED = re.compile(
    rf"(?:(?:last|page|zuletzt|dernière|derniere) (?:\w{{2,12}} )?{_CHANGE}|{_BEGINS}{_AS_OF}"
    r"|\b(?:revision|issue|release|publication) date|\bdate of (?:revision|issue|release))"
    rf"(?: (?:on|at|of|am|vom|le|du|au))?(?: ?:)?{_ON}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"(?:\b{_FORCE}(?: {_SINCE})*(?: ?:)?"
    rf"|\b{_EDITION}{_NUMBER}(?:,|,? \(|,? \(?(?:dated|of|from|vom|du))"
    rf"|{_BEGINS}{_MADE}(?: ?:| on| am| le)"
    rf"|^\W{{0,9}}(?:{_LABEL}[ -]?)?(?:dated|date|datum)(?: of {_LABEL}| d['’]émission)? ?:?"
    rf"){_ON}$",
    re.IGNORECASE,
)
_KIND = re.compile(rf"(?:^|[\W_]){_OF_A_DAY}\b(?:[^.;!?]|n[ro]\.){{0,80}}?[ ,(–—-]{_ON}$", re.IGNORECASE)
_PLACE = re.compile(rf"(?:[A-ZÀ-Ý][\w'’.-]{{1,30}}(?: [\w'’.-]{{1,30}}){{0,3}}, ?)?{_ON}$", re.IGNORECASE)
_AFTER = re.compile(r"[\s.|*_)]{0,20}$|, \d{1,2}[.:h]| at \d| um \d| à \d")
_OF_ANOTHER_TEXT = re.compile(  # what leads to the date of another text, or to a day that is to come
    r"\b"
    + any_of(
        "replac, supersed, takes? the place, instead of, no longer, repeal, withdr, expire, until, up to, "
        "ersetzt, statt, aufgehoben, bis\\b, remplac, annul, abrog, jusqu, last meeting, next meeting, "
        "previous, since the, than the, gegenüber, depuis la, letzte[rn]? sitzung, nächste, your\\b, "
        "ihre?[nms]?\\b, votre\\b, vos\\b"
    ),
    re.IGNORECASE,
)


_OF_A_COPY = re.compile(  # the date is that of the scan, not of what is scanned
    r"\b"
    + any_of(
        "scan, scanned, screenshot, img, image, photo, copy, export, backup, download, bildschirm, kopie"
    ),
    re.IGNORECASE,
)

_OF_ANOTHER_DAY = re.compile(  # the day is that of what the document is about: "lease ends 2025-01-01"
    r"\b"
    + any_of(
        "ends?, due, expires?, expiry, until, till, from, valid, born, birth, birthday, deadline, event, "
        "renewal, anniversary, bis, ab, fällig, échéance"
    )
    + r"\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: int  # among the lines at its end of the text, from 0
    head: bool
    furniture: bool = False


def stated_date(document: RawDocument) -> str | None:
    """The ISO date that the document's text states of itself, or None.

    When it was last changed goes before when it was made or is valid from; else the first such date counts.
    """
    head = _lines(document, 1)
    foot = _lines(document, -1) if len(head) == _HEAD else []
    dates = [own_date for line in (*head, *foot) if (own_date := _own_date(line))]
    for changed in (True, False):
        if days := [day for day, is_change in dates if is_change is changed]:
            return days[0].isoformat()
    return _alone(head) or _alone(foot)


def date_of_name(name: str) -> str | None:
    """The ISO date in a file's name, or None: the only one there, year first, and not of a copy.

    >>> date_of_name("2025-06-09_minutes (final).docx"), date_of_name("minutes 12.5.24.pdf")
    ('2025-06-09', None)
    >>> date_of_name("stock-2025-05-30.csv"), date_of_name("2025-05-30-stock.csv")
    ('2025-05-30', '2025-05-30')
    >>> date_of_name("Scan 2025-06-09.pdf"), date_of_name("from 2025-01-01 to 2025-06-30.csv")
    (None, None)
    """
    plain = re.sub(r"[_()\[\]]|(?<=[^\W\d])-|-(?=[^\W\d])", " ", PurePath(name).stem)
    if _OF_ANOTHER_DAY.search(plain):
        return None
    days = {_day(match) for match in _DATE.finditer(plain) if match["iso"]} - {None}
    day = next(iter(days)) if len(days) == 1 and not _OF_A_COPY.search(plain) else None
    return day.isoformat() if day and day <= date.today() else None


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """The dates with a day that are written in a text: start, end and the day.

    >>> [day.isoformat() for _, _, day in dates_in("1.2.2025, May 3rd, 2024, 3 mai 2024 and 5/13/2024")]
    ['2025-02-01', '2024-05-03', '2024-05-03', '2024-05-13']
    """
    for match in _DATE.finditer(text):
        if day := _day(match):
            yield match.start(), match.end(), day


def without_dates(text: str) -> str | None:
    """A text in small letters without its dates and their days of the week; None where it has no date.

    >>> without_dates("Meeting of Wednesday, 14 January 2026"), without_dates("May 2026"), without_dates("A")
    ('meeting of', '', None)
    """
    rest, dates = _DATE.subn(" ", text.lower())
    rest, months = _MONTH_OF_YEAR.subn(" ", rest)
    return " ".join(_NAMED_DAY.sub(" ", rest).split()) if dates or months else None


def months_in(text: str) -> list[str]:
    """The months of a year that are named in a text, as dates have them, also those that dates name.

    >>> months_in("the meeting of November 2024, the letter of 3 mai 2023")
    ['2024-11', '2023-05']
    """
    years_and_months = (
        (match["year"], _MONTHS.get(match["month"].lower())) for match in _MONTH_OF_YEAR.finditer(text)
    )
    return [
        f"{year}-{month:02}" for year, month in years_and_months if month
    ]  # "aprıl" is matched as "april" is


def _day(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["iso"]:
        numbers = part["iso"], part["iso_month"], part["iso_day"]
    elif part["month"]:
        numbers = part["year"], str(_MONTHS.get(part["month"].lower(), 0)), part["day"]
    elif part["us_month"]:
        numbers = part["us_year"], str(_MONTHS.get(part["us_month"].lower(), 0)), part["us_day"]
    else:
        day, month = part["first"], part["second"]
        if int(month) > 12 and part["point"] == "/":  # as Americans write it
            day, month = month, day
        numbers = part["last"] if len(part["last"]) == 4 else f"20{part['last']}", month, day
    year, month_number, day_number = map(int, numbers)
    try:
        return date(year, month_number, day_number) if 1900 <= year <= 2100 else None
    except ValueError:  # no such day
        return None


def _own_date(line: _Line) -> tuple[date, bool] | None:
    """The date in a line that says that it is the text's, and whether that is of its last change."""
    begun = 0
    for start, end, day in dates_in(line.text):
        before = line.text[max(begun, start - 120) : start]
        begun = end
        if _OF_ANOTHER_TEXT.search(before):
            continue
        if _CHANGED.search(before):
            return day, True
        if start > _BEGINNING or (line.furniture and not line.head):
            continue
        if _SAID.search(before) or (line.head and line.place < _LINES_ALONE and _KIND.search(before)):
            return day, False
    return None


def _alone(lines: Sequence[_Line]) -> str | None:
    """The date of a line that has nothing else but a place, a weekday or an hour; None for many such."""
    days = [
        day
        for line in lines
        if not line.furniture and (line.place < _LINES_ALONE or not line.head)
        for start, end, day in islice(dates_in(line.text), 1)
        if _PLACE.match(line.text[:start]) and _AFTER.match(line.text, end)
    ]
    return days[0].isoformat() if 0 < len(days) < _SERIES else None


def _lines(document: RawDocument, way: Literal[1, -1]) -> list[_Line]:
    """The first lines with words, or from the end the last ones, without tables and quotes of others."""
    texts: Iterable[tuple[str, bool]]
    if document.blocks:
        own = (block for block in document.blocks[::way] if block.kind not in ("cell", "quote", "code"))
        texts = ((document.text[block.start : block.end], block.kind == "furniture") for block in own)
    else:
        texts = ((line, False) for line in document.text.split("\n")[::way])
    lines = ((" ".join(text[:_LONGEST_LINE].strip("#*_ \t").split()), aside) for text, aside in texts)
    filled = islice(((line, aside) for line, aside in lines if line), _HEAD if way > 0 else _FOOT)
    return [_Line(line, place, way > 0, aside) for place, (line, aside) in enumerate(filled)]

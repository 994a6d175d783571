"""Numbers and dates as a spreadsheet shows them, by their number format (ECMA-376 part 1, 18.8.31)."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

_SECTION = re.compile(r'((?:[^;"\\]|"[^"]*"|\\.)*)(?:;|\Z)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,255})"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]{0,20})[^\]]{0,60}\]|\[(?P<elapsed>h+|m+|s+)\]'
    r"|\[[^\]]{0,60}\]|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?(?:E[+-]0+)?,*|\.[0#?]+)|(?P<half>AM/PM|A/P)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_OF_THE_MACHINE = ("mm-dd-yy", "m/d/yy h:mm")  # built in: shown as the reader's own computer writes dates
_LONGEST_FORMAT = 255  # characters of a format; Excel takes no more


def formatted_value(value: Any, code: str) -> str:  # Any: whatever a cell holds
    """A cell's value as its number format shows it.

    >>> [formatted_value(*cell) for cell in [(1234.5, '"£"#,##0.00'), (0.175, "0%"), (7, "00000")]]
    ['£1,234.50', '18%', '00007']
    >>> formatted_value(0.1 + 0.2, "General"), formatted_value(datetime(2024, 2, 14), "d mmmm yyyy")
    ('0.3', '14 February 2024')
    >>> formatted_value(datetime(2024, 2, 14, 9, 5), "dd/mm/yy h:mm AM/PM")
    '14/02/24 9:05 AM'
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _moment(value, code)
    if isinstance(value, timedelta):
        return _duration(value, code)
    if isinstance(value, (int, float)):
        return _number(value, code)
    return "" if value is None else str(value)


def _number(value: float, code: str) -> str:
    sections = _sections(code)
    number = Decimal(repr(value)) if value == value and abs(value) != float("inf") else None
    if number is None or not any(token["digits"] for section in sections for token in section):
        return _general(value)
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section, number = sections[1], -number
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    return "".join(_pieces(section, number, value)).strip()


def _pieces(section: "list[re.Match[str]]", number: Decimal, value: float) -> list[str]:
    """What a section shows of a number; a kind of format that is not known shows it as it is."""
    digits = [token["digits"] for token in section if token["digits"]]
    literal = [_literal(token) for token in section]
    percent = sum(text == "%" for text in literal)
    if len(digits) > 1 or any(
        token["date"] or text in ("/", "@") for token, text in zip(section, literal, strict=True)
    ):
        return [_general(value)]
    number *= Decimal(100) ** percent
    sign = "-" if number < 0 else ""
    parts = [
        _digits(abs(number), token["digits"]) if token["digits"] else _literal(token) for token in section
    ]
    return [sign, *parts]


def _literal(token: "re.Match[str]") -> str:
    return next((token[name] for name in ("quoted", "escaped", "currency", "other") if token[name]), "")


def _digits(number: Decimal, pattern: str) -> str:
    """A number by placeholders such as #,##0.00."""
    if "E" in pattern.upper():
        return f"{number:.{_places(pattern)[1]}E}"
    bare = pattern.rstrip(",")
    number /= Decimal(1000) ** (len(pattern) - len(bare))
    least, most = _places(bare)
    whole, _, _ = bare.partition(".")
    try:
        rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than Decimal keeps
        return _general(float(number))
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    before, _, after = text.partition(".")
    after = after[:least] + after[least:].rstrip("0")
    zeros = whole.count("0")
    before = before.zfill(zeros) if "," not in whole else before
    before = "" if before == "0" and not zeros and after else before
    return before + ("." + after if after else "")


def _places(pattern: str) -> tuple[int, int]:
    """How many decimals are shown at least and at most."""
    after = re.split("[eE]", pattern.partition(".")[2])[0]
    return after.count("0"), len(after)


def _general(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.{16 if 1e11 <= abs(value) < 1e16 else 10}g}"


def _moment(value: datetime | date | time, code: str) -> str:
    section = _sections(code)[0]
    if code in _OF_THE_MACHINE or not any(token["date"] for token in section):
        return _iso(value)
    moment = datetime.combine(date(1900, 1, 1), value) if isinstance(value, time) else value
    halves = any(token["half"] for token in section)
    parts = [_date_piece(moment, section, place, halves) for place in range(len(section))]
    return "".join(parts).strip()


def _iso(value: datetime | date | time) -> str:
    text = value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return text.removesuffix(" 00:00:00").removesuffix(":00") if isinstance(value, datetime) else text


def _date_piece(moment: date, section: "list[re.Match[str]]", place: int, halves: bool) -> str:
    token = section[place]
    if token["half"]:
        return moment.strftime("%p")
    if not token["date"]:
        return _literal(token)
    unit = token["date"].lower()
    if unit[0] == "m" and _is_minutes(section, place):
        return f"{getattr(moment, 'minute', 0):0{len(unit)}d}"
    if unit[0] == "h":
        hour = getattr(moment, "hour", 0)
        return f"{(hour % 12 or 12) if halves else hour:0{len(unit)}d}"
    if unit[0] == "s":
        return f"{getattr(moment, 'second', 0):0{len(unit.partition('.')[0])}d}"
    return _day_piece(moment, unit)


def _day_piece(moment: date, unit: str) -> str:
    if unit[0] == "y":
        return f"{moment.year:04d}"[-2 if len(unit) < 3 else -4 :]
    names = {"mmm": "%b", "mmmm": "%B", "ddd": "%a", "dddd": "%A"}
    if unit in names:
        return moment.strftime(names[unit])
    number = moment.month if unit[0] == "m" else moment.day
    return f"{number:0{min(len(unit), 2)}d}"


def _is_minutes(section: "list[re.Match[str]]", place: int) -> bool:
    """Whether an "m" stands after hours or before seconds."""
    before = [
        token["date"] or token["elapsed"] for token in section[:place] if token["date"] or token["elapsed"]
    ]
    after = [token["date"] for token in section[place + 1 :] if token["date"]]
    return bool(before and before[-1][0] in "hH") or bool(after and after[0][0] in "sS")


def _duration(value: timedelta, code: str) -> str:
    """Hours, minutes and, where the format has them, seconds."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    text = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if "s" in code.lower() else text


@lru_cache(maxsize=512)
def _sections(code: str) -> "list[list[re.Match[str]]]":
    """The sections of a format (for numbers above, below and at 0, and text), each as its tokens."""
    tokens: list[list[re.Match[str]]] = []
    for section in _SECTION.finditer(code[:_LONGEST_FORMAT]):
        tokens.append(list(_TOKEN.finditer(section[1])))
        if not section[0].endswith(";"):
            break
    return tokens

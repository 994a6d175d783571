"""What a question asks of all rows of a table: the cheapest, those under £5, those that are out of stock."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.language.numbers import Number
from assistant.language.parsed import parse
from assistant.language.units import CURRENCIES, Unit

# Dimensions of amounts: money of an unknown currency, a time in seconds, "" for none; else a unit's.
MONEY, TIME = "money", "time"
_HOURS = re.compile(
    r"(?<![\d:.])(\d{1,3}):([0-5]\d) ?(?:h\b|hrs?\b|hours?\b|Std\b)|(?<!\d)(\d{1,3}) ?h ?([0-5]\d)\b"
)

# "What is the most that is paid?" asks for a limit, "Which uses the most?" for a row.
_WHICH = re.compile(
    r"^\W{0,5}(?:(?:and|so|und|et) )?(?:(?:in|on|at|for|to|from|with) )?"
    r"(?:which|who\b|welche|quel|cuál|qué"
    r"|what (?!is\b|was\b|does\b|has\b)\w{2,12}s (?:the )?(?:most|least)\b)",
    re.IGNORECASE,
)
_MORE = (
    r"(?:more|greater|higher|longer|bigger|larger|heavier|dearer) than|over|above|exceeding"
    r"|more expensive than|mehr als|über|länger als|plus de|más de"
)
_LEAST = r"at least|no less than|minimum(?: of)?|mindestens|au moins|al menos"
_LESS = (
    r"(?:less|fewer|lower|cheaper|shorter|smaller|lighter|quicker) than|under|below"
    r"|weniger als|unter|kürzer als|moins de|menos de"
)
# What a column is called with what there should be at least.
LEAST_LEVEL = (
    r"(?:min(?:imum)?\b\.?|re-?order\b|par\b)"
    r"(?: (?:stock|levels?|points?|quantit(?:y|ies)|qty|below|under|at))?"
)
_MOST = r"at most|(?:no|not) (?:more|longer) than|up to|maximum(?: of)?|höchstens|bis zu|au plus|como mucho"
_LIMIT = re.compile(
    rf"\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST})|(?P<more>{_MORE})|(?P<less>{_LESS})"
    r"|(?P<between>between))\s+(?:the |an? |about )?$",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:not|no(?!\.? ?\d)|never|except|excluding|other than|apart from|but|without|neither|nicht|kein\w*"
    r"|außer|ohne|sauf|pas|sans|sin|salvo)\b|n['’]t\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:out of stock|sold out|(?:not|no longer|(?:are|is)n['’]t)(?: \w+)? (?:in stock|available)"
    r"|unavailable|ausverkauft|nicht vorrätig|épuisée?s?"
    r"|agotad[oa]s?)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:in stock|available|vorrätig|lieferbar|disponibles?)\b", re.IGNORECASE)
_SHORT = re.compile(  # "below the minimum", "under reorder level", "What needs reordering?"
    rf"\b(?:{_LESS}|running low on)\s(?:the |its |their |our )?{LEAST_LEVEL}"
    r"|\b(?:needs?|needing|have|has|must|should)\b(?: to be| be| to| me| us)? re-?order(?:ed|ing)?\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"(?<![\d.,])\d{1,3}\.\d{3}(?![\d.,])|[£€$] ?[\d.,]{1,12} ?[km]\b", re.IGNORECASE)
_PENCE = re.compile(r"(\d{1,4}) ?p(?:ence)?", re.IGNORECASE)
_MINUS = re.compile(r"[£€$]?[-−–] ?[£€$]?\d")
_COSTS = re.compile(
    r"\b(?:costs?|costing|pay|priced?(?: at)?|charged?|kosten|kostet|coûtent?|cuestan?)\s+$", re.IGNORECASE
)
_RANGE = re.compile(r"\s?(?:[-–—]|to|bis|à|a)\s?")
_NAMED = re.compile(r"^[^\d,:(]{1,40}[,:(]\s*")  # "large, over 30 kg"
_UP_TO = re.compile(rf"^\W?(?:{_MOST}|bis|jusqu['’]à|hasta|max\.?)\b", re.IGNORECASE)
_BELOW = re.compile(rf"^\W?(?:{_LESS})\b", re.IGNORECASE)
_FROM = re.compile(
    rf"^\W?(?:{_LEAST}|from|ab|dès|desde)\b"
    r"|(?:\+|(?:and|or) (?:over|more|above|up)|(?:und|oder) mehr|et plus|y más)$",
    re.IGNORECASE,
)
_ABOVE = re.compile(rf"^\W?(?:{_MORE})\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"\b(?:total|in all|altogether|grand total|gesamt\w*|insgesamt|au total|en total)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell or a question states, from `low` to `high` in the base unit of its dimension."""

    dimension: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Extreme:
    """The largest or the smallest of a column of one of these dimensions; of one that is named where none is
    told. `size`: of one that says how large the rows are, where none is named.
    """

    largest: bool
    kinds: tuple[Literal["money", "time", "year", "length", "mass"], ...] = ()
    size: bool = False


_EXTREMES = [
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), extreme)
    for words, extreme in (
        (
            r"cheapest|least expensive|costs? (?:the )?least|lowest[ -](?:priced?|cost)|günstigste\w*"
            r"|billigste\w*|(?:le|la|les) moins ch(?:ère?|er)s?|más barat[oa]s?",
            Extreme(False, ("money",)),
        ),
        (
            r"most expensive|dearest|priciest|costliest|costs? (?:the )?most|highest[ -](?:priced?|cost)"
            r"|teuerste\w*|(?:le|la|les) plus ch(?:ère?|er)s?|más car[oa]s?",
            Extreme(True, ("money",)),
        ),
        (r"longest|längste\w*", Extreme(True, ("time", "length"))),
        (r"shortest|kürzeste\w*", Extreme(False, ("time", "length"))),
        (r"slowest|langsamste\w*", Extreme(True, ("time",))),
        (r"quickest|fastest|schnellste\w*", Extreme(False, ("time",))),
        (r"oldest|earliest|älteste\w*|frühste\w*|früheste\w*", Extreme(False, ("year",))),
        (r"newest|latest|most recent\w*|neueste\w*|jüngste\w*", Extreme(True, ("year",))),
        (r"heaviest|schwerste\w*", Extreme(True, ("mass",))),
        (r"lightest|leichteste\w*", Extreme(False, ("mass",))),
        (r"tallest|deepest|widest|furthest|farthest|tiefste\w*|weiteste\w*", Extreme(True, ("length",))),
        (r"shallowest|narrowest|nearest|closest", Extreme(False, ("length",))),
        (r"largest|biggest|größte\w*", Extreme(True, size=True)),
        (r"smallest|kleinste\w*", Extreme(False, size=True)),
        (r"most|highest|greatest|meisten|höchste\w*", Extreme(True)),
        (r"least|fewest|lowest|wenigsten|niedrigste\w*", Extreme(False)),
    )
]


@dataclass(frozen=True, slots=True)
class Limit:
    """Amounts of a dimension between two, `words` being how the question puts it."""

    dimension: str
    low: float
    high: float
    ends: bool  # whether the two themselves are within
    words: str
    costs: bool = False  # whether it stands behind a word for money: "cost more than 20"

    def has(self, amount: Amount, units: Sequence[Unit] = ()) -> bool:
        """Whether all of the amount is within; one without a unit is read in one of these."""
        low, high = self.low, self.high
        if not self.dimension and units:
            low, high = (amount_in(end, units).low if math.isfinite(end) else end for end in (low, high))
        if self.ends:
            return low <= amount.low and amount.high <= high
        return low < amount.low and amount.high < high


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """What is asked of all rows; `rest` is the question without the words that say it.

    `stock`: whether what is there, or what is not there any more, is asked for; None for neither. `short`: it
    is asked of what there is less than there should be.
    """

    rest: str
    extreme: Extreme | None = None
    limit: Limit | None = None
    stock: bool | None = None
    total: bool = False
    short: bool = False


def asked_of_rows(question: str) -> RowQuestion | None:
    """What a question asks of all rows of a table; None where it asks nothing of the kind.

    What is denied or excepted ("not over £5", "other than the sink") is not computed.

    >>> asked_of_rows("what plants are under £5").limit
    Limit(dimension='GBP', low=-inf, high=5.0, ends=False, words='under £5', costs=False)
    >>> asked_of_rows("Which programme uses the least energy?").extreme
    Extreme(largest=False, kinds=(), size=False)
    >>> asked_of_rows("What is the most I get?") is None
    True
    """
    row_question = _row_question(question)
    return None if row_question is None or is_denied(row_question.rest) else row_question


def is_denied(question: str) -> bool:
    """Whether a question denies or excepts something: which rows it leaves is not for words to tell."""
    return _BUT.search(question) is not None


def _row_question(question: str) -> RowQuestion | None:
    if limit := next(_limits(question), None):
        return RowQuestion(question.replace(limit.words, " "), limit=limit)
    if match := _SHORT.search(question):
        return RowQuestion(_without(question, match), short=True)
    for pattern, extreme in _EXTREMES:
        match = pattern.search(question)
        if match and (
            extreme.kinds or _WHICH.match(question) or (extreme.size and not question[: match.start()])
        ):
            return RowQuestion(_without(question, match), extreme=extreme)
    if match := _GONE.search(question):
        return RowQuestion(_without(question, match), stock=False)
    if match := _THERE.search(question):
        return RowQuestion(_without(question, match), stock=True)
    if match := _TOTAL.search(question):
        return RowQuestion(_without(question, match), total=True)
    return None


def amount_of(text: str) -> Amount | None:
    """What a cell amounts to: its one number, or the two ends of "10-14 l"; None for any other.

    "1.250" has none: it may be more than a thousand or little more than one.

    >>> amount_of("3:25 h"), amount_of("£1,652.00")
    (Amount(dimension='time', low=12300.0, high=12300.0), Amount(dimension='GBP', low=1652.0, high=1652.0))
    >>> amount_of("10-14 l"), amount_of("£25, up to £100"), amount_of("on request")
    (Amount(dimension='volume', low=10.0, high=14.0), None, None)
    >>> amount_of("29 – 8")
    Amount(dimension='', low=8.0, high=29.0)
    >>> amount_of("-5 °C").low, amount_of("1.250"), amount_of("1950").low, amount_of("90p")
    (-5.0, None, 1950.0, Amount(dimension='GBP', low=0.9, high=0.9))
    """
    if _EITHER.search(text):
        return None
    if match := _PENCE.fullmatch(text):
        return Amount("GBP", float(match[1]) / 100, float(match[1]) / 100)
    if text.isdecimal():  # 1950 is no year here
        return Amount("", float(text), float(text))
    if match := _HOURS.search(text):
        hours, minutes = (int(match[1]), int(match[2])) if match[1] else (int(match[3]), int(match[4]))
        return Amount(TIME, 3600.0 * hours + 60 * minutes, 3600.0 * hours + 60 * minutes)
    parsed = parse(text)
    numbers = [number for number in parsed.numbers if not number.ordinal]
    if not numbers or len(numbers) > 2:
        return None
    last = numbers[-1]
    if _MINUS.match(text):
        number = numbers[0]
        return amount_in(-number.values[0], number.units) if len(numbers) == 1 else None
    if len(numbers) == 2:
        between = parsed.read[parsed.tokens[numbers[0].last - 1].end : parsed.tokens[last.first].start]
        if not _RANGE.fullmatch(between):
            return None
    amounts = [_amount(number, last) for number in numbers]
    lowest, highest = min(amount.low for amount in amounts), max(amount.high for amount in amounts)
    return Amount(amounts[-1].dimension, lowest, highest)


def bracket_of(text: str, amount: Amount) -> Amount:
    """The amounts that a cell is for, which states one: those up to it, from it on, or from one to the other.

    >>> bracket_of("up to 5 kg", Amount("mass", 5.0, 5.0))
    Amount(dimension='mass', low=-inf, high=5.0)
    >>> bracket_of("6-10", Amount("", 6.0, 10.0)), bracket_of("large, from 6", Amount("", 6.0, 6.0))
    (Amount(dimension='', low=6.0, high=10.0), Amount(dimension='', low=6.0, high=inf))
    """
    words = _NAMED.sub("", text)
    if amount.low < amount.high:  # "from 5 to 10"
        return amount
    if _UP_TO.search(words):
        return replace(amount, low=-math.inf)
    if _BELOW.search(words):
        return replace(amount, low=-math.inf, high=math.nextafter(amount.high, -math.inf))
    if _FROM.search(words):
        return replace(amount, high=math.inf)
    if _ABOVE.search(words):
        return replace(amount, low=math.nextafter(amount.low, math.inf), high=math.inf)
    return amount


def numbers_of(question: str) -> list[Number]:
    """The numbers that a question tells, but for those of an order."""
    return [number for number in parse(question).numbers if not number.ordinal]


def units_in(text: str) -> tuple[Unit, ...]:
    """The ways to read the unit of the last number that has one: metres in "7.01 – 12 m"."""
    return next((number.units for number in reversed(parse(text).numbers) if number.units), ())


def _amount(number: Number, unit_of: Number) -> Amount:
    return amount_in(number.values[0], number.units or unit_of.units)


def amount_in(value: float, units: Sequence[Unit]) -> Amount:
    """A value of one of these units; of what they may mean, a pound is money before it is a weight."""
    if not units:
        return Amount("", value, value)
    unit = next((unit for unit in units if unit.dimension in CURRENCIES), units[0])
    base = value * unit.factor + unit.offset
    return Amount(unit.dimension, base, base)


def is_money(dimension: str) -> bool:
    """Whether amounts of a dimension are money."""
    return dimension == MONEY or dimension in CURRENCIES


def are_of_one_kind(dimension: str, other: str) -> bool:
    """Whether two dimensions can be compared: money of an unknown currency with money of any."""
    return dimension == other or (MONEY in (dimension, other) and is_money(dimension) and is_money(other))


def _limits(question: str) -> Iterator[Limit]:
    parsed = parse(question)
    for place, number in enumerate(parsed.numbers):
        start, end = parsed.span(number)
        match = _LIMIT.search(parsed.read[:start])
        if not match or number.ordinal or re.match(r"['’]?s\b| ?years?[ -]old", parsed.read[end:]):
            continue
        costs = bool(_COSTS.search(parsed.read[: match.start()]))
        amount = _amount(number, number)
        if match["between"]:
            upper = parsed.numbers[place + 1] if place + 1 < len(parsed.numbers) else None
            if upper is not None and re.fullmatch(
                r" (?:and|to) \W?", parsed.read[end : parsed.tokens[upper.first].start] + " "
            ):
                lowest, highest = _amount(number, upper), _amount(upper, upper)
                words = parsed.read[match.start() : parsed.tokens[upper.last - 1].end]
                yield Limit(highest.dimension, lowest.low, highest.high, True, words, costs)
            continue
        below = bool(match["most"] or match["less"])
        low, high = (-math.inf, amount.high) if below else (amount.low, math.inf)
        words = parsed.read[match.start() : end]
        yield Limit(amount.dimension, low, high, bool(match["most"] or match["least"]), words, costs)


def _without(question: str, match: re.Match[str]) -> str:
    return f"{question[: match.start()]} {question[match.end() :]}"

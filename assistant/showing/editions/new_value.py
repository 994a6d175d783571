"""Whether an amendment gives another value for just what is shown."""

import re
from itertools import pairwise

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.numbers import same_value
from assistant.language.parsed import Parsed, days_in, parse
from assistant.language.terms import HAS_DIGIT, stems
from assistant.language.units import UNITS, converted
from assistant.showing.editions.amended import CHANGED
from assistant.showing.pieces import Piece

_PARTS = re.compile(r"[,;:()–—]\s|\s[(–—]")
# From when on it holds: "in December" alone states nothing else.
_MONTH = r"(?:jan|feb|m[aä]r|apr|may|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]{0,6}\.?"
_FROM_WHEN = re.compile(
    r"\b(?:from|since|as of|starting|ab|seit|dem|dès le|à partir du|desde(?: el)?)\s+(?:the )?"
    rf"(?:now on|(?:\d{{1,2}}(?:st|nd|rd|th|\.)? ?)?{_MONTH}(?: \d{{4}})?|\d[\d./-]{{0,9}}\d)",
    re.IGNORECASE,
)
# What is not sure, comes on top, or is somebody's own.
_OTHER = re.compile(
    r"\b(?:may have|might|could|would|extra|additional|plus|more|his|her|their|zusätzlich|en plus)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(rf"\b(?:{CHANGED})\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|von|vom|de|du|del)\s*$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:\w+ )?(?:to|auf|à|au|a|al)\s*", re.IGNORECASE)
_ASKS_VALUE = re.compile(
    r"\bhow (?:much|many|long|often|late|early|old|far|big)\b|\bwhen\b|\bwhat time\b"
    r"|\b(?:costs?|prices?|fees?|pay)\b"
    r"|\b(?:wann|wie (?:viel|lange|oft|hoch)|kostet|quand|combien|cuándo|cuánt[oa]s?)\b",
    re.IGNORECASE,
)
# Words that say that a value changes, or that it is one.
_CHANGING = frozenset(
    stems(
        "new instead becomes set changed raised increased reduced lowered moved extended shortened "
        "postponed amended go goes rises falls jetzt neu neue nun désormais ahora cost price fee charge "
        "rate amount pay paid value"
    )
)
_UNITS = frozenset(stem for unit in UNITS for stem in stems(unit))


def gives_new_value(amendment: EvidenceSentence, piece: Piece, question: str) -> bool:
    """Whether a part of an amendment gives another value of the kind that a piece has, of just that.

    It has a word of what it changes, and no word that neither that has, nor what this stands below, nor the
    question: "b) Welding now costs £75", but not "Firing of tall pots costs £6", "welding for groups", "until
    19:00 in December". Where it has the value that stands there, it is the history of that; unless it says
    "from" that one to another.
    """
    question_stems = set(stems(question))
    shares = [len(question_stems & set(stems(sentence.text))) for sentence in piece.sentences]
    if not any(shares) and not _ASKS_VALUE.search(question):
        return False
    nearest = (
        sentence for sentence, share in zip(piece.sentences, shares, strict=True) if share == max(shares)
    )
    return any(
        _is_new(amendment, changed, piece.value.text if piece.value else changed.text, question_stems)
        for changed in nearest
    )


def _is_new(
    amendment: EvidenceSentence, changed: EvidenceSentence, value: str, question_stems: set[str]
) -> bool:
    own, whole = _words(changed.text), _words(amendment.text)
    if not own & whole - _CHANGING - _UNITS:
        return False
    if _replaces_number(parse(amendment.text), parse(value)):
        return True
    known = own | question_stems | set(stems(changed.label)) | _CHANGING
    old_values = _values(value)
    kinds = {kind for kind, _ in old_values}
    for part in _PARTS.split(_FROM_WHEN.sub(" ", amendment.text)) if question_stems & own <= whole else ():
        part_words = _words(_without_days(part))
        new = [amount for amount in _values(part) if amount[0] in kinds]
        is_one = len(new) == 1 and new[0] not in old_values  # "£5 is now £6" is of what was £5
        if is_one and part_words & own - _UNITS and part_words <= known and not _OTHER.search(part):
            return True
    return False


def _words(text: str) -> set[str]:
    """The stems of a text that have no digit."""
    return {stem for stem in stems(text) if not HAS_DIGIT.search(stem)}


def _replaces_number(amendment: Parsed, value: Parsed) -> bool:
    """Whether something changes from a number of the value to another: "reduced from eight to six"."""
    if not _CHANGES.search(amendment.read):
        return False
    for first, last in pairwise(amendment.numbers):
        before = amendment.read[: amendment.tokens[first.first].start]
        start, end = amendment.tokens[first.last - 1].end, amendment.tokens[last.first].start
        is_from_to = _FROM.search(before) and _TO.fullmatch(amendment.read, start, end)
        if is_from_to and any(same_value(first, number) for number in value.numbers):
            return True
    return False


def _without_days(text: str) -> str:
    """A text without its days of a month, whose names are values too."""
    for date in days_in(text):
        text = text.replace(date.text, " ")
    return text


def _values(text: str) -> set[tuple[str, float]]:
    """The values of a text: numbers with a unit, by dimension; times of the day in minutes; days."""
    parsed = parse(text)
    values = {
        (dimension, amount)
        for number in parsed.numbers
        for dimension, amounts in converted(number.values[0], number.units).items()
        for amount in amounts
    }
    values |= {("clock", float(minutes)) for time in parsed.times for minutes in time.minutes}
    return values | {
        ("day", 100.0 * month + day) for date in parsed.dates for month, day in date.days if month and day
    }

"""Whether an amendment gives another value for just what is shown."""

import re

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.parsed import parse
from assistant.language.terms import HAS_DIGIT, stems
from assistant.language.units import converted
from assistant.showing.pieces import Piece

_PARTS = re.compile(r"[,;:()–—]\s|\s[(–—]")
# From when on it holds: of "in December" alone nothing else is told.
_MONTH = r"(?:jan|feb|m[aä]r|apr|may|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]{0,6}\.?"
_FROM_WHEN = re.compile(
    r"\b(?:from|since|as of|starting|ab|seit|dem|dès le|à partir du|desde(?: el)?)\s+(?:the )?"
    rf"(?:now on|(?:\d{{1,2}}(?:st|nd|rd|th|\.)? ?)?{_MONTH}(?: \d{{4}})?|\d[\d./-]{{0,9}}\d)",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"\b(?:may have|might|could|would|extra|additional|plus|more|zusätzlich|en plus)\b", re.IGNORECASE
)
# Words that say that a value changes, or that it is one.
_CHANGING = frozenset(
    stem
    for word in "now new instead becomes become set changed raised increased reduced lowered moved extended "
    "shortened postponed amended jetzt neu neue nun désormais ahora cost costs price prices fee fees charge "
    "charges charged rate rates amount amounts pay paid value".split()
    for stem in stems(word)
)


def gives_new_value(amendment: EvidenceSentence, piece: Piece, question: str) -> bool:
    """Whether a part of an amendment gives another value of the kind that a piece has, of just that.

    It has a word of what it changes, and no word that neither that has, nor what this stands below, nor the
    question: "b) Welding now costs £75", but not "Firing of tall pots costs £6", "welding for groups", "until
    19:00 in December". Where it has the value that stands there, it is the history of that.
    """
    asked = set(stems(question))
    changed = max(piece.sentences, key=lambda each: len(asked & set(stems(each.text))))
    value = piece.value.text if piece.value else changed.text
    own = {stem for stem in stems(changed.text) if not HAS_DIGIT.search(stem)}
    known = own | asked | set(stems(changed.label)) | _CHANGING
    there = _values(value)
    kinds = {kind for kind, _ in there}
    for part in _PARTS.split(_FROM_WHEN.sub(" ", amendment.text)):
        said = {stem for stem in stems(part) if not HAS_DIGIT.search(stem)}
        new = {each for each in _values(part) if each[0] in kinds}
        is_of_that = said & own and said <= known and asked & own <= said
        if is_of_that and new and new.isdisjoint(there) and not _PERHAPS.search(part):
            return True
    return False


def _values(text: str) -> set[tuple[str, float]]:
    """The numbers of a text with a unit, each with its dimension, and the times of the day in minutes."""
    parsed = parse(text)
    found = {
        (dimension, amount)
        for number in parsed.numbers
        for dimension, amounts in converted(number.values[0], number.units).items()
        for amount in amounts
    }
    return found | {("clock", float(minutes)) for time in parsed.times for minutes in time.minutes}

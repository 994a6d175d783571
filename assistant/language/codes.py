"""Codes and numbers that name one thing: an error "E11", a part "4410-B", a ticket "INC-20418"."""

import re
from functools import lru_cache

from index.words import STOP_WORDS

# Letters with digits behind them, digits with a letter behind a hyphen, or a version: "4.0.0". A year's or a
# price's digits are none, nor is "24h".
_CODE = (
    r"(?:[a-z]{1,5}[-/]?\d{1,6}(?:[-/]?[a-z]|[-/]\d{1,6})?|\d{2,6}-[a-z]\d{0,3}|\d{1,3}(?:\.\d{1,3}){2,3})"
)
_CODES = re.compile(rf"(?<![\w.,/-]){_CODE}(?![\w/-]|[.,]\d)", re.IGNORECASE)
# What a text is labelled by: at most two words, such as "Error code", and the code.
_LABEL = re.compile(
    rf"\W{{0,3}}(?P<kind>(?:[^\W\d_]{{1,15}}[.:]? ){{0,2}})(?P<code>{_CODE})(?![\w/-]|[.,]\d)", re.IGNORECASE
)
# A row's first cell: "What you see: E05;"
_CELL = re.compile(rf"[^:;\n]{{1,40}}: (?P<code>{_CODE})(?:;| [/(])", re.IGNORECASE)
# Of what many sentences speak, and which name no one thing.
_FORMULAS = frozenset("co2 h2 h2o h2o2 n2 n2o nh3 nh4 no2 no3 o2 o3 so2 so4 ch4 mp3 mp4".split())
_JOINTS = re.compile(r"[-/]")
_PARTS = re.compile(r"\d+|[^\W\d_]+|\.")
_FROM = re.compile(r"\b(?:from|via|along|off|near|towards?)(?: the)? $", re.IGNORECASE)


@lru_cache(maxsize=1_000)
def codes(text: str) -> frozenset[str]:
    """The codes of a text, in one spelling.

    >>> sorted(codes("Does e-11 or E04 fit the 4410-B?"))
    ['4410b', 'e04', 'e11']
    >>> codes("On 3 May 2021, after 24h, for 1,500 or 2-3 days, with CO2")
    frozenset()
    """
    return frozenset(_plain(match.group()) for match in _CODES.finditer(text)) - _FORMULAS


def asked_codes(question: str) -> frozenset[str]:
    """The codes that a question is about: not those of a place that it only tells.

    >>> sorted(asked_codes("How do I get from the M25 to room B12?"))
    ['b12']
    """
    matches = _CODES.finditer(question)
    codes_asked = (match.group() for match in matches if not _FROM.search(question[: match.start()]))
    return frozenset(map(_plain, codes_asked)) - _FORMULAS


def is_written(code: str, text: str) -> bool:
    """Whether a text has a code, with or without blanks and hyphens in it.

    >>> is_written("hx40", "The HX 40 pump"), is_written("b12", "vitamin B-12"), is_written("e1", "E11")
    (True, True, False)
    """
    pattern = r"[\s/-]?".join(map(re.escape, _PARTS.findall(code)))
    return re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text, re.IGNORECASE) is not None


def label(text: str) -> str:
    """The code that a text begins with, or a row whose first cell is one, in one spelling; "" without one.

    >>> label("Code F3: dry running."), label("E-11 is open"), label("For code F3.")
    ('f3', 'e11', '')
    >>> label("What you see: E05; Do this: unplug it"), label("See: E01 / HHH; Do: wait")
    ('e05', 'e01')
    """
    match = _CELL.match(text) or _LABEL.match(text)
    kind = match.groupdict().get("kind") or "" if match else ""
    if match is None or not STOP_WORDS.isdisjoint(kind.lower().split()):
        return ""
    code = _plain(match["code"])
    return "" if code in _FORMULAS else code


def _plain(code: str) -> str:
    return _JOINTS.sub("", code).lower()

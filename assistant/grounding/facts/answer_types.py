"""What kind of thing a question asks for, and whether a text has one of the kind."""

import re
from typing import Literal

from assistant.grounding.facts.parsed import parse

AnswerType = Literal["number", "date", "person", "place", "reason", "yes_no", "other"]

_PERSONS = (
    "person|man|woman|king|queen|emperor|president|prime minister|minister|general|leader"
    "|author|writer|artist|actor|actress|"
    "singer|scientist|inventor|founder|player|coach|director|composer|architect|philosopher|governor|mathematician|physicist|"
    "economist|saint|pope|bishop|explorer|commander|chancellor|senator|politician|people|group of people"
)
_PLACES = (
    "place|city|town|village|country|countries|state|province|region|continent|river|lake|sea|ocean|island|mountain|county|"
    "district|street|building|location|area|nation|port|capital|colony|territory|planet"
)
_OPENING = r"^(?:(?:and|so|but|then|also),? )?"
_WHICH = (
    r"\b(?:what|which)(?: (?:other|famous|two|three|specific|exact|current|former|modern|major|european"
    r"|american))? "
)
_PATTERNS: tuple[tuple[AnswerType, str], ...] = (
    ("date", r"\bhow long ago\b|\bsince when\b|\buntil when\b"),
    (
        "number",
        r"\bhow (?:many|much|long|far|old|tall|high|big|large|deep|wide|heavy|fast|often"
        r"|hot|cold|close|few)\b"
        rf"|{_WHICH}(?:total |average |approximate |maximum |minimum )?(?:number|percentage"
        rf"|percent|proportion|share|amount|"
        r"population|speed|temperature|distance|height|length|width|depth|weight|price|cost|age|size|rate|ratio|fraction|value)\b",
    ),
    (
        "number",
        r"\bwhat (?:is|was|were|are) the (?:\w+ ){0,2}(?:number|percentage"
        r"|population|length|height|cost|price|speed|age|distance)\b",
    ),
    (
        "date",
        rf"^(?:\W*)when\b|\bin when\b|, when\b|{_WHICH}(?:year|date|day|month|century"
        rf"|decade|time|season|era|period|years|decades)\b",
    ),
    (
        "date",
        r"\bwhat (?:is|was) the (?:year|date|day|month|time)\b|\bwhen (?:did|was|were"
        r"|is|are|does|do|will|has|had)\b",
    ),
    (
        "person",
        rf"\b(?:who|whom|whose)\b(?! (?:is|are) the \w+ of the \w+ called)"
        rf"|{_WHICH}(?:\w+ )?(?:{_PERSONS})\b",
    ),
    ("place", rf"\bwhere\b|{_WHICH}(?:\w+ )?(?:{_PLACES})\b"),
    (
        "reason",
        r"\bwhy\b|\bhow come\b|\bfor what (?:reason|purpose)\b|\bwhat (?:was|were|is"
        r"|are) the (?:\w+ )?(?:reason|cause|purpose)s?\b|\bwhat caused\b",
    ),
    (
        "yes_no",
        rf"{_OPENING}(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|isn't|aren't|"
        r"wasn't|weren't|don't|doesn't|didn't|hasn't|can't)\b",
    ),
)
_RULES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_REASON = re.compile(
    r"\b(?:because|since|as|due to|owing to|so that|so as|in order|thanks to|result(?:ed|s"
    r"|ing)?|therefore|thus|hence|caus\w*|"
    r"led to|reason\w*|purpose|aim\w*|intend\w*|for the sake|thereby|which (?:made|meant)"
    r"|to [a-z]+|for [a-z]+ing|by [a-z]+ing|out of)\b",
    re.IGNORECASE,
)
_SOMEONE = re.compile(
    r"\b(?:he|she|they|him|her|them|people|men|women|[a-z]{3,}(?:ers|ors|ists|ians|ants|men"
    r"|ees)|(?:the|a|an|his|her|their) (?:\w+ )?[a-z]{3,}(?:er|or|ist|ian|man|woman)|"
    r"king|queen|president|government|army|parliament|council|company|committee|court|church|community|group|members)\b",
)
_SOMEWHERE = re.compile(
    r"\b(?:in|at|on|near|from|to|across|through|throughout|around|along|inside|outside|between|off|over|under|within|into|"
    r"north|south|east|west|there|here|abroad|overseas)\b",
    re.IGNORECASE,
)
_TIME_WORDS = re.compile(
    r"\b(?:yesterday|today|tomorrow|ago|century|centuries|decade|morning|noon|evening|midnight"
    r"|spring|summer|autumn|winter|fall of|"
    r"before|after|during|when|while|until|since|(?:mon|tues|wednes|thurs|fri|satur|sun)day|easter|christmas|age|era|period|war)\b",
    re.IGNORECASE,
)


def answer_type(question: str) -> AnswerType:
    """What the question asks for, by its question words.

    >>> [answer_type(one) for one in ("How many came?", "In what year was it?", "What is it?")]
    ['number', 'date', 'other']
    """
    return next((kind for kind, pattern in _RULES if pattern.search(question.strip())), "other")


def has_type(text: str, kind: AnswerType) -> bool:
    """Whether the text has something of the kind; in doubt it has.

    >>> has_type("Some 1,500 men.", "number"), has_type("Many men.", "number")
    (True, False)
    """
    read = parse(text)
    if kind == "number":
        return bool(read.numbers or read.dates or read.times)
    if kind == "date":
        return bool(read.dates or read.times or read.numbers or _TIME_WORDS.search(text))
    if kind == "person":
        return bool(read.names or _SOMEONE.search(text))
    if kind == "place":
        return bool(read.names or _SOMEWHERE.search(text))
    return bool(_REASON.search(text)) if kind == "reason" else bool(text.strip())

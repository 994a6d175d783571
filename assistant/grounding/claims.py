"""From a sentence to its claims: the parts that can be true or false by themselves."""

import re
from dataclasses import dataclass

from index.words import STOP_WORDS, words

# What a model says about where it looked is no part of what it states.
LEAD_IN = re.compile(
    r"^\W*(?:(?:sure|certainly|of course|great|okay)\b[!,.]?\s*)?"
    r"(?:(?:according to|based (?:up)?on|as (?:stated|mentioned|described|noted|explained) in|from|in|per)\s+"
    r"(?:the |this |these |all )?(?:[\w-]+ ){0,3}?"
    r"(?:passages?|documents?|texts?|quotations?|information|context|sources?|excerpts?)\b[^,:.]{0,40}[,:]\s*"
    r"|(?:passages?|documents?|sources?) \d+ (?:states?|says?|mentions?|explains?|suggests?|notes?)(?: that)? )",
    re.IGNORECASE,
)
# "(Passage 2)", "[1]", "(see source 3)": where it was read, not what it says.
POINTER = re.compile(
    r"[(\[](?:see |from |in )?(?:(?:passage|source|document|text)s?\s*)?#?\d{1,2}(?:\s*(?:,|and|&|-)\s*#?\d{1,2})*[)\]]"
    r"|\(?\bpassages? \d{1,2}(?:(?:,| and|,? &) (?:passage )?\d{1,2})*\)?",
    re.IGNORECASE,
)
ENUMERATOR = re.compile(r"^\s*(?:[-*+•●▪–—]|#{1,6}|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
_OF_THE_SOURCES = (
    r"(?:passages?|documents?|texts?|context|sources?|excerpts?|information (?:provided|given|available))"
)
_EMPTY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:unable|not able|cannot|can't|can not|impossible|not possible) (?:\w+ ){{0,3}}(?:answer|provide|determine|tell|say|give|find)",
        rf"\b{_OF_THE_SOURCES} (?:\w+ ){{0,3}}(?:do(?:es)? not|don't|doesn't|did not) (?:\w+ ){{0,2}}(?:mention|provide|contain|say|state|specify|give|address|include|explain|discuss|cover|offer|directly|explicitly)",
        rf"\bnot (?:\w+ ){{0,2}}(?:mentioned|stated|provided|given|specified|addressed|found|covered|discussed|available) (?:\w+ ){{0,3}}(?:in|by|from) (?:the |these |this |any of the )?(?:\w+ )?{_OF_THE_SOURCES}",
        rf"\bno (?:\w+ ){{0,3}}(?:information|mention|details?|answer) (?:\w+ ){{0,6}}(?:in|from|by) (?:the |these |this )?(?:\w+ )?{_OF_THE_SOURCES}",
        r"^(?:sure|certainly|of course|great question|okay|absolutely)\b[!,.]?(?:[^.:]{0,80}\b(?:help|answer|happy|glad|here)\b[^.:]{0,80})?[!.:]?$",
        r"^(?:i|we) (?:hope|trust) (?:this|that|these|it|you)\b",
        r"\blet me know if\b|\bfeel free to (?:ask|reach)\b|\bif you have (?:any )?(?:other|more|further)? ?questions\b",
        r"^(?:here(?:'s| is| are)|below (?:is|are)|the following (?:is|are)|these are|follow these|you can follow these)\b.{0,160}:$",
        r"\b(?:you can |please )?follow(?:ing)? (?:these|the|this|the following|these simple|the steps)[\w ]{0,30}(?:steps|guide\w*|instructions|process|tips|below)?[^.]{0,30}:$",
        r"^(?:i(?:'m| am) )?sorry\b",
        r"^(?:(?:in )?(?:summary|short|conclusion)|overall|note|answer|yes|no|steps?|ingredients|sources?|references?)\W*$",
    )
)
_STATES = re.compile(r"\d|\b(?:is|are|was|were|has|have|had|will|can)\b", re.IGNORECASE)
_BREAK = re.compile(
    r";\s+|:\s+|\s[–—]\s|,\s+(?:and|but|while|whereas|although|though|because|since|so|as well as|including|such as)\s+"
    r"|,\s+(?:which|who|whose|where|when)\s+|\s+(?:but|while|whereas|although|because)\s+"
    r"|\s+and\s+|,\s+",
    re.IGNORECASE,
)
SHORTEST = 2  # words with meaning that a claim must have
MOST = 12  # claims of a sentence; what is longer is taken as a whole


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a sentence; `start` and `end` are offsets in that sentence."""

    text: str
    start: int
    end: int


def stated(sentence: str) -> tuple[int, int]:
    """The offsets of what the sentence states: without a list's number and what it says of its sources.

    >>> text = "2. According to the passages, dogs travel free (Passage 1)."
    >>> text[slice(*stated(text))]
    'dogs travel free (Passage 1).'
    """
    start = 0
    for pattern in (ENUMERATOR, LEAD_IN):
        if found := pattern.match(sentence[start:]):
            start += found.end()
    return (start, len(sentence)) if sentence[start:].strip() else (0, len(sentence))


def bare(sentence: str) -> str:
    """What the sentence states, pointers to passages left out, character for character at its place.

    >>> bare("1. Dogs travel free (Passage 12).")
    '   Dogs travel free             .'
    """
    start, _ = stated(sentence)
    return " " * start + POINTER.sub(lambda found: " " * len(found.group()), sentence[start:])


def states_nothing(sentence: str) -> bool:
    """Whether the sentence is a lead-in, a closing remark or a decline: it says nothing of the world.

    >>> [states_nothing(one) for one in ("Here are the steps:", "Unable to answer based on the passages.")]
    [True, True]
    >>> states_nothing("Dogs travel free.")
    False
    """
    text = ENUMERATOR.sub("", POINTER.sub(" ", sentence), count=1).strip(" \t*_#\"'“”")
    if not any(word not in STOP_WORDS for word in words(text)):
        return not _STATES.search(text) or len(words(text)) < 2
    if any(pattern.search(text) for pattern in _EMPTY):
        return True
    return text.endswith(":") and len(words(text)) <= 25 and not re.search(r"\d", text)


def split_claims(text: str) -> list[Claim]:
    """The parts of a sentence at its commas, conjunctions and relative clauses, the whole one where short.

    >>> [one.text for one in split_claims("Dogs travel free of charge, and bicycles cost two pounds each.")]
    ['Dogs travel free of charge', 'bicycles cost two pounds each.']
    """
    begin, end = stated(text)
    parts: list[Claim] = []
    for stop, following in [
        *((found.start(), found.end()) for found in _BREAK.finditer(text, begin)),
        (end, end),
    ]:
        if _meaningful(text[begin:stop]) and (stop == end or _meaningful(text[following:end])):
            parts.append(Claim(text[begin:stop], begin, stop))
            begin = following
        if len(parts) > MOST:
            break
    if begin < end and text[begin:end].strip():
        parts.append(Claim(text[begin:end], begin, end))
    return parts if 0 < len(parts) <= MOST else [Claim(text, 0, len(text))]


def _meaningful(text: str) -> bool:
    return sum(word not in STOP_WORDS for word in words(text)) >= SHORTEST

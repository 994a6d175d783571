"""Sentences that state nothing of the world: lead-ins, closing words, what a model says of its passages."""

import re

from index.words import STOP_WORDS, words

LONGEST = 400  # characters; a longer sentence is no mere remark
LEAD_IN_WORDS = 25  # of a line that ends with a colon
# "(Passage 2)", "[1]", "(see source 3)": where it was read, not what it says.
POINTER = re.compile(
    r"[(\[](?:(?:see|from|in) )?(?:(?:passage|source|document|text)s?\s*)?"
    r"#?\d{1,2}(?:\s*(?:,|and|&|-)\s*#?\d{1,2})*[)\]]"
    r"|\(?\bpassages? \d{1,2}(?:(?:,| and|,? &) (?:passage )?\d{1,2})*\)?",
    re.IGNORECASE,
)
ENUMERATOR = re.compile(r"^\s*(?:[-*+•●▪–—]|#{1,6}|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
ANSWER = frozenset({"yes", "no"})
_SOURCES = (
    r"(?:passages?|documents?|texts?|context|sources?|excerpts?|information (?:provided|given|available))"
)
_SAYS = (
    r"(?:mention|provide|contain|say|state|specify|give|address|include|explain|discuss|cover|offer"
    r"|directly|explicitly)"
)
_SAID = r"(?:mentioned|described|stated|provided|given|specified|addressed|found|covered|discussed|available)"
_UNABLE = r"(?:unable|not able|cannot|can't|can not|impossible|not possible)"
_NOT = r"(?:do(?:es)? not|don't|doesn't|did not)"
_FEW = r"(?:\w+ ){0,3}"
_REMARKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_UNABLE} {_FEW}(?:answer|provide|determine|tell|say|give|find)",
        rf"\b{_SOURCES} {_FEW}{_NOT} {_FEW}{_SAYS}",
        rf"\bnot {_FEW}{_SAID} {_FEW}(?:in|by|from) (?:any of )?(?:the |these |this )?(?:\w+ )?{_SOURCES}",
        rf"\bno {_FEW}(?:information|mention|details?|answer) (?:\w+ ){{0,6}}"
        rf"(?:in|from|by) (?:the |these |this )?(?:\w+ )?{_SOURCES}",
        rf"\b(?:is|are|was|were) {_FEW}based {_FEW}on the (?:given|provided|above) {_SOURCES}",
        rf"\b(?:given|provided|above|these|the) {_SOURCES} (?:is|are|was|were)"
        r" (?:sufficient|enough|limited)\b",
        r"\b(?:able|needed|necessary|sufficient|enough) (?:\w+ ){0,2}to (?:fully )?answer"
        r" (?:the|this|your) question\b",
        rf"\b(?:consult|seek|refer to) {_FEW}(?:additional|further|other|more) (?:re)?sources\b",
        rf"^(?:this|it) is {_SAID} (?:in|by) ",
        r"^(?:sure|certainly|of course|great question|okay|absolutely)\b[!,.]?"
        r"(?:[^.:]{0,80}\b(?:help|answer|happy|glad|here)\b[^.:]{0,80})?[!.:]?$",
        r"^(?:i|we) (?:hope|trust) (?:this|that|these|it|you)\b.{0,60}$",
        r"\b(?:let me know if|feel free to (?:ask|reach))\b",
        r"\bif you have (?:any |other |more |further ){0,3}questions\b",
        r"^(?:i(?:'m| am) )?sorry\b.{0,80}$",
        r"^(?:(?:in )?(?:summary|short|conclusion)|overall|note|answer)\W*$",
        r"^(?:steps?|ingredients|sources?|references?)\W*$",
    )
)
_STATES = re.compile(r"\d|\b(?:is|are|was|were|has|have|had|will|can)\b", re.IGNORECASE)


def states_nothing(sentence: str) -> bool:
    """Whether there is nothing in the sentence that a source could state; "Yes." and "No." are no such.

    >>> [states_nothing(one) for one in ("Here are the steps:", "Unable to answer based on the passages.")]
    [True, True]
    >>> [states_nothing(one) for one in ("Dogs travel free.", "No.")]
    [False, False]
    """
    if len(sentence) > LONGEST:
        return False
    text = ENUMERATOR.sub("", POINTER.sub(" ", sentence), count=1).strip(" \t*_#\"'“”")
    found = words(text)
    if not found:
        return POINTER.search(sentence) is not None
    if ANSWER.issuperset(found):
        return False
    if STOP_WORDS.issuperset(found):
        return not _STATES.search(text)
    if any(pattern.search(text) for pattern in _REMARKS):
        return True
    return text.endswith(":") and len(found) <= LEAD_IN_WORDS and not re.search(r"\d", text)

"""Sentences that state nothing of the world: lead-ins, closing words, what a model says of its passages.

Three kinds. A plain remark has no words but a remark's own ("I hope this helps!"). One on a topic says only
that no passage has it ("The passages do not mention the price of a ticket."). One that announces ends in a
colon, and its topic is in words that the question or the evidence has ("Here is how to clean the deck:").
"""

import re
from collections.abc import Callable, Sequence

from assistant.language.terms import all_numbers
from assistant.language.tokens import same_stem
from index.words import STOP_WORDS, WORD, words

_LONGEST = 400  # characters; a longer sentence is no mere remark
_LONGEST_TOPIC = 20  # words that are no words of a remark
# "(Passage 2)", "[1]", "(see source 3)": where it was read, not what it says.
POINTER = re.compile(
    r"[(\[](?:(?:see|from|in) )?(?:(?:passage|source|document|text)s?\s*)?"
    r"#?\d{1,2}(?:\s*(?:,|and|&|-)\s*#?\d{1,2})*[)\]]"
    r"|\(?\bpassages? \d{1,2}(?:(?:,| and|,? &) (?:passage )?\d{1,2})*\)?",
    re.IGNORECASE,
)
ENUMERATOR = re.compile(r"^\s*(?:[-*+•●▪–—]|#{1,6}|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
ANSWER = frozenset({"yes", "no"})
# Beside stop words all that a plain remark may hold, in any form: words about passages, answers and help.
# With any other it says something of the world, whatever it looks like.
_OWN_STEMS = frozenset(
    same_stem(word)
    for word in """
    passage document text context source resource excerpt information reference detail mention provide contain
    say state specify give address include explain discuss cover offer describe find available directly
    explicitly specifically clearly unable able possible impossible answer question determine tell base
    sufficient enough limit need necessary fully consult seek refer additional additionally further other
    complete incomplete please let know feel free ask reach hope trust help sorry unfortunately however
    therefore sure certain certainly course great okay absolutely happy glad here summary summarise short
    conclusion overall note step instruction ingredient follow example list key point above any useful assist
    also alternatively according hi hello thank brief briefly correct few possibility attempt reply respond
    response anything else ref guidance specific comprehensive advice worth infer entirety regard recommend
    best like try elaborate method despite work important solution beyond want extra main way tip guide
    concern don doesn can cannot i m t s re ll ve
    """.split()
)
_SOURCES = r"(?:passages?|documents?|texts?|context|sources?|excerpts?|information)"
# Without a doubt those that the model was given, not papers that a document speaks of.
_GIVEN = (
    r"(?:(?:given |provided |above )?(?:passages?|excerpts?|context)"
    r"|(?:given|provided|above|available) (?:documents?|texts?|sources?|information)"
    r"|information (?:provided|given|available))"
)
_SAY = (
    r"(?:mention|provide|contain|say|state|specify|give|address|include|explain|discuss|cover|offer"
    r"|directly|explicitly)"
)
_SAID = r"(?:mentioned|described|stated|provided|given|specified|addressed|found|covered|discussed|available)"
_UNABLE = (
    r"(?:^(?:sorry,? |unfortunately,? |however,? )?|[:\"“] ?|\b(?:i|we|i am|i'm|we are|it is) )"
    r"(?:unable|not able|cannot|can't|can not|impossible|not possible)"
)
_NOT = r"(?:do(?:es)? not|don't|doesn't)"
_FEW = r"(?:\w+ ){0,3}"
_TOPIC = r"(?:[^.:;]|\.(?=\w)){0,180}?"
_BEGIN = (
    r"^(?:(?:unfortunately|however|therefore|additionally|also|note that|note|answer|sure|a"
    r"|it(?:'s| is) (?:worth noting|important to note) that)\b[,:]? )*"
    rf"(?:(?:based (?:up)?on|according to) (?:the |these )?{_FEW}{_SOURCES}, )?"
)
_ADVERB = r"(?:explicitly |directly |specifically )?"
_ABOUT = (
    r"(?:\w+ ){0,5}(?:information|instructions?|details?|guidelines|recommendations)"
    r" (?:on|about|for|of|regarding|to)"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_REMARK = _any(
    rf"{_UNABLE} {_FEW}(?:answer|provide|determine|tell|say|give|find)\b",
    rf"\bcannot be (?:determined|answered) {_FEW}(?:based on|from|in) (?:the )?{_FEW}{_SOURCES}",
    rf"\b{_SOURCES} {_FEW}{_NOT} {_FEW}{_SAY}",
    rf"\bnot {_FEW}{_SAID} {_FEW}(?:in|by|from) (?:any of )?(?:the |these |this )?(?:\w+ )?{_SOURCES}",
    rf"\bno {_FEW}(?:information|mention|details?|answer) (?:\w+ ){{0,6}}"
    rf"(?:in|from|by) (?:the |these |this )?(?:\w+ )?{_SOURCES}",
    rf"\b(?:is|are|was|were) {_FEW}based {_FEW}on the (?:given|provided|above) {_SOURCES}",
    rf"\b(?:given|provided|above|these|the) {_SOURCES} (?:is|are|was|were)"
    r" (?:sufficient|enough|limited)\b",
    r"\b(?:able|needed|necessary|sufficient|enough) (?:\w+ ){0,2}to (?:fully )?answer"
    r" (?:the|this|your) question\b",
    rf"\b(?:consult|seek|refer to) {_FEW}(?:additional|further|other|more) (?:re)?sources\b",
    rf"^(?:this|it) is {_SAID} (?:in|by) (?:the |these |this )?(?:\w+ )?(?:{_SOURCES}|\W*$)",
    r"^(?:sure|certainly|of course|great question|okay|absolutely)\b",
    r"^(?:i|we) (?:hope|trust) (?:this|that|these|it|you)\b",
    r"\b(?:let me know if|feel free to (?:ask|reach))\b",
    r"\bif you have (?:any |other |more |further ){0,3}questions\b",
    r"^(?:i(?:'m| am) )?sorry\b",
    r"^(?:(?:in )?(?:summary|short|conclusion)|overall|note|answer)\W*$",
    r"^(?:steps?|ingredients|sources?|references?)\W*$",
    r":$",
)
# Whatever clause follows "information on", it is only what the information would be on.
_NO_INFORMATION = _any(
    rf"{_BEGIN}(?:the|these) {_GIVEN} {_NOT} {_ADVERB}(?:provide|give|contain|include) {_ABOUT} {_TOPIC}\W*$",
)
_MISSING = _any(
    rf"{_BEGIN}(?:the|these) {_GIVEN} {_NOT} {_ADVERB}"
    rf"(?:mention|say|state|specify|explain|discuss|address) {_TOPIC}\W*$",
    rf"{_BEGIN}(?:the |an? )?{_TOPIC} (?:is|are) not {_ADVERB}{_SAID} (?:in|by)"
    rf" (?:any of )?(?:the |these )(?:\w+ )?{_GIVEN}\W*$",
    rf"{_BEGIN}(?:i am |i |it is )?(?:unable|cannot|not possible) (?:to )?"
    rf"(?:answer|determine|tell|say|provide|find) {_TOPIC} (?:based on|from|in)"
    rf" (?:the )?{_FEW}{_GIVEN}\W*$",
    rf"{_BEGIN}(?:if {_TOPIC}, )?(?:it(?:'s| is) recommended to|it may be best to"
    rf"|you may (?:need|want) to) consult (?:further|additional|other) (?:re)?sources\b{_TOPIC}\W*$",
    rf"{_BEGIN}these instructions are based on the {_GIVEN} and may not be {_TOPIC}\W*$",
)
_ANNOUNCEMENT = _any(
    rf"{_BEGIN}here(?:'s|’s| is| are) {_TOPIC}:$",
    rf"{_BEGIN}the following (?:is|are|\w+ (?:is|are) mentioned)\b{_TOPIC}:$",
    rf"{_BEGIN}{_TOPIC} (?:is|are|can be) (?:defined|described|summarized) as follows:$",
    rf"{_BEGIN}the answer {_TOPIC} is: unable to answer based on (?:the )?{_GIVEN}\W*$",
    rf"{_BEGIN}to {_TOPIC},? (?:you |one )?(?:can |should |may )?(?:follow|try)"
    rf" (?:these|the following) steps{_TOPIC}:$",
    rf"{_BEGIN}the (?:\w+ )?(?:answer|steps?|instructions|ways?)\b{_TOPIC}"
    r"(?: is| are| as follows| would be):$",
)
_COUNTED = re.compile(r"\b(?:one|two|three|four|five) (?=(?:provided |given )?passages)", re.IGNORECASE)
# The question said again is nothing that the answer states.
_QUESTION = re.compile(r"(?<=question )[\"“][^\"“”]{1,200}[\"”]")
_CLAUSE = re.compile(r"\b(?:that|which|who|whose|because|but|although|while|when)\b", re.IGNORECASE)
_NOTE = re.compile(r"\b(?:note|noting) that ", re.IGNORECASE)
_STATES = re.compile(r"\d|\b(?:is|are|was|were|has|have|had|will|can)\b", re.IGNORECASE)


def states_nothing(sentence: str, is_known: Callable[[str], bool] = lambda word: False) -> bool:
    """Whether there is nothing in the sentence that a source could state; "Yes." and "No." are no such.

    `is_known`: whether the question or the evidence has a word; what follows may be announced in such.

    >>> [states_nothing(text) for text in ("Here are the steps:", "Unable to answer based on the passages.")]
    [True, True]
    >>> [states_nothing(text) for text in ("Dogs travel free.", "No.")]
    [False, False]
    """
    if len(sentence) > _LONGEST:
        return False
    text = ENUMERATOR.sub("", POINTER.sub(" ", sentence), count=1).strip(" \t*_#\"'“”")
    present = words(text)
    if not present:
        return POINTER.search(sentence) is not None
    if ANSWER.issuperset(present):
        return False
    if STOP_WORDS.issuperset(present):
        return not _STATES.search(text)
    text = _COUNTED.sub("", _QUESTION.sub("", text))
    if all_numbers(text):
        return False
    topic = [word for word in WORD.findall(text) if not _is_own(word.lower())]
    if not topic:
        return _REMARK.search(text) is not None
    return _says_of_topic_only_that_it_is_missing(text, topic, is_known) or (
        _ANNOUNCEMENT.search(text) is not None and all(is_known(word.lower()) for word in topic)
    )


def _is_own(word: str) -> bool:
    return word in STOP_WORDS or same_stem(word) in _OWN_STEMS


def _says_of_topic_only_that_it_is_missing(
    text: str, topic: Sequence[str], is_known: Callable[[str], bool]
) -> bool:
    """Whether it says in a few words without a name of its own only that no passage has the topic."""
    if len(topic) > _LONGEST_TOPIC or not all(word.islower() or is_known(word.lower()) for word in topic):
        return False
    if _NO_INFORMATION.search(text):
        return True
    return not _CLAUSE.search(_NOTE.sub("", text)) and _MISSING.search(text) is not None

"""Sentences that state nothing of the world: lead-ins, closing words, what a model says of its passages."""

import re
from collections.abc import Callable, Sequence

from assistant.language.terms import all_numbers
from index.words import STOP_WORDS, words

LONGEST = 400  # characters; a longer sentence is no mere remark
# "(Passage 2)", "[1]", "(see source 3)": where it was read, not what it says.
POINTER = re.compile(
    r"[(\[](?:(?:see|from|in) )?(?:(?:passage|source|document|text)s?\s*)?"
    r"#?\d{1,2}(?:\s*(?:,|and|&|-)\s*#?\d{1,2})*[)\]]"
    r"|\(?\bpassages? \d{1,2}(?:(?:,| and|,? &) (?:passage )?\d{1,2})*\)?",
    re.IGNORECASE,
)
ENUMERATOR = re.compile(r"^\s*(?:[-*+•●▪–—]|#{1,6}|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
ANSWER = frozenset({"yes", "no"})
# Beside stop words all that a remark may hold: words about passages, answers and help. With any other it
# says something of the world, whatever it looks like.
_OWN_WORDS = frozenset(
    """
    passage passages document documents text texts context source sources resource resources excerpt excerpts
    information reference references details detail mention mentions mentioned mentioning provide provides
    provided contain contains say says said state states stated specify specifies specified give gives given
    address addresses addressed include includes included explain explains discuss discusses discussed cover
    covers covered offer offers describe describes described found find available directly explicitly
    specifically clearly unable able cannot can't don't doesn't possible impossible answer answers question
    questions determine tell based sufficient enough limited needed necessary need fully consult seek refer
    additional further other complete incomplete please let know feel free ask reach hope trust helps help
    helpful sorry unfortunately however therefore sure certainly course great okay absolutely happy glad here
    summary short conclusion overall note notes step steps instruction instructions ingredient ingredients
    following example examples list key points point answering asked provided above i'm m t don doesn any
    useful assist additionally also according hi hello thank thanks brief briefly correct follows few
    possibility possibilities attempt reply replied respond response anything else ref guidance specific
    detailed comprehensive advice worth noting infer inferred entirety regarding recommended best like try
    elaborate alternatively method methods despite work works answered important solution list
    follow determined beyond want reached ll ve re replying extra
    summarized summarised main way ways tip tips guide concerns s
    """.split()
)
_SOURCES = r"(?:passages?|documents?|texts?|context|sources?|excerpts?|information)"
# Without a doubt those that the model was given, not papers that a document speaks of.
_GIVEN = (
    r"(?:(?:given |provided |above )?(?:passages?|excerpts?|context)"
    r"|(?:given|provided|above|available) (?:documents?|texts?|sources?|information)"
    r"|information (?:provided|given|available))"
)
_SAYS = (
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
_REMARKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_UNABLE} {_FEW}(?:answer|provide|determine|tell|say|give|find)\b",
        rf"\bcannot be (?:determined|answered) {_FEW}(?:based on|from|in) (?:the )?{_FEW}{_SOURCES}",
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
)
# These name a topic in words of their own, and say of it only that no passage has it ...
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
# Whatever clause follows "information on", it is only what the information would be on.
_ABOUT_NOTHING = re.compile(
    rf"{_BEGIN}(?:the|these) {_GIVEN} {_NOT} {_ADVERB}(?:provide|give|contain|include) {_ABOUT} {_TOPIC}\W*$",
    re.IGNORECASE,
)
_LACKING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
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
)
# ... or only announce what follows: the words of the topic must stand in the evidence.
_ANNOUNCING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_BEGIN}here(?:'s|’s| is| are) {_TOPIC}:$",
        rf"{_BEGIN}the following (?:is|are|\w+ (?:is|are) mentioned)\b{_TOPIC}:$",
        rf"{_BEGIN}{_TOPIC} (?:is|are|can be) (?:defined|described|summarized) as follows:$",
        rf"{_BEGIN}the answer {_TOPIC} is: unable to answer based on (?:the )?{_GIVEN}\W*$",
        rf"{_BEGIN}to {_TOPIC},? (?:you |one )?(?:can |should |may )?(?:follow|try)"
        rf" (?:these|the following) steps{_TOPIC}:$",
        rf"{_BEGIN}the (?:\w+ )?(?:answer|steps?|instructions|ways?)\b{_TOPIC}"
        r"(?: is| are| as follows| would be):$",
    )
)
_COUNTED = re.compile(r"\b(?:one|two|three|four|five) (?=(?:provided |given )?passages)", re.IGNORECASE)
# The question said again is nothing that the answer states.
_QUESTION = re.compile(r"(?<=question )[\"“][^\"“”]{1,200}[\"”]")
_CLAUSE = re.compile(r"\b(?:that|which|who|whose|because|but|although|while|when)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_KNOWN = STOP_WORDS | _OWN_WORDS
_NOTE = re.compile(r"\b(?:note|noting) that ", re.IGNORECASE)
_LONGEST_TOPIC = 20  # words that are no words of a remark
_STATES = re.compile(r"\d|\b(?:is|are|was|were|has|have|had|will|can)\b", re.IGNORECASE)


def states_nothing(sentence: str, is_known: Callable[[str], bool] = lambda word: False) -> bool:
    """Whether there is nothing in the sentence that a source could state; "Yes." and "No." are no such.

    `is_known`: whether the question or the evidence has a word; what follows may be announced in such.

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
    text = _COUNTED.sub("", _QUESTION.sub("", text))
    if all_numbers(text):
        return False
    foreign = [word for word in _WORD.findall(text) if not _KNOWN.issuperset(re.split("['’]", word.lower()))]
    if not foreign:
        return any(pattern.search(text) for pattern in _REMARKS)
    return _tells_of_no_source(text, foreign, is_known) or _announces(text, foreign, is_known)


def _tells_of_no_source(text: str, foreign: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    """Whether it says of a topic, in a few words without a foreign name, only that no passage has it."""
    if len(foreign) > _LONGEST_TOPIC:
        return False
    if not all(word.islower() or is_known(word.lower()) for word in foreign):
        return False
    if _ABOUT_NOTHING.search(text):
        return True
    return not _CLAUSE.search(_NOTE.sub("", text)) and any(pattern.search(text) for pattern in _LACKING)


def _announces(text: str, foreign: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    """Whether it only announces what follows, in words that the question or the evidence has."""
    return any(pattern.search(text) for pattern in _ANNOUNCING) and all(
        is_known(part.lower()) for word in foreign for part in words(word)
    )

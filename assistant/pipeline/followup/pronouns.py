"""Follow-ups whose pronoun points to what was spoken of before: "Who built it?"."""

import re

from assistant.language.terms import names
from assistant.pipeline.followup.noun_phrases import (
    DETERMINERS,
    Phrase,
    items,
    noun_phrases,
    preposition_phrases,
)
from assistant.pipeline.followup.turn import (
    NO_FRAGMENT,
    QUESTION_WORD,
    SHORT,
    Turn,
    capitalised,
    lowered,
    without_mark,
)
from index.words import STOP_WORDS, words

PRONOUN = re.compile(
    r"\b(it|its|they|them|their|theirs|he|him|his|she|her|hers|these|those|this|that)\b(?!['’])", re.I
)
_ASKED_FOR = frozenset("time date day colour color size kind sort type number".split())
# Who is asked about by name, if only in small letters
WHO_IS = re.compile(
    r"who(?: is| was|['’]?s) (?P<name>(?![a-z]+(?:ing|ed|ible)\b)"
    r"[^\W\d_][\w'’-]{1,30} [^\W\d_][\w'’-]{1,30})\W*",
    re.I,
)
_IT = re.compile(r"\bit\b(?!['’])", re.I)
POSSESSIVE = {"its", "their", "his", "her", "theirs", "hers"}
PERSONAL = {"he", "him", "his", "she", "her", "hers"}
MANY = {"they", "them", "their", "theirs", "these", "those"}
# After these, "that" and "this" join or point inside the sentence and need nothing from before.
INNER = re.compile(r"\b(?:that|this|these|those)\s+\w+", re.I)
# "It" that stands for nothing.
DUMMY = re.compile(
    r"\b(?:(?:does|did|will|would|can) it (?:take|matter|rain|snow|happen)|"
    r"(?:is|was) it (?:possible|true|allowed|ok|okay|worth|necessary|too|enough|that|better|legal|a)|"
    r"it (?:is|was|takes|depends|rains|snows))\b",
    re.I,
)
JOINT = re.compile(r"[,;:]|\b(?:and|but|or|when|if|before|after|because|while|until)\b", re.I)
# As answers show them: what stands over an extreme, and a value with its row and its column.
_EXTREME = re.compile(r"(?:Highest|Lowest) of \d+ rows\b")
_VALUE = re.compile(r"[^()]{1,60} \((?P<row>[^(),]{2,60}(?: \([^()]{1,30}\))?), [^,]{1,60}\)")
SPEAKING_OF = re.compile(
    r"^(?:(?:speaking|talking) (?:of|about) (?P<topic>[^,?.]+),|(?:what|how) about (?P<about>[^,?.]+)\?"
    r"|(?:(?:and|so|but|also|then) ){0,2}(?P<front>(?:the|my|our|your|his|her|their) (?!ones? )[^,?.]{1,50}?)"
    r"(?: itself| themselves)?,(?= (?:who|what|when|where|which|why|how)))"
    r"\s*(?P<rest>\S.*)$",
    re.I | re.S,
)


def replaced_pronoun(turn: Turn) -> str | None:
    """The pronoun replaced by what the last question was about."""
    if not (turn.led or QUESTION_WORD.match(turn.text) or NO_FRAGMENT.match(turn.text)):
        return None  # "the words that it can detect"
    pronoun = leaning_pronoun(turn.text)
    topic = _topic(turn, pronoun.group().lower()) if pronoun else None
    if pronoun and not topic and pronoun.group().lower() == "they" and _row_named(turn.answer):
        pronoun = _IT.search(turn.text, pronoun.end())  # "How much did they spend on it?"
        topic = _topic(turn, "it") if pronoun else None
    return _with_topic(turn.text, pronoun, topic) if pronoun and topic else None


def pronoun_of_topic(turn: Turn) -> str | None:
    """It is X in "Speaking of X, is it safe?", "What about X? Is it safe?" and "the X, how is it made"."""
    named = SPEAKING_OF.match(turn.asked)
    pronoun = PRONOUN.search(named["rest"]) if named else None
    if named is None or pronoun is None:
        return None
    front, points = named["front"], pronoun.group().lower()
    if front and (points in PERSONAL or (points in MANY) is not front.endswith("s")):
        return None  # "the first week, who takes them"
    return _with_topic(named["rest"], pronoun, (named["topic"] or named["about"] or front).strip())


def leaning_pronoun(text: str) -> "re.Match[str] | None":
    """The first pronoun that points out of the question, if it names nothing before it."""
    match = PRONOUN.search(text)
    if match is None or names(text[: match.start()]) or _has_clause(text[: match.start()]):
        return None
    if match.group().lower() in POSSESSIVE and _has_owner(text[: match.start()]):
        return None  # "when is the van due for its test"
    return None if INNER.match(text, match.start()) or DUMMY.search(text) else match


def _has_owner(before: str) -> bool:
    """Whether a thing stands before a possessive pronoun that it can be of."""
    return any(phrase.determiner.lower() in ("the", "a", "an") for phrase in noun_phrases(before))


def _has_clause(before: str) -> bool:
    """Whether a clause stands before the pronoun, with a noun that it can point to.

    >>> _has_clause("Who may bring a dog, and what does "), _has_clause("And when did ")
    (True, False)
    """
    joined = [match.start() for match in JOINT.finditer(before)]
    return bool(joined) and len([word for word in words(before[: joined[-1]]) if word not in STOP_WORDS]) > 1


def _topic(turn: Turn, pronoun: str) -> str | None:
    """What a pronoun stands for: the first fitting phrase of the last question, or whom its answer names."""
    if (row := _row_named(turn.answer)) and pronoun in ("it", "its"):
        return row
    answered = short_answer_name(turn.answer)
    if answered and re.match(r"(?:who|which)\b", turn.last, re.I):
        fits = pronoun in PERSONAL if turn.last[:3].lower() == "who" else pronoun not in MANY
        if fits and (pronoun in PERSONAL or not names(turn.last)):
            return answered
    phrases = [
        phrase for phrase in noun_phrases(turn.last) if not phrase.is_time and not _is_asked_for(phrase)
    ]
    fitting = [phrase for phrase in phrases if phrase.named or phrase.plural == (pronoun in MANY)]
    who = WHO_IS.fullmatch(turn.last) if pronoun in PERSONAL else None
    if who and STOP_WORDS.isdisjoint(words(who["name"])):
        return who["name"]
    if pronoun in PERSONAL:
        fitting = [phrase for phrase in phrases if phrase.noun.istitle()]
    elif pronoun in ("this", "that"):
        return None  # most often all that was said
    fitting = [phrase for phrase in fitting if len(phrase.noun.split()) <= SHORT]
    central = [phrase for phrase in fitting if phrase.after not in ("in", "at", "on", "from", "by")]
    agreeing = [phrase for phrase in fitting if phrase.plural or pronoun not in MANY]
    topic = next(iter(central or agreeing), None)
    return topic.known + _named_after(turn.last, topic) if topic else None


def _is_asked_for(phrase: Phrase) -> bool:
    """Whether it is what a question asks for, and not what it asks about: "what time is the barbecue"."""
    return phrase.after == "what" and phrase.head in _ASKED_FOR


def _named_after(text: str, phrase: Phrase) -> str:
    """What tells which one is meant: " to Ellisk" after "the ferry"."""
    for other in preposition_phrases(text):
        if other.start == phrase.end + 1 and other.named and not other.is_time:
            return f" {other.text}"
    return ""


def short_answer_name(answer: str) -> str | None:
    """The name that a short answer consists of."""
    name = without_mark(answer)
    name = lowered(name) if name.split(" ", 1)[0].lower() in DETERMINERS else name
    return name if 0 < len(name.split()) <= 5 and names(f"of {name}") and not items(answer) else None


def _row_named(answer: str) -> str | None:
    r"""The one row that has most or least of something, as an answer begins that looks through a table.

    >>> _row_named("Lowest of 6 rows: Cost\n\n€41 (Refer a friend, Cost)\nChannel: Refer a friend; Cost: €41")
    'Refer a friend'
    """
    lines = [line.strip() for line in answer.split("\n") if line.strip()]
    values = [match for line in lines if (match := _VALUE.fullmatch(line))]
    return values[0]["row"] if len(values) == 1 and _EXTREME.match(lines[0]) else None


def _with_topic(text: str, pronoun: "re.Match[str]", topic: str) -> str:
    if pronoun.group().lower() in POSSESSIVE and pronoun.end() < len(without_mark(text)):
        topic += "’" if topic.endswith("s") else "’s"
    elif pronoun.start() == 0:
        topic = capitalised(topic)
    return text[: pronoun.start()] + topic + text[pronoun.end() :]

"""A follow-up made to stand alone: what it leaves out is taken from the last question.

By rules alone: a second call to the model would cost more than the answer's own time to first word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.terms import names, number_key
from index.words import STOP_WORDS, WORD, words

History = Sequence[tuple[str, str]]

LEAD = re.compile(
    r"^(?:and|but|or|so|also|then|what about|how about|and what about|and how about)\b[\s,:]*", re.I
)
PRONOUN = re.compile(
    r"\b(it|its|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those)\b", re.I
)
POSSESSIVE = {"its", "their", "his", "her", "theirs", "hers"}
# After these, "that" and "this" join or point inside the sentence and need nothing from before.
INNER = re.compile(r"\b(?:that|this|these|those)\s+\w+", re.I)
QUESTION_WORD = re.compile(r"^(?:who|whom|whose|what|when|where|which|why|how)\b", re.I)
AUXILIARY = re.compile(r"\b(?:is|are|was|were|do|does|did|has|have|had|will|can|could|should|must)\b", re.I)
JOINT = re.compile(r"[,;:]|\b(?:and|but|or|when|if|before|after|because|while|until)\b", re.I)
SHORT = 4  # words in all; a question of fewer rarely says what it is about


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs nothing before it; `unclear` when none could be made."""

    question: str
    unclear: bool = False


def standalone(question: str, history: History) -> Standalone:
    """The question, completed from the last one where it leans on it.

    >>> before = [("user", "How many soldiers did Germany send in 2018?"), ("assistant", "1,000.")]
    >>> standalone("And in 2019?", before).question
    'How many soldiers did Germany send in 2019?'
    >>> standalone("What about France?", before).question
    'How many soldiers did France send in 2018?'
    >>> standalone("When did they leave?", [("user", "Who leads the Barkhane force?")]).question
    'When did the Barkhane force leave?'
    """
    last: str | None = None
    for role, text in history:
        if role == "user" and text.strip():
            last = _completed_from(text.strip(), last).question  # it may lean on an earlier one
    return _completed_from(question.strip(), last)


def _completed_from(asked: str, last: str | None) -> Standalone:
    """The question, completed from the last one, which stands alone; None where there is none."""
    rest = LEAD.sub("", asked)
    leads = rest != asked and (last is not None or not QUESTION_WORD.match(rest))
    if last is None:
        return Standalone(asked, unclear=leads and len(words(rest)) < SHORT)
    if leads and not QUESTION_WORD.match(rest):
        return _substituted(rest, last)
    pronoun = _leaning_pronoun(rest)
    if pronoun is not None:
        return _named(rest, pronoun, last)
    if len(words(rest)) < SHORT and not names(rest):
        return _completed(rest, last)
    return Standalone(_capitalised(rest) if leads else asked)


def _substituted(rest: str, last: str) -> Standalone:
    """A fragment such as "in 2019?" takes the place of its like in the last question, or is added to it."""
    wanted = rest.rstrip("?.! ")
    new_numbers = [word for word in WORD.findall(wanted) if number_key(word) is not None]
    old_numbers = [word for word in WORD.findall(last) if number_key(word) is not None]
    # A fragment has no first word of its own, so its capital letter is a name's.
    new_names, old_names = _phrases(f"and {wanted}"), _phrases(last)
    if new_numbers and old_numbers and not new_names:
        return Standalone(_replace(last, old_numbers[-1], new_numbers[-1]))
    if new_names and old_names and not new_numbers:
        return Standalone(_replace(last, old_names[-1], new_names[0]))
    content = [word for word in words(wanted) if word not in STOP_WORDS]
    if not content:
        return Standalone(rest, unclear=True)
    return Standalone(f"{last.rstrip('?.! ')}, {wanted}?")


def _named(rest: str, pronoun: "re.Match[str]", last: str) -> Standalone:
    """The pronoun replaced by what the last question was about."""
    topic = _topic(last)
    if topic is None:
        return Standalone(rest, unclear=True)
    if pronoun.group().lower() in POSSESSIVE and pronoun.end() < len(rest.rstrip("?.! ")):
        topic += "’" if topic.endswith("s") else "’s"
    return Standalone(_capitalised(rest[: pronoun.start()] + topic + rest[pronoun.end() :]))


def _completed(rest: str, last: str) -> Standalone:
    """Questions such as "Why?" and "How much?" ask about the last question as a whole."""
    topic = _topic(last)
    if topic is None or not words(rest):
        return Standalone(rest, unclear=True)
    return Standalone(f"{_capitalised(rest.rstrip('?.! '))}, about {topic}?")


def _leaning_pronoun(text: str) -> "re.Match[str] | None":
    """The first pronoun that points out of the question, if it names nothing before it."""
    match = PRONOUN.search(text)
    if match is None or names(text[: match.start()]) or _has_clause(text[: match.start()]):
        return None
    return None if INNER.match(text, match.start()) else match


def _has_clause(before: str) -> bool:
    """Whether a clause stands before the pronoun, with a noun that it can point to.

    >>> _has_clause("Who may bring a dog, and what does "), _has_clause("And when did ")
    (True, False)
    """
    joined = [match.start() for match in JOINT.finditer(before)]
    return bool(joined) and len([word for word in words(before[: joined[-1]]) if word not in STOP_WORDS]) > 1


def _topic(question: str) -> str | None:
    """What a question is about: its last name with the words that belong to it."""
    phrases = _phrases(question)
    if not phrases:
        return None
    phrase = phrases[-1]
    # "leads the Barkhane force?" ends in a noun, "was the Marigold built?" in a verb.
    noun = "" if AUXILIARY.search(question) else r"(?:\s+[a-z]+(?=[?.!\s]*$))?"
    found = re.search(rf"\bthe\s+{re.escape(phrase)}{noun}", question)
    return found.group() if found else phrase


def _phrases(text: str) -> list[str]:
    """Names as phrases: neighbours that are all capitalised belong together."""
    named = set(names(text))
    phrases: list[str] = []
    end = -1
    for match in WORD.finditer(text):
        if match.group() not in named:
            continue
        if phrases and text[end : match.start()] == " ":
            phrases[-1] += f" {match.group()}"
        else:
            phrases.append(match.group())
        end = match.end()
    return phrases


def _replace(text: str, old: str, new: str) -> str:
    place = text.rindex(old)
    return text[:place] + new + text[place + len(old) :]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]

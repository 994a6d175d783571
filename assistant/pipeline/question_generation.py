"""Questions that a sentence or a heading of a document answers, by a table of English sentence shapes.

Precision over recall: what is not plainly of one of these shapes gives no question.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.words import STOP_WORDS

LONGEST = 8  # words of a subject
LONGEST_QUESTION = 80  # characters
SHORTEST = 4  # words of a heading; "Why not?" says nothing outside its place

_ABOUT = r"(?:(?:about|around|roughly|only|just|at least|at most|up to|exactly) )?"
_NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)"
_UNIT = r"(?:minutes?|hours?|days?|weeks?|months?|years?)"
_TIME = r"(?:\d{1,2}[:.]\d\d|\d{1,2} ?[ap]\.?m\b|noon|midnight|\d{1,2} o['’]clock)"
_YEAR = r"(?:in|on) (?:[\w-]+ ){0,4}?(?:1[0-9]|20)\d\d\b"
_WHEN = rf"(?:at {_TIME}|on the \d|on \w+days?\b|every \w+|within {_NUMBER}|(?:in|by) [A-Z]\w+\b)"
_FAR = r"(?: [^,.;:()]{1,60}?)? "
_IN = r"(?:in|on|at|near|between|behind|under|above|below|beside|opposite|next to|inside)"
_DONE = r"(?P<done>founded|established|built|created|completed|introduced|born|signed|published)"
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}"
_CALLING = (
    r"(?:actor|actress|architect|artist|author|captain|chair|composer|director|engineer|governor|historian|"
    r"king|lawyer|manager|mayor|minister|musician|nurse|painter|philosopher|physicist|poet|politician|president|"
    r"professor|queen|scientist|secretary|singer|treasurer|warden|writer)"
)
# What describes in a few words; "the result", "one of the best" do not.
_SAYS_WHAT = (
    r"(?:an?|the) (?!(?:same|case|only|best|first|last|most|more|reason|result|way|lot|few|one|next)\b)"
)

# Kind, rank, what follows the subject, the question. {do} agrees with the verb {v}; {base} is its plain form.
_SHAPES = [
    (kind, rank, re.compile(f"(?P<np>.{{1,200}}?) {tail}"), asks)
    for kind, rank, tail, asks in (
        ("cost", 0, rf"(?P<v>costs?) {_ABOUT}(?:[£€$]|US\$|EUR |USD )?\d", "How much {do} {np} cost?"),
        ("long", 0, rf"(?P<v>takes?|lasts?) {_ABOUT}{_NUMBER} {_UNIT}\b", "How long {do} {np} {base}?"),
        ("when", 0, rf"(?P<v>(?:open|close|start|begin|end)s?) at {_TIME}", "When {do} {np} {base}?"),
        ("when", 0, rf"(?P<v>is|are) open (?:daily|(?:from|until) {_TIME})", "When {v} {np} open?"),
        ("when", 0, rf"(?P<v>is|are) (?P<done>paid|held|due|served|collected) {_WHEN}",
         "When {v} {np} {done}?"),
        ("year", 0, rf"(?P<v>was|were) {_DONE}{_FAR}{_YEAR}", "When {v} {np} {done}?"),
        ("year", 1, rf"(?P<v>opened) {_YEAR}", "When did {np} open?"),
        ("many", 1, rf"(?P<v>sleeps?|ha(?:s|ve)) {_NUMBER} (?P<things>[a-z]+s)\b",
         "How many {things} {do} {np} {base}?"),
        ("size", 1, rf"(?P<v>is|are) {_ABOUT}\d[\d.,]* \w+ (?P<how>long|high|wide|deep)\b",
         "How {how} {v} {np}?"),
        ("where", 0, rf"(?P<v>is|are) (?P<done>located|situated|kept|stored) {_IN} ",
         "Where {v} {np} {done}?"),
        ("where", 0, r"(?P<v>is|are) (?:behind|under|beside|opposite|next to) the ", "Where {v} {np}?"),
        ("who", 0, rf"(?P<v>is|was) (?:(?:an?|the) (?:[\w-]{{1,40}} ){{0,4}}?|(?:[a-z]+ )?){_CALLING}"
                   r"(?=,|\.| (?:of|in|at|and|who|from)\b)", "Who {v} {np}?"),
        ("who", 0, rf"(?P<v>is|was) {_NAME}(?=[.,])", "Who {v} {np}?"),
        ("what", 1, rf"(?P<v>is|are|was|were) {_SAYS_WHAT}(?:\S+ ){{3,}}", "What {v} {np}?"),
    )
]  # fmt: skip
_ASKS = re.compile(r"(?:Who|Whom|What|When|Where|Which|How)\b")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.):]\s+(?=\S)|^\d+(?:\.\d+)*\s+(?=\S)")
_LEANS = re.compile(r"\b(?:it|its|they|them|this|that|these|those|he|she|here|there)\b", re.IGNORECASE)
_HIS = re.compile(r"\b(?:he|she|his|him|her)\b", re.IGNORECASE)

_INSIDE = frozenset("the a an of and for in to at on".split())  # small words that a subject can have
# "The study", "the first": which one is not said. "However" and "hi" are none.
_VAGUE = frozenset(
    """aim answer author building case cause chapter company data decision document effect end event example
    fact first former goal group idea issue last latter list method model one others paper place plan point
    practice problem process project purpose question reason report result results rule second section
    situation start state study system table task team text thing time topic two way whole work year
    however thus today perhaps maybe please yes hi hello""".split()
)
_ADVERB = re.compile(r" (?:\w+ly|also|still|now|always|often|then|first|later)$")
_PLAIN = re.compile(r"[^\W_]+(?:[-'’&./][^\W_]+)*['’]?\.?")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_`]|[*_`](?!\w)")
_BULLET = re.compile(r"^(?:[-*+•–]|\d{1,3}[.)])\s+")
_BRACKETS = re.compile(r" ?\([^()]*\)| ?\[\d+\]")
_SOUP = re.compile(r"[|<>{}\[\]\\=#\t]|https?:|www\.|\.\.\.|…|[&$]\w+;")


@dataclass(frozen=True, slots=True)
class GeneratedQuestion:
    """A question with its kind, so that questions side by side can differ, and its rank: 0 is best."""

    question: str
    kind: str
    rank: int


@dataclass(frozen=True, slots=True)
class Usage:
    """How a document writes its words: in small letters, and with a capital inside sentences."""

    small: frozenset[str]
    capital: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Usage":
        """The usage of these texts."""
        text = "\n".join(texts)
        small = re.findall(r"(?<![\w-])[^\W\d_]+", text)
        capital = re.findall(r"(?<=[a-z,] )[A-Z]\w+", text)
        return cls(frozenset(word for word in small if word.islower()), frozenset(capital))


def heading_questions(heading: str) -> Iterator[GeneratedQuestion]:
    """The question that a heading asks, where it can be understood outside its place.

    Other headings give none: of ten questions like "What does the handbook say about meals?" the built-in
    model declined seven, and of four that are answered by yes or no it declined two.
    """
    line = _NUMBERED.sub("", _MARKS.sub("", " ".join(heading.split())))
    if not line.endswith("?") or re.search(r"[.?!] ", line) or _SOUP.search(line) or _LEANS.search(line):
        return
    if _ASKS.match(line) and SHORTEST <= len(line.split()) and len(line) <= LONGEST_QUESTION:
        yield GeneratedQuestion(line, "asked", 0)


def sentence_questions(sentence: str, usage: Usage, *, around: str = "") -> Iterator[GeneratedQuestion]:
    """The questions that this sentence answers; `around` is the passage it stands in."""
    line = _plain_sentence(sentence)
    if line is None:
        return
    for kind, rank, shape, asks in _SHAPES:
        if (match := shape.match(line)) is None:
            continue
        groups = match.groupdict()
        plural = groups["v"] in ("are", "were", "have") or (groups["v"][-1] != "s" and kind != "year")
        subject = _subject(groups["np"], usage, plural=plural)
        if subject is None or not _suits(kind, subject, groups["v"], around):
            continue
        base = "have" if groups["v"] == "has" else groups["v"].removesuffix("s")
        does = "did" if groups["v"] == "cost" and _is_one(subject) else "do" if plural else "does"
        question = asks.format(**{**groups, "np": subject, "do": does, "base": base})
        if len(question) <= LONGEST_QUESTION:
            yield GeneratedQuestion(question, kind, rank)
        if kind == "who":
            return  # nobody is asked as "what"


def _is_one(subject: str) -> bool:
    """Whether a subject seems to be of one thing: "the repair cost" is of the past then."""
    return not subject.endswith("s") and " and " not in subject


def _suits(kind: str, subject: str, verb: str, around: str) -> bool:
    """Whether it asks well for this subject: a church was built in many a year, the chapel in one."""
    named = all(part[0].isupper() or part[0].isdigit() for part in subject.split() if part not in _INSIDE)
    if kind == "year":
        return subject.startswith("the ") or subject[0].isupper()
    if kind == "who":
        return (named and not subject.startswith("the ")) or re.search(_CALLING, subject) is not None
    if kind != "what":
        return True
    if named:  # who a person is without a known calling is not asked as "what"
        return " " not in subject or subject.startswith("the ") or not _HIS.search(around)
    return (
        verb in ("is", "are")
        and " of " not in subject
        and "'" not in subject
        and not subject.startswith("the ")
    )


def _plain_sentence(text: str) -> str | None:
    """The sentence in one line without emphasis, bullet and brackets; None where it is no plain prose."""
    if _SOUP.search(_BRACKETS.sub("", text)):
        return None
    line = _MARKS.sub("", _BRACKETS.sub("", _BULLET.sub("", " ".join(text.split())))).strip("“\"'")
    if not 20 <= len(line) <= 400 or not line[0].isupper() or line[-1] not in ".!":
        return None
    return re.sub('[“”"]', "", line)


def _subject(text: str, usage: Usage, *, plural: bool) -> str | None:
    """`text` as the subject of a question, or None where a question about it would be awkward."""
    parts = _ADVERB.sub("", text).split(" ")
    if not 1 <= len(parts) <= LONGEST or not all(_PLAIN.fullmatch(part) for part in parts):
        return None
    small = [part.lower() for part in parts]
    article = small[0] in ("the", "a", "an")
    nouns = small[1:] if article else small
    if not nouns or (nouns[0] in _VAGUE and len(nouns) < 2) or (len(nouns) < 2 and nouns[-1] in _VAGUE):
        return None
    # What begins with another small word, an adverb or an "-ing", or has a verb in it, is no subject.
    if nouns[0] in STOP_WORDS or nouns[0][0].isdigit() or re.search(r"(?:ly|ing)$", small[0]):
        return None
    if any(word in ("one", "ones") or (word in STOP_WORDS and word not in _INSIDE) for word in nouns):
        return None
    if article:
        return " ".join([small[0], *parts[1:]])
    return None if small[0] in _VAGUE else " ".join([_first_word(parts, usage, plural), *parts[1:]])


def _first_word(parts: list[str], usage: Usage, plural: bool) -> str:
    """The first word in small letters, unless it is a name."""
    first = parts[0]
    if first[1:] != first[1:].lower() or (len(parts) > 1 and parts[1][0].isupper()):
        return first
    if first.lower() in usage.small:
        return first.lower()
    common = plural or len(parts) > 1
    return first.lower() if common and first not in usage.capital else first

"""The part of a sentence that a question can be about, in the form it has inside the question."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 8  # words of a subject
LONGEST_QUESTION = 80  # characters

# A subject that begins so leans on what came before it, or is no subject at all.
_NO_BEGINNING = frozenset(
    """
    it its he she they we i you this that these those there here who whom whose which what when where why how
    if as one ones another some many most much all both each every any few several such other others no none
    nobody nothing not only even just my your his her their our in on at by for from with without of to into
    under over after before since until during while because although though unless whether despite however
    but and or nor so also then thus today now once within among between according instead perhaps maybe
    please yes everyone everybody everything someone something anyone more less half part let see
    """.split()
)
_NEVER_IN = frozenset(
    """
    is are was were be been being am has have had do does did can could will would shall should may might
    must that which who whom whose when where because if whether how why not it they we you i he she this
    these those there what than me him us them my your his her their our its while although but
    """.split()
)
# "The study", "the first": which one is not said.
_VAGUE = frozenset(
    """
    aim answer author authors board building case cause chapter choice company committee core data decision
    document effect end event example exception fact figure file first former goal group idea issue last
    latter law letter list matter meaning meeting method model next one other others paper place plan
    point practice problem process project purpose question reason report rest result results rule same second
    section situation start state study subject system table task team term text theory thing third time topic
    two use way whole word work year years
    """.split()
)
_ADVERB = re.compile(r" (?:\w+ly|also|still|now|always|often|then|first|later|not)$")
_ASIDE = re.compile(r", (?:also|or|formerly|which|who)\b[^,]{2,80},$")
_PLAIN = re.compile(r"[^\W_]+(?:[-'’&./][^\W_]+)*['’]?\.?")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_`]|[*_`](?!\w)")
_BULLET = re.compile(r"^(?:[-*+•–]|\d{1,3}[.)])\s+")
_BRACKETS = re.compile(r" ?\([^()]*\)| ?\[\d+\]")
_SOUP = re.compile(r"[|<>{}\[\]\\=#]|https?:|www\.|\.\.\.|…|[&$]\w+;")
_SMALL_WORDS = ("the", "of", "and", "for", "in", "de", "von", "van")


@dataclass(frozen=True, slots=True)
class Candidate:
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


def plain_sentence(text: str) -> str | None:
    """The sentence in one line without emphasis, bullet and brackets; None where it is no plain prose."""
    if "\t" in text:  # cells of a table
        return None
    line = _BULLET.sub("", " ".join(text.split()))
    line = _MARKS.sub("", _BRACKETS.sub("", line)).strip("“\"'")
    if not 20 <= len(line) <= 400 or not line[0].isupper() or line[-1] not in ".!" or has_soup(line):
        return None
    return re.sub('[“”"]', "", line)


def has_soup(text: str) -> bool:
    """Whether markup, table cells or addresses are in the text."""
    return bool(_SOUP.search(text))


def noun_phrase(text: str, usage: Usage, *, plural: bool = False) -> str | None:
    """`text` as the subject of a question, or None where a question about it would be awkward."""
    parts = _ADVERB.sub("", _ASIDE.sub("", text)).split(" ")
    figures = sum(part[:1].isdigit() for part in parts)
    if not 1 <= len(parts) <= LONGEST or figures > 1 or not all(_PLAIN.fullmatch(part) for part in parts):
        return None
    small = [part.lower() for part in parts]
    begins_badly = small[0] in _NO_BEGINNING or small[0].endswith("ly") or small[0][0].isdigit()
    if begins_badly or _NEVER_IN & set(small) or _ADVERB.search(f" {parts[-1]}"):
        return None
    if small[0] in ("the", "a", "an"):
        return _with_article(small[0], parts[1:])
    if small[0] in _VAGUE:
        return None
    return " ".join([_first_word(parts, usage, plural), *parts[1:]])


def _with_article(article: str, parts: list[str]) -> str | None:
    """Article and noun, unless the noun leaves open which one is meant."""
    if not parts or (parts[0] in _VAGUE and len(parts) < 3) or (len(parts) < 3 and parts[-1] in _VAGUE):
        return None
    return " ".join([article, *parts])


def _first_word(parts: list[str], usage: Usage, plural: bool) -> str:
    """The first word in small letters, unless it is a name."""
    first = parts[0]
    if first[1:] != first[1:].lower() or (len(parts) > 1 and parts[1][0].isupper()):
        return first
    if first.lower() in usage.small:
        return first.lower()
    common = plural or len(parts) > 1
    return first.lower() if common and first not in usage.capital else first


def is_definite(subject: str) -> bool:
    """Whether one certain thing is meant: a church was built in many a year, the chapel in one."""
    return subject.startswith("the ") or subject[0].isupper()


def is_name(phrase: str) -> bool:
    """Whether the phrase names one thing or person: capitals in all but its small words."""
    parts = [part for part in phrase.split() if part not in _SMALL_WORDS]
    return bool(parts) and all(part[0].isupper() or part[0].isdigit() for part in parts)

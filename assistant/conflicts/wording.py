"""Two short sentences word by word: the one place in which they differ, or what one of them denies."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.conflicts.contrast import set_apart
from assistant.conflicts.mentions import Mention, mentions
from assistant.conflicts.question import AnswerType, QuestionAnalysis
from assistant.language.opposites import are_opposites
from assistant.language.terms import content_stems
from assistant.language.tokens import ARTICLES, same_stem, tokenize
from index.words import STOP_WORDS

CLAUSE_END = re.compile(r"[;:,(–—]\s|\s(?:and|but|which|who|while|because|so)\s")
_CAPITAL = re.compile(r"\b[A-Z]")
_WORD = re.compile(r"[^\W_]+(?:[.,'’@/:_-]+[^\W_]+)*")  # an address is one word
_SHORTEST = 3  # words before a clause can end
_MISSPELLED = 0.7  # two words that are more alike are one, once misspelled
_LONGEST = 5  # words of a value
_NEGATIONS = frozenset("not no never cannot without neither nor".split())
_MODALS = frozenset("may can must should will shall might could would".split())
_PREPOSITIONS = frozenset("in on at near of to from for by with".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """The first clause of a sentence: the stems of its words and where each stands."""

    text: str
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def part(self, first: int, last: int) -> str:
        """The words `first` to `last` (exclusive) as they are written; "" of none."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""


@dataclass(frozen=True, slots=True)
class WordSpan:
    """The words `first` to `last` (exclusive) of a clause."""

    clause: Clause
    first: int
    last: int

    @property
    def text(self) -> str:
        """As it is written; "" of no words."""
        return self.clause.part(self.first, self.last)

    @property
    def around(self) -> str:
        """The clause without it."""
        before, behind = (0, self.first), (self.last, len(self.clause.stems))
        return f"{self.clause.part(*before)} {self.clause.part(*behind)}"

    @property
    def word_before(self) -> str:
        """The word right before it; "" at the beginning."""
        return self.clause.part(max(0, self.first - 1), self.first)

    def mention(self, *key: str) -> Mention:
        """As a value, compared by `key` or else by its words."""
        start = self.clause.spans[self.first][0]
        stems = tuple(sorted(content_stems(self.text)))
        return Mention("term", self.text, start, start + len(self.text), key or stems)


Difference = tuple[WordSpan, WordSpan]


@lru_cache(maxsize=1024)
def first_clause(text: str) -> Clause:
    """The first clause of a sentence as words."""
    words = list(_WORD.finditer(text))
    if len(words) > _SHORTEST and (end := CLAUSE_END.search(text, words[_SHORTEST - 1].end())):
        words = [word for word in words if word.start() < end.start()]
    stems = tuple(same_stem(word[0].lower()) for word in words)
    return Clause(text, stems, tuple(word.span() for word in words))


def by_wording(
    answer_type: AnswerType, text: str, other: str, question: QuestionAnalysis
) -> tuple[Mention, Mention] | None:
    """What one sentence has in the place of the other's, or denies, where all else is alike.

    `answer_type` "denial": one of the sentences denies what the other states.
    """
    clauses = first_clause(text), first_clause(other)
    subject = question.named | question.rest
    wholes = [content_stems(clause.part(0, len(clause.stems))) for clause in clauses]
    if not subject or not all(subject <= whole for whole in wholes):
        return None
    difference = _difference(*clauses)
    if difference is None or set_apart(difference[0].around, difference[1].around, question.known):
        return None
    if answer_type == "denial":
        return _denied(*difference)
    return _replaced(*difference, question.known)


def _difference(clause: Clause, other: Clause) -> Difference | None:
    """The one stretch in which two clauses differ; what one alone has at its begin or end is not counted."""
    changes: list[list[int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, clause.stems, other.stems, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if changes and a - changes[-1][1] == 1 and clause.part(a - 1, a).lower() in ARTICLES:
            changes[-1][1], changes[-1][3] = b, d  # one change: "under the mat", "behind the shed"
        else:
            changes.append([a, b, c, d])
    if len(changes) > 1:
        ends = len(clause.stems), len(other.stems)
        changes = [
            [a, b, c, d]
            for a, b, c, d in changes
            if (a == b) == (c == d) or not (a == c == 0 or (b, d) == ends)
        ]
    if len(changes) != 1:
        return None
    a, b, c, d = changes[0]
    return WordSpan(clause, a, b), WordSpan(other, c, d)


def _replaced(mine: WordSpan, theirs: WordSpan, known: frozenset[str]) -> tuple[Mention, Mention] | None:
    both = mine, theirs
    if not all(0 < span.last - span.first <= _LONGEST for span in both):
        return None
    stems = [content_stems(span.text) for span in both]
    # What shares a word can be the same, longer.
    if not all(stems) or stems[0] & stems[1] or (stems[0] | stems[1]) & known:
        return None
    if not _are_alternatives(mine.text, theirs.text):
        return None
    return _with_article(mine).mention(), _with_article(theirs).mention()


def _are_alternatives(text: str, other: str) -> bool:
    """Whether both name or both describe, and neither is a number, a denial or the other misspelled.

    >>> _are_alternatives("red", "blue"), _are_alternatives("in the town hall", "on the second floor")
    (True, False)
    """
    first, second = (
        (set(side.lower().split()) & _PREPOSITIONS, bool(_CAPITAL.search(side))) for side in (text, other)
    )
    if first != second or min(len(text), len(other)) == 1:  # an initial
        return False
    if any(mentions("number", side) or _NEGATIONS & set(side.lower().split()) for side in (text, other)):
        return False  # those are compared as what they are
    return SequenceMatcher(None, text.lower(), other.lower(), autojunk=False).ratio() <= _MISSPELLED


def _with_article(span: WordSpan) -> WordSpan:
    return WordSpan(span.clause, span.first - (span.word_before in ARTICLES), span.last)


def _denied(mine: WordSpan, theirs: WordSpan) -> tuple[Mention, Mention] | None:
    """What one sentence states and the other denies, by a "not" or a word that means the opposite."""
    sides = [_WORD.findall(span.text.lower()) for span in (mine, theirs)]
    if len(sides[0]) == len(sides[1]) == 1 and are_opposites(
        tokenize(sides[0][0])[0], tokenize(sides[1][0])[0]
    ):
        return mine.mention("stated"), theirs.mention("denied")
    denials = [sum(map(_denies, side)) for side in sides]
    small = all(word in STOP_WORDS or _denies(word) for side in sides for word in side)
    at_end = any(span.first == len(span.clause.stems) for span in (mine, theirs))
    if sorted(denials) != [0, 1] or not small or at_end:
        return None
    return (
        _to_content_word(mine).mention("denied" if denials[0] else "stated"),
        _to_content_word(theirs).mention("denied" if denials[1] else "stated"),
    )


def _denies(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


def _to_content_word(span: WordSpan) -> WordSpan:
    """What is denied or stated, to the first word with meaning: "not allowed", "may keep"."""
    clause, last = span.clause, span.last
    first = span.first - (span.word_before.lower() in _MODALS)
    while last < len(clause.stems) and clause.part(last, last + 1).lower() in STOP_WORDS:
        last += 1
    return WordSpan(clause, first, min(last + 1, len(clause.stems)))

"""Yes and no: the word belongs to the statement after it, and stands only where its quotes say as much."""

import re
from collections.abc import Iterator

from assistant.grounding.facts.numbers import counted
from assistant.grounding.remarks import ANSWER
from assistant.language.denials import denies
from assistant.language.numbers import same_value
from assistant.language.parsed import LONGEST, parse
from assistant.language.terms import stems
from assistant.types import Sentence
from documents.text.sentences import Span, sentence_spans
from index.words import words

_CONDITIONS = frozenset("if unless except only provided until".split())
_LIMITS = frozenset(
    "up to over under above below least most than more less fewer maximum minimum before after until from "
    "older".split()
)
_SAME = 0.5  # of the question's words, with which a statement is about the same
_ANSWER = re.compile(r"\W*(yes|no)\b(?!\. ?\d)\W*", re.IGNORECASE)


def draft_spans(draft: str, *, lines: bool = False) -> list[Span]:
    r"""The sentences of a draft; a bare "Yes." or "No." is one with the sentence that follows it.

    `lines`: no sentence goes on in the next line. Language models end a line where they mean to; in a text
    that was pasted it may only be wrapped.

    >>> draft_spans("Yes. Dogs travel free. Cats do not.")
    [(0, 22), (23, 35)]
    >>> draft_spans("bread and\nbutter"), draft_spans("bread and\nbutter", lines=True)
    ([(0, 16)], [(0, 9), (10, 16)])
    """
    spans: list[Span] = []
    for start, end in _by_line(draft) if lines else sentence_spans(draft):
        if spans and _is_bare(draft[slice(*spans[-1])]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _by_line(draft: str) -> Iterator[Span]:
    start = 0
    for line in draft.splitlines(keepends=True):
        yield from ((start + a, start + b) for a, b in sentence_spans(line))
        start += len(line)


def is_rash(sentence: Sentence, question: str, above: str = "", *, instead: bool = False) -> bool:
    """Whether it says yes or no to more than its quotes do, with the line `above` that introduces them.

    That is so where it was not wholly found, where the quotes have no word of the question, where the word
    does not go with the statement (a "yes" states what the question asks, a "no" denies it), where the
    statement denies and the quotes do not or the other way round, where the quotes have a condition of which
    it tells nothing, and where a "yes" has another number than the question. A bare "Yes." states what the
    question asks, a bare "No." denies it. A sentence without either word is not rash.

    `instead`: what was found in part may stand, as a "no" that goes on with what is so instead ("No, it costs
    extra"), in other words than the question's. Whether that is stated, the checker says.
    """
    answer = _ANSWER.match(sentence.text)
    if answer is None:
        return False
    if not instead and sentence.support != "found":
        return True
    statement, quotes = (
        sentence.text[answer.end() :],
        [above, *(citation.words for citation in sentence.citations)],
    )
    is_yes = answer[1].lower() == "yes"
    if is_yes and _has_other_number(statement, question):
        return True
    denied = _denies(statement) if words(statement) else is_yes == _denies(question)
    question_stems = set(stems(question))
    if (
        instead
        and not is_yes
        and words(statement)
        and len(question_stems & set(stems(statement))) < _SAME * len(question_stems)
    ):
        return False
    return (
        (bool(question_stems) and question_stems.isdisjoint(stems(" ".join(quotes))))
        or denied != any(map(_denies, quotes))
        or is_yes != (denied == _denies(question))
        or not _conditions(" ".join(quotes)) <= _conditions(f"{question} {statement}")
    )


def _has_other_number(statement: str, question: str) -> bool:
    """Whether what the question counts is another number in the statement, and no limit to it."""
    own, wanted_facts = parse(statement[:LONGEST]), parse(question[:LONGEST])
    if _LIMITS & (own.words | wanted_facts.words):
        return False
    stated, wanted = (
        {counted(text, number): number for number in text.numbers} for text in (own, wanted_facts)
    )
    return any(
        noun and noun in stated and not same_value(number, stated[noun]) for noun, number in wanted.items()
    )


def _is_bare(sentence: str) -> bool:
    present = words(sentence)
    return bool(present) and ANSWER.issuperset(present)


def _denies(text: str) -> bool:
    return denies(parse(text[:LONGEST]))


def _conditions(text: str) -> frozenset[str]:
    return _CONDITIONS.intersection(words(text))

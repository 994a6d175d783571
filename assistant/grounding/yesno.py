"""Yes and no: the word belongs to the statement after it, and stands only where its quotes say the same."""

import re

from assistant.grounding.facts.negation import denials
from assistant.grounding.facts.parsed import LONGEST, parse
from assistant.grounding.remarks import ANSWER
from assistant.types import Sentence
from documents.sentences import Span, sentence_spans
from index.words import words

_ANSWER = re.compile(r"\W*(yes|no)\b(?!\. ?\d)\W*", re.IGNORECASE)


def draft_spans(draft: str) -> list[Span]:
    """The sentences of a draft; a bare "Yes." or "No." is one with the sentence that follows it.

    >>> draft_spans("Yes. Dogs travel free. Cats do not.")
    [(0, 22), (23, 35)]
    """
    spans: list[Span] = []
    for start, end in sentence_spans(draft):
        if spans and _is_bare(draft[slice(*spans[-1])]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def contradicts_itself(sentence: Sentence, question: str) -> bool:
    """Whether its yes or no does not go with its statement, or the statement not with its quotes.

    A "yes" states as much as the question asks, a "no" denies it, and the quotes deny where the statement
    does. A sentence without either word contradicts nothing.
    """
    answer = _ANSWER.match(sentence.text)
    if answer is None:
        return False
    denied = _denies(sentence.text[answer.end() :])
    quoted = any(_denies(citation.words) for citation in sentence.citations)
    is_yes = answer[1].lower() == "yes"
    return denied != quoted or is_yes != (denied == _denies(question))


def _is_bare(sentence: str) -> bool:
    found = words(sentence)
    return bool(found) and ANSWER.issuperset(found)


def _denies(text: str) -> bool:
    return any(denial.plain for denial in denials(parse(text[:LONGEST])))

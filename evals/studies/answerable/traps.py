"""What the model learns of questions that were written to look answered: SQuAD's, with their paragraph.

It learns from sentences as it will read them, below the title. Beside the questions as they were asked there
are twins that the paragraph does not answer, because a name, a number or the polarity of an answered one was
exchanged.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.text.sentences import sentence_spans
from evals.studies.written_sets import PassageQuestion, TextQuery

YEAR = 4  # digits
_NUMBER = re.compile(r"\b\d(?:[\d,.]*\d)?\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: (?:of |the )?[A-Z][\w'-]+)*")
_WORD = re.compile(r"\b[a-z']+\b")
_OPPOSITES = """
    first/last before/after increase/decrease increased/decreased north/south northern/southern east/west
    eastern/western largest/smallest highest/lowest most/least more/less win/lose won/lost begin/end
    began/ended accept/reject accepted/rejected support/oppose supported/opposed allowed/forbidden
    inside/outside early/late best/worst strong/weak public/private oldest/youngest majority/minority
    male/female rich/poor arrive/leave buy/sell high/low large/small long/short always/never can/can't
    did/didn't was/wasn't is/isn't does/doesn't are/aren't were/weren't
"""


def asked_of_sentences(questions: Sequence[PassageQuestion]) -> list[TextQuery]:
    """The questions, each with the sentences of its paragraph below the source's name.

    Left out are sentences that have the answer's words, but not where it was marked: they may answer too; and
    questions whose marked answer stands in none.
    """
    queries = [(question, _of_sentences(question)) for question in questions]
    return [query for question, query in queries if question.answerable == bool(query.right)]


def trap_queries(questions: Sequence[PassageQuestion], seed: int) -> list[TextQuery]:
    """The questions and their twins, as `asked_of_sentences` gives them."""
    rng = random.Random(seed)
    by_source: defaultdict[str, list[PassageQuestion]] = defaultdict(list)
    for question in questions:
        by_source[question.source].append(question)
    return [query for members in by_source.values() for query in _about_one(members, rng)]


def _about_one(members: Sequence[PassageQuestion], rng: random.Random) -> Iterator[TextQuery]:
    """The queries about one document."""
    text = " ".join(dict.fromkeys(member.passage for member in members))
    names, numbers = sorted(set(_NAME.findall(text))), sorted(set(_NUMBER.findall(text)))
    for query in asked_of_sentences(members):
        yield query
        if query.right and (twin := exchanged(query.query, names, numbers, rng)):
            yield replace(query, query=twin, right=frozenset())


def _of_sentences(question: PassageQuestion) -> TextQuery:
    sentences = [
        (question.passage[begin:end], any(begin <= start < end for start, _ in question.answers))
        for begin, end in sentence_spans(question.passage)
    ]
    clear = [
        (text, right)
        for text, right in sentences
        if right or not any(answer in text for _, answer in question.answers)
    ]
    right = frozenset(place for place, (_, right) in enumerate(clear) if right)
    heading = question.source.replace("_", " ")
    return TextQuery(question.question, heading, tuple(text for text, _ in clear), right, frozenset())


def exchanged(question: str, names: Sequence[str], numbers: Sequence[str], rng: random.Random) -> str | None:
    """The question with a name, a number or its polarity exchanged; None where it has none of these.

    >>> exchanged("Who came before 1750?", [], ["1750", "1802"], random.Random(1))
    'Who came before 1802?'
    """
    twins = []
    for own, others in ((_NUMBER.findall(question), numbers), (_NAME.findall(question), names)):
        old = rng.choice(own) if own else ""
        new = [other for other in others if other not in question and _interchangeable(old, other)]
        if old and new:
            twins.append(question.replace(old, rng.choice(new), 1))
    if words := [word for word in _WORD.findall(question) if word in OPPOSITE]:
        word = rng.choice(words)
        twins.append(re.sub(rf"\b{re.escape(word)}\b", OPPOSITE[word], question, count=1))
    return rng.choice(twins) if twins else None


def _interchangeable(old: str, new: str) -> bool:
    """A year is exchanged by a year."""
    return (old.isdigit() and len(old) == YEAR) == (new.isdigit() and len(new) == YEAR)


def _both_ways(text: str) -> dict[str, str]:
    pairs = [pair.split("/") for pair in text.split()]
    return {**dict(pairs), **{second: first for first, second in pairs}}


OPPOSITE = _both_ways(_OPPOSITES)

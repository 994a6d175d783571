"""What the model that tells what answers learns from: queries with the texts to choose from.

Of texts that stand in a row part are read as one, as a whole list or paragraph is shown. Of those that a
search found, the first that do not answer are the hardest to tell from those that do.
"""

import random
from collections.abc import Sequence

from assistant.evidence.sentences import below
from evals.studies.answerable.scorer import Choice
from evals.studies.written_sets import PassageQuestion, TextQuery

JOINED = 0.3  # of the queries with several texts
MOST_TEXTS = 4  # texts of a choice: reading them is what training costs


def choices(queries: Sequence[TextQuery], seed: int) -> list[Choice]:
    """A choice for each query."""
    rng = random.Random(seed)
    return [_choice(_joined(query, rng) if rng.random() < JOINED else query, rng) for query in queries]


def hard_choices(
    queries: Sequence[TextQuery], seed: int, *, right: int, others: int, near: int
) -> list[Choice]:
    """A choice for each query whose texts a search found, the best first: the first right ones and others.

    There are `others`, all but one among the first `near` of those that are wrong. What is right only in part
    is left out.
    """
    rng = random.Random(seed)
    made = []
    for query in queries:
        wrong = query.wrong
        first, rest = wrong[:near], wrong[near:]
        sampled = rng.sample(first, min(others - 1, len(first))) + rng.sample(rest, min(1, len(rest)))
        places = sorted([*sorted(query.right)[:right], *sampled])
        made.append(_choice_of(query, places))
    return made


def queries_of(questions: Sequence[PassageQuestion]) -> list[TextQuery]:
    """Questions about a passage as queries with one text."""
    return [
        TextQuery(
            passage_question.question,
            "",
            (passage_question.passage,),
            frozenset([0] * passage_question.answerable),
            frozenset(),
        )
        for passage_question in questions
    ]


def _choice(query: TextQuery, rng: random.Random) -> Choice:
    """The right texts and some of the others; what is right only in part is left out."""
    others = query.wrong
    if not others and not query.right:
        return _choice(_read_as_one(query, 0, len(query.texts)), rng)
    room = max(MOST_TEXTS - len(query.right), 1)
    return _choice_of(query, sorted([*query.right, *rng.sample(others, min(room, len(others)))]))


def _choice_of(query: TextQuery, places: Sequence[int]) -> Choice:
    pairs = tuple((query.query, below(query.heading, query.texts[place])) for place in places)
    return Choice(pairs, tuple(place in query.right for place in places))


def _joined(query: TextQuery, rng: random.Random) -> TextQuery:
    count = len(query.texts)
    if count == 1:
        return query
    length = rng.randint(2, count)
    begin = rng.randint(0, count - length)
    return _read_as_one(query, begin, begin + length)


def _read_as_one(query: TextQuery, begin: int, end: int) -> TextQuery:
    """The query with the texts between two places as one, which comes first.

    It is right where one of them is, or where all that are right together are among them.
    """
    span = frozenset(range(begin, end))
    rest = [place for place in range(len(query.texts)) if place not in span]
    whole = bool(query.right & span or (query.parts and query.parts <= span))
    right = {new for new, place in enumerate(rest, start=1) if place in query.right}
    parts = {new for new, place in enumerate(rest, start=1) if place in query.parts}
    if whole:
        right.add(0)
    elif query.parts & span:
        parts.add(0)
    texts = (" ".join(query.texts[begin:end]), *(query.texts[place] for place in rest))
    return TextQuery(query.query, query.heading, texts, frozenset(right), frozenset(parts))

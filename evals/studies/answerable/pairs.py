"""What the model that tells whether a passage answers a question learns from, each with one passage.

Beside the questions as they were asked: twins that their passage does not answer, because a name, a number
or the polarity of an answerable question was exchanged, and answerable questions with another passage of the
same document that has many of their words.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from evals.studies.answerable.lowrank import Choice
from evals.studies.written_sets import PassageQuestion
from index.words import content_words

NEAR = 0.5  # of the answerable questions that are asked of another passage too
NEAREST = 4  # other passages from which one is drawn
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


def training_pairs(questions: Sequence[PassageQuestion], seed: int) -> list[Choice]:
    """The questions as they were asked, and those that are made of them."""
    rng = random.Random(seed)
    pairs = [
        Choice(((question.question, question.passage),), (question.answerable,)) for question in questions
    ]
    by_source: defaultdict[str, list[PassageQuestion]] = defaultdict(list)
    for question in questions:
        by_source[question.source].append(question)
    for members in by_source.values():
        pairs += [Choice((texts,), (False,)) for texts in _unanswered(members, rng)]
    return pairs


def _unanswered(members: Sequence[PassageQuestion], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Questions made of those about a document, each with a passage that does not answer it."""
    passages = list(dict.fromkeys(member.passage for member in members))
    text = " ".join(passages)
    names, numbers = sorted(set(_NAME.findall(text))), sorted(set(_NUMBER.findall(text)))
    stems = {passage: frozenset(content_words(passage)) for passage in passages}
    for member in members:
        if not member.answerable:
            continue
        if twin := exchanged(member.question, names, numbers, rng):
            yield twin, member.passage
        if len(passages) > 1 and rng.random() < NEAR:
            yield member.question, rng.choice(_nearest(member, stems))


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


def _nearest(question: PassageQuestion, stems: Mapping[str, frozenset[str]]) -> list[str]:
    """The other passages that have the most words of the question."""
    wanted = set(content_words(question.question))
    others = [passage for passage in stems if passage != question.passage]
    return sorted(others, key=lambda passage: -len(wanted & stems[passage]))[:NEAREST]


def _both_ways(text: str) -> dict[str, str]:
    pairs = [pair.split("/") for pair in text.split()]
    return {**dict(pairs), **{second: first for first, second in pairs}}


OPPOSITE = _both_ways(_OPPOSITES)

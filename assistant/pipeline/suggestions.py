"""Questions that a person's own documents answer, for a page on which nothing was asked yet.

Made by rules, without a model, and each is searched for before it is shown: a question whose first hit
is not the passage it came from would be answered badly, or declined.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.language.terms import stems
from assistant.pipeline.question_generation import (
    GeneratedQuestion,
    Usage,
    heading_questions,
    sentence_questions,
)
from documents.library import Library, View
from documents.text.headings import shortened
from documents.text.sentences import sentence_spans
from documents.types import Passage, Record, Source
from index.types import Hit
from index.words import STOP_WORDS, words

Search = Callable[[str, int], list[Hit]]
Made = tuple[GeneratedQuestion, Passage]  # a question, and the passage that it was made from

# What is looked at, so that the time does not grow with the library.
PASSAGES = 24  # of a source, from its beginning
SOURCES = 8  # for each question wanted
TRIES = 2  # candidates of a source that are searched for before the next one has its turn
SEARCHES = 6  # for each question wanted
NARROWER = 3  # questions that are offered where one was declined
NARROWER_HITS = 5  # passages that a declined question is narrowed from
NARROWER_TRIES = 6
HITS = 3  # a second and a third document that speak of the same are among these

# Kinds of questions that another document may mention without giving another answer.
SETTLED = frozenset({"what", "who", "asked"})

SECTIONS = 3  # headings of a document that can be summed up
LONGEST_TITLE = 60  # characters of one in a question
BELOW_HEADING = 12  # words under a heading that make it worth asking about
ENGLISH = 0.25  # the share of small English words in English prose


@dataclass(frozen=True, slots=True)
class Suggestion(Record):
    """A question that the source answers."""

    question: str
    source_id: str
    title: str


@dataclass(slots=True)
class _Choosing:
    """What was chosen so far, and how many searches are left."""

    search: Search
    searches: int
    chosen: list[Suggestion] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def suggest(library: Library, search: Search, *, count: int = 3) -> list[Suggestion]:
    """At most `count` questions that the documents answer, those of the newest document first.

    Each is from another one while there are enough; then summaries of documents with sections are offered.
    Fewer, or none, where nothing plain was found.

    `search(query, k)` gives the best hits, as `Assistant.search` does. The same library gives the same
    questions. Raises what `search` raises.
    """
    newest = library.sources(view=View(descending=True, limit=SOURCES * count))
    choosing = _Choosing(search, SEARCHES * count)
    left: list[tuple[Source, list[Made]]] = []
    for source in newest:
        if len(choosing.chosen) >= count:
            break
        candidates = (
            [] if source.flagged else _candidates(library.passages_of(source.id)[:PASSAGES], source.title)
        )
        left.append((source, _choose(source, candidates, choosing)))
    while len(choosing.chosen) < count and (turn := _turn(left, choosing)):
        left = [
            (source, _choose(source, rest, choosing) if source in turn else rest) for source, rest in left
        ]
    _add_summaries(newest, choosing, count)
    order = [source.id for source in newest]
    return sorted(choosing.chosen[:count], key=lambda suggestion: order.index(suggestion.source_id))


def _add_summaries(sources: Sequence[Source], choosing: _Choosing, count: int) -> None:
    """Offers summaries of the first documents that have sections and gave no question."""
    used_ids = {suggestion.source_id for suggestion in choosing.chosen}
    for source in sources:
        if len(choosing.chosen) >= count or choosing.searches == 0:
            return
        foreign = source.language not in (None, "en")  # the other questions are English too
        if source.flagged or foreign or source.id in used_ids or source.report.headings < SECTIONS:
            continue
        choosing.searches -= 1
        question = f"Summarise “{shortened(source.title, LONGEST_TITLE)}”"
        hits = choosing.search(question, 1)
        if hits and hits[0].passage.source_id == source.id:
            choosing.chosen.append(Suggestion(question, source.id, source.title))


def _turn(left: Sequence[tuple[Source, list[Made]]], choosing: _Choosing) -> list[Source]:
    """The sources whose turn it is: of those with candidates left, those that gave the fewest questions."""
    counts = Counter(suggestion.source_id for suggestion in choosing.chosen)
    able = [source for source, rest in left if rest]
    fewest = min((counts[source.id] for source in able), default=0)
    return [source for source in able if counts[source.id] == fewest]


def narrower(question: str, hits: Sequence[Hit], search: Search) -> list[str]:
    """At most NARROWER questions that the passages of these hits answer, nearest to `question` first.

    For a decline: what could be asked instead. Each is searched for before it is given. Raises what
    `search` raises.
    """
    question_stems = set(stems(question))
    near = [
        (-len(question_stems & set(stems(candidate.question))), place, candidate, passage)
        for place, (candidate, passage) in enumerate(_near_candidates(hits))
        if candidate.question.lower() != question.lower()
    ]
    questions: list[str] = []
    for _, _, candidate, passage in sorted(near, key=lambda ranked: ranked[:2])[:NARROWER_TRIES]:
        if len(questions) < NARROWER and _is_answered(candidate, passage, search):
            questions.append(candidate.question)
    return questions


def _near_candidates(hits: Sequence[Hit]) -> list[Made]:
    passages = [hit.passage for hit in hits[:NARROWER_HITS] if not hit.flagged]
    return _candidates(passages, " ".join(heading for passage in passages for heading in passage.headings))


def _choose(source: Source, candidates: list[Made], choosing: _Choosing) -> list[Made]:
    """Chooses the first candidate that the documents answer; returns those not yet looked at."""
    candidates = sorted(candidates, key=lambda made: (choosing.kinds.count(made[0].kind), made[0].rank))
    chosen = {suggestion.question.lower() for suggestion in choosing.chosen}
    for place, (candidate, passage) in enumerate(candidates[:TRIES]):
        if choosing.searches == 0:
            break
        if candidate.question.lower() in chosen:
            continue
        choosing.searches -= 1
        if _is_answered(candidate, passage, choosing.search):
            choosing.chosen.append(Suggestion(candidate.question, source.id, source.title))
            choosing.kinds.append(candidate.kind)
            return candidates[place + 1 :]
    return candidates[TRIES:]


def _is_answered(candidate: GeneratedQuestion, passage: Passage, search: Search) -> bool:
    """Whether a search for the question finds the passage first, and no other document says otherwise."""
    hits = search(candidate.question, HITS)
    if not hits or hits[0].passage.id != passage.id:
        return False
    return candidate.kind in SETTLED or not any(
        _says_otherwise(candidate.question, hit.passage, passage) for hit in hits[1:]
    )


def _says_otherwise(question: str, other: Passage, passage: Passage) -> bool:
    """Whether another document has a sentence of its own on this, such as an older price."""
    if other.source_id == passage.source_id:
        return False
    question_stems = set(stems(question))
    sentences = (other.text[start:end] for start, end in sentence_spans(other.text))
    return any(question_stems <= set(stems(text)) and text not in passage.text for text in sentences)


def _candidates(passages: Sequence[Passage], title: str) -> list[Made]:
    """The questions of the passages that hold all their words, in the order of the text."""
    usage = Usage.of(passage.text for passage in passages)
    made: dict[str, Made] = {}
    for passage in passages:
        if not _is_english(passage.text):
            continue
        known = {*stems(passage.text), *stems(" ".join(passage.headings)), *stems(title)}
        for candidate in _questions(passage, usage):
            if set(stems(candidate.question)) <= known:
                made.setdefault(candidate.question.lower(), (candidate, passage))
    return list(made.values())


def _questions(passage: Passage, usage: Usage) -> Iterator[GeneratedQuestion]:
    text = passage.text
    if passage.headings and len(_below(passage).split()) >= BELOW_HEADING:
        yield from heading_questions(passage.headings[-1])
    for start, end in sentence_spans(text):
        yield from sentence_questions(text[start:end], usage, around=text)


def _below(passage: Passage) -> str:
    """The text below the passage's last heading; nothing where that heading is not in it."""
    _, heading, below = passage.text.partition(passage.headings[-1])
    return below if heading else ""


def _is_english(text: str) -> bool:
    written = words(text)
    return sum(word in STOP_WORDS for word in written) >= ENGLISH * max(1, len(written))

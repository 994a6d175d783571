"""The evidence for a question: the sentences of the best passages, scored, and those that are read first."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from assistant.evidence.rating import NEAR_FIRST, Candidate, Rater
from assistant.evidence.sentences import EvidenceSentence, evidence_sentences
from assistant.language.codes import asked_codes, codes, label
from assistant.language.courtesies import plainly
from assistant.language.reported import subject_of
from assistant.language.terms import stems
from assistant.types import Citation
from documents.library import Library
from documents.text.sentences import Span
from index.search import with_headers
from index.types import Hit
from index.words import content_words

READ_HITS = 12  # passages whose sentences can be evidence
NEIGHBOUR = 0.5  # the part of a neighbour's words that counts for a sentence: "it" refers back
RANK_WEIGHT = 0.25  # how much the passage's rank counts beside the words
COMPARED = 64  # sentences whose meaning is compared with the question's
FURNITURE = 0.5  # less for a running header, a banner
BELOW = 10.0  # puts sentences that were not compared behind those that were
LONG_SENTENCE = 90  # words; a longer one (a table, a list) is rarely worth its place
WORDS_PER_TOKEN = 0.7  # English text in the language model's tokens
QUOTES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked, as it stands alone (`text`), and as it is searched for (`query`).

    The query has the library's spelling, may have words of the question before, and names the subject alone
    of a question of what somebody says of it.
    """

    asked: str
    text: str
    query: str

    @property
    def is_respelled(self) -> bool:
        """Whether the library has words of the question in another form, which is searched for."""
        plain = subject_of(self.text)
        return self.query[: len(plain)] != plain[: len(self.query)]

    @property
    def is_reported(self) -> bool:
        """Whether it asks what somebody or something says of a subject."""
        return subject_of(self.text) != self.text

    @property
    def understood(self) -> str:
        """How a person reads that it was understood: as asked, where only its form was mended."""
        return self.asked if self.text == plainly(self.asked) else self.text


@dataclass(frozen=True, slots=True)
class Scored:
    """An evidence sentence with its score for the question; higher is better.

    `by_words` is its rank by the question's words alone, 0 the first.
    """

    sentence: EvidenceSentence
    score: float
    by_words: int = 0

    @property
    def priority(self) -> float:
        """By which sentences are chosen that a model reads, before it has: by how near they come, too."""
        return self.score + NEAR_FIRST * self.sentence.near


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the passages that were found for a query say, and how well each sentence answers it.

    `sentences` are all of the hits, in the order of the text; `scored` those of the best hits, best first,
    without headings; `chosen` about as much of these as a language model reads, `quotes` what a person reads
    first. `weights` are those of the query's stems. `orders` sentences that speak to the assistant were left
    out. `rater` rates other texts beside the sentences.
    """

    hits: tuple[Hit, ...]
    sentences: tuple[EvidenceSentence, ...]
    scored: tuple[Scored, ...]
    chosen: tuple[EvidenceSentence, ...]
    quotes: tuple[Citation, ...]
    weights: Mapping[str, float]
    orders: int
    rater: Rater

    @property
    def best(self) -> float:
        """The score of the best sentence; 0 where there is none."""
        return self.scored[0].score if self.scored else 0.0

    @property
    def readable(self) -> list[Scored]:
        """The scored sentences that the model may read."""
        return [scored for scored in self.scored if self.may_be_read(scored.sentence)]

    def may_be_read(self, sentence: EvidenceSentence) -> bool:
        """Whether the model may read a sentence, and its answer be supported by it."""
        return may_be_read(sentence, self.weights)


def gather(query: str, hits: Sequence[Hit], *, library: Library, rater: Rater, tokens: int) -> Gathered:
    """The evidence in the hits of a query. `rater` was made for it; `tokens` is about how much is chosen."""
    everything = with_nearness(evidence_sentences(hits, library, query), hits, library, rater)
    sentences = [sentence for sentence in everything if not sentence.order]
    near = [sentence for sentence in sentences if sentence.hit < READ_HITS]
    weights = question_weights(query, library)
    scored = coded_first(
        score_sentences(
            [sentence for sentence in near if not sentence.heading] or near,
            hits=[hit.score for hit in hits],
            weights=weights,
            rate=rater.rate,
        ),
        query,
    )
    chosen = choose(
        [best for best in scored if may_be_read(best.sentence, weights)],
        [sentence for sentence in near if may_be_read(sentence, weights)],
        tokens=tokens,
    )
    return Gathered(
        hits=tuple(hits),
        sentences=tuple(sentences),
        scored=tuple(scored),
        chosen=tuple(chosen),
        quotes=quotes(scored),
        weights=weights,
        orders=orders_beside((sentence for sentence in everything if sentence.order), chosen, weights),
        rater=rater,
    )


def with_nearness(
    sentences: Sequence[EvidenceSentence], hits: Sequence[Hit], library: Library, rater: Rater
) -> list[EvidenceSentence]:
    """The sentences of these hits, those of the best with how near they come to the question."""
    passages = [hit.passage for hit in hits[:READ_HITS]]
    texts = with_headers(passages, library)
    stretches: list[list[Span]] = [[] for _ in passages]
    for sentence in sentences:
        if sentence.hit < len(passages):
            passage, citation = passages[sentence.hit], sentence.citation
            at = len(texts[sentence.hit]) - len(passage.text) - passage.start  # where its text begins
            stretches[sentence.hit].append((at + citation.start, at + citation.end))
    near = iter(chain.from_iterable(rater.nearness(texts, stretches)))
    return [
        replace(sentence, near=next(near)) if sentence.hit < len(passages) else sentence
        for sentence in sentences
    ]


def score_sentences(
    sentences: Sequence[EvidenceSentence],
    *,
    hits: Sequence[float],
    weights: Mapping[str, float],
    rate: Callable[[Sequence[Candidate]], Sequence[float]],
) -> list[Scored]:
    """The sentences with their scores, best first.

    `hits` are the scores of the passages by rank; `weights` gives each stem of the question its weight (rare
    words weigh more); `rate` says how well texts answer it.
    """
    by_words = _ranked(
        Scored(sentence, share + RANK_WEIGHT / (1 + sentence.hit) - _around_text(sentence))
        for sentence, share in zip(sentences, _shares(sentences, weights), strict=True)
    )
    ranked = [replace(scored, by_words=rank) for rank, scored in enumerate(by_words)]
    ranked.sort(key=lambda scored: -scored.priority)
    # The models are what costs time here: sentences far from the question's words seldom win by them.
    rated = rate([candidate(scored.sentence, hits, scored.score) for scored in ranked[:COMPARED]])
    scores = [*rated, *(scored.score - BELOW for scored in ranked[COMPARED:])]
    return _ranked(replace(scored, score=score) for scored, score in zip(ranked, scores, strict=True))


def coded_first(scored: Sequence[Scored], query: str) -> Sequence[Scored]:
    """The evidence with what has a code of the question first, itself or in a heading that it stands below.

    "E11" names one fault exactly: where something begins with it, what begins with "E07" is about another,
    however alike the rest is, and left out. All stays as it is where no evidence has a code of the question,
    or a document is called by it, as that of a product, in its title or at the edge of its pages.
    """
    question_codes = asked_codes(query)
    if not question_codes:
        return scored
    of_documents = {rated.sentence.citation.title for rated in scored}
    of_documents |= {rated.sentence.text for rated in scored if rated.sentence.furniture}
    question_codes -= codes("\n".join(of_documents))
    named = [rated for rated in scored if not question_codes.isdisjoint(_codes_of(rated.sentence))]
    others = [rated for rated in scored if question_codes.isdisjoint(_codes_of(rated.sentence))]
    if any(label(rated.sentence.text) in question_codes for rated in named):
        others = [rated for rated in others if not label(rated.sentence.text)]
    return [*(replace(rated, score=scored[0].score) for rated in named), *others]


def _codes_of(sentence: EvidenceSentence) -> frozenset[str]:
    """The codes of a sentence and of the headings that it stands below."""
    return codes("\n".join([sentence.text, *sentence.citation.headings]))


def candidate(sentence: EvidenceSentence, hits: Sequence[float], words: float = 0.0) -> Candidate:
    """A sentence as it is rated: `hits` are the scores of the passages by rank, `words` the share it has."""
    passage = hits[sentence.hit] - _around_text(sentence)
    return Candidate(passage, sentence.text, sentence.label, words, sentence.near)


def _around_text(sentence: EvidenceSentence) -> float:
    """What a line around the text loses: it names the document as the question does, and seldom answers."""
    return FURNITURE if sentence.furniture else 0.0


def _ranked(scored: Iterable[Scored]) -> list[Scored]:
    return sorted(scored, key=lambda rated: (-rated.score, rated.sentence.hit, rated.sentence.number))


def _shares(sentences: Sequence[EvidenceSentence], weights: Mapping[str, float]) -> list[float]:
    """For each sentence the weighted share of the question's stems in it, or (for less) beside it."""
    own = [set(stems(sentence.text)) for sentence in sentences]
    total = sum(weights.values()) or 1.0
    shares = []
    for place, sentence in enumerate(sentences):
        nearby = set(stems(sentence.label))
        for other in (place - 1, place + 1):
            if 0 <= other < len(sentences) and sentences[other].hit == sentence.hit:
                nearby |= own[other]
        covered = sum(
            weight * (1.0 if word in own[place] else NEIGHBOUR if word in nearby else 0.0)
            for word, weight in weights.items()
        )
        shares.append(covered / total)
    return shares


def question_weights(question: str, library: Library) -> dict[str, float]:
    """Inverse document frequencies of the question's stems, from the whole library."""
    weights = {}
    passages = library.passage_count()
    for word, count in library.passages_with(content_words(question)).items():
        for stemmed in stems(word):
            weights[stemmed] = math.log(1 + (passages + 1) / (count + 0.5))
    return weights


def may_be_read(sentence: EvidenceSentence, weights: Mapping[str, float]) -> bool:
    """Whether the model may read it, and its answer be supported by it.

    Not an order, nor a strange request that the question has no stem of.
    """
    asked_about = not sentence.request or not weights.keys().isdisjoint(stems(sentence.text))
    return not sentence.order and asked_about


def orders_beside(
    orders: Iterable[EvidenceSentence], chosen: Iterable[EvidenceSentence], weights: Mapping[str, float]
) -> int:
    """How many orders to the assistant the model could have read: beside what it reads, or asked about."""
    passages = {sentence.hit for sentence in chosen}
    return sum(
        order.hit in passages or not weights.keys().isdisjoint(stems(order.text))
        for order in orders
        if order.hit < READ_HITS
    )


def choose(
    scored: Sequence[Scored], sentences: Sequence[EvidenceSentence], *, tokens: int
) -> list[EvidenceSentence]:
    """The best sentences with their neighbours, about `tokens` long, best last.

    Passages come in the order of their best sentence, the best one right before the question,
    and sentences in the order of their text.
    """
    places = {(sentence.hit, sentence.number): sentence for sentence in sentences}
    chosen: dict[tuple[int, int], EvidenceSentence] = {}
    best: dict[int, float] = {}
    left = tokens * WORDS_PER_TOKEN
    for centre in scored:
        hit, number = centre.sentence.hit, centre.sentence.number
        for key in ((hit, number), (hit, number - 1), (hit, number + 1)):
            sentence = places.get(key)
            if sentence is None or key in chosen:
                continue
            length = len(sentence.text.split())
            if length > left or (length > LONG_SENTENCE and chosen):
                continue
            chosen[key] = sentence
            best[hit] = max(best.get(hit, -math.inf), centre.score)
            left -= length
        if left < 8:
            break
    if not chosen and scored:  # one sentence longer than the whole room: its beginning is better than nothing
        chosen[(scored[0].sentence.hit, scored[0].sentence.number)] = scored[0].sentence
        best[scored[0].sentence.hit] = scored[0].score
    return sorted(chosen.values(), key=lambda sentence: (best[sentence.hit], -sentence.hit, sentence.number))


def quotes(scored: Sequence[Scored], count: int = QUOTES) -> tuple[Citation, ...]:
    """The best quotes for a person to read first, at most one for each stretch of text."""
    citations: dict[str, Citation] = {}
    for citation in (rated.sentence.citation for rated in scored):
        citations.setdefault(citation.quote, citation)
        if len(citations) == count:
            break
    return tuple(citations.values())

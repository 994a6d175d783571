"""How well texts answer a question: the score of their passage, their meaning, how near their words come, and
what a reranker says.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.sentences import SECTION, below
from assistant.language.terms import stems
from documents.errors import MissingExtra
from documents.text.sentences import Span
from index.models.embeddings import Embedder
from index.models.rerank import ReadingWithin, Reranker
from index.words import WORD, content_words

logger = logging.getLogger(__name__)

SIMILARITY_WEIGHT = 1.4  # of the cosine beside the score of its passage (0 to 1.4)
WORDS_WEIGHT = 0.6  # of the shared words, where no reranker reads the texts
# How much passage and meaning count, and the reranker's log-odds, where there is one: scores then spread as
# far as without.
UNREAD_WEIGHT, RELEVANCE_WEIGHT = 0.88, 0.10
# How much it counts how near a text's words come to the query's in their context, where a reranker of
# passages tells: in choosing what the other one reads, and in the score. Of 619 and 168 questions about
# documents that nothing was learnt from, the first sentence is evidence of 59.5 and 44.6 % (by the same ones
# without it 58.8 and 42.3), one of the first six of 82.1 and 73.8 % (80.6, 71.4). With less weight for the
# rest (0.57, 0.097, and 2.3) it was 60.1 and 45.8, 82.6 and 74.4 %, but of everyday's 68 questions 51 were
# answered rightly instead of 55.
NEAR_FIRST, NEAR_WEIGHT = 6.0, 1.76
# About the mean cosine of the sentence that answers: what is not known then counts as that.
USUAL = 0.62
# Texts that the reranker reads of those given, the best by all the others.
READ = 24
LEFT = 2  # words with meaning that a question without its names has at least: else it asks nothing
_SEVERAL = re.compile(r"[,&/]|\b(?:and|or|und|oder|et|ou|y|o)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text to be rated: `passage` is the score of its passage, `text` its own words, `where` the names of
    its document and section, `words` the share of the question's words that it has, 0 to about 1, `near` how
    near its words come to the question's in their context, 0 where that is not known.
    """

    passage: float
    text: str
    where: str
    words: float = 0.0
    near: float = 0.0

    @property
    def below_label(self) -> str:
        """Its words as a reranker reads them."""
        return below(self.where, self.text)


class Rater:
    """Rates texts for one question; without a reranker where its model cannot be had.

    `reranker` says how well a text answers, `passages` is the one that ranks a search's passages.
    """

    def __init__(
        self,
        query: str,
        embedder: Embedder,
        reranker: Reranker | None,
        passages: Reranker | None = None,
    ) -> None:
        self._query = query
        self._embedder = embedder
        self._reranker = reranker
        self._passages = passages if isinstance(passages, ReadingWithin) else None
        self.similarity = 0.0  # the highest cosine so far
        self._read: dict[tuple[str, str], float] = {}
        self._rated: dict[Candidate, float] = {}

    def rate(self, candidates: Sequence[Candidate], most: int = READ) -> list[float]:
        """One score each, higher is better.

        The reranker reads so many, the best by all the rest; the others have the lowest of its scores.
        """
        if not candidates:
            return []
        unread = [
            candidate.passage + SIMILARITY_WEIGHT * cosine
            for candidate, cosine in zip(candidates, self._cosines(candidates), strict=True)
        ]
        with_words = [
            score + WORDS_WEIGHT * candidate.words
            for score, candidate in zip(unread, candidates, strict=True)
        ]
        first = [
            score + NEAR_FIRST * candidate.near
            for score, candidate in zip(with_words, candidates, strict=True)
        ]
        read = sorted(range(len(candidates)), key=first.__getitem__, reverse=True)[:most]
        logits = self.logits([candidates[place].below_label for place in read])
        if logits is None:
            return with_words
        by_place = dict(zip(read, logits, strict=True))
        lowest = min(logits)
        return [
            UNREAD_WEIGHT * unread[place]
            + RELEVANCE_WEIGHT * by_place.get(place, lowest)
            + NEAR_WEIGHT * candidate.near
            for place, candidate in enumerate(candidates)
        ]

    def rate_each(self, candidates: Sequence[Candidate]) -> list[float]:
        """One score each, all of them read by the reranker, and each once however often it is asked for."""
        unrated = [each for each in dict.fromkeys(candidates) if each not in self._rated]
        self._rated.update(zip(unrated, self.rate(unrated, most=len(unrated)), strict=True))
        return [self._rated[each] for each in candidates]

    def nearness(self, passages: Sequence[str], stretches: Sequence[Sequence[Span]]) -> list[list[float]]:
        """How near the words of each stretch of each passage come to the query's, read in their context.

        Less than 0 for most; 0 each where the reranker of passages does not tell.
        """
        unknown = [[0.0] * len(inside) for inside in stretches]
        if self._passages is None:
            return unknown
        try:
            scores = self._passages.scores_within(self._query, passages, stretches)
        except MissingExtra as error:
            level = logging.DEBUG if error.again else logging.WARNING
            logger.log(level, "%s Until then sentences are ranked without it.", error)
            self._passages = None
            return unknown
        return [[score - USUAL for score in inside] for inside in scores]

    def _cosines(self, candidates: Sequence[Candidate]) -> list[float]:
        vectors = self._embedder.embed([self._query, *(candidate.text for candidate in candidates)])
        cosines = [float(value) for value in vectors[1:] @ vectors[0]]
        self.similarity = max(self.similarity, *cosines)
        return cosines

    def logits(self, texts: Sequence[str], names: Sequence[str] = ()) -> list[float] | None:
        """How well texts answer, each behind the names that it stands below, as the reranker alone says.

        One logit each, and each text is read once, however often it is asked for; None without the reranker.
        With `names`, those that each text stands below, it is read as well for the question `without_names`,
        and the better counts: of the manual of FerrySync "does it run on windows" is asked as well.
        """
        if self._reranker is None:
            return None
        asked = [(self._query, text) for text in texts]
        briefly = [
            (without_names(self._query, each), text)
            for each, text in (zip(names, texts, strict=True) if names else ())
        ]
        by_query: dict[str, dict[str, None]] = {}
        for query, text in (*asked, *briefly):
            if (query, text) not in self._read:
                by_query.setdefault(query, {})[text] = None
        try:
            for query, unread in by_query.items():
                scores = self._reranker.scores(query, list(unread))
                self._read.update(zip(((query, text) for text in unread), scores, strict=True))
        except MissingExtra as error:
            level = logging.DEBUG if error.again else logging.WARNING
            logger.log(level, "Ranking without the reranker: %s", error)
            self._reranker = None
            return None
        return [max(self._read[each] for each in pair) for pair in zip(asked, briefly or asked, strict=True)]


def without_names(query: str, names: str) -> str:
    """A question without the words that the names of document and section give, if enough others are left.

    A name of several things gives none: which of them is asked for only its words tell.

    >>> without_names("how long does the parkin have to rest", "Family recipes › Parkin")
    'how long does the have to rest'
    >>> without_names("when does the sauna open", "The baths › Swimming pool and sauna")
    'when does the sauna open'
    >>> without_names("what does the allotment society do?", "Allotment society")
    'what does the allotment society do?'
    """
    given = {stem for name in names.split(SECTION) if not _SEVERAL.search(name) for stem in stems(name)}
    brief = WORD.sub(lambda match: "" if _is_of(match.group(), given) else match.group(), query)
    brief = " ".join(brief.split())
    return brief if len(content_words(brief)) >= LEFT else query


def _is_of(word: str, given: set[str]) -> bool:
    """Whether a word has meaning, and is among these stems."""
    own = stems(word)
    return bool(own) and given.issuperset(own)

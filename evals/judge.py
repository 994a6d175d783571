"""From an answer and a case's gold to a verdict, by rules that need no model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.types import Answer, Citation, Sentence
from documents.errors import LibraryError
from evals.cases import Case
from evals.gold import Gold, Place, Span, overlaps
from evals.points import Points, points
from evals.text import states, token_recall
from evals.verdicts import Verdict

# Whether a quote states a sentence: (sentence, quote) -> bool.
Supports = Callable[[str, str], bool]
StoredVersion = Callable[[str, int], str]
LONG_RECALL = 0.5


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges answers; `stored` gives the text that offsets refer to, `supports` is the checker."""

    stored: StoredVersion
    supports: Supports
    long_answers: bool = False

    def ranking(self, gold: Gold, ranking: Sequence[Place]) -> Verdict:
        """The verdict on a ranking alone."""
        return Verdict(
            gold.case.id,
            asked=False,
            units=gold.units,
            covered=gold.covered(ranking),
            unlocated=gold.unlocated,
        )

    def answer(
        self, gold: Gold, answer: Answer, *, ranking: Sequence[Place], seconds: Mapping[str, float]
    ) -> Verdict:
        """The verdict on an answer and on the ranking for its question."""
        case = gold.case
        sentences = () if answer.refused else answer.sentences
        citations = list(all_citations(answer))
        cited = [(sentence, citation) for sentence in sentences for citation in sentence.citations]
        supporting = [self.supports(sentence.text, citation.quote) for sentence, citation in cited]
        backed = {id(sentence) for (sentence, _), good in zip(cited, supporting, strict=True) if good}
        useful = self._useful(gold, answer)
        unsure = answer.outcome == "unsure"
        return Verdict(
            id=case.id,
            answerable=case.answerable,
            refused=answer.refused,
            unsure=unsure,
            useful=useful,
            right=useful and not unsure,
            points=_points(case, answer),
            draft_right=self._draft_right(gold, answer),
            confidence=answer.confidence,
            citations=len(citations),
            located=sum(self._located(citation) for citation in citations),
            cited=len(cited),
            cited_supporting=sum(supporting),
            shown=len(sentences),
            shown_supported=sum(id(sentence) in backed for sentence in sentences),
            evidence_cited=_evidence_cited(gold, answer),
            units=gold.units,
            covered=gold.covered(ranking),
            unlocated=gold.unlocated,
            words=len(answer.text.split()),
            seconds=seconds,
        )

    def _useful(self, gold: Gold, answer: Answer) -> bool | None:
        if not gold.case.answerable or not _has_gold(gold.case):
            return None
        return not answer.refused and self._states(gold, answer.text, answer.sentences)

    def _draft_right(self, gold: Gold, answer: Answer) -> bool | None:
        if gold.case.answerable and not _has_gold(gold.case):
            return None
        draft = answer.draft or ("" if answer.refused else answer.text)
        if not gold.case.answerable or not draft.strip() or answer.signals.get("model_declined") == 1.0:
            return False
        return self._states(gold, draft, (*answer.sentences, *answer.withheld))

    def _states(self, gold: Gold, text: str, sentences: Sequence[Sentence]) -> bool:
        """Whether the text has the points of the case, or else a gold answer.

        A long gold answer is held in parts, and its source must be cited.
        """
        if gold.case.must:
            return points(gold.case, text).suffice
        answers = gold.case.answers
        if not self.long_answers:
            return any(states(text, answer) for answer in answers)
        cited = not gold.spans or cites(sentences, gold.spans)
        return cited and token_recall(text, answers) >= LONG_RECALL

    def _located(self, citation: Citation) -> bool:
        try:
            text = self.stored(citation.source_id, citation.version)
        except LibraryError:  # a citation of a source that is not there points nowhere
            return False
        return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def all_citations(answer: Answer) -> Iterator[Citation]:
    """All citations of the answer: quotes, sentences shown and withheld, both sides of a conflict."""
    yield from answer.quotes
    for sentence in (*answer.sentences, *answer.withheld):
        yield from sentence.citations
    for conflict in answer.conflicts:
        yield from (row.citation for row in conflict.rows)


def cites(sentences: Sequence[Sentence], spans: Sequence[Span]) -> bool:
    """Whether a citation of the sentences overlaps one of the gold spans."""
    places = [Place(c.source_id, c.start, c.end) for sentence in sentences for c in sentence.citations]
    return any(overlaps(place, span) for place in places for span in spans)


def _has_gold(case: Case) -> bool:
    return bool(case.answers or case.must)


def _points(case: Case, answer: Answer) -> Points | None:
    if not case.by_points:
        return None
    answer_points = points(case, answer.text)
    return replace(answer_points, told=0) if answer.refused else answer_points


def _evidence_cited(gold: Gold, answer: Answer) -> bool | None:
    if answer.refused or not gold.case.answerable or not gold.spans:
        return None
    return cites(answer.sentences, gold.spans)

"""Does the evidence state this sentence? Decided by code: words, meaning, and facts that must not differ."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding.citing import cite, cite_short, is_short, stating
from assistant.grounding.claims import bare, begins_an_order
from assistant.grounding.facts import Clash, clashes
from assistant.grounding.features import features
from assistant.grounding.matching import IN_HEADING, EvidenceIndex, is_verbatim, keyed_words
from assistant.grounding.meaning import Meaning, embedded, usable
from assistant.grounding.overlap import Overlap, overlap_with
from assistant.grounding.reasons import (
    BEGINNING,
    doubts,
    name_unsupported,
    unknown_terms,
    unread,
    unsupported,
)
from assistant.grounding.remarks import ANSWER, states_nothing
from assistant.grounding.scoring import SupportScorer, shipped_scorer
from assistant.grounding.yesno import draft_spans
from assistant.phrases import STATES_NOTHING
from assistant.types import Citation, Sentence, Support
from documents.text.sentences import sentence_spans
from index.words import words

_BARE_ANSWER = "it says nothing by itself that could be looked up"
_NO_WORDS = "there is nothing in it to look up"
NOT_STATED = "no passage states it"
_ONLY_NAMED = "its words stand only in the heading"
_BESIDE = 2  # sentences around a quote that explain its pronouns
# Characters whose facts are compared; the time grows with the product.
LONGEST_CLAIM, LONGEST_QUOTE = 1_500, 4_000
_LEAST = 0.15  # the share of a sentence's words without which a quote is no quote of it


class Checker:
    """Checks sentences against one body of evidence; evidence sentences are embedded once, as needed.

    Words of `question` that a sentence only repeats say little: they count less for finding where it
    comes from. `embedder` is used when it has the embedded model's vectors of words; without one the
    checker goes by words alone.
    """

    def __init__(
        self,
        evidence: Sequence[EvidenceSentence],
        question: str = "",
        embedder: object | None = None,
        scorer: SupportScorer | None = None,
        *,
        short_answers: bool = False,
    ) -> None:
        """`scorer`: the model that scores and labels; None: the one that ships with Footnote.

        `short_answers`: "Paris." and "Yes." are read together with the question, which they answer.
        """
        self._index = EvidenceIndex.of(evidence, question)
        self._question = question if short_answers else ""
        self._meaning = Meaning(usable(embedder))
        self._scorer = scorer or shipped_scorer()

    def sentences(self, text: str) -> list[Sentence]:
        """Each sentence of the text with its label, its citations and the reasons."""
        return [self.span(text, start, end) for start, end in draft_spans(text)]

    def span(self, text: str, start: int, end: int) -> Sentence:
        """The sentence at these offsets with its label, its citations and the reasons."""
        checked = self._check(text[start:end])
        without = tuple((first + start, last + start) for first, last in checked.unsupported)
        return replace(checked, start=start, end=end, unsupported=without)

    def nearest(self, sentence: str) -> list[EvidenceSentence]:
        """The evidence that shares most words with a sentence, the best first."""
        overlap = self._overlap(sentence)
        return _evidence(overlap, overlap.near)

    def cited(self, sentence: str) -> list[EvidenceSentence]:
        """The evidence that states most of a sentence, whether or not that is enough; the best first."""
        overlap = self._overlap(sentence)
        return _evidence(overlap, cite(overlap))

    def features(self, sentence: str) -> dict[str, float]:
        """What a sentence has in common with the evidence, by name; empty where it has no words."""
        overlap = self._overlap(sentence)
        return features(overlap, self._clashes(overlap, cite(overlap))) if overlap.words else {}

    def _check(self, text: str) -> Sentence:
        """The sentence `text` with offsets in itself."""
        if states_nothing(text, self._index.has_word):
            return _verdict(text, "partly", self._scorer.empty, STATES_NOTHING)
        overlap = self._overlap(text)
        if not overlap.words or ANSWER.issuperset(words(text)):
            if self._question and words(text):
                return self._yes_or_no(text)
            return _verdict(text, "not_found", 0.0, _BARE_ANSWER if words(text) else _NO_WORDS)
        cited = self._cite(overlap)
        if any(is_verbatim(text, quote) for quote in _evidence(overlap, cited[:1])):
            return replace(_verdict(text, "found", 1.0), citations=_citations(overlap, cited[:1]))
        if overlap.coverage(cited) < _LEAST:
            score = min(self._scorer.score(features(overlap, [])), self._scorer.partly)
            return _verdict(text, "not_found", score, *unknown_terms(overlap), NOT_STATED)
        return self._judged(overlap, cited, self._clashes(overlap, cited))

    def _cite(self, overlap: Overlap) -> list[int]:
        """The columns that state the sentence; a short answer is looked for where its question leads."""
        if not self._question or not is_short(overlap):
            return cite(overlap)
        return cite_short(overlap, self._overlap(f"{self._question} {overlap.text}"))

    def _yes_or_no(self, text: str) -> Sentence:
        """A bare "Yes." or "No." with what states the question; which of them is right, `is_rash` says."""
        overlap = self._overlap(self._question)
        cited = cite(overlap) if overlap.words else []
        if overlap.coverage(cited) < _LEAST:
            return _verdict(text, "not_found", 0.0, NOT_STATED)
        others = [clash for clash in self._clashes(overlap, cited) if clash.kind != "negation"]
        return replace(self._judged(overlap, cited, others), text=text, unsupported=())

    def _overlap(self, sentence: str) -> Overlap:
        return overlap_with(self._index, sentence, self._meaning)

    def _clashes(self, overlap: Overlap, cited: Sequence[int]) -> list[Clash]:
        """The facts of the sentence that its quotes do not state."""
        quotes = [quote.text[:LONGEST_QUOTE] for quote in _evidence(overlap, cited)]
        context = _context(overlap, cited)[:LONGEST_QUOTE]
        differing = clashes(bare(overlap.text)[:LONGEST_CLAIM], quotes, context)
        return [clash for clash in differing if not self._names_nothing(clash, overlap.text)]

    def _names_nothing(self, clash: Clash, sentence: str) -> bool:
        """Whether a name is none, or one that the question gives and for which the source has no other."""
        if clash.kind != "name":
            return False
        is_given = {word.key for word in keyed_words(clash.said)} <= self._index.question_keys
        return begins_an_order(clash.said, sentence) or (clash.stated is None and is_given)

    def _judged(self, overlap: Overlap, cited: Sequence[int], clashes: Sequence[Clash]) -> Sentence:
        """The sentence with its label, its citations and the reasons."""
        text, vetoes = overlap.text, [clash for clash in clashes if clash.veto]
        score = self._scorer.score(features(overlap, clashes))
        if vetoes:
            score = min(score, self._scorer.vetoed)
        rest = unread(overlap, LONGEST_CLAIM)
        doubted = [*doubts(overlap, cited, clashes), *(BEGINNING for _ in rest)]
        if not (overlap.credit_in(cited) > IN_HEADING).any():
            doubted.append(_ONLY_NAMED)
        label = self._label(overlap, score, vetoes, doubted=bool(doubted or vetoes))
        if label == "found":
            return replace(_verdict(text, label, score), citations=_citations(overlap, cited))
        read = rest[0][0] if rest else len(text)
        spans = unsupported(overlap, cited, clashes)
        lacking = [(start, min(end, read)) for start, end in spans if start < read]
        reasons = [*(clash.reason for clash in vetoes), *doubted]
        if label == "not_found":
            reasons = [clash.reason for clash in vetoes] or [*unknown_terms(overlap), NOT_STATED]
        if label == "partly" or not vetoes:
            reasons += name_unsupported(text, lacking, reasons)
        # Where the source says something else, a person looks at that.
        otherwise = label == "not_found" and any(clash.stated is not None for clash in vetoes)
        shown = stating(overlap, cited) if label == "partly" or otherwise else []
        if otherwise and not shown:
            shown = list(cited[:1])
        return replace(
            _verdict(text, label, score, *dict.fromkeys(reasons)),
            citations=_citations(overlap, shown),
            unsupported=(*lacking, *rest),
        )

    def _label(self, overlap: Overlap, score: float, vetoes: Sequence[Clash], *, doubted: bool) -> Support:
        """What the source merely lacks leaves the other claims of a sentence standing: partly stated."""
        wrong = any(clash.stated is not None or not overlap.is_compound for clash in vetoes)
        if wrong or score < self._scorer.partly:
            return "not_found"
        return "partly" if doubted or score < self._scorer.found else "found"


def _verdict(text: str, support: Support, score: float, *reasons: str) -> Sentence:
    """A sentence that no quote is shown for."""
    return Sentence(text, 0, len(text), support, round(score, 4), (), reasons)


def _evidence(overlap: Overlap, columns: Sequence[int]) -> list[EvidenceSentence]:
    return [overlap.sentences[column].evidence for column in columns]


def _citations(overlap: Overlap, columns: Sequence[int]) -> tuple[Citation, ...]:
    """The quotes passage by passage, sentences in a row in the order of their text."""
    quotes = sorted(_evidence(overlap, columns), key=lambda quote: (quote.hit, quote.number))
    return tuple(quote.citation for quote in quotes)


def _context(overlap: Overlap, cited: Sequence[int]) -> str:
    """The title of the quotes and the sentences around them."""
    around = [
        sentence.evidence.text
        for column, sentence in enumerate(overlap.sentences)
        if column not in cited and any(overlap.are_near(column, quote, _BESIDE) for quote in cited)
    ]
    labels = dict.fromkeys(quote.label for quote in _evidence(overlap, cited))
    return "\n".join([*labels, *around])


def passages_evidence(passages: Sequence[Sequence[tuple[int, int, str]]]) -> list[EvidenceSentence]:
    """Evidence from passages given as sentences (start, end, text); source_id is the passage's place."""
    return [
        EvidenceSentence(
            hit=place,
            number=number,
            text=text,
            label="",
            heading=False,
            citation=Citation(str(place), 1, f"Passage {place + 1}", None, start, end, text),
        )
        for place, sentences in enumerate(passages)
        for number, (start, end, text) in enumerate(sentences)
    ]


def check_text(text: str, passages: Sequence[str]) -> list[Sentence]:
    """Each sentence of `text` with its label, checked against `passages` alone: no library, no model.

    A citation's source_id is the passage's place, "0" being the first, and its offsets count
    characters of that passage; one text alone is a passage. The embedded search model is used where its
    weights are.
    """
    passages = [passages] if isinstance(passages, str) else passages
    split = [
        [(start, end, passage[start:end]) for start, end in sentence_spans(passage)] for passage in passages
    ]
    return Checker(passages_evidence(split), embedder=embedded()).sentences(text)


def withheld(sentence: Sentence) -> bool:
    """Whether an answer leaves this sentence out."""
    return sentence.support == "not_found"

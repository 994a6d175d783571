"""Does the evidence state this sentence? Decided by code: words, meaning, and facts that must not differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding.citing import cite, stating
from assistant.grounding.claims import bare, begins_an_order
from assistant.grounding.facts import Clash, clashes
from assistant.grounding.features import Alignment, align, coverage, measure
from assistant.grounding.matching import BESIDE as IN_HEADING
from assistant.grounding.matching import Line, keyed_words, prepare, same_word
from assistant.grounding.meaning import Meaning, embedded, usable
from assistant.grounding.reasons import BEGINNING, doubts, unknown, unread, unsupported
from assistant.grounding.remarks import ANSWER, states_nothing
from assistant.grounding.scoring import Judge, shipped_judge
from assistant.grounding.short import cite_short, is_short
from assistant.grounding.yesno import draft_spans
from assistant.phrases import STATES_NOTHING
from assistant.types import Citation, Sentence, Support
from documents.text.sentences import sentence_spans
from index.words import content_words, words

BARE_ANSWER = "it says nothing by itself that could be looked up"
NO_WORDS = "there is nothing in it to look up"
NOT_STATED = "no passage states it"
ONLY_NAMED = "its words stand only in the heading"
BESIDE = 2  # sentences around a quote that explain its pronouns
# Characters whose facts are compared; the time grows with the product.
LONGEST_CLAIM, LONGEST_QUOTE = 1_500, 4_000
LEAST = 0.15  # the share of a sentence's words without which a quote is no quote of it


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
        judge: Judge | None = None,
        *,
        short_answers: bool = False,
    ) -> None:
        """`judge`: the model that scores and labels; None: the one that ships with Footnote.

        `short_answers`: "Paris." and "Yes." are read together with the question, which they answer.
        """
        self._lines = prepare(evidence)
        self._question = question if short_answers else ""
        self._given = frozenset(word.key for word in keyed_words(question))
        self._meaning = Meaning(usable(embedder))
        self._own_judge = judge
        self._all_keys = self._given.union(*(line.keys | line.beside for line in self._lines))
        counts = Counter(key for line in self._lines for key in line.keys)
        self._frequency = {key: count / len(self._lines) for key, count in counts.items()}

    def sentences(self, text: str) -> list[Sentence]:
        """Each sentence of the text with its label, its citations and the reasons."""
        return [self.span(text, start, end) for start, end in draft_spans(text)]

    def span(self, text: str, start: int, end: int) -> Sentence:
        """The sentence at these offsets with its label, its citations and the reasons."""
        sentence = text[start:end]
        if states_nothing(sentence, self._knows):
            return Sentence(sentence, start, end, "partly", self._judge.empty, (), (STATES_NOTHING,))
        alignment = self.align(sentence)
        if not alignment.words or ANSWER.issuperset(words(sentence)):
            if self._question and words(sentence):
                return self._yes_or_no(sentence, start)
            reason = BARE_ANSWER if words(sentence) else NO_WORDS
            return Sentence(sentence, start, end, "not_found", 0.0, (), (reason,))
        cited = self._cite(alignment)
        if coverage(alignment.weights, alignment.got(cited)) < LEAST:
            score = min(self._judge.score(features(alignment, [])), self._judge.partly)
            reasons = (*unknown(alignment), NOT_STATED)
            return Sentence(sentence, start, end, "not_found", round(score, 4), (), reasons)
        return _judged(alignment, cited, self.clashes(alignment, cited), self._judge, start)

    def _cite(self, alignment: Alignment) -> list[int]:
        """The columns that state the sentence; a short answer is looked for where its question leads."""
        if not self._question or not is_short(alignment):
            return cite(alignment)
        return cite_short(alignment, self.align(f"{self._question} {alignment.text}"))

    def _yes_or_no(self, sentence: str, start: int) -> Sentence:
        """A bare "Yes." or "No." with what states the question; which of them is right, `is_rash` says."""
        alignment = self.align(self._question)
        cited = cite(alignment) if alignment.words else []
        if coverage(alignment.weights, alignment.got(cited)) < LEAST:
            return Sentence(sentence, start, start + len(sentence), "not_found", 0.0, (), (NOT_STATED,))
        others = [one for one in self.clashes(alignment, cited) if one.kind != "negation"]
        read = _judged(alignment, cited, others, self._judge, start)
        return replace(read, text=sentence, end=start + len(sentence), unsupported=())

    def _knows(self, word: str) -> bool:
        """Whether the question or an evidence sentence has the word or a form of it."""
        keys = [one.key for one in keyed_words(word)]
        return all(any(same_word(key, other) for other in self._all_keys) for key in keys)

    @property
    def _judge(self) -> Judge:
        return self._own_judge or shipped_judge()

    def align(self, sentence: str) -> Alignment:
        """The sentence laid over the evidence."""
        return align(sentence, self._lines, self._given, self._meaning, self._frequency)

    def nearest(self, sentence: str) -> list[EvidenceSentence]:
        """The evidence that shares most words with a sentence, the best first."""
        return [self._lines[one].evidence for one in self.align(sentence).near]

    def clashes(self, alignment: Alignment, cited: Sequence[int]) -> list[Clash]:
        """The facts of the sentence that its quotes do not state."""
        quotes = [self._lines[one].evidence.text[:LONGEST_QUOTE] for one in cited]
        beside = _beside(self._lines, cited)[:LONGEST_QUOTE]
        found = clashes(bare(alignment.text)[:LONGEST_CLAIM], quotes, beside)
        return [one for one in found if not self._names_nothing(one, alignment.text)]

    def _names_nothing(self, clash: Clash, sentence: str) -> bool:
        """Whether a name is none, or one that the question gives and for which the source has no other."""
        if clash.kind != "name":
            return False
        asked = {word.key for word in keyed_words(clash.said)} <= self._given
        return begins_an_order(clash.said, sentence) or (clash.stated is None and asked)


def features(alignment: Alignment, found: Sequence[Clash]) -> dict[str, float]:
    """All features of a sentence, clashes with its quotes among them."""
    return {**measure(alignment), "clashes": float(min(sum(clash.veto for clash in found), 2))}


def _judged(
    alignment: Alignment, cited: Sequence[int], found: Sequence[Clash], judge: Judge, start: int
) -> Sentence:
    vetoes = [clash for clash in found if clash.veto]
    score = judge.score(features(alignment, found))
    if vetoes:
        score = min(score, judge.vetoed)
    rest = unread(alignment, LONGEST_CLAIM)
    doubted = [*doubts(alignment, cited, found), *(BEGINNING for _ in rest)]
    if not (alignment.got(cited) > IN_HEADING).any():
        doubted.append(ONLY_NAMED)
    label = _label(judge, score, _sinks(alignment, vetoes), bool(doubted or vetoes))
    end = start + len(alignment.text)
    if label == "found":
        return Sentence(alignment.text, start, end, label, round(score, 4), _citations(alignment, cited), ())
    cut = rest[0][0] if rest else len(alignment.text)
    lacking = [(a, min(b, cut)) for a, b in unsupported(alignment, cited, found) if a < cut]
    without = tuple((a + start, b + start) for a, b in (*lacking, *rest))
    reasons = [*(clash.reason for clash in vetoes), *doubted]
    if label == "not_found":
        reasons = [clash.reason for clash in vetoes] or [*unknown(alignment), NOT_STATED]
    if label == "partly" or not vetoes:
        reasons += _lacking(alignment.text, lacking, reasons)
    shown = _citations(alignment, stating(alignment, cited)) if label == "partly" else ()
    return Sentence(
        alignment.text, start, end, label, round(score, 4), shown, tuple(dict.fromkeys(reasons)), without
    )


def _sinks(alignment: Alignment, vetoes: Sequence[Clash]) -> bool:
    """Whether wrong facts make the whole sentence worthless.

    What the source merely lacks leaves the other claims of a sentence standing: then it is partly stated.
    """
    several = len(alignment.claims) > 1
    return any(clash.stated is not None or not several for clash in vetoes)


def _label(judge: Judge, score: float, vetoed: bool, doubted: bool) -> Support:
    if vetoed or score < judge.partly:
        return "not_found"
    return "partly" if doubted or score < judge.found else "found"


def _lacking(text: str, parts: Sequence[tuple[int, int]], told: Sequence[str]) -> list[str]:
    """The parts without a source that no other reason has named."""
    named = set(words(" ".join(told)))
    new = [text[a:b] for a, b in parts if not named.issuperset(content_words(text[a:b]))]
    if new:
        return ["not in the source: " + ", ".join(f"“{one}”" for one in new[:4])]
    return [] if told else ["the source says it only in part"]


def _citations(alignment: Alignment, cited: Sequence[int]) -> tuple[Citation, ...]:
    """The quotes passage by passage, sentences in a row in the order of their text."""
    lines = sorted((alignment.lines[one].evidence for one in cited), key=lambda one: (one.hit, one.number))
    return tuple(one.citation for one in lines)


def _beside(lines: Sequence[Line], cited: Sequence[int]) -> str:
    """The title of the quotes and the sentences around them."""
    around = [
        line.evidence.text
        for column, line in enumerate(lines)
        if column not in cited and any(_near(lines, column, one) for one in cited)
    ]
    labels = dict.fromkeys(lines[one].evidence.label for one in cited)
    return "\n".join([*labels, *around])


def _near(lines: Sequence[Line], column: int, one: int) -> bool:
    return lines[column].evidence.hit == lines[one].evidence.hit and abs(column - one) <= BESIDE


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
    characters of that passage. The embedded search model is used where its weights are.
    """
    split = [
        [(start, end, passage[start:end]) for start, end in sentence_spans(passage)] for passage in passages
    ]
    return Checker(passages_evidence(split), embedder=embedded()).sentences(text)


def withheld(sentence: Sentence) -> bool:
    """Whether an answer leaves this sentence out."""
    return sentence.support == "not_found"

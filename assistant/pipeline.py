"""One question on its way to a cited, checked answer, as a stream of events."""

import logging
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant import declining, phrases
from assistant.evidence import (
    READ_HITS,
    EvidenceSentence,
    Scored,
    choose,
    evidence_sentences,
    question_weights,
    quotes,
    score_sentences,
)
from assistant.followup import History, Standalone, standalone
from assistant.grounding import Checker, withheld
from assistant.llm import ChatModel, Message, Piece
from assistant.prompt import answer_prompt, decline_probe, is_decline
from assistant.scope import choice_note, scope_note
from assistant.types import Answer, Citation, Done, Event, Evidence, Sentence, SentenceDone, Token
from documents.errors import ModelError
from documents.library import Library
from documents.sentences import sentence_spans
from index.embeddings import Embedder
from index.search import LONGEST_QUERY, check_query
from index.types import Hit

logger = logging.getLogger(__name__)

HITS = 10
NEXT_SENTENCE = 12  # characters of the next sentence that show that one is finished
NOT_CITED = 30  # the rank where no sentence is cited
DECLINE_TOKENS = len(declining.DECLINE_TOKENS)
EXTRACTIVE = 2  # sentences of an answer without a model


@dataclass(slots=True)
class _Work:
    """What is known of one question so far."""

    asked: str
    standalone: Standalone
    began: float
    lap_began: float
    hits: list[Hit] = field(default_factory=list)
    sentences: list[EvidenceSentence] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    chosen: list[EvidenceSentence] = field(default_factory=list)
    checker: Checker = field(default_factory=lambda: Checker(()))
    quotes: tuple[Citation, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    similarity: float = 0.0
    pieces: list[Piece] = field(default_factory=list)
    checked: list[Sentence] = field(default_factory=list)
    p_decline: float | None = None
    notes: list[str] = field(default_factory=list)
    model: str = ""
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def draft(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def clock(self, moment: str) -> None:
        """Notes the seconds from the question to this moment."""
        self.timings[moment] = round(time.monotonic() - self.began, 4)

    def lap(self, stage: str) -> None:
        """Notes the seconds that a stage took: those since the last one ended."""
        now = time.monotonic()
        self.timings[stage] = round(now - self.lap_began, 4)
        self.lap_began = now


class Pipeline:
    """Retrieve, choose evidence, show it, ask the model, check each sentence, answer or decline."""

    def __init__(
        self,
        *,
        library: Library,
        search: Callable[[str, int], list[Hit]],
        embedder: Embedder,
        model: Callable[[], ChatModel | None],
        evidence_tokens: int,
        answer_tokens: int,
        sources: Collection[str] | None = None,
    ) -> None:
        """`sources`: the ids of those that `search` keeps to, where not all are asked."""
        self._library = library
        self._search = search
        self._embedder = embedder
        self._model = model
        self._evidence_tokens = evidence_tokens
        self._answer_tokens = answer_tokens
        self._sources = sources

    def stream(self, question: str, history: History = ()) -> Generator[Event, None, None]:
        """The events of one answer; `Done` comes last. Closing the generator stops the model.

        Raises QuestionError for an empty or far too long question, SearchError when the index
        cannot be searched. A model that fails is no error: the answer is then made of quotes.
        """
        check_query(question)
        now = time.monotonic()
        work = _Work(question, standalone(question, history), now, now)
        self._retrieve(work)
        if work.standalone.unclear:
            if work.quotes:  # whatever is meant, these are nearest to the words
                yield Evidence(tuple(work.hits), work.quotes)
            yield Done(self._refusal(work, phrases.UNCLEAR))
            return
        if not work.scored:
            yield Done(self._refusal(work, phrases.DECLINE if work.hits else phrases.NO_DOCUMENTS))
            return
        work.lap("evidence")
        work.clock("first_evidence")
        yield Evidence(tuple(work.hits), work.quotes, sum(len(one.text.split()) for one in work.chosen))
        try:
            model = self._model()
            if model is None:
                work.notes.append(phrases.NO_MODEL)
            else:
                yield from self._write(work, model)
        except ModelError as error:
            work.notes += [phrases.QUOTES_ONLY, str(error)]
            work.pieces.clear()
            work.checked.clear()
            work.model = ""
            model = None
        if model is None:
            yield Done(self._extractive(work))
        else:
            yield Done(self._decide(work, work.draft, tuple(work.checked)))

    def check(self, text: str, hits: int) -> list[Sentence]:
        """Each sentence of a text with its label; each is looked up in the library by itself."""
        checked = []
        for start, end in sentence_spans(text):
            found = self._search(text[start:end][:LONGEST_QUERY], hits)
            checker = Checker(evidence_sentences(found, self._library))
            checked.append(checker.span(text, start, end))
        return checked

    # Evidence

    def _retrieve(self, work: _Work) -> None:
        question = work.standalone.question
        work.hits = self._search(question, HITS)
        work.lap("search")
        work.sentences = evidence_sentences(work.hits, self._library)
        work.weights = question_weights(question, self._library)
        readable = [one for one in work.sentences if one.hit < READ_HITS]
        stating = [one for one in readable if not one.heading] or readable
        work.scored = score_sentences(
            stating, weights=work.weights, similarity=lambda texts: self._similarity(work, texts)
        )
        work.quotes = quotes(work.scored)
        work.chosen = choose(work.scored, readable, tokens=self._evidence_tokens)
        work.missing = self._missing(question)
        work.notes += self._notes(question, work.chosen)

    def _notes(self, question: str, chosen: Sequence[EvidenceSentence]) -> list[str]:
        notes = [scope_note(question, len({one.hit for one in chosen})) if chosen else None]
        if self._sources is not None:
            notes.insert(0, choice_note(len(self._sources), len(self._library.source_ids())))
        return [note for note in notes if note is not None]

    def _similarity(self, work: _Work, texts: Sequence[str]) -> Sequence[float]:
        vectors = self._embedder.embed([work.standalone.question, *texts])
        cosines = [float(value) for value in vectors[1:] @ vectors[0]]
        work.similarity = max(cosines, default=0.0)
        return cosines

    def _missing(self, question: str) -> tuple[str, ...]:
        """The question's words, names and numbers that no document has, as they were written."""
        from index.words import STOP_WORDS, WORD

        written = {word.lower(): word for word in WORD.findall(question) if word.lower() not in STOP_WORDS}
        counts = self._library.passages_with(list(written), self._sources)
        return tuple(written[word] for word, count in counts.items() if count == 0)

    # The model

    def _write(self, work: _Work, model: ChatModel) -> Iterator[Event]:
        work.model = model.name
        work.checker = Checker(work.sentences, work.standalone.question)
        messages = answer_prompt(work.standalone.question, work.chosen)
        stream = model.stream(messages, max_tokens=self._answer_tokens)
        told = 0
        try:
            for piece in stream:
                if not work.pieces:
                    work.clock("first_token")
                work.pieces.append(piece)
                yield Token(piece.text)
                for sentence in _finished(work, told):
                    told += 1
                    yield SentenceDone(sentence)
        finally:
            stream.close()
        work.lap("model")
        if is_decline(work.draft):
            return
        work.checked = work.checker.sentences(work.draft)
        for sentence in work.checked[told:]:
            yield SentenceDone(sentence)
        if any(piece.top for piece in work.pieces):  # without log-probabilities there is nothing to read off
            self._probe(work, model, messages)

    def _probe(self, work: _Work, model: ChatModel, messages: Sequence[Message]) -> None:
        """Asks whether the model would decline: a few tokens, over what it has read already."""
        try:
            pieces = list(model.stream(decline_probe(messages), max_tokens=DECLINE_TOKENS))
        except ModelError as error:
            # The draft is complete and checked: only this one signal is lost.
            logger.info("The model failed after its answer: %s", error)
            return
        work.p_decline = declining.decline_probability(pieces)
        work.lap("probe")

    # Answers

    def _extractive(self, work: _Work) -> Answer:
        """The best sentences themselves, where there is no model."""
        best = [one.sentence for one in work.scored[:EXTRACTIVE]]
        draft = "\n".join(" ".join(one.text.split()) for one in best)
        sentences: list[Sentence] = []
        start = 0
        for line, one in zip(draft.split("\n"), best, strict=True):
            sentences.append(Sentence(line, start, start + len(line), "found", 1.0, (one.citation,), ()))
            start += len(line) + 1
        return self._decide(work, draft, tuple(sentences))

    def _decide(self, work: _Work, draft: str, checked: tuple[Sentence, ...]) -> Answer:
        kept = tuple(sentence for sentence in checked if not withheld(sentence))
        signals = self._signals(work, draft, checked)
        work.clock("total")
        refused = declining.declines(signals)
        return Answer(
            question=work.asked,
            standalone_question=work.standalone.question,
            draft=draft,
            text=phrases.decline(work.missing, chosen=self._sources is not None)
            if refused
            else " ".join(one.text for one in kept),
            refused=refused,
            confidence=round(declining.confidence(signals), 4),
            sentences=() if refused else kept,
            withheld=_unsure(checked) if refused else tuple(one for one in checked if withheld(one)),
            missing=work.missing,
            conflicts=(),
            notes=tuple(work.notes),
            hits=tuple(work.hits),
            model=work.model,
            timings=work.timings,
            signals=signals.to_dict(),
            quotes=work.quotes,
        )

    def _signals(self, work: _Work, draft: str, checked: Sequence[Sentence]) -> declining.Signals:
        question = work.standalone.question
        cited = _cited(work, checked)
        around = _around(work, cited)
        lowest, mean = declining.token_signals(work.pieces)
        missing = set(work.missing)
        wanted = declining.terms(question)
        return declining.Signals(
            model_declined=declining.model_declined(draft),
            p_decline=work.p_decline,
            lowest_logprob=lowest,
            mean_logprob=mean,
            missing_share=declining.missing_share(work.weights, around),
            unknown_terms=float(sum(term in missing for term in wanted)),
            absent_terms=float(len(declining.absent(wanted, around))),
            draft_unknown=float(len(declining.absent(declining.terms(draft), work.sentences))),
            similarity=round(work.similarity, 4),
            support=declining.best_support(checked),
            cited_rank=float(min(cited, default=NOT_CITED)),
        )

    def _refusal(self, work: _Work, text: str) -> Answer:
        """A decline where there is nothing to read: the question is unclear, or nothing was found."""
        work.clock("total")
        return Answer(
            question=work.asked,
            standalone_question=work.standalone.question,
            draft="",
            text=text,
            refused=True,
            confidence=0.0,
            sentences=(),
            withheld=(),
            missing=(),
            conflicts=(),
            notes=tuple(work.notes),
            hits=tuple(work.hits),
            model="",
            timings=work.timings,
            quotes=work.quotes,
        )


def _finished(work: _Work, told: int) -> list[Sentence]:
    """The sentences after the first `told` that the model has certainly ended."""
    draft = work.draft
    if is_decline(draft):
        return []
    spans = sentence_spans(draft)
    ready = spans[told:-1]
    if not ready or spans[-1][1] - spans[-1][0] < NEXT_SENTENCE:
        return []
    return [work.checker.span(draft, start, end) for start, end in ready]


def _unsure(checked: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences of a declined draft; those that the documents state say why they are left out."""
    reason = ("it is stated, but it is not sure that it answers the question",)
    return tuple(one if one.reasons else replace(one, reasons=reason) for one in checked)


def _cited(work: _Work, checked: Sequence[Sentence]) -> dict[int, EvidenceSentence]:
    """The cited sentences under their rank as evidence, 1 being the best."""
    citations = {citation for sentence in checked for citation in sentence.citations}
    ranked = enumerate((one.sentence for one in work.scored), start=1)
    return {rank: sentence for rank, sentence in ranked if sentence.citation in citations}


def _around(work: _Work, cited: Mapping[int, EvidenceSentence]) -> list[EvidenceSentence]:
    """The cited sentences with their neighbours; those of the best evidence where nothing is cited."""
    centres = list(cited.values()) or [work.scored[0].sentence]
    return [
        one
        for one in work.sentences
        if any(one.hit == centre.hit and abs(one.number - centre.number) <= 1 for centre in centres)
    ]

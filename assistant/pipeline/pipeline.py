"""One question on its way to a cited, checked answer, as a stream of events."""

import logging
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from assistant import phrases
from assistant.declining import in_other_words
from assistant.evidence.gathering import (
    READ_HITS,
    EvidenceSentence,
    Scored,
    choose,
    evidence_sentences,
    may_be_read,
    orders_beside,
    question_weights,
    quotes,
    score_sentences,
)
from assistant.evidence.rankers import Rankers
from assistant.evidence.rating import Rater
from assistant.grounding import Checker, draft_spans
from assistant.llm.model import ChatModel, Message, Piece
from assistant.pipeline.deciding import Decider, quoted_draft
from assistant.pipeline.followup import History, standalone
from assistant.pipeline.probes import TYPICAL, ask_answerable
from assistant.pipeline.prompt import answer_prompt, is_decline, to_read, words_prompt
from assistant.pipeline.scope import choice_note, scope_note
from assistant.pipeline.work import Work
from assistant.showing import Around, Wanted, form_of, show
from assistant.showing.pieces import same_place
from assistant.types import Answer, Done, Event, Evidence, Sentence, SentenceDone, Token, Wait
from documents.errors import MissingExtra, ModelError, UnknownSource
from documents.library import Library
from index.models.embeddings import Embedder
from index.search import LONGEST_QUERY, check_query
from index.types import Hit

logger = logging.getLogger(__name__)

HITS = 10
OTHER_HITS = 4  # of a part of a question, or of one kind of documents
NEXT_SENTENCE = 12  # characters of the next sentence that show that one is finished
ANSWERING = 8  # sentences of which one may answer
COPIED_TOKENS = 24  # of the few words that answer


class Pipeline:
    """Retrieve, choose evidence, show it, ask the model, check each sentence, answer or decline."""

    def __init__(
        self,
        *,
        library: Library,
        search: Callable[[str, int, Collection[str] | None], list[Hit]],
        embedder: Embedder,
        rankers: Rankers | None = None,
        mended: Callable[[str], str] = str,
        model: Callable[[], ChatModel | None],
        decider: Decider,
        evidence_tokens: int,
        answer_tokens: int,
        sources: Collection[str] | None = None,
    ) -> None:
        """`search` gives so many passages for a query, of the sources with these ids where any are given.

        `sources`: the ids of those that it keeps to, where not all are asked.

        `mended` puts a question in the words of the library.
        """
        self._library = library
        self._search = search
        self._embedder = embedder
        self._rankers = rankers or Rankers()
        self._mended = mended
        self._model = model
        self._decider = decider
        self._evidence_tokens = evidence_tokens
        self._answer_tokens = answer_tokens
        self._sources = sources

    def stream(self, question: str, history: History = ()) -> Generator[Event, None, None]:
        """The events of one answer; `Done` comes last. Closing the generator stops the model.

        Raises QuestionError for an empty or far too long question, SearchError when the index
        cannot be searched. A model that fails is no error: the answer is then made of quotes.
        """
        check_query(question)
        whole = standalone(question, history)
        query = self._mended(whole.query[:LONGEST_QUERY])
        work = Work.on(question, whole, query, self._embedder, self._rater(query))
        self._retrieve(work)
        if work.standalone.unclear:
            if work.quotes:  # whatever is meant, these are nearest to the words
                yield Evidence(tuple(work.hits), work.quotes)
            yield Done(self._decider.refuse(work, phrases.UNCLEAR))
            return
        if not work.scored:
            yield Done(
                self._decider.refuse(
                    work,
                    phrases.decline((), chosen=self._sources is not None)
                    if work.hits
                    else phrases.NO_DOCUMENTS,
                )
            )
            return
        work.lap("evidence")
        work.clock("first_evidence")
        yield Evidence(tuple(work.hits), work.quotes, sum(len(one.text.split()) for one in work.chosen))
        self._find(work)
        if direct := self._decider.direct(work):
            yield Done(direct)
            return
        try:
            model = self._model()
            if model is None:
                work.notes.append(phrases.NO_MODEL)
            elif model.measured and self._decider.asks_for_words(work):
                yield from self._copy(work, model)
            else:
                yield from self._write(work, model)
        except ModelError as error:
            work.notes += [phrases.QUOTES_ONLY, str(error)]
            work.pieces.clear()
            work.checked.clear()
            work.model, work.copied = "", None
            work.measured = True  # what is shown is what was found, as without a model
            model = None
        if model is None or work.copied is not None:
            yield Done(self._extractive(work))
        else:
            yield Done(self._decider.decide(work, work.draft, work.checked))

    def check(self, text: str, hits: int) -> list[Sentence]:
        """Each sentence of a text with its label; each is looked up in the library by itself."""
        checked = []
        for start, end in draft_spans(text):
            found = self._search(text[start:end][:LONGEST_QUERY], hits, None)
            checker = Checker(evidence_sentences(found, self._library), embedder=self._embedder)
            checked.append(checker.span(text, start, end))
        return checked

    # Evidence

    def _retrieve(self, work: Work) -> None:
        question = work.question
        work.hits = self._search(work.query, HITS, None)
        work.lap("search")
        found = evidence_sentences(work.hits, self._library)
        work.sentences = [one for one in found if not one.order]
        work.weights = question_weights(work.query, self._library)
        readable = [one for one in work.sentences if one.hit < READ_HITS]
        stating = [one for one in readable if not one.heading] or readable
        work.scored = score_sentences(
            stating, hits=[hit.score for hit in work.hits], weights=work.weights, rate=work.rater.rate
        )
        work.quotes = quotes(work.scored)
        work.chosen = choose(
            [one for one in work.scored if may_be_read(one.sentence, work.weights)],
            [one for one in readable if may_be_read(one, work.weights)],
            tokens=self._evidence_tokens,
        )
        work.missing = self._missing(question, work.query)
        work.notes += self._notes(question, work.chosen)
        orders = orders_beside((one for one in found if one.order), work.chosen, work.weights)
        if orders:
            work.notes.append(phrases.orders_not_read(orders))

    def _notes(self, question: str, chosen: Sequence[EvidenceSentence]) -> list[str]:
        notes = [scope_note(question, len({one.hit for one in chosen})) if chosen else None]
        if self._sources is not None:
            notes.insert(0, choice_note(len(self._sources), len(self._library.source_ids())))
        return [note for note in notes if note is not None]

    def _find(self, work: Work) -> None:
        """What can be shown in the documents' own words, in the form that the question wants."""
        work.form = form_of(work.query)

        def readable(one: EvidenceSentence) -> bool:
            return may_be_read(one, work.weights)

        wanted = Wanted(
            question=work.query,
            form=work.form,
            scored=[one for one in work.scored if readable(one.sentence)],
            sentences=[one for one in work.sentences if readable(one)],
            hits=[hit.score for hit in work.hits],
            rate=work.rater.rate,
            find=self._evidence_for,
            sources=self._library.sources,
        )
        try:
            work.found = show(wanted, Around(self._library, readable)) if wanted.scored else ()
        except UnknownSource:  # removed since the search
            work.found = ()
        if work.form == "fact" and work.found and work.found[0].kind == "value":
            work.form = "table"
        work.answers, work.piece_answers = self._answers(work) or (None, None)
        work.passages = to_read(work.found, wanted.scored, tokens=self._evidence_tokens)

    def _evidence_for(self, query: str, sources: Collection[str] | None) -> list[Scored]:
        """The evidence for another query than the question, best first."""
        hits = self._search(query, OTHER_HITS, sources)
        sentences = [
            one for one in evidence_sentences(hits, self._library) if not one.order and not one.heading
        ]
        weights = question_weights(query, self._library)
        return score_sentences(
            [one for one in sentences if may_be_read(one, weights)],
            hits=[hit.score for hit in hits],
            weights=weights,
            rate=self._rater(query).rate,
        )

    def _answers(self, work: Work) -> tuple[float, float] | None:
        """The log-odds that a sentence, and a piece, of what was found answers; None where no model tells."""
        if self._rankers.answering is None:
            return None
        shown = [one for piece in work.found for one in piece.sentences]
        sentences = [one.text for one in shown or [each.sentence for each in work.scored]][:ANSWERING]
        texts = [*sentences, *(piece.below_heading for piece in work.found)]
        try:
            scores = self._rankers.answering.scores(work.query, texts)
        except MissingExtra as error:
            logger.warning("Deciding without the model that tells what answers: %s", error)
            return None
        pieces = scores[len(sentences) :]
        return round(max(scores[: len(sentences)]), 4), round(max(pieces, default=float("-inf")), 4)

    def _rater(self, query: str) -> Rater:
        return Rater(query, self._embedder, self._rankers.sentences)

    def _missing(self, question: str, query: str) -> tuple[str, ...]:
        """The question's words, names and numbers that no document has, as they were written.

        Those that the query has no more were misspelt, and were mended.
        """
        from index.words import STOP_WORDS, WORD

        kept = set(WORD.findall(query.lower())) - STOP_WORDS
        written = {word.lower(): word for word in WORD.findall(question) if word.lower() in kept}
        counts = self._library.passages_with(list(written), self._sources)
        return tuple(written[word] for word, count in counts.items() if count == 0)

    # The model

    def _write(self, work: Work, model: ChatModel) -> Iterator[Event]:
        work.model, work.measured = model.name, model.measured
        read = [one for one in work.sentences if may_be_read(one, work.weights)]
        read += _elsewhere(work, len(work.hits))
        work.checker = Checker(read, work.question, self._embedder, short_answers=not model.measured)
        messages = answer_prompt(work.question, work.passages, measured=model.measured)
        told = 0
        with closing(_written(work, model, messages, self._answer_tokens)) as written:
            for item in written:
                if isinstance(item, Wait):
                    yield item
                    continue
                work.pieces.append(item)
                yield Token(item.text)
                for sentence in self._finished(work, told):
                    told += 1
                    yield SentenceDone(sentence)
        work.lap("model")
        if is_decline(work.draft):
            return
        work.checked = [
            self._checked(work, work.draft, *span) for span in draft_spans(work.draft, lines=True)
        ]
        work.lap("checks")
        for sentence in work.checked[told:]:
            yield SentenceDone(sentence)
        if not model.measured or not any(piece.top for piece in work.pieces):
            return  # nothing hangs on the probe, or without log-probabilities nothing can be read off
        if self._decider.hangs_on_probe(work, work.draft, work.checked):
            yield Wait("checking")
            self._probe(work, model, messages)
        else:
            work.answerable = TYPICAL

    def _copy(self, work: Work, model: ChatModel) -> Iterator[Event]:
        """Asks which words of the best place answer, in place of a draft."""
        work.model, work.copied = model.name, ""
        messages = words_prompt(work.question, work.found[0])
        with closing(_written(work, model, messages, COPIED_TOKENS)) as written:
            for item in written:
                if isinstance(item, Wait):
                    yield item
                    continue
                work.copied += item.text
                yield Token(item.text)
        work.lap("model")

    def _finished(self, work: Work, told: int) -> list[Sentence]:
        """The sentences after the first `told` that the model has certainly ended."""
        draft = work.draft
        if is_decline(draft):
            return []
        spans = draft_spans(draft, lines=True)
        ready = spans[told:-1]
        if not ready or spans[-1][1] - spans[-1][0] < NEXT_SENTENCE:
            return []
        return [self._checked(work, draft, start, end) for start, end in ready]

    def _checked(self, work: Work, draft: str, start: int, end: int) -> Sentence:
        """The sentence with its label; with what it may paraphrase, where the model is believed."""
        sentence = work.checker.span(draft, start, end)
        return sentence if work.measured else in_other_words(sentence, work, self._rater)

    def _probe(self, work: Work, model: ChatModel, messages: Sequence[Message]) -> None:
        """Asks the model about the question: a few tokens, over what it has read already."""
        try:
            work.answerable = ask_answerable(model, messages)
            work.lap("probe")
        except ModelError as error:
            # The draft is complete and checked: only this one signal is lost.
            logger.info("The model failed after its answer: %s", error)

    # Answers

    def _extractive(self, work: Work) -> Answer:
        """The best sentences themselves, where there is no model, or it only copied what answers in them."""
        quoted = quoted_draft(work.scored)
        found = self._decider.decide(work, "\n".join(one.text for one in quoted), quoted)
        return replace(found, draft=work.copied) if work.copied else found


def _written(
    work: Work, model: ChatModel, messages: Sequence[Message], tokens: int
) -> Generator[Piece | Wait, None, None]:
    """What the model writes, at most so many tokens, as it does; the first is noted."""
    written = 0
    with closing(model.stream(messages, max_tokens=tokens)) as stream:
        for item in stream:
            if isinstance(item, Piece):
                written += 1
                if written == 1:
                    work.clock("first_token")
            yield item
            if written == tokens:  # some servers know no limit
                return


def _elsewhere(work: Work, hits: int) -> Iterator[EvidenceSentence]:
    """What is shown from beyond the hits, such as a later document: it was read, so it can be cited."""
    for place, piece in enumerate(work.found):
        for one in piece.sentences:
            if not any(same_place(one, other) for other in work.sentences):
                yield replace(one, hit=hits + place)

"""One question on its way to a cited, checked answer, as a stream of events."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cache, partial

from assistant import phrases
from assistant.declining.answerability import helpful
from assistant.declining.decline_help import near_misses
from assistant.declining.drafts import Draft, quoted_draft
from assistant.declining.findings import Answering, Findings
from assistant.evidence.gathering import Gathered, Question, Scored, gather
from assistant.evidence.namesakes import Cited, with_files
from assistant.evidence.rankers import Rankers
from assistant.evidence.rating import Rater
from assistant.grounding.meaning import usable
from assistant.language.courtesies import plainly
from assistant.language.dates import MONTHS, YEAR
from assistant.language.remarks import remark_in
from assistant.language.terms import content_stems
from assistant.llm.model import ChatModel
from assistant.pipeline.at_once import AtOnce, Found
from assistant.pipeline.composing import composed, declined, direct, nowhere, replied
from assistant.pipeline.deciding import Decider, Verdict
from assistant.pipeline.drafting import Drafter
from assistant.pipeline.followup import History, Standalone, standalone
from assistant.pipeline.new_topic import begins_anew
from assistant.pipeline.prompt import to_read
from assistant.pipeline.scope import choice_note, scope_note
from assistant.pipeline.several import questions_in
from assistant.pipeline.suggestions import narrower
from assistant.pipeline.timings import Timings
from assistant.showing.around import Around
from assistant.showing.editions.asked import not_meant
from assistant.showing.families import amending, are_built_alike, kin, names_edition
from assistant.showing.forms import form_of
from assistant.showing.going_on import going_on
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.show import show
from assistant.showing.summaries import says_how
from assistant.types import Answer, Done, Event, Evidence
from documents.errors import ModelError, UnknownSource
from documents.instructions import name_flagged
from documents.library import Library, View
from documents.types import Source
from index.models.embeddings import Embedder
from index.search import LONGEST_QUERY, check_query
from index.types import Hit
from index.words import STOP_WORDS, WORD, words

HITS = 10
OTHER_HITS = 4  # of a part of a question, or of one kind of documents
LEADING = 5  # hits whose documents' editions a question may name
ANSWERING = 8  # sentences of which one may answer

# So many passages for a query, best first; of the sources with these ids where any are given.
Search = Callable[[str, int, Collection[str] | None], list[Hit]]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Retrieve, choose evidence, show it, ask the model, check each sentence, answer or decline.

    `glance` searches without a ranker, where many searches are made; `mended` puts a question in the words of
    the library; `sources` are the ids of those that it keeps to, where not all are asked; `turn` is taken for
    the way to the first quotes, where many ask at once. `evidence_tokens` is about how much the language
    model reads, `answer_tokens` the most that it may write.
    """

    library: Library
    search: Search
    glance: Callable[[str, int], list[Hit]]
    embedder: Embedder
    rankers: Rankers
    mended: Callable[[str], str]
    model: Callable[[], ChatModel | None]
    decider: Decider
    evidence_tokens: int
    answer_tokens: int
    sources: Collection[str] | None = None
    turn: Callable[[], AbstractContextManager[None]] = nullcontext
    search_note: Callable[[], str | None] = lambda: None  # that the search goes another way now

    def stream(self, asked: str, history: History = ()) -> Generator[Event, None, None]:
        """The events of one answer; `Done` comes last. Closing the generator stops the model.

        Raises QuestionError for an empty or far too long question, SearchError when the index
        cannot be searched. A model that fails is no error: the answer is then made of quotes.
        """
        check_query(asked)
        if remark := remark_in(asked):
            reply = self._of_library() if remark == "library" else phrases.REPLIES[remark]
            yield Done(replace(replied(asked, reply), timings={"total": 0.0}))
            return
        parts = questions_in(plainly(asked))
        if len(parts) > 1 and not _compare(asked, parts):
            at_once = AtOnce(self._found_with_pieces, self._answer, self._rater)
            yield Done((yield from at_once.stream(asked, parts, history)))
        else:
            yield Done((yield from self._answer(self._found(asked, history))))

    def _found(self, asked: str, history: History) -> Found:
        """What the documents give for one question."""
        timings, whole = Timings(), standalone(asked, history)
        with self.turn():  # nothing is yielded in it: who reads the events may take as long as they like
            question, evidence = self._read(asked, whole, timings)
            if whole.alone:
                alone = Standalone(whole.alone)
                alone_question, alone_evidence = self._read(asked, alone, timings)
                if begins_anew(alone_question.query, evidence, alone_evidence):
                    whole, question, evidence = alone, alone_question, alone_evidence
            with suppress(UnknownSource):  # removed since the search
                evidence = self._of_edition(question.query, evidence, whole.mentioned)
            return Found(whole, self._findings(question, evidence), timings)

    def _found_with_pieces(self, asked: str, history: History) -> Found:
        """The same with the pieces that can be shown, before any quotes are."""
        found = self._found(asked, history)
        return replace(found, findings=self._with_pieces(found.findings)) if found.is_shown else found

    def _answer(self, found: Found) -> Generator[Event, None, Answer]:
        """The answer of what was found for one question."""
        findings, evidence, timings = found.findings, found.findings.evidence, found.timings
        if found.whole.unclear:
            if evidence.quotes:  # whatever is meant, these are nearest to the words
                yield Evidence(evidence.hits, self._with_files(evidence.quotes))
            answer = self._declined(findings, phrases.UNCLEAR)
        elif not evidence.scored:
            # Node postprocessors may have dropped all that was found.
            has_documents = self.library.source_count() > 0
            text = phrases.decline((), chosen=self._is_choice) if has_documents else phrases.NO_DOCUMENTS
            # Of an empty library nothing is said to be nowhere in it.
            answer = self._declined(findings if has_documents else replace(findings, missing=()), text)
        else:
            timings.lap("evidence")
            timings.clock("first_evidence")
            length = sum(len(sentence.text.split()) for sentence in evidence.chosen)
            yield Evidence(evidence.hits, self._with_files(evidence.quotes), length)
            findings = findings if findings.pieces else self._with_pieces(findings)
            answer = yield from self._answered(findings, timings)
        timings.clock("total")
        return self._with_files(replace(answer, timings=timings.seconds))

    def _answered(self, findings: Findings, timings: Timings) -> Generator[Event, None, Answer]:
        """The answer by what can be shown: from the pieces to a draft, the verdict on it, the words shown."""
        if self.decider.is_direct(findings):
            return direct(findings)
        quoted = quoted_draft(findings, self.embedder)
        draft = yield from self._draft(findings, quoted, timings)
        verdict = self.decider.decide(findings, draft, quoted.signals)
        if verdict.outcome == "declined":
            text = phrases.decline(nowhere(findings), chosen=self._is_choice)
            return self._declined(findings, text, verdict)
        return composed(findings, verdict, self._with_files)

    def _of_library(self) -> str:
        """Which documents there are, the last added first, or which are chosen."""
        if self.sources is None:
            total = self.library.source_count()
            sources = self.library.sources(view=View(descending=True, limit=phrases.TITLES))
        else:
            existing = sorted(self.library.existing(self.sources))
            total, sources = (
                len(existing),
                [self.library.source(source_id) for source_id in existing[: phrases.TITLES]],
            )
        titles = [source.title for source in sources if not name_flagged(source.title)]
        return phrases.library(titles, total, chosen=self._is_choice)

    # What the documents give

    def _read(self, asked: str, whole: Standalone, timings: Timings) -> tuple[Question, Gathered]:
        """The question as it is searched for, and what is found for it."""
        question = Question(asked, whole.question, self.mended(whole.query[:LONGEST_QUERY]))
        hits = self._hits(question.query, whole.mentioned)
        timings.lap("search")
        evidence = self._gathered(question.query, hits)
        timings.lap("evidence")
        return question, evidence

    def _hits(self, query: str, mentioned: Sequence[str]) -> list[Hit]:
        """The passages near a query and what was spoken of before it."""
        return self.search(" ".join((query, *mentioned))[:LONGEST_QUERY], HITS, None)

    def _of_edition(self, query: str, evidence: Gathered, mentioned: Sequence[str]) -> Gathered:
        """The evidence of the editions that a question names by their years, where it is the best.

        It is looked for without the years, which lines such as "Edition of March 2024" would be nearest to.
        Not where a sentence that tells the year, and has another word of the question, is as near.
        """
        if not YEAR.search(query):
            return evidence
        ids = dict.fromkeys(hit.passage.source_id for hit in evidence.hits[:LEADING])
        kindred = {source_id: self._kindred(evidence.hits, source_id) for source_id in ids}
        kindred = {
            source_id: sources
            for source_id, sources in kindred.items()
            if names_edition(query, source_id, sources)
        }
        if not kindred:
            return evidence
        plain = " ".join(YEAR.sub(" ", query).split())
        hits = self._hits(plain, mentioned)
        others = set().union(
            *(not_meant(query, source_id, sources) for source_id, sources in kindred.items())
        )
        gathered = self._gathered(plain, [hit for hit in hits if hit.passage.source_id not in others])
        editions = {source.id for sources in kindred.values() for source in sources}
        if not gathered.scored or gathered.scored[0].sentence.citation.source_id not in editions:
            return evidence
        question_stems = content_stems(" ".join(word for word in words(plain) if word not in MONTHS))
        scores = (
            scored.score
            for scored in evidence.scored
            if YEAR.search(scored.sentence.text) and question_stems & content_stems(scored.sentence.text)
        )
        return gathered if gathered.best >= max(scores, default=gathered.best) else evidence

    def _gathered(self, query: str, hits: list[Hit]) -> Gathered:
        rater = self._rater(query)
        return gather(query, hits, library=self.library, rater=rater, tokens=self.evidence_tokens)

    def _findings(self, question: Question, evidence: Gathered) -> Findings:
        """What is known before anything is shown: words that are nowhere, near misses, notes."""
        missing = self._missing(question)
        return Findings(
            question,
            evidence,
            missing=missing,
            near_misses=near_misses(question.text, evidence.scored, missing, chosen=self._is_choice),
            notes=tuple(self._notes(question.text, evidence)),
        )

    def _missing(self, question: Question) -> tuple[str, ...]:
        """The question's words, names and numbers that no document has, as they were written.

        Those that the query has no more were misspelt, and were mended.
        """
        kept = set(words(question.query)) - STOP_WORDS
        written = {word.lower(): word for word in WORD.findall(question.text) if word.lower() in kept}
        counts = self.library.passages_with(list(written), self.sources)
        return tuple(written[word] for word, count in counts.items() if count == 0)

    def _notes(self, question: str, evidence: Gathered) -> Iterator[str]:
        if self.sources is not None:
            yield choice_note(len(self.sources), self.library.source_count())
        passages = len({sentence.hit for sentence in evidence.chosen})
        if passages and (note := scope_note(question, passages)):
            yield note
        if evidence.orders:
            yield phrases.orders_not_read(evidence.orders)
        if note := self.search_note():
            yield note

    def _with_pieces(self, findings: Findings) -> Findings:
        """The findings with what can be shown in the documents' own words, in the form that is wanted."""
        question, evidence = findings.question, findings.evidence
        # The vectors of other embedders mean nothing to the model of forms and to what was measured.
        known = usable(self.embedder) is not None
        form = form_of(question.query, self.embedder.embed_query if known else None)
        wanted = Wanted(
            question=question.query,
            form=form,
            scored=evidence.readable,
            sentences=[sentence for sentence in evidence.sentences if evidence.may_be_read(sentence)],
            hits=[hit.score for hit in evidence.hits],
            rate=evidence.rater.rate,
            find=self._evidence_for,
            sources=cache(partial(self._kindred, evidence.hits)),
            embed=self.embedder.embed if known else None,
            reported=question.is_reported,
        )
        pieces: Sequence[Piece] = ()
        if wanted.scored:
            log_odds_of = partial(self._log_odds, evidence)
            with suppress(UnknownSource):  # removed since the search
                around = Around(self.library, evidence.may_be_read, question.query)
                pieces = going_on(helpful(show(wanted, around), log_odds_of), around, log_odds_of)
        answering = self._answering(evidence, pieces)
        counted = bool(pieces) and pieces[0].counted
        return replace(
            findings,
            form="table" if form == "fact" and pieces and pieces[0].kind == "value" else form,
            pieces=pieces,
            # "More than 20" takes no 20 for granted, nor need a day stand in the row that holds on it.
            near_misses=() if counted else findings.near_misses,
            missing=tuple(
                word
                for word in findings.missing
                if not (counted and word[0].isdigit())
                and not (form == "summary" and says_how(word, question.query))
            ),
            answering=answering,
            similarity=evidence.rater.similarity,
            sources=wanted.sources,
        )

    def _kindred(self, hits: Sequence[Hit], source_id: str) -> list[Source]:
        """The source, those of its kind and its amendments, of those with such a title and those that were
        found with it.
        """
        alike = self.library.namesakes(source_id)
        source_ids = {hit.passage.source_id for hit in hits} - {source.id for source in alike}
        alike += map(self.library.source, sorted(self.library.existing(source_ids)))
        own = [source for source in alike if source.id == source_id]
        headings = self.library.headings
        of_its_kind = [
            document
            for document in kin(source_id, alike)
            if own and are_built_alike(own[0], document, headings)
        ]
        return [
            *own,
            *of_its_kind,
            *(document for document in amending(source_id, alike) if document not in of_its_kind),
        ]

    def _evidence_for(self, query: str, sources: Collection[str] | None) -> list[Scored]:
        """The evidence for another query than the question, best first."""
        evidence = self._gathered(query, self.search(query, OTHER_HITS, sources))
        return [scored for scored in evidence.readable if not scored.sentence.heading]

    @staticmethod
    def _log_odds(evidence: Gathered, piece: Piece) -> float | None:
        """How likely a piece answers, read alone: beside others it would be rated a little otherwise."""
        read = evidence.rater.logits([piece.below_heading])
        return read[0] if read else None

    def _answering(self, evidence: Gathered, pieces: Sequence[Piece]) -> Answering | None:
        """How likely what is shown answers; None where no model tells."""
        shown = [sentence for piece in pieces for sentence in piece.sentences]
        best = shown or [scored.sentence for scored in evidence.scored]
        read = best[:ANSWERING]
        of_sentences = evidence.rater.logits([sentence.below_label for sentence in read])
        briefly = evidence.rater.logits(
            [sentence.below_label for sentence in read], [sentence.label for sentence in read]
        )
        of_piece = evidence.rater.logits(
            [piece.below_heading for piece in pieces[:1]], [piece.sentences[0].label for piece in pieces[:1]]
        )
        if not of_sentences or not briefly or of_piece is None:
            return None
        return Answering(
            sentence=round(max(of_sentences), 4),
            piece=round(max(of_piece, default=float("-inf")), 4),
            score=round(max((piece.score for piece in pieces[:1]), default=0.0), 4),
            briefly=round(max(briefly), 4),
        )

    def _rater(self, query: str) -> Rater:
        return Rater(query, self.embedder, self.rankers.answering, self.rankers.passages)

    # What is made of it

    def _draft(self, findings: Findings, quoted: Draft, timings: Timings) -> Generator[Event, None, Draft]:
        """What the language model makes of the findings; the quotes where there is none or it fails."""
        try:
            model = self.model()
            if model is None:
                return replace(quoted, notes=(phrases.NO_MODEL,))
            if model.measured and not self.decider.hangs_on_model(findings, quoted):
                return quoted
            drafter = Drafter(model, findings, self.embedder, self._rater, timings)
            if model.measured and self.decider.asks_for_words(findings, quoted.signals):
                return (yield from drafter.copy(quoted))
            return (
                yield from drafter.write(
                    to_read(findings.pieces, findings.evidence.readable, tokens=self.evidence_tokens),
                    self.answer_tokens,
                    hangs_on_probe=partial(self.decider.hangs_on_probe, findings, quoted.signals),
                )
            )
        except ModelError as error:
            return replace(quoted, notes=(phrases.QUOTES_ONLY, str(error)))

    def _declined(self, findings: Findings, text: str, verdict: Verdict | None = None) -> Answer:
        """The decline, with questions near to this one that the documents answer."""
        evidence = findings.evidence
        others = narrower(findings.question.text, evidence.hits, self.glance) if evidence.scored else ()
        return declined(findings, text, others, verdict)

    def _with_files(self, cited: Cited) -> Cited:
        return with_files(cited, self.library)

    @property
    def _is_choice(self) -> bool:
        return self.sources is not None


def _compare(asked: str, parts: Sequence[str]) -> bool:
    """Whether questions only together compare: "what was it and what is it now"."""
    return form_of(asked) == "compare" and not any(form_of(part) == "compare" for part in parts)

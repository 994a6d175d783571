"""What a language model makes of the findings: a draft, checked sentence by sentence as it is written."""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.declining.drafts import Draft
from assistant.declining.findings import Findings
from assistant.declining.measures import is_decline
from assistant.declining.signals import signals_of
from assistant.declining.unmeasured_models import in_other_words
from assistant.evidence.rating import Rater
from assistant.evidence.sentences import EvidenceSentence, comparable
from assistant.grounding import Checker, draft_spans
from assistant.llm.model import ChatModel
from assistant.llm.protocol import Message, Piece
from assistant.pipeline.probes import TYPICAL, ask_answerable
from assistant.pipeline.prompt import Passages, answer_prompt, words_prompt
from assistant.pipeline.timings import Timings
from assistant.showing.pieces import same_place
from assistant.types import Event, Sentence, SentenceDone, Token, Wait
from documents.errors import ModelError
from index.models.embeddings import Embedder
from index.models.gloss import GLOSSES, language_of

logger = logging.getLogger(__name__)

NEXT_SENTENCE = 12  # characters of the next sentence that show that one is finished
COPIED_TOKENS = 24  # of the few words that answer


@dataclass(frozen=True, slots=True)
class Drafter:
    """Asks one model about one question. `rater` makes what rates texts for a sentence of the draft."""

    model: ChatModel
    findings: Findings
    embedder: Embedder
    rater: Callable[[str], Rater]
    timings: Timings

    def write(
        self, passages: Passages, tokens: int, *, hangs_on_probe: Callable[[Draft], bool]
    ) -> Generator[Event, None, Draft]:
        """A draft of at most so many tokens over the passages; what is written are events. Raises ModelError.

        `hangs_on_probe` says whether the model is to be asked what it thinks of the question.
        """
        messages = answer_prompt(self.findings.question.text, passages, measured=self.model.measured)
        checked = _Checked(self)
        written = yield from self._written(messages, tokens, checked)
        self.timings.lap("model")
        text = "".join(token.text for token in written)
        if is_decline(text):
            return self._draft(text, (), written)
        sentences = checked.sentences(text)
        self.timings.lap("checks")
        for sentence in sentences[checked.finished_count :]:
            yield SentenceDone(sentence)
        draft = self._draft(text, sentences, written)
        if not self.model.measured or not any(token.top for token in written):
            return draft  # nothing hangs on the probe, or without log-probabilities nothing can be read off
        if not hangs_on_probe(draft):
            return draft.called_answerable(TYPICAL)
        yield Wait("checking")
        return draft.called_answerable(self._probed(messages))

    def copy(self, quoted: Draft) -> Generator[Event, None, Draft]:
        """The quotes as a draft, with the words of the best place that answer, as the model copies them.

        Raises ModelError.
        """
        messages = words_prompt(self.findings.question.text, self.findings.pieces[0])
        written = yield from self._written(messages, COPIED_TOKENS)
        self.timings.lap("model")
        return replace(quoted, model=self.model.name, copied="".join(token.text for token in written))

    def _written(
        self, messages: Sequence[Message], tokens: int, checked: "_Checked | None" = None
    ) -> Generator[Event, None, list[Piece]]:
        """What the model writes, at most so many tokens; waits, tokens and checked sentences are events."""
        written: list[Piece] = []
        with closing(self.model.stream(messages, max_tokens=tokens)) as stream:
            for item in stream:
                if isinstance(item, Wait):
                    yield item
                    continue
                written.append(item)
                if len(written) == 1:
                    self.timings.clock("first_token")
                yield Token(item.text)
                if checked is not None:
                    yield from map(SentenceDone, checked.finished("".join(token.text for token in written)))
                if len(written) == tokens:  # some servers know no limit
                    break
        return written

    def _draft(self, text: str, sentences: Sequence[Sentence], written: Sequence[Piece]) -> Draft:
        signals = signals_of(self.findings, text, sentences, self.embedder, written)
        return Draft(text, tuple(sentences), signals, self.model.name, self.model.measured)

    def _probed(self, messages: Sequence[Message]) -> float | None:
        """What the model says of the question: a few tokens, over what it has read already."""
        try:
            answerable = ask_answerable(self.model, messages)
        except ModelError as error:
            # The draft is complete and checked: only this one signal is lost.
            logger.info("The model failed after its answer: %s", error)
            return None
        self.timings.lap("probe")
        return answerable


class _Checked:
    """The sentences of a draft with their labels, each checked once, also while the draft is written."""

    def __init__(self, drafter: Drafter) -> None:
        self._drafter = drafter
        self._evidence = list(_read(drafter.findings))
        self._checkers: dict[bool, Checker] = {}
        self._labelled: dict[tuple[int, int], Sentence] = {}
        self.finished_count = 0  # sentences that `finished` gave

    def finished(self, draft: str) -> list[Sentence]:
        """The sentences that the model has certainly ended since the last call."""
        if is_decline(draft):
            return []
        spans = draft_spans(draft, lines=True)
        ended = spans[self.finished_count : -1]
        if not ended or spans[-1][1] - spans[-1][0] < NEXT_SENTENCE:
            return []
        self.finished_count += len(ended)
        return [self._sentence(draft, span) for span in ended]

    def sentences(self, draft: str) -> list[Sentence]:
        """All sentences of a whole draft."""
        return [self._sentence(draft, span) for span in draft_spans(draft, lines=True)]

    def _sentence(self, draft: str, span: tuple[int, int]) -> Sentence:
        """The sentence with its label; with what it may paraphrase, where the model is believed."""
        if span not in self._labelled:
            checker = self._checker(draft[slice(*span)])
            sentence = checker.span(draft, *span)
            if not self._drafter.model.measured:
                sentence = in_other_words(sentence, self._drafter.findings, checker, self._drafter.rater)
            self._labelled[span] = sentence
        return self._labelled[span]

    def _checker(self, text: str) -> Checker:
        """What checks a sentence: an English one against a gloss of what is in another language."""
        foreign = language_of(text) in GLOSSES
        if foreign not in self._checkers:
            self._checkers[foreign] = Checker(
                comparable(self._evidence, text),
                self._drafter.findings.question.text,
                self._drafter.embedder,
                short_answers=not self._drafter.model.measured,
            )
        return self._checkers[foreign]


def _read(findings: Findings) -> Iterator[EvidenceSentence]:
    """What may be cited: the sentences of the hits, and what is shown of later documents beside them."""
    evidence = findings.evidence
    yield from (sentence for sentence in evidence.sentences if evidence.may_be_read(sentence))
    for place, piece in enumerate(findings.pieces, start=len(evidence.hits)):
        for sentence in piece.sentences:
            if not any(same_place(sentence, other) for other in evidence.sentences):
                yield replace(sentence, hit=place)

"""Whether a draft is the answer, what was found is shown as one, or nothing is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.conflicts import find_conflicts
from assistant.declining.agreement import VALUES, is_agreed, is_copied, may_be_copied
from assistant.declining.answerability import (
    are_some_rows,
    has_near,
    is_answering,
    is_literal,
    is_of_unknown_thing,
    may_answer,
    may_be_another_list,
    may_be_list_asked_for,
    may_help,
    names_only_strangers,
)
from assistant.declining.calibration import Calibration, kind_of
from assistant.declining.care import care_level
from assistant.declining.decline_help import are_limits
from assistant.declining.drafts import Draft
from assistant.declining.findings import Findings
from assistant.declining.measures import foreign, is_decline, with_names
from assistant.declining.naming import has_code, is_asked_by, is_asked_by_code, is_defined
from assistant.declining.signals import Signals
from assistant.declining.superseded import passes_over
from assistant.declining.unmeasured_models import around, believed_outcome, is_of_another, rating_of
from assistant.grounding import is_rash
from assistant.language.circumstances import circumstances
from assistant.language.reported import without_teller
from assistant.language.terms import content_stems, names, number_key
from assistant.pipeline.probes import USUAL
from assistant.settings import Care
from assistant.showing.editions.asked import not_meant
from assistant.showing.families import may_name_edition
from assistant.showing.pieces import Piece, citations_overlap
from assistant.types import Citation, Conflict, Outcome, Sentence
from index.search import is_near

_LEADING = 5  # of the evidence, whose documents' editions a question may name
BELIEVING: tuple[Care, ...] = ("standard", "bold")  # those with which a draft that is agreed on is believed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a draft.

    `sure`: the draft is the answer, and not only what was found. `agreed`: it says what ranks first.
    `conflicts` are shown side by side, however sure the draft is of one side; one that the sources do not
    settle makes an answer of any draft.
    """

    draft: Draft
    outcome: Outcome
    confidence: float
    sure: bool
    agreed: bool
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """Decides whether a draft is shown: its confidence must reach the threshold that `care` means.

    `text_of` gives the whole text that a citation is from.
    """

    calibration: Calibration
    care: Care
    text_of: Callable[[Citation], str]

    def is_direct(self, findings: Findings) -> bool:
        """Whether no model is needed: the list or section that the question names was found.

        Not a list of which the model that was trained to tell says that it does not answer, unless it was
        counted.
        """
        if not findings.pieces or not all(piece.sure for piece in findings.pieces):
            return False
        if self.care not in BELIEVING or not is_near(findings.evidence.hits) or findings.near_misses:
            return False
        if may_be_another_list(findings):
            return False
        # Else it is a list, but of something else.
        if not set(names(findings.question.query)).isdisjoint(findings.unknown):
            return False
        counted = findings.pieces[0].counted  # a month of the question is one of a season's column
        return all(
            number_key(term) is not None or (counted and circumstances(term).months)
            for term in self._foreign(findings)
        )

    def hangs_on_model(self, findings: Findings, quoted: Draft) -> bool:
        """Whether the model that was measured is asked at all; `quoted` is the answer without it.

        What was found and answers by itself is shown without it, for its drafts leave things out; but not a
        value that is asked for in the documents' very words. Nor is it asked where all that it may write
        would be declined.
        """
        if self._is_found(findings, quoted.signals):
            return findings.form in VALUES and is_literal(quoted.signals)
        return _is_near(findings) or self._outcome(findings, quoted, quoted.signals) != "declined"

    def asks_for_words(self, findings: Findings, quoted: Signals) -> bool:
        """Whether a few words of the best place may settle it: a value is asked for, in words of one's own.

        It is asked of what `hangs_on_model`. `quoted` are the signals where no model writes.
        """
        if self.care not in BELIEVING or not findings.pieces:
            return False
        return may_be_copied(findings.form, findings.pieces[0]) and not is_literal(quoted)

    def hangs_on_probe(self, findings: Findings, quoted: Signals, draft: Draft) -> bool:
        """Whether the outcome may depend on what the model says of the question."""
        ends = (draft.called_answerable(log_odds) for log_odds in USUAL)
        return len({self._outcome(findings, end, quoted) for end in ends}) > 1

    def decide(self, findings: Findings, draft: Draft, quoted: Signals) -> Verdict:
        """The verdict on a draft; `quoted` are the signals where no model writes."""
        outcome = self._outcome(findings, draft, quoted)
        answered = outcome == "answered"
        evidence = findings.evidence
        question, others = findings.question.text, _of_other_editions(findings)
        conflicts = find_conflicts(
            question,
            [sentence for sentence in evidence.sentences if sentence.citation.source_id not in others],
            [scored for scored in evidence.scored if scored.sentence.citation.source_id not in others],
            self.text_of,
        )
        # A replaced edition settles nothing about a question that the draft does not surely answer.
        disagree = any(not conflict.note for conflict in conflicts)
        return Verdict(
            draft,
            "answered" if disagree else outcome,
            confidence=self.calibration.confidence(draft.signals),
            sure=answered and (not draft.measured or self._is_sure(findings, draft)),
            agreed=draft.measured and self._is_agreed(findings, draft),
            conflicts=conflicts,
        )

    def _outcome(self, findings: Findings, draft: Draft, quoted: Signals) -> Outcome:
        if not draft.measured:
            outcome = self._believed(findings, draft)
        elif self._is_sure(findings, draft):
            outcome = "answered"
        elif self._is_found(
            findings, replace(quoted, model_declined=draft.signals.model_declined), draft.copied
        ):
            return "answered"  # with what was found, which has the latest
        else:
            outcome = "unsure" if self._may_answer(findings, draft.signals, quoted) else "declined"
        # Without a language model what was found is shown, with the latest first where it answers as well.
        later = not draft.signals.quoted or any(piece.later for piece in findings.pieces)
        passed = (
            outcome == "answered" and later and passes_over(findings, draft.kept, measured=draft.measured)
        )
        return "unsure" if passed else outcome

    def _believed(self, findings: Findings, draft: Draft) -> Outcome:
        """The outcome where the model was not measured, which leaves the signals without a meaning."""
        question, evidence, rating = findings.question.text, findings.evidence, rating_of(findings)
        rash = any(
            is_rash(sentence, question, _above(sentence, findings.pieces), instead=True)
            for sentence in draft.kept
        )
        return believed_outcome(
            () if rash or is_of_another(draft.kept, findings, rating) else draft.kept,
            rating,
            lambda sentence: around(sentence, evidence.sentences, question),
            declines=bool(draft.text.strip()) and is_decline(draft.text),
            may_be_meant=self._may_be_meant(findings),
        )

    def _is_sure(self, findings: Findings, draft: Draft) -> bool:
        """Whether what is kept of a draft is the answer: by its confidence, or as the ranking agrees."""
        if draft.signals.model_declined or is_of_unknown_thing(findings) or are_some_rows(findings):
            return False
        if not any(sentence.citations for sentence in draft.kept):  # remarks alone answer nothing
            return False
        question, pieces = findings.question.text, findings.pieces
        if any(is_rash(sentence, question, _above(sentence, pieces)) for sentence in draft.kept):
            return False
        strangers = names_only_strangers(findings.question.query, findings.unknown)
        if strangers and kind_of(draft.signals) == "quotes":
            return False  # the model that tells what answers takes one name for another
        confidence = self.calibration.confidence(draft.signals)
        return confidence >= self._threshold(draft.signals) or self._is_agreed(findings, draft)

    def _is_agreed(self, findings: Findings, draft: Draft) -> bool:
        """Whether the draft says what ranks first, where the signals by words cannot be believed."""
        signals = draft.signals
        if signals.quoted or signals.near_miss or is_literal(signals) or self.care not in BELIEVING:
            return False
        texts = [sentence.text for sentence in draft.kept]
        return bool(findings.pieces) and is_agreed(
            findings.question.text, findings.form, texts, findings.pieces[0]
        )

    def _is_found(self, findings: Findings, signals: Signals, copied: str = "") -> bool:
        """Whether what was found answers the question without what a language model makes of it.

        `signals` are those of quotes, but for a decline of the model's.
        """
        if self.care not in BELIEVING or not _is_near(findings):
            return False
        if _is_headed(findings) and not signals.near_miss:
            return True
        question, best = findings.question, findings.pieces[0]
        answers = is_answering(signals, findings) or (
            is_copied(copied, question.text, findings.form, best) and not signals.near_miss
        )
        return answers and not self._foreign(findings)

    def _foreign(self, findings: Findings) -> list[str]:
        """The names and numbers of the question that are not near what is shown, nor in its documents."""
        query = with_names(findings.question.query, findings.evidence.sentences)
        return foreign(query, findings.shown, self.text_of)

    def _may_answer(self, findings: Findings, signals: Signals, quoted: Signals) -> bool:
        """Whether what was found may answer, by the signals of the draft, or by those of quotes."""
        if not self._may_be_meant(findings):
            return False
        if self.care in BELIEVING and (_tells_of_subject(findings) or _is_called_so(findings)):
            return True
        evidence = findings.evidence
        first = evidence.scored[0].sentence
        excused = (
            findings.question.is_respelled
            or first.is_row
            or has_code(first, findings.question.text)
            or may_be_list_asked_for(findings)
        )
        # A poor draft says nothing against what was found.
        judged = [signals] if signals.quoted or signals.model_declined else [signals, quoted]
        return any(
            may_answer(
                own,
                evidence.best,
                self.calibration.confidence(own),
                self._threshold(own),
                answers=None if findings.answering is None else findings.answering.briefly,
                excused=excused,
                limits=are_limits(findings.question.text, findings.near_misses),
            )
            for own in judged
        )

    def _may_be_meant(self, findings: Findings) -> bool:
        """Whether what was found is near, even if nothing that the question names is in any document.

        "The trip to Belgium" may be one to Bruges, where the model that was trained to tell says so.
        """
        if not has_near(findings):
            return False
        return _is_near(findings) or (self.care in BELIEVING and may_help(findings.answering))

    def _threshold(self, signals: Signals) -> float:
        return care_level(self.calibration.kind(signals), self.care).threshold


def _of_other_editions(findings: Findings) -> set[str]:
    """The documents that are other editions than the one which the question names."""
    query = findings.question.query
    if not may_name_edition(query):
        return set()
    own = {scored.sentence.citation.source_id for scored in findings.evidence.scored[:_LEADING]}
    return set().union(*(not_meant(query, source_id, findings.sources(source_id)) for source_id in own))


def _is_near(findings: Findings) -> bool:
    """Whether anything was found that is near the question, and a document has a name of it if it has any."""
    return has_near(findings) and not names_only_strangers(findings.question.query, findings.unknown)


def _tells_of_subject(findings: Findings) -> bool:
    """Whether what was found has the words of the subject of which it is asked what is said."""
    question = findings.question
    subject = content_stems(without_teller(question.query)) if question.is_reported else frozenset()
    return bool(subject) and any(subject <= content_stems(sentence.text) for sentence in findings.shown)


def _is_called_so(findings: Findings) -> bool:
    """Whether a list or section that the question names was found, if the question takes nothing else for
    granted: it is shown though the model that was trained to tell says that it does not answer.
    """
    return findings.pieces[0].sure and not findings.near_misses


def _is_headed(findings: Findings) -> bool:
    """Whether the best piece stands below a heading that asks the question, or behind its code or term."""
    best, question = findings.pieces[0].sentences, findings.question.text
    if is_asked_by_code(best[0], question) or any(is_defined(sentence, question) for sentence in best):
        return True
    headings = [sentence.citation.headings[-1:] for sentence in best]
    return any(is_asked_by(heading, question) for last in headings for heading in last)


def _above(sentence: Sentence, pieces: Sequence[Piece]) -> str:
    """The lines that introduce what a sentence cites."""
    return " ".join(
        piece.title
        for piece in pieces
        if any(
            citations_overlap(shown.citation, cited)
            for shown in piece.sentences
            for cited in sentence.citations
        )
    )

"""From a checked draft to the answer that is shown, or to a decline that helps."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant import phrases
from assistant.conflicts import find_conflicts
from assistant.declining import (
    ONE_SENTENCE,
    Calibration,
    Signals,
    around,
    believed_outcome,
    care_level,
    foreign,
    is_agreed,
    is_answering,
    is_asked_by,
    is_copied,
    is_literal,
    is_touched,
    may_be_copied,
    names_only_strangers,
    near_misses,
    nearest,
    notable,
    passes_over,
    rating_of,
    signals_of,
)
from assistant.evidence.gathering import Scored
from assistant.grounding import is_rash, withheld
from assistant.language.terms import names
from assistant.pipeline.probes import USUAL
from assistant.pipeline.prompt import is_decline
from assistant.pipeline.scope import is_scope_note
from assistant.pipeline.work import Work
from assistant.settings import Care
from assistant.showing import Piece, changed, is_row, with_found
from assistant.showing.spanning import overlap
from assistant.types import Answer, Citation, Conflict, NearMiss, Outcome, Section, Sentence
from index.search import is_near
from index.words import words

UNSURE = "it is stated, but it is not sure that it answers the question"
BELIEVING: tuple[Care, ...] = ("standard", "bold")  # those with which a draft that is agreed on is believed
BETWEEN = "\n\n"  # the parts of an answer's text
EXTRACTIVE = 2  # sentences of a draft without a model
LONG_WORD = 5  # letters
ONE_SIDE = "your sources disagree about this, and it takes one side"


@dataclass(frozen=True, slots=True)
class Decider:
    """Decides whether a draft is shown: its confidence must reach the threshold that `care` means.

    `narrower` gives questions near to this one that the documents answer, `text_of` the whole text that a
    citation is from; `chosen`: not all sources are asked.
    """

    calibration: Calibration
    care: Care
    narrower: Callable[[Work], Sequence[str]]
    text_of: Callable[[Citation], str]
    chosen: bool = False

    def decide(self, work: Work, draft: str, checked: Sequence[Sentence]) -> Answer:
        """The answer made of the draft's sentences, what was found where it is not sure, or the decline.

        Sources that disagree are shown side by side, however sure the draft is of one of them.
        """
        near = self._near_misses(work)
        signals = signals_of(work, draft, checked, near)
        confidence = self.calibration.confidence(signals)
        judged: dict[str, Any] = {  # Any: fields of Answer
            "draft": draft,
            "confidence": round(confidence, 4),
            "model": work.model,
            "signals": signals.to_dict(),
        }
        kept = tuple(sentence for sentence in checked if not withheld(sentence))
        outcome = self._outcome(work, kept, signals)
        answered = outcome == "answered"
        sure = answered and (not work.measured or self._is_sure(work, kept, signals))
        conflicts = find_conflicts(work.question, work.sentences, work.scored, self.text_of)
        # A replaced edition settles nothing about a question that the draft does not surely answer.
        undecided = [one for one in conflicts if not one.note]
        if not answered and not undecided:
            if outcome == "unsure":
                _show_change(work, conflicts)
                return self.unsure(work, near, judged)
            said = phrases.decline(_nowhere(work), chosen=self.chosen)
            return self.refuse(work, said, checked, {**judged, "near_misses": near})
        agreed = work.measured and self._is_agreed(work, kept, signals)
        if sure and not conflicts and agreed and work.found[0].value:
            # The row says it, and all beside it.
            return with_found(answer(work, "", **judged), work.found[:1])
        if answered and (signals.quoted or not sure) and work.found and not conflicts:
            return with_found(answer(work, "", **judged), work.found)
        shown = tuple(one for one in kept if sure and not _takes_side(one, conflicts))
        left_out = tuple(_with_reason(one, conflicts) for one in checked if one not in shown)
        if not shown and not undecided:
            undecided = list(conflicts)
        text = " ".join([*map(phrases.side_by_side, undecided), *(one.text for one in shown)])
        written = answer(work, text, sentences=shown, withheld=left_out, conflicts=conflicts, **judged)
        is_whole = signals.quoted or conflicts or work.form in ONE_SENTENCE or not work.measured
        return written if is_whole else _with_rest(written, work.found)

    def _is_sure(self, work: Work, kept: Sequence[Sentence], signals: Signals) -> bool:
        """Whether what is kept of a draft is the answer: by its confidence, or as the ranking agrees."""
        if signals.model_declined or not any(one.citations for one in kept):  # remarks alone answer nothing
            return False
        if any(is_rash(one, work.question, _above(one, work.found)) for one in kept):
            return False
        return self._is_confident(signals) or self._is_agreed(work, kept, signals)

    def _is_confident(self, signals: Signals) -> bool:
        return self.calibration.confidence(signals) >= self._threshold(signals)

    def _is_agreed(self, work: Work, kept: Sequence[Sentence], signals: Signals) -> bool:
        if signals.quoted or signals.near_miss or is_literal(signals) or self.care not in BELIEVING:
            return False
        texts = [one.text for one in kept]
        return bool(work.found) and is_agreed(work.question, work.form, texts, work.found[0])

    def _is_found(self, work: Work, signals: Signals) -> bool:
        """Whether what was found answers the question without what a language model makes of it."""
        if self.care not in BELIEVING or not self._is_near(work):
            return False
        if _is_headed(work) and not signals.near_miss:
            return True
        if is_literal(signals):
            return False
        copied = _is_copied(work) and not signals.near_miss
        return (copied or is_answering(signals, work.piece_answers)) and not self._names_other(work)

    def asks_for_words(self, work: Work) -> bool:
        """Whether a few words of the best place may settle it: a value is asked for, in words of one's own.

        Not where what was found answers anyway.
        """
        if self.care not in BELIEVING or not work.found or not may_be_copied(work.form, work.found[0]):
            return False
        signals = _of_quotes(work, float(bool(self._near_misses(work))))
        return not is_literal(signals) and not self._is_found(work, signals)

    def _names_other(self, work: Work) -> bool:
        """Whether the question has names or numbers of which what was found tells nothing."""
        shown = [one for piece in work.found for one in piece.sentences]
        return bool(foreign(work.query, shown, lambda: self.text_of(shown[0].citation)))

    def _is_near(self, work: Work) -> bool:
        return bool(work.found) and is_near(work.hits) and not names_only_strangers(work.query, work.missing)

    def _is_touched(self, work: Work, signals: Signals) -> bool:
        if not self._is_near(work):
            return False
        excused = work.is_mended or is_row(work.scored[0].sentence)
        judged = [signals]
        if (
            not signals.quoted and not signals.model_declined
        ):  # a poor draft says nothing against what was found
            judged.append(_of_quotes(work, signals.near_miss))
        return any(
            is_touched(
                one, work.best, self.calibration.confidence(one), self._threshold(one), excused=excused
            )
            for one in judged
        )

    def direct(self, work: Work) -> Answer | None:
        """The answer that needs no model, where the list or section that the question names was found."""
        if not work.found or not all(piece.sure for piece in work.found):
            return None
        if self.care not in BELIEVING or not is_near(work.hits) or self._near_misses(work):
            return None
        if set(names(work.query)) & set(work.missing):  # a list, but of something else
            return None
        work.notes = [note for note in work.notes if not is_scope_note(note)]  # it was read whole
        return with_found(answer(work, ""), work.found)

    def unsure(self, work: Work, near: Sequence[NearMiss], judged: Mapping[str, Any]) -> Answer:
        """What was found, in the documents' words, and in the notes what speaks against it."""
        if work.form == "fact":  # nothing was counted: "how many days" is stated
            work.notes = [note for note in work.notes if not is_scope_note(note)]
        work.notes[:0] = [*(one.text for one in near), *phrases.nowhere(_nowhere(work))]
        return with_found(answer(work, "", outcome="unsure", near_misses=tuple(near), **judged), work.found)

    def hangs_on_probe(self, work: Work, draft: str, checked: Sequence[Sentence]) -> bool:
        """Whether the outcome may depend on what the model says of the question."""
        signals = signals_of(work, draft, checked, self._near_misses(work))
        kept = [one for one in checked if not withheld(one)]
        return len({self._outcome(work, kept, replace(signals, answerable=said)) for said in USUAL}) > 1

    def _outcome(self, work: Work, kept: Sequence[Sentence], signals: Signals) -> Outcome:
        if not work.measured:
            outcome = self._believed(work, kept)
        elif self._is_sure(work, kept, signals):
            outcome = "answered"
        elif self._is_found(work, signals):
            return "answered"  # with what was found, which has the latest
        else:
            outcome = "unsure" if self._is_touched(work, signals) else "declined"
        # Without a language model what was found is shown, with the latest first where it answers as well.
        later = not signals.quoted or any(piece.later for piece in work.found)
        return "unsure" if outcome == "answered" and later and passes_over(work, kept) else outcome

    def _believed(self, work: Work, kept: Sequence[Sentence]) -> Outcome:
        """The outcome where the model was not measured, which leaves the signals without a meaning."""
        rash = any(is_rash(one, work.question, _above(one, work.found), instead=True) for one in kept)
        return believed_outcome(
            () if rash else kept,
            rating_of(work),
            lambda one: around(one, work.sentences, work.question),
            declines=bool(work.draft.strip()) and is_decline(work.draft),
            touched=self._is_near(work),
        )

    def _threshold(self, signals: Signals) -> float:
        return care_level(self.calibration.kind(signals), self.care).threshold

    def refuse(
        self,
        work: Work,
        text: str,
        checked: Sequence[Sentence] = (),
        judged: Mapping[str, Any] | None = None,  # Any: fields of Answer
    ) -> Answer:
        """The decline, with what there is instead."""
        return answer(
            work,
            text,
            refused=True,
            withheld=tuple(_unsure(one) for one in checked),
            nearest=nearest(work.question, work.scored),
            suggestions=tuple(self.narrower(work)) if work.scored else (),
            **(judged or {"near_misses": self._near_misses(work)}),
        )

    def _near_misses(self, work: Work) -> tuple[NearMiss, ...]:
        return near_misses(work.question, work.scored, work.missing, chosen=self.chosen)


def quoted_draft(scored: Sequence[Scored]) -> tuple[Sentence, ...]:
    """The best sentences as a draft, one a line, for where no language model writes."""
    sentences: list[Sentence] = []
    start = 0
    for one in (each.sentence for each in scored[:EXTRACTIVE]):
        line = " ".join(one.text.split())
        sentences.append(Sentence(line, start, start + len(line), "found", 1.0, (one.citation,), ()))
        start += len(line) + 1
    return tuple(sentences)


def _of_quotes(work: Work, near_miss: float) -> Signals:
    """The signals as they would be if no language model had written."""
    quoted = quoted_draft(work.scored)
    found = signals_of(work, "\n".join(one.text for one in quoted), quoted, ())
    return replace(found, quoted=1.0, near_miss=near_miss)


def _is_copied(work: Work) -> bool:
    """Whether the language model copied words of the best place as the answer."""
    return is_copied(work.copied or "", work.question, work.form, work.found[0])


def answer(work: Work, text: str, **given: Any) -> Answer:  # Any: fields of Answer
    """The answer with what is known of the work; what is not given is empty."""
    work.clock("total")
    fields: dict[str, Any] = {
        "draft": "",
        "refused": False,
        "confidence": 0.0,
        "sentences": (),
        "withheld": (),
        "conflicts": (),
        "model": "",
        **given,
    }
    return Answer(
        question=work.asked,
        standalone_question=work.question,
        text=text,
        missing=_nowhere(work),
        notes=tuple(work.notes),
        hits=tuple(work.hits),
        timings=work.timings,
        quotes=work.quotes,
        form=work.form,
        **fields,
    )


def _is_headed(work: Work) -> bool:
    """Whether what was found first stands below a heading that asks the question."""
    headings = [one.citation.headings[-1:] for one in work.found[0].sentences]
    return any(is_asked_by(heading, work.question) for last in headings for heading in last)


def _nowhere(work: Work) -> tuple[str, ...]:
    """The words to name as being in no document; not one that a word beside the question begins with."""
    beside = {word for one in work.sentences for word in words(one.text)}
    missing = [word for word in work.missing if not _begins(word.lower(), beside)]
    return notable(work.question, missing)


def _begins(word: str, others: Collection[str]) -> bool:
    """Whether a longer word begins with one of some letters: "Hecken", "Heckenhöhe" with "Hecke"."""
    return len(word) >= LONG_WORD and any(other.startswith(word) for other in others)


def _show_change(work: Work, conflicts: Sequence[Conflict]) -> None:
    """Puts what holds now before what it replaced, where a source says that it replaces another."""
    if pieces := changed(conflicts, work.sentences, work.found):
        work.form, work.found = "change", pieces


def _with_rest(written: Answer, found: Sequence[Piece]) -> Answer:
    """The answer with the pieces below it that it does not cite: a sentence seldom says all of them."""
    cited = [citation for one in written.sentences for citation in one.citations]
    rest = [piece for piece in found if not all(_is_cited(one.citation, cited) for one in piece.sentences)]
    if not rest:
        return written
    below = with_found(written, rest)
    shift = len(written.text) + len(BETWEEN)
    moved = (replace(one, start=one.start + shift, end=one.end + shift) for one in below.sentences)
    return replace(
        written,
        text=f"{written.text}{BETWEEN}{below.text}",
        sentences=(*written.sentences, *moved),
        sections=(Section("text", len(written.sentences)), *below.sections),
    )


def _is_cited(citation: Citation, cited: Sequence[Citation]) -> bool:
    return any(overlap(citation, one) for one in cited)


def _above(sentence: Sentence, found: Sequence[Piece]) -> str:
    """The lines that introduce what a sentence cites."""
    return " ".join(
        piece.title
        for piece in found
        if any(_is_cited(one.citation, sentence.citations) for one in piece.sentences)
    )


def _takes_side(sentence: Sentence, conflicts: Sequence[Conflict]) -> bool:
    """Whether the sentence has some of the values that the sources disagree about, but not all.

    Where a source replaces the other, its value is no side: it is the first row's.
    """
    return any(_is_one_sided(sentence.text, conflict) for conflict in conflicts)


def _is_one_sided(text: str, conflict: Conflict) -> bool:
    values = [row.value for row in conflict.rows]
    if conflict.note and _has(text, values[0]):
        return False
    return any(_has(text, value) for value in values) and not all(_has(text, value) for value in values)


def _has(text: str, value: str) -> bool:
    """Whether the words of the value stand in the text, in a row: the 5 in "15 rooms" does not."""
    return f" {' '.join(words(value))} " in f" {' '.join(words(text))} "


def _with_reason(sentence: Sentence, conflicts: Sequence[Conflict]) -> Sentence:
    if withheld(sentence):
        return sentence
    return replace(sentence, reasons=(ONE_SIDE if _takes_side(sentence, conflicts) else UNSURE,))


def _unsure(sentence: Sentence) -> Sentence:
    """A sentence of a declined draft: one that the documents state says why it is left out."""
    return sentence if sentence.reasons else replace(sentence, reasons=(UNSURE,))

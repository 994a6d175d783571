"""From a verdict to the answer that is shown: a draft's sentences, words of the documents, or a decline."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant import phrases
from assistant.declining.agreement import ONE_SENTENCE
from assistant.declining.calibration import DIRECT
from assistant.declining.decline_help import nearest, notable
from assistant.declining.findings import Findings
from assistant.pipeline.deciding import Verdict
from assistant.pipeline.scope import is_scope_note
from assistant.showing.assembly import with_found
from assistant.showing.pieces import Piece, citations_overlap, is_in
from assistant.types import Answer, Conflict, Section, Sentence
from index.words import words

UNSURE = "it is stated, but it is not sure that it answers the question"
ONE_SIDE = "your sources disagree about this, and it takes one side"
BETWEEN = "\n\n"  # the parts of an answer's text
Conflicts = tuple[Conflict, ...]
_UNTIL = "Until {date}"
_BEFORE = "Before"


def direct(findings: Findings) -> Answer:
    """What was found as the answer, where no model is needed."""
    answer = outlined(findings)
    notes = _without_scope(answer.notes)  # it was read whole
    return with_found(replace(answer, confidence=DIRECT, notes=notes), findings.pieces)


def declined(
    findings: Findings, text: str, suggestions: Sequence[str], verdict: Verdict | None = None
) -> Answer:
    """The decline in these words, with what there is instead; without a verdict where nothing was drafted."""
    drafted = () if verdict is None else verdict.draft.sentences
    return replace(
        outlined(findings, verdict),
        text=text,
        refused=True,
        withheld=tuple(map(_with_doubt, drafted)),
        near_misses=findings.near_misses,
        nearest=nearest(findings.question.text, findings.evidence.scored),
        suggestions=tuple(suggestions),
    )


def replied(remark: str, reply: str) -> Answer:
    """What follows on "hello" or "are you sure": nothing is asked that documents say, so none is searched."""
    return replace(_empty(remark, remark), text=reply, refused=True)


def composed(
    findings: Findings,
    verdict: Verdict,
    with_files: Callable[[Conflicts], Conflicts] = lambda conflicts: conflicts,
) -> Answer:
    """The answer that a verdict makes of a draft; not for a decline.

    `with_files` gives conflicts with the files of documents that have the same title.
    """
    if verdict.outcome == "unsure":
        return _unsure(_with_change(findings, verdict.conflicts), verdict)
    answer, pieces = outlined(findings, verdict), findings.pieces
    if pieces and not verdict.conflicts:
        if verdict.sure and verdict.agreed and pieces[0].value:
            return with_found(answer, pieces[:1])  # the row says it, and all beside it
        if verdict.draft.signals.quoted or not verdict.sure:
            return with_found(answer, pieces)
    written = _of_draft(answer, replace(verdict, conflicts=with_files(verdict.conflicts)))
    one_part = verdict.draft.signals.quoted or verdict.conflicts or not verdict.draft.measured
    return written if one_part or findings.form in ONE_SENTENCE else _with_rest(written, pieces)


def outlined(findings: Findings, verdict: Verdict | None = None) -> Answer:
    """The answer as far as it is known whatever is shown: of a verdict its draft, confidence and signals."""
    answer = replace(
        _empty(findings.question.asked, findings.question.understood),
        missing=nowhere(findings),
        notes=findings.notes,
        hits=findings.evidence.hits,
        quotes=findings.evidence.quotes,
        form=findings.form,
    )
    if verdict is None:
        return answer
    draft = verdict.draft
    return replace(
        answer,
        draft=draft.copied or draft.text,
        confidence=round(verdict.confidence, 4),
        model=draft.model,
        signals=draft.signals.to_dict(),
        notes=(*answer.notes, *draft.notes),
    )


def _empty(question: str, understood: str) -> Answer:
    """An answer of which nothing is known yet but the question."""
    return Answer(
        question=question,
        standalone_question=understood,
        draft="",
        text="",
        refused=False,
        confidence=0.0,
        sentences=(),
        withheld=(),
        missing=(),
        conflicts=(),
        notes=(),
        hits=(),
        model="",
    )


def nowhere(findings: Findings) -> tuple[str, ...]:
    """The words to name as being in no document."""
    return notable(findings.question.text, findings.unmentioned)


def _without_scope(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(note for note in notes if not is_scope_note(note))


# What was found, where no draft is sure


def _with_change(findings: Findings, conflicts: Sequence[Conflict]) -> Findings:
    """The findings; where a source says that it replaces another, what holds now comes first, below it what
    it replaced, then what else was found.

    The row of the source that says so is the conflict's first.
    """
    pieces = findings.pieces
    for conflict in conflicts:
        cited = {sentence.citation: sentence for sentence in reversed(findings.evidence.sentences)}
        sides = [cited[row.citation] for row in conflict.rows[:2] if row.citation in cited]
        if conflict.note and len(sides) == 2:
            score = max((piece.score for piece in pieces), default=0.0)
            date = conflict.rows[0].date
            change = [
                Piece("now", (sides[0],), score),
                Piece("before", (sides[1],), score, _UNTIL.format(date=date) if date else _BEFORE),
            ]
            rest = [
                piece for piece in pieces if not any(is_in(sentence, change) for sentence in piece.sentences)
            ]
            return replace(findings, form="change", pieces=[*change, *rest[:1]])
    return findings


def _unsure(findings: Findings, verdict: Verdict) -> Answer:
    """What was found, in the documents' words, and in the notes what speaks against it."""
    answer = outlined(findings, verdict)
    # Nothing was counted where one fact is asked for: "how many days" is stated.
    notes = _without_scope(answer.notes) if findings.form == "fact" else answer.notes
    near = [miss.text for miss in findings.near_misses]
    answer = replace(
        answer,
        outcome="unsure",
        near_misses=findings.near_misses,
        notes=(*near, *phrases.nowhere(answer.missing), *notes),
    )
    return with_found(answer, findings.pieces)


# The sentences of a draft


def _of_draft(answer: Answer, verdict: Verdict) -> Answer:
    """What is kept of a draft, behind what sources disagree about, without what takes a side in it."""
    draft, conflicts = verdict.draft, verdict.conflicts
    shown = tuple(
        sentence for sentence in draft.kept if verdict.sure and not _takes_side(sentence.text, conflicts)
    )
    # That one replaced another is said only where nothing else would be shown.
    named = [conflict for conflict in conflicts if not conflict.note] or (() if shown else conflicts)
    return replace(
        answer,
        text=" ".join([*map(phrases.side_by_side, named), *(sentence.text for sentence in shown)]),
        sentences=shown,
        withheld=tuple(
            _with_reason(sentence, conflicts) for sentence in draft.sentences if sentence not in shown
        ),
        conflicts=conflicts,
    )


def _with_rest(written: Answer, pieces: Sequence[Piece]) -> Answer:
    """The answer with the pieces below it that it does not cite: a sentence seldom says all of them."""
    cited = [citation for sentence in written.sentences for citation in sentence.citations]
    rest = [
        piece
        for piece in pieces
        if not all(
            any(citations_overlap(sentence.citation, citation) for citation in cited)
            for sentence in piece.sentences
        )
    ]
    if not rest:
        return written
    below = with_found(written, rest)
    shift = len(written.text) + len(BETWEEN)
    moved = (
        replace(sentence, start=sentence.start + shift, end=sentence.end + shift)
        for sentence in below.sentences
    )
    return replace(
        written,
        text=f"{written.text}{BETWEEN}{below.text}",
        sentences=(*written.sentences, *moved),
        sections=(Section("text", len(written.sentences)), *below.sections),
    )


def _with_reason(sentence: Sentence, conflicts: Sequence[Conflict]) -> Sentence:
    """A sentence that is left out, with the reason if the documents state it."""
    if sentence.support == "not_found":
        return sentence
    return replace(sentence, reasons=(ONE_SIDE if _takes_side(sentence.text, conflicts) else UNSURE,))


def _with_doubt(sentence: Sentence) -> Sentence:
    """A sentence of a declined draft: one that the documents state says why it is left out."""
    return sentence if sentence.reasons else replace(sentence, reasons=(UNSURE,))


def _takes_side(text: str, conflicts: Sequence[Conflict]) -> bool:
    return any(takes_side(text, conflict) for conflict in conflicts)


def takes_side(text: str, conflict: Conflict) -> bool:
    """Whether a text has some of the values that the sources disagree about, but not all.

    Where a source replaces the other, its value is no side: it is the first row's.
    """
    stated = [_states(text, row.value) for row in conflict.rows]
    if conflict.note and stated[0]:
        return False
    return any(stated) and not all(stated)


def _states(text: str, value: str) -> bool:
    """Whether the words of the value stand in the text, in a row: the 5 in "15 rooms" does not."""
    return f" {' '.join(words(value))} " in f" {' '.join(words(text))} "

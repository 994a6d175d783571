"""Sections of a month: the minutes of several meetings in one document."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.spans import told
from assistant.showing.pieces import Wanted


def of_month(wanted: Wanted) -> Wanted:
    """What is wanted without the sections of other months, where the question tells one that a section is of.

    "Who was missing in May?" is asked of the minutes of May, not of those of March.
    """
    asked = told(wanted.question).months
    headings = {sentence.citation.headings for sentence in wanted.sentences} if asked else set()
    months = {path: _months(path) for path in headings}
    if not any(asked & own for own in months.values()):
        return wanted

    def is_meant(sentence: EvidenceSentence) -> bool:
        own = months.get(sentence.citation.headings)
        return not own or bool(asked & own)

    return replace(
        wanted,
        scored=[each for each in wanted.scored if is_meant(each.sentence)],
        sentences=[each for each in wanted.sentences if is_meant(each)],
    )


def _months(headings: Sequence[str]) -> frozenset[int]:
    """Those of the innermost heading that tells any."""
    return next((own for heading in reversed(headings) if (own := told(heading).months)), frozenset())

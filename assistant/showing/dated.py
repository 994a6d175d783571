"""Sections of a month: the minutes of several meetings in one document."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import YEAR
from assistant.language.spans import told
from assistant.showing.pieces import Wanted

# What is asked of the meeting itself: "the fair in June" may have been spoken of in March.
_OF_MEETING = re.compile(
    r"\b(?:meetings?|minutes|session|committee|agm|newsletter|issue|bulletin|decided|agreed|discussed|resolved"
    r"|missing|absent|present|attend\w*|apologies|actions?|sitzung|protokoll|beschlossen|réunion|compte.rendu"
    r"|reunión|acta)\b",
    re.IGNORECASE,
)


def months_asked(question: str) -> frozenset[int]:
    """The months of meetings, and the like, that a question asks of; none where it tells a month otherwise.

    >>> months_asked("Who was missing in March?"), months_asked("Where is the fair in June?")
    (frozenset({3}), frozenset())
    """
    return told(question).months if _OF_MEETING.search(question) else frozenset()


def of_month(wanted: Wanted) -> Wanted:
    """What is wanted without the sections of other months of one document, where one has the month asked of.

    "Who was missing in May?" is asked of the minutes of May, not of those of March.
    """
    asked, years = months_asked(wanted.question), set(YEAR.findall(wanted.question))
    if not asked:
        return wanted
    paths = {(each.citation.source_id, each.citation.headings) for each in wanted.sentences}
    months = {path: own for path in paths if (own := _months(path[1], years))}
    having = {source for (source, _), own in months.items() if asked & own}

    def is_meant(sentence: EvidenceSentence) -> bool:
        citation = sentence.citation
        own = months.get((citation.source_id, citation.headings))
        return not own or citation.source_id not in having or bool(asked & own)

    return replace(
        wanted,
        scored=[each for each in wanted.scored if is_meant(each.sentence)],
        sentences=[each for each in wanted.sentences if is_meant(each)],
    )


def _months(headings: Sequence[str], years: set[str]) -> frozenset[int]:
    """Those of the innermost heading that tells any; -1 for those of another year than is asked of."""
    for heading in reversed(headings):
        if own := told(heading).months:
            stated = set(YEAR.findall(heading))
            return frozenset({-1}) if years and stated and years.isdisjoint(stated) else own
    return frozenset()

"""What one document says on several days: the minutes of several meetings, the mails of a thread."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import YEAR
from assistant.language.spans import told
from assistant.language.terms import all_numbers
from assistant.showing.around import Around
from assistant.showing.pieces import Wanted, same_place

# What is asked of the meeting itself: "the fair in June" may have been spoken of in March.
_OF_MEETING = re.compile(
    r"\b(?:meetings?|minutes|session|committee|agm|newsletter|issue|bulletin|decided|agreed|discussed|resolved"
    r"|missing|absent|present|attend\w*|apologies|actions?|sitzung|protokoll|beschlossen|réunion|compte.rendu"
    r"|reunión|acta)\b",
    re.IGNORECASE,
)
ALIKE = 0.5  # the cosine from which a newer mail's sentence with a number of an older one's is about the same


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


def newest_mail_first(wanted: Wanted, around: Around) -> Sequence[Scored]:
    """The evidence; where the best is of an older mail that another quotes, what that one says of the same
    number comes first: "on 3 November and not on the 13th".

    The two must be alike in meaning, so nothing changes with an embedder whose cosines are not known.
    """
    if not wanted.scored or wanted.embed is None:
        return wanted.scored
    best, *others = wanted.scored
    older = around.quoted_from(best.sentence)
    numbers = all_numbers(best.sentence.text) - all_numbers(wanted.question)
    if best.sentence.citation.start < older or not numbers:
        return wanted.scored
    newer = [
        each
        for each in around.stretch(best.sentence, 0, older)
        if not each.heading and not around.is_of_head(each) and numbers & all_numbers(each.text)
    ]
    if not newer:
        return wanted.scored
    own, *theirs = wanted.embed([best.sentence.text, *(each.text for each in newer)])
    likest, at = max((float(own @ each), -number) for number, each in enumerate(theirs))
    if likest < ALIKE:
        return wanted.scored
    said = newer[-at]
    rest = [each for each in others if not same_place(each.sentence, said)]
    return [replace(best, sentence=said), best, *rest]

"""What one document says on several days: the minutes of several meetings, the mails of a thread."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.circumstances import circumstances
from assistant.language.dates import YEAR
from assistant.language.terms import all_numbers, plain_stems
from assistant.showing.around import Around, ItemList, item_number
from assistant.showing.pieces import Piece, Wanted, same_place
from documents.instructions import name_flagged
from documents.reading.dating import dates_in, without_dates
from documents.text.sentences import sentence_spans
from index.words import words

_MEETING = r"meetings?|minutes|session|committee|agm|sitzung|protokoll|réunion|compte.rendu|reunión|acta"
# What is asked of the meeting itself: "the fair in June" may have been spoken of in March.
_OF_MEETING = re.compile(
    rf"\b(?:{_MEETING}|newsletter|issue|bulletin|decided|agreed|discussed|resolved|missing|absent|present"
    r"|attend\w*|apologies|actions?|beschlossen)\b",
    re.IGNORECASE,
)
# Minutes, of which later ones decide anew: the last word in a chat or a diary is no newer answer.
_IS_MEETING = re.compile(
    rf"\b(?:{_MEETING}|board|assembly|versammlung|assemblée|procès.verbal|junta)\b", re.IGNORECASE
)
# What asks how something was, by language: "What was it before?", not what to do "before putting up a tent".
OF_OLD = re.compile(
    r"\b(?:original\w*|initial\w*|at first|previous\w*|history|ago|at the time|ursprünglich\w*"
    r"|zuerst|anfangs|alte[nrs]?|ancien\w*|d'abord|al principio"
    r"|(?:before|vorher|avant|antes)(?=\W*$|,? (?:and|und|et|y) "
    r"| (?:that|this|then|\d|(?:the|la|el) (?:change|amend|increase|rise|move)))"
    r"|(?<!how )(?<!years )(?<!year )(?<!year-)(?<!months )old)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\bfirst\b", re.IGNORECASE)
_OF_ITEMS = re.compile(
    r"\b(?:items?|agenda|points|topics|tagesordnung\w*|punkte|ordre du jour|temas)\b", re.IGNORECASE
)
FAR = 0.5  # the score by which what a later meeting says of the same item may be below the best
LONGEST_HEAD = 60  # characters in which an item's own head ends: "Stage lamps. Two quotes ..."
_BEGINS = re.compile(r"([^\W\d_][^.:\n]{2,40})[.:]\s")
_NUMBER = re.compile(r"^\W{0,3}\d{1,3}(?:\.\d{1,3})*[.)]?\s+")
ALIKE = 0.5  # the cosine from which a newer mail's sentence with a number of an older one's is about the same


def months_asked(question: str) -> frozenset[int]:
    """The months of meetings, and the like, that a question asks of; none where it tells a month otherwise.

    >>> months_asked("Who was missing in March?"), months_asked("Where is the fair in June?")
    (frozenset({3}), frozenset())
    """
    return circumstances(question).months if _OF_MEETING.search(question) else frozenset()


def of_month(wanted: Wanted) -> Wanted:
    """What is wanted without the sections of other months of one document, where one has the month asked of.

    "Who was missing in May?" is asked of the minutes of May, not of those of March.
    """
    asked_months, years = months_asked(wanted.question), set(YEAR.findall(wanted.question))
    if not asked_months:
        return wanted
    paths = {(sentence.citation.source_id, sentence.citation.headings) for sentence in wanted.sentences}
    months = {path: own for path in paths if (own := _months(path[1], years))}
    having = {source for (source, _), own in months.items() if asked_months & own}

    def is_meant(sentence: EvidenceSentence) -> bool:
        citation = sentence.citation
        own = months.get((citation.source_id, citation.headings))
        return not own or citation.source_id not in having or bool(asked_months & own)

    return replace(
        wanted,
        scored=[scored for scored in wanted.scored if is_meant(scored.sentence)],
        sentences=[sentence for sentence in wanted.sentences if is_meant(sentence)],
    )


def of_other_months(sentences: Sequence[EvidenceSentence], asked_months: Set[int]) -> bool:
    """Whether a document's sections have days, and none is of a month that is asked of."""
    by_path = (_months(path, set()) for path in {sentence.citation.headings for sentence in sentences})
    months = frozenset().union(*by_path)
    return bool(asked_months and months) and months.isdisjoint(asked_months)


def _months(headings: Sequence[str], years: set[str]) -> frozenset[int]:
    """Those of the innermost heading that tells any; -1 for those of another year than is asked of."""
    for heading in reversed(headings):
        if own := circumstances(heading).months:
            stated = set(YEAR.findall(heading))
            return frozenset({-1}) if years and stated and years.isdisjoint(stated) else own
    return frozenset()


def newest_section_first(scored: Sequence[Scored], question: str, around: Around) -> Sequence[Scored]:
    """The evidence; first what a later meeting in the same minutes says under the same head as the best.

    "Roof. We take Danby for £900" in those of January, "Roof. Northern Slate does it for £950" in those of
    March. It has to have the words of the question that the best has, a number where that has one, and nearly
    its score. Nothing changes where it is asked what was first, or in the month of the best.
    """
    if OF_OLD.search(question) or _FIRST.search(question) or YEAR.search(question):
        return scored
    best = scored[0].sentence
    own = _day_of_meeting(best, around)
    head = _head(best, own, around) if own else []
    if not own or not head or circumstances(question).months & circumstances(own).months:
        return scored
    shared = (plain_stems(question) & plain_stems(best.text)) - plain_stems(" ".join(head))
    if not _has_value(best, shared):
        return scored
    later: list[tuple[date, Scored]] = []
    for candidate in scored:
        near = candidate.score >= scored[0].score - FAR and _has_value(candidate.sentence, shared)
        heading = _day_of_meeting(candidate.sentence, around) if near else ""
        alike = heading and without_dates(heading) == without_dates(own)
        if alike and _day(heading) > _day(own) and _is_same(_head(candidate.sentence, heading, around), head):
            later.append((_day(heading), candidate))
    newest = [candidate for _, candidate in sorted(later, key=lambda pair: pair[0], reverse=True)]
    return [*newest, *(candidate for candidate in scored if candidate not in newest)]


def _has_value(item: EvidenceSentence, needed: Set[str]) -> bool:
    """Whether a sentence of an item has a number, and the words of the question that its head has not."""
    parts = (item.text[start:end] for start, end in sentence_spans(item.text))
    return any(any(map(str.isdigit, part)) and needed <= plain_stems(part) for part in parts)


def dated_part(piece: Piece, around: Around) -> Piece:
    """The piece below the heading of its day, where its document has several such."""
    heading = "" if piece.title else _dated_heading(piece.sentences[0], around)
    return replace(piece, title=heading) if heading else piece


def is_agenda(listed: ItemList, question: str, around: Around) -> bool:
    """Whether a numbered list is all that one of several meetings was about, unless items are asked for."""
    first = listed.items[0]
    if listed.before or not item_number(first) or _OF_ITEMS.search(question):
        return False
    heading = _day_of_meeting(first, around)
    return bool(heading) and first.citation.headings[-1] == heading


def _day_of_meeting(sentence: EvidenceSentence, around: Around) -> str:
    """The heading of the meeting whose minutes a sentence is of, "" for none."""
    heading = _dated_heading(sentence, around)
    return heading if heading and _IS_MEETING.search(f"{heading} {sentence.citation.title}") else ""


def _dated_heading(sentence: EvidenceSentence, around: Around) -> str:
    """The innermost heading with a day over a sentence, where its document has others like it, else ""."""
    heading = next((text for text in reversed(sentence.citation.headings) if any(dates_in(text))), "")
    if not heading or name_flagged(heading) or without_dates(heading) not in around.dated_headings(sentence):
        return ""
    return heading


def _day(heading: str) -> date:
    return next(day for _, _, day in dates_in(heading))


def _is_same(head: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one head goes on from the other: "Summer concert" and "Summer concert – change of date"."""
    both = min(len(head), len(other))
    return both > 0 and head[:both] == other[:both]


def _head(sentence: EvidenceSentence, heading: str, around: Around) -> list[str]:
    """The words of what a sentence is below, or its item begins with, in small letters: "roof"."""
    inner = sentence.citation.headings[-1]
    if inner != heading:
        return words(_NUMBER.sub("", inner))
    block = sentence.block
    begins = around.document(sentence).text[block.start : block.start + LONGEST_HEAD] if block else ""
    match = _BEGINS.match(begins)
    return words(match[1]) if match else []


def newest_mail_first(wanted: Wanted, around: Around) -> Sequence[Scored]:
    """The evidence; where the best is of an older mail that another quotes, what that one says of the same
    number comes first: "on 3 November and not on the 13th".

    The two must be alike in meaning, so nothing changes with an embedder whose cosines are not known.
    """
    if wanted.embed is None:
        return wanted.scored
    # "On 9 May Moira wrote:" says nothing that a newer mail could say otherwise.
    place = next(
        (n for n, candidate in enumerate(wanted.scored) if not around.is_of_head(candidate.sentence)), 0
    )
    best = wanted.scored[place]
    others = [candidate for candidate in wanted.scored if candidate is not best]
    older = around.quoted_from(best.sentence)
    numbers = all_numbers(best.sentence.text) - all_numbers(wanted.question)
    if best.sentence.citation.start < older or not numbers:
        return wanted.scored
    newer = [
        sentence
        for sentence in around.stretch(best.sentence, 0, older)
        if not sentence.heading and not around.is_of_head(sentence) and numbers & all_numbers(sentence.text)
    ]
    if not newer:
        return wanted.scored
    own, *theirs = wanted.embed([best.sentence.text, *(sentence.text for sentence in newer)])
    likest, at = max((float(own @ vector), -number) for number, vector in enumerate(theirs))
    if likest < ALIKE:
        return wanted.scored
    counterpart = newer[-at]
    rest = [candidate for candidate in others if not same_place(candidate.sentence, counterpart)]
    return [replace(best, sentence=counterpart), best, *rest]

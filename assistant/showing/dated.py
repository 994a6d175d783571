"""What one document says on several days: the minutes of several meetings, the mails of a thread."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import YEAR
from assistant.language.spans import told
from assistant.language.terms import all_numbers, plain_stems
from assistant.showing.around import LONGEST, Around, Listed
from assistant.showing.pieces import Piece, Wanted, same_place
from documents.instructions import name_flagged
from documents.reading.dating import dates_in, without_dates
from index.words import words

# What is asked of the meeting itself: "the fair in June" may have been spoken of in March.
_OF_MEETING = re.compile(
    r"\b(?:meetings?|minutes|session|committee|agm|newsletter|issue|bulletin|decided|agreed|discussed|resolved"
    r"|missing|absent|present|attend\w*|apologies|actions?|sitzung|protokoll|beschlossen|réunion|compte.rendu"
    r"|reunión|acta)\b",
    re.IGNORECASE,
)
UNIT = 4  # letters of a unit or month that are compared: "euro" and "euros"
LONG = 4  # characters of a number that is hardly there twice by chance
_NUMERAL = r"(?:[£€$] ?)?\d(?:[\d.,:]{0,12}\d)?(?: ?%| [^\W\d_]{2,12}\b)?"
_VALUE = re.compile(
    r"(?P<sign>[£€$])? ?(?P<number>\d(?:[\d.,:]{0,12}\d)?) ?(?P<unit>%|(?<= )[^\W\d_]{2,12}\b)?"
)
# What says that a value held before, by language: instead of it, it is replaced, changed from it to another.
_CHANGED = (
    r"chang\w*|mov(?:e|es|ed)|rais\w*|increas\w*|reduc\w*|lower\w*|exten\w*|postpon\w*|shorten\w*|amend\w*"
    r"|erhöh\w*|gesenkt|verschoben|geändert|verlängert|augment\w*|report\w*|déplac\w*|aument\w*|cambi\w*"
)
_NO_LONGER = re.compile(
    r"\b(?:instead of|rather than|in place of|no longer|and not|replac\w+|supersed\w+|statt|anstatt"
    r"|anstelle von|nicht mehr|au lieu d[eu']|et non|en lugar de|y no) ?"
    rf"(?:[^\W\d]\w{{0,12}} ){{0,3}}({_NUMERAL})"
    rf"|({_NUMERAL})(?: \d{{4}})? (?:is|are|was|were|(?:has|have) been|wird|werden|est|sont|es|son) "
    rf"(?:\w{{1,12}} )?(?:replaced|superseded|ersetzt|remplacée?s?|sustituid[oa]s?|{_CHANGED})\b"
    rf"|\b(?:{_CHANGED})\b[^.\n]{{0,80}}? (?:from|von|vom|de|del|du) (?:the )?({_NUMERAL})"
    r"[^.\n]{0,60}? ?\b(?:to|auf|à|au|a|al) "
    rf"|\b(?:von|vom) ({_NUMERAL})[^.\n]{{0,30}}? ?\bauf [^.\n]{{0,60}}?\b(?:{_CHANGED})\b",
    re.IGNORECASE,
)
LONGEST_HEAD = 60  # characters in which an item's own head ends: "Stage lamps. Two quotes ..."
_BEGINS = re.compile(r"([^\W\d_][^.:\n]{2,40})[.:]\s")
_NUMBER = re.compile(r"^\W{0,3}\d{1,3}(?:\.\d{1,3})*[.)]?\s+")
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


def newest_section_first(scored: Sequence[Scored], question: str, around: Around) -> Sequence[Scored]:
    """The evidence; what a later section of its document says under the same head as the best comes first.

    "Roof. We take Danby" in the minutes of January, "Roof. Danby has withdrawn" in those of March. It has to
    have the words of the question that the best has; nothing changes where the question tells the best's
    month.
    """
    if not scored:
        return scored
    best = scored[0].sentence
    own = _dated_heading(best, around)
    head = _head(best, own, around) if own else []
    if not head or told(question).months & told(own).months:
        return scored
    asked = plain_stems(question) & plain_stems(best.text)
    later: list[tuple[date, Scored]] = []
    for each in scored:
        sentence = each.sentence
        heading = _dated_heading(sentence, around) if asked <= plain_stems(sentence.text) else ""
        alike = heading and without_dates(heading) == without_dates(own)
        if alike and _day(heading) > _day(own) and _is_same(_head(sentence, heading, around), head):
            later.append((_day(heading), each))
    newest = [each for _, each in sorted(later, key=lambda pair: pair[0], reverse=True)]
    return [*newest, *(each for each in scored if each not in newest)]


def amended_first(scored: Sequence[Scored], around: Around) -> Sequence[Scored]:
    """The evidence; first what its document says further down of a value of the best that no longer holds.

    "In Article 2 the rate of 12 % is replaced by 15 %", below "Overheads are paid at a rate of 12 %".
    """
    if not scored:
        return scored
    best, *others = scored
    own, text = best.sentence.citation, around.document(best.sentence).text
    stated = _values(best.sentence.text)
    places = [
        match.start()
        for match in (_NO_LONGER.finditer(text, own.end, own.end + LONGEST) if stated else ())
        if _values(next(filter(None, match.groups()))) & stated
    ]
    if not places:
        return scored
    said = next(
        (
            each
            for each in around.stretch(best.sentence, 0, len(text))
            if each.block is None or each.block.kind != "cell"
            if any(each.citation.start <= place < each.citation.end for place in places)
        ),
        None,
    )
    if said is None:
        return scored
    return [
        replace(best, sentence=said),
        best,
        *(each for each in others if not same_place(each.sentence, said)),
    ]


def _values(text: str) -> set[tuple[str, str]]:
    """The numbers of a text, each with its currency or the word behind it; a long one by itself as well."""
    found: set[tuple[str, str]] = set()
    for match in _VALUE.finditer(text):
        number, unit = match["number"].replace(",", ""), (match["sign"] or match["unit"] or "").lower()[:UNIT]
        if unit:
            found.add((number, unit))
        if len(number) >= LONG and not YEAR.fullmatch(number):
            found.add((number, ""))
    return found


def dated_part(piece: Piece, around: Around) -> Piece:
    """The piece below the heading of its day, where its document has several such."""
    heading = "" if piece.title else _dated_heading(piece.sentences[0], around)
    return replace(piece, title=heading) if heading else piece


def is_agenda(listed: Listed, around: Around) -> bool:
    """Whether a list is that of all that one of several meetings was about."""
    first = listed.items[0]
    heading = "" if listed.before else _dated_heading(first, around)
    return bool(heading) and first.citation.headings[-1] == heading


def _dated_heading(sentence: EvidenceSentence, around: Around) -> str:
    """The heading with a day over a sentence of whose like its document has several, "" for none."""
    for heading in reversed(sentence.citation.headings):
        if any(dates_in(heading)):
            shape = without_dates(heading)
            alike = {
                each.text for each in around.document(sentence).headings if without_dates(each.text) == shape
            }
            return heading if len(alike) > 1 and not name_flagged(heading) else ""
    return ""


def _day(heading: str) -> date:
    return next(day for _, _, day in dates_in(heading))


def _head(sentence: EvidenceSentence, heading: str, around: Around) -> list[str]:
    """The words of what a sentence is below, or its item begins with, in small letters: "roof"."""
    inner = sentence.citation.headings[-1]
    if inner != heading:
        return words(_NUMBER.sub("", inner))
    block = sentence.block
    begins = around.document(sentence).text[block.start : block.start + LONGEST_HEAD] if block else ""
    match = _BEGINS.match(begins)
    return words(match[1]) if match else []


def _is_same(head: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one head goes on from the other: "Summer concert" and "Summer concert – change of date"."""
    both = min(len(head), len(other))
    return both > 0 and head[:both] == other[:both]


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

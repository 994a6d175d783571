"""What replaces a value: an amendment further down in its document, or a correction in any."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import YEAR
from assistant.language.terms import content_stems
from assistant.showing.around import LONGEST, Around
from assistant.showing.dated import OF_OLD
from assistant.showing.editions.asked import asks_of_change
from assistant.showing.families import ADDED, AMENDMENT_NAMES, IS_AMENDMENT
from assistant.showing.pieces import same_place
from index.words import content_words

LOOKED_AT = 12  # of the best evidence, any of which may say that a value holds no longer
TIMES = 4  # amendments of one value, one after the other
UNIT = 4  # letters of a unit or month that are compared: "euro" and "euros"
SHORT = 3  # letters of a word that tells nothing
LONG = 4  # characters of a number that is hardly there twice by chance
_DENIES = re.compile(r"\b(?:not|never|no|cannot|nicht|kein\w*|pas|jamais|nunca)\b|n['’]t\b", re.IGNORECASE)
_SHARED = 2  # words at least that an amendment has of what it turns round
_ALIKE = 0.7  # and their share of the words of the shorter one
_NUMERAL = r"(?:[£€$] ?)?\d(?:[\d.,:]{0,12}\d)?(?: ?%| [^\W\d_]{2,12}\b)?"
_VALUE = re.compile(
    r"(?P<sign>[£€$])? ?(?P<number>\d(?:[\d.,:]{0,12}\d)?) ?(?P<unit>%|(?<= )[^\W\d_]{2,12}\b)?"
)
# What says that a value held before, by language: instead of it, it is replaced, changed from it to another.
CHANGED = (
    r"chang(?:ed|es)|moved|raised|increased|reduced|lowered|extended|postponed|shortened|amended|erhöht|gesenkt"
    r"|verschoben|geändert|verlängert|augmentée?s?|reportée?s?|déplacée?s?|aumentad[oa]s?|cambiad[oa]s?"
)
_NO_LONGER = re.compile(
    r"\b(?:instead of|in place of|no longer|replac\w+|supersed\w+|statt|anstatt|anstelle von|nicht mehr"
    rf"|au lieu d[eu']|en lugar de) ?(?:[^\W\d]\w{{0,12}} ){{0,3}}({_NUMERAL})"
    rf"|({_NUMERAL})(?: \d{{4}})? (?:is|are|was|were|(?:has|have) been|wird|werden|est|sont|es|son) "
    rf"(?:\w{{1,12}} )?(?:replaced|superseded|ersetzt|remplacée?s?|sustituid[oa]s?|{CHANGED})\b"
    rf"|\b(?:{CHANGED})\b[^.\n]{{0,80}}? (?:from|von|vom|de|del|du) (?:the )?({_NUMERAL})"
    r"[^.\n]{0,60}? ?\b(?:to|auf|à|au|a|al) "
    rf"|\b(?:von|vom) ({_NUMERAL})[^.\n]{{0,30}}? ?\bauf [^.\n]{{0,60}}?\b(?:{CHANGED})\b",
    re.IGNORECASE,
)
# "is now 7316, not 4408", "no longer 4408", "(it was 4408)": what a later text says of a value before it.
_CORRECTS = re.compile(
    rf"\b(?:now|new)\b[^.\n]{{1,60}}?(?:,| and|\() ?(?:not|no longer|instead of|formerly|(?:it )?was) "
    rf"(?:on |at |the )?(?P<old>{_NUMERAL})",
    re.IGNORECASE,
)
_OF_ARTICLE = re.compile(
    r"(?:article|section|clause|paragraph|schedule|rule|artikel|§|ziffer|absatz|artículo)\b.{0,120}"
    r"\b(?:replaced|amended|substituted|ersetzt|geändert|remplacée?s?|sustituid[oa]s?)\b",
    re.IGNORECASE,
)


_BEGINS_ADDED = re.compile(rf"\W{{0,8}}(?:{AMENDMENT_NAMES}|{ADDED})\b", re.IGNORECASE)


def looks_back(question: str) -> bool:
    """Whether it is asked how something was, or what has changed."""
    return OF_OLD.search(question) is not None or asks_of_change(question)


def replaced_first(scored: Sequence[Scored], question: str, around: Around) -> Sequence[Scored]:
    """The evidence; first what says of a value of the best that it is replaced, or holds no longer.

    "In Article 2 the rate of 12 % is replaced by 15 %", below "Overheads are paid at a rate of 12 %" in its
    document. Nothing changes where it is asked how something was, or what has changed.
    """
    return scored if looks_back(question) else _corrected(_amended(scored, question, around), question)


def _amended(scored: Sequence[Scored], question: str, around: Around) -> Sequence[Scored]:
    """The evidence; first what replaces a value of the best, in an amendment further down in its document."""
    first = [scored[0]]
    for _ in range(TIMES):
        amendment = _amending(first[0].sentence, question, around)
        if amendment is None:
            break
        first.insert(0, replace(scored[0], sentence=amendment))
    rest = (
        candidate
        for candidate in scored[1:]
        if not any(same_place(candidate.sentence, own.sentence) for own in first)
    )
    return [*first, *rest]


def _corrected(scored: Sequence[Scored], question: str) -> Sequence[Scored]:
    """The evidence; first what says of a value of the best, in whatever document, that it holds no longer.

    "The code is now 7316, not 4408", of a mail, before "Key code 4408", of one's notes.
    """
    best = scored[0].sentence
    stated = _values(best.text)
    for candidate in scored[1:LOOKED_AT] if stated else ():
        text = candidate.sentence.text
        corrects = any(_values(match["old"]) & stated for match in _CORRECTS.finditer(text))
        if corrects and not candidate.sentence.heading and _is_of_asked(candidate.sentence, best, question):
            return [candidate, *(other for other in scored if other is not candidate)]
    return scored


def _amending(sentence: EvidenceSentence, question: str, around: Around) -> EvidenceSentence | None:
    """The last sentence further down that replaces a value of this one, or allows what it denies or the other
    way round, and is called an amendment.
    """
    begins, text = sentence.citation.end, around.document(sentence).text
    stated = _values(sentence.text)
    places = [
        match.start()
        for match in (_NO_LONGER.finditer(text, begins, begins + LONGEST) if stated else ())
        if _replaced(match, text, sentence.text) & stated
    ]
    for place in reversed(places):
        paragraph = paragraph_at(text, place)
        added = _BEGINS_ADDED.match(text, *paragraph) is not None
        for amendment in around.stretch(sentence, *paragraph):
            if amendment.citation.start <= place < amendment.citation.end and (added or _amends(amendment)):
                return amendment
    turned = (amendment for amendment in _in_amendments(sentence, around) if _turns(amendment, sentence))
    return next((amendment for amendment in turned if _is_of_asked(amendment, sentence, question)), None)


def paragraph_at(text: str, place: int) -> tuple[int, int]:
    """From where to where the paragraph at a place goes: the text between two blank lines."""
    end = text.find("\n\n", place)
    return text.rfind("\n\n", 0, place) + 1, end if end > 0 else len(text)


def _is_of_asked(later: EvidenceSentence, best: EvidenceSentence, question: str) -> bool:
    """Whether a later sentence has the words of the question that the best has, so is of the same thing."""
    about = content_stems(question) & content_stems(best.text)
    return bool(about) and about <= content_stems(later.text)


def _in_amendments(sentence: EvidenceSentence, around: Around) -> Iterator[EvidenceSentence]:
    """The sentences of the amendments below a sentence, those of the last one first."""
    headings = around.document(sentence).headings
    for at in reversed(range(len(headings))):
        if headings[at].start < sentence.citation.end:
            break
        if IS_AMENDMENT.search(headings[at].text):
            yield from around.stretch(sentence, *around.section_of(sentence, at))


def _turns(amendment: EvidenceSentence, sentence: EvidenceSentence) -> bool:
    """Whether one denies what the other says, of the same things: "Visitors may (not) photograph it"."""
    denies = [_DENIES.search(side.text) is not None for side in (amendment, sentence)]
    if denies[0] == denies[1] or amendment.heading:
        return False
    own, others = content_stems(amendment.text), content_stems(sentence.text)
    shared = own & others
    return len(shared) >= _SHARED and len(shared) >= _ALIKE * min(len(own), len(others))


def _replaced(match: re.Match[str], text: str, sentence: str) -> set[tuple[str, str]]:
    """The value that is replaced; of "21 days instead of 30" with the unit of the new one.

    The unit alone says little, so what stands before must then have a word of the sentence: "the period for
    payment" and "pays".
    """
    old = next(filter(None, match.groups()))
    if values := _values(old):
        return values
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    units = [value["unit"] for value in _VALUE.finditer(before)]
    own, others = (
        [word.removesuffix("s") for word in content_words(_VALUE.sub(" ", part)) if len(word) > SHORT]
        for part in (before, sentence)
    )
    alike = any(mine.startswith(theirs) or theirs.startswith(mine) for mine in own for theirs in others)
    return _values(f"{old} {units[-1]}") if units and units[-1] and alike else set()


def _amends(sentence: EvidenceSentence) -> bool:
    """Whether a sentence is one of an amendment, by what it stands below or what it names."""
    if sentence.heading or sentence.is_row:
        return False
    called = any(IS_AMENDMENT.search(heading) for heading in sentence.citation.headings)
    return called or _OF_ARTICLE.search(sentence.text) is not None


def _values(text: str) -> set[tuple[str, str]]:
    """The numbers of a text, each with its currency or the word behind it; a long one by itself as well."""
    values: set[tuple[str, str]] = set()
    for match in _VALUE.finditer(text):
        number = match["number"].replace(",", "")
        if unit := (match["sign"] or match["unit"] or "").lower()[:UNIT]:
            values.add((number, unit))
        if len(number) >= LONG and not YEAR.fullmatch(number):
            values.add((number, ""))
    return values

"""An amendment that names what it changes by its clause, its row or its subject, not by its value."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import HAS_DIGIT, all_numbers, stems
from assistant.showing.around import LONGEST, Around, unless_flagged
from assistant.showing.editions.amended import CHANGED, looks_back, paragraph_at
from assistant.showing.editions.new_value import gives_new_value
from assistant.showing.families import ADDED, AMENDMENT_NAMES, IS_AMENDMENT, amending
from assistant.showing.pieces import LIST_KINDS, Piece, Wanted, is_in, with_room
from assistant.types import QUOTING

_SHARED = 2  # words at least that it has of what it changes
_MOST = 60  # words of it that are shown
_BELOW = 3_000  # characters of an amendment below the line that names it
_ABOVE = 1_500  # characters above a sentence in which the number of its clause stands
_LINE = 100  # characters of a line that names an amendment and says nothing yet
_PARAGRAPH = re.compile(
    rf"\n[^\w\n]{{0,120}}\n[ \t]*(?P<first>[\W_]{{0,6}}(?:{AMENDMENT_NAMES}|{ADDED})\b[^\n]*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b(?:(?:no|nr)\.? ?)?\d[\d.]*", re.IGNORECASE)  # "no. 1", "version 4.2"
_SAYS = re.compile(r"[:.;–—] *\w")
# At the beginning of a line, or of a sentence of a paragraph that has several.
_CLAUSE = re.compile(
    r"(?:^[ \t]*|(?<=[.;:] )(?=[\d.]+ [A-Z]))(\d{1,2}(?:\.\d{1,2}){1,3}|[A-Z]\d{1,2})\.?[ \t]+\S",
    re.MULTILINE,
)
_POINTS = (
    r"(?:clauses?|sections?|articles?|rules?|regulations?|paragraphs?|paras?|points?|schedules?|annex|§§?|ziffern?"
    r"|artikeln?|abschnitt|absatz|artículo)"
)
_SECTION = re.compile(  # "3. Before the day", "2.1 Rent", "§ 4 Visitors", not "14 March 2024"
    rf"\W{{0,3}}(?:{_POINTS} ?(?P<named>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})"
    r"|(?P<counted>\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=[.)])))(?=[.):\s]|$)",
    re.IGNORECASE,
)
_REPLACES = r"replaced|substituted|superseded|becomes|amended|ersetzt|wird zu|remplacée?s?"
_CHANGES = re.compile(rf"\b(?:{CHANGED}|{_REPLACES}|now|instead|jetzt|nun|désormais)\b", re.IGNORECASE)
_REPLACES_HERE = re.compile(rf"\b(?:{_REPLACES})\b", re.IGNORECASE)
_KINDS = (*QUOTING, *LIST_KINDS)  # of pieces that it may change
_LOOKED_AT = 3  # of the pieces, one of which it may change
_CLAUSES = 6  # sentences of a piece, whose clauses are looked at


def with_amendment(pieces: Sequence[Piece], wanted: Wanted, around: Around) -> list[Piece]:
    """The pieces; behind one of the first what an amendment says of it, if one does.

    "All rates in 3.1 are increased by 4.5 per cent", of a rate in the table of clause 3.1. It stands further
    down in its document, or is another document. Where it gives another value of just that ("Welding now
    costs £75"), it stands before the best. Nothing changes where it is asked how something was, or what has
    changed.
    """
    if looks_back(wanted.question):
        return list(pieces)
    for place, piece in enumerate(pieces[:_LOOKED_AT]):
        if piece.kind not in _KINDS:
            break
        amendment = _amendment(piece, wanted, around)
        if amendment is None or is_in(amendment.sentences[0], pieces[: place + 1]):
            continue
        rest = [
            other
            for other in pieces[place + 1 :]
            if not any(is_in(sentence, [amendment]) for sentence in other.sentences)
        ]
        if not place and any(
            gives_new_value(sentence, piece, wanted.question) for sentence in amendment.sentences[:2]
        ):
            return [amendment, piece, *rest]
        return [*pieces[: place + 1], amendment, *rest]
    return list(pieces)


def _amendment(piece: Piece, wanted: Wanted, around: Around) -> Piece | None:
    changed, own = piece.sentences[0], _words(piece.sentences)
    numbers = (_clause(sentence, around) for sentence in piece.sentences[:_CLAUSES])
    clauses, section = dict.fromkeys(filter(None, numbers)), _section(changed)

    def names(sentence: EvidenceSentence, following: Sequence[EvidenceSentence]) -> bool:
        """Whether a sentence names the clause, the row, the subject or the section of the piece."""
        return (
            any(_names(sentence.text, clause) for clause in clauses)
            or _is_same_row(sentence, changed, around)
            or _is_of_subject(sentence, piece, wanted.question)
            or (_names(sentence.text, section) and len(_words(_paragraph(following)) & own) >= _SHARED)
        )

    for title, sentences, called in _amendments(changed, wanted, around):
        for place, sentence in enumerate(sentences):
            if sentence.heading:
                continue
            if gives_new_value(sentence, piece, wanted.question) or (
                called and names(sentence, sentences[place:])
            ):
                shown = _paragraph(sentences[place - _is_led(sentences, place) :])
                above = "" if shown[0].text.startswith(title) else title
                return Piece("quote", shown, piece.score, above, later=True)
    return next(filter(None, (_replacing(piece, clause, around) for clause in clauses)), None)


def _replacing(piece: Piece, clause: str, around: Around) -> Piece | None:
    """What a sentence further down, that names the clause of a piece, says that it is replaced by."""
    changed = piece.sentences[-1]
    text, begins = around.document(changed).text, changed.citation.end
    ends = begins
    for match in re.finditer(re.escape(clause), text[begins : begins + LONGEST]):
        if (place := begins + match.start()) < ends:
            continue  # in a paragraph that was looked at
        start, ends = paragraph_at(text, place)
        start = max(start, begins)
        if not _replaces(text[start:ends], clause):
            continue
        for sentence in around.stretch(changed, start, ends):
            if not sentence.heading and _replaces(sentence.text, clause):
                return Piece("quote", (sentence,), piece.score, later=True)
    return None


def _replaces(text: str, clause: str) -> bool:
    """Whether a text names a clause, and says by what number something of it is replaced."""
    replaces = _REPLACES_HERE.search(text) is not None and _names(text, clause)
    return replaces and bool(all_numbers(text.replace(clause, " ")))


def _is_same_row(sentence: EvidenceSentence, changed: EvidenceSentence, around: Around) -> bool:
    """Whether both are rows of tables that begin with the same words: of one article, with its new price."""
    if not (sentence.is_row and changed.is_row):
        return False
    name = _row_name(sentence, around)
    return bool(name) and name == _row_name(changed, around)


def _row_name(row: EvidenceSentence, around: Around) -> str:
    cells = around.cells(row)
    return " ".join(around.words(row, cells[0]).split()).casefold() if cells else ""


def _is_led(sentences: Sequence[EvidenceSentence], place: int) -> bool:
    """Whether right before a sentence its block has what leads to it: "Agreed by hand:"."""
    before = sentences[place - 1] if place else None
    return before is not None and before.block == sentences[place].block and before.text.endswith(":")


def _paragraph(sentences: Sequence[EvidenceSentence]) -> tuple[EvidenceSentence, ...]:
    """The first sentence and what follows in its block, with so many words as are shown."""
    return tuple(
        with_room(takewhile(lambda sentence: sentence.block == sentences[0].block, sentences), _MOST)
    )


def _amendments(
    sentence: EvidenceSentence, wanted: Wanted, around: Around
) -> Iterator[tuple[str, Sequence[EvidenceSentence], bool]]:
    """The amendments of a sentence, documents and those below it, the last ones first: the title or the line
    that names each, its sentences, and whether it is called an amendment, or only added later.
    """
    own = sentence.citation.source_id
    sources = amending(own, wanted.sources(own))
    for source in sorted(sources, key=lambda source: (source.date or "", source.title), reverse=True):
        yield unless_flagged(source.title), around.whole(source, sentence.hit), True
    document = around.document(sentence)
    text, begins = document.text, sentence.citation.end
    paragraphs = list(_PARAGRAPH.finditer(text, begins, begins + LONGEST))
    for place, match in reversed(list(enumerate(paragraphs))):
        first = match["first"].replace("*", "").strip()
        _, end = paragraph_at(text, match.end())
        title = ""
        if len(first) <= _LINE and not _SAYS.search(_NUMBERED.sub("", first)):
            after = paragraphs[place + 1].start() if place + 1 < len(paragraphs) else len(text)
            heading = next((below.start for below in document.headings if below.start >= match.end()), after)
            end = max(end, min(after, heading, match.start() + _BELOW))
            title = " ".join(unless_flagged(first).strip("_# >").split())
        called = IS_AMENDMENT.search(first) is not None
        yield title, around.stretch(sentence, match.start("first"), end), called


def _clause(sentence: EvidenceSentence, around: Around) -> str:
    """The number of the clause that a sentence stands in: "3.1"."""
    document, start = around.document(sentence), sentence.citation.start
    heading = max((above.start for above in document.headings if above.start <= start), default=0)
    begins = max(heading, document.text.rfind("\n", 0, max(0, start - _ABOVE)) + 1)
    return next(reversed(_CLAUSE.findall(document.text[begins : sentence.citation.end])), "")


def _section(sentence: EvidenceSentence) -> str:
    """The number of the section that a sentence stands in: "3" of "3. Before the day"."""
    match = next((_SECTION.match(heading) for heading in sentence.citation.headings[-1:]), None)
    return (match["named"] or match["counted"]) if match else ""


def _names(text: str, number: str) -> bool:
    """Whether a text names a clause or section of its own document by its number, alone or among others."""
    if not number:
        return False
    others = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}(?:,| and| or| to| und| bis| et|\s?[-–])\s?){0,4}"
    named = (
        rf"(?<!\w){_POINTS}\W{{0,3}}(?:(?:no|nr)\W{{1,3}})?{others}{re.escape(number)}(?!\.?\d)(?! of the\b)"
    )
    if not number.isdecimal():  # "all rates in 3.1 are increased", not "of 3.1 litres"
        ends = r"\s?(?:[,;:)]|\.?$)|\s(?:is|are|shall|will|has|goes|rises|falls|becomes?|now)\b"
        named += rf"|\b(?:in|of|under)\s{re.escape(number)}(?={ends})"
    return re.search(named, text, re.IGNORECASE) is not None


def _words(sentences: Sequence[EvidenceSentence]) -> set[str]:
    """The stems of sentences that have no digit."""
    return {stem for sentence in sentences for stem in stems(sentence.text) if not HAS_DIGIT.search(stem)}


def _is_of_subject(amendment: EvidenceSentence, piece: Piece, question: str) -> bool:
    """Whether an amendment says that a value of what is asked has changed, in most of the words that the
    question and what it changes have in common.
    """
    about = _words(piece.sentences) & set(stems(question))
    shared = about & _words([amendment])
    enough = len(shared) >= _SHARED and 3 * len(shared) >= 2 * len(about)
    return enough and bool(HAS_DIGIT.search(amendment.text) and _CHANGES.search(amendment.text))

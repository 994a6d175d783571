"""An amendment further down that names what it changes by its clause or its subject, not by its value."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import HAS_DIGIT, stems
from assistant.showing.around import LONGEST, Around
from assistant.showing.dated import OF_OLD
from assistant.showing.editions.amended import AMENDMENT_NAMES
from assistant.showing.editions.asked import asks_of_change
from assistant.showing.pieces import Piece, Wanted, count_words, is_in
from documents.instructions import name_flagged

_SHARED = 2  # words at least that it has of what is asked and of what it changes
_MOST = 60  # words of it that are shown
_BELOW = 3_000  # characters of an amendment below the line that names it
_ABOVE = 1_500  # characters above a sentence in which the number of its clause stands
_LINE = 100  # characters of a line that names an amendment and says nothing yet
_PARAGRAPH = re.compile(
    rf"(?:\A|\n[^\w\n]{{0,120}}\n)[ \t]*(?P<first>[\W_]{{0,6}}(?:{AMENDMENT_NAMES})\b[^\n]*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b(?:no|nr)\.? ?\d+", re.IGNORECASE)
_SAYS = re.compile(r"[:.;–—] *\w")
_CLAUSE = re.compile(r"^[ \t]*(\d{1,2}(?:\.\d{1,2}){1,3})\.?[ \t]+\S", re.MULTILINE)
_SECTION = re.compile(r"\W{0,3}(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s")
_POINTS = (
    r"(?:clauses?|sections?|articles?|rules?|paragraphs?|paras?|§§?|ziffern?|artikeln?|abschnitt|artículo)"
)


def with_amendment(pieces: Sequence[Piece], wanted: Wanted, around: Around) -> list[Piece]:
    """The pieces; behind the first what an amendment further down in its document says of it, if one does.

    "All rates in 3.1 are increased by 4.5 per cent", of a rate in the table of clause 3.1. Nothing changes
    where it is asked how something was, or what has changed.
    """
    if not pieces or OF_OLD.search(wanted.question) or asks_of_change(wanted.question):
        return list(pieces)
    first, *others = pieces
    said = _amendment(first, wanted.question, around)
    return list(pieces) if said is None or is_in(said.sentences[0], pieces) else [first, said, *others]


def _amendment(piece: Piece, question: str, around: Around) -> Piece | None:
    changed = piece.sentences[0]
    clause, section = _clause(changed, around), _section(changed)
    for title, sentences in _amendments(changed, around):
        for place, each in enumerate(sentences):
            if each.heading or not (
                _names(each.text, clause)
                or (_names(each.text, section) and _shares_a_word(each, piece))
                or _is_of_subject(each, piece, question)
            ):
                continue
            return Piece("quote", _paragraph(sentences[place:]), piece.score, title, later=True)
    return None


def _paragraph(sentences: Sequence[EvidenceSentence]) -> tuple[EvidenceSentence, ...]:
    """The first sentence and what follows in its block, with so many words as are shown."""
    rest = list(takewhile(lambda each: each.block == sentences[0].block, sentences))
    count = max(1, sum(count_words(rest[: end + 1]) <= _MOST for end in range(len(rest))))
    return tuple(rest[:count])


def _amendments(
    sentence: EvidenceSentence, around: Around
) -> Iterator[tuple[str, Sequence[EvidenceSentence]]]:
    """The amendments below a sentence, the last one first: the line that names each, its sentences."""
    document = around.document(sentence)
    text, begins = document.text, sentence.citation.end
    found = list(_PARAGRAPH.finditer(text, begins, begins + LONGEST))
    for place, match in reversed(list(enumerate(found))):
        first = match["first"].strip()
        end = text.find("\n\n", match.end())
        end = len(text) if end < 0 else end
        title = ""
        if len(first) <= _LINE and not _SAYS.search(_NUMBERED.sub("", first)):
            after = found[place + 1].start() if place + 1 < len(found) else len(text)
            heading = next((each.start for each in document.headings if each.start >= match.end()), after)
            end = max(end, min(after, heading, match.start() + _BELOW))
            title = "" if name_flagged(first) else " ".join(first.strip("*_# ").split())
        yield title, around.stretch(sentence, match.start("first"), end)


def _clause(sentence: EvidenceSentence, around: Around) -> str:
    """The number of the clause that a sentence stands in: "3.1"."""
    text, start = around.document(sentence).text, sentence.citation.start
    end = text.find("\n", start)
    lines = text[max(0, start - _ABOVE) : end if end > 0 else len(text)]
    return next(reversed(_CLAUSE.findall(lines)), "")


def _section(sentence: EvidenceSentence) -> str:
    """The number of the section that a sentence stands in: "3" of "3. Before the day"."""
    match = next((_SECTION.match(heading) for heading in sentence.citation.headings[-1:]), None)
    return match[1] if match else ""


def _names(text: str, number: str) -> bool:
    """Whether a text names a clause or section by its number."""
    if not number:
        return False
    points = rf"(?:{_POINTS}|in|of)" if "." in number else _POINTS
    return re.search(rf"\b{points} ?{re.escape(number)}(?!\.?\d)", text, re.IGNORECASE) is not None


def _shares_a_word(amendment: EvidenceSentence, piece: Piece) -> bool:
    """Whether an amendment has a word of what it changes."""
    own = {stem for sentence in piece.sentences for stem in stems(sentence.text)}
    return any(stem in own and not HAS_DIGIT.search(stem) for stem in stems(amendment.text))


def _is_of_subject(amendment: EvidenceSentence, piece: Piece, question: str) -> bool:
    """Whether an amendment gives a value of what is asked, in most of the words that both have."""
    own = {stem for sentence in piece.sentences for stem in stems(sentence.text)}
    about = {stem for stem in stems(question) if stem in own and not HAS_DIGIT.search(stem)}
    shared = about & set(stems(amendment.text))
    enough = len(shared) >= _SHARED and 2 * len(shared) >= len(about)
    return enough and HAS_DIGIT.search(amendment.text) is not None

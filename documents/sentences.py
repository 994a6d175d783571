"""Sentences with exact offsets.

sentencex finds the ends inside running text; the lines decide the rest: blank lines, list items,
headings and table rows always begin anew, while a line that was only wrapped goes on. Where
sentencex breaks after an abbreviation or a day's number, the pieces are put together again.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]

_LONG = 500  # characters; sentencex keeps a quotation whole, and one that is never closed runs on for pages
_WRAPPED = 200  # characters; text with longer lines than this is not wrapped by hand
_BEGINS = re.compile(r"\s*(?:[-*+•●▪◦‣–—·]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#{1,6}\s|>|\||```|~~~|</?\w)")
_ENDS = re.compile(r"\s*(?:#{1,6}\s|```|~~~|[-=*_]{3,}\s*$)")
_ROW = re.compile(r"\t|\|.*\||(?:[,;]\S[^,;]*){3}")
_LOWER = re.compile(r"\s*[a-zà-öø-ÿ]")
_MONTH = re.compile(
    r"\s*(?:Jan|Feb|M[aä]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz]|gennaio|janvier|Woche|Jahrhundert)"
)
_DAY = re.compile(r"(?:^|[\s(–-])\d{1,2}\.$")
_ENUMERATOR = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z])[.)]$")
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(\[])(?:No|Nos|Nr|Fig|Figs|Eq|Eqs|Sec|Art|Abs|vol|Vol|pp?|Ch|ch|Tab|approx|Approx|ca|Ca|c|Ref|Abb|"
    r"Bd|S|Ziff|para|Para|Rev|v|ver|Ver|est|Est|min|max|Min|Max|tel|Tel|ext|Ext)\.$"
)
_BEFORE_ANYTHING = re.compile(
    r"(?:^|[\s(\[])(?:Dr|Mr|Mrs|Ms|Prof|Gen|Col|Sgt|Capt|Lt|Rev|Hon|Gov|Sen|Rep|St|Mt|Messrs|e\.g|i\.e|cf|Cf|vs|"
    r"viz|[A-Z]|z\.B|d\.h|bzw|vgl|Vgl)\.$"
)
_PLAIN_END = re.compile(r"[.!?][\"'”’»)\]]*\s+(?=[\"'“‘«(\[`]*\s?[A-Z])")
_NUMBER = re.compile(r"\s*[\d§(]")
_PUNCTUATION = re.compile(r"\s*[\W_]+\s*$")
_CLOSING = re.compile(r"\s*(?:''|[)\]}’”»\"'.,;:!?…]+)(?=\s|$)")


def sentence_spans(text: str, language: str = "en") -> list[Span]:
    """The sentences of `text` as (start, end) in characters, in order, without white space around.

    Every character that is not white space is in exactly one of them.
    """
    return [span for block in _blocks(text) for span in _sentences(text, block, language)]


def _blocks(text: str) -> Iterator[Span]:
    """Stretches of lines that run on: a sentence never goes from one to the next."""
    for paragraph in _paragraphs(text):
        width = max(end - start for start, end in paragraph)
        first = paragraph[0][0]
        for before, line in pairwise(paragraph):
            if not _runs_on(text, before, line, width):
                yield first, before[1]
                first = line[0]
        yield first, paragraph[-1][1]


def _paragraphs(text: str) -> Iterator[list[Span]]:
    """The lines between blank lines."""
    lines: list[Span] = []
    for found in re.finditer(r"[^\n\f\u2028\u2029]+", text):
        start, end = found.span()
        if lines and text[lines[-1][1] : start] != "\n":
            yield lines
            lines = []
        if found[0].strip():
            lines.append((start, end))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _runs_on(text: str, before: Span, line: Span, width: int) -> bool:
    """Whether `line` goes on with the sentence of the line before it: it was only wrapped."""
    above, below = text[slice(*before)], text[slice(*line)]
    if _BEGINS.match(below) or _ENDS.match(above) or _ENDS.match(below):
        return False
    if width > _WRAPPED or _ROW.search(above) or _ROW.search(below):
        return False
    if _LOWER.match(below) and above.rstrip()[-1:] not in ".!?:;":
        return True
    # Had the next word fitted on the line, the break was meant.
    word = below.split(None, 1)[0]
    return width > 40 and len(above.rstrip()) + 1 + len(word) > 0.85 * width


def _sentences(text: str, block: Span, language: str) -> Iterator[Span]:
    from sentencex import get_sentence_boundaries

    # One character for one: a wrapped line is read as a blank, and offsets stay.
    flat = re.sub(r"\s", " ", text[slice(*block)])
    ends = [boundary["end_index"] for boundary in get_sentence_boundaries(language, flat)]
    start = 0
    for end in _repaired(flat, _finer(flat, ends)):
        piece = flat[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield block[0] + left, block[0] + start + len(piece.rstrip())
        start = end


def _finer(flat: str, ends: list[int]) -> list[int]:
    """`ends` with those that punctuation shows inside pieces too long for a sentence."""
    more = [
        found.end()
        for start, end in pairwise(sorted({0, *ends, len(flat)}))
        if end - start > _LONG
        for found in _PLAIN_END.finditer(flat, start, end)
    ]
    return ends + more


def _repaired(flat: str, ends: list[int]) -> Iterator[int]:
    """The sentence ends that hold, rising, the last one at the end of the text."""
    start = 0
    for end in sorted({end for end in ends if 0 < end < len(flat)}):
        if closing := _CLOSING.match(flat, end):  # a quotation mark that was left behind
            end = closing.end()
        if end > start and not _goes_on(flat, start, end):
            yield end
            start = end
    yield len(flat)


def _goes_on(flat: str, start: int, end: int) -> bool:
    """Whether the piece from `start` to `end` is no sentence of its own."""
    tail = flat[max(start, end - 24) : end].rstrip()
    return bool(
        _BEFORE_ANYTHING.search(tail)
        or (_BEFORE_NUMBER.search(tail) and _NUMBER.match(flat, end))
        or (_DAY.search(tail) and (_MONTH.match(flat, end) or _LOWER.match(flat, end)))
        or (end - start < 8 and _ENUMERATOR.match(flat[start:end].strip()))
        or (end - start < 8 and _PUNCTUATION.match(flat[start:end]))
    )

"""Sentences with exact offsets.

The lines decide where a text is parted: blank lines, list items, headings and table rows always begin anew,
while a line that was only wrapped goes on. Inside such a stretch `sentence_ends` finds the sentences.

Where a text has blocks these decide instead of its lines: see `units`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from documents.text.runs import runs
from documents.text.sentence_ends import LOWER, PLAIN_END, sentence_ends
from documents.types import Block

Span = tuple[int, int]
_LONGEST_LINE = 20_000  # characters of a line or a block of lines that are looked at at once
_LINES = 500  # lines from which the width of wrapped text is estimated
_GOES_ON = ",–—-("  # at the end of a line
_JOINERS = "\u200d\ufe0e\ufe0f"
_ONE_UNIT = 60  # words up to which a list item or a heading is not divided
_WRAPPED = 200  # characters; text with longer lines than this is not wrapped by hand
_BEGINS = re.compile(r"\s{0,80}(?:[-*+•●▪◦‣–—·]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#{1,6}\s|>|\||```|~~~|</?\w)")
_LETTERED = re.compile(r"\s{0,80}\(?[a-z]\)\s")
_ENDS = re.compile(r"\s{0,80}(?:#{1,6}\s|```|~~~|[-=*_]{3,200}\s{0,80}$)")
# Cells side by side: by tabs, bars or commas, or each behind its header as our readers write them.
_ROW = re.compile(r"\t|\|.*\||(?:[,;]\S[^,;]*){3}|: [^;]{1,200}; [^:;]{1,80}: ")
_WORD = re.compile(r"[^\W_]")
_FENCE = re.compile(r"[\s>]{0,80}(?:`{3}|~{3})")
_QUOTE_MARKS = re.compile(r"(?<=\n)[ \t>]{1,400}")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text` as (start, end) in characters, in order, without white space around.

    Every character that is not white space is in exactly one of them.
    """
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[Span]:
    """As `sentence_spans`, one after the other: however long `text` is, little of it is looked at at once."""
    for block in _blocks(text):
        yield from _sentences(text, block)


def units(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """The sentences of `text` with respect to its blocks, as (start, end) in `text`, in order.

    No sentence crosses the border of a block, except to the paragraph that goes on with it on the next
    page. A table's row is one unit, with the headers that stand before its cells; a line of code too, and a
    list item or a heading of at most 60 words. The marks before an item, a heading or a cell on its line
    ("- ", "## ", "| ") are in no unit, nor is anything without a letter or digit between blocks. What stands
    in no block is split as `each_sentence` does. Where `text` is a part of what the blocks are of, they may
    reach beyond it.
    """
    if not blocks:
        yield from each_sentence(text)
        return
    place = 0
    for group in _groups(text, blocks):
        block, first, last = group[0], max(group[0].start, 0), min(group[-1].end, len(text))
        line = max(text.rfind("\n", place, first) + 1, place)
        if block.kind == "cell" and _WORD.search(text, line, first):
            first = line  # "Price: " before a cell
        marked = block.kind in ("item", "heading")
        yield from _between(text, place, min(line, first) if marked else first)
        yield from _within(text, block, first, last)
        place = last
    yield from _between(text, place, len(text))


def unwrapped(text: str) -> str:
    r"""`text` to be drawn: a blank for each line break where a line was only wrapped, so that places stay.

    A break that two blanks or a backslash stand before was meant, as in Markdown.

    >>> unwrapped("The committee met in the back room of the Drover's\nArms.\n- It was cold.\n- It was late.")
    "The committee met in the back room of the Drover's Arms.\n- It was cold.\n- It was late."
    """
    drawn = list(text)
    for lines in _windows(text):
        width = max(end - start for start, end in lines)
        for before, line in pairwise(lines):
            is_hard_break = text.endswith(("  ", "\\"), *before)
            if (
                not is_hard_break
                and text[before[1]] == "\n"
                and _runs_on(text, before, line, width, inside=False)
            ):
                drawn[before[1]] = " "
    return "".join(drawn)


def _groups(text: str, blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks that lie in the text, the cells of a row together."""
    return runs(
        (block for block in blocks if block.start < len(text) and block.end > 0),
        lambda group, block: _same_row(text, group[-1], block) or goes_on(text, group[-1], block),
    )


def _same_row(text: str, before: Block, block: Block) -> bool:
    cells = before.kind == block.kind == "cell" and before.row == block.row
    return cells and "\n" not in text[before.end : block.start]


def goes_on(text: str, before: Block, block: Block) -> bool:
    """Whether a paragraph goes on with the sentence of the block before it, at the top of the next page."""
    over = before.page != block.page and before.kind in ("paragraph", "item") and block.kind == "paragraph"
    return over and text[before.end : block.start] == "\n" and bool(LOWER.match(text, block.start))


def _between(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of what stands in no block, without rules, fences and other marks."""
    for span in _shifted(each_sentence(text[start:end]), start):
        if _WORD.search(text, *span) and not _FENCE.match(text, span[0]):
            yield span


def _within(text: str, block: Block, start: int, end: int) -> Iterator[Span]:
    """The units of a block, or of the part of it that lies in the text."""
    piece = text[start:end]
    whole = block.kind == "cell" or (block.kind in ("item", "heading") and len(piece.split()) <= _ONE_UNIT)
    if whole:
        spans = iter([trimmed(piece, 0, len(piece))] if piece.strip() else [])
    elif block.kind == "code":
        spans = (trimmed(piece, *line) for line in _lines(piece))
    elif block.kind == "furniture":
        spans = each_sentence(piece)
    else:
        spans = _prose(piece, quoted=block.kind == "quote")
    return _shifted(spans, start)


def _prose(piece: str, *, quoted: bool) -> Iterator[Span]:
    """The sentences of running text, of whose lines each may begin with the marks of a quote."""
    # One character for one, so that offsets stay.
    plain = _QUOTE_MARKS.sub(lambda mark: " " * len(mark[0]), piece) if quoted else piece
    for stretch in _blocks(plain, inside=True):
        yield from _sentences(plain, stretch)


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without white space around it."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _shifted(spans: Iterator[Span], by: int) -> Iterator[Span]:
    return ((start + by, end + by) for start, end in spans)


def _blocks(text: str, *, inside: bool = False) -> Iterator[Span]:
    """Stretches of lines that run on: a sentence never goes from one to the next.

    `inside` a block of running text no line is an item, a row or a heading, whatever it begins with.
    """
    first: int | None = None
    before = (0, 0)
    for lines in _windows(text):
        width = max(end - start for start, end in lines)
        for line in lines:
            if first is not None and _ends_block(text, (first, before), line, width, inside):
                yield first, before[1]
                first = None
            first = line[0] if first is None else first
            before = line
    if first is not None:
        yield first, before[1]


def _ends_block(text: str, block: tuple[int, Span], line: Span, width: int, inside: bool) -> bool:
    """Whether `line` begins anew after a block: its first character and its last line."""
    first, before = block
    if text[before[1] : line[0]] != "\n" or line[1] - first > 2 * _LONGEST_LINE:
        return True
    if line[1] - first > _LONGEST_LINE and text[before[1] - 1] in ".!?":
        return True
    if inside and _LETTERED.match(text, first) and _LETTERED.match(text, line[0]):
        return True  # which Markdown takes for one paragraph
    return not _runs_on(text, before, line, width, inside)


def _windows(text: str) -> Iterator[list[Span]]:
    """The lines between blank lines, at most so many at once as tell how wide the text is wrapped."""
    return runs(
        _lines(text),
        lambda lines, line: text[lines[-1][1] : line[0]] == "\n" and len(lines) < _LINES,
    )


def _lines(text: str) -> Iterator[Span]:
    """The lines that have something in them; a very long one in pieces."""
    for match in re.finditer(r"[^\n\f\u2028\u2029]+", text):
        start, end = match.span()
        while end - start > _LONGEST_LINE:
            cut = _cut(text, start, start + _LONGEST_LINE)
            yield start, cut
            start = cut
        if not text[start:end].isspace():
            yield start, end


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut a stretch that is too long: after a sentence, else at a blank, else before a letter."""
    middle = (start + end) // 2
    ends = [match.end() for match in PLAIN_END.finditer(text, middle, end)]
    if ends:
        return ends[-1]
    blank = text.rfind(" ", middle, end)
    if blank > 0:
        return blank
    while end > middle and (unicodedata.combining(text[end]) or text[end] in _JOINERS):
        end -= 1
    return end


def _runs_on(text: str, before: Span, line: Span, width: int, inside: bool) -> bool:
    """Whether `line` goes on with the sentence of the line before it: it was only wrapped."""
    above, below = text[slice(*before)], text[slice(*line)]
    if inside and above.rstrip()[-1:] in _GOES_ON:
        return True
    if not inside and (_BEGINS.match(below) or _ENDS.match(above) or _ENDS.match(below)):
        return False
    if not inside and (width > _WRAPPED or _ROW.search(above) or _ROW.search(below)):
        return False
    if LOWER.match(below) and above.rstrip()[-1:] not in ".!?:;":
        return True
    # Had the next word fitted on the line, the break was meant.
    word = below.split(None, 1)[0]
    return width > 40 and len(above.rstrip()) + 1 + len(word) > 0.85 * width


def _sentences(text: str, block: Span) -> Iterator[Span]:
    # One character for one: a wrapped line is read as a blank, and offsets stay.
    flat = re.sub(r"\s", " ", text[slice(*block)])
    start = 0
    for end in sentence_ends(flat):
        if flat[start:end].strip():
            yield from _shifted(iter([trimmed(flat, start, end)]), block[0])
        start = end

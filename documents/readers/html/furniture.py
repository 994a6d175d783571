"""Which pieces of a web page are its furniture: menus, banners, footers, what stands around the text.

trafilatura's choice of the main text is the hint: what it took is main text. It leaves out headings, lists
and tables between the paragraphs that it takes, so those are main text too. It was made for articles: of
other pages it leaves out much more, beside the paragraphs too, such as notices, cards and opening hours. So
there all is main text that stands in the same part of the page, unless the markup says otherwise. Where it
took only a small part of the page's running text, the markup decides alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import compress, takewhile

from documents.readers.html.pieces import Piece

_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row by which a piece is known in the main text
_KNOWN = 0.8  # share of a piece's runs that are in the main text, from which it is of it
_LINKS = 0.3  # share of a piece's characters that are links, above which it leads elsewhere
_TRUSTED = 0.4  # share of the page's running text that must be in the main text for it to be believed
_RUNNING = 10  # words of a piece that is running text
_STRUCTURE = ("heading", "item", "table")


def mark(pieces: Sequence[Piece], main: str, *, is_article: bool) -> None:
    """Marks the furniture among the pieces of a page, given its main text as trafilatura found it.

    `is_article`: whether the page says that it is an article.
    """
    known = _Known(main)
    lengths = [sum(1 for _ in _WORD.finditer(piece.words())) for piece in pieces]
    chosen = [known.has(piece) for piece in pieces]
    first, end = _stretch(pieces, lengths, chosen) if _believed(pieces, lengths, chosen) else (0, 0)
    if first == end:
        for piece in pieces:
            piece.furniture = not _free(piece)
        return
    main_pieces = list(compress(pieces[first:end], chosen[first:end]))
    common = () if is_article else _common(main_pieces)
    in_body = not is_article and not any(piece.inside for piece in main_pieces)  # as a word processor writes
    for piece in pieces[first:end]:
        known.forget(piece)
    for place, piece in enumerate(pieces):
        in_part = in_body or bool(common and piece.inside[: len(common)] == common)
        in_main = not is_article and (piece.main or in_part)
        if first <= place < end or in_main:
            belongs = _free(piece) and (not is_article or piece.kind in _STRUCTURE)
            piece.furniture = not chosen[place] and not belongs
        else:  # a title far above the text, and text far below; what was in the text is not repeated
            title = piece.kind == "heading" and piece.level == 1 and _free(piece)
            piece.furniture = not title and not (chosen[place] and known.has_run(piece))


def _common(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The containers that all of these stand in, outermost first; an article is the innermost of them."""
    paths = [piece.inside[: piece.article or None] for piece in pieces]
    alike = takewhile(lambda numbers: len(set(numbers)) == 1, zip(*paths, strict=False))
    return tuple(numbers[0] for numbers in alike)


def _believed(pieces: Sequence[Piece], lengths: Sequence[int], chosen: Sequence[bool]) -> bool:
    """Whether the main text has enough of what reads like running text."""
    running = [place for place, piece in enumerate(pieces) if lengths[place] >= _RUNNING and _free(piece)]
    among = sum(lengths[place] for place in running if chosen[place])
    return among >= _TRUSTED * sum(lengths[place] for place in running)


def _stretch(pieces: Sequence[Piece], lengths: Sequence[int], chosen: Sequence[bool]) -> tuple[int, int]:
    """From where to where the main text goes: over the most words of it, less the words that are not.

    The headings, lists and tables right before and after them are taken along.
    """
    best = score = start = first = end = 0
    for place, length in enumerate(lengths):
        if score <= 0:
            score, start = 0, place
        score += length if chosen[place] else -length
        if score > best:
            best, first, end = score, start, place + 1
    above = first
    while 0 < above < end and (
        chosen[above - 1] or _is_heading(pieces[above - 1]) or _is_list(pieces[above - 1])
    ):
        above -= 1
    # A menu without links or a question for cookies may stand above the title.
    headings = [place for place in range(above, first) if _is_heading(pieces[place])]
    titles = [place for place in headings if pieces[place].level == 1]
    first = next(iter(titles[-1:] or headings[:1]), first)
    while first < end < len(pieces) and _is_list(pieces[end]):
        end += 1
    return first, _past_lists(pieces, lengths, chosen, end) if first < end else end


def _past_lists(pieces: Sequence[Piece], lengths: Sequence[int], chosen: Sequence[bool], end: int) -> int:
    """The end of the main text, which goes on below a long list or table where running text of it follows."""
    for place in range(end, len(pieces)):
        if chosen[place] and lengths[place] >= _RUNNING and _free(pieces[place]):
            end = place + 1
        elif not (_is_heading(pieces[place]) or _is_list(pieces[place])):
            break
    return end


def _free(piece: Piece) -> bool:
    """Whether nothing in the markup says that the piece is furniture."""
    return not piece.around and not piece.control and piece.linked <= _LINKS * len(piece.words())


def _is_heading(piece: Piece) -> bool:
    return piece.kind == "heading" and _free(piece)


def _is_list(piece: Piece) -> bool:
    return piece.kind in ("item", "table") and piece.linked == 0 and _free(piece)


class _Known:
    """The main text as its runs of words, by their hashes, and its short lines."""

    def __init__(self, text: str) -> None:
        self._ngrams = set(_ngrams(_words(text)))
        lines = (_words(line) for line in text.split("\n"))
        self._lines = {" ".join(words) for words in lines if 0 < len(words) < _RUN}

    def has(self, piece: Piece) -> bool:
        """Whether the piece is of the main text; a short one if it is a line of it."""
        words = _words(piece.words())
        if len(words) < _RUN:
            return " ".join(words) in self._lines
        return self.has_run(piece)

    def has_run(self, piece: Piece) -> bool:
        """Whether most of the piece's runs of words are in the main text."""
        runs = list(_ngrams(_words(piece.words())))
        return bool(runs) and sum(run in self._ngrams for run in runs) >= _KNOWN * len(runs)

    def forget(self, piece: Piece) -> None:
        """Takes the piece out of the main text, so that what repeats it is not of it."""
        self._ngrams.difference_update(_ngrams(_words(piece.words())))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _ngrams(words: Sequence[str]) -> Iterator[int]:
    return (hash(tuple(words[start : start + _RUN])) for start in range(len(words) - _RUN + 1))

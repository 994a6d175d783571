"""Quotes that go on with the sentences after them, where these answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.showing.around import Around
from assistant.showing.pieces import Piece, count_words, is_in, place_in
from assistant.showing.tables.rows import is_row

SENTENCES = 2  # by which a quote goes on at most
WORDS = 45  # that these have together at most
# By how much the log-odds that it answers are higher with them. Of seven users' 578 questions 449 were shown
# what answers, and 453 so, with 2 to 10 % more words; with 1.0 as many as without.
BETTER = 0.5


def going_on(
    pieces: Sequence[Piece], around: Around, log_odds_of: Callable[[Piece], float | None]
) -> list[Piece]:
    """The pieces, a quote with the next sentences of its paragraph where it answers better by that model.

    "For seven months nobody could make it go." begins an answer that the sentence after it has. All stay as
    they are where the model tells nothing.
    """
    return [_gone_on(piece, pieces, around, log_odds_of) for piece in pieces]


def _gone_on(
    piece: Piece, shown: Sequence[Piece], around: Around, log_odds_of: Callable[[Piece], float | None]
) -> Piece:
    longer = list(_longer(piece, shown, around))
    own = log_odds_of(piece) if longer else None
    if own is None:
        return piece
    rated = [(log_odds, each) for each in longer if (log_odds := log_odds_of(each)) is not None]
    best, longest = max(rated, key=lambda pair: pair[0], default=(own, piece))
    return longest if best >= own + BETTER else piece


def _longer(piece: Piece, shown: Sequence[Piece], around: Around) -> Iterator[Piece]:
    """The quote with one sentence more, with two, up to one that is shown already."""
    last = piece.sentences[-1]
    if piece.kind != "quote" or is_row(last) or last.block is None or last.block.kind == "item":
        return
    paragraph = around.paragraph(last)
    at = place_in(last, paragraph)
    if at is None:
        return
    after = list(takewhile(lambda each: not each.heading and not is_in(each, shown), paragraph[at + 1 :]))
    for count in range(1, min(len(after), SENTENCES) + 1):
        if count_words(after[:count]) > WORDS:
            return
        yield replace(piece, sentences=(*piece.sentences, *after[:count]))

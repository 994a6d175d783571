"""Quotes that go on with the sentences after them, where they answer better so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, count_words, is_in, place_in
from assistant.showing.quotes import add_piece, follows
from documents.readers.plain.text import SPEAKER

SENTENCES = 2  # by which a quote goes on at most
WORDS = 45  # that these have together at most
# By how much the log-odds that it answers are higher with them. Of seven users' 578 questions 449 were shown
# what answers, and 453 so, with 2 to 10 % more words; with 1.0 as many as without.
BETTER = 0.5


def going_on(
    pieces: Sequence[Piece], around: Around, log_odds_of: Callable[[Piece], float | None]
) -> list[Piece]:
    """The pieces, a quote with the next sentences of its paragraph where it is likelier to answer so.

    "For seven months nobody could make it go." begins an answer that the sentence after it has. All stay as
    they are where `log_odds_of` tells nothing.
    """
    grown: list[Piece] = []
    for place, piece in enumerate(pieces):
        better = _better(piece, [*grown, *pieces[place:]], around, log_odds_of)
        if better is None:
            grown.append(piece)
        else:
            add_piece(better, grown, around)
    return grown


def _better(
    piece: Piece, shown: Sequence[Piece], around: Around, log_odds_of: Callable[[Piece], float | None]
) -> Piece | None:
    """The best of the quote with more sentences, if that is better; else nothing."""
    own = log_odds_of(piece) if piece.kind == "quote" else None
    if own is None:
        return None
    longer = _longer(piece, shown, around)
    rated = [
        (log_odds, candidate) for candidate in longer if (log_odds := log_odds_of(candidate)) is not None
    ]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= own + BETTER else None


def _longer(piece: Piece, shown: Sequence[Piece], around: Around) -> Iterator[Piece]:
    """The quote with one sentence more, with two, up to what is shown already or somebody else says.

    What was picked with care stays as it is: what is sure, or of a later document.
    """
    last = piece.sentences[-1]
    if piece.sure or piece.later or last.kind != "paragraph":
        return
    paragraph = around.paragraph(last)
    place = place_in(last, paragraph)
    more: list[EvidenceSentence] = []
    for before, sentence in pairwise(paragraph[place:] if place is not None else ()):
        if (
            sentence.heading
            or SPEAKER.match(sentence.text)
            or around.is_of_head(sentence)
            or is_in(sentence, shown)
        ):
            return
        more.append(sentence)
        if len(more) > SENTENCES or count_words(more) > WORDS or not follows(before, sentence, around):
            return
        yield replace(piece, sentences=(*piece.sentences, *more))

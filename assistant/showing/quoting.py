"""The best places of the documents, each as much of it as is needed to understand it."""

from collections.abc import Sequence

from assistant.evidence import EvidenceSentence, Scored
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted, count_words, is_in, same_place

WORDS = 90  # of all pieces together
FEWEST = 15  # words that must be left for one piece more
QUOTE = 40  # words of a paragraph
PIECES = 4
LOWER = 0.9  # a piece whose score is that much below the best one's is not shown


def best_quotes(wanted: Wanted, around: Around) -> list[Piece]:
    """Quotes of different places: paragraphs cut at sentences, items, rows; best first."""
    return quotes_of(wanted.scored, around, words=WORDS, pieces=PIECES)


def quotes_of(scored: Sequence[Scored], around: Around, *, words: int, pieces: int) -> list[Piece]:
    """At most so many pieces with so many words of evidence, best first."""
    found: list[Piece] = []
    for one in scored:
        left = words - sum(piece.words for piece in found)
        if len(found) == pieces or left < FEWEST or one.score < scored[0].score - LOWER:
            break
        if not is_in(one.sentence, found):
            piece = quote(one, around, min(QUOTE, left))
            if not found or piece.words <= left:
                found.append(piece)
    return found


def quote(one: Scored, around: Around, words: int) -> Piece:
    """The sentence with those beside it in its paragraph, about `words` long; an item or a row by itself."""
    sentence, block = one.sentence, one.sentence.block
    if block is not None and block.kind == "item":
        listed = around.list_of(sentence)
        return Piece("quote", (sentence,), one.score, listed.introduction if listed else "")
    if block is not None and block.kind == "cell":
        return Piece("quote", (sentence,), one.score)
    paragraph = around.paragraph(sentence)
    return Piece("quote", tuple(_with_neighbours(sentence, paragraph, words)), one.score)


def _with_neighbours(
    sentence: EvidenceSentence, paragraph: list[EvidenceSentence], words: int
) -> list[EvidenceSentence]:
    """The sentences around one, those after it first, while they have room."""
    at = next((n for n, one in enumerate(paragraph) if same_place(one, sentence)), None)
    if at is None:
        return [sentence]
    first = last = at
    while True:
        if last + 1 < len(paragraph) and count_words(paragraph[first : last + 2]) <= words:
            last += 1
        elif first > 0 and count_words(paragraph[first - 1 : last + 1]) <= words:
            first -= 1
        else:
            return paragraph[first : last + 1]

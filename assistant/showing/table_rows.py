"""A table's row that answers, and in it the cell that does."""

from collections.abc import Sequence

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import number_key, stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece
from assistant.types import Value
from documents.types import Block


def row(scored: Scored, question: str, around: Around) -> Piece:
    """The row, with its cell where one column is what the question names, or there is only one value."""
    sentence = scored.sentence
    cells = around.cells(sentence)
    cell = _asked(cells, question)
    value = None
    if cell is not None:
        text = around.words(sentence, cell)
        value = Value(text, cell.row_header if cell.row_header != text else "", cell.column_header)
    return Piece("value" if value else "quote", (sentence,), scored.score, value=value)


def _asked(cells: Sequence[Block], question: str) -> Block | None:
    """The cell under the one column header that has most words of the question; None where several have."""
    values = [cell for cell in cells if cell.column]
    if len(values) == 1:
        return values[0]
    asked = set(stems(question))
    shares = [_share(cell, asked) for cell in values]
    best = max(shares, default=0.0)
    return values[shares.index(best)] if best > 0 and shares.count(best) == 1 else None


def _share(cell: Block, asked: set[str]) -> float:
    """The share of the column's own words that the question has."""
    own = set(stems(cell.column_header))
    return len(own & asked) / len(own) if own else 0.0


def rows_meant(scored: Sequence[Scored], question: str) -> Sequence[Scored]:
    """The evidence; where a row is best, those that the question names come first, others are left out.

    In a list of prices "Bike wash (free with a full service)" may be rated above "Full service".
    """
    if not scored or not is_row(scored[0].sentence):
        return scored
    meant = [each for each in scored if is_named(each.sentence, question)]
    return [*meant, *(each for each in scored if not is_row(each.sentence))] if meant else scored


def is_named(sentence: EvidenceSentence, question: str) -> bool:
    """Whether it is a row whose name, its first cell, the question has in full; a number is no name."""
    block, citation = sentence.block, sentence.citation
    if block is None or block.kind != "cell" or block.column != 0:
        return False
    own = set(stems(citation.quote[: block.end - citation.start]))
    return any(number_key(stem) is None for stem in own) and own <= set(stems(question))


def is_row(sentence: EvidenceSentence) -> bool:
    """Whether a sentence is a row of a table."""
    return sentence.block is not None and sentence.block.kind == "cell"

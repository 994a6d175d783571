"""From claims to the rows that are shown."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.conflicts.statements import Claim
from assistant.conflicts.value import Value, shown
from assistant.types import Citation, ConflictRow

LONG_QUOTE = 400  # characters; what is longer is a table or a menu
AROUND = 150  # characters on each side of a value
ROWS_A_VALUE = 2  # sources shown for one value


def rows_of(groups: Sequence[Sequence[Claim]]) -> tuple[ConflictRow, ...]:
    """The first claims of each value, the newest document first."""
    rows = [_row(claim) for group in groups for claim in group[:ROWS_A_VALUE]]
    return tuple(sorted(rows, key=lambda row: row.date or "", reverse=True))


def _row(claim: Claim) -> ConflictRow:
    value, sentence = claim.value, claim.sentence
    return ConflictRow(
        shown(value, sentence.text), sentence.citation.date, _narrowed(sentence.citation, value)
    )


def _narrowed(citation: Citation, value: Value) -> Citation:
    """The citation of a sentence, or of what stands around the value where the sentence is very long."""
    quote = citation.quote
    if len(quote) <= LONG_QUOTE:
        return citation
    start = max(0, value.start - AROUND)
    end = min(len(quote), value.end + AROUND)
    start = quote.find(" ", start, value.start) + 1 if start else 0  # no word is cut
    end = max(quote.rfind(" ", value.end, end), value.end) if end < len(quote) else end
    return replace(citation, start=citation.start + start, end=citation.start + end, quote=quote[start:end])

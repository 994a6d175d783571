"""What was found, shown in the documents' own words: no language model is needed for it.

`form_of` says how a question wants to be answered, `Around` what stands around a sentence in its document,
and `show` makes the pieces of an answer: quotes, lists, rows, sides, summaries.
"""

from assistant.showing.around import Around
from assistant.showing.assembly import with_found
from assistant.showing.editions import not_meant
from assistant.showing.families import (
    amending,
    are_built_alike,
    kin,
    may_name_edition,
    names_edition,
    newer,
)
from assistant.showing.forms import form_of
from assistant.showing.going_on import going_on
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.show import show
from assistant.showing.tables.rows import is_row

__all__ = [
    "Around",
    "Piece",
    "Wanted",
    "amending",
    "are_built_alike",
    "form_of",
    "going_on",
    "is_row",
    "kin",
    "may_name_edition",
    "names_edition",
    "newer",
    "not_meant",
    "show",
    "with_found",
]

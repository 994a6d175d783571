"""From ranked evidence to the pieces of an answer, by its form."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.language.codes import codes, label
from assistant.showing.around import Around
from assistant.showing.comparisons import sides
from assistant.showing.dated import of_month
from assistant.showing.editions.asked import asks_of_change, what_differs
from assistant.showing.editions.named_clause import with_amendment
from assistant.showing.lists import whole_list
from assistant.showing.pieces import LIST_KINDS, Piece, Wanted
from assistant.showing.quotes import best_quotes, quotes_below
from assistant.showing.summaries import named_section, numbered_section, summary
from assistant.showing.tables.categories import of_category
from assistant.showing.tables.computed import computed_rows
from assistant.showing.tables.entire import entire_table
from assistant.showing.tables.logs.entries import entries
from assistant.showing.tables.logs.latest import latest
from assistant.showing.tables.looked_up import looked_up
from assistant.showing.tables.opening import opening_hours
from assistant.showing.tables.rota import on_duty
from assistant.showing.tables.rows import disambiguated, without_other_rows
from assistant.types import Form

# Forms that are not asked whether something has changed: it is looked for anyway, or never meant.
_NOT_OF_CHANGE: tuple[Form, ...] = ("compare", "steps", "why")
Maker = Callable[[Wanted, Around], list[Piece]]


def show(wanted: Wanted, around: Around) -> list[Piece]:
    """The pieces, best first: quotes where nothing of the asked form was found; none of nothing.

    Where it is not sure that a list is the one that is asked for, quotes stand below it.
    """
    return with_amendment(_pieces(wanted, around), wanted, around)


def _pieces(wanted: Wanted, around: Around) -> list[Piece]:
    wanted = of_month(wanted)
    # In all rows: below, those are left out that are not named.
    pieces = entire_table(wanted, around) or opening_hours(wanted, around)
    if pieces and pieces[0].sure:
        return pieces
    pieces = pieces or on_duty(wanted, around) or looked_up(wanted, around)
    wanted = replace(wanted, scored=without_other_rows(wanted.scored, wanted.question, around))
    pieces = pieces or latest(wanted, around) or computed_rows(wanted, around)
    pieces = pieces or entries(wanted, around) or of_category(wanted, around)
    if pieces:
        # The other rows of a table were looked at.
        rest = [] if pieces[0].sure else best_quotes(wanted, around, pieces)
        return disambiguated([*pieces, *(piece for piece in rest if not piece.sentences[0].is_row)])
    pieces = numbered_section(wanted, around)
    if not pieces and wanted.form not in _NOT_OF_CHANGE and asks_of_change(wanted.question):
        pieces = what_differs(wanted, around)
    if not pieces and wanted.reported:
        pieces = named_section(wanted, around)
    if not pieces and not _is_labelled(wanted) and (maker := _MAKERS.get(wanted.form)):
        pieces = maker(wanted, around)
    if not pieces:
        return disambiguated(best_quotes(wanted, around))
    return disambiguated([*pieces, *quotes_below(pieces, wanted, around)])


def _is_labelled(wanted: Wanted) -> bool:
    """Whether of a list of faults or parts the one with the question's code is asked for: the best sentence
    begins with it, and introduces no list.
    """
    if wanted.form not in LIST_KINDS:
        return False
    best = wanted.scored[0].sentence.text if wanted.scored else ":"
    return not best.endswith(":") and label(best) in codes(wanted.question)


_MAKERS: Mapping[Form, Maker] = {
    "list": whole_list,
    "steps": whole_list,
    "summary": summary,
    "compare": sides,
}

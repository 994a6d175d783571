"""Sources that disagree, as HTML: a table of what each says, side by side."""

from collections.abc import Sequence

from assistant.export.flagged import Flagged
from assistant.phrases import disagreement
from assistant.types import Conflict, ConflictRow
from assistant.ui import words
from assistant.ui.render.html import emphasised, escape
from assistant.ui.render.quotes import opens, place, warning


def conflicts(found: Sequence[Conflict], flagged: Flagged) -> str:
    """A table for each point on which sources disagree."""
    return "".join(_conflict(one, flagged) for one in found)


def _conflict(one: Conflict, flagged: Flagged) -> str:
    """The roles say what the stacked cards of a narrow page no longer do."""
    heads = "".join(
        f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in words.CONFLICT_COLUMNS
    )
    rows = "".join(_row(row, flagged(row.citation)) for row in one.rows)
    note = f'<p class="quiet" dir="auto">{escape(one.note)}</p>' if one.note else ""
    return (
        '<div class="conflict" data-testid="conflict">'
        f'<p class="said" dir="auto">{escape(disagreement(one))}</p>'
        f'<table class="table" role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>{note}</div>'
    )


def _row(row: ConflictRow, flagged: bool) -> str:
    one = row.citation
    date = (
        f"<time>{escape(row.date)}</time>"
        if row.date
        else f'<span class="quiet">{escape(words.NO_DATE)}</span>'
    )
    cells = [
        f"<strong><bdi>{escape(row.value)}</bdi></strong>",
        f'<button type="button" class="place" title="{escape(words.OPEN_SOURCE)}">'
        f"<bdi>{escape(place(one))}</bdi></button>",
        date,
        f'<blockquote dir="auto">{emphasised(one.words, row.value)}</blockquote>{warning(flagged)}',
    ]
    written = "".join(
        f'<td role="cell" data-label="{escape(name)}">{cell}</td>'
        for name, cell in zip(words.CONFLICT_COLUMNS, cells, strict=True)
    )
    return (
        f'<tr role="row" data-testid="conflict-row" data-quoted data-do="quote" {opens(one)}>{written}</tr>'
    )

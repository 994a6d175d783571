"""The list of sources to choose from: all of them, or of very many those that are looked for."""

from assistant.ui.panel import Data
from assistant.ui.rendering import render
from documents.library import Library, View

WHOLE = 1_000  # sources that are listed all at once
SOME = 100  # of more


def choices(library: Library, data: Data) -> Data:
    """`html` of check boxes, those of `chosen` ticked; `partial`: they are the chosen and some with `words`.

    With none chosen all are ticked, or of very many none: either means all.
    """
    chosen = {str(one) for one in data.get("chosen") or []}
    partial = library.source_count() > WHOLE
    if partial:
        there = map(library.source, sorted(library.existing(chosen)))
        found = library.sources(view=View(str(data.get("words") or ""), limit=SOME))
        sources = list({source.id: source for source in [*there, *found]}.values())
    else:
        sources = library.sources()
    html = render("choices.html", sources=sources, chosen=chosen, partial=partial)
    return {"html": html, "partial": partial}

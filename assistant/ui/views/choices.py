"""The list of sources to choose from: all of them, or of very many those that are looked for."""

from assistant.ui.panel import Data
from assistant.ui.rendering import render
from documents.inputs import file_name
from documents.library import Library, View
from documents.types import Source

WHOLE = 1_000  # sources that are listed all at once
SHOWN_OF_MANY = 100  # of more


def name_of(source: Source) -> str:
    """The name of its file, by which a person knows it; its title where it came in another way."""
    return source.title if source.uri.startswith("text:") else file_name(source.uri)


def choices(library: Library, data: Data) -> Data:
    """`html` of check boxes, those of `chosen` ticked; `partial`: they are the chosen and some with `words`.

    With none chosen all are ticked, or of very many none: either means all.
    """
    chosen = {str(source_id) for source_id in data.get("chosen") or []}
    partial = library.source_count() > WHOLE
    if partial:
        ticked = map(library.source, sorted(library.existing(chosen)))
        matching = library.sources(view=View(str(data.get("words") or ""), limit=SHOWN_OF_MANY))
        sources = list({source.id: source for source in [*ticked, *matching]}.values())
    else:
        sources = library.sources()
    html = render("choices.html", sources=sources, chosen=chosen, partial=partial, name_of=name_of)
    return {"html": html, "partial": partial}

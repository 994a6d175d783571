"""The search panel: passages, without the language model."""

from assistant.assistant import Assistant
from assistant.ui import words
from assistant.ui.panel import Data, part, script
from assistant.ui.rendering import render
from assistant.ui.views.search import hits_html, summary
from documents.text.shown import MARKDOWN
from index.search import LONGEST_QUERY, is_near, titles_of

SHOWN = 20  # passages


class SearchPanel:
    """Answers the search's script."""

    name = "search"
    title = words.SEARCH
    script = script("panels/search")

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def build(self) -> None:
        """Places the box and the room for what is found."""
        part(self.name, render("search/frame.html"), [self.search_run])

    def search_run(self, data: Data) -> Data:
        """`html` of the passages that were found, and a `message` in one sentence."""
        query = str(data.get("query", "")).strip()
        library = self._assistant.library
        message = problem_with(query, library.source_count())
        if message:
            return {"html": "", "message": message}
        hits = self._assistant.search(query, k=SHOWN)
        if not is_near(hits):
            return {"html": "", "message": words.SEARCH_NOTHING}
        message = summary(hits)
        source_ids = library.existing({hit.passage.source_id for hit in hits})
        markdown = {source.id for source in map(library.source, source_ids) if source.media_type == MARKDOWN}
        return {"html": hits_html(hits, titles_of(hits, library), query, markdown), "message": message}


def problem_with(query: str, sources: int) -> str:
    """Why a query cannot be searched for, in one sentence; empty where it can."""
    if not sources:
        return words.SEARCH_NO_SOURCES
    if not query:
        return words.SEARCH_EMPTY
    return words.SEARCH_TOO_LONG.format(limit=LONGEST_QUERY) if len(query) > LONGEST_QUERY else ""

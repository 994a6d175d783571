"""The search panel: passages, without the language model."""

from assistant.assistant import Assistant
from assistant.ui import words
from assistant.ui.panel import Data, part, script
from assistant.ui.render import search as render_search
from assistant.ui.render.html import escape
from index.search import LONGEST_QUERY, is_near

SHOWN = 20  # passages


class SearchPanel:
    """Answers the search's script."""

    name = "search"
    title = words.SEARCH
    script = script("search")

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def build(self) -> None:
        """Places the box and the room for what is found."""
        part(self.name, markup(), [self.search_run])

    def search_run(self, data: Data) -> Data:
        """`html` of the passages that were found, and a `message` in one sentence."""
        query = str(data.get("query", "")).strip()
        titles = {source.id: source.title for source in self._assistant.sources()}
        message = trouble(query, len(titles))
        if message:
            return {"html": "", "message": message}
        found = self._assistant.search(query, k=SHOWN)
        if not is_near(found):
            return {"html": "", "message": words.SEARCH_NOTHING}
        message = render_search.summary(found)
        return {"html": render_search.hits(found, titles, query), "message": message}


def trouble(query: str, sources: int) -> str:
    """Why a query cannot be searched for, in one sentence; empty where it can."""
    if not sources:
        return words.SEARCH_NO_SOURCES
    if not query:
        return words.SEARCH_EMPTY
    return words.SEARCH_TOO_LONG.format(limit=LONGEST_QUERY) if len(query) > LONGEST_QUERY else ""


def markup() -> str:
    """The panel before anything was searched for."""
    return (
        f'<section class="fn search" aria-labelledby="search-title" '
        f'data-failed="{escape(words.SEARCH_FAILED)}" '
        f'data-searching="{escape(words.SEARCHING_NOW)}"><h2 id="search-title">{escape(words.SEARCH)}</h2>'
        f'<p class="quiet">{escape(words.SEARCH_LEAD)}</p><form role="search">'
        f'<input type="search" data-testid="search-box" aria-label="{escape(words.SEARCH_BOX)}" '
        f'placeholder="{escape(words.SEARCH_BOX)}" autocomplete="off" dir="auto"></form>'
        f'<p class="quiet message" role="status">{escape(words.SEARCH_EMPTY)}</p>'
        '<div class="found"></div></section>'
    )

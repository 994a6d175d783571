"""What a search found, as HTML."""

import re
from collections.abc import Mapping, Sequence

from assistant.phrases import count
from assistant.showing.excerpts import excerpt
from assistant.ui import words
from assistant.ui.render.html import emphasised, escape
from assistant.ui.render.quotes import warning
from documents.text.sentences import unwrapped
from index.types import Hit

_HEADING = re.compile(r"^#{1,6} +(.*?)(?: #+)?$", re.MULTILINE)  # Markdown's
EXCERPT = 480  # characters of a passage
LINE = 40  # characters that a line of a list counts as: it takes a line of a narrow page


def hits(found: Sequence[Hit], titles: Mapping[str, str], query: str) -> str:
    """The passages, best first, with the words of the query in bold; `titles` by source id."""
    rows = "".join(_hit(hit, titles.get(hit.passage.source_id, ""), query) for hit in found)
    return f'<ol class="hits">{rows}</ol>'


def summary(found: Sequence[Hit]) -> str:
    """How many passages of how many documents were found, as plain text."""
    documents = count(len({hit.passage.source_id for hit in found}), "document")
    return words.SEARCH_FOUND.format(passages=count(len(found), "passage"), documents=documents)


def _hit(hit: Hit, title: str, query: str) -> str:
    passage = hit.passage
    page = (
        f'<span class="quiet">{escape(words.PAGE.format(number=passage.page))}</span>' if passage.page else ""
    )
    text = excerpt(_close(passage.text, passage.headings), query, EXCERPT, line=LINE)
    return (
        f'<li data-testid="hit" data-origin="{hit.origin}" data-do="search-open" '
        f'data-source="{escape(passage.source_id)}" data-version="{passage.version}" '
        f'data-start="{passage.start}" data-end="{passage.end}"><div class="place">'
        f'<button type="button" class="title"><bdi>{escape(title)}</bdi></button>{page}'
        f'<span class="origin {hit.origin}">{escape(words.ORIGINS[hit.origin])}</span></div>'
        f"{_path(passage.headings, title)}"
        f'<p class="text" dir="auto">{emphasised(text, query)}</p>{warning(hit.flagged)}</li>'
    )


def _close(text: str, headings: Sequence[str]) -> str:
    """Without empty or wrapped lines and marks of headings: it is glanced at here, and read in the pane."""

    def plain(line: re.Match[str]) -> str:
        return line[1] if line[1] in headings else line[0]

    return re.sub(r"\n\s*\n", "\n", _HEADING.sub(plain, unwrapped(text.strip())))


def _path(headings: Sequence[str], title: str) -> str:
    """The headings above the passage, without the title once more."""
    path = " › ".join(heading for heading in headings if heading != title)
    return f'<p class="quiet path" dir="auto">{escape(path)}</p>' if path else ""

"""What a search found."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.showing.excerpts import excerpt
from assistant.ui import words
from assistant.ui.rendering import render
from assistant.ui.views.texts import below
from documents.reading.notes import count
from documents.text.sentences import unwrapped
from documents.text.shown import unmarked
from index.types import Hit

_HEADING = re.compile(r"^#{1,6} +(.*?)(?: #+)?$", re.MULTILINE)  # Markdown's
_FENCE = re.compile(r"\s*(?:```|~~~)")
_RULE = re.compile(r"\s*\|?[\s:|-]*-{3}[\s:|-]*")  # below the header of a table
EXCERPT = 480  # characters of a passage
LINE = 40  # characters that a line of a list counts as: it takes a line of a narrow page


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit with its document's title, the headings above it, and the part to glance at."""

    hit: Hit
    title: str
    path: str
    excerpt: str


def hits_html(
    hits: Sequence[Hit], titles: Mapping[str, str], query: str, markdown: Collection[str] = ()
) -> str:
    """The passages, best first, with the words of the query in bold; `titles` by source id.

    Those of the sources `markdown` are shown without its marks.
    """
    rows = [
        _row(hit, titles.get(hit.passage.source_id, ""), query, marked=hit.passage.source_id in markdown)
        for hit in hits
    ]
    return render("search/hits.html", rows=rows, query=query)


def summary(hits: Sequence[Hit]) -> str:
    """How many passages of how many documents were found, as plain text."""
    documents = count(len({hit.passage.source_id for hit in hits}), "document")
    return words.SEARCH_FOUND.format(passages=count(len(hits), "passage"), documents=documents)


def _row(hit: Hit, title: str, query: str, *, marked: bool) -> HitRow:
    headings = hit.passage.headings
    close = _close(hit.passage.text, headings)
    text = excerpt(_unmarked_lines(close) if marked else close, query, EXCERPT, line=LINE)
    return HitRow(hit, title, " › ".join(below(title, headings)), text)


def _close(text: str, headings: Sequence[str]) -> str:
    """Without empty or wrapped lines and marks of headings: it is glanced at here, and read in the pane."""

    def plain(line: re.Match[str]) -> str:
        return line[1] if line[1] in headings else line[0]

    return re.sub(r"\n\s*\n", "\n", _HEADING.sub(plain, unwrapped(text.strip())))


def _unmarked_lines(text: str) -> str:
    """Markdown's lines without the marks in them, tables without rules and outer bars; code as it is."""
    lines, code = [], False
    for line in text.split("\n"):
        if _FENCE.match(line):
            code = not code
        elif code:
            lines.append(line)
        elif not _RULE.fullmatch(line):
            line = _HEADING.sub(r"\1", line)
            row = line.strip()
            bars = row.startswith("|") and row.endswith("|")
            lines.append(unmarked(row.strip("|").strip() if bars else line))
    return "\n".join(lines)

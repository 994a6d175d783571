"""The source pane: the stored text around a quote, the quote highlighted."""

from datetime import datetime

from assistant.assistant import Assistant
from assistant.phrases import count
from assistant.showing.reading import AROUND, Reading
from assistant.ui import words
from assistant.ui.panel import Data, part, script
from assistant.ui.render.html import button, escape, quoted
from assistant.ui.render.stored_text import stored_text
from documents.inputs import file_name
from documents.instructions import is_flagged


class Pane:
    """Answers the pane's script."""

    script = script("pane")

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def build(self) -> None:
        """Places the pane; it is closed until a source is opened."""
        part("pane", pane(), [self.pane_read])

    def pane_read(self, data: Data) -> Data:
        """The stored text at a place: the part around it, or all of it."""
        reading = self._assistant.read(
            str(data["source"]),
            int(data["version"]) if data.get("version") else None,
            int(data.get("start", 0)),
            int(data.get("end", 0)),
            around=None if data.get("whole") else AROUND,
        )
        return {
            "title": reading.title,
            "facts": facts(reading),
            "html": self._flagged(reading) + text(reading, str(data.get("quote") or "")),
            "whole": reading.whole or reading.removed_at is not None,
        }

    def _flagged(self, reading: Reading) -> str:
        """A note where the document speaks to the assistant."""
        if reading.removed_at or not self._speaks(reading):
            return ""
        return f'<p class="flagged" data-testid="flagged-source">{escape(words.INSTRUCTIONS_SOURCE)}</p>'

    def _speaks(self, reading: Reading) -> bool:
        """Whether it does in the version that is shown: of an old one no flag is kept, so it is looked at."""
        if reading.current:
            return self._assistant.library.source(reading.source_id).flagged
        return is_flagged(reading.before + reading.quote + reading.after)


def pane() -> str:
    """The frame of the pane."""
    return f"""
<aside class="fn" id="source-pane" data-testid="source-pane" aria-label="{escape(words.SOURCE)}" hidden>
  <div class="pane-head"><h2 tabindex="-1" dir="auto"></h2>
    {button("close-source", "✕", size="small", label=words.CLOSE_SOURCE)}</div>
  <p class="facts quiet" dir="auto"></p>
  <div class="toolbar">
    {button("previous-source", "‹", size="small", label=words.PREVIOUS)}
    {button("next-source", "›", size="small", label=words.NEXT)}
    {button("copy-quote", words.COPY_QUOTE, size="small", data_done=words.COPIED)}
    {button("whole-text", words.WHOLE_TEXT, size="small")}
  </div>
  <div class="pane-text" tabindex="0" role="region" aria-label="{escape(words.WHOLE_TEXT)}"></div>
</aside>
<div id="pane-scrim" data-do="close-source"></div>"""


def facts(one: Reading) -> str:
    """What is known of the document, in one line."""
    name = file_name(one.uri)
    known = [
        name if name != one.title else "",
        f"{one.page_name} {one.page}" if one.page else "",
        count(one.pages, one.page_name) if one.pages else "",
        " › ".join(heading for heading in one.headings if heading != one.title),
        words.FILE_OF.format(date=one.date) if one.date and one.dated_by == "file" else one.date or "",
    ]
    return " · ".join(fact for fact in known if fact)


def text(one: Reading, quote: str) -> str:
    """The text with its pages, the quote marked; of a removed source the quote that was kept."""
    if one.removed_at:
        day = datetime.fromisoformat(one.removed_at).astimezone()
        note = escape(words.REMOVED.format(title=quoted(one.title), date=f"{day.day} {day:%B %Y}"))
        return f'<p class="note" data-testid="removed">{note}</p>{_mark(quote)}'
    changed = "" if one.current else f'<p class="note">{escape(words.NOT_CURRENT)}</p>'
    return changed + stored_text(one)


def _mark(quote: str) -> str:
    return f'<mark data-testid="source-quote" tabindex="-1">{escape(quote)}</mark>' if quote else ""

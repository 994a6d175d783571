"""The source pane: the stored text around a quote, the quote highlighted."""

from assistant.assistant import Assistant
from assistant.showing.pane_text import AROUND, PaneText
from assistant.ui.panel import Data, part, script
from assistant.ui.rendering import render
from assistant.ui.views.stored_text import facts, source_html
from documents.instructions import is_flagged


class Pane:
    """Answers the pane's script."""

    script = script("panels/pane")

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def build(self) -> None:
        """Places the pane; it is closed until a source is opened."""
        part("pane", render("pane/frame.html"), [self.pane_read])

    def pane_read(self, data: Data) -> Data:
        """The stored text at a place: the part around it, or all of it."""
        reading = self._assistant.read(
            str(data["source"]),
            int(data["version"]) if data.get("version") else None,
            int(data.get("start", 0)),
            int(data.get("end", 0)),
            around=None if data.get("whole") else AROUND,
        )
        flagged = reading.removed_at is None and self._speaks(reading)
        return {
            "title": reading.title,
            "facts": facts(reading),
            "html": source_html(reading, str(data.get("quote") or ""), flagged=flagged),
            "whole": reading.whole or reading.removed_at is not None,
        }

    def _speaks(self, reading: PaneText) -> bool:
        """Whether the version that is shown speaks to the assistant: of an old one no flag is kept."""
        if reading.current:
            return self._assistant.library.source(reading.source_id).flagged
        return is_flagged(reading.before + reading.quote + reading.after)

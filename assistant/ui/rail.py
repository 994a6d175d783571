"""The rail: the places of the page, and the conversations by day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from assistant.assistant import Assistant
from assistant.ui import words
from assistant.ui.panel import Data, Panel, part
from assistant.ui.rendering import render
from assistant.ui.status import Status
from documents.storage.conversations import Conversation
from documents.text.runs import grouped

SHOWN = 200  # conversations in the list; older ones are found by their words


class Rail:
    """Answers the rail's script."""

    def __init__(self, assistant: Assistant, status: Status) -> None:
        self._assistant = assistant
        self._status = status

    def build(self, panels: Sequence[Panel], parts: Sequence[str]) -> None:
        """Places the rail; the script waits until all `parts` are there."""
        handlers = [self.page_state, self.rail_list, self.rail_rename, self.rail_delete, self.rail_export]
        part("rail", render("rail/frame.html", panels=panels, parts=parts), handlers)

    def page_state(self, data: Data) -> Data:
        """What the server is doing."""
        return self._status.now()

    def rail_list(self, data: Data) -> Data:
        """The conversations that have these words, by day."""
        query = str(data.get("query", "")).strip()
        conversations = self._assistant.conversations
        listed = conversations.search(query) if query else conversations.all()
        return {"html": by_day(listed, str(data.get("current", "")), date.today(), searched=bool(query))}

    def rail_rename(self, data: Data) -> Data:
        """Gives a conversation another name."""
        self._assistant.conversations.rename(str(data["id"]), str(data["title"]))
        return {}

    def rail_delete(self, data: Data) -> Data:
        """Deletes a conversation."""
        self._assistant.conversations.remove(str(data["id"]))
        return {}

    def rail_export(self, data: Data) -> Data:
        """A conversation as Markdown, with a name for its file."""
        text = self._assistant.export_conversation(str(data["id"]))
        return {"name": markdown_name(str(data["title"])), "text": text}


def markdown_name(title: str) -> str:
    """A title as the name of a Markdown file."""
    letters = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title)
    return f"{' '.join(letters.split())[:60] or 'conversation'}.md"


def by_day(
    conversations: Sequence[Conversation], current: str, today: date, *, searched: bool = False
) -> str:
    """A list for each day or span of days, the latest first."""
    return render(
        "rail/conversations.html",
        days=grouped(conversations[:SHOWN], lambda conversation: _day(conversation, today)).items(),
        more=len(conversations) - SHOWN,
        current=current,
        searched=searched,
    )


def _day(conversation: Conversation, today: date) -> str:
    day = datetime.fromisoformat(conversation.updated_at).astimezone().date()
    if day >= today:
        return words.TODAY
    if day == today - timedelta(days=1):
        return words.YESTERDAY
    return words.LAST_WEEK if day > today - timedelta(days=7) else f"{day:%B %Y}"

"""The rail: the places of the page, and the conversations by day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from assistant.assistant import Assistant
from assistant.ui import words
from assistant.ui.panel import Data, Panel, part
from assistant.ui.render.html import button, escape, quoted
from assistant.ui.status import Status
from documents.storage.conversations import Conversation

SHOWN = 200  # conversations in the list; older ones are found by their words


class Rail:
    """Answers the rail's script."""

    def __init__(self, assistant: Assistant, status: Status) -> None:
        self._assistant = assistant
        self._status = status

    def build(self, panels: Sequence[Panel], parts: Sequence[str]) -> None:
        """Places the rail; the script waits until all `parts` are there."""
        handlers = [self.page_state, self.rail_list, self.rail_rename, self.rail_delete, self.rail_export]
        part("rail", rail(panels, parts), handlers)

    def page_state(self, data: Data) -> Data:
        """What the server is doing."""
        return self._status.now()

    def rail_list(self, data: Data) -> Data:
        """The conversations that have these words, by day."""
        query = str(data.get("query", "")).strip()
        conversations = self._assistant.conversations
        found = conversations.search(query) if query else conversations.all()
        return {"html": by_day(found, str(data.get("current", "")), date.today(), searched=bool(query))}

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
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title)
    return f"{' '.join(kept.split())[:60] or 'conversation'}.md"


def by_day(found: Sequence[Conversation], current: str, today: date, *, searched: bool = False) -> str:
    """A list for each day or span of days, the latest first."""
    if not found:
        return f'<p class="quiet">{escape(words.NO_CONVERSATION if searched else words.NO_CONVERSATIONS)}</p>'
    parts = [
        f"<h2>{escape(day)}</h2><ul>{''.join(_entry(one, current) for one in group)}</ul>"
        for day, group in _days(found[:SHOWN], today)
    ]
    if len(found) > SHOWN:
        parts.append(
            f'<p class="quiet">{escape(words.MORE_CONVERSATIONS.format(count=len(found) - SHOWN))}</p>'
        )
    return "".join(parts)


def _days(found: Iterable[Conversation], today: date) -> list[tuple[str, list[Conversation]]]:
    groups: dict[str, list[Conversation]] = {}
    for one in found:
        groups.setdefault(_day(one, today), []).append(one)
    return list(groups.items())


def _day(one: Conversation, today: date) -> str:
    day = datetime.fromisoformat(one.updated_at).astimezone().date()
    if day >= today:
        return words.TODAY
    if day == today - timedelta(days=1):
        return words.YESTERDAY
    return words.LAST_WEEK if day > today - timedelta(days=7) else f"{day:%B %Y}"


def _entry(one: Conversation, current: str) -> str:
    title, here = escape(one.title), ' aria-current="true"' if one.id == current else ""
    named = quoted(one.title)
    menu, sure = (escape(text.format(title=named)) for text in (words.CONVERSATION_MENU, words.DELETE_SURE))
    return (
        f'<li data-id="{escape(one.id)}" data-sure="{sure}">'
        f'<a href="?c={escape(one.id)}" data-testid="conversation" data-do="open-conversation"{here} '
        f'title="{title}"><bdi>{title}</bdi></a>'
        f'<button type="button" class="more" data-do="conversation-menu" aria-label="{menu}" '
        f'aria-haspopup="true" aria-expanded="false">⋯</button></li>'
    )


def rail(panels: Sequence[Panel], parts: Sequence[str]) -> str:
    """The frame around the panels: title, places, conversations, and what is said over the page."""
    entries = {panel.name: _nav(panel) for panel in panels}
    chat = entries.pop("chat", "")
    return f"""
<div class="fn" data-parts="{escape(" ".join(parts))}" data-gone="{escape(words.GONE)}"
  data-unreached="{escape(words.UNREACHED)}" data-copy-refused="{escape(words.COPY_REFUSED)}">
<a class="skip" href="#question" data-do="focus-question">{escape(words.SKIP)}</a>
<header class="brand"><button type="button" class="button menu-button" data-do="menu" aria-expanded="false"
  aria-controls="rail" aria-label="{escape(words.MENU)}">☰</button><h1>{escape(words.TITLE)}</h1></header>
<div id="scrim" data-do="scrim"></div>
<div id="rail" data-rename="{escape(words.RENAME)}" data-rename-title="{escape(words.RENAME_TITLE)}"
  data-delete="{escape(words.DELETE)}">
  {button("new-chat", words.NEW_CHAT, size="primary", data_testid="new-chat")}
  <nav aria-label="{escape(words.CONVERSATIONS)}" class="conversations">
    {chat}
    <input type="search" data-testid="conversation-search" placeholder="{escape(words.FIND_CONVERSATION)}"
      aria-label="{escape(words.FIND_CONVERSATION)}">
    <div class="list" data-testid="conversations"></div>
  </nav>
  <nav aria-label="{escape(words.PLACES)}" class="places">{"".join(entries.values())}</nav>
</div>
<div id="conversation-menu" class="popover" role="group" hidden>
  <button type="button" data-do="rename">{escape(words.RENAME)}</button>
  <button type="button" data-do="export">{escape(words.EXPORT)}</button>
  <button type="button" data-do="delete" class="danger">{escape(words.DELETE)}</button>
</div>
<div id="toast" hidden><span role="alert"></span>
  {button("dismiss", "✕", size="small", label=words.DISMISS)}</div>
<div id="announce" class="unseen" role="status" aria-live="polite"></div>
<dialog id="confirm" aria-labelledby="confirm-title"><form method="dialog">
  <h2 id="confirm-title"></h2><p></p><input type="text" maxlength="80" hidden>
  <label class="option" hidden><input type="checkbox"><span></span></label>
  <div class="toolbar"><button type="submit" value="yes" class="button primary"></button>
  {button("close-dialog", words.CANCEL)}</div>
</form></dialog>
<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">{escape(words.KEYS)}</h2>
  <dl>{"".join(_key(key, use) for key, use in words.KEY_LIST)}</dl>
  {button("close-dialog", words.CLOSE)}</dialog>
</div>"""


def _key(key: str, use: str) -> str:
    return f"<dt><kbd>{escape(key)}</kbd></dt><dd>{escape(use)}</dd>"


def _nav(panel: Panel) -> str:
    name = escape(panel.name)
    return (
        f'<a href="#{name}" data-nav="{name}" data-testid="nav-{name}"><span class="label-text">'
        f'{escape(panel.title)}</span> <span class="aside" data-aside="{name}"></span></a>'
    )

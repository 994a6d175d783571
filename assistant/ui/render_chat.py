"""The chat's parts as HTML: the place of the turns, the box, suggestions, the list of sources."""

from collections.abc import Collection, Sequence

from assistant.show import count
from assistant.suggestions import Suggestion
from assistant.ui import words
from assistant.ui.render import button, escape
from documents.types import Source

LONGEST_QUESTION = 50_000  # characters that the box takes; a shorter limit is the search's to tell


def turns() -> str:
    """The place of the turns, and what stands there while there is none."""
    return f"""
<section class="fn" aria-label="{escape(words.CHAT)}"><div id="turns"></div>
  <div id="start" hidden><h2 class="lead">{escape(words.LEAD)}</h2>
    <p class="begin">{escape(words.EMPTY_LEAD)}</p>
    <div class="suggestions"></div><div data-drop-slot></div><div data-lines></div>
    <p>{button("add-documents", words.ADD_DOCUMENTS)}</p></div></section>"""


def composer() -> str:
    """The box with its status line, the dialog that chooses sources, and the card of a mark."""
    return f"""
<div class="fn composer" role="form" aria-label="{escape(words.QUESTION)}"
  data-waiting="{escape(words.WAITING_TO_ASK)}" data-deleted="{escape(words.DELETED_ELSEWHERE)}"
  data-gone="{escape(words.CHOSEN_GONE)}">
  <div class="status-row"><p class="status" data-testid="status">{escape(words.STARTING)}</p>
    <span class="elapsed quiet" aria-hidden="true"></span></div>
  <div class="reading" aria-hidden="true"><i></i></div>
  <div class="box"><textarea id="question" data-testid="question" rows="1" maxlength="{LONGEST_QUESTION}"
    aria-label="{escape(words.QUESTION)}" placeholder="{escape(words.PLACEHOLDER)}" dir="auto"></textarea>
    <span class="go">
      <button type="button" class="button primary" data-do="ask" data-testid="ask"
        disabled>{escape(words.ASK)}</button>
      <button type="button" class="button stop" data-do="stop" data-testid="stop"
        hidden>{escape(words.STOP)}</button></span></div>
  <div class="under">{_sources_button()}
    <button type="button" class="button small keys" data-do="keys">{escape(words.KEYS)}
      <kbd>?</kbd></button></div>
  <dialog id="sources" aria-labelledby="sources-title">
    <h2 id="sources-title">{escape(words.CHOOSE_SOURCES)}</h2>
    <div class="toolbar"><input type="search" aria-label="{escape(words.FIND_SOURCE)}"
      placeholder="{escape(words.FIND_SOURCE)}">
    {button("all-sources", words.CHOOSE_ALL, size="small")}
    {button("no-sources", words.CHOOSE_NONE, size="small")}</div>
    <div class="choices"></div>
    {button("close-dialog", words.CLOSE, size="primary")}</dialog>
</div>
<div id="card" class="fn popover card" data-testid="citation-card" role="tooltip" hidden></div>"""


def _sources_button() -> str:
    return button(
        "sources",
        "",
        size="small",
        data_testid="sources-button",
        aria_haspopup="dialog",
        data_all=words.ASKING_ALL,
        data_some=words.ASKING_SOME,
    )


def suggestions(found: Sequence[Suggestion]) -> str:
    """Questions to click on, each with the title of the document that answers it."""
    if not found:
        return ""
    chips = "".join(
        f'<li><button type="button" class="chip" data-do="suggestion" data-testid="suggestion" '
        f'data-text="{escape(one.question)}"><bdi>{escape(one.question)}</bdi> '
        f'<span class="quiet"><bdi>{escape(one.title)}</bdi></span></button></li>'
        for one in found
    )
    return f'<h3>{escape(words.TRY)}</h3><ul class="chips">{chips}</ul>'


def sources(rows: Sequence[Source], chosen: Collection[str]) -> str:
    """A check box for each source; none chosen yet means all."""
    return "".join(
        f'<label class="choice"><input type="checkbox" value="{escape(row.id)}"'
        f"{' checked' if not chosen or row.id in chosen else ''}> <bdi>{escape(row.title)}</bdi> "
        f'<span class="quiet">{escape(count(row.passages, "passage"))}</span></label>'
        for row in rows
    )

"""The chat's parts as HTML: the place of the turns, the box, suggestions."""

from collections.abc import Sequence

from assistant.pipeline.suggestions import Suggestion
from assistant.ui import words
from assistant.ui.render.html import button, escape
from assistant.ui.render.sources import sources_button, sources_dialog

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
<div class="fn composer" role="form" data-chooser="composer" aria-label="{escape(words.QUESTION)}"
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
  <div class="under">{sources_button("sources-button", words.ASKING_ALL, words.ASKING_SOME)}
    <button type="button" class="button small keys" data-do="keys">{escape(words.KEYS)}
      <kbd>?</kbd></button></div>{sources_dialog("sources", words.CHOOSE_SOURCES)}
</div>
<div id="card" class="fn popover card" data-testid="citation-card" role="tooltip" hidden></div>"""


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

"""A checked text as HTML. Every text that is not ours goes through `escape`."""

from collections.abc import Sequence

from assistant.export.checked import LABELS
from assistant.export.flagged import Flagged, unflagged
from assistant.types import Sentence
from assistant.ui import words
from assistant.ui.jobs.checking import LONGEST
from assistant.ui.render.html import button, escape
from assistant.ui.render.quotes import quote
from assistant.ui.render.sentences import reasons, underlined
from assistant.ui.render.sources import sources_button, sources_dialog

# A longer text can still be pasted, so that it is refused and not cut: no sign has more than two units.
LONGEST_BOX = 2 * LONGEST + 2  # UTF-16 units
SIGNS = {"found": "✓", "partly": "≈", "not_found": "✗"}


def frame() -> str:
    """The panel before anything was checked."""
    text = escape(words.CHECK_BOX)
    return f"""
<section class="fn check" data-chooser="check" aria-labelledby="check-title" data-gone="{
        escape(words.CHECK_ALL_AGAIN)
    }">
  <h2 id="check-title">{escape(words.CHECK_TEXT)}</h2>
  <p class="quiet" id="check-lead">{escape(words.CHECK_LEAD)}</p>
  <form><textarea rows="8" maxlength="{LONGEST_BOX}" data-testid="check-text" aria-label="{
        text
    }" placeholder="{text}"
      aria-describedby="check-lead" dir="auto"></textarea>
    <div class="toolbar"><button type="submit" class="button primary" data-testid="check-run">{
        escape(words.CHECK_RUN)
    }</button>
      {button("check-stop", words.STOP, size="stop", data_testid="check-stop", hidden="")}
      {sources_button("check-sources-button", words.CHECKING_ALL, words.CHECKING_SOME)}</div></form>
  {sources_dialog("check-sources", words.CHECK_SOURCES)}
  <progress hidden aria-label="{escape(words.CHECK_GOES_ON)}"></progress>
  <p class="message" data-lost="{escape(words.CHECK_LOST)}" data-testid="check-message"></p>
  <div class="outcome" hidden><h3 tabindex="-1" data-testid="check-summary"></h3>
    <label class="tick"><input type="checkbox" data-testid="check-hide"> {escape(words.CHECK_HIDE)}</label>
    <div class="toolbar exports" role="group" aria-label="{escape(words.SAVE_AS)}">
      <span class="quiet">{escape(words.SAVE_AS)}</span>{_exports()}</div></div>
  <ol class="checked" data-testid="checked-list"></ol>
</section>"""


def rows(sentences: Sequence[Sentence], flagged: Flagged = unflagged) -> str:
    """An entry for each sentence: its label, the reasons, and the quotes that open in their source."""
    return "".join(_row(one, flagged) for one in sentences)


def _exports() -> str:
    return "".join(
        button("check-export", title, size="small", data_format=name, data_testid=f"check-{name}")
        for name, title in words.CHECK_FORMATS.items()
    )


def _row(one: Sentence, flagged: Flagged) -> str:
    label = f'<span aria-hidden="true">{SIGNS[one.support]}</span> {escape(LABELS[one.support])}'
    quotes = "".join(quote(cited, flagged=flagged(cited)) for cited in dict.fromkeys(one.citations))
    listed = f'<ul class="quote-list">{quotes}</ul>' if quotes else ""
    return (
        f'<li data-testid="checked" data-support="{escape(one.support)}">'
        f'<span class="chip {escape(one.support)}">{label}</span>'
        f'<div><p class="stated" dir="auto">{underlined(one)}</p>'
        f'<div class="reasons">{reasons(one)}</div>{listed}</div></li>'
    )

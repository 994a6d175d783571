"""The choice of sources as HTML: the button that says which are asked, and its dialog with check boxes."""

from collections.abc import Collection, Sequence

from assistant.phrases import count
from assistant.ui import words
from assistant.ui.render.html import button, escape
from documents.types import Source


def sources_button(testid: str, every: str, some: str) -> str:
    """The button that opens the dialog; it reads `every`, or `some` where not all are chosen."""
    return button(
        "sources",
        "",
        size="small",
        data_testid=testid,
        aria_haspopup="dialog",
        data_all=every,
        data_some=some,
    )


def sources_dialog(name: str, title: str) -> str:
    """The dialog, still without its boxes; `name` is its id on the page."""
    return f"""
  <dialog id="{name}" class="sources" aria-labelledby="{name}-title">
    <h2 id="{name}-title">{escape(title)}</h2>
    <div class="toolbar"><input type="search" aria-label="{escape(words.FIND_SOURCE)}"
      placeholder="{escape(words.FIND_SOURCE)}">
    {button("all-sources", words.CHOOSE_ALL, size="small")}
    {button("no-sources", words.CHOOSE_NONE, size="small")}</div>
    <div class="choices"></div>
    {button("close-dialog", words.CLOSE, size="primary")}</dialog>"""


def choices(rows: Sequence[Source], chosen: Collection[str]) -> str:
    """A check box for each source; none chosen yet means all."""
    return "".join(
        f'<label class="choice"><input type="checkbox" value="{escape(row.id)}"'
        f"{' checked' if not chosen or row.id in chosen else ''}> <bdi>{escape(row.title)}</bdi> "
        f'<span class="quiet">{escape(count(row.passages, "passage"))}</span></label>'
        for row in rows
    )

"""Where things lie and whether all is well, as HTML. Every text that is not ours goes through `escape`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.declining import CareLevel
from assistant.doctor import Check
from assistant.phrases import count
from assistant.settings import Settings
from assistant.ui import words
from assistant.ui.render.html import escape


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel shows of the settings. The key is not among it, only whether there is one.

    `fixed` has, for each setting that the page cannot change, where it was set; `size` is in bytes;
    `destination` as the function of that name.
    """

    choice: str
    settings: Settings
    address: str
    destination: str | None
    fixed: Mapping[str, str]
    documents: int
    size: int
    levels: Sequence[CareLevel]


def places(one: Shown) -> str:
    """The folders and the search model, each with what it is."""
    settings = one.settings
    holds = words.DATA_FOLDER_HOLDS.format(documents=count(one.documents, "document"), size=size(one.size))
    model = words.SEARCH_MODEL_NAME if settings.embedder == "embedded" else settings.embedder
    rows = "".join(
        [
            _place(
                words.DATA_FOLDER, str(settings.home), f"{holds}. {words.DATA_FOLDER_LEAD}", "data-folder"
            ),
            _place(words.WEIGHTS_FOLDER, str(settings.models), words.WEIGHTS_FOLDER_LEAD, "weights-folder"),
            _place(words.SEARCH_MODEL, model, words.SEARCH_MODEL_LEAD, "search-model"),
        ]
    )
    return f'<h3>{escape(words.ON_THIS_COMPUTER)}</h3><dl class="places">{rows}</dl>'


def _place(title: str, value: str, lead: str, testid: str) -> str:
    return (
        f'<div><dt>{escape(title)}</dt><dd data-testid="{testid}"><bdi class="path">{escape(value)}</bdi>'
        f'<span class="quiet">{escape(lead)}</span></dd></div>'
    )


def checks(rows: Sequence[Check]) -> str:
    """The findings, a line each, with a word for how it stands."""
    return f'<ul class="findings">{"".join(map(_check, rows))}</ul>'


def size(number: int) -> str:
    """Bytes as people read them.

    >>> size(999), size(1_500_000), size(2_340_000_000)
    ('1 kB', '1.5 MB', '2.3 GB')
    """
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if number >= unit:
            return f"{number / unit:.1f} {name}"
    return f"{number / 1000:.0f} kB"


def _check(row: Check) -> str:
    style = "good" if row.ok else "bad" if row.must_mend else "warn"
    text = f"{row.message} {row.next_step}".strip()
    return (
        f'<li data-testid="finding" data-state="{style}"><span class="chip {style}">'
        f"{escape(words.CHECKED[style])}</span> "
        f"<strong>{escape(row.name)}</strong> <bdi>{escape(text)}</bdi></li>"
    )

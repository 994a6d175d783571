"""The choice of how careful answers are, as HTML."""

from collections.abc import Sequence

from assistant.declining import CareLevel
from assistant.ui import words
from assistant.ui.render.html import escape


def care(levels: Sequence[CareLevel], chosen: str, *, fixed: str = "") -> str:
    """A choice for each level, with what it means and what was measured; `fixed` notes that it is set.

    One that is no different from another is no choice; it is there only where it is the chosen one.
    """
    offered = [level for level in levels if level.same_as is None or level.name == chosen]
    choices = "".join(_choice(level, level.name == chosen, bool(fixed)) for level in offered)
    return (
        f'<fieldset class="care"><legend>{escape(words.CARE)}</legend>'
        f'<p class="quiet">{escape(words.CARE_LEAD)}</p>{fixed}{choices}</fieldset>'
    )


def _choice(level: CareLevel, checked: bool, fixed: bool) -> str:
    title, lead = words.CARES[level.name]
    state = (" checked" if checked else "") + (" disabled" if fixed else "")
    unreached = "" if level.reached else f' <span class="unreached">{escape(words.CARE_UNREACHED)}</span>'
    return (
        f'<label class="choice"><input type="radio" name="care" value="{escape(level.name)}" '
        f'data-testid="settings-care-{escape(level.name)}"{state}><span>{escape(title)}{unreached}'
        f'<span class="quiet">{escape(lead)}</span>'
        f'<span class="quiet measured" data-testid="settings-care-measured">{escape(level.text)}</span>'
        "</span></label>"
    )

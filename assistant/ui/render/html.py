"""Text as HTML. Every text that is not ours goes through `escape`; nothing else builds markup from it."""

import html
import re

from assistant.showing.excerpts import matches

# What a template engine could take for its own, should the text ever pass through one.
TEMPLATE_MARKS = {ord("{"): "&#123;", ord("}"): "&#125;", ord("$"): "&#36;", ord("`"): "&#96;"}

_PAIR = re.compile(r'"([^"]*)"')  # a sign of inches alone is no quotation mark
_WHOLE = re.compile("“[^“”]+”")
_SINGLE = {ord("“"): "‘", ord("”"): "’", ord("„"): "‚"}


def escape(text: str) -> str:
    """`text` as HTML that shows exactly these characters, in an element or in a quoted attribute."""
    return html.escape(text, quote=True).translate(TEMPLATE_MARKS)


def emphasised(text: str, question: str) -> str:
    """`text` as HTML with the words that it shares with a question in bold.

    >>> emphasised("It sails at <nine>.", "When does it sail?")
    'It <b>sails</b> at &lt;nine&gt;.'
    """
    parts, end = [], 0
    for found in matches(text, question):
        parts += [escape(text[end : found.start]), f"<b>{escape(text[found.start : found.end])}</b>"]
        end = found.end
    return "".join([*parts, escape(text[end:])])


def quoted(title: str) -> str:
    """A title in quotation marks, as plain text; those in it become single ones.

    >>> quoted('What does "Tenant" mean?'), quoted("“The Petrel”")
    ('“What does ‘Tenant’ mean?”', '“The Petrel”')
    """
    inner = _PAIR.sub(r"“\1”", title.strip())
    if _WHOLE.fullmatch(inner):
        return inner
    return f"“{inner.translate(_SINGLE)}”"


def button(action: str, text: str, *, size: str = "", label: str = "", **attributes: str) -> str:
    """A button that the page's script answers by the name of its action.

    `size` is a class more ("small", "primary"); `label` names it where its text is a sign; an attribute's
    `_` stands for `-`.
    """
    more = {"aria-label": label} if label else {}
    more |= {name.replace("_", "-"): value for name, value in attributes.items()}
    written = "".join(f' {name}="{escape(value)}"' for name, value in more.items())
    return (
        f'<button type="button" class="button{" " + size if size else ""}" data-do="{action}"{written}>'
        f"{escape(text)}</button>"
    )

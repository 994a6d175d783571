"""The page's HTML, from Jinja2's templates: every text is escaped as it is put in, wherever it comes from.

Markup comes from templates alone: no text is marked as safe, here or in a template. Between two tags, a line
break with its indentation is for the reader of the template, and is not in the page.
"""

import re
from functools import partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import escape

from assistant.export.checked import LABELS, lacking, states_nothing, unsourced
from assistant.export.flagged import INSTRUCTIONS, unflagged
from assistant.phrases import NOT_SURE, disagreement, only_in
from assistant.ui import words
from assistant.ui.views.grids import named_cells
from assistant.ui.views.sides import differing
from assistant.ui.views.texts import matched, path, quoted, split
from documents.reading.notes import count

# What Gradio's template engine in the browser could take for its own, should a text ever pass through it.
_TEMPLATE_MARKS = {ord("{"): "&#123;", ord("}"): "&#125;", ord("$"): "&#36;", ord("`"): "&#96;"}
# What a template may use beside the values that it is given.
_FUNCTIONS = (
    count,
    differing,
    disagreement,
    lacking,
    matched,
    named_cells,
    only_in,
    path,
    quoted,
    split,
    states_nothing,
    unflagged,
    unsourced,
)
_GLOBALS = {function.__name__: function for function in _FUNCTIONS} | {
    "words": words,
    "LABELS": LABELS,
    "INSTRUCTIONS": INSTRUCTIONS,
    "NOT_SURE": NOT_SURE,
}
_BETWEEN_TAGS = re.compile(r"(?<=[>}])\n\s*(?=[<{])")


class _Indented(Extension):
    """Leaves out the indentation between tags, as a comment: the line numbers of errors stay right."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _BETWEEN_TAGS.sub(lambda blank: f"{{#{blank[0]}#}}", source)


def _escaped(value: object) -> object:
    """A value that a template puts in, escaped; what a macro gave is markup already."""
    return value if hasattr(value, "__html__") else escape(value).translate(_TEMPLATE_MARKS)


def templates(*packages: str) -> Environment:
    """The templates in the folders `templates` of these packages; of two with one name the first one's.

    A panel of another package gives its own before "assistant.ui", whose macros it can import.
    """
    environment = Environment(
        autoescape=True,
        extensions=[_Indented],
        finalize=_escaped,
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        undefined=StrictUndefined,
    )
    environment.globals |= _GLOBALS
    return environment


def render_from(environment: Environment, name: str, /, **values: Any) -> str:  # Any: what the template shows
    """The HTML of a template with these values. Raises UndefinedError where it uses another."""
    return environment.get_template(name).render(values)


render = partial(render_from, templates("assistant.ui"))

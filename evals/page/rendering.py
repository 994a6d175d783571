"""The templates of this folder, beside those of the page."""

from functools import partial

from assistant.ui.rendering import render_from, templates

render = partial(render_from, templates("evals.page", "assistant.ui"))

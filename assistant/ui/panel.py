"""What a place of the page is, and how its script calls the server."""

import json
import logging
from collections.abc import Callable, Sequence
from importlib import resources
from typing import Any, Protocol

from anyio import to_thread

from assistant.ui import words
from assistant.ui.quick_gradio import gr
from documents.errors import FootnoteError
from documents.reading.encodings import scrub

logger = logging.getLogger(__name__)
Data = dict[str, Any]  # JSON types, from or to the page's script
Handler = Callable[[Data], Data]


class Panel(Protocol):
    """One place of the page, reached from the rail by an entry whose test id is `nav-<name>`.

    `script` is JavaScript that calls `footnote.panel(name, {mount(root, call), show(argument)})`.
    """

    name: str
    title: str
    script: str

    def build(self) -> None:
        """Places the panel's parts in the Blocks that is being built."""


def panel_parts(panel: Panel) -> Sequence[str]:
    """The names of a panel's parts: its own, unless it says others in `parts`."""
    parts: Sequence[str] = getattr(panel, "parts", (panel.name,))
    return parts


def part(name: str, markup: str, handlers: Sequence[Handler] = (), *, template: str = "${value}") -> gr.HTML:
    """A piece of the page with its markup; the script calls its handlers by their names.

    Each handler is a public endpoint of the server. `${value}` puts the markup in as it is: nothing
    in it is run as a template; an empty template leaves the value to the script.
    """
    return gr.HTML(
        markup,
        html_template=template,
        js_on_load=f"footnote.mount({json.dumps(name)}, element, server, trigger, upload, props, watch);",
        apply_default_css=False,
        elem_id=f"part-{name}",
        server_functions=[in_thread(handler) for handler in handlers] or None,
    )


def in_thread(handler: Handler) -> Callable[[Data], Any]:  # Any: a coroutine with the handler's answer
    """`handler` in a thread of its own; what goes wrong becomes {"error": a sentence}."""

    async def serve(data: Data) -> Data:
        return await to_thread.run_sync(_answer, handler, data)

    serve.__name__ = handler.__name__
    return serve


def _answer(handler: Handler, data: Data) -> Data:
    try:
        answer: Data = storable(handler(storable(data)))
    except FootnoteError as error:
        return {"error": scrub(str(error))}
    except Exception as error:  # a bug, or data that no page of ours sends: said there, and logged
        logger.exception("%s failed", handler.__name__)
        return {"error": scrub(words.BUG.format(error=error))}
    return answer


def storable(value: Any) -> Any:  # Any: JSON types
    r"""`value` with texts that can be stored and sent: a browser sends half characters as `"\ud800"`.

    >>> storable({"names": ["a\ud800.txt", 7]}) == {"names": ["a\ufffd.txt", 7]}
    True
    """
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, (list, tuple)) else value


def script(name: str, package: str = "assistant.ui.static.scripts") -> str:
    """The JavaScript file of this name that is part of a package."""
    return resources.files(package).joinpath(f"{name}.js").read_text(encoding="utf-8")

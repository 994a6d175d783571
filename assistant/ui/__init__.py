"""The page in the browser: `serve` shows it until the process is stopped."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant

__all__ = ["serve"]


def serve(assistant: "Assistant", *, port: int, open_browser: bool, examples: bool = False) -> None:
    """Serves the page on loopback until the process is stopped; `examples` go into an empty library.

    Raises LibraryLocked when another process writes to the data folder, and FootnoteError when the
    port is taken.
    """
    from assistant.ui.serving import serve_page

    serve_page(assistant, port=port, open_browser=open_browser, examples=examples)

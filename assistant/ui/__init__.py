"""The page in the browser: `serve` shows it until the process is stopped.

In: an Assistant. Out: HTML and JSON for the page's scripts. Read `server` (with its `middleware` and
`uploads`), `page` (what is built), `panel` (what a place is and how its script calls it) and `panels`; then
`rendering` with `templates` and `views` (what is shown), `jobs` (what goes on behind), `rail`,
`model_loading`, `status`, `reading_speed`, and `words`: all that the page says.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant

__all__ = ["serve"]


def serve(assistant: "Assistant", *, port: int, open_browser: bool, examples: bool = False) -> None:
    """Serves the page on loopback until the process is stopped; `examples` go into an empty library.

    Raises LibraryLocked when another process writes to the data folder, and FootnoteError when the
    port is taken.
    """
    from assistant.ui.server import serve_page

    serve_page(assistant, port=port, open_browser=open_browser, examples=examples)

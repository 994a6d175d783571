"""Uploads on their way: what one leaves that was broken off, or was too large, goes as soon as none is."""

from contextlib import suppress
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

UPLOAD = "/gradio_api/upload"
PARTS = "tmp*"  # Gradio receives a file under such a name, and moves it to the uploads when it is whole


class UploadsMiddleware:
    """Passes requests on to `app`, whose uploads come in as files right in `folder`."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._running = 0  # uploads; the server has one thread

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; after the last upload nothing half is left."""
        if scope["type"] != "http" or scope["path"].rstrip("/") != UPLOAD:
            await self._app(scope, receive, send)
            return
        self._running += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._running -= 1
            if not self._running:
                self._clear()

    def _clear(self) -> None:
        for path in self._folder.glob(PARTS):
            with suppress(OSError):  # a folder, or held open on Windows: it goes after the next upload
                path.unlink()

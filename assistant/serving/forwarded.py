"""What a request says of the way it came: nothing is believed but what the server has found out itself."""

from starlette.types import ASGIApp, Receive, Scope, Send

CLAIMS = (b"x-forwarded-", b"forwarded", b"x-gradio-server")  # beginnings of names of headers
ENCRYPTED = (b"x-forwarded-proto", b"https")


class Forwarded:
    """Takes the headers away by which a visitor could have the page name other addresses.

    Uvicorn has read those of a proxy that is believed before. The page is told whether the way is encrypted.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] == "http":
            headers = [(name, value) for name, value in scope["headers"] if not name.startswith(CLAIMS)]
            if scope.get("scheme") == "https":
                headers.append(ENCRYPTED)
            scope = {**scope, "headers": headers}
        await self._app(scope, receive, send)

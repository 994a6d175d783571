"""What stands before the page: only this computer's names are answered, and the browser learns its limits."""

import re
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio sends whoever asks for such a "file" on to that address: a link to us would lead elsewhere.
ELSEWHERE = re.compile(r"file=\s*http", re.IGNORECASE)
NAMES = ("localhost", "127.0.0.1", "[::1]")
# Gradio needs inline scripts and eval, so escaping is the defence against markup; this keeps requests home.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
ONLY_HERE = "Footnote answers only at localhost, 127.0.0.1 and [::1]. Open the address that it printed."
NO_SUCH_FILE = "There is no such file."


class Guard:
    """Refuses other host names (a page elsewhere could point its name here) and other pages' requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 403 or 404."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not allowed(Headers(scope=scope)):
            await PlainTextResponse(ONLY_HERE, status_code=403)(scope, receive, send)
        elif leads_elsewhere(scope["path"]):
            await PlainTextResponse(NO_SUCH_FILE, status_code=404)(scope, receive, send)
        else:
            await self._app(scope, receive, with_headers(send))


def allowed(headers: Headers) -> bool:
    """Whether the request names this computer, and comes from its own page if it comes from one."""
    host = headers.get("host", "")
    name = host[: host.rfind("]") + 1] if host.startswith("[") else host.split(":")[0]
    origin = headers.get("origin")
    return name.lower() in NAMES and (origin is None or urlsplit(origin).netloc == host)


def leads_elsewhere(path: str) -> bool:
    """Whether the path of a request asks for a file at another server, however often it is encoded."""
    while (plain := unquote(path)) != path:
        path = plain
    return ELSEWHERE.search(path) is not None


def with_headers(send: Send) -> Send:
    """`send`, which adds our headers to each response."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending

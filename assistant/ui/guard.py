"""What stands before the page: only this computer's names are answered, and the browser learns its limits."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class Guard:
    """Refuses other host names (a page elsewhere could point its name here) and other pages' requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 403."""
        if scope["type"] == "lifespan" or allowed(Headers(scope=scope)):
            await self._app(scope, receive, with_headers(send))
        else:
            text = (
                "Footnote answers only at localhost, 127.0.0.1 and [::1]. Open the address that it printed."
            )
            await PlainTextResponse(text, status_code=403)(scope, receive, send)


def allowed(headers: Headers) -> bool:
    """Whether the request names this computer, and comes from its own page if it comes from one."""
    host = headers.get("host", "")
    name = host[: host.rfind("]") + 1] if host.startswith("[") else host.split(":")[0]
    origin = headers.get("origin")
    return name.lower() in NAMES and (origin is None or urlsplit(origin).netloc == host)


def with_headers(send: Send) -> Send:
    """`send`, which adds our headers to each response."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending

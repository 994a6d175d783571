"""What stands before the page: only this computer's names are answered, and the browser learns its limits.

Gradio has many more routes than the page needs: some send whoever asks on to another server, or fetch from
one, or print what they are asked for. Only those that are needed are answered, and no answer leads away.
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What Gradio's page and its own components ask for, decoded once as the server decodes it
SERVED = re.compile(
    r"/(config/?|theme\.css|favicon\.ico|robots\.txt|manifest\.json|assets/.*|static/.*"
    r"|gradio_api/(queue/(join|data)/?|component_server/?|upload/?|upload_progress|cancel|reset/?|app_id/?"
    r"|startup-events|heartbeat/.*|theme\.css|file=.*))?",
    re.DOTALL,
)
# A path of this server: "//" begins the name of another, and for browsers a backslash or a tab does too.
HERE = re.compile(r"/(?![/\\\s])")
NAMES = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
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
NOTHING_THERE = "There is no such page."


class Guard:
    """Refuses other host names (a page elsewhere could point its name here) and other pages' requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 403 or 404."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not allowed(headers := Headers(scope=scope)):
            await PlainTextResponse(ONLY_HERE, status_code=403)(scope, receive, send)
        elif not SERVED.fullmatch(scope["path"]):
            await PlainTextResponse(NOTHING_THERE, status_code=404)(scope, receive, send)
        else:
            await self._app(scope, receive, staying(with_headers(send), headers["host"]))


def allowed(headers: Headers) -> bool:
    """Whether the request names this computer, and comes from its own page if it comes from one."""
    host, origin = headers.get("host", ""), headers.get("origin")
    own = (None, f"http://{host}", f"https://{host}")
    return NAMES.fullmatch(host) is not None and origin in own


def leads_elsewhere(location: str, host: str) -> bool:
    """Whether a redirect to `location` may leave the server that was asked as `host`."""
    own = (f"http://{host}", f"https://{host}")
    return not (
        HERE.match(location)
        or location in own
        or location.startswith(tuple(f"{address}/" for address in own))
    )


def staying(send: Send, host: str) -> Send:
    """`send`, which answers "not found" in place of a redirect to another server."""
    refused = False

    async def sending(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start":
            locations = Headers(raw=message.get("headers", [])).getlist("location")
            refused = any(leads_elsewhere(location, host) for location in locations)
            if refused:
                headers = [(b"content-type", b"text/plain; charset=utf-8")]
                await send({**message, "status": 404, "headers": headers})
                await send({"type": "http.response.body", "body": NOTHING_THERE.encode()})
        if not refused:
            await send(message)

    return sending


def with_headers(send: Send) -> Send:
    """`send`, which adds our headers to each response."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending

"""What stands before the page: only this computer's names are answered, and the browser learns its limits.

Gradio has many more routes than the page needs: some send whoever asks on to another server, or fetch from
one, or print what they are asked for. Only those that are needed are answered, and no answer leads away.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

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
PORT = re.compile(r":\d{1,5}\Z")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names that are answered besides this computer's own: `names` in small letters, without a port.

    `addresses`: any IP address too. Whoever asks for one has looked up no name, so nobody else's name can
    have been pointed here.
    """

    names: frozenset[str] = frozenset()
    addresses: bool = False
    refusal: str = ONLY_HERE

    def answer(self, host: str) -> bool:
        """Whether the header `host` of a request is one of them."""
        if NAMES.fullmatch(host):
            return True
        name = PORT.sub("", host).lower()
        return name in self.names or (self.addresses and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name[1:-1] if name.startswith("[") and name.endswith("]") else name)
    except ValueError:
        return False
    return True


THIS_COMPUTER = Hosts()


class AccessMiddleware:
    """Refuses other host names (a page elsewhere could point its name here) and other pages' requests.

    `more` are paths that are answered besides the page's own.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts = THIS_COMPUTER, more: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = hosts
        self._more = frozenset(more)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 403 or 404."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not allowed(headers := Headers(scope=scope), self._hosts):
            await PlainTextResponse(self._hosts.refusal, status_code=403)(scope, receive, send)
        elif not (SERVED.fullmatch(scope["path"]) or scope["path"] in self._more):
            await PlainTextResponse(NOTHING_THERE, status_code=404)(scope, receive, send)
        else:
            await self._app(scope, receive, staying(with_headers(send), headers["host"]))


def allowed(headers: Headers, hosts: Hosts = THIS_COMPUTER) -> bool:
    """Whether the request names a host of ours, and comes from its own page if it comes from one."""
    named_hosts, origin = headers.getlist("host"), headers.get("origin")
    host = named_hosts[0] if len(named_hosts) == 1 else ""  # of several, a proxy may have believed another
    own = (None, f"http://{host}", f"https://{host}")
    return hosts.answer(host) and origin in own


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
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending

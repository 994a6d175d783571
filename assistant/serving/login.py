"""The login before the page: it asks for the password once, and knows a browser again by its cookie."""

import logging
from importlib import resources
from string import Template
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.serving.session_cookie import SESSION_SECONDS, LoginFailures, SessionCookies

logger = logging.getLogger(__name__)
LOGIN, LOGOUT = "/login", "/logout"
COOKIE = "footnote"
LARGEST_FORM = 4096  # bytes
# With the page's own "no-referrer" a browser names no origin for a form, and the middleware would refuse it.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
ASKED_FOR = "Log in first."
WRONG = "That is not the password."
TOO_OFTEN = "Too many wrong passwords from here. Try again in {minutes} min."


class LoginGate:
    """Lets requests of a session through to `app`; the others are shown the form, or refused with 401."""

    def __init__(self, app: ASGIApp, password: str) -> None:
        self._app = app
        self._sessions = SessionCookies(password)
        self._failures = LoginFailures()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == LOGIN:
            response = await self._login(scope, receive)
            await response(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == LOGOUT:
            await _logged_out(scope)(scope, receive, send)
        elif self._sessions.valid(session(scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/" and scope["method"] in ("GET", "HEAD"):
            await RedirectResponse(LOGIN, status_code=303)(scope, receive, send)
        else:
            await PlainTextResponse(ASKED_FOR, status_code=401)(scope, receive, send)

    async def _login(self, scope: Scope, receive: Receive) -> Response:
        if scope["method"] != "POST":
            return form()
        address = scope["client"][0] if scope.get("client") else ""
        password = await posted(receive)
        if (seconds := self._failures.wait(address)) > 0:
            text = TOO_OFTEN.format(minutes=int(seconds // 60) + 1)
            return form(text, status=429, headers={"Retry-After": str(int(seconds) + 1)})
        if not self._sessions.opens(password):
            self._failures.note(address)
            logger.info("A wrong password was given.")
            return form(WRONG, status=403)
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(
            COOKIE,
            self._sessions.issue(),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="lax",
            secure=scope.get("scheme") == "https",
        )
        return response


def _logged_out(scope: Scope) -> Response:
    """Ends the session. Only a form does: a link elsewhere must not."""
    if scope["method"] != "POST":
        return RedirectResponse("/", status_code=303)
    response = RedirectResponse(LOGIN, status_code=303)
    response.delete_cookie(COOKIE)
    return response


def session(scope: Scope) -> str:
    """The session in the request's cookies; empty where there is none."""
    return HTTPConnection(scope).cookies.get(COOKIE, "")


async def posted(receive: Receive) -> str:
    """The password in a posted form; empty where there is none, or it is far too large."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return ""
        body += message.get("body", b"")
        if len(body) > LARGEST_FORM:
            return ""
        if not message.get("more_body"):
            break
    fields: dict[str, list[str]] = parse_qs(body.decode("utf-8", "replace"))
    return fields.get("password", [""])[0]


def form(message: str = "", *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """The page that asks for the password; `message` is one of our own sentences."""
    markup = resources.files("assistant.serving").joinpath("login.html").read_text(encoding="utf-8")
    page = Template(markup).substitute(message=message)
    return HTMLResponse(page, status_code=status, headers={**HEADERS, **(headers or {})})

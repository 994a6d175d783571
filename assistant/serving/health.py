"""Endpoints for machines: whether the page lives, whether it can answer, and its metrics; nothing else."""

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

HEALTH, READY, METRICS = "/health", "/ready", "/metrics"
LOOK_SECONDS = 2.0  # that the library may take to answer
KEPT_SECONDS = 1.0  # that what was seen is believed: anybody may ask, and often

ReadyCheck = Callable[[], Awaitable[str]]  # "" where it can answer, else why not, in one word
MetricsText = Callable[[], Awaitable[bytes]]  # in Prometheus' text format


class HealthEndpoints:
    """Answers the three paths before any password; passes everything else on to `app`.

    The numbers need the bearer token `token`; without one there are none.
    """

    def __init__(self, app: ASGIApp, ready: ReadyCheck, metrics_text: MetricsText, token: str = "") -> None:
        self._app = app
        self._ready = ready
        self._metrics_text = metrics_text
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a probe, or passes a request on."""
        response = await self._probed(scope) if scope["type"] == "http" else None
        if response is None:
            await self._app(scope, receive, send)
        else:
            await response(scope, receive, send)

    async def _probed(self, scope: Scope) -> Response | None:
        if scope["path"] == HEALTH:
            return PlainTextResponse("ok")
        if scope["path"] == READY:
            reason = await self._ready()
            return PlainTextResponse(reason or "ready", status_code=503 if reason else 200)
        if scope["path"] == METRICS and self._token:
            if not self._knows_token(scope):
                return PlainTextResponse("Name the token.", status_code=401)
            return Response(await self._metrics_text(), media_type="text/plain; version=0.0.4; charset=utf-8")
        return None

    def _knows_token(self, scope: Scope) -> bool:
        kind, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(token.encode(), self._token.encode())


class Readiness:
    """Whether one page can answer; where it cannot, the reason is "stopping", "starting" or "library".

    `reach` reads something small from the library, and says whether it could.
    """

    def __init__(
        self, *, started: Callable[[], bool], leaving: Callable[[], bool], reach: Callable[[], bool]
    ) -> None:
        self._started = started
        self._leaving = leaving
        self._reach = reach
        self._looking: asyncio.Future[bool] | None = None
        self._looked = 0.0

    async def why_not_ready(self) -> str:
        """Why it cannot answer; empty where it can."""
        if self._leaving():
            return "stopping"
        if not self._started():
            return "starting"
        return "" if await self._reached() else "library"

    async def _reached(self) -> bool:
        """One look at a time: a library that hangs must not collect threads."""
        old = time.monotonic() - self._looked > KEPT_SECONDS
        if self._looking is None or (self._looking.done() and old):
            self._looked = time.monotonic()
            self._looking = asyncio.ensure_future(asyncio.to_thread(self._reach))
        done, _ = await asyncio.wait([self._looking], timeout=LOOK_SECONDS)
        return bool(done) and self._looking.result()

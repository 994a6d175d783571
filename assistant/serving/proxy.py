"""The proxy before several workers: a browser's requests all go to the same one, and nothing is held back.

Gradio keeps a tab's questions and uploads in the process that took them, so a cookie names the worker. When
that has ended, its browsers go to another: the page notices, and is loaded anew.
"""

import asyncio
from collections.abc import AsyncIterator

import httpcore
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from assistant.serving.workers import Worker, Workers

COOKIE = "footnote_worker"
ODD = "This request cannot be passed on: a header of it is not written as it should be."
NOBODY = "Footnote is being started. Try again in a moment."
TRIES = 3  # workers that are asked, where one has just ended
# Of one connection each: not for the next one (RFC 9110, 7.6.1)
OF_THE_CONNECTION = frozenset(
    (
        b"connection keep-alive proxy-authenticate proxy-authorization te trailer "
        b"transfer-encoding upgrade expect"
    ).split()
)
GONE = (httpcore.NetworkError, httpcore.RemoteProtocolError)  # what a worker that has ended leaves


class Proxy:
    """Passes each request to the worker of its browser, and the answer back as it comes."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; starts and ends the workers with the server."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._workers.start()
        if self._workers.broken:
            await self._workers.close()
            await send({"type": "lifespan.startup.failed", "message": ""})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._workers.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        named_worker = self._workers.find(HTTPConnection(scope).cookies.get(COOKIE, ""))
        request = ProxiedRequest(scope, receive)
        for _ in range(TRIES):
            worker = named_worker or self._workers.choose()
            if worker is None:
                break
            naming = send if worker is named_worker else with_cookie(send, scope, worker)
            try:
                await request.pass_on(worker, naming)
            except GONE as error:
                if request.begun or request.left:
                    return  # the browser sees that the answer has no end
                named_worker, worker.heard = None, 0.0  # until it answers again, or its end is noticed
                if not (request.again or isinstance(error, httpcore.ConnectError)):
                    break  # it may have been done
            except httpcore.LocalProtocolError:  # the request's own fault: no worker is worse for it
                if not (request.begun or request.left):
                    await PlainTextResponse(ODD, status_code=400)(scope, receive, send)
                return
            else:
                return
        await PlainTextResponse(NOBODY, status_code=503, headers={"Retry-After": "2"})(scope, receive, send)


class ProxiedRequest:
    """One request on its way.

    `begun`: the browser has got the beginning of an answer; `left`: it went away while it still asked.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope = scope
        self._receive = receive
        self._sent = asyncio.Event()  # the whole request was read
        self._first: Message | None = None
        self.begun = False
        self.left = False
        self.again = scope["method"] in ("GET", "HEAD")  # it may be asked twice

    async def pass_on(self, worker: Worker, send: Send) -> None:
        """Has a worker answer. When the browser goes away the worker is told. Raises what httpcore raises."""
        if self._first is None:
            self._first = await self._receive()
        answering = asyncio.create_task(self._exchange(worker, send))
        leaving = asyncio.create_task(self._until_gone())
        try:
            await asyncio.wait([answering, leaving], return_when=asyncio.FIRST_COMPLETED)
            if answering.done():
                answering.result()
        finally:
            answering.cancel()
            leaving.cancel()
            await asyncio.gather(answering, leaving, return_exceptions=True)

    async def _exchange(self, worker: Worker, send: Send) -> None:
        request = httpcore.Request(
            self._scope["method"],
            httpcore.URL(scheme=b"http", host=b"localhost", port=None, target=target(self._scope)),
            headers=self._headers(),
            content=self._body(),
        )
        response = await worker.pool.handle_async_request(request)
        try:
            headers = [
                (name.lower(), value)
                for name, value in response.headers
                if name.lower() not in OF_THE_CONNECTION
            ]
            self.begun = True
            await send({"type": "http.response.start", "status": response.status, "headers": headers})
            async for part in response.aiter_stream():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await response.aclose()

    def _headers(self) -> list[tuple[bytes, bytes]]:
        # Of blanks around a value uvicorn leaves those at its end, and h11 takes none.
        headers = [
            (name, value.strip(b" \t"))
            for name, value in self._scope["headers"]
            if name not in OF_THE_CONNECTION
        ]
        names = {name for name, _ in headers}
        assert self._first is not None
        if b"content-length" not in names and self._first.get("more_body"):
            headers.append((b"transfer-encoding", b"chunked"))
        return headers

    async def _body(self) -> AsyncIterator[bytes]:
        message = self._first
        while message is not None and message["type"] == "http.request":
            if part := message.get("body"):
                yield part
            if not message.get("more_body"):
                break
            message = await self._receive()
            self.left = message["type"] == "http.disconnect"
        self._sent.set()

    async def _until_gone(self) -> None:
        """Returns when the browser has gone away."""
        await self._sent.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass


def target(scope: Scope) -> bytes:
    """Path and query as the browser wrote them."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return path + b"?" + query if query else path


def with_cookie(send: Send, scope: Scope, worker: Worker) -> Send:
    """`send`, which has the browser remember its worker."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            cookie = f"{COOKIE}={worker.name}; HttpOnly; Path=/; SameSite=lax{secure}"
            MutableHeaders(scope=message).append("set-cookie", cookie)
        await send(message)

    return sending

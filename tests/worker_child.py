"""A worker without a page: `python -m tests.worker_child SOCKET`. It does what its paths say."""

import asyncio
import hashlib
import os
import sys
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

left = asyncio.Event()  # a browser went away in the middle of an answer


async def ready(request: Request):
    return PlainTextResponse("ready")


async def who(request: Request):
    return JSONResponse({"pid": os.getpid(), "headers": dict(request.headers), "left": left.is_set()})


async def said(request: Request):
    """Says back the target, and how much came, in what pieces."""
    digest, pieces = hashlib.sha256(), 0
    async for piece in request.stream():
        digest.update(piece)
        pieces += bool(piece)
    target = request.scope["raw_path"].decode() + "?" + request.scope["query_string"].decode()
    return JSONResponse({"target": target, "sha256": digest.hexdigest(), "pieces": pieces})


async def slow(request: Request):
    """Sends a piece, then waits for a word of the browser at /go, or until it leaves."""

    async def pieces():
        try:
            yield b"first\n"
            await go.wait()
            yield b"last\n"
        except asyncio.CancelledError:
            left.set()
            raise

    answer = StreamingResponse(pieces())
    answer.headers.append("set-cookie", "a=1")
    answer.headers.append("set-cookie", "b=2")
    return answer


async def let_go(request: Request):
    go.set()
    return PlainTextResponse("")


async def die(request: Request):
    os._exit(3)


go = asyncio.Event()
ROUTES = [
    Route("/ready", ready),
    Route("/who", who),
    Route("/said/{path:path}", said, methods=["GET", "POST"]),
    Route("/slow", slow),
    Route("/go", let_go),
    Route("/die", die, methods=["GET", "POST"]),
]


def end_with_proxy(server):
    sys.stdin.buffer.read()
    server.should_exit = True


if __name__ == "__main__":
    if "refuse" in sys.argv:
        sys.exit("The library cannot be reached.")
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), uds=sys.argv[1], log_config=None))
    threading.Thread(target=end_with_proxy, args=(server,), daemon=True).start()
    server.run()

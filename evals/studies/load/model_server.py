"""`python -m evals.studies.load.model_server PORT TOKENS_A_SECOND`: repeats a passage, as fast as told."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

MODEL = "scripted"
LAST_PASSAGE = re.compile(r"<<<\n(?P<text>[^<]*)\n>>>(?![\s\S]*<<<)")
WORDS = 90  # of an answer; some 120 tokens of a real model


def draft(messages: list[dict[str, str]]) -> list[str]:
    """The words that are written: those of the best passage, which comes last."""
    passage = LAST_PASSAGE.search(messages[-1]["content"])
    words = (passage["text"] if passage else "The passages do not say.").split()[:WORDS]
    return [word if place == 0 else f" {word}" for place, word in enumerate(words)]


def chunk(delta: dict[str, str], reason: str | None = None) -> bytes:
    """One event of the stream."""
    choice: dict[str, Any] = {"index": 0, "delta": delta, "finish_reason": reason}  # Any: JSON types
    event = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": MODEL,
        "choices": [choice],
    }
    return f"data: {json.dumps(event)}\n\n".encode()


def app(speed: float) -> Starlette:
    """The server: `speed` is in tokens a second, for each request alone."""

    async def answer(request: Request) -> Response:
        request_body = await request.json()

        async def pieces() -> AsyncIterator[bytes]:
            for word in draft(request_body["messages"])[: request_body.get("max_tokens") or WORDS]:
                await asyncio.sleep(1 / speed)
                yield chunk({"content": word})
            yield chunk({}, "stop")
            yield b"data: [DONE]\n\n"

        return StreamingResponse(pieces(), media_type="text/event-stream")

    async def models(request: Request) -> Response:
        return JSONResponse({"data": [{"id": MODEL}]})

    return Starlette(
        routes=[Route("/v1/chat/completions", answer, methods=["POST"]), Route("/v1/models", models)]
    )


if __name__ == "__main__":
    uvicorn.run(app(float(sys.argv[2])), port=int(sys.argv[1]), log_level="critical")

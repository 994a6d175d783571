"""The log as JSON: one line for each answer and each request, with no word of a question or a document."""

import json
import logging
import os
import re
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving.metrics import Metrics, RequestMetrics

if TYPE_CHECKING:
    from assistant.ui.jobs.observing import Course

logger = logging.getLogger(__name__)
FIELDS = "footnote_fields"  # of a record: what its line has besides
NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
# Asked for over and over, by each tab and each probe: counted, but no line each
QUIET = tuple(
    (
        "assets static config theme.css favicon.ico robots.txt manifest.json health ready metrics "
        "gradio_api/component_server gradio_api/heartbeat gradio_api/queue/data gradio_api/upload_progress "
        "gradio_api/cancel gradio_api/reset"
    ).split()
)
ROUTES = (*QUIET, "gradio_api/queue/join", "gradio_api/upload", "gradio_api/file=", "login", "logout")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON.

    Of an exception it has the kind and the places in the code: its message may hold what a document or a
    server has said. So may the messages of others than Footnote, which are left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        ours = record.name.split(".")[0] in ("documents", "index", "assistant", "evals")
        line: dict[str, Any] = {  # Any: JSON types
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": os.getpid(),
            "message": " ".join(record.getMessage().split()) if ours else "",
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            frames = traceback.extract_tb(trace)
            line["error"] = kind.__name__
            line["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=True)


class AnswerLog:
    """Puts a line for each question into the log, and tells the metrics, if there are any."""

    def __init__(self, metrics: Metrics | None) -> None:
        self._metrics = metrics

    def begun(self) -> None:
        """A question is taken."""
        if self._metrics is not None:
            self._metrics.begun()

    def ended(self, course: "Course") -> None:
        """One that was taken has come to its end."""
        if self._metrics is not None:
            self._metrics.ended(course)
        log_line("answer", fields_of(course))


def fields_of(course: "Course") -> dict[str, Any]:  # Any: JSON types
    """What the line of an answer has. The id is the browser's own: one that looks like none is left out."""
    return {
        "question": course.id if NAME.fullmatch(course.id) else "",
        "outcome": course.ending,
        "seconds": round(course.seconds, 3),
        "first_quotes": None if course.first_quotes is None else round(course.first_quotes, 3),
        "tokens": course.tokens,
        "errors": list(course.errors),
        "stages": dict(course.stages),
    }


def log_line(message: str, fields: Mapping[str, Any]) -> None:  # Any: JSON types
    """Puts a line into the log."""
    logger.info(message, extra={FIELDS: dict(fields)})


class LoggingMiddleware:
    """Counts what `app` answers, and puts a line for each into the log that is not asked for all the time."""

    def __init__(self, app: ASGIApp, metrics: RequestMetrics | None) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._note(scope, status, time.monotonic() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope["path"]) if status != 404 else "other"
        if self._metrics is not None:
            self._metrics.request(route, status)
        if route not in QUIET:
            log_line(
                "request",
                {
                    "method": scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other",
                    "route": route,
                    "status": status,
                    "seconds": round(seconds, 3),
                },
            )


def route_of(path: str) -> str:
    """The name of the route that a path takes, without what else is in it: a file's name may tell much.

    >>> route_of("/gradio_api/file=/home/me/secret.txt"), route_of("/"), route_of("/other/things")
    ('gradio_api/file=', 'page', 'other')
    """
    if path == "/":
        return "page"
    return next((route for route in ROUTES if path.startswith(f"/{route}")), "other")

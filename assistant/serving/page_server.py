"""The page in this process, and the server that stops when its last answer is given."""

import asyncio
import logging
import socket
import sys
import threading
from collections.abc import Callable

import uvicorn

from assistant.assistant import Assistant
from assistant.serving.health import Readiness
from assistant.serving.json_log import AnswerLog
from assistant.serving.metrics import Metrics
from assistant.serving.options import Options
from assistant.serving.settings_watch import SettingsWatch
from assistant.serving.shutdown import GracefulServer
from assistant.settings import Settings
from documents.errors import FootnoteError
from index.servers.addresses import is_address

ASKING_AT_ONCE = 64  # questions that are answered at a time; most of that time the model writes
QUOTING_AT_ONCE = 2  # of these, whose first quotes are looked for: one computes, one waits for the library
QUOTING_AWAY = 16  # the same, where servers embed or rank
CUT_SECONDS = 5.0  # in which a question whose model was stopped is answered by its quotes, and kept
logger = logging.getLogger(__name__)


class ServedPage:
    """One page: `app` answers its requests, `why_not_ready` says why not, `metrics` what it has counted."""

    def __init__(self, assistant: Assistant, options: Options, *, port: int) -> None:
        from assistant.ui.server import build_page, take_uploads

        assistant.take_write_lock()
        self.metrics = Metrics() if assistant.settings.metrics_token else None
        self._options = options
        self._page, self.app = build_page(
            assistant,
            port=port,
            temporary=take_uploads(assistant),
            observer=AnswerLog(self.metrics),
            at_once=ASKING_AT_ONCE,
        )
        settings = assistant.settings
        assistant.expect_many(at_once=quoting_at_once(settings), megabytes=settings.cache_megabytes)
        self._server: GracefulServer | None = None
        self._settings_watch = SettingsWatch(assistant)
        readiness = Readiness(
            started=lambda: self._page.started,
            leaving=lambda: self._server is not None and self._server.leaving,
            reach=LibraryReached(assistant),
        )
        self.why_not_ready = readiness.why_not_ready
        if self.metrics is not None:
            self._look_up(assistant, self.metrics)

    async def metrics_text(self) -> bytes:
        """The metrics as text; in a thread, since some are looked up in the library."""
        return b"" if self.metrics is None else await asyncio.to_thread(self.metrics.text)

    def run(self, config: uvicorn.Config, bound: socket.socket, *, ready: Callable[[], None]) -> None:
        """Serves until it is told to stop. Raises KeyboardInterrupt after Ctrl-C."""
        self._server = GracefulServer(
            config,
            ready,
            leave=self._page.leave,
            waiting=lambda: self._page.under_way,
            grace=self._options.grace,
            cut=self._page.cut,
            last=CUT_SECONDS,
        )
        self._page.begin(examples=False)
        self._settings_watch.begin()
        self._server.run(sockets=[bound])
        if self._server.interrupted:
            raise KeyboardInterrupt

    def leave_with_proxy(self) -> None:
        """Has the server stop when standard input ends: the proxy has closed it, or is gone."""

        def wait() -> None:
            while sys.stdin.buffer.read(1):
                pass
            assert self._server is not None
            self._server.begin_to_leave(announced=True)

        threading.Thread(target=wait, name="proxy", daemon=True).start()

    def _look_up(self, assistant: Assistant, metrics: Metrics) -> None:
        library = assistant.library
        metrics.gauge("footnote_passages", "Passages in the library.", or_nothing(library.passage_count))
        waiting = or_nothing(lambda: self._page.waiting)
        metrics.gauge("footnote_documents_waiting", "Documents to be added.", waiting)


def quoting_at_once(settings: Settings) -> int:
    """How many questions look for their first quotes at a time: more where other computers do the work."""
    away = is_address(settings.embedder) or is_address(settings.reranker)
    return QUOTING_AWAY if away else QUOTING_AT_ONCE


def or_nothing(count: Callable[[], int]) -> Callable[[], float]:
    """`count`, which gives no number while the library does not answer: the others are told all the same."""

    def counted() -> float:
        try:
            return count()
        except FootnoteError:
            return float("nan")

    return counted


class LibraryReached:
    """Whether the library answers; the log is told when it no longer does, and when it does again."""

    def __init__(self, assistant: Assistant) -> None:
        self._library = assistant.library
        self._away = False

    def __call__(self) -> bool:
        """Asks for something small."""
        before, why = self._away, ""
        try:
            self._library.generation  # noqa: B018  # read from the database
        except FootnoteError as error:
            why = str(error)
        self._away = bool(why)
        if self._away and not before:
            logger.warning("The library does not answer: %s", why)
        elif before and not self._away:
            logger.warning("The library answers again.")
        return not self._away

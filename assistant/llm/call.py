"""One streamed answer of a language model, read in a thread of its own so that it can be stopped any time.

The OpenAI client blocks until the server has read the whole prompt. So the socket is kept at hand, and
stopping shuts it down under the client: the server notices, and the blocked thread ends with an error
that nobody reads.
"""

import queue
import socket
import threading
import time
from collections.abc import Generator, Mapping
from typing import Any

import httpx

from assistant.llm.endpoint import Endpoint, EndpointSource, http_client
from assistant.llm.fair_queue import QueuePlace
from assistant.llm.protocol import (
    WAIT_SECONDS,
    Finished,
    Piece,
    Request,
    ServerBusy,
    chunks,
    model_error,
    pieces,
    progress,
    server_busy,
    stopped,
)
from assistant.types import Wait
from documents.errors import ModelError, ModelTimedOut
from index.servers.retries import RetryRule

RETRIES = RetryRule(tries=6, first=0.5, longest=8.0)  # with a server that has no time now
WAIT_SHOWN_AFTER = 0.7  # seconds that a model may take to be ready before a person is told what it waits for


class ModelCall:
    """A request on its way. Use once: `pieces()`, and `cancel()` from any thread.

    It waits for `place`, and leaves it in the end.
    """

    def __init__(
        self, source: EndpointSource, request: Request, *, seconds: float, place: QueuePlace
    ) -> None:
        self._place = place
        self.finished: Finished | None = None
        self._source = source
        self._request = request
        self._seconds = seconds
        self._queue: queue.SimpleQueue[Piece | Wait | Finished | Exception] = queue.SimpleQueue()
        self._wait: Wait | None = Wait("starting")  # what the thread waits for; None where nobody can tell
        self._cancelled = threading.Event()
        self._socket: socket.socket | None = None
        self._guard = threading.Lock()

    def pieces(self) -> Generator[Piece | Wait, None, None]:
        """The tokens as they come, before them what is waited for.

        Raises ModelError; ModelTimedOut after `seconds` in which the model neither read nor wrote, others
        before this one not counted.
        """
        threading.Thread(target=self._work, name="model-call", daemon=True).start()
        for item in self._items():
            if self._cancelled.is_set():  # whatever came of it, such as the error of a socket that was shut
                raise ModelError("The language model was stopped.", "Ask again.")
            if isinstance(item, Exception):
                raise item
            if isinstance(item, Finished):
                self.finished = item
                return
            yield item

    def _items(self) -> Generator[Piece | Wait | Finished | Exception, None, None]:
        """What comes through the queue; while nothing does, each thing that is waited for, once."""
        last_wait: Wait | None = None
        limit = time.monotonic() + self._seconds
        while (left := limit - time.monotonic()) > 0:
            try:
                yield self._queue.get(timeout=min(WAIT_SHOWN_AFTER, left))
                limit = time.monotonic() + self._seconds
            except queue.Empty:
                if not self._place.granted:
                    limit = time.monotonic() + self._seconds
                if self._wait not in (None, last_wait):
                    last_wait = self._wait
                    yield last_wait
        raise ModelTimedOut(
            f"The language model wrote nothing for {self._seconds:.0f} seconds.",
            "Ask again, or raise llm_timeout.",
        )

    def cancel(self) -> None:
        """Closes the connection at once; a thread that waits in `pieces()` gets a ModelError."""
        with self._guard:
            self._cancelled.set()
            _shut(self._socket)
        self._place.leave()
        self._queue.put(Finished(None, None))  # wakes a reader

    def _work(self) -> None:
        """Runs in the thread: everything that blocks; what fails goes into the queue."""
        try:
            if not self._place.granted:
                self._wait = Wait("queued")
            if not self._place.wait():
                return
            self._wait = Wait("starting")
            endpoint = self._source.ensure()
            self._wait = Wait("queued") if endpoint.embedded else None  # until it says that it reads
            with http_client(endpoint, seconds=WAIT_SECONDS) as client:
                client.event_hooks = {"request": [self._watch]}
                self._queue.put(self._patiently(endpoint, client))
        except Exception as error:  # also a bug, or an error that model_error does not know: shown, not lost
            self._queue.put(error)
        finally:
            self._place.leave()

    def _patiently(self, endpoint: Endpoint, client: httpx.Client) -> Finished:
        """Reads the answer; a server that has no time now is asked again, until it is stopped."""
        tried = 0
        while True:
            tried += 1
            try:
                return self._read(endpoint, client)
            except ServerBusy as busy:
                wait = RETRIES.wait(tried, busy.asked_seconds)
                if wait is None:
                    raise busy.error from busy
                self._wait = Wait("queued")
                if self._cancelled.wait(wait):
                    raise busy.error from busy

    def _watch(self, request: httpx.Request) -> None:
        """Before each request: asks httpx to tell of the socket it opens."""
        request.extensions["trace"] = self._keep_socket

    def _keep_socket(self, event: str, info: Mapping[str, Any]) -> None:  # Any: httpx's trace values
        if event not in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            return
        with self._guard:
            self._socket = info["return_value"].get_extra_info("socket")
            if self._cancelled.is_set():
                _shut(self._socket)

    def _read(self, endpoint: Endpoint, client: httpx.Client) -> Finished:
        reason: str | None = None
        tokens: int | None = None
        seen = False
        try:
            for chunk in chunks(endpoint, client, self._request):
                seen = True
                self._wait = None
                if (reading := progress(chunk)) is not None:
                    self._queue.put(reading)
                if chunk.usage is not None:
                    tokens = chunk.usage.prompt_tokens
                for choice in chunk.choices[:1]:
                    reason = choice.finish_reason or reason
                    for piece in pieces(choice):
                        self._queue.put(piece)
        except Exception as error:  # a strange reply breaks the clients in many ways, also with TypeError
            if not seen and (busy := server_busy(endpoint, error)):
                raise busy from error
            raise model_error(endpoint, error) from error
        if not seen:
            raise ModelError(f"The reply from {endpoint.url} is not what a model server sends.", "Check llm.")
        if reason is None:  # the stream ended without saying so
            raise stopped(endpoint)
        return Finished(reason, tokens)


def _shut(connection: socket.socket | None) -> None:
    if connection is None:
        return
    try:
        # Not SSLSocket's own shutdown, which is not safe while another thread reads.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return  # closed already

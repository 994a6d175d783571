"""A server that is told to stop takes no new question, and goes when those under way are answered."""

import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

import uvicorn


class GracefulServer(uvicorn.Server):
    """Uvicorn's server, which calls `ready` when it answers.

    The first SIGTERM or Ctrl-C calls `leave`; it ends when `idle` says so, or after `grace` seconds. A second
    signal ends it at once. `interrupted`: the first one was Ctrl-C.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        *,
        leave: Callable[[], None],
        idle: Callable[[], bool],
        grace: float,
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._leave = leave
        self._idle = idle
        self._grace = grace
        self._until: float | None = None
        self.interrupted = False

    @property
    def leaving(self) -> bool:
        """Whether it was told to stop."""
        return self._until is not None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then calls `ready`."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins to leave; the second time, ends."""
        if self._until is not None:
            super().handle_exit(sig, frame)
            return
        self.interrupted = sig == signal.SIGINT
        self.begin_to_leave()

    def begin_to_leave(self) -> None:
        """Takes no more questions, and ends when those under way are answered; returns at once."""
        if self._until is None:
            self._until = time.monotonic() + self._grace
            self._leave()

    async def on_tick(self, counter: int) -> bool:
        """Whether it is time to end; asked ten times a second."""
        if await super().on_tick(counter):
            return True
        return self._until is not None and (self._idle() or time.monotonic() >= self._until)

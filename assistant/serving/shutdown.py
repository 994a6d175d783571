"""A server that is told to stop takes no new question, and goes when those under way are answered."""

import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

import click
import uvicorn


class GracefulServer(uvicorn.Server):
    """Uvicorn's server, which calls `ready` when it answers.

    The first SIGTERM or Ctrl-C calls `leave`; it ends when it waits for nothing any more: `waiting` says for
    what, in words, which it prints. After `grace` seconds it calls `cut`, and in any case ends `last` seconds
    later. A second signal ends it at once. `interrupted`: the first one was Ctrl-C.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        *,
        leave: Callable[[], None],
        waiting: Callable[[], str],
        grace: float,
        cut: Callable[[], None] = lambda: None,
        last: float = 0.0,
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._leave = leave
        self._waiting = waiting
        self._grace = grace
        self._cut = cut
        self._last = last
        self._announced = False  # whether it was said what is waited for
        self._until: float | None = None  # when it cuts off what is under way, and then when it ends
        self._is_cut = False
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

    def begin_to_leave(self, *, announced: bool = False) -> None:
        """Takes no more questions, and ends when those under way are answered; returns at once.

        `announced`: somebody else says what is waited for.
        """
        if self._until is None:
            self._announced = announced
            self._until = time.monotonic() + self._grace
            self._leave()

    async def on_tick(self, counter: int) -> bool:
        """Whether it is time to end; asked ten times a second."""
        if await super().on_tick(counter):
            return True
        if self._until is None:
            return False
        if not (waiting := self._waiting()):
            return True
        if not self._announced:  # not in the signal's handler, which may come in the middle of another line
            self._announced = True
            click.echo(f"Waiting for {waiting}, at most {self._grace:g} s; a second signal ends it at once.")
        if not self._is_cut and time.monotonic() >= self._until:
            self._is_cut = True
            self._until += self._last
            self._cut()
        return time.monotonic() >= self._until

"""Several processes of the page: each listens on a socket of its own, and is started again when it ends."""

import asyncio
import contextlib
import logging
import os
import secrets
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpcore

logger = logging.getLogger(__name__)
LOOK_SECONDS = 1.0  # between two looks at a worker
DEAF_SECONDS = 60.0  # a worker that answers nothing for so long is ended, and started again
QUICK_SECONDS = 10.0  # one that ends sooner is not started again at once
PAUSES = (0.5, 2.0, 5.0, 15.0, 30.0)  # seconds before the next start, by how often it ended quickly
METRICS_SECONDS = 2.0  # that a worker may take to tell its metrics
LAST_SECONDS = 8.0  # beyond the grace, before what still runs is killed: a worker takes the first 5 itself


@dataclass(slots=True, eq=False)
class Worker:
    """One process. `name` is new with each start; `place` stays, from 0 up.

    `why_not_ready` is "" where it can answer.
    """

    name: str
    place: int
    process: asyncio.subprocess.Process
    pool: httpcore.AsyncConnectionPool
    why_not_ready: str = "starting"
    heard: float = 0.0  # when it last answered
    sessions: int = 0  # browsers that were given to it

    @property
    def listens(self) -> bool:
        """Whether it has ever answered."""
        return self.heard > 0


class Workers:
    """Keeps `count` processes running. `command` gives the words that start one, from its socket."""

    def __init__(
        self, command: Callable[[Path], Sequence[str]], count: int, environ: Mapping[str, str]
    ) -> None:
        self._command = command
        self._count = count
        self._environ = environ
        self._living: dict[int, Worker] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._leaving = False
        self._left = asyncio.Event()  # set when all are to leave: ends the pauses
        self._loop: asyncio.AbstractEventLoop | None = None
        self._folder = Path()
        self._heard = False  # whether any has ever answered
        self.broken = False  # the first one ended before it listened: it has said why

    # Who answers

    def find(self, name: str) -> Worker | None:
        """The worker of this name, where it still runs."""
        return next((worker for worker in self._living.values() if worker.name == name), None)

    def choose(self) -> Worker | None:
        """The worker for a new browser: one that can answer, of these the one with the fewest."""
        listening = [worker for worker in self._living.values() if worker.listens]
        able = [worker for worker in listening if not worker.why_not_ready] or listening
        chosen = min(able, key=lambda worker: (worker.sessions, worker.place), default=None)
        if chosen is not None:
            chosen.sessions += 1
        return chosen

    def all(self) -> list[Worker]:
        """Those that run, by their places."""
        return [worker for _, worker in sorted(self._living.items())]

    async def why_not_ready(self) -> str:
        """Why none of them can answer, in one word; empty where one can."""
        if self._leaving:
            return "stopping"
        reasons = [worker.why_not_ready for worker in self.all()]
        return "starting" if not reasons else "" if "" in reasons else reasons[0]

    async def metrics(self, token: str) -> list[tuple[str, bytes]]:
        """The place of each worker that answers in time, with its metrics as text."""
        workers = self.all()
        headers = [(b"authorization", b"Bearer " + token.encode())]
        requests = [
            asyncio.wait_for(fetch(worker, b"/metrics", headers), METRICS_SECONDS) for worker in workers
        ]
        answers = await asyncio.gather(*requests, return_exceptions=True)
        return [
            (str(worker.place), answer[1])
            for worker, answer in zip(workers, answers, strict=True)
            if not isinstance(answer, BaseException) and answer[0] == 200
        ]

    # Their lives

    async def start(self) -> None:
        """Starts all; returns when the first listens, or has ended instead (`broken`).

        What keeps one from starting keeps all: it is said once, and the library is made by one.
        """
        self._loop = asyncio.get_running_loop()
        self._folder = Path(tempfile.mkdtemp(prefix="footnote-"))  # readable to this user alone
        self._tasks = [asyncio.create_task(self._keep(0))]
        while not (self.broken or self._leaving or any(worker.listens for worker in self.all())):
            await asyncio.sleep(0.05)
        self._tasks += [asyncio.create_task(self._keep(place)) for place in range(1, self._count)]

    def leave(self) -> None:
        """Tells all to end when they have answered; returns at once. May be called by a signal's handler."""
        self._leaving = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._left.set)
        for worker in self._living.values():
            _let_go(worker)

    @property
    def gone(self) -> bool:
        """Whether none runs any more."""
        return not self._living

    async def close(self) -> None:
        """Ends what still runs."""
        self.leave()
        for worker in self.all():
            _kill(worker)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _keep(self, place: int) -> None:
        """Has one run in this place until all are to leave."""
        quick = 0
        while not self._leaving and not self.broken:
            began = time.monotonic()
            try:
                worker = await self._launch(place)
            except OSError as error:
                logger.warning("A worker could not be started: %s.", error.strerror or error)
                if not self._heard:
                    self.broken = True
                    return
                quick += 1
                await self._pause(quick)
                continue
            self._living[place] = worker
            if self._leaving:
                _let_go(worker)
            look = asyncio.create_task(self._look_after(worker))
            status = await worker.process.wait()
            look.cancel()
            del self._living[place]
            await worker.pool.aclose()
            if self._leaving:
                return
            if not self._heard and status == 1:
                self.broken = True
                return
            logger.warning("A worker ended (%d) and is started again.", status)
            quick = quick + 1 if time.monotonic() - began < QUICK_SECONDS else 0
            if quick:
                await self._pause(quick)

    async def _pause(self, quick: int) -> None:
        """Waits before the next start, but not when all are to leave."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._left.wait(), PAUSES[min(quick, len(PAUSES)) - 1])

    async def _launch(self, place: int) -> Worker:
        name = secrets.token_hex(8)
        path = self._folder / name
        process = await asyncio.create_subprocess_exec(
            *self._command(path),
            stdin=asyncio.subprocess.PIPE,  # its end, also by a kill of this process, tells it to go
            env={**os.environ, **self._environ},
            start_new_session=True,  # Ctrl-C is for this process, which tells the others
        )
        pool = httpcore.AsyncConnectionPool(
            uds=str(path), max_connections=None, max_keepalive_connections=32, keepalive_expiry=2.0
        )
        # As many as the others have: it would get all new ones.
        sessions = min((worker.sessions for worker in self._living.values()), default=0)
        return Worker(name, place, process, pool, sessions=sessions)

    async def _look_after(self, worker: Worker) -> None:
        """Notes whether it can answer. One that has fallen silent is killed: it is then started again."""
        while True:
            try:
                status, body = await asyncio.wait_for(fetch(worker, b"/ready"), DEAF_SECONDS)
            except (httpcore.NetworkError, httpcore.ProtocolError, TimeoutError):
                worker.why_not_ready = "starting"
                if worker.listens and time.monotonic() - worker.heard > DEAF_SECONDS:
                    logger.warning("A worker has not answered for %d seconds and is ended.", DEAF_SECONDS)
                    _kill(worker)
            else:
                worker.heard, self._heard = time.monotonic(), True
                worker.why_not_ready = "" if status == 200 else body.decode("ascii", "replace")
            await asyncio.sleep(LOOK_SECONDS if worker.listens else 0.1)


async def fetch(
    worker: Worker, path: bytes, headers: Sequence[tuple[bytes, bytes]] = ()
) -> tuple[int, bytes]:
    """The status and body of what a worker answers to a GET. Raises what httpcore raises."""
    url = httpcore.URL(scheme=b"http", host=b"localhost", port=None, target=path)
    response = await worker.pool.request(b"GET", url, headers=[(b"host", b"localhost"), *headers])
    return response.status, response.content


def _let_go(worker: Worker) -> None:
    if worker.process.stdin is not None:
        worker.process.stdin.close()


def _kill(worker: Worker) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has ended meanwhile
        worker.process.send_signal(signal.SIGKILL)

"""How the parts are joined: one process that serves the page, or a front with several behind it."""

import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
import uvicorn
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.serving.door import LOGIN, LOGOUT, Door
from assistant.serving.forwarded import Forwarded
from assistant.serving.front import Front
from assistant.serving.options import Options, check_options
from assistant.serving.probes import Numbers, Probes, Readiness, Word
from assistant.serving.stopping import PatientServer
from assistant.serving.workers import LAST_SECONDS, Workers
from assistant.settings import Settings
from documents.errors import FootnoteError

logger = logging.getLogger(__name__)
# Not the folder where it was started: what lies there must not be taken for a module.
PROGRAM: tuple[str, ...] = (sys.executable, "-P", "-m", "assistant.cli.main")
WAITING = 128  # connections that are not yet taken
KEEP_ALIVE = 10  # seconds that a worker keeps an idle connection: longer than the front does
GOODBYE_SECONDS = 2  # connections that are still open after the last answer are cut after this long
REFUSAL = (
    "Footnote does not answer to this name. Start it with --host-name and the name in your address line."
)


def serve(open_assistant: Callable[[], Assistant], settings: Settings, options: Options) -> None:
    """Serves the page until the process is told to stop.

    Raises SettingsError for what cannot be served, LibraryLocked when another process writes to a library
    that takes one writer, FootnoteError where the workers cannot start, and KeyboardInterrupt after Ctrl-C.
    """
    check_options(options, settings)
    if options.workers > 1:
        serve_several(settings, options)
        return
    with open_assistant() as assistant, listening(options) as bound:
        port = bound.getsockname()[1]
        page = ServedPage(assistant, options, port=port)
        app = outside(page.app, assistant.settings, options, page.word, no_numbers)
        page.run(uvicorn_config(app, options), bound, ready=lambda: announce(options, port))


def serve_worker(open_assistant: Callable[[], Assistant], options: Options, path: Path) -> None:
    """Serves the page on the socket at `path` to the front that has started this process, until that ends."""
    with open_assistant() as assistant, socket.socket(socket.AF_UNIX) as bound:
        page = ServedPage(assistant, options, port=options.port)
        app = Probes(page.app, page.word, no_numbers, assistant.settings.metrics_token)
        bound.bind(str(path))
        bound.listen(WAITING)
        config = uvicorn_config(app, replace(options, proxies=()), keep_alive=KEEP_ALIVE)
        page.run(config, bound, ready=page.leave_with_front)


def serve_several(settings: Settings, options: Options) -> None:
    """Serves the page by several processes, with a front before them in this one."""
    environ = {} if settings.threads else {"FOOTNOTE_THREADS": str(threads_each(options.workers))}
    workers = Workers(partial(worker_command, settings.home, options), options.workers, environ)
    with listening(options) as bound:
        port = bound.getsockname()[1]
        app = outside(Front(workers), settings, options, workers.word, no_numbers)
        server = PatientServer(
            uvicorn_config(app, options),
            lambda: announce(options, port),
            leave=workers.leave,
            idle=lambda: workers.gone,
            grace=options.grace + LAST_SECONDS,
        )
        with suppress(SystemExit):  # uvicorn's end where the front did not start
            server.run(sockets=[bound])
    if workers.broken:
        raise FootnoteError("So no worker could be started.", "Mend that, and start again.")
    if server.interrupted:
        raise KeyboardInterrupt


class ServedPage:
    """The page in this process, and the server that stops when its last answer is given."""

    def __init__(self, assistant: Assistant, options: Options, *, port: int) -> None:
        from assistant.ui.serving import build_page, take_uploads

        assistant.take_write_lock()
        temporary = take_uploads(assistant)
        self._options = options
        self._page, self.app = build_page(assistant, port=port, temporary=temporary)
        self._server: PatientServer | None = None
        readiness = Readiness(
            started=lambda: self._page.started,
            leaving=lambda: self._server is not None and self._server.leaving,
            reach=lambda: reached(assistant),
        )
        self.word = readiness.word

    def run(self, config: uvicorn.Config, bound: socket.socket, *, ready: Callable[[], None]) -> None:
        """Serves until it is told to stop. Raises KeyboardInterrupt after Ctrl-C."""
        self._server = PatientServer(
            config,
            ready,
            leave=self._page.leave,
            idle=lambda: not self._page.busy,
            grace=self._options.grace,
        )
        self._page.begin(examples=False)
        self._server.run(sockets=[bound])
        if self._server.interrupted:
            raise KeyboardInterrupt

    def leave_with_front(self) -> None:
        """Has the server stop when standard input ends: the front has closed it, or is gone."""

        def wait() -> None:
            while sys.stdin.buffer.read(1):
                pass
            assert self._server is not None
            self._server.begin_to_leave()

        threading.Thread(target=wait, name="front", daemon=True).start()


def worker_command(home: Path, options: Options, path: Path) -> list[str]:
    """The words that start a worker."""
    verbose = ["-v"] if logger.isEnabledFor(logging.DEBUG) else []
    page = ["serve", "--socket", str(path), "--grace", str(options.grace)]
    return [*PROGRAM, "--home", str(home), *verbose, *page]


def threads_each(workers: int) -> int:
    """How many threads the models of each worker get: together one a core."""
    return max(1, (os.cpu_count() or 1) // workers)


def listening(options: Options) -> socket.socket:
    """The socket that the world asks. Raises FootnoteError where it cannot be had."""
    from assistant.ui.serving import listen

    return listen(options.port, options.host)


def outside(app: ASGIApp, settings: Settings, options: Options, ready: Word, numbers: Numbers) -> ASGIApp:
    """What answers the world: `app` behind the probes, the guard and, where a password is set, the door."""
    from assistant.ui.guard import Guard, Hosts

    door = Door(app, settings.password) if settings.password else app
    hosts = Hosts(frozenset(options.names), addresses=not options.loopback, refusal=REFUSAL)
    guard = Guard(door, hosts, (LOGIN, LOGOUT) if settings.password else ())
    return Forwarded(Probes(guard, ready, numbers, settings.metrics_token))


def uvicorn_config(app: ASGIApp, options: Options, *, keep_alive: int = 5) -> uvicorn.Config:
    """How uvicorn serves it: what a proxy says of a visitor is believed of the given ones alone."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(options.proxies),
        forwarded_allow_ips=",".join(options.proxies),
        timeout_keep_alive=keep_alive,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )


def announce(options: Options, port: int) -> None:
    """Says on the terminal where the page is."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    click.echo(f"Footnote is ready at http://{host}:{port}")
    if not options.loopback and not options.proxies:
        click.echo(
            "The connection is not encrypted: beyond your own network put a proxy with TLS before it.",
            err=True,
        )


def reached(assistant: Assistant) -> bool:
    """Whether the library answers."""
    try:
        assistant.library.generation  # noqa: B018  # read from the database
    except FootnoteError as error:
        logger.warning("The library does not answer: %s", error)
        return False
    return True


async def no_numbers() -> bytes:
    """None yet."""
    return b""

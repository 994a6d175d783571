"""How the parts are joined: one process that serves the page, or a proxy with several behind it."""

import logging
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
import uvicorn
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.serving.forwarded import Forwarded
from assistant.serving.health import HealthEndpoints, MetricsText, ReadyCheck
from assistant.serving.json_log import LoggingMiddleware
from assistant.serving.login import LOGIN, LOGOUT, LoginGate
from assistant.serving.metrics import RequestMetrics, joined_metrics
from assistant.serving.options import Options, check_options
from assistant.serving.page_server import ServedPage
from assistant.serving.proxy import Proxy
from assistant.serving.shutdown import GracefulServer
from assistant.serving.workers import LAST_SECONDS, Workers
from assistant.settings import Settings
from documents.errors import FootnoteError

logger = logging.getLogger(__name__)
# Not the folder where it was started: what lies there must not be taken for a module.
PROGRAM: tuple[str, ...] = (sys.executable, "-P", "-m", "assistant.cli.main")
KEEP_ALIVE = 10  # seconds that a worker keeps an idle connection: longer than the proxy does
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
        app = outside(
            page.app,
            settings,
            options,
            ready=page.why_not_ready,
            metrics_text=page.metrics_text,
            metrics=page.metrics,
        )
        page.run(uvicorn_config(app, options), bound, ready=lambda: announce(options, port))


def serve_worker(open_assistant: Callable[[], Assistant], options: Options, path: Path) -> None:
    """Serves the page on the socket at `path` to the proxy that has started this process, until that ends."""
    from assistant.ui.server import WAITING

    with open_assistant() as assistant, socket.socket(socket.AF_UNIX) as bound:
        page = ServedPage(assistant, options, port=options.port)
        app = HealthEndpoints(
            page.app, page.why_not_ready, page.metrics_text, assistant.settings.metrics_token
        )
        bound.bind(str(path))
        bound.listen(WAITING)
        config = uvicorn_config(app, replace(options, proxies=()), keep_alive=KEEP_ALIVE)
        page.run(config, bound, ready=page.leave_with_proxy)


def serve_several(settings: Settings, options: Options) -> None:
    """Serves the page by several processes, with a proxy before them in this one."""
    environ = {} if settings.threads else {"FOOTNOTE_THREADS": str(threads_each(options.workers))}
    workers = Workers(partial(worker_command, settings.home, options), options.workers, environ)
    metrics = RequestMetrics() if settings.metrics_token else None

    async def metrics_text() -> bytes:
        own = [] if metrics is None else [("proxy", metrics.text())]
        return joined_metrics([*own, *await workers.metrics(settings.metrics_token)])

    with listening(options) as bound:
        port = bound.getsockname()[1]
        app = outside(
            Proxy(workers),
            settings,
            options,
            ready=workers.why_not_ready,
            metrics_text=metrics_text,
            metrics=metrics,
        )
        server = GracefulServer(
            uvicorn_config(app, options),
            lambda: announce(options, port),
            leave=workers.leave,
            waiting=lambda: "" if workers.gone else "the answers under way",
            grace=options.grace,
            last=LAST_SECONDS,
        )
        with suppress(SystemExit):  # uvicorn's end where the proxy did not start
            server.run(sockets=[bound])
    if workers.broken:
        raise FootnoteError("So no worker could be started.", "Mend that, and start again.")
    if server.interrupted:
        raise KeyboardInterrupt


def worker_command(home: Path, options: Options, path: Path) -> list[str]:
    """The words that start a worker."""
    verbose = ["-v"] if logger.isEnabledFor(logging.DEBUG) else []
    page = ["serve", "--socket", str(path), "--grace", str(options.grace), "--log-format", options.log_format]
    return [*PROGRAM, "--home", str(home), *verbose, *page]


def threads_each(workers: int) -> int:
    """How many threads the models of each worker get: together one a core."""
    return max(1, (os.cpu_count() or 1) // workers)


def listening(options: Options) -> socket.socket:
    """The socket that the world asks. Raises FootnoteError where it cannot be had."""
    from assistant.ui.server import listen

    return listen(options.port, options.host)


def outside(
    app: ASGIApp,
    settings: Settings,
    options: Options,
    *,
    ready: ReadyCheck,
    metrics_text: MetricsText,
    metrics: RequestMetrics | None,
) -> ASGIApp:
    """What answers the world: `app` behind health endpoints, access rules and, with a password, the login."""
    from assistant.ui.middleware import AccessMiddleware, Hosts

    login = LoginGate(app, settings.password) if settings.password else app
    hosts = Hosts(frozenset(options.names), addresses=not options.loopback, refusal=REFUSAL)
    access = AccessMiddleware(login, hosts, (LOGIN, LOGOUT) if settings.password else ())
    return Forwarded(
        LoggingMiddleware(HealthEndpoints(access, ready, metrics_text, settings.metrics_token), metrics)
    )


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
    """Says on the terminal where the page is, in addresses that can be opened."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    click.echo(f"Footnote is ready at http://{'localhost' if options.everywhere else host}:{port}")
    if options.everywhere and not options.proxies:
        name = next(iter(options.names), "")
        address = f"http://{name}:{port}" if name else f"this computer's address in your network, port {port}"
        click.echo(f"Others open {address}")
    if not options.loopback and not options.proxies:
        click.echo(
            "The connection is not encrypted: beyond your own network put a proxy with TLS before it.",
            err=True,
        )

"""One process that serves the page to a team."""

import logging
from collections.abc import Callable

import click
import uvicorn
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.build import temporary_folder
from assistant.serving.door import LOGIN, LOGOUT, Door
from assistant.serving.options import Options, check_options
from assistant.serving.probes import Numbers, Probes, Readiness, Word
from assistant.settings import Settings
from documents.errors import FootnoteError

logger = logging.getLogger(__name__)
GOODBYE_SECONDS = 2  # connections that are still open after the last answer are cut after this long
REFUSAL = (
    "Footnote does not answer to this name. Start it with --host-name and the name in your address line."
)


def serve(open_assistant: Callable[[], Assistant], settings: Settings, options: Options) -> None:
    """Serves the page until the process is told to stop.

    Raises SettingsError for what cannot be served, LibraryLocked when another process writes to a library
    that takes one writer, and KeyboardInterrupt after Ctrl-C.
    """
    check_options(options, settings)
    with open_assistant() as assistant:
        serve_one(assistant, options)


def serve_one(assistant: Assistant, options: Options) -> None:
    """Serves the page in this process until it is told to stop."""
    from assistant.serving.stopping import PatientServer
    from assistant.ui.serving import build_page, listen, prepare_uploads

    assistant.take_write_lock()
    with listen(options.port, options.host) as bound:
        prepare_uploads(assistant.settings.home)
        port = bound.getsockname()[1]
        page, app = build_page(assistant, port=port, temporary=temporary_folder(assistant.settings))
        readiness = Readiness(
            started=lambda: page.started, leaving=lambda: server.leaving, reach=lambda: reached(assistant)
        )
        server = PatientServer(
            uvicorn_config(outside(app, assistant.settings, options, readiness.word, no_numbers), options),
            lambda: announce(options, port),
            leave=page.leave,
            idle=lambda: not page.busy,
            grace=options.grace,
        )
        page.begin(examples=False)
        server.run(sockets=[bound])
    if server.interrupted:
        raise KeyboardInterrupt


def outside(app: ASGIApp, settings: Settings, options: Options, ready: Word, numbers: Numbers) -> ASGIApp:
    """What answers the world: `app` behind the probes, the guard and, where a password is set, the door."""
    from assistant.ui.guard import Guard, Hosts

    door = Door(app, settings.password) if settings.password else app
    hosts = Hosts(frozenset(options.names), addresses=not options.loopback, refusal=REFUSAL)
    guard = Guard(door, hosts, (LOGIN, LOGOUT) if settings.password else ())
    return Probes(guard, ready, numbers, settings.metrics_token)


def uvicorn_config(app: ASGIApp, options: Options) -> uvicorn.Config:
    """How uvicorn serves it: what a proxy says of a visitor is believed of the given ones alone."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(options.proxies),
        forwarded_allow_ips=",".join(options.proxies),
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

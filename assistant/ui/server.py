"""The server of the page: loopback only, its temporary files in the data folder."""

import atexit
import errno
import logging
import os
import shutil
import socket
import tempfile
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import uvicorn
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.build import temporary_folder
from assistant.plugins import GROUP, plugin_panels
from documents.errors import FootnoteError
from documents.plugins import installed
from documents.storage.errors import storage_errors
from index.work_folder import work_folder

if TYPE_CHECKING:
    from assistant.ui.jobs.observing import Observer
    from assistant.ui.page import Page

logger = logging.getLogger(__name__)
HOST = "127.0.0.1"
WAITING = 128  # connections that are not yet taken
UPLOADS = "uploads"
GOODBYE_SECONDS = 1  # open tabs keep their connections; they are cut after this long
_until_the_end = ExitStack()


@atexit.register
def _end() -> None:
    with suppress(OSError):  # somebody may have cleared the folder before
        _until_the_end.close()


def serve_page(assistant: Assistant, *, port: int, open_browser: bool, examples: bool) -> None:
    """Serves the page on loopback until the process is stopped; `examples` go into an empty library.

    Raises LibraryLocked when another process writes to the data folder, and FootnoteError when the
    port is taken.
    """
    assistant.take_write_lock()
    with listen(port) as bound:
        app = build_app(assistant, port=port, examples=examples, temporary=take_uploads(assistant))
        address = f"http://{HOST}:{bound.getsockname()[1]}"

        def ready() -> None:
            click.echo(f"Footnote is ready at {address}")
            click.echo("Press Ctrl-C to stop it.", err=True)
            if open_browser:
                webbrowser.open(address)

        config = uvicorn.Config(
            app, log_config=None, access_log=False, timeout_graceful_shutdown=GOODBYE_SECONDS
        )
        AnnouncedServer(config, ready).run(sockets=[bound])


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket at this address. Raises FootnoteError when the port is taken; no other is tried."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two servers share a port
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(WAITING)
    except PermissionError as error:
        bound.close()
        raise FootnoteError(f"You may not use port {port}.", "Choose one above 1023 with --port.") from error
    except OSError as error:
        bound.close()
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise FootnoteError(
                f"This computer has no address {host}.",
                "Give one that it has, or 0.0.0.0 for all, with --host.",
            ) from error
        raise FootnoteError(
            f"Port {port} is taken by another program.", "Close that, or choose another with --port."
        ) from error
    return bound


def take_uploads(assistant: Assistant) -> Path:
    """The empty folder in which this process takes uploads: its own where several may write.

    Raises StorageFailed where it cannot be one.
    """
    temporary = temporary_folder(assistant.settings)
    if assistant.shared:
        temporary = _until_the_end.enter_context(work_folder(temporary / "pages"))
    else:  # the write lock is ours
        shutil.rmtree(temporary, ignore_errors=True)
    uploads = temporary / UPLOADS
    with storage_errors(temporary):
        uploads.mkdir(parents=True, mode=0o700, exist_ok=True)
    os.environ["GRADIO_TEMP_DIR"] = str(uploads)
    # Gradio receives an upload in the system's folder. Where that is another disk it copies the file after
    # it has answered, and half a file could be read.
    tempfile.tempdir = str(temporary)
    return temporary


def build_app(
    assistant: Assistant, *, port: int, examples: bool = False, temporary: Path | None = None
) -> ASGIApp:
    """The page behind its access middleware; loading the models begins. `temporary` takes uploads."""
    from assistant.ui.middleware import AccessMiddleware

    temporary = temporary or temporary_folder(assistant.settings)
    page, app = build_page(assistant, port=port, temporary=temporary)
    page.begin(examples=examples)
    return AccessMiddleware(app)


def build_page(
    assistant: Assistant,
    *,
    port: int,
    temporary: Path,
    observer: "Observer | None" = None,
    at_once: int | None = None,
) -> tuple["Page", ASGIApp]:
    """The page, and what answers its requests: nothing stands before it yet.

    `temporary` takes uploads; `at_once` questions are answered at a time, if it is not the page's own choice.
    """
    from fastapi import FastAPI

    from assistant.ui.page import Page, theme
    from assistant.ui.quick_gradio import gr
    from assistant.ui.uploads import UploadsMiddleware

    others = plugin_panels(installed(GROUP), assistant, partial(logger.warning, exc_info=True))
    page = Page(assistant, others, observer, temporary / UPLOADS, at_once)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        app,
        page.build(),
        path="/",
        server_name=HOST,
        server_port=port,
        footer_links=[],
        max_file_size=f"{assistant.settings.file_megabytes}mb",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        theme=theme(),
        head=page.head(),
    )
    return page, UploadsMiddleware(app, temporary)


class AnnouncedServer(uvicorn.Server):
    """Uvicorn's server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then calls `ready`."""
        await super().startup(sockets)
        if self.started:
            self._ready()

"""serve."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.console import log_lines
from assistant.cli.session import Session

if TYPE_CHECKING:
    from assistant.serving.options import LogFormat


@click.command()
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", help="Where to listen; 0.0.0.0: everywhere.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="The page's port [default: 7860].")
@click.option("--workers", type=click.IntRange(1, 64), default=1, metavar="N", help="Processes [default: 1].")
@click.option("--host-name", "names", metavar="NAME", multiple=True, help="A name that the page answers to.")
@click.option("--proxy", "proxies", metavar="ADDRESS", multiple=True, help="A proxy that is believed.")
@click.option("--grace", type=click.FloatRange(0, 3600), default=30.0, metavar="S", help="Seconds to finish.")
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", help="json: a line each answer."
)
@click.option("--socket", "path", type=click.Path(path_type=Path), hidden=True)  # of a worker, for its proxy
@click.pass_obj
def serve(
    session: Session,
    host: str,
    port: int | None,
    workers: int,
    names: tuple[str, ...],
    proxies: tuple[str, ...],
    grace: float,
    log_format: "LogFormat",
    path: Path | None,
) -> None:
    r"""Serve the page to a team.

    An address that others can reach needs a password: FOOTNOTE_PASSWORD, at least 8 characters. The page
    answers to IP addresses and to each --host-name. SIGTERM or Ctrl-C: no new questions, those under way are
    answered within --grace seconds.

    With --workers several processes answer, each browser by the same one; this needs a library in PostgreSQL.
    One that ends is started again.

    /health and /ready tell a balancer how it is, without a password; /metrics gives numbers to who names the
    token that is set as FOOTNOTE_METRICS_TOKEN.

    \b
    footnote serve --host 0.0.0.0 --host-name footnote.example.org
    """
    from assistant.serving.json_log import JsonFormatter
    from assistant.serving.launch import serve as run
    from assistant.serving.launch import serve_worker
    from assistant.serving.options import Options
    from assistant.settings import load_settings

    settings = load_settings(session.home)
    options = Options(
        host=host,
        port=settings.port if port is None else port,
        workers=workers,
        names=tuple(name.lower().rstrip(".") for name in names),
        proxies=proxies,
        grace=grace,
        log_format=log_format,
    )
    if log_format == "json":
        click.get_current_context().with_resource(log_lines(JsonFormatter()))
    if path is None:
        run(session.open, settings, options)
    else:
        serve_worker(session.open, options, path)

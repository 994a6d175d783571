"""serve."""

import click

from assistant.cli.session import Session


def commands() -> list[click.Command]:
    """The command that serves the page to others."""
    return [serve]


@click.command()
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", help="Where to listen; 0.0.0.0: everywhere.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="The page's port [default: 7860].")
@click.option("--host-name", "names", metavar="NAME", multiple=True, help="A name that the page answers to.")
@click.option("--proxy", "proxies", metavar="ADDRESS", multiple=True, help="A proxy that is believed.")
@click.option("--grace", type=click.FloatRange(0, 3600), default=30.0, metavar="S", help="Seconds to finish.")
@click.pass_obj
def serve(
    session: Session,
    host: str,
    port: int | None,
    names: tuple[str, ...],
    proxies: tuple[str, ...],
    grace: float,
) -> None:
    r"""Serve the page to a team.

    An address that others can reach needs a password: FOOTNOTE_PASSWORD, at least 8 characters. The page
    answers to IP addresses and to each --host-name. SIGTERM or Ctrl-C: no new questions, those under way are
    answered within --grace seconds.

    /health and /ready tell a balancer how it is, without a password.

    \b
    footnote serve --host 0.0.0.0 --host-name footnote.example.org
    """
    from assistant.serving.options import Options
    from assistant.serving.running import serve as run
    from assistant.settings import load_settings

    settings = load_settings(session.home)
    options = Options(
        host=host,
        port=settings.port if port is None else port,
        names=tuple(name.lower().rstrip(".") for name in names),
        proxies=proxies,
        grace=grace,
    )
    run(session.open, settings, options)

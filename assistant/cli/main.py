"""The command `footnote`: it reads its arguments, calls the Assistant and prints what comes back.

The only place that prints, configures logging and ends the process. Nothing heavy is imported until a
command runs: `footnote --help` must come at once.
"""

import sys
import traceback
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path

import click

from assistant.cli.console import console, environment
from assistant.cli.documents import add, list_sources, remove
from assistant.cli.health import doctor, rebuild, settings
from assistant.cli.move import move
from assistant.cli.questions import ask, check, search
from assistant.cli.serve import serve
from assistant.cli.session import Opener, Session, open_assistant
from assistant.cli.work import queue, work
from assistant.export.control_characters import harmless_output
from assistant.plugins import GROUP, plugin_commands
from documents.errors import FootnoteError
from documents.plugins import installed

INTERRUPTED = 130  # 128 + SIGINT, as shells have it
# In the order in which help lists them
COMMANDS = (
    *(add, list_sources, remove, work, queue, ask, search, check),
    *(doctor, rebuild, settings, move, serve),
)


class PageAndCommands(click.Group):
    """A group whose own options belong to the page, which opens when no command is named."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Adds a command whose help keeps its example as it is typed."""
        super().add_command(with_examples(cmd), name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order they were added, not by the alphabet."""
        return list(self.commands)


def with_examples(command: click.Command) -> click.Command:
    r"""The command, its help with click's mark for "do not wrap" where a raw docstring has `\b`."""
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    return command


@click.group(cls=PageAndCommands, invoke_without_command=True)
@click.option(
    "--home", type=click.Path(path_type=Path), metavar="PATH", help="The data folder (else FOOTNOTE_HOME)."
)
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="The page's port [default: 7860].")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--examples", is_flag=True, help="Add the example documents to an empty library.")
@click.option("-v", "--verbose", is_flag=True, help="Show what happens inside, for a bug report.")
@click.version_option(package_name="footnote", message="footnote %(version)s")
@click.pass_context
def cli(
    context: click.Context,
    home: Path | None,
    port: int | None,
    no_browser: bool,
    examples: bool,
    verbose: bool,
) -> None:
    r"""Ask questions of your own documents and see the exact words behind every sentence.

    Without a command it opens the page in your browser. Nothing leaves this computer, unless you set a
    language model that runs elsewhere.

    \b
    footnote --examples
    footnote add handbook.pdf
    footnote ask "How many days of leave are there?"
    """
    opener: Opener = context.obj or open_assistant
    context.obj = Session(home.expanduser().absolute() if home else None, opener)
    context.with_resource(console(verbose=verbose))
    if home is not None:
        # For the commands of plugins, and for child processes
        context.with_resource(environment({"FOOTNOTE_HOME": str(context.obj.home)}))
    if context.invoked_subcommand is None:
        open_page(context.obj, port=port, open_browser=not no_browser, examples=examples)
    elif port is not None or no_browser or examples:
        raise click.UsageError("--port, --no-browser and --examples go with the page, not with a command.")


def open_page(session: Session, *, port: int | None, open_browser: bool, examples: bool) -> None:
    """Serves the page until it is stopped. Raises LibraryLocked when another process writes."""
    from assistant.ui.server import serve_page

    with session.open() as assistant:
        where = port or assistant.settings.port
        serve_page(assistant, port=where, open_browser=open_browser, examples=examples)


def build_cli() -> click.Group:
    """The group with its own commands and those of the plugins that are there now."""
    group = copy(cli)
    group.commands = {}
    brought = plugin_commands(installed(GROUP), lambda line: click.echo(line, err=True))
    for command in (*COMMANDS, *brought):
        group.add_command(command)
    with_examples(group)
    return group


def main(arguments: Sequence[str] | None = None, *, opener: Opener = open_assistant) -> int:
    """The exit status: 0, 1 for what a person can mend, 2 for wrong usage, 130 for Ctrl-C."""
    args = list(arguments) if arguments is not None else None
    return exit_status(
        lambda: build_cli().main(args, prog_name="footnote", standalone_mode=False, obj=opener)
    )


def exit_status(run: Callable[[], object]) -> int:
    """What a command comes to; its errors are printed, and nothing that it prints steers the terminal."""
    with harmless_output():
        try:
            result = run()
            return result if isinstance(result, int) else 0
        except click.Abort:
            return INTERRUPTED
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except FootnoteError as error:
            click.echo(" ".join(str(error).split()), err=True)
            return 1
        except Exception:  # a bug: its traceback, printed here so that what a document says in it is harmless
            traceback.print_exc()
            return 1


if __name__ == "__main__":
    sys.exit(main())

"""What the commands of the studies have in common; `python -m evals.studies.<name> --help` says the rest."""

import sys
from pathlib import Path

import click

from documents.errors import FootnoteError

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="The first N of a seeded shuffle."
)


def run(command: click.Command) -> int:
    """The exit status of the command that this process is for: 0, or 1 for what a person can mend."""
    from assistant.export.control_characters import harmless_output

    with harmless_output():
        return _run(command)


def _run(command: click.Command) -> int:
    from assistant.cli.console import console
    from assistant.cli.main import with_examples

    for one in (command, *getattr(command, "commands", {}).values()):
        with_examples(one)
    try:
        with console(verbose=False):
            command.main(prog_name=f"python -m {_module()}", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FootnoteError as error:
        click.echo(" ".join(str(error).split()), err=True)
        return 1
    return 0


def _module() -> str:
    """The name behind `python -m`."""
    spec = sys.modules["__main__"].__spec__
    return spec.name.removesuffix(".__main__") if spec else "evals.studies"

"""What the commands of the studies have in common; `python -m evals.studies.<name> --help` says the rest."""

import logging
import sys
from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="The first N of a seeded shuffle."
)


def run(command: click.Command) -> int:
    """The exit status of the command that this process is for: 0, or 1 for what a person can mend."""
    from assistant.cli.console import console
    from assistant.cli.main import exit_status, with_examples

    for subcommand in (command, *getattr(command, "commands", {}).values()):
        with_examples(subcommand)

    def main() -> object:
        with console(verbose=False):
            logging.getLogger("evals.studies").setLevel(logging.INFO)  # how far a training is
            return command.main(prog_name=f"python -m {_module()}", standalone_mode=False)

    return exit_status(main)


def _module() -> str:
    """The name behind `python -m`."""
    spec = sys.modules["__main__"].__spec__
    return spec.name.removesuffix(".__main__") if spec else "evals.studies"

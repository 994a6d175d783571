"""What the measuring commands have in common: `python -m evals.studies.bench` and the like."""

import click

from documents.errors import FootnoteError


def run(command: click.Command, name: str) -> int:
    """The exit status of `command`, called `name` in its help: 0, or 1 for what a person can mend."""
    from assistant.export.terminal import harmless_output

    with harmless_output():
        return _run(command, name)


def _run(command: click.Command, name: str) -> int:
    from assistant.cli.console import console

    try:
        with console(verbose=False):
            command.main(prog_name=name, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FootnoteError as error:
        click.echo(" ".join(str(error).split()), err=True)
        return 1
    return 0

"""docs/cli.md, written from the help texts: `python -m assistant.cli.docs [--check] [FILE]`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from assistant.cli.main import build_cli

WIDTH = 88  # characters of a help text's line
PAGE = Path("docs/cli.md")
LEAD = (
    "# The command line\n\n"
    "Written by `make docs` from the help texts. Exit status: 0 when all went well, 1 with one line that "
    "says what to do next, 2 for wrong usage, 130 after Ctrl-C.\n"
)


def page() -> str:
    """The whole page as Markdown: the command itself, then its subcommands."""
    return "\n".join([LEAD, *_sections()])


def _sections() -> Iterator[str]:
    group = build_cli()
    yield _section("footnote", _help(group, "footnote", None))
    parent = click.Context(group, info_name="footnote")
    for name, command in group.commands.items():
        yield _section(f"footnote {name}", _help(command, name, parent))


def _help(command: click.Command, name: str, parent: click.Context | None) -> str:
    with click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH) as context:
        return command.get_help(context)


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text}\n```\n"


def main(arguments: Sequence[str]) -> int:
    """The exit status: with --check 1 when the file is not what the help texts say."""
    paths = [Path(argument) for argument in arguments if argument != "--check"]
    target = paths[0] if paths else PAGE
    if "--check" in arguments:
        if target.is_file() and target.read_text(encoding="utf-8") == page():
            return 0
        click.echo(f"{target} is not what the help texts say. Run `make docs`.", err=True)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What every command shares: the data folder it was started for, and how its output is printed."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

import click

from assistant.export.control_characters import harmless, json_text, redraw

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from documents.errors import FootnoteError

Opener = Callable[[Path | None], "Assistant"]


def open_assistant(home: Path | None) -> "Assistant":
    """The assistant of a data folder; None: the one that the settings name."""
    from assistant.assistant import Assistant

    return Assistant.open(home)


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line: `home` is what --home said, None where it was not given."""

    home: Path | None = None
    opener: Opener = open_assistant

    def open(self) -> "Assistant":
        """The assistant, to be used as a context manager."""
        return self.opener(self.home)


@contextmanager
def loading(*, quiet: bool) -> Iterator[None]:
    """Says on the terminal that the models are being loaded, which takes seconds, unless `quiet`.

    The line is gone when the block ends, or something else is drawn in its place.
    """
    from assistant.phrases import LOADING

    if quiet or not sys.stderr.isatty():
        yield
        return
    redraw(LOADING)
    try:
        yield
    finally:
        redraw("")


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def print_json(value: Any) -> None:  # Any: JSON types
    """Prints JSON types, one item a line."""
    click.echo(json_text(value))


def print_json_items(items: Iterable[Any]) -> None:  # Any: JSON types
    """Prints a JSON list, as `print_json` does, item after item: there may be very many."""
    before = "["
    for item in items:
        click.echo(f"{before}\n{indent(json_text(item), ' ')}", nl=False)
        before = ","
    click.echo("[]" if before == "[" else "\n]")


def print_text(text: str) -> None:
    """Prints text that may come from a document: what would steer the terminal is made visible."""
    click.echo(harmless(text))


def complain(error: "FootnoteError") -> None:
    """Prints on standard error, in one line, what went wrong and what to do."""
    click.echo(harmless(" ".join(str(error).split())), err=True)


def notice(text: str) -> None:
    """Prints on standard error what a person should know while a command goes on."""
    click.echo(harmless(text), err=True)


@contextmanager
def showing_far() -> Iterator[Callable[[str, int, int], None]]:
    """What is yielded shows on a terminal how many things are done and how many there are in all.

    It takes the name of one of them. What it shows is taken away at the end of the block.
    """
    from documents.reading.notes import count

    def show(what: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            redraw(f"{done:,} of {count(total, what)}")

    try:
        yield show
    finally:
        if sys.stderr.isatty():
            redraw("")

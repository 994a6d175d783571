"""Commands and places of the page that other packages add: entry points of the group `footnote.plugins`.

Each names a module with a function `commands() -> list[click.Command]` or, where it has something to show,
`panels(assistant) -> list[Panel]` (see assistant/ui/panel.py), or both. Every
`footnote --help` loads them, so such a module imports what is heavy inside its functions.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import click

from documents.plugins import plugin_failed

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.ui.panel import Panel

GROUP = "footnote.plugins"
Warn = Callable[[str], None]


def plugin_commands(points: Iterable[EntryPoint], warn: Warn) -> Iterator[click.Command]:
    """The commands of all plugins; one that does not load is a line to `warn`."""
    for point in points:
        try:
            commands = getattr(point.load(), "commands", None)
            made = list(commands()) if commands is not None else []
            if not all(isinstance(command, click.Command) for command in made):
                raise TypeError("commands() gives something that is no command")
            yield from made
        except (
            Exception,
            SystemExit,
        ) as error:  # in any way; the rest must work
            warn(str(plugin_failed(point, error)))


def plugin_panels(points: Iterable[EntryPoint], assistant: "Assistant", warn: Warn) -> Iterator["Panel"]:
    """The places of the page that the plugins add; one that does not load is a line to `warn`."""
    for point in points:
        try:
            panels = getattr(point.load(), "panels", None)
            yield from list(panels(assistant)) if panels is not None else ()
        except (Exception, SystemExit) as error:  # as above: the page must open without it
            warn(str(plugin_failed(point, error)))

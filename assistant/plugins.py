"""Commands and places of the page that other packages add: entry points of the group `footnote.plugins`.

Each names a module with a function `commands() -> list[click.Command]` or, where it has something to show,
`panels(assistant) -> list[Panel]` (see assistant/ui/panel.py), or both. Every
`footnote --help` loads them, so such a module imports what is heavy inside its functions.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any, TypeVar

import click

from documents.plugins import not_loaded

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.ui.panel import Panel

GROUP = "footnote.plugins"
Warn = Callable[[str], None]
Brought = TypeVar("Brought")


def plugin_commands(points: Iterable[EntryPoint], warn: Warn) -> Iterator[click.Command]:
    """The commands of all plugins; one that does not load is a line to `warn`."""

    def commands_of(plugin: Any) -> list[click.Command]:
        commands = list(plugin.commands()) if hasattr(plugin, "commands") else []
        if not all(isinstance(command, click.Command) for command in commands):
            raise TypeError("commands() gives something that is no command")
        return commands

    return _brought(points, commands_of, warn)


def plugin_panels(points: Iterable[EntryPoint], assistant: "Assistant", warn: Warn) -> Iterator["Panel"]:
    """The places of the page that the plugins add; one that does not load is a line to `warn`."""

    def panels_of(plugin: Any) -> list["Panel"]:
        return list(plugin.panels(assistant)) if hasattr(plugin, "panels") else []

    return _brought(points, panels_of, warn)


def _brought(
    points: Iterable[EntryPoint], of_plugin: Callable[[Any], list[Brought]], warn: Warn
) -> Iterator[Brought]:
    """What each plugin brings; a foreign package may fail in any way, and the rest must go on working."""
    for point in points:
        try:
            yield from of_plugin(point.load())
        except (Exception, SystemExit) as error:
            warn(str(not_loaded(point, error)))

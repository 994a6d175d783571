"""Commands that other packages add: entry points of the group `footnote.plugins`.

Each names a module with a function `commands() -> list[click.Command]`. Every `footnote --help` loads
them, so such a module imports what is heavy inside its functions.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points

import click

GROUP = "footnote.plugins"
Warn = Callable[[str], None]


def installed() -> list[EntryPoint]:
    """The plugins that are installed, by name."""
    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def plugin_commands(points: Iterable[EntryPoint], warn: Warn) -> Iterator[click.Command]:
    """The commands of all plugins; one that does not load is a line to `warn`."""
    for point in points:
        try:
            yield from point.load().commands()
        except Exception as error:  # a foreign package may fail in any way; the rest must go on working
            reason = " ".join(str(error).split()) or type(error).__name__
            warn(f"The plugin {point.name} does not load ({reason}). Update or uninstall it.")

"""What other packages add by entry points: loaded where it is needed, and none can stop the program."""

import logging
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from textwrap import shorten
from typing import Any

from documents.errors import PluginFailed

logger = logging.getLogger(__name__)


def installed(group: str) -> list[EntryPoint]:
    """The entry points of a group, by name; none of them is loaded."""
    return list(_installed(group, tuple(sys.path)))


@cache
def _installed(group: str, path: tuple[str, ...]) -> list[EntryPoint]:
    """Looked for once on each path, as it reads the metadata of all packages: new ones need a restart."""
    return sorted(entry_points(group=group), key=lambda point: point.name)


def plugin_failed(what: str, error: BaseException) -> PluginFailed:
    """`what` a plugin did when it raised `error`, and what to do."""
    message = repr(error) if isinstance(error, KeyError) else str(error)  # whose words are the key alone
    reason = shorten(message, 200, placeholder=" …") or type(error).__name__
    return PluginFailed(f"{what} ({reason}).", "Update or uninstall it.")


def not_loaded(point: EntryPoint, error: BaseException) -> PluginFailed:
    """What is said of a plugin that raised `error` as it was loaded."""
    return plugin_failed(f"The plugin {point.name} does not load", error)


def load(point: EntryPoint) -> Any:  # Any: what the group says it names
    """What an entry point names. Raises PluginFailed, whatever the other package raises."""
    try:
        return point.load()
    except (Exception, SystemExit) as error:  # a foreign package may fail in any way
        raise not_loaded(point, error) from error


@cache
def loaded(group: str, fits: Callable[[Any], bool], wanted: str) -> Mapping[str, Any]:  # Any: as above
    """What a group's plugins name, by their names; loaded once in a process.

    One that does not load, or that names something else than `wanted`, is a warning in the log.
    """
    plugins: dict[str, Any] = {}
    for point in installed(group):
        try:
            plugin = load(point)
            if not fits(plugin):
                raise not_loaded(point, TypeError(f"{point.value} is not {wanted}"))
            plugins[point.name] = plugin
        except PluginFailed as error:
            logger.warning("%s", error, exc_info=True)
    return plugins

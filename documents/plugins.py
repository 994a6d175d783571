"""What other packages add by entry points: loaded where it is needed, and none can stop the program."""

import logging
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from documents.errors import PluginFailed

logger = logging.getLogger(__name__)


def installed(group: str) -> list[EntryPoint]:
    """The entry points of a group, by name; none of them is loaded."""
    return sorted(entry_points(group=group), key=lambda point: point.name)


def plugin_failed(point: EntryPoint, error: Exception) -> PluginFailed:
    """What is said of a plugin that raised `error`: one sentence, and what to do."""
    reason = " ".join(str(error).split()) or type(error).__name__
    return PluginFailed(f"The plugin {point.name} does not load ({reason}).", "Update or uninstall it.")


def load(point: EntryPoint) -> Any:  # Any: what the group says it names
    """What an entry point names. Raises PluginFailed, whatever the other package raises."""
    try:
        return point.load()
    except Exception as error:  # a foreign package may fail in any way
        raise plugin_failed(point, error) from error


@cache
def loaded(group: str) -> Mapping[str, Any]:  # Any: as above
    """All that a group's plugins name, by their names; one that does not load is one warning in the log."""
    plugins: dict[str, Any] = {}
    for point in installed(group):
        try:
            plugins[point.name] = load(point)
        except PluginFailed as error:
            logger.warning("%s", error)
    return plugins

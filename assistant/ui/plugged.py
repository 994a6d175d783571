"""The places of the page that plugins add, each built apart from the page: one that fails is left out."""

import logging
from collections.abc import Iterable, Iterator

from assistant.ui.panel import Panel, panel_parts
from assistant.ui.quick_gradio import gr
from documents.plugins import plugin_failed

logger = logging.getLogger(__name__)


class PluggedPanel:
    """A plugin's panel that was built. Raises what it raises, ValueError if a part is missing."""

    def __init__(self, panel: Panel) -> None:
        self.name, self.title, self.script = panel.name, panel.title, panel.script
        self.parts = panel_parts(panel)
        with gr.Blocks(analytics_enabled=False) as self._blocks:
            panel.build()
        placed = {block.elem_id for block in self._blocks.blocks.values()}
        if missing := [name for name in self.parts if f"part-{name}" not in placed]:
            raise ValueError(f"build() places no part {missing[0]}")  # the page's script would wait for it

    def build(self) -> None:
        """Places what was built in the Blocks that is being built."""
        self._blocks.render()


def plugged(panels: Iterable[Panel], taken: Iterable[str]) -> Iterator[Panel]:
    """The panels that can be shown; one that fails, or whose name is `taken`, is a warning in the log."""
    names = set(taken)
    for panel in panels:
        try:
            if again := names.intersection([panel.name, *panel_parts(panel)]):
                raise ValueError(f"the name {again.pop()} is taken")
            built = PluggedPanel(panel)
        except (Exception, SystemExit) as error:  # a foreign package may fail in any way
            name = f"{getattr(panel, 'name', panel)} of {type(panel).__module__}"
            logger.warning("%s", plugin_failed(f"The panel {name} is left out", error), exc_info=True)
        else:
            names.update([built.name, *built.parts])
            yield built

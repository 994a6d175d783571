"""A place of the page, and a command."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.ui.panel import Panel


@click.command("tides")
def tides_command() -> None:
    """Say that the tide is high."""
    click.echo("The tide is high.")


def commands() -> list[click.Command]:
    return [tides_command]


def panels(assistant: "Assistant") -> "list[Panel]":
    return [Tides(assistant)]


class Tides:
    name = "tides"
    title = "Tides"
    script = "footnote.panel('tides', {mount(root, call) { root.onclick = () => call('tides_now', {}); }});"

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant

    def build(self) -> None:
        from assistant.ui.panel import part

        part("tides", "<p>The tide is high.</p>", [self.tides_now])

    def tides_now(self, data: dict[str, object]) -> dict[str, object]:
        return {"documents": len(self._assistant.sources())}

"""The page: the rail, the panels and the source pane, in Gradio's blocks.

Gradio's own are the blocks and columns, the server with its queue and its calls (`server_functions` of a
component, an event whose output grows), the upload of files, and the theme. Ours is what stands in them,
each part a `gr.HTML` with a template and a script: an answer that grows must keep the focus and the place
where one reads, and a mark in the middle of a sentence opens the source pane at its quote, which a
chatbot's bubbles cannot; the table of documents takes ten thousand rows, and a row in it unfolds; a
dialog or a select of ours is the browser's own element, with its keys and its names for screen readers.
"""

from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from assistant.assistant import Assistant
from assistant.ui import words
from assistant.ui.jobs.adding import Adding
from assistant.ui.jobs.observing import Observer
from assistant.ui.model_loading import ModelLoading
from assistant.ui.panel import Panel, panel_parts, script
from assistant.ui.panels.chat import ASKING_AT_ONCE, ChatPanel
from assistant.ui.panels.check import CheckPanel
from assistant.ui.panels.library import LibraryPanel
from assistant.ui.panels.pane import Pane
from assistant.ui.panels.search import SearchPanel
from assistant.ui.panels.settings import SettingsPanel
from assistant.ui.plugged import plugged
from assistant.ui.quick_gradio import gr
from assistant.ui.rail import Rail
from assistant.ui.status import Status
from documents.reading.notes import count

# In this order: what comes first is built upon, or overruled, by what comes after.
SCRIPTS = (
    "dom",
    "events",
    "messages",
    "dialogs",
    "places",
    "keys",
    "server",
    "rail",
    "marks",
    "source_choice",
)
STYLES = (
    *("theme", "gradio", "controls", "frame", "chat", "pane", "narrow", "fields", "settings", "evals"),
    *("library", "search", "support", "check", "parts"),
)


class Page:
    """One app's page; `others` are the panels of plugins. `observer` counts questions.

    `uploads` is the folder that files come in by (None: that of the data folder); `at_once` questions are
    answered at a time.
    """

    def __init__(
        self,
        assistant: Assistant,
        others: Iterable[Panel] = (),
        observer: Observer | None = None,
        uploads: Path | None = None,
        at_once: int | None = None,
    ) -> None:
        self._at_once = at_once or ASKING_AT_ONCE
        self._adding = Adding(assistant)
        self._loading = ModelLoading(assistant)
        self._status = Status(assistant, self._loading, self._adding)
        self._rail = Rail(assistant, self._status)
        self._pane = Pane(assistant)
        self._chat = ChatPanel(assistant, self._status, observer, self._at_once)
        self._panels: list[Panel] = [
            self._chat,
            SearchPanel(assistant),
            CheckPanel(assistant),
            LibraryPanel(assistant, self._adding, uploads),
            SettingsPanel(assistant),
        ]
        self._others = others

    def begin(self, *, examples: bool) -> None:
        """Begins to load the models, to do what others ask for, and to add examples to an empty library."""
        self._loading.begin()
        self._adding.begin()
        if examples:
            self._adding.add_examples()

    @property
    def started(self) -> bool:
        """Whether all that can be loaded was loaded: questions are taken."""
        return self._loading.done

    @property
    def under_way(self) -> str:
        """What is at work, in words: answers on their way, a document that is added; "" for nothing."""
        answers = self._chat.answering.under_way
        documents = ["a document"] if self._adding.at_work else []
        return " and ".join(([count(answers, "answer")] if answers else []) + documents)

    @property
    def waiting(self) -> int:
        """How many documents wait to be added."""
        return self._adding.waiting

    def leave(self) -> None:
        """Takes nothing new, and says so: what is under way goes on to its end."""
        self._status.leaving = True
        self._chat.answering.leave()
        self._adding.leave()

    def cut(self) -> None:
        """Stops the model: what is being answered gets the quotes that were found, and is kept so."""
        self._chat.answering.cut()

    def build(self) -> gr.Blocks:
        """The page as Gradio's blocks; a plugin's panel that fails is left out, with a warning."""
        taken = {*self._parts(), *(panel.name for panel in self._panels)}
        self._panels[-1:-1] = plugged(self._others, taken)
        with gr.Blocks(title=words.TITLE, analytics_enabled=False) as blocks:
            self._rail.build(self._panels, self._parts())
            for panel in self._panels:
                with gr.Column(elem_id=f"panel-{panel.name}"):
                    panel.build()
            self._pane.build()
        # A question that is being answered has a thread, most of the time asleep.
        blocks.max_threads = max(blocks.max_threads, 2 * self._at_once)
        blocks.queue(max_size=max(64, 4 * self._at_once))
        return blocks

    def head(self) -> str:
        """Styles and scripts, for the head of the page that was built: Gradio would rewrite a CSS."""
        scripts = [*map(script, SCRIPTS), self._pane.script, *(panel.script for panel in self._panels)]
        return f"<style>{styles()}</style><script>{''.join(scripts)}</script>"

    def _parts(self) -> list[str]:
        """The names of the parts that the script waits for."""
        names = [name for panel in self._panels for name in panel_parts(panel)]
        return ["rail", *names, "pane"]


def styles() -> str:
    """The page's own CSS."""
    folder = resources.files("assistant.ui.static.styles")
    return "".join(folder.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in STYLES)


def theme() -> gr.themes.Base:
    """Gradio's plain theme on our ground, with the system's own fonts: nothing is fetched from elsewhere."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    base = gr.themes.Base(
        primary_hue="indigo", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
    )
    ground = "var(--ground)"  # of theme.css, light or dark
    return base.set(
        body_background_fill=ground, body_background_fill_dark=ground, layout_gap="0px", block_padding="0px"
    )

"""The page: what stands where, and which handler answers which event.

Handlers read their input, call one method and hand back HTML. Each is a public endpoint of the server.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.types import Done, Event, Evidence, SentenceDone
from assistant.ui import render, words
from assistant.ui.adding import Adding
from assistant.ui.asking import Asking
from assistant.ui.render import Turn
from assistant.ui.starting import Starting
from documents.errors import FootnoteError
from documents.inputs import Upload

TICK = 0.7  # seconds between two looks at what is loading or being added
ASKING_AT_ONCE = 4  # questions; the embedded model takes them one by one
LONGEST_QUESTION = 50_000  # characters that the box takes; a shorter limit is the search's to tell

# A click on a Remove button of the table becomes an event of the component, with the source's id.
REMOVE_CLICK = """
element.addEventListener('click', function (event) {
  const button = event.target.closest('[data-remove]');
  if (button && window.confirm(%r)) trigger('click', {id: button.dataset.remove});
});
"""
Update = Any  # what Gradio takes for an output: a value or an update


@dataclass(frozen=True, slots=True)
class Chat:
    """The conversation of one tab: its id in the library, and each turn as (question, text, HTML)."""

    id: str | None = None
    turns: tuple[tuple[str, str, str], ...] = ()

    @property
    def history(self) -> list[tuple[str, str]]:
        """The turns as the Assistant takes them."""
        return [part for asked, text, _ in self.turns for part in (("user", asked), ("assistant", text))]

    @property
    def html(self) -> str:
        """All turns, the latest first."""
        return render.turns(shown for _, _, shown in reversed(self.turns))


class Page:
    """One app's page: builds it and answers its events."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._adding = Adding(assistant)
        self._starting = Starting(assistant)
        self._asking: dict[str, Asking] = {}

    def begin(self, *, examples: bool) -> None:
        """Begins to load the models, and to add the example documents to an empty library."""
        self._starting.begin()
        if examples:
            self._adding.add_examples()

    def build(self) -> gr.Blocks:
        """The page as Gradio's blocks."""
        with gr.Blocks(title=words.TITLE, analytics_enabled=False, delete_cache=(3600, 3600)) as blocks:
            _html(render.heading())
            self._status = _html(render.status(words.STARTING))
            with gr.Row():
                with gr.Column(scale=2, min_width=320):
                    self._build_questions()
                with gr.Column(scale=1, min_width=300):
                    self._build_documents()
            self._chat = gr.State(Chat())
            self._seen = gr.State(-1)
            self._timer = gr.Timer(TICK)
            self._wire(blocks)
        blocks.queue(max_size=64)
        return blocks

    def _build_questions(self) -> None:
        self._question = gr.Textbox(
            label=words.QUESTION,
            placeholder=words.PLACEHOLDER,
            lines=1,
            max_lines=6,
            max_length=LONGEST_QUESTION,
            autofocus=True,
            elem_id="question",
        )
        with gr.Row():
            self._ask = gr.Button(words.ASK, variant="primary", elem_id="ask", min_width=80)
            self._stop = gr.Button(words.STOP, interactive=False, elem_id="stop", min_width=80)
            self._new = gr.Button(words.NEW_CHAT, elem_id="new-chat", min_width=80)
        self._current = _html("")
        self._earlier = _html("")

    def _build_documents(self) -> None:
        _html(render.section(words.DOCUMENTS))
        self._drop = gr.File(label=words.DROP, file_count="multiple", height=140, elem_id="drop")
        self._lines = _html("")
        script = REMOVE_CLICK % words.REMOVE_SURE
        self._sources = gr.HTML("", html_template="${value}", js_on_load=script, apply_default_css=False)

    def _wire(self, blocks: gr.Blocks) -> None:
        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [self._question, self._ask, self._stop, self._current, self._earlier, self._chat]
        gr.on(
            [self._ask.click, self._question.submit],
            self.ask,
            [self._question, self._chat],
            shown,
            concurrency_limit=ASKING_AT_ONCE,
            concurrency_id="ask",
            trigger_mode="once",
            **quiet,
        )
        self._stop.click(self.stop, None, None, queue=False, **quiet)
        self._new.click(self.new_chat, None, shown, queue=False, **quiet)
        state = [self._status, self._lines, self._sources, self._seen, self._timer]
        self._drop.upload(self.drop, self._drop, [self._drop, *state], concurrency_limit=8, **quiet)
        self._sources.click(self.remove, None, state, concurrency_limit=8, **quiet)
        self._timer.tick(self.tick, self._seen, state, queue=False, **quiet)
        blocks.load(self.state, None, state, queue=False, **quiet)

    # Questions

    def ask(self, question: str, chat: Chat, request: gr.Request) -> Iterator[list[Update]]:
        """The answer as it grows; the box keeps the question until the answer is there."""
        turn, began = Turn(question), time.monotonic()
        asking = Asking(self._assistant, question, chat.history)
        session = str(request.session_hash)
        self._asking[session] = asking
        yield [
            _box(False),
            gr.update(interactive=False),
            gr.update(interactive=True),
            _now(turn),
            chat.html,
            chat,
        ]
        try:
            for event in asking.events():
                turn.seconds = time.monotonic() - began
                _grow(turn, event)
                yield [gr.skip(), gr.skip(), gr.skip(), _now(turn), gr.skip(), gr.skip()]
        except FootnoteError as error:
            turn.error = str(error)
        finally:
            self._asking.pop(session, None)
        if asking.stopped:
            turn.state, turn.seconds = words.STOPPED, 0.0
        yield [
            _box(True) if turn.answer is None else gr.update(value="", interactive=True),
            gr.update(interactive=True),
            gr.update(interactive=False),
            _now(turn),
            gr.skip(),
            self._remember(chat, turn),
        ]

    def _remember(self, chat: Chat, turn: Turn) -> Chat:
        """The conversation with this turn, kept in the library as well; without it when it failed."""
        if turn.answer is None:
            return chat
        kept = self._assistant.conversations.add_turn(turn.question, turn.answer.to_dict(), chat.id)
        return replace(
            chat, id=kept, turns=(*chat.turns, (turn.question, turn.answer.text, render.turn(turn)))
        )

    def stop(self, request: gr.Request) -> None:
        """Stops the question of this tab."""
        asking = self._asking.get(str(request.session_hash))
        if asking is not None:
            asking.stop()

    def new_chat(self, request: gr.Request) -> list[Update]:
        """An empty conversation; the last one stays in the library."""
        self.stop(request)
        return [gr.update(value="", interactive=True), gr.update(interactive=True), gr.skip(), "", "", Chat()]

    # Documents

    def drop(self, paths: list[str] | None) -> list[Update]:
        """Takes dropped files and empties the drop zone."""
        self._adding.add([Upload(Path(path).name, Path(path)) for path in paths or []])
        return [None, *self.state()]

    def remove(self, event: gr.EventData) -> list[Update]:
        """Removes the source whose button was clicked."""
        try:
            self._assistant.remove(str(event._data["id"]))
        except FootnoteError as error:
            gr.Warning(render.escape(str(error)))
        return self.state()

    def tick(self, seen: int) -> list[Update]:
        """The state, where something of it changed since `seen`."""
        if seen == self._adding.revision and self._adding.busy:
            return [gr.skip()] * 5
        return self.state()

    def state(self) -> list[Update]:
        """Status, lines, sources; the timer goes on while something is loading or being added."""
        revision, waiting = self._adding.revision, self._adding.busy or not self._starting.done
        return [
            render.status(self._starting.status()),
            render.lines(self._adding.lines),
            render.sources(self._assistant.sources()),
            revision,
            gr.Timer(TICK, active=waiting),
        ]


def styles() -> str:
    """The page's own CSS."""
    return resources.files("assistant.ui").joinpath("page.css").read_text(encoding="utf-8")


def theme() -> gr.themes.Base:
    """Gradio's plain theme with the system's own fonts: nothing is fetched from elsewhere."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    return gr.themes.Base(
        primary_hue="indigo", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
    )


def _html(markup: str) -> gr.HTML:
    """A component that shows markup: `${value}` puts it in as it is; nothing in it is run as a template."""
    return gr.HTML(markup, html_template="${value}", js_on_load=None, apply_default_css=False)


def _box(interactive: bool) -> Update:
    return gr.update(interactive=interactive)


def _now(turn: Turn) -> str:
    return render.turns([render.turn(turn)])


def _grow(turn: Turn, event: Event | None) -> None:
    if isinstance(event, Evidence):
        turn.quotes, turn.state = event.quotes, words.WRITING
    elif isinstance(event, SentenceDone):
        turn.sentences.append(event.sentence)
    elif isinstance(event, Done):
        turn.answer = event.answer

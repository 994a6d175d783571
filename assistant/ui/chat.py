"""The chat: a question on its way, conversations opened again, and what can be asked."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.show import count
from assistant.types import Answer, Done
from assistant.ui import render_chat, status
from assistant.ui.asking import Asking
from assistant.ui.pace import Pace
from assistant.ui.panel import Data, part, script
from assistant.ui.status import Status
from assistant.ui.turns import Turn, turn
from assistant.ui.words import CHAT
from documents.errors import FootnoteError

ASKING_AT_ONCE = 4  # questions; the embedded model takes them one by one
SUGGESTED = 3


class ChatPanel:
    """Answers the chat's script. A question is an event whose output grows; all else is a call."""

    name = "chat"
    title = CHAT
    script = script("chat")
    parts = ("turns", "live", "composer")

    def __init__(self, assistant: Assistant, status: Status) -> None:
        self._assistant = assistant
        self._status = status
        self._asking: dict[str, Asking] = {}
        self._pace = Pace()

    def build(self) -> None:
        """Places turns, the channel of the growing answer, and the box."""
        part("turns", render_chat.turns(), [self.chat_open, self.chat_start])
        live = part("live", "", template="")
        composer = part("composer", render_chat.composer(), [self.chat_stop, self.chat_sources])
        composer.submit(
            self.ask,
            None,
            live,
            concurrency_limit=ASKING_AT_ONCE,
            trigger_mode="multiple",
            show_progress="hidden",
            api_visibility="private",
        )

    # Asking

    def ask(self, event: gr.EventData) -> Iterator[Any]:
        """The answer as it grows: HTML of its turn, its stage, the status line; Any: or Gradio's `skip`."""
        asked: Data = event._data
        one = Turn(str(asked["id"]), str(asked["question"]))
        conversation = str(asked.get("conversation") or "")
        asking = Asking(
            self._assistant,
            one.question,
            self._assistant.conversations.history(conversation),
            sources=asked.get("sources"),
        )
        self._asking[one.id] = asking
        yield self._shown(one, asked)
        try:
            for happened in asking.events():
                if happened is None:
                    yield gr.skip()  # a sign of life: between two of them Gradio sees that a tab has gone
                elif one.grow(happened):
                    self._pace.notice(happened)
                    if not isinstance(happened, Done):
                        yield self._shown(one, asked)
        except FootnoteError as error:
            one.error, one.stage = str(error), "failed"
        finally:
            self._asking.pop(one.id, None)
        if asking.stopped:
            one.stage = "stopped"
        yield self._ended(one, asked, conversation)

    def _ended(self, one: Turn, asked: Data, conversation: str) -> Data:
        """The last state of a turn, which is kept in the library where there is an answer."""
        if one.answer is not None:
            try:
                kept = self._keep(one, one.answer, conversation, asked.get("replace"))
            except FootnoteError as error:  # the answer is shown all the same
                return {**self._shown(one, asked), "trouble": str(error)}
            return {**self._shown(one, asked), "conversation": kept, "announce": one.answer.text}
        return self._shown(one, asked)

    def _keep(self, one: Turn, answer: Answer, conversation: str, replace: Any) -> str:
        """The id of the conversation that now has this turn; Any: the number of the turn that it replaces."""
        conversations = self._assistant.conversations
        if conversation and replace:
            conversations.remove_turn(conversation, int(replace))
        kept = conversations.add_turn(one.question, answer.to_dict(), conversation or None)
        one.number = conversations.last_number(kept)
        return kept

    def _shown(self, one: Turn, asked: Data) -> Data:
        chosen = asked.get("sources")
        sources = count(len(chosen) if chosen is not None else self._status.sources(), "source")
        words = one.evidence.words if one.evidence and one.stage == "reading" else 0
        return {
            "id": one.id,
            "html": turn(one),
            "stage": one.stage,
            "status": status.line(one, sources),
            "seconds": round(self._pace.expected(words), 1),
        }

    def chat_stop(self, data: Data) -> Data:
        """Stops a question on its way, by the id that its page gave it."""
        asking = self._asking.get(str(data["id"]))
        if asking is not None:
            asking.stop()
        return {"stopped": asking is not None}

    # What is there already

    def chat_open(self, data: Data) -> Data:
        """A conversation from the library: the one with this id, else the latest; empty for a new one."""
        conversations = self._assistant.conversations
        wanted = str(data.get("id", ""))
        found = conversations.conversation(wanted) if wanted else conversations.latest()
        if found is None:
            return {"id": "", "html": "", "title": ""}
        kept = conversations.turns(found.id)
        shown = [
            turn(Turn(f"{found.id}-{one.number}", one.question, one.number, "done", answer=answer))
            for one in kept
            for answer in [Answer.from_dict(one.answer)]
        ]
        return {"id": found.id, "html": "".join(shown), "title": found.title}

    def chat_start(self, data: Data) -> Data:
        """What an empty chat shows: questions that the documents answer."""
        suggested = self._assistant.suggest(SUGGESTED) if self._status.now()["ready"] else []
        return {"html": render_chat.suggestions(suggested)}

    def chat_sources(self, data: Data) -> Data:
        """The list of sources to choose from."""
        return {"html": render_chat.sources(self._assistant.sources(), set(data.get("chosen") or []))}

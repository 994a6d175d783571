"""The chat: a question on its way, conversations opened again, and what can be asked."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import Any

from assistant.assistant import Assistant
from assistant.pipeline.suggestions import Suggestion
from assistant.types import Answer, Citation
from assistant.ui import status
from assistant.ui.jobs.answering import Answering, Question
from assistant.ui.jobs.observing import Observer
from assistant.ui.panel import Data, part, script, storable
from assistant.ui.quick_gradio import gr
from assistant.ui.reading_speed import ReadingSpeed
from assistant.ui.rendering import render
from assistant.ui.status import Status
from assistant.ui.views.choices import choices
from assistant.ui.views.settings import places_of
from assistant.ui.views.turns import Turn, turn_html
from assistant.ui.words import CHAT, EMPTY_LEAD, EMPTY_LEAD_ELSEWHERE
from documents.errors import UnknownSource
from documents.reading.notes import count
from documents.storage.conversations import Turn as StoredTurn
from documents.types import Source

ASKING_AT_ONCE = 4  # questions; the embedded model answers two of them at a time
SUGGESTED = 3
WAITED = 5.0  # seconds for the end of a question, at a time
LONGEST_QUESTION = 50_000  # characters that the box takes; a shorter limit is the search's to tell


class ChatPanel:
    """Answers the chat's script. A question is an event whose output grows; all else is a call."""

    name = "chat"
    title = CHAT
    script = script("panels/chat")
    parts = ("turns", "live", "composer")

    def __init__(self, assistant: Assistant, status: Status, observer: Observer | None, at_once: int) -> None:
        self._assistant = assistant
        self._status = status
        self.answering = Answering(assistant, observer)
        self._speed = ReadingSpeed()
        self._at_once = at_once
        self._suggesting = threading.Lock()
        self._suggested: tuple[int, Sequence[Suggestion]] = (-1, ())  # for this generation of the library

    def build(self) -> None:
        """Places turns, the channel of the growing answer, and the box."""
        own = not places_of(self._assistant.settings)
        lead = EMPTY_LEAD if own else EMPTY_LEAD_ELSEWHERE
        part("turns", render("chat/frame.html", lead=lead, own=own), [self.chat_open, self.chat_start])
        live = part("live", "", template="")
        markup = render("chat/composer.html", longest=LONGEST_QUESTION)
        composer = part("composer", markup, [self.chat_stop, self.chat_left, self.chat_sources])
        composer.submit(
            self.ask,
            None,
            live,
            concurrency_limit=self._at_once,
            trigger_mode="multiple",
            show_progress="hidden",
            api_visibility="private",
        )

    # Asking

    def ask(self, event: gr.EventData) -> Iterator[Any]:
        """The turn as it grows; Any: or Gradio's `skip`, between two of which it sees that a tab has gone."""
        question = question_in(storable(event._data))
        with closing(self.answering.turns(question)) as turns:
            for turn in turns:
                yield gr.skip() if turn is None else self._shown(turn, question)

    def _shown(self, turn: Turn, question: Question) -> Data:
        """What the script shows: HTML of the turn, its stage, the status line, what is to be read aloud."""
        number = self._status.known_sources() if question.sources is None else len(question.sources)
        return {
            "id": turn.id,
            "html": turn_html(turn),
            "stage": turn.stage,
            "status": status.line(turn, count(number, "source")),
            "seconds": round(self._speed.notice(turn), 1),
            "announce": status.read_aloud(turn.answer) if turn.answer else "",
            "conversation": turn.conversation,
            "trouble": turn.trouble,
        }

    def chat_stop(self, data: Data) -> Data:
        """Stops a question on its way, by the id that its page gave it; whether it was on its way.

        With `keep` only its model is stopped: it is kept with its quotes.
        """
        stop = self.answering.hurry if data.get("keep") else self.answering.stop
        return {"stopped": stop(str(data["id"]))}

    def chat_left(self, data: Data) -> Data:
        """Where a question is kept that was on its way when its page was loaded anew: its conversation, ""
        for none; `under_way` where its end is to be waited for by asking again.
        """
        conversation_id = self.answering.kept_in(str(data["id"]), WAITED)
        return {"conversation": conversation_id or "", "under_way": conversation_id is None}

    # What is there already

    def chat_open(self, data: Data) -> Data:
        """The conversation with this id; empty, as for a new one, where there is none."""
        conversations = self._assistant.conversations
        conversation = conversations.conversation(str(data.get("id", "")))
        if conversation is None:
            return {"id": "", "html": ""}
        cited = frozenset(conversations.cited(conversation.id))
        library = self._assistant.library
        gone = cited - library.existing(cited)
        source, text = cache(library.source), cache(library.text)
        turns = [
            turn_from_stored(conversation.id, stored, gone) for stored in conversations.turns(conversation.id)
        ]
        for turn in turns:
            turn.changed = frozenset(
                citation.source_id for citation in turn.cited if _is_outdated(citation, source, text)
            )
        return {"id": conversation.id, "html": "".join(map(turn_html, turns))}

    def chat_start(self, data: Data) -> Data:
        """What an empty chat shows: questions that the documents answer."""
        return {"html": render("chat/suggestions.html", suggestions=self._suggestions())}

    def _suggestions(self) -> Sequence[Suggestion]:
        """Found once for all tabs, and again after a change: it takes a dozen searches."""
        with self._suggesting:
            generation = self._assistant.library.generation
            if self._suggested[0] != generation:
                self._suggested = (generation, self._assistant.suggest(SUGGESTED))
            return self._suggested[1]

    def chat_sources(self, data: Data) -> Data:
        """The list of sources to choose from."""
        return choices(self._assistant.library, data)


def _is_outdated(quoted: Citation, source: Callable[[str], Source], text: Callable[[str], str]) -> bool:
    """Whether the document was replaced since, and no longer has the words."""
    try:
        replaced = quoted.version < source(quoted.source_id).version
        return replaced and quoted.quote not in text(quoted.source_id)
    except UnknownSource:  # that it was removed is told by itself
        return False


def turn_from_stored(conversation: str, stored: StoredTurn, gone: frozenset[str]) -> Turn:
    """A stored turn as it is shown; `gone` are ids of sources that are no longer there."""
    answer = Answer.from_dict(stored.answer)
    name = f"{conversation}-{stored.number}"
    return Turn(name, stored.question, conversation, stored.number, "done", answer=answer, gone=gone)


def question_in(data: Data) -> Question:
    """The question of an event."""
    sources = data.get("sources")
    return Question(
        str(data["id"]),
        str(data["question"]),
        str(data.get("conversation") or "") or None,
        None if sources is None else tuple(map(str, sources)),
        int(data["replace"]) if data.get("replace") else None,
    )

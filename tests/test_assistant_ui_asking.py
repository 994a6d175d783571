"""One question in a thread of its own: its events, and that stopping stops the model."""

import threading
import time

import pytest

from assistant.llm.model import Piece
from assistant.types import Done, Evidence, SentenceDone
from assistant.ui.jobs.asking import Asking
from documents.errors import ModelError, QuestionError
from documents.inputs import PastedText
from tests.building import build_assistant
from tests.fakes import FakeLLM

FERRY = PastedText("Ferry", "The ferry to Ellisk sails at nine. A ticket costs £13.00.")
QUESTION = "When does the ferry to Ellisk sail?"
SOON = 3.0  # seconds; what is waited for takes a fraction of it


class EndlessPrompt:
    """A model that reads its prompt until it is stopped."""

    name = "endless"
    measured = True

    def __init__(self):
        self.began = threading.Event()
        self.halted = threading.Event()
        self.thread = None

    def stream(self, messages, *, max_tokens):
        self.thread = threading.get_ident()
        self.began.set()
        self.halted.wait()
        raise ModelError("The language model was stopped.", "Ask again.")
        yield Piece("")

    def stop(self, thread=None):
        if thread == self.thread:
            self.halted.set()

    def check(self):
        pass

    def close(self):
        self.halted.set()


@pytest.fixture
def endless():
    return EndlessPrompt()


@pytest.fixture
def waiting(home, endless):
    """A question whose model reads on and on."""
    with build_assistant(home, llm=endless) as assistant:
        assistant.add([FERRY])
        yield Asking(assistant, QUESTION, [])


def quiet_after_stop(asking):
    limit = time.monotonic() + SOON
    while asking.running and time.monotonic() < limit:
        time.sleep(0.01)
    return not asking.running


def test_events_come_in_order(assistant, llm: FakeLLM):
    assistant.add([FERRY])
    llm.enqueue("The ferry to Ellisk sails at nine.")
    events = [event for event in Asking(assistant, QUESTION, []).events() if event is not None]
    kinds = [type(event) for event in events]
    assert kinds[0] is Evidence
    assert SentenceDone in kinds
    assert kinds[-1] is Done


def test_an_error_is_raised_where_the_events_are_read(assistant):
    with pytest.raises(QuestionError):
        list(Asking(assistant, " ", []).events())


def test_stop_ends_the_events_while_the_model_reads(waiting, endless):
    seen = []
    for event in waiting.events():
        seen.append(event)
        if endless.began.is_set():
            waiting.stop()
    assert not any(isinstance(event, Done) for event in seen)
    assert endless.halted.wait(SOON)
    assert quiet_after_stop(waiting)


def test_a_dropped_reader_stops_the_model(waiting, endless):
    events = waiting.events()
    next(events)
    assert endless.began.wait(SOON)
    events.close()
    assert endless.halted.wait(SOON)
    assert quiet_after_stop(waiting)


def test_there_is_a_sign_of_life_while_the_model_reads(waiting):
    assert any(event is None for event, _ in zip(waiting.events(), range(3), strict=False))


def test_a_finished_question_does_not_count_as_stopped(assistant, llm: FakeLLM):
    assistant.add([FERRY])
    asking = Asking(assistant, QUESTION, [])
    list(asking.events())
    assert not asking.stopped

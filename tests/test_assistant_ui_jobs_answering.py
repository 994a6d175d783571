"""Questions from the page to their kept turns: whatever happens, there is an end."""

import threading
import time

import pytest

from assistant.llm.protocol import Piece
from assistant.phrases import QUOTES_ONLY
from assistant.ui.jobs.answering import Answering, Question
from documents.errors import ModelError, StorageFailed
from documents.inputs import PastedText
from tests.building import build_assistant

FERRY = PastedText("Ferry", "The ferry to Ellisk sails at nine. A ticket costs £13.00.")
SAIL = "When does the ferry to Ellisk sail?"
SOON = 10.0  # seconds; what is waited for takes a fraction of it


def ended(answering, question):
    """The last state of a question's turn."""
    return [one for one in answering.turns(question) if one is not None][-1]


@pytest.fixture
def answering(assistant):
    assistant.add([FERRY])
    return Answering(assistant)


def test_an_answer_is_kept_under_the_number_of_its_turn(answering, assistant, llm):
    llm.enqueue("The ferry to Ellisk sails at nine.")
    first = ended(answering, Question("1", SAIL))
    second = ended(answering, Question("2", SAIL, first.conversation))
    assert (first.stage, first.number, second.number) == ("done", 1, 2)
    assert len(assistant.conversations.turns(first.conversation)) == 2


def test_a_turn_asked_again_replaces_the_last_and_is_not_in_its_own_history(answering, assistant):
    first = ended(answering, Question("1", SAIL))
    ended(answering, Question("2", "And when?", first.conversation))
    again = ended(answering, Question("3", "And when?", first.conversation, replacing=2))
    assert again.number == 2
    assert again.answer.standalone_question.count("when") <= 1
    assert len(assistant.conversations.turns(first.conversation)) == 2


class Broken:
    """A model with a bug."""

    name = "broken"
    measured = True

    def stream(self, messages, *, max_tokens):
        raise ValueError("a bug")
        yield

    def check(self):
        pass

    def close(self):
        pass


def test_a_bug_in_an_answer_is_said_and_not_waited_for(home):
    with build_assistant(home, llm=Broken()) as assistant:
        assistant.add([FERRY])
        one = ended(Answering(assistant), Question("1", SAIL))
    assert one.stage == "failed"
    assert "a bug" in one.error


def test_sources_that_are_gone_are_said(answering):
    one = ended(answering, Question("1", SAIL, sources=("gone",)))
    assert one.stage == "failed"
    assert "None of the chosen sources" in one.error


def test_a_lone_surrogate_is_asked_all_the_same(answering):
    one = ended(answering, Question("1", f"{SAIL} \udc80"))
    assert one.stage == "done"
    assert one.number == 1


def test_a_stop_that_overtakes_its_question_still_stops_it(answering, llm):
    answering.stop("1")
    assert ended(answering, Question("1", SAIL)).stage == "stopped"
    assert llm.prompts == []


def test_an_answer_that_cannot_be_kept_is_shown_with_the_reason(answering, assistant):
    first = ended(answering, Question("1", SAIL))

    class Full:
        history = assistant.conversations.history

        def keep(self, *given, **more):
            raise StorageFailed("The disk is full.", "Free some space and try again.")

    assistant.conversations = Full()
    one = ended(answering, Question("2", SAIL, first.conversation))
    assert one.stage == "done"
    assert one.conversation == first.conversation
    assert "disk is full" in one.trouble


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
def reading(home, endless):
    """Answers of a model that reads on and on."""
    with build_assistant(home, llm=endless) as assistant:
        assistant.add([FERRY])
        yield Answering(assistant)


def quiet():
    """Whether no question is at work any longer."""
    limit = time.monotonic() + SOON
    while any(thread.name == "question" for thread in threading.enumerate()):
        if time.monotonic() > limit:
            return False
        time.sleep(0.01)
    return True


def test_a_turn_grows_from_evidence_to_its_answer(answering, llm):
    llm.enqueue("The ferry to Ellisk sails at nine.")
    seen = [
        (turn.stage, turn.evidence is not None, len(turn.sentences))
        for turn in answering.turns(Question("1", SAIL))
        if turn is not None
    ]
    assert seen[0] == ("searching", False, 0)
    assert ("reading", True, 0) in seen
    assert seen[-1] == ("done", True, 1)


def test_a_question_of_nothing_is_told_what_is_amiss(answering):
    one = ended(answering, Question("1", " "))
    assert one.stage == "failed"
    assert one.error


def test_stop_ends_the_turn_while_the_model_reads(reading, endless):
    seen = []
    for turn in reading.turns(Question("1", SAIL)):
        seen.append(turn)
        if endless.began.is_set():
            reading.stop("1")
    assert (seen[-1].stage, seen[-1].answer, seen[-1].error) == ("stopped", None, "")
    assert endless.halted.wait(SOON)
    assert quiet()


def test_a_question_that_is_cut_off_is_kept_with_its_quotes(reading, endless):
    seen = []
    for turn in reading.turns(Question("1", SAIL)):
        seen.append((turn, reading.under_way))
        if endless.began.is_set() and not endless.halted.is_set():
            reading.cut()
    last = seen[-1][0]
    assert (last.stage, last.number) == ("done", 1)
    assert [count for _, count in seen] == [1] * len(seen)  # also while it is kept
    assert reading.under_way == 0
    (kept,) = reading._assistant.conversations.turns(last.conversation)
    assert kept.question == SAIL
    assert "sails at nine" in str(kept.answer["quotes"])
    assert QUOTES_ONLY in kept.answer["notes"]


def is_idle(answering):
    """Whether nothing is under way any longer."""
    limit = time.monotonic() + SOON
    while answering.under_way:
        if time.monotonic() > limit:
            return False
        time.sleep(0.01)
    return quiet()


def left_while_reading(reading, endless, question):
    """Asks, and closes the tab while the model reads."""
    turns = reading.turns(question)
    next(turns)
    next(turns)
    assert endless.began.wait(SOON)
    turns.close()
    assert endless.halted.wait(SOON)
    assert is_idle(reading)


def test_a_tab_that_is_closed_stops_the_model_and_keeps_the_question_with_its_quotes(reading, endless):
    left_while_reading(reading, endless, Question("1", SAIL))
    conversations = reading._assistant.conversations
    (conversation,) = conversations.all()
    (kept,) = conversations.turns(conversation.id)
    assert kept.question == SAIL
    assert "sails at nine" in str(kept.answer["quotes"])
    assert QUOTES_ONLY in kept.answer["notes"]


def test_a_page_that_is_loaded_anew_learns_where_its_question_is_kept(reading, endless, monkeypatch):
    with monkeypatch.context() as slow:
        slow.setattr(endless, "stop", lambda thread=None: None)
        turns = reading.turns(Question("1", SAIL))
        next(turns)
        next(turns)
        assert endless.began.wait(SOON)
        turns.close()
        assert reading.kept_in("1", seconds=0) is None  # still under way
    conversation = reading.kept_in("1", seconds=SOON)
    assert [kept.question for kept in reading._assistant.conversations.turns(conversation)] == [SAIL]
    assert reading.kept_in("2", seconds=0) == ""


def test_a_tab_that_is_closed_while_a_question_is_asked_again_leaves_the_answer_as_it_was(reading, endless):
    conversations = reading._assistant.conversations
    answer = {"text": "The ferry sails at nine.", "quotes": []}
    conversation, number = conversations.keep(SAIL, answer)
    left_while_reading(reading, endless, Question("2", SAIL, conversation, replacing=number))
    (kept,) = conversations.turns(conversation)
    assert kept.answer["text"] == "The ferry sails at nine."


def test_what_nobody_waits_for_is_not_there_to_be_stopped(reading, endless, monkeypatch):
    monkeypatch.setattr(endless, "stop", lambda thread=None: None)  # it takes its time
    turns = reading.turns(Question("1", SAIL))
    next(turns)
    next(turns)
    assert endless.began.wait(SOON)
    turns.close()
    assert reading.under_way == 1  # the process must not end yet
    assert not reading.stop("1")  # else its page would wait for a turn that never comes
    monkeypatch.undo()
    assert endless.halted.wait(SOON)
    assert is_idle(reading)


def test_a_tab_that_is_closed_at_once_keeps_its_question(reading, endless):
    turns = reading.turns(Question("1", SAIL))
    next(turns)
    turns.close()
    assert is_idle(reading)
    assert [one.title for one in reading._assistant.conversations.all()] == [SAIL]


def test_a_question_is_stopped_after_the_settings_named_another_model(reading, endless):
    turns = reading.turns(Question("1", SAIL))
    next(turns)
    next(turns)
    assert endless.began.wait(SOON)
    reading._assistant.use_settings(llm="none")
    reading._assistant.model()
    turns.close()
    assert endless.halted.wait(SOON)
    assert quiet()


def test_there_is_a_sign_of_life_while_the_model_reads(reading, endless):
    turns = reading.turns(Question("1", SAIL))
    assert any(turn is None for turn, _ in zip(turns, range(9), strict=False))
    turns.close()
    assert quiet()

"""Questions from the page to their kept turns: whatever happens, there is an end."""

import pytest

from assistant.ui.jobs.answering import Answering, Question
from documents.errors import StorageFailed
from documents.inputs import PastedText
from tests.building import build_assistant

FERRY = PastedText("Ferry", "The ferry to Ellisk sails at nine. A ticket costs £13.00.")
SAIL = "When does the ferry to Ellisk sail?"


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
    assert "No source is chosen" in one.error


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

"""Several questions at one language model: so many at a time, in the order of asking, none in the way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.llm.fair_queue import FairQueue
from assistant.llm.model import OpenAIChatModel, open_chat_model
from assistant.llm.protocol import Message, Piece
from assistant.settings import load_settings
from assistant.types import Wait
from documents.errors import ModelError, ModelUnreachable
from index.servers.retries import RetryRule
from tests.model_server import END, Script, running, token
from tests.test_assistant_llm import Fixed

MOMENT = 60.0  # seconds that anything here may take, on a busy machine


class Desk:
    """A model server that notes who asks, and answers each question when the test lets it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.most = 0
        self._now = 0
        self._guard = threading.Lock()
        self._open: dict[str, threading.Event] = {}
        self.script: Any = Script([self._serve, token("yes"), END])

    def hold(self, question: str) -> threading.Event:
        """Has this question wait until the event is set."""
        self._open[question] = threading.Event()
        return self._open[question]

    def _serve(self, handler: Any) -> None:
        question = handler.body["messages"][-1]["content"]
        with self._guard:
            self.asked.append(question)
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.005)  # so that others come meanwhile
        if question in self._open:
            self._open[question].wait(MOMENT)
        with self._guard:
            self._now -= 1


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    with running(made.script):
        yield made
        for event in made._open.values():
            event.set()


class Asker:
    """One question in a thread of its own."""

    def __init__(self, model: OpenAIChatModel, question: str, max_tokens: int = 50) -> None:
        self.text = ""
        self.waits: list[Wait] = []
        self.error: ModelError | None = None
        self._model = model
        self._question = question
        self._tokens = max_tokens
        self.thread = threading.Thread(target=self._ask, daemon=True)
        self.thread.start()

    def _ask(self) -> None:
        try:
            with closing(
                self._model.stream([Message("user", self._question)], max_tokens=self._tokens)
            ) as items:
                for item in items:
                    if isinstance(item, Piece):
                        self.text += item.text
                    else:
                        self.waits.append(item)
        except ModelError as error:
            self.error = error

    def end(self) -> str:
        """The answer, when it is there."""
        self.thread.join(MOMENT)
        assert not self.thread.is_alive()
        return self.text


def model_at(desk: Desk, at_once: int, timeout: float = 120.0) -> OpenAIChatModel:
    return OpenAIChatModel(Fixed(desk.script.url), name="m", timeout=timeout, at_once=at_once)


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOMENT
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def in_queue(model: OpenAIChatModel) -> int:
    return len(model._queue._waiting)


def test_places_are_given_in_the_order_of_joining_and_freed_once() -> None:
    queue = FairQueue(2)
    first, second, third, fourth = (queue.join() for _ in range(4))
    assert [one.granted for one in (first, second, third, fourth)] == [True, True, False, False]
    second.leave()
    second.leave()
    assert [one.granted for one in (third, fourth)] == [True, False]
    assert third.wait()
    fifth, early = queue.join(), queue.join(ahead=True)
    fourth.leave()
    assert not fourth.wait()
    first.leave()
    assert [one.granted for one in (early, fifth)] == [True, False]
    for place in (third, early, fifth):
        place.leave()
    assert [queue.join().granted for _ in range(3)] == [True, True, False]


def test_twenty_at_once_are_all_answered_so_many_at_a_time(desk: Desk) -> None:
    model = model_at(desk, 4)
    askers = [Asker(model, f"question {number}") for number in range(20)]
    assert [asker.end() for asker in askers] == ["yes"] * 20
    assert len(desk.asked) == 20
    assert desk.most <= 4


def test_a_slow_one_holds_up_no_other(desk: Desk) -> None:
    model = model_at(desk, 2)
    gate = desk.hold("slow")
    slow = Asker(model, "slow")
    until(lambda: "slow" in desk.asked)
    assert [Asker(model, f"quick {number}").end() for number in range(3)] == ["yes"] * 3
    together = [Asker(model, f"together {number}") for number in range(17)]
    assert [asker.end() for asker in together] == ["yes"] * 17
    assert slow.thread.is_alive()
    gate.set()
    assert slow.end() == "yes"


def test_who_came_first_is_answered_first_and_is_told_that_it_waits(desk: Desk) -> None:
    model = model_at(desk, 1)
    gate = desk.hold("0")
    askers = []
    for number in range(20):
        askers.append(Asker(model, str(number)))
        until(lambda: len(desk.asked) == 1 and in_queue(model) == len(askers) - 1)
    until(lambda: all(asker.waits for asker in askers[1:]))
    gate.set()
    assert [asker.end() for asker in askers] == ["yes"] * 20
    assert desk.asked == [str(number) for number in range(20)]
    assert askers[-1].waits[0] == Wait("queued")


def test_what_is_asked_about_a_draft_goes_before_the_drafts_of_others(desk: Desk) -> None:
    model = model_at(desk, 1)
    gate = desk.hold("first")
    askers = [Asker(model, "first")]
    until(lambda: desk.asked == ["first"])
    askers.append(Asker(model, "second"))
    until(lambda: in_queue(model) == 1)
    askers.append(Asker(model, "about a draft", max_tokens=1))
    until(lambda: in_queue(model) == 2)
    gate.set()
    assert [asker.end() for asker in askers] == ["yes"] * 3
    assert desk.asked == ["first", "about a draft", "second"]


def test_who_is_stopped_leaves_the_line_at_once_and_the_others_go_on(desk: Desk) -> None:
    model = model_at(desk, 1)
    gate = desk.hold("first")
    first = Asker(model, "first")
    until(lambda: desk.asked == ["first"])
    second = Asker(model, "second")
    until(lambda: in_queue(model) == 1)
    third = Asker(model, "third")
    until(lambda: in_queue(model) == 2)
    model.stop(second.thread.ident)
    assert second.end() == ""
    assert second.error is not None
    assert "was stopped" in str(second.error)
    gate.set()
    assert (first.end(), third.end()) == ("yes", "yes")
    assert desk.asked == ["first", "third"]


def test_who_is_stopped_in_mid_answer_frees_its_place(desk: Desk) -> None:
    model = model_at(desk, 1)
    desk.hold("first")
    first = Asker(model, "first")
    until(lambda: desk.asked == ["first"])
    second = Asker(model, "second")
    until(lambda: in_queue(model) == 1)
    model.stop(first.thread.ident)
    assert second.end() == "yes"
    assert first.end() == ""
    assert Asker(model, "third").end() == "yes"


def test_an_error_frees_the_place() -> None:
    with running(Script((500, "<html>"))) as script:
        model = OpenAIChatModel(Fixed(script.url), name="m", at_once=1)
        for _ in range(3):
            with pytest.raises(ModelError, match="status 500"):
                list(model.stream([Message("user", "a")], max_tokens=50))
    assert len(script.requests) == 3


def test_waiting_in_line_is_no_silence_of_the_model(desk: Desk) -> None:
    list(model_at(desk, 1).stream([Message("user", "so that the client library is loaded")], max_tokens=50))
    long = Script([*[part for _ in range(8) for part in (token("a"), lambda handler: time.sleep(0.2))], END])
    with running(long) as script:
        model = OpenAIChatModel(Fixed(script.url), name="m", timeout=1.2, at_once=1)
        first = Asker(model, "first")
        until(lambda: len(script.requests) == 1)
        second = Asker(model, "second")
        assert (first.end(), second.end()) == ("a" * 8, "a" * 8)


# A server that has no time now


@pytest.fixture
def few_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.llm.call.RETRIES", RetryRule(tries=4, first=0.001, longest=0.001))


@pytest.mark.usefixtures("few_retries")
@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_server_is_asked_again_before_the_first_token(status: int) -> None:
    busy = (status, {"error": {"message": "busy"}})
    with running(Script(busy, (*busy, {"Retry-After": "0"}), [token("yes"), END])) as script:
        model = OpenAIChatModel(Fixed(script.url), name="m")
        items = list(model.stream([Message("user", "a")], max_tokens=50))
    assert [item.text for item in items if isinstance(item, Piece)] == ["yes"]
    assert len(script.requests) == 3


@pytest.mark.usefixtures("few_retries")
def test_a_server_that_stays_busy_is_one_sentence_after_some_tries() -> None:
    with running(Script((503, {"error": {"message": "Loading model"}}))) as script:
        model = OpenAIChatModel(Fixed(script.url), name="m")
        with pytest.raises(ModelUnreachable, match="is not ready"):
            list(model.stream([Message("user", "a")], max_tokens=50))
    assert len(script.requests) == 4


def test_a_server_that_asks_for_an_hour_is_not_waited_for() -> None:
    with running(Script((429, {"error": {"message": "quota"}}, {"Retry-After": "3600"}))) as script:
        model = OpenAIChatModel(Fixed(script.url), name="m")
        with pytest.raises(ModelError, match=r"takes no more requests now \(quota\)"):
            list(model.stream([Message("user", "a")], max_tokens=50))
    assert len(script.requests) == 1


def test_who_waits_for_a_busy_server_can_be_stopped_at_once() -> None:
    with running(Script((503, "busy", {"Retry-After": "20"}))) as script:
        model = OpenAIChatModel(Fixed(script.url), name="m", at_once=1)
        asker = Asker(model, "a")
        until(lambda: len(script.requests) == 1)
        model.stop(asker.thread.ident)
        asker.end()
        assert "was stopped" in str(asker.error)
        until(lambda: model._queue.join().granted)


def test_the_setting_says_how_many(home: Path) -> None:
    def at_once(**settings: object) -> int:
        given = {"llm": "http://127.0.0.1:9/v1", "llm_model": "m", **settings}
        model = open_chat_model(load_settings(home, given))  # type: ignore[arg-type]
        assert model is not None
        return sum(model._queue.join().granted for _ in range(100))

    assert (at_once(), at_once(llm_at_once=3)) == (8, 3)

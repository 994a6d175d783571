"""What the model wrote is replayed to the letter, and only for the very same question to it."""

from dataclasses import replace

import pytest

from assistant.llm.model import ChatModel, Stoppable
from assistant.llm.protocol import Message
from assistant.types import Conflict, ConflictRow, Wait
from documents.errors import ModelUnreachable, StorageFailed
from evals.gold import Place
from evals.keeping.answers import TimedAnswer
from evals.keeping.cache import CachingChatModel
from evals.keeping.store import JsonStore
from tests.evals_fakes import FakeModel, make_answer, make_citation, make_decline, make_hit

PROMPT = [Message("system", "Be short."), Message("user", "How many?")]


def read(model, prompt=PROMPT, *, max_tokens=9):
    return list(model.stream(prompt, max_tokens=max_tokens))


def read_some(model, count):
    stream = model.stream(PROMPT, max_tokens=9)
    pieces = [next(stream) for _ in range(count)]
    stream.close()
    return pieces


@pytest.fixture
def path(tmp_path):
    return tmp_path / "evals" / "cache.db"


def test_it_is_a_chat_model(path):
    assert isinstance(CachingChatModel(FakeModel("a"), path), ChatModel)


def test_the_second_time_the_inner_model_is_not_asked(path):
    inner = FakeModel("Thirty", "-two", ".")
    first = CachingChatModel(inner, path)
    assert read(first) == inner.pieces
    assert (first.asked, first.replayed) == (1, 0)
    silent = FakeModel()
    second = CachingChatModel(silent, path)
    assert read(second) == inner.pieces
    assert (second.asked, second.replayed, silent.prompts) == (0, 1, [])


def test_what_was_waited_for_is_passed_on_and_not_kept(path):
    class Queued(FakeModel):
        def stream(self, messages, *, max_tokens):
            yield Wait("queued")
            yield from super().stream(messages, max_tokens=max_tokens)

    inner = Queued("Thirty", "-two", ".")
    assert read(CachingChatModel(inner, path)) == [Wait("queued"), *inner.pieces]
    assert read(CachingChatModel(FakeModel(), path)) == inner.pieces


@pytest.mark.parametrize(
    ("prompt", "limit", "identity"),
    [(PROMPT[:1], 9, "m"), (PROMPT[::-1], 9, "m"), (PROMPT, 10, "m"), (PROMPT, 9, "other")],
)
def test_another_prompt_limit_or_model_is_asked_anew(path, prompt, limit, identity):
    read(CachingChatModel(FakeModel("old"), path, identity="m"))
    inner = FakeModel("new")
    assert read(CachingChatModel(inner, path, identity=identity), prompt, max_tokens=limit) == inner.pieces


def test_an_answer_that_was_stopped_is_replayed_as_far_as_it_went(path):
    inner = FakeModel("a", "b", "c")
    assert read_some(CachingChatModel(inner, path), 2) == inner.pieces[:2]
    assert inner.stopped == 1
    again = FakeModel("a", "b", "c")
    assert read_some(CachingChatModel(again, path), 2) == inner.pieces[:2]
    assert again.prompts == []


def test_who_reads_on_after_a_stopped_answer_gets_the_rest_from_the_model(path):
    inner = FakeModel("a", "b", "c")
    read_some(CachingChatModel(inner, path), 1)
    again = FakeModel("a", "b", "c")
    assert read(CachingChatModel(again, path)) == inner.pieces
    assert len(again.prompts) == 1
    assert read(CachingChatModel(FakeModel(), path)) == inner.pieces


def test_a_failure_is_told_and_not_kept(path):
    broken = CachingChatModel(FakeModel("a", error=ModelUnreachable("Gone.", "Start it.")), path)
    with pytest.raises(ModelUnreachable):
        read(broken)
    assert isinstance(broken.error, ModelUnreachable)
    inner = FakeModel("a", "b")
    assert read(CachingChatModel(inner, path)) == inner.pieces


def test_without_reading_the_model_is_asked_and_its_words_replace_the_old_ones(path):
    read(CachingChatModel(FakeModel("old"), path))
    read(CachingChatModel(FakeModel("new"), path, read=False))
    assert [piece.text for piece in read(CachingChatModel(FakeModel(), path))] == ["new"]


def test_how_an_answer_ended_is_replayed(path):
    inner = FakeModel("a")
    inner.last_finish, inner.last_prompt_tokens = "length", 300
    read(CachingChatModel(inner, path))
    again = CachingChatModel(FakeModel(), path)
    read(again)
    assert (again.last_finish, again.last_prompt_tokens) == ("length", 300)


def test_other_methods_are_those_of_the_inner_model(path):
    inner = FakeModel("a")
    inner.context = 4096
    assert CachingChatModel(inner, path).context == 4096


def test_its_answers_are_stopped_as_those_of_the_inner_model(path):
    class Stopping(FakeModel):
        def stop(self, thread=None):
            self.stopped = thread

    inner = Stopping("a")
    model = CachingChatModel(inner, path)
    assert "stop" in vars(CachingChatModel) and isinstance(model, Stoppable)
    model.stop(7)
    assert inner.stopped == 7
    CachingChatModel(FakeModel("a"), path).stop()


def test_a_damaged_store_is_one_clear_error(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database, but long enough to look like a damaged one" * 20)
    with pytest.raises(StorageFailed, match="delete that file"):
        JsonStore(path, "answers")


@pytest.mark.parametrize(
    "answer",
    [
        make_decline(signals={"model_declined": 1.0, "p_decline": None}, missing=("Mongolia",)),
        make_answer(
            "Two sides.",
            make_citation("boats.txt", "32 cars", page=3),
            conflicts=(Conflict("cars", (ConflictRow("32", None, make_citation("boats.txt", "32")),)),),
        ),
    ],
)
def test_an_outcome_comes_back_from_json_as_it_was(path, answer):
    answer = replace(answer, hits=(make_hit("boats.txt", 0, 9),))
    reply = TimedAnswer(answer, (Place("id", 1, 2),), {"total": 1.5}, timed=True)
    store = JsonStore(path, "answers")
    store.put("key", reply.to_dict())
    assert TimedAnswer.from_dict(store.get("key") or {}) == reply

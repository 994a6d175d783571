import dataclasses
import time
from types import SimpleNamespace

import pytest

from assistant.llm.call import WAIT_SHOWN_AFTER
from assistant.llm.endpoint import Endpoint, check_endpoint
from assistant.llm.model import ChatModel, OpenAIChatModel, RemoteModel, open_chat_model
from assistant.llm.protocol import Message, Piece, pieces
from assistant.settings import load_settings
from assistant.types import Wait
from documents.errors import BadValue, ModelError, ModelMissing, ModelTimedOut, ModelUnreachable
from index.servers.retries import RetryRule
from tests.model_server import END, USAGE, Script, break_off, chunk, running, token, until_client_leaves

ASK = [Message("system", "Be terse."), Message("user", "Capital of Mali?")]
ANSWER = [token("Bam", -0.2, [("Lagos", -3.0), ("Bam", -0.2)]), token("ako", -0.01), END, USAGE]


class Fixed:
    """A source of one endpoint that counts how often it was asked."""

    def __init__(self, url, *, key="secret", model="m", embedded=False):
        self.endpoint = Endpoint(url, key, model, embedded)
        self.asked = 0

    def ensure(self):
        self.asked += 1
        return self.endpoint


def model_at(script, **options):
    timeout = options.pop("timeout", 120.0)  # the first call imports LlamaIndex
    cache_prompt = options.pop("cache_prompt", True)
    return OpenAIChatModel(Fixed(script.url, **options), name="m", timeout=timeout, cache_prompt=cache_prompt)


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.fixture(autouse=True, scope="module")
def loaded():
    """LlamaIndex, which the first call imports: that takes longer than what some tests are about."""
    with running(Script(ANSWER)) as script:
        list(model_at(script).stream(ASK, max_tokens=9))


def test_tokens_come_with_their_log_probability_and_alternatives_best_first():
    with running(Script(ANSWER)) as script:
        model = model_at(script)
        pieces = list(model.stream(ASK, max_tokens=9))
    assert pieces == [Piece("Bam", -0.2, (("Bam", -0.2), ("Lagos", -3.0))), Piece("ako", -0.01, ())]
    assert (model.last_prompt_tokens, model.last_finish) == (42, "stop")
    assert isinstance(model, ChatModel)


def test_a_server_that_goes_before_the_first_token_is_asked_once_more():
    with running(Script([break_off], ANSWER)) as script:
        assert text_of(model_at(script).stream(ASK, max_tokens=9)) == "Bamako"
    assert len(script.requests) == 2


def test_a_server_that_goes_in_mid_answer_is_not_asked_again():
    with running(Script([ANSWER[0], break_off], ANSWER)) as script, pytest.raises(ModelUnreachable):
        list(model_at(script).stream(ASK, max_tokens=9))
    assert len(script.requests) == 1


def test_the_request_is_greedy_seeded_bounded_and_carries_the_key():
    with running(Script(ANSWER)) as script:
        list(model_at(script).stream(ASK, max_tokens=9))
    path, headers, body = script.requests[0]
    assert (path, headers["Authorization"]) == ("/v1/chat/completions", "Bearer secret")
    assert (body["temperature"], body["max_tokens"], body["logprobs"], body["model"]) == (0, 9, True, "m")
    assert isinstance(body["seed"], int)
    assert body["messages"] == [{"role": m.role, "content": m.text} for m in ASK]


def reading(read, total):
    return {**chunk({}), "choices": [], "prompt_progress": {"processed": read, "total": total, "cache": 0}}


def test_an_embedded_server_tells_how_far_it_has_read_and_a_remote_one_is_not_asked():
    with running(Script([reading(0, 80), reading(64, 80), *ANSWER])) as script:
        items = list(model_at(script, embedded=True).stream(ASK, max_tokens=9))
        list(model_at(script).stream(ASK, max_tokens=9))
    assert items[:2] == [Wait("reading", 0, 80), Wait("reading", 64, 80)]
    assert text_of(items[2:]) == "Bamako"
    assert [body.get("return_progress") for _, _, body in script.requests] == [True, None]


def test_a_question_that_waits_for_another_one_is_told_so_once():
    def answer_others(handler):
        time.sleep(3 * WAIT_SHOWN_AFTER)

    with running(Script([answer_others, reading(0, 80), *ANSWER])) as script:
        items = list(model_at(script, embedded=True).stream(ASK, max_tokens=9))
    assert items[:2] == [Wait("queued"), Wait("reading", 0, 80)]


def test_a_model_that_is_being_loaded_is_told():
    class Loading(Fixed):
        def ensure(self):
            time.sleep(2 * WAIT_SHOWN_AFTER)
            return super().ensure()

    with running(Script(ANSWER)) as script:
        model = OpenAIChatModel(Loading(script.url), name="m", timeout=20.0)
        items = list(model.stream(ASK, max_tokens=9))
    assert items[0] == Wait("starting")
    assert text_of(items[1:]) == "Bamako"


def test_nobody_knows_what_a_remote_server_that_is_silent_does():
    with running(Script([lambda handler: time.sleep(2 * WAIT_SHOWN_AFTER), *ANSWER])) as script:
        items = list(model_at(script).stream(ASK, max_tokens=9))
    assert text_of(items) == "Bamako"


def test_a_server_that_goes_after_reading_is_asked_once_more():
    with running(Script([reading(64, 80), break_off], ANSWER)) as script:
        items = list(model_at(script, embedded=True).stream(ASK, max_tokens=9))
    assert items[0] == Wait("reading", 64, 80)
    assert text_of(items[1:]) == "Bamako"


def test_a_server_that_reads_a_long_prompt_has_not_fallen_silent():
    def read_on(handler):
        time.sleep(0.3)

    slow = [part for number in range(4) for part in (read_on, reading(number, 9))]
    with running(Script([*slow, *ANSWER])) as script:
        items = list(model_at(script, embedded=True, timeout=0.9).stream(ASK, max_tokens=9))
    assert text_of(items[4:]) == "Bamako"


def test_only_the_embedded_server_is_told_about_its_prompt_cache():
    with running(Script(ANSWER)) as script:
        list(model_at(script, cache_prompt=False).stream(ASK, max_tokens=9))
        list(model_at(script, cache_prompt=False, embedded=True).stream(ASK, max_tokens=9))
    assert [body.get("cache_prompt") for _, _, body in script.requests] == [None, False]


def test_a_prompt_that_continues_the_last_one_may_use_what_was_read_for_it():
    with running(Script(ANSWER)) as script:
        model = model_at(script, cache_prompt=False, embedded=True)
        longer = [*ASK[:-1], Message(ASK[-1].role, f"{ASK[-1].text} And more.")]
        other = [*ASK[:-1], Message(ASK[-1].role, "Something else?")]
        for messages in (ASK, longer, other):
            list(model.stream(messages, max_tokens=9))
    assert [body.get("cache_prompt") for _, _, body in script.requests] == [False, True, False]


def test_a_probe_continues_the_prompt_that_it_probes_and_another_question_does_not():
    def ask(question, instruction):
        return [Message("user", f"A passage.\n\nQuestion: {question}\n\n{instruction}")]

    with running(Script(ANSWER)) as script:
        model = model_at(script, cache_prompt=False, embedded=True)
        asked = ask("When?", "Answer."), ask("When?", "Can it be answered?"), ask("Who?", "Answer.")
        for messages in asked:
            list(model.stream(messages, max_tokens=9))
    assert [body.get("cache_prompt") for _, _, body in script.requests] == [False, True, False]


def test_a_key_of_the_environment_is_not_sent_to_a_server_without_a_key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-private")
    with running(Script(ANSWER)) as script:
        list(model_at(script, key="").stream(ASK, max_tokens=9))
    assert "sk-private" not in str(script.requests)


def test_several_tokens_in_one_chunk_become_several_pieces():
    entries = [{"token": part, "logprob": -1.0, "bytes": None, "top_logprobs": []} for part in ("a", "b")]
    with running(Script([chunk({"content": "ab"}, logprobs={"content": entries}), END])) as script:
        assert list(model_at(script).stream(ASK, max_tokens=9)) == [Piece("a", -1.0), Piece("b", -1.0)]


@pytest.mark.parametrize("told", ["high", None, float("nan"), float("-inf"), 3.0])
def test_what_is_no_log_probability_is_left_out(told):
    other = SimpleNamespace(token="b", logprob=told)
    token = SimpleNamespace(token="a", logprob=told, top_logprobs=[other])
    choice = SimpleNamespace(delta=SimpleNamespace(content="a"), logprobs=SimpleNamespace(content=[token]))
    assert list(pieces(choice)) == [Piece("a", None, ())]


def test_a_server_without_log_probabilities_still_answers():
    with running(Script([chunk({"role": "assistant"}), chunk({"content": "yes"}), END])) as script:
        assert list(model_at(script).stream(ASK, max_tokens=9)) == [Piece("yes", None, ())]


def test_a_server_that_refuses_log_probabilities_is_asked_again_without_them_and_remembered():
    refusal = (400, {"error": {"message": "logprobs are not supported"}})
    with running(Script(refusal, ANSWER)) as script:
        model = model_at(script)
        assert text_of(model.stream(ASK, max_tokens=9)) == "Bamako"
        assert text_of(model.stream(ASK, max_tokens=9)) == "Bamako"
    assert ["logprobs" in body for _, _, body in script.requests] == [True, False, False]


def test_a_prompt_that_is_too_long_says_so():
    refusal = (400, {"error": {"message": "the request exceeds the available context size"}})
    with running(Script(refusal)) as script:
        with pytest.raises(ModelError, match=r"do not fit.*llm_context"):
            list(model_at(script).stream(ASK, max_tokens=9))


def test_closing_the_generator_closes_the_connection_in_mid_answer():
    with running(Script([token("Bam"), until_client_leaves])) as script:
        stream = model_at(script).stream(ASK, max_tokens=9)
        assert next(stream).text == "Bam"
        stream.close()
        assert script.left.wait(20)


def test_stop_from_another_thread_closes_the_connection_while_the_prompt_is_read():
    def stop(handler):  # the request is there: the server reads it
        model.stop()

    with running(Script([stop, until_client_leaves])) as script:
        model = model_at(script)
        with pytest.raises(ModelError, match="was stopped"):
            list(model.stream(ASK, max_tokens=9))
        assert script.left.wait(20)


def test_a_server_killed_in_mid_answer_is_unreachable_and_the_next_question_asks_for_it_anew():
    with running(Script([token("Bam"), break_off], ANSWER)) as script:
        model = model_at(script)
        with pytest.raises(ModelUnreachable, match="stopped before the answer was complete"):
            list(model.stream(ASK, max_tokens=9))
        assert text_of(model.stream(ASK, max_tokens=9)) == "Bamako"
        assert model._source.asked == 2


def test_a_stream_that_ends_without_saying_so_is_not_taken_for_a_whole_answer():
    with running(Script([token("Bam")])) as script:
        with pytest.raises(ModelUnreachable):
            list(model_at(script).stream(ASK, max_tokens=9))


def test_a_server_that_says_nothing_times_out():
    with running(Script([until_client_leaves])) as script:
        with pytest.raises(ModelTimedOut, match="llm_timeout"):
            list(model_at(script, timeout=0.3).stream(ASK, max_tokens=9))
        assert script.left.wait(20)


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        ((401, {"error": {"message": "no"}}), ModelError, "refused the key.*llm_key"),
        ((404, {"error": {"message": "no such model"}}), ModelError, "no such model.*llm_model"),
        ((429, {"error": {"message": "quota"}}), ModelError, "no more requests"),
        ((503, {"error": {"message": "Loading model"}}), ModelUnreachable, "not ready .Loading model"),
        ((500, "<html>oops</html>"), ModelError, "status 500"),
        ((200, "<html>a web page</html>"), ModelError, "not what a model server sends"),
    ],
)
def test_each_refusal_is_one_sentence_with_the_next_step(answer, kind, reason, monkeypatch):
    monkeypatch.setattr("assistant.llm.call.RETRIES", RetryRule(tries=1))
    with running(Script(answer)) as script:
        with pytest.raises(kind, match=reason) as caught:
            list(model_at(script).stream(ASK, max_tokens=9))
    assert "\n" not in str(caught.value) and caught.value.next_step


def test_check_passes_on_a_server_that_answers():
    with running(Script((200, {"choices": []}), key="secret")) as script:
        model_at(script).check()


def test_check_names_the_models_that_are_there():
    with running(Script(ANSWER, models=("llama3:latest", "qwen"))) as script:
        with pytest.raises(ModelError, match=r"no model named 'm'.*llama3:latest, qwen"):
            model_at(script).check()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda url: url.removesuffix("/v1"), r"lacks its last part.*Set llm to http://127\.0\.0\.1:\d+/v1"),
        (lambda url: url.replace("/v1", "/v2"), "does not know this address"),
        (lambda url: "http://127.0.0.1:9/v1", "Nothing answers at"),
        (lambda url: "ftp://127.0.0.1/v1", "is not an address"),
    ],
)
def test_check_says_what_is_wrong_with_the_address(change, reason):
    with running(Script((404, {"error": {"message": "no"}}))) as script:
        with pytest.raises(ModelError, match=reason):
            check_endpoint(Endpoint(change(script.url), "secret", "m"))


def test_check_says_that_the_key_is_refused_and_that_a_web_page_is_no_model():
    with running(Script(ANSWER, key="other")) as script:
        with pytest.raises(ModelError, match="refused the key"):
            model_at(script).check()
    with running(Script(ANSWER, models="<html>hello</html>")) as script:
        with pytest.raises(ModelError, match="not an OpenAI-compatible server"):
            model_at(script).check()


def test_the_only_model_of_a_server_need_not_be_named():
    with running(Script(ANSWER, models=("only",))) as script:
        assert RemoteModel(script.url + "/chat/completions", key="", model="").ensure().model == "only"
    with running(Script(ANSWER, models=("a", "b"))) as script:
        with pytest.raises(ModelError, match=r"several models.*a, b"):
            RemoteModel(script.url, key="", model="").ensure()


def test_a_key_is_not_shown_when_an_endpoint_is_printed():
    assert "secret" not in repr(Endpoint("http://x/v1", "secret", "m"))


def test_settings_choose_the_model(tmp_path):
    settings = load_settings(tmp_path, {"models": tmp_path}, {})
    assert open_chat_model(dataclasses.replace(settings, llm="none")) is None
    remote = open_chat_model(dataclasses.replace(settings, llm="http://127.0.0.1:9/v1", llm_model="big"))
    assert remote is not None and remote.name == "big"
    assert not remote.measured  # whatever it is called: the confidence is the embedded one's
    with pytest.raises(ModelUnreachable, match="Nothing answers"):
        list(remote.stream(ASK, max_tokens=1))


def test_the_confidence_was_measured_with_the_embedded_model(weights):
    pytest.importorskip("xllamacpp", reason="the extra local-llm is not installed")
    settings = load_settings(arguments={"models": weights}, environ={})
    embedded = open_chat_model(dataclasses.replace(settings, llm="embedded"))
    assert embedded is not None and embedded.measured
    (same,) = weights.glob("*.gguf")
    by_path = open_chat_model(dataclasses.replace(settings, llm=str(same)))
    assert by_path is not None and not by_path.measured


def test_a_model_file_that_is_not_there_and_a_setting_that_fits_nothing_are_told(tmp_path):
    pytest.importorskip("xllamacpp", reason="the extra local-llm is not installed")
    settings = load_settings(tmp_path, {"models": tmp_path}, {})
    with pytest.raises(ModelMissing, match="There is no model file"):
        open_chat_model(dataclasses.replace(settings, llm=str(tmp_path / "x.gguf")))
    with pytest.raises(BadValue, match="llm cannot be 'gpt'"):
        open_chat_model(dataclasses.replace(settings, llm="gpt"))

"""Embeddings and rankings of a server: in any form it has, patient when it is busy, clear when it is bad."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.settings import load_settings, trace_settings
from documents.errors import BadValue, EmbedderChanged, SearchServerFailed
from documents.inputs import PastedText
from index.models.embeddings import check_identity
from index.models.identity import known_as, same_embedder
from index.servers.embedder import ServerEmbedder
from index.servers.reranker import ServerReranker
from index.servers.retries import LONGEST_RETRY_AFTER, Backoff, RetryRule, retry_after_seconds
from tests.fakes import WordHashEmbedder
from tests.postgres_server import free_port
from tests.search_server import SearchServer, searching

FERRY = PastedText("Ferry", "The ferry sails at nine from the old harbour.")
LAMP = PastedText("Lamp", "The lamp is lit at dusk by its keeper.")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited for between two tries."""
    waited: list[float] = []
    monkeypatch.setattr("index.servers.http_client.time", type("Clock", (), {"sleep": waited.append}))
    return waited


@pytest.fixture
def server() -> Iterator[SearchServer]:
    with searching() as running:
        yield running


# When a request is made again


def test_waits_grow_are_bounded_and_not_all_the_same() -> None:
    retries = RetryRule(tries=6, first=1.0, longest=4.0)
    waits = [[retries.wait(tried) for _ in range(50)] for tried in range(1, 7)]
    for tried, longest in enumerate([1.0, 2.0, 4.0, 4.0, 4.0]):
        assert all(longest / 2 <= (wait or 0.0) <= longest for wait in waits[tried])
        assert len(set(waits[tried])) > 1
    assert set(waits[5]) == {None}


def test_what_a_server_asks_for_is_waited_but_not_for_ever() -> None:
    assert 3.0 <= (RetryRule().wait(1, 3.0) or 0.0) <= 3.1
    assert RetryRule().wait(1, LONGEST_RETRY_AFTER + 1) is None


def test_a_server_may_say_seconds_or_a_date() -> None:
    soon = retry_after_seconds(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert retry_after_seconds("7") == 7.0
    assert soon is not None
    assert 3500 < soon <= 3600
    assert retry_after_seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert [retry_after_seconds(value) for value in ("", "later", "-1", None)] == [None] * 4


def test_what_failed_is_left_alone_twice_as_long_each_time() -> None:
    now = [0.0]
    backoff = Backoff(first=1.0, longest=4.0, clock=lambda: now[0])
    assert (backoff.due, backoff.failing) == (True, False)
    for seconds in (1.0, 2.0, 4.0, 4.0):
        backoff.failed()
        now[0] += seconds * 0.79
        assert (backoff.due, backoff.failing) == (False, True)
        now[0] += seconds * 0.22
        assert backoff.due
    backoff.succeeded()
    assert (backoff.due, backoff.failing) == (True, False)


# Embeddings


def test_vectors_are_those_of_the_texts_in_their_order_and_of_unit_length(server: SearchServer) -> None:
    server.embed = lambda texts: WordHashEmbedder().embed(texts) * 7
    texts = [f"lighthouse number {number}" for number in range(100)]
    done: list[int] = []
    vectors = ServerEmbedder(server.url).embed(texts, done.append)
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, WordHashEmbedder().embed(texts), atol=1e-6)
    assert (done[-1], len(done)) == (100, 4)


@pytest.mark.parametrize(
    ("end", "path"), [("", "/v1/embeddings"), ("/v1", "/embeddings"), ("/v1/embeddings", "/v1/embeddings")]
)
def test_the_call_is_found_whatever_part_of_its_address_is_given(
    server: SearchServer, end: str, path: str
) -> None:
    server.paths = (path,)
    embedder = ServerEmbedder(server.url + end)
    assert embedder.embed_query("ferry").shape == (256,)
    assert embedder.embed(["ferry"]).shape == (1, 256)
    assert [one for one, _ in server.asked][-2:] == [path, path]


def test_requests_are_small_and_few_at_a_time(server: SearchServer) -> None:
    server.most = 32
    embedder = ServerEmbedder(server.url)
    embedder.embed([f"text {number}" for number in range(400)], lambda done: None)
    assert max(len(body["input"]) for _, body in server.asked) == 32
    assert 1 <= server.at_once <= 4
    embedder.embed(["a " * 40_000, "b " * 40_000], lambda done: None)
    assert [len(body["input"]) for _, body in server.asked[-2:]] == [1, 1]


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_server_is_asked_again(server: SearchServer, status: int, no_waiting: list[float]) -> None:
    embedder = ServerEmbedder(server.url)
    server.refusals = [(status, {}), (status, {"Retry-After": "2"})]
    assert embedder.embed_query("ferry").shape == (256,)
    assert len(server.asked) == 3
    assert 0.1 <= no_waiting[0] <= 0.2
    assert 2.0 <= no_waiting[1] <= 2.1


def test_a_server_that_is_down_is_one_sentence_and_then_asked_once(no_waiting: list[float]) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    embedder = ServerEmbedder(url, model="words")
    with pytest.raises(SearchServerFailed) as caught:
        embedder.embed(["a"], lambda done: None)
    assert str(caught.value) == (
        f"The embedding server at {url} does not answer. Start it, or check the setting embedder."
    )
    assert caught.value.passing
    waited = len(no_waiting)
    assert waited == 6
    with pytest.raises(SearchServerFailed):
        embedder.embed(["b"], lambda done: None)
    assert len(no_waiting) == waited


def test_a_question_does_not_wait_as_long_as_adding_does(
    server: SearchServer, no_waiting: list[float]
) -> None:
    server.refusals = [(503, {})] * 20
    with pytest.raises(SearchServerFailed, match=r"has no time now \(overloaded\)"):
        ServerEmbedder(server.url, model="words").embed_query("ferry")
    assert len(no_waiting) == 2
    assert sum(no_waiting) < 1


def test_a_text_that_the_server_finds_too_long_costs_no_other_text(server: SearchServer) -> None:
    server.longest = 1000
    texts = ["ferry", "lamp " * 500, "harbour"]
    vectors = ServerEmbedder(server.url).embed(texts)
    assert np.allclose(vectors, WordHashEmbedder().embed(["ferry", "lamp", "harbour"]), atol=1e-6)


def test_prompts_stand_before_what_they_are_for(server: SearchServer) -> None:
    embedder = ServerEmbedder(server.url, query_prompt="query: ", document_prompt="passage: ")
    embedder.embed_query("ferry")
    embedder.embed(["lamp"])
    assert [body["input"] for _, body in server.asked] == [["query: ferry"], ["passage: lamp"]]


def test_the_only_model_is_taken_and_of_several_one_must_be_named(server: SearchServer) -> None:
    ServerEmbedder(server.url).embed_query("ferry")
    assert server.asked[0][1]["model"] == "words"
    server.models = ("one", "two")
    with pytest.raises(SearchServerFailed, match="Set embedder_model to one of: one, two"):
        ServerEmbedder(server.url).embed_query("ferry")
    ServerEmbedder(server.url, model="two").embed_query("ferry")
    assert server.asked[-1][1]["model"] == "two"


def test_the_key_is_sent_and_a_wrong_one_is_one_sentence(server: SearchServer) -> None:
    server.key = "right"
    ServerEmbedder(server.url, key="right").embed_query("ferry")
    with pytest.raises(SearchServerFailed) as caught:
        ServerEmbedder(server.url, key="false").embed_query("ferry")
    assert "refused the key. Set embedder_key" in str(caught.value)
    assert "false" not in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        b"<html>",
        b"[]",
        b'{"data": []}',
        b'{"data": [{"index": 0, "embedding": []}]}',
        b'{"data": [{"index": 0, "embedding": ["a"]}]}',
        b'{"data": [{"index": 0, "embedding": [NaN, 1]}]}',
        b'{"data": [{"index": "x", "embedding": [1]}]}',
        b'{"data": [7]}',
        b'{"data": {"0": 1}}',
    ],
)
def test_an_answer_that_makes_no_sense_is_one_sentence(server: SearchServer, raw: bytes) -> None:
    server.raw = raw
    with pytest.raises(SearchServerFailed, match=r"sent something that cannot be read\. Check the setting"):
        ServerEmbedder(server.url, model="words").embed_query("ferry")


# What a library is known to be made with


def test_one_model_is_the_same_at_another_address_and_by_another_arithmetic(server: SearchServer) -> None:
    first = ServerEmbedder(server.url).identity
    noise = np.random.default_rng(1)
    server.embed = lambda texts: (
        WordHashEmbedder().embed(texts) + noise.normal(scale=0.002, size=(len(texts), 256)).astype(np.float32)
    )
    second = ServerEmbedder(f"{server.url}/v1").identity
    assert first != second
    assert same_embedder(first, second)
    assert known_as(first) == "words (256 numbers)"


def test_another_model_behind_the_same_address_and_name_is_noticed(server: SearchServer) -> None:
    stored = ServerEmbedder(server.url).identity
    server.embed = lambda texts: WordHashEmbedder().embed(texts)[:, ::-1]
    with pytest.raises(
        EmbedderChanged, match=r"now words \(256 numbers\) \(another model of that name\) is set"
    ):
        check_identity(stored, ServerEmbedder(server.url))


def test_a_model_that_changes_while_it_is_used_is_noticed(server: SearchServer) -> None:
    embedder = ServerEmbedder(server.url)
    stored = embedder.identity
    server.served = "other words"
    server.embed = lambda texts: WordHashEmbedder().embed(texts)[:, ::-1]
    embedder.embed_query("ferry")
    with pytest.raises(EmbedderChanged, match="now other words"):
        check_identity(stored, embedder)
    server.embed = lambda texts: WordHashEmbedder().embed(texts)[:, :8] + 1
    with pytest.raises(EmbedderChanged, match="its vectors have 8 numbers now, no longer 256"):
        embedder.embed_query("ferry")


def test_other_weights_under_the_same_name_are_noticed_in_a_process_that_goes_on(
    server: SearchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = ServerEmbedder(server.url)
    stored = embedder.identity
    asked = len(server.asked)
    assert embedder.identity == stored
    assert len(server.asked) == asked
    server.embed = lambda texts: WordHashEmbedder().embed(texts)[:, ::-1]
    monkeypatch.setattr("index.servers.embedder.KNOWN_SECONDS", 0.0)
    with pytest.raises(EmbedderChanged, match="another model of that name"):
        check_identity(stored, embedder)


def test_an_unfinished_rebuild_is_no_model(server: SearchServer) -> None:
    identity = ServerEmbedder(server.url).identity
    assert not same_embedder(f"{identity} (an unfinished rebuild)", identity)
    assert not same_embedder("words (256 numbers, check AAAA)", identity)
    assert not same_embedder("words", "other")


# Rankings


@pytest.fixture(params=["documents", "texts"])
def reranker(request: pytest.FixtureRequest, server: SearchServer) -> ServerReranker:
    server.form = request.param
    return ServerReranker(server.url)


def test_scores_are_in_the_order_of_the_texts_in_either_form(reranker: ServerReranker) -> None:
    scores = reranker.scores("the old ferry", ["a lamp", "the old ferry", "an old boat"])
    assert scores[1] > scores[2] > scores[0]
    assert len(reranker.scores("ferry", [f"ferry {number}" for number in range(100)])) == 100
    assert reranker.scores("ferry", []) == []


def test_the_form_of_a_server_is_learnt(server: SearchServer, reranker: ServerReranker) -> None:
    reranker.scores("ferry", ["a", "b"])
    before = len(server.asked)
    reranker.scores("ferry", ["a", "b"])
    assert len(server.asked) == before + 1
    assert server.form in server.asked[-1][1]


def test_shares_become_logits_and_logits_stay(server: SearchServer) -> None:
    server.score = lambda query, texts: [0.9, 0.5, 0.0, 1.0][: len(texts)]
    found = ServerReranker(server.url).scores("ferry", ["a", "b", "c", "d"])
    assert found[:2] == pytest.approx([2.197, 0.0], abs=0.001)
    assert found[2] < -10 < 10 < found[3]
    server.score = lambda query, texts: [4.5, 0.5, -7.0][: len(texts)]
    ranker = ServerReranker(server.url)
    assert ranker.scores("ferry", ["a", "b", "c"]) == [4.5, 0.5, -7.0]
    assert ranker.scores("ferry", ["a", "b"]) == [4.5, 0.5]
    server.score = lambda query, texts: [0.25] * len(texts)
    assert ranker.scores("ferry", ["a"]) == [0.25]


def test_a_ranking_of_version_one_is_found_too(server: SearchServer) -> None:
    server.paths = ("/v1/rerank",)
    assert len(ServerReranker(f"{server.url}/v1", model="m").scores("a", ["a", "b"])) == 2
    assert server.asked[-1][1]["model"] == "m"


@pytest.mark.parametrize(
    "raw", [b"{}", b"[]", b'[{"index": 0}]', b'{"results": [{"index": 0, "score": NaN}]}', b"7"]
)
def test_a_ranking_that_makes_no_sense_is_one_sentence(server: SearchServer, raw: bytes) -> None:
    server.raw = raw
    with pytest.raises(SearchServerFailed, match=r"ranking server at .* sent something that cannot be read"):
        ServerReranker(server.url).scores("ferry", ["a"])


# Through the settings


def opened(home: Path, **settings: str) -> Assistant:
    loaded = load_settings(home, {"llm": "none", "reranker": "none", **settings})  # type: ignore[typeddict-item]
    return Assistant.with_settings(loaded, open_model=lambda: None)


def test_a_library_is_filled_and_searched_by_an_embedding_server(home: Path, server: SearchServer) -> None:
    with opened(home, embedder=server.url) as assistant:
        assert [one.status for one in assistant.add([FERRY, LAMP]).entries] == ["added", "added"]
        assert assistant.search("when does the ferry sail")[0].passage.text == FERRY.text
        line = next(one for one in assistant.doctor() if one.name == "search model")
        assert line.ok
        assert line.message.startswith(
            f"words (256 numbers) at {server.url}, which reads passages and questions: "
        )
    server.embed = lambda texts: WordHashEmbedder().embed(texts)[:, ::-1]
    with opened(home, embedder=server.url) as assistant:
        with pytest.raises(EmbedderChanged):
            assistant.search("ferry")
        assistant.rebuild()
        assert assistant.search("when does the ferry sail")[0].passage.text == FERRY.text


def test_documents_whose_embedding_fails_are_entries_and_come_in_later(
    home: Path, server: SearchServer
) -> None:
    with opened(home, embedder=server.url, embedder_model="words") as assistant:
        assistant.add([FERRY])
        server.refusals = [(503, {})] * 7
        (entry,) = assistant.add([LAMP]).entries
        assert (entry.status, "has no time now" in entry.message) == ("failed", True)
        assert [one.status for one in assistant.add([LAMP]).entries] == ["added"]


def test_a_ranking_server_orders_passages_and_when_it_is_down_they_stay_as_they_were(
    home: Path, server: SearchServer, caplog: pytest.LogCaptureFixture
) -> None:
    boats = [
        PastedText(f"Boat {number}", f"The white boat {number} is in the harbour.") for number in range(4)
    ]
    server.score = lambda query, texts: [0.9 if "boat 3" in text else 0.1 for text in texts]
    with opened(home, embedder=server.url, reranker=server.url) as assistant:
        assistant.add(boats)
        assert assistant.search("white boat")[0].passage.text == boats[3].text
        assert "words" not in next(one.message for one in assistant.doctor() if one.name == "ranking model")
    down = f"http://127.0.0.1:{free_port()}"
    with opened(home, embedder=server.url, reranker=down) as assistant:
        with opened(home, embedder=server.url) as plain:
            expected = plain.search("white boat")
        assert [assistant.search("white boat") for _ in range(3)] == [expected] * 3
        line = next(one for one in assistant.doctor() if one.name == "ranking model")
        assert (line.ok, line.must_mend) == (False, False)
        assert line.message.startswith(f"The ranking server at {down} does not answer.")
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        f"The ranking server at {down} does not answer. Start it, or check the setting reranker. "
        "Until then passages are ranked without it."
    ]


@pytest.mark.parametrize("name", ["embedder", "reranker"])
def test_addresses_are_checked_and_passwords_in_them_never_shown(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadValue) as caught:
        load_settings(home, {name: "ftp://me:secret@host/v1"})  # type: ignore[misc]
    assert "secret" not in str(caught.value)
    monkeypatch.setenv(f"FOOTNOTE_{name.upper()}", "http://me:secret@host/v1")
    monkeypatch.setenv(f"FOOTNOTE_{name.upper()}_KEY", "secret")
    settings, rows = trace_settings(home)
    assert "secret" not in repr(settings) + repr(rows)


def test_a_login_in_the_address_goes_to_the_server_alone(server: SearchServer) -> None:
    url = server.url.replace("http://", "http://me:secret@")
    embedder = ServerEmbedder(url, model="words", key="unused")
    embedder.embed_query("ferry")
    assert server.headers[-1]["Authorization"].startswith("Basic ")
    server.raw = b"x"
    with pytest.raises(SearchServerFailed) as caught:
        embedder.embed_query("ferry")
    assert "secret" not in str(caught.value)


def test_a_proxy_is_not_asked_for_this_computers_own(
    server: SearchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert ServerEmbedder(server.url).embed_query("ferry").shape == (256,)


def test_a_server_that_takes_too_long_is_one_sentence(
    server: SearchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.servers.embedder.QUERY_SECONDS", 0.05)
    monkeypatch.setattr("index.servers.embedder.BATCH_SECONDS", 0.05)
    server.gate.clear()
    calls: list[Callable[[], object]] = [
        lambda: ServerEmbedder(server.url, model="w").embed_query("ferry"),
        lambda: ServerEmbedder(server.url, model="w").embed(["ferry"], lambda done: None),
    ]
    for call in calls:
        with pytest.raises(SearchServerFailed, match="did not answer in time"):
            call()

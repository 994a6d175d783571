import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing

import httpx
import pytest

from assistant.llm import server_process
from assistant.llm.model import OpenAIChatModel
from assistant.llm.protocol import Message, Piece
from assistant.llm.server import LOCK, EmbeddedServer, _one_at_a_time, default_threads
from assistant.llm.server_process import keep, own_server
from assistant.llm.server_record import Identity, Running, answers, read_record, write_record
from assistant.llm.weights import MODEL_FILE
from assistant.types import Wait
from documents.errors import ModelError, ModelMissing, ModelUnreachable

STARTER = """
import sys, time
from pathlib import Path
from assistant.llm.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), model_path=Path(sys.argv[2]), context=1024)
print(server.ensure().url, flush=True)
time.sleep(600)
"""
RUNNING = Running(Identity("m.gguf", 1, 2, 512, 2), "http://127.0.0.1:9", "secret", 1, 2)


def start_elsewhere(models, model_path):
    """A process of its own that starts (or finds) the server, and the address it got."""
    command = [sys.executable, "-c", STARTER, str(models), str(model_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def end(process):
    process.kill()
    process.wait()
    process.stdout.close()


def alive(pid):
    """Whether the process runs; a zombie that nobody has waited for does not."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def work_until_idle(pid):
    """The processor seconds that the process still uses until it rests."""
    first = before = cpu_seconds(pid)
    begun = busy = time.monotonic()
    while time.monotonic() - busy < 0.5 and time.monotonic() - begun < 20:
        time.sleep(0.05)
        now = cpu_seconds(pid)
        if now > before:
            busy = time.monotonic()
        before = now
    return before - first


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def first_piece(stream):
    return next(item for item in stream if isinstance(item, Piece))


def test_the_note_about_a_server_is_for_this_user_only_and_survives_a_round_trip(tmp_path):
    write_record(tmp_path, RUNNING)
    assert read_record(tmp_path) == RUNNING
    assert stat.S_IMODE((tmp_path / "server.json").stat().st_mode) == 0o600
    assert "secret" not in repr(RUNNING)


# The last one is by a Footnote whose server answered one question at a time.
@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"identity": {}}',
        '{"url": "x"}',
        '{"identity": {"model": "m", "size": 1, "mtime_ns": 2, "context": 512}, "url": "x", "key": "k", '
        '"pid": 1, "started_by": 2}',
    ],
)
def test_a_note_that_cannot_be_read_is_no_note(tmp_path, text):
    (tmp_path / "server.json").write_text(text)
    assert read_record(tmp_path) is None


def test_a_server_that_is_gone_does_not_answer():
    assert not answers(RUNNING)


def test_an_own_server_that_ends_but_has_not_ended_yet_is_not_used_again():
    ending = subprocess.Popen(["sleep", "600"])  # its socket is closed, and it runs
    keep(ending, RUNNING)
    assert own_server(RUNNING.identity) is None
    assert ending.returncode == -signal.SIGKILL


def test_a_lock_is_waited_for_and_a_left_behind_file_locks_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.llm.server.START_SECONDS", 0.1)
    (tmp_path / LOCK).write_text("left by a crash")
    with _one_at_a_time(tmp_path), pytest.raises(TimeoutError):
        with _one_at_a_time(tmp_path):
            pass
    with _one_at_a_time(tmp_path):
        pass
    assert (tmp_path / LOCK).read_text() == "left by a crash"


def test_the_server_gives_way_to_us_and_the_terminals_ctrl_c_is_not_for_it():
    process = server_process.spawn()
    try:
        assert os.getsid(process.pid) == os.getsid(0)  # between sessions Linux takes no account of niceness
        assert os.getpgid(process.pid) == process.pid != os.getpgid(0)
    finally:
        server_process.end(process)


def test_a_thread_for_each_core_is_the_default():
    assert 1 <= default_threads() <= (os.cpu_count() or 1)


def test_a_missing_model_file_is_told_before_anything_starts(tmp_path):
    with pytest.raises(ModelMissing, match="There is no model file"):
        EmbeddedServer(tmp_path, model_path=tmp_path / "x.gguf", context=512).ensure()


def test_a_damaged_model_file_is_one_sentence_that_names_the_log(tmp_path):
    pytest.importorskip("xllamacpp", reason="the extra local-llm is not installed")
    (tmp_path / "x.gguf").write_bytes(b"GGUF" + b"\x03\0\0\0" + b"\x05" * 200)
    path, log = tmp_path / "x.gguf", tmp_path / "log"
    server = EmbeddedServer(tmp_path, model_path=path, context=512, log_folder=log)
    with pytest.raises(ModelMissing, match=r"x\.gguf cannot be loaded") as caught:
        server.ensure()
    assert "model-server.log" in caught.value.next_step
    said = str(caught.value).partition("cannot be loaded (")[2].partition(")")[0]
    assert said in (log / "model-server.log").read_text(errors="replace")


@pytest.fixture
def server(models):
    return EmbeddedServer(models, model_path=models / MODEL_FILE, context=4096)


@pytest.fixture
def model(server):
    return OpenAIChatModel(server, name="test", cache_prompt=False)


def test_the_server_is_closed_to_others_and_its_key_is_not_shown(server, models):
    endpoint = server.ensure()
    base = endpoint.url.removesuffix("/v1")
    assert base.startswith("http://127.0.0.1:")
    with httpx.Client(trust_env=False, headers={"Origin": "http://evil.example"}) as client:
        refused = client.post(f"{base}/v1/chat/completions", json={"messages": []})
        slots = client.get(f"{base}/slots", headers={"Authorization": f"Bearer {endpoint.key}"})
    assert refused.status_code == 401
    assert slots.status_code in (404, 501)
    assert refused.headers.get("access-control-allow-origin") not in ("*", "http://evil.example")
    with open(f"/proc/{read_record(models).pid}/cmdline") as file:
        assert endpoint.key not in file.read()


def test_the_model_answers_with_log_probabilities_and_says_how_it_ended(model):
    ask = [Message("user", "What is the capital of France? Answer with one word.")]
    pieces = [item for item in model.stream(ask, max_tokens=5) if isinstance(item, Piece)]
    assert "Paris" in "".join(piece.text for piece in pieces)
    assert all(piece.logprob is not None and piece.logprob <= 0 and piece.top for piece in pieces)
    assert model.last_finish == "stop" and model.last_prompt_tokens > 10
    model.check()


def test_stop_while_the_prompt_is_read_leaves_the_model_idle_within_two_seconds(model, server, models):
    server.ensure()
    pid = read_record(models).pid
    words = " ".join(f"item {number} is new;" for number in range(450))  # about 3,000 tokens
    before, took = cpu_seconds(pid), []

    def stop_when_it_reads():
        wait_for(lambda: cpu_seconds(pid) > before + 1.0, 20)
        model.stop()
        took.append(work_until_idle(pid))

    stopping = threading.Thread(target=stop_when_it_reads)
    stopping.start()
    with pytest.raises(ModelError, match="was stopped"):
        list(model.stream([Message("user", words)], max_tokens=5))
    stopping.join()
    assert 0 < took[0] < 2.0 * default_threads()  # work, not time: other programs may be using the cores


def long_answer(server):
    """A question whose answer goes on for hundreds of tokens."""
    model = OpenAIChatModel(server, name="test")
    return model, model.stream(
        [Message("user", "Count from 1 to 500, each number on a line.")], max_tokens=900
    )


def test_two_answer_at_once_and_a_third_waits_until_one_is_stopped(server):
    server.ensure()
    (first_model, first), (_, second), (_, third) = (long_answer(server) for _ in range(3))
    assert first_piece(first) and first_piece(second) and next(first) and next(second)
    assert next(third) == Wait("queued")
    waited = threading.Thread(target=first_piece, args=(third,))
    waited.start()
    waited.join(2.0)
    assert waited.is_alive()  # still queued, while the two write
    first_model.stop()
    waited.join(60.0)
    assert not waited.is_alive()
    assert next(second)  # which writes on
    for stream in (second, third):
        stream.close()


def test_each_slot_takes_a_prompt_of_the_whole_context(model, server):
    words = " ".join(f"item {number} is new;" for number in range(480))  # about 3,770 tokens of 4,096
    with closing(model.stream([Message("user", words)], max_tokens=1)) as stream:
        told = next(item for item in stream if isinstance(item, Wait) and item.stage == "reading")
    assert 3300 < told.total < 4096


def test_a_server_killed_in_mid_answer_is_told_and_started_again_for_the_next_question(model, server, models):
    server.ensure()
    first = read_record(models)
    stream = model.stream([Message("user", "Count from 1 to 100.")], max_tokens=200)
    first_piece(stream)
    os.kill(first.pid, signal.SIGKILL)
    with pytest.raises(ModelUnreachable, match="stopped before the answer was complete"):
        list(stream)
    assert first_piece(model.stream([Message("user", "Say yes.")], max_tokens=1)).text
    assert read_record(models).pid != first.pid


def test_two_that_start_together_share_one_server_which_dies_with_the_one_that_started_it(tmp_path, models):
    results = []
    for path in (models / MODEL_FILE,) * 2:
        threading.Thread(target=lambda p=path: results.append(start_elsewhere(tmp_path, p))).start()
    assert wait_for(lambda: len(results) == 2, 180)
    try:
        (first, url), (second, other_url) = results
        assert url == other_url and url.startswith("http://127.0.0.1")
        record = json.loads((tmp_path / "server.json").read_text())
        starter = first if first.pid == record["started_by"] else second
        starter.send_signal(signal.SIGKILL)
        assert wait_for(lambda: not alive(record["pid"]), 5)
    finally:
        for process, _ in results:
            end(process)

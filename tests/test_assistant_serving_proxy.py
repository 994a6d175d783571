"""The proxy before several workers: who answers whom, nothing is held back, the dead are replaced."""

import asyncio
import hashlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn

from assistant.serving import workers as workers_module
from assistant.serving.proxy import COOKIE, Proxy
from assistant.serving.workers import Workers
from tests.loops import run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs Unix sockets")
ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120.0


def command(path):
    return [sys.executable, "-m", "tests.worker_child", str(path)]


@contextmanager
def proxied(count, command=command):
    workers = Workers(command, count, {"PYTHONPATH": str(ROOT)})
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        config = uvicorn.Config(Proxy(workers), log_config=None, timeout_graceful_shutdown=1, lifespan="on")
        server = uvicorn.Server(config)

        def serve():
            with suppress(SystemExit):  # where the workers do not start
                server.run(sockets=[bound])

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        until(lambda: not thread.is_alive() or (server.started and len(workers.all()) == count))
        until(lambda: all(worker.listens for worker in workers.all()))
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}", workers
        finally:
            server.should_exit = True
            thread.join(SECONDS)


@pytest.fixture(scope="module")
def address():
    with proxied(2) as (url, _):
        yield url


def until(look):
    deadline = time.monotonic() + SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def browser(address):
    return httpx.Client(base_url=address, timeout=SECONDS)


def pid(client):
    return client.get("/who").json()["pid"]


def test_a_browser_stays_with_its_worker_and_two_are_shared_out(address):
    with browser(address) as one, browser(address) as other:
        firsts, seconds = [pid(one) for _ in range(5)], [pid(other) for _ in range(5)]
    assert len(set(firsts)) == len(set(seconds)) == 1
    assert firsts[0] != seconds[0]


def test_an_answer_comes_as_it_is_made(address):
    with browser(address) as client:
        client.get("/who")
        with client.stream("GET", "/slow") as answer:
            lines = answer.iter_lines()
            assert next(lines) == "first"  # the rest is not even begun
            client.get("/go")
            assert list(lines) == ["last"]
            assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_a_worker_is_told_when_its_browser_goes_away():
    with proxied(1) as (address, _), browser(address) as client:
        with client.stream("GET", "/slow") as answer:
            assert next(answer.iter_lines()) == "first"
        assert until(lambda: client.get("/who").json()["left"])


@pytest.mark.parametrize("length", [True, False])
def test_an_upload_passes_through_in_pieces(address, length):
    piece, count = b"x" * 65_536, 100

    def pieces():
        yield from [piece] * count

    headers = {"content-length": str(len(piece) * count)} if length else {}
    with browser(address) as client:
        told = client.post("/said/upload", content=pieces(), headers=headers).json()
    assert told["sha256"] == hashlib.sha256(piece * count).hexdigest()
    assert told["pieces"] > 10  # not collected first


@pytest.mark.parametrize("target", ["/said/a%20b%2Fc?x=%C3%A9&y", "/said/file=/tmp/%25?", "/said//x"])
def test_what_is_asked_for_arrives_as_it_was_written(address, target):
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        head = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    assert f'"target":"{target if "?" in target else target + "?"}"' in answer


def status_of(address, *lines):
    """The status of the answer to a request with exactly these header lines."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
        head = ["GET /who HTTP/1.1", *lines, "Connection: close"]
        connection.sendall("\r\n".join([*head, "", ""]).encode("latin-1"))
        return int(b"".join(iter(lambda: connection.recv(65_536), b"")).split()[1])


def test_an_odd_request_is_refused_and_takes_no_worker_from_the_others():
    with proxied(2) as (address, workers):
        assert status_of(address, "Host: a", "X-A: b ") == 200
        assert status_of(address, "Host: a", "Host: b") == 400
        heard = [worker.listens for worker in workers.all()]
        assert heard == [True, True]
        assert status_of(address, "Host: a") == 200


def test_headers_of_one_connection_are_not_passed_on(address):
    with browser(address) as client:
        headers = client.get("/who", headers={"te": "trailers", "x-mine": "1"}).json()["headers"]
    assert headers["x-mine"] == "1"
    assert "te" not in headers
    assert headers["host"] == address.removeprefix("http://")


def test_a_dead_workers_browsers_go_to_another_and_it_is_started_again():
    with proxied(2) as (address, workers), browser(address) as client:
        before = pid(client)
        named = client.cookies[COOKIE]
        os.kill(before, signal.SIGKILL)
        after = pid(client)
        assert after != before
        assert client.cookies[COOKIE] != named
        assert pid(client) == after
        names = until(lambda: len(workers.all()) == 2 and all(one.listens for one in workers.all()))
        assert names
        assert before not in {one.process.pid for one in workers.all()}


def test_a_request_on_which_a_worker_dies_is_not_made_twice():
    with proxied(2) as (address, workers), browser(address) as client:
        answer = client.post("/die")
        assert answer.status_code == 503
        assert "Try again" in answer.text
        assert client.get("/who").status_code == 200
        until(lambda: len(workers.all()) == 2)


def test_workers_that_cannot_start_end_the_proxy():
    with proxied(2, lambda path: [*command(path), "refuse"]) as (_, workers):
        assert workers.broken
        assert workers.gone


NOTHING = "/no/such/program"


def test_a_program_that_cannot_be_started_ends_the_proxy():
    with proxied(2, lambda path: [NOTHING]) as (_, workers):
        assert workers.broken
        assert workers.gone


def test_a_worker_that_could_not_be_started_is_tried_again():
    starts = []

    def once_missing(path):
        starts.append(path)
        return [NOTHING] if len(starts) == 2 else command(path)

    with proxied(1, once_missing) as (address, workers):
        with browser(address) as client:
            os.kill(pid(client), signal.SIGKILL)
        until(lambda: len(starts) == 3 and any(worker.listens for worker in workers.all()))
        with browser(address) as client:
            assert client.get("/who").status_code == 200


def test_a_pause_before_the_next_start_holds_up_no_end(monkeypatch, caplog):
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(workers_module, "PAUSES", (SECONDS * 10,))

    async def live():
        workers = Workers(command, 1, {"PYTHONPATH": str(ROOT)})
        await workers.start()
        os.kill(workers.all()[0].process.pid, signal.SIGKILL)
        while "is started again" not in caplog.text:
            await asyncio.sleep(0.02)
        await asyncio.wait_for(workers.close(), SECONDS / 4)

    run(live())

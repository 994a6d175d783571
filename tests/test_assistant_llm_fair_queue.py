"""Turns in a line where many ask at once: first come, first served."""

import threading
from contextlib import suppress

import pytest

from assistant.llm.fair_queue import FairQueue


def test_those_who_wait_are_served_in_the_order_in_which_they_came():
    line, served, threads = FairQueue(1), [], []

    def ask(number):
        with line.turn():
            served.append(number)

    with line.turn():
        for number in range(20):
            threads.append(threading.Thread(target=ask, args=(number,)))
            threads[-1].start()
            while len(line._waiting) <= number:
                pass
        assert served == []
    for thread in threads:
        thread.join(60)
    assert served == list(range(20))


def test_no_more_than_so_many_are_inside():
    line, inside, most, guard = FairQueue(3), 0, 0, threading.Lock()
    all_in = threading.Barrier(3)

    def ask():
        nonlocal inside, most
        with line.turn():
            with guard:
                inside += 1
                most = max(most, inside)
            all_in.wait(60)
            with guard:
                inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == 3


def test_an_error_gives_the_turn_back():
    line = FairQueue(1)
    for _ in range(3):
        with suppress(ValueError), line.turn():
            raise ValueError
    with line.turn():
        assert not line._free
    assert line._free == 1


def test_many_questions_at_once_are_all_answered(assistant, tmp_path):
    path = tmp_path / "ferry.md"
    path.write_text("# Ferry\n\nThe ferry to Ellisk sails at nine.\n", encoding="utf-8")
    assistant.add([path])
    assistant.expect_many(at_once=2, megabytes=8)
    found = []

    def ask():
        found.append(assistant.ask("When does the ferry sail?").hits[0].score)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [pytest.approx(found[0])] * 8

"""No pattern takes more than about linear time on any text: each is tried on its own repetitions.

A text comes from whoever wrote the document. Every compiled pattern is found by walking through the modules;
one that is put together where it is used is tested with the function that uses it.
"""

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import assistant
import documents
import index
from tests.pumping import attacks

LONG = 100_000  # characters
SHORT = 4_000
SECONDS = 5.0  # for one attempt on the long text
GROWTH = 2.5  # times as long for twice the length: n log n, with room for a busy machine


class TooLong(Exception):
    pass


def compiled(*packages: Any) -> dict[str, re.Pattern[Any]]:
    found: dict[re.Pattern[Any], str] = {}
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            for name, value in vars(importlib.import_module(module.name)).items():
                for pattern in _patterns(value):
                    found.setdefault(pattern, f"{module.name}.{name}")
    return {f"{name}-{number}": pattern for number, (pattern, name) in enumerate(found.items())}


def _patterns(value: Any, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from _patterns(one, depth - 1)
    elif depth and isinstance(value, dict):
        yield from _patterns([*value, *value.values()], depth - 1)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        yield from _patterns([getattr(value, field.name) for field in fields(value)], depth - 1)


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    """How long the pattern takes to find all that it can; raises TooLong."""
    subject = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        for _ in pattern.finditer(subject):
            pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


def slowest(pattern: re.Pattern[Any], length: int) -> list[int]:
    """The numbers of the three attacks that take longest at this length."""
    taken = [(seconds(pattern, text), number) for number, text in enumerate(attacks(pattern, length))]
    return [number for _, number in sorted(taken, reverse=True)[:3]]


def check(pattern: re.Pattern[Any], short: int, long: int) -> None:
    wanted = set(slowest(pattern, short))
    pairs = zip(attacks(pattern, long // 2), attacks(pattern, long), strict=True)
    for number, (half, whole) in enumerate(pairs):
        if number in wanted:
            few, many = min(seconds(pattern, half) for _ in range(2)), seconds(pattern, whole)
            # Below this a clock says little.
            assert many < 0.05 or many < GROWTH * few, (
                f"{whole[:60]!r}: {few:.3f} s, twice as long {many:.3f} s"
            )


def test_a_quadratic_and_an_exponential_pattern_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_patterns.SECONDS", 0.5)
    for pattern in (r"\s*x", r"(?:<!--.*?-->\s*)*<html", r"a.*b.*c"):
        with pytest.raises((AssertionError, TooLong)):
            check(re.compile(pattern, re.DOTALL), 2_000, 20_000)


@pytest.mark.parametrize("name", compiled(documents))
def test_a_pattern_over_documents_is_linear(name: str) -> None:
    check(compiled(documents)[name], 1_000, 30_000)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", compiled(documents, index, assistant))
def test_every_pattern_is_linear_on_100_000_characters(name: str) -> None:
    check(compiled(documents, index, assistant)[name], SHORT, LONG)

"""No pattern takes more than about linear time on any text: each is tried on its own repetitions.

A text comes from whoever wrote the document. Every compiled pattern is found by walking through the modules;
one that is put together where it is used is tested with the function that uses it.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest

import assistant
import documents
import index
from tests.endless import TooMuchWork, at_most
from tests.pumping import attacks

LONG = 32_000  # characters, on which a quadratic pattern takes three seconds
SECONDS = 2.0  # of processor time for one attempt; the slowest takes 0.9


@cache
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


def find_all(pattern: re.Pattern[Any], text: str) -> None:
    """Has the pattern find all that it can. Raises TooMuchWork."""
    subject = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    with at_most(SECONDS):
        for _ in pattern.finditer(subject):
            pass


def slowest(pattern: re.Pattern[Any], length: int) -> set[int]:
    """The numbers of the three attacks that take longest at this length."""

    texts = list(attacks(pattern, length))

    def seconds(number: int) -> float:
        began = time.perf_counter()  # below a limit of processor time, that time goes in steps of 4 ms
        find_all(pattern, texts[number])
        return time.perf_counter() - began

    slow = sorted(range(len(texts)), key=seconds, reverse=True)[:9]
    # Others, and garbage collection, slow one of three.
    again = sorted(slow, key=lambda number: min(seconds(number) for _ in range(3)), reverse=True)
    return set(again[:3])


def check(pattern: re.Pattern[Any], short: int) -> None:
    """Tries on a long text what is slowest on a short one. Raises TooMuchWork."""
    worst = slowest(pattern, short)
    for number, text in enumerate(attacks(pattern, LONG)):
        if number in worst:
            find_all(pattern, text)


@pytest.mark.parametrize("pattern", [r"\s*x", r"(?:<!--.*?-->\s*)*<html", r"a.*b.*c"])
def test_a_quadratic_and_an_exponential_pattern_are_found(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.test_patterns.SECONDS", 0.5)
    with pytest.raises(TooMuchWork):
        check(re.compile(pattern, re.DOTALL), 1_000)


@pytest.mark.parametrize("name", compiled(documents))
def test_a_pattern_over_documents_is_linear(name: str) -> None:
    check(compiled(documents)[name], 1_000)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", compiled(documents, index, assistant))
def test_every_pattern_is_linear_whatever_is_slow_on_4000_characters(name: str) -> None:
    check(compiled(documents, index, assistant)[name], 4_000)

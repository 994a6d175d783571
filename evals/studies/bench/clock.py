"""Seconds: of one run, and of several sides that take turns."""

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

ITEM = TypeVar("ITEM")
Say = Callable[[str], None]


def timed(run: Callable[[], object]) -> float:
    """The seconds that `run` takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def interleaved(
    sides: Mapping[str, Callable[[ITEM], object]],
    items: Iterable[ITEM],
    say: Say,
    *,
    before: Callable[[], object] = lambda: None,
) -> dict[str, list[float]]:
    """The seconds of each side for each item; they take turns, so that a busy machine slows all alike.

    `before` each item something can be put in order, untimed.
    """
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for item in items:
        before()
        for name, run in sides.items():
            seconds[name].append(timed(partial(run, item)))
            say(f"{name}: {seconds[name][-1]:.2f} s")
    return seconds

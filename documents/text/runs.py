"""What stands in a row and belongs together."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def runs(items: Iterable[T], goes_on: Callable[[list[T], T], bool]) -> Iterator[list[T]]:
    """The items in runs: `goes_on(run, item)` tells whether the next item belongs to the run before it.

    >>> list(runs([1, 2, 5, 6, 9], lambda run, number: number == run[-1] + 1))
    [[1, 2], [5, 6], [9]]
    """
    run: list[T] = []
    for item in items:
        if run and not goes_on(run, item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run

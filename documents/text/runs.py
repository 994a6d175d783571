"""What belongs together: in a row, or wherever it stands."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


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


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The items by their keys, in the order of each key's first item.

    >>> grouped([1, 2, 5, 6, 9], lambda number: number % 2)
    {1: [1, 5, 9], 0: [2, 6]}
    """
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups

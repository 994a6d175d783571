"""What models made last, kept while it fits: people ask of the same documents again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values of the keys that were asked for last; safe from any thread.

    `size` says how much of the room one takes, of which there is `most` in all.
    """

    def __init__(self, most: int, size: Callable[[Key, Value], int]) -> None:
        self.most = most
        self._size_of = size
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._size = 0
        self._guard = threading.Lock()

    def found(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """The values of those of the keys that are kept."""
        with self._guard:
            return {key: self._kept[key] for key in keys if key in self._kept}

    def keep(self, made: Mapping[Key, Value]) -> None:
        """Keeps these as the last that were asked for; what was not asked for longest makes room."""
        with self._guard:
            for key, value in made.items():
                if key not in self._kept:
                    self._kept[key] = value
                    self._size += self._size_of(key, value)
                self._kept.move_to_end(key)
            while self._size > self.most:
                self._size -= self._size_of(*self._kept.popitem(last=False))

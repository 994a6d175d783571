"""Which lists are open while blocks are collected, and so what introduces an item."""

from collections.abc import Sequence

from documents.types import Block, BlockKind

_INTRODUCES: tuple[BlockKind, ...] = ("paragraph", "heading", "caption")


class OpenLists:
    """The lists that an item may still belong to, the outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int | None, int]] = []  # depth, what introduces it, its last item

    def close(self) -> None:
        """What follows is in none of them."""
        self._open.clear()

    def copy(self) -> "OpenLists":
        """The same lists, for a place from which they go on."""
        copied = OpenLists()
        copied._open = [*self._open]
        return copied

    def item(self, depth: int, blocks: Sequence[Block], *, apart: int | None = None) -> int | None:
        """The number of the block that introduces the list of the next block, an item at this depth.

        Of an inner list that is an outer item. The block numbered `apart` introduces nothing.
        """
        found = self._introduction(depth, blocks, apart)
        self._open.append((depth, found, len(blocks)))
        return found

    def _introduction(self, depth: int, blocks: Sequence[Block], apart: int | None) -> int | None:
        while self._open and self._open[-1][0] > depth:
            self._open.pop()
        if self._open and self._open[-1][0] == depth:
            return self._open.pop()[1]
        if self._open:
            return self._open[-1][2]
        last = len(blocks) - 1
        return last if last >= 0 and last != apart and blocks[last].kind in _INTRODUCES else None

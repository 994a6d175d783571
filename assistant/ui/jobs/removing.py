"""Sources that are being removed: what is being added at that moment is finished first."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial

from assistant.assistant import EXAMPLES, Assistant
from assistant.erasing.receipt import details
from assistant.ui import words
from assistant.ui.jobs.lines import Lines
from assistant.ui.jobs.runner import Job, Runner
from documents.errors import UnknownSource

Removal = Callable[[Sequence[str]], object]


class Removing:
    """Removes sources in the thread that adds; a line says so where it cannot be done."""

    def __init__(self, assistant: Assistant, runner: Runner, lines: Lines) -> None:
        self._assistant = assistant
        self._runner = runner
        self._lines = lines
        self._guard = threading.Lock()
        self._ids: dict[str, None] = {}
        self.erased = 0  # sources so far: saved answers have changed

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the sources that are to be removed and still there."""
        with self._guard:
            return frozenset(self._ids)

    def remove(self, ids: Iterable[str], *, erase: bool = False) -> None:
        """Removes or erases sources, before whatever else waits; returns at once.

        What was erased gets a line with its receipt.
        """
        self._begin(list(ids), self._erase_each if erase else self._each)

    def remove_examples(self, *, erase: bool = False) -> None:
        """Removes or erases all example documents; returns at once."""
        examples = self._assistant.library.sources(tag=EXAMPLES)

        def removal(ids: Sequence[str]) -> None:
            if erase:
                self._erase_each([source.id for source in examples if len(source.uris) == 1])
            self._assistant.remove_examples()

        self._begin([source.id for source in examples], removal)

    def _begin(self, ids: Sequence[str], removal: Removal) -> None:
        with self._guard:
            self._ids |= dict.fromkeys(ids)
        self._lines.touch()
        closed = partial(self._close, ids=ids)
        self._runner.add(Job("removing", lambda job: removal(ids), closed), first=True)

    def _close(self, job: Job[object], ids: Sequence[str]) -> None:
        if job.error:
            self._lines.add_ended(words.NOT_REMOVED, "failed", job.error)
        self._end(ids)

    def _each(self, ids: Sequence[str]) -> None:
        for source_id in ids:
            with suppress(UnknownSource):  # somebody else was quicker
                self._assistant.remove(source_id)
            self._end([source_id])

    def _erase_each(self, ids: Sequence[str]) -> None:
        for source_id in ids:
            with suppress(UnknownSource):  # as above
                receipt = self._assistant.erase(source_id, uploading=True)
                self._lines.add_ended(receipt.title, "erased", details(receipt).replace("\n", " "))
                self.erased += 1
            self._end([source_id])

    def _end(self, ids: Sequence[str]) -> None:
        with self._guard:
            for source_id in ids:
                self._ids.pop(source_id, None)
        self._lines.touch()

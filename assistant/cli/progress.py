"""What `footnote add` prints while it works: a bar on a terminal, a lasting line for each source."""

import sys
from typing import Self

import click

from assistant.cli.session import notice
from assistant.cli.show import entry_line
from assistant.export.control_characters import harmless, redraw
from assistant.phrases import one_line
from documents.reading.notes import count
from index.ingest_job import Progress

WIDTH = 30  # characters of the bar
NAME = 40  # characters of the name beside it
STEPS = {"reading": "Reading", "embedding": "Preparing for search", "saving": "Saving"}


class IngestLines:
    """Takes the progress of an ingest. Lines go to standard output (`err`: to standard error)."""

    def __init__(self, *, err: bool) -> None:
        self._err = err
        self._bar = sys.stderr.isatty()
        self._done = 0

    def __call__(self, progress: Progress) -> None:
        """Prints the line of a source that is done, else draws the bar."""
        if progress.entry is not None:
            self.clear()
            self._done += 1
            click.echo(harmless(entry_line(progress.entry)), err=self._err)
        elif self._bar:
            redraw(_bar(progress))

    def say(self, text: str) -> None:
        """Prints a sentence for the person who waits, on standard error."""
        self.clear()
        notice(text)

    def clear(self) -> None:
        """Takes the bar away."""
        if self._bar:
            redraw("")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        if kind is KeyboardInterrupt:
            self.say(f"Stopped after {count(self._done, 'document')}. Add the same again to go on.")
        self.clear()


def _bar(progress: Progress) -> str:
    name = one_line(progress.uri)
    short = name if len(name) <= NAME else "…" + name[1 - NAME :]
    text = f"{STEPS.get(progress.step, progress.step)} {short}"
    if not progress.total:
        return text
    filled = WIDTH * progress.done // progress.total
    return f"{text} [{'#' * filled:<{WIDTH}}] {progress.done:,} of {progress.total:,}"

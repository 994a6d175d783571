"""What reaches the terminal besides our own lines: warnings in one line, no third-party chatter."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from assistant.export.control_characters import harmless

OURS = ("documents", "index", "assistant", "evals")
# Read by the libraries (and by child processes) when they are imported; for telemetry see
# index/models/telemetry.py.
SILENCE = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "PYTHONWARNINGS": "ignore",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


class OneLine(logging.Formatter):
    """A record in one line, without a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The message behind the name of its level."""
        return harmless(f"{record.levelname.capitalize()}: {' '.join(record.getMessage().split())}")


class Whole(logging.Formatter):
    """A record with its traceback: messages hold what servers and other people's pages have sent."""

    def format(self, record: logging.LogRecord) -> str:
        """All of it behind the name of its logger."""
        return harmless(super().format(record))


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Sets environment variables while the block runs."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def console(*, verbose: bool) -> Iterator[None]:
    """Our warnings on standard error while the block runs; `verbose` shows everything, with tracebacks."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Whole("%(name)s: %(message)s") if verbose else OneLine())
    root = logging.getLogger()
    before = {name: logging.getLogger(name).level for name in OURS}, root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO if verbose else logging.CRITICAL)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.WARNING)
    try:
        with environment({} if verbose else SILENCE), warnings.catch_warnings():
            if not verbose:
                warnings.simplefilter("ignore")
            yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before[1])
        for name, level in before[0].items():
            logging.getLogger(name).setLevel(level)


@contextmanager
def log_lines(formatter: logging.Formatter) -> Iterator[None]:
    """Has the log on standard error written by `formatter` while the block runs, each answer in it."""
    handlers = logging.getLogger().handlers
    before = [(handler, handler.formatter) for handler in handlers]
    serving_log = logging.getLogger("assistant.serving")
    level = serving_log.level
    for handler in handlers:
        handler.setFormatter(formatter)
    serving_log.setLevel(logging.INFO)
    try:
        yield
    finally:
        serving_log.setLevel(level)
        for handler, old_formatter in before:
            handler.setFormatter(old_formatter)

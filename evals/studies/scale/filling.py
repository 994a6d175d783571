"""A library filled by its own writes, a transaction a document, by several processes where it takes them."""

import gc
import multiprocessing
import time
from collections.abc import Callable, Sequence
from functools import partial

from documents.library import Library
from evals.studies.scale.invented import Passages, documents, uri

Add = Callable[[Sequence[int]], None]  # adds the documents with these numbers


def fill(add: Add, count: int, processes: int) -> float:
    """Has the first `count` documents added by several processes; returns the seconds."""
    began = time.perf_counter()
    if processes == 1:
        add(range(count))
        return time.perf_counter() - began
    context = multiprocessing.get_context("fork")  # the real passages are in memory once
    gc.freeze()  # a child that freed a model of the parent would wait for ever for its threads
    workers = [
        context.Process(target=add, args=(range(first, count, processes),)) for first in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a process that adds documents has failed")
    return time.perf_counter() - began


def by_writes(open_library: Callable[[], Library], real: Passages) -> Add:
    """What adds documents as the ingest does, those that are there already left out."""
    return partial(_write, open_library, real)


def _write(open_library: Callable[[], Library], real: Passages, numbers: Sequence[int]) -> None:
    library = open_library()
    try:
        missing = (number for number in numbers if library.source_at(uri(number)) is None)
        for new in documents(real, missing):
            library.store(new)
    finally:
        library.close()

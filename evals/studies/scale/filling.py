"""A library filled by its own writes, a transaction a document, by several processes where it takes them."""

import multiprocessing
import time
from collections.abc import Callable, Sequence

from documents.library import Library
from evals.studies.scale.invented import Passages, documents, uri

OpenLibrary = Callable[[], Library]


def fill(open_library: OpenLibrary, real: Passages, count: int, processes: int) -> float:
    """Adds the documents that are missing of the first `count`; returns the seconds.

    One that was stopped can go on.
    """
    began = time.perf_counter()
    if processes == 1:
        _add(open_library, real, range(count))
    else:
        context = multiprocessing.get_context("fork")  # the real passages are in memory once
        workers = [
            context.Process(target=_add, args=(open_library, real, range(first, count, processes)))
            for first in range(processes)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if any(worker.exitcode for worker in workers):
            raise SystemExit("A process that adds documents has failed.")
    return time.perf_counter() - began


def _add(open_library: OpenLibrary, real: Passages, numbers: Sequence[int]) -> None:
    library = open_library()
    try:
        missing = (number for number in numbers if library.source_at(uri(number)) is None)
        for new in documents(real, missing):
            library.store(new)
    finally:
        library.close()

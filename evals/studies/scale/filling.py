"""A library filled by its own writes, a transaction a document, by several processes where it takes them."""

import gc
import multiprocessing
from collections.abc import Callable, Sequence

from documents.library import Library
from evals.studies.scale.invented import Passages, documents, uri

OpenLibrary = Callable[[], Library]


def fill(open_library: OpenLibrary, real: Passages, count: int, processes: int) -> None:
    """Has the first `count` documents added by several processes, those that are there already left out."""
    if processes == 1:
        _add(open_library, real, range(count))
        return
    context = multiprocessing.get_context("fork")  # the real passages are in memory once
    gc.freeze()  # a child that freed a model of the parent would wait for ever for its threads
    workers = [
        context.Process(target=_add, args=(open_library, real, range(first, count, processes)))
        for first in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a process that adds documents has failed")


def _add(open_library: OpenLibrary, real: Passages, numbers: Sequence[int]) -> None:
    library = open_library()
    try:
        missing = (number for number in numbers if library.source_at(uri(number)) is None)
        for new in documents(real, missing):
            library.store(new)
    finally:
        library.close()

"""Fills memory with a secret, frees it, and makes a search index: `python -m tests.memory_child FOLDER`."""

import sys
import threading
from pathlib import Path

import numpy as np

from index.stores.chroma import ChromaIndex
from index.stores.dense import VectorRecord

SECRET = b"CANARY"


def spill() -> None:
    for size in (90_000, 116_500, 120_000, 60_000, 116_400):
        held = [SECRET * (size // len(SECRET) + more) for more in range(12)]
        del held


def spill_everywhere() -> None:
    threads = [threading.Thread(target=spill) for _ in range(48)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    vectors = np.random.default_rng(1).random((5, 256)).astype(np.float32)
    for round_number in range(3):
        spill_everywhere()
        index = ChromaIndex(Path(sys.argv[1]) / str(round_number))
        spill_everywhere()
        index.add([VectorRecord(str(number), vectors[number]) for number in range(5)])
        spill_everywhere()
        index.close()

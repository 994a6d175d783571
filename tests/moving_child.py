"""Moves a library, and waits after the first document: `python -m tests.moving_child HOME ADDRESS`."""

import sys
import time
from pathlib import Path

from assistant import moving
from assistant.build import open_place, place_at
from assistant.settings import load_settings


def wait(what: str, done: int, total: int) -> None:
    if done:
        print(done, flush=True)
        time.sleep(600)


if __name__ == "__main__":
    moving._AT_ONCE = 1
    settings = load_settings(Path(sys.argv[1]))
    with open_place(settings) as here, open_place(place_at(settings, sys.argv[2])) as there:
        moving.move(here, there, progress=wait)

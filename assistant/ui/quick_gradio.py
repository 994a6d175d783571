"""Gradio as `gr`, which reports to nobody and is imported in half the time.

Gradio parses the source of each component as its class is made, and writes a stub for editors beside it
(`.pyi`): two seconds of every start, and a change to an installed package. It leaves out classes whose
source file is not known, so none of them has one until all are made.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager

from index.models.telemetry import disable_telemetry


@contextmanager
def _no_stubs() -> Iterator[None]:
    find = inspect.getfile

    def getfile(thing: object) -> str:
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError("no stub is wanted")
        return find(thing)  # type: ignore[arg-type]

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        if inspect.getfile is getfile:  # else somebody has put another one over it meanwhile
            inspect.getfile = find


disable_telemetry()
with _no_stubs():
    import gradio as gr

__all__ = ["gr"]

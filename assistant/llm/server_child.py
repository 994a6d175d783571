"""What runs in the model server's own process: llama.cpp's HTTP server, for as long as the parent lives.

Started as a file, not as a module (see server_process.py), so it imports only the standard library and
xllamacpp. One JSON line on standard input orders the server; one JSON line on standard output says where it
listens or why it does not. Standard input then stays open: its end means that the parent is gone.
"""

import json
import os
import sys
import threading
import time
from typing import Any, TextIO

# Tokens read at a time. Stop takes effect between two batches: here 1.1 s at 64, 1.9 at 128, over 8 at 512;
# prompts are read 5 % slower than at 512.
BATCH = 64
# The model takes seconds in any case; what a person waits for at the same time (a search) goes first.
NICENESS = 10


def main() -> None:
    """Never returns: the process ends with its parent, or at once when the model cannot be loaded."""
    parent = os.getppid()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICENESS)
    order: dict[str, Any] = json.loads(sys.stdin.readline())  # Any: JSON from assistant/llm/server.py
    report = _take_outputs(order["log"])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        server = _serve(order)
    except Exception as error:  # whatever the native code raises becomes one line for the parent
        message = str(error) or type(error).__name__
        os.write(2, f"{message}\n".encode())  # the native code's own lines may be lost with its thread
        _say(report, {"error": message})
        os._exit(1)
    _say(report, {"url": server.listening_address})
    # A second way to notice, should another child have inherited the pipe.
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)


def _take_outputs(log: str | None) -> TextIO:
    """A writer on the real standard output; the native code's own output goes to the log file."""
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    out = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    return report


def _end_with_parent() -> None:
    """A pipe, not PDEATHSIG: that kills the child with the thread that started it."""
    while sys.stdin.read(1):
        pass
    os._exit(0)


def _say(report: TextIO, line: dict[str, str]) -> None:
    report.write(json.dumps(line) + "\n")
    report.flush()


def _serve(order: dict[str, Any]) -> Any:  # Any: xllamacpp has no types
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = order["model"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any free one
    params.api_keys = [order["key"]]
    params.cors_origins = "http://127.0.0.1"  # a web page elsewhere must not read answers; default *
    params.cors_credentials = False
    params.endpoint_slots = False  # would show prompts
    params.ui = False
    params.offline = True
    _set_speed(params, order)
    return xllamacpp.Server(params)


def _set_speed(params: Any, order: dict[str, Any]) -> None:
    import xllamacpp

    params.n_parallel = order["slots"]
    params.n_ctx = order["context"] * order["slots"]  # divided among them
    params.cache_ram_mib = 256  # default 8192
    params.n_batch = BATCH
    params.n_ubatch = BATCH
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_AUTO
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads = order["threads"]
        cpu.poll = 0  # polling threads take the embedder's core


if __name__ == "__main__":
    main()

"""A model server as a child process: started, watched, ended with this process."""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from assistant.llm.server_record import Identity, Running, takes_connections
from documents.errors import ModelError, ModelMissing

START_SECONDS = 180.0  # loading a gigabyte from a slow disk
# OpenMP's threads spin while they wait for each other, a disaster when another program wants a core: on two
# busy cores 1 token/s against 15 with threads that sleep. On idle cores sleeping costs: 19 against 28.
WAITING = "passive"

# The one thing that belongs to the whole process: the servers it started. A server outlives the Assistant
# that started it, so that the next one (another data folder, an eval's library) opens in milliseconds.
_own: dict[Identity, tuple[subprocess.Popen[str], Running]] = {}


def spawn() -> subprocess.Popen[str]:
    """The child, by its file's path and with -P: neither the current folder nor ours may shadow a module."""
    program = Path(__file__).with_name("server_child.py")
    return subprocess.Popen(
        [sys.executable, "-P", str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={"OMP_WAIT_POLICY": WAITING, **os.environ},
        # Ctrl-C in the terminal is for the parent, which ends the child. It has no session of its own: Linux
        # shares processors among sessions first, and how nice the child is would count for nothing.
        process_group=0,
    )


def order(process: subprocess.Popen[str], orders: dict[str, object]) -> str:
    """The address at which the child listens, once the model is loaded; raises ModelMissing when it cannot.

    The orders go through the pipe: the key is among them, and `ps` shows arguments.
    """
    report = json.loads(_first_line(process, orders) or "{}")
    if "url" in report:
        return str(report["url"])
    end(process)
    raise _start_error(process, orders, str(report.get("error", "")))


def own_server(identity: Identity) -> Running | None:
    """The server that this process started and that still takes questions."""
    if identity not in _own:
        return None
    process, running = _own[identity]
    if process.poll() is None and takes_connections(running):
        return running
    _own.pop(identity, None)  # another thread may have noticed too
    end(process)
    return None


def keep(process: subprocess.Popen[str], running: Running) -> None:
    """Makes the child this process's own: ended at its exit."""
    atexit.unregister(stop_own_servers)
    atexit.register(stop_own_servers)
    _own[running.identity] = (process, running)


def stop_own_servers() -> None:
    """Ends the servers that this process started."""
    for identity in list(_own):
        end(_own.pop(identity)[0])


def end(process: subprocess.Popen[str]) -> None:
    """Ends a child and closes its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # closing writes what is left
                pipe.close()


def _first_line(process: subprocess.Popen[str], orders: dict[str, object]) -> str:
    """What the child says first; empty when it ended without a word or took too long."""
    assert process.stdin is not None and process.stdout is not None  # pipes, by spawn()
    timer = threading.Timer(START_SECONDS, process.kill)
    timer.start()
    try:
        process.stdin.write(json.dumps(orders) + "\n")
        process.stdin.flush()
        return process.stdout.readline()
    except BrokenPipeError:
        return ""
    finally:
        timer.cancel()


def _start_error(process: subprocess.Popen[str], orders: dict[str, object], error: str) -> ModelError:
    log = f"See {orders['log']}." if orders["log"] else "Try again."
    if error:
        return ModelMissing(f"The model {orders['model']} cannot be loaded ({error}).", log)
    return ModelMissing(f"The model server ended while it started (status {process.returncode}).", log)

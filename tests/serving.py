"""`footnote serve` as a process of its own, with the scripted models of tests/serving_child.py."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 180.0  # on a busy machine each process takes its time to start


class Served:
    """The running process: its address, what it printed, and how it ended."""

    def __init__(self, process):
        self.process = process
        self.lines = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = ""

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)

    @property
    def output(self):
        return "".join(self.lines)

    def until(self, look, what):
        """Waits until `look()` gives something true; fails with the output where it never does."""
        deadline = time.monotonic() + SECONDS
        while not (found := look()):
            assert time.monotonic() < deadline, f"no {what}: {self.output}"
            assert self.process.poll() is None, f"no {what}, it ended: {self.output}"
            time.sleep(0.05)
        return found

    def started(self):
        found = self.until(lambda: re.search(r"ready at (http://\S+)", self.output), "address")
        self.address = found[1]
        self.until(lambda: httpx.get(f"{self.address}/ready").status_code == 200, "readiness")
        return self

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def ended(self):
        """The exit status."""
        status = self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        return status


def ended_at_once(*arguments, **environ):
    """The exit status of `footnote serve ARGUMENT...`, and what it printed."""
    process = begun(arguments, environ)
    told = process.communicate(timeout=SECONDS)[0]
    return process.returncode, told


def begun(arguments, environ):
    command = [sys.executable, "-m", "tests.serving_child", "serve", "--port", "0", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environ}
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@contextmanager
def served(*arguments, **environ):
    """The process of `footnote serve ARGUMENT...`, started; killed where the block leaves it running."""
    process = begun(arguments, environ)
    try:
        yield Served(process).started()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

"""A Chroma server of the tests' own: the program that comes with chromadb, on loopback."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.postgres_server import free_port

START_SECONDS = 30.0


class ChromaProcess:
    """`chroma run` on a folder that goes with it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="footnote-chroma-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        self._process = begun(self.folder / "data", self.folder / "log", self.port)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Takes it down as a power cut would, and waits until it is gone."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def empty(self) -> None:
        """Starts it anew without all that it had."""
        self.kill()
        shutil.rmtree(self.folder / "data")
        self.start()

    def hang(self) -> None:
        """It takes connections and answers none, until `go_on`."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)  # until its last thread has stopped: one may still answer

    def go_on(self) -> None:
        """Has it answer again."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGCONT)

    def close(self) -> None:
        """Ends it and deletes its files."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


def begun(data: Path, log: Path, port: int) -> "subprocess.Popen[bytes]":
    """The server on loopback with its data in that folder, just started; its output is added to the log."""
    program = Path(sys.executable).with_name("chroma")
    place = ["--path", data, "--host", "127.0.0.1", "--port", str(port)]
    with log.open("ab") as output:
        return subprocess.Popen(
            [program, "run", *place], stdout=output, stderr=output, cwd=log.parent, start_new_session=True
        )

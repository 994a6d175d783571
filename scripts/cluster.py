"""Several pages and workers on one library, on this computer alone: `python scripts/cluster.py`.

Starts PostgreSQL from Debian's programs, for as long as this runs, or takes a lasting one by `--library
postgresql://…`; where asked a Chroma server; then pages on ports from 7860 on, and workers. Ctrl-C stops all.
The database, the data folder and the logs lie in `--folder`, and the next start with it opens them again;
without it they are temporary and deleted at the end.
"""

import argparse
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import chroma_server  # noqa: E402  # after the root of the project is known
from tests.postgres_server import PostgresServer, free_port, programs  # noqa: E402

START_SECONDS = 120.0
STOP_SECONDS = 30.0
PROGRAM = (sys.executable, "-c", "import sys; from assistant.cli.main import main; sys.exit(main())")


@dataclass
class Member:
    """One process of the cluster: what it is started by, and what it has written."""

    name: str
    command: list[str]
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    log: Path = field(default_factory=Path)

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None


class Cluster:
    """Pages and workers on one library. Processes that are killed are started again by `start`."""

    def __init__(
        self,
        folder: Path,
        library: str,
        *,
        pages: int,
        workers: int,
        first_port: int = 0,
        program: Sequence[str] = PROGRAM,
        verbose: bool = False,
        **settings: str,
    ) -> None:
        """`settings` are those of Footnote, by name; `first_port` 0: whichever ports are free."""
        self.folder = folder
        self._program = [*program, *(["--verbose"] if verbose else [])]
        self.settings = {
            "FOOTNOTE_HOME": str(folder / "home"),
            "FOOTNOTE_LIBRARY": library,
            **{f"FOOTNOTE_{name.upper()}": value for name, value in settings.items()},
        }
        self.environ = {**os.environ, "PYTHONPATH": str(ROOT), **self.settings}
        ports = [first_port + number if first_port else free_port() for number in range(pages)]
        self.pages = [
            Member(f"page-{number}", [*self._program, "--port", str(port), "--no-browser"], port)
            for number, port in enumerate(ports, 1)
        ]
        self.workers = [
            Member(f"worker-{number}", [*self._program, "work"]) for number in range(1, workers + 1)
        ]

    @property
    def members(self) -> list[Member]:
        """All processes."""
        return [*self.pages, *self.workers]

    def start(self, member: Member) -> None:
        """Starts one process; its output is added to its log."""
        member.log = self.folder / f"{member.name}.log"
        with member.log.open("ab") as log:
            # A session of its own: Ctrl-C is ours to pass on, and its children can be killed with it.
            member.process = subprocess.Popen(
                member.command, env=self.environ, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def start_all(self) -> None:
        """Starts all, and waits until the pages answer."""
        for member in self.members:
            self.start(member)
        for page in self.pages:
            wait_for(page)

    def kill(self, member: Member) -> None:
        """Kills one process with its children, as nothing on earth can prevent."""
        if member.process is not None and member.runs:
            os.killpg(member.process.pid, signal.SIGKILL)
            member.process.wait()

    def stop(self) -> None:
        """Tells all to end, and kills those that do not."""
        for member in self.members:
            if member.process is not None and member.runs:
                member.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for member in self.members:
            if member.process is None:
                continue
            try:
                member.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.kill(member)

    def run(self, *arguments: str, output: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
        """A command of Footnote on the same library."""
        return subprocess.Popen(
            [*self._program, *arguments], env=self.environ, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.stop()


def wait_for(page: Member) -> None:
    """Waits until a page says that it is ready; raises SystemExit with its last words where it ends."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(page):
        if not page.runs or time.monotonic() > deadline:
            last = page.log.read_text(errors="replace").strip().splitlines()[-1:]
            raise SystemExit(f"{page.name} did not start. {' '.join(last)}")
        time.sleep(0.1)


def answers(page: Member) -> bool:
    """Whether a page takes requests."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", page.port), timeout=5):
        return b"is ready" in page.log.read_bytes()
    return False


def need_postgres() -> None:
    """Raises SystemExit where PostgreSQL's programs are missing."""
    if programs() is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql-17 postgresql-17-pgvector.")


def postgres_in(kept: Path | None) -> PostgresServer:
    """PostgreSQL with what this folder keeps of it; None: a temporary one. Raises SystemExit."""
    need_postgres()
    try:
        return PostgresServer(options="", kept=kept)
    except (OSError, subprocess.CalledProcessError) as error:
        user = " as the user postgres, who must be able to reach it" if os.geteuid() == 0 else ""
        place = kept or "a temporary folder"
        said = "What it says is in the file log there, if it came so far."
        raise SystemExit(f"PostgreSQL could not be started in {place}{user}. {said}") from error


def command_of(cluster: Cluster) -> str:
    """The command that adds a folder, for a shell."""
    settings = [f"{name}={shlex.quote(value)}" for name, value in cluster.settings.items()]
    program = Path(sys.executable).with_name("footnote")
    return " ".join([*settings, shlex.quote(str(program)), "add FOLDER"])


def ending(given: argparse.Namespace) -> str:
    """What Ctrl-C does, for a person."""
    if given.folder is not None:
        return "Ctrl-C stops all; the same --folder goes on with what was added."
    what = "all that was added" if given.library is None else "the data folder with the original files"
    return f"Ctrl-C stops all and deletes {what}; --folder FOLDER keeps it."


def settings_of(given: argparse.Namespace, chroma: int) -> Mapping[str, str]:
    """The settings of Footnote that the arguments ask for."""
    chosen = dict(pair.split("=", 1) for pair in given.set)
    if chroma:
        chosen["index"] = f"http://127.0.0.1:{chroma}"
    return chosen


def main() -> int:
    """The exit status, after Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", type=int, default=2, metavar="N", help="how many pages [2]")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="how many workers [2]")
    parser.add_argument("--port", type=int, default=7860, metavar="N", help="the first page's port [7860]")
    parser.add_argument("--library", metavar="URL", help="a database that is there already")
    parser.add_argument("--chroma", action="store_true", help="a Chroma server beside it")
    parser.add_argument("--folder", type=Path, help="where all is kept [a temporary folder]")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of Footnote"
    )
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = (given.folder or Path(tempfile.mkdtemp(prefix="footnote-cluster-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    server = postgres_in(given.folder and folder / "postgres") if given.library is None else None
    port = free_port() if given.chroma else 0
    chroma = chroma_server.begun(folder / "chroma", folder / "chroma.log", port) if port else None
    try:
        library = given.library or (server.database("library") if server else "")
        cluster = Cluster(
            folder,
            library,
            pages=given.pages,
            workers=given.workers,
            first_port=given.port,
            **settings_of(given, port),
        )
        with cluster:
            cluster.start_all()
            print(f"Library: {library}")
            for page in cluster.pages:
                print(f"Page: http://127.0.0.1:{page.port}")
            print(f"{given.workers} workers; logs in {folder}.")
            print(f"Add documents on a page, or: {command_of(cluster)}")
            print(ending(given), flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("Stopped.")
    finally:
        if chroma is not None:
            chroma.terminate()
            chroma.wait()
        if server is not None:
            server.close()
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

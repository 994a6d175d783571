"""Adds to one library from all sides while its processes are killed: `python scripts/cluster_check.py`.

Two pages, two workers and a command share a library in PostgreSQL. They add small files at once, some of them
by several ways, while readers ask the pages. Pages and workers are killed (-9) and PostgreSQL is restarted at
random moments. In the end every file that was taken must be in the library, whole and once, and nobody may
have seen an error. `--kills 0 --restarts 0` leaves them alone. Ends with status 1 where that is not so.
"""

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402  # after the root of the project is known

from documents.errors import FootnoteError, ServerLost  # noqa: E402
from documents.storage.originals import open_originals  # noqa: E402
from documents.storage.postgres.database import PostgresDatabase  # noqa: E402
from documents.storage.postgres.library import PostgresLibrary  # noqa: E402
from documents.storage.postgres.tasks import PostgresTasks  # noqa: E402
from scripts.cluster import PROGRAM, Cluster, Member, need_postgres  # noqa: E402
from tests.page_client import PageClient  # noqa: E402
from tests.postgres_server import PostgresServer  # noqa: E402

BY_ALL_WAYS = 0.05  # of the files are added by each page and by the command, all at once
PAUSE = 1.0  # seconds between two questions of a reader
LONGEST = 20.0  # seconds without an event, while some are left
HANGS = 3600.0  # seconds after the last event, until a run is broken off
AWAY = (httpx.TransportError, httpx.HTTPStatusError, StopIteration, KeyError, ValueError)


@dataclass(frozen=True)
class Plan:
    """What is done, how often; `seed` is of the random moments."""

    files: int = 2_000
    kills: int = 40
    restarts: int = 10
    readers: int = 20
    pages: int = 2
    workers: int = 2
    seed: int = 20


@dataclass
class Seen:
    """What was seen over a run."""

    faults: list[str] = field(default_factory=list)
    kills: int = 0
    restarts: int = 0
    started_again: int = 0  # members that ended by themselves
    questions: int = 0
    seconds: float = 0.0


class Check:
    """One run on a server and a cluster of its own."""

    def __init__(
        self, plan: Plan, folder: Path, *, program: Sequence[str] = PROGRAM, **settings: str
    ) -> None:
        self.plan = plan
        self.seen = Seen()
        self.folder = folder
        self._moments = random.Random(plan.seed)
        self._server = PostgresServer(options="-c max_connections=200")
        self.library = self._server.new_database()
        chosen = {"llm": "none", "reranker": "none", **settings}
        self.cluster = Cluster(
            folder,
            self.library,
            pages=plan.pages,
            workers=plan.workers,
            program=program,
            verbose=True,  # a bug's traceback is in the log then
            **chosen,
        )
        self._database = PostgresDatabase(self.library)
        self._over = threading.Event()
        self._taken: dict[str, str] = {}  # texts by the addresses under which they were taken
        self._guard = threading.Lock()

    def run(self) -> Seen:
        """Adds, asks, kills, and looks what is left."""
        began = time.monotonic()
        try:
            with self.cluster:
                self.cluster.start_all()
                self._add_and_kill()
            self._look()
        finally:
            self._over.set()
            self._database.close()
            self._server.close()
        self.seen.seconds = time.monotonic() - began
        return self.seen

    # Adding

    def _add_and_kill(self) -> None:
        shares = self._write_files()
        command = self._add_by_command(shares[0])
        adding = [
            threading.Thread(target=self._add_by_page, args=(page, share), daemon=True)
            for page, share in zip(self.cluster.pages, shares[1:], strict=True)
        ]
        readers = [
            threading.Thread(target=self._read, args=(number,), daemon=True)
            for number in range(self.plan.readers)
        ]
        for thread in [*adding, *readers]:
            thread.start()
        self._disturb()
        deadline = time.monotonic() + HANGS
        while any(thread.is_alive() for thread in adding) or command.poll() is None or self._left():
            self._revive()
            if time.monotonic() > deadline:
                self.seen.faults.append(f"still {self._left()} tasks after {HANGS:.0f} seconds")
                break
            time.sleep(0.2)
        self._over.set()
        for thread in readers:
            thread.join(30)
        if command.poll() != 0:
            said = (self.folder / "command.log").read_text(errors="replace").splitlines()
            self.seen.faults.append(f"the command ended with {command.poll()}: {said[-1:]}")

    def _write_files(self) -> list[list[Path]]:
        """The files of the command and of each page, of which each has its share, and some all have."""
        ways, shared = 1 + self.plan.pages, int(self.plan.files * BY_ALL_WAYS)
        shares: list[list[Path]] = []
        for way in range(ways):
            place = self.folder / "papers" / str(way)
            place.mkdir(parents=True)
            own = range(shared + way, self.plan.files, ways)
            shares.append([_write(place, number) for number in [*range(shared), *own]])
        return shares

    def _add_by_command(self, files: Sequence[Path]) -> "object":
        with (self.folder / "command.log").open("wb") as log:
            process = self.cluster.run("add", str(files[0].parent), output=log)
        with self._guard:
            self._taken |= {str(path): path.read_text() for path in files}
        return process

    def _add_by_page(self, page: Member, files: Sequence[Path]) -> None:
        """Uploads as the browser does: what was not taken is sent again."""
        waiting = list(files)
        while waiting and not self._over.is_set():
            with suppress(*AWAY), PageClient(f"http://127.0.0.1:{page.port}") as client:
                client.open()
                while waiting:
                    self._upload(client, page, waiting[:5])
                    del waiting[:5]
            time.sleep(0.2)

    def _upload(self, client: PageClient, page: Member, files: Sequence[Path]) -> None:
        given = [("files", (path.name, path.read_bytes())) for path in files]
        answer = client.http.post("/gradio_api/upload", files=given)
        answer.raise_for_status()
        named = [
            {"path": kept, "name": _name(page, path)} for kept, path in zip(answer.json(), files, strict=True)
        ]
        told = client.call("library_add", {"files": named})
        if "error" in told:
            self.seen.faults.append(f"{page.name}: {told['error']}")
            raise ValueError(told["error"])
        with self._guard:
            self._taken |= {f"upload:{_name(page, path)}": path.read_text() for path in files}

    # Asking

    def _read(self, number: int) -> None:
        page = self.cluster.pages[number % len(self.cluster.pages)]
        while not self._over.is_set():
            with suppress(*AWAY), PageClient(f"http://127.0.0.1:{page.port}") as client:
                client.open()
                while not self._over.is_set():
                    self._ask(client, page, f"Which lamp burns in harbour {number}?")
                    self._over.wait(PAUSE)
            self._over.wait(PAUSE)

    def _ask(self, client: PageClient, page: Member, question: str) -> None:
        stage, html = client.stage(question)
        self.seen.questions += 1
        if stage != "done":
            self.seen.faults.append(f"{page.name} answered {stage}: {html[-300:]}")

    # Killing

    def _disturb(self) -> None:
        """Kills and restarts, spread at random over the time in which documents come in."""
        while not self._command_began():
            time.sleep(0.1)
        events = ["kill"] * self.plan.kills + ["restart"] * self.plan.restarts
        self._moments.shuffle(events)
        at = sorted(self._moments.uniform(0.02, 0.95) * self.plan.files for _ in events)
        for event, count in zip(events, at, strict=True):
            until = time.monotonic() + LONGEST
            while self._done() < count and time.monotonic() < until:
                self._revive()
                time.sleep(0.1)
            if event == "kill":
                running = [member for member in self.cluster.members if member.runs]
                if running:
                    self.cluster.kill(self._moments.choice(running))
                    self.seen.kills += 1
                self._revive(killed=True)
            else:
                self._restart()

    def _command_began(self) -> bool:
        """Whether the command has handed something over; one that finds no server when it starts ends."""
        return any(task.work.asked_by.startswith("footnote add") for task in self._queue().tasks())

    def _restart(self) -> None:
        if self._moments.random() < 0.5:
            self._server.kill()
        else:
            self._server.stop()
        time.sleep(self._moments.uniform(0, 2))
        self._server.start()
        self.seen.restarts += 1

    def _revive(self, *, killed: bool = False) -> None:
        """Starts again what has ended, as systemd does."""
        for member in self.cluster.members:
            if not member.runs:
                self.seen.started_again += not killed
                self.cluster.start(member)

    def _done(self) -> int:
        with suppress(FootnoteError):
            return self._queue().count("done")
        return 0

    def _left(self) -> int:
        try:
            queue = self._queue()
            return queue.count("waiting") + queue.count("working")
        except ServerLost:
            return 1

    def _queue(self) -> PostgresTasks:
        return PostgresTasks(self._database)

    # What is left

    def _look(self) -> None:
        """Compares the library with what was taken."""
        library = PostgresLibrary(self.library)
        with closing(library):
            self._look_at_sources(library)
        for task in self._queue().tasks():
            if task.state != "done":
                self.seen.faults.append(f"{task.work.uri} {task.state}: {task.message}")
        for member in self.cluster.members:
            log = member.log.read_text(errors="replace")
            if "Traceback" in log:
                self.seen.faults.append(
                    f"in the log of {member.name}: {log[log.index('Traceback') :][-2000:]}"
                )

    def _look_at_sources(self, library: PostgresLibrary) -> None:
        found: dict[str, str] = {}
        originals = open_originals("", self.folder / "home", library.own_name())
        for source in library.sources():
            found |= dict.fromkeys(source.uris, source.id)
            text, passages = library.text(source.id), library.passages_of(source.id)
            whole = passages and all(text[one.start : one.end] == one.text for one in passages)
            if not whole or hashlib.sha256(text.encode()).hexdigest() != source.sha256:
                self.seen.faults.append(f"half there: {source.uri}")
            if not originals.path(source.sha256).is_file():
                self.seen.faults.append(f"without its original: {source.uri}")
        texts = set(self._taken.values())
        if len(set(found.values())) != len(texts):
            self.seen.faults.append(f"{len(set(found.values()))} sources for {len(texts)} texts")
        for uri in self._taken.keys() - found.keys():
            self.seen.faults.append(f"taken and lost: {uri}")


def _write(folder: Path, number: int) -> Path:
    """A small text, the same under its number in whichever folder."""
    lines = [
        f"Lamp {number * 7 + line} burns in harbour {number} from dusk on; keeper {line} climbs {number}."
        for line in range(2 + number % 5)
    ]
    path = folder / f"{number:05}.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def _name(page: Member, path: Path) -> str:
    return f"{page.name}/{path.name}"


def report(plan: Plan, seen: Seen) -> str:
    """What a run says at its end."""
    lines = [
        f"{plan.files:,} files by {plan.pages} pages and a command with {plan.workers} workers in "
        f"{seen.seconds:.0f} s: {seen.kills} kills, {seen.restarts} restarts of PostgreSQL, "
        f"{seen.questions:,} questions of {plan.readers} readers; {seen.started_again} ended by themselves.",
        *(f"FAULT {fault}" for fault in seen.faults[:50]),
        f"{len(seen.faults)} faults." if seen.faults else "None lost, none twice, none half there, no error.",
    ]
    return "\n".join(lines)


def main() -> int:
    """The exit status, after printing a summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("files", "kills", "restarts", "readers", "pages", "workers", "seed"):
        default = getattr(Plan, name)
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"[{default}]")
    plan = Plan(**vars(parser.parse_args()))
    need_postgres()
    folder = Path(tempfile.mkdtemp(prefix="footnote-cluster-"))
    try:
        seen = Check(plan, folder).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(report(plan, seen))
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""A PostgreSQL server of the tests' own, from Debian's packages; each test gets a new database."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

START_SECONDS = 30.0
# Not synchronous_commit=off: `kill` would lose what was committed just before.
QUICK = "-c fsync=off -c full_page_writes=off -c max_connections=200"


class PostgresServer:
    """One cluster with the user `footnote`; PostgreSQL refuses root, so there it runs as `postgres`."""

    def __init__(self, *, options: str = QUICK, kept: Path | None = None) -> None:
        """`kept`: the folder that it lives in and that stays; what is in it is opened again."""
        found = programs()
        assert found is not None, "PostgreSQL is not installed"
        self._programs = found
        self._options = options
        self._empty: list[str] = []
        self._kept = kept is not None
        self.folder = kept or Path(tempfile.mkdtemp(prefix="footnote-postgres-"))
        self.folder.mkdir(exist_ok=True)
        self.port = free_port()
        self.data = self.folder / "data"
        self._as = {"user": "postgres"} if os.geteuid() == 0 else {}
        if self._as:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "-D", self.data, "-U", "footnote", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it takes connections."""
        # No socket: the path of a kept folder may be too long for one.
        options = f"-p {self.port} -k '' -c listen_addresses=127.0.0.1 {self._options}"
        log = self.folder / "log"
        self._run(
            "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", int(START_SECONDS), "-o", options, "start"
        )

    def stop(self, mode: str = "fast") -> None:
        """Stops it: "smart", "fast" (connections are cut) or "immediate" (as in a crash)."""
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def kill(self) -> None:
        """Takes it down as a power cut would, and waits until it is gone."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        deadline = time.monotonic() + START_SECONDS
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)

    def address(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://footnote@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of a new, empty database."""
        return self.database(f"library_{secrets.token_hex(6)}")

    def database(self, name: str) -> str:
        """The address of the database with this name, made where there is none."""
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # a name of ours
        return self.address(name)

    def lend_database(self) -> str:
        """The address of an empty database: one that was given back, or a new one, which takes longer."""
        return self._empty.pop() if self._empty else self.new_database()

    def give_back(self, address: str) -> None:
        """Empties a database that was lent; of a server that is down nothing is kept."""
        import psycopg

        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"{others} AND pid <> pg_backend_pid()")
                connection.execute("DROP SCHEMA IF EXISTS footnote CASCADE")
                connection.execute("DROP EXTENSION IF EXISTS vector CASCADE")
        except psycopg.OperationalError:
            return
        self._empty.append(address)

    def close(self) -> None:
        """Stops it, and deletes its files unless they are kept."""
        self.stop("fast" if self._kept else "immediate")
        if not self._kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        # Its own session: a test that is interrupted must not take the server with it half-way.
        subprocess.run(
            [self._programs / program, *map(str, arguments)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=self.folder,
            **self._as,  # type: ignore[call-overload]
        )


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where it or pgvector is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    for initdb in folders:
        version = initdb.parents[1].name
        if Path(f"/usr/share/postgresql/{version}/extension/vector.control").exists():
            return initdb.parent
    return None


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])

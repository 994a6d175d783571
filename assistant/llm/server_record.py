"""The note that tells other processes of a running model server: `server.json` in the models folder."""

import json
import logging
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from assistant.settings_file import replace_file

logger = logging.getLogger(__name__)

RECORD = "server.json"
PROBE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Identity:
    """What a server was started with: only one with the same can be reused.

    `context` is that of each slot, in tokens.
    """

    model: str
    size: int
    mtime_ns: int
    context: int
    slots: int


@dataclass(frozen=True, slots=True)
class Running:
    """A server that some process has started; `pid` is the server's own."""

    identity: Identity
    url: str
    key: str
    pid: int
    started_by: int

    def __repr__(self) -> str:
        return f"Running({self.url!r}, pid={self.pid})"  # the key stays out of logs and tracebacks


def read_record(models: Path) -> Running | None:
    """The server that was noted last, which may be gone; None where there is no such note."""
    try:
        values = json.loads((models / RECORD).read_text(encoding="utf-8"))
        return Running(**{**values, "identity": Identity(**values["identity"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None  # none, or one of another version of Footnote


def write_record(models: Path, running: Running) -> None:
    """Notes the server, readable by this user only; in a read-only folder nobody else can reuse it."""
    try:
        replace_file(models / RECORD, json.dumps(asdict(running)))
    except OSError as error:
        logger.info("Others cannot reuse this model server: %s", error)


def answers(running: Running) -> bool:
    """Whether a server at this address knows the key (llama.cpp's /health answers without one)."""
    headers = {"Authorization": f"Bearer {running.key}"}
    try:
        with httpx.Client(trust_env=False, timeout=PROBE_SECONDS) as client:
            response = client.post(f"{running.url}/tokenize", json={"content": "a"}, headers=headers)
            return response.status_code == 200
    except httpx.HTTPError:
        return False


def takes_connections(running: Running) -> bool:
    """Whether anything listens at its address; a server that was killed may end only a moment later."""
    address = urlsplit(running.url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=PROBE_SECONDS).close()
    except OSError:
        return False
    return True

"""The embedded model server: llama.cpp in a child process, shared by all that use the same weights.

It listens on loopback only, with a random key. The process that started it ends it; others find its address
in the models folder, use it meanwhile, and start their own when it goes.
"""

import contextlib
import importlib.util
import logging
import os
import secrets
from collections.abc import Generator
from pathlib import Path

from filelock import FileLock

from assistant.llm.endpoint import Endpoint
from assistant.llm.server_process import START_SECONDS, keep, order, own_server, spawn
from assistant.llm.server_record import Identity, Running, answers, read_record, write_record
from assistant.llm.weights import INSTALL
from documents.errors import ModelMissing, ModelTimedOut

logger = logging.getLogger(__name__)

# Questions at once: the page's and a command's, or two tabs'. Each reads and writes as the other does.
SLOTS = 2
LOCK = "server.lock"
LOG = "model-server.log"


class EmbeddedServer:
    """A model server for one model file: started, found or started again as needed."""

    def __init__(
        self,
        models: Path,
        *,
        model_path: Path,
        context: int,
        threads: int = 0,
        log_folder: Path | None = None,
    ) -> None:
        self._models = models
        self._model_path = model_path
        self._context = context
        self._threads = threads or default_threads()
        self._log_folder = log_folder

    def ensure(self) -> Endpoint:
        """The endpoint of a server that answers now; starting one takes seconds.

        Raises ModelMissing when the model or the program cannot be used, ModelTimedOut when another process
        takes too long to start it.
        """
        identity = self._identity()
        running = self._find(identity) or self._start_once(identity)
        return Endpoint(f"{running.url}/v1", running.key, self._model_path.stem, embedded=True)

    def _identity(self) -> Identity:
        try:
            state = self._model_path.stat()
        except OSError as error:
            raise ModelMissing(f"There is no model file at {self._model_path}.", INSTALL) from error
        path = str(self._model_path.resolve())
        return Identity(path, state.st_size, state.st_mtime_ns, self._context, SLOTS)

    def _find(self, identity: Identity) -> Running | None:
        """The server of this process, else another's that answers."""
        own = own_server(identity)
        if own is not None:
            return own
        record = read_record(self._models)
        return record if record is not None and record.identity == identity and answers(record) else None

    def _start_once(self, identity: Identity) -> Running:
        """Two that start together share one server: the second waits for the first."""
        try:
            with _one_at_a_time(self._models):
                return self._find(identity) or self._start(identity)
        except TimeoutError as error:
            raise ModelTimedOut(
                "Another process is still starting the model server.", "Try again."
            ) from error

    def _start(self, identity: Identity) -> Running:
        require_program()
        key = secrets.token_urlsafe(32)
        orders = {
            "model": identity.model,
            "context": identity.context,
            "slots": identity.slots,
            "threads": self._threads,
            "key": key,
            "log": self._log(),
        }
        process = spawn()
        url = order(process, orders)
        running = Running(identity, url, key, process.pid, os.getpid())
        keep(process, running)
        write_record(self._models, running)
        return running

    def _log(self) -> str | None:
        if self._log_folder is None:
            return None
        try:
            self._log_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            logger.info("The model server keeps no log: %s", error)
            return None
        return str(self._log_folder / LOG) if os.access(self._log_folder, os.W_OK) else None


def require_program() -> None:
    """Raises ModelMissing when the llama.cpp server is not installed."""
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelMissing("The program that runs the embedded language model is not installed.", INSTALL)


def default_threads() -> int:
    """One a core that this process may use; on bigger machines half, as their cores are counted twice."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return count if count <= 4 else count // 2


@contextlib.contextmanager
def _one_at_a_time(models: Path) -> Generator[None, None, None]:
    """Holds the lock on starting servers; none where the folder is read-only and nothing can be shared."""
    try:
        models.mkdir(parents=True, exist_ok=True, mode=0o700)
        (models / LOCK).open("ab").close()
    except OSError:
        yield
        return
    with FileLock(models / LOCK, timeout=START_SECONDS):
        yield

"""What every test stands on: an own data folder, no weights unless asked for, no network beyond loopback."""

import itertools
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from documents.storage.sqlite.library import SqliteLibrary
from index.models.telemetry import disable_telemetry
from index.stores.chroma import ChromaIndex
from index.stores.current import CurrentIndex
from tests.browser import WIDE, Tab, Tabs, browsing
from tests.building import build_assistant
from tests.chroma_server import ChromaProcess
from tests.endless import at_most
from tests.fakes import FakeLLM, WordHashEmbedder
from tests.library_building import Parts, ingest_parts
from tests.postgres_server import PostgresServer, programs
from tests.readers import open_shared_pool
from tests.scheduling import pytest_xdist_make_scheduler  # noqa: F401 - a hook

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDERS = itertools.count()
LONGEST_NAME = 80  # characters of a parameter in the name of a test
OF_ANSWERS = (  # how the files begin whose tests look at what is found, said and shown, and at no store
    *(f"test_assistant_{name}" for name in ("conflicts", "declining", "evidence", "export", "grounding")),
    *(f"test_assistant_{name}" for name in ("language", "pipeline", "showing")),
)
MEMORY = Path("/dev/shm")  # a disk in memory, on Linux
ROOM = 4 * 2**30  # bytes that must be free in it, and twice as many in memory; all tests write 1.8 GB
WORK = 60.0  # seconds of processor time that a test may take; the longest takes 27, on busy cores 35
# Read before any test changes them: the weights that `make setup` has made.
MODELS = Path(os.environ["FOOTNOTE_MODELS"]) if os.environ.get("FOOTNOTE_MODELS") else None


def pytest_configure() -> None:
    """Puts temporary files into memory where it has room: on a disk, each commit of a database waits."""
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _has_room() -> bool:
    """Whether all that the tests write may lie in memory."""
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii")
        available = re.search(r"^MemAvailable: *(\d+) kB$", told, re.M)
        disk = shutil.disk_usage(MEMORY).free if os.access(MEMORY, os.W_OK) else 0
    except OSError:
        return False
    return available is not None and int(available[1]) * 1024 > 2 * ROOM and disk > ROOM


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a browser go to one process, and those that ask the language model: it is loaded once.

    They take longest, so they come first.
    """
    for item in items:
        for name in ("browser", "models", "postgres", "chroma_server"):
            if name in getattr(item, "fixturenames", ()) or name in _chosen(item):
                item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of tests can be read: some of the texts that they are given have millions of characters."""
    if isinstance(val, (str, bytes)) and len(val) > LONGEST_NAME:
        return f"{val[:20]!r} and on, {len(val)}"
    return None


def _chosen(item: pytest.Item) -> list[str]:
    """What a test is run with, of several it could be."""
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return [value for value in values if isinstance(value, str)]


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own. Pytest's looks through those of all tests before it to find a number."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}{next(FOLDERS)}", numbered=False)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new data folder for each test, an empty folder of weights and no reranker: no model can start."""
    for name in list(os.environ):
        if name.startswith("FOOTNOTE_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("FOOTNOTE_HOME", str(folder))
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    monkeypatch.setenv("FOOTNOTE_RERANKER", "none")
    return folder


@pytest.fixture(autouse=True)
def no_endless_work(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ends a test that computes on and on: hostile texts are as long as makes quadratic work take minutes."""
    if request.node.get_closest_marker("fuzz"):
        yield
        return
    with at_most(WORK):
        yield


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("127.0.0.1", "::1", "localhost", "unix"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def shared_readers() -> Iterator[None]:
    """The Assistants of all tests read in the same child processes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("assistant.build.open_pool", open_shared_pool)
        yield


@pytest.fixture(scope="session", autouse=True)
def made_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """New folders of Chroma begin as copies of one: making its tables takes longer than most tests do."""
    made: list[Path] = []
    open_index = ChromaIndex.__init__

    def open_with_tables(self: ChromaIndex, folder: Path) -> None:
        if not made:
            disable_telemetry()
            from chromadb import PersistentClient, Settings

            settings = Settings(anonymized_telemetry=False, allow_reset=True)
            template = tmp_path_factory.mktemp("chroma")
            PersistentClient(template, settings=settings).close()
            made.extend(template.iterdir())
        if folder.is_dir() and not any(folder.iterdir()):
            for file in made:
                shutil.copyfile(file, folder / file.name)
        open_index(self, folder)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ChromaIndex, "__init__", open_with_tables)
        yield


@pytest.fixture(scope="session")
def data() -> Path:
    """The shared evaluation data."""
    if not DATA.is_dir():
        pytest.skip(f"the evaluation data is not at {DATA}")
    return DATA


@pytest.fixture(scope="session")
def weights() -> Path:
    """The folder with the real embedder and language model, as `make setup` leaves it."""
    from assistant.settings import default_models

    folder = MODELS or default_models()
    if not any(folder.glob("*.gguf")) or not any(folder.glob("all-MiniLM-L6-v2-*")):
        pytest.skip(f"no weights in {folder}: run `make setup`")
    return folder


@pytest.fixture(scope="session")
def models(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with links to the weights, so that no server of anybody else is found or ended."""
    pytest.importorskip("xllamacpp", reason="the extra local-llm is not installed")
    from assistant.llm.server_process import stop_own_servers

    folder = tmp_path_factory.mktemp("models")
    for path in weights.iterdir():
        if not path.name.startswith("server") and path.suffix != ".lock":
            (folder / path.name).symlink_to(path)
    yield folder
    stop_own_servers()


@pytest.fixture
def example_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package in tests/example_package as if it were installed."""
    from tests.plugging import plug_in

    with plug_in(tmp_path / "site", monkeypatch):
        yield


@pytest.fixture
def llm() -> FakeLLM:
    """The scripted model behind `assistant`."""
    return FakeLLM()


@pytest.fixture
def embedder() -> WordHashEmbedder:
    """The recording embedder behind `assistant`."""
    return WordHashEmbedder()


@pytest.fixture
def library(home: Path) -> Iterator[SqliteLibrary]:
    """An empty library in the data folder."""
    opened = SqliteLibrary(home)
    yield opened
    opened.close()


@pytest.fixture
def parts(home: Path, embedder: WordHashEmbedder) -> Iterator[Parts]:
    """An ingestor on an empty data folder, and what it works on."""
    with ingest_parts(home, embedder=embedder) as opened:
        yield opened


@pytest.fixture
def assistant(
    request: pytest.FixtureRequest,
    home: Path,
    llm: FakeLLM,
    embedder: WordHashEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Assistant]:
    """An Assistant on an empty data folder, with fakes for both models.

    Tests of answers search exactly, as a process that only reads: opening a store takes as long as they do.
    """
    if request.path.name.startswith(OF_ANSWERS):
        monkeypatch.setattr(CurrentIndex, "use_store", lambda index: None)
    with build_assistant(home, llm=llm, embedder=embedder) as built:
        yield built


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A real browser, for all journeys."""
    with browsing() as running:
        yield running


@pytest.fixture(scope="session")
def tabs(browser: object) -> Tabs:
    """Tabs of the browser, kept from test to test."""
    return Tabs(browser)


@pytest.fixture
def open_tab(tabs: Tabs) -> Iterator[Callable[..., Tab]]:
    """Opens the page at an address; fails the test when anything went wrong behind it."""
    lent: list[Tab] = []

    def open_one(address: str, path: str = "/?c=new", size: dict[str, int] = WIDE, **options: object) -> Tab:
        lent.append(tabs.lend(address, size, **options))
        return lent[-1].open(path)

    yield open_one
    with ExitStack() as stack:
        for tab in lent:
            stack.callback(tabs.take_back, tab)
    for tab in lent:
        assert tab.errors == []
        assert tab.elsewhere == []


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server with pgvector, started for the tests of this process."""
    if programs() is None:
        pytest.skip("PostgreSQL with pgvector is not installed (postgresql-17, postgresql-17-pgvector)")
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def chroma_server() -> Iterator[ChromaProcess]:
    """A Chroma server on loopback, started for the tests of this process."""
    server = ChromaProcess()
    with pytest.MonkeyPatch.context() as patched:  # on a busy machine a question's limit is soon over
        patched.setattr("index.stores.chroma.ASK_SECONDS", 60.0)
        patched.setattr("index.stores.chroma.CONNECT_SECONDS", 60.0)
        yield server
    server.close()


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    """The address of an empty database."""
    address = postgres.lend_database()
    yield address
    postgres.give_back(address)

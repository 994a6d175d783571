"""The page's server: who may ask it, and which port it takes."""

import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from assistant.ui.middleware import allowed
from assistant.ui.server import listen, take_uploads
from documents.errors import FootnoteError

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST", "127.0.0.1"])
def test_this_computers_names_are_answered(host):
    assert allowed(Headers({"host": host}))


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost.evil:7860", "[::2]:1"],
)
def test_other_names_are_refused(host):
    assert not allowed(Headers({"host": host}))


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://localhost:9",
        "http://localhost",
        "http://[::1",
        "",
        "http://[",
        "]",
    ],
)
def test_requests_of_other_pages_are_refused(origin):
    assert not allowed(Headers({"host": "localhost:7860", "origin": origin}))


def test_requests_of_the_page_itself_are_answered():
    assert allowed(Headers({"host": "localhost:7860", "origin": "http://localhost:7860"}))


def test_a_taken_port_is_said_and_no_other_is_tried():
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(FootnoteError, match=f"Port {port} is taken.*--port"):
            listen(port)


def test_only_loopback_is_listened_to():
    with listen(0) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"


def test_uploads_lie_in_the_data_folder_and_old_ones_go(home, assistant, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", "elsewhere")
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "True")
    old = home / "tmp" / "left-over"
    old.mkdir(parents=True)
    assert take_uploads(assistant) == home / "tmp"
    assert not old.exists()
    assert stat.S_IMODE((home / "tmp" / "uploads").stat().st_mode) == 0o700
    assert tempfile.gettempdir() == str(home / "tmp")  # on one disk with the uploads


TAKE = "import sys\nfrom pathlib import Path\nfrom types import SimpleNamespace\n"
TAKE += "from assistant.settings import Settings\nfrom assistant.ui.server import take_uploads\n"
TAKE += "settings = Settings(home=Path(sys.argv[1]), models=Path())\n"
TAKE += "print(take_uploads(SimpleNamespace(shared=True, settings=settings)), flush=True)\nsys.stdin.read()\n"


def taking_uploads(home):
    """A process that takes uploads in this data folder, with others, until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", TAKE, str(home)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_processes_that_share_a_data_folder_take_uploads_in_one_each_until_they_end(tmp_path):
    pages = tmp_path / "tmp" / "pages"
    with taking_uploads(tmp_path) as first:
        mine = Path(first.stdout.readline().strip())
        (mine / "uploads" / "upload.txt").write_text("mine")
        with taking_uploads(tmp_path) as second:
            other = Path(second.stdout.readline().strip())
            assert other != mine
            assert other.parent == mine.parent == pages
        assert not other.exists()
        assert (mine / "uploads" / "upload.txt").read_text() == "mine"
    assert first.returncode == second.returncode == 0
    assert list(pages.iterdir()) == []

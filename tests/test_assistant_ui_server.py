"""The page's server: who may ask it, and which port it takes."""

import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from assistant.ui.middleware import allowed
from assistant.ui.own_folder import own_folder
from assistant.ui.server import listen, prepare_uploads
from documents.errors import FootnoteError


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


def test_uploads_lie_in_the_data_folder_and_old_ones_go(home, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", "elsewhere")
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "True")
    old = home / "tmp" / "left-over"
    old.mkdir(parents=True)
    prepare_uploads(home)
    assert not old.exists()
    assert stat.S_IMODE((home / "tmp" / "uploads").stat().st_mode) == 0o700
    assert tempfile.gettempdir() == str(home / "tmp")  # on one disk with the uploads


def test_a_process_that_shares_the_folder_has_one_of_its_own_and_those_of_the_dead_go(tmp_path):
    place = tmp_path / "pages"
    dead = place / "dead"
    dead.mkdir(parents=True)
    (dead / "upload.txt").write_text("half")
    (place / "dead.lock").touch()
    mine = own_folder(place)
    (mine / "upload.txt").write_text("mine")
    script = "import sys; from pathlib import Path; from assistant.ui.own_folder import own_folder; "
    script += "print(own_folder(Path(sys.argv[1])))"
    command = [sys.executable, "-c", script, str(place)]
    other = Path(subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout.strip())
    assert not dead.exists()
    assert (mine / "upload.txt").read_text() == "mine"
    assert other.is_dir()  # its process has ended: the next one clears it
    own_folder(place)
    assert not other.exists()
    assert mine.is_dir()

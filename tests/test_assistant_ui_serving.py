"""The page's server: who may ask it, and which port it takes."""

import stat
import tempfile

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from assistant.ui.guard import Guard, allowed, leads_elsewhere
from assistant.ui.serving import listen, prepare_uploads
from documents.errors import FootnoteError
from tests.loops import run


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST", "127.0.0.1"])
def test_this_computers_names_are_answered(host):
    assert allowed(Headers({"host": host}))


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost.evil:7860", "[::2]:1"],
)
def test_other_names_are_refused(host):
    assert not allowed(Headers({"host": host}))


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9", "http://localhost"])
def test_requests_of_other_pages_are_refused(origin):
    assert not allowed(Headers({"host": "localhost:7860", "origin": origin}))


def test_requests_of_the_page_itself_are_answered():
    assert allowed(Headers({"host": "localhost:7860", "origin": "http://localhost:7860"}))


def answered(path):
    """Status and text of the answer to a GET at the guarded page."""

    async def get():
        transport = httpx.ASGITransport(app=Guard(PlainTextResponse("served")))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer = await client.get(path)
            return answer.status_code, answer.text

    return run(get())


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/file=https://evil.example/x", "/file=HTTP:/x", "/file%3Dhttp%3A//x", "/file=%2568ttps://x"],
)
def test_no_link_to_this_page_leads_to_another_server(path):
    assert leads_elsewhere(path)
    assert answered(path) == (404, "There is no such file.")


def test_files_of_the_page_are_served():
    assert answered("/gradio_api/file=/home/me/http/x.txt") == (200, "served")


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

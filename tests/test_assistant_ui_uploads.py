"""An upload that does not arrive leaves nothing; one that does is not touched."""

import gc
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from tests.browser import Scripted, serving

pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # as in tests/browser.py
BOUND = "footnote-boundary"
UPLOAD = "/gradio_api/upload"
MEGABYTES = 8


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    home = tmp_path_factory.mktemp("receiving") / "home"
    home.mkdir()
    (home / "settings.toml").write_text(f"file_megabytes = {MEGABYTES}")
    with serving(home, llm=Scripted({})) as (url, _):
        yield url, home
    gc.collect()  # what Gradio leaves unclosed is told here, not in a later test


def begun(url, length=5_000_000):
    """A connection on which the first megabyte of an upload was sent."""
    place = urlsplit(url)
    head = (
        f"POST {UPLOAD} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {length}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUND}\r\n\r\n"
        f'--{BOUND}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    )
    connection = socket.create_connection((place.hostname, place.port), timeout=20)
    connection.sendall(head.encode() + b"x" * 1_000_000)
    return connection


def parts(home):
    return [path for path in (home / "tmp").iterdir() if path.is_file()]


def until(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def sent(url, name, content):
    (path,) = httpx.post(url + UPLOAD, files={"files": (name, content)}, timeout=20).json()
    return path


def test_an_upload_that_is_broken_off_leaves_nothing(served):
    url, home = served
    connection = begun(url)
    until(lambda: parts(home))
    connection.close()
    until(lambda: not parts(home))


def test_another_upload_on_its_way_is_not_touched(served):
    url, home = served
    first, second = begun(url), begun(url)
    until(lambda: len(parts(home)) == 2)
    first.close()
    path = sent(url, "b.txt", b"whole")
    assert len(parts(home)) >= 1  # that of the second
    second.close()
    until(lambda: not parts(home))
    with open(path, "rb") as file:
        assert file.read() == b"whole"


def test_an_upload_that_is_too_large_leaves_nothing(served):
    url, home = served
    big = bytes(MEGABYTES * 1_050_000)
    answer = httpx.post(url + UPLOAD, files={"files": ("big.txt", big)}, timeout=60)
    assert answer.status_code == 413
    until(lambda: not parts(home))

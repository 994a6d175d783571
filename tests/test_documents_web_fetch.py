import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from documents.errors import DocumentError, DocumentTooLarge
from documents.web.fetch import fetch, is_public, is_url

PAGES = {
    "/page": ("text/html; charset=utf-8", b"<html><p>Hello</p></html>"),
    "/docs/report%20one.pdf": ("application/pdf", b"%PDF-1.4"),
    "/notes.md": ("text/plain", b"# Notes"),
    "/big": ("text/plain", b"x" * 3_000_000),
}


class Handler(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []

    def do_GET(self):
        self.hosts.append(self.headers["Host"])
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/slow":
            time.sleep(2)
        elif self.path in PAGES:
            kind, body = PAGES[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_error(int(self.path[1:]) if self.path[1:].isdigit() else 404)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # a client that hangs up is what some tests do
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def get(url, folder, **changes):
    return fetch(url, folder, **{"megabytes": 1, "seconds": 10, "allow_private": True} | changes)


def test_a_page_is_saved_with_its_type(site, tmp_path):
    fetched = get(f"{site}/page", tmp_path)
    assert (fetched.read_bytes(), fetched.suffix) == (PAGES["/page"][1], ".html")


def test_the_name_of_the_file_is_kept_but_made_safe(site, tmp_path):
    assert get(f"{site}/docs/report%20one.pdf", tmp_path).name.startswith("report-one-")
    assert get(f"{site}/notes.md", tmp_path).suffix == ".md"


def test_the_server_sees_the_name_though_the_connection_goes_to_the_address(site, tmp_path):
    port = site.rpartition(":")[2]
    get(f"http://localhost:{port}/page", tmp_path)
    assert Handler.hosts[-1] == f"localhost:{port}"


def test_redirects_are_followed_to_the_last_address(site, tmp_path):
    assert get(f"{site}/to//to//page", tmp_path).read_bytes() == PAGES["/page"][1]


def test_endless_redirects_are_given_up(site, tmp_path):
    with pytest.raises(DocumentError, match="redirects too often"):
        get(f"{site}/to/" * 1 + "/to/" * 8 + "/page", tmp_path)


@pytest.mark.parametrize(
    ("path", "message"),
    [("/nowhere", "There is nothing at"), ("/403", "not open to everyone"), ("/500", "error")],
)
def test_an_error_status_is_said_in_words(site, tmp_path, path, message):
    with pytest.raises(DocumentError, match=message) as caught:
        get(site + path, tmp_path)
    assert caught.value.next_step


def test_too_large_a_file_is_refused_and_nothing_is_left(site, tmp_path):
    with pytest.raises(DocumentTooLarge, match="larger than 1 MB"):
        get(f"{site}/big", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_slow_server_is_given_up(site, tmp_path):
    with pytest.raises(DocumentError, match=r"longer than 0\.3 seconds"):
        get(f"{site}/slow", tmp_path, seconds=0.3)


def test_nothing_listening_is_a_clear_error(tmp_path):
    with pytest.raises(DocumentError, match="cannot be reached"):
        get("http://127.0.0.1:9/", tmp_path)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "http://", "http://[::1", "example"]
)
def test_what_is_no_web_address_is_refused(url, tmp_path):
    with pytest.raises(DocumentError, match="is not a web address"):
        get(url, tmp_path)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0",
    ],
)
def test_addresses_inside_the_network_are_refused(host, tmp_path):
    with pytest.raises(DocumentError, match="inside this computer or its network"):
        get(f"http://{host}/", tmp_path, allow_private=False)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("192.168.1.1", False),
        ("172.16.0.1", False), ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("::", False),
    ],
)  # fmt: skip
def test_public_addresses_are_told_from_private_ones(address, public):
    assert is_public(address) is public


def test_a_url_is_told_from_a_path():
    assert is_url(" HTTPS://example.org/a ") and is_url("http://x")
    assert not is_url("notes/http.txt") and not is_url("C:\\a") and not is_url("ftp://example.org")

"""Addresses and servers that mean harm: each is one error in a sentence, in time, in little memory."""

import gzip
import random
import socket
import threading
import tracemalloc
import zlib

import pytest

from documents.errors import DocumentError, DocumentTooLarge
from documents.web.fetch import fetch
from documents.web.unpacking import CannotUnpack, unpacked
from index.ingest import FETCH_SECONDS
from tests.raw_server import answering, page

HELLO, HEL, LO = (gzip.compress(text, mtime=0) for text in (b"Hello", b"Hel", b"lo"))


def get(url, folder, **changes):
    return fetch(url, folder, **{"megabytes": 1, "seconds": 5, "allow_private": True} | changes)


def sentence(error):
    """What a person reads: one line, not too long, with a next step."""
    assert error.message and error.next_step
    assert "\n" not in str(error) and len(str(error)) < 1_000
    return str(error)


ODD_ADDRESSES = [
    "http://xn--/", "http://xn--a/", "http://xn--\u00e4/", "http://a\u200d.b/", "http://\ud800/", "http://x/\ud800",
    "http://[::1", "http://[v1.a]/", "http://[]/", "http://[::1]]/", "http://[fe80::1%25lo]/", "http://h:99999/",
    "http://h:0/", "http://h:-1/", "http://h:abc/", "http://h:80:80/", "http://" + "a" * 300 + "/",
    "http://a..b/", "http://./", "http://*/", "http://%00/", "http://%zz/", "http://x\\y/", "http:///x",
    "http://x/\0", "http://x/" + "a" * 9_000, "http://x/" + "a" * 90_000, "http://user:p@h@/", "http://@/",
    "http://\u2167/", "http://x y/", "http://x\ny/", "http:// /", "http://?", "http://#", "http://:80/",
    "data:text/plain,x", "javascript:alert(1)", "http:host", "HTTP:/x", "", " ", "//x", "file:///etc/passwd",
]  # fmt: skip


@pytest.fixture
def no_names(monkeypatch):
    """Every lookup of a name fails at once, as without a network, but what Python refuses is refused."""
    real = socket.getaddrinfo

    def lookup(host, *args, **kwargs):
        numeric = {**kwargs, "flags": socket.AI_NUMERICHOST}
        return real(host, *args, **numeric)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


@pytest.mark.parametrize("url", ODD_ADDRESSES)
def test_an_odd_address_is_one_error(url, tmp_path, no_names):
    with pytest.raises(DocumentError) as caught:
        get(url, tmp_path, seconds=1)
    sentence(caught.value)


def test_addresses_made_at_random_are_errors_too(tmp_path, no_names):
    chance = random.Random(7)
    letters = [
        *"[]:/@?#%\\.-_~!$&'()*+,;= \t\n\0aZ09",
        "xn--",
        "%2f",
        "\u00e4",
        "\ud800",
        "\u202e",
        "..",
        "://",
    ]
    for _ in range(1_500):
        url = "http://" + "".join(chance.choices(letters, k=chance.randint(0, 14)))
        with pytest.raises(DocumentError) as caught:
            get(url, tmp_path, seconds=1, allow_private=False)
        sentence(caught.value)


@pytest.mark.parametrize(
    "location",
    [
        b"data:text/html,x", b"javascript:alert(1)", b"ftp://x/y", b"file:///etc/passwd", b"http://xn--/",
        b"http://[::1", b"http://h:99999/", b"http://h:abc/", b"//[", b"mailto:x", b"\xff\xfe",
        b"about:blank",
        b"http://" + b"a" * 9_000, b"http://x/\xed\xa0\x80", b"http://\xe2\x85\xa7/",
    ],
)  # fmt: skip
def test_a_redirect_to_nowhere_is_one_error(location, tmp_path):
    reply = [page(b"", b"Location: " + location, status=b"302 Found")]
    with (
        answering(reply, [page(b"", status=b"404 Not Found")]) as url,
        pytest.raises(DocumentError) as caught,
    ):
        get(url, tmp_path)
    sentence(caught.value)


def test_a_redirect_to_what_is_no_web_address_is_named(tmp_path):
    reply = [page(b"", b"Location: javascript:alert(1)", status=b"302 Found")]
    with answering(reply) as url, pytest.raises(DocumentError, match=r"redirects to javascript:alert\(1\)"):
        get(url, tmp_path)


@pytest.mark.parametrize(
    "reply",
    [
        b"", b"\r\n\r\n", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 2x0 OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n", b"SSH-2.0-x\r\n", b"\x16\x03\x01",
        b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", b"HTTP/1.1 302 Found\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 101 Switching\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: odd\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000,
        b"HTTP/1.1 304 Not Modified\r\n\r\n", b"HTTP/1.1 200 OK\r\n: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: \x00\r\n\r\n",
    ],
)  # fmt: skip
def test_a_broken_reply_is_one_error_and_leaves_nothing(reply, tmp_path):
    with answering([reply]) as url, pytest.raises(DocumentError) as caught:
        get(url, tmp_path)
    sentence(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_headers_and_cookies_that_are_no_ascii_do_no_harm(tmp_path):
    odd = [b"Set-Cookie: \xff\xfe=\xe4; expires=never; domain=[", b"Content-Type: text/html; charset=\xff"]
    with answering([page(b"<p>Hello", *odd)]) as url:
        fetched = get(f"{url}/seite-\u00e4.html", tmp_path)
    assert (fetched.read_bytes(), fetched.suffix) == (b"<p>Hello", ".html")


def test_a_bug_in_a_library_is_one_error(tmp_path, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("never seen before")

    monkeypatch.setattr("documents.web.exchange.get", broken)
    with pytest.raises(DocumentError, match="never seen before"):
        get("http://127.0.0.1/", tmp_path)


def test_the_others_of_the_command_are_added(assistant, tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"The ferry {name} sails at nine.")
    report = assistant.add([tmp_path / "one.txt", "http://xn--/", "~\0", tmp_path / "two.txt"])
    assert [entry.status for entry in report.entries] == ["added", "failed", "failed", "added"]
    assert len(assistant.sources()) == 2


# Time


class Drip:
    """A reply that comes byte by byte in twenty seconds; `ended`: it was sent to its end."""

    def __init__(self, *before, byte=b"a"):
        self.before, self.byte, self.ended = before, byte, False

    def __iter__(self):
        yield from self.before
        for _ in range(400):
            yield from (self.byte, 0.05)
        self.ended = True


@pytest.mark.parametrize(
    "reply",
    [
        Drip(),
        Drip(b"HTTP/1.1 200 OK\r\nX: "),
        Drip(b"HTTP/1.1 200 OK\r\n\r\n"),
        Drip(b"", byte=b"HTTP/1.1 100 Continue\r\n\r\n"),
        Drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"),
    ],
    ids=["status", "headers", "body", "continue", "chunk"],
)
def test_a_server_that_drips_is_given_up_in_time(reply, tmp_path):
    with answering(reply) as url, pytest.raises(DocumentError, match=r"longer than 0\.5 seconds"):
        get(url, tmp_path, seconds=0.5)
    assert not reply.ended
    assert list(tmp_path.iterdir()) == []


def test_a_handshake_that_drips_is_given_up_in_time(tmp_path):
    # A TLS record of 16 KB that is announced and comes byte by byte
    drip = Drip(b"\x16\x03\x03\x40\x00")
    with answering(drip) as url, pytest.raises(DocumentError, match=r"longer than 0\.5 seconds"):
        get(url.replace("http:", "https:"), tmp_path, seconds=0.5)
    assert not drip.ended


def test_all_redirects_share_the_time(tmp_path):
    slow = [0.3, page(b"", b"Location: /on", status=b"302 Found")]
    with answering(slow) as url, pytest.raises(DocumentError, match=r"longer than 0\.8 seconds"):
        get(url, tmp_path, seconds=0.8)


def test_a_name_lookup_that_hangs_is_given_up_in_time(tmp_path, monkeypatch):
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    try:
        with pytest.raises(DocumentError, match=r"longer than 0\.3 seconds"):
            get("http://example.org/", tmp_path, seconds=0.3)
    finally:
        done.set()


def test_there_is_a_limit_for_each_document():
    assert 0 < FETCH_SECONDS <= 60


# Size


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"gzip", HELLO),
        (b"x-gzip", HEL + LO),
        (b"GZIP, identity", HELLO),
        (b"deflate", zlib.compress(b"Hello")),
        (b"deflate", zlib.compress(b"Hello", wbits=-15)),
        (b"identity", b"Hello"),
        (b"", b"Hello"),
    ],
)
def test_a_packed_page_is_unpacked(encoding, body, tmp_path):
    with answering([page(body, b"Content-Encoding: " + encoding)]) as url:
        assert get(url, tmp_path).read_bytes() == b"Hello"


@pytest.mark.parametrize(
    "encoding", [b"br", b"zstd", b"compress", b"gzip, gzip, gzip", b"gzip\r\nContent-Encoding: gzip"]
)
def test_a_page_packed_in_another_way_is_refused(encoding, tmp_path):
    reply = [page(HELLO, b"Content-Encoding: " + encoding)]
    with answering(reply) as url, pytest.raises(DocumentError, match="it is packed") as caught:
        get(url, tmp_path)
    sentence(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"no gzip at all", HELLO[:-9], HEL + b"rest"])
def test_a_page_that_is_packed_wrongly_is_one_error(body, tmp_path):
    with answering([page(body, b"Content-Encoding: gzip")]) as url, pytest.raises(DocumentError) as caught:
        get(url, tmp_path)
    sentence(caught.value)


BOMB = bytes(60_000_000)  # twice the memory that may be taken


@pytest.mark.parametrize(("encoding", "pack"), [(b"gzip", gzip.compress), (b"deflate", zlib.compress)])
def test_a_bomb_is_refused_in_little_memory(encoding, pack, tmp_path):
    bomb = pack(BOMB)
    tracemalloc.start()
    try:
        with (
            answering([page(bomb, b"Content-Encoding: " + encoding)]) as url,
            pytest.raises(DocumentTooLarge),
        ):
            get(url, tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_pieces_are_small_however_much_is_in_a_part():
    assert max(len(piece) for piece in unpacked([gzip.compress(BOMB)], "gzip")) <= 65_536


def test_an_empty_page_is_empty_however_it_says_it_is_packed():
    assert list(unpacked([], "gzip")) == []


def test_what_is_refused_is_refused_before_anything_is_read():
    with pytest.raises(CannotUnpack, match="3 times over"):
        unpacked(iter(lambda: pytest.fail("read"), None), "gzip, gzip, gzip")

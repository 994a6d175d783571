"""What the page's server answers, and that no answer leads away: asked of the real server, byte for byte."""

import gc
import socket
from urllib.parse import urlsplit

import pytest
from starlette.responses import RedirectResponse

from assistant.ui.middleware import AccessMiddleware, leads_elsewhere
from tests.browser import Scripted, serving
from tests.loops import run

pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # as in tests/browser.py
ELSEWHERE = "evil.example"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("guard") / "home", llm=Scripted({})) as (url, _):
        yield url
    gc.collect()  # what Gradio leaves unclosed is told here, not in a later test


def asked(address, target, *, method="GET", **headers):
    """Status and head of the answer to a request with exactly this target."""
    place = urlsplit(address)
    lines = [f"{method} {target} HTTP/1.1", f"Host: {headers.pop('host', place.netloc)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        head = b""
        while b"\r\n\r\n" not in head and (part := connection.recv(65_536)):
            head += part
    text = head.decode("latin-1")
    return int(text.split()[1]), text


AWAY = [
    f"{scheme}{ELSEWHERE}/x" for scheme in ("http://", "https://", "HTTP://", "//", "/\\", "\\\\", "http:/\\")
]
ROUTES = ["/file=", "/file/", "/gradio_api/file=", "/gradio_api/file/", "/proxy=", "/gradio_api/proxy=", "/"]


def encoded(text, times):
    for _ in range(times):
        text = "".join(letter if letter.isalnum() else f"%{ord(letter):02x}" for letter in text)
    return text


@pytest.mark.parametrize("times", [0, 1, 2, 3])
@pytest.mark.parametrize("route", ROUTES)
def test_no_link_to_this_page_leads_to_another_server(address, route, times):
    for away in AWAY:
        for target in (
            route + encoded(away, times),
            "/" + encoded((route + away)[1:], times),
            f"{route}x?{away}",
        ):
            for method in ("GET", "HEAD"):
                status, head = asked(address, target, method=method)
                assert status in (400, 403, 404), target
                assert "location:" not in head.lower(), target


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/custom_component/x/client/y/z",
        "/gradio_api/dev/reload",
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/vibe-code",
        "/gradio_api/deep_link",
        "/gradio_api/stream/a/1/2/playlist-file",
        "/login",
        "/logout",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/call/ask/1",
        "/gradio_api/run/ask",
        "/pwa_icon/9",
        "/gradio_api/queue/status",
        "/gradio_api/token",
        "/svelte/x",
        "//",
        "/gradio_api",
        "/gradio_api/FILE=x",
    ],
)
def test_what_the_page_does_not_need_is_not_there(address, path):
    assert asked(address, path)[0] == 404


@pytest.mark.parametrize("path", ["/", "/config", "/theme.css", "/favicon.ico", "/static/img/logo.svg"])
def test_what_the_page_needs_is_there(address, path):
    status, head = asked(address, path)
    assert status == 200
    assert "content-security-policy:" in head.lower()


def test_a_path_that_is_nearly_right_is_led_to_the_right_one_here(address):
    status, head = asked(address, "/config?x=http://evil.example")
    assert status == 200
    assert "location:" not in head.lower()


@pytest.mark.parametrize(
    "origin", ["http://[::1", "http://[", "http://]", "x", "http://evil.example", "null"]
)
def test_an_odd_origin_is_refused_and_no_error(address, origin):
    assert asked(address, "/", origin=origin)[0] == 403


@pytest.mark.parametrize(
    "host", ["[", "]", "[::1", "evil.example", "", "localhost:x@evil.example", "[::1].evil"]
)
def test_an_odd_host_is_refused_and_no_error(address, host):
    assert asked(address, "/", host=host)[0] in (400, 403)


def test_a_request_with_several_hosts_is_refused(address):
    assert asked(address, "/")[0] == 200
    assert asked(address, "/", Host=urlsplit(address).netloc)[0] == 403


@pytest.mark.parametrize(
    "location",
    [
        "http://evil.example",
        "https://evil.example/x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        " //evil.example",
        "http:evil.example",
        "http://localhost:1@evil.example",
        "data:text/html,x",
        "http://localhost:12/",
        "http://localhost",
        "javascript:alert(1)",
        "",
        "HTTP://evil.example",
        "evil.example",
    ],
)
def test_a_redirect_to_another_server_is_told(location):
    assert leads_elsewhere(location, "localhost:1")


@pytest.mark.parametrize(
    "location", ["/", "/x//y", "http://localhost:1", "http://localhost:1/x", "https://localhost:1/"]
)
def test_a_redirect_within_the_page_is_none(location):
    assert not leads_elsewhere(location, "localhost:1")


@pytest.mark.parametrize(("to", "status"), [("https://evil.example/", 404), ("/x", 307)])
def test_whatever_redirects_elsewhere_is_answered_with_not_found(to, status):
    sent = []

    async def send(message):
        sent.append(message)

    async def ask():
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"localhost:1")]}
        await AccessMiddleware(RedirectResponse(to))(scope, None, send)

    run(ask())
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == status
    assert ELSEWHERE.encode() not in repr(sent).encode()

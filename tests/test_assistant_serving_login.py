"""The page for a team: who is let in, which names are answered, and what machines may ask."""

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse

from assistant.serving.forwarded import Forwarded
from assistant.serving.health import HealthEndpoints, Readiness
from assistant.serving.launch import announce, uvicorn_config
from assistant.serving.login import COOKIE, LoginGate
from assistant.serving.options import Options, check_options
from assistant.serving.session_cookie import (
    REMEMBERED,
    SESSION_SECONDS,
    TRIES,
    WINDOW,
    LoginFailures,
    SessionCookies,
)
from assistant.settings import load_settings
from assistant.ui.middleware import AccessMiddleware, Hosts, allowed
from documents.errors import BadValue, SettingsError
from tests.loops import run

PASSWORD = "a long password"


class Clock:
    def __init__(self, now=1_000_000.0):
        self.now = now

    def __call__(self):
        return self.now


# Sessions and failures


def test_a_ticket_is_good_until_it_ends_and_with_this_password_alone():
    clock = Clock()
    sessions = SessionCookies(PASSWORD, clock)
    session = sessions.issue()
    assert sessions.valid(session)
    assert SessionCookies(PASSWORD, clock).valid(session)  # another page with the same password
    assert not SessionCookies("another password", clock).valid(session)
    clock.now += SESSION_SECONDS
    assert not sessions.valid(session)


@pytest.mark.parametrize("session", ["", ".", "..", "x", "9999999999.a.b", "é.é.é", "9" * 5000])
def test_what_is_no_ticket_is_none(session):
    assert not SessionCookies(PASSWORD).valid(session)


def test_a_ticket_with_a_later_end_is_none():
    ends, *rest = SessionCookies(PASSWORD).issue().split(".")
    assert not SessionCookies(PASSWORD).valid(".".join([str(int(ends) + 1), *rest]))


@pytest.mark.parametrize("wrong", ["", "a long passwor", "a long password ", "A long password", "\ud800"])
def test_a_wrong_password_opens_nothing(wrong):
    assert SessionCookies(PASSWORD).opens(PASSWORD)
    assert not SessionCookies(PASSWORD).opens(wrong)


def test_after_too_many_failures_an_address_waits_and_another_does_not():
    clock = Clock()
    failures = LoginFailures(clock)
    for _ in range(TRIES):
        assert failures.wait("10.0.0.1") == 0
        failures.note("10.0.0.1")
    assert failures.wait("10.0.0.1") == WINDOW
    assert failures.wait("::ffff:10.0.0.1") == WINDOW
    assert failures.wait("10.0.0.2") == 0
    clock.now += WINDOW
    assert failures.wait("10.0.0.1") == 0


def test_a_network_of_version_six_counts_as_one_address():
    failures = LoginFailures()
    for number in range(TRIES):
        failures.note(f"2001:db8::{number:x}")
    assert failures.wait("2001:db8::ffff") > 0
    assert failures.wait("2001:db8:0:1::1") == 0


def test_addresses_that_fail_are_not_kept_without_end():
    failures = LoginFailures()
    for number in range(REMEMBERED + 10):
        failures.note(f"address {number}")
    assert len(failures._tries) == REMEMBERED


# The login


async def hello(scope, receive, send):
    await PlainTextResponse("the page")(scope, receive, send)


def asked(app, *requests):
    """The answers to (method, path, more) in turn, by one browser."""

    async def ask():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://10.1.1.1:7860") as client:
            return [await client.request(method, path, **more) for method, path, more in requests]

    return run(ask())


def test_without_the_password_nothing_is_shown():
    page, call, form = asked(
        LoginGate(hello, PASSWORD), ("GET", "/", {}), ("POST", "/x", {}), ("GET", "/login", {})
    )
    assert (page.status_code, page.headers["location"]) == (303, "/login")
    assert (call.status_code, call.text) == (401, "Log in first.")
    assert form.status_code == 200
    assert "the page" not in page.text + call.text + form.text


def test_with_the_password_a_browser_is_let_in_until_it_logs_out():
    log_in = ("POST", "/login", {"data": {"password": PASSWORD}})
    answers = asked(
        LoginGate(hello, PASSWORD), log_in, ("GET", "/x", {}), ("POST", "/logout", {}), ("GET", "/x", {})
    )
    assert [answer.status_code for answer in answers] == [303, 200, 303, 401]
    cookie = answers[0].headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_behind_tls_the_cookie_is_for_tls_alone():
    async def behind_tls(scope, receive, send):
        await LoginGate(hello, PASSWORD)({**scope, "scheme": "https"}, receive, send)

    (answer,) = asked(behind_tls, ("POST", "/login", {"data": {"password": PASSWORD}}))
    assert "; Secure" in answer.headers["set-cookie"]


def test_a_link_does_not_log_out():
    log_in = ("POST", "/login", {"data": {"password": PASSWORD}})
    answers = asked(LoginGate(hello, PASSWORD), log_in, ("GET", "/logout", {}), ("GET", "/x", {}))
    assert [answer.status_code for answer in answers] == [303, 303, 200]


def test_too_many_wrong_passwords_are_told_to_wait_and_the_right_one_too():
    wrong = ("POST", "/login", {"data": {"password": "wrong"}})
    right = ("POST", "/login", {"data": {"password": PASSWORD}})
    *failed, last = asked(LoginGate(hello, PASSWORD), *[wrong] * TRIES, right)
    assert {answer.status_code for answer in failed} == {403}
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0
    assert COOKIE not in last.cookies


@pytest.mark.parametrize("body", [b"", b"password", b"password=" + b"x" * 10_000, b"\xff\xfe", b"other=1"])
def test_a_strange_form_is_a_wrong_password(body):
    (answer,) = asked(LoginGate(hello, PASSWORD), ("POST", "/login", {"content": body}))
    assert answer.status_code == 403


def test_a_browser_names_its_origin_when_it_logs_in():
    # Under "no-referrer" it would say "null", and the middleware would refuse that.
    app = AccessMiddleware(LoginGate(hello, PASSWORD), Hosts(addresses=True), ("/login",))
    (form,) = asked(app, ("GET", "/login", {}))
    assert form.headers["referrer-policy"] == "same-origin"
    assert "content-security-policy" in form.headers


# Names


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("footnote.example.org", True),
        ("Footnote.Example.org:443", True),
        ("192.168.1.5:7860", True),
        ("[2001:db8::1]:7860", True),
        ("localhost:7860", True),
        ("evil.example", False),
        ("footnote.example.org.evil.example", False),
        ("192.168.1.5.evil.example", False),
        ("", False),
    ],
)
def test_a_team_reaches_the_page_by_its_names_and_by_addresses(host, answered):
    hosts = Hosts(frozenset({"footnote.example.org"}), addresses=True)
    assert allowed(Headers({"host": host}), hosts) is answered


def test_another_page_may_not_ask_in_a_browser_that_is_logged_in():
    hosts = Hosts(frozenset({"footnote.example.org"}))
    assert not allowed(Headers({"host": "footnote.example.org", "origin": "https://evil.example"}), hosts)
    assert allowed(Headers({"host": "footnote.example.org", "origin": "https://footnote.example.org"}), hosts)


# Probes


async def nothing_amiss():
    return ""


async def starting():
    return "starting"


async def metrics():
    return b"footnote_questions_total 1.0\n"


def test_probes_need_no_password_and_tell_one_word():
    ready, waiting = (
        HealthEndpoints(LoginGate(hello, PASSWORD), nothing_amiss, metrics),
        HealthEndpoints(hello, starting, metrics),
    )
    health, good = asked(ready, ("GET", "/health", {}), ("GET", "/ready", {}))
    (bad,) = asked(waiting, ("GET", "/ready", {}))
    assert (health.status_code, health.text) == (200, "ok")
    assert (good.status_code, good.text) == (200, "ready")
    assert (bad.status_code, bad.text) == (503, "starting")


def test_numbers_are_given_to_who_knows_the_token():
    app = HealthEndpoints(LoginGate(hello, PASSWORD), nothing_amiss, metrics, "the-token")
    good = {"headers": {"authorization": "Bearer the-token"}}
    bad = {"headers": {"authorization": "Bearer the-tokem"}}
    answers = asked(app, ("GET", "/metrics", {}), ("GET", "/metrics", bad), ("GET", "/metrics", good))
    assert [answer.status_code for answer in answers] == [401, 401, 200]
    assert answers[2].text == "footnote_questions_total 1.0\n"


def test_without_a_token_there_are_no_numbers():
    empty = {"headers": {"authorization": "Bearer "}}
    (answer,) = asked(
        HealthEndpoints(LoginGate(hello, PASSWORD), nothing_amiss, metrics), ("GET", "/metrics", empty)
    )
    assert answer.status_code == 401
    assert "footnote_" not in answer.text


def test_a_page_is_ready_when_it_has_loaded_and_its_library_answers():
    state = {"started": False, "leaving": False, "library": True}

    async def words():
        told = []
        for change in ({}, {"started": True}, {"library": False}, {"leaving": True}):
            state.update(change)
            readiness = Readiness(
                started=lambda: state["started"],
                leaving=lambda: state["leaving"],
                reach=lambda: state["library"],
            )
            told.append(await readiness.why_not_ready())
        return told

    assert run(words()) == ["starting", "", "library", "stopping"]


# What cannot be served


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_an_address_that_others_reach_needs_a_password(host, home):
    with pytest.raises(SettingsError, match=r"no password is set.*FOOTNOTE_PASSWORD"):
        check_options(Options(host=host), load_settings(home))
    check_options(Options(host=host), load_settings(home, {"password": PASSWORD}))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
def test_on_this_computer_alone_none_is_needed(host, home):
    check_options(Options(host=host), load_settings(home))


@pytest.mark.parametrize("more", [{"names": ("footnote.example.org",)}, {"proxies": ("127.0.0.1",)}])
def test_behind_a_proxy_on_this_computer_others_come_in_too(more, home):
    with pytest.raises(SettingsError, match="no password is set"):
        check_options(Options(**more), load_settings(home))
    check_options(Options(**more), load_settings(home, {"password": PASSWORD}))


def test_a_short_password_is_refused(home):
    with pytest.raises(SettingsError, match="fewer than 8"):
        check_options(Options(), load_settings(home, {"password": "1234567"}))


@pytest.mark.parametrize("name", ["", "footnote.example.org:443", "http://x", "a b", "*", "-x"])
def test_what_is_no_host_name_is_refused(name, home):
    with pytest.raises(BadValue, match="no host name"):
        check_options(Options(names=(name,)), load_settings(home, {"password": PASSWORD}))


@pytest.mark.parametrize("proxy", ["", "*", "nginx", "10.0.0.0/99"])
def test_what_is_no_address_of_a_proxy_is_refused(proxy, home):
    with pytest.raises(BadValue, match="no address of a proxy"):
        check_options(Options(proxies=(proxy,)), load_settings(home, {"password": PASSWORD}))


# The way here


def seen(app, **headers):
    """The headers that arrive behind `app`, which answers over plain HTTP."""
    (answer,) = asked(app, ("GET", "/", {"headers": headers}))
    return answer.json()


async def tell_headers(scope, receive, send):
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    await JSONResponse({**headers, "client": scope["client"][0]})(scope, receive, send)


FORGED = {
    "x-forwarded-for": "10.9.9.9",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "forwarded": "host=evil.example",
    "x-gradio-server": "http://evil.example",
}


def test_what_a_visitor_says_of_the_way_here_is_thrown_away(home):
    config = uvicorn_config(Forwarded(tell_headers), Options())
    config.load()
    told = seen(config.loaded_app, **FORGED)
    assert set(FORGED) & set(told) == set()
    assert told["client"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(), ["http://127.0.0.1:7871"]),
        (Options(host="::1"), ["http://[::1]:7871"]),
        (Options(host="10.0.0.5"), ["http://10.0.0.5:7871"]),
        (Options(host="0.0.0.0"), ["http://localhost:7871", "this computer's address in your network"]),
        (Options(host="::", names=("a.example",)), ["http://localhost:7871", "http://a.example:7871"]),
        (Options(host="0.0.0.0", proxies=("10.0.0.1",)), ["http://localhost:7871"]),
    ],
)
def test_where_the_page_is_is_told_by_addresses_that_can_be_opened(options, said, capsys):
    announce(options, 7871)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(said)
    assert all(part in line for part, line in zip(said, lines, strict=True))


@pytest.mark.parametrize(("proxies", "believed"), [(("127.0.0.1",), True), (("10.0.0.0/8",), False)])
def test_what_a_proxy_says_is_believed_of_the_given_ones_alone(proxies, believed):
    config = uvicorn_config(Forwarded(tell_headers), Options(proxies=proxies))
    config.load()
    told = seen(config.loaded_app, **FORGED)
    assert told["client"] == ("10.9.9.9" if believed else "127.0.0.1")
    assert told.get("x-forwarded-proto") == ("https" if believed else None)
    assert "x-forwarded-host" not in told

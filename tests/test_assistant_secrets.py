"""A password in the model's address works, and is nowhere to be seen."""

import base64
import json
import logging

import pytest

from assistant.addresses import sent_to
from assistant.assistant import Assistant
from assistant.cli.main import main
from assistant.llm.model import RemoteModel, open_chat_model
from assistant.settings import load_settings, trace_settings
from assistant.ui.panels.settings import SettingsPanel
from documents.errors import BadValue, FootnoteError
from evals.keeping.fingerprint import answer_settings, shown_settings
from index.servers.addresses import split_login, without_password
from tests.fakes import WordHashEmbedder
from tests.model_server import END, USAGE, Script, running, token

CANARY = "c4nary"
PASSWORD = f"{CANARY}%40x"
ODD = [
    f"http://me:{CANARY}@[::1/v1", f"http://me:{CANARY}/x@host/v1", f"http://me:{CANARY}@xn--/v1",
    f"http://me:{CANARY}@host:99999/v1", f"http://me:{CANARY}@host:abc/v1", f"ftp://me:{CANARY}@host/v1",
    f"http://me:{CANARY}@/v1", f"http://{CANARY}@@/v1", f"http://me:{CANARY}\x7f@host/v1", f"x://{CANARY}@y",
    f"http://me:1234#{CANARY}@127.0.0.1:9/v1", f"http://me:12?{CANARY}@host.org/v1", f"http://me:1/{CANARY}@localhost/v1",
]  # fmt: skip


@pytest.fixture
def script():
    script = Script([token("It sails at nine."), END, USAGE], models=("m",))
    with running(script):
        yield script


def opener(home):
    return Assistant.with_settings(load_settings(home), embedder=WordHashEmbedder())


@pytest.fixture
def footnote(home, tmp_path, capsys):
    """What a command prints, the model being at this address."""
    home.mkdir()
    (tmp_path / "ferry.txt").write_text("The ferry sails at nine from the old pier.")

    def call(llm, *command):
        (home / "settings.toml").write_text(f"llm = {json.dumps(llm)}\n")
        main(command, opener=lambda given: opener(given or home))
        said = capsys.readouterr()
        return said.out + said.err

    return call


def with_login(url):
    return url.replace("://", f"://me:{PASSWORD}@")


def stored(home):
    return b"".join(
        path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".toml"
    )


def test_the_login_reaches_the_server_as_before(script):
    script.answers = [(200, {"choices": []}), script.answers[0]]
    source = RemoteModel(with_login(script.url), key="key", model="")
    assert source.ensure().url == script.url
    settings = load_settings(arguments={"llm": with_login(script.url)}, environ={})
    model = open_chat_model(settings)
    model.check()
    list(model.stream([], max_tokens=5))
    sent = {headers["Authorization"] for _, headers, _ in script.requests}
    assert sent == {"Basic " + base64.b64encode(f"me:{CANARY}@x".encode()).decode()}


COMMANDS = [
    ["settings"], ["settings", "--json"], ["settings", "--test"], ["doctor"], ["doctor", "--json"], ["list"],
    ["ask", "When does the ferry sail?"], ["ask", "When does the ferry sail?", "--json"],
]  # fmt: skip


def canaries(footnote, llm, tmp_path, home, caplog):
    """All that is said and kept when everything is done with the model at this address."""
    caplog.set_level(logging.INFO)
    said = footnote(llm, "add", str(tmp_path / "ferry.txt"))
    for command in COMMANDS:
        said += footnote(llm, *command) + footnote(llm, "-v", *command)
    return said, stored(home), caplog.text


def test_a_password_is_nowhere_while_the_server_answers(footnote, script, tmp_path, home, caplog):
    said, kept, logged = canaries(footnote, with_login(script.url), tmp_path, home, caplog)
    assert script.url in said  # the address is shown
    assert CANARY not in said
    assert CANARY.encode() not in kept
    assert CANARY not in logged


@pytest.mark.parametrize("llm", [f"http://me:{PASSWORD}@127.0.0.1:9/v1", *ODD])
def test_a_password_is_nowhere_while_none_answers(footnote, llm, tmp_path, home, caplog):
    said, kept, logged = canaries(footnote, llm, tmp_path, home, caplog)
    assert CANARY not in said
    assert CANARY.encode() not in kept
    assert CANARY not in logged
    assert "Traceback" not in said


def test_an_answer_and_its_conversation_do_not_have_it(home, script):
    home.mkdir()
    (home / "settings.toml").write_text(f"llm = {json.dumps(with_login(script.url))}\n")
    with opener(home) as assistant:
        answer = assistant.ask("When does the ferry sail?")
        assistant.conversations.add_turn(answer.question, answer.to_dict())
        assert assistant.model().name == script.url
        assert CANARY not in json.dumps(answer.to_dict())
        panel = SettingsPanel(assistant)
        shown = [
            panel.settings_open({}),
            panel.settings_privacy({}),
            panel.settings_test({}),
            panel.settings_check({}),
        ]
        assert CANARY not in json.dumps(shown)
        assert CANARY not in repr(assistant.settings)
    assert CANARY.encode() not in stored(home)


@pytest.mark.parametrize("llm", [with_login("http://127.0.0.1:9/v1"), *ODD])
def test_no_report_and_no_setting_shows_it(llm, home):
    settings, rows = trace_settings(home, {"llm": llm, "llm_key": CANARY}, {})
    for shown in (
        rows,
        shown_settings(settings),
        answer_settings(settings),
        repr(settings),
        without_password(llm),
    ):
        assert CANARY not in str(shown)


@pytest.mark.parametrize("llm", ODD)
def test_an_address_that_is_none_is_one_sentence_without_it(llm):
    with pytest.raises(FootnoteError) as caught:
        sent_to(llm)
        RemoteModel(llm, key="", model="m").ensure()
        open_chat_model(load_settings(arguments={"llm": llm}, environ={})).check()
    assert CANARY not in str(caught.value)


def test_a_setting_that_is_refused_is_shown_without_it():
    with pytest.raises(BadValue) as caught:
        load_settings(arguments={"llm": f"me:{CANARY}@host/v1"}, environ={})
    assert CANARY not in str(caught.value)


def test_an_address_without_a_login_stays_as_it_was_typed():
    for address in ("HTTP://Localhost:80", "http://localhost:8080/@cf/meta", "https://x.org/v1/@cf/meta.v1"):
        assert split_login(address) == (address, None)

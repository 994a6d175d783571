"""Settings that change while Footnote runs: what is written, what takes effect, what is refused."""

import os
import stat
import threading

import pytest

from assistant.addresses import same_server, sent_to, server_address
from assistant.assistant import Assistant
from assistant.settings import load_settings
from assistant.settings_file import changed, write_settings
from assistant.types import Done
from documents.errors import BadValue, ModelError, SettingsError
from index.servers.addresses import without_password
from tests.fakes import WordHashEmbedder
from tests.model_server import END, Script, running, token


@pytest.fixture
def real(home):
    """An assistant whose language model is the one that the settings name."""
    with Assistant.with_settings(load_settings(home, {"llm": "none"}), embedder=WordHashEmbedder()) as built:
        yield built


def settings_file(home):
    return home / "settings.toml"


def test_what_a_person_wrote_in_the_file_stays(home):
    home.mkdir()
    settings_file(home).write_text('# mine\nthreads = 2  # quiet\n\n\nllm = "none"   # for now\n')
    write_settings(home, {"llm": "embedded", "answer_tokens": 90})
    assert settings_file(home).read_text() == (
        '# mine\nthreads = 2  # quiet\n\n\nllm = "embedded"   # for now\nanswer_tokens = 90\n'
    )


def test_an_empty_text_takes_its_line_out_and_quotes_are_escaped(home):
    home.mkdir()
    write_settings(home, {"llm_key": 'a"b\nport = 1', "llm_model": "m"})
    assert load_settings(home, environ={}).llm_key == 'a"b\nport = 1'
    write_settings(home, {"llm_key": "", "llm_model": ""})
    assert settings_file(home).read_text() == ""


def test_only_the_user_may_read_the_file_and_nothing_else_is_left(home):
    home.mkdir()
    settings_file(home).write_text("threads = 2\n")
    os.chmod(settings_file(home), 0o644)
    write_settings(home, {"llm_key": "sk"})
    assert stat.S_IMODE(settings_file(home).stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["settings.toml"]


def test_a_link_to_the_file_stays_a_link(home, tmp_path):
    home.mkdir()
    kept = tmp_path / "kept.toml"
    kept.write_text("")
    settings_file(home).symlink_to(kept)
    write_settings(home, {"threads": 3})
    assert settings_file(home).is_symlink()
    assert kept.read_text() == "threads = 3\n"


def test_a_broken_file_is_left_alone(home):
    home.mkdir()
    settings_file(home).write_text("threads = \n")
    with pytest.raises(BadValue, match="not valid TOML"):
        write_settings(home, {"threads": 3})
    assert settings_file(home).read_text() == "threads = \n"


def test_a_new_model_takes_effect_at_once_and_after_a_restart(real, home):
    with running(Script([token("x"), END])) as script:
        assert real.model() is None
        real.use_settings(llm=script.url, llm_model="m")
        assert real.model().name == "m"
        real.model().check()
    assert load_settings(home, environ={}).llm == script.url


def test_an_answer_under_way_ends_as_it_began(home, llm, embedder):
    asked, go_on = threading.Event(), threading.Event()

    class Waiting:
        name = "waiting"
        measured = True
        closed = False

        def stream(self, messages, *, max_tokens):
            asked.set()
            assert go_on.wait(10) and not self.closed
            yield from llm.stream(messages, max_tokens=max_tokens)

        def check(self):
            pass

        def close(self):
            self.closed = True

    settings = load_settings(home)
    with Assistant.with_settings(settings, embedder=embedder, open_model=Waiting) as assistant:
        assistant.add_examples()
        llm.enqueue("The Marigold carries 32 cars.")
        events = []
        asking = threading.Thread(target=lambda: events.extend(assistant.stream("How many cars fit?")))
        asking.start()
        assert asked.wait(10)
        assistant.use_settings(llm="none")
        assert assistant.model() is None
        go_on.set()
        asking.join(10)
    assert isinstance(events[-1], Done) and events[-1].answer.draft == "The Marigold carries 32 cars."


def test_other_settings_leave_the_model_as_it_is(assistant, llm):
    assert assistant.model() is llm
    assistant.use_settings(evidence_tokens=300)
    assert assistant.model() is llm
    assert assistant.settings.evidence_tokens == 300


def test_what_a_variable_has_set_is_refused_and_said(real, monkeypatch, home):
    monkeypatch.setenv("FOOTNOTE_LLM", "none")
    assert real.setting_origins()["llm"] == "FOOTNOTE_LLM"
    with pytest.raises(SettingsError, match="set by FOOTNOTE_LLM"):
        real.use_settings(llm="embedded")
    assert not settings_file(home).exists()


def test_what_an_argument_has_set_is_refused(home):
    with Assistant.open(home, llm="none") as assistant:
        with pytest.raises(SettingsError, match="when Footnote was started"):
            assistant.use_settings(llm="embedded")
        assert assistant.setting_origins()["llm"] == "argument"


@pytest.mark.parametrize(
    "values",
    [
        {"llm": "ftp://x/v1"},
        {"llm": "http://"},
        {"llm": "http://[::1"},
        {"llm": "gpt"},
        {"answer_tokens": "many"},
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(real, home, values):
    with pytest.raises(BadValue):
        real.use_settings(**values)
    assert real.settings.llm == "none"
    assert not settings_file(home).exists()


def test_a_default_that_stays_one_is_not_written(real, home):
    real.use_settings(llm="none", answer_tokens=160, evidence_tokens=250)
    assert settings_file(home).read_text() == "evidence_tokens = 250\n"
    real.use_settings(evidence_tokens=120)
    assert settings_file(home).read_text() == "evidence_tokens = 120\n"


def test_what_needs_a_new_start_is_refused(real):
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        real.use_settings(port=8000)


def test_a_key_goes_to_no_other_server(real, home):
    real.use_settings(llm="http://127.0.0.1:1/v1", llm_key="sk-secret")
    real.use_settings(llm="http://127.0.0.1:1/v1/", llm_model="m")
    assert real.settings.llm_key == "sk-secret"
    with running(Script([token("x"), END])) as script:
        real.test_model(llm=script.url)
        real.use_settings(llm=script.url)
        assert real.settings.llm_key == ""
        assert "sk-secret" not in settings_file(home).read_text()
        assert all("Authorization" not in headers for _, headers, _ in script.requests)


def test_a_key_of_a_variable_goes_to_no_other_server_either(home, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_LLM_KEY", "sk-secret")
    settings = load_settings(home, {"llm": "http://127.0.0.1:1/v1"})
    origins = {"llm_key": "FOOTNOTE_LLM_KEY"}
    assert changed(settings, {"llm": "http://127.0.0.1:1/v1/"}, origins).llm_key == "sk-secret"
    assert changed(settings, {"llm": "http://127.0.0.1:2/v1"}, origins).llm_key == ""


def test_a_test_says_that_the_model_answers_and_keeps_nothing(real, home):
    with running(Script([token("x"), END], models=("llama",), key="sk")) as script:
        said = real.test_model(llm=script.url, llm_key="sk")
    assert said.startswith("Connected: llama answered in ")
    assert real.settings.llm == "none"
    assert not settings_file(home).exists()


def test_a_test_says_what_is_wrong(real):
    with (
        running(Script([token("x"), END], key="sk")) as script,
        pytest.raises(ModelError, match="refused the key"),
    ):
        real.test_model(llm=script.url, llm_key="other")
    with pytest.raises(ModelError, match="Nothing answers"):
        real.test_model(llm=script.url)


@pytest.mark.parametrize(
    ("llm", "host"),
    [
        ("embedded", None),
        ("none", None),
        ("/models/m.gguf", None),
        ("http://127.0.0.1:11434/v1", None),
        ("HTTP://LocalHost/v1", None),
        ("http://[::1]:8080/v1", None),
        ("https://api.example.org/v1", "api.example.org"),
        ("http://localhost@example.org/v1", "example.org"),
        ("http://localhost.example.org/v1", "localhost.example.org"),
        ("http://192.168.0.7/v1", "192.168.0.7"),
    ],
)
def test_where_a_question_is_sent_is_judged_on_the_host(llm, host):
    assert sent_to(llm) == host


def test_addresses_are_shown_without_passwords_and_not_taken_with_them():
    assert without_password("http://me:pw@x.org/v1") == "http://x.org/v1"
    with pytest.raises(BadValue, match="its own field"):
        server_address("http://me:pw@x.org/v1")
    with pytest.raises(BadValue, match="http"):
        server_address("none")
    assert server_address(" http://x.org/v1/chat/completions ") == "http://x.org/v1"


def test_a_server_is_its_scheme_host_and_port():
    assert same_server("http://x.org/v1", "http://X.org/v2")
    assert not same_server("http://x.org/v1", "https://x.org/v1")
    assert not same_server("http://x.org/v1", "http://x.org:81/v1")
    assert not same_server("embedded", "http://x.org/v1")


def test_an_assistant_beside_another_shares_its_models_and_ends_nothing(assistant, llm, embedder, tmp_path):
    from dataclasses import replace

    other = assistant.beside(replace(assistant.settings, home=tmp_path / "other"))
    other.add_examples()
    assert other.model() is llm
    assert embedder.embedded
    other.close()
    assert assistant.sources() == []
    silent = assistant.beside(replace(assistant.settings, llm="none"))
    assert silent.model() is None
    silent.close()

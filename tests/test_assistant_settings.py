from pathlib import Path

import pytest

from assistant.settings import load_settings, trace_settings
from documents.errors import BadValue, UnknownSetting


def write(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(text, encoding="utf-8")


def test_arguments_win_over_the_environment_and_that_over_the_file(home):
    write(home, "port = 1\nthreads = 1\nllm_context = 1\n")
    environ = {"FOOTNOTE_PORT": "2", "FOOTNOTE_THREADS": "2"}
    settings = load_settings(home, {"port": 3}, environ)
    assert (settings.port, settings.threads, settings.llm_context) == (3, 2, 1)


def test_each_value_tells_where_it_came_from_and_keys_are_hidden(home):
    write(home, "threads = 1\n")
    _, shown = trace_settings(home, {}, {"FOOTNOTE_LLM_KEY": "sk-secret"})
    by_name = {setting.name: setting for setting in shown}
    assert by_name["threads"].origin == "settings.toml"
    assert by_name["llm_key"].origin == "FOOTNOTE_LLM_KEY"
    assert by_name["port"].origin == "default"
    assert not any("sk-secret" in setting.value for setting in shown)


def test_the_password_of_the_librarys_address_is_never_shown(home):
    environ = {"FOOTNOTE_LIBRARY": "postgresql://me:sesame@db.example/library"}
    settings, shown = trace_settings(home, {}, environ)
    assert settings.library == environ["FOOTNOTE_LIBRARY"]
    assert "sesame" not in f"{settings} {shown}"
    assert "postgresql://me@db.example/library" in {setting.value for setting in shown}


@pytest.mark.parametrize("layer", ["argument", "environment", "file"])
def test_an_unknown_name_is_an_error_wherever_it_comes_from(home, layer):
    arguments = {"prot": 1} if layer == "argument" else {}
    environ = {"FOOTNOTE_PROT": "1"} if layer == "environment" else {}
    if layer == "file":
        write(home, "prot = 1\n")
    with pytest.raises(UnknownSetting, match=r"prot.*Did you mean port\?"):
        load_settings(home, arguments, environ)  # type: ignore[arg-type]


def test_a_variable_that_is_like_no_setting_is_left_out_with_a_warning(home, caplog):
    environ = {"FOOTNOTE_MOON_PHASE": "full", "FOOTNOTE_PORT": "7000"}
    assert load_settings(home, {}, environ).port == load_settings(home, {}, environ).port == 7000
    assert caplog.messages == ["FOOTNOTE_MOON_PHASE is no setting of Footnote's, and is left out."]
    with pytest.raises(UnknownSetting, match="moon_phase"):
        load_settings(home, {"moon_phase": "full"})  # type: ignore[typeddict-unknown-key]


def test_a_store_that_is_not_installed_says_what_to_do(home):
    with pytest.raises(BadValue, match=r"'gone'.*Install the package, or set index to one of auto"):
        load_settings(home, {}, {"FOOTNOTE_INDEX": "gone"})


@pytest.mark.parametrize(
    "text",
    [
        "port = 'many'\n",
        "port = true\n",
        "port = -1\n",
        "port = \n",
        "home = 'x'\n",
        "llm = 'gpt'\n",
        "library = 'sqlite:///x'\n",
        "port = 70000\n",
        "llm_timeout = nan\n",
    ],
)
def test_a_value_that_does_not_fit_is_one_clear_error(home, text):
    write(home, text)
    with pytest.raises(BadValue) as caught:
        load_settings(home, {}, {})
    assert caught.value.next_step


def test_the_data_folder_comes_from_the_environment(tmp_path):
    assert load_settings(None, {}, {"FOOTNOTE_HOME": str(tmp_path / "x")}).home == tmp_path / "x"


@pytest.mark.parametrize("name", ["embedder", "reranker"])
@pytest.mark.parametrize(
    "value", ["localhost:8080", "127.0.0.1:80/v1", "[::1]:8080", "me:secret@host:8080/v1"]
)
def test_an_address_without_its_beginning_is_no_model(home: Path, name: str, value: str) -> None:
    with pytest.raises(BadValue, match=f"{name} cannot be .*begins with http://.* Set it to http://") as told:
        load_settings(home, {name: value})
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("value", ["BAAI/bge-m3", "/srv/models/bge:8", "nomic-embed-text:latest", "C:\\bge"])
def test_a_model_may_have_any_other_name(home: Path, value: str) -> None:
    assert load_settings(home, {"embedder": value}).embedder == value

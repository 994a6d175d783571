"""The settings panel: its form, what is sent where, and what a save does."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.declining.care import CareLevel
from assistant.doctor import CHECKS
from assistant.settings import load_settings
from assistant.ui import words
from assistant.ui.panels.settings import SettingsPanel, current_form, folder_bytes
from assistant.ui.views.settings import form_html
from documents.errors import FootnoteError
from tests.fakes import WordHashEmbedder
from tests.model_server import END, Script, running, token

HOSTILE = '"><img src=x onerror=alert(1)>${1+1}'


@pytest.fixture
def opened(home):
    """Makes the panel of an assistant with this settings.toml."""
    made = []

    def open_panel(text='llm = "none"\n'):
        home.mkdir(exist_ok=True)
        (home / "settings.toml").write_text(text)
        made.append(Assistant.with_settings(load_settings(home), embedder=WordHashEmbedder()))
        return SettingsPanel(made[-1])

    yield open_panel
    for one in made:
        one.close()


def form(panel):
    return panel.settings_open({})["html"]


def text(html):
    return re.sub(r"<[^>]+>", "", html)


def test_the_form_shows_the_choice_in_force_and_where_things_lie(opened, home):
    html = form(opened())
    assert re.search(r'value="none" data-testid="settings-llm-none" checked', html)
    assert str(home) in html and 'data-testid="data-folder"' in html and "0 documents" in html
    assert words.SEARCH_MODEL_NAME in html
    assert "data-server hidden" in html


def test_a_library_in_a_database_is_shown_by_its_address_and_not_said_to_be_in_the_folder(opened):
    known = current_form(opened()._assistant)
    settings = replace(known.settings, library="postgresql://me:secret@db.example/team")
    html = form_html(replace(known, settings=settings))
    (library,) = re.findall(r'data-testid="library-address">(.*?)</dd>', html)
    assert "postgresql://me@db.example/team" in library and "0 documents" in library
    (folder,) = re.findall(r'data-testid="data-folder">(.*?)</dd>', html)
    assert "conversations" not in folder and "0 documents" not in folder
    assert "secret" not in html
    assert "library-address" not in form_html(known)


def test_no_word_of_the_page_takes_the_reader_to_sit_at_the_computer_that_serves_it():
    assert "this computer" not in Path(words.__file__).read_text(encoding="utf-8").lower()


def test_the_key_never_reaches_the_page(opened):
    panel = opened('llm = "http://127.0.0.1:9/v1"\nllm_key = "sk-secret"\n')
    html = form(panel)
    assert "sk-secret" not in html
    assert words.KEY_SET in html
    assert "sk-secret" not in str(panel.settings_test({"llm": "url", "url": "http://127.0.0.1:9/v1"}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"llm": "embedded", "url": "https://x.org"}, words.NOTHING_LEAVES),
        ({"llm": "none"}, words.NOTHING_LEAVES),
        ({"llm": "url", "url": "http://localhost:11434/v1"}, words.NOTHING_LEAVES),
        ({"llm": "url", "url": "https://x.org/v1"}, "the quotes read for it are sent to x.org."),
        ({"llm": "url", "url": "http://x.org/v1"}, "x.org. The connection is not encrypted."),
        ({"llm": "url", "url": "x.org"}, words.NO_ADDRESS_YET),
        ({"llm": "url", "url": "http://<b>/"}, "sent to"),
        ({}, words.NOTHING_LEAVES),
    ],
)
def test_what_is_sent_where_follows_the_form(opened, data, said):
    html = opened().settings_privacy(data)["html"]
    assert said in text(html)
    assert "<b>" not in html


def test_what_is_sent_where_is_told_of_the_settings_in_force(opened):
    panel = opened('llm = "https://x.org/v1"\n')
    assert "sent to x.org" in text(form(panel))
    assert "sent to x.org" in text(panel.settings_privacy({})["html"])  # as where a variable has set it


def test_what_servers_of_documents_read_is_told_too(opened):
    panel = opened(
        'llm = "none"\nindex = "https://i.org"\n'
        'embedder = "https://me:secret@e.org/v1"\nembedder_model = "m"\n'
    )
    said = "Passages of your documents and what is searched for are sent to i.org and e.org."
    html = panel.settings_privacy({})["html"]
    assert text(html).strip() == said
    assert text(panel.settings_privacy({"llm": "url", "url": "https://x.org/v1"})["html"]).endswith(
        f"are sent to x.org. {said}"
    )
    assert "Nothing leaves" not in text(form(panel))
    assert "secret" not in form(panel) + html
    assert words.SEARCH_MODEL_ELSEWHERE in form(panel)


def test_a_test_of_the_connection_says_how_it_went_in_its_place(opened):
    panel = opened()
    with running(Script([token("x"), END], models=(HOSTILE,))) as script:
        html = panel.settings_test({"llm": "url", "url": script.url, "model": "", "key": ""})["html"]
    assert "Connected: " in text(html) and "<img" not in html and "${" not in html
    gone = panel.settings_test({"llm": "url", "url": script.url})["html"]
    assert "Nothing answers" in gone and 'class="bad"' in gone
    assert "http://" in panel.settings_test({"llm": "url", "url": "x"})["html"]


def test_a_save_takes_effect_and_comes_back_in_the_form(opened, home):
    panel = opened()
    data = {
        "llm": "url",
        "url": "http://127.0.0.1:9/v1",
        "model": HOSTILE,
        "key": "sk",
        "answer_tokens": "90",
    }
    answer = panel.settings_save(data)
    assert answer["said"] == words.SAVED
    assert "<img" not in answer["html"] and "${" not in answer["html"]
    kept = load_settings(home)
    assert (kept.llm, kept.llm_model, kept.llm_key) == ("http://127.0.0.1:9/v1", HOSTILE, "sk")
    assert kept.answer_tokens == 90
    panel.settings_save(
        {"llm": "url", "url": "http://127.0.0.1:9/v1", "model": "", "key": "", "forget_key": "1"}
    )
    assert load_settings(home).llm_key == ""


def test_an_address_with_a_password_is_shown_without_and_kept_when_unchanged(opened, home):
    panel = opened('llm = "http://me:pw@127.0.0.1:9/v1"\n')
    assert "pw@" not in form(panel)
    panel.settings_save({"llm": "url", "url": "http://127.0.0.1:9/v1", "model": "m"})
    assert load_settings(home).llm == "http://me:pw@127.0.0.1:9/v1"


@pytest.mark.parametrize("url", ["", "none", "/etc/model.gguf", "ftp://x/v1", "javascript://x"])
def test_an_address_that_is_none_is_not_saved(opened, home, url):
    with pytest.raises(FootnoteError):
        opened().settings_save({"llm": "url", "url": url})
    assert load_settings(home).llm == "none"


def test_a_model_of_ones_own_stays_when_this_computer_is_chosen(opened, home):
    panel = opened('llm = "/models/<i>.gguf"\n')
    html = form(panel)
    assert "&lt;i&gt;.gguf" in html and "<i>" not in html
    panel.settings_save({"llm": "embedded"})
    assert load_settings(home).llm == "/models/<i>.gguf"


def test_what_a_variable_has_set_cannot_be_changed_and_says_why(opened, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_LLM", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("FOOTNOTE_ANSWER_TOKENS", "77")
    html = form(opened(""))
    assert html.count('name="llm" value') == 3
    assert re.search(r'data-testid="settings-llm-url" checked disabled', html)
    assert re.search(r'data-testid="settings-answer-tokens"[^>]* disabled', html)
    assert "Set by FOOTNOTE_LLM." in html and "Set by FOOTNOTE_ANSWER_TOKENS." in html


def test_where_a_variable_sets_the_key_the_page_says_that_no_other_address_gets_it(opened, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_LLM_KEY", "sk-secret")
    html = form(opened('llm = "http://127.0.0.1:9/v1"\n'))
    assert words.KEY_FIXED in html and words.KEY_KEPT not in html and "sk-secret" not in html


def test_the_findings_of_the_doctor_are_shown_with_a_word_each(opened):
    html = opened().settings_check({})["html"]
    assert html.count('data-testid="finding"') == len(CHECKS)
    assert f">{words.CHECKED['good']}</span>" in html


def test_a_settings_file_that_was_broken_meanwhile_is_one_clear_error(opened, home):
    panel = opened()
    (home / "settings.toml").write_text("port = \n")
    with pytest.raises(FootnoteError, match="not valid TOML"):
        form(panel)


def test_the_size_of_a_folder_counts_what_is_in_it(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"x" * 1500)
    assert folder_bytes(tmp_path) == 1500


def test_a_folder_that_goes_while_its_size_is_looked_at_counts_nothing(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").write_bytes(b"x" * 1500)
    scandir = os.scandir

    def gone(folder):
        if os.fspath(folder).endswith("a"):
            raise FileNotFoundError(folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", gone)
    assert folder_bytes(tmp_path) == 1500


def test_how_careful_is_a_choice_in_words_with_what_was_measured(opened):
    panel = opened()
    html = form(panel)
    # Of quotes alone no threshold reaches what "balanced" asks for: it would be "cautious" once more.
    assert re.findall(r'name="care" value="(\w+)"', html) == ["cautious", "standard", "bold"]
    assert re.search(r'value="standard" data-testid="settings-care-standard" checked', html)
    for level in panel._assistant.care_levels():
        assert (level.text in text(html)) == (level.same_as is None)


def care(panel, levels, chosen):
    """The form's part on how careful answers are, with these levels."""
    known = current_form(panel._assistant)
    html = form_html(replace(known, levels=levels, settings=replace(known.settings, care=chosen)))
    (part,) = re.findall(r'<fieldset class="care">.*?</fieldset>', html)
    return part


def test_a_level_that_is_the_same_as_another_is_shown_where_it_is_the_chosen_one(opened):
    same = CareLevel(
        "balanced", 0.1, 0.9, "squad", 0.3, 0.2, False, "No different from “cautious”.", "cautious"
    )
    assert "No different" in text(care(opened(), [same], "balanced"))
    assert "radio" not in care(opened(), [same], "standard")


def test_a_risk_that_cannot_be_reached_is_said(opened):
    levels = [
        CareLevel("standard", None, 0.3, "squad", 0.3, 0.6, True, "On squad, 60% <b>."),
        CareLevel(
            "cautious", 0.05, 0.9, "squad", 0.12, 0.2, False, "5% cannot be reached; the lowest is 12%."
        ),
    ]
    html = care(opened(), levels, "cautious")
    assert html.count(words.CARE_UNREACHED) == 1
    assert "Cautious not reached" in text(html)
    assert "the lowest is 12%" in text(html)
    assert "<b>" not in html


def test_how_careful_is_saved_and_takes_effect(opened, home):
    panel = opened()
    html = panel.settings_save({"llm": "none", "care": "bold"})["html"]
    assert 'data-testid="settings-care-bold" checked' in html
    assert panel._assistant.settings.care == "bold"
    assert 'care = "bold"' in (home / "settings.toml").read_text()


def test_a_level_that_there_is_none_of_is_refused(opened):
    with pytest.raises(FootnoteError):
        opened().settings_save({"care": "reckless"})


def test_a_level_that_a_variable_has_set_cannot_be_chosen(opened, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_CARE", "bold")
    html = form(opened())
    assert re.search(r'value="bold" data-testid="settings-care-bold" checked disabled', html)
    assert "Set by FOOTNOTE_CARE" in text(html)

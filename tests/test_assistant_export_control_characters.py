"""Nothing that a document, a server or another page says steers the terminal, whoever prints it."""

import gc
import io
import json
import logging
import sys
import threading
import traceback

import click
import pytest

from assistant.cli.console import console
from assistant.cli.main import main
from assistant.export.control_characters import STEERING, harmless_output, json_text, redraw
from documents.errors import DocumentError
from tests.browser import Scripted, serving
from tests.building import build_assistant
from tests.test_assistant_ui_middleware import asked

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eabc\u061c\r"


def assert_harmless(text):
    assert text.strip()
    assert not STEERING.search(text)


@pytest.mark.parametrize("verbose", [False, True])
def test_a_record_is_harmless_with_its_traceback(capsys, verbose):
    with console(verbose=verbose):
        try:
            raise ValueError(EVIL)
        except ValueError:
            logging.getLogger("assistant.test").exception("failed at %s", EVIL)
    assert_harmless(capsys.readouterr().err)


def test_whatever_is_printed_is_harmless(capsys):
    def fail():
        raise ValueError(EVIL)

    with harmless_output():
        print(EVIL)
        click.echo(EVIL)
        click.echo(EVIL, err=True)
        sys.stdout.writelines([EVIL])
        try:
            fail()
        except ValueError:
            traceback.print_exc()
    said = capsys.readouterr()
    assert_harmless(said.out)
    assert_harmless(said.err)
    assert said.out.count("owned") == 3
    assert said.err.count("owned") == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_fails_is_harmless(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)

    def fail():
        raise ValueError(EVIL)

    with harmless_output():
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert_harmless(sys.stderr.getvalue())


def test_a_bar_replaces_its_line_and_no_more(capsys):
    with harmless_output():
        redraw(f"[###] {EVIL}")
    written = capsys.readouterr().err
    assert written.startswith("\r\x1b[K[###]")
    assert_harmless(written.removeprefix("\r\x1b[K"))


def test_json_is_harmless_and_the_same_data():
    text = json_text({EVIL: [EVIL, "caf\u00e9\n"]})
    assert_harmless(text)
    assert json.loads(text) == {EVIL: [EVIL, "caf\u00e9\n"]}
    assert "caf\u00e9" in text


COMMANDS = """
list
list --json
search ferry
search ferry --json
search -k EVIL x
ask ferry
ask ferry --json
remove EVIL
remove evil
add EVIL
-v add http://EVIL/
check EVIL
check text.txt
check text.txt --json
check text.txt --format markdown
check text.txt --format csl-json
check text.txt --format bibtex
settings
settings --json
--port EVIL
EVIL
"""


@pytest.mark.parametrize("command", COMMANDS.strip().splitlines())
def test_no_command_prints_what_steers(command, home, llm, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text(f"The ferry {EVIL} sails at nine.", encoding="utf-8")
    (tmp_path / "evil").mkdir()
    name = EVIL.replace("/", "")
    (tmp_path / "evil" / f"{name}.md").write_text(
        f"# Ferry {EVIL}\n\nThe ferry {EVIL} sails at nine.", encoding="utf-8"
    )
    monkeypatch.setenv("FOOTNOTE_LLM_MODEL", EVIL)

    def opener(given):
        return build_assistant(given or home, llm=llm)

    main(["add", str(tmp_path / "evil")], opener=opener)
    main([word.replace("EVIL", EVIL) for word in command.split()], opener=opener)
    said = capsys.readouterr()
    assert_harmless(said.out + said.err)


@pytest.mark.parametrize(
    "error", [DocumentError(EVIL, EVIL), ValueError(EVIL), click.UsageError(EVIL), OSError(EVIL)]
)
def test_whatever_ends_a_command_is_harmless(error, capsys):
    def opener(home):
        raise error

    assert main(["list"], opener=opener) in (1, 2)
    said = capsys.readouterr()
    assert "owned" in said.err
    assert_harmless(said.err)


@pytest.mark.filterwarnings("ignore::Warning")  # as in tests/browser.py
def test_no_request_to_the_page_prints_what_steers(home, capfd):
    odd = ["%1b%5d0;owned%07", "%1b[2J", "%9b31m", "\x1b[2J", "%E2%80%AE"]
    with harmless_output(), console(verbose=True), serving(home, llm=Scripted({})) as (url, _):
        for path in [
            "/",
            "/static/",
            "/gradio_api/file=",
            "/gradio_api/custom_component/",
            "/gradio_api/heartbeat/x",
        ]:
            for end in odd:
                asked(url, path + end + "/client/x/y" * path.endswith("component/"))
        asked(url, "/gradio_api/component_server", method="POST", **{"content-length": "0"})
        asked(url, "/", method="\x1b[2J")
    gc.collect()  # what Gradio leaves unclosed is told here, not in a later test
    said = capfd.readouterr()
    assert not STEERING.search(said.out + said.err)

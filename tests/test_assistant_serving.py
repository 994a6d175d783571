"""`footnote serve` as a process: it lets in who knows the password, and stops without losing an answer."""

import threading

import httpx
import pytest

from tests.building import build_assistant
from tests.page_client import PageClient
from tests.serving import served

PASSWORD = "a long password"
FERRY = "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket costs £13.00.\n"


@pytest.fixture
def library(home, tmp_path):
    """A data folder with one document."""
    path = tmp_path / "ferry.md"
    path.write_text(FERRY, encoding="utf-8")
    with build_assistant(home, llm=None) as assistant:
        assistant.add([path])
    return home


def test_a_team_logs_in_asks_and_no_answer_is_lost_when_it_stops(library, tmp_path):
    gate = tmp_path / "gate"
    with served("--host-name", "ferry.example", FOOTNOTE_PASSWORD=PASSWORD, TEST_GATE=str(gate)) as page:
        other = {"host": "evil.example"}
        assert httpx.get(f"{page.address}/config", headers=other).status_code == 403
        assert httpx.get(f"{page.address}/config", headers={"host": "ferry.example"}).status_code == 401
        with PageClient(page.address) as tab, PageClient(page.address) as late:
            assert tab.log_in(PASSWORD).status_code == 303
            assert late.log_in(PASSWORD).status_code == 303
            assert tab.open().call("page_state")["ready"]
            late.open()
            messages, ended = [], []
            reading = threading.Thread(
                target=lambda: ended.append(tab.stage("When does the slow ferry sail?", messages))
            )
            reading.start()
            page.until(lambda: "reading" in "".join(map(str, messages)), "first quotes")
            page.stop()
            page.until(lambda: httpx.get(f"{page.address}/ready").text == "stopping", "stopping")
            assert httpx.get(f"{page.address}/health").status_code == 200
            stage, html = late.stage("When does the ferry sail?")
            assert stage == "failed"
            assert "Ask again in a minute" in html
            gate.touch()
            reading.join(60)
        assert page.ended() == 0
    assert ended[0][0] == "done"
    assert "Traceback" not in page.output


def test_an_address_for_others_without_a_password_is_one_sentence(library, capsys):
    from assistant.cli.main import main

    assert main(["serve", "--host", "0.0.0.0"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_after_the_grace_an_answer_is_broken_off(library, tmp_path):
    with served("--grace", "0.2", TEST_GATE=str(tmp_path / "never")) as page, PageClient(page.address) as tab:
        tab.open()
        messages = []

        def ask():
            with pytest.raises((httpx.HTTPError, AttributeError, TypeError)):
                tab.stage("When does the slow ferry sail?", messages)

        asking = threading.Thread(target=ask)
        asking.start()
        page.until(lambda: "reading" in "".join(map(str, messages)), "first quotes")
        page.stop()
        assert page.ended() == 0
        asking.join(60)

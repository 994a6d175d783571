"""A team's page in a real browser: the password, a question, and out again."""

from dataclasses import replace

import pytest

from assistant.serving.launch import outside
from assistant.serving.options import Options
from assistant.ui.server import build_page
from tests.browser import Scripted, Tab, needs_browser, serving

pytestmark = needs_browser
PASSWORD = "a long password"
FERRY = "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket costs £13.00.\n"
# As at an address without encryption, where browsers do not have it
NO_NAMES = "Object.defineProperty(crypto, 'randomUUID', {value: undefined});"


def team_page(assistant, *, port):
    """As `footnote serve` answers, without its own process."""
    page, app = build_page(assistant, port=port, temporary=assistant.settings.home / "tmp")
    page.begin(examples=False)
    settings = replace(assistant.settings, password=PASSWORD)
    return outside(app, settings, Options(), ready=nothing, metrics_text=nothing, metrics=None)


async def nothing():
    return ""


def test_a_member_of_the_team_logs_in_asks_and_logs_out(browser, tmp_path):
    path = tmp_path / "ferry.md"
    path.write_text(FERRY, encoding="utf-8")
    llm = Scripted({"sail": ["The ferry to Ellisk sails at nine."]})
    with serving(tmp_path / "home", llm=llm, build=team_page) as (address, assistant):
        assistant.add([path])
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script(NO_NAMES)
        tab = Tab(page, address)
        page.goto(address)
        assert page.url.endswith("/login")
        page.get_by_label("Password").fill("not the password")
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("alert").filter(has_text="That is not the password.").wait_for()
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        tab.ready()
        assert "nine" in tab.ask("When does the ferry to Ellisk sail?").inner_text()
        page.evaluate("fetch('/logout', {method: 'POST'})")
        page.wait_for_function("fetch('/config').then((answer) => answer.status === 401)")
        page.goto(address)
        assert page.url.endswith("/login")
        assert (tab.errors, tab.elsewhere) == ([], [])
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_can_be_read_by_everybody(browser, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    from assistant.serving.login import WRONG, form

    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.set_content(form(WRONG).body.decode())
    assert axe.Axe().run(page).response["violations"] == []
    context.close()

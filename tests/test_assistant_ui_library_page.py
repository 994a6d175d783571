"""Adding, finding, removing and measuring in a real browser."""

import threading

import pytest

from documents.inputs import PastedText
from evals.runs import Run, save
from tests.browser import NARROW, WIDE, Scripted, needs_browser, serving, violations
from tests.fakes import WordHashEmbedder
from tests.packing import zipped
from tests.test_evals_page_curve import REST, SURE, rows

pytestmark = needs_browser
ANSWERS = {"ferry": ["The ferry to Ellisk sails at nine."], "Zork": ["The train to Zork leaves at noon."]}
FERRY = "# Ferry\n\nThe ferry to Ellisk sails at nine.\n"
TRAIN = "# Train\n\nThe train to Zork leaves at noon.\n"


class Gated(WordHashEmbedder):
    """Takes in documents only while the gate is open: so that a test can look on."""

    def __init__(self):
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()

    def embed(self, texts, progress=None):
        if len(texts) > 1 or "warm" not in texts[0]:
            self.gate.wait()
        return super().embed(texts, progress)


@pytest.fixture
def embedder():
    return Gated()


@pytest.fixture
def site(tmp_path, embedder):
    with serving(tmp_path / "home", llm=Scripted(ANSWERS), embedder=embedder) as (address, assistant):
        yield address, assistant
        embedder.gate.set()


@pytest.fixture
def tab(open_tab, site):
    return open_tab(site[0], "")


def drop(tab, *files):
    tab.page.set_input_files("[data-testid=drop] input[type=file]", [str(file) for file in files])


def ended(tab, status):
    return tab.page.locator(f"[data-testid=ingest-line][data-status={status}]:visible")


def write(folder, **texts):
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return paths


def test_without_documents_the_drop_zone_is_the_page(tab, tmp_path, embedder):
    assert tab.part("drop").is_visible()
    assert tab.part("drop").count() == 1
    embedder.gate.clear()
    drop(tab, *write(tmp_path, ferry_md=FERRY))
    tab.page.locator("#start .step", has_text="Preparing for search").wait_for()
    room = tab.page.evaluate(
        "() => document.querySelector('[data-do=add-documents]').getBoundingClientRect().top"
        " - document.querySelector('#start [data-lines]').getBoundingClientRect().bottom"
    )
    assert room >= 8
    tab.page.set_viewport_size({"width": 390, "height": 800})
    name = tab.page.locator("#start [data-testid=ingest-line] .name").bounding_box()
    assert name["width"] >= 100  # beside "Preparing for search" there is none left for it
    embedder.gate.set()
    tab.page.wait_for_function(
        "() => document.querySelector('#start').classList.contains('no-sources') === false"
    )
    turn = tab.ask("When does the ferry sail?")
    assert "nine" in turn.inner_text()


def test_three_files_of_which_one_is_broken_and_a_reload_in_the_middle(tab, tmp_path, embedder):
    tab.go("library")
    embedder.gate.clear()
    drop(tab, *write(tmp_path, ferry_md=FERRY, train_md=TRAIN, broken_pdf=b"%PDF-1.7 not really"))
    tab.page.wait_for_function("() => document.querySelectorAll('[data-testid=ingest-line]').length >= 3")
    tab.page.reload()
    tab.page.wait_for_function("() => document.querySelectorAll('[data-testid=ingest-line]').length >= 3")
    embedder.gate.set()
    tab.go("library")
    ended(tab, "added").nth(1).wait_for()
    ended(tab, "failed").first.wait_for()
    assert "broken.pdf" in ended(tab, "failed").first.inner_text()
    tab.part("source-row").nth(1).wait_for()
    tab.go("chat")
    turn = tab.ask("When does the ferry sail?")
    turn.locator("[data-testid=citation]").first.click()
    tab.part("source-quote").wait_for()
    assert tab.part("source-quote").text_content() == "The ferry to Ellisk sails at nine."


def test_an_upload_that_breaks_off_is_sent_once_more_before_it_counts_as_failed(tab, tmp_path):
    broken = []

    def break_first(route):
        broken.append(route.request.url)
        route.abort() if len(broken) == 1 else route.continue_()

    tab.go("library")
    tab.page.route("**/upload**", break_first)
    drop(tab, *write(tmp_path, ferry_md=FERRY))
    ended(tab, "added").first.wait_for()
    assert len(broken) == 2 and ended(tab, "failed").count() == 0


def test_an_upload_that_breaks_off_each_time_has_failed(tab, tmp_path):
    tab.go("library")
    tab.page.route("**/upload**", lambda route: route.abort())
    drop(tab, *write(tmp_path, ferry_md=FERRY))
    ended(tab, "failed").first.wait_for()
    assert "did not arrive" in ended(tab, "failed").first.inner_text()
    tab.page.unroute("**/upload**")
    ended(tab, "failed").get_by_role("button", name="Retry").click()
    ended(tab, "added").first.wait_for()


def test_what_another_process_adds_is_cancelled_by_a_button_of_one_line(tab, site, tmp_path, embedder):
    embedder.gate.clear()
    list(site[1].put(write(tmp_path, ferry_md=FERRY, train_md=TRAIN), asked_by="footnote add"))
    cancel = tab.page.get_by_role("button", name="Cancel: ").first
    cancel.wait_for()
    for width in (1440, 390):
        tab.page.set_viewport_size({"width": width, "height": 900})
        place = cancel.bounding_box()
        assert place["width"] > place["height"]
    embedder.gate.set()


def test_what_is_done_leaves_the_table_in_view_and_stays_unfolded(tab, tmp_path):
    tab.go("library")
    names = {
        f"ferry{number}_md": f"# Ferry {number}\n\nFerry {number} sails at nine." for number in range(12)
    }
    drop(tab, *write(tmp_path, **names))
    tab.part("source-row").nth(11).wait_for()
    finished = tab.page.locator(".library [data-testid=finished]")
    finished.filter(has_text="9 more done").wait_for()  # until then lines may stand above the table
    assert ended(tab, "added").count() == 3
    assert tab.part("source-row").first.is_visible()
    top = tab.part("source-row").first.evaluate("row => row.getBoundingClientRect().top + scrollY")
    assert top < tab.page.viewport_size["height"]
    finished.locator("summary").click()
    drop(tab, *write(tmp_path, train_md=TRAIN))
    tab.part("source-row").nth(12).wait_for()
    assert finished.get_attribute("open") is not None
    assert "10 more done" in finished.locator("summary").inner_text()


def test_an_archive_is_dropped_sorted_among_its_documents_and_removed_with_them(tab, site, tmp_path):
    site[1].add(write(tmp_path, other_md="# Other\n\nSomething else."))
    tab.go("library")
    drop(tab, *write(tmp_path, june_zip=zipped({"notes/ferry.md": FERRY, "train.md": TRAIN})))
    ended(tab, "unpacked").wait_for()
    assert "june.zip › train.md" in ended(tab, "added").nth(1).inner_text()
    row = tab.part("archive-row")
    row.wait_for()
    assert "2 documents" in row.inner_text()
    tab.page.locator("[data-do=library-sort][data-column=title]").click()
    tab.page.get_by_label("Find a document").fill("june.zip")
    assert tab.page.locator(".library .count").inner_text() == "2 of 3 documents"
    row.get_by_role("button", name="Remove").click()
    question = tab.page.locator("#confirm[open]")
    assert "Remove “june.zip” and 2 documents in it?" in question.inner_text()
    question.get_by_role("button", name="Remove").click()
    row.wait_for(state="detached")
    assert [source.title for source in site[1].sources()] == ["Other"]


def test_a_word_that_no_document_has_is_said_and_the_table_comes_back(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY, train_md=TRAIN))
    tab.page.reload()
    tab.ready()
    tab.go("library")
    box = tab.page.locator(".fn.library .tools input")
    box.fill("handbok")
    note = tab.page.locator(".fn.library .unfound")
    note.wait_for()
    assert note.inner_text().startswith("No document has “handbok” in its title")
    assert not tab.page.locator(".fn.library .sources").is_visible()
    box.fill("ferr")
    note.wait_for(state="hidden")
    assert tab.part("source-row").count() == 1


def test_a_document_goes_with_all_that_is_said_of_it_and_its_answer_stays(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY, train_md=TRAIN))
    tab.page.reload()
    tab.ready()
    tab.ask("When does the ferry sail?")
    tab.go("library")
    row = tab.part("source-row").filter(has_text="Ferry")
    row.get_by_role("button", name="Remove").click()
    question = tab.page.locator("#confirm[open]")
    assert "1 passage" in question.inner_text()
    assert "1 saved answer" in question.inner_text()
    question.get_by_role("button", name="Remove").click()
    row.wait_for(state="detached")
    assert [source.title for source in site[1].sources()] == ["Train"]
    tab.page.goto(f"{site[0]}/")
    tab.ready()
    assert "No longer in the library: “Ferry”" in tab.part("cites-removed").inner_text()
    tab.part("citation").first.click()
    tab.part("removed").wait_for()
    assert tab.part("source-quote").text_content() == "The ferry to Ellisk sails at nine."


def test_an_answer_whose_words_a_document_no_longer_has_says_so(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY, train_md=TRAIN))
    tab.page.reload()
    tab.ready()
    tab.ask("When does the ferry sail?")
    site[1].add(
        write(tmp_path, ferry_md=FERRY.replace("at nine", "at ten"), train_md=f"{TRAIN}\nIt is red.\n")
    )
    tab.page.goto(f"{site[0]}/")
    tab.ready()
    assert "Quoted words are no longer in “Ferry”." in tab.part("cites-changed").inner_text()
    assert tab.part("cites-removed").count() == 0


def test_an_erased_document_takes_its_answers_along_and_a_line_says_what_is_left(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY, train_md=TRAIN))
    tab.page.reload()
    tab.ready()
    tab.ask("When does the ferry sail?")
    tab.go("library")
    tab.part("source-row").filter(has_text="Ferry").get_by_role("button", name="Remove").click()
    question = tab.page.locator("#confirm[open]")
    assert "Unless you erase it too, the title stays in a list" in question.inner_text()
    question.get_by_label(
        "Erase also titles, quotes in saved answers, and all eval runs that quote them"
    ).check()
    question.get_by_role("button", name="Remove").click()
    ended(tab, "erased").wait_for()
    assert "1 saved answer" in ended(tab, "erased").inner_text()
    assert "0 of 3 phrases left" in ended(tab, "erased").inner_text()
    tab.part("conversation").filter(has_text="[erased]").wait_for()  # also in the page that was open
    tab.go("chat")
    assert "This answer was erased" in tab.part("turn").first.inner_text()


def test_the_box_of_one_removal_is_not_ticked_in_the_next(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY, train_md=TRAIN))
    tab.go("library")
    box = tab.page.locator("#confirm input[type=checkbox]")
    for title in ("Ferry", "Train"):
        tab.part("source-row").filter(has_text=title).get_by_role("button", name="Remove").click()
        box.wait_for()
        assert not box.is_checked()
        box.check()
        tab.page.locator("#confirm").get_by_role("button", name="Cancel").click()
    assert len(site[1].sources()) == 2


def test_text_is_pasted_and_its_stored_text_opened(tab):
    tab.go("library")
    panel = tab.page.locator("#panel-library")
    panel.locator("textarea").fill("The tram to Pell costs two pounds.")
    panel.get_by_role("button", name="Add", exact=True).click()
    row = tab.part("source-row").first
    row.wait_for()
    row.get_by_role("button").or_(row.get_by_role("link")).first.click()
    tab.part("source-pane").wait_for()
    assert "The tram to Pell costs two pounds." in tab.part("source-pane").inner_text()


def test_search_finds_without_a_model_and_opens_at_the_passage(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY, train_md=TRAIN))
    tab.go("search")
    tab.part("search-box").fill("train to Zork")
    tab.page.keyboard.press("Enter")
    hit = tab.part("hit").first
    hit.wait_for()
    assert "The train to Zork leaves at noon." in hit.inner_text()
    hit.get_by_role("button").or_(hit.get_by_role("link")).first.click()
    tab.part("source-quote").wait_for()
    marked = tab.part("source-pane").locator("mark").all_text_contents()
    assert marked == ["Train", "The train to Zork leaves at noon."]


def test_hostile_names_stay_text(tab, tmp_path):
    name = "<img src=x onerror=window.hacked=1>${window.hacked=2}.md"
    (tmp_path / name).write_text("# <b onclick=1>A</b> ${window.hacked=3}\n\nThe tram costs two pounds.\n")
    tab.go("library")
    drop(tab, tmp_path / name)
    ended(tab, "added").first.wait_for()
    tab.part("source-row").first.wait_for()
    assert tab.page.locator("#panel-library img").count() == 0
    assert tab.page.evaluate("window.hacked") is None


def test_a_set_is_run_and_its_cases_are_shown(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY, train_md=TRAIN))
    folder = tmp_path / "set"
    folder.mkdir()
    case = '{"id": "%s", "question": "%s", "answerable": %s, "answers": %s, "source": "%s", "evidence": %s}\n'
    (folder / "questions.jsonl").write_text(
        case % ("1", "When does the ferry sail?", "true", '["nine"]', "ferry.md", '["sails at nine"]')
        + case % ("2", "Who is the king of Mongolia?", "false", "[]", "ferry.md", "[]")
    )
    tab.go("evals")
    choose_folder(tab, folder)
    tab.part("eval-run").click()  # Enter in the field would start it, too
    tab.part("eval-case").nth(1).wait_for()
    figures = " ".join(tab.part("eval-figure").all_inner_texts())
    assert "100" in figures
    tab.part("eval-case").first.locator("summary, button").first.click()
    tab.page.locator("#panel-evals").get_by_text("sails at nine").first.wait_for()


def test_a_run_is_compared_with_earlier_ones_by_keyboard(tab, site, tmp_path):
    site[1].add(write(tmp_path, ferry_md=FERRY))
    folder = tmp_path / "set"
    folder.mkdir()
    case = '{"id": "1", "question": "When does the ferry sail?", "answerable": true, "answers": ["%s"]}\n'
    tab.go("evals")
    for number, answer in enumerate(("ten", "nine", "nine"), 1):
        (folder / "questions.jsonl").write_text(case % answer)
        choose_folder(tab, folder)
        tab.part("eval-run").click()
        tab.page.wait_for_function(
            "n => document.querySelector('#eval-runs').options.length === n", arg=number
        )
        tab.part("eval-run").wait_for()
    tab.page.wait_for_function("document.querySelector('#eval-against')?.options.length === 3")
    tab.part("eval-against").focus()
    tab.page.keyboard.press("ArrowDown")
    tab.part("eval-figure").get_by_text("Before: 100 %. The same.").first.wait_for()
    assert tab.page.evaluate("document.activeElement.id") == "eval-against"
    tab.part("eval-case").first.locator("summary").click()
    tab.part("eval-before").get_by_text("sails at nine").first.wait_for()
    tab.part("eval-against").focus()
    tab.page.keyboard.press("ArrowDown")  # of another gold
    tab.page.get_by_text("The two runs have no case in common.").first.wait_for()
    assert tab.part("eval-against").input_value() == tab.part("eval-against").locator("option").nth(
        1
    ).get_attribute("value")


def test_the_dot_is_dragged_or_moved_by_keys_and_a_part_of_the_bar_shows_its_cases(tab, site):
    save(Run.of("mine", rows(SURE + REST), settings={}, versions={}), site[1].settings.home)
    tab.go("evals")
    said, dot = tab.part("eval-dot-said"), tab.part("eval-dot")
    assert said.inner_text() == "The 7 surest of 20 answered (35 %): 1 of them wrong (14 %)."
    box = tab.page.locator(".curve .plane").bounding_box()
    tab.page.mouse.move(box["x"] + 0.35 * box["width"], box["y"] + 20)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 20)
    assert said.inner_text() == "The 15 surest of 20 answered (75 %): 1 of them wrong (7 %)."
    tab.page.mouse.up()
    tab.page.mouse.move(box["x"], box["y"])  # no longer held
    tab.page.keyboard.press("ArrowRight")
    assert said.inner_text() == dot.get_attribute("aria-valuetext")
    assert said.inner_text() == "The 20 surest of 20 answered (100 %): 6 of them wrong (30 %)."
    tab.page.keyboard.press("Home")
    assert said.inner_text() == "The 6 surest of 20 answered (30 %): 0 of them wrong (0 %)."

    tab.part("eval-causes").get_by_role("button", name="Unsure, and what it showed is not").click()
    shown = [case for case in tab.part("eval-case").all() if case.is_visible()]
    assert len(shown) == 5
    tab.part("eval-filter").get_by_text("All").click()
    assert tab.part("eval-case").first.is_visible()
    assert not violations(tab, WIDE, NARROW)


def choose_folder(tab, folder):
    tab.part("eval-set").select_option(label=tab.part("eval-set").locator("option").last.inner_text())
    tab.page.locator("#panel-evals input[type=text]").first.fill(str(folder))


def test_what_can_be_read_better_is_read_again_by_a_button(site, tab, tmp_path):
    assistant = site[1]
    assistant.add(write(tmp_path, ferry_md=FERRY))
    with assistant.library.database.transaction() as connection:
        connection.execute("UPDATE versions SET reader = 'markdown-0', text = 'The ferry.'")
    tab.go("library")
    note = tab.part("better")
    note.wait_for()
    assert "1 document can be read better now" in note.text_content()
    note.get_by_role("button", name="Read again").click()
    note.wait_for(state="detached")
    (source,) = assistant.sources()
    assert not source.outdated and assistant.text(source.id) == FERRY


def test_a_quote_deep_in_a_table_is_scrolled_into_view(tab, site, tmp_path):
    rows = [f"Plant {number},{number} pence" for number in range(1, 120)]
    site[1].add(write(tmp_path, plants_csv="\n".join(["Article,Price", *rows, "Zork melon,7 pounds"])))
    tab.go("search")
    tab.part("search-box").fill("Zork melon")
    tab.page.keyboard.press("Enter")
    tab.part("hit").first.get_by_role("button").first.click()
    quote = tab.part("source-quote")
    quote.wait_for()
    pane = tab.part("source-pane").bounding_box()
    place = quote.bounding_box()
    assert pane["y"] < place["y"] < pane["y"] + pane["height"]
    assert tab.part("source-pane").locator("th").all_text_contents() == ["Article", "Price"]


def test_very_many_documents_are_sorted_and_found_by_the_server(tab, site, monkeypatch):
    monkeypatch.setattr("assistant.ui.panels.library.WHOLE", 3)
    assistant = site[1]
    assistant.add([PastedText(f"Note {number}", f"The ferry number {number} sails.") for number in range(5)])
    tab.go("library")
    found = "[...document.querySelectorAll('[data-testid=source-row] td.title button bdi')]"

    def shows(*names):
        tab.page.wait_for_function(
            f"names => {found}.map((one) => one.textContent).join() === names", arg=",".join(names)
        )

    shows("Note 0", "Note 1", "Note 2")
    counted = tab.page.locator(".library .count")
    assert counted.inner_text() == "5 documents"
    tab.page.locator(".library th.title button").click()
    tab.page.locator(".library th.title button").click()
    shows("Note 4", "Note 3", "Note 2")
    tab.page.locator(".library .tools input[type=search]").fill("note 1")
    shows("Note 1")
    assert counted.inner_text() == "1 of 5 documents"
    tab.page.locator(".library .tools input[type=search]").fill("zork")
    shows()
    assert counted.inner_text() == "0 of 5 documents"

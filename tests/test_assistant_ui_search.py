"""The search panel: passages without a model, and plain words where there are none."""

import re

import pytest

from assistant.ui.panels.search import SearchPanel
from assistant.ui.rendering import render
from assistant.ui.views.search import hits_html
from documents.inputs import PastedText
from index.types import Hit
from tests.building import make_passage

HOSTILE = '<img src=x onerror="alert(1)">${1+1}`'


@pytest.fixture
def panel(assistant):
    return SearchPanel(assistant)


def hit(text="The ferry sails at nine.", origin="both", **changes):
    return Hit(make_passage(text, **changes), 0.5, origin)


def test_passages_are_found_without_a_model(panel, assistant, llm):
    assistant.add(
        [PastedText("Ferry", "The ferry sails at nine."), PastedText("Lamp", "The lamp is lit at dusk.")]
    )
    answer = panel.search_run({"query": "  when does it sail? "})
    (first, *_) = re.findall(r"<li .*?</li>", answer["html"], re.DOTALL)
    assert "<bdi>Ferry</bdi>" in first
    assert "<b>sails</b>" in first
    assert answer["message"].endswith("best first")
    assert llm.prompts == []


@pytest.mark.parametrize(
    ("query", "message"),
    [(" ", "Type some words"), ("x" * 10_001, "at most 10,000 characters"), ("ferry " * 1_600, "best first")],
)
def test_what_is_amiss_is_said_in_one_sentence(panel, assistant, query, message):
    assistant.add([PastedText("Ferry", "The ferry sails at nine.")])
    assert message in panel.search_run({"query": query})["message"]


def test_nonsense_gets_no_passages(panel, assistant):
    assistant.add([PastedText("Ferry", "The ferry sails at nine.")])
    answer = panel.search_run({"query": "qwertyuiop zzzz"})
    assert answer == {"html": "", "message": "Nothing in your documents is near to this."}


def test_no_documents_is_said_whatever_is_asked(panel):
    for query in ("", "ferry"):
        answer = panel.search_run({"query": query})
        assert answer == {"html": "", "message": "There are no documents yet: add some in the library."}


def test_a_query_of_signs_alone_is_no_error(panel, assistant):
    assistant.add([PastedText("Ferry", "The ferry sails at nine.")])
    assert panel.search_run({"query": '"?!" * ()'})["message"]


@pytest.mark.parametrize(
    ("origin", "words"), [("lexical", "by its words"), ("dense", "by its meaning"), ("both", "by both")]
)
def test_a_hit_says_which_search_found_it(origin, words):
    html = hits_html([hit(origin=origin)], {"s": "Ferry"}, "ferry")
    assert f'data-origin="{origin}"' in html
    assert words in html


def test_a_long_passage_is_shown_where_its_words_are():
    rest = "Nothing is said of it here. " * 20
    html = hits_html([hit(f"{rest}The lamp is lit at dusk. {rest}")], {}, "lamp at dusk")
    assert ">… The <b>lamp</b> is lit at <b>dusk</b>. " in html
    assert html.count("Nothing is said of it here.") < 20


def test_a_long_list_shows_the_item_that_has_the_words():
    items = [f"{number}. beds" for number in range(200)]
    items[150] = "150. lamps"
    html = hits_html([hit("\n".join(items))], {}, "lamps")
    assert "150. <b>lamps</b>" in html
    assert html.count("\n") < 15  # each takes a line of the page


def test_a_hit_says_where_it_stands_and_opens_there():
    found = hit("The ferry sails.", start=120, end=136, page=4, headings=("Handbook", "Leave", "Dogs"))
    html = hits_html([found], {"s": "Handbook"}, "dogs")
    assert 'data-source="s" data-version="1" data-start="120" data-end="136"' in html
    assert "page 4" in html
    assert "Leave › Dogs" in html  # the title is not said twice
    assert "%" not in html  # a likeness is no probability


def test_texts_stay_text():
    found = hit(f"{HOSTILE} ferry", headings=(HOSTILE,))
    html = hits_html([found], {"s": HOSTILE}, f"ferry {HOSTILE}")
    assert "<img" not in html
    assert "${" not in html
    assert "`" not in html
    assert "<b>ferry</b>" in html


def test_empty_lines_are_left_out():
    html = hits_html([hit("# Ferry\n\n \nIt sails.\nAt nine.\n")], {}, "x")
    assert "# Ferry\nIt sails.\nAt nine.</p>" in html


def test_a_heading_loses_its_marks_and_code_keeps_its_own():
    html = hits_html([hit("## Ferry ##\nIt sails.\n# stop", headings=("Ship", "Ferry"))], {}, "x")
    assert ">Ferry\nIt sails.\n# stop</p>" in html


def test_markdown_is_shown_without_its_marks(panel, assistant, tmp_path):
    page = tmp_path / "fares.md"
    page.write_text(
        "#  1  Fares\n\nAsk the **purser** at the [desk](desk.html).\n\n"
        "| Ship | Fare |\n|---|---|\n| Petrel | £3 |\n\n```\nfare = 3**2\n```\n"
    )
    assistant.add([page])
    html = re.sub(
        "</?b>", "", panel.search_run({"query": "what fare does the purser of the Petrel take"})["html"]
    )
    assert "1  Fares\nAsk the purser at the desk.\nShip | Fare\nPetrel | £3\nfare = 3**2</p>" in html


def test_lines_that_were_only_wrapped_are_joined():
    text = "The committee met in the back room of the Drover's Arms, which was\ncold. The lamp was lit."
    assert "which was\ncold" not in hits_html([hit(text)], {}, "x")


def test_the_box_is_there_once():
    assert render("search/frame.html").count('data-testid="search-box"') == 1

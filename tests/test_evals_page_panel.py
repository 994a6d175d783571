"""The page's evals: choosing a set, the progress of a run, figures, cases and their traces."""

import re
from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from assistant.plugins import plugin_panels
from documents.errors import FootnoteError
from evals.cases import Case, GoldEvidence
from evals.datasets import load_set
from evals.errors import BadSet
from evals.metrics import TIMED
from evals.page.choice import duration, end_sentence, progress_html
from evals.page.job import EvalJob, State
from evals.page.panel import OTHER, EvalsPanel, limit, place
from evals.page.report import FigureRow, figures, report_html
from evals.page.trace import trace_html
from evals.plugin import panels
from evals.points import Points
from evals.runner import Options
from evals.runs import CaseRun, Run, save
from evals.verdicts import Verdict
from tests.evals_fakes import make_answer, make_citation, make_decline, make_hit, make_sentence
from tests.test_evals_datasets import GOOD, write_set

HOSTILE = '<img src=x onerror=alert(1)>"${1+1}'
MINE = [GOOD, {"id": HOSTILE, "question": f"{HOSTILE} Kestrel", "answerable": False}]


@pytest.fixture
def panel(assistant):
    return EvalsPanel(assistant, job=EvalJob(assistant, supports=lambda sentence, quote: True))


@pytest.fixture
def folder(tmp_path):
    return str(write_set(tmp_path / "<b>mine", *MINE))


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def make_run(*rows, **changes):
    values = {
        "figures": dict.fromkeys(TIMED),
        "eligible": dict.fromkeys(TIMED, 0),
        "versions": {"model": "m"},
        "settings": {},
        "set": "mine",
    }
    return Run(**{**values, "cases": rows, **changes})


def test_the_plugin_adds_the_panel_to_the_page(assistant):
    (panel,) = panels(assistant)
    assert (panel.name, panel.title) == ("evals", "Evals")
    assert "footnote.panel('evals'" in panel.script


def test_a_plugin_whose_panel_fails_is_left_out_with_a_warning(assistant):
    points = [
        EntryPoint("broken", "no_such_module", "footnote.plugins"),
        EntryPoint("silent", "json", "footnote.plugins"),  # has no panels at all
        EntryPoint("evals", "evals.plugin", "footnote.plugins"),
    ]
    warnings = []
    found = list(plugin_panels(points, assistant, warnings.append))
    assert [panel.name for panel in found] == ["evals"]
    assert len(warnings) == 1 and warnings[0].startswith("The plugin broken does not load")


def test_the_shipped_set_is_offered_with_cases_and_minutes(panel):
    opened = panel.evals_open({})
    assert 'value="examples"' in opened["sets"] and opened["last"] == ""
    plan = panel.evals_plan({"set": "examples"})
    assert plan["ok"] and re.search(
        r"\d+ cases, \d+ of them with an answer\. Perhaps \d+ minutes: no run has measured this model yet",
        plan["html"],
    )
    assert "Its 12 documents are prepared first" in plan["html"]
    assert text(panel.evals_plan({"set": "examples", "limit": "2"})["html"]).startswith("2 cases of ")


@pytest.mark.parametrize("typed", ["", "/no/such/folder", "<b>"])
def test_a_folder_that_is_no_set_is_said_in_a_sentence(panel, typed):
    plan = panel.evals_plan({"set": OTHER, "folder": typed})
    assert not plan["ok"] and text(plan["html"]).endswith(".") and "<b>" not in plan["html"]
    with pytest.raises(BadSet):
        panel.evals_start({"set": OTHER, "folder": typed})


@pytest.mark.parametrize(("typed", "wanted"), [("", None), (None, None), ("3", 3), (7, 7)])
def test_the_first_so_many_cases(typed, wanted):
    assert limit({"limit": typed}) == wanted


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "many"])
def test_a_number_of_cases_that_is_none_is_refused(typed):
    with pytest.raises(BadSet):
        limit({"limit": typed})


def test_a_run_from_the_choice_to_the_trace(panel, llm, folder):
    llm.enqueue("The Marigold carries 32 cars.")
    panel.evals_start({"set": OTHER, "folder": folder})
    panel._job.wait(30)
    state = panel.evals_progress({})
    assert not state["busy"] and state["said"] == "The run of <b>mine is done: 2 of 2 right."
    opened = panel.evals_open({})
    assert opened["last"] == state["run"] and "&lt;b&gt;mine" in opened["sets"] + opened["runs"]
    html = panel.evals_report({"run": state["run"]})["html"]
    assert html.count('data-testid="eval-case"') == 2
    assert "Right calls 100 % 2 of 2 (34–100)" in text(html)
    assert "Answered rightly" in html and "Declined rightly" in html
    case = panel.evals_case({"run": state["run"], "id": "a"})["html"]
    assert "The Marigold carries 32 cars." in text(case) and "holds what was expected" in case
    assert "Last time: right calls 100 % (2 of 2)." in text(
        panel.evals_plan({"set": OTHER, "folder": folder})["html"]
    )
    for shown in (html, case, opened["sets"], opened["runs"], state["html"]):
        assert "<img" not in shown and "${" not in shown and "<b>mine" not in shown


def test_what_is_not_there_is_a_clear_error(panel, assistant):
    with pytest.raises(FootnoteError):
        panel.evals_report({"run": "../x"})
    path = save(make_run(), assistant.settings.home)
    with pytest.raises(FootnoteError, match="no such case"):
        panel.evals_case({"run": path.stem, "id": "x"})


def test_a_run_is_compared_with_an_earlier_one_of_its_set(panel, assistant):
    case = Case("a", "How many cars?", True, ("32",))
    wrong = CaseRun(case, make_answer("30 cars."), Verdict("a", right=False, useful=False))
    right = CaseRun(case, make_answer("32 cars."), Verdict("a", right=True, useful=True))
    home = assistant.settings.home
    earlier, later, alone = (
        save(Run.of(name, [row], settings={}, versions={}), home).stem
        for name, row in (("mine", wrong), ("mine", right), ("other", right))
    )

    html = panel.evals_report({"run": later})["html"]
    assert re.findall(r'<option value="([^"]*)"', html) == ["", earlier]
    html = panel.evals_report({"run": later, "against": earlier})["html"]
    assert f'<option value="{earlier}" selected>' in html
    assert "Before: 0 %. No difference that 1 case can show" in text(html)
    assert "✓ Gained 1" in text(html) and "Lost" not in text(html)
    assert "✓ Answered rightly before: Gave a wrong answer" in text(html)
    words = text(panel.evals_case({"run": later, "against": earlier, "id": "a"})["html"])
    assert words.index("32 cars.") < words.index("In the earlier run") < words.index("30 cars.")
    assert "In the earlier run" not in text(panel.evals_case({"run": later, "id": "a"})["html"])
    other = CaseRun(replace(case, id="b"), right.answer, replace(right.verdict, id="b"))
    more = save(Run.of("mine", [right, other], settings={}, versions={}), home).stem
    words = text(panel.evals_case({"run": more, "against": earlier, "id": "b"})["html"])  # it lacks this one
    assert "32 cars." in words and "In the earlier run" not in words
    assert "Compare with" not in panel.evals_report({"run": alone})["html"]


def test_a_run_goes_on_where_its_folder_cannot_be_remembered(panel, folder, home):
    (home / "evals").mkdir(parents=True, exist_ok=True)
    (home / "evals" / "folders.json").mkdir()
    note = panel.evals_start({"set": OTHER, "folder": folder, "limit": "1"})["note"]
    assert note.startswith("The run goes on") and "cannot be written" in note
    assert panel._job.wait(30).step == "done"


def test_a_folder_typed_once_is_offered_again(panel, folder):
    panel.evals_start({"set": OTHER, "folder": f" {folder} ", "limit": "1"})
    panel._job.wait(30)
    assert place({"set": OTHER, "folder": f" {folder} "}) == folder
    assert panel.evals_plan({"set": folder})["ok"]
    assert panel.evals_open({})["sets"].count("<option") == 3


def test_stop_ends_the_run(panel):
    panel._job.start(load_set("examples"), Options(limit=3))
    panel.evals_stop({})
    assert panel._job.wait(60).step == "stopped"
    assert not panel.evals_progress({})["busy"]


def test_progress_says_case_time_left_and_how_many_are_right():
    state = State("mine", "asking", done=13, total=40, right=11, judged=13, left=190.0)
    html = progress_html(state)
    assert "Case 14 of 40 · 4 minutes left · 11 of 13 right" in text(html)
    assert 'max="40" value="13"' in html
    assert "the chat is slower" in html
    assert "Case 1 of 40 · 4 minutes left<" in progress_html(replace(state, done=0, judged=0))  # as it begins
    assert "is the last one" in progress_html(replace(state, step="stopping"))
    assert "Preparing" in progress_html(State("mine", "preparing"))
    assert progress_html(State()) == ""


def test_the_end_of_a_run_is_said():
    stopped = State("mine", "stopped", done=3, total=9, right=2, judged=3, run="mine-1")
    assert end_sentence(stopped) == "The run of mine was stopped after 3 of 9 cases: 2 of 3 right."
    assert "before the first case" in end_sentence(replace(stopped, run=""))
    failed = State(HOSTILE, "failed", message=HOSTILE)
    assert "<img" not in progress_html(failed) and "ended early" in progress_html(failed)
    assert end_sentence(State("mine", "asking")) == ""


def test_figures_are_in_words_with_the_cases_behind_them():
    values = {
        "right_call": (26 / 30, 30),
        "wrong_among_answered": (1 / 17, 17),
        "declined_unanswerable": (28 / 30, 30),
        "located": (299 / 300, 300),
        "seconds_p50": (4.21, 30),
    }
    run = make_run(
        figures={name: value for name, (value, _) in values.items()},
        eligible={name: n for name, (_, n) in values.items()},
    )
    assert list(figures(run)) == [
        FigureRow("Right calls", "87 %", "26 of 30", "70–95"),
        FigureRow("Wrong among answered", "6 %", "1 of 17 answers", "1–27"),
        FigureRow("Declined rightly", "93 %", "28 of 30 without an answer", "79–98"),
        FigureRow("Quotes exact", "over 99 %", "299 of 300 quotes", "98–100"),
        FigureRow("Seconds for an answer", "4.2 s", "half of 30 took less"),
    ]
    assert report_html(run).count('data-testid="eval-figure"') == 5


def test_what_was_only_ranked_has_the_figure_of_a_ranking():
    run = make_run(figures={"right_call": None, "recall@10": 0.5}, eligible={"recall@10": 8})
    assert list(figures(run)) == [
        FigureRow("Found in 10 hits", "50 %", "of what was to be found, 8 cases", "22–78")
    ]
    row = CaseRun(
        Case("a", "q", True, relevant=("x.md",)), None, Verdict("a", asked=False, units=1, covered=((), (0,)))
    )
    assert "At place 2." in text(trace_html(row)) and "x.md" in trace_html(row)


def test_a_run_that_was_stopped_says_so():
    assert "Stopped after 0 of 40 cases." in report_html(make_run(settings={"stopped_of": 40}))


def test_a_number_in_the_file_of_a_run_may_be_anything_and_is_escaped():
    html = report_html(make_run(settings={"stopped_of": HOSTILE}, versions={"model": HOSTILE}))
    assert "<img" not in html and html.count("&lt;img") == 2


def test_cases_can_be_shown_by_what_became_of_them():
    rows = [
        CaseRun(Case("a", "q1", True, ("32",)), make_answer("x"), Verdict("a", right=False)),
        CaseRun(Case("b", "q2", False), make_decline(), Verdict("b", answerable=False, refused=True)),
    ]
    html = report_html(make_run(*rows))
    chips = re.findall(r'testid="eval-filter" data-kind="(\d*)" aria-pressed="(\w+)">(.*?)</button>', html)
    assert [(text(title), pressed) for _, pressed, title in chips] == [
        ("All 2", "true"), ("✓ Declined rightly 1", "false"), ("✗ Gave a wrong answer 1", "false"),
    ]  # fmt: skip
    kinds = re.findall(r'data-id="(\w)" data-kinds="(\d+) outcome-\d+ "', html)
    assert dict(kinds) == {"a": chips[2][0], "b": chips[1][0]}


def test_a_trace_has_all_of_an_answer_escaped():
    quote = make_citation("boats.txt", "The Marigold carries 32 cars.")
    answer = make_answer(
        HOSTILE,
        sentences=(make_sentence(HOSTILE, replace(quote, title=HOSTILE, page=3), support="partly"),),
        withheld=(replace(make_sentence("Left.", support="not_found"), reasons=(HOSTILE,)),),
        quotes=(quote,),
        hits=(make_hit("boats.txt", 0, 29),) * 12,
        signals={HOSTILE: None, "margin": 0.25},
        question="q", standalone_question=HOSTILE,
    )  # fmt: skip
    case = Case(
        "a", "q", True, (HOSTILE,), evidence=(GoldEvidence(HOSTILE, HOSTILE),), history=(("user", HOSTILE),)
    )
    html = trace_html(CaseRun(case, answer, Verdict("a", covered=((), (0,)), seconds={"total": 4.2})))
    assert "<img" not in html and "${" not in html
    words = text(html)
    for part in ("Asked after", "Expected", "Understood as", "Answer", "partly", "Left out", "Closest quotes",
                 "Passages found (10)", "page 3", "margin 0.25", "total 4.20 s"):  # fmt: skip
        assert part in words
    assert html.count('data-testid="eval-hit"') == 10 and html.count("holds what was expected") == 1


def test_a_trace_of_a_decline_has_what_was_written():
    row = CaseRun(
        Case("a", "q", False), make_decline(draft="A guess."), Verdict("a", answerable=False, refused=True)
    )
    words = text(trace_html(row))
    assert "A decline: the documents do not say." in words and "A guess." in words
    assert "Kept from an earlier run." in words


def test_a_trace_of_an_unsure_answer_has_what_speaks_against_it_and_the_points_that_were_expected():
    case = Case(
        "a", "q", True, kind=HOSTILE, sources=("x.md", HOSTILE), evidence=(GoldEvidence("", "Gold."),),
        must=(("hat", "cap"), (HOSTILE,), ("coat",)), need=2, must_not=("knife",),
    )  # fmt: skip
    answer = make_answer("A hat.", outcome="unsure", draft="A <b>cap</b>.", notes=(HOSTILE,))
    row = CaseRun(case, answer, Verdict("a", unsure=True, useful=False, points=Points(1, 2)))
    html = trace_html(row)
    words = text(html)
    assert "Unsure: what was found A hat." in words and "Said beside it" in words
    assert "What was written A &lt;b&gt;cap&lt;/b&gt;." in words
    assert "hat / cap" in words and "(2 of these suffice)" in words and "and not: knife" in words
    assert "x.md, &lt;img" in words
    html += report_html(make_run(row))
    assert "<img" not in html and "${" not in html


def test_a_set_with_points_has_figures_of_its_own_and_a_row_for_each_kind():
    names = ("useful", "right", "complete", "misled", "declined", "kept_silent", "right_call")
    case = Case("a", "q", True, kind="list", must=(("hat",),))
    done = CaseRun(case, make_answer("hat"), Verdict("a", right=True, useful=True, points=Points(1, 1)))
    run = make_run(done, figures=dict.fromkeys(names, 0.5), eligible=dict.fromkeys(names, 10))
    assert [row.title for row in figures(run)] == [
        "Useful", "Right", "Misled", "Declined", "Kept silent",
    ]  # fmt: skip
    words = text(report_html(run))
    assert "Kind Cases Useful Right Declined Misled list 1 100 % 100 % 0 % 0 %" in words


def test_an_unsure_answer_counts_by_half_among_the_right_calls():
    run = make_run(figures={"right_call": 26.5 / 30}, eligible={"right_call": 30})
    assert list(figures(run)) == [FigureRow("Right calls", "88 %", "26.5 of 30", "72–96")]
    state = State("mine", "asking", done=13, total=40, right=11.5, judged=13)
    assert "11.5 of 13 right" in text(progress_html(state))


def test_evidence_that_was_left_out_is_said():
    row = CaseRun(
        Case(HOSTILE, "q", True, evidence=(GoldEvidence("x", "y"),)), None, Verdict(HOSTILE, unlocated=1)
    )
    html = report_html(make_run(row))
    assert "1 of 1 piece of evidence" in text(html) and "<img" not in html


def test_minutes_are_said_as_people_say_them():
    assert [duration(seconds) for seconds in (5, 60, 61, 5400)] == [
        "half a minute", "1 minute", "2 minutes", "1 h 30 min",
    ]  # fmt: skip

"""A run as a job of the app, and the runs that are kept."""

import json
import threading
from dataclasses import replace

import pytest

from documents.errors import ModelUnreachable
from evals.cases import Case
from evals.datasets import load_set
from evals.errors import EvalError
from evals.keeping.kept import KeptRuns, SetFolders
from evals.outcomes import HALF, KINDS, counts, kinds
from evals.page.job import EvalJob
from evals.page.report import report_html
from evals.page.trace import trace_html
from evals.points import Points
from evals.report import to_markdown, to_table
from evals.runner import Options, Runner
from evals.runs import CaseRun, Run, asked_model, save
from evals.verdicts import Verdict
from tests.building import build_assistant
from tests.evals_fakes import FakeAssistant, make_decline
from tests.fakes import FakeLLM
from tests.test_evals_datasets import GOOD, write_set
from tests.test_evals_runs import ROWS, make_assistant, run, settings  # noqa: F401

UNANSWERABLE = [
    {"id": f"u{number}", "question": f"Who painted the Kestrel in {number}?", "answerable": False}
    for number in range(4)
]
NEW_FIGURES = ("unsure", "useful", "right", "complete", "declined", "misled", "kept_silent")


class WaitingLLM(FakeLLM):
    """Answers only when it may; `asked` says that it was asked."""

    def __init__(self):
        super().__init__()
        self.asked, self.may_answer = threading.Event(), threading.Event()
        self.closed = False

    def stream(self, messages, *, max_tokens):
        self.asked.set()
        assert self.may_answer.wait(20)
        yield from super().stream(messages, max_tokens=max_tokens)

    def close(self):
        self.closed = True


@pytest.fixture
def waiting(home):
    llm = WaitingLLM()
    with build_assistant(home, llm=llm) as assistant:
        yield assistant, llm
        llm.may_answer.set()


@pytest.fixture
def case_set(tmp_path):
    return load_set(write_set(tmp_path / "mine", GOOD, *UNANSWERABLE))


def make_job(assistant, **changes):
    return EvalJob(assistant, supports=lambda sentence, quote: True, **changes)


def test_a_run_goes_on_by_itself_and_is_kept(assistant, llm, case_set):
    llm.enqueue("The Marigold carries 32 cars.")
    job = make_job(assistant)
    job.start(case_set, Options())
    state = job.wait(30)
    assert (state.step, state.done, state.total, state.judged) == ("done", 5, 5, 5)
    assert state.right == 5
    kept = KeptRuns(assistant.settings.home).open(state.run)
    assert [row.case.id for row in kept.cases] == ["a", "u0", "u1", "u2", "u3"]
    assert "stopped_of" not in kept.settings


def test_a_run_leaves_the_page_its_own_model_and_library(assistant, llm, case_set):
    job = make_job(assistant)
    job.start(case_set, Options(limit=1))
    job.wait(30)
    assert assistant.model() is llm  # not the memory that the run put before its model
    assert assistant.sources() == []
    job.start(load_set("examples"), Options(limit=1))
    state = job.wait(60)
    assert (state.step, state.message) == ("done", "")
    assert assistant.sources() == []


def test_stop_keeps_the_cases_that_are_done(waiting, case_set):
    assistant, llm = waiting
    job = make_job(assistant)
    job.start(case_set, Options())
    assert llm.asked.wait(20)
    job.stop()
    assert job.state.step == "stopping" and job.state.busy
    llm.may_answer.set()
    state = job.wait(30)
    assert (state.step, state.done, state.total) == ("stopped", 1, 5)
    kept = KeptRuns(assistant.settings.home).open(state.run)
    assert len(kept.cases) == 1 and kept.settings["stopped_of"] == 5


def test_a_stop_before_the_first_case_keeps_nothing(settings, case_set):  # noqa: F811
    done = Runner(settings, supports=lambda sentence, quote: True).run(
        replace(case_set, documents=()), FakeAssistant({}), stopped=lambda: True
    )
    assert done.cases == () and done.settings["stopped_of"] == 5


def test_there_is_one_run_at_a_time(waiting, case_set):
    assistant, _ = waiting
    job = make_job(assistant)
    job.start(case_set, Options())
    with pytest.raises(EvalError, match="going on"):
        job.start(case_set, Options())


def test_the_page_answers_while_a_run_goes_on(waiting, case_set):
    assistant, llm = waiting
    assistant.add_examples()
    job = make_job(assistant)
    job.start(case_set, Options())
    assert llm.asked.wait(20)
    assert assistant.search("ramp")
    assistant.use_settings(evidence_tokens=300)  # nor does a change of settings reach the run
    llm.may_answer.set()
    state = job.wait(30)
    assert (state.step, state.message) == ("done", "")
    assert KeptRuns(assistant.settings.home).open(job.state.run).settings["evidence_tokens"] == 120


def test_time_left_is_what_the_cases_so_far_took(assistant, case_set):
    seconds = iter(range(0, 1000, 10))
    lefts = []
    job = make_job(assistant, clock=lambda: float(next(seconds)))
    change = job._change

    def watched(**changes):
        lefts.append(changes.get("left"))
        change(**changes)

    job._change = watched
    job.start(case_set, Options(), seconds=6.0)
    job.wait(30)
    assert [left for left in lefts if left is not None] == [30.0, 40.0, 30.0, 20.0, 10.0, 0.0]


def test_only_what_is_asked_anew_is_expected_to_take_its_time(assistant, case_set):
    job = make_job(assistant)
    job.start(case_set, Options(limit=2))
    state = job.wait(30)
    assert (state.step, state.message) == ("done", "")
    change, lefts = job._change, []

    def watched(**changes):
        lefts.append(changes.get("left"))
        change(**changes)

    job._change = watched
    for cached in (True, False):
        job.start(case_set, Options(cached=cached), seconds=6.0)
        job.wait(30)
    begun = [left for left in lefts if left is not None]
    assert (begun[0], begun[6]) == (18.0, 30.0)  # of five, two were kept


def test_an_estimate_is_of_the_latest_run_that_asked_this_model(settings):  # noqa: F811
    folder = settings.home / "runs"
    folder.mkdir(parents=True)
    asked = asked_model({"llm": "embedded", "llm_model": ""})
    took = {
        "mine-20260101T000000Z": (asked, [{"case": 5.0}, {"cached": True}, {"case": 7.0}]),
        "mine-20260102T000000Z": (asked, [{"cached": True}]),  # all of it was kept
        "mine-20260103T000000Z": ({**asked, "llm": "none"}, [{"case": 0.2}]),
        "yours-20260104T000000Z": (asked, [{"case": 9.0}]),
    }
    for name, (model, cases) in took.items():
        values = {"model": model, "cases": dict(enumerate(cases))}
        (folder / f"{name}.json").write_text("{}")
        (folder / f"{name}-seconds.json").write_text(json.dumps(values))
    runs = KeptRuns(settings.home)
    assert runs.seconds("mine", asked) == 6.0
    assert runs.seconds("yours", asked) == runs.seconds("new", asked) == 9.0
    assert runs.seconds("mine", {**asked, "llm_model": "another"}) is None
    (folder / "mine-20260101T000000Z-seconds.json").write_text("[]")  # damaged
    assert runs.seconds("mine", asked) == 9.0


def test_a_run_that_fails_says_why(assistant, llm, case_set):
    for _ in range(2):  # a question is asked once more, for a server that another process took along
        llm.enqueue(ModelUnreachable("The model is gone.", "Start it."))
    job = make_job(assistant)
    job.start(case_set, Options())
    state = job.wait(30)
    assert state.step == "failed" and "The model is gone." in state.message
    job.start(load_set("examples"), Options(limit=1))  # and another one can begin
    state = job.wait(60)
    assert (state.step, state.message) == ("done", "")


def test_a_question_whose_model_went_away_once_is_asked_again(assistant, llm, case_set):
    llm.enqueue(ModelUnreachable("The model is gone.", "Start it."))
    job = make_job(assistant)
    job.start(case_set, Options())
    assert job.wait(60).step == "done"
    first, again = llm.prompts[:2]
    assert first == again


def test_a_kept_run_comes_back_as_it_was_with_its_seconds(settings, tmp_path):  # noqa: F811
    done = run(settings, load_set(write_set(tmp_path / "mine", *ROWS, docs=False)), make_assistant())
    runs = KeptRuns(settings.home)
    back = runs.open(save(done, settings.home).stem)
    # Timings of the answer itself are left out on purpose, and lists of pairs become tuples again.
    assert [row.verdict for row in back.cases] == [row.verdict for row in done.cases]
    assert [row.case for row in back.cases] == [row.case for row in done.cases]
    assert back.figures == done.figures and back.eligible == done.eligible
    assert back.cases[0].answer == replace(done.cases[0].answer, timings={})
    assert runs.case(runs.all()[0].name, "a").case.question == "How many cars?"
    took = [row.verdict.seconds["case"] for row in done.cases]
    assert all(row.verdict.seconds["case"] > row.verdict.seconds["total"] for row in done.cases)
    assert runs.seconds("mine", asked_model(done.settings)) == pytest.approx(sum(took) / 4)
    assert runs.seconds("mine", asked_model({"llm": "none"})) is None


@pytest.mark.parametrize("name", ["../secret-20260101T000000Z", "", "mine", "/etc/passwd"])
def test_only_runs_of_the_folder_can_be_opened(settings, name):  # noqa: F811
    (settings.home / "runs").mkdir(parents=True)
    (settings.home / "secret-20260101T000000Z.json").write_text("{}")
    with pytest.raises(EvalError, match="no such run"):
        KeptRuns(settings.home).open(name)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"set": "mine"'])
def test_a_damaged_run_is_one_clear_error_and_no_last_result(settings, text):  # noqa: F811
    folder = settings.home / "runs"
    folder.mkdir(parents=True)
    (folder / "mine-20260101T000000Z.json").write_text(text)
    runs = KeptRuns(settings.home)
    assert [kept.name for kept in runs.all()] == ["mine-20260101T000000Z"]
    with pytest.raises(EvalError, match="cannot be read"):
        runs.open("mine-20260101T000000Z")
    assert runs.last("mine") is None


def test_runs_are_listed_the_latest_first_and_their_seconds_are_no_runs(settings):  # noqa: F811
    folder = settings.home / "runs"
    folder.mkdir(parents=True)
    names = [
        "a-b-20260101T000000Z",
        "a-b-20260101T000000Z-2",
        "c-20260201T000000Z",
        "c-20260201T000000Z-seconds",
    ]
    for name in [*names, "notes"]:
        (folder / f"{name}.json").write_text("{}")
    found = KeptRuns(settings.home).all()
    assert [(kept.name, kept.set) for kept in found] == [
        ("c-20260201T000000Z", "c"),
        ("a-b-20260101T000000Z-2", "a-b"),
        ("a-b-20260101T000000Z", "a-b"),
    ]


def test_folders_are_remembered_the_latest_first(home):
    folders = SetFolders(home)
    assert folders.all() == []
    for folder in ("/a", "/b", "/a"):
        folders.add(folder)
    assert folders.all() == ["/a", "/b"]
    (home / "evals" / "folders.json").write_text("{")
    assert folders.all() == []


def test_each_case_has_one_outcome_and_all_its_causes():
    right = Verdict("a", right=True, units=1, covered=((), ()))
    assert kinds(right) == ["Answered rightly", "Found none of the gold in 10 hits"]
    assert kinds(Verdict("b", answerable=False, refused=True)) == ["Declined rightly"]
    assert kinds(Verdict("c", right=None))[0] == "Answered, with nothing to compare it to"
    assert kinds(Verdict("d", asked=False, units=1, covered=((), (0,)))) == ["Found in the first 10 hits"]
    inexact = Verdict("e", answerable=False, citations=2, located=1)
    assert kinds(inexact) == ["Invented an answer where there is none", "A citation is not the stored text"]
    assert list(counts([right, inexact, inexact]).values()) == [1, 2, 1, 2]
    assert all(title in KINDS for title in counts([right, inexact]))


def test_an_unsure_case_is_half_good_where_it_shows_what_is_right_or_there_is_no_answer():
    shown = Verdict("a", unsure=True, useful=True, right=False)
    silent = Verdict("b", answerable=False, unsure=True)
    beside = Verdict("c", unsure=True, useful=False, right=False)
    found = [kinds(verdict)[0] for verdict in (shown, silent, beside, Verdict("d", unsure=True))]
    assert found == [
        "Unsure, though what it showed is right",
        "Unsure where there is no answer",
        "Unsure, and what it showed is not the answer",
        "Unsure, with nothing to compare it to",
    ]
    assert [title in HALF for title in found] == [True, True, False, False]


def test_half_of_the_points_are_a_part_of_the_answer_and_less_is_a_wrong_one():
    half = Verdict("a", right=False, useful=False, points=Points(2, 4))
    less = Verdict("b", right=False, useful=False, points=Points(1, 4))
    spoilt = Verdict("c", right=False, useful=False, points=Points(4, 4, True))
    assert [kinds(one)[0] for one in (half, less, spoilt)] == [
        "Gave only a part of the answer", "Gave a wrong answer", "Gave a wrong answer",
    ]  # fmt: skip


def test_what_is_right_so_far_counts_an_unsure_case_by_half(assistant, case_set):
    job = make_job(assistant)
    job._begun("abc", anew="abc")
    for verdict in (
        Verdict("a", right=True, useful=True),
        Verdict("b", answerable=False, unsure=True),
        Verdict("c"),
    ):
        job._seen(CaseRun(Case(verdict.id, "?", verdict.answerable), None, verdict))
    assert (job.state.right, job.state.judged) == (1.5, 2)


def test_a_run_kept_before_there_were_unsure_answers_is_read_and_shown(settings, tmp_path):  # noqa: F811
    done = run(settings, load_set(write_set(tmp_path / "mine", *ROWS, docs=False)), make_assistant())
    path = save(done, settings.home)
    values = json.loads(path.read_text("utf-8"))
    del values["kinds"], values["unlocated"]
    for name in NEW_FIGURES:
        del values["figures"][name], values["eligible"][name]
    for row in values["cases"]:
        for name in ("kind", "sources", "must", "need", "must_not"):
            del row[name]
        for name in ("unsure", "useful", "points", "unlocated"):
            del row["verdict"][name]
        for name in ("outcome", "form", "sections"):
            del row["answer"][name]
    path.write_text(json.dumps(values), "utf-8")
    old = KeptRuns(settings.home).open(path.stem)
    assert old.cases[1].answer.outcome == "declined" and old.kinds == {} and old.unlocated == {}
    assert (
        "Right calls" in report_html(old)
        and "2 of 4" in report_html(old)
        and "Useful" not in report_html(old)
    )
    assert [kinds(row.verdict)[0] for row in old.cases] == [kinds(row.verdict)[0] for row in done.cases]
    assert trace_html(old.cases[0]) == trace_html(done.cases[0])
    assert "right_call" in to_table(old) and "| useful | – | 0 |" in to_markdown(old)


def test_a_case_made_from_text_keeps_its_history(settings):  # noqa: F811
    case = Case("d", "And?", False, history=(("user", "Hello"),))
    verdict = Verdict("d", answerable=False, refused=True)
    done = Run(
        "mine", {}, {}, {"right_call": 1.0}, {"right_call": 1}, (CaseRun(case, make_decline(), verdict),)
    )
    folder = settings.home / "runs"
    folder.mkdir(parents=True)
    (folder / "mine-20260101T000000Z.json").write_text(json.dumps(done.to_dict()))
    assert KeptRuns(settings.home).case("mine-20260101T000000Z", "d").case == case

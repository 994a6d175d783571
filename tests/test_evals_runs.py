"""A run from the set to its files, on an assistant that answers by script."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.settings import Settings
from documents.errors import ModelUnreachable
from documents.types import IngestEntry, IngestReport
from evals.datasets import load_set
from evals.errors import BadSet, EvalError, ModelLost, NotLocated
from evals.keeping.fingerprint import ANSWER_CODE, NOT_ANSWERING, code_hash, library_hash, shown_settings
from evals.keeping.libraries import MADE_BY, library_folder, open_library
from evals.metrics.figure import mean
from evals.report import to_markdown, to_table
from evals.runner import Options, Runner, checker
from evals.runs import assert_located, save, split_seconds
from evals.verdicts import Verdict
from tests.building import build_assistant
from tests.evals_fakes import (
    TEXTS,
    FakeAssistant,
    FakeModel,
    make_answer,
    make_citation,
    make_decline,
    make_hit,
    make_source,
)
from tests.fakes import FakeLLM
from tests.test_evals_datasets import GOOD, write_set

QUOTE = "The Marigold carries 32 cars."
ROWS = [
    GOOD,
    {"id": "b", "question": "What does a car pay?", "answerable": True, "answers": ["£12"],
     "source": "fares.txt", "evidence": ["A car pays £12"]},
    {"id": "c", "question": "Who owns <b>it</b>?", "answerable": False},
    {"id": "d", "question": "And then?", "answerable": False, "history": [["user", "Hello"]]},
]  # fmt: skip
ROOT = Path(__file__).resolve().parents[1]
ANSWERS = {
    "How many cars?": make_answer("It carries 32 cars.", make_citation("boats.txt", QUOTE)),
    "What does a car pay?": make_decline(draft="A car pays £12.", signals={"model_declined": 0.0}),
    "Who owns <b>it</b>?": make_answer("A | <script>", make_citation("boats.txt", QUOTE), confidence=0.9),
    "And then?": make_decline(),
}
HITS = {"How many cars?": [make_hit("fares.txt", 0, 15), make_hit("boats.txt", 0, 29)]}


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home", models=tmp_path / "models", llm_key="secret")


@pytest.fixture
def case_set(tmp_path):
    return load_set(write_set(tmp_path / "mine", *ROWS, docs=False))


def make_assistant(*pieces, **changes):
    return FakeAssistant(**{"answers": ANSWERS, "hits": HITS, "model": FakeModel(*pieces or "x"), **changes})


def run(settings, case_set, assistant, **options):
    runner = Runner(settings, options=Options(**options), supports=lambda sentence, quote: "32" in sentence)
    return runner.run(case_set, assistant)


def test_a_run_asks_every_case_with_its_history_and_gives_the_figures(settings, case_set):
    assistant = make_assistant()
    done = run(settings, case_set, assistant)
    assert [question for question, _ in assistant.asked] == [row["question"] for row in ROWS]
    assert assistant.asked[3][1] == (("user", "Hello"),)
    expected = {
        "right_call": 0.5, "correct": 0.5, "wrongly_declined": 0.5, "declined_unanswerable": 0.5,
        "answered": 0.5, "answerable_answered": 0.5, "wrong_among_answered": 0.5, "located": 1.0,
        "evidence_cited": 1.0, "citation_recall": 0.5, "citation_precision": 0.5,
        "recall@1": 0.0, "recall@5": 0.5, "mrr@10": 0.25,
    }  # fmt: skip
    assert {name: done.figures[name] for name in expected} == expected
    assert done.eligible["evidence_cited"] == 1 and done.figures["first_token_p50"] == 1.0


def test_the_json_has_the_keys_of_the_contract_and_hides_the_key(settings, case_set):
    values = run(settings, case_set, make_assistant()).to_dict()
    assert {"set", "settings", "versions", "figures", "cases"} <= values.keys()
    assert "secret" not in json.dumps(values)
    first = values["cases"][0]
    assert first["question"] == "How many cars?" and first["answers"] == ["32"]
    assert first["answer"]["sentences"][0]["citations"][0]["quote"] == QUOTE
    assert first["answer"]["signals"] == {"model_declined": 0.0} and first["verdict"]["right"] is True
    assert {"footnote", "model", "embedder", "code"} <= values["versions"].keys()


def test_a_metric_sees_the_case_and_the_answer_which_are_kept_once(settings, case_set, monkeypatch):
    def as_they_asked(verdicts):
        return mean(v.case.question == v.answer.question for v in verdicts if v.answer.outcome == "answered")

    monkeypatch.setattr("evals.metrics.loaded", lambda *_: {"as_they_asked": as_they_asked})
    done = run(settings, case_set, make_assistant())
    assert (done.figures["as_they_asked"], done.eligible["as_they_asked"]) == (1.0, 2)
    verdict = done.to_dict()["cases"][0]["verdict"]
    assert "case" not in verdict and "answer" not in verdict
    assert Verdict.from_dict(verdict) == done.cases[0].verdict


def test_the_second_run_asks_nothing_and_is_the_same_to_the_byte(settings, case_set):
    first = save(run(settings, case_set, make_assistant()), settings.home)
    again = make_assistant()
    done = run(settings, case_set, again)
    second = save(done, settings.home)
    assert again.asked == [] and again.searched == []
    assert first != second and first.read_bytes() == second.read_bytes()
    assert all(row.cached for row in done.cases)
    assert done.figures["first_token_p50"] == 1.0  # those of the first run, which really waited


def test_the_file_of_a_run_has_no_seconds_and_the_file_beside_it_has(settings, case_set):
    path = save(run(settings, case_set, make_assistant()), settings.home)
    kept, seconds = (
        path.read_text("utf-8"),
        json.loads(path.with_name(f"{path.stem}-seconds.json").read_text()),
    )
    assert "seconds_p50" not in kept and '"timings": {}' in kept and "words_p50" in kept
    assert seconds["figures"]["first_evidence_p95"] == 0.1
    assert seconds["cases"]["a"]["first_token"] == 1.0 and seconds["cases"]["a"]["cached"] is False


@pytest.mark.parametrize("change", ["library", "settings", "model", "no cache"])
def test_what_an_answer_depends_on_makes_it_ask_anew(settings, case_set, change):
    run(settings, case_set, make_assistant())
    assistant = make_assistant()
    if change == "library":
        assistant.texts["more.txt"] = "More."
    if change == "settings":
        settings = replace(settings, evidence_tokens=99)
    if change == "model":
        assistant.model.name = "another"
    run(settings, case_set, assistant, cached=change != "no cache")
    assert len(assistant.asked) == 4


def test_places_and_keys_do_not_make_it_ask_anew(settings, case_set):
    run(settings, case_set, make_assistant())
    assistant = make_assistant()
    run(replace(settings, llm_key="other", port=1, llm_timeout=5.0), case_set, assistant)
    assert assistant.asked == []


def test_a_replayed_model_leaves_its_seconds_out(settings, case_set):
    run(settings, case_set, make_assistant())
    model = FakeModel("never read")
    done = run(replace(settings, evidence_tokens=99), case_set, make_assistant(model=model))
    assert model.prompts == []
    assert done.figures["seconds_p50"] is None and done.eligible["seconds_p50"] == 0
    assert all(row.cached for row in done.cases)


def test_a_failing_model_ends_the_run_and_keeps_what_was_answered(settings, case_set):
    assistant = make_assistant()
    stream = assistant.model.stream

    def stream_once(messages, *, max_tokens):
        if assistant.asked[-1][0] != "How many cars?":
            raise ModelUnreachable("Gone.", "Start it.")
        yield from stream(messages, max_tokens=max_tokens)

    assistant.model.stream = stream_once
    asking = assistant.ask

    def ask_and_fall_back(question, history=()):
        try:
            return asking(question, history)
        except ModelUnreachable:
            return make_answer("quotes only")

    assistant.ask = ask_and_fall_back
    with pytest.raises(ModelLost, match=r"failed at case b: Gone\. Start it\. Then run the eval again"):
        run(settings, case_set, assistant)
    again = make_assistant()
    run(settings, case_set, again)
    assert [question for question, _ in again.asked] == [row["question"] for row in ROWS[1:]]


def test_without_a_model_it_runs_all_the_same(settings, case_set):
    done = run(settings, case_set, make_assistant(model=None))
    assert done.figures["right_call"] == 0.5 and done.versions["model"] == "none"


def test_limit_asks_the_first_of_the_seeded_shuffle(settings, case_set):
    two = run(settings, case_set, make_assistant(), limit=2, seed=1)
    three = run(settings, case_set, make_assistant(), limit=3, seed=1)
    assert [row.case.id for row in two.cases] == [row.case.id for row in three.cases][:2]
    assert two.settings["limit"] == 2 and two.settings["seed"] == 1


def test_bad_gold_is_refused_before_anything_is_asked(settings, tmp_path):
    bad = load_set(
        write_set(tmp_path / "bad", *ROWS, {**GOOD, "id": "z", "evidence": ["33 cars"]}, docs=False)
    )
    assistant = make_assistant()
    with pytest.raises(BadSet, match="line 5"):
        run(settings, bad, assistant)
    assert assistant.asked == []


def test_a_citation_that_is_not_located_fails_the_run_by_name(settings, case_set):
    wrong = make_answer("32", make_citation("boats.txt", QUOTE, start=1))
    done = run(settings, case_set, make_assistant(answers={**ANSWERS, "How many cars?": wrong}))
    assert done.figures["located"] == 0.5
    with pytest.raises(NotLocated, match="these cases: a"):
        assert_located(done)
    assert "A citation is not the stored text: 1" in to_markdown(done)


def test_nothing_cited_is_no_failure(settings, case_set):
    done = run(settings, case_set, make_assistant(answers=dict.fromkeys(ANSWERS, make_decline())))
    assert done.figures["located"] is None
    assert_located(done)


def test_a_ranking_set_is_searched_and_not_asked(settings, tmp_path):
    folder = write_set(tmp_path / "sci", {"id": "1", "question": "Q", "relevant": ["9"]}, docs=False)
    (folder / "corpus-1.jsonl").write_text('{"id": "9", "title": "T", "text": "x"}\n')
    hits = [make_hit("boats.txt", 0, 5), make_hit("boats.txt", 5, 9)]
    assistant = FakeAssistant(texts={**TEXTS, "9.md": "# T\n\nx\n"}, hits={"Q": hits})
    hits.append(replace(hits[0], passage=replace(hits[0].passage, source_id="id-9.md")))
    done = run(settings, load_set(folder), assistant)
    assert assistant.asked == [] and assistant.searched[0][1] >= 100
    assert done.figures["mrr@10"] == 0.5  # two hits of one source are one rank
    assert done.figures["right_call"] is None and done.figures["words_p50"] is None
    assert "ndcg@10 0.631" in to_table(done)
    assert_located(done)


def test_progress_is_told_after_each_case(settings, case_set):
    told = []
    Runner(settings, supports=lambda *_: True).run(
        case_set, make_assistant(), lambda *step: told.append(step)
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_table_has_n_beside_each_figure(settings, case_set):
    lines = to_table(run(settings, case_set, make_assistant())).splitlines()
    assert lines[0] == "mine: 4 cases, right_call 0.500"
    correct = next(line for line in lines if line.strip().startswith("correct"))
    assert "0.500" in correct and "n = 2" in correct and "answered rightly / answerable" in correct


def test_the_table_names_the_cases_that_failed_and_says_how_to_see_them(settings, case_set, points):
    done = run(settings, case_set, make_assistant())
    (invented,) = [row.case.id for row in done.cases if row.verdict.answered and not row.verdict.answerable]
    lines = to_table(done).splitlines()
    assert f"  Invented an answer where there is none: {invented}" in lines
    assert "  --markdown FILE writes what was asked, expected and shown in each." in lines
    assert "  Unsure, though what it showed is right: q" in to_table(points).splitlines()
    many = replace(done, cases=done.cases * 4)
    assert f"  Invented an answer where there is none: {', '.join([invented] * 4)}" in to_table(many)
    assert " and 3 more" in to_table(replace(done, cases=done.cases * 8))


def test_the_report_lists_failures_by_kind_and_escapes_what_is_in_them(settings, case_set):
    report = to_markdown(run(settings, case_set, make_assistant()))
    assert "### Invented an answer where there is none: 1" in report
    assert "### Declined though there is an answer: 1" in report and "draft: A car pays £12." in report
    assert "&lt;script>" in report and "<script>" not in report and "A \\| " in report
    assert "| 100 % | 4 | 0.500 |" in report and "| seed | 0 |" in report and "secret" not in report


POINTS = [
    {"id": "p", "kind": "list", "question": "Who pays?", "answerable": True, "sources": ["fares.txt"],
     "must": [["car"], ["foot passenger", "walker"]], "must_not": ["dog"],
     "evidence": ["A car | pays £12.", "A dog pays £1"]},
    {"id": "q", "kind": "fact", "question": "How many cars?", "answerable": True, "sources": ["boats.txt"],
     "must": [["32"]], "evidence": ["carries 32 cars"]},
    {"id": "r", "kind": "none", "question": "Who <i>painted</i> it?", "answerable": False},
    {"id": "s", "kind": "list", "question": "What is paid?", "answerable": True, "sources": ["fares.txt"],
     "must": [["£12"], ["£3"]], "evidence": ["£3"]},
]  # fmt: skip
POINT_ANSWERS = {
    "Who pays?": make_answer("A car, and a walker."),
    "How many cars?": make_answer("It carries 32 cars.", outcome="unsure", draft="It carries 31 cars."),
    "Who <i>painted</i> it?": make_answer("The crew.", outcome="unsure"),
    "What is paid?": make_answer("A car pays £12."),
}


@pytest.fixture
def points(settings, tmp_path):
    """A run of a set whose cases have kinds and points: right, unsure, unsure without an answer, a half."""
    case_set = load_set(write_set(tmp_path / "pts", *POINTS, docs=False))
    return run(settings, case_set, make_assistant(answers=POINT_ANSWERS))


def test_a_run_has_a_row_for_each_kind_of_question(points):
    assert points.to_dict()["kinds"] == {
        "list": {"useful": 0.5, "right": 0.5, "declined": 0.0, "misled": 0.0, "n": 2},
        "fact": {"useful": 1.0, "right": 0.0, "declined": 0.0, "misled": 0.0, "n": 1},
        "none": {"useful": None, "right": None, "declined": None, "misled": 0.0, "n": 1},
    }
    lines = to_table(points).splitlines()
    assert lines[0] == "pts: 4 cases, useful 0.667"
    assert "  list        0.500        0.500        0.000        0.000            2" in lines
    assert "  none            –            –            –        0.000            1" in lines
    assert "| fact | 1.000 | 0.000 | 0.000 | 0.000 | 1 |" in to_markdown(points)


def test_cases_without_a_kind_make_no_rows(settings, case_set):
    done = run(settings, case_set, make_assistant())
    assert done.kinds == {} and done.to_dict()["kinds"] == {}
    assert "misled" not in to_table(done) and "## Kinds" not in to_markdown(done)


def test_evidence_that_cannot_be_located_is_left_out_and_said_to_be(points):
    assert points.to_dict()["unlocated"] == {"p": 1}
    said = "since the stored text does not have it: 1 of 4 pieces of evidence, in p."
    assert said in to_table(points) and said in to_markdown(points)
    assert points.cases[0].verdict.units == 1


def test_the_report_has_unsure_answers_and_parts_of_answers_among_the_failures(points):
    report = to_markdown(points)
    assert (
        "### Unsure, though what it showed is right: 1" in report and "draft: It carries 31 cars." in report
    )
    assert "### Gave only a part of the answer: 1" in report and "expected: £12; £3" in report
    assert (
        "### Gave a wrong answer: 0" in report and "### Invented an answer where there is none: 0" in report
    )


def test_a_set_with_documents_has_a_library_of_its_own_that_is_used_again(settings, tmp_path):
    case_set = load_set(write_set(tmp_path / "mine", *ROWS))
    opened = []

    def open_assistant(home, **others):
        opened.append((home, others))
        return library

    library = FakeAssistant(texts={})
    assert open_library(case_set, settings, open_assistant) is library
    folder, others = opened[0]
    assert folder == library_folder(case_set, settings.home) and folder.parent == settings.home / "evals"
    assert folder.name.startswith("mine-") and others["llm_key"] == "secret" and "home" not in others
    assert library.added == [["boats.txt", "fares.txt"]]
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == ["docs", "questions.jsonl"]


def test_only_documents_that_are_not_there_are_added(settings, tmp_path):
    case_set = load_set(write_set(tmp_path / "mine", *ROWS))
    library = FakeAssistant(texts={})
    present = next(document for document in case_set.documents if document.name == "boats.txt")
    library.sources = lambda: [
        replace(make_source("boats.txt"), sha256=sha256(present.content()).hexdigest())
    ]
    open_library(case_set, settings, lambda home, **others: library)
    assert library.added == [["fares.txt"]]


def test_other_documents_are_another_library_and_the_same_ones_are_not(settings, tmp_path):
    first = load_set(write_set(tmp_path / "mine", *ROWS))
    folder = library_folder(first, settings.home)
    copy = load_set(write_set(tmp_path / "elsewhere" / "mine", *ROWS))
    assert library_folder(copy, settings.home) == folder
    (tmp_path / "mine" / "docs" / "boats.txt").write_text("Changed.")
    assert library_folder(load_set(tmp_path / "mine"), settings.home) != folder


def test_a_library_that_other_settings_made_is_made_anew(settings, tmp_path):
    case_set = load_set(write_set(tmp_path / "mine", *ROWS))
    open_library(case_set, settings, lambda home, **others: FakeAssistant(texts={}))
    folder = library_folder(case_set, settings.home)
    (folder / "library.db").write_text("old")
    open_library(case_set, settings, lambda home, **others: FakeAssistant(texts={}))
    assert (folder / "library.db").exists()
    open_library(
        case_set, replace(settings, passage_tokens=99), lambda home, **others: FakeAssistant(texts={})
    )
    assert not (folder / "library.db").exists() and (folder / MADE_BY).exists()


def test_a_document_that_cannot_be_added_is_named_and_the_library_closed(settings, tmp_path):
    case_set = load_set(write_set(tmp_path / "mine", *ROWS))
    library = FakeAssistant(texts={})
    library.add = lambda sources: IngestReport((failed(sources[0]),))
    with pytest.raises(EvalError, match=r"boats\.txt cannot be added \(broken\)"):
        open_library(case_set, settings, lambda home, **others: library)
    assert library.closed


def failed(path):
    return IngestEntry(str(path), None, "failed", 0, "broken", 0.0)


def test_a_ranking_set_starts_no_model(settings, tmp_path):
    folder = write_set(tmp_path / "sci", {"id": "1", "question": "Q", "relevant": ["9"]}, docs=False)
    (folder / "corpus-1.jsonl").write_text('{"id": "9", "title": "T", "text": "x"}\n')
    opened = {}
    library = FakeAssistant(texts={})
    open_library(load_set(folder), settings, lambda **others: opened.update(others) or library)
    assert opened["llm"] == "none" and library.added == [["9.md"]]


def test_an_address_with_a_password_is_shown_without_it(settings):
    shown = shown_settings(replace(settings, llm="http://me:word@host:1/v1"))
    assert shown["llm"] == "http://host:1/v1" and shown["llm_key"] == "(set, hidden)"


@pytest.mark.parametrize(
    "secret", ["me:word@db/lib", "me@db/lib?password=word", "me@db/lib?sslpassword=word"]
)
def test_a_password_anywhere_in_the_librarys_address_is_in_no_report(settings, secret):
    shown = shown_settings(replace(settings, library=f"postgresql://{secret}"))
    assert "word" not in str(shown["library"]) and "me@db/lib" in str(shown["library"])


def test_only_code_that_shapes_no_answer_is_left_out_of_the_hash():
    modules = [path.relative_to(ROOT).as_posix() for path in (ROOT / "assistant").rglob("*.py")]
    left_out = [name for name in modules if NOT_ANSWERING.match(name)]
    assert {"assistant/cli/show.py", "assistant/ui/page.py"} <= set(left_out)
    assert [name for name in left_out if name.startswith("assistant/showing/")] == []


def test_code_hash_is_of_code_that_is_there_and_library_hash_of_versions():
    assert code_hash(ANSWER_CODE) == code_hash(ANSWER_CODE) != code_hash(("documents/types.py",))
    source = FakeAssistant().sources()[0]
    assert library_hash([source]) != library_hash([replace(source, version=2)])


def test_on_a_real_library_everything_cited_is_located_and_the_second_run_is_from_memory(settings, tmp_path):
    case_set = load_set(write_set(tmp_path / "mine", *ROWS[:3]))
    models = [FakeLLM(), FakeLLM()]
    runs = []
    for llm in models:
        if not runs:
            llm.enqueue("The Marigold ", "carries 32 cars.")
        opened = open_library(case_set, settings, lambda home, fake=llm, **_: build_assistant(home, llm=fake))
        runs.append(run(settings, case_set, opened))
        opened.close()
    assert runs[0].figures["located"] == 1.0
    assert runs[0].cases[0].answer.draft == "The Marigold carries 32 cars."
    assert len(models[0].prompts) == 2 and models[1].prompts == []  # nothing is near to the third
    assert split_seconds(runs[0])[0] == split_seconds(runs[1])[0]


def test_a_sentence_is_supported_by_a_quote_only_when_the_checker_finds_it_there():
    assert checker("The Marigold carries 32 cars.", QUOTE)
    assert not checker("The Marigold carries 33 cars.", QUOTE)
    assert not checker("", QUOTE)

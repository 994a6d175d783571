"""Sets are known by their shape, and a broken one is refused with the line."""

import json
import re
from pathlib import Path

import pytest

from documents.inputs import file_name
from evals.cases import choose
from evals.datasets import load_set
from evals.errors import BadSet
from evals.gold import GoldFinder, Place, covered_sources, covered_spans, sources_by_name
from evals.text import Squeezed
from tests.evals_fakes import TEXTS, FakeAssistant, make_source

ROOT = Path(__file__).resolve().parents[1]
GOOD = {
    "id": "a", "question": "How many cars?", "answerable": True, "answers": ["32"], "source": "boats.txt",
    "evidence": ["carries 32 cars"],
}  # fmt: skip

MISSPELT = {"evidnce" if name == "evidence" else name: value for name, value in GOOD.items()}

LIST = {
    "id": "l", "kind": "list", "question": "Who pays what?", "answerable": True,
    "sources": ["boats.txt", "fares.txt"], "evidence": ["A car pays £12", "carries 32 cars"],
    "must": [["£12", "twelve"], [3]], "must_not": ["£13"],
}  # fmt: skip


def write_set(folder, *rows, docs=True):
    folder.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    if docs:
        (folder / "docs").mkdir(exist_ok=True)
        for name, text in TEXTS.items():
            (folder / "docs" / name).write_text(text, "utf-8")
    return folder


def gold_finder(case_set):
    assistant = FakeAssistant()
    return GoldFinder(case_set, assistant.sources(), assistant.text)


def test_a_folder_is_read_as_it_is(tmp_path):
    unanswerable = {"id": 7, "question": "Why?", "answerable": False, "source": None}
    case_set = load_set(write_set(tmp_path / "mine", GOOD, "", unanswerable))
    assert case_set.name == "mine"
    assert [document.name for document in case_set.documents] == ["boats.txt", "fares.txt"]
    assert not case_set.long_answers
    first, second = case_set.cases
    assert first.answers == ("32",) and first.evidence[0].source == "boats.txt" and first.line == 1
    assert second.id == "7" and second.evidence == () and second.line == 3


def test_a_case_may_have_a_kind_several_sources_and_points(tmp_path):
    silent = {"id": "n", "question": "Why?", "answerable": False, "kind": "none", "must": [], "need": 0}
    first, second = load_set(write_set(tmp_path / "mine", {**LIST, "need": 1}, silent)).cases
    assert (first.kind, first.sources) == ("list", ("boats.txt", "fares.txt"))
    assert first.must == (("£12", "twelve"), ("3",)) and first.must_not == ("£13",)
    assert (first.need, first.needed, first.by_points) == (1, 1, True)
    assert [evidence.source for evidence in first.evidence] == ["", ""]
    assert (second.need, second.needed, second.by_points) == (None, 0, True)
    (one,) = load_set(write_set(tmp_path / "one", {**LIST, "sources": ["fares.txt"]})).cases
    assert one.evidence[0].source == "fares.txt" and one.needed == 2


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/evals.md"])
def test_the_documented_cases_are_a_set(tmp_path, page):
    (lines,) = re.findall(r"^```json\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    case_set = load_set(write_set(tmp_path / "mine", *lines.splitlines(), docs=False))
    assert len(case_set.cases) == 3 and any(case.needed == 2 and case.must_not for case in case_set.cases)


def test_without_docs_the_set_is_for_the_users_own_library(tmp_path):
    assert load_set(write_set(tmp_path / "mine", GOOD, docs=False)).documents == ()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('{"id": "a", ', "line 2: broken JSON"),
        ("[1]", "line 2: not a JSON object"),
        ({**GOOD, "id": "a"}, "line 2: the id 'a' was used in line 1"),
        ({**GOOD, "id": ""}, "line 2: 'id'"),
        ({"id": "b", "answerable": True}, "line 2: 'question'"),
        ({**GOOD, "id": "b", "question": "  "}, "line 2: 'question'"),
        ({**GOOD, "id": "b", "answerable": "yes"}, "line 2: 'answerable'"),
        ({**GOOD, "id": "b", "answers": "32"}, "line 2: 'answers' must be a list"),
        ({**GOOD, "id": "b", "answers": [32]}, "line 2: 'answers' must be a list of texts"),
        ({**GOOD, "id": "b", "answers": ["The!"]}, "line 2: no answer has a word"),
        ({**GOOD, "id": "b", "answerable": False}, "line 2: 'answers' are given"),
        ({**GOOD, "id": "b", "answers": [], "evidence": []}, "line 2: it is answerable but"),
        ({**GOOD, "id": "b", "source": None}, "line 2: evidence is given but no 'source'"),
        ({**GOOD, "id": "b", "evidence": [{"text": "x", "start": 1}]}, "line 2: 'start' and 'end'"),
        ({**GOOD, "id": "b", "evidence": [{"start": 1, "end": 2}]}, "line 2: evidence must be"),
        ({**GOOD, "id": "b", "source": "gone.txt"}, "line 2: there is no document 'gone.txt'"),
        ({**GOOD, "id": "b", "history": ["hello"]}, "line 2: 'history'"),
        ({**LIST, "id": "b", "must": "hat"}, "line 2: 'must' must be a list"),
        ({**LIST, "id": "b", "must": ["hat"]}, "line 2: 'must' must be a list of points"),
        ({**LIST, "id": "b", "must": [["hat"], []]}, "line 2: 'must' must be a list of points"),
        ({**LIST, "id": "b", "must": [["hat", "!"]]}, "line 2: 'must' has '!'"),
        ({**LIST, "id": "b", "must": [[True]]}, "line 2: 'must' has True"),
        ({**LIST, "id": "b", "must_not": [["hat"]]}, "line 2: 'must_not' has ['hat']"),
        ({**LIST, "id": "b", "need": 3}, "line 2: 'need' is 3, but 'must' has 2 points"),
        ({**LIST, "id": "b", "need": "all"}, "line 2: 'need' must be the number"),
        ({**LIST, "id": "b", "need": -1}, "line 2: 'need' must be the number"),
        ({**GOOD, "id": "b", "must_not": ["31"]}, "line 2: 'need' and 'must_not' are of no use without"),
        ({**LIST, "id": "b", "answerable": False, "kind": "none"}, "line 2: 'must' are given"),
        ({**LIST, "id": "b", "kind": "none"}, "line 2: 'kind' must be 'none' where"),
        ({"id": "b", "question": "?", "answerable": False, "kind": "fact"}, "line 2: 'kind' must be 'none'"),
        ({**LIST, "id": "b", "sources": "boats.txt"}, "line 2: 'sources' must be a list"),
        (
            {**LIST, "id": "b", "sources": ["boats.txt", "gone.txt"]},
            "line 2: there is no document 'gone.txt'",
        ),
        ({**LIST, "id": "b", "sources": []}, "line 2: evidence is given but no 'source'"),
        ({**MISSPELT, "id": "b"}, "line 2: there is no field 'evidnce'; 'evidence' may be meant"),
    ],
)
def test_a_broken_line_is_refused_by_its_number(tmp_path, row, what):
    with pytest.raises(BadSet) as caught:
        load_set(write_set(tmp_path / "mine", GOOD, row))
    assert what in caught.value.message
    assert caught.value.next_step


@pytest.mark.parametrize("where", ["nowhere", "empty"])
def test_a_set_that_is_not_there_is_refused(tmp_path, where):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadSet):
        load_set(tmp_path / where)


def test_a_set_without_cases_and_one_that_is_not_utf8_are_refused(tmp_path):
    folder = write_set(tmp_path / "mine")
    with pytest.raises(BadSet, match="no cases"):
        load_set(folder)
    (folder / "questions.jsonl").write_bytes(b"\xff\xfe{}")
    with pytest.raises(BadSet, match="UTF-8"):
        load_set(folder)


def test_long_answers_are_told_by_their_length(tmp_path):
    long = {**GOOD, "answers": ["word " * 16]}
    assert load_set(write_set(tmp_path / "long", long)).long_answers
    short = {**GOOD, "answers": ["word " * 15]}
    assert not load_set(write_set(tmp_path / "short", short)).long_answers


def test_scifact_is_told_by_its_corpus_and_makes_documents(tmp_path):
    claim = {"id": "1", "question": "Cells grow.", "relevant": ["9"], "evidence": []}
    folder = write_set(tmp_path / "other-name", claim, docs=False)
    (folder / "corpus-1.jsonl").write_text('{"id": "9", "title": "On\\ncells", "text": "They grow."}\n')
    case_set = load_set(folder)
    assert case_set.ranking_only
    assert case_set.documents[0].name == "9.md"
    assert case_set.documents[0].content() == b"# On cells\n\nThey grow.\n"
    assert case_set.cases[0].relevant == ("9.md",)


def test_scifact_refuses_a_relevant_document_that_it_does_not_have(tmp_path):
    folder = write_set(tmp_path / "s", {"id": "1", "question": "Q", "relevant": ["8"]}, docs=False)
    (folder / "corpus-1.jsonl").write_text('{"id": "9", "title": "T", "text": "x"}\n')
    with pytest.raises(BadSet, match="line 1: there is no document '8'"):
        load_set(folder)


@pytest.mark.parametrize(
    ("name", "cases", "documents"),
    [("squad", 400, 8), ("mali", 14, 1), ("clapnq", 299, 292), ("scifact", 300, 5183)],
)
def test_the_public_sets_load_under_any_name(data, tmp_path, name, cases, documents):
    copy = tmp_path / "kept-back"
    copy.symlink_to(data / name)
    case_set = load_set(copy)
    assert case_set.name == "kept-back"
    assert (len(case_set.cases), len(case_set.documents)) == (cases, documents)
    assert case_set.long_answers == (name == "clapnq")
    assert case_set.ranking_only == (name == "scifact")
    texts = {document.name: document.content().decode() for document in case_set.documents}
    assistant = FakeAssistant(texts=texts)
    finder = GoldFinder(case_set, assistant.sources(), assistant.text)
    assert all(finder.gold(case).units for case in case_set.cases if case.answerable)


def test_the_shipped_set_loads_by_its_name():
    case_set = load_set("examples")
    assert case_set.name == "examples" and len(case_set.cases) >= 30 and case_set.documents


def test_any_occurrence_of_evidence_counts(tmp_path):
    case_set = load_set(
        write_set(tmp_path / "s", {**GOOD, "source": "fares.txt", "evidence": ["A car pays £12"]})
    )
    (span,) = gold_finder(case_set).gold(case_set.cases[0]).spans
    assert span == (Place("id-fares.txt", 0, 14), Place("id-fares.txt", 42, 56))
    assert covered_spans([Place("id-fares.txt", 50, 60), Place("id-fares.txt", 20, 30)], [span]) == ((0,), ())


def test_evidence_may_be_offsets_and_may_lie_in_another_source(tmp_path):
    elsewhere = {"source": "fares.txt", "start": 11, "end": 14, "text": "£12"}
    own = {"start": 13, "end": 20, "text": "carries"}
    case_set = load_set(write_set(tmp_path / "s", {**GOOD, "evidence": [elsewhere, own]}))
    spans = gold_finder(case_set).gold(case_set.cases[0]).spans
    assert spans == ((Place("id-fares.txt", 11, 14),), (Place("id-boats.txt", 13, 20),))


@pytest.mark.parametrize("evidence", ["carries 33 cars", {"start": 0, "end": 3, "text": "cat"}])
def test_evidence_that_is_not_in_its_source_is_refused(tmp_path, evidence):
    case_set = load_set(write_set(tmp_path / "s", {**GOOD, "evidence": [evidence]}))
    with pytest.raises(BadSet, match=r"line 1: boats.txt does not have"):
        gold_finder(case_set).gold(case_set.cases[0])


def test_evidence_may_lie_in_any_of_the_sources_and_what_is_in_none_is_left_out(tmp_path):
    evidence = ["A foot passenger pays £3", "carries 33 cars", "crew is nine"]
    case_set = load_set(write_set(tmp_path / "s", {**LIST, "evidence": evidence}))
    spans = gold_finder(case_set).gold(case_set.cases[0]).spans
    assert spans == ((Place("id-fares.txt", 16, 40),), (Place("id-boats.txt", 62, 74),))


@pytest.mark.parametrize(
    "evidence",
    [
        "Glass 40 1 h 30",  # the cells in reading order
        "| Glass | 40 | 1 h 30 |",
        "glass,40,1 h 30",
        "Glass\n40\n1 h 30",
    ],
)
def test_evidence_is_found_with_other_blanks_bars_and_punctuation(tmp_path, evidence):
    text = "| Tin | 140 |\n| **Glass** | 40 |  1 h 30 |\n| Spyglass | 40 | 1 h 30 |"
    (tmp_path / "s" / "docs").mkdir(parents=True)
    (tmp_path / "s" / "docs" / "table.md").write_text(text, "utf-8")
    row = {**GOOD, "source": "table.md", "evidence": [evidence]}
    case_set = load_set(write_set(tmp_path / "s", row, docs=False))
    finder = GoldFinder(case_set, [make_source("table.md")], lambda source_id: text)
    ((place,),) = finder.gold(case_set.cases[0]).spans  # and not in the row of the spyglass
    assert text[place.start : place.end] == "Glass** | 40 |  1 h 30"


def test_accents_and_joined_letters_are_written_in_several_ways():
    text = "Das Cafe\u0301 öffnet die Of\ufb01ce-Tür am 9. Mai."
    ((start, end),) = Squeezed.of(text).find("café öffnet die office tür")
    assert text[start:end] == "Cafe\u0301 öffnet die Of\ufb01ce-Tür"


def test_a_source_that_the_library_lacks_is_refused(tmp_path):
    case_set = load_set(write_set(tmp_path / "s", {**GOOD, "source": "other.txt"}, docs=False))
    with pytest.raises(BadSet, match=r"no source 'other\.txt'"):
        gold_finder(case_set).gold(case_set.cases[0])


def test_sources_are_known_by_the_file_names_of_all_their_uris():
    source = FakeAssistant().sources()[0]
    assert sources_by_name([source]) == {"boats.txt": [source.id]}
    assert file_name("text:My notes/1") == "1"
    assert file_name(r"C:\docs\a b.txt") == "a b.txt"


def test_hits_are_folded_to_one_a_source_at_its_best_rank():
    ranking = [Place("x", 0, 5), Place("x", 5, 9), Place("y", 0, 5)]
    assert covered_sources(ranking, ["y"]) == ((), (0,))


def test_limit_takes_the_first_of_a_shuffle_that_depends_on_the_seed_alone():
    numbers = list(range(100))
    assert choose(numbers, limit=None, seed=3) == numbers
    ten = choose(numbers, limit=10, seed=3)
    assert ten == choose(numbers, limit=10, seed=3) == choose(numbers, limit=50, seed=3)[:10]
    assert ten != choose(numbers, limit=10, seed=4) and ten != numbers[:10]


def test_where_some_cases_have_points_the_answers_of_others_are_one_point(tmp_path):
    pointed = {
        "id": "p",
        "question": "And when?",
        "answerable": True,
        "must": [["May"]],
        "source": "boats.txt",
    }
    alone, mixed = write_set(tmp_path / "alone", GOOD), write_set(tmp_path / "mixed", GOOD, pointed)
    assert load_set(alone).cases[0].must == ()
    assert [case.must for case in load_set(mixed).cases] == [(load_set(alone).cases[0].answers,), (("May",),)]


def test_a_set_may_be_named_by_its_questions(tmp_path):
    folder = write_set(tmp_path / "mine", GOOD)
    assert load_set(folder / "questions.jsonl") == load_set(folder)

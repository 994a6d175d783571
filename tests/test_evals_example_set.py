"""The example documents and the eval set about them fit each other, read as Footnote reads them."""

import json
import re
import runpy
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from documents.readers import reader_for

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "documents" / "examples"
NAMES = sorted(path.name for path in EXAMPLES.iterdir())
CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "evals" / "sets" / "examples" / "questions.jsonl").read_text("utf-8").splitlines()
]
ANSWERABLE = [case for case in CASES if case["answerable"]]
by_id = pytest.mark.parametrize("case", ANSWERABLE, ids=lambda case: case["id"])


@cache
def document(name):
    path = EXAMPLES / name
    return reader_for(path).read(path)


def stored_text(name):
    return document(name).text


def normalised(text):
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower())
    text = "".join(" " if unicodedata.category(letter).startswith("P") else letter for letter in text)
    return " " + " ".join(word for word in text.split() if word not in ("a", "an", "the")) + " "


def evidence_texts(case):
    return [item if isinstance(item, str) else item["text"] for item in case["evidence"]]


def test_there_are_eight_to_twelve_documents_in_four_formats():
    assert 8 <= len(NAMES) <= 12
    assert {Path(name).suffix for name in NAMES} == {".md", ".txt", ".pdf", ".html"}


def test_the_documents_have_ten_thousand_words_together():
    assert sum(len(stored_text(name).split()) for name in NAMES) >= 10_000


@pytest.mark.parametrize("name", NAMES)
def test_every_document_states_its_date_near_its_beginning(name):
    assert document(name).date or re.search(r"\d{1,2} [A-Z][a-z]+ 20\d\d", stored_text(name)[:700])


def test_a_third_or_more_of_the_cases_have_no_answer():
    assert len(CASES) >= 30
    assert 3 * (len(CASES) - len(ANSWERABLE)) >= len(CASES)


def test_every_case_has_an_id_and_a_question_of_its_own():
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert len({case["question"] for case in CASES}) == len(CASES)


def test_a_case_without_an_answer_has_neither_gold_nor_evidence():
    for case in CASES:
        assert bool(case["answers"]) == bool(case["evidence"]) == case["answerable"], case["id"]


def test_six_or_more_cases_span_two_documents():
    spans = [{item["source"] for item in case["evidence"] if isinstance(item, dict)} for case in ANSWERABLE]
    assert sum(len(sources) >= 2 for sources in spans) >= 6


@by_id
def test_evidence_stands_word_for_word_in_the_stored_text(case):
    for item in case["evidence"]:
        if isinstance(item, str):
            assert stored_text(case["source"]).count(item) == 1, item
        else:
            assert stored_text(item["source"])[item["start"] : item["end"]] == item["text"]


@by_id
def test_a_gold_answer_occurs_in_the_evidence(case):
    evidence = [normalised(text) for text in evidence_texts(case)]
    assert any(normalised(answer) in text for answer in case["answers"] for text in evidence)


def test_where_the_two_expense_policies_differ_the_gold_is_the_current_value():
    cases = {case["id"]: case for case in CASES}
    for case_id in ("mileage-now", "claim-deadline", "dinner-limit"):
        old = normalised(stored_text("travel-expenses-2021.md"))
        assert cases[case_id]["source"] == "travel-expenses-2025.md"
        assert not any(normalised(answer) in old for answer in cases[case_id]["answers"])


def test_every_row_of_the_price_list_reads_on_one_line_in_order():
    pages = runpy.run_path(str(ROOT / "scripts" / "make_price_list.py"))["PAGES"]
    lines = set(stored_text("price-list-2025.pdf").splitlines())
    rows = ["\t".join(row) for page in pages for _, _, table in page for row in table]
    assert len(rows) > 50
    assert [row for row in rows if row not in lines] == []

"""Documents of the same title are told apart wherever they are cited."""

from pathlib import Path

import pytest

from assistant.export import plain_text
from assistant.export.markdown import answer_with_footnotes
from assistant.types import Answer
from assistant.ui.views.texts import path
from index.search import titles_of
from tests.building import build_assistant

RULES = "# House rules\n\nQuiet hours in {house} are from {hour}:00 on.\n\nBins go out on {day} evening.\n"
BIRCH = RULES.format(house="Birch Court", hour=22, day="Monday")
ELM = RULES.format(house="Elm Court", hour=23, day="Thursday")
FILES = ["birch/rules.md", "elm/rules.md"]
SHED = "# Shed\n\nThe shed key hangs behind the door.\n"


@pytest.fixture
def answers(home: Path, tmp_path: Path) -> dict[str, Answer]:
    """The answers to two questions, with two documents of one title and another one."""
    for name, text in (*zip(FILES, (BIRCH, ELM), strict=True), ("shed.md", SHED)):
        file = tmp_path / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with build_assistant(home, llm=None) as assistant:
        assistant.add([tmp_path / "docs"])
        asked = ("When do the bins go out?", "Where does the shed key hang?")
        found = {question: assistant.ask(question) for question in asked}
        hits = assistant.search("bins")
        names = {titles_of(hits, assistant.library)[hit.passage.source_id] for hit in hits}
        assert names >= {f"House rules ({file})" for file in FILES}
        checked = assistant.check("Bins go out on Monday evening.")
        assert {each.name for one in checked for each in one.citations} == {f"House rules ({FILES[0]})"}
    return found


def test_the_files_are_named_with_what_sources_disagree_about(answers: dict[str, Answer]) -> None:
    answer = answers["When do the bins go out?"]
    rows = {row.value: row.citation for row in answer.conflicts[0].rows}
    assert [rows[day].file for day in ("Monday", "Thursday")] == FILES
    assert [path(rows[day]).split(" › ")[0] for day in ("Monday", "Thursday")] == [
        f"House rules ({file})" for file in FILES
    ]
    for text in (answer.text, plain_text.answer_text(answer), answer_with_footnotes(answer)):
        assert all(file in text for file in FILES)
    assert {each.file for each in answer.quotes} == set(FILES)


def test_a_title_that_one_document_alone_has_tells_it(answers: dict[str, Answer]) -> None:
    cited = answers["Where does the shed key hang?"].sentences[0].citations[0]
    assert (cited.file, cited.name) == ("", "Shed")

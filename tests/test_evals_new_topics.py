"""The study that asks each question after one of another document."""

import json

from assistant.settings import load_settings
from evals.datasets import load_set
from evals.keeping.libraries import open_with
from evals.studies.new_topics import asked_both_ways, first_quote, pairs

DOCS = {
    "boats.md": "# Boats\n\nThe Marigold carries 32 cars.\n\nThe Petrel sails at nine.\n",
    "flat.md": "# The flat\n\nDerek replaces the hall heaters.\n\nThe boiler comes on Tuesday.\n",
}
QUESTIONS = [
    ("How many cars does the Marigold carry?", "boats.md", "carries 32 cars"),
    ("When does the Petrel sail?", "boats.md", "sails at nine"),
    ("does derek replace the hall heaters?", "flat.md", "Derek replaces the hall heaters"),
]


def test_a_question_after_one_of_another_document_is_answered_as_alone(tmp_path, home, embedder):
    (tmp_path / "docs").mkdir()
    for name, text in DOCS.items():
        (tmp_path / "docs" / name).write_text(text)
    rows = [
        {"id": str(at), "question": asked, "answerable": True, "source": source, "evidence": [said]}
        for at, (asked, source, said) in enumerate(QUESTIONS)
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    loaded = load_set(str(tmp_path))
    chosen = pairs(loaded.cases)
    assert [case.id for _, case in chosen] == ["0", "1", "2"]
    assert all(before.evidence[0].source != case.evidence[0].source for before, case in chosen)
    settings = load_settings(home, {"llm": "none"})
    with open_with(loaded, settings, embedder=embedder) as assistant:
        found = {case.id: (alone, after) for case, alone, after in asked_both_ways(assistant, chosen)}
    for alone, after in found.values():
        assert first_quote(after) == first_quote(alone) != ""

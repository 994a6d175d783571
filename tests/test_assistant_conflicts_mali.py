"""A real page that says two things of one country."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.conflicts import find_conflicts
from assistant.evidence.sentences import evidence_sentences

ALL = 30  # passages, more than the page has: the embedder is a fake


@pytest.mark.parametrize(
    "question",
    [
        "What are Mali's relations with France like?",
        "How is Mali's relationship with France?",
        "Does Mali have good relations with France?",
        "Describe the relations between Mali and France.",
    ],
)
def test_both_views_on_france_appear(data: Path, assistant: Assistant, question: str) -> None:
    assistant.add([data / "mali" / "docs" / "mali-foreign-relations.txt"])
    sentences = evidence_sentences(assistant.search(question, ALL), assistant.library)
    (found,) = find_conflicts(question, sentences)
    assert {row.value for row in found.rows} == {"long lasting and very good", "ambivalent"}
    for row in found.rows:
        citation = row.citation
        text = assistant.text(citation.source_id, citation.version)
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "What are Mali's relations with the United States like?",
        "How is Mali's relationship with Russia?",
        "When was the G5 Sahel created?",
        "Of which union is Mali an associate member?",
    ],
)
def test_what_the_page_says_in_one_way_is_no_conflict(
    data: Path, assistant: Assistant, question: str
) -> None:
    assistant.add([data / "mali" / "docs" / "mali-foreign-relations.txt"])
    sentences = evidence_sentences(assistant.search(question, ALL), assistant.library)
    assert find_conflicts(question, sentences) == ()

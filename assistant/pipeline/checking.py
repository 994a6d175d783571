"""A text that somebody else wrote, checked against the library: each sentence is looked up by itself."""

from collections.abc import Callable

from assistant.evidence.sentences import comparable, evidence_sentences
from assistant.grounding import Checker, draft_spans
from assistant.types import Sentence
from documents.library import Library
from index.models.embeddings import Embedder
from index.search import LONGEST_QUERY
from index.types import Hit

CHECKED_HITS = 10  # passages that each sentence is checked against


def check_against(
    library: Library, text: str, search: Callable[[str, int], list[Hit]], embedder: Embedder
) -> list[Sentence]:
    """Each sentence of a text with its label; `search` gives so many passages of the library for a query."""
    checked = []
    for start, end in draft_spans(text):
        hits = search(text[start:end][:LONGEST_QUERY], CHECKED_HITS)
        evidence = comparable(evidence_sentences(hits, library), text[start:end])
        checker = Checker(evidence, embedder=embedder)
        checked.append(checker.span(text, start, end))
    return checked

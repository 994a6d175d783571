"""How tests make an Assistant and its parts."""

from pathlib import Path

from assistant.assistant import Assistant
from assistant.llm.model import ChatModel
from assistant.settings import load_settings
from documents.types import Passage, Source
from index.models.embeddings import Embedder
from tests.fakes import WordHashEmbedder


def build_assistant(
    home: Path, *, llm: ChatModel | None, embedder: Embedder | None = None, reranker: str = "none"
) -> Assistant:
    """An Assistant of the real parts, but for the two models, and without a reranker unless one is given.

    Fixtures of a whole module are made before `home` switches the reranker off in the environment.
    """
    settings = load_settings(home, {"reranker": reranker})
    return Assistant.with_settings(settings, embedder=embedder or WordHashEmbedder(), open_model=lambda: llm)


def make_source(source_id: str, title: str, date: str | None, **changes: object) -> Source:
    """A source of a text that states its date."""
    values = {
        "id": source_id,
        "uri": f"text:{title}",
        "uris": (f"text:{title}",),
        "title": title,
        "media_type": "text/plain",
        "sha256": "",
        "version": 1,
        "added_at": "2026-01-01",
        "date": date,
        "pages": None,
        "passages": 1,
        "dated_by": "text",
    }
    return Source(**(values | changes))  # type: ignore[arg-type]


def make_passage(text: str, *, number: int = 0, **changes: object) -> Passage:
    """A passage with this text, at the beginning of its source."""
    values = {
        "id": f"s-1-{number}",
        "source_id": "s",
        "version": 1,
        "text": text,
        "start": 0,
        "end": len(text),
        "page": None,
        "headings": (),
    }
    return Passage(**(values | changes))  # type: ignore[arg-type]

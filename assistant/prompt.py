"""What the model is asked: constant instructions, fenced passages, the question."""

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from assistant.evidence import EvidenceSentence
from assistant.llm import Message

DECLINE = "Not stated"  # the words with which the model declines; "Not" is their first token


def answer_prompt(question: str, evidence: Sequence[EvidenceSentence]) -> list[Message]:
    """The messages for one question; `evidence` in the order in which it is to be read.

    The system message never changes, so that a server can keep what it has read of it. Nothing
    from a document is in it.
    """
    user = _template("answer_user.md").format(passages=_fenced(evidence), question=_one_line(question))
    return [Message("system", _template("answer_system.md")), Message("user", user)]


def is_decline(draft: str) -> bool:
    """Whether the model wrote its decline, or nothing at all."""
    words = draft.strip().strip("\"'*`.").lower()
    return not words or words.startswith(DECLINE.lower())


def _fenced(evidence: Sequence[EvidenceSentence]) -> str:
    """Sentences that follow one another as one passage between its marks, under the document's title."""
    blocks: list[str] = []
    last: EvidenceSentence | None = None
    for sentence in evidence:
        if last is not None and sentence.follows(last):
            blocks[-1] += " " + _defused(sentence.text)
        else:
            blocks.append(f"From “{_defused(sentence.label)}”:\n<<<\n{_defused(sentence.text)}")
        last = sentence
    return "\n\n".join(f"{block}\n>>>" for block in blocks)


def _defused(text: str) -> str:
    """The text on one line, without characters that could end its fence."""
    return _one_line(text).replace("<<<", "‹‹‹").replace(">>>", "›››")


def _one_line(text: str) -> str:
    return " ".join(text.split())


@lru_cache
def _template(name: str) -> str:
    return resources.files("assistant").joinpath("prompts", name).read_text(encoding="utf-8").strip()

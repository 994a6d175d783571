"""What the model is asked: constant instructions, fenced passages, the question."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from assistant.evidence.gathering import WORDS_PER_TOKEN, Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.llm.protocol import Message
from assistant.phrases import one_line
from assistant.showing.pieces import Piece, count_words, is_in
from documents.instructions.marks import CHAT_MARKS, HARMLESS, OTHER_MARKS
from documents.text.visible import without_invisible

# A server reads the marks of a chat's template as its own also where a document has them.
_MARKS = re.compile(f"{CHAT_MARKS}|{OTHER_MARKS}", re.IGNORECASE)
# Nor does a line of a document begin as the question does.
_TURN = re.compile(r"^Question:", re.IGNORECASE)
NAMELESS = "a document"  # one whose title was an order


Passages = Sequence[Sequence[EvidenceSentence]]  # in the order in which they are read, the best last


def to_read(pieces: Sequence[Piece], scored: Sequence[Scored], *, tokens: int) -> Passages:
    """What the model reads: the places that a person is shown, each whole.

    `pieces` and `scored` (all evidence) are best first. Where the places have less than about `tokens`, the
    next best sentences are read before them.
    """
    left = tokens * WORDS_PER_TOKEN - sum(piece.words for piece in pieces)
    others: list[Sequence[EvidenceSentence]] = []
    for sentence in (candidate.sentence for candidate in scored):
        if is_in(sentence, pieces):
            continue
        left -= count_words([sentence])
        if left < 0 and (pieces or others):
            break
        others.append([sentence])
    return [*reversed(others), *map(_introduced, reversed(pieces))]


def _introduced(piece: Piece) -> Sequence[EvidenceSentence]:
    """The sentences of a piece, the first behind the line over it: items below "We do not pay for:"."""
    first, *rest = piece.sentences
    if not piece.title or piece.later or piece.kind not in ("quote", "list", "steps"):
        return piece.sentences
    return [replace(first, text=f"{piece.title.rstrip(':')}: {first.text}"), *rest]


def answer_prompt(question: str, passages: Passages, *, measured: bool = True) -> list[Message]:
    """The messages for one question; that of the system never changes and has nothing from a document in it.

    The measured model is offered no decline, which it takes far too often: it is asked apart (probes.py). Any
    other is offered one, and may write as many sentences as it needs.
    """
    instruction = template("answer_embedded.md" if measured else "answer_other_models.md")
    user = instruction.format(passages=_fenced(passages), question=_defused(question))
    return [Message("system", template("answer_system.md")), Message("user", user)]


def words_prompt(question: str, place: Piece) -> list[Message]:
    """The messages that ask which words of one place answer the question, to be copied; or for "none"."""
    user = template("words_to_copy.md").format(
        passages=_fenced([_introduced(place)]), question=_defused(question)
    )
    return [Message("system", template("answer_system.md")), Message("user", user)]


def _fenced(passages: Passages) -> str:
    """Each passage between its marks, under the document's title."""
    return "\n\n".join(
        f"From “{_name(passage[0].label)}”:\n<<<\n{' '.join(_defused(part.text) for part in passage)}\n>>>"
        for passage in passages
    )


def _name(label: str) -> str:
    """The document's title as it stands in the prompt's quotation marks."""
    return _defused(label).replace("“", "‘").replace("”", "’") or NAMELESS


def _defused(text: str) -> str:
    """The text on one line, without characters that nobody sees, that end its fence or that begin a turn."""
    line = _TURN.sub("Question –", one_line(without_invisible(one_line(text))))
    return _MARKS.sub(lambda mark: mark[0].translate(HARMLESS), line)


@lru_cache
def template(name: str) -> str:
    """The text of one of the prompts."""
    return resources.files("assistant").joinpath("prompts", name).read_text(encoding="utf-8").strip()

"""What was said before, in any of the shapes in which others keep it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from documents.errors import QuestionError
from documents.reading.encodings import valid_text
from documents.text.headings import shortened

History = Sequence[tuple[str, str]]
Turns = Iterable[Any] | None  # Any: one of the shapes that `turns` takes
ROLES = ("user", "assistant")


def turns(history: Turns) -> History:
    """Role ("user" or "assistant") and text of each turn; none of None.

    A turn is a pair of them, a dict with `role` and `content`, or an object with these two, such as a
    ChatMessage of LlamaIndex. Raises QuestionError for anything else.
    """
    if history is None:
        return []
    if isinstance(history, (str, Mapping)) or not isinstance(history, Iterable):
        raise _refused(history)
    return [_turn(turn) for turn in history]


def _turn(turn: Any) -> tuple[str, str]:
    if isinstance(turn, Mapping):
        role, text = turn.get("role"), turn.get("content")
    elif isinstance(turn, (tuple, list)) and len(turn) == 2:
        role, text = turn
    else:
        role, text = getattr(turn, "role", None), getattr(turn, "content", None)
    if role not in ROLES or not isinstance(text, str):
        raise _refused(turn)
    return role, valid_text(text)


def _refused(value: object) -> QuestionError:
    return QuestionError(
        f"The history cannot have {shortened(repr(value))}.",
        'Give turns: ("user", "…") or ("assistant", "…"), or dicts or ChatMessages with role and content.',
    )

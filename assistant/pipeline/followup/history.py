"""What was said before, in any of the shapes in which others keep it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from documents.errors import QuestionError
from documents.reading.encodings import valid_text
from documents.text.headings import shortened

History = Sequence[tuple[str, str]]
Turns = Iterable[Any] | None  # Any: one of the shapes that `turns` takes
ROLES = ("user", "assistant")


def turns(given: Turns) -> History:
    """Role ("user" or "assistant") and text of each turn; none of None.

    A turn is a pair of them, a dict with `role` and `content`, or an object with these two, such as a
    ChatMessage of LlamaIndex. Raises QuestionError for anything else.
    """
    if given is None:
        return []
    if isinstance(given, (str, Mapping)) or not isinstance(given, Iterable):
        raise _refused(given)
    return [_turn(one) for one in given]


def _turn(given: Any) -> tuple[str, str]:
    if isinstance(given, Mapping):
        role, text = given.get("role"), given.get("content")
    elif isinstance(given, (tuple, list)) and len(given) == 2:
        role, text = given
    else:
        role, text = getattr(given, "role", None), getattr(given, "content", None)
    if role not in ROLES or not isinstance(text, str):
        raise _refused(given)
    return role, valid_text(text)


def _refused(given: object) -> QuestionError:
    return QuestionError(
        f"The history cannot have {shortened(repr(given))}.",
        'Give turns: ("user", "…") or ("assistant", "…"), or dicts or ChatMessages with role and content.',
    )

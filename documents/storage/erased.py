"""What takes the place of a stored answer, or of a question, whose source was erased."""

from collections.abc import Callable
from typing import Any

ERASED = "[erased]"
ERASED_ANSWER = "This answer was erased with the source it rested on."
QUESTIONS = ("question", "standalone_question")  # the fields of an answer that hold what was asked
Values = dict[str, Any]  # Any: JSON types


def erased_answer(answer: Values, question: Callable[[str], str] = str) -> Values:
    """A stored answer (`Answer.to_dict()`) without anything that it was made from.

    `question` gives what stands for its questions from now on.
    """
    return {
        **{name: question(str(answer.get(name) or "")) for name in QUESTIONS},
        "draft": "",
        "text": ERASED_ANSWER,
        "refused": True,  # nothing is stated any more
        "confidence": 0.0,
        **{name: [] for name in ("sentences", "withheld", "missing", "conflicts", "notes", "hits")},
        "model": str(answer.get("model") or ""),
    }

"""What stored conversations hold of a source, taken out of them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.erasing.traces import Traces
from documents.storage.conversations import Conversation, Conversations, StoredTurn, title_of
from documents.storage.json_texts import strings
from documents.storage.turns import ERASED, ERASED_ANSWER, QUESTIONS, erased_answer

Values = dict[str, Any]  # Any: JSON types


@dataclass(frozen=True, slots=True)
class Erased:
    """How many answers, questions and titles of conversations were erased."""

    answers: int = 0
    questions: int = 0
    titles: int = 0


def erase_in(conversations: Conversations, traces: Traces) -> Erased:
    """Erases what answers, questions and titles repeat of the source; the rest stays to the letter.

    An answer goes as a whole where it cites the source or repeats its words; of one that was made while the
    source was only looked at, what was looked at.
    """
    both = ((turn, _without(turn, traces)) for turn in conversations.every_turn())
    changed = [(old, new) for old, new in both if new != old]
    erased = [(old, new) for old, new in changed if ERASED_ANSWER in new.answer]
    titles = _titles(conversations, traces, erased)
    if changed or titles:
        conversations.rewrite([new for _, new in changed], titles)
    return Erased(
        answers=len(erased),
        questions=sum(new.question == ERASED for _, new in erased),
        titles=len(titles),
    )


def quoted_in(conversations: Conversations, source_id: str) -> list[str]:
    """The source's words that stored answers hold: of one that was removed nothing else is left."""
    quotes: dict[str, None] = {}
    for turn in conversations.every_turn():
        if source_id in turn.answer:
            quotes |= dict.fromkeys(_quotes(json.loads(turn.answer), source_id))
    return list(quotes)


def _without(turn: StoredTurn, traces: Traces) -> StoredTurn:
    """The turn without anything of the source; the same one where there was nothing."""
    stored = json.loads(turn.answer)
    answer: Values = stored if isinstance(stored, dict) else {"draft": stored}  # whatever the library holds
    questions = [turn.question, *(str(answer.get(name) or "") for name in QUESTIONS)]
    if any(map(traces.in_question, questions)) or _rests_on(answer, traces):
        return _erased(turn, answer, traces)
    left = _without_traces(answer, traces)
    return turn if left == answer else replace(turn, answer=json.dumps(left))


def _without_traces(answer: Values, traces: Traces) -> Values:
    """An answer that does not rest on the source, without what was looked at for it."""
    left = dict(answer)
    if answer.get("hits"):
        left["hits"] = [hit for hit in answer["hits"] if not _repeats(hit, traces)]
    if answer.get("suggestions") and left != answer:
        left["suggestions"] = [
            suggestion for suggestion in answer["suggestions"] if not traces.own_word_in(suggestion)
        ]
    return left


def _rests_on(answer: Values, traces: Traces) -> bool:
    """Whether the answer cites the source, or says what only the source says.

    Where the source was looked at, a single word that no other source has is enough.
    """
    without_hits = {name: value for name, value in answer.items() if name != "hits"}
    looked_at = traces.named_in(json.dumps(answer.get("hits")))
    return _repeats(without_hits, traces) or (looked_at and any(map(traces.own_word_in, _written(answer))))


def _written(answer: Values) -> Iterator[str]:
    """What the model wrote; the text of a decline is Footnote's own."""
    yield str(answer.get("draft") or "")
    if not answer.get("refused"):
        yield str(answer.get("text") or "")


def _repeats(value: Any, traces: Traces) -> bool:  # Any: JSON types
    return traces.named_in(json.dumps(value)) or any(map(traces.in_record, strings(value)))


def _erased(turn: StoredTurn, answer: Values, traces: Traces) -> StoredTurn:
    def hidden(question: str) -> str:
        return ERASED if traces.own_word_in(question) else question

    erased = json.dumps(erased_answer(answer, hidden))
    return replace(turn, question=hidden(turn.question), answer=erased)


def _quotes(value: Any, source_id: str) -> Iterator[str]:  # Any: JSON types
    """The texts and quotes of the passages and citations of a source."""
    if isinstance(value, dict):
        if value.get("source_id") == source_id:
            yield from (value[name] for name in ("text", "quote") if isinstance(value.get(name), str))
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _quotes(item, source_id)


def _titles(
    conversations: Conversations, traces: Traces, erased: Sequence[tuple[StoredTurn, StoredTurn]]
) -> dict[str, str]:
    """The titles that change, by the ids of their conversations."""
    erased_questions: dict[str, list[str]] = {}  # by conversation: its questions that were erased
    for old, new in erased:
        erased_questions.setdefault(old.conversation_id, []).append(
            old.question if new.question == ERASED else ""
        )

    def repeats(conversation: Conversation) -> bool:
        if traces.in_question(conversation.title):
            return True
        questions = erased_questions.get(conversation.id, ())
        return bool(questions) and (
            traces.own_word_in(conversation.title) or conversation.title in map(title_of, questions)
        )

    return {
        conversation.id: ERASED
        for conversation in conversations.all()
        if conversation.title != ERASED and repeats(conversation)
    }

"""Questions that ask for more than passages can show: what to say beside the answer."""

import re
from collections.abc import Sequence

from documents.reading.notes import count

WHOLE = re.compile(
    r"\b(?:summari[sz]e|summary|overview|main points|key points|gist|tl;?dr|"
    r"what (?:is|are) (?:this|these|the) (?:documents?|files?|texts?) about)\b",
    re.IGNORECASE,
)
# "The number of rooms", but not "the phone number of guests", nor "the number of the plumber".
_NUMBER_OF = (
    r"(?:^|\b(?:the|a|and|or|in|of|by|to|what|which|total|exact|overall|average|maximum|minimum|greatest|same)\s)"
    r"\s*number of (?:[\w'’-]+ ){0,2}?"
    r"(?:(?!(?:this|his|its|is|was|has|as)\b)(?-i:[a-z]+)(?<=[^su])s|people|children|men|women)\b"
)
# "How many may I take?" and "How often must it be cleaned?" ask for one statement, and count nothing.
_RULED = (
    r"(?:(?:can|may|must|should|could|shall) (?:i|we|you|one|an?|the|my|our|each|every)"
    r"|do (?:i|we|you) (?:have to|need|get))"
)
COUNT = re.compile(
    rf"\bhow many\b(?! [^?]{{1,60}}\b{_RULED}\b)|\bhow often (?:did|has|have|had|was|were)\b"
    rf"|\b(?:list|name) (?:all|every)\b|{_NUMBER_OF}",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"Only \d+ of \d+ sources (?:was|were) asked\.")


def choice_note(chosen: int, all_sources: int) -> str:
    """A plain sentence for a question that was put to some sources only.

    >>> choice_note(2, 12), choice_note(1, 2)
    ('Only 2 of 12 sources were asked.', 'Only 1 of 2 sources was asked.')
    """
    return f"Only {chosen} of {all_sources} sources {'was' if chosen == 1 else 'were'} asked."


def some_chosen(notes: Sequence[str]) -> bool:
    """Whether an answer has a note that not all sources were asked.

    >>> some_chosen([choice_note(2, 12)]), some_chosen([])
    (True, False)
    """
    return any(_CHOICE.fullmatch(note) for note in notes)


SOME_PASSAGES = "Only some passages were read, not the whole of your documents"


def is_scope_note(note: str) -> bool:
    """Whether a note says that only some passages were read.

    >>> is_scope_note(scope_note("How many rooms are there?", 3) or "")
    True
    """
    return note.startswith(SOME_PASSAGES)


def scope_note(question: str, passages: int) -> str | None:
    """A plain sentence for questions about the whole, or None for questions about one point.

    >>> scope_note("Summarise the handbook", 8)
    'Only some passages were read, not the whole of your documents (8 passages read).'
    >>> scope_note("Who wrote the handbook?", 8) is None
    True
    """
    if WHOLE.search(question):
        return f"{SOME_PASSAGES} ({count(passages, 'passage')} read)."
    if COUNT.search(question):
        return f"{SOME_PASSAGES} ({count(passages, 'passage')} read): a count or list may miss some."
    return None

"""Answers and conversations as Markdown with footnotes, to be kept or sent.

Every word of a document, question or model is escaped: what is exported shows it, and is not steered by
it into links, pictures, headings or HTML.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.flagged import INSTRUCTIONS, Flagged, in_flagged
from assistant.numbering import numbered
from assistant.phrases import disagreement
from assistant.types import Answer, Citation, Conflict, NearMiss, Sentence

_SPECIAL = re.compile(r"([\\`*_\[\]#|~$])")
# Renderers make links of bare addresses too, and of what has an @ in it; a backslash before the colon, the
# dot or the @ keeps them text, but for sites that look for @ in the finished page.
_ADDRESS = re.compile(r"(?i)(?:https?|ftp|mailto|xmpp)(?=:)|www(?=\.)|(?=@)")
_BEGINS_BLOCK = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # the last ones turn reading


def escaped(text: str) -> str:
    r"""`text` as one line of Markdown that shows it to the letter.

    >>> escaped("1. *See* [here](http://a.b) <b>&\n# now")
    '1\\. \\*See\\* \\[here\\](http\\://a.b) &lt;b&gt;&amp; \\# now'
    """
    line = " ".join(text.split())
    line = _CONTROL.sub("\ufffd", line)
    line = _SPECIAL.sub(r"\\\1", line)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _ADDRESS.sub(lambda found: f"{found.group()}\\", line)
    return _BEGINS_BLOCK.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", line)


def answer_with_footnotes(answer: Answer) -> str:
    """The answer's sentences, each with the marks of its footnotes, and the footnotes with the quotes.

    A decline is given with the quotes nearest to the question.
    """
    return _joined(_text(answer, 0))


def conversation_markdown(title: str, turns: Sequence[tuple[str, Answer]]) -> str:
    """A conversation: each question as a heading over its answer, notes and what was left out.

    Footnotes have one numbering for the whole.
    """
    parts = [f"# {escaped(title)}"]
    used = 0
    for question, answer in turns:
        body, *footnotes = _text(answer, used)
        parts += [f"## {escaped(question)}", *_understood(question, answer), body]
        parts += [*_notes(answer.notes), *_left_out(answer.withheld), *footnotes]
        used += len(numbered(answer.sentences))
    return _joined(parts)


def _text(answer: Answer, used: int) -> list[str]:
    """The text, then its footnotes or nearest quotes; numbers begin after `used`."""
    flagged = in_flagged(answer.hits)
    if answer.refused or not answer.sentences:
        nearest = () if answer.conflicts else answer.quotes
        near = _near_misses(answer.near_misses, flagged)
        return [escaped(answer.text), *_tables(answer.conflicts, flagged), *near, *_nearest(nearest, flagged)]
    numbers = {citation: number + used for citation, number in numbered(answer.sentences).items()}
    text = " ".join(
        f"{escaped(one.text)}{_marks(numbers[citation] for citation in one.citations)}{_label(one)}"
        for one in answer.sentences
    )
    footnotes = "\n".join(
        f"[^{number}]: {_quoted(citation, flagged)}" for citation, number in numbers.items()
    )
    sides = [
        part for one in answer.conflicts for part in (escaped(disagreement(one)), *_tables([one], flagged))
    ]
    return [*sides, text, footnotes]


def _tables(conflicts: Sequence[Conflict], flagged: Flagged) -> list[str]:
    """For each conflict a table of its sides, and what one of them says of replacing the other."""
    return [part for one in conflicts for part in (_table(one, flagged), escaped(one.note)) if part]


def _table(conflict: Conflict, flagged: Flagged) -> str:
    rows = (
        f"| {escaped(row.value)} | {_place(row.citation)} | {escaped(row.date or '')} "
        f'| "{escaped(row.citation.words)}"{_warning(row.citation, flagged)} |'
        for row in conflict.rows
    )
    return "\n".join(["| value | source | date | quote |", "|---|---|---|---|", *rows])


def _marks(numbers: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in dict.fromkeys(numbers))


def _label(sentence: Sentence) -> str:
    """Who reads a copy must see as well that a sentence is stated only in part."""
    return " (partly stated)" if sentence.support == "partly" else ""


def _near_misses(found: Sequence[NearMiss], flagged: Flagged) -> list[str]:
    rows = (f"- {escaped(one.text)} {_quoted(one.citation, flagged)}" for one in found)
    return ["Near misses:", "\n".join(rows)] if found else []


def _nearest(quotes: Sequence[Citation], flagged: Flagged) -> list[str]:
    rows = (f"- {_quoted(one, flagged)}" for one in quotes)
    return ["Nearest passages:", "\n".join(rows)] if quotes else []


def _quoted(citation: Citation, flagged: Flagged) -> str:
    """The quote and where it stands."""
    return f'"{escaped(citation.words)}" {_place(citation)}{_warning(citation, flagged)}'


def _warning(citation: Citation, flagged: Flagged) -> str:
    """The note beside a quote of a passage that speaks to the assistant."""
    return f" ({INSTRUCTIONS})" if flagged(citation) else ""


def _place(citation: Citation) -> str:
    """Title, page and section."""
    section = " › ".join(escaped(one) for one in citation.headings if one != citation.title)
    return ", ".join(part for part in (escaped(citation.title), escaped(citation.where), section) if part)


def _understood(question: str, answer: Answer) -> list[str]:
    if answer.standalone_question in ("", answer.question, question):
        return []
    return [f"Understood as: {escaped(answer.standalone_question)}"]


def _notes(notes: Sequence[str]) -> list[str]:
    return [f"Note: {escaped(note)}" for note in notes]


def _left_out(withheld: Sequence[Sentence]) -> list[str]:
    if not withheld:
        return []
    rows = (f'- "{escaped(one.text)}" ({escaped("; ".join(one.reasons))})' for one in withheld)
    return ["Left out of the answer:", "\n".join(rows)]


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"

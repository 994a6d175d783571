"""Answers and conversations as Markdown with footnotes, to be kept or sent.

Every word of a document, question or model is escaped: what is exported shows it, and is not steered by
it into links, pictures, headings or HTML.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.export.checked import left_out, place
from assistant.export.control_characters import harmless
from assistant.export.flagged import INSTRUCTIONS, Flagged, in_flagged
from assistant.export.numbering import citation_numbers, numbers_of
from assistant.phrases import NOT_SURE, disagreement
from assistant.showing.as_text import Items, against, blocks, says_unsure
from assistant.types import Answer, Citation, Conflict, Sentence

_SPECIAL = re.compile(r"([\\`*_\[\]#|~$])")
# Renderers make links of bare addresses too, and of what has an @ in it; a backslash before the colon, the
# dot or the @ keeps them text, but for sites that look for @ in the finished page.
_ADDRESS = re.compile(r"(?i)(?:https?|ftp|mailto|xmpp)(?=:)|www(?=\.)|(?=@)")
_BEGINS_BLOCK = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
_DECIMAL = re.compile(r"([0-9]{1,9})\.")


def escaped(text: str) -> str:
    r"""`text` as one line of Markdown that shows it to the letter.

    >>> escaped("1. *See* [here](http://a.b) <b>&\n# now")
    '1\\. \\*See\\* \\[here\\](http\\://a.b) &lt;b&gt;&amp; \\# now'
    """
    line = harmless(" ".join(text.split()))
    line = _SPECIAL.sub(r"\\\1", line)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _ADDRESS.sub(lambda match: f"{match.group()}\\", line)
    return _BEGINS_BLOCK.sub(lambda match: f"{match[2] or ''}\\{match[1] or match[3]}", line)


def marks(sentence: Sentence, numbers: Mapping[Citation, int]) -> str:
    """The marks of a sentence's footnotes, each once."""
    return "".join(f"[^{number}]" for number in numbers_of(sentence, numbers))


def footnotes(numbers: Mapping[Citation, int], flagged: Flagged) -> str:
    """The footnotes with these numbers: a quote and where it stands."""
    return "\n".join(f"[^{number}]: {_quoted(citation, flagged)}" for citation, number in numbers.items())


def answer_with_footnotes(answer: Answer) -> str:
    """The answer in its form, each sentence with the marks of its footnotes, which have the quotes.

    An unsure answer says that it is one, and what speaks against it. A decline is given with the quotes
    nearest to the question.
    """
    body, references = _text(answer, 0)
    return _joined([*body, *_notes(against(answer)), *references])


def conversation_markdown(title: str, turns: Sequence[tuple[str, Answer]]) -> str:
    """A conversation: each question as a heading over its answer, notes and what was left out.

    Footnotes have one numbering for the whole.
    """
    parts = [f"# {escaped(title)}"]
    used = 0
    for question, answer in turns:
        body, references = _text(answer, used)
        parts += [f"## {escaped(question)}", *_understood(question, answer), *body]
        parts += [*_notes(answer.notes), *_left_out(left_out(answer)), *references]
        used += len(citation_numbers(answer.sentences))
    return _joined(parts)


def _text(answer: Answer, used: int) -> tuple[list[str], list[str]]:
    """The paragraphs of the answer, and its footnotes or nearest quotes; numbers begin after `used`."""
    flagged = in_flagged(answer.hits)
    if answer.refused or not answer.sentences:
        quotes = () if answer.conflicts else answer.quotes
        misses = (f"{escaped(miss.text)} {_quoted(miss.citation, flagged)}" for miss in answer.near_misses)
        near = _listed("Near misses:", misses)
        nearest = _listed("Nearest passages:", (_quoted(quote, flagged) for quote in quotes))
        return [escaped(answer.text)], [*_tables(answer.conflicts, flagged), *near, *nearest]
    numbers = {citation: number + used for citation, number in citation_numbers(answer.sentences).items()}

    def write(sentence: Sentence) -> str:
        return f"{escaped(sentence.text)}{marks(sentence, numbers)}{_label(sentence)}"

    sides = [
        part
        for conflict in answer.conflicts
        for part in (escaped(disagreement(conflict)), *_tables([conflict], flagged))
    ]
    unsure = [f"{NOT_SURE}:"] if says_unsure(answer) else []
    text = [paragraph for block in blocks(answer, write, _Markdown()) for paragraph in block]
    return [*sides, *unsure, *text], [footnotes(numbers, flagged)]


class _Markdown:
    """Forms in Markdown."""

    def escape(self, text: str) -> str:
        return escaped(text)

    def strong(self, text: str) -> str:
        return f"**{escaped(text)}**"

    def quoted(self, text: str) -> str:
        return f"> {text}"

    def items(self, items: Items) -> str:
        """As a numbered list only where a renderer, which counts for itself, comes to the same numbers."""
        numbers = [number for number, _ in items]
        if _counts(numbers):
            return "\n".join(f"{number} {text}" for number, text in items)
        return "\n".join(f"- {escaped(number)} {text}" if number else f"- {text}" for number, text in items)

    def paragraph(self, lines: Sequence[str]) -> str:
        return "  \n".join(lines)


def _counts(numbers: Sequence[str]) -> bool:
    """Whether these are "4.", "5.", "6." and so on."""
    first = _DECIMAL.fullmatch(numbers[0]) if numbers else None
    return first is not None and all(number == f"{nth}." for nth, number in enumerate(numbers, int(first[1])))


def _tables(conflicts: Sequence[Conflict], flagged: Flagged) -> list[str]:
    """For each conflict a table of its sides, and what one of them says of replacing the other."""
    return [
        part for conflict in conflicts for part in (_table(conflict, flagged), escaped(conflict.note)) if part
    ]


def _table(conflict: Conflict, flagged: Flagged) -> str:
    rows = (
        f"| {escaped(row.value)} | {escaped(place(row.citation))} | {escaped(row.date or '')} "
        f'| "{escaped(row.citation.words)}"{_warning(row.citation, flagged)} |'
        for row in conflict.rows
    )
    return "\n".join(["| value | source | date | quote |", "|---|---|---|---|", *rows])


def _label(sentence: Sentence) -> str:
    """Who reads a copy must see as well that a sentence is stated only in part."""
    return " (partly stated)" if sentence.support == "partly" else ""


def _listed(title: str, rows: Iterable[str]) -> list[str]:
    """The rows as a list under a title; nothing where there are none."""
    written = "\n".join(f"- {row}" for row in rows)
    return [title, written] if written else []


def _quoted(citation: Citation, flagged: Flagged) -> str:
    """The quote and where it stands."""
    return f'"{escaped(citation.words)}" {escaped(place(citation))}{_warning(citation, flagged)}'


def _warning(citation: Citation, flagged: Flagged) -> str:
    """The note beside a quote of a passage that speaks to the assistant."""
    return f" ({INSTRUCTIONS})" if flagged(citation) else ""


def _understood(question: str, answer: Answer) -> list[str]:
    if answer.standalone_question in ("", answer.question, question):
        return []
    return [f"Understood as: {escaped(answer.standalone_question)}"]


def _notes(notes: Sequence[str]) -> list[str]:
    return [f"Note: {escaped(note)}" for note in notes]


def _left_out(withheld: Sequence[Sentence]) -> list[str]:
    rows = (f'"{escaped(draft.text)}" ({escaped("; ".join(draft.reasons))})' for draft in withheld)
    return _listed("Left out of the answer:", rows)


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"

"""The parts of an answer as lines of text: for a terminal, the clipboard, reading aloud, and Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.phrases import NO_MODEL, more_differences, more_in_document, one_line, only_in, side_by_side
from assistant.types import Answer, Section, Sentence, Value
from documents.instructions import name_flagged
from documents.readers.plain.text import MESSAGE, SPEAKER
from documents.text.runs import runs

_NAME = 6  # words of a heading that can stand before a sentence
# "2. Valves", not "12 new boats"
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+|§\s*\d+\w?)\s+")

Write = Callable[[Sentence], str]  # one sentence, with its marks if it shall have any
Titled = tuple[Section, Sequence[Sentence]]  # a section and what it holds
Items = Sequence[tuple[str, str]]  # number ("" for a bullet) and text of each


class Markup(Protocol):
    """How forms are written; all but `quoted` and `items` get text that is not escaped yet."""

    def escape(self, text: str) -> str:
        """Words of a document as one line."""

    def strong(self, text: str) -> str:
        """A title, or the value that answers."""

    def quoted(self, text: str) -> str:
        """Words as they stand in a document."""

    def items(self, items: Items) -> str:
        """A list."""

    def paragraph(self, lines: Sequence[str]) -> str:
        """Lines that follow each other as one paragraph."""


class Plain:
    """Text without any markup."""

    def escape(self, text: str) -> str:
        """The text as one line."""
        return one_line(text)

    def strong(self, text: str) -> str:
        """The text as one line."""
        return self.escape(text)

    def quoted(self, text: str) -> str:
        """The text as it is."""
        return text

    def items(self, items: Items) -> str:
        """A line for each item, with its number as it is written in the document."""
        return "\n".join(f"  {number or '-'} {text}" for number, text in items)

    def paragraph(self, lines: Sequence[str]) -> str:
        """The lines."""
        return "\n".join(lines)


def plain(answer: Answer) -> str:
    """The answer's words in their form, without marks: what is copied and read aloud.

    `Answer.text` where there are no sections: a decline, or an answer of an earlier Footnote.
    """
    if answer.refused or not answer.sections:
        return answer.text
    parts = ("\n".join(block) for block in blocks(answer, lambda sentence: sentence.text, Plain()))
    return "\n\n".join([*map(side_by_side, answer.conflicts), *parts])


def says_unsure(answer: Answer) -> bool:
    """Whether it is to be said above an answer that it is not sure: not where its parts say so themselves."""
    says_so = any(
        section.kind == "text" and section.title and not section.count for section in answer.sections
    )
    return answer.outcome == "unsure" and not says_so


def against(answer: Answer) -> list[str]:
    """What speaks against an unsure answer: its notes, but for that on the model. Else nothing."""
    return [note for note in answer.notes if note != NO_MODEL] if answer.outcome == "unsure" else []


def blocks(answer: Answer, write: Write, markup: Markup) -> Iterator[list[str]]:
    """The lines or paragraphs of each part; what two editions say of one thing is one of them."""
    for row in part_rows(answer.parts()):
        lines = [line for section, sentences in row for line in _block(section, sentences, write, markup)]
        more = [more_not_shown(section) for section, _ in row]
        written = [markup.paragraph(lines)] if len(row) > 1 else lines
        if block := [line for line in [*written, *more] if line]:
            yield block


def more_not_shown(section: Section) -> str:
    """How much more there is than a part shows, in words; empty for nothing."""
    if not section.more:
        return ""
    compared = section.kind in ("side", "only")
    return more_differences(section.more) if compared else more_in_document(section.more)


def part_names(section: Section, sentences: Sequence[Sentence]) -> list[str]:
    """For each sentence of a summary the heading that it stands below, where it begins another section.

    "It is open every day." says little without it. "" where there is none but the summary's own.
    """
    names: list[str] = []
    last = ""
    for sentence in sentences:
        citation = next(iter(sentence.citations), None)
        heading = (
            citation.headings[-1] if section.kind == "summary" and citation and citation.headings else ""
        )
        own = citation is not None and (heading == citation.title or section.title.startswith(heading))
        long = len(heading.split()) > _NAME
        name = "" if own or long or name_flagged(heading) else _NUMBERED.sub("", heading).rstrip(":. ")
        names.append(name if name != last else "")
        last = name
    return names


def part_rows(parts: Iterable[Titled]) -> Iterator[list[Titled]]:
    """The parts, each by itself; sides in a row that are of several documents are together."""
    return runs(parts, _is_side_of_row)


def _is_side_of_row(row: Sequence[Titled], part: Titled) -> bool:
    sides = all(section.kind == "side" for section, _ in (part, *row))
    return sides and _documents([part]).isdisjoint(_documents(row))


def _documents(parts: Iterable[Titled]) -> set[str]:
    return {
        citation.source_id
        for _, sentences in parts
        for sentence in sentences
        for citation in sentence.citations
    }


def by_paragraph(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences, those that follow one another in one paragraph of a document together."""
    return list(runs(sentences, lambda group, sentence: _follows(sentence, group[-1])))


def messages(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences, those of one message of a chat or of one speaker together; all of another text are."""
    return list(runs(sentences, lambda message, sentence: not _begins(sentence, message[-1])))


def _begins(sentence: Sentence, before: Sentence) -> bool:
    """Whether a message begins, or what another speaker answers."""
    if MESSAGE.match(sentence.text):
        return True
    asks = before.text.endswith("?") and SPEAKER.match(before.text) is not None
    return asks and SPEAKER.match(sentence.text) is not None


def _follows(sentence: Sentence, before: Sentence) -> bool:
    """Whether no more than a blank is between what two sentences cite."""
    if not sentence.citations or not before.citations:
        return False
    own, previous = sentence.citations[0], before.citations[0]
    same = (own.source_id, own.version) == (previous.source_id, previous.version)
    return same and 0 <= own.start - previous.end <= 1


def _block(section: Section, sentences: Sequence[Sentence], write: Write, markup: Markup) -> list[str]:
    text = " ".join(map(write, sentences))
    title = only_in(section.title) if section.kind == "only" else section.title
    title = markup.strong(title) if title else ""
    match section.kind:
        case "list" | "steps" | "summary":
            names = [f"{markup.strong(name)}: " if name else "" for name in part_names(section, sentences)]
            items = [
                (sentence.number, name + write(_on_one_line(sentence)))
                for name, sentence in zip(names, sentences, strict=True)
            ]
            return [markup.escape(section.title), markup.items(items)]
        case "side" | "only" if len(paragraphs := by_paragraph(sentences)) > 1:
            return [title, markup.items([("", " ".join(map(write, group))) for group in paragraphs])]
        case "value" | "quote":
            value = _value(section.value, markup) if section.value else ""
            return [
                title,
                value,
                *(
                    markup.quoted(" ".join(write(_on_one_line(sentence)) for sentence in message))
                    for message in messages(sentences)
                ),
            ]
        case "side" | "only" | "before":
            return [f"{title}: {text}" if title else text]
        case _:
            return [title, text]


def _value(value: Value, markup: Markup) -> str:
    names = ", ".join(markup.escape(name) for name in (value.row, value.column) if name)
    return f"{markup.strong(value.text)} ({names})" if names else markup.strong(value.text)


def _on_one_line(sentence: Sentence) -> Sentence:
    return replace(sentence, text=" ".join(sentence.text.split()))

"""A checked text as a file: its sentences with labels and quotes, or the sources that they cite."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.export import plain_text
from assistant.export.bibliography import bibtex, csl_json
from assistant.export.checked import Checked, remark, tally
from assistant.export.checked_docx import checked_docx
from assistant.export.control_characters import harmless, json_text
from assistant.export.markdown import escaped, footnotes, marks
from assistant.types import Citation, Sentence
from documents.reading.encodings import valid_text


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; `write` gives its content, `binary` where that is no text."""

    suffix: str
    media_type: str
    write: Callable[[Checked], bytes | str]
    binary: bool = False


def export(form: Format, checked: Checked) -> bytes:
    """The content of the file; texts are UTF-8."""
    written = form.write(checked)
    return written if isinstance(written, bytes) else valid_text(written).encode("utf-8")


def as_text(checked: Checked) -> str:
    """As the terminal shows it."""
    parts = [plain_text.checked(checked.sentences, checked.flagged), checked.stopped, checked.rest]
    return harmless("\n\n".join(part for part in parts if part)) + "\n"


def as_json(checked: Checked) -> str:
    """The sentences with all that is known of them."""
    return json_text([sentence.to_dict() for sentence in checked.sentences]) + "\n"


def as_markdown(checked: Checked) -> str:
    """The text with footnotes: each sentence with its quotes, and a remark where it is not found.

    What was not checked comes last, unmarked, under a line that says so.
    """
    numbers = checked.numbers
    paragraphs = (
        " ".join(_sentence(sentence, numbers) for sentence in paragraph) for paragraph in checked.paragraphs()
    )
    unread = [f"*{checked.stopped}*", *map(escaped, checked.rest.splitlines())] if checked.stopped else []
    parts = (*paragraphs, f"*{tally(checked.sentences)}*", *unread, footnotes(numbers, checked.flagged))
    return "\n\n".join(part for part in parts if part) + "\n"


def _sentence(sentence: Sentence, numbers: Mapping[Citation, int]) -> str:
    note = remark(sentence)
    return f"{escaped(sentence.text)}{marks(sentence, numbers)}{f' *({escaped(note)})*' if note else ''}"


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    "text": Format("txt", "text/plain", as_text),
    "json": Format("json", "application/json", as_json),
    "markdown": Format("md", "text/markdown", as_markdown),
    "docx": Format("docx", DOCX, checked_docx, binary=True),
    "bibtex": Format("bib", "application/x-bibtex", bibtex),
    "csl-json": Format("json", "application/vnd.citationstyles.csl+json", csl_json),
}

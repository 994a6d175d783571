"""Markdown: the file as it is, with its blocks found; what its front matter says is said of the document."""

import re
from collections.abc import Mapping
from pathlib import Path

from documents.encodings import decoded
from documents.readers.markdown_blocks import markdown_blocks
from documents.types import RawDocument

# Of YAML or TOML: it begins with a name and its value, or it is text between two rules.
_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*\n(\s{0,200}(?:#[^\n]{0,400}\n){0,20}[\w-]{1,40}[ \t]{0,9}[:=][^\n]*\n(?:.*?\n)??)"
    r"(?:\1|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_FIELD = re.compile(r"([\w-]{1,40})[ \t]{0,9}[:=](.*)")


def read(path: Path) -> RawDocument:
    """The file's text with its blocks; the title is the first top heading, else the front matter's."""
    found = decoded(path.read_bytes())
    text = found.text
    front = _FRONT_MATTER.match(text)
    fields = _fields(front[2]) if front else {}
    blocks = markdown_blocks(text, front.end() if front else 0)
    headings = blocks.headings
    first = next((heading.text for heading in headings if heading.level == 1), None)
    date = _date(fields)
    return RawDocument(
        text=text,
        media_type="text/markdown",
        title=first or fields.get("title") or None,
        date=date,
        dated_by="metadata" if date else None,
        author=fields.get("author") or fields.get("authors") or None,
        headings=headings,
        blocks=tuple(blocks.blocks),
        notes=found.notes,
    )


def _fields(front: str) -> dict[str, str]:
    """The plain fields of a front matter; the items of a list are joined by commas."""
    fields: dict[str, str] = {}
    key = ""
    for line in front.splitlines():
        if found := _FIELD.match(line):
            key = found[1].lower()
            fields[key] = _value(found[2])
        elif key and line.lstrip().startswith("- "):
            fields[key] = ", ".join(filter(None, (fields[key], _value(line.lstrip()[2:]))))
    return fields


def _value(written: str) -> str:
    """A value without quotation marks, or the items of a list on one line."""
    items = written.strip().removeprefix("[").removesuffix("]").split(",")
    return ", ".join(filter(None, (item.strip().strip("\"'") for item in items)))


def _date(fields: Mapping[str, str]) -> str | None:
    found = re.match(r"\d{4}-\d\d-\d\d", fields.get("date", ""))
    return found[0] if found else None

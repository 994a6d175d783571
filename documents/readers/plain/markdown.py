"""Markdown: the file as it is, with its blocks found; what its front matter says is said of the document."""

import re
from collections.abc import Mapping
from pathlib import Path

from documents.readers.plain.markdown_blocks import markdown_blocks
from documents.reading.encodings import decoded
from documents.types import RawDocument

# Of YAML or TOML: it begins with a name and its value, or it is text between two rules.
_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*\n(\s{0,200}(?:#[^\n]{0,400}\n){0,20}[\w-]{1,40}[ \t]{0,9}[:=][^\n]*\n(?:.*?\n)??)"
    r"(?:\1|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_FIELD = re.compile(r"([\w-]{1,40}(?: [\w-]{1,40}){0,3})[ \t]{0,9}[:=](.*)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\b")
_COMING = re.compile(r"due|deadline|expir|until|start|end|next|event|review|born|birth")  # of another thing
_DATES = ("updated", "lastmod", "last_modified", "last_updated", "modified", "date", "published", "created")


def read(path: Path) -> RawDocument:
    """The file's text with its blocks; the title is the first top heading, else the front matter's."""
    content = decoded(path.read_bytes())
    text = content.text
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
        author=fields.get("author") or fields.get("authors") or None,
        date=date,
        dated_by="metadata" if date else None,
        headings=headings,
        blocks=tuple(blocks.blocks),
        notes=content.notes,
    )


def as_page(source: str) -> str:
    """Markdown as a web page shows it, in HTML."""
    from markdown_it import MarkdownIt

    page: str = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    return page


def _fields(front: str) -> dict[str, str]:
    """The plain fields of a front matter; the items of a list are joined by commas."""
    fields: dict[str, str] = {}
    key = ""
    for line in front.splitlines():
        if match := _FIELD.match(line):
            key = match[1].lower()
            fields[key] = _value(match[2])
        elif key and line.lstrip().startswith("- "):
            fields[key] = ", ".join(filter(None, (fields[key], _value(line.lstrip()[2:]))))
    return fields


def _value(written: str) -> str:
    """A value without quotation marks, or the items of a list on one line."""
    items = written.strip().removeprefix("[").removesuffix("]").split(",")
    return ", ".join(filter(None, (item.strip().strip("\"'") for item in items)))


def _date(fields: Mapping[str, str]) -> str | None:
    """The date of a front matter, best that of the last change; one of another name if there is no other."""
    days = {key: day[0] for key, value in fields.items() if (day := _DAY.match(value))}
    stated = {key: day for key, day in days.items() if not _COMING.search(key)}
    best = next((stated[key] for key in _DATES if key in stated), None)
    return best or (next(iter(stated.values())) if len(stated) == 1 else None)

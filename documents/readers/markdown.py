"""Markdown: the file as it is, with its headings found."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from documents.encodings import decoded
from documents.headings import MOST
from documents.types import Heading, RawDocument

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\b")
_COMING = re.compile(
    r"due|deadline|expir|until|start|end|next|event|review|born|birth"
)  # of something else, or to come
_DATES = ("updated", "lastmod", "last_modified", "last_updated", "modified", "date", "published", "created")
_LINE = re.compile(r"([^\n]*)(?:\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(={1,400}|-{1,400})[ \t]{0,40}$")
_NOT_A_PARAGRAPH = re.compile(r"\s{0,3}$|\s{4}|\s{0,3}(?:[-*+>|]|\d{1,9}[.)])\s")
_LINK = re.compile(r"!?\[([^\]]{0,200})\](?:\([^)]{0,400}\)|\[[^\]]{0,200}\])")
_MARKS = re.compile(r"[*`]+|(?<!\w)_{1,9}|_{1,9}(?!\w)|\s{0,9}\{#[^}]{0,200}\}$")


def read(path: Path) -> RawDocument:
    """The file's text with its headings; the title is the first top heading, else the front matter's."""
    found = decoded(path.read_bytes())
    text = found.text
    front = _FRONT_MATTER.match(text)
    headings = tuple(islice(_headings(text, front.end() if front else 0), MOST))
    first = next((heading.text for heading in headings if heading.level == 1), None)
    fields = _fields(front[1]) if front else {}
    return RawDocument(
        text=text,
        media_type="text/markdown",
        title=first or fields.get("title") or None,
        author=(fields.get("author") or fields.get("authors") or "").strip("[]") or None,
        date=_date(fields),
        headings=headings,
        notes=found.notes,
    )


def _fields(front: str) -> dict[str, str]:
    """The plain `key: value` lines of a front matter."""
    pairs = (line.partition(":") for line in front.splitlines() if not line.startswith((" ", "#", "-")))
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def _date(fields: dict[str, str]) -> str | None:
    """The date of a front matter, best that of the last change; one of another name if there is no other."""
    found = {
        key: day[0] for key, value in fields.items() if (day := _DAY.match(value)) and not _COMING.search(key)
    }
    named = next((found[key] for key in _DATES if key in found), None)
    return named or (next(iter(found.values())) if len(found) == 1 else None)


def _headings(text: str, start: int) -> Iterator[Heading]:
    """The headings after `start`, outside code."""
    fence, above, offset = "", "", start
    for found in _LINE.finditer(text, start):
        content = found[1]
        opened = _FENCE.match(content)
        if opened and not fence:
            fence = opened[1]
        elif fence:
            closes = opened and opened[1].startswith(fence) and not content.strip().strip(fence[0])
            fence = "" if closes else fence
        elif heading := _atx(content, offset) or _setext(content, above, offset):
            yield heading
            content = ""
        above = "" if fence else content
        offset = found.end()


def _atx(line: str, offset: int) -> Heading | None:
    found = _ATX.match(line)
    if not found:
        return None
    rest = line[found.end() :].strip(" \t")
    closed = rest.rstrip("#")
    # Signs at the end close a heading only after a blank: "C#" keeps its own.
    name = _plain(closed if not closed or closed[-1] in " \t" else rest)
    return Heading(len(found[1]), name, offset) if name else None


def _setext(line: str, above: str, offset: int) -> Heading | None:
    """A heading written as a line with a rule under it."""
    found = _UNDERLINE.match(line)
    if not found or _NOT_A_PARAGRAPH.match(above):
        return None
    return Heading(1 if found[1][0] == "=" else 2, _plain(above), offset - len(above) - 1)


def _plain(text: str) -> str:
    """A heading without its inline marks."""
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip()

"""Subtitles (SubRip, WebVTT): what is said, each cue with the time at which it begins."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from documents.errors import EmptyDocument
from documents.readers.writing import TextWriter
from documents.reading.encodings import decoded
from documents.types import RawDocument

_TIMES = re.compile(r"\s{0,9}((?:\d{1,4}:)?\d{1,2}:\d\d)[,.]\d{1,3}\s{0,9}-->\s{0,9}[\d:]{4,12}[,.]\d{1,3}")
_SPEAKER = re.compile(r"<v(?:\.[\w.-]{1,40})?[ \t]+([^>]{1,80})>")
_TAGS = re.compile(r"</?[a-zA-Z][^>\n]{0,200}>|<[\d:.]{5,14}>|\{\\[^}\n]{0,80}\}")
_UNSEEN = ("WEBVTT", "NOTE", "STYLE", "REGION")


def read(path: Path) -> RawDocument:
    """The cues as paragraphs, "[00:01:02] words". Raises EmptyDocument where there is none."""
    content = decoded(path.read_bytes())
    writer = TextWriter()
    for start, words in _cues(content.text):
        writer.paragraph(f"[{start}] {words}" if start else words)
    if not writer.text.strip():
        raise EmptyDocument(f"{path.name} has no subtitles.", "Check that it is the right file.")
    title = re.match(r"WEBVTT[ \t]+(?:-[ \t]*)?(\S[^\n]{0,200})", content.text)
    return writer.document(
        "application/x-subrip", title=title[1].strip() if title else None, notes=content.notes
    )


def _cues(text: str) -> Iterator[tuple[str, str]]:
    """Start and words of each cue; words without a time have no start."""
    start = ""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        times = _TIMES.match(line)
        if times:
            start, lines = times[1], []  # what stood above is the cue's number or name
        elif line.strip():
            lines.append(line)
        else:
            words = _words(" ".join(lines))
            if words and (start or _are_words(lines)):
                yield start, words
            start, lines = "", []


def _are_words(lines: list[str]) -> bool:
    """Whether lines without a time are words rather than the file's own head, comments, styles or numbers."""
    first = lines[0].strip()
    return not first.startswith(_UNSEEN) and not all(line.strip().isdigit() for line in lines)


def _words(text: str) -> str:
    return " ".join(unescape(_TAGS.sub("", _SPEAKER.sub(r"\1: ", text))).split())

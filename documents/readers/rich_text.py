"""Rich Text (RTF): headings, lists and tables; footnotes at the end, headers and footers as furniture.

`striprtf` knows the codes; what it would leave out or run together is marked for it with control characters.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from documents.encodings import doubts
from documents.errors import EmptyDocument
from documents.readers.writing import TextWriter
from documents.types import RawDocument

_CELL, _ROW, _BEGIN, _HEADING = (
    "\x1f",
    "\x1e",
    "\x1d",
    "\x1c",
)  # after a cell and a row, before a row and a heading
_MARKS = (
    (re.compile(r"\\(?:nest)?cell\b ?"), r"\\'1f"),
    (re.compile(r"\\row\b ?"), r"\\'1e"),
    (re.compile(r"\\trowd\b ?"), r"\\'1d"),
    (re.compile(r"\\outlinelevel([0-8])\b ?"), r"\\'1c\\'3\1"),
    (re.compile(r"\\pntext\b"), r"\\listtext"),
    # An address behind a link is not seen; and the library's own pattern for it may take for ever.
    (re.compile(r"\bHYPERLINK\b"), "LINK"),
)
# A font that names no characters has those of the document; the library would give it the next font's.
_FONT = re.compile(r"(\{\\f\d{1,5})(?=[^{}]*\})(?![^{}]*\\fcharset)")
_PAGE = re.compile(r"\\ansicpg(\d{1,5})")
_GROUP = re.compile(r"\{[^{}]*\}")  # one without others in it
_UNSEEN = re.compile(r"\\(?:v|deleted)(?![a-z0-9])")
_SEEN_AGAIN = re.compile(r"\\(?:v|deleted)0")
_ASIDE = re.compile(r"\{\\(header|footer|footnote)[lrf]?\b")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ITEM = re.compile(r"\s{0,9}([·•o▪§\uf0b7-]|(?:\w{1,4}[.)]){1,9}|\(\w{1,4}\))\t\s{0,9}(\S.*)")
_TITLE = re.compile(r"\{\\title\b ?([^{}]{1,900})\}")
_AUTHOR = re.compile(r"\{\\author\b ?([^{}]{1,900})\}")
_DATE = re.compile(r"\{\\(?:revtim|creatim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})\b")
_DIGIT = re.compile(r"\d")
_HIGH = re.compile(rb"[\x80-\xff]")
_NO_CODEC = re.compile(r"\\fcharset(?:78|79|8[0-8]|130)\b")


def read(path: Path) -> RawDocument:
    """The document's text. Raises EmptyDocument where it has none."""
    data = path.read_bytes()
    if b"\\bin" not in data:  # the length of such data counts bytes
        data = _HIGH.sub(lambda byte: b"\\'%02x" % byte[0][0], data)
    rtf, asides = _parted(data.decode("latin-1"))
    fonts = _head_of(rtf)
    writer = TextWriter()
    _furniture(writer, [_plain(fonts + aside + "}") for kind, aside in asides if kind == "header"])
    _body(writer, _plain(rtf))
    for kind, aside in asides:
        if kind == "footnote":
            writer.paragraph(_plain(fonts + aside + "}"))
    _furniture(writer, [_plain(fonts + aside + "}") for kind, aside in asides if kind == "footer"])
    if not writer.text.strip():
        raise EmptyDocument(f"{path.name} has no text.", "Check that it is the right file.")
    notes = doubts(writer.text)
    if not rtf.rstrip("\x00 \r\n").endswith("}"):
        notes.insert(
            0, "The document ends too early: text of it is missing. Get the file again and add the new copy."
        )
    title, author = _TITLE.search(rtf), _AUTHOR.search(rtf)
    date = _DATE.search(rtf)
    return writer.document(
        "application/rtf",
        title=_plain(fonts + title[1] + "}").strip() or None if title else None,
        author=_plain(fonts + author[1] + "}").strip() or None if author else None,
        date=f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}" if date else None,
        notes=tuple(notes),
    )


def _head_of(rtf: str) -> str:
    """What a piece of the document needs before it to be read alone: code page and fonts."""
    page = _PAGE.search(rtf[:2000])
    start = rtf.find("{\\fonttbl")
    end = _end(rtf, start) if start >= 0 else start
    return "{\\rtf1\\ansi" + (page[0] if page else "") + (rtf[start:end] if 0 <= start < end else "") + " "


def _parted(rtf: str) -> tuple[str, list[tuple[str, str]]]:
    """The document without its headers, footers and footnotes, and those with their kinds."""
    kept: list[str] = []
    asides: list[tuple[str, str]] = []
    done = 0
    for found in _ASIDE.finditer(rtf):
        if found.start() < done:
            continue
        end = _end(rtf, found.start())
        kept.append(rtf[done : found.start()])
        asides.append((found[1], rtf[found.end() : end - 1]))
        done = end
    return "".join([*kept, rtf[done:]]), asides


def _end(rtf: str, start: int) -> int:
    """Where the group ends that begins at `start`."""
    depth = 0
    for brace in _BRACE.finditer(rtf, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return len(rtf)


def _plain(rtf: str) -> str:
    """The text of the codes, with the marks of this module in it."""
    from striprtf import striprtf

    rtf = _GROUP.sub(_shown, rtf)
    for pattern, mark in _MARKS:
        rtf = pattern.sub(mark, rtf)
    rtf = _FONT.sub(r"\1\\fcharset1", _NO_CODEC.sub(r"\\fcharset0", rtf))
    text: str = striprtf.rtf_to_text(rtf, encoding=_encoding(rtf), errors="replace")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs that were two codes


def _encoding(rtf: str) -> str:
    page = _PAGE.search(rtf[:2000])
    try:
        return codecs.lookup(f"cp{page[1]}").name if page else "cp1252"
    except LookupError:
        return "cp1252"


def _shown(group: re.Match[str]) -> str:
    """The group, but nothing for one of hidden or deleted text."""
    return "" if _UNSEEN.search(group[0]) and not _SEEN_AGAIN.search(group[0]) else group[0]


def _furniture(writer: TextWriter, texts: list[str]) -> None:
    with writer.furniture():
        for line in dict.fromkeys(line.strip() for text in texts for line in _lines(text)):
            writer.paragraph(line)


def _lines(text: str) -> Iterator[str]:
    return iter(re.sub(f"[{_CELL}{_ROW}{_BEGIN}]", " ", re.sub(_HEADING + r"\d", "", text)).split("\n"))


def _body(writer: TextWriter, text: str) -> None:
    rows: list[list[str]] = []
    *tabled, rest = text.split(_ROW)
    for chunk in tabled:
        before, _, row = chunk.partition(_BEGIN)
        if before.strip():
            _table(writer, rows)
            rows = []
            _paragraphs(writer, before)
        rows.append([" ".join(_lines(cell)) for cell in row.split(_CELL)[:-1]])
    _table(writer, rows)
    _paragraphs(writer, rest)


def _table(writer: TextWriter, rows: list[list[str]]) -> None:
    if rows:
        writer.table(rows, header=_has_header(rows))


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: all words, over a column of figures."""
    first, *others = rows
    if not others or not all(cell.strip() and not _DIGIT.search(cell) for cell in first):
        return False
    columns = zip(*others, strict=False)
    return any(all(map(_DIGIT.search, column)) for column in columns)


def _paragraphs(writer: TextWriter, text: str) -> None:
    for line in text.replace(_BEGIN, "").replace(_CELL, " ").split("\n"):
        level = re.search(_HEADING + r"(\d)", line)
        line = re.sub(_HEADING + r"\d", "", line)
        item = _ITEM.fullmatch(line)
        if level:
            writer.heading(int(level[1]) + 1, line)
        elif item:
            writer.item(item[2], number=item[1] if item[1][-1] in ".)" else "")
        else:
            writer.paragraph(line)

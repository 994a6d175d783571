"""Rich Text (RTF): headings, lists, tables; notes and comments at the end, headers and footers as furniture.

`striprtf` knows the codes; what it would leave out or run together is marked for it with control characters.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from documents.errors import ReaderFailed
from documents.readers.tables import write_table
from documents.readers.writing import TextWriter
from documents.reading.encodings import doubts
from documents.types import RawDocument

_CELL, _ROW, _BEGIN = "\x1f", "\x1e", "\x1d"  # after a cell and a row, before a row
_HEADING, _DEPTH, _EDGE = "\x1c", "\x1b", "\x1a"  # with a number behind: level, depth, a cell's right edge
_MARKS = (
    (re.compile(r"\\(?:nest)?cell\b ?"), r"\\'1f"),
    (re.compile(r"\\row\b ?"), r"\\'1e"),
    (re.compile(r"\\trowd\b ?"), r"\\'1d"),
    (re.compile(r"\\outlinelevel([0-8])\b ?"), r"\\'1c\\'3\1"),
    (re.compile(r"\\ilvl([0-8])\b ?"), r"\\'1b\\'3\1"),
    (re.compile(r"\\pntext\b"), r"\\listtext"),
    # An address behind a link is not seen; and the library's own pattern for it may take for ever.
    (re.compile(r"\bHYPERLINK\b"), "LINK"),
)
_CELLX = re.compile(r"\\cellx(\d{1,7})\b ?")
_STYLE = re.compile(r"\{\\s(\d{1,4})\b([^{};]{0,2000});\}")
_STYLE_LEVEL = re.compile(r"\\outlinelevel([0-8])\b| heading ([1-9])$| (Title)$", re.IGNORECASE)
_STYLED = re.compile(r"\\s(\d{1,4})\b ?")
_SIGN = re.compile(f"[{_HEADING}{_DEPTH}]\\d|{_EDGE}(\\d{{1,7}}){_EDGE}|[{_CELL}{_ROW}{_BEGIN}]")
_SAME_EDGE = 100  # twips (1.8 mm); edges of cells that are no further apart are one
_MOST_EDGES = 100  # of a table; Word has 63 columns
# A font that names no characters has those of the document; the library would give it the next font's.
_FONT = re.compile(r"(\{\\f\d{1,5})(?=[^{}]*\})(?![^{}]*\\fcharset)")
_PAGE = re.compile(r"\\ansicpg(\d{1,5})")
_GROUP = re.compile(r"\{[^{}]*\}")  # one without others in it
_UNSEEN = re.compile(r"\\(?:v|deleted)(?![a-z0-9])")
_SEEN_AGAIN = re.compile(r"\\(?:v|deleted)0")
_ASIDE = re.compile(r"\{\\(?:\*\\)?(header|footer|footnote|annotation|atnauthor)[lrf]?\b")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ITEM = re.compile(r"\s{0,9}([·•o▪§\uf0b7-]|(?:\w{1,4}[.)]){1,9}|\(\w{1,4}\))\t\s{0,9}(\S.*)")
_TITLE = re.compile(r"\{\\title\b ?([^{}]{1,900})\}")
_AUTHOR = re.compile(r"\{\\author\b ?([^{}]{1,900})\}")
_DATE = re.compile(r"\{\\(?:revtim|creatim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})\b")
_HIGH = re.compile(rb"[\x80-\xff]")
_NO_CODEC = re.compile(r"\\fcharset(?:78|79|8[0-8]|130)\b")
_NOTES = ("footnote", "annotation", "atnauthor")
_AGAIN = "Open it in a word processor, save it again and add the new copy."
_Row = tuple[list[int], list[str]]  # the right edges of the cells in twips, and their texts


def read(path: Path) -> RawDocument:
    """The document's text."""
    data = path.read_bytes()
    if b"\\bin" not in data:  # the length of such data counts bytes
        data = _HIGH.sub(lambda byte: b"\\'%02x" % byte[0][0], data)
    rtf, asides = _without_asides(data.decode("latin-1"))
    fonts = _head_of(rtf)
    writer = TextWriter()
    _furniture(writer, [_plain(fonts + aside + "}") for kind, aside in asides if kind == "header"])
    _body(writer, _plain(rtf))
    _notes(writer, [(kind, _plain(fonts + aside + "}")) for kind, aside in asides if kind in _NOTES])
    _furniture(writer, [_plain(fonts + aside + "}") for kind, aside in asides if kind == "footer"])
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


def _without_asides(rtf: str) -> tuple[str, list[tuple[str, str]]]:
    """The document without its headers, footers and footnotes, and those with their kinds."""
    body: list[str] = []
    asides: list[tuple[str, str]] = []
    done = 0
    for match in _ASIDE.finditer(rtf):
        if match.start() < done:
            continue
        end = _end(rtf, match.start())
        body.append(rtf[done : match.start()])
        asides.append((match[1], rtf[match.end() : end - 1]))
        done = end
    return "".join([*body, rtf[done:]]), asides


def _end(rtf: str, start: int) -> int:
    """Where the group ends that begins at `start`."""
    depth = 0
    for brace in _BRACE.finditer(rtf, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return len(rtf)


def _plain(rtf: str) -> str:
    """The text of the codes, with the marks of this module in it. Raises ReaderFailed for broken ones."""
    from striprtf import striprtf

    rtf = _GROUP.sub(_visible, rtf)
    levels = dict(_heading_styles(rtf))
    rtf = _STYLED.sub(lambda style: f"{style[0]}{levels.get(style[1], '')}", rtf)
    for pattern, mark in _MARKS:
        rtf = pattern.sub(mark, rtf)
    rtf = _CELLX.sub(_edge, rtf)
    rtf = _FONT.sub(r"\1\\fcharset1", _NO_CODEC.sub(r"\\fcharset0", rtf))
    try:
        text: str = striprtf.rtf_to_text(rtf, encoding=_encoding(rtf), errors="replace")
    except (ValueError, TypeError, LookupError) as error:  # the library's, for broken ones
        raise ReaderFailed("The document is broken: its codes cannot be followed.", _AGAIN) from error
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs that were two codes


def _edge(match: re.Match[str]) -> str:
    mark = r"\'1a"
    return mark + "".join(rf"\'3{digit}" for digit in match[1]) + mark


def _heading_styles(rtf: str) -> Iterator[tuple[str, str]]:
    """The numbers of the styles for headings, each with the code of its level."""
    for number, definition in _STYLE.findall(rtf):
        if level := _STYLE_LEVEL.search(definition):
            yield number, rf"\outlinelevel{level[1] or int(level[2] or 1) - 1} "


def _encoding(rtf: str) -> str:
    page = _PAGE.search(rtf[:2000])
    try:
        return codecs.lookup(f"cp{page[1]}").name if page else "cp1252"
    except LookupError:
        return "cp1252"


def _visible(group: re.Match[str]) -> str:
    """The group, but nothing for one of hidden or deleted text."""
    return "" if _UNSEEN.search(group[0]) and not _SEEN_AGAIN.search(group[0]) else group[0]


def _furniture(writer: TextWriter, texts: list[str]) -> None:
    with writer.furniture():
        for line in dict.fromkeys(line.strip() for text in texts for line in _lines(text)):
            writer.paragraph(line)


def _notes(writer: TextWriter, notes: list[tuple[str, str]]) -> None:
    """Writes footnotes, and comments with who made them, which stands before each."""
    author = ""
    for kind, text in notes:
        words = " ".join(" ".join(_lines(text)).split())
        if kind == "footnote":
            writer.paragraph(words)
        elif kind == "annotation":
            writer.comment(words, author)
        author = words if kind == "atnauthor" else ""


def _lines(text: str) -> Iterator[str]:
    return iter(_SIGN.sub(" ", text).split("\n"))


def _body(writer: TextWriter, text: str) -> None:
    rows: list[_Row] = []
    *tabled, rest = text.split(_ROW)
    for chunk in tabled:
        before, _, row = chunk.partition(_BEGIN)
        if before.strip():
            _table(writer, rows)
            rows = []
            _paragraphs(writer, before)
        edges = [int(sign[1]) for sign in _SIGN.finditer(row) if sign[1]]
        cells = [" ".join(_lines(cell)).strip() for cell in row.split(_CELL)[:-1]]
        rows.append((sorted({*edges}), cells))
    _table(writer, rows)
    _paragraphs(writer, rest)


def _table(writer: TextWriter, rows: list[_Row]) -> None:
    if rows:
        write_table(writer, _grid(rows))


def _grid(rows: list[_Row]) -> list[list[str]]:
    """The cells by row and column; one that is as wide as several others takes their columns."""
    columns: dict[int, int] = {}
    column, last = -1, -_SAME_EDGE - 1
    for edge in sorted({edge for edges, _ in rows for edge in edges}):
        column += edge - last > _SAME_EDGE
        columns[edge], last = column, edge
    if len(columns) > _MOST_EDGES or any(len(edges) != len(cells) for edges, cells in rows):
        return [cells for _, cells in rows]
    return [list(_line(columns, edges, cells)) for edges, cells in rows]


def _line(columns: dict[int, int], edges: list[int], cells: list[str]) -> Iterator[str]:
    column = 0
    for edge, cell in zip(edges, cells, strict=True):
        yield cell
        yield from [""] * (columns[edge] - column)
        column = columns[edge] + 1


def _paragraphs(writer: TextWriter, text: str) -> None:
    for line in text.split("\n"):
        level, depth = re.search(_HEADING + r"(\d)", line), re.search(_DEPTH + r"(\d)", line)
        line = _SIGN.sub("", line.replace(_CELL, " "))
        item = _ITEM.fullmatch(line)
        if level:
            writer.heading(int(level[1]) + 1, line)
        elif item:
            number = item[1] if item[1][-1] in ".)" else ""
            writer.item(item[2], depth=int(depth[1]) + 1 if depth else 1, number=number)
        else:
            writer.paragraph(line)

"""A second look at a file, apart from its reader's: the words that are seen in it, and how many are kept.

It is simpler than reading: without order and structure, and without what a program shows that the file only
implies, such as the numbers of lists. What counts is said at each format's function.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from documents.readers import ebook
from documents.readers.coverage import office
from documents.readers.coverage.markup import page_words, rich_words
from documents.readers.html.reader import page_text
from documents.readers.mail import outlook, reader
from documents.readers.mail.parts import Parts, mail_parts, parsed
from documents.readers.office.compound import opened
from documents.readers.office.packages import Package
from documents.readers.plain.markdown import as_page
from documents.readers.safe_xml import safe_parser
from documents.reading.encodings import decode
from documents.types import RawDocument

Look = Callable[[Path], Iterable[str]]
# What parts a word at a line's end (the mark is first, to be found fast), and letters that show nothing.
_CUT = re.compile("[-\u00ad\u2010\u2011\ufffe\x02](?<=\\w.)\\s{0,80}(?=\\w)")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_AS_IT_IS = ("text/plain", "text/markdown")  # formats of which the stored text may be the file itself
# Characters of a text of which every word counts; of longer ones a part of the different words
_FULLY_COUNTED = 8_000_000
_CUE = re.compile(
    r"(?:[\d:.,]{5,14} {0,9}--> {0,9}[\d:.,]{5,14}[^\n]{0,200}|\d{1,6})\s{0,9}|<[^>\n]{1,200}>"
    r"|\{\\[^}\n]{0,80}\}"
)


def kept_share(path: Path, document: RawDocument) -> float | None:
    """The share (0-1) of the words seen in the file that are in the document's text; None where not known.

    A word that is seen three times and stored twice has lost one.
    """
    look = _LOOKS.get(document.media_type)
    if look is None:
        return None
    if document.media_type in _AS_IT_IS and document.text == decode(path.read_bytes()):
        return 1.0
    part = 1 + len(document.text) // _FULLY_COUNTED
    seen, stored = _counted(look(path), part), _counted([document.text], part)
    total, lost = seen.total(), (seen - stored).total()
    return round(1 - lost / total, 4) if total else None


def _counted(texts: Iterable[str], part: int) -> Counter[str]:
    """How often each word is there, one that a hyphen parts as one.

    Of the different words each in `part` is counted, to bound memory.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        if not text.isascii():
            text = _UNSEEN.sub("", unicodedata.normalize("NFKC", _CUT.sub("", text)))
        words = _WORD.findall(_CUT.sub("", text))
        counts.update(words if part == 1 else (word for word in words if crc32(word.encode()) % part == 0))
    return counts


def _file(path: Path) -> Iterator[str]:
    """The whole file."""
    yield decode(path.read_bytes())


def _markdown(path: Path) -> Iterator[str]:
    """What the text shows as a page: no targets of links, no front matter."""
    text = re.sub(
        r"\A---[ \t]*\n.{0,20000}?\n(?:---|\.\.\.)[ \t]*\n", "", decode(path.read_bytes()), flags=re.DOTALL
    )
    yield page_words(as_page(text))


def _subtitles(path: Path) -> Iterator[str]:
    """The words that are said, without times, numbers and marks."""
    cues = decode(path.read_bytes()).split("\n\n")
    yield from (_CUE.sub(" ", cue) for cue in cues if "-->" in cue)


def _pdf(path: Path) -> Iterator[str]:
    """The text of all pages, as PDFium finds it."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(pdf)):
            try:
                page = pdf[number]
            except pypdfium2.PdfiumError:  # damaged, so that nobody sees it
                continue
            yield page.get_textpage().get_text_range(errors="replace")
            page.close()
    finally:
        pdf.close()


def _mail(path: Path) -> Iterator[str]:
    """The texts of the message, of one text in two forms the one that is read; without its head."""
    yield from _texts_of(mail_parts(parsed(path.read_bytes())))


def _box(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for data in reader.messages(file):
            yield from _texts_of(mail_parts(parsed(data)))


def _outlook(path: Path) -> Iterator[str]:
    with opened(path, "") as file:
        yield from _texts_of(outlook.message_parts(file))


def _texts_of(parts: Parts) -> Iterator[str]:
    for subtype, text, _ in parts.texts:
        yield page_words(text) if subtype == "html" else text


def _book(path: Path) -> Iterator[str]:
    """The documents of the spine, each once."""
    with Package(path) as archive:
        book = ebook.opened_book(archive, path)
        places = {
            item.get("id"): ebook.place_of(book.folder, item.get("href", ""))
            for item in book.package.xpath("//*[local-name()='manifest']/*[local-name()='item']")
            if item.get("media-type", ebook.PAGES[0]) in ebook.PAGES
        }
        spine = book.package.xpath("//*[local-name()='spine']/*[local-name()='itemref']/@idref")
        for name in dict.fromkeys(places[reference] for reference in spine if reference in places):
            yield page_words(ebook.page_of(ebook.member(archive, name), []))


def _office(look: Callable[[Package], Iterable[str]]) -> Look:
    def looked(path: Path) -> Iterator[str]:
        with Package(path) as package:
            yield from look(package)

    return looked


def _xml(path: Path) -> Iterator[str]:
    """All text between the marks, and the values of attributes."""
    from lxml import etree  # type: ignore[import-untyped]

    for element in etree.parse(str(path), safe_parser()).iter(etree.Element):
        yield from (element.text or "", element.tail or "", *element.attrib.values())


def _json(path: Path) -> Iterator[str]:
    """Words and figures of all values, and each name once."""
    text = decode(path.read_bytes())
    try:
        yield from _values([_parsed(text)])
    except ValueError:  # a value a line
        yield from _values([_row(line) for line in text.split("\n")])


def _notebook(path: Path) -> Iterator[str]:
    """The cells: notes as they show, code; not what was printed, of which each form may be shown."""
    for cell in _parsed(decode(path.read_bytes())).get("cells") or ():
        source = cell.get("source") or ""
        text = source if isinstance(source, str) else "".join(source)
        yield page_words(as_page(text)) if cell.get("cell_type") == "markdown" else text


def _values(values: list[Any]) -> Iterator[str]:  # Any: JSON
    names: set[str] = set()
    while values:
        value = values.pop()
        if isinstance(value, dict):
            names |= value.keys()
            values += value.values()
        elif isinstance(value, list):
            values += value
        elif isinstance(value, str):
            yield value
    yield from names


def _row(line: str) -> Any:
    try:
        return _parsed(line)
    except ValueError:
        return line


def _parsed(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str)


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_LOOKS: dict[str, Look] = {
    "text/plain": _file,
    "text/csv": _file,
    "text/markdown": _markdown,
    "text/html": lambda path: [page_words(page_text(path.read_bytes()))],
    "application/pdf": _pdf,
    "application/rtf": lambda path: [rich_words(path.read_bytes().decode("latin-1"))],
    "application/x-subrip": _subtitles,
    "application/json": _json,
    "application/jsonl": _json,
    "application/xml": _xml,
    "application/x-ipynb+json": _notebook,
    "application/epub+zip": _book,
    "message/rfc822": _mail,
    "application/mbox": _box,
    "application/vnd.ms-outlook": _outlook,
    f"{_OOXML}wordprocessingml.document": _office(office.document_words),
    f"{_OOXML}presentationml.presentation": _office(office.presentation_words),
    f"{_OOXML}spreadsheetml.sheet": _office(office.workbook_words),
    f"{_ODF}text": _office(office.open_text_words),
    f"{_ODF}presentation": _office(office.open_slide_words),
    f"{_ODF}spreadsheet": _office(office.open_sheet_words),
}

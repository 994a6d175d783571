"""E-books (EPUB): the chapters in reading order, under the titles of the table of contents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from documents.errors import DocumentTooLarge, EmptyDocument, ReaderFailed
from documents.readers.html import reader
from documents.readers.html.elements import HEADINGS
from documents.readers.office.packages import Package
from documents.readers.safe_xml import safe_parser
from documents.readers.writing import TextWriter
from documents.reading.encodings import doubts, on_one_line
from documents.types import RawDocument

PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
MOST_MEGABYTES = 64  # MB of one file of the book, unpacked
_FONTS = ("embedding", "RC")  # ways of hiding fonts, which leave the text open
_PROTECTED = "Open it in the program that it was bought for, and save what you need of it as text."
AGAIN = "Get the file again and add the new copy."


@dataclass(frozen=True, slots=True)
class Book:
    """An e-book that is open: its archive and the list of its files."""

    archive: Package
    package: Any  # an lxml element, which has no types
    folder: str  # in which the package lies, and from which its files are named


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    level: int
    fragment: str


def read(path: Path) -> RawDocument:
    """The book's text.

    Raises ReaderFailed where it is protected or broken, EmptyDocument where it has no text.
    """
    with Package(path) as archive:
        book = opened_book(archive, path)
        writer = TextWriter()
        author = "; ".join(_metadata(book, "creator"))
        if author:
            writer.paragraph(f"Author: {author}")
        begun = writer.text
        unread = list(_chapters(writer, book))
        if writer.text == begun:
            raise EmptyDocument(f"{path.name} has no text.", "Check that it is the right file.")
        notes = [f"The part {name} could not be read. {AGAIN}" for name in unread[:5]]
        if len(unread) > 5:
            notes.append(f"{len(unread) - 5:,} other parts could not be read. {AGAIN}")
        return writer.document(
            "application/epub+zip",
            title=next(iter(_metadata(book, "title")), None),
            author=author or None,
            date=next((day[0] for value in _metadata(book, "date") if (day := _DATE.match(value))), None),
            notes=(*notes, *doubts(writer.text)),
        )


def opened_book(archive: Package, path: Path) -> Book:
    """The book in an archive. Raises ReaderFailed where it is none, or is protected."""
    broken = ReaderFailed(f"{path.name} is not an e-book that can be read.", AGAIN)
    if "META-INF/container.xml" not in archive.names:
        raise broken
    container = _xml(member(archive, "META-INF/container.xml"))
    places = [] if container is None else container.xpath("//*[local-name()='rootfile']/@full-path")
    if not places or str(places[0]) not in archive.names:
        raise broken
    package = _xml(member(archive, str(places[0])))
    if package is None:
        raise broken
    if _is_protected(archive):
        raise ReaderFailed(f"{path.name} is protected against copying (DRM) and cannot be read.", _PROTECTED)
    return Book(archive, package, dirname(str(places[0])))


def member(archive: Package, name: str) -> bytes:
    """A file of the book. Raises ReaderFailed where it is missing or damaged, DocumentTooLarge for a bomb."""
    parts: list[bytes] = []
    for part in archive.pieces(name):
        parts.append(part)
        if len(parts) > MOST_MEGABYTES:
            raise DocumentTooLarge(
                f"A part of the book has more than {MOST_MEGABYTES:,} MB unpacked.",
                "Add the part that you need as text.",
            )
    return b"".join(parts)


def _is_protected(archive: Package) -> bool:
    if "META-INF/encryption.xml" not in archive.names:
        return False
    listed = _xml(member(archive, "META-INF/encryption.xml"))
    ways = [] if listed is None else listed.xpath("//*[local-name()='EncryptionMethod']/@Algorithm")
    return any(not str(way).endswith(_FONTS) for way in ways)


def _metadata(book: Book, name: str) -> list[str]:
    elements = book.package.xpath(f"//*[local-name()='metadata']//*[local-name()='{name}']")
    return [words for element in elements if (words := _words(element))]


def _chapters(writer: TextWriter, book: Book) -> Iterator[str]:
    """Writes the files of the spine; gives the names of those that cannot be read."""
    items = book.package.xpath("//*[local-name()='manifest']/*[local-name()='item']")
    manifest = {item.get("id"): item for item in items}
    contents = _contents(book, items)
    done: set[str] = set()
    for reference in book.package.xpath("//*[local-name()='spine']/*[local-name()='itemref']"):
        item = manifest.get(reference.get("idref"))
        if item is None or item.get("media-type", PAGES[0]) not in PAGES:
            continue
        name = place_of(book.folder, item.get("href", ""))
        if name in done:  # "nothing twice", and a spine may name one file a million times
            continue
        done.add(name)
        try:
            page = page_of(member(book.archive, name), contents.get(name, []))
        except ReaderFailed:
            yield name
            continue
        with writer.furniture(when="nav" in item.get("properties", "").split()):
            reader.write_page(writer, page)


def place_of(folder: str, href: str) -> str:
    """The name in the archive of what is linked to from a folder of it."""
    return normpath(join(folder, unquote(href.partition("#")[0])))


def _contents(book: Book, items: list[Any]) -> dict[str, list[_Chapter]]:
    """The titles of the table of contents by the file that they stand for; empty where there is none."""
    chapters: dict[str, list[_Chapter]] = {}
    for item in items:
        is_nav = "nav" in item.get("properties", "").split()
        if not is_nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        name = place_of(book.folder, item.get("href", ""))
        tree = _xml(member(book.archive, name)) if name in book.archive.names else None
        if tree is None:
            continue
        for href, chapter in _nav_entries(tree) if is_nav else _ncx_entries(tree):
            chapters.setdefault(place_of(dirname(name), href), []).append(chapter)
        if is_nav and chapters:  # the newer form; the older says the same
            return chapters
    return chapters


def _nav_entries(tree: Any) -> Iterator[tuple[str, _Chapter]]:
    for nav in tree.iter("{*}nav"):
        if "toc" not in [value for name, value in nav.attrib.items() if name.endswith("type")]:
            continue
        for link in nav.iter("{*}a"):
            depth = sum(1 for above in link.iterancestors("{*}ol"))
            href = link.get("href", "")
            yield href, _Chapter(_words(link), min(max(depth, 1), 6), href.partition("#")[2])


def _ncx_entries(tree: Any) -> Iterator[tuple[str, _Chapter]]:
    for point in tree.iter("{*}navPoint"):
        label, content = point.find("{*}navLabel"), point.find("{*}content")
        if label is not None and content is not None:
            depth = 1 + sum(1 for above in point.iterancestors("{*}navPoint"))
            href = content.get("src", "")
            yield href, _Chapter(_words(label), min(depth, 6), href.partition("#")[2])


def _words(element: Any) -> str:
    return on_one_line("".join(element.itertext()))


def page_of(data: bytes, chapters: list[_Chapter]) -> str:
    """A file of the book as a web page, with headings for its chapters where it has none of its own."""
    from lxml import etree  # type: ignore[import-untyped]

    tree = _xml(_ENTITY.sub(_character, data))
    if tree is None:
        return reader.page_text(data)
    for element in tree.iter(etree.Element):
        element.tag = etree.QName(element).localname
    if not any(True for _ in tree.iter(*HEADINGS)):
        for chapter in chapters:
            _head(tree, chapter)
    return str(etree.tostring(tree, encoding="unicode", method="html"))


def _head(tree: Any, chapter: _Chapter) -> None:
    """Makes the title a heading: the first words of the chapter where they are it, else a new one."""
    from lxml import etree

    body = tree.find(".//body")
    wanted = chapter.fragment and unquote(chapter.fragment)
    place = next((element for element in tree.iter(etree.Element) if element.get("id") == wanted), None)
    place = body if place is None or place is body else place
    if place is None or not chapter.title:
        return
    for element in [place, *place.iterdescendants("p", "div", "span")][:20]:
        if element is not body and _words(element).casefold() == chapter.title.casefold():
            element.tag = f"h{chapter.level}"
            return
    heading = etree.Element(f"h{chapter.level}")
    heading.text = chapter.title
    if place is body:
        heading.tail, body.text = body.text, None
        body.insert(0, heading)
    else:
        place.addprevious(heading)


def _character(match: re.Match[bytes]) -> bytes:
    if match[1] in _XML:
        return match[0]
    return html5.get(match[1].decode() + ";", match[0].decode()).encode("ascii", "xmlcharrefreplace")


def _xml(data: bytes) -> Any:
    """The root of XML, without entities; None where it is none."""
    from lxml import etree

    try:
        return etree.fromstring(data, safe_parser())
    except (etree.XMLSyntaxError, ValueError):
        return None

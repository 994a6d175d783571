"""Office files are ZIP archives of XML: opened within limits, their parts parsed without entities."""

import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from documents.errors import ReaderFailed
from documents.readers.safe_xml import SAFE, safe_parser

MOST_EXPANDED = 1 << 30  # bytes of all parts of one file, unpacked
MOST_PART = 128 << 20  # bytes of one part that is parsed whole: its tree is many times as large
_KINDS = {  # a part that tells the format, and the name of its reader
    "word/": "docx",
    "xl/": "xlsx",
    "ppt/": "pptx",
}
# What tells a format that is packed as an archive too, but is no documents in a folder: of other programs.
_OTHERS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "Index/Document.iwa", "Index.zip")
_OPEN = re.compile(rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)")
_OPEN_KINDS = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
_TEMPLATES = (  # the dates of the empty documents of python-docx, python-pptx, Excel and PowerPoint: nobody's
    "2013-12-23T23:15:00",
    "2013-01-27T09:14:16",
    "2006-09-16T00:00:00",
    "2015-06-05T18:1",
    "2006-08-16T00:00:00",
)
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed_kind(path: Path) -> str | None:
    """The name of the reader for a ZIP archive: "docx", "epub", ..., "zip"; None for another program's file.

    Raises ReaderFailed where the archive is broken.
    """
    with Package(path, limited=False) as package:
        if kind := _document_kind(package):
            return kind
        if package.names.isdisjoint(_OTHERS) or path.suffix.lower() == ".zip":
            return "zip"
    return None


def _document_kind(package: "Package") -> str | None:
    if "[Content_Types].xml" in package.names:
        return next(
            (kind for begin, kind in _KINDS.items() if any(n.startswith(begin) for n in package.names)),
            None,
        )
    if "META-INF/container.xml" in package.names:
        return "epub"
    if "mimetype" in package.names and "content.xml" in package.names:
        match = _OPEN.match(next(package.pieces("mimetype"), b""))
        return _OPEN_KINDS[match[1]] if match else None
    return None


class Package:
    """The parts of an office file by their names; to be closed, as by `with`.

    Raises ReaderFailed where the file is broken, has a password or unpacks to more than a person wrote; one
    that is not `limited` may be an archive of anything.
    """

    def __init__(self, path: Path, *, limited: bool = True) -> None:
        self._path = path
        try:
            self._archive = ZipFile(path)
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.broken("its parts cannot be listed") from error
        parts = self._archive.infolist()
        self.names = frozenset(part.filename for part in parts)
        if limited and sum(part.file_size for part in parts) > MOST_EXPANDED:
            self._archive.close()
            raise ReaderFailed(
                f"{path.name} unpacks to more than {MOST_EXPANDED >> 20:,} MB.",
                "Split it into smaller files.",
            )

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *raised: object) -> None:
        self._archive.close()

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, a piece after the other."""
        with self._opened(name) as part:
            while piece := part.read(1 << 20):
                yield piece

    def matches(
        self, name: str, patterns: Sequence["re.Pattern[bytes]"], overlap: int
    ) -> Iterator["re.Match[bytes]"]:
        """What each of the patterns finds in a part, which is read a piece after the other.

        No match may be longer than `overlap` bytes: so many of a piece are looked at again with the next.
        """
        rest = b""
        for piece in self.pieces(name):
            text = rest + piece
            end = max(0, len(text) - overlap)
            for pattern in patterns:
                yield from (match for match in pattern.finditer(text) if match.start() < end)
            rest = text[end:]
        for pattern in patterns:
            yield from pattern.finditer(rest)

    def xml(self, name: str | None) -> Any:  # Any: an lxml element, which has no types
        """The root of a part, or None where there is no such part."""
        from lxml import etree  # type: ignore[import-untyped]

        if name is None or name not in self.names:
            return None
        with self._opened(name) as part:
            data = part.read(MOST_PART + 1)
        if len(data) > MOST_PART:
            raise ReaderFailed(
                f"{self._path.name} has a part of more than {MOST_PART >> 20} MB.",
                "Split it into smaller files.",
            )
        try:
            return etree.fromstring(data.replace(_STRICT, _USUAL), safe_parser())
        except etree.XMLSyntaxError as error:
            raise self.broken(f"its part {name} is not well-formed") from error

    def elements(self, name: str) -> Iterator[tuple[str, Any]]:
        """Each element of a part as it begins ("start") and ends ("end"), for one too large to hold."""
        from lxml import etree

        try:
            with self._opened(name) as part:
                yield from etree.iterparse(part, events=("start", "end"), remove_comments=True, **SAFE)
        except etree.XMLSyntaxError as error:
            raise self.broken(f"its part {name} is not well-formed") from error

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to within the file: the last word of the kind and the part's name, by id."""
        folder, _, file = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        relations = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External" and relation.get("Target"):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target")))
                relations[relation.get("Id", "")] = (
                    relation.get("Type", "").rpartition("/")[2],
                    target.lstrip("/"),
                )
        return relations

    def related(self, name: str, kind: str) -> str | None:
        """The first part of a kind ("styles") that a part refers to."""
        return next((target for relation, target in self.relations(name).values() if relation == kind), None)

    def stated(self) -> dict[str, str]:
        """Title, author and date that the file states of itself, where it does: fields of a RawDocument."""
        name = "meta.xml" if "mimetype" in self.names else self.related("", "core-properties")
        root = self.xml(name or "docProps/core.xml")
        root = root[0] if root is not None and local(root) == "document-meta" and len(root) else root
        values = (
            {local(element): (element.text or "").strip() for element in root} if root is not None else {}
        )
        dates = (values.get(name) for name in ("created", "creation-date", "modified", "date"))
        return stated(values.get("title"), values.get("initial-creator") or values.get("creator"), dates)

    def broken(self, why: str) -> ReaderFailed:
        """The error that says that this file is broken."""
        return ReaderFailed(
            f"{self._path.name} is broken: {why}.", "Get the file again, or open it and save it once more."
        )

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._archive.open(name) as part:
                yield part
        except RuntimeError as error:  # zipfile's for a password
            raise ReaderFailed(
                f"{self._path.name} needs a password.", "Save it without one and add the new copy."
            ) from error
        except (BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError) as error:
            raise self.broken(f"its part {name} cannot be unpacked") from error


def stated(title: str | None, author: str | None, dates: Iterable[str | None]) -> dict[str, str]:
    """Title, author and date as fields of a RawDocument; of the dates the first that is no template's."""
    own = (day for day in dates if day and not day.startswith(_TEMPLATES))
    date = next((match[0] for day in own if (match := _DAY.match(day))), None)
    return {name: value for name, value in (("title", title), ("author", author), ("date", date)) if value}


def local(element: Any) -> str:  # Any: an lxml element
    """The name of an element without its namespace; "" for an entity that is not resolved."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def whole_number(text: str | None, default: int) -> int:
    """A number from 0 on, of so few digits that it can be counted on; else the default."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else default

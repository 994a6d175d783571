"""What a person hands over (files, folders, addresses, uploads, pasted text), one input a document."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path, PurePosixPath

from documents.errors import DocumentError, ReaderFailed
from documents.reading.encodings import on_one_line, scrub
from documents.text.headings import shortened

TITLE_LENGTH = 80  # characters of a pasted text's title
LONGEST_SHOWN = 200  # characters of what was handed over, in a message
_NO_TIME = 1980  # the year of a file whose time is not known, in ZIP archives; on other systems 1970
MOST_STEPS = 8  # of an address that tell it from others
FIRST_WORDS = 6  # that name a pasted text without a title
_SCHEME = re.compile(r"[a-z][a-z+.-]{1,20}://", re.IGNORECASE)
# "example.com/a"
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,9}[a-z]{2,20}(?::\d{1,5})?(?:/\S{0,500})?", re.IGNORECASE)
_PART = re.compile(r"[^\W_]+")  # of a name: "TD740" and "manual" of "TD740_manual"
# "(3)" of a copy, days and versions: numbers that a question may have, too
_OF_COPIES = re.compile(
    r"\(\d{1,3}\)|(?<!\d)\d{1,4}[-_. ]\d{1,2}[-_. ]\d{1,4}(?!\d)|(?<![^\W_])v\d+(?![^\W_])", re.IGNORECASE
)
# What any file may be called
_OF_FILES = frozenset(
    "file document doc docs scan image img photo picture attachment untitled page message mail email "
    "new old copy final draft signed version info information faq readme rule rules form forms letter "
    "letters list lists note notes guide manual handbook contract agreement report minutes policy plan "
    "price prices terms datei dokument brief liste notiz notizen vertrag bericht protokoll fichier "
    "lettre contrat rapport".split()
)
_SMALL = frozenset("and the for with und der die das les des avec".split())
SHORTEST_NAME = 3  # letters of a word that tells what a file is
WITHIN = " › "  # between the address of an archive or mail and the path of a file in it


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came through the page: `path` is a temporary copy, `name` may begin with its folders."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class PastedText:
    """Text typed or pasted on the page."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A file that waited in the queue: `path` is a copy under its own name, added as what is at `uri`.

    `path` is None where the bytes are not in `place`, that of the original files. `day` (ISO) is that of the
    file itself, None where its time means nothing.
    """

    uri: str
    path: Path | None
    day: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One document to be added: a file at `path`, an address to fetch, or what is wrong with it.

    `part_of` is the address of the archive or mail that it came in; `attached_to` says in words which mail.
    `day` is that of the file where `path` is only a copy of it.
    """

    uri: str
    path: Path | None = None
    url: str | None = None
    text: str | None = None
    error: DocumentError | None = None
    part_of: str | None = None
    attached_to: str = ""
    day: str | None = None


Given = str | Path | Upload | PastedText | Queued


def inputs(items: Given | Iterable[Given]) -> list[Input]:
    """One input a document, in the order given; a folder becomes its files, sorted.

    One thing alone is taken as a list of one: letter by letter, the "/" of a path would be the whole disk.
    """
    things = [items] if isinstance(items, Given) else items
    return [item for thing in things for item in _guarded(thing)]


def pasted(text: str, title: str = "") -> list[Given]:
    r"""What was pasted: addresses of the web where it is nothing else, or else one text; empty for blanks.

    >>> pasted("https://a.org/x\nb.org/y"), pasted("notes.docx")
    (['https://a.org/x', 'https://b.org/y'], [PastedText(title='', text='notes.docx')])
    """
    from documents.web.fetch import is_url

    words = text.split()
    if all(is_url(word) or ("/" in word and _HOST.fullmatch(word)) for word in words):
        return [*dict.fromkeys(word if is_url(word) else f"https://{word}" for word in words)]
    return [PastedText(title, text)]


def file_name(uri: str) -> str:
    """The last part of a path or URL; what follows `upload:` or `text:`.

    >>> file_name("/home/me/notes.txt"), file_name("upload:a.pdf"), file_name("/home/me/june.zip › b.txt")
    ('notes.txt', 'a.pdf', 'b.txt')
    """
    return re.split(rf"[/\\]|{WITHIN}", _unmarked(uri))[-1]


def name_beside(title: str, uri: str) -> str:
    """The name of a document's file in words, where it says what the title does not; "" otherwise.

    People name a file by what it is to them, where the document itself may begin with a letterhead.

    >>> name_beside("J. Massingham & Daughters", "/home/me/funeral_estimate-hartnell (2) 2026-05-12.pdf")
    'funeral estimate hartnell'
    >>> name_beside("Swimming lessons", "upload:swimming_lessons (2).pdf"), name_beside("Notes", "text:Notes")
    ('', '')
    """
    if re.match(r"https?:|text:", uri):
        return ""
    stem = unicodedata.normalize("NFC", PurePosixPath(file_name(uri)).stem)
    name = " ".join(_PART.findall(_OF_COPIES.sub(" ", stem)))
    telling = {word.casefold() for word in telling_words(name).split() if len(word) >= SHORTEST_NAME}
    new = telling - _SMALL - {part.casefold() for part in _PART.findall(title)}
    return shortened(name) if any(map(str.isalpha, new)) else ""


def telling_words(name: str) -> str:
    """The name of a file without what any file may be called.

    >>> telling_words("dishwasher manual signed"), telling_words("letter")
    ('dishwasher', '')
    """
    return " ".join(word for word in name.split() if word.casefold() not in _OF_FILES)


def distinct_names(uris: Collection[str]) -> dict[str, str]:
    """Each address by as much of its end as no other one has: a file's name, or folders before it, too.

    >>> sorted(distinct_names(["/home/a/rules.md", "/home/b/rules.md", "upload:notes.md"]).values())
    ['a/rules.md', 'b/rules.md', 'notes.md']
    """
    steps = {uri: re.split(rf"([/\\]|{WITHIN})", _unmarked(uri)) for uri in uris}
    known = Counter(chain.from_iterable(map(_ends, steps.values())))
    return {
        uri: next((end for end in _ends(parts) if known[end] == 1), _unmarked(uri))
        for uri, parts in steps.items()
    }


def _ends(parts: Sequence[str]) -> Iterator[str]:
    """What an address ends with, the shortest first, a few steps long at most.

    Every second of its parts is what stands between two steps; an address may end with a stroke.
    """
    starts = list(reversed(range(0, len(parts), 2)))[:MOST_STEPS]
    return filter(None, ("".join(parts[start:]) for start in starts))


def _unmarked(uri: str) -> str:
    """An address without the mark of what was uploaded or pasted."""
    return re.sub(r"^(upload|text):", "", uri)


def around(uri: str) -> list[str]:
    """The address and those of the archives and mails that it is within, the outermost first.

    >>> around("a.zip › b.eml › c.txt")
    ['a.zip', 'a.zip › b.eml', 'a.zip › b.eml › c.txt']
    """
    parts = uri.split(WITHIN)
    return [WITHIN.join(parts[:number]) for number in range(1, len(parts) + 1)]


def file_day(item: Input) -> str | None:
    """The day (ISO, in local time) on which a file was changed last; None where its time means nothing.

    It does for a file where its owner keeps it, not for a copy that was uploaded, fetched or unpacked.
    """
    if item.path is None or item.uri != _address(item.path):
        return item.day
    day = datetime.fromtimestamp(item.path.stat().st_mtime).astimezone().date()
    known = day.year > _NO_TIME and day <= date.today()
    return day.isoformat() if known else None


def _guarded(item: Given) -> list[Input]:
    """The inputs of one thing that was handed over; whatever is wrong with it, the others are not touched."""
    try:
        return list(_inputs(item))
    except Exception as error:  # names are anything, and so is what the file system says of them
        reason = on_one_line(f"{type(error).__name__}: {error}")
        uri = scrub(str(item))[:LONGEST_SHOWN]
        return [Input(uri, error=ReaderFailed(f"{uri} cannot be used ({reason}).", "Check the name."))]


def _inputs(item: Given) -> Iterator[Input]:
    from documents.web.fetch import is_url

    if isinstance(item, Upload):
        yield Input(uri=f"upload:{_relative(scrub(item.name))}", path=item.path)
    elif isinstance(item, Queued):
        gone = ReaderFailed(
            f"What was to be added is not in {item.place}, where whoever took it up keeps original files.",
            "Add it again; but if whoever adds has another data folder, first set originals "
            "(FOOTNOTE_ORIGINALS) for all of them to one folder or bucket that they all reach.",
        )
        yield Input(item.uri, item.path, error=None if item.path else gone, day=item.day)
    elif isinstance(item, PastedText):
        title = on_one_line(item.title)[:TITLE_LENGTH] or _title(item.text)
        yield Input(uri=f"text:{title}", text=item.text)
    elif isinstance(item, str) and is_url(item):
        yield Input(uri=scrub(item.strip()), url=item.strip())
    else:
        yield from _from_path(os.path.expanduser(item))


def _relative(name: str) -> str:
    """The name with its folders, which tell two files of one name apart; the last part where it leads out."""
    parts = PurePosixPath(name).parts
    return "/".join(parts) if not {"/", ".."}.intersection(parts) else PurePosixPath(name).name


def _title(text: str) -> str:
    """A pasted text's first words, and a mark of the whole: like beginnings are no versions of one text."""
    text = scrub(text)
    words = " ".join(text.split()[:FIRST_WORDS])[:TITLE_LENGTH] or "Pasted text"
    return f"{words} ({hashlib.sha256(text.encode()).hexdigest()[:6]})"


def _from_path(name: str) -> Iterator[Input]:
    path, uri = Path(name), _address(name)
    # os.path.exists is False for a name that is too long or hidden by permissions, where Path.exists raises;
    # an empty name, which an unset variable gives, is not the present folder.
    if not name or not os.path.exists(name):
        yield Input(uri, error=_missing(name, uri))
    elif path.is_dir():
        files = sorted(_files(path))
        if not files:
            yield Input(
                uri, error=ReaderFailed(f"The folder {uri} has no files.", "Give a folder with documents.")
            )
        for file in files:
            linked = _linked_folder(file) if file.is_dir() else None
            yield Input(_address(file), path=None if linked else file, error=linked)
    elif not path.is_file():
        yield Input(uri, error=ReaderFailed(f"{uri} is not a file.", "Give a file, a folder or an address."))
    else:
        yield Input(uri, path=path)


def _missing(name: str, uri: str) -> ReaderFailed:
    """The error for a path where there is no file, which may be meant as an address."""
    if os.path.islink(name):
        target = scrub(os.readlink(name))[:LONGEST_SHOWN]
        return ReaderFailed(
            f"{uri} is a link to {target}, which cannot be followed.", "Name the file itself."
        )
    if _SCHEME.match(name) or _HOST.fullmatch(name):
        what = f"There is no file {scrub(name)[:LONGEST_SHOWN]}."
        return ReaderFailed(what, "Check the name; an address of the web begins with https:// or http://.")
    return ReaderFailed(f"There is no file {uri}.", "Check the name.")


def _linked_folder(link: Path) -> ReaderFailed:
    """That a link to a folder is not followed: it may lead to anything, or round in a circle."""
    target = scrub(os.readlink(link))[:LONGEST_SHOWN]
    return ReaderFailed(
        f"{_address(link)} is a link to the folder {target}, which is not followed.",
        "Add that folder itself.",
    )


def _address(path: str | Path) -> str:
    """The absolute path as text that can be stored; bytes of a name that are no UTF-8 are shown as U+FFFD.

    Not resolve(): a link keeps the name that its owner knows.
    """
    return scrub(os.path.abspath(path)) if str(path) else "''"


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder and links to other folders; hidden ones are nobody's documents."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in (*names, *linked):
            if not name.startswith("."):
                yield Path(parent) / name

"""One source on its way into the library: what is known of it by now, how far it is, what it is called."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from documents.inputs import Input, file_day, file_name, name_beside, telling_words
from documents.reading.dating import date_of_name
from documents.reading.naming import first_heading
from documents.reading.notes import count
from documents.reading.pool import Prepared
from documents.storage.facts import own_date
from documents.text.blocks import PackedBlocks
from documents.text.headings import shortened
from documents.text.passages import ATTACHED, PassageSpan, header
from documents.types import IngestEntry, IngestStatus, RawDocument, Source

Step = Literal["reading", "embedding", "saving", "done"]
OWN_TITLE = 80  # characters of an attachment's title, before the name of its mail


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one source is; `entry` is set with the step "done".

    `number` is the source's place among those of the command, from 0: two may have one uri. `part` is 0, and
    for what came in that source the place among all that did, from 1.
    """

    uri: str
    step: Step
    done: int = 0
    total: int = 0
    entry: IngestEntry | None = None
    number: int = 0
    part: int = 0


Report = Callable[[Progress], None]
Stopped = Callable[[int], bool]  # whether the source of this number is no longer wanted


def silent(progress: Progress) -> None:
    """Reports nothing."""


def never(number: int) -> bool:
    """All sources are wanted to the end."""
    return False


@dataclass(slots=True)
class IngestJob:
    """One source on its way into the library.

    `owner` is the archive or mail that it is in, `parts` are all that are in one that was handed over. It has
    ended when nothing is `open`: itself, and what is right in it.
    """

    input: Input
    began: float
    number: int = 0
    part: int = 0
    owner: "IngestJob | None" = None
    parts: "list[IngestJob]" = field(default_factory=list)
    whole: bool = False  # whether all that is in it is known
    open: int = 1
    path: Path | None = None
    sha256: str = ""
    reader: str = ""
    reading: "Future[Prepared] | None" = None
    document: RawDocument | None = None
    caution: str | None = None
    title: str = ""
    spans: Sequence[PassageSpan] = ()
    blocks: Sequence[PackedBlocks] = ()
    headers: Sequence[str] = ()
    entry: IngestEntry | None = None

    def at(self, step: Step, done: int = 0, total: int = 0) -> Progress:
        """How far it is."""
        entry = self.entry if step == "done" else None
        return Progress(self.input.uri, step, done, total, entry, self.number, self.part)

    def take(self, document: RawDocument, prepared: Prepared) -> None:
        """Takes the document that a reader made, and what was prepared of it."""
        self.document, self.blocks = _with_named_date(document, self.input), prepared.blocks
        self.split(_title_of(self.document, self.input), prepared.spans)

    def split(self, title: str, spans: Sequence[PassageSpan]) -> None:
        """Takes the passages of the document, under its title."""
        assert self.document is not None
        self.title, self.spans = title, spans
        date = own_date(self.document)
        # One line for all passages of a section, not one each: a large file has many.
        kinds = {(span.headings, span.introduction) for span in spans}
        name = telling_words(name_beside(title, self.input.uri))
        lines = {kind: header(title, (name, *kind[0]), date, kind[1]) for kind in kinds}
        self.headers = [lines[span.headings, span.introduction] for span in spans]


@dataclass(frozen=True, slots=True)
class JobEnd:
    """What became of a document, and the source that it is now."""

    status: IngestStatus
    message: str
    source: Source


def texts_of(job: IngestJob) -> Iterator[str]:
    """What is embedded: the header, which says what the passage is about, then its text."""
    assert job.document is not None
    for head, span in zip(job.headers, job.spans, strict=True):
        yield f"{head}\n{job.document.text[span.start : span.end]}"


def _with_named_date(document: RawDocument, item: Input) -> RawDocument:
    """The document, with the date in its file's name where it states none itself.

    The name goes before what a program notes of a file that it makes.
    """
    of_file = item.url is None and own_date(document) is None
    named_date = date_of_name(file_name(item.uri)) if of_file else None
    return replace(document, date=named_date, dated_by="name") if named_date else document


def with_file_day(document: RawDocument, item: Input) -> RawDocument:
    """The document, with the day of its file where nothing else dates it."""
    day = file_day(item) if document.date is None else None
    return replace(document, date=day, dated_by="file") if day else document


def folder_of(job: IngestJob, work: Path) -> Path:
    """Where the files go that are in this one."""
    return work / f"in-{job.number}"


def _title_of(document: RawDocument, item: Input) -> str:
    """The document's title; that of an attachment names its mail too."""
    title = _own_title(document, item.uri, item.part_of)
    return f"{shortened(title, OWN_TITLE)}{ATTACHED}{item.attached_to}" if item.attached_to else title


def _own_title(document: RawDocument, uri: str, part_of: str | None) -> str:
    """The document's own title, else its first heading if it names it, else the name of the file."""
    if document.title and document.title.strip():
        return document.title
    if heading := first_heading(document):
        return heading
    if part_of:
        return Path(file_name(uri)).stem
    if uri.startswith(("http://", "https://")):
        parts = urlsplit(uri)
        return shortened(unquote(Path(parts.path).stem)) or parts.netloc
    if uri.startswith("text:"):
        return uri.removeprefix("text:")  # no file: what follows its last point is no suffix
    return Path(uri.removeprefix("upload:")).stem


def message_of(source: Source, status: str, caution: str | None) -> str:
    """What the entry of a document that was stored says: what it has, and what was not read whole."""
    parts = [count(source.passages, "passage")]
    if source.pages:
        parts.append(count(source.pages, "page"))
    if source.report.tables:
        parts.append(count(source.report.tables, "table"))
    if status == "replaced":
        parts.append("new version, the old one was replaced")
    remarks = " ".join([*source.notes, *filter(None, [caution])])
    line = ", ".join(parts)
    return f"{line}. {remarks}" if remarks else line

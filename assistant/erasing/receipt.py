"""What an erasing took and what was found afterwards; and what a plain removal leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.phrases import one_line
from assistant.settings import EMBEDDED_LIBRARY
from documents.reading.notes import count
from documents.storage.sqlite.database import FILE_NAME
from documents.types import Record

Knowledge = Literal["text", "quotes", "names"]
LESS_KNOWN = {
    "text": "",
    "quotes": "Its text was removed before: the phrases are from what saved answers quoted of it.",
    "names": "Its text was removed before, so only its names could be looked for.",
}
NOT_LOOKED_AT = (
    "Not looked at: the server's own log of changes, its replicas and backups, and the data folders of other "
    "computers."
)
NOT_LOOKED_AT_INDEX = (
    "The search server deleted its collection and gets it anew. Not looked at: that server's own disk and "
    "its backups."
)
NO_PHRASES = "It had no words of its own to look for."


@dataclass(frozen=True, slots=True)
class RemainingPhrases(Record):
    """How many of the phrases a file still has.

    `place` is its path in the data folder, or the name of a document that is kept (`document`) and has
    these words too, or of a `table` of the library's server.
    """

    place: str
    phrases: int
    document: bool = False
    table: bool = False


@dataclass(frozen=True, slots=True)
class Receipt(Record):
    """What went with a source, and of how many of its `phrases` any file of the data folder has some.

    `answers`, `questions` and `titles` are of saved conversations, `runs` of evals; `caches` are answers and
    libraries that evals keep; `originals` and `uploads` are files. `shared` are the titles of other documents
    that were made from the same file, which is kept for them. `known_by`: what the phrases are from; of a
    source that was removed before, the text is gone. `phrases` is 0 where nothing is its own alone. `unread`
    are files that could not be looked into. `parts` are the sources that were erased with it: what was
    attached to it, or all that was in an archive, whose address is the `source_id` then. `came_in` are the
    titles of mails that it was attached to and that are kept. `tables` of a server were looked into, too; 0
    where the library is a file. `index_server`: a server had its passages too, and was told to delete them.
    """

    source_id: str
    title: str
    answers: int
    questions: int
    titles: int
    runs: int
    caches: int
    originals: int
    uploads: int
    known_by: Knowledge
    phrases: int
    phrases_left: int = 0
    found: tuple[RemainingPhrases, ...] = ()
    files: int = 0
    shared: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    parts: int = 0
    came_in: tuple[str, ...] = ()
    tables: int = 0
    index_server: bool = False


@dataclass(frozen=True, slots=True)
class Kept(Record):
    """What is left of a source that was removed.

    `answers` are saved answers that hold quotes or passages of it, `runs` and `caches` files of evals;
    `named`: its title and address are kept; `indexed`: the search index's file holds its words and vectors.
    """

    source_id: str
    answers: int
    runs: int
    caches: int
    named: bool
    indexed: bool


def receipt_text(receipt: Receipt) -> str:
    """A receipt in two sentences or more: of what, then what `details` says."""
    parts = f" and {count(receipt.parts, 'document')} in it" if receipt.parts else ""
    return f"Erased {_title_and_id(receipt)}{parts}: {details(receipt)}"


def details(receipt: Receipt) -> str:
    """What went and how many phrases are left, then a line for each place that still has some."""
    lines = [
        f"{_erased_counts(receipt)}. {_search_counts(receipt)}",
        *(_remaining_line(place, receipt) for place in receipt.found),
    ]
    lines += filter(None, [LESS_KNOWN[receipt.known_by]])
    if receipt.shared:
        others = _quoted_titles(receipt.shared)
        lines.append(f"Its original file is kept for {others}, which has the same content.")
    if receipt.came_in:
        mails = _quoted_titles(receipt.came_in)
        lines.append(f"It is still in the original file of {mails}, which it was attached to.")
    if receipt.tables:
        lines.append(NOT_LOOKED_AT)
    if receipt.index_server:
        lines.append(NOT_LOOKED_AT_INDEX)
    lines += [f"{place} could not be looked into." for place in receipt.unread]
    return "\n".join(lines)


def kept_text(kept: Kept) -> str:
    """What is kept of a removed source and how to erase that too; empty where nothing is."""
    parts = [
        f"{count(kept.answers, 'saved answer')} with its words" if kept.answers else "",
        count(kept.runs, "eval run") if kept.runs else "",
        "answers kept for evals" if kept.caches else "",
        "its title and address in the list of what was removed" if kept.named else "",
        "its words and vectors in the search index's file" if kept.indexed else "",
    ]
    listed = ", ".join(filter(None, parts))
    return f"Kept: {listed}. `footnote remove --erase {kept.source_id}` takes these too." if listed else ""


def _title_and_id(receipt: Receipt) -> str:
    return f"{one_line(receipt.title)} ({receipt.source_id})" if receipt.title else receipt.source_id


def _erased_counts(receipt: Receipt) -> str:
    parts = [
        (receipt.answers, "saved answer"),
        (receipt.questions, "question"),
        (receipt.titles, "conversation title"),
        (receipt.runs, "eval run"),
        (receipt.caches, "eval cache"),
        (receipt.originals, "original file"),
        (receipt.uploads, "unfinished upload"),
    ]
    took = [count(number, noun) for number, noun in parts if number]
    return ", ".join(took) or "what was left of it in the search index"


def _search_counts(receipt: Receipt) -> str:
    if not receipt.phrases:
        return NO_PHRASES if receipt.known_by == "text" else ""
    tables = f" and {count(receipt.tables, 'table')}" if receipt.tables else ""
    phrases, files = count(receipt.phrases, "phrase"), count(receipt.files, "file")
    return f"{receipt.phrases_left} of {phrases} left in {files}{tables}."


def _remaining_line(found: RemainingPhrases, receipt: Receipt) -> str:
    phrases = count(found.phrases, "phrase")
    if found.document:
        return f"{phrases} still in {one_line(found.place)}: another document that has these words."
    if found.table:
        return f"{phrases} still in the table {found.place}: erase it again."
    if found.place == FILE_NAME or found.place.startswith(f"{FILE_NAME}-"):
        return f"{phrases} still in {found.place}: {_in_library_file(receipt)}"
    return f"{phrases} still in {found.place}: delete that file if you need it no more."


def _in_library_file(receipt: Receipt) -> str:
    """What to do about words in the file of the embedded library: that has all other documents, too."""
    if not receipt.tables:
        return "erase it again."
    return (
        "that is a whole embedded library, with all its documents. "
        f"`FOOTNOTE_LIBRARY={EMBEDDED_LIBRARY} footnote remove --erase {receipt.source_id}` erases this one "
        "there; delete the file only if you need none of them."
    )


def _quoted_titles(titles: Iterable[str]) -> str:
    return ", ".join(f"“{one_line(title)}”" for title in titles)

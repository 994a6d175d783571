"""The library: the truth about sources, their stored text, passages and vectors.

`Library` is the whole contract. `documents.storage` keeps it in one SQLite file; any other passes the same
tests (`tests/test_documents_library.py`).
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from documents.text.blocks import PackedBlocks
from documents.text.headings import Outline
from documents.types import Block, Passage, RawDocument, Removal, Source

if TYPE_CHECKING:
    from documents.text.passages import PassageSpan

Vectors = NDArray[np.float32]  # one row a text
LONGEST = 1_000_000  # characters, more than any word has


@dataclass(frozen=True, slots=True)
class NewVersion:
    """One text that is ready to become the current version of a source.

    `headers` and `vectors` (one row each, unit length) belong to `spans`, in order. `blocks` are those of the
    document, packed; `part_of` is the address of the archive or mail that `uri` is within.
    """

    uri: str
    sha256: str
    reader: str
    title: str
    document: RawDocument
    spans: "Sequence[PassageSpan]"
    headers: Sequence[str]
    vectors: Vectors
    tag: str | None = None
    blocks: Sequence[PackedBlocks] = ()
    part_of: str | None = None


SourceOrder = Literal["added", "title", "type", "pages", "passages", "date"]


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of very many sources: `limit` of them (None: all) after the first `offset` ones.

    `words`: only those that have each of these words, or parts of words, in their title or address; capitals
    count only beyond ASCII. What is not known of a source stands last, whichever way they are ordered.
    """

    words: str = ""
    order: SourceOrder = "added"
    descending: bool = False
    limit: int | None = None
    offset: int = 0


EVERYTHING = View()


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did: the source after it, and the passage ids that came and went.

    Passages that got another title count as come: those of an attachment whose mail is gone.
    """

    source_id: str
    added: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


class Library(Protocol):
    """What the rest of Footnote asks of the place where documents live.

    A source has one or more addresses (`uris`), of which one (`uri`) stands for it, and versions that count
    from 1, also on after a removal. Texts are kept of all versions; passages, vectors and words only of the
    current one. Offsets count characters of the stored text.

    Every write is one transaction, and each method may be called from any thread. All of them raise
    StorageFailed where the library cannot be read or written. Nothing that was removed may be left where the
    data lies once `compact` has run.
    """

    # Sources and their versions

    def sources(self, tag: str | None = None, view: View = EVERYTHING) -> list[Source]:
        """All sources, or those with `tag`, in the order they were added; or what a view of them shows."""

    def source_count(self, tag: str | None = None, words: str = "") -> int:
        """How many sources there are: all, or those with `tag`, or those that have these words (see View)."""

    def source_ids(self) -> set[str]:
        """The ids of all sources."""

    def outdated(self) -> list[str]:
        """The ids of the sources whose reader has been made better since, in the order they were added."""

    def existing(self, source_ids: Collection[str]) -> set[str]:
        """Those of these ids that sources have."""

    def namesakes(self, source_id: str) -> list[Source]:
        """The sources whose titles are like this one's, itself among them, in the order of `sources`.

        None of an unknown id. Where there are very many, those that have most words of its title.
        """

    def source(self, source_id: str) -> Source:
        """One source. Raises UnknownSource."""

    def source_at(self, uri: str) -> Source | None:
        """The source that this address belongs to."""

    def source_with(self, sha256: str) -> Source | None:
        """The source whose current version was made from these bytes; the first one added, of several."""

    def parts(self, uri: str) -> dict[str, str]:
        """What came in the archive or mail at this address, however deep in it: addresses with source ids."""

    def archives(self) -> list[str]:
        """The addresses of the archives that sources came in; they are no sources themselves."""

    def removed(self, source_id: str) -> tuple[str, str] | None:
        """Title and time (ISO, in UTC) of a removal, None where no source with this id was removed."""

    def removals(self) -> list[Removal]:
        """What is kept of the sources that were removed, the first one first."""

    def versions(self, source_id: str) -> dict[int, str]:
        """Each stored version of a source, the first one first, with the sha256 of its bytes."""

    def hashes(self) -> set[str]:
        """The sha256 of the bytes of every version of every source."""

    def reader_of(self, source_id: str) -> str:
        """Name and version of the reader that made the current version. Raises UnknownSource."""

    def text(self, source_id: str, version: int | None = None) -> str:
        """The stored text of a version; None: the current one. Raises UnknownSource."""

    def title(self, source_id: str, version: int) -> tuple[str, str | None]:
        """Title of a version, and the date that it states of itself (`storage.facts.own_date`), or None.

        Raises UnknownSource.
        """

    def media_type(self, source_id: str, version: int) -> str:
        """The media type of a version, as its reader gave it. Raises UnknownSource."""

    def outline(self, source_id: str, version: int) -> Outline:
        """The headings of a version. Raises UnknownSource."""

    def document(self, source_id: str, version: int | None = None) -> RawDocument:
        """A version as its reader returned it, under its title, without its blocks; None: the current one.

        Raises UnknownSource.
        """

    def blocks(
        self, source_id: str, version: int | None = None, start: int = 0, end: int | None = None
    ) -> list[Block]:
        """The blocks of a version that reach into `[start:end]` of its text, in order; None: to its end.

        Raises UnknownSource.
        """

    def packed_blocks(self, source_id: str) -> list[PackedBlocks]:
        """All blocks of the current version, as they are stored; none of an unknown source."""

    # Passages and their vectors

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in this order; ids that are gone are left out."""

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of the current version, in the order of its text; none of an unknown source."""

    def passage_count(self) -> int:
        """The number of all passages."""

    def passage_ids(self) -> list[str]:
        """The ids of all passages."""

    def headers(self, ids: Sequence[str]) -> dict[str, str]:
        """What each of these passages is filed under: "title › section › date › introduction"."""

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        """Ids and stored vectors (n, dimensions) of these passages, or of all; unknown ids are left out.

        A cosine of two of them is that of what was stored to within a thousandth. Raises StorageFailed when
        they differ in length or are no numbers.
        """

    def vectors_of(self, source_ids: Collection[str]) -> tuple[list[str], Vectors]:
        """Ids and stored vectors of the passages of these sources; unknown ids are left out.

        Raises StorageFailed as `vectors` does.
        """

    # Words. They are compared by their stems and without accents; a passage has those of its header too.

    def lexical(
        self, words: Sequence[str], k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Ids of the k best passages by BM25 over any of the words, best first, with scores; ties go by id.

        No character of a word is an operator. `sources`: only passages of the sources with these ids.
        """

    def passages_with(self, words: Sequence[str], sources: Collection[str] | None = None) -> dict[str, int]:
        """For each word the number of passages that have it.

        `sources`: only passages of the sources with these ids.
        """

    def vocabulary(self, first: str = "", shortest: int = 0, longest: int = LONGEST) -> dict[str, int]:
        """The stems of all words, each with the number of passages that have it.

        `first`: only those that begin with this letter; `shortest` and `longest`: of so many characters.
        """

    # Writing

    def store(self, new: NewVersion) -> Change:
        """Makes `new` the current version of the source at its uri, a new source where there is none.

        The id of a new source follows from its uri: the same documents have the same ids in every library.
        """

    def replace_passages(self, source_id: str, new: NewVersion) -> Change:
        """Splits and embeds the current version anew: same text, same version, other passages.

        Raises UnknownSource.
        """

    def move_uri(self, uri: str, source_id: str, part_of: str | None = None) -> Change:
        """Adds the uri to a source; a source that keeps no uri is removed. Raises UnknownSource."""

    def detach_uri(self, uri: str) -> Change:
        """Takes the uri, and the tag that came with it, from its source; removes one that keeps no uri."""

    def remove(self, source_id: str) -> Change:
        """Removes a source with its texts, passages and vectors. Raises UnknownSource."""

    def forget_names(self, source_id: str) -> None:
        """Empties address and title of a removed source; harmless where there is none."""

    def forget(self, source_id: str) -> None:
        """Forgets that a source was removed, and with it the number of its versions."""

    # Notes

    @property
    def generation(self) -> int:
        """A number that grows with each change of passages."""

    def note(self, key: str) -> str | None:
        """A stored note, such as the embedder's identity."""

    def set_note(self, key: str, value: str) -> None:
        """Stores a note."""

    def first_note(self, key: str, value: str) -> str:
        """Stores a note where there is none, and gives the one that is there: one and the same to all."""

    # The place where the data lies

    @property
    def shared(self) -> bool:
        """Whether several processes may write at once."""

    @property
    def description(self) -> str:
        """What it lies in and that it is sound, in a sentence, for after a `check`."""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text that lies in no file of the data folder, each behind the name of its table."""

    def own_name(self) -> str:
        """A name that no other library has, made where there is none yet; it stays with this place."""

    def exclusive(self, *names: str) -> AbstractContextManager[None]:
        """Keeps other processes from what they do under one of these names, such as an address, meanwhile.

        Nothing where one process alone writes. Within it no second one may be asked for: two that wait for
        each other would wait for ever.
        """

    def check(self) -> None:
        """Nothing when all can be read; raises StorageFailed with what is wrong."""

    def check_room(self) -> None:
        """Nothing where `compact` has room; raises StorageFailed where it has not."""

    def compact(self, tables: Collection[str] = ()) -> None:
        """Writes everything anew, so that nothing that was deleted is left where the data lies.

        `tables`: these alone, where each lies apart. What searches need is then made by `settle`.
        """

    def close(self) -> None:
        """Closes the library."""

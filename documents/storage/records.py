"""What goes into a library and comes out of one besides the records of `documents.types`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from documents.text.blocks import PackedBlocks
from documents.types import RawDocument

if TYPE_CHECKING:
    from documents.text.passages import PassageSpan

Vectors = NDArray[np.float32]  # one row a text
LONGEST_WORD = 1_000_000  # characters, more than any word has


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

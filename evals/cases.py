"""Cases and the sets they come in."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.types import Record

NO_ANSWER = "none"  # the kind of the questions that the documents do not answer


@dataclass(frozen=True, slots=True)
class GoldEvidence(Record):
    """One gold span: `text` in the source with the file name `source`; "": in any of the case's `sources`.

    Without `start` and `end` (characters of the stored text) any occurrence of `text` counts.
    """

    source: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Case(Record):
    """One question with its gold; `line` is where it stands in questions.jsonl, from 1.

    `answers`: any one of them counts; empty: answers are not judged. `relevant` holds file names of
    whole documents, in sets that only measure the ranking. `history` is (role, text), oldest first.
    `kind` says what sort of question it is, "none" that it has no answer. `sources` are the file names of all
    documents that hold the answer, where `source` alone does not say it.

    `must` are the points of the answer, each a group of wordings of which one has to be there; where it is
    given, it decides what is right, and not `answers`. `need` points suffice (None: all). `must_not` are
    words that make an answer wrong.
    """

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    source: str | None = None
    evidence: tuple[GoldEvidence, ...] = ()
    relevant: tuple[str, ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    line: int = 0
    kind: str = ""
    sources: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    need: int | None = None
    must_not: tuple[str, ...] = ()

    @property
    def by_points(self) -> bool:
        """Whether the points of `must` say how an answer did; so it is too where the kind is "none"."""
        return bool(self.must) or self.kind == NO_ANSWER

    @property
    def needed(self) -> int:
        """How many points suffice."""
        return self.need or len(self.must)


@dataclass(frozen=True, slots=True)
class SetDocument:
    """A document that comes with a set: the file `path`, or `text` that an adaptor made."""

    name: str
    path: Path | None = None
    text: str = ""

    def content(self) -> bytes:
        """The bytes of the document."""
        return self.path.read_bytes() if self.path else self.text.encode("utf-8")


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Many cases; with `documents` they are asked of a library of their own, else of the user's.

    `long_answers`: gold answers are paragraphs. `ranking_only`: nothing is asked, only searched.
    """

    name: str
    cases: tuple[Case, ...]
    documents: tuple[SetDocument, ...] = ()
    long_answers: bool = False
    ranking_only: bool = False
    path: str = "questions.jsonl"


def choose(cases: Sequence[Case], *, limit: int | None, seed: int) -> list[Case]:
    """The first `limit` cases of a shuffle that depends on `seed` alone; all, in order, without a limit."""
    if limit is None:
        return list(cases)
    shuffled = list(cases)
    random.Random(seed).shuffle(shuffled)
    return shuffled[:limit]

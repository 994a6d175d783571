"""An answer and what it rests on. Names and shapes are the public contract."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from documents.types import Record
from index.types import Hit

Support = Literal["found", "partly", "not_found"]
Outcome = Literal["answered", "unsure", "declined"]
Form = Literal["fact", "table", "list", "steps", "yesno", "compare", "summary", "change", "why"]
SectionKind = Literal[
    "text", "quote", "list", "steps", "value", "side", "only", "now", "before", "summary", "asked"
]
QUOTING: tuple[SectionKind, ...] = ("quote", "value")  # words as they stand, below the name of their document


@dataclass(frozen=True, slots=True)
class Citation(Record):
    """A verbatim quote: `a.text(source_id, version)[start:end] == quote`.

    `headings` (outermost first) are those of its passage, `date` is what the document states of itself.
    `shown` is the quote as a person reads it where that differs: a row with the names of its columns, without
    the marks of Markdown. `place` is where it stands, in words: page, slide or sheet, item or row. `file` is
    the name of its file, with as many folders as tell it from others, where documents have the same title.
    """

    source_id: str
    version: int
    title: str
    page: int | None
    start: int
    end: int
    quote: str
    headings: tuple[str, ...] = ()
    date: str | None = None
    shown: str = ""
    place: str = ""
    file: str = ""

    @property
    def name(self) -> str:
        """What its document is called: by its title, and by its file where others have that title, too."""
        return f"{self.title} ({self.file})" if self.file else self.title

    @property
    def words(self) -> str:
        """The quote as a person reads it."""
        return self.shown or self.quote

    @property
    def where(self) -> str:
        """Where it stands in its document, in words; "" where nothing tells."""
        return self.place or (f"page {self.page}" if self.page else "")


@dataclass(frozen=True, slots=True)
class Sentence(Record):
    """One checked sentence; `start` and `end` are offsets in the text that was checked.

    `score` (0-1) is calibrated: the share of sentences with this score that a reader of the sources alone
    calls stated. `reasons` are plain words. `unsupported` are the parts without a source, as offsets in
    the text that was checked. `number` is that of a list's item as written ("3.", "b)"), "" for a bullet and
    for what is no item. Words of a document that are shown as they were found have their offsets in
    `Answer.text`.
    """

    text: str
    start: int
    end: int
    support: Support
    score: float
    citations: tuple[Citation, ...]
    reasons: tuple[str, ...]
    unsupported: tuple[tuple[int, int], ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Value(Record):
    """The cell of a table that answers, with the names of its row and column ("" where there is none)."""

    text: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Section(Record):
    """A part of an answer: the next `count` of its sentences, and the form in which they are read.

    `kind`: "text" (sentences that were written), "quote" (found words as they stand: a paragraph, an item,
    a row), "list" and "steps" (one sentence an item, in order), "value" (a row, its cell in `value`), "side"
    (of a comparison: sides in a row of several documents say the same of something), "only" (what one of
    these says and the other does not), "now" and "before" (of a change), "summary" (one sentence a bullet),
    "asked" (the one of several questions that the sections up to the next such answer: its `title`).
    `title` is in the documents' words: the line that introduces a list, the name of a side; or it says what
    was read. `more` items, sentences or differences are not shown.
    """

    kind: SectionKind
    count: int
    title: str = ""
    value: Value | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class ConflictRow(Record):
    """One side of a disagreement."""

    value: str
    date: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Conflict(Record):
    """Sources that disagree on one point, newest first; `note` says when one replaces another."""

    subject: str
    rows: tuple[ConflictRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss(Record):
    """What was asked and is not there, and what is there instead: `text` says it as a sentence."""

    asked: str
    stated: str
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Nearest(Record):
    """The closest passage for one part of a question that was declined."""

    part: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Answer(Record):
    """The outcome of one question.

    `draft` is what the model wrote, `text` what is shown (kept sentences, or the decline). `quotes`
    are the words closest to the question: read first, and what a decline has to offer.
    `timings` are seconds: `search`, `evidence`, `model`, `checks` and `probe` of each stage,
    `first_evidence`, `first_token` and `total` from the question on. `signals` are the numbers that the
    decision to decline was made from, by name. `outcome` is "declined" where `refused`; an unsure answer
    shows in `text` what was found, and `notes` say what speaks against it. `form` is how the question wants
    to be answered. `sections` divide `sentences`, in order; none where nothing is shown.
    """

    question: str
    standalone_question: str
    draft: str
    text: str
    refused: bool
    confidence: float
    sentences: tuple[Sentence, ...]
    withheld: tuple[Sentence, ...]
    missing: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]
    hits: tuple[Hit, ...]
    model: str
    timings: dict[str, float] = field(default_factory=dict)
    signals: dict[str, float | None] = field(default_factory=dict)
    quotes: tuple[Citation, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    suggestions: tuple[str, ...] = ()
    outcome: Outcome = "answered"
    form: Form = "fact"
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        if self.refused:  # so it is in answers that were stored before there were outcomes, too
            object.__setattr__(self, "outcome", "declined")

    def parts(self) -> Iterator[tuple[Section, tuple[Sentence, ...]]]:
        """Each section with its sentences; those that are in none come last, as text.

        Of quotes in a row that have the same title the first alone has it here.
        """
        start, above = 0, ""
        for section in self.sections:
            title = section.title if section.kind in QUOTING else ""
            again = bool(title) and title == above
            end = start + section.count
            yield replace(section, title="") if again else section, self.sentences[start:end]
            start, above = end, title
        if rest := self.sentences[start:]:
            yield Section("text", len(rest)), rest


@dataclass(frozen=True, slots=True)
class Evidence(Record):
    """The best passages and the quotes from them, before any model has read them.

    `words` is about how many words the language model reads next.
    """

    hits: tuple[Hit, ...]
    quotes: tuple[Citation, ...]
    words: int = 0


@dataclass(frozen=True, slots=True)
class Wait(Record):
    """What is waited for, where it takes long enough to be told.

    `stage`: "starting" (the model is being loaded), "queued" (the model reads or writes for others),
    "reading" (`read` of the prompt's `total` tokens have been read), "checking" (the model is asked about its
    own draft).
    """

    stage: Literal["starting", "queued", "reading", "checking"]
    read: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Token(Record):
    """A piece of the draft as the model writes it: unchecked, never shown on the page."""

    text: str


@dataclass(frozen=True, slots=True)
class SentenceDone(Record):
    """A finished and checked sentence."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Done(Record):
    """The whole answer; the last event."""

    answer: Answer


Event = Evidence | Wait | Token | SentenceDone | Done

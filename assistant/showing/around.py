"""What stands around a sentence in its document: its paragraph, its list, its section."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from assistant.evidence.context import MAILS, AskedContext
from assistant.evidence.sentences import EvidenceSentence, passage_sentences
from documents.instructions import name_flagged
from documents.library import Library
from documents.readers.mail.writing import is_of_head
from documents.reading.dating import without_dates
from documents.text.blocks import UNDER
from documents.text.sentences import goes_on
from documents.text.shown import shown
from documents.types import Block, Passage, RawDocument, Source

Rows = list[tuple[EvidenceSentence, list[Block]]]
LONGEST = 50_000  # characters of a section or a document that is looked at whole
_INTRODUCE = ("paragraph", "heading", "quote")  # kinds of blocks whose last line may introduce a list
MOST_ROWS = 500  # of a table that is looked at whole: a person waits
_SHORT = 8  # words of a line that says little without its heading
# "Present: Ann Lee (chair).", over an agenda.
_LABELLED = re.compile(
    r"(?:also )?(?:present|in attendance|attend\w*|absent|apologies|regrets|chair(?:man|woman|person)?"
    r"|secretary|minutes|taken by|anwesend|abwesend|entschuldigt|leitung|protokoll|présents?|excusée?s?"
    r"|absents?|asistentes|presentes)\b[^:]{0,30}:",
    re.IGNORECASE,
)
# What points to the items below it, in a sentence that ends like any other.
_POINTS = re.compile(
    r"[^.!?]$|\b(?:follow\w*|below|these|steps?|things|ways?|several|two|three|four|five|six|seven|eight"
    r"|this (?=(?:way|order|list|is|was|will be)\b)|here (?=(?:is|are)\b)|folgende\w*|unten|suivant\w*"
    r"|ci-dessous|siguientes?)\b|\b(?:this|here|so)[.!?]$",
    re.IGNORECASE,
)
LONGEST_HEAD = 140  # characters of what says who wrote a mail, or of a heading that asks
_ABOVE = 100  # characters in which that heading begins or ends
REACH = 8_000  # characters on each side of a sentence within which the ends of its list are looked for


@dataclass(frozen=True, slots=True)
class ItemList:
    """A whole list: its items in order, and the paragraph or heading right before it, which introduces it.

    `above` is the heading over the nearest one, where that says little: the document has it several times.
    """

    items: tuple[EvidenceSentence, ...]
    before: tuple[EvidenceSentence, ...]
    above: str = ""

    @property
    def introduction(self) -> str:
        """The sentence right before the list, "" for none."""
        return " ".join(self.before[-1].text.split()) if self.before else ""

    @property
    def title(self) -> str:
        """What introduces it, behind the heading that it stands below: "1.2 › Fixed"."""
        heading = next(iter(self.items[0].citation.headings[-1:]), "")
        line = self.introduction
        if self.above and line == heading:
            return f"{self.above}{UNDER}{line}"
        short = len(line.split()) <= _SHORT and heading and not name_flagged(heading)
        return f"{heading}{UNDER}{line}" if line and short and heading != line else line

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from other lists."""
        first = self.items[0].citation
        return first.source_id, first.start


class Around:
    """Looks into the documents that sentences are from; made for one query.

    `readable` says whether a sentence may be shown: one that speaks to the assistant may not.
    """

    def __init__(
        self, library: Library, readable: Callable[[EvidenceSentence], bool], query: str = ""
    ) -> None:
        self._library = library
        self._context = AskedContext(library, query)
        self._readable = readable
        self._document = cache(library.document)
        self._dated: dict[tuple[str, int], frozenset[str]] = {}
        self._tables: dict[tuple[str, int], list[tuple[int, int, Rows]]] = {}  # with where they begin and end
        self._lists: dict[tuple[str, int, int], ItemList | None] = {}  # by where they begin

    def document(self, sentence: EvidenceSentence) -> RawDocument:
        """The document of a sentence, in the version that it is from. Raises UnknownSource."""
        return self._document(sentence.citation.source_id, sentence.citation.version)

    def dated_headings(self, sentence: EvidenceSentence) -> frozenset[str]:
        """What several headings of a sentence's document are without their dates: "meeting of"."""
        key = (sentence.citation.source_id, sentence.citation.version)
        if key not in self._dated:
            texts = {heading.text for heading in self.document(sentence).headings}
            rests = Counter(rest for text in texts if (rest := without_dates(text)) is not None)
            self._dated[key] = frozenset(rest for rest, count in rests.items() if count > 1)
        return self._dated[key]

    def question_above(self, sentence: EvidenceSentence) -> str:
        """The heading right above a sentence's paragraph, without its marks, if it is a question, else ""."""
        block = sentence.block
        if block is None or block.kind != "paragraph":
            return ""
        before = self._blocks(sentence, block.start - _ABOVE, block.start)
        text = self.document(sentence).text
        if not before or before[-1].kind != "heading" or re.search(r"\w", text[before[-1].end : block.start]):
            return ""
        heading = text[before[-1].start : before[-1].end].strip("*_# ")
        asks = heading.endswith("?") and len(heading) <= LONGEST_HEAD
        return heading if asks and not name_flagged(heading) else ""

    def stretch(self, like: EvidenceSentence, start: int, end: int) -> list[EvidenceSentence]:
        """The sentences of `[start:end]` of the text that `like` is from, with its rank.

        None of a stretch of more than `LONGEST` characters: a person would wait for them.
        """
        if end - start > LONGEST:
            return []
        return self._sentences(like.citation.source_id, like.citation.version, like.hit, start, end)

    def whole(self, source: Source, rank: int) -> list[EvidenceSentence]:
        """All sentences of a document, with the rank `rank`; none of one of more than `LONGEST` characters.

        Raises UnknownSource.
        """
        length = len(self._document(source.id, source.version).text)
        return self._sentences(source.id, source.version, rank, 0, length) if length <= LONGEST else []

    def _sentences(
        self, source_id: str, version: int, rank: int, start: int, end: int
    ) -> list[EvidenceSentence]:
        document = self._document(source_id, version)
        sentences = passage_sentences(
            rank,
            Passage(
                id="",
                source_id=source_id,
                version=version,
                text=document.text[start:end],
                start=start,
                end=end,
                page=None,
                headings=(),
            ),
            self._library,
            self._context,
            document.page_starts or (),
        )
        return [sentence for sentence in sentences if self._readable(sentence)]

    def paragraph(self, sentence: EvidenceSentence) -> list[EvidenceSentence]:
        """The sentences of its block, itself among them; itself alone where it is in none.

        Where a sentence runs over the end of a page, those of the blocks on both pages.
        """
        block, citation = sentence.block, sentence.citation
        if block is None or block.kind == "cell":
            return [sentence]
        start, end = block.start, max(block.end, citation.end)
        document = self.document(sentence)
        if document.page_starts:
            for before, after in pairwise(self._blocks(sentence, start - 2, block.end + 2)):
                if goes_on(document.text, before, after):
                    start, end = min(start, before.start), max(end, after.end)
        return self.stretch(sentence, start, end) or [sentence]

    def cells(self, sentence: EvidenceSentence) -> list[Block]:
        """The cells of the row that a sentence is."""
        blocks = self._blocks(sentence, sentence.citation.start, sentence.citation.end)
        return [block for block in blocks if block.kind == "cell"]

    def table_of(self, sentence: EvidenceSentence) -> Rows:
        """The rows of the table that a row is in, each with its cells; none of one that is too long."""
        citation = sentence.citation
        key = (citation.source_id, citation.version)
        known = (rows for first, last, rows in self._tables.get(key, ()) if first <= citation.start < last)
        if (rows := next(known, None)) is not None:
            return rows
        first, last, rows = self._read_table(sentence)
        self._tables.setdefault(key, []).append((first, last, rows))
        return rows

    def _read_table(self, sentence: EvidenceSentence) -> tuple[int, int, Rows]:
        """Where the table begins and ends, as far as it was looked at, and its rows."""
        citation = sentence.citation
        blocks = self._blocks(sentence, citation.start - LONGEST, citation.end + LONGEST)
        place = place_of(blocks, sentence.block) if sentence.block else None
        if place is None:
            return citation.start, citation.end, []
        first = last = place
        while first > 0 and _in_one_table(blocks[first - 1], blocks[first]):
            first -= 1
        while last + 1 < len(blocks) and _in_one_table(blocks[last], blocks[last + 1]):
            last += 1
        cells = blocks[first : last + 1]
        start, end = cells[0].start, cells[-1].end
        by_row = {row: list(own) for row, own in groupby(cells, lambda cell: cell.row)}
        if end - start > LONGEST or len(by_row) > MOST_ROWS:
            return start, end, []
        starts = {own[0].start: own for own in by_row.values()}
        sentences = self.stretch(sentence, start, end)
        return (
            start,
            end,
            [(row, starts[row.citation.start]) for row in sentences if row.citation.start in starts],
        )

    def list_of(self, sentence: EvidenceSentence) -> ItemList | None:
        """The whole list that it is an item of, or that it introduces as a line or a heading."""
        if sentence.block is None:
            return None
        blocks = self.blocks_near(sentence)
        place = place_of(blocks, sentence.block)
        if place is None:
            return None
        first = place if blocks[place].kind == "item" else place + 1
        if first > place and first < len(blocks) and not _introduces(sentence.text, blocks[first]):
            return None
        if first >= len(blocks) or blocks[first].kind != "item":
            return None
        run = _run(blocks, first)
        key = (sentence.citation.source_id, sentence.citation.version, run[0].start)
        if key not in self._lists:
            every = self.stretch(sentence, run[0].start, run[-1].end)
            items = [line for line in every if not line.furniture]  # a footer where the list runs on
            before = self._introducing(sentence, blocks, run[0])
            self._lists[key] = ItemList(tuple(items), before, self._above(items[0])) if items else None
        return self._lists[key]

    def _above(self, sentence: EvidenceSentence) -> str:
        """The heading over that of a sentence where its document has that one several times: "Fixed"."""
        headings = sentence.citation.headings
        if len(headings) < 2 or headings[-2] == sentence.citation.title or name_flagged(headings[-2]):
            return ""
        several = sum(heading.text == headings[-1] for heading in self.document(sentence).headings) > 1
        return headings[-2] if several else ""

    def section(self, sentence: EvidenceSentence) -> tuple[int, int]:
        """From the heading over a sentence to the next one that is as high; the whole text without any."""
        document = self.document(sentence)
        at = bisect_right([heading.start for heading in document.headings], sentence.citation.start) - 1
        if at < 0:
            return 0, document.headings[0].start if document.headings else len(document.text)
        return self.section_of(sentence, at)

    def section_of(self, sentence: EvidenceSentence, at: int) -> tuple[int, int]:
        """From a heading of a sentence's document, the one at this place, to the next that is as high."""
        document = self.document(sentence)
        level = document.headings[at].level
        later = (heading.start for heading in document.headings[at + 1 :] if heading.level <= level)
        return document.headings[at].start, next(later, len(document.text))

    def is_mail(self, sentence: EvidenceSentence) -> bool:
        """Whether its document is a mail."""
        return self._media_type(sentence) in MAILS

    def is_of_head(self, sentence: EvidenceSentence) -> bool:
        """Whether it is a line of a mail that says who wrote when and to whom.

        It stands before all that the mail says, or before an older mail: "Date: Saturday" in between is none.
        """
        if sentence.is_row or not is_of_head(sentence.text) or not self.is_mail(sentence):
            return False
        if sentence.kind == "quote":
            return True
        above = self.stretch(sentence, 0, sentence.citation.start)
        greeted = any(line.text.endswith(",") for line in above)
        return not greeted and all(line.heading or is_of_head(line.text) for line in above)

    def quoted_from(self, sentence: EvidenceSentence) -> int:
        """Where its document begins to quote older mails below its own words; the end where it does not."""
        text = self.document(sentence).text
        if not self.is_mail(sentence):
            return len(text)
        blocks = self._blocks(sentence, 0, len(text))
        first = next((block.start for block in blocks if block.kind == "quote"), len(text))
        answers_below = any(block.kind == "paragraph" and block.start > first for block in blocks)
        return len(text) if answers_below else first

    def writer(self, sentence: EvidenceSentence) -> str:
        """The lines that say who wrote the older mail that a sentence is quoted from, and when; else ""."""
        citation, block = sentence.citation, sentence.block
        if block is None or block.kind != "quote" or not self.is_mail(sentence) or is_of_head(sentence.text):
            return ""
        line = self._context.head_over(citation.source_id, citation.version, block.start)
        return "" if name_flagged(line) or len(line) > LONGEST_HEAD else line

    def words(self, sentence: EvidenceSentence, block: Block) -> str:
        """The words of a block of its document as a person reads them, on one line."""
        text = self.document(sentence).text[block.start : block.end]
        return " ".join(shown(text, (0, len(text)), (), self._media_type(sentence)).split())

    def _introducing(
        self, sentence: EvidenceSentence, blocks: Sequence[Block], first: Block
    ) -> tuple[EvidenceSentence, ...]:
        """The sentences of the line or heading right before a list; none where the last one may not be shown
        or tells of others.
        """
        at = place_of(blocks, first)
        if not at or blocks[at - 1].kind not in _INTRODUCE:
            return ()
        before = blocks[at - 1]
        line = self.stretch(sentence, before.start, before.end)
        whole = bool(line) and line[-1].citation.end == before.end
        return tuple(line) if whole and _introduces(line[-1].text, first) else ()

    def blocks_near(self, sentence: EvidenceSentence) -> list[Block]:
        """The blocks of its document within `REACH` characters of a sentence, but for furniture."""
        blocks = self._blocks(sentence, sentence.citation.start - REACH, sentence.citation.end + REACH)
        return [block for block in blocks if block.kind != "furniture"]

    def _blocks(self, sentence: EvidenceSentence, start: int, end: int) -> list[Block]:
        """The blocks of its document that reach into `[start:end]`."""
        citation = sentence.citation
        return self._library.blocks(citation.source_id, citation.version, max(0, start), end)

    def _media_type(self, sentence: EvidenceSentence) -> str:
        return self._library.media_type(sentence.citation.source_id, sentence.citation.version)


def item_number(sentence: EvidenceSentence) -> str:
    """The number of the list item that a sentence begins, "" for others."""
    block = sentence.block
    if block is None or block.kind != "item" or block.start != sentence.citation.start:
        return ""
    return block.number


def _introduces(line: str, item: Block) -> bool:
    """Whether a sentence right above an item is about its list: over numbers not any that ends in a stop."""
    return not _LABELLED.match(line) and (not item.number or _POINTS.search(line) is not None)


def place_of(blocks: Sequence[Block], block: Block) -> int | None:
    """Where a block is among others in their order, None where it is not."""
    at = bisect_right(blocks, block.start, key=lambda other: other.start) - 1
    return at if at >= 0 and blocks[at].start == block.start else None


def _in_one_table(block: Block, following: Block) -> bool:
    cells = block.kind == following.kind == "cell"
    return cells and (block.row or 0) <= (following.row or 0)


def _run(blocks: Sequence[Block], at: int) -> list[Block]:
    """The items around a place that stand one after the other in one list."""
    first, last = at, at + 1
    while first > 0 and blocks[first - 1].kind == "item":
        first -= 1
    while last < len(blocks) and blocks[last].kind == "item":
        last += 1
    begin = first
    for place in range(first + 1, last):
        if _begins(blocks[place], blocks[begin]):
            if place > at:
                return list(blocks[begin:place])
            begin = place
    return list(blocks[begin:last])


def _begins(item: Block, first: Block) -> bool:
    """Whether an item begins another list than the one whose first item is `first`.

    It is introduced by another line, is a bullet after numbers, or counts anew: from where that one did, or
    after bullets from 1.
    """
    if item.level > first.level:
        return False
    if item.level == first.level and bool(item.number) != bool(first.number):
        return True
    anew = first.number or "1"
    return item.introduced_by != first.introduced_by or (
        bool(item.number) and item.number.strip("().") == anew.strip("().")
    )


def unless_flagged(name: str) -> str:
    """The name, "" where it speaks to the assistant."""
    return "" if name_flagged(name) else name

"""What was set by hand: lists whose marks were typed ("- ", "2. ", "b) "), lines that were ended."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from documents.readers.plain.marks import Mark
from documents.readers.plain.prose import mark_of
from documents.readers.writing import TextWriter

_DASH = re.compile(r"\s{0,9}[-–] ")  # which may begin what somebody says
_LONG_ITEM = 120  # characters of it from which a dash is no mark
_LONGEST_ITEMS = 120  # characters, on average: longer ones with numbers are clauses, each read for itself
_OF_CLAUSE = re.compile(r"\d{1,3}\.\d|\(\d")  # numbers that clauses have: "4.2", "(1)"
_LONGEST_LINE = 90  # characters of lines that stand by themselves
_GOES_ON = re.compile(  # what a line ends with whose sentence goes on, whatever the next begins with
    r"(?:,|\b(?:and|or|the|an?|of|in|on|at|to|for|from|by|with|is|are|was|were|our|your|their|this|that|than|Mr|Mrs"
    r"|Ms|Dr|St|und|oder|der|die|das|den|dem|von|mit|bei|ist|sind|et|ou|le|la|les|de|du|des|est|y|el|los|las|con))"
    r"\.?$",
    re.IGNORECASE,
)
_NO_MARK = re.compile(  # "- 5 degrees", "3. Mai"
    r"\s{0,9}(?:[-–] ?\d|\d{1,2}\. (?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)\w*)", re.IGNORECASE
)
_ENDS = (":", "?", ".", "!", ";", "–", "—")


def typed_items(texts: Sequence[str | None]) -> dict[int, Mark]:
    """Which of these paragraphs, one below the other, are items, with their marks; None: no plain paragraph.

    Two bullets in a row are, or one below a line that ends with a colon, and numbers that count on, but not
    those of clauses.

    >>> sorted(typed_items(["Bring:", "- a cup", "Pay here.", "1. Sow", "a) in rows", "2. Water", "1. May"]))
    [1, 3, 4, 5]
    """
    marks = [
        mark_of(text) if text and not (_is_speech(text) or _NO_MARK.match(text)) else None for text in texts
    ]
    items: dict[int, Mark] = {}
    for is_marked, run in groupby(range(len(texts)), lambda place: marks[place] is not None):
        places = list(run)
        if not is_marked:
            continue
        above = texts[places[0] - 1] if places[0] > 0 else None
        introduced = above is not None and above.rstrip().endswith(":")
        marked = [(place, mark) for place in places if (mark := marks[place])]
        bullets = [item for item in marked if not item[1].number]
        if len(bullets) > 1 or introduced:
            items.update(bullets)
        counted = _counted(
            [item for item in marked if item[1].number and not _OF_CLAUSE.match(item[1].number)]
        )
        if sum(len(texts[place] or "") for place in counted) <= _LONGEST_ITEMS * len(counted):
            items.update(counted)
    return items


def _counted(marked: Sequence[tuple[int, Mark]]) -> dict[int, Mark]:
    """Those whose number follows another's, or is followed by the next."""
    counted: dict[int, Mark] = {}
    last: dict[str, tuple[int, Mark]] = {}  # by the form of the number: the last one of that form
    for place, mark in marked:
        form = _form(mark.number)
        before = last.get(form)
        if before and _order(mark.number) - _order(before[1].number) == 1:
            counted.update((before, (place, mark)))
        last[form] = (place, mark)
    if len(counted) > 1:  # a list in the list, of one item
        first, end = min(counted), max(counted)
        counted.update((place, mark) for place, mark in marked if first < place < end)
    return counted


def _form(number: str) -> str:
    """What the numbers of one list have in common: "(#)", "4.#.", "Step #:"."""
    letters = re.sub(r"[A-Za-z](?=[.)])", "a", number)
    return re.sub(r"\d+(?=[.): ]*$)", "#", letters)


def _order(number: str) -> int:
    bare = re.split(r"[.( ]", number.strip("().: "))[-1]
    return int(bare) if bare.isdecimal() else ord(bare[-1:].lower() or "a")


def _is_speech(text: str) -> bool:
    return len(text) > _LONG_ITEM and bool(_DASH.match(text))


def own_lines(lines: Sequence[str]) -> list[str]:
    """The lines of a paragraph that say something each, such as hours or an address; else it as one.

    >>> own_lines(["Monday 9–5", "Tuesday closed"]), own_lines(["The museum is", "closed."])
    (['Monday 9–5', 'Tuesday closed'], ['The museum is closed.'])
    """
    filled = [line for part in lines if (line := " ".join(part.split()))]
    wrapped = any(
        not above.endswith(_ENDS) and (below[0].islower() or _GOES_ON.search(above))
        for above, below in pairwise(filled)
    )
    if wrapped or max(map(len, filled), default=0) > _LONGEST_LINE:
        return [" ".join(filled)]
    return filled


def write_lines(writer: TextWriter, lines: Sequence[str]) -> None:
    """Writes paragraphs, those with a mark that was typed as items."""
    marks = typed_items(lines)
    for place, line in enumerate(lines):
        if mark := marks.get(place):
            writer.item(line[mark.end :], number=mark.number)
        else:
            writer.paragraph(line)

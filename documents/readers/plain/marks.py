"""Lines of plain text that show by their form what they are: steps that are counted, names with a remark,
quantities one below the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, groupby

# Between columns; after a full stop two blanks part sentences.
GAP = re.compile(r"(?<=\S)(?: {3,}|(?<![.!?:;] ) {2})(?=\S)")
_STEP = re.compile(r"(\s{0,80})(\d{1,2})(?: {2,5}|\t)(?=[\"'“„«(]?[^\W\d_])")  # "1  Slice the onions"
# A name, a colon and, behind two blanks or a tab, what is said of it: "Best before:  one year"
NAMED = re.compile(
    r"\s{0,80}[A-ZÀ-Ý]\w{0,30}(?:[ /&'’-]\w{1,30}){0,3}(?: \([^()\n]{1,30}\))? ?:(?: {2,40}|\t{1,5})(?=\S)"
)
# A code, as of an error, a ticket or a part: "Error E11: ", "A1  Replace the strip"
CODED = re.compile(
    r"\s{0,80}(?P<kind>(?:[A-ZÀ-Ý]\w{1,14} )?[A-Z]{1,5})-?\d{1,6}[A-Za-z]?(?P<end>[:,;.)]|\s)\s*(?=\S)"
)
_IN_WORDS = re.compile(r"\W{0,3}[^\W\d_]{2}|[^\W\d_] ")  # not "9.50"
# "250 g plain flour", "3 eggs", "½ lemon"; a street has a capital behind its number.
_QUANTITY = re.compile(
    r"\s{0,80}(?:(?:\d{1,4}(?:[.,/]\d{1,3})? ?)?[½⅓⅔¼¾⅛]|\d{1,4}(?:[.,/–-]\d{1,4})?)"
    r"(?:\s?(?:kg|g|ml|cl|dl|l|x|×|EL|TL|cs|cc)\s(?=\w)|\s(?=[a-zà-ÿ(]))"
)
_MEASURE = re.compile(
    r"\s{0,80}(?:\d{1,4}(?:[.,/–-]\d{1,4})? ?)?(?:[½⅓⅔¼¾⅛]|(?<=\d)|(?<=\d )(?=[a-zA-Z]))\s?"
    r"(?:kg|g|ml|cl|dl|l|lb|oz|tsp|tbsp|teaspoons?|tablespoons?|cups?|litres?|liters?|pints?|grams?|EL|TL|Prise"
    r"|cs|cc|tazas?)\b"
)
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’»)]{0,3}$")
_ITEM_LONGEST = 90  # characters of a quantity and what there is of it
_FEWEST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """What an item begins with: its number, "" for a bullet, and where its words begin in the line."""

    number: str
    end: int


@dataclass(slots=True)
class _Count:
    """Steps at one indent that count up: the place and mark of each line; `known` have gone before."""

    next: int
    known: int = 0
    marks: dict[int, Mark] = field(default_factory=dict)


def steps(
    lines: Sequence[str], counted: tuple[int, int] | None = None, after: Sequence[str] = ()
) -> dict[int, Mark]:
    """The lines that are steps whose number has no point, with their marks.

    `counted` is the indent and number of the last step before, `after` are lines that follow behind a blank
    one. A number is a step's where it counts on at one indent and no more columns follow in most lines.

    >>> [*steps(["1  Slice the onions and", "   the plums", "2  Put in", "4  Stir"])]
    [0, 2]
    """
    every = [*lines, *after]
    counts: list[_Count] = []
    at: dict[int, _Count] = {}
    if counted:
        counts.append(_Count(counted[1] + 1, 1))
        at[counted[0]] = counts[0]
    for place, line in enumerate(every):
        match = _STEP.match(line)
        if not match:
            continue
        indent, number = indent_of(match[1] + "1"), int(match[2])
        if number == 1 and not under_names(every, place, match.end()):
            at[indent] = _Count(1)
            counts.append(at[indent])
        if indent in at and at[indent].next == number:
            at[indent].next += 1
            at[indent].marks[place] = Mark(match[2], match.end())
    found_marks = [count.marks for count in counts if _is_count(every, count)]
    return {place: mark for marks in found_marks for place, mark in marks.items() if place < len(lines)}


def _is_count(lines: Sequence[str], count: _Count) -> bool:
    """Whether numbers are those of steps: at least two, and in most of their lines no more columns."""
    more = sum(has_gap(lines[place][mark.end :]) for place, mark in count.marks.items())
    return len(count.marks) + count.known > 1 and 2 * more <= len(count.marks)


def under_names(lines: Sequence[str], place: int, column: int) -> bool:
    """Whether the line above has a column that begins where the words of a step would."""
    above = lines[place - 1] if place else ""
    return "\t" in above.strip() or any(gap.end() == column for gap in GAP.finditer(above))


def listed_by_code(lines: Sequence[str]) -> set[int]:
    """The lines that begin with codes of one kind and have no more columns: a list without other marks.

    >>> sorted(listed_by_code(["To do", "A1  Mend the strip", "A2  Ask Ann for", "    advice", "B7 is shut"]))
    [1, 2]
    >>> sorted(listed_by_code(["Code F2: too hot.", "Code F3: dry."]))
    [0, 1]
    >>> listed_by_code(["P20  9.50  3", "P25  9.90  4"]), listed_by_code(["No  Why", "E1  Hot", "E2  Cold"])
    (set(), set())
    """
    kinds = {
        place: match["kind"]
        for place, line in enumerate(lines)
        if (match := CODED.match(line))
        and (match["end"] == ":" or has_gap(line[: match.end() + 1]))
        and _IN_WORDS.match(line, match.end())
        and not has_gap(line[match.end() :])
    }
    first = min(kinds, default=0)
    below_names = first > 0 and has_gap(lines[first - 1])
    of_one_kind = len(kinds) > 1 and len({*kinds.values()}) == 1  # A1, A2, B1, B2 may be seats
    return set(kinds) if of_one_kind and not below_names else set()


def hanging(lines: Sequence[str]) -> set[int]:
    """The lines of names one below the other of which at least one goes on in an indented line.

    >>> sorted(hanging(["Keeps:  one year, in a", "        cold place", "Makes:  five jars", "Enjoy."]))
    [0, 1, 2]
    """
    steps: set[int] = set()
    run: list[int] = []
    indent, hangs = 0, False
    for place, line in enumerate([*lines, ""]):
        if NAMED.match(line) and not (run and indent_of(line) > indent):
            indent = indent_of(line)
        elif run and indent_of(line) > indent and not has_gap(line):
            hangs = True
        else:
            steps.update(run if hangs else ())
            run, hangs = [], False
            continue
        run.append(place)
    return steps


def quantities(lines: Sequence[str]) -> set[int]:
    """The short lines one below the other of which at least half begin with a quantity: a list without marks.

    >>> sorted(quantities(["Bake it as a cake.", "250 g flour", "3 eggs", "a pinch of salt"]))
    [1, 2, 3]
    """
    items: set[int] = set()
    short = [is_short_line(line) and not has_gap(line) for line in lines]
    for is_short, run in groupby(range(len(lines)), short.__getitem__):
        below_name = dropwhile(lambda place: not _QUANTITY.match(lines[place]), run)
        places = list(below_name) if is_short else []
        listed = [lines[place] for place in places]
        # Without a unit they may be the houses of streets, or verses.
        if len(places) >= _FEWEST_ITEMS and are_quantities(listed) and any(map(_MEASURE.match, listed)):
            items.update(places)
    return items


def are_quantities(lines: Sequence[str]) -> bool:
    """Whether at least half of the lines begin with a quantity: they are what is needed, and no steps."""
    return 2 * sum(bool(_QUANTITY.match(line)) for line in lines) >= len(lines)


def is_short_line(line: str) -> bool:
    """Whether a line is short, and does not end as a sentence does."""
    return 0 < len(line.strip()) <= _ITEM_LONGEST and not _SENTENCE_END.search(line.rstrip())


def has_gap(line: str) -> bool:
    """Whether blanks or a tab part a line into columns."""
    return "\t" in line.strip() or bool(GAP.search(line.strip()))


def indent_of(line: str) -> int:
    """How many columns stand before a line's first sign; a tab goes to the next fourth."""
    plain = line.expandtabs(4)
    return len(plain) - len(plain.lstrip())

"""Headings in plain text: underlined, numbered, in capitals, or a short line that stands alone over text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from documents.readers.plain.marks import has_gap, indent_of, quantities
from documents.readers.plain.prose import ended, width_of
from documents.readers.writing import QUESTION_MARK, asks
from documents.reading.dating import dates_in, without_dates

_LONGEST_HEADING = 90  # characters of a heading
_SHORT_HEADING = 60  # characters of one that is known by nothing but standing alone
_WORDS = 8  # and its words
_FEW_WORDS = 4  # of one without a blank line below it
_FEWEST_SECTIONS = 3  # sections that count up from 1
_SECTION_WORDS = 20  # of the text of one of them, in the mean; a step says less
_OF_STEPS = re.compile(  # what stands over steps
    r"\b(?:how to|steps?|instructions?|method|directions|recipe|anleitung|zubereitung|schritte|préparation"
    r"|étapes)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[A-ZÀ-Ý][\w'’-]{1,30} [A-ZÀ-Ý][\w'’-]{1,30}")
# What a document is, where its first line says so.
_SAYS_KIND = re.compile(
    r"(?:(?:draft |annual |weekly |monthly |team |staff |house |general )?(?:minutes|notes|report|agenda"
    r"|newsletter|price list|tariff|rules|contract|agreement|handbook|manual|guidelines|policy|programme"
    r"|schedule)"
    r"|protokoll|bericht|niederschrift|tagesordnung|preisliste|hausordnung|vertrag|satzung|compte rendu"
    r"|procès-verbal|rapport|ordre du jour|règlement|contrat|acta|informe|reglamento|contrato)\b",
    re.IGNORECASE,
)
_NOTE_WORDS = 4  # of a note below a name, in the mean
_PLAIN_NAME = re.compile(r"[^\W\d_][\w'’&/+-]{1,20}(?: [\w'’&/+-]{1,20}){0,2}")
_FIGURES = re.compile(r"\d|: |=")
_MARKED = re.compile(QUESTION_MARK, re.IGNORECASE)
_BODY = 60  # characters of a paragraph that may stand under it
_ALONE, _FIRST = "alone", "first"  # styles: a short line between blank ones, one that text follows at once
_RULE = re.compile(r"\s{0,80}([=\-~^\"*+#_])\1{2,200}\s{0,80}$")
_FRAMED = re.compile(  # "== Jam == (5 jars)", "* * * Jam * * *", "[ Jam ]"
    r"\s{0,80}(?:([=*#])(?: ?\1){0,9}|([-~+])(?: ?\2){1,9}|(\[))[ \t]{1,9}"
    r"(?P<title>[^\W_][^\n]{0,90}?)"
    r"[ \t]{1,9}(?(1)\1(?: ?\1){0,9}|(?(2)\2(?: ?\2){1,9}|\]))(?:[ \t]{1,60}\([^()\n]{1,60}\))?\s{0,80}$"
)
_WORD = re.compile(r"[^\W\d_]{2}")
_NO_TITLE_END = (".", "!", ",", ";")  # of what is framed to be seen, such as "*** Mind the step! ***"
_SPACED = re.compile(r"\s{0,80}[^\W\d_](?: [^\W\d_])+(?: {2,9}[^\W\d_](?: [^\W\d_])*){0,9}\s{0,80}")
_LETTERS = 5  # that stand apart, so that they are a word and no row of marks
_NUMBERED = re.compile(r"\s{0,80}(\d{1,2}(?:\.\d{1,2}){0,4})[.)]?[ \t]{1,9}(?=[A-ZÀ-Ý\"“„(])")
_SECTION = re.compile(
    r"\s{0,80}(?:§{1,2}|(?:Article|Section|Chapter|Part|Annex|Appendix|Artikel|Abschnitt|Kapitel|Teil|Anhang|Anlage|"
    r"Chapitre|Partie|Annexe|Titre)\b)\s?(?:\d{1,3}[a-z]?|[IVXLC]{1,6}|[A-Z])\b"
)
_END = re.compile(r"[.!?,;:…][\"'”’»)]{0,3}$")
_NO_HEADING = re.compile(
    r"\A\s{0,80}(?:dear\b|hi\b|hello\b|hallo\b|liebe[rs]?\b|lieber\b|sehr geehrte|bonjour\b|chère?s?\b|"
    r"madame\b|yours\b|regards\b|best\b|kind regards|sincerely|grüße|mit freundlichen|viele grüße|"
    r"cordialement|[-–—*•>|]|\W{0,3}\d)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:1[89]|20)\d\d$|\d[.:]\d\d\b|\ble \d|, (?:den )?\d|@|https?:|\bwww\.")
_OF_DATE = re.compile(  # of what is dated, and not of the text below
    r"\b(?:due|paid|pay|valid|until|by|signed|written|checked|posted|sent|received|updated|expires?|printed|fällig"
    r"|bezahlt|gültig|bis|unterschrieben|gez|payé|valable|jusqu|vence|hasta)\b"
)
_ITEM = re.compile(r"\s{0,80}(?:[-*•–]|\(?\d{1,2}[.)])\s")
_DAY = re.compile(  # "28 Jan  16:02"
    r"\s{0,80}\d{1,2}\.? (?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]{0,6}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LEADER = re.compile(r"\.{4}|(?: \.){3}")  # ". . . . 7" in a table of contents


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A heading on the line `line`, of which characters `start` to `end` are its text.

    `lines` is how many lines it takes, with its rules; `style` tells headings of one level from
    those of another.
    """

    line: int
    start: int
    end: int
    lines: int
    style: str

    def is_sure(self, line: str) -> bool:
        """Whether its line shows by its form that it is a heading, and not only by what stands around it.

        A number may be that of an item: then it must be in capitals.
        """
        return self.style not in (_ALONE, _FIRST, "question") and (self.style != "number" or line.isupper())


@dataclass(frozen=True, slots=True)
class Signs:
    """What a whole text shows of its headings: how wide it was wrapped, and lines that lead its parts.

    `series` is its `dated_series`, `counted` its `counted_sections`, `sections_of_clauses`,
    `marked_questions` and `names_over_notes`.
    """

    width: int
    series: frozenset[str]
    counted: frozenset[str]

    @classmethod
    def of(cls, stretches: Sequence[Sequence[str]]) -> "Signs":
        """Those of a text, given its stretches of lines without a blank one."""
        counted = (
            counted_sections(stretches)
            | sections_of_clauses(stretches)
            | marked_questions(stretches)
            | names_over_notes(stretches)
        )
        return cls(width_of(chain.from_iterable(stretches)), dated_series(stretches), counted)


def heading(
    lines: Sequence[str], before: Sequence[str], after: Sequence[str], beyond: Sequence[str], signs: Signs
) -> FoundHeading | None:
    """The heading with which a stretch of lines without a blank one begins, if it does.

    `before` and `after` are the stretches around it, `beyond` the one behind those, empty at the ends of the
    text.
    """
    ruled = _ruled(lines)
    if ruled:
        return ruled
    line, alone = lines[0], len(lines) == 1
    if len(line.strip()) > _LONGEST_HEADING or _LEADER.search(line):
        return None
    if in_frame := framed(line):
        return in_frame
    if asks(line) and line in signs.counted:
        return _one_line(line, "question")
    if alone and signs.series and _undated(line) in signs.series:
        return _one_line(line, "dated")
    if not alone and line in signs.counted:
        return _one_line(line, "number" if _NUMBERED.match(line) else _FIRST)
    follows = bool(after) if alone else ended(line, lines[1], signs.width)
    style = _style(line) if follows and not _END.search(line.rstrip()) else ""
    if style.startswith("number") and "." not in style:
        # One number may be that of an item: then more of them follow, or it is no line of its own.
        over_text = _is_body(after) and not _is_next(line, after[0])
        over_clause = bool(after) and _stands_over_clause(line, after[0])
        style = style if alone and (over_text or over_clause) else ""
    if not style and alone and (_stands_over(line, before, after, beyond) or _is_title(line, before, after)):
        style = _ALONE
    elif not style and not alone and _leads(line, lines[1:], signs.width):
        style = _FIRST
    return _one_line(line, style) if style else None


def dated_series(stretches: Iterable[Sequence[str]]) -> frozenset[str]:
    """What is left without their dates of lines that stand alone over text, if several differ in that only.

    Not where one of them stands over another or over nothing: these are a list, or stand below their texts.

    >>> texts = ["Meeting of 4 May 2026"], ["It was cold."], ["Meeting of 8 June 2026"], ["It was hot."]
    >>> dated_series(texts), dated_series(texts[:3])
    (frozenset({'meeting of'}), frozenset())
    """
    series: defaultdict[str, set[str]] = defaultdict(set)
    listed: set[str | None] = set()
    above: str | None = None
    for lines in chain(stretches, [[""]]):
        rest = _undated(lines[0]) if len(lines) == 1 else None
        if above is not None and (rest is not None or lines == [""]):
            listed |= {above, rest}
        if rest is not None:
            series[rest].add(lines[0].strip())
        above = rest
    several = (rest for rest, members in series.items() if len(members) > 1)
    return frozenset(rest for rest in several if rest not in listed)


def counted_sections(stretches: Iterable[Sequence[str]]) -> frozenset[str]:
    """The lines that lead sections of some length right above their text, and count up from 1.

    Not where they say little: these are steps, each with a remark; nor below "How to", nor names of people.

    >>> said = "Hall and stage were let to four groups until the end of June, says Ada with the book. " * 2
    >>> sorted(counted_sections([line, said] for line in ("1. Hall", "2. Roof", "3. Tea")))
    ['1. Hall', '2. Roof', '3. Tea']
    """
    leading: list[str] = []
    length = 0
    for lines in stretches:
        number = _NUMBERED.match(lines[0])
        if number is None or len(lines) < 2 or not number[1].isdecimal():
            if not leading and any(map(_OF_STEPS.search, lines)):
                return frozenset()
            continue
        name = lines[0][number.end() :]
        over_text = _ITEM.match(lines[1]) or (
            lines[1][:1].isupper() and lines[-1].rstrip()[-1:] in (*".!?:)",)
        )
        if int(number[1]) != len(leading) + 1 or not _is_name(name, _WORDS) or not over_text:
            return frozenset()
        if _NUMBERED.match(lines[1]):
            return frozenset()
        leading.append(lines[0])
        length += sum(len(line.split()) for line in lines[1:])
    people = sum(bool(_PERSON.fullmatch(line.split(maxsplit=1)[1].strip())) for line in leading)
    long = (
        len(leading) >= _FEWEST_SECTIONS
        and length >= _SECTION_WORDS * len(leading)
        and people * 2 < len(leading)
    )
    return frozenset(leading) if long else frozenset()


def sections_of_clauses(stretches: Iterable[Sequence[str]]) -> frozenset[str]:
    """The lines that lead the sections of a contract: they count up from 1, most right above their clauses.

    >>> sorted(sections_of_clauses([["1 TERM", "1.1 Open."], ["2 FEES", "a) 1 %"], ["3 END", "3.1 None."]]))
    ['1 TERM', '2 FEES', '3 END']
    """
    leading = [lines for lines in stretches if len(lines) > 1 and _NUMBERED.match(lines[0])]
    numbers = [match[1] for lines in leading if (match := _NUMBERED.match(lines[0]))]
    over = sum(_stands_over_clause(lines[0], lines[1]) for lines in leading)
    counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    few = all(len(lines[0].split()) <= _WORDS for lines in leading)
    fit = counted and few and len(leading) >= _FEWEST_SECTIONS and over * 3 >= len(leading) * 2
    return frozenset(lines[0] for lines in leading) if fit else frozenset()


def marked_questions(stretches: Sequence[Sequence[str]]) -> frozenset[str]:
    """The lines that are marked questions ("Q: Where is it?"), if each of the text has an answer below it.

    >>> sorted(marked_questions([["Q: Where is it?"], ["A: There."], ["Q: When?", "A: Now."]]))
    ['Q: When?', 'Q: Where is it?']
    >>> marked_questions([["Q: Where is it,", "and when?", "A: There."], ["Q: Who?", "A: You."]])
    frozenset()
    """
    lines = [line for stretch in stretches for line in stretch]
    marked = [place for place, line in enumerate(lines) if _MARKED.match(line)]
    below = [lines[place + 1] if place + 1 < len(lines) else "" for place in marked]
    answered = all(line and not _MARKED.match(line) for line in below)
    return frozenset(lines[place] for place in marked if answered and all(asks(lines[at]) for at in marked))


def names_over_notes(stretches: Iterable[Sequence[str]]) -> frozenset[str]:
    """The words that lead the groups of notes that somebody jotted down, also in small letters.

    Only where most groups of a text have one, over lines that say more; a verse tells no figures.

    >>> paint = ["paint", "hall: two coats of Oat, 1/2 tin left", "porch: white gloss, ask at no 4"]
    >>> boiler = ["boiler", "installed 9 Sept 2021, see the log", "reset = hold the knob for 5 seconds"]
    >>> people = ["people", "window cleaner Mick, every 6 weeks, 14 pounds", "no 12: the Tates feed the cat"]
    >>> sorted(names_over_notes([paint, boiler, people])), names_over_notes([paint, boiler])
    (['boiler', 'paint', 'people'], frozenset())
    """
    groups = [lines for lines in stretches if len(lines) > _FEWEST_SECTIONS - 1 and not _ITEM.match(lines[0])]
    names = [lines[0] for lines in groups if _is_over_notes(lines)]
    return (
        frozenset(names) if len(names) >= _FEWEST_SECTIONS and 2 * len(names) > len(groups) else frozenset()
    )


def _is_over_notes(lines: Sequence[str]) -> bool:
    name, *below = lines
    words = [len(line.split()) for line in below]
    telling = sum(words) >= max(_NOTE_WORDS, 2 * len(name.split())) * len(below)
    figures = any(_FIGURES.search(line) for line in below)
    return bool(_PLAIN_NAME.fullmatch(name)) and not _NO_HEADING.match(name) and telling and figures


def _undated(line: str) -> str | None:
    """A short line without its date, None where it has none, ends like a sentence or is of something due."""
    if len(line) > _LONGEST_HEADING or not any(map(str.isdigit, line)) or _END.search(line.rstrip()):
        return None
    rest = without_dates(line)
    return None if rest is None or _OF_DATE.search(rest) else rest


def joined_letters(title: str) -> str:
    """A title whose letters were set apart as it is read, other text as it is.

    >>> joined_letters("T H E   H E R O N"), joined_letters("The heron")
    ('THE HERON', 'The heron')
    """
    if not _spaced(title):
        return title
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", title.strip()))


def _spaced(title: str) -> bool:
    """Whether capitals stand one by one; letters in the order of the alphabet are a row of marks."""
    letters = title.split()
    return (
        len(letters) >= _LETTERS
        and title.isupper()
        and letters != sorted(letters)
        and bool(_SPACED.fullmatch(title))
    )


def framed(line: str) -> FoundHeading | None:
    """A title between signs, perhaps with a remark in brackets behind them."""
    match = _FRAMED.match(line)
    if not match or match["title"].endswith(_NO_TITLE_END):
        return None
    if not _WORD.search(match["title"]) and not _spaced(match["title"]):
        return None
    if match[3] and match["title"][0].islower():  # "[ turn over ]"
        return None
    return FoundHeading(0, *match.span("title"), 1, f"framed {match[1] or match[2] or match[3]}")


def _ruled(lines: Sequence[str]) -> FoundHeading | None:
    """A line with a rule under it, and perhaps one above."""
    over = len(lines) > 2 and bool(_RULE.match(lines[0])) and lines[0].strip() == lines[2].strip()
    place = int(over)
    if len(lines) < place + 2 or not (rule := _RULE.match(lines[place + 1])) or _RULE.match(lines[place]):
        return None
    title = lines[place].strip()
    parted = ("  " in title or "\t" in title) and not _spaced(title)
    if len(title) > _LONGEST_HEADING or parted or title.endswith((",", ";")):
        return None
    start = lines[place].index(title)
    return FoundHeading(place, start, start + len(title), place + 2, f"rule {rule[1]} {over}")


def _style(line: str) -> str:
    """How a line shows that it is a heading, "" where it does not."""
    if _spaced(line):
        return "spaced"
    if _SECTION.match(line):
        return "section" if len(line.split()) <= _WORDS + 2 else ""
    if match := _NUMBERED.match(line):
        few = len(line[match.end() :].split()) <= _WORDS
        return "number" + "." * match[1].count(".") if few else ""
    words = line.split()
    letters = [sign for sign in line if sign.isalpha()]
    capitals = len(letters) > 3 and not any(letter.islower() for letter in letters)
    digits = any(sign.isdigit() for word in words[:-1] for sign in word)
    return "capitals" if capitals and not digits and any(len(word) > 3 for word in words) else ""


def _stands_over(line: str, before: Sequence[str], after: Sequence[str], beyond: Sequence[str]) -> bool:
    """Whether a short line without any sign is a heading: nothing is left but what stands around it."""
    remark = len(after) == 1 and len(after[0].strip()) <= _LONGEST_HEADING  # "Serves 4", above the quantities
    listed = quantities(after) or _leads_list(after) or (remark and 0 in quantities(beyond))
    if not _is_name(line, _WORDS) or not (listed or _is_body(after)):
        return False
    # After a short line, or one that ends with a comma, it may be a name, an address, a line of a poem.
    return (
        not before
        or len(before) > 1
        or len(before[0].strip()) > _SHORT_HEADING
        or before[0].rstrip()[-1] in ".!?:"
    )


def _is_title(line: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a short line begins the text that says what it is, "Minutes of the meeting on 4 May 2026", or
    that stands over nothing but a line with a year: "Edition of April 2021".

    Over a day it may be the name at the head of a letter.
    """
    if not before and after and _SAYS_KIND.match(line):
        return len(line.strip()) <= _LONGEST_HEADING and not _END.search(line.rstrip()) and not has_gap(line)
    if before or len(after) != 1 or len(after[0].strip()) > _SHORT_HEADING or not _is_name(line, _WORDS):
        return False
    return bool(_YEAR.search(after[0])) and not any(dates_in(after[0]))


def _leads(line: str, below: Sequence[str], width: int) -> bool:
    """Whether the first of some lines is a heading: a name over quantities, or over a line that is long."""
    if not _is_name(line, _FEW_WORDS) or not ended(line, below[0], width):
        return False
    listed = 0 in quantities(below) or bool(_ITEM.match(below[0]))
    text = (
        len(below[0].strip()) >= _BODY and below[0].strip()[0].isupper() and below[-1].rstrip()[-1] in ".!?:"
    )
    return listed or text


def _leads_list(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and _is_name(lines[0], _FEW_WORDS) and 0 in quantities(lines[1:])


def _is_name(line: str, most: int) -> bool:
    """Whether a line has few words, begins with a capital, and is no greeting, date or sentence."""
    words = line.split()
    if len(line.strip()) > _SHORT_HEADING or len(words) > most:
        return False
    if _END.search(line.rstrip()) or _NO_HEADING.match(line) or _DATED.search(line.rstrip()):
        return False
    return words[0][0].isupper() and not line[:1].isspace() and not has_gap(line)


def _is_next(line: str, below: str) -> bool:
    """Whether a numbered line below is the next item; a title in capitals may stand over an indented list."""
    inner = line.isupper() and indent_of(below) > indent_of(line)
    number = _NUMBERED.match(below)
    return number is not None and not inner and not _DAY.match(below)


def _stands_over_clause(line: str, below: str) -> bool:
    """Whether the line below goes on with the number of this one: "1. Arriving" over "1.1 The gate"."""
    own, inner = _NUMBERED.match(line), _NUMBERED.match(below)
    return own is not None and inner is not None and inner[1].startswith(f"{own[1]}.")


def _is_body(lines: Sequence[str]) -> bool:
    """Whether lines are text that may stand under a heading: long enough, or a list."""
    long = sum(len(line.strip()) for line in lines[:3]) >= _BODY
    return bool(lines) and (long or bool(_ITEM.match(lines[0])))


def _one_line(line: str, style: str) -> FoundHeading:
    return FoundHeading(0, len(line) - len(line.lstrip()), len(line.rstrip()), 1, style)

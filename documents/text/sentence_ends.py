"""Where sentences end inside running text.

sentencex finds the ends. Where it breaks after an abbreviation, an initial or a day's number, the pieces are
put together again, and where it takes a letter or a word for one ("vitamin D. It") they are parted: what
stands around tells.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from documents.text.abbreviations import BEFORE_INITIALS, BEFORE_NUMBERS, BEGINNERS, MAY_END, PHRASES, TITLES

_IDEOGRAPHS = "\u2e80"  # characters from here on have no blanks between sentences
# Which are as likely to end a sentence as not; "Art." and "Ill." are short for something.
_WORDS_TOO = frozenset("no etc usw usf art miss ill fed arc may May id ID".split())
_LONG_SENTENCE = 500  # characters; sentencex keeps a quotation whole: one never closed runs on for pages
LOWER = re.compile(r"\s{0,80}[a-zà-öø-ÿ](?![A-Z])(?!\w{1,3}[A-Z])")  # but iPhone and macOS
_MONTH = re.compile(
    r"\s{0,80}(?:Jan|Feb|M[aä]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz]|gennaio|janvier|Woche|Jahrhundert)"
)
_DAY = re.compile(r"(?:^|[\s(–-])\d{1,2}\.$")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{2,5})[.)]$|\[\d{1,3}\]$")
_STEP = re.compile(
    r"(?:Step|Phase|Stage|Part|Task|Question|Article|Section|Clause|Rule|Schritt|Teil|Frage|Artikel|Abschnitt"
    r"|Étape|Partie) \d{1,3}\.$"
)
# What the parts of an abstract begin with in running text
_LABEL = re.compile(
    r"\s{0,9}(?:Background|Introduction|Objectives?|Aims?|Methods?|Main outcomes?(?: measures?)?|Results?"
    r"|Findings|Discussion|Conclusions?|Interpretation|Limitations|Funding)\.\s{0,9}$"
)
_WORD_BEFORE = re.compile(r"([^\s(\[\"“„«'’–]{1,40})\.$")
_INITIAL = re.compile(r"[A-ZÀ-Ý](?:\.-?[A-ZÀ-Ý]){0,9}$")
_ROMAN = re.compile(r"[IVXLC]{2,8}$")
_ORDINAL = re.compile(
    r"(?:^|\s)(?:[Dd](?:er|ie|as|em|en|es)|[Ii]m|[Aa]m|[Zz]u[mr]|[Vv]om|[Bb]eim|[Ee]ine?[mnrs]?|"
    r"[Jj]ede[mnrs]?) \d{1,2}\.$"
)
_SPACED = re.compile(r"(?<![\w.])(\w{1,2})\. (\w{1,2})\.$")  # z. B., p. ex.
_NEXT = re.compile(r"[\s\"'“‘„«(\[]{0,9}(\w{1,20})")
_NAME = re.compile(r"[\"'“‘«(\[]{0,3}\s?[A-ZÀ-Ý]")
_SHOUTED = re.compile(r"(?:^|\s)[A-Z][a-zA-Z]{1,30}[!?]$")  # Yahoo!
_NOTE = re.compile(r"[.!?]\s\[\d{1,3}\]$")
_BEFORE_NOTE = re.compile(r"\s{0,9}\[\d{1,3}\]\s")
_HOUR = re.compile(r"\d\s?(?:h|Uhr)\.$")
_MISSED = re.compile(r"[.!?][\"'”’»)\]]{0,4}\s{1,9}(?=[\"'“‘„«(\[]{0,3}\s?[A-ZÀ-Ý\d])")
PLAIN_END = re.compile(r"[.!?][\"'”’»)\]]*\s+(?=[\"'“‘«(\[`]*\s?[A-Z])")
_NUMBER = re.compile(r"\s{0,80}(?:[\d§(]|(?:[VXLC]|[IVXLC]{2,6})\b)")
_PUNCTUATION = re.compile(r"[\W_]{1,8}$")
_CLOSING = re.compile(r"\s{0,80}(?:''|[¹²³⁴-⁹⁰]{1,3}|[)\]}’”»\"'.,;:!?…]{1,80})(?=\s|$)")


def sentence_ends(flat: str) -> Iterator[int]:
    """The ends of the sentences of a text that is one line, rising, the last one at its own end."""
    from sentencex import get_sentence_boundaries

    ends = [boundary["end_index"] for boundary in get_sentence_boundaries("en", flat)]
    return _repaired(flat, _finer(flat, ends))


def _finer(flat: str, ends: list[int]) -> list[int]:
    """`ends` with those that were missed, and in pieces too long for one those that punctuation shows."""
    long = [
        match.end()
        for start, end in pairwise(sorted({0, *ends, len(flat)}))
        if end - start > _LONG_SENTENCE
        for match in PLAIN_END.finditer(flat, start, end)
    ]
    return ends + long + [match.end() for match in _MISSED.finditer(flat) if _missed(flat, match)]


def _missed(flat: str, match: "re.Match[str]") -> bool:
    """Whether a sentence ends where one may, though the word before it is often an abbreviation."""
    stop, end = match.start() + 1, match.end()
    if flat[stop : stop + 1] in ")]" or _BEFORE_NOTE.match(flat, stop):
        return flat[stop : stop + 1] not in "\"'”’»"
    tail = flat[max(0, stop - 40) : stop]
    word = _word(tail)
    if _INITIAL.match(word):
        return not _is_initial(tail, flat, end)
    if word.lower() in MAY_END and _begins(flat, end):
        return True
    return bool(_NAME.match(flat, end)) and (word in _WORDS_TOO or bool(_HOUR.search(tail)))


def _repaired(flat: str, ends: list[int]) -> Iterator[int]:
    """The sentence ends that hold, rising, the last one at the end of the text."""
    start = 0
    for end in sorted({end for end in ends if 0 < end < len(flat)}):
        if end <= start:
            continue
        if closing := _CLOSING.match(flat, end):  # a quotation mark that was left behind
            end = closing.end()
        if end == len(flat):
            break
        if not _goes_on(flat, start, end):
            yield end
            start = end
    yield len(flat)


def _goes_on(flat: str, start: int, end: int) -> bool:
    """Whether the piece from `start` to `end` is no sentence of its own."""
    piece = flat[max(start, end - 40) : end]
    tail = piece.rstrip()
    if tail.endswith((".:", ".;", ".,")):
        return True  # "Temp.: 50", "kg.; 5"
    if tail == piece and tail[-1] in ".!?" and not flat[end].isspace() and flat[end] < _IDEOGRAPHS:
        return True  # ".Z", "Node.js"
    opening = tail.strip().lstrip("*_")  # "**3. Fees.** There are none."
    if end - start < 8 and (_ENUMERATOR.match(opening) or _PUNCTUATION.match(flat[start:end])):
        return True
    if _STEP.match(opening) or _NOTE.search(tail) or _LABEL.match(flat[start:end]):
        return True
    if tail.endswith("."):
        return _abbreviated(tail, flat, end)
    return bool(_SHOUTED.search(tail) and LOWER.match(flat, end))


def _abbreviated(tail: str, flat: str, end: int) -> bool:
    """Whether the full stop before `end` is that of a word or number in the middle of a sentence."""
    word = _word(tail)
    plain = word.lower()
    lower, number = bool(LOWER.match(flat, end)), bool(_NUMBER.match(flat, end))
    if plain in ("st", "fr"):  # Saint and Street, Frau and Friday
        return lower or not _begins(flat, end)
    if plain in PHRASES or (plain in TITLES and word[0].isupper()):
        return True
    if number and (plain in BEFORE_NUMBERS or plain.endswith("str")):
        return True
    if _INITIAL.match(word):
        return lower or _is_initial(tail, flat, end)
    if _DAY.search(tail) and _MONTH.match(flat, end):
        return True
    if _ORDINAL.search(tail) and not _begins(flat, end):
        return True
    known = plain in MAY_END or plain in BEFORE_NUMBERS
    return lower and bool(known or _ROMAN.match(word) or "." in word or word.isdigit())


def _is_initial(tail: str, flat: str, end: int) -> bool:
    """Whether a letter with a full stop is a name's, which goes on behind it."""
    if _begins(flat, end):
        return False
    if "." in _word(tail):
        return True
    before = tail.split()[-2:-1]
    plain = before[0].strip('("“„').rstrip(".") if before else ""
    return not plain.isalpha() or not plain.islower() or plain in BEFORE_INITIALS


def _word(tail: str) -> str:
    """The word before the full stop at the end, without it; two letters with a blank between are one."""
    match = _WORD_BEFORE.search(_SPACED.sub(r"\1.\2.", tail))
    return match[1] if match else ""


def _begins(flat: str, end: int) -> bool:
    """Whether the next word is one that begins sentences, and no name."""
    match = _NEXT.match(flat, end)
    return match is not None and match[1].lower() in BEGINNERS and match[1][:1].isupper()

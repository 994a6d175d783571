"""Names of a text: runs of capitalised words, with what else they may be called."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from assistant.language.number_words import ORDINALS, SMALL
from assistant.language.tokens import FUNCTION_WORDS, IRREGULAR, Token, between, lower_at, same_stem
from documents.text.calendar import MONTHS

_CONNECTORS = frozenset("of de la le du del der den von van al el bin ibn da dos di y and & the".split())
_JOINING = frozenset("of de von van der del la al bin ibn & du".split())  # two runs into one name
_LEFT_OUT = _CONNECTORS | frozenset("for on in".split())  # of initials, or not
# Written with a capital, but no part of what tells one name from another.
_TITLES = frozenset(
    "mr mrs ms dr sir lord lady saint st president king queen prince princess emperor pope bishop general "
    "colonel captain major minister senator governor professor prof judge justice chairman secretary "
    "prime city state county river lake mount mountain island islands street avenue road "
    "republic kingdom empire "
    "university college company corporation inc ltd co corp church school the north south east west northern "
    "southern eastern western central".split()
)
_OF_ME = re.compile(r"i['’](?:m|ve|ll|d)")
_NO_NAMES = FUNCTION_WORDS | frozenset(
    "yes no not according however although though since according given despite during while when where "
    "monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tues wed weds thu thur thurs fri sat sun "
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays bc ad bce ce am pm i ok "
    "first second third many most some several all both each every another other others "
    "one today later".split()
    + MONTHS
) - {"us"}
_NAMES_IN_CAPITALS = ("us", "who", "it", "am")
# What a common word that begins a sentence often ends in: it is taken for no name there.
_COMMON_END = re.compile(
    r"(?:ing|ed|ly|tion|tions|ment|ments|ness|ity|ities|ers|ists|ors|ies|ents|ants|ous|ive|able|als|ics|sm)$"
)
_FINITE = frozenset("was were is are has had have can could will would may might did does became".split())
_SAME = {
    word: frozenset(group)
    for line in Path(__file__).with_name("peoples.txt").read_text(encoding="utf-8").splitlines()
    if (group := line.split()) and not line.startswith("#")
    for word in group
}
_ENDINGS = frozenset(
    "a e i o y s n an ian ean ese ish is ic ns ans ians eans ite ites er ers ism isms ist ists "
    "ia ias es in en ens ien al".split()
)
_SHORTEST_ROOT = 4  # letters that Mali and Malian have in common
_MOST_INITIALS = 7


@dataclass(frozen=True, slots=True)
class Name:
    """A name at its place in a text."""

    text: str
    parts: tuple[str, ...]  # its words in lower case, titles and connectors left out
    first: int  # tokens
    last: int
    sure: bool  # its capital is not owed to the beginning of a sentence
    subject: bool = False  # what follows looks like its verb


def find_names(text: str, tokens: Sequence[Token], taken: Collection[int]) -> tuple[Name, ...]:
    """The names of a text in order; tokens in `taken` (those of dates and numbers) are passed over."""
    names: list[Name] = []
    place = 0
    while place < len(tokens):
        if not _can_name(tokens, place, taken):
            place += 1
            continue
        last = _end(tokens, place, taken)
        sure = not tokens[place].begins or last - place > 1 or _has_capitals(tokens[place].text)
        parts = tuple(_parts(tokens[place:last]))
        words = between(tokens, text, place, last)
        names.append(Name(words, parts, place, last, sure, _precedes_verb(tokens, last)))
        place = last
    return tuple(names)


def _can_name(tokens: Sequence[Token], place: int, taken: Collection[int]) -> bool:
    token = tokens[place]
    written_as_name = (
        token.word and not token.text[0].isdecimal() and (token.capital or re.search(r"\d", token.text))
    )
    if place in taken or not written_as_name:
        return False
    if (
        token.lower in _NO_NAMES
        or _OF_ME.fullmatch(token.lower)
        or token.lower in SMALL
        or token.lower in ORDINALS
    ):
        return _has_capitals(token.text) and token.lower in _NAMES_IN_CAPITALS
    return len(token.text) > 1 or not token.begins


def _has_capitals(word: str) -> bool:
    return sum(character.isupper() for character in word) > 1


def _end(tokens: Sequence[Token], place: int, taken: Collection[int]) -> int:
    """The end of the name: words in capitals, joined by "of" and the like, or by a hyphen or a point."""
    end = place + 1
    while end < len(tokens):
        if _can_name(tokens, end, taken) and not tokens[end].begins:
            end += 1
        elif end + 1 < len(tokens) and _can_name(tokens, end + 1, taken) and _joins(tokens, end):
            end += 2
        else:
            break
    return end


def _joins(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.text == "-":
        return tokens[place + 1].start == token.end
    if token.text == ".":
        return len(tokens[place - 1].text) <= 2
    return token.lower in _JOINING and not token.capital


def _parts(tokens: Sequence[Token]) -> list[str]:
    """The words that tell a name from others; all where there are only titles."""
    words = [token.lower for token in tokens if token.word]
    inner = [word for word in words if word not in _CONNECTORS] or words
    return [word for word in inner if word not in _TITLES] or inner


def _precedes_verb(tokens: Sequence[Token], place: int) -> bool:
    """Whether a verb in its finite form, or a genitive, stands here."""
    word = lower_at(tokens, place)
    finite = word in _FINITE or word.endswith("ed") or IRREGULAR.get(word, word) != word
    return finite or word in ("'s", "and", "who")


def is_common(name: Name) -> bool:
    """Whether a name that begins a sentence is likely a common word: "Rinse the jar", "Scientists say"."""
    if name.sure:
        return False
    word = name.parts[0]
    return not name.subject or bool(_COMMON_END.search(word)) or word.endswith("s") or len(word) < 3


@lru_cache(maxsize=1 << 14)  # a sentence asks for the same words thousands of times
def same_name_word(word: str, other: str) -> bool:
    """Whether two words of names name the same: Mali and Malian, US and America, a plural, a genitive.

    >>> same_name_word("mali", "malian"), same_name_word("france", "french"), same_name_word("nixon", "nikon")
    (True, True, False)
    """
    if word == other or word in _SAME.get(other, ()) or same_stem(word) == same_stem(other):
        return True
    short, long = sorted((word, other), key=len)
    root = short[:-1] if len(short) > _SHORTEST_ROOT and short[-1] in "aeiouy" else short
    return len(root) >= _SHORTEST_ROOT and long.startswith(root) and long[len(root) :] in _ENDINGS


def initials(tokens: Sequence[Token]) -> frozenset[str]:
    """The first letters of all runs of capitalised words, "and" and "of" left out or in."""
    return frozenset(
        "".join(letters[first:last])
        for run in _capitalised_runs(tokens)
        for letters in ([token.lower[0] for token in run if token.capital], [token.lower[0] for token in run])
        for first, last in combinations(range(len(letters) + 1), 2)
        if 2 <= last - first <= _MOST_INITIALS
    )


def _capitalised_runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The words of each run of capitalised words, with small ones between and behind them."""
    run: list[Token] = []
    for token in tokens:
        if token.word and (token.capital or (run and token.lower in _LEFT_OUT)):
            run.append(token)
        elif not run or token.text not in ("-", "&"):
            yield run
            run = []
    yield run

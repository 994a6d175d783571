"""Names of a text: runs of capitalised words, with what else they may be called."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.language.number_words import ORDINALS, SMALL
from assistant.language.tokens import FUNCTION_WORDS, IRREGULAR, Token, between, same_stem

_CONNECTORS = frozenset("of de la le du del der den von van al el bin ibn da dos di y and & the".split())
# Written with a capital, but no part of what tells one name from another.
_TITLES = frozenset(
    "mr mrs ms dr sir lord lady saint st president king queen prince princess emperor pope bishop general "
    "colonel captain major minister senator governor professor prof judge justice chairman secretary "
    "prime city state county river lake mount mountain island islands street avenue road "
    "republic kingdom empire "
    "university college company corporation inc ltd co corp church school the north south east west northern "
    "southern eastern western central".split()
)
_NEVER = FUNCTION_WORDS | frozenset(
    "yes no not according however although though since according given despite during while when where "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday bc ad bce ce am pm i ok "
    "first second third many most some several all both each every another other others "
    "one today later".split()
) - {"us"}
# What a common word that begins a sentence often ends in: it is taken for no name there.
_COMMON_END = re.compile(
    r"(?:ing|ed|ly|tion|tions|ment|ments|ness|ity|ities|ers|ists|ors|ies|ents|ants|ous|ive|able|als|ics|sm)$"
)
_FINITE = frozenset("was were is are has had have can could will would may might did does became".split())
_SAME = [
    set(line.split())
    for line in (
        "us usa america american americans",
        "uk britain british briton britons",
        "ussr soviet soviets",
        "uae emirates",
        "eu european europe europeans",
        "un nations",
        "france french frenchman frenchmen",
        "germany german germans deutschland",
        "netherlands dutch holland",
        "spain spanish spaniard spaniards",
        "denmark danish dane danes",
        "sweden swedish swede swedes",
        "poland polish pole poles",
        "turkey turkish turk turks ottoman",
        "greece greek greeks hellenic",
        "ireland irish",
        "wales welsh",
        "england english englishman englishmen",
        "scotland scottish scots scotsman scotch",
        "switzerland swiss",
        "china chinese",
        "japan japanese",
        "portugal portuguese",
        "norway norwegian norse",
        "thailand thai",
        "philippines filipino philippine filipinos",
        "peru peruvian",
        "israel israeli israelis",
        "iraq iraqi iraqis",
        "rome roman romans",
        "naples neapolitan",
        "venice venetian venetians",
        "moscow muscovite",
        "christ christian christians christianity",
        "islam islamic muslim muslims islamist islamists",
        "jew jews jewish judaism",
    )
]
_ALIASES = {word: group for group in _SAME for word in group}
_ENDINGS = frozenset(
    "a e i o y s n an ian ean ese ish is ic ns ans ians eans ite ites er ers ism isms ist ists "
    "ia ias es in en ens ien al".split()
)


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
    found: list[Name] = []
    place = 0
    while place < len(tokens):
        if not _names(tokens, place, taken):
            place += 1
            continue
        last = _end(tokens, place, taken)
        words = [token for token in tokens[place:last] if token.word]
        inner = [token for token in words if token.lower not in _CONNECTORS] or words
        parts = [token.lower for token in inner if token.lower not in _TITLES] or [
            token.lower for token in inner
        ]
        sure = not tokens[place].begins or last - place > 1 or _shouts(tokens[place].text)
        found.append(
            Name(between(tokens, text, place, last), tuple(parts), place, last, sure, _acts(tokens, last))
        )
        place = last
    return tuple(found)


def _acts(tokens: Sequence[Token], place: int) -> bool:
    """Whether a verb in its finite form, or a genitive, stands here."""
    word = tokens[place].lower if place < len(tokens) else ""
    finite = word in _FINITE or word.endswith("ed") or IRREGULAR.get(word, word) != word
    return finite or word in ("'s", "and", "who")


def _names(tokens: Sequence[Token], place: int, taken: Collection[int]) -> bool:
    token = tokens[place]
    if (
        place in taken
        or not token.word
        or not (token.capital or re.search(r"\d", token.text))
        or token.text[0].isdecimal()
    ):
        return False
    if token.lower in _NEVER or token.lower in SMALL or token.lower in ORDINALS:
        return _shouts(token.text) and token.lower in ("us", "who", "it", "am")
    return len(token.text) > 1 or not token.begins


def _shouts(word: str) -> bool:
    return sum(character.isupper() for character in word) > 1


def _end(tokens: Sequence[Token], place: int, taken: Collection[int]) -> int:
    """The end of the name: words in capitals, joined by "of" and the like, or by a hyphen or a point."""
    end = place + 1
    while end < len(tokens):
        if _names(tokens, end, taken) and not tokens[end].begins:
            end += 1
        elif _joins(tokens, end, taken):
            end += 2
        else:
            break
    return end


def _joins(tokens: Sequence[Token], end: int, taken: Collection[int]) -> bool:
    if end + 1 >= len(tokens) or not _names(tokens, end + 1, taken):
        return False
    token, following = tokens[end], tokens[end + 1]
    if token.text == "-":
        return following.start == token.end
    if token.text == ".":
        return len(tokens[end - 1].text) <= 2
    return (
        token.lower in ("of", "de", "von", "van", "der", "del", "la", "al", "bin", "ibn", "&", "du")
        and not token.capital
    )


def same_name_word(one: str, other: str) -> bool:
    """Whether two words of names name the same: Mali and Malian, US and America, a plural, a genitive.

    >>> same_name_word("mali", "malian"), same_name_word("france", "french"), same_name_word("nixon", "nikon")
    (True, True, False)
    """
    if one == other or one in _ALIASES.get(other, ()) or same_stem(one) == same_stem(other):
        return True
    short, long = sorted((one, other), key=len)
    root = short[:-1] if len(short) > 4 and short[-1] in "aeiouy" else short
    return len(root) >= 4 and long.startswith(root) and long[len(root) :] in _ENDINGS


def initials(tokens: Sequence[Token]) -> frozenset[str]:
    """The first letters of all runs of capitalised words, "and" and "of" left out or in."""
    found: set[str] = set()
    run: list[str] = []
    full: list[str] = []
    for token in (*tokens, None):
        if token is not None and token.word and token.capital:
            run.append(token.lower[0])
            full.append(token.lower[0])
        elif (
            token is not None
            and run
            and (token.lower in _CONNECTORS or token.lower in ("for", "on", "in") or token.text == "-")
        ):
            full += [token.lower[0]] if token.word else []
        else:
            for letters in (run, full):
                found.update(
                    "".join(letters[a:b])
                    for a in range(len(letters))
                    for b in range(a + 2, len(letters) + 1)
                    if b - a < 8
                )
            run, full = [], []
    return frozenset(found)


def is_common(name: Name) -> bool:
    """Whether a name that begins a sentence is likely a common word: "Rinse the jar", "Scientists say"."""
    if name.sure:
        return False
    word = name.parts[0]
    return not name.subject or bool(_COMMON_END.search(word)) or word.endswith("s") or len(word) < 3

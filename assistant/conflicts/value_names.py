"""Names of persons, groups and places as values."""

import re
import unicodedata
from collections.abc import Iterator

from assistant.conflicts.value import Value
from index.words import STOP_WORDS, words

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŐŠŽŁ]"
_NAME_WORD = rf"(?:{_CAPITAL}\.(?: ?{_CAPITAL}\.)*|{_CAPITAL}[\w’'-]*\w|{_CAPITAL})"
_NAME = re.compile(
    rf"{_NAME_WORD}(?: (?:(?:de|da|di|del|della|der|den|van|von|le|la|al|el|bin|ibn|of|of the|&|and) )?"
    rf"(?:{_NAME_WORD}|Jr\.?|Sr\.?))*"
)
_PLACE = re.compile(
    rf"{_NAME_WORD}(?: (?:of |de |upon )?{_NAME_WORD})*(?: ?, ?{_NAME_WORD}(?: {_NAME_WORD})*){{0,3}}"
)
_HEADING = re.compile(
    r"(?:^| )(?:Written|Directed|Produced|Released|Recorded|Starring|Screenplay|Films?|Albums?|Songs?|"
    r"Singles?|Music|Cast|Genre|Label|Length|Studio|Born|Died|Category|Categories|Retrieved|Review|Discography|Track|"
    r"Website|Official|Archived|References|External|Home|Page)\b"
)
_TITLES = frozenset("jr sr mr mrs ms dr sir lord lady president vice prime minister king queen".split())
_POSSESSIVE = re.compile(r"['’]s?$")


def names(text: str) -> Iterator[Value]:
    """The runs of capitalised words of a text, in order."""
    for found in _NAME.finditer(text):
        # In a table the next column's heading follows the name: "Mahesh Bhatt Written by".
        name = _POSSESSIVE.sub("", _HEADING.split(found[0])[0])
        spelled = [_plain(word) for word in words(name)]
        parts = tuple(word for word in spelled if word not in STOP_WORDS | _TITLES)
        if not parts and len(spelled) > 1:  # The Who
            parts = tuple(spelled)
        if parts:
            yield Value("person", name, found.start(), found.start() + len(name), parts)


def _plain(word: str) -> str:
    """The word without accents."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    )


def same_names(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one name has all parts of the other, or their initials; or it is the other's letters (JFK)."""
    letters = ["".join(str(part)[0] for part in key) for key in (one, other)]
    if len(one) != len(other) and (one == (letters[1],) or other == (letters[0],)):
        return True
    short, long = sorted(([str(part) for part in key] for key in (one, other)), key=len)
    return all(any(_same_part(part, there) for there in long) for part in short)


def _same_part(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def places(text: str) -> Iterator[Value]:
    """The same with what follows after commas: Springfield, Ohio."""
    for found in _PLACE.finditer(text):
        parts = tuple(" ".join(words(part)) for part in found[0].split(","))
        yield Value("place", found[0], *found.span(), parts)


def same_places(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether the first part of one is in the other ("Ohio" and "Springfield, Ohio")."""
    return any(
        str(first) in str(part) or str(part) in str(first)
        for first, parts in ((one[0], other), (other[0], one))
        for part in parts
    )

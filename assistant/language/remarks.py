"""What asks for nothing that documents say: greetings, thanks, doubts, what Footnote is and has."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

from assistant.language.contractions import spelled_out
from assistant.language.courtesies import is_courtesy
from index.words import words

# A greeting, thanks or "ok"; a question to Footnote; a doubt about what it showed; what documents there are.
Remark = Literal["courtesy", "self", "doubt", "library"]
LONGEST = 120  # characters of a remark
# What is short for another word, behind an apostrophe or typed in haste: "you're not", "r u sure".
_WHOLE = {"s": "is", "re": "are", "t": "not", "don": "do", "isn": "is", "wasn": "was", "u": "you", "r": "are"}
_LEADING = frozenset(
    "ok okay wait hm hmm but and so well oh ah no yes yeah hey hi hello haha lol aber nein mais pero".split()
)
_SMALL = frozenset(
    "really so very please just actually quite absolutely totally completely all then jetzt".split()
)


def remark_in(text: str) -> Remark | None:
    """What a text says where it asks for nothing that documents say; None where it may.

    >>> remark_in("thanks!"), remark_in("Are you really sure?"), remark_in("ok, so what can you do")
    ('courtesy', 'doubt', 'self')
    >>> remark_in("are you sure the pool is open?") is remark_in("what can you do about mould") is None
    True
    """
    if is_courtesy(text):
        return "courtesy"
    if len(text) > LONGEST:
        return None
    spelled = [_WHOLE.get(word, word) for word in words(spelled_out(text))]
    known = _remarks()
    for first in range(len(spelled)):
        for heard in (spelled[first:], [word for word in spelled[first:] if word not in _SMALL]):
            if remark := known.get(" ".join(heard)):
                return remark
        if spelled[first] not in _LEADING:
            break
    return None


@lru_cache(maxsize=1)
def _remarks() -> dict[str, Remark]:
    """Each remark of the list, with what it is."""
    text = (files("assistant.language") / "remarks.txt").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL))
    return {line: kind for kind in get_args(Remark) for line in parts[kind].splitlines() if line}

"""Words of a text as the full-text index sees them, and which of them carry meaning."""

import re
import threading
from functools import lru_cache
from typing import Any

WORD = re.compile(r"[^\W_]+(?:[.,'’](?=\d)[^\W_]+)*")

# Words too common to tell one passage from another; question words among them, and what is typed in haste.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have having
    he her here hers herself him himself his how i if in into is it its itself just me more most my myself no
    nor not now of off on once only or other our ours ourselves out over own s same she should so some such t
    than that the their theirs them themselves then there these they this those through to too under until up
    very was we were what when where which while who whom whose why will with would you your yours yourself
    many much may might must shall us upon within without whether
    im ive dont doesnt didnt cant couldnt wont wouldnt shouldnt isnt arent wasnt werent havent hasnt hadnt
    whats wheres whens whos hows thats theres youre youve theyre theyve weve vs versus
    doesn didn couldn wouldn shouldn isn aren wasn weren hasn hadn needn mustn ain
    """.split()
)

# Stop words whose first part is a word of its own: "won't", "don't".
_CONTRACTED = re.compile(r"\b(won|don|haven)['’](t)\b", re.IGNORECASE)
_STEMMING = threading.Lock()  # the stemmer keeps the word that it is at in itself


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order; a number keeps its points and commas.

    >>> words("In 2019, 1,500 soldiers' boots won't do")
    ['in', '2019', '1,500', 'soldiers', 'boots', 'wont', 'do']
    """
    if "'" in text or "’" in text:
        text = _CONTRACTED.sub(r"\1\2", text)
    return [word.lower() for word in WORD.findall(text)]


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in order, each once.

    >>> content_words("When was the G5 Sahel created?")
    ['g5', 'sahel', 'created']
    """
    return list(dict.fromkeys(word for word in words(text) if word not in STOP_WORDS))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word's Porter stem, as the full-text index makes it.

    >>> stem("created"), stem("creation")
    ('creat', 'creation')
    """
    with _STEMMING:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # Any: snowballstemmer has no types
    import snowballstemmer

    return snowballstemmer.stemmer("porter")

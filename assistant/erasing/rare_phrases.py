"""The phrases that are looked for after an erasing: the rarest words of the source, as they stand in it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import chain, zip_longest

from assistant.erasing.traces import LONG_RUN, Traces, ngram_hashes, stretches, words
from documents.inputs import file_name

MOST_PHRASES = 12  # phrases
PHRASE_WORDS = 8  # words of a phrase at most
TITLE_WORDS = 3  # words of a title at least
LEAST_CHARACTERS = 6  # characters: what is shorter is in any file by chance
_PART = re.compile(r"\S+")


def phrases_of(texts: Sequence[str], traces: Traces, names: Sequence[str] = ()) -> tuple[str, ...]:
    """At most 12 phrases that only this source has: its names, then the rarest of each text in turn."""
    often = Counter(word for text in texts for part in stretches(text) for word in words(part))

    def rarity(phrase: str) -> float:
        return sum(1 / often[word] for word in set(words(phrase)) & traces.own)

    rarest = [nlargest(MOST_PHRASES, _phrases(text, traces), key=rarity) for text in texts]
    in_turn = [phrase for some in zip_longest(*rarest) for phrase in some if phrase is not None]
    return tuple(dict.fromkeys([*names, *in_turn]))[:MOST_PHRASES]


def telling_names(titles: Iterable[str], uris: Iterable[str], traces: Traces) -> list[str]:
    """Titles, and addresses or names of files, that only this source has.

    A title of one or two words is left out: anybody may write it.
    """
    long = [title for title in titles if len(words(title)) >= TITLE_WORDS and traces.own_word_in(title)]
    return list(dict.fromkeys([*long, *filter(None, (_telling(uri, traces) for uri in uris))]))


def _telling(uri: str, traces: Traces) -> str:
    """The name of the file, the address where another source has that name too, "" for an ordinary word."""
    name = file_name(uri)
    if uri.startswith("text:"):
        return name if len(words(name)) >= TITLE_WORDS and traces.own_word_in(name) else ""
    return name if "." in name and traces.own_word_in(name) else uri.removeprefix("upload:")


def _phrases(text: str, traces: Traces) -> Iterator[str]:
    """Pieces of the text's lines that no other source has."""
    for line in chain.from_iterable(part.splitlines() for part in stretches(text)):
        places = [match.span() for match in _PART.finditer(line)]
        for at in range(0, len(places), PHRASE_WORDS):
            phrase = line[places[at][0] : places[min(at + PHRASE_WORDS, len(places)) - 1][1]]
            if len(phrase) >= LEAST_CHARACTERS and _only_here(phrase, traces):
                yield phrase


def _only_here(phrase: str, traces: Traces) -> bool:
    phrase_words = words(phrase)
    return not traces.own.isdisjoint(phrase_words) or not traces.firm.isdisjoint(
        ngram_hashes(phrase_words, LONG_RUN)
    )

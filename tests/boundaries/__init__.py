"""Texts with sentence ends that are hard to tell: `first` was made to mend by, `second` was held back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_MAYBE = re.compile(r"[.!?…][\"'”’»“)\]\d¹²³]{0,4}(?=\s)")


@dataclass(frozen=True)
class Case:
    """A text, its language, and the sentences that a reader sees in it."""

    language: str
    text: str
    sentences: list[str]


def cases(name: str) -> Iterator[Case]:
    for line in (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, _, marked = line.replace("/n", "\n").partition(": ")
            text = marked.replace("|\n", "\n").replace("|", " ")
            yield Case(language, text, [piece.strip() for piece in marked.split("|")])


def right(case: Case, found: Sequence[str]) -> tuple[int, int]:
    """How many of a text's places where a sentence may end were told rightly, and how many there are."""
    wanted, got = _ends(case.text, case.sentences), _ends(case.text, found)
    places = {len(case.text[: one.end()]) for one in _MAYBE.finditer(case.text)} | wanted | got
    return sum((place in wanted) == (place in got) for place in places), len(places)


def _ends(text: str, sentences: Sequence[str]) -> set[int]:
    """Where the sentences but for the last end."""
    ends, place = set(), 0
    for sentence in sentences:
        place = text.index(sentence, place) + len(sentence)
        ends.add(place)
    return ends - {len(text.rstrip())}

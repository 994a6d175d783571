"""Ways of changing and rephrasing a sentence for training alone: none is a pattern of evaluation."""

import random
import re
from itertools import pairwise

from evals.swap_patterns import MONTHS, Pattern
from evals.swap_sources import Line, exchange, names_in, numbers_in, pairs_of, years_in

_NAMES = (
    "Aldric Benveniste Calloway Dunmore Eberhardt Fenwick Galbraith Halvorsen Iversen Jankowski Kessler "
    "Lindqvist"
).split()
_OPPOSITES = pairs_of(
    """
    new>old; good>bad; long>short; open>closed; left>right; hot>cold; wide>narrow; up>down;
    day>night; win>lose; buy>sell; rise>fall; young>old; fast>slow; husband>wife; son>daughter;
    top>bottom; inside>outside; begin>end; most>few; all>none of the
    """
)
_SAME = pairs_of(
    """
    show>demonstrate; use>employ; near>close to; people>persons; film>movie; start>begin;
    released>published; won>gained; located>situated; called>named; while>whereas; big>large;
    usually>generally; within>inside; across>throughout; required>needed; born>given birth
    """
)
_CONTRACTED = re.compile(
    r"(?<=[a-z] )(?:was|were|is|are|has|have|had|does|did|would|could)(?= (?!not\b|no\b|never\b))"
)
_VERB = re.compile(r"(?<=[a-z] )(was|were|is|are|has|have|had|can|will|would)(?= (?!not\b|no\b|never\b))")


def digit_altered(line: Line, rng: random.Random) -> str | None:
    """One digit of a number by another."""
    mine = numbers_in(line.text)
    if not mine:
        return None
    old = rng.choice(mine)
    at = rng.choice([place for place, letter in enumerate(old) if letter.isdecimal()])
    new = rng.choice([digit for digit in "123456789" if digit != old[at]])
    return exchange(line.text, old, old[:at] + new + old[at + 1 :])


def year_digits(line: Line, rng: random.Random) -> str | None:
    """The last two digits of a year exchanged: 1974 and 1947."""
    mine = [year for year in years_in(line.text) if year[2] != year[3]]
    if not mine:
        return None
    old = rng.choice(mine)
    return exchange(line.text, old, old[:2] + old[3] + old[2])


def next_month(line: Line, rng: random.Random) -> str | None:
    """A month by the one after it."""
    for place, month in enumerate(MONTHS):
        if re.search(rf"\b{month}\b", line.text) and month not in ("May", "March"):
            return exchange(line.text, month, MONTHS[(place + 1) % 12])
    return None


def made_up_name(line: Line, rng: random.Random) -> str | None:
    """A name by one that no document has."""
    mine = names_in(line.text)
    return exchange(line.text, rng.choice(mine), rng.choice(_NAMES)) if mine else None


def not_true(line: Line, rng: random.Random) -> str | None:
    """With "It is not true that" before the sentence."""
    if not re.match(r"(?:The|In|A|He|She|It|They|This)\b", line.text):
        return None
    return f"It is not true that {line.text[0].lower()}{line.text[1:]}"


def no_longer(line: Line, rng: random.Random) -> str | None:
    """With "no longer" behind a verb."""
    return _VERB.sub(r"\1 no longer", line.text, count=1) if _VERB.search(line.text) else None


def contracted(line: Line, rng: random.Random) -> str | None:
    """With "n't" at a verb."""
    found = _CONTRACTED.search(line.text)
    return f"{line.text[: found.end()]}n't{line.text[found.end() :]}" if found else None


def names_changed(line: Line, rng: random.Random) -> str | None:
    """Two names exchanged that are not parts of one list."""
    mine = [name for name in names_in(line.text) if line.text.count(name) == 1]
    apart = [
        (one, other)
        for one, other in pairwise(mine)
        if len(line.text[line.text.index(one) + len(one) : line.text.index(other)].split()) > 2
    ]
    if not apart:
        return None
    one, other = rng.choice(apart)
    return re.sub(
        f"{re.escape(one)}|{re.escape(other)}",
        lambda found: other if found.group() == one else one,
        line.text,
    )


def opposite(line: Line, rng: random.Random) -> str | None:
    """A word by its opposite."""
    found = [(a, b) for a, b in _OPPOSITES if re.search(rf"\b{a}\b", line.text) and b not in line.text]
    return exchange(line.text, *rng.choice(found)) if found else None


def same_meaning(line: Line, rng: random.Random) -> str | None:
    """A word by one that means the same."""
    found = [(a, b) for a, b in _SAME if re.search(rf"\b{a}\b", line.text)]
    return exchange(line.text, *rng.choice(found)) if found else None


def first_half(line: Line, rng: random.Random) -> str | None:
    """What stands before ", and" or ", but" by itself."""
    head = re.split(r", (?:and|but|which|while|where) ", line.text)[0]
    return f"{head}." if head != line.text and len(head.split()) >= 5 else None


def opening_dropped(line: Line, rng: random.Random) -> str | None:
    """Without the "However," or "In fact," it begins with."""
    found = re.match(
        r"(?:However|Moreover|In fact|For example|Additionally|Furthermore|Therefore|Thus|Instead), ",
        line.text,
    )
    return line.text[found.end()].upper() + line.text[found.end() + 1 :] if found else None


def adverb_dropped(line: Line, rng: random.Random) -> str | None:
    """Without an adverb."""
    text = re.sub(r"(?<=[a-z] )(?:also|now|very|often|originally|eventually|then) ", "", line.text, count=1)
    return text if text != line.text else None


TRAINING: dict[str, tuple[Pattern, ...]] = {
    "number": (digit_altered,),
    "date": (year_digits, next_month),
    "name": (made_up_name,),
    "negation": (not_true, no_longer, contracted),
    "antonym": (opposite,),
    "role": (names_changed,),
}
TRAINING_PARAPHRASES: tuple[Pattern, ...] = (same_meaning, first_half, opening_dropped, adverb_dropped)

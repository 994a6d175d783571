"""Ways of swapping one fact of a sentence; nothing is trained on them."""

import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from documents.text import calendar
from evals.studies.swaps.sources import (
    SourceSentence,
    exchange,
    names_in,
    numbers_in,
    pairs_of,
    put,
    years_in,
)

Pattern = Callable[[SourceSentence, random.Random], str | None]

MONTHS = [month.capitalize() for month in calendar.MONTHS]
_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
MONTH = "|".join(MONTHS)
_NUMBER = rf"(?:\d[\d,.]*|{'|'.join(_WORDS)}) "
_AUXILIARY = re.compile(
    r"\b(was|were|is|are|had|has|have|can|could|will|would|should|must|may|might)\b(?! not\b"
    r"|n['’]t| no\b| never\b)"
)
_PAST = re.compile(r"(?<=[a-z)] )([a-z]{3,}ed)(?= (?:the|a|an|its|his|her|their|in|to|on|from|that|[A-Z]))")
_NOT = re.compile(r" (?:not|never)\b|(?<=[a-z])n['’]t\b")
_UNITS = pairs_of(
    """
    miles>kilometres; kilometres>miles; kilometers>miles; km>miles; feet>metres; metres>feet;
    meters>feet; years>months; months>weeks; days>hours; weeks>days; hours>minutes; minutes>hours;
    percent>million; dollars>euros; million>billion; billion>million; thousand>million;
    acres>hectares; pounds>dollars; barrels>gallons; inches>feet; tons>pounds; kg>grams;
    centuries>decades; decades>years
    """
)
_ANTONYMS = pairs_of(
    """
    increased>decreased; increase>decrease; before>after; after>before; largest>smallest;
    northern>southern; north>south; eastern>western; western>eastern; south>north; first>last;
    early>late; higher>lower; lower>higher; majority>minority; public>private; highest>lowest;
    more>less; large>small; male>female; won>lost; beginning>end; accepted>rejected; support>oppose;
    strong>weak; allowed>forbade; old>young; internal>external; rural>urban; major>minor;
    direct>indirect; success>failure; included>excluded; best>worst; positive>negative; upper>lower;
    rich>poor; same>opposite; above>below; oldest>youngest
    """
)
_SYNONYMS = pairs_of(
    """
    began>started; large>big; important>significant; founded>established; helped>assisted;
    famous>well-known; ended>finished; led to>resulted in; many>numerous; created>made;
    about>approximately; often>frequently; also>additionally; however>nevertheless; because>since;
    several>a number of; major>main; country>nation; built>constructed; received>got;
    shown>demonstrated; usually>normally; entire>whole; killed>slain; formed>set up
    """
)
_SILENT_E = re.compile(
    r"(?:[^aeiou]u|[aeiou]|[^aeiou][aeiou])[csvgz]$|[aiou]t$|[ai]b?l$|[^e]ir$|ur$|dg$|nc$|rc$|rs$|lv$|rv$"
)
_VERBS = re.compile(
    r"(?: [a-z]+)* (?:[a-z]{2,}ed|led|sent|took|gave|held|met|fought|won|became|made|left|beat"
    r"|built|sold|bought|saw|told|is|was)(?: [a-z]+){0,5} $"
)


def other_number(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A number by another of the same document."""
    mine = numbers_in(sentence.text)
    others = [number for number in sentence.numbers if number not in mine]
    return exchange(sentence.text, rng.choice(mine), rng.choice(others)) if mine and others else None


def ten_times(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A number by ten times the number, as 1,000 and 10,000."""
    mine = [number for number in numbers_in(sentence.text) if "." not in number]
    if not mine:
        return None
    old = rng.choice(mine)
    return exchange(sentence.text, old, f"{int(old.replace(',', '') or 0) * 10:,}")


def other_number_word(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A number in words by another."""
    mine = [word for word in re.findall(r"\b[a-z]+\b", sentence.text) if word in _WORDS]
    others = [word for word in _WORDS if word not in mine]
    return exchange(sentence.text, rng.choice(mine), rng.choice(others)) if mine else None


def year_moved(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A year by one up to thirty years away."""
    mine = years_in(sentence.text)
    if not mine:
        return None
    old = rng.choice(mine)
    new = str(int(old) + rng.choice([-30, -12, -10, -3, -2, -1, 1, 2, 4, 7, 10, 20]))
    return exchange(sentence.text, old, new) if new not in mine else None


def other_month(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A month by another, where a day or a year stands beside it."""
    mine = re.findall(rf"\b(?:{MONTH})\b(?= \d)|(?<=\d )\b(?:{MONTH})\b", sentence.text)
    others = [month for month in MONTHS if month not in sentence.text]
    return exchange(sentence.text, rng.choice(mine), rng.choice(others)) if mine else None


def other_day(sentence: SourceSentence, rng: random.Random) -> str | None:
    """The day of a date by another."""
    date = re.search(rf"\b(?:{MONTH}) (\d{{1,2}})\b|\b(\d{{1,2}}) (?:{MONTH})\b", sentence.text)
    if not date:
        return None
    group = 1 if date[1] else 2
    return put(date, rng.choice([str(day) for day in range(1, 29) if str(day) != date[group]]), group)


def other_decade(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A decade or a century by another."""
    match = re.search(r"\b(1[5-9]\d0)s\b|\b(1[2-9])th century", sentence.text)
    if not match:
        return None
    group, steps = (1, [-20, 20]) if match[1] else (2, [-2, -1, 1])
    return put(match, str(int(match[group]) + rng.choice(steps)), group)


def other_name(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A name by another of the document with as many words."""
    mine = names_in(sentence.text)
    if not mine:
        return None
    old, words = rng.choice(mine), set(sentence.text.replace(",", "").replace(".", "").split())
    others = [
        name
        for name in sentence.names
        if len(name.split()) == len(old.split())
        and not set(name.split()) & words
        and name[:4] not in sentence.text
    ]
    return exchange(sentence.text, old, rng.choice(others)) if others else None


def negation_inserted(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A "not" behind the first auxiliary."""
    auxiliary = None if _NOT.search(sentence.text) else _AUXILIARY.search(sentence.text)
    return put(auxiliary, f"{auxiliary[0]} not") if auxiliary else None


def did_not(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A regular past tense by "did not" and the verb."""
    if _AUXILIARY.search(sentence.text) or _NOT.search(sentence.text):
        return None
    past = _PAST.search(sentence.text)
    return put(past, f"did not {_base(past[1])}") if past else None


def _base(past: str) -> str:
    stem = past[:-2]
    if re.search(r"[^aeiou][ai][mk]$", stem):
        return stem + "e"
    if past.endswith("ied"):
        return past[:-3] + "y"
    if re.search(r"([bdgmnprt])\1$", stem):
        return stem[:-1]
    return stem + "e" if _SILENT_E.search(stem) else stem


def negation_removed(sentence: SourceSentence, rng: random.Random) -> str | None:
    """The "not" or "never" left out."""
    needed = re.search(r"not (?:only|just|until|all|necessarily)", sentence.text)
    return None if needed or len(_NOT.findall(sentence.text)) != 1 else _NOT.sub("", sentence.text)


def other_unit(sentence: SourceSentence, rng: random.Random) -> str | None:
    """The unit or the scale behind a number by another."""
    units = [(old, new) for old, new in _UNITS if re.search(rf"\b{_NUMBER}{old}\b", sentence.text)]
    if not units:
        return None
    old, new = rng.choice(units)
    return re.sub(rf"(\b{_NUMBER}){old}\b", rf"\g<1>{new}", sentence.text, count=1)


def antonym(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A word by its opposite."""
    pairs = [pair for pair in _listed(_ANTONYMS, sentence.text) if pair[1] not in sentence.text]
    return exchange(sentence.text, *rng.choice(pairs)) if pairs else None


def synonym(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A word by one that means the same: nothing to catch."""
    pairs = _listed(_SYNONYMS, sentence.text)
    return exchange(sentence.text, *rng.choice(pairs)) if pairs else None


def _listed(pairs: Sequence[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The pairs of which the text has the first."""
    return [(old, new) for old, new in pairs if re.search(rf"\b{old}\b", text)]


def roles(sentence: SourceSentence, rng: random.Random) -> str | None:
    """Two names on the sides of a verb exchanged."""
    text, names = sentence.text, set(sentence.names)
    for first, second in pairwise(re.finditer(r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*", text)):
        inner = text[first.end() : second.start()]
        if {first[0], second[0]} <= names and first[0] != second[0] and _VERBS.fullmatch(inner):
            return f"{text[: first.start()]}{second[0]}{inner}{first[0]}{text[second.end() :]}"
    return None


SWAPS: dict[str, tuple[Pattern, ...]] = {
    "number": (other_number, ten_times, other_number_word),
    "date": (year_moved, other_month, other_day, other_decade),
    "unit": (other_unit,),
    "name": (other_name,),
    "negation": (negation_inserted, did_not, negation_removed),
    "antonym": (antonym,),
    "role": (roles,),
    "synonym": (synonym,),
}

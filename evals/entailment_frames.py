"""Everyday rules made from frames, with sentences that they state, contradict or leave open.

What stored sets have little of: permission and denial, conditions and exceptions, who does what. Every
frame gives one text and sentences on it; the words come from `entailment_words.txt` at random, so that
only their relation can be learnt.
"""

import random
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

Relation = Literal["entailment", "neutral", "contradiction"]
STATED: Relation = "entailment"
OPEN: Relation = "neutral"
WRONG: Relation = "contradiction"
WORDS = Path(__file__).with_name("entailment_words.txt")
BESIDE = 0.5  # the share of texts that have a second rule beside the one in question
ANSWERED = 0.12  # the share of sentences that begin with "Yes," or "No,"


class Claimed(NamedTuple):
    """A text, a sentence on it, and whether the text states the sentence."""

    premise: str
    hypothesis: str
    relation: Relation


Made = tuple[str, list[tuple[str, Relation]]]
Frame = Callable[[random.Random], Made]

_STANCES: dict[str, tuple[str, ...]] = {
    "allowed": (
        "{Who} may {do}.",
        "{Who} are allowed to {do}.",
        "{Who} can {do}.",
        "{Who} are permitted to {do}.",
        "{Doing} is allowed.",
        "{Doing} is permitted for {who}.",
        "{Things} may {done}.",
        "It is fine for {who} to {do}.",
    ),
    "forbidden": (
        "{Who} may not {do}.",
        "{Who} must not {do}.",
        "{Who} are not allowed to {do}.",
        "{Who} are not permitted to {do}.",
        "{Doing} is forbidden.",
        "{Doing} is prohibited.",
        "{Doing} is not allowed.",
        "{Things} must not {done}.",
        "{Things} may never {done}.",
        "{Who} are asked not to {do}.",
        "It is forbidden for {who} to {do}.",
    ),
    "needed": (
        "{Who} must {do}.",
        "{Who} have to {do}.",
        "{Who} need to {do}.",
        "{Who} are required to {do}.",
        "{Doing} is mandatory for {who}.",
        "{Things} must {done}.",
        "{Who} are obliged to {do}.",
    ),
    "free": (
        "{Who} do not have to {do}.",
        "{Who} need not {do}.",
        "{Who} do not need to {do}.",
        "{Who} are not required to {do}.",
        "{Doing} is not mandatory for {who}.",
        "It is not necessary for {who} to {do}.",
    ),
}
_RELATED: dict[tuple[str, str], Relation] = {
    ("allowed", "forbidden"): WRONG,
    ("forbidden", "allowed"): WRONG,
    ("forbidden", "needed"): WRONG,
    ("needed", "free"): WRONG,
    ("needed", "forbidden"): WRONG,
    ("free", "needed"): WRONG,
    ("needed", "allowed"): STATED,
    ("forbidden", "free"): STATED,
}


def claims(seed: int, count: int) -> Iterator[Claimed]:
    """So many sentences on made-up rules; the same for the same seed."""
    rng = random.Random(seed)
    made = 0
    while made < count:
        premise, said = rng.choice(FRAMES)(rng)
        if rng.random() < BESIDE:
            other = rng.choice(FRAMES)(rng)[0]
            premise = f"{premise} {other}" if rng.random() < 0.5 else f"{other} {premise}"
        for hypothesis, relation in rng.sample(said, min(len(said), 3)):
            yield Claimed(premise, _answering(hypothesis, rng), relation)
            made += 1


def _answering(hypothesis: str, rng: random.Random) -> str:
    """The sentence, now and then as an answer: "No, ..." where it denies."""
    if rng.random() >= ANSWERED:
        return hypothesis
    word = (
        "No"
        if any(one in f" {hypothesis}" for one in (" not ", "n't ", " no ", " never ", "forbidden"))
        else "Yes"
    )
    return f"{word}, {hypothesis[0].lower()}{hypothesis[1:]}"


@lru_cache(maxsize=1)
def _words() -> dict[str, list[tuple[str, ...]]]:
    """The entries of each list of the file of words, with their forms."""
    found: dict[str, list[tuple[str, ...]]] = {}
    rows: list[tuple[str, ...]] = []
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            rows = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            rows.append(tuple(form.strip() for form in line.split("|")))
    return found


def _any(rng: random.Random, name: str) -> tuple[str, ...]:
    return rng.choice(_words()[name])


def _one(rng: random.Random, name: str) -> str:
    return _any(rng, name)[0]


def _two(rng: random.Random, name: str) -> list[str]:
    return [forms[0] for forms in rng.sample(_words()[name], 2)]


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _stance(rng: random.Random, stance: str, act: tuple[str, ...], who: str) -> str:
    do, doing, things, done = act
    names = {"who": who, "do": do, "doing": doing, "things": things, "done": done}
    names |= {name.capitalize(): _upper(value) for name, value in names.items()}
    return rng.choice(_STANCES[stance]).format(**names)


def permission(rng: random.Random) -> Made:
    """What is allowed, forbidden, needed or left to everybody."""
    act, who = _any(rng, "acts"), _one(rng, "who")
    stance = rng.choice(list(_STANCES))
    said = [
        (_stance(rng, other, act, who), STATED if other == stance else _RELATED.get((stance, other), OPEN))
        for other in (stance, *_STANCES)
    ]
    said += [(_stance(rng, stance, rng.choice([one for one in _words()["acts"] if one != act]), who), OPEN)]
    return _stance(rng, stance, act, who), said


def condition(rng: random.Random) -> Made:
    """What holds only under a condition, and what does not mention it."""
    do, doing, *_ = _any(rng, "acts")
    who, (clause, need, without, denied) = _one(rng, "who"), _any(rng, "conditions")
    other = rng.choice([one for one in _words()["conditions"] if one[0] != clause])
    premise = rng.choice(
        [
            f"{_upper(who)} may {do} only if {clause}.",
            f"{_upper(who)} may {do} if {clause}; otherwise it is forbidden.",
            f"{_upper(who)} may not {do} unless {clause}.",
            f"{_upper(doing)} is allowed provided that {clause}.",
            f"{_upper(doing)} is permitted only when {clause}.",
            f"Only if {clause} may {who} {do}.",
        ]
    )
    said: list[tuple[str, Relation]] = [
        (f"If {clause}, {who} may {do}.", STATED),
        (f"{_upper(doing)} is allowed if {clause}.", STATED),
        (f"To {do}, {who} need {need}.", STATED),
        (f"{_upper(who)} may not {do} {without}.", STATED),
        (f"If {denied}, {who} may not {do}.", STATED),
        (f"{_upper(who)} may {do}.", OPEN),
        (f"{_upper(doing)} is always allowed.", WRONG),
        (f"{_upper(who)} may {do} {without}.", WRONG),
        (f"{_upper(doing)} is allowed even if {denied}.", WRONG),
        (f"{_upper(who)} may not {do} even if {clause}.", WRONG),
        (f"{_upper(who)} are never allowed to {do}.", WRONG),
        (f"{_upper(who)} may {do} only if {other[0]}.", OPEN),
    ]
    return premise, said


def exception(rng: random.Random) -> Made:
    """A rule for all but some."""
    act, who = _any(rng, "acts"), _one(rng, "who")
    some = _one(rng, "excepted").format(who=who)
    stance, other = rng.choice(
        [("allowed", "forbidden"), ("forbidden", "allowed"), ("needed", "free"), ("free", "needed")]
    )
    rule = _stance(rng, stance, act, who)
    apart = rng.choice([", except {}", ", apart from {}", " (except {})", ", with the exception of {}"])
    premise = rule[:-1] + apart.format(some) + "."
    if rng.random() < 0.3:
        premise = f"{rule} This does not apply to {some}."
    said: list[tuple[str, Relation]] = [
        (_stance(rng, other, act, some), STATED),
        (_stance(rng, stance, act, some), WRONG),
        (rule, OPEN),
        (_stance(rng, other, act, who), WRONG),
        (f"{rule[:-1]}, but {some} are an exception.", STATED),
        (_stance(rng, stance, act, f"all {who}"), WRONG),
        (rule[:-1] + apart.format(_one(rng, "excepted").format(who="pensioners")) + ".", OPEN),
    ]
    return premise, said


def _hours(rng: random.Random) -> tuple[int, int]:
    return rng.randint(7, 11), rng.randint(14, 21)


def opening(rng: random.Random) -> Made:
    """Hours with days on which they do not hold."""
    place, (first, last) = _one(rng, "places"), _hours(rng)
    off, other = _two(rng, "days")
    premise = rng.choice(
        [
            f"{_upper(place)} is open daily from {first} to {last} except on {off}.",
            f"{_upper(place)} opens at {first} and closes at {last}; it is closed on {off}.",
            f"Opening hours of {place}: {first} to {last}, not on {off}.",
        ]
    )
    said: list[tuple[str, Relation]] = [
        (f"{_upper(place)} is closed on {off}.", STATED),
        (f"{_upper(place)} is not open on {off}.", STATED),
        (f"{_upper(place)} opens at {first}.", STATED),
        (f"On {other} {place} is open until {last}.", STATED),
        (f"{_upper(place)} is open on {off}.", WRONG),
        (f"{_upper(place)} is open every day.", WRONG),
        (f"{_upper(place)} is open every day from {first} to {last}.", WRONG),
        (f"{_upper(place)} is closed on {other}.", WRONG),
        (f"{_upper(place)} closes at {first}.", WRONG),
    ]
    return premise, said


def duties(rng: random.Random) -> Made:
    """Two persons with a duty each, and their duties exchanged."""
    (one, other), (mine, theirs) = _two(rng, "persons"), rng.sample(_words()["duties"], 2)
    join = rng.choice([". {}", "; {}", ", while {}", ", and {}", ", but {}"])
    second = join.format(f"{_upper(other) if join.startswith('.') else other} {theirs[0]} {theirs[2]}")
    premise = f"{_upper(one)} {mine[0]} {mine[2]}{second}."
    if rng.random() < 0.3:
        verb = "is" if not mine[2].endswith("s") else "are"
        premise = f"{_upper(mine[2])} {verb} {mine[3]} by {one}{second}."
    said: list[tuple[str, Relation]] = []
    for who, (does, do, what, done), relation in (
        (one, mine, STATED),
        (other, theirs, STATED),
        (one, theirs, WRONG),
        (other, mine, WRONG),
    ):
        verb = "is" if not what.endswith("s") else "are"
        said.append(
            rng.choice(
                [
                    (f"{_upper(who)} {does} {what}.", relation),
                    (f"{_upper(what)} {verb} {done} by {who}.", relation),
                    (f"It is {who} who {does} {what}.", relation),
                    (f"It is the task of {who} to {do} {what}.", relation),
                ]
            )
        )
    return premise, said


def roles(rng: random.Random) -> Made:
    """Who does it to whom, and the other way round."""
    (one, other), (did, passive) = _two(rng, "persons"), _any(rng, "between")
    late = rng.choice(["", " in March", " last year", " twice", " before the meeting"])
    there = f"{_upper(one)} {did} {other}{late}."
    back = f"{_upper(other)} was {passive} {one}{late}."
    said: list[tuple[str, Relation]] = [
        (there, STATED),
        (back, STATED),
        (f"{_upper(other)} {did} {one}{late}.", WRONG),
        (f"{_upper(one)} was {passive} {other}{late}.", WRONG),
        (f"{_upper(one)} was not {passive} {other}{late}.", OPEN),
        (f"It was {one} who {did} {other}{late}.", STATED),
        (f"{_upper(other)} was not {passive} {one}{late}.", WRONG),
    ]
    return rng.choice([there, back]), said


def given(rng: random.Random) -> Made:
    """Who gave what to whom, told from either side."""
    (one, other), (gave, got), what = _two(rng, "persons"), _any(rng, "given"), _one(rng, "things")
    told = [f"{_upper(one)} {gave} {what} to {other}.", f"{_upper(other)} {got} {what} from {one}."]
    wrong = [f"{_upper(other)} {gave} {what} to {one}.", f"{_upper(one)} {got} {what} from {other}."]
    said: list[tuple[str, Relation]] = [
        *((text, STATED) for text in told),
        *((text, WRONG) for text in wrong),
        (f"{_upper(one)} {gave} {_one(rng, 'things')} to {_one(rng, 'persons')}.", OPEN),
    ]
    if said[-1][0] in told:
        said.pop()
    return rng.choice(told), said


def having(rng: random.Random) -> Made:
    """What all of a kind have, or all but some."""
    kind, what, without = _any(rng, "have")
    some = _one(rng, "subsets").format(one=kind)
    premise = rng.choice(
        [
            f"All {kind} come with {what}, apart from {some}.",
            f"Every one of the {kind} has {what}; only {some} do not.",
            f"The {kind} have {what}, with the exception of {some}.",
        ]
    )
    said: list[tuple[str, Relation]] = [
        (f"{_upper(some)} have no {what.removeprefix('a ')}.", STATED),
        (f"{_upper(some)} are {without}.", STATED),
        (f"{_upper(some)} do not have {what}.", STATED),
        (f"{_upper(some)} have {what}.", WRONG),
        (f"All {kind} have {what}.", WRONG),
        (f"None of the {kind} has {what}.", WRONG),
        (f"Most {kind} have {what}.", STATED),
    ]
    return premise, said


def covering(rng: random.Random) -> Made:
    """What is included and what is not."""
    who, out, inside = _any(rng, "cover")
    premise = rng.choice(
        [
            f"{_upper(who)} includes {inside} but not {out}.",
            f"{_upper(inside)} is included in {who}, {out} is not.",
            f"{_upper(who)} covers {inside}. It does not cover {out}.",
            f"{_upper(out)} is excluded from {who}; {inside} is part of it.",
            f"{_upper(out)} has to be paid for on top of {who}, which includes {inside}.",
        ]
    )
    said: list[tuple[str, Relation]] = [
        (f"{_upper(who)} includes {inside}.", STATED),
        (f"{_upper(inside)} is covered by {who}.", STATED),
        (f"{_upper(who)} does not cover {out}.", STATED),
        (f"{_upper(out)} is not included in {who}.", STATED),
        (f"{_upper(out)} costs extra.", OPEN),
        (f"{_upper(who)} covers {out}.", WRONG),
        (f"{_upper(out)} is included in {who}.", WRONG),
        (f"{_upper(inside)} is not included in {who}.", WRONG),
        (f"{_upper(who)} excludes {inside}.", WRONG),
    ]
    return premise, said


def amounts(rng: random.Random) -> Made:
    """A least or a most."""
    what, unit, count = _one(rng, "limited"), _one(rng, "amounts"), rng.randint(3, 60)
    least = rng.random() < 0.5
    low = [f"at least {count} {unit}", f"no less than {count} {unit}", f"{count} {unit} or more"]
    high = [f"at most {count} {unit}", f"no more than {count} {unit}", f"up to {count} {unit}"]
    mine, theirs = (low, high) if least else (high, low)
    said: list[tuple[str, Relation]] = [
        *((f"{_upper(what)} {one}.", STATED) for one in mine),
        *((f"{_upper(what)} {one}.", WRONG) for one in theirs),
        (f"{_upper(what)} exactly {count} {unit}.", OPEN),
        (f"{_upper(what)} {mine[0].replace(str(count), str(count * 2))}.", OPEN if not least else WRONG),
    ]
    return f"{_upper(what)} {rng.choice(mine)}.", said


def order(rng: random.Random) -> Made:
    """What comes before what."""
    one, other = _two(rng, "steps")
    premise = rng.choice(
        [
            f"{_upper(one)} before you {other}.",
            f"{_upper(one)}, then {other}.",
            f"Only after you {one} should you {other}.",
            f"1. {_upper(one)}. 2. {_upper(other)}.",
        ]
    )
    said: list[tuple[str, Relation]] = [
        (f"First {one}, then {other}.", STATED),
        (f"{_upper(other)} after you {one}.", STATED),
        (f"First {other}, then {one}.", WRONG),
        (f"{_upper(one)} after you {other}.", WRONG),
        (f"{_upper(other)} before you {one}.", WRONG),
        (f"Do not {one}.", WRONG),
        (f"{_upper(one)} twice.", OPEN),
    ]
    return premise, said


def ability(rng: random.Random) -> Made:
    """A question answered with yes or no, or what something can do."""
    what, do = _any(rng, "able")
    can = rng.random() < 0.5
    premise = (
        [f"Can {what} {do}? Yes.", f"{_upper(what)} is able to {do}.", f"Does {what} {do}? Yes, it does."]
        if can
        else [
            f"Can {what} {do}? No, sorry.",
            f"{_upper(what)} is unable to {do}.",
            f"Can {what} {do}? Unfortunately not.",
            f"Can {what} {do}? Not yet.",
        ]
    )
    yes, no = (STATED, WRONG) if can else (WRONG, STATED)
    said: list[tuple[str, Relation]] = [
        (f"{_upper(what)} can {do}.", yes),
        (f"Yes, {what} can {do}.", yes),
        (f"It is possible for {what} to {do}.", yes),
        (f"{_upper(what)} cannot {do}.", no),
        (f"No, {what} can't {do}.", no),
        (f"No, {what} is not able to {do}.", no),
    ]
    return rng.choice(premise), said


def listed(rng: random.Random) -> Made:
    """Items under the line that says what holds of them."""
    parts = [forms[0] for forms in rng.sample(_words()["parts"], 5)]
    inside, out = parts[:3], parts[3:]
    yes, no = rng.choice(
        [("Included", "Not included"), ("In the price", "Extra charge"), ("Free", "To be paid for")]
    )
    blocks = [
        f"{yes}:\n" + "\n".join(f"- {one}" for one in inside),
        f"{no}:\n" + "\n".join(f"- {one}" for one in out),
    ]
    said: list[tuple[str, Relation]] = []
    for part, there in ((rng.choice(inside), True), (rng.choice(out), False)):
        said += [
            (f"{_upper(part)} is included in the price.", STATED if there else WRONG),
            (f"You do not pay extra for {part}.", STATED if there else WRONG),
            (f"{_upper(part)} is not included.", WRONG if there else STATED),
            (f"You have to pay extra for {part}.", WRONG if there else STATED),
        ]
    said.append((f"{_upper(_one(rng, 'things'))} is included.", OPEN))
    return "\n".join(rng.sample(blocks, 2)), said


def rows(rng: random.Random) -> Made:
    """Rows with the same two columns, and their cells exchanged."""
    one, other = _two(rng, "rows")
    columns = rng.sample(_words()["columns"], 2)
    cells = {row: [rng.randint(2, 90) for _ in columns] for row in (one, other)}
    while any(a == b for a, b in zip(cells[one], cells[other], strict=True)):
        cells[other] = [rng.randint(2, 90) for _ in columns]
    style = rng.choice(["{}: {}", "{} | {}", "Name: {}; {}"])
    lines = []
    for row, values in cells.items():
        named = [f"{name} {value} {unit}" for (name, _, unit), value in zip(columns, values, strict=True)]
        lines.append(style.format(row, rng.choice([", ", "; "]).join(named)))
    said: list[tuple[str, Relation]] = []
    for row, wrong in ((one, other), (other, one)):
        for place, (_, verb, unit) in enumerate(columns):
            said += [
                (f"{row} {verb} {cells[row][place]} {unit}.", STATED),
                (f"{row} {verb} {cells[wrong][place]} {unit}.", WRONG),
            ]
    return "\n".join(lines), said


def decided(rng: random.Random) -> Made:
    """What was accepted or not, in other words."""
    forms, plan, who = (
        _any(rng, "decided"),
        _one(rng, "plans"),
        rng.choice(["the board", "the council", "the club"]),
    )
    good = rng.random() < 0.5
    mine, theirs = (forms[:3], forms[3:]) if good else (forms[3:], forms[:3])
    say = "{} {} {}."
    said: list[tuple[str, Relation]] = [
        *((say.format(_upper(who), one, plan), STATED) for one in mine),
        *((say.format(_upper(who), one, plan), WRONG) for one in theirs),
        (say.format(_upper(who), mine[0], _one(rng, "things")), OPEN),
    ]
    return say.format(_upper(who), rng.choice(mine), plan), said


FRAMES: tuple[Frame, ...] = (
    permission,
    permission,
    condition,
    condition,
    exception,
    opening,
    duties,
    roles,
    given,
    having,
    covering,
    amounts,
    order,
    ability,
    listed,
    rows,
    rows,
    decided,
)

"""Short sentences that answer a plain question in its own words, each with another value."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.conflicts.claim import Claim
from assistant.conflicts.contrast import left_over, set_apart
from assistant.conflicts.lines import CLAUSE_ENDS
from assistant.conflicts.plain_question import Form, Plain, bag, plain, unnamed
from assistant.conflicts.plain_values import counted, differ, found
from assistant.conflicts.series import of_other_years
from assistant.conflicts.value import Value
from assistant.conflicts.values import same
from assistant.conflicts.wording import denied, replaced, role
from assistant.evidence import EvidenceSentence

LONGEST = 30  # words
MOST = 24  # sentences compared, each with each
LOOKS_BACK = 4  # sentences that "it" or a list's line can refer back to
APART = 2  # sentences of one passage that stand nearer than this are a list
_NUMBERING = re.compile(r"^\W*(?:§ ?)?\d{1,2}[.)]?\s+(?=[A-Z])|^[\s\S]*\n\s*(?=\S)")
_ONE_OF_MANY = re.compile(r"\W{0,9}(?:an?|some|any|another|one)\s", re.IGNORECASE)  # "a boat leaves at nine"

_BY_WORDING: dict[Form, Callable[[str, str, Plain], tuple[Value, Value] | None]] = {
    "denial": denied,
    "place": replaced,
    "thing": replaced,
    "role": role,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence on the subject: `text` without a list's number before it, of `offset` characters.

    `whole`: it names the subject itself, and needs no title or sentence before it for that.
    """

    sentence: EvidenceSentence
    text: str
    offset: int
    whole: bool


def by_plain_words(question: str, evidence: Sequence[EvidenceSentence]) -> list[list[Claim]]:
    """The claims by the value they give, where short sentences state different ones; else none."""
    asked = plain(question)
    if not asked.known:
        return []
    said = list(_on_subject(asked, evidence))[:MOST]
    for form in asked.forms:
        pairs = [
            pair for one, other in combinations(said, 2) if (pair := _differing(asked, form, one, other))
        ]
        if pairs:
            return _grouped(pairs)
    return []


def _on_subject(asked: Plain, evidence: Sequence[EvidenceSentence]) -> Iterator[Said]:
    own = [bag(one.text) for one in evidence]
    for place, one in enumerate(evidence):
        if one.heading or len(one.text.split()) > LONGEST or not asked.known & own[place]:
            continue
        before = [at for at in range(max(0, place - LOOKS_BACK), place) if evidence[at].hit == one.hit]
        context = bag(one.label).union(own[place], *(own[at] for at in before))
        if asked.subject <= context:
            numbering = _NUMBERING.match(one.text)
            offset = numbering.end() if numbering else 0
            text = one.text[offset:]
            spoken = asked.spoken <= bag(unnamed(text)) and asked.measures(own[place])
            yield Said(one, text, offset, spoken and asked.named <= own[place])


def _differing(asked: Plain, form: Form, one: Said, other: Said) -> tuple[Claim, Claim] | None:
    if _of_one_list(one, other):
        return None
    compared = _BY_WORDING.get(form)
    pair = compared(one.text, other.text, asked) if compared else _values(asked, form, one, other)
    if pair is None:
        return None
    claims = tuple(
        Claim(value.moved(said.offset), said.sentence) for value, said in zip(pair, (one, other), strict=True)
    )
    return None if form != "date" and of_other_years(*claims) else (claims[0], claims[1])


def _of_one_list(one: Said, other: Said) -> bool:
    first, second = one.sentence, other.sentence
    return first.hit == second.hit and abs(first.number - second.number) < APART


def _values(asked: Plain, form: Form, one: Said, other: Said) -> tuple[Value, Value] | None:
    """The one value of each that the other has not, if nothing else tells the two sentences apart."""
    if form in ("time", "date", "weekday") and any(_ONE_OF_MANY.match(said.text) for said in (one, other)):
        return None
    mine, theirs = (found(form, said.text, asked.known) for said in (one, other))
    left = [value for value in mine if not any(_same(value, there) for there in theirs)]
    right = [value for value in theirs if not any(_same(value, there) for there in mine)]
    pairs = [
        (a, b)
        for a in left
        for b in right
        if differ(a, b, form) and (form != "number" or _counts_one_thing(one.text, a, other.text, b))
    ]
    if len(pairs) != 1:
        return None
    first, second = pairs[0]
    around = _around(one.text, first), _around(other.text, second)
    if set_apart(*around, asked.known):
        return None
    beside = left_over(*around, asked.known) | left_over(*around[::-1], asked.known)
    close = one.whole and other.whole and one.sentence.citation.source_id != other.sentence.citation.source_id
    return None if beside and not close else (first, second)


def _same(one: Value, other: Value) -> bool:
    return one.kind == other.kind and same(one, other)


def _counts_one_thing(one: str, first: Value, other: str, second: Value) -> bool:
    nouns = counted(one, first), counted(other, second)
    return not all(nouns) or nouns[0] == nouns[1]


def _around(text: str, value: Value) -> str:
    """The words before a value, and those after it in its clause."""
    ends = CLAUSE_ENDS.search(text, value.end)
    return f"{text[: value.start]} {text[value.end : ends.start() if ends else len(text)]}"


def _grouped(pairs: Sequence[tuple[Claim, Claim]]) -> list[list[Claim]]:
    """The claims of all pairs, each sentence once, those of one value together."""
    claims: dict[tuple[int, int], Claim] = {}
    for claim in (claim for pair in pairs for claim in pair):
        claims.setdefault((claim.sentence.hit, claim.sentence.number), claim)
    groups: list[list[Claim]] = []
    for claim in claims.values():
        group = next((one for one in groups if _same(one[0].value, claim.value)), None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    return groups

"""The value that a sentence states for what a question asks: near the relation's words, as is usual."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.conflicts.question import Asked, bag, unnamed
from assistant.conflicts.statements import Claim, Statement
from assistant.conflicts.value import Kind, Value, differ, values
from assistant.language.tokens import same_stem
from index.words import WORD

_REACH = 90  # characters between the relation's word and its value
_BEFORE, _AFTER = 9, 2  # words from the relation's word to its number, and from a number to what is counted
_BREAKS = re.compile(r"[;?!]|\.(?=\s+[A-Z])")
_BRACKETS = re.compile(r"\(([^()]{4,90})\)")
_OPENING, _NEAR = 250, 40  # characters
_BORN, _DIED = same_stem("born"), same_stem("died")
_BY = re.compile(r"\bby(?: the)? $")
_ROLE = re.compile(r"(?:or|er|ist|ers|ors|band|father|mother|husband|wife|spouse|author)$", re.IGNORECASE)
_KIN = re.compile(r"(?:son|daughter|wife|husband|spouse)$", re.IGNORECASE)
_IS = re.compile(r" ?[,:]? ?(?:(?:is|was|were|are) )?(?:the )?")
_OF = re.compile(r" (?:of|to)(?: (?:the )?(?:[a-z]+ )?)?")
_IS_A_ROLE = re.compile(
    r" (?!(?:\w+ ){0,3}(?:and|in|on|at|from|by|of|who|which|that|with|\w+ed|\w+ing) )(?:[a-z][\w/-]+ ){1,4}"
)
_PLACED = re.compile(
    r"^[^.;()]*\b(?:in|at|near|from) (?:the )?(?:[a-z][\w-]*(?: [a-z][\w-]*){0,3} (?:of|in) )?$"
)
_DESCRIBED = re.compile(
    r" (an? (?:(?!(?:of|in|at|for|from|by|with|who|that|born|based|on) )[\w'’-]+(?: |(?=[.,;()]|$))){1,7})"
)
_COPULA = re.compile(r"\b(?:is|was|are|were)\b")


def by_slot(asked: Asked, found: Sequence[Statement]) -> list[Claim]:
    """The first value that each document states for the slot."""
    finder = _FINDERS.get(asked.kind) if asked.kind else None
    first: dict[str, Claim] = {}
    for one in found if finder else ():
        if finder is None or not (asked.relation or asked.kind == "term" or asked.rest <= bag(one.text)):
            continue  # without a relation that is known by other words too, the question's own must be there
        found_here = (*_in_brackets(asked, one.text), *finder(asked, one.text))
        for value in found_here[:1]:
            claim = first.setdefault(one.source, Claim(value, one.sentence))
            if not differ(claim.value, value) and len(value.text) > len(claim.value.text):
                first[one.source] = Claim(value, one.sentence)  # the more exact one
    return list(first.values())


def _in_brackets(asked: Asked, text: str) -> Iterator[Value]:
    """What stands in brackets after the name: (1850 - 1901), (Brad album), (Stoneham, Massachusetts)."""
    for brackets in _BRACKETS.finditer(text[:_OPENING]):
        if not asked.kind or not asked.named & bag(text[: brackets.start()][-_NEAR:]):
            continue
        given = [one for one in values(asked.kind, text) if one.overlaps(*brackets.span(1))]
        if asked.kind == "date" and {_BORN, _DIED} & asked.relation:
            if len(given) == 2 or (given and _BORN in asked.relation and "b" in brackets[1][:3]):
                yield given[_BORN not in asked.relation]
        elif given and (asked.title if asked.kind in ("date", "person") else asked.kind == "place"):
            yield given[0]


def _cues(asked: Asked, text: str) -> list[re.Match[str]]:
    """Where the relation's words stand."""
    wanted = asked.relation or asked.rest
    return [
        one
        for one in WORD.finditer(text)
        if same_stem(one[0].lower()) in wanted and one[0] not in asked.written
    ]


def _following(text: str, cue: re.Match[str], found: Sequence[Value]) -> Iterator[tuple[Value, str]]:
    """The values after the cue in the same clause, nearest first, each with the text between."""
    for value in found:
        between = text[cue.end() : value.start]
        if value.start >= cue.end() and len(between) <= _REACH and not _BREAKS.search(between):
            yield value, between


def _dates(asked: Asked, text: str) -> Iterator[Value]:
    """The dates right after the relation's words."""
    for cue in _cues(asked, text):
        for value, between in list(_following(text, cue, values("date", text)))[:1]:
            if not re.search(r"\d|\(", between) and not _is_of_another(asked, text[: cue.start()]):
                yield value


def _is_of_another(asked: Asked, before: str) -> bool:
    """Whether the last full name before a relation's word, in its clause, is another one."""
    found = values("person", re.split(r"[.;:,]", before)[-1])
    name = bag(found[-1].text) if found else frozenset()
    return len(name) > 1 and bool(asked.named) and not (name <= asked.named or asked.named <= name)


def _numbers(asked: Asked, text: str) -> Iterator[Value]:
    """The number with most of the relation's words before it or right after it; at most one."""
    cues, left = _cues(asked, text), 0
    best: tuple[int, Value] | None = None
    for one in values("number", text):
        words = {same_stem(cue[0].lower()) for cue in cues if _leads(text, one, left, cue)}
        if (words if asked.relation else words and asked.rest <= words) and (
            not best or len(words) > best[0]
        ):
            best = len(words), one
        left = one.end
    if best:
        yield best[1]


def _leads(text: str, value: Value, left: int, cue: re.Match[str]) -> bool:
    """Whether a word stands before the number but after the last one, or right after the number."""
    if left <= cue.start() and cue.end() <= value.start:
        return len(text[cue.end() : value.start].split()) <= _BEFORE
    between = text[value.end : cue.start()]
    return cue.start() >= value.end and len(between.split()) <= _AFTER and not re.search(r"[.;:]", between)


def _persons(asked: Asked, text: str) -> Iterator[Value]:
    """The names after "by", after a role or a word for kin."""
    found = [one for one in values("person", text) if not bag(one.text) <= asked.named]
    for cue in _cues(asked, text):
        for value, between in list(_following(text, cue, found))[:1]:
            if _leads_to(cue[0], between):
                yield _after_role(text, value, found)


def _leads_to(cue: str, between: str) -> bool:
    """Whether the words after the relation's word lead to its name: "by", a role before it, kin "of"."""
    if len(between.split()) > 9 or re.search(r"\d", between):
        return False
    if _BY.search(between) or (cue.lower() == "married" and between in (" ", " to ")):
        return True
    if _KIN.match(cue):
        return bool(_OF.fullmatch(between))
    return bool(_ROLE.search(cue) and _IS.fullmatch(between))


def _after_role(text: str, value: Value, found: Sequence[Value]) -> Value:
    """For "by American singer Katie Melua" the second name: the first one only says what she is."""
    later = next((other for other in found if other.start > value.end), None)
    return later if later and _IS_A_ROLE.fullmatch(text[value.end : later.start]) else value


def _places(asked: Asked, text: str) -> Iterator[Value]:
    """The first name after "in", "at", "near" or "from" that follows the relation's word, or "is"."""
    found = [one for one in values("place", text) if not bag(one.text) <= asked.known]
    for cue in _cues(asked, text) or list(_COPULA.finditer(text))[:1]:
        yield from (one for one, between in _following(text, cue, found) if _PLACED.search(between))


def _descriptions(asked: Asked, text: str) -> Iterator[Value]:
    """What the subject is said to be: "a Canadian ice hockey goaltender", compared by its plain words."""
    for copula in _COPULA.finditer(text):
        if not asked.named or not asked.named & bag(text[max(0, copula.start() - _REACH) : copula.start()]):
            continue
        found = _DESCRIBED.match(text, copula.end())
        if found:
            key = tuple(sorted(bag(unnamed(found[1])) - asked.known))
            if key:
                yield Value("term", found[1], *found.span(1), key)
        return


_FINDERS: dict[Kind, Callable[[Asked, str], Iterator[Value]]] = {
    "date": _dates,
    "number": _numbers,
    "person": _persons,
    "place": _places,
    "term": _descriptions,
}

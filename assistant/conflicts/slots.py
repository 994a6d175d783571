"""The value that a sentence states for what a question asks: near the relation's words, as is usual."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from assistant.conflicts.mentions import Kind, Mention, differ, is_one_of_several, mentions
from assistant.conflicts.question import QuestionAnalysis, period_behind, unnamed
from assistant.conflicts.statements import StatedValue, Statement
from assistant.language.terms import content_stems
from assistant.language.tokens import same_stem
from index.words import WORD

_REACH = 90  # characters between the relation's word and its value
_BEFORE, _AFTER = 9, 2  # words from the relation's word to its number, and from a number to what is counted
_OPENING, _NEAR = 250, 40  # characters: of a text that brackets can explain its name in; from name to bracket
_BREAKS = re.compile(r"[;?!]|\.(?=\s+[A-Z])")
_BRACKETS = re.compile(r"\(([^()]{4,90})\)")
_BORN, _DIED = same_stem("born"), same_stem("died")
_BY_AT_END = re.compile(r"\bby(?: the)? $")
_ROLE = re.compile(r"(?:or|er|ist|ers|ors|band|father|mother|husband|wife|spouse|author)$", re.IGNORECASE)
_KIN = re.compile(r"(?:son|daughter|wife|husband|spouse)$", re.IGNORECASE)
_COMMA_OR_IS = re.compile(r" ?[,:]? ?(?:(?:is|was|were|are) )?(?:the )?")
_KIN_OF = re.compile(r" (?:of|to)(?: (?:the )?(?:[a-z]+ )?)?")
_ROLE_BETWEEN = re.compile(
    r" (?!(?:\w+ ){0,3}(?:and|in|on|at|from|by|of|who|which|that|with|\w+ed|\w+ing) )(?:[a-z][\w/-]+ ){1,4}"
)
_PLACED = re.compile(
    r"^[^.;()]*\b(?:in|at|near|from) (?:the )?(?:[a-z][\w-]*(?: [a-z][\w-]*){0,3} (?:of|in) )?$"
)
_DESCRIBED = re.compile(
    r" (an? (?:(?!(?:of|in|at|for|from|by|with|who|that|born|based|on) )[\w'’-]+(?: |(?=[.,;()]|$))){1,7})"
)
_COPULA = re.compile(r"\b(?:is|was|are|were)\b")


def by_slot(question: QuestionAnalysis, statements: Sequence[Statement]) -> list[StatedValue]:
    """The first value that each document states for the slot."""
    first: dict[str, StatedValue] = {}
    for statement in statements:
        for value in _slot_values(question, statement.text):
            if is_one_of_several(statement.text, value):
                continue
            stated = first.setdefault(statement.source, StatedValue(value, statement.sentence))
            if not differ(stated.value, value) and len(value.text) > len(stated.value.text):
                first[statement.source] = StatedValue(value, statement.sentence)  # the more exact one
            break
    return list(first.values())


def _slot_values(question: QuestionAnalysis, text: str) -> Iterator[Mention]:
    """What the text states for the slot, the surest first."""
    kind = question.kind
    if kind is None or kind not in _FINDERS:
        return
    # Without a relation that is known by other words too, the question's own must be there.
    if question.relation or kind == "term" or question.rest <= content_stems(text):
        yield from _in_brackets(question, kind, text)
        yield from _FINDERS[kind](question, text)


def _in_brackets(question: QuestionAnalysis, kind: Kind, text: str) -> Iterator[Mention]:
    """What stands in brackets after the name: (1850 - 1901), (Brad album), (Stoneham, Massachusetts)."""
    for brackets in _BRACKETS.finditer(text[:_OPENING]):
        if not question.named & content_stems(text[: brackets.start()][-_NEAR:]):
            continue
        inside = [value for value in mentions(kind, text) if value.overlaps(*brackets.span(1))]
        if kind == "date" and {_BORN, _DIED} & question.relation:
            if len(inside) == 2 or (inside and _BORN in question.relation and "b" in brackets[1][:3]):
                yield inside[_BORN not in question.relation]
        elif inside and (question.title if kind in ("date", "person") else kind == "place"):
            yield inside[0]


def _cues(question: QuestionAnalysis, text: str) -> list[re.Match[str]]:
    """Where the relation's words stand."""
    wanted = question.relation or question.rest
    return [
        word
        for word in WORD.finditer(text)
        if same_stem(word[0].lower()) in wanted and word[0] not in question.written
    ]


def _following(text: str, cue: re.Match[str], values: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """The values after the cue in the same clause, nearest first, each with the text between."""
    for value in values:
        between = text[cue.end() : value.start]
        if value.start >= cue.end() and len(between) <= _REACH and not _BREAKS.search(between):
            yield value, between


def _dates(question: QuestionAnalysis, text: str) -> Iterator[Mention]:
    """The dates right after the relation's words."""
    for cue in _cues(question, text):
        for value, between in islice(_following(text, cue, mentions("date", text)), 1):
            if not re.search(r"\d|\(", between) and not _is_of_another(question, text[: cue.start()]):
                yield value


def _is_of_another(question: QuestionAnalysis, before: str) -> bool:
    """Whether the last full name before a relation's word, in its clause, is another one."""
    persons = mentions("person", re.split(r"[.;:,]", before)[-1])
    name = content_stems(persons[-1].text) if persons else frozenset()
    own = name <= question.named or question.named <= name
    return len(name) > 1 and bool(question.named) and not own


def _numbers(question: QuestionAnalysis, text: str) -> Iterator[Mention]:
    """The number with most of the relation's words before it or right after it; at most one."""
    cues, left = _cues(question, text), 0
    most, best = 0, None
    for value in filter(question.takes, mentions("number", text)):
        if question.period and period_behind(text[value.end :]) not in ("", question.period):
            left = value.end  # "three days a week", where days a month are asked for
            continue
        # "One crossing" does not say how long a crossing takes.
        amount = value.dimensions or not question.asks_for_unit
        stems = {
            same_stem(cue[0].lower())
            for cue in cues
            if _leads(text, value, left, cue) and (amount or cue.end() <= value.start)
        }
        if len(stems) > most and (question.relation or question.rest <= stems):
            most, best = len(stems), value
        left = value.end
    if best:
        yield best


def _leads(text: str, value: Mention, left: int, cue: re.Match[str]) -> bool:
    """Whether a word stands before the number but after the last one, or right after the number."""
    if left <= cue.start() and cue.end() <= value.start:
        return len(text[cue.end() : value.start].split()) <= _BEFORE
    between = text[value.end : cue.start()]
    return cue.start() >= value.end and len(between.split()) <= _AFTER and not re.search(r"[.;:]", between)


def _persons(question: QuestionAnalysis, text: str) -> Iterator[Mention]:
    """The names after "by", after a role or a word for kin."""
    others = [name for name in mentions("person", text) if not content_stems(name.text) <= question.named]
    for cue in _cues(question, text):
        for value, between in islice(_following(text, cue, others), 1):
            if _leads_to_name(cue[0], between):
                yield _after_role(text, value, others)


def _leads_to_name(cue: str, between: str) -> bool:
    """Whether the words after the relation's word lead to its name: "by", a role before it, kin "of"."""
    if len(between.split()) > _BEFORE or re.search(r"\d", between):
        return False
    if _BY_AT_END.search(between) or (cue.lower() == "married" and between in (" ", " to ")):
        return True
    if _KIN.match(cue):
        return bool(_KIN_OF.fullmatch(between))
    return bool(_ROLE.search(cue) and _COMMA_OR_IS.fullmatch(between))


def _after_role(text: str, value: Mention, names: Sequence[Mention]) -> Mention:
    """For "by American singer Katie Melua" the second name: the first one only says what she is."""
    later = next((name for name in names if name.start > value.end), None)
    return later if later and _ROLE_BETWEEN.fullmatch(text[value.end : later.start]) else value


def _places(question: QuestionAnalysis, text: str) -> Iterator[Mention]:
    """The first name after "in", "at", "near" or "from" that follows the relation's word, or "is"."""
    others = [name for name in mentions("place", text) if not content_stems(name.text) <= question.known]
    for cue in _cues(question, text) or list(_COPULA.finditer(text))[:1]:
        yield from (value for value, between in _following(text, cue, others) if _PLACED.search(between))


def _descriptions(question: QuestionAnalysis, text: str) -> Iterator[Mention]:
    """What the subject is said to be: "a Canadian ice hockey goaltender", compared by its plain words."""
    for copula in _COPULA.finditer(text):
        before = text[max(0, copula.start() - _REACH) : copula.start()]
        if not question.named & content_stems(before):
            continue
        description = _DESCRIBED.match(text, copula.end())
        if description:
            key = tuple(sorted(content_stems(unnamed(description[1])) - question.known))
            if key:
                yield Mention("term", description[1], *description.span(1), key)
        return


_FINDERS: dict[Kind, Callable[[QuestionAnalysis, str], Iterator[Mention]]] = {
    "date": _dates,
    "number": _numbers,
    "person": _persons,
    "place": _places,
    "term": _descriptions,
}

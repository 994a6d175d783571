"""Values of a kind in a text, and when two of them are the same thing said differently."""

from assistant.conflicts import value_facts, value_names
from assistant.conflicts.value import Kind, Value
from index.words import stem, words

_FINDERS = {
    "date": value_facts.dates,
    "time": value_facts.times,
    "number": value_facts.numbers,
    "person": value_names.names,
    "place": value_names.places,
}


def values(kind: Kind, text: str) -> list[Value]:
    """The values of a kind in `text`, in order; "term" has no form of its own and gives none."""
    return list(_FINDERS[kind](text)) if kind in _FINDERS else []


def same(one: Value, other: Value) -> bool:
    """Whether two values of one kind may be the same: a coarser date, a rounded number, a shorter name."""
    return _SAME[one.kind](one.key, other.key)


def _same_times(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return bool(set(one) & set(other))


def _same_terms(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one is the other with more words ("football", "American football")."""
    first, second = ({stem(word) for term in key for word in words(str(term))} for key in (one, other))
    return first <= second or second <= first


_SAME = {
    "date": value_facts.same_dates,
    "time": _same_times,
    "number": value_facts.same_numbers,
    "person": value_names.same_names,
    "place": value_names.same_places,
    "term": _same_terms,
}

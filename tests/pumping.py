"""Strings on which a pattern may take too long: its own repetitions many times over, then a failure.

For each repetition in a pattern: what leads to it, then what it repeats, and repetitions of the whole.
"""

import re
from collections.abc import Iterator

# The parser of the standard library: its trees are not public, and there is no other for its patterns.
from re import _constants as code
from re import _parser as parser
from typing import Any

WIDE = 15  # repetitions from which one counts
LEADS, SHAPES = 14, 4  # ways into a repetition, and forms of what it repeats, that are tried
UNITS = (
    " ", "a", "A", "1", ".", ",", '"', "(", "\n", "-", "_", "*", "|", "<", "[", "\t", "é",
    "a ", "A a ", "1,", "1.", "a.", "a-", "a'", "a\n", " \n", "1 ", "A. ", "$1 ", "a, ",
)  # fmt: skip
LIKELY = 'a 1-.,;:"(Z\n|<é'
KINDS = {
    code.CATEGORY_DIGIT: "1", code.CATEGORY_SPACE: " ", code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_DIGIT: "a", code.CATEGORY_NOT_SPACE: "a", code.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
Tree = Any


def attacks(pattern: re.Pattern[Any], length: int) -> Iterator[str]:
    """Strings of about `length` characters."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    units, leads = dict.fromkeys(UNITS), {"": None}
    for lead, body in _repeats(tree, ""):
        leads |= {lead[:60]: None, lead[:60] + "a": None}
        for shape in range(SHAPES):
            one = _sample(body, shape)[:80]
            units |= dict.fromkeys(filter(None, (one, lead[:60] + one)))
    units |= dict.fromkeys(filter(None, (_sample(tree, shape)[:100] for shape in range(SHAPES))))
    for lead in list(leads)[:LEADS]:
        for unit in units:
            yield lead + unit * (length // len(unit)) + "b\x01"


def _repeats(tree: Tree, lead: str) -> Iterator[tuple[str, Tree]]:
    """Each wide repetition, with what leads to it."""
    for operation, value in tree:
        if operation in REPEATS:
            least, most, body = value
            if most > WIDE:
                yield lead, body
            yield from _repeats(body, lead)
            lead += _sample(body, 0) * least
            continue
        for inner in _inside(operation, value):
            yield from _repeats(inner, lead)
        if operation not in (code.ASSERT, code.ASSERT_NOT):
            lead += _sample([(operation, value)], 0)


def _inside(operation: Any, value: Any) -> list[Tree]:
    if operation is code.SUBPATTERN:
        return [value[3]]
    if operation is code.BRANCH:
        return list(value[1])
    return [value[1]] if operation in (code.ASSERT, code.ASSERT_NOT) else []


def _sample(tree: Tree, shape: int) -> str:
    """A string that the tree matches, or nearly."""
    return "".join(_one(operation, value, shape) for operation, value in tree)


def _one(operation: Any, value: Any, shape: int) -> str:
    if operation is code.LITERAL:
        return chr(value)
    if operation is code.IN:
        found = _members(value)
        return found[shape % len(found)]
    if operation in REPEATS:
        least, most, body = value
        return _sample(body, shape) * max(least, int(shape % 2 == 0 and most > 0))
    if operation is code.BRANCH:
        return _sample(value[1][shape % len(value[1])], shape)
    inside = _inside(operation, value)
    if inside and operation is not code.ASSERT_NOT:
        return _sample(inside[0], shape)
    return "a" if operation in (code.ANY, code.NOT_LITERAL) else ""


def _members(items: Any) -> list[str]:
    """Some characters of a set."""
    if items[0][0] is code.NEGATE:
        return [one for one in LIKELY if not any(_has(item, one) for item in items[1:])][:1] or ["a"]
    found = []
    for operation, value in items:
        if operation is code.CATEGORY:
            found.append(KINDS[value])
        else:
            found.append(chr(value if operation is code.LITERAL else value[0]))
    return found[:6]


def _has(item: tuple[Any, Any], character: str) -> bool:
    operation, value = item
    if operation is code.CATEGORY:
        name = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[str(value).rsplit("_", 1)[-1]]
        return (re.match(name, character) is not None) != ("NOT" in str(value))
    return value == ord(character) if operation is code.LITERAL else value[0] <= ord(character) <= value[1]

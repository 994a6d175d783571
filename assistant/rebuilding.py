"""Records made again from the JSON types that `to_dict()` gave."""

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Make = Callable[[Any], Any]  # Any: JSON types, and what is made of them


def rebuild(kind: type[T], values: Mapping[str, Any]) -> T:
    """The record whose `to_dict()` gave `values`.

    Names that the record does not have are left out, fields that are missing get their defaults.
    Raises TypeError for a missing field without one.
    """
    makers = _makers(cast(Hashable, kind))
    return kind(
        **{
            name: value if (make := makers[name]) is None else make(value)
            for name, value in values.items()
            if name in makers
        }
    )


@cache
def _makers(kind: Any) -> dict[str, Make | None]:  # Any: a dataclass
    """For each field what makes its value from JSON; None where JSON's value is the value."""
    hints = get_type_hints(kind)
    return {field.name: _maker(hints[field.name]) for field in fields(kind)}


def _maker(hint: Any) -> Make | None:  # Any: a type hint
    if isinstance(hint, types.UnionType):
        make = _maker(next(part for part in get_args(hint) if part is not type(None)))
        return make and (lambda value: None if value is None else make(value))
    if get_origin(hint) is tuple:
        return _tuple_maker(get_args(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: rebuild(hint, value)
    return None


def _tuple_maker(kinds: tuple[Any, ...]) -> Make:  # Any: type hints
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        make = _maker(kinds[0])
        return tuple if make is None else lambda values: tuple(map(make, values))
    makers = [_maker(kind) for kind in kinds]
    return lambda values: tuple(
        value if make is None else make(value) for make, value in zip(makers, values, strict=True)
    )

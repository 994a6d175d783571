"""The texts in what is stored as JSON."""

import json
from collections.abc import Iterator
from typing import Any


def texts_of_json(stored: str) -> Iterator[str]:
    """The texts in what is stored as JSON; what is none, or was cut short by a kill, is one text."""
    try:
        yield from strings(json.loads(stored))
    except ValueError:
        yield stored


def strings(value: Any) -> Iterator[str]:  # Any: JSON types
    """Every text in JSON types, names left out.

    >>> list(strings({"a": "one", "b": [["two", 3], None]}))
    ['one', 'two']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)

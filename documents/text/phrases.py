"""Patterns made of lists of phrases, which stay readable so."""


def any_of(phrases: str) -> str:
    """A pattern for any of some phrases, each between a comma and a blank; they may be patterns.

    >>> any_of("valid, in force")
    '(?:valid|in force)'
    """
    return f"(?:{'|'.join(phrases.split(', '))})"

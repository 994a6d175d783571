"""Patterns made of lists of phrases, which stay readable so."""


def any_of(phrases: str) -> str:
    """A pattern for any of some phrases, which stand between commas and may be patterns themselves.

    >>> any_of("valid, in force")
    '(?:valid|in force)'
    """
    return f"(?:{'|'.join(phrase.strip() for phrase in phrases.split(','))})"

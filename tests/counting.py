"""Tokens for tests: words. A module of its own, since the children that split texts load it."""

from collections.abc import Sequence

from documents.text.passages import CountTokens


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def counter(data: str) -> CountTokens:
    return count_words

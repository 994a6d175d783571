"""The numbers that citations have beside an answer."""

from collections.abc import Iterable, Mapping

from assistant.types import Citation, Sentence


def citation_numbers(sentences: Iterable[Sentence]) -> dict[Citation, int]:
    """Each different citation with its number from 1, in the order of first use."""
    numbers: dict[Citation, int] = {}
    for sentence in sentences:
        for citation in sentence.citations:
            numbers.setdefault(citation, len(numbers) + 1)
    return numbers


def numbers_of(sentence: Sentence, numbers: Mapping[Citation, int]) -> list[int]:
    """The numbers of a sentence's citations, each once."""
    return list(dict.fromkeys(numbers[citation] for citation in sentence.citations))

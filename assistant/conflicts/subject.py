"""What a disagreement is about, in words that go after "about"."""

import re

from assistant.conflicts.value import Value

_WHAT_IS = re.compile(
    r"^\s{0,9}what(?:'s|’s| is| are| was| were) (?!.{0,400}\blike\W{0,9}$)"
    r"(?=the |an? |its |our |[A-Z])(.{1,400}?)[\s?.!]{0,9}$",
    re.I,
)
_HOW_ARE = re.compile(
    r"^\s{0,9}(?:how|what) (?:is|are|was|were) (.{0,200}\b(?:relations?|relationships?)\b.{0,200}?)"
    r"(?: like)?[\s?.!]{0,9}$",
    re.I,
)


def of_question(question: str) -> str:
    """The subject of a question: what it asks for, or itself in quotation marks.

    >>> of_question("What is the population of Handa?"), of_question("Who founded Handa?")
    ('the population of Handa', '“Who founded Handa?”')
    """
    found = _HOW_ARE.match(question) or _WHAT_IS.match(question)
    return found[1] if found else f"“{' '.join(question.split())}”"


def of_sentence(text: str, value: Value) -> str:
    """A sentence with its value left open.

    >>> of_sentence("The rate is 45 pence a mile.", Value("number", "45", 12, 14, ()))
    '“The rate is … pence a mile.”'
    """
    return f"“{' '.join(f'{text[: value.start]}…{text[value.end :]}'.split())}”"

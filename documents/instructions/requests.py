"""Bare requests that have nothing to do with the text around them: "Recommend a book" in a bank's letter.

Alone such a sentence is honest text, and minutes ("Discuss the budget.") or a manual are full of them. So it
stays evidence and is never flagged; it is only kept from the model where neither the passage around it nor
the question has a word of it.
"""

import re

from documents.instructions.patterns import START
from documents.text.sentences import Span, sentence_spans

LEAST_WORDS = 4  # of the text around, below which nothing can be said
_TEXTS = (
    r"(?:poems?|stor(?:y|ies)|essays?|songs?|haikus?|limericks?|jokes?|riddles?|lists?|scripts?|commands?|"
    r"summar(?:y|ies)|recipes?|codes?|programs?|functions?|paragraphs?|dialogues?|articles?|speech(?:es)?|reviews?|slogans?|tweets?|"
    r"tutorials?|outlines?|overviews?|explanations?|analys[ei]s|translations?|examples?|descriptions?)"
)
_REQUEST = re.compile(
    rf"{START}(?:(?:please|now|also|then|finally|and),? )*(?:(?:can|could|will|would) you (?:please )?)?"
    r"(?:(?:recommend|suggest|describe|explain|discuss|summari[sz]e|translate|analy[sz]e|classify|compose|"
    r"paraphrase|brainstorm|compare|evaluate)\b(?! (?:that|to)\b)|"
    r"(?:determine|identify) the (?:sentiment|mood|tone|emotion)\b|"
    r"(?:write|create|generate|draft|provide|give|make|produce|tell|list)\b(?: (?!your)[\w-]+){0,4}? "
    rf"{_TEXTS}\b)",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "about after also been being before between both could does each from have into just like made make "
    "many more most much must only other over same should some such than that their them then there "
    "these they this those through under upon very want well were what when where which while will with "
    "within without would your yours please good list write give provide describe explain using used "
    "can".split()
)


def requests_out_of_place(text: str) -> list[Span]:
    """The sentences of a passage that ask for a text and share no word with the rest of it, as offsets."""
    if not _REQUEST.search(text):
        return []
    spans = sentence_spans(text)
    words = [_words(text[start:end]) for start, end in spans]
    return [
        span
        for number, span in enumerate(spans)
        if _REQUEST.match(text[slice(*span)]) and _is_strange(number, words)
    ]


def _is_strange(number: int, words: list[set[str]]) -> bool:
    around = set().union(*words[:number], *words[number + 1 :])
    return len(around) >= LEAST_WORDS and bool(words[number]) and not words[number] & around


def _words(text: str) -> set[str]:
    """The words with meaning, cut to what their forms share."""
    return {word[:5] for word in _WORD.findall(text.lower()) if word not in _COMMON}

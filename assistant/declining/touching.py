"""Whether the documents touch what is asked at all, where no answer is sure."""

from collections.abc import Collection

from assistant.declining.measures import names_of
from assistant.declining.signals import Signals

NEAR = 0.1  # the score of the best sentence below which nothing is near: one word in common, no meaning
LITERAL = 0.4  # the share of the question's words missing, below which it speaks the documents' own words
BELOW = 0.5  # of the threshold for an answer: the confidence below which such a question is not answered


def names_only_strangers(query: str, missing: Collection[str]) -> bool:
    """Whether the question names something, and nothing that it names is in any document.

    >>> names_only_strangers("When did Kestrel sail?", {"Kestrel"})
    True
    >>> names_only_strangers("Does the Marigold sail to Alba?", {"Alba"})
    False
    >>> names_only_strangers("Wie lang ist die Kündigungsfrist?", {"Kündigungsfrist"})
    False
    """
    named = names_of(query)
    return bool(named) and all(name in missing for name in named)


def is_literal(signals: Signals) -> bool:
    """Whether a question has the documents' very words: the signals by words can then be believed."""
    return signals.missing_share < LITERAL


def is_touched(
    signals: Signals, best: float, confidence: float, threshold: float, *, excused: bool = False
) -> bool:
    """Whether what was found may answer, so that it is shown rather than that nothing is said.

    `best` is the score of the best evidence. Not where nothing is near; nor where the closest sentence states
    otherwise what the question takes for granted; nor where the question has the documents' very words, and
    they still do not state it: then the signals by words can be believed. In other words they cannot, nor
    where the question has misspelled words or the best evidence is a table's row, which has few (`excused`).
    """
    if best < NEAR or signals.near_miss:
        return False
    if excused or not is_literal(signals):
        return True
    return not signals.gaps and confidence >= BELOW * threshold
